"""The store that the page chats on; the fictional sample letters where there is none yet."""

import gc
from pathlib import Path

import streamlit as st

from assistant.assistant import Assistant
from assistant.generation.chat_writer import chat_model
from index.embedding import SentenceEmbeddings
from index.samples import LETTERS
from index.store.ingest import Adder, letter_files
from index.store.lock import writer_lock
from index.store.store import Store, StoreMissing, default_folder

_WAIT = 600


def samples_folder() -> Path:
    """The store of the sample letters: beside the default one, so that own letters never mix with
    them.
    """
    folder = default_folder()
    return folder.with_name(f"{folder.name}-samples")


def open_assistant(model: str = "") -> Assistant:
    """The assistant with a chat model by its name (the built-in writer without one) on the user's
    store, or on the sample letters, which are indexed when first needed.

    The user's own store is taken as soon as it holds a letter.

    Raises:
        ModelUnavailable: the chat model cannot be had.
    """
    own = own_store()
    if own is not None and _holds_any(own):
        folder = own.folder
    else:
        folder = samples_folder()
        _index_samples(folder)
    if own is not None:
        own.close()
    return _assistant(str(folder.resolve()), model)


def own_store() -> Store | None:
    """The user's store, opened, or None where there is none yet.

    Raises:
        StoreIncompatible: it cannot be used.
    """
    try:
        return Store.open(default_folder())
    except StoreMissing:
        return None


def _holds_any(store: Store) -> bool:
    with store.records() as records:
        return records.holds_letters()


@st.cache_resource(show_spinner="Opening the index …", max_entries=6)
def _assistant(folder: str, model: str) -> Assistant:
    chat = chat_model(model) if model else None
    # Each has a store and an embedding model of its own: an assistant lets one thread at a time
    # search.
    assistant = Assistant(Store.open(Path(folder)), chat, model or None)
    assistant.embeddings.embed_query("")  # loads the model now, not at the first question
    # What is loaded by now stays: later collections need not look at it.
    gc.collect()
    gc.freeze()
    return assistant


def _index_samples(folder: Path) -> None:
    paths, _ = letter_files([LETTERS])
    try:
        store = Store.open(folder)
        complete = _holds(store, len(paths))
        store.close()
        if complete:
            return
    except StoreMissing:
        pass
    folder.mkdir(parents=True, exist_ok=True)
    bar = st.progress(
        0.0,
        (
            "There is no index yet: indexing the fictional sample letters that come with the "
            "program. This is done once and takes about half a minute."
        ),
    )
    done = 0

    def tick(_: Path) -> None:
        nonlocal done
        done += 1
        bar.progress(
            done / len(paths), f"Indexing the fictional sample letters: {done} of {len(paths)}"
        )

    with writer_lock(folder, _WAIT):
        store = Store.open_or_create(folder)
        Adder(store, SentenceEmbeddings(store.state().model)).run(paths, tick)
        store.close()
    bar.empty()


def _holds(store: Store, letters: int) -> bool:
    from index.store.status import status

    return status(store).determinations >= letters
