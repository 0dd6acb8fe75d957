"""Two facets as somebody adds them: all that is said of them stands here.

The words of both mean something else already: an interpreter is a service, left a side.
"""

import re

from index.extraction.attributes import Found
from index.extraction.source import Source
from index.facets.facet import Facet, Kind, Rows, Slot, either
from index.sentences import sentences

_NEEDED = re.compile(r"\binterpreters?\b", re.I)
_NOT_NEEDED = re.compile(r"\b(?:no|without an?|not need an?) (?:\w+ )?interpreters?\b", re.I)
_HANDED = re.compile(r"\b(left|right)[- ]hand(?:ed| dominant)\b|\b(ambidextrous)\b", re.I)


def _interpreter(source: Source) -> bool | None:
    summary = source.determination.summary
    if summary is None or not _NEEDED.search(summary.text):
        return None
    return _NOT_NEEDED.search(summary.text) is None


def _handed(source: Source) -> Found | None:
    summary = source.determination.summary
    for told in sentences(source.text, summary.start, summary.end) if summary else ():
        if match := _HANDED.search(told.text):
            return Found("both" if match.group(2) else match.group(1).lower(), told)
    return None


_WORDS = {"yes": "with an interpreter", "no": "without an interpreter"}
INTERPRETER = Facet(
    name="interpreter",
    label="interpreter needed",
    kind=Kind.FLAG,
    storage=Rows("interpreter"),
    slot=Slot.AFTER,
    phrase=lambda values: either([_WORDS[value] for value in values]),
    value_words=lambda value: _WORDS[value],
    values=lambda: ("yes", "no"),
    is_fixed=True,
    extract=_interpreter,
    question_words={
        "yes": ("needed an interpreter", "interpreter was needed", "with an interpreter"),
        "no": ("no interpreter was needed", "did not need an interpreter"),
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
