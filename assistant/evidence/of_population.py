"""Evidence about what meets a filter: its counts, wider ones where it holds few items, and the
items that are shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from assistant.evidence.associations import TELLING, associations
from assistant.evidence.checklist import checklist
from assistant.evidence.evidence import DOUBTFUL, LOOKED_INTO, QUOTES, REASONS, Evidence
from assistant.evidence.narrowing import narrow
from assistant.evidence.retrieved import items_of, retrieve
from assistant.evidence.sources import Sources
from assistant.evidence.tally import Count, tally, tally_of
from assistant.retrieval.relaxation import FEW, relax
from index.determination import Outcome
from index.facets.decision import GUIDELINE, OUTCOME, REASON, REPEAT
from index.facets.facet import Facet
from index.facets.filter import (
    Filter,
    all_of,
    asks_for,
    facets_of,
    in_group,
    one_of,
    parts_of,
    without_naming,
)
from index.facets.registry import facet_of_group
from index.store.protocols import Records
from index.store.sqlite.chosen import Chosen
from index.store.sqlite.facet_values import ValueCount
from index.store.sqlite.read import ItemRecord

#: What the counts of a value's own items are named by, before the value.
OF_VALUE = "of "
_OF_VALUES, _OF_EACH = 8, 3


def gather_population(
    evidence: Evidence, sources: Sources, sets_apart: bool = False, requirements: bool = False
) -> None:
    """Everything on what meets the query's filter; with ``sets_apart`` what sets the overturned
    items apart, with ``requirements`` the checklist of what reviewers asked for.
    """
    records = sources.records
    narrow(evidence, records)
    population = evidence.query.filter
    evidence.passages = retrieve(evidence, sources, population)
    with records.choose(population, items_of(evidence.passages)) as chosen:
        exact = tally_of(population, chosen.totals)
        _count(evidence, chosen, sets_apart)
        if requirements:
            _count_requirements(evidence, chosen)
        _choose(evidence, chosen, records)
    evidence.tallies = (exact,)
    if exact.n < FEW and population is not None:
        _widen(evidence, records, population)
    either = without_naming(population, OUTCOME)
    evidence.base = tally(records, either) if either is not None and either != population else None
    if not exact.n and evidence.base:
        # Of a count of nought the items that were decided the other way are shown.
        evidence.wider_items = tuple(records.records_of(first_items(records, either)).values())


def gather_by(evidence: Evidence, sources: Sources) -> None:
    """How the items of a population are decided by the values that the query sets out by."""
    query = evidence.query
    assert query.group_by is not None, "what is set out is set out by a group"
    with sources.records.choose(query.filter) as chosen:
        counts = chosen.counts([query.group_by])[query.group_by]
        evidence.tallies = (tally_of(query.filter, chosen.totals),)
        evidence.counts["by"] = _by(counts, query.group_by, query.filter, chosen.totals.n)


def count_of_each(evidence: Evidence, sources: Sources, facet: Facet) -> None:
    """The most frequent values of a facet among the items with each value that the query sets out
    by: the most frequent values of those, or the latest days.
    """
    group, population = evidence.query.group_by, evidence.query.filter
    if group is None or facet_of_group(group)[0] is facet or not evidence.tallies:
        return
    _, bucket = facet_of_group(group)
    by = evidence.counts["by"]
    in_time = bucket is not None and not bucket.spans
    for value in by[-_OF_VALUES:] if in_time else by[: evidence.most or _OF_VALUES]:
        part = all_of([*parts_of(population), in_group(group, value.value)])
        of = sources.records.amount_of(part)
        counts = sources.records.value_counts(part, [facet.name], _OF_EACH)[facet.name]
        evidence.counts[f"{OF_VALUE}{value.value}"] = tuple(
            Count(
                count.value,
                count.n,
                of,
                filter=all_of([*parts_of(part), one_of(facet, [count.value])]),
                within=part,
            )
            for count in counts
        )


def gather_side(evidence: Evidence, sources: Sources) -> None:
    """Everything on the items of the side that is asked for, beside the count of both sides."""
    query = evidence.query
    if query.outcome is not None and OUTCOME not in facets_of(query.filter):
        side = one_of(OUTCOME, [query.outcome.value])
        population = all_of([*parts_of(query.filter), side])
        evidence.reading = replace(evidence.reading, query=query.changed(filter=population))
    gather_population(evidence, sources)


def _count(evidence: Evidence, chosen: Chosen, sets_apart: bool) -> None:
    """What is counted of the exact filter."""
    group, whole = evidence.query.group_by, chosen.totals
    groups = [
        REASON.name,
        GUIDELINE.name,
        *(TELLING if sets_apart else ()),
        *([group] if group else []),
    ]
    counts = chosen.counts(dict.fromkeys(groups))
    evidence.counts = {
        "by": _by(counts[group], group, evidence.query.filter, whole.n) if group else (),
        "guidelines": tuple(
            Count(facet_count.value, facet_count.n, whole.n)
            for facet_count in counts[GUIDELINE.name]
        ),
        "upheld": _most_frequent(
            Count(facet_count.value, facet_count.upheld, whole.upheld)
            for facet_count in counts[REASON.name]
        ),
        "overturned": _most_frequent(
            Count(facet_count.value, facet_count.n - facet_count.upheld, whole.overturned)
            for facet_count in counts[REASON.name]
        ),
    }
    if sets_apart:
        evidence.associations = associations(whole.overturned, whole.upheld, counts)


def _count_requirements(evidence: Evidence, chosen: Chosen) -> None:
    whole = chosen.totals
    evidence.requirements = checklist(chosen)
    evidence.counts["missing"] = tuple(
        Count(line.words, line.missing, whole.upheld) for line in evidence.requirements
    )
    evidence.counts["there"] = tuple(
        Count(line.words, line.there, whole.overturned) for line in evidence.requirements
    )


def _choose(evidence: Evidence, chosen: Chosen, records: Records) -> None:
    """The few items of the exact selection that are shown or quoted; their records are read at
    once.
    """
    if evidence.requirements:
        reasons = [
            (outcome, reason)
            for line in evidence.requirements
            for outcome, tags in line.reasons.items()
            for reason in tags
        ]
    else:
        reasons = [
            (outcome, count.value)
            for outcome in Outcome
            for count in evidence.counts[outcome.value][: evidence.most or REASONS]
        ]
    first = chosen.first(max(LOOKED_INTO, evidence.most or 0))
    sides = {outcome: chosen.first(LOOKED_INTO, outcome) for outcome in Outcome}
    examples = {
        (outcome, reason): chosen.first_with_reason(reason, outcome, QUOTES)
        for outcome, reason in reasons
    }
    told_before = (
        chosen.first_told_before(QUOTES) if asks_for(evidence.query.filter, REPEAT) else []
    )
    by_number = records.records_of(
        [
            *first,
            *told_before,
            *(number for group in (*sides.values(), *examples.values()) for number in group),
        ],
    )
    evidence.items = records_in(by_number, first)
    evidence.sides = {outcome: records_in(by_number, side) for outcome, side in sides.items()}
    evidence.examples = {key: records_in(by_number, some) for key, some in examples.items()}
    evidence.told_before = records_in(by_number, told_before)
    evidence.doubtful = tuple(chosen.doubtful_cases(DOUBTFUL + 1))


def records_in(
    by_number: Mapping[int, ItemRecord], numbers: Iterable[int]
) -> tuple[ItemRecord, ...]:
    """The records of some items by their numbers, as far as they are among those held."""
    return tuple(by_number[number] for number in numbers if number in by_number)


def _widen(evidence: Evidence, records: Records, population: Filter) -> None:
    """Add the tallies of ever wider filters until enough items are held, and the first of the items
    that they bring, in the order in which they do.
    """
    known = {record.id for record in evidence.items}
    taken = list(known)
    for step in relax(population):
        counted = records.totals(step)
        if counted.n > len(taken):
            evidence.tallies = (*evidence.tallies, tally_of(step, counted))
            taken += [number for number in first_items(records, step) if number not in taken]
        if len(taken) >= FEW:
            break
    evidence.wider_items = tuple(
        records.records_of([number for number in taken if number not in known]).values()
    )


def first_items(records: Records, population: Filter | None) -> list[int]:
    """The numbers of the first items of a population."""
    with records.choose(population) as chosen:
        return chosen.first(LOOKED_INTO)


def _by(
    counts: Sequence[ValueCount], group: str, population: Filter | None, n: int
) -> tuple[Count, ...]:
    """How many items with each value of a group were overturned, of how many: spans of time in
    their order, else the most frequent first.

    Of a filter that names an outcome, how many of its ``n`` items have each value: how those were
    decided is no count.
    """
    _, bucket = facet_of_group(group)
    in_time = bucket is not None and not bucket.spans
    ordered = sorted(counts, key=lambda facet_count: facet_count.value) if in_time else counts
    if OUTCOME in facets_of(population):
        return tuple(Count(facet_count.value, facet_count.n, n) for facet_count in ordered)
    return tuple(
        Count(facet_count.value, facet_count.n - facet_count.upheld, facet_count.n)
        for facet_count in ordered
    )


def _most_frequent(counts: Iterable[Count]) -> tuple[Count, ...]:
    """The counts of what there is, the most frequent first, equally frequent ones by name."""
    return tuple(
        sorted(
            (count for count in counts if count.count),
            key=lambda count: (-count.count, count.value),
        )
    )
