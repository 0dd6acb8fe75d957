"""The passages that are nearest to a question."""

from collections.abc import Sequence

from langchain_core.documents import Document

from assistant.evidence.evidence import Evidence
from assistant.evidence.narrowing import narrow
from assistant.evidence.sources import Sources
from assistant.question.courtesy import without_courtesies
from assistant.retrieval.retriever import Retriever
from index.facets.filter import Filter

_PASSAGES = 12


def retrieve(
    evidence: Evidence, sources: Sources, population: Filter | None
) -> tuple[Document, ...]:
    """The passages of a population that are nearest to the question, the best first."""
    retriever = Retriever(
        store=sources.store,
        embeddings=sources.embeddings,
        population=population,
        most=max(_PASSAGES, 2 * (evidence.most or 0)),
    )
    words = evidence.query.situation or without_courtesies(evidence.reading.question)
    return tuple(retriever.invoke(words))


def retrieve_for_each(
    evidence: Evidence, sources: Sources, populations: Sequence[Filter | None]
) -> tuple[Document, ...]:
    """The best passages of several populations together."""
    every = [
        passage for population in populations for passage in retrieve(evidence, sources, population)
    ]
    return tuple(sorted(every, key=lambda passage: -passage.metadata["score"])[:_PASSAGES])


def gather_passages(evidence: Evidence, sources: Sources) -> None:
    """The passages that are nearest to the question within the filter."""
    narrow(evidence, sources.records)
    evidence.passages = retrieve(evidence, sources, evidence.query.filter)


def items_of(passages: Sequence[Document]) -> list[tuple[str, int]]:
    """The items that some passages are about, by determination and position, in their order."""
    return [
        (passage.metadata["determination"], passage.metadata["item"])
        for passage in passages
        if passage.metadata["item"]
    ]
