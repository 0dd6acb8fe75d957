"""The plain retrieval chain: the k nearest chunks, and an answer from them."""

import re
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from langchain_core.documents import Document
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage
from langchain_core.messages.ai import UsageMetadata

from evals.plain import index_plainly
from evals.reply import CitedPassage, Counted, Reply, Said
from index.embedding import SentenceEmbeddings
from index.readers import read_letter
from index.store.ingest import letter_files

_K = 8
_OUTCOME = re.compile(r":?\s*(Upheld|Overturned)\s*$", re.M)
_COUNTS = re.compile(
    r"\bhow (?:often|many|usual|likely|are|is|do|does|were|was)"
    r"|\b(?:share|percent|rate|which|list|ever|usually|odds|chances?)\b",
    re.I,
)
_PROMPT = """\
Answer the question from the numbered excerpts of determination letters only. After each \
sentence give the numbers of the excerpts that support it, like [1]. If they do not answer \
the question, reply exactly: I don't know.

{context}

Question: {question}
Answer:"""


class PlainSystem:
    """Top-k retrieval over character chunks; counts by counting the outcomes in what it retrieved.

    Without a chat model the answer is extractive: from each chunk the sentence that shares most
    words with the question. A chunk knows its file; which item a line "…: Upheld" decides is looked
    up in the letter by its position, which is more than such a chain knows, and in its favour.
    """

    def __init__(self, corpus: Path, model: BaseChatModel | None = None):
        self.name = "plain" if model is None else "plain+model"
        self._model = model
        paths = letter_files([corpus])[0]
        self._folder = tempfile.TemporaryDirectory()
        self._store = index_plainly(paths, SentenceEmbeddings(), Path(self._folder.name))
        self._letters = {str(path): read_letter(path) for path in paths}

    def ask(self, turns: Sequence[str]) -> Reply:
        """The reply to the last turn."""
        question = turns[-1]
        start = time.perf_counter()
        chunks = self._store.similarity_search(question, k=_K)
        decided = [self._decided(chunk) for chunk in chunks]
        passages = tuple(
            self._passage(number, chunk, items)
            for number, (chunk, items) in enumerate(zip(chunks, decided, strict=True), 1)
        )
        counted = {(case, item): outcome for items in decided for case, item, outcome in items}
        counts: tuple[Counted, ...] = ()
        statements: list[Said] = []
        if _COUNTS.search(question):
            overturned = sum(outcome == "overturned" for outcome in counted.values())
            counts = (
                Counted(len(counted), len(counted) - overturned, overturned, frozenset(counted)),
            )
            statements.append(
                Said(
                    f"Of {len(counted)} items found, {len(counted) - overturned} were upheld "
                    f"and {overturned} overturned."
                )
            )
        usage = waited = None
        if self._model is None:
            statements += [
                Said(
                    f"{passage.case}: “{_nearest_sentence(passage.quote, question)}”", (passage.id,)
                )
                for passage in passages[:5]
            ]
            abstained = False
        else:
            asked = time.perf_counter()
            said, usage = self._worded(question, passages)
            waited = time.perf_counter() - asked
            abstained = "i don't know" in said.lower()
            statements += _with_marks(said, len(passages))
        return Reply(
            text="\n".join(statement.text for statement in statements),
            abstained=abstained,
            statements=() if abstained else tuple(statements),
            passages=passages,
            counts=() if abstained else counts,
            retrieved=tuple((passage.case, passage.item) for passage in passages),
            seconds=time.perf_counter() - start,
            tokens=usage["total_tokens"] if usage else None,
            given=usage["output_tokens"] if usage else None,
            waited=waited,
        )

    def _worded(
        self, question: str, passages: Sequence[CitedPassage]
    ) -> tuple[str, UsageMetadata | None]:
        assert self._model is not None
        context = "\n\n".join(
            f"[{passage.id}] ({passage.case})\n{passage.quote}" for passage in passages
        )
        reply = self._model.invoke(
            [HumanMessage(_PROMPT.format(context=context, question=question))]
        )
        return reply.text, getattr(reply, "usage_metadata", None)

    def _decided(self, chunk: Document) -> list[tuple[str, int, str]]:
        """The items whose outcome stands in a chunk, as (case, item, outcome)."""
        letter, page, start = (
            self._letters[chunk.metadata["source"]],
            chunk.metadata["page"] or 1,
            chunk.metadata["start_index"],
        )
        begin = letter.text.page_starts[page - 1] + start
        before = len(_OUTCOME.findall(letter.text[:begin]))
        matches = _OUTCOME.finditer(letter.text, begin, begin + len(chunk.page_content))
        return [
            (letter.path.stem, before + number, match.group(1).lower())
            for number, match in enumerate(matches, 1)
        ]

    def _passage(
        self, number: int, chunk: Document, decided: list[tuple[str, int, str]]
    ) -> CitedPassage:
        path, start = Path(chunk.metadata["source"]), chunk.metadata["start_index"]
        item, outcome = (decided[0][1], decided[0][2]) if decided else (None, None)
        return CitedPassage(
            number,
            path.stem,
            item,
            outcome,
            chunk.page_content,
            str(path),
            chunk.metadata["page"] or None,
            start,
            start + len(chunk.page_content),
        )


def _nearest_sentence(text: str, question: str) -> str:
    words = set(re.findall(r"[a-z]{3,}", question.lower()))
    return max(
        re.split(r"(?<=[.!?])\s+", text.strip()),
        key=lambda sentence: len(words & set(re.findall(r"[a-z]{3,}", sentence.lower()))),
    )


def _with_marks(said: str, most: int) -> list[Said]:
    statements = []
    for sentence in re.split(r"(?<=[.!?\]])\s+(?=[A-Z])", said.strip()):
        marks = tuple(
            int(mark) for mark in re.findall(r"\[(\d+)\]", sentence) if 1 <= int(mark) <= most
        )
        if sentence.strip():
            statements.append(Said(re.sub(r"\s*\[\d+\]", "", sentence).strip(), marks))
    return statements
