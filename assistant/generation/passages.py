"""Answers to open questions: what the letters say about some words."""

import re
from collections.abc import Iterator

from langchain_core.documents import Document

from assistant.answer import Statement
from assistant.evidence.evidence import Evidence
from assistant.generation.selection import of_each_group
from assistant.query import Unit
from index.determination import Excerpt, Outcome
from index.sentences import sentences
from index.store.sqlite.read import Span

_MOST = 5
# A passage answers an open question when it holds at least this share of the question's content
# words.
_COVERED = 0.6


def covering(evidence: Evidence) -> list[Document]:
    """The passages that hold enough of the question's words to speak of its subject, in the
    retriever's order.

    Similarity alone is no ground for an answer: the nearest passage to any question is near.
    """
    words = evidence.query.unread
    if evidence.parts:
        return [passage for part in evidence.parts for passage in covering(part)]
    if not words:
        return list(evidence.passages) if evidence.query.filter is not None else []
    return [
        passage
        for passage in evidence.passages
        if sum(_holds(passage.page_content, word) for word in words) >= _COVERED * len(words)
    ]


def write_passages(evidence: Evidence) -> Iterator[Statement]:
    """One statement a passage: whose it is, and its sentence that holds most of the question's
    words.
    """
    if evidence.query.compare:
        yield from of_each_group(evidence, (write_passages,))
        return
    yield Statement(
        "Counts need a service or body part that the index knows; these are the passages that "
        "speak of the words asked for.",
        essential=True,
    )
    words = evidence.query.unread
    side = evidence.query.outcome
    if side is not None:
        yield Statement(f"Passages on items that were {side} come first.", essential=True)
    for passage in _shown(evidence):
        about = passage.metadata
        text = evidence.quotes.letter(about["determination"]).text
        passage_sentences = sentences(text, about["start"], about["end"])
        best: Excerpt = max(
            passage_sentences,
            key=lambda sentence: sum(_holds(sentence.text, word) for word in words),
        )
        position = about["item"]
        outcome = _outcome(passage)
        citation = evidence.quotes.cite(
            about["determination"],
            Span(best.start, best.end),
            position,
            outcome if position else None,
        )
        where = f"item {position}, {outcome}" if position else "clinical summary"
        yield Statement(
            f"{about['case']} ({where}): “{citation.words}”", (citation.id,), "What the letters say"
        )


def _shown(evidence: Evidence) -> list[Document]:
    """The best passages: those of the side asked for before the others, one of each letter where
    letters are asked for.
    """
    passages = covering(evidence)
    if evidence.query.unit is Unit.LETTER:
        by_letter: dict[str, Document] = {}
        for passage in passages:
            by_letter.setdefault(passage.metadata["determination"], passage)
        passages = list(by_letter.values())
    if (side := evidence.query.outcome) is not None:
        passages.sort(key=lambda passage: _outcome(passage) is not side)
    return passages[: evidence.most or _MOST]


def _outcome(passage: Document) -> Outcome | None:
    """How the item of a passage was decided, as its heading says."""
    heading = passage.page_content.split("\n", 1)[0]
    return next((outcome for outcome in Outcome if f"denial {outcome}." in heading), None)


def _holds(text: str, word: str) -> bool:
    stem = re.escape(word[: max(4, len(word) - 3)])
    return re.search(rf"\b{stem}", text, re.I) is not None
