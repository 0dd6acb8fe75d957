"""Whether a clause affirms what some of its words name, denies it, or leaves it open."""

import re
from collections.abc import Iterator
from enum import Enum
from itertools import pairwise

Stretch = tuple[int, int]


class Polarity(Enum):
    """What a clause says of a thing. ``OPEN``: neither, as under a condition or behind a negation
    of a negation.
    """

    AFFIRMED = "affirmed"
    DENIED = "denied"
    OPEN = "open"


# What is scant where it is evidence or a gain; limited motion and minimal spasm are there.
_EVIDENCE = (
    r"(?:evidence|documentation|documents?|information|records?|data|notes?|"
    r"improvements?|benefits?|relief|gains?|progress|response|efficacy|rationale|justification"
    r"|indication)"
)
_SCANT = (
    rf"(?:limited|minimal|scant|little|few|poor|inadequate|incomplete|deficient|nominal)"
    rf"(?= (?:or no )?(?:[\w-]+ ){{0,3}}{_EVIDENCE}\b)"
)
# Words with a negation that deny nothing of what follows them, longest first.
_SHAM = (
    r"not only|not just|not merely|not simply|no doubt|no question|no contraindications?|"
    r"not contraindicated|no longer than|no more than|no less than|no later than|not limited to|"
    r"not unreasonable|not necessarily|whether or not|if not|no sooner|no other than|"
    r"without (?:and with |or with |iv |intravenous |the use of )?(?:contrast|dye|gadolinium)|"
    r"with (?:and|or|&|/) ?without|non-? ?(?:opioid|steroidal|surgical|operative|mtus)"
)
NEGATION = (
    r"\b(?:no|not|nor|none|nobody|no one|neither|never|without|lack(?:s|ed|ing)?(?: of)?|"
    r"absen(?:t|ce)(?: of)?|fail(?:s|ed|ure|ing)? to|(?:is |was |were |are )?unable to"
    r"|insufficient|"
    r"unclear|uncertain|unknown|devoid|nothing|free of|missing|silent|yet to|cannot|negative for|"
    r"neg for|rule[sd] out (?=the|any|a)|den(?:ies|ied|ying)|rather than|instead of|"
    rf"(?:should|must|can|could|may|to) be replaced|{_SCANT})(?![\w-])|n['’]t\b"
)
_CUE = re.compile(rf"(?P<sham>\b(?:{_SHAM})\b)|{NEGATION}", re.I)
# Two negations that stand together say that the thing is there.
_DOUBLE = re.compile(
    r"\b(?:not|never|no|nor|n['’]t|cannot|can not|did not"
    r"|does not)\s+(?:(?:be|been|at all|entirely|wholly|a|any|the)\s+){0,2}"
    r"(?:without|lack(?:s|ed|ing)?(?: of)?|absen(?:t|ce)(?: of)?|insufficient|missing"
    r"|den(?:y|ies|ied)|"
    r"negative for|free of|devoid of)\b",
    re.I,
)
# A new thing that is negated for itself: what negated the one before it reaches no farther.
_COORDINATED = re.compile(r"[,/]|\b(?:and|or|nor|with|as well as|plus)\b", re.I)
# What a negation does not reach across.
_BARRIER = re.compile(
    r"\b(?:because|since|due to|owing to|despite|in spite of|except|other than|besides|given|after"
    r"|per|according to|based on|"
    r"as (?:he|she|they|it|the|there|this|(?:[\w-]+ ){1,4}(?:is|are|was|were|has|have))|so"
    r"|therefore|thus)\b|:",
    re.I,
)
# Nor, where it would have to deny a whole statement, across what begins another one.
_STATEMENT = re.compile(
    rf"{_BARRIER.pattern}|,|\b(?:and|(?:to|would|that) (?:support|warrant|justify)|supporting"
    r"|warranting)\b",
    re.I,
)
# Scant evidence of what something else denies is no negation of a negation.
_LITTLE = re.compile(rf"{_SCANT}|insufficient|unclear|uncertain|unknown|missing|silent", re.I)
_BEHIND = re.compile(
    r"(?:(?!,|\b(?:that|which|who|because|since|as|to)\b).){0,130}?"
    r"(?:\b(?:is|are|was|were|be|being|been|remains?|appears?|seems?)\s+(?:also |both |all "
    r"|clearly |otherwise |currently |either )?"
    r"(?:not|never|absent|lacking|missing|denied|negative|ruled out|unclear|unknown|unremarkable"
    r"|insufficient)\b"
    r"|\b(?:not|never)\s+(?:been |clearly |adequately |well )?(?:specified|documented|provided"
    r"|noted|established|"
    r"described|identified|reported|shown|stated|seen|found|present|submitted|included|addressed"
    r"|indicated|demonstrated|met)\b)",
    re.I,
)
_OPEN = re.compile(
    r"\b(?:if|whether|when(?:ever)?|unless|until|where"
    r"|should(?= (?:the|there|he|she|it|they|any)\b)|may|might|could|"
    r"possibl[ey]|potential(?:ly)?|in case of|in the event|provided that|once)\b",
    re.I,
)
# An aim leaves open what it is after, up to the verb of which it is the subject.
_AIM = re.compile(
    r"\b(?:(?:to|and) (?:evaluate|assess|exclude|confirm|determine|rule out|look for|screen for"
    r"|prevent|avoid|reduce|achieve|attain|maintain|promote)|"
    r"in order to|(?:evaluation|assessment|screening|work-?up|prevention) (?:of|for)|goals?"
    r"|intended|intend\w*|expected|hope\w*)\b",
    re.I,
)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|would|will)\b|\n(?!\Z)", re.I)
_CLAUSE = re.compile(
    r";|\b(?:but|however|although|though|while|whereas|yet(?! to)|nevertheless)\b"
    r"|\b(?:and|nor) (?=there (?:is|are|was|were|has|have)\b)"
    r"|,\s*(?:and |so |or )?(?=(?:there|he|she|it|they|we|i|this (?!and|or)|these (?!and|or)"
    r"|the (?:patient|injured|worker|claimant|applicant|employee|provider|physician|records?"
    r"|documentation|medical|request(?:ed)?|guidelines?))\b)"
    r"|\b(?:and|or) (?=(?:he|she|it|they|the (?:patient|injured worker|worker|claimant|applicant"
    r"|employee|records?|documentation|request(?:ed)?)) )",
    re.I,
)
# A clause that grants something ends at its comma.
_CONCEDES = re.compile(r"\b(although|though|while|whereas)\b|[,;]", re.I)


