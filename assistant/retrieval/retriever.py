"""Passages for a question: dense and word search, fused, within a selection."""

from collections.abc import Sequence

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.facets.filter import Filter
from index.store.sqlite.words import content_words
from index.store.store import Store

# A selection of up to this many passages is compared exactly; a larger one by the index, as deep as
# below.
_EXACT = 2_000
_DEPTH = 100


def reciprocal_rank_fusion(
    rankings: Sequence[Sequence[str]], k: int = 60
) -> list[tuple[str, float]]:
    """Reciprocal rank fusion: each ranking adds 1 / (k + rank) to the score of its entries; best
    first.

    G. V. Cormack, C. L. A. Clarke, S. Büttcher, "Reciprocal rank fusion outperforms Condorcet and
    individual rank learning methods", SIGIR 2009, with its k of 60.
    """
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, entry in enumerate(ranking, 1):
            scores[entry] = scores.get(entry, 0.0) + 1 / (k + rank)
    return sorted(scores.items(), key=lambda scored: -scored[1])


class Retriever(BaseRetriever):
    """Passages of a store, by LangChain's retriever interface.

    A document's content is the passage under its record line; its metadata hold the passage's
    ``id``, ``case``, ``item`` (None for the clinical summary), ``determination``, ``start`` and
    ``end`` (offsets into the letter's running text), and the fused ``score``.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    store: Store
    embeddings: Embeddings
    population: Filter | None = None
    most: int = 12

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        with self.store.records() as records:
            by_words = records.matching_passages(content_words(query), _DEPTH, self.population)
            within = (
                records.passage_ids(self.population, _EXACT + 1)
                if self.population is not None
                else []
            )
        vector = self.embeddings.embed_query(query)
        if self.population is not None and len(within) <= _EXACT:
            by_meaning = self.store.vectors.nearest_among(vector, within, _DEPTH)
        else:
            by_meaning = self.store.vectors.nearest(vector, _DEPTH)
            if self.population is not None:
                by_meaning = self._inside(by_meaning)
        ranked = reciprocal_rank_fusion([[name for name, _ in by_meaning], by_words])
        with self.store.records() as records:
            by_name = records.passage_records([name for name, _ in ranked])
        return [
            Document(
                id=name,
                page_content=f"{record.heading}\n{record.body}",
                metadata={
                    "id": name,
                    "case": record.case,
                    "item": record.item,
                    "determination": record.determination,
                    "start": record.span.start,
                    "end": record.span.end,
                    "score": score,
                },
            )
            for name, score in ranked
            if (record := by_name.get(name))
        ][: self.most]

    def _inside(self, ranked: list[tuple[str, float]]) -> list[tuple[str, float]]:
        with self.store.records() as records:
            inside = records.passages_inside(self.population, [name for name, _ in ranked])
        return [hit for hit in ranked if hit[0] in inside]
