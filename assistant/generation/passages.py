"""Answers to open questions: what the letters say about some words."""

import re
from collections.abc import Iterator

from langchain_core.documents import Document

from assistant.answer import Statement
from assistant.evidence.evidence import Evidence
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
    yield Statement(
        "Counts need a service or body part that the index knows; these are the passages that "
        "speak of the words asked for.",
        essential=True,
    )
    words = evidence.query.unread
    for passage in covering(evidence)[:_MOST]:
        about = passage.metadata
        text = evidence.quotes.letter(about["determination"]).text
        passage_sentences = sentences(text, about["start"], about["end"])
        best: Excerpt = max(
            passage_sentences,
            key=lambda sentence: sum(_holds(sentence.text, word) for word in words),
        )
        position = about["item"]
        outcome = next(
            (
                Outcome(word)
                for word in ("upheld", "overturned")
                if f"denial {word}." in passage.page_content.split("\n", 1)[0]
            ),
            None,
        )
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


def _holds(text: str, word: str) -> bool:
    stem = re.escape(word[: max(4, len(word) - 3)])
    return re.search(rf"\b{stem}", text, re.I) is not None
