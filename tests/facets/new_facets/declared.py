"""Two facets as somebody adds them: all that is said of them stands here.

The words of both mean something else already: a cane is a service, left a side.
"""

import re

from index.extraction.attributes import Found
from index.extraction.source import Source
from index.facets.facet import Facet, Kind, Rows, Slot, either
from index.sentences import sentences

_CANE = re.compile(r"\bwith(out)? a cane\b", re.I)
_HANDED = re.compile(r"\b(left|right)[- ]hand(?:ed| dominant)\b|\b(ambidextrous)\b", re.I)


def _with_cane(source: Source) -> bool | None:
    summary = source.determination.summary
    match = _CANE.search(summary.text) if summary else None
    return match.group(1) is None if match else None


def _handed(source: Source) -> Found | None:
    summary = source.determination.summary
    for told in sentences(source.text, summary.start, summary.end) if summary else ():
        if match := _HANDED.search(told.text):
            return Found("both" if match.group(2) else match.group(1).lower(), told)
    return None


_WORDS = {"yes": "walking with a cane", "no": "walking without a cane"}
CANE = Facet(
    name="cane",
    label="walks with a cane",
    kind=Kind.FLAG,
    storage=Rows("cane"),
    slot=Slot.AFTER,
    phrase=lambda values: either([_WORDS[value] for value in values]),
    value_words=lambda value: _WORDS[value],
    values=lambda: ("yes", "no"),
    is_fixed=True,
    extract=_with_cane,
    question_words={
        "yes": ("walk with a cane", "cane was used", "used a cane"),
        "no": ("walk without a cane", "no cane was used"),
    },
    is_groupable=True,
    filter_rank=1_000,
    is_proposable=True,
    tells_apart=True,
    widening_rank=1_000,
)

HANDED = Facet(
    name="handed",
    label="dominant hand",
    kind=Kind.ONE,
    storage=Rows("handed"),
    slot=Slot.AFTER,
    phrase=lambda values: f"with the dominant hand {either(values)}",
    values=lambda: ("left", "right", "both"),
    is_fixed=True,
    extract=_handed,
    question_words={
        "left": ("left-handed",),
        "right": ("right-handed",),
        "both": ("ambidextrous",),
    },
    is_groupable=True,
    filter_rank=1_001,
    tells_apart=True,
)
