"""What readers say of answers, kept beside the store; what they vouch for as evaluation cases."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from assistant.answer import Answer, answer_from_json
from assistant.history.database import KeptFile, feedback, kept_json
from assistant.query import Asked, Query
from assistant.question.understand import understand
from index.facets.selection import Criterion, Facet

# What the kinds of answers are called among evaluation cases. Of the others nothing is counted that
# could be right.
_KINDS = {
    Asked.TALLY: "tally",
    Asked.CASES: "tally",
    Asked.DIFFERENCES: "tally",
    Asked.REASONS: "reasons",
    Asked.REQUIREMENTS: "tally",
    Asked.TREND: "trend",
    Asked.BREAKDOWN: "trend",
}


@dataclass(frozen=True)
class FeedbackEntry:
    """A reader's word on an answer. ``alone`` tells whether the question says by itself what was
    answered; a follow-up or a changed filter does not.
    """

    number: int
    owner: str
    given: datetime
    good: bool
    comment: str
    alone: bool
    answer: Answer

    def as_json(self) -> dict[str, Any]:
        """The feedback as plain values, with the answer it is on."""
        return {
            "number": self.number,
            "owner": self.owner,
            "given": self.given.isoformat(),
            "good": self.good,
            "comment": self.comment,
            "alone": self.alone,
            "answer": self.answer.as_json(),
        }


class Feedback:
    """The feedback in a store's folder; any number of threads may use one object at once.

    Every operation raises `CannotKeep` where the file cannot be used.
    """

    def __init__(self, folder: Path):
        """Open the file in the store's folder.

        Raises:
            CannotKeep: it cannot be used.
        """
        self._file = KeptFile(folder)

    def give(self, owner: str, answer: Answer, good: bool, comment: str = "") -> None:
        """Keep what the owner ("" without sign-in) says of an answer."""
        row = {
            "owner": owner,
            "given": datetime.now(UTC).isoformat(timespec="microseconds"),
            "good": good,
            "comment": comment.encode("utf-8", "replace").decode().strip(),
        }
        with self._file.writing() as connection:
            connection.execute(
                insert(feedback).values(
                    **row, alone=_stands_alone(answer.query), answer=kept_json(answer)
                )
            )

    def given(self) -> tuple[FeedbackEntry, ...]:
        """All feedback, in the order in which it was given."""
        with self._file.reading() as connection:
            rows = connection.execute(select(feedback).order_by(feedback.c.number)).all()
            return tuple(
                FeedbackEntry(
                    row.number,
                    row.owner,
                    datetime.fromisoformat(row.given),
                    row.good,
                    row.comment,
                    row.alone,
                    answer_from_json(json.loads(row.answer)),
                )
                for row in rows
            )

    def close(self) -> None:
        """Give the file free."""
        self._file.close()


def cases(given: Iterable[FeedbackEntry]) -> tuple[list[dict[str, Any]], list[tuple[int, str]]]:
    """The evaluation cases that approving readers vouch for, and the numbers of the other approved
    answers with the reason why they make none.

    What is vouched for is which items were counted, or that there is no answer. A later word on the
    same question counts instead of an earlier one.
    """
    last = {each.answer.query.question: each for each in given if each.alone}
    made, left = [], []
    for each in given:
        if not each.good:
            continue
        answer, kind = each.answer, _KINDS.get(each.answer.query.asked)
        told: dict[str, Any] = {"id": f"feedback-{each.number}", "question": answer.query.question}
        if not each.alone:
            left.append((each.number, "the question does not say by itself what was answered"))
        elif last[answer.query.question] is not each:
            left.append((each.number, "there is a later word on the same question"))
        elif answer.abstention:
            why = (
                "out of scope"
                if answer.query.asked is Asked.OUT_OF_SCOPE
                else "no such case"
                if answer.query.asked is Asked.CASE
                else "nothing on it"
            )
            made.append({"kind": "unanswerable", **told, "why": why})
        elif kind is None:
            left.append(
                (each.number, f"an answer about {answer.query.asked.value} counts no items")
            )
        elif len(answer.tallies[0].items) < answer.tallies[0].n:
            left.append((each.number, "it was kept without all the items that it counts"))
        else:
            by = {"by": answer.query.by.value} if answer.query.by else {}
            made.append(
                {
                    "kind": kind,
                    **told,
                    **by,
                    "items": [list(item) for item in answer.tallies[0].items],
                }
            )
    return made, left


def _stands_alone(query: Query) -> bool:
    """Whether the question by itself is understood as the query; words that narrow it become
    criteria only when the letters are searched.
    """
    alone = understand(query.question) if query.question.strip() else None

    def named(criteria: Iterable[Criterion]) -> list[Criterion]:
        return [each for each in criteria if each.facet is not Facet.MENTIONS]

    return alone is not None and (
        alone.asked,
        alone.cases,
        alone.against,
        alone.by,
        named(alone.selection.criteria),
    ) == (query.asked, query.cases, query.against, query.by, named(query.selection.criteria))
