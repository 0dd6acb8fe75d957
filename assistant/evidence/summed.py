"""How the numbers of a field are spread: over a selection, over parts of it, and in bins."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import ceil, floor, log10
from statistics import fmean, quantiles
from typing import Any

from assistant.presentation.fields import FieldKind, is_authorized, is_of_letter, kind_of
from assistant.presentation.phrases import filter_in_words
from index.determination import DisputedItem, Excerpt, Outcome
from index.extraction.amounts import amounts
from index.facets.filter import Filter, filter_from_json
from index.store.protocols import Records
from index.store.sqlite.particulars import AuthorizedPart
from index.store.sqlite.summary import Summary

#: A histogram has about so many bins.
_BINS = 12


@dataclass(frozen=True)
class Bin:
    """How many values lie from ``low`` up to ``high``; the last bin holds its upper end too."""

    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Spread:
    """How a field is spread over the letters or items of a selection, of which there are ``of``.

    ``label`` names the group that the selection is, None for that of the question.
    """

    field: str
    label: str | None
    filter: Filter | None
    of: int
    summary: Summary
    bins: tuple[Bin, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The spread as plain values, from which `spread_from_json` makes it again."""
        return {
            "of": self.field,
            "unit": "letter" if is_of_letter(self.field) else "item",
            "label": self.label,
            "selection": filter_in_words(self.filter),
            "filter": None if self.filter is None else self.filter.as_json(),
            "among": self.of,
            **asdict(self.summary),
            "bins": [asdict(each) for each in self.bins],
        }


def spread_from_json(values: Mapping[str, Any]) -> Spread:
    """The spread that `Spread.as_json` gave.

    Raises:
        KeyError: a value is missing.
    """
    summary = Summary(**{name: values[name] for name in Summary.__dataclass_fields__})
    return Spread(
        values["of"],
        values["label"],
        filter_from_json(values["filter"]),
        values["among"],
        summary,
        tuple(Bin(each["low"], each["high"], each["n"]) for each in values["bins"]),
    )


def spread(
    records: Records,
    population: Filter | None,
    field: str,
    label: str | None = None,
    in_bins: bool = False,
) -> Spread:
    """How a field of numbers or days is spread over a population; ``in_bins`` with a histogram.

    Raises:
        NoSummary: the field has no numbers.
    """
    of = (
        records.letter_totals(population).n
        if is_of_letter(field)
        else records.amount_of(population)
    )
    if is_authorized(field):
        values = authorized_amounts(records.authorized_parts(population), field)
        summary = summary_of(values)
        edges = edges_for(summary, field) if in_bins and values else ()
        counts = _binned(values, edges)
    else:
        summary = records.summary(population, field)
        edges = edges_for(summary, field) if in_bins and summary.n else ()
        counts = records.histogram(population, field, edges) if edges else ()
    bins = tuple(Bin(low, high, n) for low, high, n in zip(edges, edges[1:], counts, strict=False))
    return Spread(field, label, population, of, summary, bins)


def authorized_amounts(parts: Iterable[AuthorizedPart], field: str) -> list[float]:
    """The amounts of the field's unit among what was authorized, the greatest of each item."""
    unit = field.split(":")[1]
    found = []
    for part in parts:
        words = Excerpt(part.words, 0, len(part.words))
        item = DisputedItem(1, words, part.words, None, Outcome.UPHELD, None, None, None)
        sizes = [each.high for each in amounts(item, part.procedures) if each.unit == unit]
        if sizes:
            found.append(max(sizes))
    return found


def summary_of(values: Sequence[float]) -> Summary:
    """The summary of some values, as `index.store.sqlite.summary` works it out of the records."""
    if not values:
        return Summary(0)
    lower, median, upper = (
        quantiles(values, n=4, method="inclusive") if len(values) > 1 else [*values] * 3
    )
    return Summary(
        len(values),
        min(values),
        lower,
        median,
        upper,
        max(values),
        fmean(values),
        sum(values),
    )


def edges_for(summary: Summary, field: str) -> tuple[float, ...]:
    """The edges of a histogram's bins: round numbers, about a dozen bins, all of one width."""
    reach = summary.most - summary.least
    width = _round_width(reach / _BINS, whole=kind_of(field) is FieldKind.DAY or reach >= _BINS)
    first = floor(summary.least / width) * width
    bins = max(1, ceil((summary.most - first) / width + 1e-9))
    if first + bins * width <= summary.most:
        bins += 1
    return tuple(round(first + at * width, 6) for at in range(bins + 1))


def _round_width(least: float, whole: bool) -> float:
    """A round width of a bin that is no less than the least."""
    if least <= 0:
        return 1.0
    size = 10.0 ** floor(log10(least))
    width = next(step * size for step in (1, 2, 2.5, 5, 10) if step * size >= least * (1 - 1e-9))
    return max(1.0, float(ceil(width))) if whole else width


def _binned(values: Sequence[float], edges: Sequence[float]) -> list[int]:
    if not edges:
        return []
    counts = [0] * (len(edges) - 1)
    for value in values:
        counts[next((at for at, edge in enumerate(edges[1:-1]) if value < edge), -1)] += 1
    return counts
