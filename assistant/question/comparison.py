"""Questions that compare two selections."""

import re

from assistant.question.criteria import blank, criteria_in
from assistant.question.flat import Criterion, Facet, Selection
from assistant.question.senses import idle

_CUE = re.compile(
    r"\b(?:versus|vs\.?|compar\w+|contrast\w*|opposed to|next to|relative to|alongside|of each"
    r"|against|(?<!other )(?<!rather )than(?! \d)|differ\w*|better|worse"
    r"|more (?:often|likely|readily)|which (?:is|are|one|of)|where (?:is|are))\b"
    r"|\bor\b.{0,200}\b"
    r"(?:more|better|worse|higher|lower(?! (?:extremit|leg|limb|back|arm|body)))\b"
    r"|\bside by side\b",
    re.I,
)
_LINK = re.compile(
    r"\b(?:as opposed to|next to|relative to|alongside|from|versus|vs\b\.?|compared (?:to|with)"
    r"|compares? (?:to|with)|against|(?<!other )(?<!rather )than|or|and|with)\b|,",
    re.I,
)

# So many links are tried, the plainest first; each takes the reading of the whole question.
_MOST_LINKS = 16
_VERSUS = re.compile(r"(?:versus|vs\.?|compared (?:to|with)|as opposed to|against)", re.I)
# "Upheld versus overturned" compares no selections.
_STOOD, _FELL = (
    r"(?:uph(?:eld|olds?|elds)|denied|denials?|refused|rejected|lost|turned down|non-?certified"
    r"|sustained|affirmed)",
    (
        r"(?:overturn\w*|approv\w+|granted|allowed|won|reversed|(?<!non-)(?<!non )certified"
        r"|authori[sz]ed)"
    ),
)
_JOINED = (
    r"[^\w/]++(?:versus|vs\.?|against|or|and|/)\W*+"
    r"(?:(?:which|how many|whether|they|were|was|got|are)\s++){0,3}"
)
OUTCOMES = re.compile(rf"\b{_STOOD}{_JOINED}{_FELL}\b|\b{_FELL}{_JOINED}{_STOOD}\b", re.I)


def compared(words: str) -> tuple[Selection, Selection] | None:
    """The two selections that a question holds against each other, or None where it compares
    nothing.

    The question is cut at the word that links them. The halves have to name different values of one
    facet; what only one of them names ("neck versus low back MRIs") holds for both.
    """
    words = OUTCOMES.sub(lambda match: " " * len(match.group()), words)
    if not _CUE.search(words):
        return None
    words = blank(
        words, idle(words)
    )  # "more knee MRIs than shoulder MRIs": a half alone would ask for additional ones
    for link in sorted(
        _LINK.finditer(words),
        key=lambda match: match.group().lower() in ("or", "and", "with", "from", ","),
    )[:_MOST_LINKS]:
        first, second = (
            criteria_in(half).criteria for half in (words[: link.start()], words[link.end() :])
        )
        left, right = ({each.facet: each for each in half} for half in (first, second))
        if (
            any(
                _values(first, facet) != _values(second, facet)
                for facet in left.keys() & right.keys()
            )
            or _kinds_differ(left, right)
            or (
                _VERSUS.fullmatch(link.group())
                and left
                and right
                and not left.keys() & right.keys()
                and not _subjects(left)
                and not _subjects(right)
            )
        ):
            shared = [
                facet
                for facet in (Facet.REGION, Facet.LATERALITY, Facet.REPEAT, Facet.YEAR)
                if (facet in left) != (facet in right)
            ]
            subjects = {Facet.PROCEDURE, Facet.CATEGORY, Facet.SUBCATEGORY, Facet.EITHER}
            if not subjects & left.keys() or not subjects & right.keys():
                shared += [facet for facet in subjects if (facet in left) != (facet in right)]
            extra = [(left if facet in left else right)[facet] for facet in shared]
            return _with_extra(first, extra), _with_extra(second, extra)
    return None


def _with_extra(half: tuple[Criterion, ...], extra: list[Criterion]) -> Selection:
    return Selection((*half, *(each for each in extra if each not in half)))


def _values(criteria: tuple[Criterion, ...], facet: Facet) -> list[tuple[tuple[str, ...], bool]]:
    """All that some criteria ask of a facet or exclude; a brand of several drugs is named by
    several.
    """
    return [(each.values, each.excluded) for each in criteria if each.facet is facet]


def _subjects(half: dict) -> set[Facet]:
    return {
        Facet.PROCEDURE,
        Facet.CATEGORY,
        Facet.SUBCATEGORY,
        Facet.EITHER,
        Facet.REGION,
    } & half.keys()


def _kinds_differ(left: dict, right: dict) -> bool:
    """Whether one half names a service and the other a class, or two classes of different rank."""
    subjects = {Facet.PROCEDURE, Facet.CATEGORY, Facet.SUBCATEGORY, Facet.EITHER}
    return (
        bool(subjects & left.keys())
        and bool(subjects & right.keys())
        and not (subjects & left.keys() & right.keys())
    )
