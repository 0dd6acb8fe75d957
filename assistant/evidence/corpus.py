"""What the index holds in all: the base that every count is held against."""

from dataclasses import dataclass

from assistant.evidence.tally import Count, Tally, tally
from index.facets.service import PROCEDURE
from index.store.protocols import Records
from index.store.status import Status, status
from index.store.store import Store


@dataclass(frozen=True)
class CorpusSummary:
    """The store's status, the tally of all its items, and the services that are most often in
    dispute.
    """

    status: Status
    all_items: Tally
    services: tuple[Count, ...]


def corpus_summary(store: Store, records: Records) -> CorpusSummary:
    """The summary of what a store holds now."""
    everything = tally(records)
    services = tuple(
        Count(value, number, everything.n) for value, number in records.most_frequent(PROCEDURE, 6)
    )
    return CorpusSummary(status(store), everything, services)
