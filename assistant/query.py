"""The typed query: what a question is read as, and what an answer answers.

It is one contract for all who make a query (the reader of questions, a chat model, the page's
filters, a link, a script) and all who answer one. `query_from_json` reads it, `Query.as_json`
writes it without what is left at its default, and `python -m assistant schema` prints its JSON
Schema. What a query selects is a filter tree (see `index.facets.filter`).
"""

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_serializer,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from index.determination import Outcome
from index.facets.filter import (
    DEEPEST,
    MOST_PARTS,
    MOST_VALUES,
    Filter,
    all_of,
    depth_of,
    first_message,
)
from index.facets.registry import group_named

#: Characters of a question: an e-mail of two pages with a story. A longer one would hold up
#: everybody else who asks.
LONGEST_QUESTION = 6_000
#: Words, sentences, cases and groups of a query, which no question of the longest kind exceeds.
MOST_WORDS, MOST_CASES, MOST_GROUPS = 2_000, 100, 12
#: Characters of a query as JSON.
LONGEST_QUERY = 100_000


class BadQuery(ValueError):
    """Values that make no query; the message says which."""


class TooMuch(BadQuery):
    """A question or a query beyond a limit; the message names the limit and what to do."""


class IntentName(StrEnum):
    """What is wanted; each is declared by a module of `assistant.intents`."""

    OUTCOMES = "outcomes"
    REASONS = "reasons"
    REQUIREMENTS = "requirements"
    DIFFERENCES = "differences"
    LIST = "list"
    CASE = "case"
    SIMILAR = "similar"
    PASSAGES = "passages"
    GUIDELINES = "guidelines"
    STATISTIC = "statistic"
    CORPUS = "corpus"
    DEFINITION = "definition"
    CHAT = "chat"
    REFUSE = "refuse"


#: What no decision is asked for; a question behind it goes on with the one before it.
OF_NO_DECISION = (
    IntentName.CORPUS,
    IntentName.DEFINITION,
    IntentName.REFUSE,
    IntentName.CHAT,
)


class Unit(StrEnum):
    """What is counted: disputed items, or whole letters."""

    ITEM = "item"
    LETTER = "letter"


class Refusal(StrEnum):
    """Why a question is not answered from decisions."""

    PREDICTION = "prediction"
    LEGAL_ADVICE = "legal advice"
    MEDICAL_ADVICE = "medical advice"
    IDENTITY = "identity"
    PRICE = "price"
    OTHER_PROGRAM = "other program"
    TASK = "task"
    NOT_RECORDED = "not recorded"
    GENERAL_KNOWLEDGE = "general knowledge"
    OFF_TOPIC = "off topic"


_DATES = ("decided", "injured", "denied", "received", "assigned")
_FIELD = re.compile(
    rf"(?:{'|'.join(_DATES)})"
    rf"|days:(?:{'|'.join(_DATES)})-(?:{'|'.join(_DATES)})"
    r"|age|amount:[a-z][a-z ]*:(?:requested|authorized)"
    r"|specialty|licensed_in|diagnosis|mechanism|guideline|outcome"
)
_YEARS = re.compile(r"[0-9]{4}(?:-[0-9]{2})?")


def _field(value: str) -> str:
    if not _FIELD.fullmatch(value):
        raise PydanticCustomError("field", "{value} is no field", {"value": repr(value)})
    return value


def _fact(value: str) -> str:
    return value if value == "reasons" else _field(value)


def _group(value: str) -> str:
    try:
        facet, bucket = group_named(value)
    except LookupError as error:
        raise PydanticCustomError("group", "{message}", {"message": str(error)}) from None
    return f"{facet.name}:{bucket}" if bucket else facet.name


FieldName = Annotated[str, AfterValidator(_field)]
Words = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(max_length=MOST_WORDS)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Group(_Part):
    """One group of a comparison, within the query's filter; without a filter of its own, all."""

    label: str
    filter: Filter | None


class Share(_Part):
    """The share of the population that meets a filter, where that is not the outcome."""

    share: Filter


