"""``python -m assistant models``: the chat models that can word answers."""

import argparse
import json
from dataclasses import asdict


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command's parser."""
    parser = commands.add_parser(
        "models", help="the chat models that can word answers here, and what the others need"
    )
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Print the models."""
    from assistant.chat_models.available import as_text, available

    options = available()
    print(
        json.dumps([asdict(option) for option in options], ensure_ascii=False)
        if asked.json
        else as_text(options)
    )
    return 0
