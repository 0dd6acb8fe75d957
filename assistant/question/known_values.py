"""The values that a query names, held against the vocabulary and the index."""

from collections.abc import Iterable, Mapping

from assistant.evidence.facet_counts import facet_counts
from assistant.query import (
    ExistsPremise,
    Group,
    NonePremise,
    Query,
    Share,
)
from index.extraction.levels import levels_in
from index.facets.body import LEVEL, REGION
from index.facets.facet import Facet, Kind
from index.facets.filter import All, AnyOf, Criterion, Filter, Not, not_, one_of
from index.facets.letter import CASE, POSITION
from index.facets.registry import FACETS
from index.facets.service import CATEGORY, PROCEDURE, SUBCATEGORY
from index.store.protocols import Records
from index.vocabulary import (
    class_lexicon,
    procedure_lexicon,
    region_class_lexicon,
    request_lexicon,
)
from index.vocabulary.lexicon import Lexicon

Offered = Mapping[Facet, tuple[str, ...]]
#: So many values of a facet that the index holds are known by their spelling; rarer ones are looked
#: up.
_MOST = 200


class UnknownValue(ValueError):
    """A value that neither the vocabulary nor the index knows; the message names it."""


def offered(records: Records) -> Offered:
    """The values of every facet that may be put before a chat model: the indexed ones first, the
    most frequent before the others, then those of the vocabulary. No words of letters.
    """
    facets = [
        facet
        for facet in FACETS
        if facet.is_proposable and facet.kind not in (Kind.RANGE, Kind.AMOUNT)
    ]
    counted = _counted(records, [facet for facet in facets if not facet.is_fixed])
    return {facet: _shown(facet, counted.get(facet, ())) for facet in facets}


def _counted(records: Records, facets: Iterable[Facet]) -> dict[Facet, tuple[str, ...]]:
    asked = {facet.name: facet for facet in facets}
    counts = facet_counts(records, None, asked, _MOST)
    return {asked[name]: tuple(count.value for count in each) for name, each in counts.items()}


def _shown(facet: Facet, indexed: Iterable[str]) -> tuple[str, ...]:
    """Without a service that only a letter's own words name."""
    known = facet.values()
    held = [value for value in indexed if not known or value in known]
    return tuple(dict.fromkeys((*held, *known)))


def with_known_values(query: Query, records: Records) -> Query:
    """The query with every value in the spelling of the vocabulary or the index; what the
    vocabulary reads a value as stands in its place.

    Raises:
        UnknownValue: neither knows a value.
    """
    values = _Values(records)
    measure, premise = query.measure, query.premise
    if isinstance(measure, Share):
        measure = Share(share=values.known(measure.share))
    if isinstance(premise, NonePremise):
        premise = NonePremise(none=values.known(premise.none))
    elif isinstance(premise, ExistsPremise):
        premise = ExistsPremise(exists=values.known(premise.exists))
    return query.changed(
        filter=None if query.filter is None else values.known(query.filter),
        compare=tuple(
            Group(
                label=group.label,
                filter=None if group.filter is None else values.known(group.filter),
            )
            for group in query.compare
        ),
        measure=measure,
        premise=premise,
    )


class _Values:
    def __init__(self, records: Records):
        self._records = records
        self._indexed: dict[Facet, Mapping[str, str]] = {}

    def known(self, node: Filter) -> Filter:
        """The filter with known values."""
        if isinstance(node, All):
            return All(all=tuple(map(self.known, node.all)))
        if isinstance(node, AnyOf):
            return AnyOf(any=tuple(map(self.known, node.any)))
        if isinstance(node, Not):
            return not_(self.known(node.negated))
        if isinstance(node, Criterion):
            known = (each for value in node.values for each in self._value(node.facet, value))
            return one_of(node.facet, tuple(dict.fromkeys(known)))
        return node

    def _value(self, facet: Facet, value: str) -> tuple[str, ...]:
        value = facet.spelt(" ".join(value.split()))
        if value in facet.values() or facet is POSITION:
            return (value,)
        for found in (self._by_vocabulary(facet, value), self._by_index(facet, value)):
            if found:
                return found
        raise UnknownValue(f"“{value}” is no {facet.label} that the vocabulary or the index knows")

    def _by_vocabulary(self, facet: Facet, value: str) -> tuple[str, ...]:
        """What the vocabulary's synonyms read a value as, where they read the whole of it."""
        if facet is LEVEL:
            return levels_in(value)
        for lexicon in _lexicons(facet):
            found = lexicon.find(value)
            if len(found) == 1 and (found[0].start, found[0].end) == (0, len(value)):
                values = found[0].values
                if facet in (CATEGORY, SUBCATEGORY):
                    start = f"{facet.name}:"
                    values = tuple(
                        each.removeprefix(start) for each in values if each.startswith(start)
                    )
                # A brand that stands for several drugs asks for its first here as in a question.
                return values[:1] if facet is PROCEDURE else values
        return ()

    def _by_index(self, facet: Facet, value: str) -> tuple[str, ...]:
        if facet is CASE:
            return tuple(self._records.cases_named([value]).values())
        if facet not in self._indexed:
            held = _counted(self._records, [facet])[facet]
            self._indexed[facet] = {each.casefold(): each for each in reversed(held)}
        found = self._indexed[facet].get(value.casefold())
        if found is None and self._records.holds_any(one_of(facet, [value])):
            found = value
        return () if found is None else (found,)


def _lexicons(facet: Facet) -> tuple[Lexicon, ...]:
    if facet is PROCEDURE:
        return procedure_lexicon(), request_lexicon()
    if facet is REGION:
        return (region_class_lexicon(),)
    return (class_lexicon(),) if facet in (CATEGORY, SUBCATEGORY) else ()
