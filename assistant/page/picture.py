"""Counts as a picture: how many of each row were upheld and overturned, with the interval of the overturned share."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from assistant.answer import Answer
from assistant.query import Asked
from assistant.tally import Tally, wilson
from assistant.wording import FACET_NAMES, percent
from index.records.selection import Facet

# Told apart in every common colour blindness, and by at least 3 to 1 from a white and from a dark page.
_COLOURS = {"upheld": "#4b7fb5", "overturned": "#d9730d"}
_ROW = 42
_MOST = 30


@dataclass(frozen=True)
class Row:
    """A row of the picture: what is counted, how many items, and how many of them were overturned."""

    name: str
    n: int
    overturned: int

    @property
    def told(self) -> str:
        """The row in words."""
        return f"{self.overturned:,} of {self.n:,} overturned ({percent(self.overturned / self.n if self.n else 0)})"


def rows_of(answer: Answer) -> tuple[str, tuple[Row, ...]]:
    """What an answer counts, as a title and rows: by the values of a facet where the question asks that, else its selections.

    Of many values the most frequent are drawn, of years and months the latest, and the title says so. The few items of one case are no count to draw.
    """
    by = answer.counts.get("by", ())
    if by and answer.query.by:
        in_time = answer.query.by in (Facet.YEAR, Facet.MONTH)
        drawn = by[-_MOST:] if in_time else by[:_MOST]
        cut = f" (the {'latest' if in_time else 'largest'} {_MOST} of {len(by)})" if len(by) > _MOST else ""
        name = FACET_NAMES.get(answer.query.by, answer.query.by.value)
        return f"{answer.tallies[0].words}, by {name}{cut}", tuple(Row(each.value, each.of, each.count) for each in drawn)
    if answer.query.asked is Asked.CASE:
        return "", ()
    return "Decisions counted", tuple(Row(each.words, each.n, each.overturned) for each in _told_apart(answer.tallies) if each.n)


def _told_apart(tallies: Sequence[Tally]) -> list[Tally]:
    """The tallies without one that counts the same selection again."""
    return list({tally.selection: tally for tally in tallies}.values())


def chart(rows: Sequence[Row], dark: bool = False) -> alt.LayerChart:
    """Bars from 0 to 100 %: the overturned share, then the upheld one, the 95 % interval as a line; ``dark`` is for a dark page."""
    ink = "#fafafa" if dark else "#1a1a1a"
    order = [row.name for row in rows]
    shares = pd.DataFrame([{"name": row.name, "outcome": outcome, "share": share, "items": items, "order": place} for row in rows for outcome, items, share, place in _shares(row)])
    spans = pd.DataFrame([{"name": row.name, "told": row.told, "low": wilson(row.overturned, row.n)[0], "high": wilson(row.overturned, row.n)[1]} for row in rows])
    height = alt.Step(_ROW)
    y = alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=210, labelFontSize=13, labelColor=ink, ticks=False, domain=False))
    bars = alt.Chart(shares, height=height).mark_bar(height=16, yOffset=6).encode(
        y=y,
        x=alt.X("share:Q", stack="zero", title="Share of the items", axis=alt.Axis(format=".0%", tickCount=5, labelColor=ink, titleColor=ink), scale=alt.Scale(domain=[0, 1])),
        color=alt.Color("outcome:N", scale=alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values())), legend=alt.Legend(title=None, orient="top", labelColor=ink, values=list(_COLOURS)[::-1])),
        order=alt.Order("order:Q"),
        tooltip=[alt.Tooltip("name:N", title="Selection"), alt.Tooltip("outcome:N", title="Outcome"), alt.Tooltip("items:Q", title="Items", format=","), alt.Tooltip("share:Q", title="Share", format=".0%")],
    )
    base = alt.Chart(spans).encode(y=y)
    line = base.mark_rule(strokeWidth=2, yOffset=6, color=ink).encode(x="low:Q", x2="high:Q", tooltip=[alt.Tooltip("told:N", title="Count"), alt.Tooltip("low:Q", title="Interval from", format=".0%"), alt.Tooltip("high:Q", title="to", format=".0%")])
    ends = [base.mark_tick(thickness=2, size=11, yOffset=6, color=ink).encode(x=f"{end}:Q") for end in ("low", "high")]
    words = base.mark_text(align="left", baseline="bottom", yOffset=-4, fontSize=12, color=ink).encode(x=alt.value(2), text="told:N")
    return alt.layer(bars, line, *ends, words)


def _shares(row: Row) -> list[tuple[str, int, float, int]]:
    upheld = row.n - row.overturned
    return [("overturned", row.overturned, row.overturned / row.n, 0), ("upheld", upheld, upheld / row.n, 1)]


def in_words(rows: Sequence[Row]) -> str:
    """The picture for someone who does not see it."""
    return "; ".join(f"{row.name}: {row.told}, 95 % interval {percent(wilson(row.overturned, row.n)[0])} to {percent(wilson(row.overturned, row.n)[1])}" for row in rows)
