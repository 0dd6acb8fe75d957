"""Answers about a field: how its numbers are spread, or how often each of its values stands."""

from collections.abc import Callable, Iterator, Sequence

from assistant.answer import Statement
from assistant.evidence.evidence import Evidence
from assistant.evidence.summed import Spread
from assistant.generation.ranking import Ranked, first_by_count
from assistant.generation.selection import named
from assistant.presentation.fields import (
    FieldKind,
    field_in_words,
    holders_in_words,
    is_authorized,
    is_of_letter,
    kind_of,
    number_in_words,
    value_of_field,
)
from assistant.presentation.phrases import (
    filter_in_words,
    group_label,
    period_in_words,
    plural,
    service,
)
from assistant.query import Statistic, Unit

_GROUPS, _EQUAL = 12, 5
#: What is shown of a spread, by the name under which a query asks for it.
_POINTS: dict[str, Callable[[Spread], float]] = {
    "median": lambda spread: spread.summary.median,
    "mean": lambda spread: spread.summary.mean,
    "total": lambda spread: spread.summary.total,
    "range": lambda spread: spread.summary.most,
    "distribution": lambda spread: spread.summary.median,
}


def write_statistic(evidence: Evidence) -> Iterator[Statement]:
    """What was asked of the field first, of the side asked for before all; then how it is spread,
    and of how many it is known; then each group.
    """
    measure = evidence.query.measure
    assert isinstance(measure, Statistic), "a statistic was gathered"
    if kind_of(measure.of) is FieldKind.WORDS:
        yield from _values(evidence, measure)
        return
    groups = groups_gathered(evidence)
    whole = evidence.spreads[0]
    side = next((each for each in evidence.spreads if _is_side(evidence, each)), None)
    if groups and (evidence.most or evidence.query.compare):
        yield from _ranked(measure, groups, evidence.most or len(groups))
    yield from _first(evidence, measure, side or whole)
    yield from _requested(evidence, measure)
    yield from _spread(measure, side or whole)
    if side is not None:
        yield Statement(
            f"Whatever the outcome: {_told(measure, whole)}; {_known(whole)}.", essential=True
        )
    yield from _unit(evidence, measure)
    yield from _greatest(evidence, measure)
    yield from _groups(evidence, measure, groups)
    yield from _distribution(side or whole, measure)


def groups_gathered(evidence: Evidence) -> tuple[Spread, ...]:
    """The spreads of the groups: those of a comparison, or of the values set out by."""
    return tuple(
        each
        for each in evidence.spreads
        if each.label is not None
        and not _is_side(evidence, each)
        and each.field == evidence.spreads[0].field
    )


def _is_side(evidence: Evidence, each: Spread) -> bool:
    outcome = evidence.query.outcome
    return outcome is not None and each is evidence.spreads[1] and each.label == outcome.value


def _first(evidence: Evidence, measure: Statistic, spread: Spread) -> Iterator[Statement]:
    tally = evidence.tallies[0]
    about = spread_words(spread)
    if len(evidence.tallies) == 1 and spread.label is None:
        about = f"{tally.words} ({period_in_words(*tally.period)})"
    field = field_in_words(measure.of)
    if is_authorized(measure.of):
        yield Statement(_authorized(spread, field), essential=True)
    if not spread.summary.n:
        yield Statement(
            f"{_capital(field)}: known of none of {_holders(spread)}: {about}.", essential=True
        )
        return
    yield Statement(
        f"{_capital(field)}: {_told(measure, spread)}; {_known(spread)}: {about}.",
        essential=True,
    )


def spread_words(spread: Spread) -> str:
    """The selection of a spread in words."""
    return filter_in_words(spread.filter)


def _authorized(spread: Spread, field: str) -> str:
    known = f"Here {field} are known of {spread.summary.n:,} of {_holders(spread)}"
    return (
        "Letters do not record the authorized amount as such; it is known only where the claims "
        f"administrator authorized a part and the letter quotes it. {known}."
    )


