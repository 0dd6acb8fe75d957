"""Counts as a picture: how many of each row were upheld and overturned, with the interval of the
overturned share.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answer import Answer
from assistant.evidence.summed import Bin, Spread
from assistant.evidence.tally import Tally, wilson
from assistant.presentation.fields import is_of_letter, value_of_field
from assistant.presentation.phrases import group_label, percent
from assistant.query import IntentName
from index.facets.registry import facet_of_group

# Told apart in every common colour blindness, and by at least 3 to 1 from a white and from a dark
# page.
_COLOURS = {"upheld": "#4b7fb5", "overturned": "#d9730d"}
# Pixels of a row with one line of words above its bar, and of a line; and the characters that one
# line holds on a phone.
_ROW, _LINE, _ONE_LINE = 44, 16, 42
_MOST = 30


@dataclass(frozen=True)
class Row:
    """A row of the picture: what is counted, how many items, and how many were overturned."""

    name: str
    n: int
    overturned: int

    @property
    def in_words(self) -> str:
        """The row in words."""
        return (
            f"{self.overturned:,} of {self.n:,} overturned "
            f"({percent(self.overturned / self.n if self.n else 0)})"
        )


def draws_values(answer: Answer) -> bool:
    """Whether the picture of an answer is of the values of a facet: of a selection that names an
    outcome they have no share to draw.
    """
    counted = bool(answer.counts.get("by") and answer.query.group_by)
    return counted and not answer.tallies[0].conditional


def rows_of(answer: Answer) -> tuple[str, tuple[Row, ...]]:
    """What an answer counts, as a title and rows: by the values of a facet where the question asks
    that, else its selections.

    Of many values the most frequent are drawn, of years and months the latest, and the title says
    so. The few items of one case are no count to draw, a statistic has
    a picture of its own (see `histogram`), and a selection that names an outcome has no
    share.
    """
    group = answer.query.group_by
    if group is not None and draws_values(answer):
        by = answer.counts["by"]
        _, bucket = facet_of_group(group)
        in_time = bucket is not None and not bucket.spans
        drawn = by[-_MOST:] if in_time else by[:_MOST]
        cut = (
            f" (the {'latest' if in_time else 'largest'} {_MOST} of {len(by)})"
            if len(by) > _MOST
            else ""
        )
        return f"{answer.tallies[0].words}, by {group_label(group)}{cut}", tuple(
            Row(count.value, count.of, count.count) for count in drawn
        )
    if answer.query.intent in (IntentName.CASE, IntentName.STATISTIC):
        return "", ()
    return "Decisions counted", tuple(
        Row(tally.words, tally.n, tally.overturned)
        for tally in _told_apart(answer.tallies)
        if tally.share is not None
    )


def _told_apart(tallies: Sequence[Tally]) -> list[Tally]:
    """The tallies without one that counts the same selection again."""
    return list({tally.filter: tally for tally in tallies}.values())


def chart(rows: Sequence[Row], dark: bool = False) -> dict[str, Any]:
    """Bars from 0 to 100 %, as a Vega-Lite specification: the overturned share, then the upheld
    one, the 95 % interval as a line; ``dark`` is for a dark page.

    Written out rather than built by Altair, which checks every part against its schema: that took
    more time than all else on the page.
    """
    ink = "#fafafa" if dark else "#1a1a1a"
    lines = 2 if any(len(row.name) + len(row.in_words) > _ONE_LINE for row in rows) else 1
    bar = _LINE * lines - 9  # from the middle of a row to that of its bar
    shares = [
        {"name": row.name, "outcome": outcome, "share": share, "items": items, "order": place}
        for row in rows
        for outcome, items, share, place in _shares(row)
    ]
    spans = [
        {
            "name": row.name,
            "count": row.in_words,
            "both": f"{row.name}: {row.in_words}",
            "low": low,
            "high": high,
        }
        for row in rows
        for low, high in [wilson(row.overturned, row.n)]
    ]
    y = {"field": "name", "type": "nominal", "sort": [row.name for row in rows], "axis": None}
    percents = {"format": ".0%", "tickCount": 5, "labelColor": ink, "titleColor": ink}
    bars = _layer(
        shares,
        {"type": "bar", "height": 16, "yOffset": bar},
        y=y,
        x={
            "field": "share",
            "type": "quantitative",
            "stack": "zero",
            "title": "Share of the items",
            "axis": percents,
            "scale": {"domain": [0, 1]},
        },
        color={
            "field": "outcome",
            "type": "nominal",
            "scale": {"domain": list(_COLOURS), "range": list(_COLOURS.values())},
            "legend": None,
        },
        order={"field": "order", "type": "quantitative"},
        tooltip=[
            _tooltip("name", "Selection"),
            _tooltip("outcome", "Outcome"),
            _tooltip("items", "Items", ","),
            _tooltip("share", "Share", ".0%"),
        ],
    )
    interval = _layer(
        spans,
        {"type": "rule", "strokeWidth": 2, "yOffset": bar, "color": ink},
        y=y,
        x={"field": "low", "type": "quantitative"},
        x2={"field": "high"},
        tooltip=[
            _tooltip("count", "Count"),
            _tooltip("low", "Interval from", ".0%"),
            _tooltip("high", "to", ".0%"),
        ],
    )
    ends = [
        _layer(
            spans,
            {"type": "tick", "thickness": 2, "size": 11, "yOffset": bar, "color": ink},
            y=y,
            x={"field": end, "type": "quantitative"},
        )
        for end in ("low", "high")
    ]
    # Above the bar, not beside it: on a narrow screen long names would leave no room for the bars.
    text = {
        "type": "text",
        "align": "left",
        "baseline": "bottom",
        "fontSize": 13,
        "color": ink,
        "limit": {"expr": "width"},
    }
    fields = ["both"] if lines == 1 else ["count", "name"]
    words = [
        _layer(
            spans,
            {**text, "yOffset": bar - 10 - _LINE * line},
            y=y,
            x={"value": 0},
            text={"field": field, "type": "nominal"},
        )
        for line, field in enumerate(fields)
    ]
    return {
        "height": {"step": _ROW + _LINE * (lines - 1)},
        "layer": [bars, interval, *ends, *words],
    }


def histogram(spread: Spread, dark: bool = False) -> dict[str, Any]:
    """The bins of a spread as bars, one below the other, as a Vega-Lite specification."""
    ink = "#fafafa" if dark else "#1a1a1a"
    labels = [_bin_label(spread, each) for each in spread.bins]
    rows = [
        {"values": label, "count": each.n} for label, each in zip(labels, spread.bins, strict=True)
    ]
    axis = {"labelColor": ink, "titleColor": ink, "title": None}
    holders = "Determinations" if is_of_letter(spread.field) else "Items"
    encoding = {
        "y": {"field": "values", "type": "nominal", "sort": labels, "axis": axis},
        "x": {
            "field": "count",
            "type": "quantitative",
            "axis": {**axis, "title": holders, "tickMinStep": 1},
        },
        "tooltip": [_tooltip("values", "Values"), _tooltip("count", holders, ",")],
    }
    mark = {"type": "bar", "color": _COLOURS["upheld"]}
    return {"height": {"step": 22}, **_layer(rows, mark, **encoding)}


def bins_in_words(spread: Spread) -> str:
    """The histogram for someone who does not see it."""
    return "; ".join(f"{_bin_label(spread, each)}: {each.n:,}" for each in spread.bins)


def _bin_label(spread: Spread, each: Bin) -> str:
    low, high = (value_of_field(spread.field, end) for end in (each.low, each.high))
    return f"{low} up to {high}"


def legend() -> str:
    """What the colours of `chart` mean, as HTML: beside long names a legend of the chart's own
    would be cut on a narrow screen.
    """
    entries = "".join(
        f'<span><i style="background: {colour}"></i>{outcome}</span>'
        for outcome, colour in reversed(_COLOURS.items())
    )
    return f'<div class="legend">{entries}</div>'


def _layer(rows: list[dict[str, Any]], mark: dict[str, Any], **encoding: Any) -> dict[str, Any]:
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def _tooltip(field: str, title: str, form: str | None = None) -> dict[str, str]:
    """A line of what is told of a bar or an interval where the mouse points at it."""
    return {"field": field, "title": title} | (
        {"type": "quantitative", "format": form} if form else {"type": "nominal"}
    )


def _shares(row: Row) -> list[tuple[str, int, float, int]]:
    upheld = row.n - row.overturned
    return [
        ("overturned", row.overturned, row.overturned / row.n, 0),
        ("upheld", upheld, upheld / row.n, 1),
    ]


def in_words(rows: Sequence[Row]) -> str:
    """The picture for someone who does not see it."""
    return "; ".join(
        f"{row.name}: {row.in_words}, 95 % interval {percent(wilson(row.overturned, row.n)[0])} to "
        f"{percent(wilson(row.overturned, row.n)[1])}"
        for row in rows
    )
