"""What each part of the search is worth: dense, by words, fused, with and without record lines,
facets and a reranker.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from assistant.assistant import Assistant
from assistant.reading import Reading
from assistant.retrieval.retriever import reciprocal_rank_fusion
from evals.gold import Corpus, Gold, gold_of
from evals.intervals import Mean, bootstrap_mean
from evals.judges import LexicalJudge
from evals.metrics.retrieval import retrieval
from evals.metrics.score import Scored
from evals.questions import Case, FollowUpCase
from evals.reply import Reply
from evals.systems.assistant import indexed
from index.embedding import SentenceEmbeddings
from index.store.sqlite.passages import (
    PassageRecord,
)
from index.store.sqlite.words import content_words
from index.store.store import Store

_DEPTH = 100
# How many passages a reranker reads.
_RERANKED = 30
_METRICS = ("recall@10", "nDCG@10", "MRR", "mismatch@5")


@dataclass(frozen=True)
class Variant:
    """One way to search: by which rankings, over passages with or without their record lines, among
    all or those of the selection.
    """

    rankings: tuple[str, ...]
    lines: bool
    facets: bool
    reranked: bool = False

    @property
    def words(self) -> str:
        """The variant as a row's name."""
        in_words = " + ".join(self.rankings) + (", fused" if len(self.rankings) > 1 else "")
        return (
            in_words
            + (", record lines" if self.lines else "")
            + (", facets" if self.facets else "")
            + (", reranked" if self.reranked else "")
        )


#: From the plainest to what the assistant does, which is the last without a reranker.
VARIANTS = tuple(
    Variant(rankings, lines, facets)
    for facets in (False, True)
    for rankings in (("dense",), ("lexical",), ("dense", "lexical"))
    for lines in (False, True)
)


class _Passages:
    """A store's passages with their vectors and word indexes, with and without record lines."""

    def __init__(self, records: Sequence[PassageRecord], embeddings: SentenceEmbeddings):
        self.records = {record.id: record for record in records}
        self.ids = list(self.records)
        self._place = {name: place for place, name in enumerate(self.ids)}
        texts = {
            lines: [
                f"{record.heading}\n{record.body}" if lines else record.body for record in records
            ]
            for lines in (False, True)
        }
        self.texts = texts
        self._vectors = {
            lines: np.asarray(embeddings.embed_documents(texts[lines])) for lines in texts
        }
        self._words = sqlite3.connect(":memory:")
        for lines, name in ((False, "bare"), (True, "headed")):
            self._words.execute(
                f"CREATE VIRTUAL TABLE {name} USING fts5(words, tokenize='porter unicode61')"
            )
            self._words.executemany(
                f"INSERT INTO {name}(rowid, words) VALUES (?, ?)", enumerate(texts[lines])
            )

    def dense(self, vector: Sequence[float], lines: bool, among: set[str] | None) -> list[str]:
        """The passages nearest to a question's vector, by cosine."""
        order = np.argsort(-(self._vectors[lines] @ np.asarray(vector)))
        return [self.ids[place] for place in order if among is None or self.ids[place] in among][
            :_DEPTH
        ]

    def lexical(self, question: str, lines: bool, among: set[str] | None) -> list[str]:
        """The passages that hold the question's words, by BM25."""
        words = content_words(question)
        if not words:
            return []
        table = "headed" if lines else "bare"
        query = " OR ".join('"' + word.replace('"', "") + '"' for word in words)
        rows = self._words.execute(
            f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rank", (query,)
        )
        return [self.ids[place] for (place,) in rows if among is None or self.ids[place] in among][
            :_DEPTH
        ]


