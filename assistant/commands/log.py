"""``python -m assistant log``: the exchanges that a log holds."""

import argparse
import json
from pathlib import Path

from assistant.commands.wrong_use import WrongUse


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command's parser."""
    parser = commands.add_parser(
        "log",
        help=(
            "print the exchanges of a log that ask --log FILE or $IMR_LOG kept, one JSON object a "
            "line"
        ),
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the log")
    parser.add_argument("--last", type=int, metavar="N", help="only the last N")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Print the exchanges."""
    from assistant.history.llm_log import CannotLog, logged

    if asked.last is not None and asked.last < 1:
        raise WrongUse("--last takes a number from 1 on")
    try:
        exchanges = logged(asked.file, asked.last)
    except CannotLog as error:
        raise WrongUse(str(error)) from error
    for exchange in exchanges:
        print(json.dumps(exchange, ensure_ascii=False))
    return 0
