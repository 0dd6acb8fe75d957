"""The selection as filters: values with live counts; what is typed shows in them, and what is
chosen asks again.
"""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from assistant.assistant import Assistant
from assistant.evidence.facet_counts import FacetCount, facet_counts
from assistant.presentation.chips import with_values
from assistant.presentation.glossary import glossary
from assistant.presentation.phrases import value_in_words
from assistant.query import IntentName, Query
from assistant.reading import Reading
from assistant.web import asking
from assistant.web.lazy_section import folded
from index.facets.filter import values_in_group
from index.facets.letter import DECIDED
from index.facets.registry import FILTERS, facet_of_group, group_of

#: The filters in sight, and those behind "More filters", by the names of their groups.
FIRST = tuple(group_of(facet) for facet in FILTERS if facet.is_first_filter)
MORE = tuple(group_of(facet) for facet in FILTERS if not facet.is_first_filter)
_VALUES = 40
_NAMES = {group_of(facet): facet.filter_label or facet.label for facet in FILTERS}
_EVERYTHING = Reading("How were all disputed items decided?", Query(intent=IntentName.OUTCOMES))


def show_filters(assistant: Assistant) -> None:
    """The filters of the last answer's query, or of all items before the first one."""
    turns = asking.turns()
    reading = turns[-1].reading if turns else _EVERYTHING
    population = reading.query.filter
    st.markdown(
        "**Filters**",
        help=(
            "The number beside a value is how many disputed items there would be. A changed "
            "filter asks again."
        ),
    )
    _filters(assistant, reading, FIRST)
    folded(
        "More filters",
        f"filters {asking.times_asked()}",
        partial(_filters, assistant, reading, MORE),
        any(values_in_group(population, group) for group in MORE),
    )
    if population is not None:
        st.button(
            "Clear all filters",
            icon=":material/filter_alt_off:",
            on_click=asking.refine,
            args=(_EVERYTHING,),
            width="stretch",
        )


def _filters(assistant: Assistant, reading: Reading, groups: Sequence[str]) -> None:
    with assistant.store.records() as records:
        counts = facet_counts(records, reading.query.filter, groups, _VALUES)
    for group in groups:
        _filter(group, counts[group], reading)


def _filter(group: str, counts: tuple[FacetCount, ...], reading: Reading) -> None:
    by_value = {count.value: count for count in counts}
    asked = values_in_group(reading.query.filter, group)
    chosen = [value for value in asked if value in by_value]
    if not counts:
        return
    facet, _ = facet_of_group(group)
    key = f"filter {group} {asking.times_asked()}"
    values = sorted(by_value, reverse=True) if facet is DECIDED else list(by_value)
    name = _NAMES[group]
    st.multiselect(
        name[:1].upper() + name[1:],
        values,
        chosen,
        key=key,
        on_change=_change,
        args=(key, group, reading),
        placeholder="any",
        format_func=lambda value: f"{value_in_words(group, value)} ({by_value[value].n:,})",
        help=glossary().get(facet.name),
    )


def _change(key: str, group: str, reading: Reading) -> None:
    asking.refine(with_values(reading, group, st.session_state[key]))
