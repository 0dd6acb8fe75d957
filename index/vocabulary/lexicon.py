"""Terms found in a text: whole words, any case, the longest term first."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_WORD = re.compile(r"[A-Za-z]+|[0-9]+")
_BLANK = re.compile(r"[\s\-‐-―]+")
_ENDINGS = (("s", ""), ("es", ""), ("ies", "y"), ("ses", "sis"))


@dataclass(frozen=True)
class Mention:
    """A term found in a text: what it stands for, and where it stands (offsets into that text)."""

    values: tuple[str, ...]
    start: int
    end: int


class Lexicon:
    """Finds terms in a text: whole words, any case, plurals too, the longest term first.

    White space and hyphens stand for one another wherever a term has one of them, and may be
    missing there ("x-ray", "x ray", "xray"); "&" is "and"; a possessive counts for nothing. The
    time for a text grows with its words, not with the terms: the index reads each sentence of each
    letter.
    """

    def __init__(self, terms: Mapping[str, tuple[str, ...]]):
        self._terms: dict[str, list[tuple[frozenset[int], tuple[str, ...]]]] = {}
        self._beginnings: set[str] = set()
        for term, values in terms.items():
            key, gaps = _key(term)
            self._terms.setdefault(key, []).append((gaps, values))
            self._beginnings.update(key[:length] for length in range(1, len(key) + 1))
        for entries in self._terms.values():
            entries.sort(key=lambda entry: len(entry[0]))  # "mobic" is the drug, "mobi-c" the disc

    def find(self, text: str) -> list[Mention]:
        """The mentions in ``text``, in its order; they do not overlap."""
        return [mention for mention in self.matches(text) if mention.values]

    def values(self, text: str) -> tuple[str, ...]:
        """What the mentions in ``text`` stand for, each value once, in the order of their first
        mention.
        """
        return tuple(
            dict.fromkeys(value for mention in self.find(text) for value in mention.values)
        )

    def matches(self, text: str) -> Iterator[Mention]:
        """The mentions in ``text`` and the terms in it that stand for nothing (without values)."""
        words = [
            (match.start(), match.end(), match.group().lower()) for match in _WORD.finditer(text)
        ]
        at = 0
        while at < len(words):
            start = words[at][0]
            last = None if start and text[start - 1].isalnum() else self._longest(text, words, at)
            if last is not None:
                at, values = last
                yield Mention(values, start, words[at][1])
            at += 1

    def _longest(
        self, text: str, words: list[tuple[int, int, str]], first: int
    ) -> tuple[int, tuple[str, ...]] | None:
        """The number of the last word of the longest term that begins with word ``first``, and its
        values.
        """
        key, gaps, longest = "", set(), None
        for at in range(first, len(words)):
            start, end, word = words[at]
            if at > first:
                between = text[words[at - 1][1] : start]
                if word == "s" and between in ("'", "’"):
                    if longest and longest[0] == at - 1:
                        longest = (at, longest[1])
                    continue
                gap = _gap(between)
                if not gap and between:
                    gaps.add(len(key))
                key += gap
            key += word
            whole = not text[end : end + 1].isalpha()
            if whole and (values := self._values(key, gaps)) is not None:
                longest = (at, values)
            if key not in self._beginnings:
                break
        return longest

    def _values(self, key: str, gaps: set[int]) -> tuple[str, ...] | None:
        for form in _forms(key):
            for allowed, values in self._terms.get(form, ()):
                if gaps <= allowed:
                    return values
        return None


def _forms(key: str) -> Iterator[str]:
    """The key as it stands, and what it is the plural of."""
    yield key
    for ending, singular in _ENDINGS:
        if key.endswith(ending) and len(key) > 3:
            yield key[: -len(ending)] + singular


def _gap(between: str) -> str:
    """What stands between two words, without white space and hyphens."""
    return _BLANK.sub("", between).replace("&", "and")


def _key(term: str) -> tuple[str, frozenset[int]]:
    """A term without white space, hyphens and possessives, and the places in it where they may
    stand.
    """
    key, gaps, end = "", set(), 0
    for match in _WORD.finditer(term):
        between = term[end : match.start()]
        end = match.end()
        if key and match.group() == "s" and between in ("'", "’"):
            continue
        if key:
            gap = _gap(between)
            if not gap:
                gaps.add(len(key))
            key += gap
            if "&" in between:  # "and" in its stead has white space on both sides
                gaps |= {len(key) - len(gap), len(key)}
        key += match.group().lower()
    return key, frozenset(gaps)
