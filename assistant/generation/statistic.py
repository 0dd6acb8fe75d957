"""Answers about numbers of the items: days between dates, ages, amounts."""

from collections.abc import Iterator

from assistant.answer import Statement
from assistant.evidence.evidence import Evidence
from assistant.presentation.phrases import period_in_words, plural
from assistant.query import Statistic
from index.store.sqlite.summary import Summary

_DAYS = {
    "decided": "the decision",
    "injured": "the injury",
    "denied": "the utilization review denial",
    "received": "receipt of the application",
    "assigned": "assignment",
}


def field_in_words(field: str) -> str:
    """A field of numbers as a noun phrase: "days from the utilization review denial to the
    decision", "the worker's age", "sessions requested".
    """
    kind, _, rest = field.partition(":")
    if kind == "days":
        first, _, last = rest.partition("-")
        return f"days from {_DAYS[first]} to {_DAYS[last]}"
    if kind == "amount":
        return f"{rest.partition(':')[0]} requested"
    return "the worker's age"


def write_statistic(evidence: Evidence) -> Iterator[Statement]:
    """What was asked of the numbers first, then how they are spread, and of how many items they
    are known.
    """
    measure, numbers, tally = evidence.query.measure, evidence.statistic, evidence.tallies[0]
    assert isinstance(measure, Statistic) and numbers is not None, "a statistic was gathered"
    field = field_in_words(measure.of)
    about = f"{tally.words} ({period_in_words(*tally.period)})"
    known = f"known of {numbers.n:,} of {plural(tally.n, 'disputed item')}: {about}"
    if not numbers.n:
        yield Statement(
            f"{field[0].upper()}{field[1:]}: known of none of {plural(tally.n, 'disputed item')}: "
            f"{about}.",
            essential=True,
        )
        return
    yield Statement(f"{_asked(measure, numbers, field)}; {known}.", essential=True)
    yield Statement(
        f"Median {_number(numbers.median)}, the middle half from {_number(numbers.lower)} to "
        f"{_number(numbers.upper)}, all from {_number(numbers.least)} to {_number(numbers.most)}, "
        f"mean {_number(numbers.mean)}.",
        essential=True,
    )
    if numbers.n < 5:
        yield Statement(
            f"{plural(numbers.n, 'item')} {'is' if numbers.n == 1 else 'are'} too few to show a "
            "pattern.",
            essential=True,
        )


def numbers_told(numbers: Summary) -> frozenset[str]:
    """Every number that an answer may tell of a statistic."""
    values = (
        numbers.least,
        numbers.lower,
        numbers.median,
        numbers.upper,
        numbers.most,
        numbers.mean,
        numbers.total,
    )
    # A minus sign is no part of a number as the check reads it.
    return frozenset(_number(abs(value)).replace(",", "") for value in (*values, numbers.n))


def _asked(measure: Statistic, numbers: Summary, field: str) -> str:
    in_words = {
        "median": f"a median of {_number(numbers.median)}",
        "mean": f"a mean of {_number(numbers.mean)}",
        "total": f"{_number(numbers.total)} in all",
        "range": f"from {_number(numbers.least)} to {_number(numbers.most)}",
        "distribution": f"a median of {_number(numbers.median)}",
    }[measure.show]
    return f"{field[0].upper()}{field[1:]}: {in_words}"


def _number(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")
