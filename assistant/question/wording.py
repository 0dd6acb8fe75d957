"""A text by its words, in which phrases are looked for by their stems."""

import re
from collections.abc import Iterable
from functools import cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[%$#]")
_STEMMER = snowballstemmer.stemmer("english")

#: Words of a text, by their numbers.
Places = frozenset[int]
NOWHERE: Places = frozenset()


@cache
def stem(word: str) -> str:
    """A word as it is compared: lower case, without its ending."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    return _STEMMER.stemWord(word) if word.isalpha() else word


@cache
def stems(phrase: str) -> tuple[str, ...]:
    """The words of a phrase as they are compared."""
    return tuple(stem(match.group()) for match in _WORD.finditer(phrase))


class Wording:
    """A text by its words."""

    def __init__(self, text: str):
        self.text = text
        spans = [match.span() for match in _WORD.finditer(text)]
        self._spans = spans
        self.words = tuple(text[start:end].lower() for start, end in spans)
        self.stems = tuple(map(stem, self.words))
        self._by_stem: dict[str, list[int]] = {}
        for place, word in enumerate(self.stems):
            self._by_stem.setdefault(word, []).append(place)

    def phrase(self, phrase: str) -> Places:
        """The places of the words of a phrase, wherever it stands."""
        sought = stems(phrase)
        if not sought:
            return NOWHERE
        return frozenset(
            place + step
            for place in self._by_stem.get(sought[0], ())
            if self.stems[place : place + len(sought)] == sought
            for step in range(len(sought))
        )

    def any_of(self, phrases: Iterable[str]) -> Places:
        """The places of the words of all phrases that stand there."""
        return frozenset().union(*map(self.phrase, phrases))

    def words_of(self, text: str) -> Places:
        """The places of the words that another text has too, in whatever order."""
        return self.stems_of(stems(text))

    def stems_of(self, sought: Iterable[str]) -> Places:
        """The places of the words with some stems."""
        return frozenset(place for stem in sought for place in self._by_stem.get(stem, ()))

    def between(self, start: int, end: int) -> Places:
        """The places of the words within two offsets."""
        return frozenset(
            place for place, span in enumerate(self._spans) if start <= span[0] and span[1] <= end
        )

    def touching(self, start: int, end: int) -> Places:
        """The places of the words that have a character within two offsets."""
        return frozenset(
            place for place, span in enumerate(self._spans) if span[0] < end and start < span[1]
        )
