"""Letters are added in the background: the chat goes on, and a page that is reloaded finds the
addition still running.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import streamlit as st

from index.embedding import ModelUnavailable, SentenceEmbeddings
from index.store.ingest import Adder, AddReport, letter_files
from index.store.lock import StoreBusy, writer_lock
from index.store.protocols import VectorsDamaged
from index.store.store import Store, StoreIncompatible, default_folder

_WAIT = 600
_CHUNK = 1024 * 1024


class _Stopped(Exception):
    """The user stopped the addition; what was added so far is kept."""


@dataclass
class Addition:
    """An addition of files: how far it is, and at the end what became of them, or why it ended
    early.
    """

    total: int = 0
    done: int = 0
    report: AddReport | None = None
    error: str | None = None
    running: bool = True
    stop: threading.Event = field(default_factory=threading.Event)


def uploads_folder() -> Path:
    """Where uploaded letters are kept, so that their pages can be shown: beside the store, which
    may have to be made anew.
    """
    folder = default_folder()
    return folder.with_name(f"{folder.name}-letters")


def keep_upload(name: str, content: BinaryIO) -> Path:
    """Keep an uploaded file under its own name, or a numbered one where another letter has it; the
    same file is kept once.

    Raises:
        OSError: it cannot be written.
    """
    folder = uploads_folder()
    folder.mkdir(parents=True, exist_ok=True)
    plain = Path(name.replace("\\", "/")).name.lstrip(".") or "letter"
    half = folder / f".{threading.get_ident()}.half"
    with half.open("wb") as file:
        shutil.copyfileobj(content, file, _CHUNK)
    try:
        for number in range(1, 10_000):
            kept = folder / (
                plain if number == 1 else f"{Path(plain).stem}-{number}{Path(plain).suffix}"
            )
            if not kept.exists():
                os.replace(half, kept)
                return kept
            if _same(half, kept):
                return kept
        raise OSError(f"{plain}: ten thousand letters have this name")
    finally:
        half.unlink(missing_ok=True)


def _same(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as first, other.open("rb") as second:
        while piece := first.read(_CHUNK):
            if piece != second.read(_CHUNK):
                return False
    return True


@st.cache_resource
def _present() -> dict[str, Addition]:
    """The additions of this process, by the store's folder: one at a time."""
    return {}


def addition() -> Addition | None:
    """The addition that runs, or the last one that did."""
    return _present().get(str(default_folder().resolve()))


def forget_addition() -> None:
    """The report of the last addition has been read."""
    _present().pop(str(default_folder().resolve()), None)


def start(paths: Iterable[Path], make_embeddings: Callable[[], SentenceEmbeddings]) -> Addition:
    """Add files and folders to the user's store in the background.

    ``make_embeddings`` gives a model of the addition's own: tokenizers serve one thread at a time.
    """
    now = addition()
    if now and now.running:
        return now
    new = _present()[str(default_folder().resolve())] = Addition()
    threading.Thread(
        target=_run, args=(new, list(paths), default_folder(), make_embeddings), daemon=True
    ).start()
    return new


def _run(
    job: Addition,
    given: list[Path],
    folder: Path,
    make_embeddings: Callable[[], SentenceEmbeddings],
) -> None:
    adder: Adder | None = None

    def tick(_: Path) -> None:
        job.done += 1
        if job.stop.is_set():
            raise _Stopped

    try:
        paths, passed_over = letter_files(given)
        job.total = len(paths)
        folder.mkdir(parents=True, exist_ok=True)
        with writer_lock(folder, _WAIT):
            embeddings = make_embeddings()
            store = Store.open_or_create(folder, embeddings.name)
            try:
                adder = Adder(store, embeddings)
                adder.report.passed_over = passed_over
                adder.run(paths, tick)
            finally:
                store.close()
    except _Stopped:
        job.error = "Stopped. What was added before is kept; add the same files again to go on."
    except (
        StoreBusy,
        StoreIncompatible,
        ModelUnavailable,
        VectorsDamaged,
        FileNotFoundError,
    ) as error:
        job.error = f"{error}"
    except OSError as error:
        job.error = f"{error.filename or folder}: {error.strerror or error}"
    except Exception as error:  # nobody else would see it: the thread has no reader but the page
        job.error = (
            f"The addition failed ({type(error).__name__}: {error}); what was added before is kept."
        )
    finally:
        job.report = adder.report if adder else None
        job.running = False
