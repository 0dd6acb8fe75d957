"""What evidence is taken from."""

from dataclasses import dataclass

from langchain_core.embeddings import Embeddings

from assistant.evidence.corpus import CorpusSummary
from index.store.protocols import Records
from index.store.store import Store


@dataclass(frozen=True)
class Sources:
    """A store with its records, open as long as the evidence is used; the model that embeds
    questions; and what the store holds in all.
    """

    store: Store
    embeddings: Embeddings
    records: Records
    corpus: CorpusSummary
