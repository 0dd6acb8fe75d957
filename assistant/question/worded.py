"""The facets that a question names by the plain phrases of their declarations
(`index.facets.facet.Facet.question_words`).
"""

import re
from collections.abc import Iterable
from functools import cache

from assistant.question.spans import Stretch
from index.facets.facet import Facet
from index.facets.registry import FACETS

# "Those where an interpreter was needed": what leads to a phrase belongs to it.
_LEAD = r"(?:(?:who|that|which|where)\s+)?(?:(?:an?|the)\s+)?"


def worded_in(words: str) -> list[tuple[Facet, str, Stretch]]:
    """The values that stand in some words as such phrases, with their facets and stretches; of
    phrases that overlap the longest ("no interpreter was needed").

    The words of a phrase name nothing else: who "needed an interpreter" asks for no interpreter.
    """
    found = [
        (facet, value, match.span())
        for facet, values in _patterns().items()
        for value, pattern in values
        for match in pattern.finditer(words)
    ]
    return [
        (facet, value, (start, end))
        for facet, value, (start, end) in found
        if not any(
            first < end and start < last and last - first > end - start
            for _, _, (first, last) in found
        )
    ]


@cache
def plain_words() -> frozenset[str]:
    """Every single word of all such phrases."""
    every = (
        phrase
        for facet in FACETS
        for phrases in facet.question_words.values()
        for phrase in phrases
    )
    return frozenset(word for phrase in every for word in re.findall(r"[a-z]+", phrase.lower()))


@cache
def _patterns() -> dict[Facet, tuple[tuple[str, re.Pattern[str]], ...]]:
    return {
        facet: tuple((value, _pattern(phrases)) for value, phrases in facet.question_words.items())
        for facet in FACETS
        if facet.question_words
    }


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """The phrases in any case; blanks and hyphens are one, and so are both apostrophes."""
    forms = (
        r"[\s-]+".join(
            re.escape(word).replace("'", "['’]") for word in re.split(r"[\s-]+", phrase.strip())
        )
        for phrase in sorted(phrases, key=len, reverse=True)
    )
    return re.compile(rf"(?<!\w){_LEAD}(?:{'|'.join(forms)})(?!\w)", re.I)
