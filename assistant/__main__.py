"""``python -m assistant``: a question in, a counted and cited answer out; and what belongs to it."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.commands import COMMANDS, WrongUse
from assistant.export.write_file import CannotWrite, check_kind, write_file
from assistant.generation.chat_writer import ModelUnavailable, chat_model
from assistant.history.database import CannotKeep
from assistant.history.llm_log import CannotLog, ExchangeLog
from assistant.presentation.chips import query_from_link
from assistant.presentation.legal_citation import legal_citations, with_legal_citations
from assistant.presentation.suggestions import after
from assistant.query import BadQuery, Query, TooMuch, check_length, query_from_text
from assistant.question.model_parser import Proposer
from index import embedding
from index.store.protocols import VectorsDamaged
from index.store.sqlite.count import outcome_rows
from index.store.store import Store, StoreIncompatible, StoreMissing, default_folder

FAILURE, WRONG_USE = 1, 2
# Items of a count that are listed in a terminal.
_ITEMS = 60


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit code: 0 answered (an abstention is an answer), 2 wrong use, 1
    failure.
    """
    parser = argparse.ArgumentParser(
        prog="python -m assistant",
        description="Ask how disputed treatment was decided in independent medical review.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    asking = commands.add_parser("ask", help="answer a question, or a file of them")
    asking.add_argument("question", nargs="?", metavar="QUESTION")
    asking.add_argument(
        "--batch", metavar="FILE", help="a file with one question a line (- for standard input)"
    )
    asking.add_argument(
        "--query",
        metavar="JSON",
        help="a query as an earlier answer's JSON gives it, or its link, instead of a question: the same selection again, exactly",
    )
    asking.add_argument(
        "--store",
        type=Path,
        default=default_folder(),
        metavar="DIR",
        help="the store's folder (default: $IMR_STORE, else ./store)",
    )
    asking.add_argument(
        "--model",
        default=os.environ.get("IMR_MODEL"),
        metavar="NAME",
        help="a chat model to word the answer, as python -m assistant models lists them (default: $IMR_MODEL, else the built-in writer)",
    )
    asking.add_argument(
        "--query-model",
        default=os.environ.get("IMR_QUERY_MODEL"),
        metavar="NAME",
        help="a chat model that is asked how the question is read, where the rules leave words of it unread (default: $IMR_QUERY_MODEL, else none)",
    )
    asking.add_argument("--json", action="store_true", help="the answer as JSON, one line each")
    asking.add_argument(
        "--items", action="store_true", help="with --json: all the items behind each count"
    )
    asking.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help="write the answer to a file instead: a document (.md, .docx, .pdf), or the items it counts as a table (.csv, .xlsx)",
    )
    asking.add_argument(
        "--log",
        type=Path,
        metavar="FILE",
        help="keep what was asked, what a chat model was sent and said, and what was refused, in this local file (default: $IMR_LOG, else nothing is kept)",
    )
    asking.add_argument(
        "--cite",
        action="store_true",
        help="give each quote in the form in which a filing can cite it",
    )
    for each in COMMANDS:
        each.add_to(commands)
    listing = commands.add_parser(
        "models", help="the chat models that can word answers here, and what the others need"
    )
    listing.add_argument("--json", action="store_true", help="as JSON")
    asked = parser.parse_args(arguments)
    if asked.command == "models":
        return _models(asked.json)
    if asked.command != "ask":
        return _ended(lambda: asked.run(asked), asked.store)
    if sum(each is not None for each in (asked.question, asked.batch, asked.query)) != 1:
        asking.error("give one question, or --batch FILE, or --query JSON")
    if asked.items and not asked.json:
        asking.error("--items goes with --json")
    if asked.question is not None and not asked.question.strip():
        asking.error("the question is empty")
    return _ended(lambda: _ask(asked), asked.store)


