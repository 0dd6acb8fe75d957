"""Filters of every kind, made at random from the registry, for tests of what holds for all."""

from datetime import date

from hypothesis import strategies as st

from index.facets.facet import Facet, Kind
from index.facets.filter import All, AnyOf, Criterion, Filter, Not, Place, Range, Text
from index.facets.registry import FACETS

_BY_VALUES = [facet for facet in FACETS if facet.kind not in (Kind.RANGE, Kind.AMOUNT)]
_OF_DAYS = [facet for facet in FACETS if facet.buckets and facet.buckets[0].name == "year"]
_OF_NUMBERS = [facet for facet in FACETS if facet.kind is Kind.RANGE and facet not in _OF_DAYS]
_AMOUNTS = [facet for facet in FACETS if facet.kind is Kind.AMOUNT]
_days = st.dates(date(2010, 1, 1), date(2026, 12, 31))
_numbers = st.integers(0, 200)
_units = st.sampled_from(["sessions", "units", "days"])
_words = st.text("abc ?-%'\"", min_size=1, max_size=8).filter(
    lambda text: any(map(str.isalpha, text))
)


def values_of_facet(facet: Facet) -> list[str]:
    """Some values that a facet can have."""
    if facet.name == "position":
        return ["1", "2", "3"]
    return list(facet.values())[:6] or ["some value", "another"]


@st.composite
def criteria(draw: st.DrawFn) -> Criterion:
    """One of some values of a facet."""
    facet = draw(st.sampled_from(_BY_VALUES))
    values = draw(
        st.lists(st.sampled_from(values_of_facet(facet)), min_size=1, max_size=3, unique=True)
    )
    return Criterion(facet=facet, values=tuple(values))


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    """A range of days, numbers or amounts."""
    facet = draw(st.sampled_from([*_OF_DAYS, *_OF_NUMBERS, *_AMOUNTS]))
    bounds = sorted(
        draw(st.tuples(*([_days, _days] if facet in _OF_DAYS else [_numbers, _numbers])))
    )
    low, high = draw(
        st.sampled_from([(bounds[0], bounds[1]), (bounds[0], None), (None, bounds[1])])
    )
    return Range(facet=facet, low=low, high=high, unit=draw(_units) if facet in _AMOUNTS else None)


texts = st.builds(
    lambda words, place: Text(text=tuple(words), place=place),
    st.lists(_words, min_size=1, max_size=2),
    st.sampled_from(Place),
)


def _grown(inner: st.SearchStrategy[Filter]) -> st.SearchStrategy[Filter]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        several.map(lambda parts: All(all=parts)),
        several.map(lambda parts: AnyOf(any=parts)),
        inner.map(lambda part: Not(negated=part)),
    )


filters: st.SearchStrategy[Filter] = st.recursive(
    st.one_of(criteria(), ranges(), texts), _grown, max_leaves=6
)
