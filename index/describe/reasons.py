"""Why an item was decided as it was: reason tags, each with the sentence that shows it."""

import re
from dataclasses import dataclass
from functools import cache

from index.describe.voice import before_request, concludes, speaks_of, tells_denial, tells_guideline
from index.determination import DisputedItem, Excerpt, Outcome
from index.facets import Reason, Repeat
from index.sentences import sentences
from index.vocabulary import load

_NEGATION = (
    r"\b(?:no|not|nor|none|nobody|no one|neither|never|without|lack(?:s|ed|ing)?(?: of)?|absen(?:t|ce)|fail(?:s|ed|ure)? to|unable to|insufficient|unclear|"
    r"limited|deficient|devoid|nothing|free of|missing|silent|yet to|cannot|minimal|negative for|ruled out|n't)\b"
)
_BEFORE = _NEGATION + r"(?:(?!;|\bbut\b|\bhowever\b).){0,110}?"
_BEHIND = r"(?:(?!;|,|\bbut\b).){0,130}?\b(?:(?:is|are|was|were|has been|have been|had been) (?:also )?(?:not|never|absent|lacking)|not (?:been )?(?:specified|documented|provided|noted|established|described|identified|reported|shown))\b"
_MOST = 4
#: The reason of an overturned item that only draws the conclusion.
_PLAIN = "criteria met"
_OF_REPEATS = {"no change since prior study", "no functional improvement", "new or changed symptoms", "functional improvement shown"}


@dataclass(frozen=True)
class _Sign:
    """How a reason shows in a sentence: the plainest form first.

    ``guideline``: sentences that tell what a guideline says show it too, if they speak of the service.
    ``general``: it counts only by a sentence that shows no other reason. ``over``: the reasons that it displaces in its sentence.
    ``never_for``: services for which it is none. ``weight`` is higher for the reason that decides where several show.
    """

    tag: str
    patterns: tuple[re.Pattern[str], ...]
    guideline: bool
    general: bool
    over: frozenset[str]
    never_for: frozenset[str]
    weight: float

    def strength(self, words: str) -> float | None:
        """How plainly words show the reason, from 1 for its first form down; None where they do not."""
        found = next((place for place, pattern in enumerate(self.patterns) if pattern.search(words)), None)
        return None if found is None else 1 - found / len(self.patterns)


@cache
def _signs(outcome: Outcome) -> tuple[_Sign, ...]:
    reasons = load("reasons")[outcome.value]
    signs = []
    for rank, (tag, how) in enumerate(reasons.items()):
        forms = [f"(?:{_BEFORE}{missing})|(?:{missing}{_BEHIND})" for missing in how.get("denied", [])] + how.get("said", [])
        forms += [f"^(?!.*{_BEFORE}{there}).*{there}" for there in how.get("present", [])]
        patterns = tuple(re.compile(form, re.I) for form in forms)
        over, never_for = frozenset(how.get("over", ())), frozenset(how.get("never_for", ()))
        signs.append(_Sign(tag, patterns, how.get("guideline", False), how.get("general", False), over, never_for, 1 - rank / len(reasons)))
    return tuple(signs)


def reasons(item: DisputedItem, text: str, repeat: Repeat, procedures: tuple[str, ...]) -> tuple[Reason, ...]:
    """The reasons that the rationale gives, the decisive first, at most four.

    Only reasons of the item's own outcome are looked for. A sentence that tells what a guideline says
    counts only for reasons that consist in that; what the overturned denial had said is no reason; of a conclusion only what stands before the
    request counts; the sentences before the conclusion weigh most. Whether anything has changed is what decides on a service that was given before.
    """
    if item.rationale is None:
        return ()
    said = sentences(text, item.rationale.start, item.rationale.end)
    best: dict[str, tuple[float, Excerpt]] = {}
    for position, sentence in enumerate(said):
        if item.outcome is Outcome.OVERTURNED and tells_denial(sentence.text):
            continue
        guideline = tells_guideline(sentence.text)
        for sign, strength in _shown(sentence.text, item.outcome, guideline, procedures):
            score = sign.weight + strength + (position + 1) / len(said) - (0.5 if guideline else 0) - (0.4 if concludes(sentence.text) else 0)
            score += 1 if repeat == "yes" and sign.tag in _OF_REPEATS else 0
            if sign.tag not in best or score > best[sign.tag][0]:
                best[sign.tag] = (score, sentence)
    conclusions = [sentence for sentence in said if concludes(sentence.text)]
    if not best and conclusions and item.outcome is Outcome.OVERTURNED:
        best = {_PLAIN: (0.0, conclusions[-1])}
    ranked = sorted(best.items(), key=lambda entry: -entry[1][0])
    return tuple(Reason(tag, sentence) for tag, (_, sentence) in ranked[:_MOST])


def tags_in(words: str, outcome: Outcome) -> tuple[str, ...]:
    """The tags of the reasons of an outcome that some words show, the plainest and weightiest first; for words that are no sentence of a letter."""
    return tuple(sign.tag for sign, _ in sorted(_shown(words, outcome, False, ()), key=lambda each: -(each[0].weight + each[1])))


def _shown(sentence: str, outcome: Outcome, guideline: bool, procedures: tuple[str, ...]) -> list[tuple[_Sign, float]]:
    """The reasons that one sentence shows, and how plainly."""
    words = before_request(sentence) if concludes(sentence) else sentence
    signs = [sign for sign in _signs(outcome) if not sign.never_for & set(procedures)]
    if guideline:
        signs = [sign for sign in signs if sign.guideline] if speaks_of(sentence, procedures) else []
    shown = [(sign, strength) for sign in signs if (strength := sign.strength(words)) is not None]
    displaced = {tag for sign, _ in shown for tag in sign.over}
    particular = any(not sign.general for sign, _ in shown)
    return [(sign, strength) for sign, strength in shown if sign.tag not in displaced and not (sign.general and particular)]
