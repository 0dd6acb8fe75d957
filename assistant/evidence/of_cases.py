"""Evidence about named determinations, and about those that are most like a situation."""

from collections.abc import Iterator

from assistant.evidence.evidence import Evidence
from assistant.evidence.narrowing import narrow
from assistant.evidence.retrieved import retrieve
from assistant.evidence.sources import Sources
from assistant.evidence.tally import tally
from assistant.retrieval.relaxation import is_service
from index.facets.body import REGION
from index.facets.decision import OUTCOME
from index.facets.filter import Filter, all_of, facets_of, is_about, one_of, parts_of
from index.facets.letter import CASE, POSITION
from index.store.sqlite.read import ItemRecord


def gather_cases(evidence: Evidence, sources: Sources) -> None:
    """The items of the determinations that are named, as far as the index holds them."""
    query, records = evidence.query, sources.records
    known = records.cases_named(query.cases)
    evidence.unknown_cases = tuple(name for name in query.cases if name not in known)
    if not known:
        return
    cases = one_of(CASE, known.values())
    named = [part for part in parts_of(query.filter) if facets_of(part) != {OUTCOME}]
    if query.item is not None:
        named.append(one_of(POSITION, [str(query.item)]))
    # Where the case holds no item that is all that the question names, less of it has to hold; at
    # last the whole case answers.
    for parts in _less_and_less(named):
        asked = all_of([cases, *parts])
        if case_items := records.item_records(asked):
            evidence.tallies = (tally(records, asked),)
            evidence.items = tuple(case_items)
            return


def _less_and_less(named: list[Filter]) -> Iterator[list[Filter]]:
    yield named
    yield [part for part in named if is_about(part, POSITION)]
    yield [part for part in named if is_service(part)]
    yield [part for part in named if is_about(part, REGION)]
    yield []


def gather_likeness(evidence: Evidence, sources: Sources) -> None:
    """The items of the passages found, the likest first; a clinical summary stands for all items of
    its letter that the filter meets.
    """
    narrow(evidence, sources.records)
    evidence.passages = retrieve(evidence, sources, evidence.query.filter)
    cases = dict.fromkeys(passage.metadata["case"] for passage in evidence.passages)
    if not cases:
        return
    population = all_of([one_of(CASE, cases), *parts_of(evidence.query.filter)])
    by_case: dict[str, list[ItemRecord]] = {}
    for record in sources.records.item_records(population):
        by_case.setdefault(record.case, []).append(record)
    by_number: dict[int, ItemRecord] = {}
    for passage in evidence.passages:
        for record in by_case.get(passage.metadata["case"], ()):
            if passage.metadata["item"] in (None, record.position):
                by_number.setdefault(record.id, record)
    evidence.items = tuple(by_number.values())
