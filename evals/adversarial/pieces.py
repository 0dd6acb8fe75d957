"""What a fake model is told: the numbered pieces of evidence in its prompt."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.messages import BaseMessage

_FENCE = re.compile(r"<evidence>\n(.*?)\n</evidence>", re.S)


@dataclass(frozen=True)
class Piece:
    """A piece of evidence as a prompt gives it; ``item`` and ``outcome`` are None for a clinical
    summary.
    """

    number: int
    case: str
    item: int | None
    outcome: str | None
    words: str


@dataclass(frozen=True)
class FakeStatement:
    """Something that a fake model says: ``lie`` is its kind, None where it is true; ``truth`` is
    the kind of a true one.
    """

    text: str
    citations: tuple[int, ...]
    lie: str | None = None
    truth: str | None = None


def pieces_of(messages: Sequence[BaseMessage]) -> list[Piece]:
    """The pieces of evidence in the messages of a request."""
    pieces = []
    for message in messages:
        for block in _FENCE.findall(str(message.content)):
            for line in block.splitlines():
                fields = json.loads(line)
                pieces.append(
                    Piece(
                        fields["number"],
                        fields["case"],
                        fields.get("item"),
                        fields.get("denial"),
                        fields["words"],
                    )
                )
    return pieces