def _ask(asked: argparse.Namespace) -> int:
    if asked.query is not None:
        questions: list[str | Query] = [
            query_from_text(asked.query)
            if asked.query.lstrip().startswith("{")
            else query_from_link(asked.query)
        ]
    else:
        questions = (
            [check_length(asked.question.strip())]
            if asked.batch is None
            else _questions(asked.batch)
        )
    if asked.output:
        check_kind(asked.output)
    model = chat_model(asked.model) if asked.model else None
    store = Store.open(asked.store)
    reads = asked.query_model
    proposer = (
        Proposer(reads, model if reads == asked.model else chat_model(reads)) if reads else None
    )
    assistant = Assistant(
        store,
        model,
        asked.model,
        log=ExchangeLog(asked.log) if asked.log else None,
        proposer=proposer,
        items=asked.items,
    )
    taken: list[Answer] = []
    for question in questions:
        answer = (
            assistant.answer(question) if isinstance(question, Query) else assistant.ask(question)
        )
        if asked.output:
            taken.append(answer)
        if asked.json or not asked.output:
            print(_told(answer, store, asked), flush=True)
    if asked.output:
        with store.engine.connect() as connection:
            write_file(asked.output, taken, connection, date.today())
        print(f"written to {asked.output}", file=sys.stderr)
    store.close()
    return 0


def _told(answer: Answer, store: Store, asked: argparse.Namespace) -> str:
    with store.engine.connect() as connection:
        if asked.json:
            told = answer.as_json() | {"suggested": list(after(answer, connection))}
            return json.dumps(
                with_legal_citations(told, answer, connection) if asked.cite else told,
                ensure_ascii=False,
            )
        return _plain(
            answer, legal_citations(connection, answer.citations) if asked.cite else {}, connection
        )


def _ended(run: Callable[[], int], folder: Path) -> int:
    """The exit code of a command; its errors in one line."""
    try:
        return run()
    except (StoreMissing, BadBatch, BadQuery, WrongUse, CannotWrite) as error:
        return _fail(str(error), WRONG_USE)
    except (
        StoreIncompatible,
        ModelUnavailable,
        VectorsDamaged,
        CannotKeep,
        CannotLog,
        embedding.ModelUnavailable,
    ) as error:
        return _fail(str(error), FAILURE)
    except DatabaseError as error:
        return _fail(f"the records in {folder} cannot be used: {error.orig}", FAILURE)
    except BrokenPipeError:  # the reader of the pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _fail("interrupted", FAILURE)


def _models(as_json: bool) -> int:
    from assistant.chat_models.available import as_text, available

    options = available(os.environ)
    print(
        json.dumps([asdict(option) for option in options], ensure_ascii=False)
        if as_json
        else as_text(options)
    )
    return 0


class BadBatch(Exception):
    """A file of questions that cannot be read; the message names it and the cause."""


def _questions(batch: str) -> list[str]:
    try:
        data = sys.stdin.buffer.read() if batch == "-" else Path(batch).read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise BadBatch(f"{batch}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadBatch(
            f"{'standard input' if batch == '-' else batch}: not UTF-8 ({error})"
        ) from error
    if questions := {
        number: line.strip() for number, line in enumerate(text.splitlines(), 1) if line.strip()
    }:
        for number, question in questions.items():
            try:
                check_length(question)
            except TooMuch as error:
                raise BadBatch(
                    f"{'standard input' if batch == '-' else batch}, line {number}: {error}"
                ) from error
        return list(questions.values())
    raise BadBatch(f"{'standard input' if batch == '-' else batch}: no question in it")


def _plain(answer: Answer, forms: Mapping[int, str], connection: Connection) -> str:
    """The answer for a terminal: the statements, where each quote stands, its legal form where
    there is one, and which items were counted.
    """
    lines = [answer.markdown]
    if answer.citations:
        lines += ["", "Where the quotes stand:"]
        for citation in answer.citations:
            if citation.id in forms:
                lines.append(f"[{citation.id}] {forms[citation.id]}")
                continue
            page = f", page {citation.page}" if citation.page else ""
            item = f", item {citation.item}" if citation.item else ""
            lines.append(
                f"[{citation.id}] {citation.case}{item}: {Path(citation.file).name}{page}, characters {citation.start} to {citation.end}"
            )
    for tally in answer.tallies[:-1] if len(answer.tallies) > 1 else answer.tallies:
        shown = ", ".join(
            f"{case} ({item})"
            for case, item, _, _ in outcome_rows(connection, tally.selection, _ITEMS)
        )
        more = (
            f" … and {tally.n - _ITEMS} more (all with --json --items)" if tally.n > _ITEMS else ""
        )
        lines += ["", f"Counted under {tally.words}, case (item): {shown or 'none'}{more}"]
    lines += [
        "",
        f"Index {answer.fingerprint}. Counts are of published decisions on disputed denials; this is no legal or medical advice.",
    ]
    return "\n".join(lines)


def _fail(message: str, code: int) -> int:
    print(f"assistant: {message}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
