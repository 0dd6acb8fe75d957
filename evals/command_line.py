"""The command line of ``python -m evals``: its commands and their options."""

from argparse import ArgumentParser, _SubParsersAction
from pathlib import Path
from typing import TypeAlias

from index.samples import GOLD, LETTERS

_Commands: TypeAlias = "_SubParsersAction[ArgumentParser]"


def parser() -> ArgumentParser:
    """What reads the arguments; the command's name is in ``command``."""
    parser = ArgumentParser(prog="python -m evals", description="Measure the assistant.")
    commands = parser.add_subparsers(dest="command", required=True)
    for add in (
        _add_run,
        _add_compare,
        _add_fields,
        _add_readers,
        _add_readings,
        _add_damage,
        _add_bench,
        _add_ablations,
        _add_adversarial,
        _add_injected,
        _add_page,
        _add_screenshots,
    ):
        add(commands)
    return parser


def _add_readings(commands: _Commands) -> None:
    readings = commands.add_parser(
        "readings", help="how questions are read, against the typed queries that they mean"
    )
    readings.add_argument(
        "--cases",
        type=Path,
        required=True,
        metavar="FILE",
        help="questions with their queries (YAML)",
    )
    _add_corpus(readings)
    readings.add_argument(
        "--model",
        metavar="NAME",
        help="a chat model that reads too, as python -m assistant models lists them, or "
        "recorded:FILE for queries recorded by turn (JSON lines with id and queries); measured are "
        "the rules, the model and both (default: the rules alone)",
    )
    readings.add_argument(
        "--out", type=Path, metavar="DIR", help="where the report goes (default: none is written)"
    )


def _add_corpus(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--corpus",
        type=Path,
        default=LETTERS,
        metavar="DIR",
        help="the letters (default: the sample letters)",
    )


def _add_gold(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--gold",
        type=Path,
        metavar="FILE",
        help="their labels (default: those of the sample letters, or ../gold/items.jsonl beside "
        "the corpus)",
    )


def _add_sample_gold(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--gold",
        type=Path,
        default=GOLD,
        metavar="FILE",
        help="their labels (default: those of the sample letters)",
    )


def _add_questions(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--questions",
        type=Path,
        metavar="FILE",
        help="one question a line (default: the tally cases of the sample letters)",
    )


def _add_run(commands: _Commands) -> None:
    parser = commands.add_parser(
        "run", help="ask every case of every system, score, and write report.json and report.html"
    )
    _add_corpus(parser)
    _add_gold(parser)
    parser.add_argument(
        "--cases",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="files of cases (default: those that ship for the corpus)",
    )
    parser.add_argument(
        "--kind",
        nargs="+",
        metavar="KIND",
        help="only the cases of these kinds; the report says so",
    )
    parser.add_argument(
        "--part",
        choices=("tuned", "kept"),
        help="only the cases that rules may be tuned on, or only those kept aside; the report says "
        "so",
    )
    parser.add_argument(
        "--most",
        type=int,
        metavar="N",
        help="only the first N cases of each kind; the report says so",
    )
    parser.add_argument(
        "--system",
        nargs="+",
        default=["assistant", "plain"],
        metavar="NAME",
        help="the systems (default: assistant plain); assistant+model, plain+model: with the chat "
        "model of --model",
    )
    parser.add_argument(
        "--model",
        metavar="NAME",
        help="a chat model, as python -m assistant models lists them; each system is then measured "
        "with it too, unless --system says which",
    )
    parser.add_argument(
        "--judge",
        default="lexical",
        metavar="NAME",
        help="lexical (default), nli:MODEL or chat:PROVIDER:NAME",
    )
    parser.add_argument(
        "--require",
        action="append",
        default=[],
        metavar="METRIC>=VALUE",
        help="exit 1 when the first system stays below; can be given several times",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("evals-report"),
        metavar="DIR",
        help="where the report goes (default: evals-report)",
    )


def _add_compare(commands: _Commands) -> None:
    parser = commands.add_parser("compare", help="two reports on the same cases, with paired tests")
    parser.add_argument("first", type=Path, metavar="A")
    parser.add_argument("second", type=Path, metavar="B")
    parser.add_argument(
        "--system", metavar="NAME", help="the system (default: the first of each report)"
    )


