"""Stores embedded by the words of their passages: what a process that a test starts needs, and
little else, since each loads it anew.
"""

import hashlib
import re
from pathlib import Path

import numpy as np

from index.embedding import SentenceEmbeddings
from index.store.ingest import Adder, letter_files
from index.store.lock import writer_lock
from index.store.store import Store


class WordVectors(SentenceEmbeddings):
    """Stands in for the embedding model where a test is not about it: a text's vector counts its
    words.
    """

    def __init__(self, name: str = "words"):
        super().__init__(name)

    @property
    def max_tokens(self) -> int:
        return 256

    def count_tokens(self, texts: list[str]) -> list[int]:
        return [2 + len(re.findall(r"\w+|\W", text)) for text in texts]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors = np.zeros((len(texts), 64))
        for row, text in zip(vectors, texts, strict=True):
            for word in re.findall(r"[a-z]+", text.lower()):
                row[int(hashlib.md5(word.encode()).hexdigest(), 16) % 64] += 1
            row += 1e-3
            row /= np.linalg.norm(row)
        return vectors.tolist()


def add(folder: Path, *paths: Path):
    """Add letters to the store in ``folder`` with `WordVectors`; the report."""
    folder.mkdir(parents=True, exist_ok=True)
    with writer_lock(folder, 0):
        store = Store.open_or_create(folder, "words")
        try:
            return Adder(store, WordVectors()).run(letter_files(paths)[0])
        finally:
            store.close()