def ablate(
    letters: Path, cases: Sequence[Case], corpus: Corpus, reranker: str | None = None
) -> dict[Variant, dict[str, Mean]]:
    """Each variant's retrieval measures over the cases that something is to be found for; the
    facets are those understood of the question.

    ``reranker`` names a cross-encoder of sentence-transformers; it reorders what the last variant
    finds.

    Raises:
        ValueError: the reranker cannot be loaded.
    """
    store = indexed(letters)
    embeddings = SentenceEmbeddings(store.state().model)
    with store.records() as records:
        passage_records = list(records.passage_records(records.every_passage_id()).values())
    passages = _Passages(passage_records, embeddings)
    judges = _reranker(reranker) if reranker else None
    variants = (
        VARIANTS
        if judges is None
        else (
            *VARIANTS,
            Variant(
                *[getattr(VARIANTS[-1], name) for name in ("rankings", "lines", "facets")],
                reranked=True,
            ),
        )
    )
    values: dict[Variant, dict[str, list[float]]] = {
        variant: {name: [] for name in _METRICS} for variant in variants
    }
    assistant = Assistant(store, embeddings=embeddings)
    for case, gold, reading in tqdm(
        _asked(assistant, cases, corpus), unit="case", desc="Searching"
    ):
        vector = embeddings.embed_query(reading.question)
        among = _among(store, reading)
        for variant in variants:
            inside = among if variant.facets else None
            rankings = [
                passages.dense(vector, variant.lines, inside)
                if name == "dense"
                else passages.lexical(reading.question, variant.lines, inside)
                for name in variant.rankings
            ]
            ranked = (
                [name for name, _ in reciprocal_rank_fusion(rankings)]
                if len(rankings) > 1
                else rankings[0]
            )
            if variant.reranked and judges is not None:
                ranked = judges(
                    reading.question,
                    ranked[:_RERANKED],
                    [
                        f"{passages.records[name].heading}\n{passages.records[name].body}"
                        for name in ranked[:_RERANKED]
                    ],
                )
            reply = Reply(
                "",
                False,
                retrieved=tuple(
                    (passages.records[name].case, passages.records[name].item)
                    for name in ranked[:_DEPTH]
                ),
            )
            for score in retrieval(Scored(case, gold, reply, corpus, LexicalJudge())):
                # A search that finds nothing has recalled nothing; only its mismatch is undefined.
                if score.value is not None:
                    values[variant][score.metric].append(score.value)
                elif score.metric != "mismatch@5":
                    values[variant][score.metric].append(0.0)
    return {
        variant: {name: bootstrap_mean(scores) for name, scores in measures.items()}
        for variant, measures in values.items()
    }


def _asked(
    assistant: Assistant, cases: Sequence[Case], corpus: Corpus
) -> Iterator[tuple[Case, Gold, Reading]]:
    """The cases about items, each with its gold and how the assistant reads its last
    turn.
    """
    for case in cases:
        gold = gold_of(case, corpus)
        if not gold.item_sets or not gold.about:
            continue
        reading = None
        for turn in case.turns if isinstance(case, FollowUpCase) else (case.question,):
            reading = assistant.ask(turn, reading).reading
        assert reading is not None, "a case has a question"
        yield case, gold, reading


def _among(store: Store, reading: Reading) -> set[str] | None:
    """The passages of the selection, of both selections of a comparison; None where the question
    selects nothing.
    """
    populations = reading.query.populations
    if all(population is None for population in populations):
        return None
    with store.records() as records:
        return {
            name
            for population in populations
            for name in records.passage_ids(population, 10_000_000)
        }


def _reranker(name: str):
    from sentence_transformers import CrossEncoder

    try:
        model = CrossEncoder(name)
    except Exception as error:  # the library has errors of many kinds for a missing model
        raise ValueError(f"the reranker {name!r} cannot be loaded: {error}") from error

    def rerank(question: str, ids: Sequence[str], texts: Sequence[str]) -> list[str]:
        if not ids:
            return []
        scores = model.predict([(question, text) for text in texts])
        return [
            name for _, name in sorted(zip(scores, ids, strict=True), key=lambda pair: -pair[0])
        ]

    return rerank


def as_text(means: dict[Variant, dict[str, Mean]]) -> str:
    """The measures as a table, a row a variant."""
    width = max(len(variant.words) for variant in means)
    lines = [f"{'search':{width}}" + "".join(f"{name:>28}" for name in _METRICS)]
    lines += [
        f"{variant.words:{width}}" + "".join(f"{means[variant][name]!s:>28}" for name in _METRICS)
        for variant in means
    ]
    return "\n".join(lines)
