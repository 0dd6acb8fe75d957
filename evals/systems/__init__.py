"""The systems that are measured. A new one is a class with a ``name`` and ``ask``, and a line in
`SYSTEMS`.
"""

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


#: What a system's name ends in where a chat model words its answers.
WITH_MODEL = "+model"
#: Makes a system over the letters in a folder; a chat model, where one is named, words its answers.
SYSTEMS: dict[str, Callable[[Path, BaseChatModel | None], System]] = {
    "assistant": AssistantSystem,
    "plain": PlainSystem,
}


def makers(
    names: Sequence[str], corpus: Path, model: BaseChatModel | None
) -> list[Callable[[], System]]:
    """What makes the systems of some names, in their order.

    A name that ends in `WITH_MODEL` is that system with the chat model. Where a model is given and
    no name says so, each is made without it and then with it.

    Raises:
        ValueError: a name is none of a system, or asks for a model where none is given.
    """
    system_names = list(names)
    if model is not None and not any(name.endswith(WITH_MODEL) for name in system_names):
        system_names += [name + WITH_MODEL for name in system_names]
    for name in system_names:
        if name.removesuffix(WITH_MODEL) not in SYSTEMS:
            raise ValueError(
                f"no system {name!r}; there are {', '.join(SYSTEMS)}, each also as NAME{WITH_MODEL}"
            )
        if name.endswith(WITH_MODEL) and model is None:
            raise ValueError(f"the system {name!r} needs --model NAME")
    return [
        lambda name=name: SYSTEMS[name.removesuffix(WITH_MODEL)](
            corpus, model if name.endswith(WITH_MODEL) else None
        )
        for name in system_names
    ]
