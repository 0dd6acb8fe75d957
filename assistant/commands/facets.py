"""``python -m assistant facets``: the values that a selection can be narrowed by, with their
counts, as JSON.
"""

import argparse
import json
from pathlib import Path

from assistant.commands.wrong_use import at_least_one
from index.facets.selection import Facet, Selection


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command's parser."""
    parser = commands.add_parser(
        "facets", help="count the values of each facet among the items of a selection, as JSON"
    )
    parser.add_argument(
        "--query", metavar="JSON", help="a query as an answer's JSON gives it (default: all items)"
    )
    parser.add_argument(
        "--facet",
        action="append",
        choices=[facet.value for facet in Facet],
        metavar="NAME",
        help=(
            "a facet to count, several times for several (default: those that are usually "
            "narrowed by)"
        ),
    )
    parser.add_argument(
        "--limit",
        type=at_least_one,
        default=20,
        metavar="N",
        help="at most so many values of a facet, those that the query names besides (default: 20)",
    )
    parser.add_argument(
        "--store",
        type=Path,
        metavar="DIR",
        help="the store's folder (default: $IMR_STORE, else ./store)",
    )
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Print the counts."""
    from assistant.evidence.facet_counts import FILTERS, facet_counts
    from assistant.presentation.phrases import selection_in_words
    from assistant.query import query_from_text
    from index.store.store import Store

    selection = query_from_text(asked.query).selection if asked.query is not None else Selection()
    store = Store.open(asked.store)
    with store.records() as records:
        counts = facet_counts(
            records,
            selection,
            [Facet(name) for name in asked.facet] if asked.facet else FILTERS,
            asked.limit,
        )
    store.close()
    told = {
        "selection": selection_in_words(selection),
        "facets": {
            facet.value: [each.as_json() for each in values] for facet, values in counts.items()
        },
    }
    print(json.dumps(told, ensure_ascii=False))
    return 0
