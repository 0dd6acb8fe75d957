"""Misspelt words of requests, read as the vocabulary's: one letter wrong, missing, too many, or two
exchanged.
"""

import re
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.vocabulary.shipped import shipped_file
from index.vocabulary.terms import Vocabulary

# "Carpectomy" and "corpectomy" are two operations: where the ending is whole, the beginning is not
# taken for another's.
_OPERATION = re.compile(r"(?:ectomy|otomy|ostomy|plasty|desis|pexy|lysis)$")
_WORD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]+(?![A-Za-z])")
#: Shorter words are left alone: one letter makes another word of them ("brace", "grace").
SHORTEST = 8


def respelt(text: str, vocabulary: Vocabulary) -> str:
    """The text with misspelt words of the vocabulary mended.

    A word of at least `SHORTEST` letters that the vocabulary does not hold and that is no other
    word of the language (`misspelling.yaml`) is mended where one word of the vocabulary, and only
    one, has the same first letter and differs by one edit. The name of an operation is not: a
    letter can make another operation of it.
    """
    return _WORD.sub(
        lambda match: _mended(match.group().lower(), vocabulary) or match.group(), text
    )


@lru_cache(maxsize=100_000)
def _mended(word: str, vocabulary: Vocabulary) -> str | None:
    known, by_letter = _words(vocabulary)
    if (
        len(word) < SHORTEST
        or _OPERATION.search(word)
        or word in known
        or word in other_words()
        or word.removesuffix("s") in known
        or word.removesuffix("es") in known
    ):
        return None
    near = process.extract(
        word, by_letter.get(word[0], ()), scorer=OSA.distance, score_cutoff=1, limit=2
    )
    return (
        near[0][0]
        if len(near) == 1 and near[0][0] + "s" != word and near[0][0] != word + "s"
        else None
    )


@lru_cache(maxsize=8)
def _words(vocabulary: Vocabulary) -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """Every word of the vocabulary's terms, and the long ones by their first letter."""
    terms = (
        *vocabulary.request_terms,
        *vocabulary.service_terms,
        *vocabulary.region_terms,
        *vocabulary.class_terms,
    )
    known = frozenset(word for term in terms for word in re.findall(r"[a-z]+", term.lower()))
    by_letter: dict[str, list[str]] = {}
    for word in sorted(
        word
        for term in vocabulary.service_terms
        for word in set(re.findall(r"[a-z]+", term.lower()))
    ):
        if len(word) >= SHORTEST and word not in by_letter.get(word[0], ()):
            by_letter.setdefault(word[0], []).append(word)
    return known, {letter: tuple(words) for letter, words in by_letter.items()}


@cache
def other_words() -> frozenset[str]:
    """Words of the language that are nearly a word of the vocabulary and are none of it."""
    return frozenset(shipped_file("misspelling")["other_words"])
