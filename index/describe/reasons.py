"""Why an item was decided as it was: reason tags, each with the sentence that shows it."""

import re
from dataclasses import dataclass
from functools import cache

from index.describe.voice import concludes, tells_denial, tells_guideline
from index.determination import DisputedItem, Excerpt, Outcome
from index.facets import Reason, Repeat
from index.sentences import sentences
from index.vocabulary import load

_NEGATION = (
    r"\b(?:no|not|nor|none|neither|never|without|lack(?:s|ed|ing)?(?: of)?|absen(?:t|ce)|fail(?:s|ed|ure)? to|unable to|insufficient|unclear|"
    r"limited|deficient|devoid|nothing|free of|missing|silent|yet to|cannot|minimal|negative for|ruled out|n't)\b"
)
_BEFORE = _NEGATION + r"(?:(?!;|\bbut\b|\bhowever\b).){0,110}?"
_BEHIND = r"(?:(?!;|,|\bbut\b).){0,130}?\b(?:(?:is|are|was|were|has been|have been|had been) (?:also )?(?:not|never|absent|lacking)|not (?:been )?(?:specified|documented|provided|noted|established|described|identified|reported|shown))\b"
_MOST = 4
_OF_REPEATS = {"no change since prior study", "no functional improvement", "new or changed symptoms", "functional improvement shown"}


@dataclass(frozen=True)
class _Sign:
    """How a reason shows in a sentence: the plainest form first. ``weight`` is higher for the reason that decides where several show."""

    tag: str
    patterns: tuple[re.Pattern[str], ...]
    guideline: bool
    weight: float


@cache
def _signs(outcome: Outcome) -> tuple[_Sign, ...]:
    reasons = load("reasons")[outcome.value]
    signs = []
    for rank, (tag, how) in enumerate(reasons.items()):
        forms = [f"(?:{_BEFORE}{missing})|(?:{missing}{_BEHIND})" for missing in how.get("denied", [])] + how.get("said", [])
        patterns = tuple(re.compile(form, re.I) for form in forms)
        signs.append(_Sign(tag, patterns, how.get("guideline", False), 1 - rank / len(reasons)))
    return tuple(signs)


def _strength(sign: _Sign, sentence: str) -> float | None:
    """How plainly a sentence shows a reason, from 1 for its first form down; None where it does not."""
    found = next((place for place, pattern in enumerate(sign.patterns) if pattern.search(sentence)), None)
    return None if found is None else 1 - found / len(sign.patterns)


def reasons(item: DisputedItem, text: str, repeat: Repeat) -> tuple[Reason, ...]:
    """The reasons that the rationale gives, the decisive first, at most four.

    Only reasons of the item's own outcome are looked for. A sentence that tells what a guideline says
    counts only for reasons that consist in that; what the overturned denial had said is no reason; the sentences before the conclusion weigh most. Whether
    anything has changed is what decides on a service that was given before.
    """
    if item.rationale is None:
        return ()
    said = sentences(text, item.rationale.start, item.rationale.end)
    best: dict[str, tuple[float, Excerpt]] = {}
    for position, sentence in enumerate(said):
        if tells_denial(sentence.text) and item.outcome is Outcome.OVERTURNED:
            continue
        guideline, conclusion = tells_guideline(sentence.text), concludes(sentence.text)
        for sign in _signs(item.outcome):
            strength = None if guideline and not sign.guideline else _strength(sign, sentence.text)
            if strength is None:
                continue
            score = sign.weight + strength + (position + 1) / len(said) - (0.5 if guideline else 0) - (0.4 if conclusion else 0)
            score += 1 if repeat == "yes" and sign.tag in _OF_REPEATS else 0
            if sign.tag not in best or score > best[sign.tag][0]:
                best[sign.tag] = (score, sentence)
    ranked = sorted(best.items(), key=lambda entry: -entry[1][0])
    return tuple(Reason(tag, sentence) for tag, (_, sentence) in ranked[:_MOST])
