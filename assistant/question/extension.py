"""Queries by what they select in a store: whether two are the same reading, whatever their form."""

import re
from collections.abc import Sequence
from typing import Any

from assistant.query import IntentName, Query, within
from index.facets.decision import OUTCOME
from index.facets.filter import Criterion, Filter, all_of, not_, one_of, parts_of
from index.facets.letter import CASE, POSITION
from index.store.protocols import Records

#: Where the side that is asked for tells two readings apart.
SIDED = {
    IntentName.OUTCOMES,
    IntentName.LIST,
    IntentName.REASONS,
    IntentName.GUIDELINES,
    IntentName.PASSAGES,
}
#: Where no items are asked for, or those that are named only stand beside.
_OF_NO_ITEMS = {
    IntentName.CHAT,
    IntentName.DEFINITION,
    IntentName.CORPUS,
    IntentName.REFUSE,
}
# A question that says what it wants; a bare noun phrase is fairly a count or a list.
_SAYS_WHAT = re.compile(
    r"\b(?:how|what|which|who|when|why|list|show|find|pull|give|get|any|count|number|rate|odds"
    r"|percent\w*|share|often|are|is|was|were|do|does|did|has|have|had|tell|name|cases?"
    r"|letters?)\b",
    re.I,
)
_BARE = {IntentName.LIST, IntentName.OUTCOMES}


class Extensions:
    """Queries by what they select in a store's records; without records by their form alone."""

    def __init__(self, records: Records | None):
        self._records = records
        self._known: dict[tuple[str, str], bool] = {}

    def differences(self, first: Query, second: Query, question: str) -> tuple[str, ...]:
        """The parts in which two readings of a question differ."""
        first, second = sided(first), sided(second)
        sides = SIDED & {first.intent, second.intent}
        parts: tuple[tuple[str, bool], ...] = (
            ("intent", not same_intent(first.intent, second.intent, question)),
            ("unit", first.unit is not second.unit),
            ("outcome", bool(sides) and first.outcome is not second.outcome),
            ("items", not self.select_the_same(first, second)),
            ("group_by", first.group_by != second.group_by),
            ("measure", first.measure != second.measure),
            ("fact", first.fact != second.fact),
            ("item", first.item != second.item),
            ("top", first.top != second.top and len(first.compare) != 2),
            ("premise", first.premise != second.premise),
            ("refusal", first.refusal is not second.refusal),
            ("term", (first.term or "").casefold() != (second.term or "").casefold()),
        )
        return tuple(name for name, differs in parts if differs)

    def select_the_same(self, first: Query, second: Query) -> bool:
        """Whether two queries are about the same items, in the same groups."""
        if second.intent in _OF_NO_ITEMS:
            return True
        others = populations(second)
        for population in populations(first):
            same = next((each for each in others if self.same(population, each)), _NONE)
            if same is _NONE:
                return False
            others.remove(same)
        return not others

    def same(self, first: Filter | None, second: Filter | None) -> bool:
        """Whether two filters select the same items; where nothing is selected their forms tell
        them apart.
        """
        keys = (_key(first), _key(second))
        if keys[0] == keys[1]:
            return True
        if keys not in self._known:
            self._known[keys] = self._select_the_same_items(first, second)
        return self._known[keys]

    def _select_the_same_items(self, first: Filter | None, second: Filter | None) -> bool:
        records = self._records
        if records is None or not records.holds_any(first):
            return False
        return not any(
            inner is not None and records.holds_any(within(outer, not_(inner)))
            for outer, inner in ((first, second), (second, first))
        )


_NONE: Any = object()


def same_intent(first: IntentName, second: IntentName, question: str) -> bool:
    """Whether two intents are the same reading of a question."""
    bare = {first, second} == _BARE and not _SAYS_WHAT.search(question)
    return first is second or bare


def populations(query: Query) -> list[Filter | None]:
    """What a query is about: each group within its filter, or the cases that it names."""
    if not query.cases:
        return list(query.populations)
    named: Sequence[Filter] = [
        one_of(CASE, [case.upper() for case in query.cases]),
        *([one_of(POSITION, [str(query.item)])] if query.item else []),
    ]
    return [within(all_of(named), query.filter)]


def sided(query: Query) -> Query:
    """The query with a side of its filter as the side that it asks for: "the overturned ones"."""
    if query.group_by or query.measure or query.intent not in SIDED:
        return query
    sides = [
        part
        for part in parts_of(query.filter)
        if isinstance(part, Criterion) and part.facet is OUTCOME and len(part.values) == 1
    ]
    if len(sides) != 1:
        return query
    rest = all_of([part for part in parts_of(query.filter) if part is not sides[0]])
    return query.changed(filter=rest, outcome=sides[0].values[0])


def _key(population: Filter | None) -> str:
    return "" if population is None else population.key
