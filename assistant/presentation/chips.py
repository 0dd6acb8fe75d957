"""A query in pieces: each part in words, with the reading that remains without it.

Where a query is changed by hand its question is worded anew from what it asks, so that no answer
stands under a question that asks something else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.intents import intent_of, question_of
from assistant.presentation.fields import field_in_words
from assistant.presentation.phrases import filter_in_words, group_label, part_in_words
from assistant.query import BadQuery, Group, IntentName, Query, Share, Unit, within
from assistant.reading import Reading
from index.facets.filter import (
    BadFilter,
    Filter,
    all_of,
    any_in_group,
    facets_of,
    is_about,
    parts_of,
    without_facet,
)
from index.facets.letter import POSITION
from index.facets.registry import facet_of_group


@dataclass(frozen=True)
class Chip:
    """A part of a query in words, the facet it is about (None for what is no facet's), and the
    reading that remains ``without`` it.
    """

    words: str
    facet: str | None
    without: Reading


def chips(reading: Reading) -> tuple[Chip, ...]:
    """Every part of a query that narrows or shapes it: parts of its filter, cases, groups, what is
    set out by, the intent, open words.
    """
    return tuple(
        chip
        for make in (_of_filter, _of_cases, _of_groups, _of_shape, _of_intent, _of_unread)
        for chip in make(reading)
    )


def with_values(reading: Reading, group: str, values: Sequence[str]) -> Reading:
    """The reading with these values asked of a group instead of those that were; without values its
    facet is free again.

    What is excluded stays. In a comparison what the groups have in common changes, unless the first
    group asks for the facet itself. A question for passages, which counts nothing, becomes one for
    a count.

    Raises:
        BadQuery: the group cannot have one of the values.
    """
    query = reading.query
    facet, _ = facet_of_group(group)
    try:
        new = [any_in_group(group, values)] if values else []
    except (BadFilter, ValueError, LookupError) as error:
        raise BadQuery(f"{', '.join(values)!r} is no value of {facet.label}") from error

    def changed(population: Filter | None) -> Filter | None:
        return all_of([*_replaced(population, facet, new)])

    counted = intent_of(query).has_filter and query.intent not in (
        IntentName.PASSAGES,
        IntentName.CASE,
    )
    changes: dict[str, Any] = {"filter": changed(query.filter)}
    first = query.compare[0] if query.compare else None
    if first is not None and any(is_about(part, facet) for part in parts_of(first.filter)):
        changes = {"compare": (_group(changed(first.filter)), *query.compare[1:])}
    if not counted:
        changes |= {"intent": IntentName.OUTCOMES, **_NO_CASE, "refusal": None, "term": None}
    return _changed(reading, **changes)


_NO_CASE: dict[str, Any] = {"cases": (), "item": None, "fact": None, "premise": None}


def _replaced(population: Filter | None, facet: Any, new: list[Filter]) -> Iterator[Filter]:
    """The parts of a filter with others on a facet, in the place of those it had."""
    placed = False
    for part in parts_of(population):
        if not is_about(part, facet):
            yield part
        elif not placed:
            placed = True
            yield from new
    if not placed:
        yield from new


def _of_filter(reading: Reading) -> Iterator[Chip]:
    parts = parts_of(reading.query.filter)
    for part in parts:
        facets = facets_of(part)
        yield Chip(
            part_in_words(part),
            next(iter(facets)).name if len(facets) == 1 else None,
            _changed(reading, filter=all_of([other for other in parts if other is not part])),
        )


def _of_cases(reading: Reading) -> Iterator[Chip]:
    query = reading.query
    for case in query.cases:
        left = tuple(other for other in query.cases if other != case)
        # Without a case there is nothing to explain; the positions were those of its items.
        changes: dict[str, Any] = {"cases": left}
        if not left:
            changes = {
                "intent": IntentName.OUTCOMES,
                "filter": without_facet(query.filter, POSITION),
                **_NO_CASE,
            }
        yield Chip(f"case {case}", "case", _changed(reading, **changes))


def _of_groups(reading: Reading) -> Iterator[Chip]:
    query = reading.query
    for at, group in enumerate(query.compare):
        left = tuple(other for other in query.compare if other is not group)
        words = filter_in_words(group.filter)
        yield Chip(
            words if at == 0 else f"compared with {words}", None, _changed(reading, compare=left)
        )


def _of_shape(reading: Reading) -> Iterator[Chip]:
    """What is counted, how many are asked for, which share, which field of a case."""
    query = reading.query
    if query.unit is Unit.LETTER:
        yield Chip("counting letters", None, _changed(reading, unit=Unit.ITEM))
    if query.top is not None:
        yield Chip(f"the first {query.top}", None, _changed(reading, top=None))
    if isinstance(query.measure, Share):
        share = ", ".join(filter(None, map(part_in_words, parts_of(query.measure.share))))
        yield Chip(f"share: {share}", None, _changed(reading, measure=None))
    if query.fact is not None and query.intent is IntentName.CASE:
        yield Chip(field_in_words(query.fact), None, _changed(reading, fact=None))


def _of_intent(reading: Reading) -> Iterator[Chip]:
    query = reading.query
    if query.group_by is not None:
        yield Chip(f"by {group_label(query.group_by)}", None, _changed(reading, group_by=None))
    if (words := intent_of(query).chip(query)) is None:
        return
    if query.intent is IntentName.CASE:
        yield Chip(words, None, _changed(reading, premise=None))
    else:
        changes = {"intent": IntentName.OUTCOMES, "situation": None, "measure": None}
        yield Chip(words, None, _changed(reading, **changes))


def _of_unread(reading: Reading) -> Iterator[Chip]:
    for word in reading.query.unread:
        unread, modifiers = (
            tuple(other for other in words if other != word)
            for words in (reading.query.unread, reading.modifiers)
        )
        without = _changed(reading, unread=unread)
        yield Chip(f"“{word}”", None, replace(without, modifiers=modifiers))


def _changed(reading: Reading, **changes: Any) -> Reading:
    """The reading with a changed query, worded anew; a comparison of which one group is left, or
    groups that have become the same, is a plain count.
    """
    query = _without_idle_groups({**_values(reading.query), **changes})
    return replace(
        reading,
        question=question_of(query),
        query=query,
        corrections=(),
        read_by=None,
        other=None,
        other_by=None,
    )


def _values(query: Query) -> dict[str, Any]:
    return {name: getattr(query, name) for name in type(query).model_fields}


def _without_idle_groups(values: dict[str, Any]) -> Query:
    different = tuple({_key(group.filter): group for group in values["compare"]}.values())
    if len(different) == 1:
        values |= {"filter": within(values["filter"], different[0].filter), "compare": ()}
    else:
        values["compare"] = different
    return Query(**values)


def _group(population: Filter | None) -> Group:
    return Group(label=filter_in_words(population), filter=population)


def _key(population: Filter | None) -> str:
    return "" if population is None else population.key
