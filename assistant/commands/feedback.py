"""``python -m assistant feedback``: what readers said of answers, or what they vouch for as
evaluation cases.
"""

import argparse
import json
import sys
from pathlib import Path


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command's parser."""
    parser = commands.add_parser(
        "feedback", help="print what readers said of answers, one JSON object a line"
    )
    parser.add_argument(
        "--cases",
        action="store_true",
        help=(
            "print what approving readers vouch for as YAML cases for python -m evals run --cases "
            "FILE"
        ),
    )
    parser.add_argument(
        "--store",
        type=Path,
        metavar="DIR",
        help="the store's folder (default: $IMR_STORE, else ./store)",
    )
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Print the feedback."""
    import yaml

    from assistant.history.feedback import Feedback, cases
    from index.store.store import Store

    Store.open(asked.store).close()
    kept = Feedback(asked.store)
    given = kept.given()
    kept.close()
    if not asked.cases:
        for entry in given:
            print(json.dumps(entry.as_json(), ensure_ascii=False))
        return 0
    made, left = cases(given)
    print(
        yaml.safe_dump(
            made, allow_unicode=True, sort_keys=False, default_flow_style=None, width=200
        ),
        end="",
    )
    for number, reason in left:
        print(f"assistant: feedback {number} makes no case: {reason}", file=sys.stderr)
    return 0
