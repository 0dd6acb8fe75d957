"""An embedding model that embeds each question once: the same few are asked a thousand times."""

from functools import cache

from index.embedding import DEFAULT_MODEL, SentenceEmbeddings


class RememberedQueries(SentenceEmbeddings):
    """The model with the vectors of the questions kept; they are the same, only sooner there."""

    def __init__(self, name: str = DEFAULT_MODEL, batch_size: int = 32):
        super().__init__(name, batch_size)
        self._remembered = cache(super().embed_query)

    def embed_query(self, text: str) -> list[float]:
        """The question's vector."""
        return list(self._remembered(text))
