"""This assistant."""

import hashlib
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from langchain_core.language_models import BaseChatModel

from assistant.chain import Assistant
from evals.reply import CitedPassage, Counted, Reply, Said
from index.add import Adder, letter_files
from index.embedding import SentenceEmbeddings
from index.lock import writer_lock
from index.store import Store


def indexed(corpus: Path, store: Path | None = None) -> Store:
    """An open store of the letters in ``corpus``, made or brought up to date first; by default one kept for that folder."""
    folder = store or Path(tempfile.gettempdir()) / f"imr-evals-{hashlib.sha256(str(corpus.resolve()).encode()).hexdigest()[:12]}"
    folder.mkdir(parents=True, exist_ok=True)
    with writer_lock(folder, 600):
        opened = Store.open_or_create(folder)
        Adder(opened, SentenceEmbeddings(opened.state().model)).run(letter_files([corpus])[0])
    return opened


class AssistantSystem:
    """The assistant of this repository on a store of the corpus."""

    def __init__(self, corpus: Path, model: BaseChatModel | None = None):
        self.name = "assistant" if model is None else "assistant+model"
        self._assistant = Assistant(indexed(corpus), model)

    def ask(self, turns: Sequence[str]) -> Reply:
        """The reply to the last turn; the seconds are those of all turns."""
        start = time.perf_counter()
        before = None
        for turn in turns:
            answer = self._assistant.ask(turn, before)
            before = answer.query
        seconds = time.perf_counter() - start
        return Reply(
            text=answer.markdown,
            abstained=answer.abstention is not None,
            statements=tuple(Said(each.text, each.citations) for each in answer.statements),
            passages=tuple(
                CitedPassage(each.id, each.case, each.item, each.outcome.value if each.outcome else None, each.quote, each.file, each.page, each.start, each.end)
                for each in answer.citations
            ),
            counts=tuple(Counted(each.n, each.upheld, each.overturned, frozenset(each.items)) for each in answer.tallies),
            retrieved=answer.retrieved,
            seconds=seconds,
            notes=answer.notes,
        )
