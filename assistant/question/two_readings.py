"""A question as the rules and a chat model read it: which of the two answers, and what stands
beside.

Where both read the same, the answer is the rules' and both are named. Where they differ, the one
that is better anchored in the question answers: the words of the question that its parts own, less
the parts that no word carries (see `assistant.question.anchors`); of equal ones the rules' does.
The other one is offered beside it. A model's reading with a part that no word carries never
answers.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.chat_models.usage import Usage
from assistant.query import IntentName, Query
from assistant.question.anchors import Anchoring, Anchors
from assistant.question.extension import Extensions
from assistant.question.model_reader import ModelReader, Proposal
from assistant.question.wording import NOWHERE
from assistant.reading import RULES, Reading
from index.store.protocols import Records


@dataclass(frozen=True)
class ReadQuestion:
    """A question as it is read in the end, what the asker has to know of how it came about, and
    what a chat model took for it.
    """

    reading: Reading
    notes: tuple[str, ...] = ()
    usage: Usage | None = None
    exchanges: Sequence[dict[str, Any]] = field(default_factory=tuple)


def read_by_both(
    rules: Reading,
    before: Sequence[Reading],
    model: ModelReader,
    records: Records,
    cancelled: threading.Event,
) -> ReadQuestion:
    """A question that the rules read, as a chat model reads it too; ``before`` are the readings of
    the turns before it.
    """
    if cancelled.is_set():
        return ReadQuestion(rules)
    proposal = model.propose(rules.question, before, records, cancelled)
    reading, notes = weighed(rules, proposal, before, model.name, Extensions(records))
    return ReadQuestion(reading, notes, proposal.usage, proposal.exchanges)


def weighed(
    rules: Reading,
    proposal: Proposal,
    before: Sequence[Reading],
    name: str,
    extensions: Extensions,
) -> tuple[Reading, tuple[str, ...]]:
    """The reading that answers, of the rules' and a model's of the name, and the notes on it."""
    if proposal.query is None:
        return rules, (
            f"The rules alone read the question: {name} gave no reading ({proposal.fault}).",
        )
    anchors = _anchors(rules, before)
    proposed = anchors.with_said_texts(proposal.query)
    if not extensions.differences(rules.query, proposed, rules.question):
        return replace(rules, read_by=f"{RULES} and {name}"), ()
    own, other = anchors.anchoring(rules.query), anchors.anchoring(proposed)
    better = score(anchors, other, proposed, rules.query) > score(
        anchors, own, rules.query, rules.query
    )
    if other.unanchored:
        note = (
            f"The rules alone read the question: in the reading of {name} no word of it stands for "
            f"{'; '.join(other.unanchored)}."
        )
        return (replace(rules, other=proposed, other_by=name) if better else rules), (note,)
    if not better:
        return replace(rules, other=proposed, other_by=name), ()
    notes = (
        (
            f"No word of the question is known to stand for {'; '.join(other.guessed)}: so "
            f"{name} reads it.",
        )
        if other.guessed
        else ()
    )
    return _of_model(rules, proposed, other, anchors, name), notes


def score(
    anchors: Anchors, anchoring: Anchoring, query: Query, rules: Query
) -> tuple[int, int, int]:
    """How well a reading is anchored: the words of the question that its parts own, less twice the
    parts that no word can carry; of equal ones, how much it keeps of what was asked before where
    the question does not say it, then how few words of those that a reading leaves it does.
    """
    left = anchors.left(rules, anchoring.owned) | anchors.left(query, NOWHERE)
    owned = anchors.distinct(anchoring.owned) - 2 * len(anchoring.unanchored)
    return owned, anchoring.kept, -len(left)


def _anchors(rules: Reading, before: Sequence[Reading]) -> Anchors:
    words = rules.question
    for written, read in rules.corrections:
        words = words.replace(written, read)
    return Anchors(words, [(each.question, each.query) for each in before], rules.query)


def _of_model(
    rules: Reading, proposed: Query, anchoring: Anchoring, anchors: Anchors, name: str
) -> Reading:
    """The model's reading as the answer's, the rules' beside; what neither read is named."""

    def is_left(words: str) -> bool:
        places = anchors.content(anchors.places_of(words))
        return not places or not places <= anchoring.owned

    understood = rules.query.intent is not IntentName.CHAT
    left = [words for words in rules.query.unread if is_left(words)]
    return replace(
        rules,
        query=proposed.changed(unread=tuple(dict.fromkeys((*proposed.unread, *left)))),
        modifiers=tuple(each for each in rules.modifiers if is_left(each)),
        read_by=name,
        other=rules.query if understood else None,
        other_by=RULES if understood else None,
    )
