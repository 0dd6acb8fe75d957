"""What reviewers asked to see, as a checklist: how often each thing was missing, and how often it
was there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index.determination import Outcome
from index.store.sqlite.chosen import Chosen
from index.vocabulary.shipped import read_yaml


@dataclass(frozen=True)
class Requirement:
    """One line of the checklist: in how many upheld items a reason tells that it was missing, in
    how many overturned ones that it was there.

    ``reasons`` are those that tell it, by outcome.
    """

    words: str
    missing: int
    there: int
    reasons: Mapping[Outcome, tuple[str, ...]]


def checklist(chosen: Chosen) -> tuple[Requirement, ...]:
    """The lines that the recognized reasons of some item speak of, the most frequent first."""
    lines = []
    for line in _lines():
        reasons = {Outcome.UPHELD: tuple(line["missing"]), Outcome.OVERTURNED: tuple(line["there"])}
        missing, there = (
            chosen.with_any_reason(reasons[outcome], outcome) if reasons[outcome] else 0
            for outcome in reasons
        )
        if missing or there:
            lines.append(Requirement(line["wanted"], missing, there, reasons))
    return tuple(sorted(lines, key=lambda line: -(line.missing + line.there)))


def reasons_of_line(words: str) -> Mapping[str, Sequence[str]]:
    """The reasons by which a line of the checklist is counted, those for ``missing`` and for
    ``there``.
    """
    return next(line for line in _lines() if line["wanted"] == words)


@cache
def _lines() -> list[dict]:
    return read_yaml(files("assistant.evidence").joinpath("checklist.yaml").read_text("utf-8"))
