"""A model's reply read piece by piece: each statement as soon as its JSON object is closed."""

import json
import re
from collections.abc import Iterator
from typing import Any

from assistant.answer import Statement

#: The form in which statements are asked for, as JSON Schema.
SCHEMA: dict[str, Any] = {
    "title": "statements",
    "description": (
        "Statements that the evidence carries, each with the numbers of the evidence it rests on."
    ),
    "type": "object",
    "properties": {
        "statements": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "citations": {"type": "array", "items": {"type": "integer"}},
                },
                "required": ["text", "citations"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["statements"],
    "additionalProperties": False,
}
_TEXT = re.compile(r'\{\s*"(?:text|citations)"\s*:')


class Reading:
    """Reads a reply as it streams; prose around the statements is passed over, a cut one is left
    out.

    A statement is an object with ``text`` and ``citations``, wherever it stands: models put such
    objects into a list, a fence or prose, whatever they are asked for.
    """

    def __init__(self) -> None:
        self._said = ""
        self._at = 0
        self._decoder = json.JSONDecoder(strict=False)

    def more(self, piece: str) -> Iterator[Statement]:
        """The statements that this piece of the reply completes."""
        self._said += piece
        while match := _TEXT.search(self._said, self._at):
            # Without a closing brace the object cannot be whole yet, so parsing is not tried at
            # every token.
            if self._said.find("}", match.end()) < 0:
                return
            try:
                value, end = self._decoder.raw_decode(self._said, match.start())
            except ValueError:
                begun = _TEXT.search(self._said, match.end())
                if begun is None:
                    return
                self._at = begun.start()
                continue
            self._at = end
            statement = _statement(value)
            if statement:
                yield statement


def _statement(value: Any) -> Statement | None:
    text = value.get("text") if isinstance(value, dict) else None
    if not isinstance(text, str) or not text.strip():
        return None
    numbers = value.get("citations")
    cited = (
        tuple(
            dict.fromkeys(
                number
                for number in numbers
                if isinstance(number, int) and not isinstance(number, bool)
            )
        )
        if isinstance(numbers, list)
        else ()
    )
    return Statement(" ".join(text.split()), cited)
