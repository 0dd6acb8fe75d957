"""The letters: add them, and see how far that is and what became of each file."""

from pathlib import Path

import streamlit as st

from assistant.assistant import Assistant
from assistant.presentation.phrases import plural
from assistant.web import adding
from assistant.web.escape_markdown import markdown_of
from assistant.web.indexed_letters import show_listed, show_problems, show_samples
from assistant.web.open_store import own_store
from index.readers import READERS
from index.readers.tables import TABLES
from index.store.status import status

_KINDS = [ending.removeprefix(".") for ending in (*READERS, *TABLES)]
_HERE = ("localhost", "127.0.0.1", "::1")
_LISTED = 200


@st.dialog("Letters", width="large", on_dismiss="rerun")
def show_letters(assistant: Assistant) -> None:
    """What is indexed, and how to add to it and take from it."""
    own = own_store()
    indexed = status(assistant.store)
    if indexed.fictional:
        show_samples(indexed, own)
    else:
        st.markdown(
            f"**{plural(indexed.determinations, 'determination')}** with "
            f"{plural(indexed.items, 'disputed item')}, decided {indexed.period[0] or '?'} to "
            f"{indexed.period[1] or '?'}; last added {(indexed.last_added or 'never')[:10]}."
        )
    troubles = status(own) if own else indexed
    job = adding.addition()
    growing = (
        job is not None and job.running
    )  # what is told of the problems is drawn anew then, and its heading is not
    amount = len(troubles.set_aside) + len(troubles.warnings)
    adds, listed, problems = st.tabs(
        ["Add", "Indexed letters", "Problems" if growing else f"Problems ({amount})"]
    )
    with adds:
        _add(assistant)
    with listed:
        show_listed(own, assistant.store)
    with problems:
        if growing:
            _problems_so_far()
        else:
            show_problems(troubles)


@st.fragment(run_every=2)
def _problems_so_far() -> None:
    own = own_store()
    if own is not None:
        show_problems(status(own))
        own.close()


def _add(assistant: Assistant) -> None:
    job = adding.addition()
    if job:
        _progress()
        if job.running:
            return
    key = f"uploads {st.session_state.get('uploads', 0)}"
    chosen = st.file_uploader(
        "Choose letters, or tables with a letter in each row",
        _KINDS,
        accept_multiple_files=True,
        key=key,
        help=(
            f"Read are {', '.join((*READERS, *TABLES))}. The files are copied beside the index, "
            "so that quotes can be shown in them."
        ),
    )
    if chosen and st.button(
        f"Add {plural(len(chosen), 'file')}", type="primary", icon=":material/add:"
    ):
        kept = _keep(chosen)
        st.session_state["uploads"] = (
            st.session_state.get("uploads", 0) + 1
        )  # a new box: the old one's files leave the memory
        adding.start(kept, _embeddings_like(assistant))
        st.rerun(scope="fragment")
    if st.get_option("server.address") in _HERE:
        folder = st.text_input(
            "Or name a folder on this computer, which is read in place",
            placeholder="for many or large letters",
            key="folder to add",
        )
        if folder and st.button("Add the folder", icon=":material/folder:"):
            if Path(folder).expanduser().is_dir():
                adding.start([Path(folder).expanduser()], _embeddings_like(assistant))
                st.rerun(scope="fragment")
            else:
                st.error(f"There is no folder {folder}.", icon=":material/error:")


def _keep(chosen: list) -> list[Path]:
    kept = []
    for upload in chosen:
        try:
            kept.append(adding.keep_upload(upload.name, upload))
        except OSError as error:
            st.error(f"{upload.name} cannot be kept: {error}.", icon=":material/error:")
    return kept


def _embeddings_like(assistant: Assistant):
    kind, name = type(assistant.embeddings), assistant.embeddings.name
    return lambda: kind(name)


@st.fragment(run_every=1)
def _progress() -> None:
    """How far the addition is; when it is done, what became of the files."""
    job = adding.addition()
    if job is None:
        return
    if job.running:
        st.progress(
            job.done / job.total if job.total else 0.0,
            f"Adding letters: {job.done:,} of {job.total:,}. You can close this and go on asking."
            if job.total
            else "Looking at the files …",
        )
        st.button("Stop adding", on_click=job.stop.set, icon=":material/stop:")
        return
    if job.error:
        st.error(job.error, icon=":material/error:")
    if job.report:
        _report(job.report)


def show_addition() -> None:
    """For the page's side: an addition that runs, or that ended and has not been looked at."""
    job = adding.addition()
    if job is None:
        return
    if job.running:
        _wait_for_end()
        return
    report = job.report
    aside = f", {len(report.set_aside):,} set aside" if report and report.set_aside else ""
    st.caption(
        job.error
        or (
            f":material/task_alt: {plural(report.added if report else 0, 'letter')} added{aside}. "
            "See **Letters**."
        )
    )
    st.button("Dismiss", key="dismiss addition", on_click=adding.forget_addition, type="tertiary")


@st.fragment(run_every=1)
def _wait_for_end() -> None:
    job = adding.addition()
    if job is None or not job.running:
        st.rerun()
    else:
        st.progress(
            job.done / job.total if job.total else 0.0,
            f"Adding letters: {job.done:,} of {job.total:,}",
        )


def _report(report) -> None:
    counts = [
        (report.added, "added"),
        (report.replaced, "replaced"),
        (report.unchanged, "unchanged"),
        (report.same, "already in under another name"),
        (len(report.set_aside), "set aside"),
        (len(report.passed_over), "passed over (not a kind of file that is read)"),
    ]
    summary = (
        ", ".join(f"{count:,} {what}" for count, what in counts if count) or "no letters found"
    )
    (st.warning if report.set_aside else st.success)(
        f"Done: {summary}.", icon=":material/task_alt:"
    )
    for path, reason in report.set_aside[:_LISTED]:
        st.markdown(f"- **{markdown_of(path.name)}** {markdown_of(reason)}")
