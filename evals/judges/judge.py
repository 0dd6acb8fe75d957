"""What a judge does."""

from collections.abc import Sequence
from typing import Protocol


class Judge(Protocol):
    """Decides whether passages, each headed by its record line, carry everything that a statement
    says.
    """

    name: str

    def supports(self, statement: str, passages: Sequence[str]) -> bool:
        """Whether the passages together carry the statement."""
        ...
