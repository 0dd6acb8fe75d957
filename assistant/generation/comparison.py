"""Answers that hold two selections against each other."""

from collections.abc import Iterator

from assistant.answer import Statement
from assistant.evidence.evidence import Evidence
from assistant.generation.selection import count_in_words, named
from assistant.presentation.phrases import plural

_CASES = 8


def write_comparison(evidence: Evidence) -> Iterator[Statement]:
    """Both counts, their difference with its interval, what that does not show, and the cases of
    each.
    """
    first, second = evidence.tallies[:2]
    yield Statement(count_in_words(first), essential=True)
    yield Statement(count_in_words(second), essential=True)
    apart = evidence.difference
    if apart:
        higher = "higher" if apart.value >= 0 else "lower"
        clear = (
            "The interval holds zero: these counts do not show that the two are decided "
            "differently."
            if apart.low <= 0 <= apart.high
            else "The interval does not hold zero."
        )
        yield Statement(
            f"The overturned share of the second is {100 * abs(apart.value):.0f} percentage "
            f"points {higher} than that of the first (95 % interval {_signed(apart.low)} to "
            f"{_signed(apart.high)}). {clear}",
            essential=True,
        )
        if min(first.n, second.n) < 5:
            yield Statement(
                "With fewer than five decisions on a side a difference shows no pattern.",
                essential=True,
            )
    if shared := evidence.counts.get("in both selections"):
        both = shared[0].count
        yield Statement(
            f"{plural(both, 'item')} {'is' if both == 1 else 'are'} in both selections and "
            "counted in each.",
            essential=True,
        )
    yield Statement(
        "The two selections hold different workers, injuries and records; a difference between "
        "them is no effect of the service itself.",
        essential=True,
    )
    for tally, records in zip((first, second), evidence.compared, strict=True):
        for record in evidence.quotes.along(records[:_CASES]):
            citation = evidence.quotes.cite_item(record, record.request_span)
            yield Statement(
                f"{named(record)}: “{citation.words}”", (citation.id,), f"The cases: {tally.words}"
            )


def _signed(share: float) -> str:
    """A difference in percentage points, with a minus sign that is no hyphen."""
    return f"{100 * share:.0f}".replace("-", "−")
