"""The determination that a quote comes from, opened at the quote."""

from datetime import date
from functools import partial
from pathlib import Path

import streamlit as st

from assistant.answer import Citation
from assistant.assistant import Assistant
from assistant.evidence.case_file import CaseFile, case_file
from assistant.presentation.glossary import explained
from assistant.presentation.legal_citation import legal_citation
from assistant.presentation.phrases import plural
from assistant.web import evidence_state as opened
from assistant.web.escape_markdown import markdown_of
from assistant.web.highlight import MarkedPage, marked_page, marked_text
from assistant.web.lazy_section import folded
from index.letter import UnreadableLetter
from index.store.sqlite.read import ItemRecord

# The text scrolls to the quote; the page stays where it is.
_TO_THE_MARK = (
    "<script>for (const box of document.querySelectorAll('.letter')) box.scrollTop = "
    "box.querySelector('mark').offsetTop - box.offsetTop - box.clientHeight / 3</script>"
)


def show_evidence(assistant: Assistant) -> None:
    """The open quote in its letter, and what the records hold of the case."""
    now = opened.opened()
    if now is None:
        return
    citation = now.citation
    with st.container(key="evidence"):
        _heading(now)
        try:
            with assistant.store.records() as records:
                case = case_file(records, citation.determination)
        except LookupError:
            st.warning(
                f"The index no longer holds {citation.case}: its letter was removed or replaced "
                "since. Ask again to have the present answer.",
                icon=":material/sync_problem:",
            )
            return
        where = "; ".join(
            filter(
                None,
                [
                    f"page {citation.page}" if citation.page else "",
                    f"item {citation.item}, {citation.outcome}"
                    if citation.item
                    else "clinical summary",
                ],
            )
        )
        st.markdown(f"**{markdown_of(case.case)}** · {where}")
        if case.fictional:
            st.caption(":material/science: Fictional sample letter")
        _letter(case, citation)
        _pasteable(case, citation)
        _facts(case)
        _items(case, citation)
        _original(case)


def _heading(now: opened.Opened) -> None:
    at = next(
        (index for index, citation in enumerate(now.among) if citation.id == now.citation.id), None
    )
    with st.container(horizontal=True, vertical_alignment="center", key="evidence-head"):
        st.header(
            "Evidence" + (f" [{now.citation.id}]" if now.citation.id else ""),
            anchor=False,
            width="stretch",
        )
        if at is not None:
            st.button(
                "Previous",
                key="previous quote",
                icon=":material/chevron_left:",
                on_click=opened.turn_by,
                args=(-1,),
                disabled=at == 0,
                type="tertiary",
            )
            st.button(
                "Next",
                key="next quote",
                icon=":material/chevron_right:",
                on_click=opened.turn_by,
                args=(1,),
                disabled=at == len(now.among) - 1,
                type="tertiary",
            )
        st.button(
            "Close",
            key="close quote",
            icon=":material/close:",
            on_click=opened.close,
            type="tertiary",
        )


def _letter(case: CaseFile, citation: Citation) -> None:
    """The page with the quote marked, where the file has pages that can be drawn; else the text
    around it.
    """
    file = case.letter.file
    if citation.page and file.suffix.lower() == ".pdf" and case.original_is_there:
        try:
            picture = _picture(
                str(file), case.letter.determination, citation.page, citation.start, citation.end
            )
            whole = f"Page {citation.page} of {case.case} with the quote marked: {citation.words}"
            if picture.lines is None:
                st.image(picture.whole, width="stretch", alt=whole)
                return
            st.image(
                picture.lines,
                width="stretch",
                alt=(
                    f"The lines around the quote on page {citation.page} of {case.case}, with the "
                    f"quote marked: {citation.words}"
                ),
            )
            folded(
                f"The whole page {citation.page}",
                f"page {citation.page} of {case.letter.determination}",
                partial(st.image, picture.whole, width="stretch", alt=whole),
            )
            return
        except (UnreadableLetter, IndexError) as reason:
            st.caption(f"The page cannot be drawn ({reason}); this is its text as indexed.")
    text = case.letter.text.pages[(citation.page or 1) - 1]
    around = marked_text(text, citation.start, citation.end)
    st.html(
        '<div class="letter" tabindex="0" role="region" aria-label="The letter around the quote">'
        f"{around}</div>"
    )
    st.html(_TO_THE_MARK, unsafe_allow_javascript=True)
    if not case.original_is_there:
        st.caption(
            "The file has changed or is gone since it was indexed; shown is the text that the "
            "index keeps of it."
        )


@st.cache_data(max_entries=64, show_spinner="Drawing the page …")
def _picture(file: str, determination: str, page: int, start: int, end: int) -> MarkedPage:
    """``determination`` is the digest of the file: a changed file is drawn anew."""
    return marked_page(Path(file), page, start, end)


def _pasteable(case: CaseFile, citation: Citation) -> None:
    record = next((item for item in case.items if citation.item in (None, item.position)), None)
    if record:
        st.caption("To paste into a filing")
        st.code(legal_citation(citation, record), language=None, wrap_lines=True)


def _facts(case: CaseFile) -> None:
    first = case.items[0] if case.items else None
    worker = " ".join(
        filter(
            None,
            [
                f"{first.age} years" if first and first.age is not None else "",
                (first.sex or "") if first else "",
            ],
        )
    )
    facts: list[tuple[str, str | date | None]] = [
        ("Decided", case.decided),
        ("Injured", case.injured),
        ("Denied in utilization review", case.denied),
        ("Application received", case.received),
        ("Assigned", case.assigned),
        ("Injured worker", worker),
        ("Reviewer's specialty", ", ".join(first.specialties) if first else ""),
        ("Priority", first.priority if first else None),
        ("Letter layout", case.layout),
    ]
    known = [f"| {name} | {markdown_of(str(value))} |" for name, value in facts if value]
    st.markdown("\n".join([f"| Case | {markdown_of(case.case)} |", "|---|---|", *known]))
    for warning in case.warnings:
        st.caption(f":material/warning: {markdown_of(warning)}")


def _items(case: CaseFile, citation: Citation) -> None:
    st.markdown(
        f"**{plural(len(case.items), 'disputed item')} of this case**",
        help=explained("item", "upheld", "overturned"),
    )
    lines = [
        (
            f"{item.position}. {_outcome(item)}: "
            f"{markdown_of(item.disputed)}{' ← shown' if item.position == citation.item else ''}"
        )
        for item in case.items
    ]
    st.markdown("\n".join(lines))


def _outcome(record: ItemRecord) -> str:
    return f"**{record.outcome}**"


def _original(case: CaseFile) -> None:
    if case.original_is_there:
        st.download_button(
            "Download the letter",
            case.letter.file.read_bytes,
            case.letter.file.name,
            key="download letter",
            icon=":material/download:",
            on_click="ignore",
        )
    else:
        st.download_button(
            "Download the indexed text",
            "\f".join(case.letter.text.pages),
            f"{case.case}.txt",
            key="download letter",
            icon=":material/download:",
            on_click="ignore",
        )
