"""What of a recognized item does not add up: evidence that is independent of how its heading was
read.
"""

import re
from collections.abc import Sequence

from index.determination import DisputedItem, Outcome
from index.layouts.heading import HISTORY_START
from index.layouts.necessity import NECESSITY, concluded
from index.layouts.refusal import Inconsistent
from index.sentences import sentences

#: How a rationale ends that does not break off.
STOP = re.compile(r"[.!?:;\])”\"’'%\d]\s*$|medically\s+(?:necessary|appropriate)\s*$", re.I)
# So many words of prose in a request, or one where it begins as no request does, show that it took
# in some of a rationale.
_VERBS = 2
# A request of more words than this, without the history of a partial authorization, holds words
# that are not its own.
_LONGEST_REQUEST = 120
# A sentence of prose, ended, before other words; a beginning that no service has.
_PROSE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|not|does|did|would|should)\b.*[a-z]{3,}\.\s+[A-Z]"
)
_SENTENCE_END = re.compile(r"[a-z]{3,}\.\s+[A-Z]")
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|that|which|unless|should|would|may|might|not|there"
    r"|because)\b",
    re.I,
)
_OPENS = re.compile(
    r"(?:the (?!remaining|original)|our|these|those|this|what|there|below|here)\b"
    r"|(?-i:to|of|for|and|or|with|by|from)\b",
    re.I,
)
_FOREIGN = re.compile(
    r"Final\s+Determination|medically\s+(?:necessary|appropriate)|\bguidelines?\s*:", re.I
)
_REMAINDER = re.compile(
    r"remaining\s+IMR\s+eligible|^The\s+original\s+request,|authorized\s+by\s+the\s+Claims", re.I
)
_CLOSING = re.compile(
    r"\brequest(?:ed)?\s+(?:for\s+|of\s+)?(?P<request>[^;]{3,160}?)\s+(?:is|are|was"
    r"|were)\s+(?:not\s+)?medically",
    re.I,
)
_AMOUNT = re.compile(r"\d\s*(?:mg|mcg|ml|gm?|%)|#\s*\d", re.I)
_REQUESTED = re.compile(r"\brequest", re.I)
_NAME = re.compile(r"[A-Za-z]{4,}|\d{2,}")
_FORM_WORDS = frozenset(
    [
        "request",
        "requested",
        "therefore",
        "medically",
        "necessary",
        "appropriate",
        "thus",
        "hence",
        "such",
        "this",
        "that",
        "with",
        "from",
        "were",
        "case",
        "patient",
        "guidelines",
        "based",
        "above",
    ]
)
# Rationales this long, in words, are not the same by chance.
_LONG = 40


def doubts(text: str, item: DisputedItem, before: Sequence[DisputedItem], last: bool) -> list[str]:
    """What does not add up in an item; ``before`` are the items before it, ``last`` tells whether
    none follows.
    """
    faults = [*_of_request(item), *_of_rationale(text, item, before, last)]
    if any(item.request.text == other.request.text for other in before):
        faults.append("the same request stands twice")
    elif any(_same_long(item, other) for other in before):
        faults.append("the same rationale stands twice")
    return faults


def _of_request(item: DisputedItem) -> list[str]:
    request = item.request.text
    history = HISTORY_START.search(request)
    if not history and _REMAINDER.search(request):
        return [
            "the beginning of its request, which tells what the original request was, is missing"
        ]
    verbs = len(_VERB.findall(request)) + request[:1].islower() * (len(request.split()) > 8)
    if (
        _FOREIGN.search(request)
        or request.count(")") > request.count("(")
        or (
            not history
            and (
                len(request.split()) > _LONGEST_REQUEST
                or verbs >= _VERBS
                or _PROSE.search(request)
                or len(_SENTENCE_END.findall(request)) > 1
                or _OPENS.match(request)
            )
        )
    ):
        return ["where its request begins could not be told"]
    return []


def _of_rationale(
    text: str, item: DisputedItem, before: Sequence[DisputedItem], last: bool
) -> list[str]:
    faults = []
    rationale = item.rationale
    if rationale is None:
        faults.append("it has no rationale")
    else:
        if not STOP.search(rationale.text):
            faults.append(
                "its rationale breaks off"
                if last
                else "its rationale breaks off, or the next request begins within it"
            )
        try:
            conclusion = concluded(text, rationale.start, rationale.end, item.request.text)
        except Inconsistent:
            faults.append(
                "its rationale closes by calling the request both medically necessary and not"
            )
        else:
            if conclusion not in (None, item.outcome):
                conclusion_in_words = (
                    "medically necessary"
                    if conclusion is Outcome.OVERTURNED
                    else "not medically necessary"
                )
                faults.append(
                    f"its heading says {item.outcome}, but its rationale closes by calling the "
                    f"request {conclusion_in_words}"
                )
        if named := _closes_on_another(text, item, before):
            faults.append(f"its rationale closes on another request, “{named}”")
        if _concludes_twice(text, item):
            faults.append(
                "its rationale concludes twice, on different requests; it may hold that of "
                "another item"
            )
    if item.reviewer_guideline is None:
        faults.append("it names no guideline of the reviewer")
    return faults


def _concludes_twice(text: str, item: DisputedItem) -> bool:
    """Whether a sentence in the midst of the rationale concludes on a request whose words the
    closing one shares none of.

    A conclusion in the first two sentences announces the closing one.
    """
    if item.rationale is None:
        return False
    rationale_sentences = [
        sentence.text for sentence in sentences(text, item.rationale.start, item.rationale.end)
    ]
    at = [
        index
        for index, sentence in enumerate(rationale_sentences)
        if _REQUESTED.search(sentence) and NECESSITY.search(sentence)
    ]
    inner = [index for index in at if 2 <= index < len(rationale_sentences) - 2]
    if not inner or at[-1] < len(rationale_sentences) - 3:
        return False
    closing = _names(rationale_sentences[at[-1]])
    return any(not closing & _names(rationale_sentences[index]) for index in inner)


def _closes_on_another(text: str, item: DisputedItem, before: Sequence[DisputedItem]) -> str | None:
    """The request that the closing sentence names where it is another item's, or one with a
    strength or an amount, and shares no word with the item's own.
    """
    if item.rationale is None:
        return None
    closing = sentences(text, item.rationale.start, item.rationale.end)[-1].text
    named = _CLOSING.search(closing)
    words = _names(named["request"]) if named else set()
    if not named or not words or words & _names(item.request.text):
        return None
    anothers = any(words <= _names(other.disputed) for other in before)
    return (
        named["request"].strip(" \"“”'’,") if anothers or _AMOUNT.search(named["request"]) else None
    )


def _names(sentence: str) -> set[str]:
    return {name.lower() for name in _NAME.findall(sentence)} - _FORM_WORDS


def _same_long(item: DisputedItem, other: DisputedItem) -> bool:
    if (
        item.rationale is None
        or other.rationale is None
        or item.rationale.text != other.rationale.text
    ):
        return False
    ends = item.request.text.endswith(other.disputed) or other.request.text.endswith(item.disputed)
    return ends and len(item.rationale.text.split()) > _LONG
