"""An extra check of a chat model's statements by a model of natural-language inference, off unless
one is named ($IMR_NLI).

The rules of `assistant.verification.wording` compare words and do not see how they hang together: a
condition left out, or words of one sentence put together anew. A cross-encoder for inference can;
it errs in its own ways, so it only ever refuses what the rules let pass.
"""

import threading
from collections.abc import Sequence
from typing import Any

from assistant.answer import Citation, Statement
from assistant.chat_models.errors import ModelUnavailable
from assistant.verification.clauses import MARK

ENTAILMENT, CONTRADICTION = "entailment", "contradiction"
# Entailed is what the model gives more than an even chance.
_ENTAILED = 0.5


class Entailment:
    """A cross-encoder of sentence-transformers whose labels hold "entailment", by name or folder;
    its files are on this machine, nothing is fetched.
    """

    def __init__(self, name: str, model: Any = None):
        """Load the model, unless a loaded one is given.

        Raises:
            ModelUnavailable: there is no such model here, or it is none for inference.
        """
        self.name = name
        self._model = _loaded(name) if model is None else model
        self._labels = {
            str(label).lower(): int(number)
            for number, label in dict(self._model.config.id2label or {}).items()
        }
        self._one_at_a_time = threading.Lock()
        if ENTAILMENT not in self._labels:
            raise ModelUnavailable(
                f"the model {name!r} is none for natural-language inference: its labels are "
                f"{', '.join(self._labels) or 'none'}, not {ENTAILMENT!r} among them"
            )

    def shares(self, premise: str, hypothesis: str) -> dict[str, float]:
        """The probability of each label, "entailment" and mostly "neutral" and "contradiction"."""
        with self._one_at_a_time:
            probabilities = self._model.predict([(premise, hypothesis)], apply_softmax=True)[0]
        return {label: float(probabilities[number]) for label, number in self._labels.items()}

    def entails(self, premise: str, hypothesis: str) -> bool:
        """Whether a text entails another."""
        return self.shares(premise, hypothesis)[ENTAILMENT] > _ENTAILED

    def fault(self, statement: Statement, cited: Sequence[Citation]) -> str | None:
        """Why the quotes that a statement cites, each with its case and outcome, do not entail it;
        None where they do.
        """
        premise = " ".join(f"{_about(citation)}: {citation.words}" for citation in cited)
        shares = self.shares(premise, " ".join(MARK.sub(" ", statement.text).split()))
        if shares[ENTAILMENT] > _ENTAILED:
            return None
        contradicted = shares.get(CONTRADICTION, 0.0) == max(shares.values())
        return (
            f"what it cites {'contradicts' if contradicted else 'does not entail'} it, by the "
            f"inference model {self.name}"
        )


def _about(citation: Citation) -> str:
    if citation.item is None:
        return f"Clinical summary of {citation.case}"
    return f"In {citation.case}, item {citation.item}, the denial was {citation.outcome}"


def _loaded(name: str) -> Any:
    from sentence_transformers import CrossEncoder

    try:
        return CrossEncoder(name, device="cpu", local_files_only=True)
    except Exception as error:  # the libraries raise errors of many kinds
        raise ModelUnavailable(
            f"the inference model {name!r} cannot be loaded "
            f"({' '.join(str(error).split())[:300]}); name a model whose files are on this "
            "machine, or leave it out"
        ) from error
