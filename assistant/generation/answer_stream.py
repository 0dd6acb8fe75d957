"""The statements of an answer one by one, each only once it has passed the grounding check."""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer import Citation, Statement
from assistant.chat_models.usage import Usage
from assistant.evidence.evidence import Evidence
from assistant.generation.chat_writer import ChatWriter
from assistant.generation.draft import Draft
from assistant.verification import Rejected, ground
from assistant.verification.clauses import MARK
from assistant.verification.entailment import Entailment

# A model that goes on and on is cut here; two to eight statements are asked for.
_MOST = 20


class AnswerStream:
    """The statements of one answer, as they pass.

    Iterating gives its statements in their order, with the numbers of the evidence's citations.
    Afterwards ``statements`` holds them all, ``model`` the model's name where its wording was
    shown, ``notes`` what the reader has to know of what was not (``entailment`` is asked too, where
    there is one), ``usage`` what the model took, ``checked`` the seconds that the check took, and
    ``refused`` the model's statements that failed it, with the reasons.
    """

    def __init__(
        self,
        draft: Draft,
        evidence: Evidence,
        writer: ChatWriter | None,
        model_name: str | None,
        cancelled: threading.Event,
        entailment: Entailment | None = None,
    ):
        self._draft = draft
        self._evidence = evidence
        self._writer = (
            writer
            if not draft.abstention
            and not all(statement.essential for statement in draft.statements)
            else None
        )
        self.model_name = model_name
        self._cancelled = cancelled
        self._entailment = entailment
        self.statements: list[Statement] = []
        self.notes: list[str] = []
        self.refused: list[Rejected] = []
        self.model: str | None = None
        self.usage: Usage | None = None
        self.checked = 0.0
        self._said = self._mended = self._failed = 0

    def __iter__(self) -> Iterator[Statement]:
        for statement in self._statements():
            if self._cancelled.is_set():
                return
            self.statements.append(statement)
            yield statement
        if self._writer:
            self.usage = replace(
                self._writer.usage, said=self._said, refused=self._failed, mended=self._mended
            )

    def _statements(self) -> Iterator[Statement]:
        own, rejected = self._check(self._draft.statements)
        rest = own
        if self._writer:
            # What stands before the first replaceable statement stands there whoever words the
            # rest.
            first = next(
                (position for position, statement in enumerate(own) if not statement.essential),
                len(own),
            )
            yield from own[:first]
            rest = own[first:]
            for statement in self._of_model(self._writer):
                if self.model is None:
                    self.model = self.model_name
                    yield from (statement for statement in rest if statement.essential)
                    rest = []
                yield statement
        yield from rest
        if rejected:
            self.notes.append(
                f"{len(rejected)} statements were left out by the grounding check: "
                f"{rejected[0].reason}."
            )

    def _of_model(self, writer: ChatWriter) -> Iterator[Statement]:
        """The model's statements that pass, those first that pass at once; what fails is asked for
        again once.
        """
        heading = f"In the words of the model {self.model_name}"
        seen: set[str] = set()
        refused: list[Rejected] = []
        amount = shown = mended = 0
        for said in writer.first():
            amount += 1
            if amount > _MOST:
                break
            statement = self._grounded(said)
            if statement is None:
                refused.append(self.refused[-1])
            elif statement.text not in seen:
                seen.add(statement.text)
                shown += 1
                yield replace(statement, heading=heading)
        broken = writer.failure
        if refused and not broken and not self._cancelled.is_set():
            for said, _ in zip(writer.again(refused), refused, strict=False):
                statement = self._grounded(said) if said.text not in seen else None
                if statement is not None:
                    seen.add(statement.text)
                    mended += 1
                    yield replace(statement, heading=heading)
        self._said, self._failed, self._mended = min(amount, _MOST), len(refused), mended
        self._note(self._said, len(refused), mended, shown + mended, broken)

    def _cited(self, statement: Statement) -> list[Citation]:
        marks = {*statement.citations, *(int(mark) for mark in MARK.findall(statement.text))}
        return [citation for citation in self._evidence.quotes.made if citation.id in marks]

    def _note(self, amount: int, refused: int, mended: int, shown: int, broken: str | None) -> None:
        if refused:
            left = max(0, refused - mended)
            rest = "were left out" if shown else "were replaced by the built-in wording"
            again = f"; asked again, it put {mended} right" if mended else ""
            self.notes.append(
                f"{refused} of {amount} statements of the model {self.model_name} were refused: "
                f"the evidence does not carry them{again}; {left} {rest}."
            )
        if broken and shown:
            self.notes.append(
                f"The model {self.model_name} broke off ({broken}); what stands here of its words "
                "passed the check."
            )
        elif broken:
            self.notes.append(
                f"The model {self.model_name} did not answer ({broken}); this is the built-in "
                "wording."
            )

    def _check(self, statements: Sequence[Statement]) -> tuple[list[Statement], list[Rejected]]:
        start = time.perf_counter()
        try:
            return ground(statements, self._evidence)
        finally:
            self.checked += time.perf_counter() - start

    def _grounded(self, statement: Statement) -> Statement | None:
        """A statement of the model as it can be shown, None where it cannot; ``refused`` then ends
        with it.
        """
        start = time.perf_counter()
        try:
            kept, rejected = ground([statement], self._evidence, by_model=True)
            if (
                kept
                and self._entailment
                and (reason := self._entailment.fault(kept[0], self._cited(kept[0])))
            ):
                kept, rejected = [], [Rejected(statement, reason)]
            self.refused += rejected
            return kept[0] if kept else None
        finally:
            self.checked += time.perf_counter() - start
