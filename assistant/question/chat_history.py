"""The turns of a conversation that a chat model is told of: few, and of each only how it was read.

A conversation can be as long as it likes; no words of an answer and no quotes are told.
"""

from collections.abc import Sequence

from assistant.answer import Answer
from assistant.reading import Reading

#: So many turns are told, the last ones.
TURNS = 4


def told_earlier(
    answers: Sequence[Answer | Reading], before: Reading | None = None
) -> tuple[Reading, ...]:
    """How the last turns of a conversation were read, the oldest first, of its answers or of their
    readings; ``before`` is the last reading where only that is known.
    """
    if not answers:
        return (before,) if before is not None else ()
    return tuple(turn if isinstance(turn, Reading) else turn.reading for turn in answers[-TURNS:])