def _conceded(sentence: str) -> Iterator[Stretch]:
    """The commas that end clauses which grant something."""
    granted = False
    for match in _CONCEDES.finditer(sentence):
        if granted and match.group() == ",":
            yield match.span()
        granted = bool(match.group(1))


def _aims(clause: str, start: int, end: int) -> bool:
    """Whether a stretch of a clause ends in an aim, with no verb of a statement behind it."""
    last = max((match.start() for match in _VERB.finditer(clause, start, end)), default=-1)
    return any(match.end() > last for match in _AIM.finditer(clause, start, end))


def clauses(sentence: str) -> tuple[Stretch, ...]:
    """Where the clauses of a sentence stand: its parts between words that set one statement against
    another or begin one.
    """
    breaks = {match.span() for match in _CLAUSE.finditer(sentence) if match.start()}
    breaks |= set(_conceded(sentence))
    starts, stops = (
        [0, *(end for _, end in sorted(breaks))],
        [*(start for start, _ in sorted(breaks)), len(sentence)],
    )
    return tuple(
        (start, stop)
        for start, stop in zip(starts, stops, strict=True)
        if sentence[start:stop].strip(" ,;.")
    )


def polarity(clause: str, start: int, end: int, *, own: bool = False) -> Polarity:
    """What a clause says of the thing that its words from ``start`` to ``end`` name.

    A negation governs what follows it in the clause, up to a word that begins a reason or an
    exception, or what stands before it as its subject ("weakness was not found"). One of a list
    that is negated for itself ("no weakness and no numbness") is denied once. A negation of another
    one leaves the thing open, except where both stand together ("not without"). A condition or a
    purpose before it leaves it open too. ``own``: the words carry their negation in themselves, so
    that only others count.
    """
    barriers = (_STATEMENT if own else _BARRIER).finditer(clause)
    reach = max(
        (min(match.end(), start) for match in barriers if match.start() <= start), default=0
    )
    cues = [
        cue
        for cue in _cues(clause)
        if reach <= cue[0] < start or (not own and start <= cue[0] < end)
    ]
    first = cues[0][0] if cues else start
    if _OPEN.search(clause, reach, first) or _aims(clause, reach, first):
        return Polarity.OPEN
    for before, after in pairwise(cues):
        little = _LITTLE.match(clause, before[0])
        if not little and not _COORDINATED.search(clause, before[1], after[1]):
            return Polarity.OPEN
    if cues:
        return Polarity.DENIED
    if not own and _BEHIND.match(clause, end):
        return Polarity.DENIED
    return Polarity.AFFIRMED


def _cues(clause: str) -> Iterator[Stretch]:
    """The negations of a clause, without those that deny nothing and those that cancel each
    other.
    """
    cancelled = [match.span() for match in _DOUBLE.finditer(clause)]
    for match in _CUE.finditer(clause):
        if match["sham"] is None and not any(
            start <= match.start() < end for start, end in cancelled
        ):
            yield match.span()
