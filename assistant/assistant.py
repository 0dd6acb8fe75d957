"""The whole way from a question to a grounded answer, in LangChain runnables."""

import threading
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable, RunnableLambda

from assistant.answer import Answer, Statement, renumbered
from assistant.chat_models.client import DEFAULT_LIMITS, Limits
from assistant.evidence.corpus import CorpusSummary, corpus_summary
from assistant.evidence.evidence import Evidence
from assistant.evidence.item_lists import with_items
from assistant.evidence.sources import Sources
from assistant.generation.answer_stream import AnswerStream
from assistant.generation.chat_writer import ChatWriter
from assistant.generation.draft import Draft
from assistant.history.llm_log import ExchangeLog
from assistant.intents import collect_evidence, question_of, write
from assistant.query import IntentName, check_length
from assistant.question.chat_history import told_earlier
from assistant.question.model_reader import ModelReader
from assistant.question.reader import Conversation, read_question
from assistant.question.two_readings import ReadQuestion, read_by_both
from assistant.reading import Reading
from assistant.tracing import Trace
from assistant.verification.entailment import Entailment
from index.embedding import SentenceEmbeddings
from index.settings import settings
from index.store.protocols import Records, VectorsDamaged
from index.store.store import Store


@dataclass(frozen=True)
class _Turn:
    """A question as it is asked; ``reading`` is one to answer instead, where there is one.

    ``seconds`` are noted by stage as each ends, and so are the spans of ``trace``.
    """

    question: str
    before: Reading | None
    reading: Reading | None
    earlier: tuple[Reading, ...]
    cancelled: threading.Event
    seconds: dict[str, float] = field(default_factory=dict)
    trace: Trace = field(default_factory=Trace)

    @contextmanager
    def stage(self, name: str) -> Generator[None]:
        """A stage of the answer, timed and traced."""
        start = time.perf_counter()
        with self.trace.stage(name):
            yield
        self.seconds[name] = time.perf_counter() - start


@dataclass(frozen=True)
class _Begun:
    """A question with the records that it is answered from, open until the answer is whole."""

    turn: _Turn
    records: Records


@dataclass(frozen=True)
class _Understood:
    """A question that is read as a query."""

    turn: _Turn
    records: Records
    read: ReadQuestion


@dataclass(frozen=True)
class _Gathered:
    """A question that is read, with what its answer may rest on."""

    understood: _Understood
    evidence: Evidence


@dataclass(frozen=True)
class _Drafted:
    """A question with its evidence and the built-in wording of its answer."""

    understood: _Understood
    evidence: Evidence
    draft: Draft


