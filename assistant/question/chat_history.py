"""The earlier turns of a conversation, as few words as a chat model needs of them, by rules.

A conversation can be as long as it likes: of each turn go the question, what it was read as and its
count, and only of the last turns; no words of an answer and no quotes.
"""

from collections.abc import Sequence

from assistant.answer import Answer
from assistant.presentation.phrases import either, filter_in_words
from assistant.reading import Reading

#: So many turns are told, the last ones; of each question so many characters.
TURNS, _LONGEST = 4, 300


def told_earlier(answers: Sequence[Answer], before: Reading | None = None) -> tuple[str, ...]:
    """The last turns of a conversation, a line each, the oldest first; ``before`` is the last query
    where only that is known.
    """
    if not answers:
        return (_turn(before),) if before is not None else ()
    return tuple(f"{_turn(answer.reading)}: {_count(answer)}" for answer in answers[-TURNS:])


def _turn(reading: Reading) -> str:
    query, question = reading.query, reading.question
    if len(question) > _LONGEST:
        question = question[:_LONGEST].rsplit(" ", 1)[0] + " …"
    if query.cases:
        about = f"decided in {either(query.cases)}"
    else:
        about = ", compared with ".join(map(filter_in_words, query.populations))
    return f"“{question}”, read as {query.intent.value} of {about}"


def _count(answer: Answer) -> str:
    if answer.abstention is not None or not answer.tallies:
        return "no answer"
    first = answer.tallies[0]
    return f"{first.n} items, {first.upheld} upheld, {first.overturned} overturned"
