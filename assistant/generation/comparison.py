"""Answers that hold selections against each other."""

from collections.abc import Iterator

from assistant.answer import Statement
from assistant.evidence.difference import Difference
from assistant.evidence.evidence import Evidence
from assistant.evidence.tally import Tally
from assistant.generation.selection import count_in_words, named
from assistant.presentation.phrases import plural

_CASES = 8


def write_comparison(evidence: Evidence) -> Iterator[Statement]:
    """The count of each group, how far each is from the first with its interval, what that does not
    show, and the cases of each.
    """
    groups = evidence.tallies[: len(evidence.query.compare)]
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
    for tally, records in zip(groups, evidence.compared, strict=True):
        for record in evidence.quotes.along(records[:_CASES]):
            citation = evidence.quotes.cite_item(record, record.request_span)
            yield Statement(
                f"{named(record)}: “{citation.words}”", (citation.id,), f"The cases: {tally.words}"
            )


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