class Assistant:
    """Answers questions on one store; models are loaded once.

    ``model`` is the chat model that words the answers, None for the built-in writer; ``model_name``
    is how answers name it. ``log`` keeps the exchanges, by default that of ``$IMR_LOG`` where it
    names a file. ``reader`` is a chat model that reads every question beside the rules, by default
    the model that ``$IMR_QUERY_MODEL`` names; ``entailment`` checks a model's statements
    once more, by default the model that ``$IMR_NLI`` names. With ``items`` the counts of answers
    come with all the items behind them (see `with_items`). What other processes add to the store is
    seen at the next question.
    """

    def __init__(
        self,
        store: Store,
        model: BaseChatModel | None = None,
        model_name: str | None = None,
        embeddings: SentenceEmbeddings | None = None,
        limits: Limits = DEFAULT_LIMITS,
        log: ExchangeLog | None = None,
        reader: ModelReader | None = None,
        entailment: Entailment | None = None,
        items: bool = False,
    ):
        self.store = store
        self._items = items
        self._limits = limits
        chosen = settings()
        self._log = log or (ExchangeLog(chosen.log) if chosen.log else None)
        self._model = model
        self._model_name = model_name or (type(model).__name__ if model is not None else None)
        self._price = chosen.price
        reads = chosen.query_model
        same = reads and reads == self._model_name
        self._reader = reader or (
            ModelReader(reads, model if same else None, per_million=self._price if same else None)
            if reads
            else None
        )
        # Without a chat model there is nothing for it to check, and it takes its time to load.
        self._entailment = entailment or (
            Entailment(chosen.nli) if model is not None and chosen.nli else None
        )
        self.embeddings = embeddings or SentenceEmbeddings(store.state().model)
        # One thread at a time searches: another one may have to reopen the vectors.
        self._reading = threading.RLock()
        self._corpus: tuple[int, CorpusSummary] | None = None
        self._understood: Runnable[_Begun, _Understood] = RunnableLambda(self._understand)
        self._drafted: Runnable[_Understood, _Drafted] = RunnableLambda(
            self._gather
        ) | RunnableLambda(self._write)

    def ask(
        self, question: str, before: Reading | None = None, earlier: Sequence[Answer] = ()
    ) -> Answer:
        """The answer to a question; ``before`` is the reading of the answer before it in a
        conversation, ``earlier`` are all answers of it.

        Raises:
            ValueError: the question is empty.
            TooMuch: it is longer than `LONGEST_QUESTION`.
            VectorsDamaged: the store's vectors are lost or cannot be read.
        """
        return _last(self.stream(question, before, earlier=earlier))

    def answer(self, reading: Reading) -> Answer:
        """The answer to a reading as it stands, such as one that an earlier answer gave; without a
        question it is worded from the query.

        Raises:
            BadQuery: queries of its intent are not answered yet.
            VectorsDamaged: the store's vectors are lost or cannot be read.
        """
        return _last(self.stream(reading.question, reading=reading))

    def stream(
        self,
        question: str,
        before: Reading | None = None,
        reading: Reading | None = None,
        cancelled: threading.Event | None = None,
        earlier: Sequence[Answer | Reading] = (),
    ) -> Generator[Reading | Statement | Answer]:
        """The answer as it comes: the question as it is read, each statement once it has passed the
        check, last the whole answer.

        The statements are those of the answer, in its order and with its numbers; their citations
        come with the answer. A statement says nothing of how it is shown: ``essential`` ones are in
        the built-in wording. ``reading`` is one to answer as it stands, instead of the question.
        ``earlier`` are the answers of the conversation, or their readings, of which a model that
        reads questions is told a little (see `assistant.question.chat_history`). Setting
        ``cancelled`` ends the stream soon and without an answer, a running request to the model
        included; so does closing the iterator.

        Raises:
            ValueError: the question is empty.
            TooMuch: it is longer than `LONGEST_QUESTION`.
            VectorsDamaged: the store's vectors are lost or cannot be read.
        """
        question = (
            question.encode("utf-8", "replace").decode("utf-8").strip()
        )  # a terminal can hand over broken bytes
        if not question and reading is None:
            raise ValueError("the question is empty")
        if reading is None:
            check_length(question)
        elif not reading.question.strip():
            reading = replace(reading, question=question_of(reading.query))
        turn = _Turn(
            question, before, reading, told_earlier(earlier, before), cancelled or threading.Event()
        )
        return self._stream(turn)

    def _stream(self, turn: _Turn) -> Generator[Reading | Statement | Answer]:
        try:
            yield from self._parts(turn)
        finally:
            turn.trace.end()

    def _parts(self, turn: _Turn) -> Generator[Reading | Statement | Answer]:
        cancelled = turn.cancelled
        with self._reading:
            self.store.refresh()
        with self.store.records() as records:
            understood = self._understood.invoke(_Begun(turn, records))
            yield understood.read.reading
            if cancelled.is_set():
                return
            drafted = self._drafted.invoke(understood)
            evidence = drafted.evidence
            writer = (
                ChatWriter(self._model, evidence, cancelled, self._limits, self._price)
                if self._model is not None
                else None
            )
            stream = AnswerStream(
                drafted.draft, evidence, writer, self._model_name, cancelled, self._entailment
            )
            made = evidence.quotes.made
            try:
                with turn.trace.stage("tell"):
                    for _ in stream:
                        if cancelled.is_set():
                            return
                        yield renumbered(stream.statements, made)[0][-1]
            finally:
                _trace(drafted, stream)
                if self._log:
                    self._log.keep(evidence.reading, stream, writer, understood.read.exchanges)
            if not cancelled.is_set():
                answer = _answer(drafted, stream)
                yield with_items(answer, records) if self._items else answer

    def _understand(self, begun: _Begun) -> _Understood:
        with begun.turn.stage("understand"):
            return _Understood(begun.turn, begun.records, self._read(begun.turn, begun.records))

    def _read(self, turn: _Turn, records: Records) -> ReadQuestion:
        if turn.reading is not None:
            return ReadQuestion(turn.reading)
        conversation = Conversation(
            turn.before, turn.earlier, lambda: self._listed_cases(turn.before, records)
        )
        rules = read_question(turn.question, conversation)
        if self._reader is None:
            return ReadQuestion(rules)
        return read_by_both(rules, turn.earlier, self._reader, records, turn.cancelled)

    def _listed_cases(self, before: Reading | None, records: Records) -> list[str]:
        """The cases that the answer to a reading lists, in its order."""
        if before is None:
            return []
        listed = collect_evidence(before, self._sources(records)).items
        return [item.case for item in listed]

    def _sources(self, records: Records) -> Sources:
        return Sources(self.store, self.embeddings, records, self.holdings(records))

    def _gather(self, understood: _Understood) -> _Gathered:
        records = understood.records
        with understood.turn.stage("retrieve"), self._reading:
            sources = self._sources(records)
            if sources.corpus.status.passages and not self.store.vectors.holds_any():
                raise VectorsDamaged(
                    f"the vectors of the store {self.store.folder} are missing; run python -m "
                    "index add on any of its letters again, which embeds the passages anew"
                )
            return _Gathered(understood, collect_evidence(understood.read.reading, sources))

    def _write(self, gathered: _Gathered) -> _Drafted:
        understood, evidence = gathered.understood, gathered.evidence
        with understood.turn.stage("write"):
            return _Drafted(understood, evidence, write(evidence))

    def with_items(self, answer: Answer, most: int | None = None) -> Answer:
        """The answer with at most ``most`` of the items behind its tallies; as it is where the
        store has changed since it was given.
        """
        with self.store.records() as records:
            unchanged = self.holdings(records).status.fingerprint == answer.fingerprint
            return with_items(answer, records, most, counts=False) if unchanged else answer

    def holdings(self, records: Records) -> CorpusSummary:
        """What the store holds in all, counted anew when it has changed."""
        revision = self.store.state().revision
        if self._corpus is None or self._corpus[0] != revision:
            self._corpus = (revision, corpus_summary(self.store, records))
        return self._corpus[1]


