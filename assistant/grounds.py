"""The grounds that a question names as a criterion: "denied because no functional improvement was shown"."""

import re
from functools import cache

from index.describe.reasons import tags_in
from index.determination import Outcome
from index.vocabulary import load

# From the word that introduces a ground to the end of its sentence.
_CLAUSE = re.compile(
    r"\b(?:because|since(?!\s+(?:the\s+)?(?:start|beginning|\w+\s+)?20\d\d)|as (?:the|no|there|it|they|he|she|nothing|only)|due to|owing to|on (?:the )?grounds?(?: (?:that|of))?|given that|in view of|"
    r"for (?:lack|want|failing|failure|absence|not)(?: of)?|for (?:the )?reasons? (?:of|that)|(?:with|on) the (?:argument|reasoning|theory|footing|basis|view) that|citing|arguing that|on account of|thanks to)\b[^.?!;:]*",
    re.I,
)
# Reasons whose words are too general where a question does not speak of a ground.
_LOOSE = {"safety risk", "dependent on denied service", "diagnosis already established", "not recommended by guideline", "no change since prior study", "duplicate request", "needed with approved service", "surgery planned", "within guideline amount"}
# So many characters of a clause are held against the signs of reasons, of which there are many.
_REACH = 400
Stretch = tuple[int, int]


def grounds_in(words: str, outcome: Outcome | None) -> tuple[list[str], list[Stretch]]:
    """The reason tags that some words name, and the stretches taken for them; none where they speak of no ground.

    A question's own phrases come first, then the signs by which reasons are recognized in letters.
    """
    groups = ["reason overturned"] if outcome is Outcome.OVERTURNED else ["reason"]
    spoken = bool(re.search(load("phrases")["ground"], words, re.I))
    found = [(value, match.span()) for group in groups for value, pattern in _phrases(group) if (spoken or value not in _LOOSE) and (match := pattern.search(words))]
    if found:
        return list(dict.fromkeys(value for value, _ in found)), [span for _, span in found]
    for clause in _CLAUSE.finditer(words):
        for each in [outcome] if outcome else [Outcome.UPHELD, Outcome.OVERTURNED]:
            if tags := tags_in(clause.group()[:_REACH], each):
                return [tags[0]], [clause.span()]
    return [], []


def ground_clauses(words: str) -> list[Stretch]:
    """The stretches of clauses that give a ground."""
    return [match.span() for match in _CLAUSE.finditer(words)]


@cache
def _phrases(group: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((str(value), re.compile("|".join(forms), re.I)) for value, forms in load("phrases")[group].items())
