"""Questions that hold selections against each other, and those that ask for pairs of conditions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.question.criteria import criteria_in
from assistant.question.parts import any_of
from assistant.question.senses import idle
from assistant.question.spans import Stretch, blank
from assistant.question.tags import speaks_of_reviewers
from index.facets.body import REGION
from index.facets.decision import OUTCOME
from index.facets.facet import Facet
from index.facets.filter import Filter, Not, all_of, facets_of, not_
from index.facets.service import CATEGORY, PROCEDURE, SUBCATEGORY

_SERVICES = frozenset({PROCEDURE, CATEGORY, SUBCATEGORY})
_CUE = re.compile(
    r"\b(?:versus|vs\.?|v\.|v\b|rank(?:ed|ing)?|compar\w+|contrast\w*|opposed to|next to"
    r"|relative to|alongside"
    r"|of each"
    r"|against|(?<!other )(?<!rather )than(?! \d(?!\d{3}\b))|differ\w*|better|worse"
    r"|more (?:often|likely|readily)|which (?:is|are|one|of|gets?|has|have|wins?|does|do)"
    r"|where (?:is|are))\b"
    r"|\b(?:more|most|better|best|worse|worst|less|least)\b.{0,80}\bor\b|\bor\b.{0,200}\b"
    r"(?:more|better|worse|higher|lower(?! (?:extremit|leg|limb|back|arm|body)))\b"
    r"|\bside by side\b|\bstack up\b|\bhead[- ]to[- ]head\b",
    re.I,
)
_VERSUS = (
    r"\b(?:as opposed to|next to|relative to|alongside|versus|vs\b\.?|compared (?:to|with)"
    r"|compares? (?:to|with)|against|v\.|\bv\b(?!\.))"
)
_THAN = r"\b(?<!other )(?<!rather )than\b(?! \d(?!\d{3}\b))"
_LISTED = r"\b(?:or|and|with|from|to)\b|[,;&]|\s/\s"
#: Ways to cut a question into the selections that it compares, the plainest first.
_TIERS = tuple(
    re.compile(form, re.I)
    for form in (_VERSUS, f"{_VERSUS}|{_THAN}", f"{_VERSUS}|{_THAN}|{_LISTED}")
)
_OTHERS = re.compile(
    r"\b(?:versus|vs\.?|v\.?|against|compared (?:to|with)|or|and|than)\s+(?:everybody|everyone"
    r"|everything|anybody|anyone|anything|all) else\b"
    r"|\b(?:versus|vs\.?|v\.?|against|compared (?:to|with)|than)\s+(?:(?:all )?(?:the )?(?:rest"
    r"|others?|remaining|non)\b|(?:those )?(?:not|without|that (?:are|were|do|did) not)\b(?:\W*$"
    r"|\s*\?))",
    re.I,
)
_MATTERS = re.compile(
    r"\b(?:does|did|do|would) (?:it|that|this)? ?(?:matter|make (?:a|any) difference"
    r"|change (?:the|anything)|help|hurt|affect)\b[^.?!]{0,60}?\b(?:if|whether|when|that)\b",
    re.I,
)
_JOINED = re.compile(r"\b(?:and|or)\b|[,;&]|\s/\s", re.I)
# So many pieces are read, which no comparison exceeds; each takes a reading of its words.
_MOST_PIECES = 12
# "Upheld versus overturned" compares no selections.
_STOOD, _FELL = (
    r"(?:uph(?:eld|olds?|elds)|denied|denials?|refused|rejected|lost|turned down|non-?certified"
    r"|sustained|affirmed)",
    (
        r"(?:overturn\w*|approv\w+|granted|allowed|won|reversed|(?<!non-)(?<!non )certified"
        r"|authori[sz]ed)"
    ),
)
_BETWEEN = (
    r"[^\w/]++(?:versus|vs\.?|against|or|and|/)\W*+"
    r"(?:(?:which|how many|whether|they|were|was|got|are)\s++){0,3}"
)
OUTCOMES = re.compile(rf"\b{_STOOD}{_BETWEEN}{_FELL}\b|\b{_FELL}{_BETWEEN}{_STOOD}\b", re.I)


@dataclass(frozen=True)
class Comparison:
    """Two or more selections that a question holds against each other: what they have in common,
    the parts of each that the others have not, and the stretches of the words that link them.
    """

    common: tuple[Filter, ...]
    groups: tuple[tuple[Filter, ...], ...]
    links: tuple[Stretch, ...]


def compared(words: str) -> Comparison | None:
    """The selections that a question holds against each other, or None where it compares nothing.

    The question is cut at the words that link them. The pieces have to name different values of one
    facet; what only the first or the last of them names ("neck versus low back MRIs") holds for
    all.
    """
    words = OUTCOMES.sub(lambda match: " " * len(match.group()), words)
    if (found := _held_against_others(words)) is not None:
        return found
    if not _CUE.search(words):
        return None
    # "More knee MRIs than shoulder MRIs": a piece alone would ask for additional ones.
    words = blank(words, idle(words))
    named = criteria_in(words).tags
    for tier in _TIERS:
        # "Lab & Pathology" is one name.
        links = [
            match
            for match in tier.finditer(words)
            if not any(each.start < match.start() and match.end() < each.end for each in named)
        ][:_MOST_PIECES]
        if not links:
            continue
        for chosen in _cuts(words, links):
            pieces = _pieces(words, [match.span() for match in chosen])
            if (found := _held_apart(pieces, tier is _TIERS[0])) is not None:
                spans = tuple(match.span() for match in chosen)
                return Comparison(*found, (*spans, *(each.span() for each in _CUE.finditer(words))))
    return None


def _held_against_others(words: str) -> Comparison | None:
    """One condition that is held against all that do not meet it: "California against everybody
    else", "does it matter whether part of it was authorized"; None where a question does not.
    """
    others, matters = _OTHERS.search(words), _MATTERS.search(words)
    if others is not None:
        piece, rest = words[: others.start()], words[others.end() :]
    elif matters is not None:
        piece, rest = words[matters.end() :], words[: matters.end()]
    else:
        return None
    of_reviewers = speaks_of_reviewers(words)
    named = [
        part
        for part in criteria_in(piece, of_reviewers=of_reviewers).parts
        if OUTCOME not in facets_of(part)
    ]
    common = [
        part
        for part in criteria_in(rest, of_reviewers=of_reviewers).parts
        if OUTCOME not in facets_of(part) and part not in named
    ]
    # The condition is what stands next to the words that set it against the others.
    conditions = [part for part in named if not facets_of(part) <= _SERVICES | {REGION}] or named
    if not conditions:
        return None
    condition = conditions[-1] if others is not None else conditions[0]
    common += [part for part in named if part is not condition]
    links = tuple(match.span() for match in (others, matters) if match)
    return Comparison(tuple(common), ((condition,), (not_(condition),)), links)


def _cuts(words: str, links: Sequence[re.Match[str]]) -> list[Sequence[re.Match[str]]]:
    """The ways to cut at links: at all of them, and at each alone, a plain one first."""
    if len(links) == 1:
        return [links]
    plain = sorted(
        links,
        key=lambda match: match.group().strip().lower() in ("or", "and", "with", "from", "to", ","),
    )
    return [links, *([each] for each in plain)]


def _pieces(words: str, links: Sequence[Stretch]) -> list[tuple[Filter, ...]]:
    """What each piece between links names, of those that name something."""
    ends = [0, *(place for span in links for place in span), len(words)]
    of_reviewers = speaks_of_reviewers(words)
    named = [
        tuple(
            part
            for part in criteria_in(words[start:end], of_reviewers=of_reviewers).parts
            if OUTCOME not in facets_of(part)
        )
        for start, end in zip(ends[::2], ends[1::2], strict=True)
    ]
    return [each for each in named if each]


def _held_apart(
    pieces: list[tuple[Filter, ...]], plainly: bool
) -> tuple[tuple[Filter, ...], tuple[tuple[Filter, ...], ...]] | None:
    """What some pieces have in common and what sets each apart; None where they are no groups."""
    if len(pieces) < 2:
        return None
    kinds = [_by_kind(piece) for piece in pieces]
    shared_kinds = set.intersection(*(set(each) for each in kinds))
    differing = {
        kind
        for kind in shared_kinds
        if len({frozenset(each[kind]) for each in kinds}) == len(pieces)
    }
    if not differing:
        apart = {frozenset(piece) for piece in pieces}
        flags_only = plainly and not any(
            kind in each for each in kinds for kind in ("service", REGION.name)
        )
        if not (flags_only and len(apart) == len(pieces)):
            return None
        return (), tuple(pieces)
    every = [_completed(piece, at, pieces, kinds) for at, piece in enumerate(pieces)]
    common = tuple(part for part in every[0] if all(part in piece for piece in every))
    groups = tuple(tuple(part for part in piece if part not in common) for piece in every)
    if not all(groups):
        return None
    return common, groups


def _by_kind(piece: Sequence[Filter]) -> dict[str, list[Filter]]:
    """The parts of a piece by what they are about: services and classes are one kind."""
    found: dict[str, list[Filter]] = {}
    for part in piece:
        found.setdefault(_kind(part), []).append(part)
    return found


def _kind(part: Filter) -> str:
    facets: frozenset[Facet] = facets_of(part)
    if facets and facets <= _SERVICES:
        name = "service"
    else:
        name = "+".join(sorted(each.name for each in facets)) or "text"
    return f"not {name}" if isinstance(part, Not) else name


def _completed(
    piece: tuple[Filter, ...],
    at: int,
    pieces: Sequence[tuple[Filter, ...]],
    kinds: Sequence[dict[str, list[Filter]]],
) -> tuple[Filter, ...]:
    """A piece with what only the first or the last one names, which holds for all."""
    ends = [place for place in (0, len(pieces) - 1) if place != at]
    extra: list[Filter] = []
    for place in ends:
        for kind, parts in kinds[place].items():
            others = [other for other in range(len(pieces)) if other != place]
            if all(kind not in kinds[other] for other in others):
                extra += [part for part in parts if part not in extra]
    if "service" not in kinds[at]:
        named = next((each["service"] for each in reversed(kinds) if "service" in each), [])
        extra += [part for part in named if part not in extra]
    return (*piece, *(part for part in extra if part not in piece))


def pairs_in(words: str) -> Filter | None:
    """Pairs of a service and a part of the body that a question asks for side by side ("knee MRIs
    and shoulder CTs"), as alternatives; None where it names no such pairs.
    """
    links = list(_JOINED.finditer(words))[:_MOST_PIECES]
    if not links:
        return None
    pieces = [
        tuple(part for part in piece if _kind(part) in ("service", REGION.name))
        for piece in _pieces(words, [match.span() for match in links])
    ]
    named = [each for each in pieces if each]
    if len(named) < 2:
        return None
    kinds = [_by_kind(piece) for piece in named]
    for kind in ("service", REGION.name):
        if any(kind not in each for each in kinds):
            return None
        if len({frozenset(each[kind]) for each in kinds}) < 2:
            return None
    whole = [each for piece in named if (each := all_of(piece)) is not None]
    return any_of(whole)
