"""The form that queries had in older links and conversations: flat criteria and a kind of answer.

`assistant.older_queries.translate` makes the typed query of it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from assistant.older_queries.flat import Criterion, Facet, Selection, flat, has_flat
from assistant.query import (
    MOST_PARTS,
    MOST_VALUES,
    MOST_WORDS,
    BadQuery,
    TooMuch,
    check_length,
)
from index.determination import Outcome
from index.facets.filter import first_message
from index.facets.registry import FACETS


class Asked(StrEnum):
    """What a question wants to know; the kind of its answer.

    ``TALLY``: how items are decided. ``REASONS``: why. ``REQUIREMENTS``: what reviewers want to
    see. ``COMPARISON``: how two selections compare. ``TREND``: how items were decided over the
    years or months. ``BREAKDOWN``: how they were decided by the values of another facet.
    ``DIFFERENCES``: what sets the overturned items apart. ``SIMILAR``: which determinations are
    most like a situation that the question describes. ``CASES``: which items there are. ``CASE``:
    what one determination decided, and why. ``PASSAGES``: what the letters say about some words.
    ``HOLDINGS``: what the index holds. ``MEANING``: what terms of the field mean. ``OUT_OF_SCOPE``:
    something that decisions cannot tell. ``CHAT``: nothing that is to be answered: a greeting,
    thanks, what can be asked; or, behind an answer, words of which none was understood (they are
    unmatched), or a place that its list does not have (the selection is that of the answer).
    """

    TALLY = "tally"
    REASONS = "reasons"
    REQUIREMENTS = "requirements"
    COMPARISON = "comparison"
    TREND = "trend"
    BREAKDOWN = "breakdown"
    DIFFERENCES = "differences"
    SIMILAR = "similar"
    CASES = "cases"
    CASE = "case"
    PASSAGES = "passages"
    HOLDINGS = "holdings"
    MEANING = "meaning"
    OUT_OF_SCOPE = "out of scope"
    CHAT = "chat"


@dataclass(frozen=True)
class Draft:
    """What was understood of a question.

    ``cases`` are the case names in it, as written. ``claimed`` is the outcome that it takes for
    granted of a case ("why was X overturned in …"). ``unmatched`` are its words that no facet
    stands for. ``against`` is the second selection of a comparison, ``by``
    the facet by whose values a trend or breakdown sets the items out. ``story`` are sentences
    around the question that were not taken for a part of it. ``proposed_by`` names the chat model
    that proposed a part of all this, None where the rules read it.
    """

    question: str
    asked: Asked
    selection: Selection = field(default_factory=Selection)
    cases: tuple[str, ...] = ()
    claimed: Outcome | None = None
    unmatched: tuple[str, ...] = ()
    against: Selection | None = None
    by: Facet | None = None
    story: tuple[str, ...] = ()
    proposed_by: str | None = None


#: The facets by whose values items can be set out.
SET_OUT_BY = tuple(
    dict.fromkeys(
        (
            Facet.YEAR,
            Facet.MONTH,
            *(flat(each) for each in FACETS if each.is_groupable and has_flat(each)),
        )
    )
)


def draft_from_json(told: Mapping[str, Any]) -> Draft:
    """The query that stands in plain values of the older form.

    Raises:
        BadQuery: a value is missing or is none that a query can have.
        TooMuch: it holds more than is answered.
    """
    try:
        query = Draft(
            question=str(told.get("question", "")),
            asked=Asked(told["asked"]),
            selection=selection_from_json(told.get("selection", [])),
            cases=_values(told.get("cases", [])),
            claimed=Outcome(told["claimed"]) if told.get("claimed") else None,
            unmatched=_values(told.get("unmatched", [])),
            story=_values(told.get("story", [])),
            against=selection_from_json(told["against"])
            if told.get("against") is not None
            else None,
            by=Facet(told["by"]) if told.get("by") else None,
            proposed_by=str(told["proposed_by"]) if told.get("proposed_by") else None,
        )
    except KeyError as error:
        raise BadQuery(f"no query: {error} is missing") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise BadQuery(f"no query: {error}") from error
    _check_size(query)
    if lacks := lacking(query):
        raise BadQuery(f"no query: one that asks for a {query.asked.value} needs {lacks}")
    return query


def _check_size(query: Draft) -> None:
    check_length(query.question)
    criteria = [
        *query.selection.criteria,
        *(query.against.criteria if query.against is not None else ()),
    ]
    counts = (
        ("criteria", len(criteria), MOST_PARTS),
        ("values", sum(len(each.values) for each in criteria), MOST_VALUES),
        (
            "words, sentences and cases",
            sum(map(len, (query.unmatched, query.story, query.cases))),
            MOST_WORDS,
        ),
    )
    for what, count, most in counts:
        if count > most:
            raise TooMuch(
                f"the query has {count:,} {what} and may have {most:,}: ask for fewer at once"
            )


def lacking(query: Draft) -> str | None:
    """What a query of its kind needs and does not have; None where it has all."""
    if query.asked is Asked.COMPARISON and query.against is None:
        return "'against', the second selection"
    if query.asked in (Asked.TREND, Asked.BREAKDOWN) and query.by is None:
        return "'by', the facet that its items are set out by"
    if query.by is not None and query.by not in SET_OUT_BY:
        return f"'by' to be one of {', '.join(each.value for each in SET_OUT_BY)}"
    if query.asked is Asked.CASE and not query.cases:
        return "'cases', the names of one or more"
    if query.asked is Asked.SIMILAR and not query.question.strip():
        return "'question', the situation"
    return None


#: What the values of a facet look like, where not any words will do.
_FORMS = {
    Facet.YEAR: re.compile(r"[0-9]{4}|[0-9]{4}-|-[0-9]{4}|[0-9]{4}-[0-9]{4}"),
    Facet.AGE: re.compile(r"[0-9]{1,3}|[0-9]{1,3}-|-[0-9]{1,3}|[0-9]{1,3}-[0-9]{1,3}"),
    Facet.MONTH: re.compile(r"{0}|{0}/|/{0}|{0}/{0}".format("[0-9]{4}-(?:0[1-9]|1[0-2])")),
    Facet.POSITION: re.compile(r"[0-9]{1,6}"),
    Facet.AMOUNT: re.compile(
        r"[a-z ]+:(?:[0-9]{1,9}|[0-9]{1,9}-|-[0-9]{1,9}|[0-9]{1,9}-[0-9]{1,9})"
    ),
}


def checked(criterion: Criterion) -> Criterion:
    """The criterion, where its values are such as its facet can have.

    Raises:
        BadQuery: it has no value, or one that its facet cannot have.
    """
    if not criterion.values:
        raise BadQuery(f"the facet {criterion.facet.value} has no value")
    if criterion.facet is Facet.EITHER:
        return _checked_either(criterion)
    form = _FORMS.get(criterion.facet)
    strange = [
        value
        for value in criterion.values
        if not value.strip() or (form and not form.fullmatch(value))
    ]
    if strange:
        raise BadQuery(f"{strange[0]!r} is no value of the facet {criterion.facet.value}")
    try:
        criterion.filter  # noqa: B018 - what its facet's declaration refuses shows here
    except ValidationError as error:
        raise BadQuery(first_message(error)) from error
    except ValueError as error:
        named = ", ".join(criterion.values)
        raise BadQuery(f"{named!r} is no value of the facet {criterion.facet.value}") from error
    return criterion


def _checked_either(criterion: Criterion) -> Criterion:
    for value in criterion.values:
        name, _, part = value.partition(":")
        if name not in list(Facet) or name == Facet.EITHER:
            raise BadQuery(f"{value!r} names no facet and value")
        checked(Criterion(Facet(name), (part,)))
    return criterion


def selection_from_json(told: list[dict[str, Any]]) -> Selection:
    """The selection that stands in plain values of the older form.

    Raises:
        BadQuery: a facet cannot have a value that it is given.
        KeyError, TypeError, ValueError: the values are of another form, or name no facet.
    """
    if not isinstance(told, list) or not all(isinstance(each, dict) for each in told):
        raise BadQuery("the selection is no list of criteria")
    return Selection(
        tuple(
            checked(
                Criterion(Facet(each["facet"]), _values(each["values"]), bool(each.get("excluded")))
            )
            for each in told
        )
    )


def _values(told: object) -> tuple[str, ...]:
    if not isinstance(told, list):
        raise BadQuery(f"the values {told!r} are no list")
    return tuple(map(str, told))
