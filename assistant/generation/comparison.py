"""Answers that hold selections against each other."""

from collections.abc import Iterator, Sequence

from assistant.answer import Statement
from assistant.evidence.difference import Difference
from assistant.evidence.evidence import Evidence
from assistant.evidence.tally import Tally
from assistant.generation.ranking import Ranked, first_by_count, first_by_share
from assistant.generation.selection import by_group, count_in_words, named, of_each_group
from assistant.presentation.phrases import filter_in_words, plural
from assistant.query import Query
from index.determination import Outcome

_CASES = 8


def write_comparison(evidence: Evidence) -> Iterator[Statement]:
    """The count of each group, how far each is from the first with its interval, what that does not
    show, and the cases of each.
    """
    query = evidence.query
    groups = evidence.tallies[: len(query.compare)]
    if evidence.most is not None:
        yield from _first(query, groups, evidence.most)
    for tally in groups:
        yield Statement(count_in_words(tally), essential=True)
    for at, apart in enumerate(evidence.differences, 1):
        if apart is not None:
            yield from _difference(apart, groups[0], groups[at], of_two=len(groups) == 2)
    if shared := evidence.counts.get("in both selections"):
        both = shared[0].count
        yield Statement(
            f"{plural(both, 'item')} {'is' if both == 1 else 'are'} in both selections and "
            "counted in each.",
            essential=True,
        )
    yield Statement(
        f"The {'two ' if len(groups) == 2 else ''}selections hold different workers, injuries and "
        "records; a difference between them is no effect of the service itself.",
        essential=True,
    )
    yield from of_each_group(evidence, (by_group,))
    for tally, records in zip(groups, evidence.compared, strict=True):
        for record in evidence.quotes.along(records[:_CASES]):
            citation = evidence.quotes.cite_item(record, record.request_span)
            yield Statement(
                f"{named(record)}: “{citation.words}”", (citation.id,), f"The cases: {tally.words}"
            )


def _first(query: Query, groups: Sequence[Tally], most: int) -> Iterator[Statement]:
    """Which groups come first by the share of the side asked for, by the overturned one where none
    is; of selections that name an outcome by how many items they hold.
    """
    side = query.outcome or Outcome.OVERTURNED
    labels = [group.label.strip() or filter_in_words(group.filter) for group in query.compare]
    if any(tally.conditional for tally in groups):
        ranked = [Ranked(label, each.n, each.n) for label, each in zip(labels, groups, strict=True)]
        told = first_by_count(ranked, most, "Most items")
    else:
        ranked = [
            Ranked(label, each.overturned if side is Outcome.OVERTURNED else each.upheld, each.n)
            for label, each in zip(labels, groups, strict=True)
        ]
        told = first_by_share(ranked, most, f"{side.value.capitalize()} most often")
    for words in told:
        yield Statement(words, essential=True)


def _difference(apart: Difference, first: Tally, other: Tally, of_two: bool) -> Iterator[Statement]:
    higher = "higher" if apart.value >= 0 else "lower"
    clear = (
        "The interval holds zero: these counts do not show that the two are decided differently."
        if apart.low <= 0 <= apart.high
        else "The interval does not hold zero."
    )
    named = "the second" if of_two else other.words
    yield Statement(
        f"The overturned share of {named} is {100 * abs(apart.value):.0f} percentage "
        f"points {higher} than that of {'the first' if of_two else first.words} "
        f"(95 % interval {_signed(apart.low)} to {_signed(apart.high)}). {clear}",
        essential=True,
    )
    if min(first.n, other.n) < 5:
        yield Statement(
            "With fewer than five decisions on a side a difference shows no pattern.",
            essential=True,
        )


def _signed(share: float) -> str:
    """A difference in percentage points, with a minus sign that is no hyphen."""
    return f"{100 * share:.0f}".replace("-", "−")
