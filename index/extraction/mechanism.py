"""How the worker was hurt, as the clinical summary tells it."""

import re
from functools import cache

from index.determination import Determination
from index.extraction.attributes import Found
from index.sentences import sentences
from index.vocabulary import load

_MECHANISM = re.compile(r"\bmechanism\s+of\s+(?:the\s+|his\s+|her\s+)?injury\b", re.I)
_UNKNOWN = re.compile(
    r"\b(?:not\s+(?:\w+\s+)?(?:detailed|provided|documented|specified|stated|noted|included"
    r"|reported|given|available|clear|described|known|found|submitted|listed)|unknown|unclear"
    r"|unspecified)\b",
    re.I,
)
# A sentence that tells of the injury: a story told elsewhere in the summary can be of any fall.
_INJURED = re.compile(
    r"\b(?:injur\w+|accident|incident|sustained|hurt|trauma|work(?:ing|ed)?(?:[- ]related)?"
    r"|on[- ]the[- ]job|secondary to|due to|felt|heard|emergency)\b",
    re.I,
)
# What a movement does to the pain, or what is forbidden, tells nothing of the injury: "pain worse
# with lifting", "no lifting over ten pounds".
_NOT_THEN = re.compile(
    r"\b(?:hurts\s+(?:more|when|with)|painful|worse\w*|aggravat\w+|exacerbat\w+|increas\w+"
    r"|reliev\w+|alleviat\w+|restrict\w+|limit\w*|avoid\w*|difficult\w*|unable|inability|precluded"
    r"|risk of|history of|prevent\w*|denie[sd]|no|without|prior|previous)\b[^.;]{0,60}$",
    re.I,
)


def mechanism(determination: Determination, text: str) -> Found | None:
    """How the worker was hurt, as a kind of the vocabulary, and the sentence that tells it.

    A sentence on the "mechanism of injury" decides: "other" where what it names is of no known
    kind, None where it says that none is documented. Without one, the first sentence that tells of
    an injury in the words of a kind; None where no sentence does.
    """
    if determination.summary is None:
        return None
    told = sentences(text, determination.summary.start, determination.summary.end)
    for sentence in told:
        if match := _MECHANISM.search(sentence.text):
            after = sentence.text[match.end() :]
            if _UNKNOWN.search(after):
                return None
            return Found(_kind("told", after) or _kind("named", after) or "other", sentence)
    for sentence in told:
        if _INJURED.search(sentence.text) and (kind := _kind("told", sentence.text)):
            return Found(kind, sentence)
    return None


def _kind(way: str, words: str) -> str | None:
    """The first kind of mechanism whose words stand in some others, not as what worsens pain or is
    forbidden.
    """
    for kind, pattern in _kinds(way):
        if any(
            not _NOT_THEN.search(words, max(0, match.start() - 90), match.end())
            for match in pattern.finditer(words)
        ):
            return kind
    return None


@cache
def _kinds(way: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (kind, re.compile("|".join(forms[way]), re.I)) for kind, forms in load("mechanisms").items()
    )