def _trace(drafted: _Drafted, stream: AnswerStream) -> None:
    usage, tallies = stream.usage, drafted.evidence.tallies
    drafted.understood.turn.trace.tell(
        asked=drafted.evidence.query.intent.value,
        items=tallies[0].n if tallies else None,
        abstained=drafted.draft.abstention is not None,
        statements=len(stream.statements),
        model=stream.model_name,
        refused=len(stream.refused),
        input_tokens=usage.input_tokens if usage else None,
        output_tokens=usage.output_tokens if usage else None,
    )


def _answer(drafted: _Drafted, stream: AnswerStream) -> Answer:
    evidence, read = drafted.evidence, drafted.understood.read
    statements, citations = renumbered(stream.statements, evidence.quotes.made)
    waited = {"model": stream.usage.seconds} if stream.usage else {}
    usage = read.usage.plus(stream.usage) if read.usage else stream.usage
    return Answer(
        reading=evidence.reading,
        statements=statements,
        citations=citations,
        tallies=evidence.all_tallies
        if evidence.tallies and evidence.query.intent is not IntentName.CHAT
        else (),
        counts=evidence.all_counts,
        letters=evidence.all_letters,
        shares=evidence.shares,
        spreads=evidence.spreads,
        retrieved=tuple(
            (passage.metadata["case"], passage.metadata["item"]) for passage in evidence.passages
        ),
        abstention=drafted.draft.abstention,
        model=stream.model,
        notes=(*read.notes, *stream.notes),
        fingerprint=evidence.corpus.status.fingerprint,
        fictional=evidence.corpus.status.fictional > 0,
        seconds={**drafted.understood.turn.seconds, **waited, "ground": stream.checked},
        usage=usage,
    )


def _last(stream: Generator[Reading | Statement | Answer]) -> Answer:
    *_, answer = stream
    assert isinstance(answer, Answer), "a stream that nobody cancels ends with the answer"
    return answer
