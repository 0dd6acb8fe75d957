"""This assistant."""

import hashlib
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.chat_models.usage import Usage
from assistant.question.reader import leaned_on
from evals.reply import CitedPassage, Counted, FacetCount, Reply, Said
from index.embedding import SentenceEmbeddings
from index.readers import digest
from index.store.ingest import Adder, letter_files
from index.store.lock import writer_lock
from index.store.sqlite.schema import SCHEMA
from index.store.store import Store


def indexed(corpus: Path) -> Store:
    """An open store of just the letters in ``corpus``, kept for the next run on the same files."""
    paths = letter_files([corpus])[0]
    content = hashlib.sha256(
        "".join(f"{path.resolve()}{digest(path)}" for path in paths).encode()
    ).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"imr-evals-{SCHEMA}-{content}"
    folder.mkdir(parents=True, exist_ok=True)
    with writer_lock(folder, 600):
        store = Store.open_or_create(folder)
        Adder(store, SentenceEmbeddings(store.state().model)).run(paths)
    return store


class AssistantSystem:
    """The assistant of this repository on a store of the corpus."""

    def __init__(self, corpus: Path, model: BaseChatModel | None = None):
        self.name = "assistant" if model is None else "assistant+model"
        self._assistant = Assistant(indexed(corpus), model, items=True)

    def ask(self, turns: Sequence[str]) -> Reply:
        """The reply to the last turn; the seconds are those of all turns."""
        start = time.perf_counter()
        answers: list[Answer] = []
        for turn in turns:
            answers.append(
                self._assistant.ask(turn, leaned_on(answer.reading for answer in answers), answers)
            )
        answer = answers[-1]
        seconds = time.perf_counter() - start
        return Reply(
            text=answer.markdown,
            abstained=answer.abstention is not None,
            statements=tuple(Said(each.text, each.citations) for each in answer.statements),
            passages=tuple(
                CitedPassage(
                    each.id,
                    each.case,
                    each.item,
                    each.outcome.value if each.outcome else None,
                    each.quote,
                    each.file,
                    each.page,
                    each.start,
                    each.end,
                )
                for each in answer.citations
            ),
            counts=tuple(
                Counted(each.n, each.upheld, each.overturned, frozenset(each.items))
                for each in answer.tallies
            ),
            facets=tuple(
                FacetCount(each.value, each.count, each.of, frozenset(each.items))
                for group in answer.counts.values()
                for each in group
            ),
            retrieved=answer.retrieved,
            seconds=seconds,
            notes=answer.notes,
            **_taken([each.usage for each in answers if each.usage]),
        )


def _taken(usages: Sequence[Usage]) -> dict[str, Any]:
    """What a chat model took for all turns, as a reply tells it."""
    if not usages:
        return {}
    given = [each.output_tokens for each in usages if each.output_tokens is not None]
    tokens = [
        (each.input_tokens or 0) + (each.output_tokens or 0)
        for each in usages
        if each.input_tokens is not None or each.output_tokens is not None
    ]
    return {
        "tokens": sum(tokens) if tokens else None,
        "given": sum(given) if given else None,
        "waited": sum(each.seconds for each in usages),
        "drafted": sum(each.said for each in usages),
        "refused": sum(each.refused for each in usages),
        "mended": sum(each.mended for each in usages),
    }
