"""The earlier turns of a conversation, as few words as a chat model needs of them, by rules.

A conversation can be as long as it likes: of each turn go the question, what it was read as and its
count, and only of the last turns; no words of an answer and no quotes.
"""

from collections.abc import Sequence

from assistant.answer import Answer
from assistant.presentation.phrases import either, selection_in_words
from assistant.question.draft import Draft

#: So many turns are told, the last ones; of each question so many characters.
TURNS, _LONGEST = 4, 300


def told_earlier(answers: Sequence[Answer], before: Draft | None = None) -> tuple[str, ...]:
    """The last turns of a conversation, a line each, the oldest first; ``before`` is the last query
    where only that is known.
    """
    if not answers:
        return (_turn(before),) if before is not None else ()
    return tuple(f"{_turn(answer.query)}: {_count(answer)}" for answer in answers[-TURNS:])


def _turn(query: Draft) -> str:
    question = (
        query.question
        if len(query.question) <= _LONGEST
        else query.question[:_LONGEST].rsplit(" ", 1)[0] + " …"
    )
    about = (
        f"decided in {either(query.cases)}" if query.cases else selection_in_words(query.selection)
    )
    about += (
        f", compared with {selection_in_words(query.against)}" if query.against is not None else ""
    )
    return f"“{question}”, read as {query.asked.value} of {about}"


def _count(answer: Answer) -> str:
    if answer.abstention is not None or not answer.tallies:
        return "no answer"
    first = answer.tallies[0]
    return f"{first.n} items, {first.upheld} upheld, {first.overturned} overturned"
