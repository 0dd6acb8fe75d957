"""A question with the typed query that it is read as, and what the reader has to know of how."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from assistant.query import BadQuery, Query, check_length, query_from_json

#: Who reads a question where no chat model does.
RULES = "rules"
#: Words that narrow a service or region, at most: each is looked for in the letters.
_MOST_MODIFIERS = 20


@dataclass(frozen=True)
class Reading:
    """A question and the query that it is read as.

    ``corrections`` are words that were taken for misspelt ones, as (written, read as).
    ``modifiers`` are those unread words that stand right before a service or region and narrow it.
    ``context`` are sentences around the question that were not taken for a part of it. ``read_by``
    says who read it: "rules", a chat model's name, or "rules and" that name; None where the query
    was given. ``other`` is the query that the question can be read as instead, ``other_by`` who
    reads it so.
    """

    question: str
    query: Query
    corrections: tuple[tuple[str, str], ...] = ()
    modifiers: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    read_by: str | None = None
    other: Query | None = None
    other_by: str | None = None

    @property
    def swapped(self) -> "Reading":
        """The question read the other way, with this one beside it."""
        if self.other is None:
            return self
        return replace(
            self,
            query=self.other,
            read_by=self.other_by,
            other=self.query,
            other_by=self.read_by,
            modifiers=(),
        )

    def as_json(self) -> dict[str, Any]:
        """The reading as plain values, from which `reading_from_json` makes it again."""
        return (
            {"question": self.question, "query": self.query.as_json()}
            | (
                {"corrections": [list(correction) for correction in self.corrections]}
                if self.corrections
                else {}
            )
            | ({"modifiers": list(self.modifiers)} if self.modifiers else {})
            | ({"context": list(self.context)} if self.context else {})
            | ({"read_by": self.read_by} if self.read_by else {})
            | ({"other": self.other.as_json()} if self.other is not None else {})
            | ({"other_by": self.other_by} if self.other_by else {})
        )


def reading_from_json(value: Mapping[str, Any]) -> Reading:
    """The reading that `Reading.as_json` gave.

    Raises:
        BadQuery: a value is missing, or is none that a reading can have.
        TooMuch: the question is longer than is read, or the query holds more than is answered.
    """
    if not isinstance(value, Mapping) or not isinstance(value.get("query"), Mapping):
        raise BadQuery("no reading: 'query' is missing")
    question = str(value.get("question") or "")
    check_length(question)
    return Reading(
        question,
        query_from_json(value["query"]),
        tuple(map(_pair, _list(value, "corrections"))),
        _texts(value, "modifiers")[:_MOST_MODIFIERS],
        _texts(value, "context"),
        _text(value, "read_by"),
        query_from_json(other) if isinstance(other := value.get("other"), Mapping) else None,
        _text(value, "other_by"),
    )


def _text(value: Mapping[str, Any], name: str) -> str | None:
    return str(value[name]) if value.get(name) else None


def _texts(value: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(map(str, _list(value, name)))


def _list(value: Mapping[str, Any], name: str) -> list[Any]:
    entries = value.get(name, [])
    if not isinstance(entries, list):
        raise BadQuery(f"no reading: {name!r} is no list")
    return entries


def _pair(value: object) -> tuple[str, str]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise BadQuery("no reading: a correction is no pair of words")
    return str(value[0]), str(value[1])
