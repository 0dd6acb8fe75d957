"""Evidence about groups that are held against each other."""

from assistant.evidence.difference import difference
from assistant.evidence.evidence import LOOKED_INTO, Evidence
from assistant.evidence.narrowing import note_unheard
from assistant.evidence.of_groups import gather_parts
from assistant.evidence.of_population import gather_by, records_in
from assistant.evidence.retrieved import items_of, retrieve_for_each
from assistant.evidence.sources import Sources
from assistant.evidence.tally import Count, tally_of
from assistant.query import within


def gather_comparison(evidence: Evidence, sources: Sources) -> None:
    """A tally of each group, how far each is from the first, what the first two share, and the
    first items of each.
    """
    records, populations = sources.records, evidence.query.populations
    note_unheard(evidence, records)
    evidence.passages = retrieve_for_each(evidence, sources, populations)
    tallies, first = [], []
    for population in populations:
        with records.choose(population, items_of(evidence.passages)) as chosen:
            tallies.append(tally_of(population, chosen.totals))
            first.append(chosen.first(LOOKED_INTO))
    evidence.tallies = tuple(tallies)
    evidence.differences = tuple(difference(tallies[0], other) for other in tallies[1:])
    shared = records.amount_of(within(*populations)) if len(populations) == 2 else 0
    evidence.counts = (
        {"in both selections": (Count("in both selections", shared, tallies[0].n),)}
        if shared
        else {}
    )
    by_number = records.records_of([number for numbers in first for number in numbers])
    evidence.compared = tuple(records_in(by_number, numbers) for numbers in first)
    evidence.items = tuple(by_number.values())


def gather_set_out(evidence: Evidence, sources: Sources) -> None:
    """How the items of each group are decided by the values that the query sets out by."""
    gather_parts(evidence, sources, gather_by)
