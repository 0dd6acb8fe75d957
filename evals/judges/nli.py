"""A natural-language-inference cross-encoder as judge, by the name of a model that is on this
machine.
"""

from collections.abc import Sequence
from functools import cached_property

from assistant.verification.entailment import Entailment


class NliJudge:
    """Supported means: the model's probability of entailment, with the passages as premise, is
    above one half.

    Any sentence-transformers ``CrossEncoder`` whose labels hold "entailment" serves.
    """

    def __init__(self, model: str):
        self.name = f"nli:{model}"
        self._name = model

    @cached_property
    def _model(self) -> Entailment:
        return Entailment(self._name)

    def supports(self, statement: str, passages: Sequence[str]) -> bool:
        """Whether the passages together entail the statement.

        Raises:
            ModelUnavailable: there is no such model here, or it is none for inference.
        """
        return bool(passages) and self._model.entails(" ".join(passages), statement)
