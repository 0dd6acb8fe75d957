"""Spinal levels of an item."""

import re

from index.determination import DisputedItem, Excerpt
from index.extraction.attributes import Found
from index.sentences import sentences
from index.vocabulary import Mention

_VERTEBRAE = {"C": 7, "T": 12, "L": 5, "S": 5}
_ORDER = [f"{part}{number}" for part, count in _VERTEBRAE.items() for number in range(1, count + 1)]
_MOST = 8
_TO = r"\s?(?:-|–|/|to\b|through\b|thru\b)(?:\s?/)?\s?"
#: A level, or levels joined one to the other: "L5", "L4-5", "L4- / L5" broken at a line's end,
#: "L4-L5-S1", "L3 to S1", "C 5-6".
LEVEL = re.compile(
    rf"(?<![A-Za-z0-9.$])[CTLS]-?\s?\d{{1,2}}(?:{_TO}[CTLS]?-?\d{{1,2}}"
    rf"|\s(?=\d(?![\w.])(?!\s?(?:mg|x|times|weeks?|level|sessions?|visits?)))\d){{0,24}}(?![\w%])"
    r"(?!\.\d)",
    re.I,
)
_ONE = re.compile(r"([CTLS])?-?\s?(\d{1,2})", re.I)
# Behind levels their comma-joined or "and"-joined numbers: "L4, 5", "L4-5 and 5-1", "L3-4, 4-5".
_MORE = re.compile(rf"\s?(?:,\s?(?:and\s)?|and\s|&\s?|\+\s?)(\d{_TO}[S]?\d)(?![\w.%/-])", re.I)
# Letters with numbers that are no levels: MRI sequences, thyroid hormones, complement factors,
# tablets, quarters of a chart.
_OTHERWISE = re.compile(
    r"\s?-?\s?(?:weighted|weighting|imag(?:e|ing)\b|signal|hyper|mg\b|mcg\b|ml\b|tablets?\b"
    r"|tabs?\b|pills?\b|capsules?\b|cream|order\b|uptake|files?\b|heart|gallop|esterase"
    r"|complement\b|inhibitor)",
    re.I,
)
_THYROID = re.compile(r"\b(?:thyroid|thyroxine|TSH|free\s[T][34]|triiodothyronine)\b", re.I)
_TYLENOL = re.compile(r"\b(?:tylenol|codeine|vitamin|type|stage|grade)\s?(?:no\.?|#|-)?\s?$", re.I)
_CONCLUSION = re.compile(r"\brequest", re.I)


def levels(item: DisputedItem, text: str) -> tuple[Found, ...]:
    """The levels that the disputed request names, else those of the sentence of the rationale that
    concludes on it; each with the words that name it.
    """
    if named := levels_in(item.disputed):
        return tuple(Found(level, item.request) for level in named)
    if item.rationale is None:
        return ()
    told: list[Excerpt] = [
        each
        for each in sentences(text, item.rationale.start, item.rationale.end)
        if _CONCLUSION.search(each.text)
    ]
    return tuple(Found(level, told[-1]) for level in levels_in(told[-1].text)) if told else ()


def levels_in(words: str) -> tuple[str, ...]:
    """The levels that some words name, each once, in their order; see `mentions`."""
    return tuple(dict.fromkeys(level for mention in mentions(words) for level in mention.values))


def mentions(words: str) -> list[Mention]:
    """Where some words name levels, and which.

    A level alone is a vertebra or a nerve root ("L5"), two neighbours joined are the segment
    between them ("L4-L5"). A range of several ("C5-C7", "L3-S1") gives each of its segments; "L4,
    L5 and S1" gives three levels. Small letters count where two levels are joined ("l4-5"), since
    questions are written so.
    """
    found: list[Mention] = []
    thyroid = bool(_THYROID.search(words))
    end = 0
    for match in LEVEL.finditer(words):
        if (
            match.start() < end
            or _OTHERWISE.match(words, match.end())
            or _TYLENOL.search(words, max(0, match.start() - 14), match.start())
        ):
            continue
        joined = _segments(match.group())
        alone = len(joined) == 1 and "-" not in joined[0]
        if not joined or (
            alone and (match.group()[0].islower() or (thyroid and joined[0] in ("T3", "T4")))
        ):
            continue
        found.append(Mention(tuple(joined), match.start(), match.end()))
        end = match.end()
        while joined and (more := _MORE.match(words, end)):
            joined = _segments(joined[-1][0] + more.group(1))
            found.append(Mention(tuple(joined), end, more.end()))
            end = more.end()
    return found


def _segments(words: str) -> list[str]:
    """The levels of one stretch of joined levels; none where they are out of order or not of the
    spine.
    """
    stops: list[str] = []
    part = ""
    for letter, number in _ONE.findall(words):
        number = int(number)
        if letter:
            part = letter.upper()
        elif stops and number <= int(stops[-1][1:]):
            part = {"C": "T", "T": "L", "L": "S", "S": "S"}[part]  # "L5-1" goes on into the sacrum
        stops.append(f"{part}{number}")
    if any(stop not in _ORDER for stop in stops):
        return []
    if len(stops) == 1:
        return stops
    steps = [_ORDER.index(stop) for stop in stops]
    if sorted(set(steps)) != steps or steps[-1] - steps[0] > _MOST:
        return []
    return [f"{_ORDER[at]}-{_ORDER[at + 1]}" for at in range(steps[0], steps[-1])]
