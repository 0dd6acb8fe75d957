"""Outcomes that a letter states as "is (not) medically necessary and appropriate".

Such a statement decides only at a place where the layout puts its decisions, or as the conclusion
of a rationale; the same words stand everywhere in prose.
"""

import re

from index.determination import Outcome
from index.layouts.refusal import Inconsistent
from index.sentences import sentences


def _broken(word: str) -> str:
    """A word that may be broken by a hyphen at a line's end."""
    return r"(?:-\s*\n\s*)?".join(word)


#: "is not medically necessary and appropriate"; the group ``no`` is the "not". The bold word is
#: often glued to a neighbour ("is notmedically").
NECESSITY = re.compile(
    rf"\b(?:is|are|was|were)\s*(?P<no>not\s*)?{_broken('medically')}\s*{_broken('necessary')}"
    rf"(?:\s*(?:and|or|/|&)\s*(?:medically\s*)?{_broken('appropriate')})?(?![\w-])",
    re.I,
)
# What turns "X is medically necessary" into something else: "Neither X nor Y is", "if X is", "UR
# held that X is".
_ANOTHER = re.compile(
    r"\b(?:if|unless|whether|would|until|provided that|utilization|claims administrator|argue\w*"
    r"|stat(?:es|ed|ing)|held|contends?|opin\w*|denied)\b",
    re.I,
)
_UNSURE = re.compile(
    r"\b(?:should|could|may|might|when|once|partly|partial\w*|portion|in part|modif\w+|only"
    r"|remain\w*|except\w*|other than|but|however|although|though|while|whereas|instead|rather"
    r"|alternative\w*)\b",
    re.I,
)
_CLAUSE = re.compile(r".*\b(?:the|this|these|that)\s+request", re.I | re.S)
_DENIES = re.compile(
    r"\b(?:no|not|nor|neither|none|nothing|never|cannot|without|fail(?:s|ed|ure)?|lack\w*"
    r"|insufficient\w*|hardly|doubt\w*|unclear|disagree\w*|unable)\b|n['’]t\b",
    re.I,
)
_REVERSES = re.compile(
    r"\b(?:disagree\w*|wrong\w*|incorrect\w*|mistaken\w*|erroneous\w*|claim that|reverse[sd]?"
    r"|overturn\w*|nor can it be said|not true|not the case)\b",
    re.I,
)
# A request that holds the words of another decision, misread ones too, is two.
_MERGED = re.compile(
    r"\bMAXIMUS\b|\bFederal\s+Services\b|\bmedically\s+n\w+|\bhas\s+determined\b"
    r"|\bmedic\w*\s+nec\w+|\bnecessary\s+and\b|\bappropriate\s*\.",
    re.I,
)
_ASKED = re.compile(
    r"\brequest(?:s|ed)?\b|\b(?:treatment|service|item)s?(?:/services?)? in dispute\b|\bdisputed\b",
    re.I,
)
_NAME = re.compile(r"[A-Za-z]{4,}|\b[A-Z]{2,}\b")
# A conclusion stands at a rationale's end, at most before advice on weaning and the like.
_CLOSING_SENTENCES = 3


def outcome_of(statement: re.Match[str]) -> Outcome:
    """The outcome that a match of `NECESSITY` states."""
    return Outcome.UPHELD if statement["no"] else Outcome.OVERTURNED


def decided(words: str) -> tuple[str, Outcome] | None:
    """The request and the outcome of a decision ("X is not medically necessary and appropriate.");
    None where the words are no such statement.

    The statement has to be the only one and to end the words; "Neither X nor Y is medically
    necessary" is none that can be read so.
    """
    statements = list(NECESSITY.finditer(words))
    if len(statements) != 1 or words[statements[0].end() :].strip(" .;:\n\t"):
        return None
    request = words[: statements[0].start()].strip(" :;,\n\t")
    return (
        None
        if re.match(r"(?:neither|none|no)\b", request, re.I) or _MERGED.search(request)
        else (request, outcome_of(statements[0]))
    )


def concluded(text: str, start: int, end: int, request: str = "") -> Outcome | None:
    """The outcome that the closing sentences of ``text[start:end]``, a rationale, state of what was
    requested.

    None where they state none, or one under a condition, of a part, in another's voice or by a
    negation whose reach is not plain; such sentences are not weighed.

    Raises:
        Inconsistent: the closing sentences state both.
    """
    names = {name.lower() for name in _NAME.findall(request)}
    stated = set()
    for sentence in sentences(text, start, end)[-_CLOSING_SENTENCES:]:
        statements = list(NECESSITY.finditer(sentence.text))
        if len(statements) != 1 or _ANOTHER.search(sentence.text):
            continue
        outcome, words = outcome_of(statements[0]), sentence.text
        # "The first may be met, the second is not, so that the request … is not medically
        # necessary": what stands before its clause takes nothing from a denial.
        clause = (
            _CLAUSE.match(words[: statements[0].start()]) if outcome is Outcome.UPHELD else None
        )
        if _UNSURE.search(words, clause.end() if clause else 0):
            continue
        about = _ASKED.search(words) or names & {
            name.lower() for name in _NAME.findall(words[: statements[0].start()])
        }
        if about and not (_DENIES if outcome is Outcome.OVERTURNED else _REVERSES).search(words):
            stated.add(outcome)
    if len(stated) > 1:
        raise Inconsistent(
            "has a rationale whose closing sentences call the request both medically necessary "
            "and not"
        )
    return stated.pop() if stated else None
