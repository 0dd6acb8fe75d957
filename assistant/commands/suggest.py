"""``python -m assistant suggest``: questions to begin with, drawn from what is indexed. Those that
go on from an answer stand in its JSON.
"""

import argparse
from pathlib import Path

from assistant.commands.wrong_use import at_least_one


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command's parser."""
    parser = commands.add_parser(
        "suggest", help="print questions to begin with, drawn from what is indexed, one a line"
    )
    parser.add_argument(
        "--limit", type=at_least_one, default=4, metavar="N", help="at most so many (default: 4)"
    )
    parser.add_argument(
        "--store",
        type=Path,
        metavar="DIR",
        help="the store's folder (default: $IMR_STORE, else ./store)",
    )
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Print the questions."""
    from assistant.presentation.suggestions import opening
    from index.store.store import Store

    store = Store.open(asked.store)
    with store.records() as records:
        print("\n".join(opening(records, asked.limit)))
    store.close()
    return 0
