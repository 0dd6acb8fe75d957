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
from assistant.intents import intent_of
from assistant.query import IntentName
from assistant.question.reader import read
from assistant.reading import Reading
from assistant.retrieval.relaxation import is_words_of_request
from index.facets.filter import all_of, parts_of
from index.facets.letter import DECIDED
from index.facets.registry import facet_of_group


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
                    **row, alone=_stands_alone(answer.reading), answer=kept_json(answer)
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
    last = {entry.answer.question: entry for entry in given if entry.alone}
    made, left = [], []
    for entry in given:
        if not entry.good:
            continue
        answer, kind = entry.answer, _kind(entry.answer)
        fields: dict[str, Any] = {"id": f"feedback-{entry.number}", "question": answer.question}
        if not entry.alone:
            left.append((entry.number, "the question does not say by itself what was answered"))
        elif last[answer.question] is not entry:
            left.append((entry.number, "there is a later word on the same question"))
        elif answer.abstention:
            why = (
                "out of scope"
                if answer.query.intent is IntentName.REFUSE
                else "no such case"
                if answer.query.intent is IntentName.CASE
                else "nothing on it"
            )
            made.append({"kind": "unanswerable", **fields, "why": why})
        elif kind is None:
            what = "a comparison" if answer.query.compare else answer.query.intent.value
            left.append((entry.number, f"an answer about {what} counts no items"))
        elif len(answer.tallies[0].items) < answer.tallies[0].n:
            left.append((entry.number, "it was kept without all the items that it counts"))
        else:
            by = {"by": _by(answer.query.group_by)} if answer.query.group_by else {}
            made.append(
                {
                    "kind": kind,
                    **fields,
                    **by,
                    "items": [list(item) for item in answer.tallies[0].items],
                }
            )
    return made, left


def _kind(answer: Answer) -> str | None:
    """What an answer is called among evaluation cases; None where nothing is counted that could be
    right.
    """
    query = answer.query
    if query.compare:
        return None
    return "trend" if query.group_by else intent_of(query).evaluation


def _by(group: str) -> str:
    """A group as evaluation cases name it: days of decision go by their span alone."""
    facet, bucket = facet_of_group(group)
    return bucket.name if bucket and facet is DECIDED else facet.name


def _stands_alone(reading: Reading) -> bool:
    """Whether the question by itself is understood as the query; words that narrow it become parts
    of the filter only when the letters are searched.
    """
    if not reading.question.strip():
        return False
    alone = read(reading.question).query
    queries = [
        query.changed(
            filter=all_of([p for p in parts_of(query.filter) if not is_words_of_request(p)]),
            unread=(),
        )
        for query in (alone, reading.query)
    ]
    return queries[0] == queries[1]
