"""Queries in the form of older links and kept conversations, translated to the typed query."""

from collections.abc import Mapping
from typing import Any

from assistant.query import BadQuery
from assistant.question.draft import draft_from_json
from assistant.question.resolve import reading_of
from assistant.reading import Reading, reading_from_json


def any_reading(value: Mapping[str, Any]) -> Reading:
    """The reading that stands in plain values, in today's form or an older one.

    Raises:
        BadQuery: the values are no reading in any form; the message says why.
        TooMuch: they hold more than is answered.
    """
    if "asked" in value and "query" not in value:
        try:
            return reading_of(draft_from_json(value))
        except ValueError as error:
            if isinstance(error, BadQuery):
                raise
            raise BadQuery(f"no query: {error}") from error
    return reading_from_json(value)
