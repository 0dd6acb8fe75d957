"""What reviewers asked to see, as a checklist: how often each thing was missing, and how often it was there."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from index.determination import Outcome
from index.records.read import ItemRecord


@dataclass(frozen=True)
class Wanted:
    """One line of the checklist: ``missing`` are the upheld items whose reasons tell that it was missing, ``there`` the overturned ones that it was there."""

    words: str
    missing: tuple[ItemRecord, ...]
    there: tuple[ItemRecord, ...]
    tags: frozenset[str]


def checklist(records: Sequence[ItemRecord]) -> tuple[Wanted, ...]:
    """The lines that some item's recognized reasons speak of, the most frequent first."""
    lines = []
    for line in _lines():
        missing = tuple(each for each in records if each.outcome is Outcome.UPHELD and _has(each, line["missing"]))
        there = tuple(each for each in records if each.outcome is Outcome.OVERTURNED and _has(each, line["there"]))
        if missing or there:
            lines.append(Wanted(line["wanted"], missing, there, frozenset((*line["missing"], *line["there"]))))
    return tuple(sorted(lines, key=lambda each: -(len(each.missing) + len(each.there))))


def _has(record: ItemRecord, tags: Sequence[str]) -> bool:
    return any(reason.tag in tags for reason in record.reasons)


@cache
def _lines() -> list[dict]:
    return yaml.safe_load(files("assistant").joinpath("checklist.yaml").read_text("utf-8"))
