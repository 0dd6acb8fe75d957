"""The items behind the counts of an answer, for who asks for them: evaluations, and other programs.

An answer itself holds counts. The items of a large selection are many, and only some readers want
them.
"""

from dataclasses import replace

from assistant.answer import Answer
from assistant.evidence.chapters import items_citing
from assistant.evidence.checklist import reasons_of_line
from assistant.evidence.tally import Count, Tally
from assistant.query import Query, within
from index.determination import Outcome
from index.facets.decision import GUIDELINE, OUTCOME, REASON
from index.facets.filter import Filter, all_of, in_group, one_of, parts_of
from index.store.protocols import Records

# The groups of counts that tell of one outcome.
_OUTCOMES = {
    "upheld": Outcome.UPHELD,
    "overturned": Outcome.OVERTURNED,
    "missing": Outcome.UPHELD,
    "there": Outcome.OVERTURNED,
}


def with_items(
    answer: Answer, records: Records, most: int | None = None, counts: bool = True
) -> Answer:
    """The answer with the items of each tally, and of each count unless ``counts`` is false, by
    date, case and position; at most ``most`` of each.
    """
    tallies = tuple(
        replace(tally, items=_items(records, tally.filter, most)) for tally in answer.tallies
    )
    if not counts:
        return replace(answer, tallies=tallies)
    listed = {
        name: tuple(_listed(answer, records, name, count, most) for count in group)
        for name, group in answer.counts.items()
    }
    return replace(answer, tallies=tallies, counts=listed)


def _listed(answer: Answer, records: Records, name: str, count: Count, most: int | None) -> Count:
    """A count with its items, and those that they are among."""
    query = answer.query
    if name.endswith("chapters"):
        of_group = name.partition(":")[0]
        population = query.populations[int(of_group) - 1 if query.compare else 0]
        among = _items(records, population, most)
        items = items_citing(records, population, count.value)[:most]
        return replace(count, items=items, among=among)
    among = _items(records, _among(answer, name, count), most)
    # A count of nought may be one by no value at all, which no filter says.
    items = _items(records, behind(answer, name, count), most) if count.count else ()
    return replace(count, items=items, among=among)


def _among(answer: Answer, name: str, count: Count) -> Filter | None:
    """The filter of the items among which one of the answer's counts counts."""
    if count.filter is not None:
        return count.within
    return filter_among(answer.query, answer.tallies[0], name, count)


def filter_among(query: Query, exact: Tally, name: str, count: Count) -> Filter | None:
    """The filter of the items among which a count counts, those of an exact selection with the
    value that it is set out by, or of the outcome that it tells of.
    """
    if name == "by" and query.group_by is not None and not exact.conditional:
        return all_of([*parts_of(exact.filter), in_group(query.group_by, count.value)])
    outcome = _OUTCOMES.get(name)
    decided = [one_of(OUTCOME, [outcome.value])] if outcome else []
    return all_of([*parts_of(exact.filter), *decided])


def behind(answer: Answer, name: str, count: Count) -> Filter | None:
    """The filter of the items that one of the answer's counts counts; ``name`` is that of its
    group.
    """
    return filter_behind(answer.query, answer.tallies[0], name, count)


def filter_behind(query: Query, exact: Tally, name: str, count: Count) -> Filter | None:
    """The filter of the items that a count counts, among those of an exact selection."""
    if count.filter is not None:
        return count.filter
    if query.compare:
        first, second = query.populations[:2]
        return within(first, second)
    outcome = _OUTCOMES.get(
        name, Outcome.OVERTURNED if name == "by" and not exact.conditional else None
    )
    if name in ("missing", "there"):
        counted: Filter = one_of(REASON, reasons_of_line(count.value)[name])
    elif name == "by" and query.group_by is not None:
        counted = in_group(query.group_by, count.value)
    else:
        counted = one_of(GUIDELINE if name == "guidelines" else REASON, [count.value])
    decided = [one_of(OUTCOME, [outcome.value])] if outcome else []
    return all_of([*parts_of(exact.filter), *decided, counted])


def _items(
    records: Records, population: Filter | None, most: int | None
) -> tuple[tuple[str, int], ...]:
    return tuple(
        (case, position) for case, position, _, _ in records.outcome_rows(population, most)
    )
