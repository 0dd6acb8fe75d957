"""``python -m assistant facets``: the values that a selection can be narrowed by, with their
counts, as JSON.
"""

import argparse
import json
from pathlib import Path

from assistant.commands.wrong_use import at_least_one
from index.facets.facet import Kind
from index.facets.registry import FACETS, facet_named, group_of


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
        choices=[facet.name for facet in FACETS if facet.kind is not Kind.AMOUNT],
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
    from assistant.commands.answering import query_asked
    from assistant.evidence.facet_counts import FILTERS, facet_counts
    from assistant.presentation.phrases import filter_in_words
    from index.store.store import Store

    population = query_asked(asked.query).query.filter if asked.query is not None else None
    store = Store.open(asked.store)
    groups = [group_of(facet_named(name)) for name in asked.facet] if asked.facet else FILTERS
    with store.records() as records:
        counts = facet_counts(records, population, groups, asked.limit)
    store.close()
    report = {
        "selection": filter_in_words(population),
        "facets": {
            group: [value.as_json() for value in values] for group, values in counts.items()
        },
    }
    print(json.dumps(report, ensure_ascii=False))
    return 0
