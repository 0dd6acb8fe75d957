"""An embedding model that embeds each question once: the same few are asked a thousand times."""

from functools import cache

from index.embedding import SentenceEmbeddings


class RememberedQueries(SentenceEmbeddings):
    """The model with the vectors of the questions kept; they are the same, only sooner there."""

    def __init__(self, *arguments: object):
        super().__init__(*arguments)
        self._remembered = cache(super().embed_query)

    def embed_query(self, text: str) -> list[float]:
        """The question's vector."""
        return list(self._remembered(text))
