"""``python -m assistant schema``: the JSON Schema of a query."""

import argparse
import json


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command's parser."""
    parser = commands.add_parser(
        "schema", help="print the JSON Schema of a query, which ask --query takes"
    )
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Print the schema."""
    from assistant.query import query_schema

    print(json.dumps(query_schema(), indent=2, ensure_ascii=False))
    return 0
