"""The cases behind a count, as a table: a click opens the case."""

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.evidence.case_file import item_citation
from assistant.evidence.tally import Tally
from assistant.export.tables import cases_csv, cases_xlsx
from assistant.presentation.phrases import service
from assistant.web import evidence_state as opened
from assistant.web.escape_markdown import markdown_of
from assistant.web.lazy_section import draw_whole_page, folded
from index.determination import Outcome
from index.facets.decision import OUTCOME
from index.facets.filter import Filter, all_of, one_of, parts_of
from index.facets.letter import CASE
from index.store.protocols import Records
from index.store.sqlite.read import ItemRecord

#: Rows read and sent at once; a count can have hundreds of thousands of items.
PAGE = 200


def show_cases(assistant: Assistant, answer: Answer, turn: int) -> None:
    """The table of one of the answer's counts, which the reader chooses; read when it is opened."""
    words = {tally.words: tally for tally in answer.tallies if tally.n}
    if words:
        folded(
            "The cases behind the counts",
            f"cases {turn} {answer.question}",
            partial(_cases, assistant, words, turn),
        )


def _cases(assistant: Assistant, words: Mapping[str, Tally], turn: int) -> None:
    chosen = words[
        st.selectbox(
            "Count",
            list(words),
            key=f"count {turn}",
            format_func=lambda name: f"{name} ({words[name].n:,} items)",
        )
    ]
    outcome = st.segmented_control(
        "Outcome",
        ["all", *Outcome],
        default="all",
        required=True,
        key=f"outcome {turn}",
        format_func=str.capitalize,
    )
    decided = [] if outcome == "all" else [one_of(OUTCOME, [outcome])]
    population = all_of([*parts_of(chosen.filter), *decided])
    state = assistant.store.state()
    named = _named(f"find {turn} {chosen.words} {outcome}") if chosen.n > PAGE else ""
    key = f"page {turn} {chosen.words} {outcome} {named} {state.revision}"
    page = st.session_state.get(key, 1) - 1
    amount, records = _read(
        assistant, str(assistant.store.folder), state.revision, population, page, named
    )
    if amount > PAGE:
        pages = -(-amount // PAGE)
        st.number_input(f"Page (of {pages:,}, {PAGE} items each)", 1, pages, key=key)
    if not records:
        st.caption(
            f"No case of this count has “{markdown_of(named)}” in its number."
            if named
            else "No items."
        )
        return
    _table(assistant, records, f"{turn} {chosen.words} {outcome} {named} {page}")
    _downloads(assistant, population, f"{turn} {chosen.words} {outcome}")


def _named(key: str) -> str:
    """The part of a case's number that the reader looks for among all items of a count, of which
    the table shows one page.
    """
    return st.text_input(
        "Find a case among all of them", key=key, placeholder="A case number, or a part of one"
    ).strip()


@st.cache_data(max_entries=64, show_spinner="Reading the cases …")
def _read(
    _assistant: Assistant,
    store: str,
    revision: int,
    population: Filter | None,
    page: int,
    named: str,
) -> tuple[int, list[ItemRecord]]:
    """How many items a selection has, of those in whose case's number ``named`` stands, and the
    records of those on one page.

    They come in the order of `outcome_rows`; ``store`` and ``revision`` tell what is read.
    """
    with _assistant.store.records() as records:
        shown = [
            (case, position)
            for case, position, _, _ in records.outcome_rows(population, PAGE, page * PAGE, named)
        ]
        cases = tuple(dict.fromkeys(case for case, _ in shown))
        by_item = (
            {
                (record.case, record.position): record
                for record in records.item_records(
                    all_of([*parts_of(population), one_of(CASE, cases)])
                )
            }
            if cases
            else {}
        )
        return records.amount_of(population, named), [
            by_item[item] for item in shown if item in by_item
        ]


def _table(assistant: Assistant, records: list[ItemRecord], key: str) -> None:
    rows = pd.DataFrame(
        {
            "Case": [record.case for record in records],
            "Item": [f"{record.position} of {record.of}" for record in records],
            "Outcome": [str(record.outcome) for record in records],
            "Decided": [f"{record.decided or ''}" for record in records],
            "Service": [", ".join(map(service, record.procedures)) for record in records],
            "Region": [", ".join(record.regions) for record in records],
            "Guidelines": [", ".join(record.guidelines) for record in records],
            "Reasons": ["; ".join(reason.tag for reason in record.reasons) for record in records],
            "Request": [" ".join(record.disputed.split()) for record in records],
        }
    )

    def open_row() -> None:
        chosen = st.session_state[f"cases {key}"]["selection"]["rows"]
        if chosen:
            _open(assistant, records[chosen[0]].case, records[chosen[0]].position)

    def open_named() -> None:
        named = st.session_state[f"open {key}"]
        if named is not None:
            _open(assistant, *named)

    st.dataframe(
        rows,
        hide_index=True,
        key=f"cases {key}",
        on_select=open_row,
        selection_mode="single-row",
        height=min(36 * len(rows) + 38, 360),
        alt=f"Table of {len(rows)} items; the box below opens the same cases by keyboard",
    )
    st.selectbox(
        "Open a case (or choose its row above)",
        [(record.case, record.position) for record in records],
        index=None,
        key=f"open {key}",
        on_change=open_named,
        format_func=lambda item: f"{item[0]}, item {item[1]}",
        placeholder="Type a case number",
    )


def _downloads(assistant: Assistant, population: Filter | None, key: str) -> None:
    """All items of the selection, not only the rows in sight; read when they are asked for."""

    def read(records: Records) -> tuple[list[ItemRecord], Mapping[str, str]]:
        item_records = records.item_records(population)
        return item_records, records.files_of(item_records)

    def as_csv() -> bytes:
        with assistant.store.records() as records:
            return cases_csv(*read(records)).encode("utf-8-sig")

    def as_xlsx() -> bytes:
        with assistant.store.records() as records:
            return cases_xlsx(*read(records))

    with st.container(horizontal=True):
        st.download_button(
            "All rows as CSV",
            as_csv,
            "imr-cases.csv",
            key=f"csv {key}",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            "All rows for Excel",
            as_xlsx,
            "imr-cases.xlsx",
            key=f"xlsx {key}",
            icon=":material/download:",
            on_click="ignore",
        )


def _open(assistant: Assistant, case: str, position: int) -> None:
    with assistant.store.records() as records:
        try:
            opened.show(item_citation(records, case, position))
        except (
            LookupError
        ):  # removed since the table was drawn; the next run draws it without the case
            opened.forget()
            draw_whole_page()
