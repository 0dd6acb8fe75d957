"""The selection as filters: values with live counts; what is typed shows in them, and what is
chosen asks again.
"""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from assistant.assistant import Assistant
from assistant.evidence.facet_counts import FacetCount, facet_counts
from assistant.presentation.chips import chips, with_criterion
from assistant.presentation.glossary import glossary
from assistant.presentation.phrases import service
from assistant.query import Asked, Query
from assistant.web import asking
from assistant.web.escape_markdown import markdown_of
from assistant.web.lazy_section import folded
from index.facets.registry import FILTERS
from index.facets.selection import Facet, flat

#: The filters in sight, and those behind "More filters".
FIRST = tuple(flat(each) for each in FILTERS if each.is_first_filter)
MORE = tuple(flat(each) for each in FILTERS if not each.is_first_filter)
_VALUES = 40
_NAMES = {flat(each): each.filter_label or each.label for each in FILTERS}


def show_filters(assistant: Assistant) -> None:
    """The filters of the last answer's selection, or of all items before the first one."""
    turns = asking.turns()
    query = turns[-1].query if turns else Query("", Asked.TALLY)
    st.markdown(
        "**Filters**",
        help=(
            "The number beside a value is how many disputed items there would be. A changed "
            "filter asks again."
        ),
    )
    _filters(assistant, query, FIRST)
    folded(
        "More filters",
        f"filters {asking.times_asked()}",
        partial(_filters, assistant, query, MORE),
        any(query.selection.values(facet) for facet in MORE),
    )
    if query.selection:
        st.button(
            "Clear all filters",
            icon=":material/filter_alt_off:",
            on_click=asking.refine,
            args=(Query("How were all disputed items decided?", Asked.TALLY),),
            width="stretch",
        )


def _filters(assistant: Assistant, query: Query, facets: Sequence[Facet]) -> None:
    with assistant.store.records() as records:
        counts = facet_counts(records, query.selection, facets, _VALUES)
    for facet in facets:
        _filter(facet, counts[facet], query)


def _filter(facet: Facet, counts: tuple[FacetCount, ...], query: Query) -> None:
    by_value = {count.value: count for count in counts}
    chosen = [value for value in query.selection.values(facet) if value in by_value]
    if not counts:
        return
    key = f"filter {facet} {asking.times_asked()}"
    values = sorted(by_value, reverse=True) if facet is Facet.YEAR else list(by_value)
    name = _NAMES[facet]
    st.multiselect(
        name[:1].upper() + name[1:],
        values,
        chosen,
        key=key,
        on_change=_change,
        args=(key, facet, query),
        placeholder="any",
        format_func=lambda value: (
            f"{service(value) if facet is Facet.PROCEDURE else value} ({by_value[value].n:,})"
        ),
        help=glossary().get(facet.value),
    )


def _change(key: str, facet: Facet, query: Query) -> None:
    asking.refine(with_criterion(query, facet, st.session_state[key]))


def show_chips(query: Query, turn: int) -> None:
    """What the query asks for, part by part, each of which a click takes away."""
    parts = chips(query)
    if not parts:
        return
    with st.container(horizontal=True, gap="small", key=f"chips-{turn}"):
        for number, chip in enumerate(parts):
            st.button(
                markdown_of(chip.words),
                key=f"chip {turn} {number}",
                icon=":material/close:",
                icon_position="right",
                help=f"Ask without “{chip.words}”",
                on_click=asking.refine,
                args=(chip.without,),
            )