def _add_fields(commands: _Commands) -> None:
    parser = commands.add_parser("fields", help="parsed items against gold labels")
    _add_corpus(parser)
    _add_sample_gold(parser)
    parser.add_argument(
        "--part",
        choices=("tuned", "kept"),
        help="only the letters that rules may be tuned on, or only those kept aside (default: "
        "both)",
    )


def _add_readers(commands: _Commands) -> None:
    parser = commands.add_parser(
        "readers", help="two PDF readers beside each other, under the same parser"
    )
    _add_corpus(parser)
    _add_sample_gold(parser)


def _add_damage(commands: _Commands) -> None:
    parser = commands.add_parser(
        "damage",
        help="letters damaged at random: read right, warned of, refused, or wrong; exit code 1 for "
        "anything silently wrong",
    )
    _add_corpus(parser)
    parser.add_argument(
        "--gold",
        type=Path,
        metavar="FILE",
        help="their labels, to say what is right (default: what the undamaged letters say)",
    )
    parser.add_argument(
        "--letters",
        type=int,
        default=10_000,
        metavar="N",
        help="how many damaged letters (default: 10000)",
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="the source of chance (default: 0)"
    )


def _add_bench(commands: _Commands) -> None:
    parser = commands.add_parser(
        "bench", help="speed of adding letters, beside a plain pipeline, and of answering"
    )
    _add_corpus(parser)
    parser.add_argument(
        "--parsing",
        action="store_true",
        help="only reading and parsing: letters a second, and time by length",
    )
    parser.add_argument(
        "--patterns",
        action="store_true",
        help="only reading questions: the slowest patterns on texts made against them, and the "
        "whole, by length",
    )
    parser.add_argument(
        "--scale",
        type=int,
        metavar="N",
        help="only answering: over the letters, and over N copies of them",
    )
    _add_questions(parser)


def _add_ablations(commands: _Commands) -> None:
    parser = commands.add_parser(
        "ablations",
        help="what each part of the search is worth: dense, lexical, fused, record lines, facets, "
        "a reranker",
    )
    _add_corpus(parser)
    _add_gold(parser)
    parser.add_argument(
        "--part",
        choices=("tuned", "kept"),
        help="only the cases that rules may be tuned on, or only those kept aside",
    )
    parser.add_argument(
        "--reranker",
        metavar="NAME",
        help="a cross-encoder of sentence-transformers, by name or folder, to reorder what was "
        "found",
    )


def _add_adversarial(commands: _Commands) -> None:
    parser = commands.add_parser(
        "adversarial",
        help="chat models that lie: what of their inventions reaches the reader, and what of the "
        "truth is kept; exit code 1 for any invention",
    )
    parser.add_argument(
        "--runs", type=int, default=1_000, metavar="N", help="how many answers (default: 1000)"
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="the source of chance (default: 0)"
    )


def _add_injected(commands: _Commands) -> None:
    parser = commands.add_parser(
        "injected",
        help="letters that hide instructions, and a model that obeys: any effect on answers but as "
        "quoted text; exit code 1 for one",
    )
    parser.add_argument(
        "--letters",
        type=int,
        default=50,
        metavar="N",
        help="how many letters with an instruction (default: 50)",
    )
    parser.add_argument(
        "--asked", type=int, default=200, metavar="N", help="how many questions (default: 200)"
    )


def _add_page(commands: _Commands) -> None:
    parser = commands.add_parser(
        "page", help="speed and memory of the chat page, in a browser on this machine"
    )
    _add_corpus(parser)
    _add_questions(parser)
    parser.add_argument(
        "--asked",
        type=int,
        default=50,
        metavar="N",
        help="how many questions are asked one after the other (default: 50)",
    )
    parser.add_argument(
        "--users", type=int, default=8, metavar="N", help="how many users ask at once (default: 8)"
    )


def _add_screenshots(commands: _Commands) -> None:
    parser = commands.add_parser(
        "screenshots", help="pictures of the chat page on the sample letters, for the README"
    )
    parser.add_argument(
        "--output",
        type=Path,
        default=Path("docs"),
        metavar="DIR",
        help="where they go (default: docs)",
    )
