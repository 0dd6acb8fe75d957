"""``python -m assistant conversations``: the conversations that are kept beside a store."""

import argparse
import json
from pathlib import Path

from assistant.commands.wrong_use import WrongUse


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command's parser."""
    parser = commands.add_parser(
        "conversations",
        help="list the conversations that are kept beside the store, show one, or delete one",
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--show", metavar="ID", help="print the answers of a conversation, each with its question"
    )
    which.add_argument("--delete", metavar="ID", help="delete a conversation for good")
    parser.add_argument(
        "--owner",
        default="",
        metavar="NAME",
        help="whose conversations: who signed in on the page (default: those without sign-in)",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument(
        "--store",
        type=Path,
        metavar="DIR",
        help="the store's folder (default: $IMR_STORE, else ./store)",
    )
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """List, show or delete."""
    from assistant.history.conversations import Conversations, NoConversation
    from index.store.store import Store

    Store.open(asked.store).close()
    kept = Conversations(asked.store)
    try:
        if asked.delete:
            kept.delete(asked.delete, asked.owner)
        elif asked.show:
            for answer in kept.turns(asked.show, asked.owner):
                print(
                    json.dumps(answer.as_json(), ensure_ascii=False)
                    if asked.json
                    else f"> {answer.question}\n\n{answer.markdown}\n"
                )
        else:
            for conversation in kept.listed(asked.owner):
                fields = {
                    "id": conversation.id,
                    "title": conversation.title,
                    "begun": conversation.begun.isoformat(),
                    "changed": conversation.changed.isoformat(),
                    "turns": conversation.turns,
                }
                print(
                    json.dumps(fields, ensure_ascii=False)
                    if asked.json
                    else f"{conversation.id}  {conversation.changed:%Y-%m-%d %H:%M}  "
                    f"{conversation.turns:3}  {conversation.title}"
                )
    except NoConversation as error:
        raise WrongUse(str(error)) from error
    finally:
        kept.close()
    return 0
