"""How fast the chat page is: started, asked by one, asked by several at once; and how much memory
it takes.
"""

import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from evals.serving import box, browsing, resident_memory, serving
from index.embedding import SentenceEmbeddings
from index.store.ingest import Adder, letter_files
from index.store.lock import writer_lock
from index.store.store import Store

#: The answer's first paragraph is on the page; the row under the whole answer is.
_FIRST = (
    "() => "
    "[...document.querySelectorAll('[data-testid=\"stChatMessage\"]')].slice(1).some(message "
    "=> [...message.querySelectorAll('[data-testid=\"stMarkdownContainer\"] p')].some(words "
    "=> !words.closest('[data-testid=\"stSpinner\"]') && words.innerText.length > 20))"
)
_WHOLE = (
    "() => document.querySelector('.st-key-actions-0') && "
    "document.querySelector('[data-testid=\"stApp\"]').dataset.testScriptState === "
    "'notRunning'"
)


@dataclass(frozen=True)
class Speed:
    """Seconds: from the start of the server to a page that takes a question, and by question to the
    first statement and to the whole answer.

    ``together`` are the seconds to the whole answer of each of ``users`` who ask at the same
    moment; ``memory`` is the server's after all, in MiB.
    """

    letters: int
    start: float
    first: tuple[float, ...]
    whole: tuple[float, ...]
    users: int
    together: tuple[float, ...]
    memory: float


def measure_page(corpus: Path, questions: Sequence[str], asked: int = 50, users: int = 8) -> Speed:
    """The page on an index of the corpus, in a browser on the same machine; each question in a
    conversation of its own.
    """
    paths, _ = letter_files([corpus])
    with tempfile.TemporaryDirectory() as name, browsing() as browser:
        folder = Path(name) / "store"
        _index(paths, folder)
        with serving(folder) as served:
            page = browser.new_page()
            page.goto(served.url)
            box(page)
            start = time.perf_counter() - served.started
            times = [
                _ask(page, served.url, question) for question in islice(cycle(questions), asked)
            ]
            page.close()
            together = _at_once(browser, served.url, list(islice(cycle(questions), users)))
            return Speed(
                len(paths),
                start,
                tuple(first for first, _ in times),
                tuple(whole for _, whole in times),
                users,
                together,
                resident_memory(served.process),
            )


def _index(paths: list[Path], folder: Path) -> None:
    folder.mkdir()
    with writer_lock(folder, 0):
        store = Store.open_or_create(folder)
        Adder(store, SentenceEmbeddings()).run(paths)
        store.close()


def _ask(page, url: str, question: str) -> tuple[float, float]:
    page.goto(url)
    typed = box(page)
    typed.fill(question)
    start = time.perf_counter()
    typed.press("Enter")
    page.wait_for_function(_FIRST, timeout=60_000)
    first = time.perf_counter() - start
    page.wait_for_function(_WHOLE, timeout=60_000)
    return first, time.perf_counter() - start


def _at_once(browser, url: str, questions: list[str]) -> tuple[float, ...]:
    """Seconds from the moment that all have asked to each one's whole answer."""
    pages = [browser.new_page() for _ in questions]
    for page, question in zip(pages, questions, strict=True):
        page.goto(url)
        box(page).fill(question)
    start = time.perf_counter()
    for page in pages:
        page.get_by_test_id("stChatInputTextArea").press("Enter")
    seconds = []
    for page in pages:
        page.wait_for_function(_WHOLE, timeout=120_000)
        seconds.append(time.perf_counter() - start)
        page.close()
    return tuple(seconds)


def as_text(speed: Speed) -> str:
    """The measurement as lines of text."""
    return "\n".join(
        [
            (
                f"{speed.letters} letters; from starting the server to a page that takes a "
                f"question: {speed.start:.1f} s"
            ),
            (
                f"from question to first statement, {len(speed.first)} questions: "
                f"{_spread(speed.first)}"
            ),
            f"from question to whole answer, {len(speed.whole)} questions: {_spread(speed.whole)}",
            (
                f"{speed.users} users at once, to the whole answer: "
                f"{_spread(speed.together)}, the last after {max(speed.together):.2f} s"
            ),
            f"memory of the server after all of it: {speed.memory:.0f} MiB",
        ]
    )


def _spread(seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    return (
        f"median {statistics.median(ordered):.2f} s, 95th percentile "
        f"{ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]:.2f} s"
    )
