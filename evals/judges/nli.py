"""A natural-language-inference cross-encoder as judge, by the name of a model that is on this machine."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

_ENTAILED = 0.5


class NliJudge:
    """Supported means: the model's probability of entailment, with the passages as premise, is above one half.

    Any sentence-transformers ``CrossEncoder`` whose labels hold "entailment" serves.
    """

    def __init__(self, model: str):
        self.name = f"nli:{model}"
        self._name = model

    @cached_property
    def _model(self) -> Any:
        from sentence_transformers import CrossEncoder

        return CrossEncoder(self._name)

    def supports(self, statement: str, passages: Sequence[str]) -> bool:
        """Whether the passages together entail the statement."""
        if not passages:
            return False
        labels = {name.lower(): number for number, name in self._model.config.id2label.items()}
        shares = self._model.predict([(" ".join(passages), statement)], apply_softmax=True)[0]
        return float(shares[labels["entailment"]]) > _ENTAILED
