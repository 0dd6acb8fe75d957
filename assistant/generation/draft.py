"""What is written before the grounding check."""

from dataclasses import dataclass

from assistant.answer import Abstention, Statement


@dataclass(frozen=True)
class Draft:
    """Statements before the grounding check; with an abstention they say what the index holds
    instead.
    """

    statements: tuple[Statement, ...]
    abstention: Abstention | None = None
