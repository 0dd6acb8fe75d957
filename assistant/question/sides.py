"""The sides that a question names."""

import re

from assistant.question.spans import Stretch
from index.extraction.regions import side_in
from index.vocabulary import region_class_lexicon

_SIDE = re.compile(r"\b(?:left|right|bilateral(?:ly)?|both)\b(?:-?\s*(?:side[ds]?|handed))?", re.I)
# "One side only" is the left or the right one.
_ONE = re.compile(
    r"\b(?:unilateral(?:ly)?|one[- ]sided"
    r"|(?:only |just )?(?:one|a single|on[el]y one) "
    r"(?:side|arm|leg|knee|shoulder|hip|hand|foot|wrist|ankle|elbow|limb|extremity)(?: only)?)\b"
    r"(?:\s*\((?:l|r|left|right) or (?:l|r|left|right)\))?",
    re.I,
)
_EITHER = re.compile(
    r"\b(?:(?:right|left) \w+ or (?:the )?(?:left|right)(?: \w+)?(?:,? (?:but )?not both)?"
    r"|either side|left[- ](?:sided )?or right(?:[- ]sided)?"
    r"|right[- ](?:sided )?or left(?:[- ]sided)?)\b",
    re.I,
)
_ANY_SIDE = re.compile(
    r"\b(?:one|single|unilateral|left|right)(?: \w+)? or both\b(?: \w+)?"
    r"|\b(?:unilateral or bilateral|bilateral or unilateral"
    r"|(?:any|whichever|either or both) sides?|no matter which side)\b",
    re.I,
)
# "L shoulder", "(R) knee", "knee (L)"; "L spine" and "L4" are the lumbar spine.
# A letter before a region is looked for within so many characters.
_REACH = 300
_LETTER_BEFORE, _LETTER_BEHIND = (
    re.compile(r"(?<![\w-])\(?([LR])\)?\.?\s*$"),
    re.compile(r"\s*(?:\(([LR])\)|[,-]?\s?\b([LR])\b(?!\s*+(?:-\s*+)?(?:spine|\d)))"),
)
# "The ones left out", "left over", "right?" are no sides.
_NO_SIDE = re.compile(
    r"\bleft (?:out|over|aside|behind|untouched|denied|standing|upheld|alone|unpaid|open"
    r"|undecided|intact)\b"
    r"|\b(?:imr|reviewers?|they|ur|we) left\b"
    r"|\b(?:is|was|were|are) (?:there )?left\b"
    r"(?! (?:side|knee|shoulder|hip|arm|leg|hand|foot|wrist|ankle|elbow))"
    r"|\b(?:is|was|were|are|be|been|proved) right\b"
    r"(?![- ](?:side|knee|shoulder|hip|arm|leg|hand|foot|wrist|ankle|elbow|upper|lower))"
    r"|\b(?:is|gets?|got|had) it right\b|\bright about\b"
    r"|\b(?:is|was|were|are) (?:the |my |our )?\w+ right\b"
    r"(?! (?:side|knee|shoulder|hip|arm|leg|hand|foot|wrist|ankle|elbow))"
    r"|\bright that\b"
    r"|\bboth\b"
    r"(?! "
    r"(?:sides?|arms?|legs?|knees?|shoulders?|hips?|hands?|feet|foot|wrists?|ankles?|elbows?|upper"
    r"|lower|extremit\w+|limbs?|eyes|ears|thumbs?|the (?:knees?|hips?|shoulders?)))"
    r"|\b(?:all|the) right (?:decision|call|test|answer)"
    r"|\bright (?:away|after|before|now|reason|test)\b",
    re.I,
)


def sides_in(words: str) -> tuple[tuple[str, ...], list[Stretch]]:
    """The sides that some words name as alternatives, and the stretches that name them."""
    words = _ANY_SIDE.sub(lambda match: " " * len(match.group()), words)
    for pattern in (_ONE, _EITHER):
        if found := list(pattern.finditer(words)):
            return ("left", "right"), [match.span() for match in found]
    taken: list[Stretch] = []
    for mention in region_class_lexicon().find(words):
        match = _LETTER_BEFORE.search(
            words, max(0, mention.start - _REACH), mention.start
        ) or _LETTER_BEHIND.match(words, mention.end)
        if match and "spine" not in words[mention.start : mention.end].lower():
            letter = next(filter(None, match.groups()))
            return ("left" if letter == "L" else "right",), [match.span()]
    words = _NO_SIDE.sub(lambda match: " " * len(match.group()), words)
    # In a request the plural means both; "EMGs of the lower extremities" in a question means any.
    side = side_in(re.sub(r"(?<=extremit)ies\b", "y", words, flags=re.I))
    if side:
        taken = [match.span() for match in _SIDE.finditer(words)]
    return ((side,) if side else ()), taken


def side_targets(words: str) -> list[tuple[tuple[str, ...], Stretch]]:
    """Every word of a side, with the sides that it names and its stretch."""
    for pattern in (_ANY_SIDE, _NO_SIDE):
        words = pattern.sub(lambda match: " " * len(match.group()), words)
    pairs = [
        (("left", "right"), match.span())
        for pattern in (_ONE, _EITHER)
        for match in pattern.finditer(words)
    ]
    single = [
        ((side,), match.span())
        for match in _SIDE.finditer(words)
        if (side := side_in(match.group()))
    ]
    return pairs + [
        each
        for each in single
        if not any(start <= each[1][0] and each[1][1] <= end for _, (start, end) in pairs)
    ]
