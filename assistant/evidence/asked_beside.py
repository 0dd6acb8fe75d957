"""What a question asks beside its selection: a share of it, and what it takes for granted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.evidence.tally import Tally, wilson
from assistant.presentation.phrases import filter_in_words, part_in_words
from index.facets.filter import Filter, filter_from_json, parts_of
from index.store.sqlite.read import ItemRecord


@dataclass(frozen=True)
class Share:
    """How many items of a selection, or letters with such an item, meet a further filter: ``n`` of
    ``of``.
    """

    filter: Filter | None
    asked: Filter
    n: int
    of: int
    of_letters: bool = False

    @property
    def words(self) -> str:
        """The selection as a noun phrase."""
        return filter_in_words(self.filter)

    @property
    def asked_words(self) -> str:
        """What is asked of the selection, in words: "decided on ODG"."""
        parts = (part_in_words(part) for part in parts_of(self.asked))
        return ", ".join(filter(None, parts)) or filter_in_words(self.asked)

    @property
    def share(self) -> float | None:
        """The share; None of an empty selection."""
        return self.n / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % Wilson interval of the share."""
        return wilson(self.n, self.of)

    def as_json(self) -> dict[str, Any]:
        """The share as plain values, from which `share_from_json` makes it again."""
        return {
            "selection": self.words,
            "filter": None if self.filter is None else self.filter.as_json(),
            "asked": self.asked_words,
            "share_of": self.asked.as_json(),
            "n": self.n,
            "among": self.of,
            "unit": "letter" if self.of_letters else "item",
            "share": None if self.share is None else round(self.share, 4),
            "interval": None
            if self.share is None
            else [round(bound, 4) for bound in self.interval],
        }


def share_from_json(values: Mapping[str, Any]) -> Share:
    """The share that `Share.as_json` gave.

    Raises:
        KeyError: a value is missing.
        ValueError: one is no filter.
    """
    asked = filter_from_json(values["share_of"])
    if asked is None:
        raise ValueError("a share is of what meets a filter")
    return Share(
        filter_from_json(values["filter"]),
        asked,
        values["n"],
        values["among"],
        values["unit"] == "letter",
    )


@dataclass(frozen=True)
class PremiseCheck:
    """What a question takes for granted, held against a selection: ``tally`` is that of the
    selection, ``met`` of those of its items that meet the premise's own filter, None where it has
    none. ``example`` is an item that shows the premise wrong, None where there is none or none is
    needed. Of a period ``everything`` is the tally of all that was decided in it, ``run`` the first
    and the last day of any decision.
    """

    tally: Tally
    met: Tally | None = None
    example: ItemRecord | None = None
    everything: Tally | None = None
    run: tuple[date | None, date | None] = (None, None)