def _requested(evidence: Evidence, measure: Statistic) -> Iterator[Statement]:
    """What was requested, where what was authorized is asked for and seldom told."""
    if not is_authorized(measure.of):
        return
    requested = evidence.spreads[-1]
    field = _capital(field_in_words(requested.field))
    if not requested.summary.n:
        yield Statement(f"{field}: known of none of {_holders(requested)} either.", essential=True)
        return
    yield Statement(
        f"{field}, as disputed: {_told(measure, requested)}; {_known(requested)}.", essential=True
    )


def _told(measure: Statistic, spread: Spread) -> str:
    """What is asked of a spread: "a median of 41", "1,204 in all (mean 30.1)"."""
    summary = spread.summary

    def value(number: float) -> str:
        return value_of_field(measure.of, number)

    if not summary.n:
        return "not known"
    if measure.show == "total":
        if kind_of(measure.of) is FieldKind.DAY:
            return f"days have no total; from {value(summary.least)} to {value(summary.most)}"
        return f"{number_in_words(summary.total)} in all (mean {value(summary.mean)})"
    if measure.show == "mean":
        return f"a mean of {value(summary.mean)}"
    if measure.show == "range":
        return f"from {value(summary.least)} to {value(summary.most)}"
    if measure.show == "distribution":
        return (
            f"the middle half from {value(summary.lower)} to {value(summary.upper)}, a median of "
            f"{value(summary.median)}"
        )
    return f"a median of {value(summary.median)}"


def _known(spread: Spread) -> str:
    return f"known of {spread.summary.n:,} of {_holders(spread)}"


def _holders(spread: Spread) -> str:
    return holders_in_words(spread.field, spread.of)


def _spread(measure: Statistic, spread: Spread) -> Iterator[Statement]:
    summary = spread.summary
    if not summary.n:
        return
    median, lower, upper, least, most, mean = (
        value_of_field(measure.of, value)
        for value in (
            summary.median,
            summary.lower,
            summary.upper,
            summary.least,
            summary.most,
            summary.mean,
        )
    )
    yield Statement(
        f"Median {median}, the middle half from {lower} to {upper}, all from {least} to {most}, "
        f"mean {mean}.",
        essential=True,
    )
    if summary.n < 5:
        one = "determination" if is_of_letter(measure.of) else "item"
        yield Statement(
            f"{plural(summary.n, one)} {'is' if summary.n == 1 else 'are'} too few to show a "
            "pattern.",
            essential=True,
        )


def _unit(evidence: Evidence, measure: Statistic) -> Iterator[Statement]:
    if evidence.query.unit is Unit.LETTER and not is_of_letter(measure.of):
        yield Statement("Each item has its own, so that items are counted here.", essential=True)


def _greatest(evidence: Evidence, measure: Statistic) -> Iterator[Statement]:
    for record, value in evidence.greatest:
        citation = evidence.quotes.cite_item(record, record.request_span)
        yield Statement(
            f"{value_of_field(measure.of, value)}: {named(record)}: “{citation.words}”",
            (citation.id,),
            "The greatest",
        )


def _groups(
    evidence: Evidence, measure: Statistic, groups: Sequence[Spread]
) -> Iterator[Statement]:
    """A row for each group: how many, median, quartiles, range."""
    group = evidence.query.group_by
    heading = "Each group" if group is None else f"By {group_label(group)}"
    limit = len(groups) if evidence.query.compare or evidence.most is None else evidence.most
    shown = groups if evidence.most is None else _in_order(measure, groups)[:limit]
    for spread in shown:
        yield Statement(_row(measure, spread), (), heading, essential=True)
    if any(0 < spread.summary.n < 5 for spread in shown):
        yield Statement("A group of fewer than five shows no pattern.", (), heading, essential=True)


def _row(measure: Statistic, spread: Spread) -> str:
    summary = spread.summary
    name = _capital(service(spread.label or ""))
    if not summary.n:
        return f"{name}: known of none of {_holders(spread)}."

    def value(number: float) -> str:
        return value_of_field(measure.of, number)

    asked = {
        "mean": f", mean {value(summary.mean)}",
        "total": f", {number_in_words(summary.total)} in all",
    }.get(measure.show, "")
    return (
        f"{name}: n {summary.n:,} of {spread.of:,}, median {value(summary.median)}, middle half "
        f"{value(summary.lower)} to {value(summary.upper)}, all {value(summary.least)} to "
        f"{value(summary.most)}{asked}."
    )


