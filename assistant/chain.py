"""The whole way from a question to a grounded answer, as one LangChain runnable."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable, RunnableLambda
from sqlalchemy import Connection

from assistant.answer import Answer, Statement, renumbered
from assistant.chat import ModelFailed, draft_with
from assistant.evidence import Evidence
from assistant.follow_up import follows, standing_alone, which_one
from assistant.gather import gather
from assistant.ground import ground
from assistant.holdings import Holdings, holdings
from assistant.query import Asked, Query
from assistant.understand import understand
from assistant.write import Draft, write
from index.embedding import SentenceEmbeddings
from index.store import Store
from index.vectors import VectorsDamaged


@dataclass(frozen=True)
class _Turn:
    """A question on its way through the chain; each stage fills in what it gives."""

    question: str
    connection: Connection
    before: Query | None = None
    query: Query | None = None
    evidence: Evidence | None = None
    draft: Draft | None = None
    answer: Answer | None = None
    worded: tuple[Statement, ...] = ()
    failure: str | None = None
    seconds: dict[str, float] = field(default_factory=dict)


class Assistant:
    """Answers questions on one store; models are loaded once.

    ``model`` is the chat model that words the answers, None for the built-in writer; ``model_name`` is how
    answers name it. What other processes add to the store is seen at the next question.
    """

    def __init__(self, store: Store, model: BaseChatModel | None = None, model_name: str | None = None, embeddings: SentenceEmbeddings | None = None):
        self.store = store
        self._model = model
        self._model_name = model_name or (type(model).__name__ if model else None)
        self.embeddings = embeddings or SentenceEmbeddings(store.state().model)
        # One thread at a time searches: another one may have to reopen the vectors.
        self._reading = threading.RLock()
        self._held: tuple[int, Holdings] | None = None
        self.chain: Runnable[_Turn, _Turn] = (
            RunnableLambda(_timed("understand", self._understand))
            | RunnableLambda(_timed("retrieve", self._gather))
            | RunnableLambda(_timed("write", self._write))
            | RunnableLambda(_timed("ground", self._ground))
        )

    def ask(self, question: str, before: Query | None = None) -> Answer:
        """The answer to a question; ``before`` is the query of the answer before it in a conversation.

        Raises:
            ValueError: the question is empty.
            VectorsDamaged: the store's vectors are lost or cannot be read.
        """
        question = question.encode("utf-8", "replace").decode("utf-8").strip()  # a terminal can hand over broken bytes
        if not question:
            raise ValueError("the question is empty")
        with self._reading:
            self.store.refresh()
        with self.store.engine.connect() as connection:
            turn = self.chain.invoke(_Turn(question, connection, before))
        assert turn.answer is not None, "the last stage gives the answer"
        return replace(turn.answer, seconds=turn.seconds)

    def answer(self, query: Query) -> Answer:
        """The answer to a query as it stands, such as one that an earlier answer gave.

        Raises:
            VectorsDamaged: the store's vectors are lost or cannot be read.
        """
        with self._reading:
            self.store.refresh()
        with self.store.engine.connect() as connection:
            turn = self.chain.invoke(_Turn(query.question, connection, query=query))
        assert turn.answer is not None, "the last stage gives the answer"
        return replace(turn.answer, seconds=turn.seconds)

    def _understand(self, turn: _Turn) -> _Turn:
        if turn.query is not None:
            return turn
        query = understand(turn.question)
        nth = which_one(turn.question)
        if nth is not None and turn.before is not None and not query.cases:
            listed = gather(turn.before, self.store, self.embeddings, turn.connection, self.holdings(turn.connection)).items
            if listed and nth < len(listed):
                return replace(turn, query=Query(turn.question, Asked.CASE, cases=(listed[nth].case,)))
        if turn.before is not None and follows(query, turn.before):
            query = standing_alone(query, turn.before)
        return replace(turn, query=query)

    def _gather(self, turn: _Turn) -> _Turn:
        with self._reading:
            held = self.holdings(turn.connection)
            if held.status.passages and not len(self.store.vectors):
                raise VectorsDamaged(f"the vectors of the store {self.store.folder} are missing; run python -m index add on any of its letters again, which embeds the passages anew")
            return replace(turn, evidence=gather(turn.query, self.store, self.embeddings, turn.connection, held))

    def _write(self, turn: _Turn) -> _Turn:
        draft = write(turn.evidence)
        if self._model is None or draft.abstention:
            return replace(turn, draft=draft)
        try:
            return replace(turn, draft=draft, worded=tuple(draft_with(self._model, turn.evidence)))
        except ModelFailed as failure:
            return replace(turn, draft=draft, failure=str(failure))

    def _ground(self, turn: _Turn) -> _Turn:
        own, dropped = ground(turn.draft.statements, turn.evidence)
        statements, notes, model = own, [], None
        if turn.worded:
            kept, failed = ground(turn.worded, turn.evidence)
            uncited = [statement for statement in kept if not statement.citations]
            kept = [statement for statement in kept if statement.citations]
            amount = len(failed) + len(uncited)
            if kept:
                model = self._model_name
                heading = f"In the words of the model {model}"
                statements = [*(each for each in own if each.essential), *(replace(each, heading=heading) for each in kept)]
            if amount:
                took = "were left out" if kept else "were replaced by the built-in wording"
                notes.append(f"{amount} of {len(turn.worded)} statements of the model {self._model_name} {took}: the evidence does not carry them.")
        if turn.failure:
            notes.append(f"The model {self._model_name} did not answer ({turn.failure}); this is the built-in wording.")
        if dropped:
            notes.append(f"{len(dropped)} statements were left out by the grounding check: {dropped[0].reason}.")
        evidence = turn.evidence
        statements, citations = renumbered(statements, evidence.quotes.made)
        answer = Answer(
            query=evidence.query,
            statements=statements,
            citations=citations,
            tallies=evidence.all_tallies if evidence.tallies else (),
            counts=evidence.counts,
            retrieved=tuple((each.metadata["case"], each.metadata["item"]) for each in evidence.passages),
            abstention=turn.draft.abstention,
            model=model,
            notes=tuple(notes),
            fingerprint=evidence.holdings.status.fingerprint,
            fictional=evidence.holdings.status.fictional > 0,
        )
        return replace(turn, answer=answer)

    def holdings(self, connection: Connection) -> Holdings:
        """What the store holds in all, counted anew when it has changed."""
        revision = self.store.state().revision
        if self._held is None or self._held[0] != revision:
            self._held = (revision, holdings(self.store, connection))
        return self._held[1]


def _timed(stage: str, step: Callable[[_Turn], _Turn]) -> Callable[[_Turn], _Turn]:
    def run(turn: _Turn) -> _Turn:
        start = time.perf_counter()
        done = step(turn)
        return replace(done, seconds={**done.seconds, stage: time.perf_counter() - start})

    return run
