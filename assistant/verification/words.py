"""Words and numbers of statements and evidence, in the form in which they are compared."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import snowballstemmer

from index.vocabulary.shipped import read_yaml

_DATA = read_yaml(files(__name__.rpartition(".")[0]).joinpath("words.yaml").read_text("utf-8"))
_STEMMER = snowballstemmer.stemmer("english")
_SAME_DASH = str.maketrans({"‐": "-", "‑": "-", "–": "-", "—": " ", "’": "'", "‘": "'"})
_TOKEN = re.compile(r"\d+(?:[.,/:]\d+)*%?|[^\W_]+(?:'[^\W_]+)*")
_FRACTIONS = (
    (re.compile(r"\b(?:a|one)[ -]half\b|\bhalf\b"), "1/2"),
    (re.compile(r"\b(?:a|one)[ -]third\b"), "1/3"),
    (re.compile(r"\btwo[ -]thirds\b"), "2/3"),
    (re.compile(r"\b(?:a|one)[ -](?:quarter|fourth)\b"), "1/4"),
    (re.compile(r"\bthree[ -](?:quarters|fourths)\b"), "3/4"),
)

NUMBERS: dict[str, int] = _DATA["numbers"]
COUNTED = frozenset(_DATA["counted"])
NEGATORS = frozenset(_DATA["negators"].split())
VERBAL, OF_CASES = frozenset(_DATA["verbal"]), frozenset(_DATA["of_cases"])
BREAKS = tuple(_DATA["breaks"])
CONDITIONS, COMPARING = (
    tuple(phrase.split() for phrase in _DATA["conditions"]),
    frozenset(_DATA["comparing"]),
)
UPHELD: tuple[str, ...] = tuple(_DATA["upheld"])
OVERTURNED: tuple[str, ...] = tuple(_DATA["overturned"])
INSTRUCTIONS = tuple(re.compile(pattern, re.I | re.S) for pattern in _DATA["instructions"])


def tokens(text: str) -> list[str]:
    """The words and numbers of a text, in lower case; numbers in words as digits ("twenty-four" is
    "24"), "50 percent" as "50%".
    """
    text = text.translate(_SAME_DASH).lower()
    for pattern, number in _FRACTIONS:
        text = pattern.sub(number, text)
    text = re.sub(r"(?<=\d)\s?(?:%|percent\b|per cent\b)", "%", text)
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    words: list[str] = []
    tens = False
    for token in _TOKEN.findall(text):
        if token in NUMBERS:
            number = NUMBERS[token]
            if tens and 0 < number < 10:
                words[-1] = str(int(words[-1]) + number)
            else:
                words.append(str(number))
            tens = 20 <= number < 100
        else:
            words.append(token)
            tens = False
    return words


def is_number(token: str) -> bool:
    """Whether a token is a number."""
    return token[0].isdigit() and not any(letter.isalpha() for letter in token)


@cache
def stem(word: str) -> str:
    """A word as it is compared: Snowball's English stem, of words for the same thing that of the
    first one.
    """
    return _SAME.get(_stemmed(word), _stemmed(word))


def content(words: Iterable[str]) -> list[str]:
    """Those of some tokens that claim something: no numbers, no function words, no words of the
    frame.
    """
    return [
        token
        for token in words
        if not is_number(token)
        and token not in _FUNCTION
        and _stemmed(token) not in _FRAME
        and token not in NEGATORS
        and len(token) > 1
    ]


def _stemmed(word: str) -> str:
    word = word.removesuffix("'s")
    return _STEMMER.stemWord(word) if word.isalpha() else word


_FUNCTION = frozenset(_DATA["function"].split())
_FRAME = frozenset(_stemmed(word) for word in _DATA["frame"].split())
_SAME = {
    _stemmed(part): _stemmed(str(group[0]))
    for group in _DATA["same"]
    for word in group
    for part in str(word).split("-")[:1]
}
