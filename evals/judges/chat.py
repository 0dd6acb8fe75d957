"""A chat model as judge."""

from collections.abc import Sequence
from importlib.resources import files

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage

_PROMPT = files("evals.judges").joinpath("support.md").read_text("utf-8")


class ChatJudge:
    """Supported means: the model answers the question in ``support.md`` with yes."""

    def __init__(self, model: BaseChatModel, name: str):
        self.name = f"chat:{name}"
        self._model = model

    def supports(self, statement: str, passages: Sequence[str]) -> bool:
        """Whether the model finds that the passages together carry the statement."""
        if not passages:
            return False
        joined = "\n\n".join(passages)
        return (
            self._model.invoke([HumanMessage(_PROMPT.format(passages=joined, statement=statement))])
            .text.strip()
            .lower()
            .startswith("yes")
        )
