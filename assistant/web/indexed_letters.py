"""The letters that are indexed: list them, say what is wrong with some, take them out."""

from pathlib import Path

import streamlit as st

from assistant.presentation.phrases import plural
from assistant.web import adding
from index.store.lock import StoreBusy, writer_lock
from index.store.remove import remove
from index.store.status import Status, status
from index.store.store import Store, default_folder

_LISTED = 200


def show_samples(indexed: Status, own: Store | None) -> None:
    """That samples are in, and how they go: with the first own letters, or, from a store of one's
    own, at a click.
    """
    own_letters = own is not None and status(own).determinations > 0
    goes = "" if own_letters else " They go as soon as letters of your own are in."
    st.info(
        f"Indexed now: {plural(indexed.determinations, 'determination')}, "
        f"{indexed.fictional} of them fictional samples.{goes}",
        icon=":material/science:",
    )
    if (
        own is not None
        and own_letters
        and st.button("Take the fictional samples out", icon=":material/delete:")
    ):
        with own.records() as records:
            paths = records.fictional_files()
        _remove(own, paths)
        st.rerun()


def show_listed(own: Store | None, samples: Store) -> None:
    """The letters of the user's store, to find and to take out; where there is none yet, the
    samples.
    """
    words = st.text_input("Find a letter by case number or file name", key="find letter")
    shown = own or samples
    with shown.records() as records:
        amount, rows = records.listed_letters(words, _LISTED)
    listed = f", the last {_LISTED} added are listed" if amount > _LISTED else ""
    st.caption(f"{plural(amount, 'letter')}{listed}.")
    table = [
        {
            "Case": row.case,
            "Decided": row.decided,
            "File": Path(row.path).name,
            "Added": row.added[:10],
        }
        for row in rows
    ]
    marked = st.dataframe(
        table,
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        key=f"letters {words}",
        alt="Table of the indexed letters",
    )["selection"]["rows"]
    if own is None:
        st.caption(
            "The fictional samples come with the program. They go as soon as letters of your own "
            "are in."
        )
        return
    if marked and st.button(
        f"Remove {plural(len(marked), 'letter')} from the index", icon=":material/delete:"
    ):
        _remove(own, [rows[index].path for index in marked])
        st.rerun()


def _remove(own: Store, paths: list[str]) -> None:
    try:
        with writer_lock(default_folder(), 5):
            remove(own, paths)
    except StoreBusy as error:
        st.error(f"{error}.", icon=":material/error:")
        return
    uploads = adding.uploads_folder().resolve()
    for path in map(Path, paths):
        if path.resolve().is_relative_to(uploads):
            path.unlink(missing_ok=True)


def show_problems(indexed: Status) -> None:
    """The files that were set aside, and the letters that do not add up."""
    if not indexed.set_aside and not indexed.warnings:
        st.caption("Every file that was added is in, and every letter adds up.")
    if indexed.set_aside:
        st.markdown("**Set aside, not counted**")
        st.dataframe(
            [
                {"File": Path(path).name, "Why": reason}
                for path, reason in indexed.set_aside[:_LISTED]
            ],
            hide_index=True,
            alt="Files that were set aside, and why",
        )
    if indexed.warnings:
        st.markdown("**In, but something does not add up**")
        st.dataframe(
            [{"File": Path(path).name, "What": what} for path, what in indexed.warnings[:_LISTED]],
            hide_index=True,
            alt="Letters that do not add up, and how",
        )
