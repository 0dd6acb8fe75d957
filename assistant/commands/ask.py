"""``python -m assistant ask``: a question in, a counted and cited answer out."""

import argparse
from pathlib import Path


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command's parser."""
    parser = commands.add_parser("ask", help="answer a question, or a file of them")
    parser.add_argument("question", nargs="?", metavar="QUESTION")
    parser.add_argument(
        "--batch", metavar="FILE", help="a file with one question a line (- for standard input)"
    )
    parser.add_argument(
        "--query",
        metavar="JSON",
        help=(
            "a query as an earlier answer's JSON gives it, or its link, instead of a question: "
            "the same selection again, exactly"
        ),
    )
    parser.add_argument(
        "--store",
        type=Path,
        metavar="DIR",
        help="the store's folder (default: $IMR_STORE, else ./store)",
    )
    parser.add_argument(
        "--model",
        metavar="NAME",
        help=(
            "a chat model to word the answer, as python -m assistant models lists them (default: "
            "$IMR_MODEL, else the built-in writer)"
        ),
    )
    parser.add_argument(
        "--query-model",
        metavar="NAME",
        help=(
            "a chat model that reads the question beside the rules (default: $IMR_QUERY_MODEL, "
            "else none)"
        ),
    )
    parser.add_argument("--json", action="store_true", help="the answer as JSON, one line each")
    parser.add_argument(
        "--items", action="store_true", help="with --json: all the items behind each count"
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help=(
            "write the answer to a file instead: a document (.md, .docx, .pdf), or the items it "
            "counts as a table (.csv, .xlsx)"
        ),
    )
    parser.add_argument(
        "--log",
        type=Path,
        metavar="FILE",
        help=(
            "keep what was asked, what a chat model was sent and said, and what was refused, in "
            "this local file (default: $IMR_LOG, else nothing is kept)"
        ),
    )
    parser.add_argument(
        "--cite",
        action="store_true",
        help="give each quote in the form in which a filing can cite it",
    )
    parser.add_argument(
        "--explain",
        action="store_true",
        help="how the rules read the question, stage by stage, instead of an answer",
    )
    parser.set_defaults(run=run, refuse=parser.error)


def run(asked: argparse.Namespace) -> int:
    """Print the answers, or write them to a file."""
    if sum(given is not None for given in (asked.question, asked.batch, asked.query)) != 1:
        asked.refuse("give one question, or --batch FILE, or --query JSON")
    if asked.items and not asked.json:
        asked.refuse("--items goes with --json")
    if asked.explain and asked.question is None:
        asked.refuse("--explain goes with a question")
    if asked.question is not None and not asked.question.strip():
        asked.refuse("the question is empty")
    if asked.explain:
        from assistant.question.explain import explained

        print(explained(asked.question.strip()))
        return 0
    # What answers takes seconds to import; whoever only asks for help need not wait for it.
    from assistant.commands.answering import answer_all

    return answer_all(asked)
