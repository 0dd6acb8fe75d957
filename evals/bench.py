"""Speed: adding letters beside the plain pipeline, and answering. Both in the same run, on the same
letters.
"""

import json
import resource
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from assistant.assistant import Assistant
from evals.plain import index_plainly
from evals.scale import QUESTIONS, make_replica
from evals.systems.assistant import indexed
from index.embedding import SentenceEmbeddings
from index.store.ingest import Adder, letter_files
from index.store.lock import writer_lock
from index.store.store import Store


class _Timed(SentenceEmbeddings):
    """The embedding model with the time that it takes."""

    seconds = 0.0
    texts = 0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        start = time.perf_counter()
        vectors = super().embed_documents(texts)
        self.seconds += time.perf_counter() - start
        self.texts += len(texts)
        return vectors


@dataclass(frozen=True)
class Adding:
    """How long a pipeline took to add ``letters``, and of which embedding ``passages``."""

    name: str
    letters: int
    passages: int
    seconds: float
    embedding: float

    @property
    def row(self) -> str:
        """The measurement as a table row."""
        return (
            f"{self.name:24} {self.letters:7} {self.passages:9} {self.seconds:8.1f} "
            f"{self.letters / self.seconds:10.2f} {self.embedding / self.seconds:10.0%}"
        )


def measure_adding(paths: list[Path], folder: Path) -> list[Adding]:
    """Adding the letters by this index, then by the plain pipeline, each into a new store; the
    model is loaded before.
    """
    measured = []
    embeddings = _Timed()
    embeddings.embed_query("warm up")
    for name in ("this index", "plain pipeline"):
        embeddings.seconds, embeddings.texts = 0.0, 0
        start = time.perf_counter()
        if name == "this index":
            _add(paths, folder / "index", embeddings)
        else:
            index_plainly(paths, embeddings, folder / "plain")
        measured.append(
            Adding(
                name, len(paths), embeddings.texts, time.perf_counter() - start, embeddings.seconds
            )
        )
    return measured


def _add(paths: list[Path], folder: Path, embeddings: SentenceEmbeddings) -> None:
    folder.mkdir(parents=True)
    with writer_lock(folder, 0):
        store = Store.open_or_create(folder)
        Adder(store, embeddings).run(paths)
        store.close()


def measure_answering(folder: Path, questions: list[str]) -> list[float]:
    """Seconds of each answer, after one that loads the model."""
    assistant = Assistant(Store.open(folder))
    assistant.ask(questions[0])
    seconds = []
    for question in questions:
        start = time.perf_counter()
        assistant.ask(question)
        seconds.append(time.perf_counter() - start)
    assistant.store.close()
    return seconds


def bench(corpus: Path, questions: list[str]) -> str:
    """Both measurements as text."""
    paths, _ = letter_files([corpus])
    with tempfile.TemporaryDirectory() as name:
        adding = measure_adding(paths, Path(name))
        answering = sorted(measure_answering(Path(name) / "index", questions))
    lines = [
        (
            f"{'adding':24} {'letters':>7} {'passages':>9} {'seconds':>8} {'letters/s':>10} "
            f"{'embedding':>10}"
        )
    ]
    lines += [way.row for way in adding]
    lines += [
        (
            f"answering {len(questions)} questions: median "
            f"{1000 * statistics.median(answering):.0f} ms, 95th percentile "
            f"{1000 * _late(answering):.0f} ms"
        )
    ]
    return "\n".join(lines)


@dataclass(frozen=True)
class Answered:
    """How long an answer took, by the clock and by the processor, and the bytes of its JSON."""

    seconds: float
    processor: float
    size: int


def measure_questions(assistant: Assistant) -> dict[str, Answered]:
    """Each of the questions asked once, after one that loads the model."""
    assistant.ask(QUESTIONS[0])
    by_question = {}
    for question in QUESTIONS:
        clock, processor = time.perf_counter(), time.process_time()
        answer_json = json.dumps(assistant.ask(question).as_json())
        by_question[question] = Answered(
            time.perf_counter() - clock, time.process_time() - processor, len(answer_json)
        )
    return by_question


def bench_scale(corpus: Path, letters: int) -> str:
    """Answering over a corpus beside answering over so many copies of its letters, as text."""
    lines = [
        (
            f"{'answering':12} {'letters':>8} {'items':>8} {'median ms':>10} {'95th':>7} "
            f"{'max':>7} {'processor: median':>18} {'max':>7} {'JSON: max kB':>13} "
            f"{'peak MB':>8}"
        )
    ]
    embeddings = SentenceEmbeddings()
    with tempfile.TemporaryDirectory() as name:
        store = indexed(corpus)
        make_replica(store, Path(name) / "many", letters, len(embeddings.embed_query("")))
        slowest: dict[str, Answered] = {}
        for title, measured_store in (
            ("corpus", store),
            ("copies", Store.open(Path(name) / "many")),
        ):
            assistant = Assistant(measured_store, embeddings=embeddings)
            slowest = measure_questions(assistant)
            with measured_store.records() as records:
                holdings = assistant.holdings(records).status
            clock, processor = (
                sorted(1000 * one.seconds for one in slowest.values()),
                sorted(1000 * one.processor for one in slowest.values()),
            )
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            lines.append(
                f"{title:12} {holdings.determinations:8,} {holdings.items:8,} "
                f"{statistics.median(clock):10.0f} {_late(clock):7.0f} {clock[-1]:7.0f} "
                f"{statistics.median(processor):18.0f} {processor[-1]:7.0f} "
                f"{max(one.size for one in slowest.values()) / 1000:13.0f} {peak:8.0f}"
            )
            measured_store.close()
    lines += ["", f"over the copies: {'ms':>6} {'processor':>9} {'kB':>5}"]
    lines += [
        (
            f"{'':16} {1000 * one.seconds:6.0f} {1000 * one.processor:9.0f} "
            f"{one.size / 1000:5.0f}  {question}"
        )
        for question, one in slowest.items()
    ]
    return "\n".join(lines)


def _late(ordered: list[float]) -> float:
    """The 95th percentile of some figures in their order."""
    return ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
