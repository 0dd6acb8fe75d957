"""The answers to what ``python -m assistant ask`` was asked, as text, as JSON or in a file."""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.commands.wrong_use import WrongUse
from assistant.export.write_file import check_kind, write_file
from assistant.generation.chat_writer import chat_model
from assistant.history.llm_log import ExchangeLog
from assistant.links import reading_of_link
from assistant.older_queries import any_reading, is_older
from assistant.presentation.legal_citation import legal_citations, with_legal_citations
from assistant.presentation.other_reading import other_as_command
from assistant.presentation.suggestions import after
from assistant.query import TooMuch, check_length, object_in
from assistant.question.model_reader import ModelReader
from assistant.reading import Reading
from index.settings import settings
from index.store.protocols import Records
from index.store.store import Store

# Items of a count that are listed in a terminal.
_ITEMS = 60


class BadBatch(WrongUse):
    """A file of questions that cannot be read; the message names it and the cause."""


def answer_all(asked: argparse.Namespace) -> int:
    """Answer the question, the batch of them or the query, and print or write the answers.

    Raises:
        BadBatch: the file of questions cannot be read.
        BadQuery: the query is none.
        CannotWrite: no file of that kind can be written there.
    """
    chosen = settings()
    name = chosen.model if asked.model is None else asked.model
    reads = chosen.query_model if asked.query_model is None else asked.query_model
    if asked.query is not None:
        questions: list[str | Reading] = [query_asked(asked.query)]
    else:
        questions = (
            [check_length(asked.question.strip())]
            if asked.batch is None
            else _questions(asked.batch)
        )
    if asked.output:
        check_kind(asked.output)
    model = chat_model(name) if name else None
    store = Store.open(asked.store)
    reader = ModelReader(reads, model if reads == name else chat_model(reads)) if reads else None
    assistant = Assistant(
        store,
        model,
        name or None,
        log=ExchangeLog(asked.log) if asked.log else None,
        reader=reader,
        items=asked.items,
    )
    taken: list[Answer] = []
    for question in questions:
        answer = (
            assistant.answer(question) if isinstance(question, Reading) else assistant.ask(question)
        )
        if asked.output:
            taken.append(answer)
        if asked.json or not asked.output:
            print(_told(answer, store, asked), flush=True)
    if asked.output:
        with store.records() as records:
            write_file(asked.output, taken, records, date.today())
        print(f"written to {asked.output}", file=sys.stderr)
    store.close()
    return 0


def query_asked(text: str) -> Reading:
    """The reading of ``--query``: a query or a reading as JSON, or a link.

    Raises:
        BadQuery: the text is none of these.
    """
    if not text.lstrip().startswith("{"):
        return reading_of_link(text)
    value = object_in(text)
    if is_older(value):
        print(
            "the query is in an older form and was translated; the answer's JSON gives today's",
            file=sys.stderr,
        )
    return any_reading(value)


def _told(answer: Answer, store: Store, asked: argparse.Namespace) -> str:
    with store.records() as records:
        if asked.json:
            answer_json = answer.as_json() | {"suggested": list(after(answer, records))}
            return json.dumps(
                with_legal_citations(answer_json, answer, records) if asked.cite else answer_json,
                ensure_ascii=False,
            )
        return _plain(
            answer, legal_citations(records, answer.citations) if asked.cite else {}, records
        )


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


def _plain(answer: Answer, forms: Mapping[int, str], records: Records) -> str:
    """The answer for a terminal: the statements, where each quote stands, its legal form where
    there is one, and which items were counted.
    """
    lines = [answer.markdown]
    if other := other_as_command(answer.reading):
        lines += ["", other]
    if answer.citations:
        lines += ["", "Where the quotes stand:"]
        for citation in answer.citations:
            if citation.id in forms:
                lines.append(f"[{citation.id}] {forms[citation.id]}")
                continue
            page = f", page {citation.page}" if citation.page else ""
            item = f", item {citation.item}" if citation.item else ""
            lines.append(
                f"[{citation.id}] {citation.case}{item}: {Path(citation.file).name}{page}, "
                f"characters {citation.start} to {citation.end}"
            )
    for tally in answer.tallies[:-1] if len(answer.tallies) > 1 else answer.tallies:
        shown = ", ".join(
            f"{case} ({item})" for case, item, _, _ in records.outcome_rows(tally.filter, _ITEMS)
        )
        more = (
            f" … and {tally.n - _ITEMS} more (all with --json --items)" if tally.n > _ITEMS else ""
        )
        lines += ["", f"Counted under {tally.words}, case (item): {shown or 'none'}{more}"]
    lines += [
        "",
        (
            f"Index {answer.fingerprint}. Counts are of published decisions on disputed denials; "
            "this is no legal or medical advice."
        ),
    ]
    return "\n".join(lines)
