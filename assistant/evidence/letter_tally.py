"""Exact counts of whole letters: how all disputed items of each were decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.evidence.tally import wilson
from assistant.presentation.phrases import filter_in_words
from index.determination import Outcome
from index.facets.decision import LETTER_OUTCOME
from index.facets.filter import Filter, facets_of, filter_from_json
from index.store.sqlite.letter_counts import LetterTotals


@dataclass(frozen=True)
class LetterTally:
    """The letters that have an item which meets a filter, and how many of them were upheld in full,
    overturned in full, or in part (``mixed``). ``label`` names the group that they are of, None
    for a selection of its own.
    """

    filter: Filter | None
    n: int
    upheld: int
    overturned: int
    mixed: int
    label: str | None = None

    @property
    def words(self) -> str:
        """The filter as a noun phrase."""
        return filter_in_words(self.filter)

    @property
    def conditional(self) -> bool:
        """Whether the selection names how letters were decided, so that no share is one."""
        return LETTER_OUTCOME in facets_of(self.filter)

    def decided(self, side: Outcome) -> int:
        """How many letters were decided so in full."""
        return self.overturned if side is Outcome.OVERTURNED else self.upheld

    def share(self, side: Outcome) -> float | None:
        """The share of letters decided so in full; None where there is none to tell."""
        return None if self.conditional or not self.n else self.decided(side) / self.n

    def interval(self, side: Outcome) -> tuple[float, float]:
        """The 95 % Wilson interval of that share."""
        return wilson(self.decided(side), self.n)

    def interval_of(self, of: int) -> tuple[float, float]:
        """The 95 % Wilson interval of the share that these letters are of some."""
        return wilson(self.n, of)

    def as_json(self) -> dict[str, Any]:
        """The tally as plain values, from which `letter_tally_from_json` makes it again."""
        share = self.share(Outcome.OVERTURNED)
        return {
            "selection": self.words,
            "filter": None if self.filter is None else self.filter.as_json(),
            "label": self.label,
            "n": self.n,
            "upheld": self.upheld,
            "overturned": self.overturned,
            "mixed": self.mixed,
            "share": None if share is None else round(share, 4),
            "interval": None
            if share is None
            else [round(bound, 4) for bound in self.interval(Outcome.OVERTURNED)],
        }


def letter_tally_of(
    population: Filter | None, totals: LetterTotals, label: str | None = None
) -> LetterTally:
    """The totals of a population's letters as their tally."""
    return LetterTally(population, totals.n, totals.upheld, totals.overturned, totals.mixed, label)


def letter_tally_from_json(values: Mapping[str, Any]) -> LetterTally:
    """The tally that `LetterTally.as_json` gave.

    Raises:
        KeyError: a value is missing.
    """
    return LetterTally(
        filter_from_json(values["filter"]),
        values["n"],
        values["upheld"],
        values["overturned"],
        values["mixed"],
        values["label"],
    )
