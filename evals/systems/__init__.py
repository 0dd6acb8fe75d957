"""The systems that are measured. A new one is a class with a ``name`` and ``ask``, and a line in `SYSTEMS`."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from langchain_core.language_models import BaseChatModel

from evals.reply import Reply
from evals.systems.assistant import AssistantSystem
from evals.systems.plain import PlainSystem


class System(Protocol):
    """Something that answers questions over a corpus of letters."""

    name: str

    def ask(self, turns: Sequence[str]) -> Reply:
        """The reply to the last of some turns of a conversation."""
        ...


#: Makes a system over the letters in a folder; a chat model, where one is named, words its answers.
SYSTEMS: dict[str, Callable[[Path, BaseChatModel | None], System]] = {"assistant": AssistantSystem, "plain": PlainSystem}
