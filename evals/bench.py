"""Speed: adding letters beside the plain pipeline, and answering. Both in the same run, on the same letters."""

import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from assistant.chain import Assistant
from evals.plain import index_plainly
from index.add import Adder, letter_files
from index.embedding import SentenceEmbeddings
from index.lock import writer_lock
from index.store import Store


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
    """How long a pipeline took to add ``letters``, and how much of that was embedding ``passages``."""

    name: str
    letters: int
    passages: int
    seconds: float
    embedding: float

    @property
    def row(self) -> str:
        """The measurement as a table row."""
        return f"{self.name:24} {self.letters:7} {self.passages:9} {self.seconds:8.1f} {self.letters / self.seconds:10.2f} {self.embedding / self.seconds:10.0%}"


def measure_adding(paths: list[Path], folder: Path) -> list[Adding]:
    """Adding the letters by this index, then by the plain pipeline, each into a new store; the model is loaded before."""
    found = []
    embeddings = _Timed()
    embeddings.embed_query("warm up")
    for name in ("this index", "plain pipeline"):
        embeddings.seconds, embeddings.texts = 0.0, 0
        start = time.perf_counter()
        if name == "this index":
            _add(paths, folder / "index", embeddings)
        else:
            index_plainly(paths, embeddings, folder / "plain")
        found.append(Adding(name, len(paths), embeddings.texts, time.perf_counter() - start, embeddings.seconds))
    return found


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
    last = answering[min(len(answering) - 1, round(0.95 * len(answering)))]
    lines = [f"{'adding':24} {'letters':>7} {'passages':>9} {'seconds':>8} {'letters/s':>10} {'embedding':>10}"]
    lines += [each.row for each in adding]
    lines += [f"answering {len(questions)} questions: median {1000 * statistics.median(answering):.0f} ms, 95th percentile {1000 * last:.0f} ms"]
    return "\n".join(lines)
