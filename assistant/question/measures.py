"""What is measured of the items where it is not their outcome: days between dates, ages, amounts;
and the one fact that is asked of a case.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from assistant.query import Statistic
from assistant.question.sizes import UNITS
from assistant.question.spans import Stretch

Show = Literal["median", "mean", "range", "distribution", "total"]
_SHOWN = (
    ("mean", r"\b(?:average|avg\.?|mean|on average|averages)\b"),
    ("median", r"\b(?:median|typical(?:ly)?|usual(?:ly)?|normal(?:ly)?)\b"),
    (
        "range",
        r"\b(?:range|smallest|largest|biggest|shortest|longest|minimum|maximum|min|max|fastest"
        r"|slowest|oldest|youngest"
        r"|lowest|highest|fewest)\b",
    ),
    ("distribution", r"\b(?:distribution|histogram|spread|quartiles?|percentiles?)\b"),
    ("total", r"\b(?:total|altogether|sum|combined|in all)\b"),
)
_LONG = re.compile(
    r"\bhow (?:long|much time|quick(?:ly)?|fast|soon|slow(?:ly)?)\b"
    r"|\bhow many (?:calendar |business )?(?:days|weeks|months)\b(?=.{0,60}\b(?:from|between"
    r"|after|since|until|till"
    r"|before|pass|take|took|taken|elapse)\b)"
    r"|\bhow old (?:are|were|is|was) (?:the |these |those )?injur\w+|\b(?:turn-?around"
    r"|turn around|wait(?:ing)? times?|waits|the wait|delays?|lag|time ?lag|time ?frame"
    r"|processing time"
    r"|timeline)\b|\b(?:days|weeks|time|months|gap|interval) (?:\w+ )?(?:from|between|until"
    r"|it takes?|to (?:get|decide|a))\b"
    r"|\b(?:average|median|mean|avg|typical) (?:number of )?(?:days|time|weeks)\b"
    r"|\bdays? to (?:decision|decide|determination)\b",
    re.I,
)
_ANCHORS = re.compile(
    r"\b(?:(?P<denied>ur(?:'s)?(?: (?:denials?|denied|decisions?|determinations?|letters?"
    r"|non-?cert\w*))?"
    r"|utilization review(?: (?:denials?|decisions?|determinations?))?|denials?|denied"
    r"|non-?cert(?:ification|ified)?s?)"
    r"|(?P<received>(?:imr )?applications?(?: (?:was |is |were )?(?:received|filed|receipt))?"
    r"|imr requests?"
    r"|requests? for (?:imr|independent medical review)|receipt|received|filing|filed"
    r"|submitt?(?:ed|ing)|submission)"
    r"|(?P<assigned>assign(?:ed|ment))"
    r"|(?P<injured>(?:date of )?injur(?:y|ies|ed)|doi|accidents?|(?:got |was |were )?hurt)"
    r"|(?P<decided>(?:imr |final |the )?(?:decisions?|determinations?|rulings?|results?|answers?"
    r"|outcomes?)(?: dates?)?"
    r"|decid(?:e|es|ed|ing)|issu(?:e|es|ed|ing)|determin(?:e|ed|ation)|final letter|letter|imr))\b",
    re.I,
)
_ORDER = ("injured", "denied", "received", "assigned", "decided")
_SPAN = re.compile(
    r"\b(?:from|between|after|since|until|till|to|before|take[ns]?|took|wait\w*|by the time)\b",
    re.I,
)
_AGE = re.compile(
    r"\bhow old\b(?!.{0,20}\b(?:injur|letters?|data|index|decisions?))|\b(?:average|mean|median"
    r"|typical|avg\.?) (?:\w+ ){0,2}ages?\b"
    r"|\bages? (?:of|range|distribution|spread)\b|\b(?:oldest|youngest)\b"
    r"|\bwhat ages?\b",
    re.I,
)
_UNIT_WORDS = "|".join(f"{unit}s?" for unit in UNITS if unit not in ("treatment", "day", "unit"))
_TURNAROUND = re.compile(
    r"turn-?\s?around|wait|processing|how (?:long|quick|fast|soon|slow|old)", re.I
)
_COUNTED = re.compile(
    rf"\b(?:how many|number of|average|avg\.?|mean|median|typical(?: number of)?"
    rf"|usual(?: number of)?|total(?: number of)?|range of|most|fewest|"
    rf"how much)\s+(?:(?!(?:of|were|was|are|is|and"
    rf"|or)\b)[\w/&-]+\s+){{0,5}}?(?:of\s+)?(?P<unit>{_UNIT_WORDS})\b"
    rf"|\b(?P<unit2>{_UNIT_WORDS})\s+(?:of\s+)?(?:\w+\s+){{0,3}}?(?:requested|asked for"
    rf"|authorized|authorised|approved|allowed|certified)\b"
    rf"(?=.{{0,120}}\b(?:average|median|mean|typical|range|distribution|usual|how many)\b)",
    re.I,
)
_REQUESTED = re.compile(
    r"\b(?:request\w*|(?:was|were|is|are) (?:each|every|it|they|those)|ask(?:ed|ing|s)?(?: for)?"
    r"|sought|seek(?:ing|s)?|order(?:ed|s)?|want(?:ed"
    r"|ing|s)?|prescrib\w+"
    r"|in dispute|disputed|at issue|in (?:the|a) requests?|rfas?|submit\w*|typical(?:ly)?"
    r"|per request|proposed|at (?:a|one) time)\b",
    re.I,
)
_AUTHORIZED = re.compile(
    r"\b(?:allow(?:s|ed|ing)?|authori[sz]\w+|approv(?:e|es|ed|ing)|certif(?:y|ies|ied)|cert(?:ed"
    r"|'d)?|grant(?:s|ed)?"
    r"|okay(?:ed)?|ok|g[ai]ve[ns]?|mods?|modif\w+|get|gets|got|cover(?:s|ed)?|let)\b",
    re.I,
)
_DECIDED = re.compile(
    r"\b(?:upheld|overturn\w*|denied|denials?|uphold|guidelines?|because)\b", re.I
)


@dataclass(frozen=True)
class Measured:
    """A statistic that some words ask for, and the stretches that ask for it."""

    statistic: Statistic
    stretches: tuple[Stretch, ...]


def measure_in(words: str) -> Measured | None:
    """The statistic that some words ask for; None where they ask for none."""
    return _days(words) or _ages(words) or _amounts(words)


def authorizes(words: str) -> bool:
    """Whether some words ask for authorized amounts."""
    measured = measure_in(words)
    return measured is not None and measured.statistic.of.endswith(":authorized")


def _shown(words: str) -> tuple[str | None, list[Stretch]]:
    for name, form in _SHOWN:
        if matches := [match.span() for match in re.finditer(form, words, re.I)]:
            return name, matches
    return None, []


def _days(words: str) -> Measured | None:
    cue = _LONG.search(words)
    if cue is None:
        return None
    anchors = [
        (str(match.lastgroup), match.span())
        for match in _ANCHORS.finditer(words)
        if match.start() >= cue.start() or cue.start() - match.end() < 40
    ]
    named = sorted({name for name, _ in anchors}, key=_ORDER.index)
    turnaround = _TURNAROUND.search(words)
    if len(named) > 2:
        # "How long from the UR denial to the decision on the application": the ends are meant.
        between = _SPAN.search(words, cue.start())
        following = [name for name, span in anchors if between and span[0] > between.start()]
        firsts = list(dict.fromkeys(following))[:2] or named
        named = sorted(set(firsts), key=_ORDER.index) if len(firsts) == 2 else [named[0], named[-1]]
    if not named and not turnaround:
        return None
    if len(named) < 2:
        if named and not (turnaround or _SPAN.search(words)):
            return None
        only = named[0] if named else "decided"
        named = ["received", "decided"] if only == "decided" else [only, "decided"]
    shown, spans = _shown(words)
    field = f"days:{named[0]}-{named[1]}"
    stretches = (cue.span(), *spans, *(span for _, span in anchors))
    return Measured(Statistic(of=field, show=_show(shown)), stretches)


def _show(name: str | None) -> Show:
    """How a field is summed up; by its median where the words do not say."""
    return cast("Show", name or "median")


def _ages(words: str) -> Measured | None:
    match = _AGE.search(words)
    if match is None:
        return None
    shown, spans = _shown(words)
    return Measured(Statistic(of="age", show=_show(shown)), (match.span(), *spans))


def _amounts(words: str) -> Measured | None:
    match = _COUNTED.search(words)
    if match is None:
        return None
    shown, spans = _shown(words)
    unit = (match["unit"] or match["unit2"]).lower()
    of = next(name for word, name in UNITS.items() if unit in (word, f"{word}s"))
    asked, allowed = _REQUESTED.search(words), _AUTHORIZED.search(words)
    decided = _DECIDED.search(words)
    if decided and (shown is None or asked is None):
        return None
    if asked is None and allowed is None and shown is None:
        return None
    kind = (
        "authorized" if allowed and not (asked and asked.start() > allowed.start()) else "requested"
    )
    if asked and allowed and asked.group().lower().startswith(("typical", "request")):
        kind = "authorized" if allowed.start() > match.start() else kind
    stretches = (match.span(), *spans, *(each.span() for each in (asked, allowed) if each))
    return Measured(Statistic(of=f"amount:{of}:{kind}", show=_show(shown)), stretches)


_FACTS = (
    (
        "licensed_in",
        r"\blicen[sc]ed?\b",
    ),
    (
        "specialty",
        r"\bspecial(?:ty|ties|ity|ist|ization)\b|\b(?:what|which) (?:kind|type"
        r"|sort) of (?:a )?(?:imr )?(?:doctor|doc|physician|reviewer|md)\b"
        r"|\b(?:reviewer|doctor|physician|doc)(?:'s|s)? (?:background|field|credentials?"
        r"|qualifications?|expertise)\b"
        r"|\bwas (?:the|it) (?:reviewer|doctor|reviewed by) an? ",
    ),
    (
        "mechanism",
        r"\bmechanism\b|\bhow (?:did|was|were|has) (?:the |this |he |she "
        r"|they )?(?:\w+ ){0,3}(?:injur|hurt|get hurt|happen)\w*",
    ),
    (
        "injured",
        r"\bdate of (?:the )?injury\b|\bdoi\b|\binjury date\b|\bwhen\b.{0,40}\b(?:injur\w+|hurt)\b",
    ),
    ("age", r"\bhow old\b|\bages?\b"),
    (
        "diagnosis",
        r"\bdiagnos[ei]s\b|\bdiagnosed\b|\bdx\b|\bwhat (?:condition|body part|injury)\b"
        r"|\bwhat(?:'s| was| is) wrong\b",
    ),
    (
        "denied",
        r"\b(?:when|what (?:date|day))\b.{0,40}\b(?:ur|utilization review|adjuster)\b|\b(?:date"
        r"|day) of (?:the )?(?:ur"
        r"|utilization review|denial)\b|\bur (?:decision |denial )?date\b|\bwhen (?:was"
        r"|did) (?:it|the request|this) (?:\w+ )?(?:denied|non-?certified)\b",
    ),
    (
        "received",
        r"\bwhen\b.{0,40}\b(?:application|received|filed|submitted)\b|\b(?:date"
        r"|day) of (?:the )?(?:application|receipt)\b|\bapplication date\b",
    ),
    ("assigned", r"\bwhen\b.{0,40}\bassigned\b|\bassignment date\b"),
    (
        "decided",
        r"\bwhen\b.{0,40}\b(?:decid\w+|decision|determin\w+|issued|dated|come out|came out"
        r"|ruled)\b|\bwhat (?:date|day)\b|\b(?:decision|determination) date\b"
        r"|\bdate of (?:the )?(?:decision|determination|letter)\b|\bhow (?:old|recent) is (?:it"
        r"|that|this)\b",
    ),
    (
        "guideline",
        r"\bguidelines?\b|\bchapters?\b|\bwhat did .{0,30}\b(?:rely|cite|base)\b|\bodg or mtus\b"
        r"|\bmtus or odg\b",
    ),
    (
        "reasons",
        r"\bwhy\b|\breasons?\b|\breasoning\b|\brationale\b|\bhow come\b",
    ),
    (
        "outcome",
        r"\bwhich (?!(?:\w+ )?(?:exam|facts?|findings?|guidelines?"
        r"|evidence))\b.{0,60}\b(?:upheld|overturned|ok|okay|approved|denied|allowed|granted"
        r"|certified|not)\b|\boutcomes?\b|\bresults?\b"
        r"|\bhow (?:did|was|were)\b.{0,40}\b(?:come out|end|turn out|decided|go)\b|\bwho won\b"
        r"|\bwin or lose\b|\bupheld or overturned\b|\boverturned or upheld\b"
        r"|\b(?:approved|overturned|upheld|denied) or (?:not|no|denied|approved|upheld"
        r"|overturned)\b",
    ),
)


_REASON = re.compile(r"\breasons?\b|\bgrounds\b", re.I)


def fact_in(words: str) -> tuple[str, Stretch] | None:
    """The one fact that some words ask of a case, and the stretch that asks for it."""
    if measured := _days(words):
        return measured.statistic.of, measured.stretches[0]
    found = [
        (name, match.span())
        for name, pattern in _fact_patterns()
        if (match := pattern.search(words))
    ]
    # "What date did UR deny it" names the day; a question for two facts asks for the case.
    if len(found) > 1:
        found = [each for each in found if each[0] != "decided"] or found
    if len({name for name, _ in found}) != 1 or (
        found[0][0] == "outcome" and _REASON.search(words)
    ):
        return None
    return found[0]


@cache
def _fact_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(form, re.I)) for name, form in _FACTS)
