"""Evidence on a field of a selection: how its numbers are spread, or how often each of its values
stands, for each group where several are asked for.
"""

from collections.abc import Iterator

from assistant.evidence.evidence import Evidence
from assistant.evidence.sources import Sources
from assistant.evidence.summed import Spread, spread
from assistant.evidence.tally import Count, tally
from assistant.presentation.fields import (
    FieldKind,
    facet_of_field,
    is_authorized,
    kind_of,
    value_of_field,
)
from assistant.presentation.phrases import filter_in_words
from assistant.query import Query, Statistic
from index.facets.decision import OUTCOME
from index.facets.filter import Filter, all_of, in_group, one_of, parts_of
from index.facets.registry import facet_of_group
from index.store.protocols import Records

#: So many groups are set out, of days and months more.
_GROUPS, _SPANS, _VALUES = 12, 60, 12

#: A group with its name: a selection of its own where a query compares some, a value of a facet
#: where it sets out by one.
Named = tuple[str, Filter | None]


def gather_statistic(evidence: Evidence, sources: Sources) -> None:
    """How the field asked for is spread over the selection, over the side asked for, and over each
    group; of words, how often each stands.
    """
    query, records = evidence.query, sources.records
    assert isinstance(query.measure, Statistic), "such a query has one"
    evidence.tallies = tuple(tally(records, population) for population in query.populations)
    measure_statistic(evidence, records, query, query.measure)


def measure_statistic(
    evidence: Evidence, records: Records, query: Query, measure: Statistic
) -> None:
    """The same of an answer that counts its selection besides."""
    groups = list(groups_of(records, query, evidence.most))
    if kind_of(measure.of) is FieldKind.WORDS:
        _count_values(evidence, records, query, measure.of, groups)
        return
    field = measure.of
    named: list[tuple[str | None, Filter | None]] = [(None, query.filter)]
    if query.outcome is not None:
        side = one_of(OUTCOME, [query.outcome.value])
        named.append((query.outcome.value, all_of([*parts_of(query.filter), side])))
    named += groups
    evidence.spreads = tuple(
        spread(records, population, field, label, in_bins=at == 0)
        for at, (label, population) in enumerate(named)
    )
    if is_authorized(field):
        requested = field.replace(":authorized", ":requested")
        evidence.spreads += (spread(records, query.filter, requested, "requested"),)
    elif evidence.most and not groups:
        _greatest(evidence, records, query.filter, field, evidence.most)
    for each in evidence.spreads:
        evidence.may_tell([*numbers_of(each), each.label or ""])


def groups_of(records: Records, query: Query, most: int | None) -> Iterator[Named]:
    """The groups that a query compares, each set out by its own values where it sets out too."""
    if not query.compare:
        yield from _by_value(records, query.filter, query.group_by, most)
        return
    for group, population in zip(query.compare, query.populations, strict=True):
        label = group.label.strip() or filter_in_words(group.filter)
        yield label, population
        for value, part in _by_value(records, population, query.group_by, most):
            yield f"{label}, {value}", part


def _by_value(
    records: Records, population: Filter | None, group: str | None, most: int | None
) -> Iterator[Named]:
    """The most frequent values of a facet, or all spans of time in their order, each as a group."""
    if group is None:
        return
    in_time = is_in_time(group)
    # Which groups come first is told by their statistic, not by how many items they hold.
    limit = _SPANS if in_time or most else _GROUPS
    counts = records.value_counts(population, [group], limit)[group]
    if in_time:
        counts = tuple(sorted(counts, key=lambda count: count.value))
    for count in counts:
        part = all_of([*parts_of(population), in_group(group, count.value)])
        yield value_label(group, count.value), part


def is_in_time(group: str) -> bool:
    """Whether a group sets out by days of the calendar."""
    _, bucket = facet_of_group(group)
    return bucket is not None and not bucket.spans


def value_label(group: str, value: str) -> str:
    """A value of a group as a list names it; spans of the calendar stay as they are written."""
    facet, bucket = facet_of_group(group)
    return value if bucket is not None and not bucket.spans else facet.value_words(value)


def numbers_of(each: Spread) -> list[str]:
    """Every number that a statement may tell of a spread, as it is written."""
    summary = each.summary
    points = (summary.least, summary.lower, summary.median, summary.upper, summary.most)
    written = [value_of_field(each.field, value).lstrip("-") for value in (*points, summary.mean)]
    sums = [value_of_field("age", abs(summary.total)), f"{summary.n}", f"{each.of}"]
    bins = [
        words
        for part in each.bins
        for words in (
            value_of_field(each.field, part.low).lstrip("-"),
            value_of_field(each.field, part.high).lstrip("-"),
            f"{part.n}",
        )
    ]
    return [*written, *sums, *bins]


def _greatest(
    evidence: Evidence, records: Records, population: Filter | None, field: str, most: int
) -> None:
    """The items with the greatest numbers, where a question asks for the first few."""
    found = records.extremes(population, field, most)
    by_number = records.records_of([item for item, _ in found])
    evidence.greatest = tuple(
        (by_number[item], value) for item, value in found if item in by_number
    )
    evidence.shown += tuple(record for record, _ in evidence.greatest)
    evidence.may_tell(value_of_field(field, value) for _, value in found)


def _count_values(
    evidence: Evidence, records: Records, query: Query, field: str, groups: list[Named]
) -> None:
    """How often each value of a field of words stands, in all and in each group."""
    named: list[tuple[str | None, Filter | None]] = [(None, query.filter)]
    if query.outcome is not None and field != OUTCOME.name:
        side = one_of(OUTCOME, [query.outcome.value])
        named.append((query.outcome.value, all_of([*parts_of(query.filter), side])))
    for label, population in (*named, *groups):
        name = "values" if label is None else f"values, {label}"
        values = _values_of(records, population, field, evidence.most or _VALUES)
        evidence.counts[name] = values
        evidence.may_tell([label or "", *(count.value for count in values)])


def _values_of(
    records: Records, population: Filter | None, field: str, most: int
) -> tuple[Count, ...]:
    facet = facet_of_field(field)
    of = records.amount_of(population)
    return tuple(
        Count(
            count.value,
            count.n,
            of,
            filter=all_of([*parts_of(population), in_group(facet, count.value)]),
            within=population,
        )
        for count in records.value_counts(population, [facet], most)[facet]
    )
