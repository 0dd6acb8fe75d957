"""Why an item was decided as it was: reason tags, each with the sentence that shows it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from index.determination import DisputedItem, Excerpt, Outcome
from index.extraction.attributes import Reason, Repeat
from index.extraction.polarity import NEGATION, Polarity, Stretch, clauses, polarity
from index.extraction.speaking import Voice, voices
from index.extraction.voice import before_request, concludes, speaks_of
from index.sentences import sentences
from index.vocabulary import load

_MOST = 4
#: The reason of an overturned item that only draws the conclusion.
_PLAIN = "criteria met"
_OF_REPEATS = {
    "no change since prior study",
    "no functional improvement",
    "new or changed symptoms",
    "functional improvement shown",
}
_WANTED = {"negative": Polarity.DENIED, "positive": Polarity.AFFIRMED}
_GAP = re.compile(r"\.(?=\{0,\d+\})")
_NEITHER = f"(?:(?!{NEGATION}).)"
# What stands between two statements of one sentence.
_BETWEEN = re.compile(r"[,;/]|\b(?:and|or|nor|but|with|while|although|as well as)\b", re.I)


@dataclass(frozen=True)
class _Form:
    """Words by which a reason shows, how plainly, and what a clause has to say of them; ``own``
    where their negations belong to them.
    """

    pattern: re.Pattern[str]
    strength: float
    wanted: Polarity
    own: bool


@dataclass(frozen=True)
class _Sign:
    """How a reason shows in a clause: the plainest form first.

    ``guideline``: what a guideline says of the service shows it too. ``general``: it counts only by
    a sentence that shows no other reason. ``over``: the reasons that it displaces in its sentence.
    ``never_for``: services for which it is none. ``unsaid``: words of a clause that says something
    else. ``weight`` is higher for the reason that decides where several show.
    """

    tag: str
    forms: tuple[_Form, ...]
    guideline: bool
    general: bool
    over: frozenset[str]
    never_for: frozenset[str]
    unsaid: re.Pattern[str] | None
    weight: float

    def in_clause(self, words: str) -> Iterator[tuple[float, Stretch]]:
        """How plainly a clause shows the reason, from 1 for its first form down, and by which of
        its words; nothing where it does not.
        """
        if self.unsaid and self.unsaid.search(words):
            return
        for form in self.forms:
            for match in form.pattern.finditer(words):
                if polarity(words, *match.span(), own=form.own) is form.wanted:
                    yield form.strength, match.span()


@dataclass(frozen=True)
class _Shown:
    """A reason that a sentence shows, how plainly, and by which of its words."""

    sign: _Sign
    strength: float
    words: Stretch


@cache
def _signs(outcome: Outcome) -> tuple[_Sign, ...]:
    reasons = load("reasons")[outcome.value]
    return tuple(
        _sign(tag, how, 1 - rank / len(reasons)) for rank, (tag, how) in enumerate(reasons.items())
    )


def _sign(tag: str, how: dict, weight: float) -> _Sign:
    things, said = how.get("things", []), how.get("said", [])
    forms = [
        _Form(re.compile(words, re.I), 1 - place / len(things), _WANTED[how["polarity"]], False)
        for place, words in enumerate(things)
    ]
    forms += [
        _Form(
            re.compile(_GAP.sub(lambda _: _NEITHER, words), re.I),
            1 - place / len(said),
            Polarity.AFFIRMED,
            True,
        )
        for place, words in enumerate(said)
    ]
    unsaid = re.compile(how["unsaid"], re.I) if "unsaid" in how else None
    return _Sign(
        tag,
        tuple(forms),
        how.get("guideline", False),
        how.get("general", False),
        frozenset(how.get("over", ())),
        frozenset(how.get("never_for", ())),
        unsaid,
        weight,
    )


def reasons(
    item: DisputedItem, text: str, repeat: Repeat, procedures: tuple[str, ...]
) -> tuple[Reason, ...]:
    """The reasons that the rationale gives, the decisive first, at most four.

    Only reasons of the item's own outcome are looked for, in sentences that tell what the reviewer
    found; what a guideline says counts for those that consist in that. Of a conclusion only what
    stands before the request counts; the sentences before it weigh most. A sentence shows one
    reason, and another only by other words that say a second thing. Whether anything has changed is
    what decides on a service that was given before.
    """
    if item.rationale is None:
        return ()
    said = sentences(text, item.rationale.start, item.rationale.end)
    found: list[tuple[float, Excerpt, _Shown]] = []
    for position, (sentence, voice) in enumerate(zip(said, voices(said), strict=True)):
        if voice not in (Voice.FINDING, Voice.GUIDELINE):
            continue
        guideline = voice is Voice.GUIDELINE
        nearness = (
            (position + 1) / len(said)
            - (0.5 if guideline else 0)
            - (0.4 if concludes(sentence.text) else 0)
        )
        for shown in _shown(sentence.text, item.outcome, guideline, procedures):
            changed = 1 if repeat == "yes" and shown.sign.tag in _OF_REPEATS else 0
            found.append((shown.sign.weight + shown.strength + nearness + changed, sentence, shown))
    told = tuple(_told(found))
    conclusions = [sentence for sentence in said if concludes(sentence.text)]
    if not told and conclusions and item.outcome is Outcome.OVERTURNED:
        return (Reason(_PLAIN, conclusions[-1]),)
    return told[:_MOST]


def _told(found: list[tuple[float, Excerpt, _Shown]]) -> Iterator[Reason]:
    """Each reason once, by the sentence that weighs most of those whose words are not taken by
    another.
    """
    tags: set[str] = set()
    taken: dict[Excerpt, list[Stretch]] = {}
    for _, sentence, shown in sorted(found, key=lambda each: -each[0]):
        others = taken.setdefault(sentence, [])
        if shown.sign.tag not in tags and all(
            _apart(sentence.text, shown.words, other) for other in others
        ):
            tags.add(shown.sign.tag)
            others.append(shown.words)
            yield Reason(shown.sign.tag, sentence)


def _apart(sentence: str, one: Stretch, other: Stretch) -> bool:
    """Whether two stretches of a sentence are of two statements."""
    first, second = sorted((one, other))
    return first[1] <= second[0] and bool(_BETWEEN.search(sentence, first[1], second[0]))


def tags_in(words: str, outcome: Outcome) -> tuple[str, ...]:
    """The tags of the reasons of an outcome that some words show, the plainest and weightiest
    first; for words that are no sentence of a letter.
    """
    shown = sorted(
        _shown(words, outcome, False, ()), key=lambda each: -(each.sign.weight + each.strength)
    )
    return tuple(dict.fromkeys(each.sign.tag for each in shown))


def _shown(
    sentence: str, outcome: Outcome, guideline: bool, procedures: tuple[str, ...]
) -> list[_Shown]:
    """The reasons that one sentence shows, each by all the words that show it."""
    words = before_request(sentence) if concludes(sentence) else sentence
    signs = [
        sign
        for sign in _signs(outcome)
        if not sign.never_for & set(procedures) and (sign.guideline or not guideline)
    ]
    shown: list[_Shown] = []
    for start, end in clauses(words) if signs else ():
        clause = words[start:end]
        if guideline and not speaks_of(clause, procedures):
            continue
        for sign in signs:
            shown += [
                _Shown(sign, strength, (first + start, last + start))
                for strength, (first, last) in sign.in_clause(clause)
            ]
    displaced = {tag for each in shown for tag in each.sign.over}
    particular = any(not each.sign.general for each in shown)
    return [
        each
        for each in shown
        if each.sign.tag not in displaced and not (each.sign.general and particular)
    ]
