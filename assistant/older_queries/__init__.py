"""Queries in the form of older links and kept conversations, translated to the typed query."""

from collections.abc import Mapping
from typing import Any

from assistant.older_queries.draft import draft_from_json, selection_from_json
from assistant.older_queries.translate import reading_of
from assistant.query import BadQuery, query_from_json
from assistant.reading import Reading, reading_from_json
from index.facets.filter import Filter, filter_from_json


def any_reading(value: Mapping[str, Any]) -> Reading:
    """The reading that stands in plain values: a reading, a query alone, or either in the older
    form.

    The question of a query alone is empty.

    Raises:
        BadQuery: the values are no reading in any form; the message says why.
        TooMuch: they hold more than is answered.
    """
    query = value.get("query", value)
    if isinstance(query, Mapping) and "asked" in query:
        return reading_of(draft_from_json(query))
    if query is value:
        return Reading("", query_from_json(value))
    return reading_from_json(value)


def is_older(value: Mapping[str, Any]) -> bool:
    """Whether plain values are a query in the older form."""
    query = value.get("query", value)
    return isinstance(query, Mapping) and "asked" in query


def any_filter(tally: Mapping[str, Any]) -> Filter | None:
    """The filter of a tally in plain values, in today's form or the older one.

    Raises:
        BadQuery, BadFilter: the values are no filter.
        KeyError: there is none.
    """
    if "criteria" in tally:
        try:
            return selection_from_json(tally["criteria"]).filter
        except (KeyError, TypeError) as error:
            raise BadQuery(f"no filter: {error}") from error
    return filter_from_json(tally["filter"])