def _in_order(measure: Statistic, groups: Sequence[Spread]) -> list[Spread]:
    """The groups by what is asked of them, the greatest first; those of which nothing is known, and
    those of fewer than five where there are others, come last.
    """
    thick = any(each.summary.n >= 5 for each in groups)
    return sorted(
        groups,
        key=lambda each: (
            each.summary.n < 5 if thick else not each.summary.n,
            -_POINTS[measure.show](each),
            each.label or "",
        ),
    )


def _ranked(measure: Statistic, groups: Sequence[Spread], most: int) -> Iterator[Statement]:
    """Which groups come first by what is asked, with ties and thin groups named."""
    ranked = [each for each in _in_order(measure, groups) if each.summary.n]
    if len(ranked) < 2:
        return
    point = _POINTS[measure.show]
    last = ranked[: max(1, most)][-1]
    first = [each for at, each in enumerate(ranked) if at < most or point(each) == point(last)]
    asked = "greatest value" if measure.show == "range" else measure.show
    asked = "median" if measure.show == "distribution" else asked
    told = "; ".join(
        f"{each.label}, {_point_in_words(measure, point(each))} (n {each.summary.n:,})"
        for each in first[: most + _EQUAL]
    )
    yield Statement(f"Highest {asked}: {told}.", essential=True)
    if len(first) > most:
        equal = [each.label or "" for each in first if point(each) == point(last)]
        yield Statement(f"Equal: {', '.join(equal[:_EQUAL])}.", essential=True)
    thin = [each.label or "" for each in ranked if each.summary.n < 5]
    if thin:
        yield Statement(
            f"Fewer than five are known of: {', '.join(thin[:_EQUAL])}"
            f"{' and others' if len(thin) > _EQUAL else ''}.",
            essential=True,
        )


def _point_in_words(measure: Statistic, value: float) -> str:
    return number_in_words(value) if measure.show == "total" else value_of_field(measure.of, value)


def _distribution(spread: Spread, measure: Statistic) -> Iterator[Statement]:
    """The bins of the histogram that hold something, where how it is spread is asked for."""
    if measure.show != "distribution":
        return
    for each in spread.bins:
        if each.n:
            low, high = (value_of_field(measure.of, end) for end in (each.low, each.high))
            yield Statement(
                f"From {low} up to {high}: {each.n:,}.", (), "How it is spread", essential=True
            )


def _values(evidence: Evidence, measure: Statistic) -> Iterator[Statement]:
    """How often each value of a field of words stands; it has no median."""
    tally, field = evidence.tallies[0], field_in_words(measure.of)
    counts = evidence.counts["values"]
    about = f"{tally.words} ({period_in_words(*tally.period)})"
    if not counts:
        yield Statement(
            f"{_capital(field)}: known of none of {plural(tally.n, 'disputed item')}: {about}.",
            essential=True,
        )
        return
    ranked = [Ranked(count.value, count.count, count.of) for count in counts]
    for words in first_by_count(
        ranked, evidence.most or 1, f"{_capital(field)}, most often", "disputed item"
    ):
        yield Statement(words, essential=True)
    no_number = "" if measure.show == "distribution" else f" It has no {measure.show}."
    yield Statement(f"Counted among: {about}.{no_number}", essential=True)
    for count in counts:
        yield Statement(f"{_capital(count.value)}: {count.count:,}.", (), _capital(field), True)
    group = evidence.query.group_by
    for name, values in evidence.counts.items():
        if name == "values":
            continue
        told = ", ".join(f"{count.value} {count.count:,}" for count in values[:_EQUAL])
        of = plural(values[0].of, "disputed item") if values else "none"
        heading = "Each group" if group is None else f"By {group_label(group)}"
        label = _capital(service(name.partition(", ")[2]))
        yield Statement(f"{label}, of {of}: {told or 'not known'}.", (), heading, True)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