class Statistic(_Part):
    """A field of the items in the population, and how it is summed up."""

    of: FieldName
    show: Literal["median", "mean", "range", "distribution", "total"]


class OutcomePremise(_Part):
    """The question takes an outcome of a case for granted."""

    outcome: Outcome


class MajorityPremise(_Part):
    """The question takes for granted how most are decided."""

    majority: Outcome


class AllPremise(_Part):
    """The question takes for granted that all are decided so ("always", "every")."""

    all: Outcome


class NonePremise(_Part):
    """The question takes for granted that nothing meets a filter ("never")."""

    none: Filter


class ExistsPremise(_Part):
    """The question takes for granted that something meets a filter."""

    exists: Filter


class PeriodPremise(_Part):
    """The question takes for granted that a year or month is indexed ("2018", "2018-03")."""

    period: Annotated[str, Field(pattern=_YEARS.pattern)]


Premise = (
    OutcomePremise | MajorityPremise | AllPremise | NonePremise | ExistsPremise | PeriodPremise
)


class Query(BaseModel):
    """What a question is read as.

    ``filter`` is the population, None for everything indexed. ``outcome`` is the side that is asked
    for; it never narrows the population. ``compare`` are two or more groups, each within the
    filter. ``group_by`` names a facet, or a span of days ("decided:year"). ``measure`` is a share
    other than the outcome's, or, of a statistic, the field and how it is summed up. ``top`` is how
    many are asked for. ``cases`` are named determinations, ``item`` is a position within one,
    ``fact`` one field that is asked of it, or "reasons". ``term`` is what a definition is asked of,
    ``premise`` what the question takes for granted, ``situation`` what likeness is asked to,
    ``refusal`` why it is not answered. ``unread`` are words of the question that carry meaning and
    stand for nothing above.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    intent: IntentName
    unit: Unit = Unit.ITEM
    filter: Filter | None = None
    outcome: Outcome | None = None
    compare: Annotated[tuple[Group, ...], Field(max_length=MOST_GROUPS)] = ()
    group_by: Annotated[str, AfterValidator(_group)] | None = None
    measure: Share | Statistic | None = None
    top: Annotated[int, Field(ge=1, le=1_000)] | None = None
    cases: Annotated[tuple[str, ...], Field(max_length=MOST_CASES)] = ()
    item: Annotated[int, Field(ge=1, le=999_999)] | None = None
    fact: Annotated[str, AfterValidator(_fact)] | None = None
    term: str | None = None
    premise: Premise | None = None
    situation: str | None = None
    refusal: Refusal | None = None
    unread: Words = ()

    @field_validator("unread", mode="before")
    @classmethod
    def _once(cls, value: object) -> object:
        if not isinstance(value, list | tuple) or not all(isinstance(text, str) for text in value):
            return value  # refused by its type
        return tuple(dict.fromkeys(value))

    @field_serializer("filter")
    def _filter_as_json(self, value: Filter | None) -> Any:
        return None if value is None else value.as_json()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if len(self.compare) == 1:
            raise PydanticCustomError("compare", "a comparison has two or more groups")
        for intent, name, needed in (
            (IntentName.CASE, "cases", self.cases),
            (IntentName.SIMILAR, "situation", (self.situation or "").strip()),
            (IntentName.DEFINITION, "term", (self.term or "").strip()),
            (IntentName.REFUSE, "refusal", self.refusal),
            (IntentName.STATISTIC, "measure", isinstance(self.measure, Statistic)),
        ):
            if self.intent is intent and not needed:
                raise PydanticCustomError(
                    "needs",
                    "a query of the intent {intent} needs {name}",
                    {"intent": intent.value, "name": repr(name)},
                )
        return self

    @cached_property
    def populations(self) -> tuple[Filter | None, ...]:
        """What is counted: each group of a comparison within the filter, else the filter."""
        if not self.compare:
            return (self.filter,)
        return tuple(within(self.filter, group.filter) for group in self.compare)

    def as_json(self) -> dict[str, Any]:
        """The query as plain values without its defaults, from which `query_from_json` makes it
        again.
        """
        plain = json.loads(self.model_dump_json(by_alias=True, exclude_none=True))
        kept = {
            name: value
            for name, value in plain.items()
            if name == "intent" or (value and getattr(self, name) != _DEFAULTS[name])
        }
        for plain_group, group in zip(kept.get("compare", ()), self.compare, strict=False):
            plain_group["filter"] = None if group.filter is None else group.filter.as_json()
        return kept

    def changed(self, **changes: Any) -> "Query":
        """The query with other values.

        Raises:
            BadQuery: the values make no query.
        """
        values = {name: getattr(self, name) for name in type(self).model_fields}
        try:
            return Query(**values | changes)
        except ValidationError as error:
            raise BadQuery(f"no query: {first_message(error)}") from error


_DEFAULTS = {name: field.default for name, field in Query.model_fields.items()}


def within(outer: Filter | None, inner: Filter | None) -> Filter | None:
    """What meets both filters."""
    return all_of([part for part in (outer, inner) if part is not None])


def check_length(question: str) -> str:
    """The question, where it is no longer than is read.

    Raises:
        TooMuch: it is longer.
    """
    if len(question) > LONGEST_QUESTION:
        raise TooMuch(
            f"the question has {len(question):,} characters and may have {LONGEST_QUESTION:,}: "
            "leave out what only surrounds it, or ask in several questions"
        )
    return question


def query_from_json(value: Mapping[str, Any]) -> Query:
    """The query that `Query.as_json` gave.

    Raises:
        BadQuery: a value is missing, unknown, or none that a query can have; the message names it.
        TooMuch: it holds more than is answered.
    """
    _check_size(value)
    try:
        return Query.model_validate(dict(value))
    except ValidationError as error:
        raise BadQuery(f"no query: {first_message(error)}") from error


def query_from_text(text: str) -> Query:
    """The query that stands in a JSON text, as `query_from_json` makes it.

    Raises:
        BadQuery: the text is no JSON object, or no query.
        TooMuch: it is longer, nested deeper or holds more than is answered.
    """
    return query_from_json(object_in(text))


def object_in(text: str) -> dict[str, Any]:
    """The JSON object of a query that stands in a text.

    Raises:
        BadQuery: the text is no JSON object.
        TooMuch: it is longer or nested deeper than is read.
    """
    if len(text) > LONGEST_QUERY:
        raise TooMuch(
            f"the query has {len(text):,} characters and may have {LONGEST_QUERY:,}: ask for less "
            "at once"
        )
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise TooMuch(
            "the query is nested too deep: a query is an object of values and lists, as an "
            "answer's JSON gives it"
        ) from error
    except ValueError as error:
        raise BadQuery(f"the query is no JSON: {error}") from error
    if not isinstance(value, dict):
        raise BadQuery("the query is no JSON object")
    return value


def query_schema() -> dict[str, Any]:
    """The JSON Schema of a query."""
    return Query.model_json_schema(by_alias=True)


def _check_size(value: Mapping[str, Any]) -> None:
    # A premise and a measure hold a filter one level down, a group two.
    if depth_of(dict(value), DEEPEST + 6) > DEEPEST + 4:
        raise TooMuch(f"the query is nested more than {DEEPEST} deep")
    parts = values = 0
    level: list[object] = [value]
    while level:
        node = level.pop()
        if isinstance(node, Mapping):
            for name, inner in node.items():
                if isinstance(inner, list):
                    parts += len(inner) if name in ("all", "any") else 0
                    values += len(inner) if name in ("values", "text") else 0
                level.append(inner)
        elif isinstance(node, list):
            level.extend(node)
    for what, count, most in (
        ("criteria", parts, MOST_PARTS),
        ("values", values, MOST_VALUES),
        ("unread words", _length(value.get("unread")), MOST_WORDS),
        ("cases", _length(value.get("cases")), MOST_CASES),
        ("groups", _length(value.get("compare")), MOST_GROUPS),
    ):
        if count > most:
            raise TooMuch(
                f"the query has {count:,} {what} and may have {most:,}: ask for fewer at once"
            )


def _length(value: object) -> int:
    return len(value) if isinstance(value, list) else 0
