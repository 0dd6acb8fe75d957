"""Strings of a question that have several senses: which one is meant, by their neighbours
(`senses.yaml`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from index.extraction.levels import mentions as levels
from index.vocabulary import Mention, Vocabulary, active

#: What a string can be read as by the vocabulary.
SERVICE, REGION, REPEAT = "service", "region", "repeat"
# Neighbours are looked for within so many characters of the same sentence, so that a long text
# takes no long time.
_REACH = 90
# A term that ends so is told with that word: "more CBT sessions" are additional ones.
_UNIT = re.compile(r"(?:visit|session|treatment)s?$")
_POSSESSIVE = re.compile(r"(?:['’]s)?", re.I)
_SENTENCE_END = re.compile(r"[.?!;\n](?=\s|$)")

Stretch = tuple[int, int]


@dataclass(frozen=True)
class Sense:
    """One sense of a string: that which the vocabulary ``reads`` it in, or the words that it means;
    neither where it says nothing to be counted.

    An ``idle`` one is not even named as unread. ``told`` names the sense to the reader, where that
    has to be said.
    """

    name: str
    reads: bool
    means: str | None
    told: str | None
    idle: bool


@dataclass(frozen=True)
class Sensed:
    """A string where it stands in some words, what the vocabulary could read it as, and the sense
    that it has there.
    """

    start: int
    end: int
    could: str
    sense: Sense


@dataclass(frozen=True)
class _String:
    """A string of several senses, as it stands in the data."""

    written: re.Pattern[str]
    could: str
    senses: tuple[tuple[Sense, tuple["_Neighbours", ...]], ...]

    def sense(self, written: str, before: str, behind: str) -> Sense:
        """The first sense whose neighbours fit, else the last one."""
        return next(
            (
                sense
                for sense, ways in self.senses
                if any(way.fit(written, before, behind) for way in ways)
            ),
            self.senses[-1][0],
        )


@dataclass(frozen=True)
class _Neighbours:
    """One way in which a sense fits: the string as it is written, and what stands before and behind
    it.
    """

    written: re.Pattern[str]
    before: re.Pattern[str]
    behind: re.Pattern[str]

    def fit(self, written: str, before: str, behind: str) -> bool:
        return (
            bool(self.written.fullmatch(written))
            and bool(self.before.search(before))
            and bool(self.behind.match(behind))
        )


def sensed(words: str) -> tuple[Sensed, ...]:
    """The strings of several senses in some words, in their order, each with its sense."""
    return _sensed(words, active()) if _any_string().search(words) else ()


def in_plain_words(words: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The words with strings that mean other words replaced by those, and what the reader has to be
    told of it, as (written, meant).
    """
    told = []
    for each in reversed(sensed(words)):
        if each.sense.means:
            told += [(words[each.start : each.end], each.sense.told)] if each.sense.told else []
            words = words[: each.start] + each.sense.means + words[each.end :]
    return words, tuple(dict.fromkeys(reversed(told)))


def other_sense(words: str, could: str) -> list[Stretch]:
    """The stretches of strings that could be read as a service, a region or a repeat, and have
    another sense where they stand.
    """
    return [
        (each.start, each.end)
        for each in sensed(words)
        if each.could == could and not each.sense.reads
    ]


def idle(words: str) -> list[Stretch]:
    """The stretches of strings that say nothing of a question's subject where they stand."""
    return [(each.start, each.end) for each in sensed(words) if each.sense.idle]


@lru_cache(maxsize=1_000)
def _sensed(words: str, vocabulary: Vocabulary) -> tuple[Sensed, ...]:
    known = _known(words, vocabulary)
    found = []
    for string in _strings():
        for match in string.written.finditer(words):
            if any(
                start <= match.start()
                and match.end() <= end
                and not _POSSESSIVE.fullmatch(
                    words[start : match.start()] + words[match.end() : end]
                )
                for start, end, _ in known
            ):
                continue  # a word of a longer term
            before, behind = _around(words, match.span(), known)
            found.append(
                Sensed(
                    match.start(),
                    match.end(),
                    string.could,
                    string.sense(match.group(), before, behind),
                )
            )
    return tuple(sorted(found, key=lambda each: each.start))


def _known(words: str, vocabulary: Vocabulary) -> list[tuple[int, int, str]]:
    """The known terms in some words, the longest first, each with what stands for it among the
    neighbours.
    """
    kinds: list[tuple[str, list[Mention]]] = [
        ("<service>", vocabulary.procedure_lexicon.find(words)),
        ("<service>", vocabulary.class_lexicon.find(words)),
        ("<region>", vocabulary.region_class_lexicon.find(words)),
        ("<level>", levels(words)),
    ]
    return sorted(
        ((each.start, each.end, kind) for kind, found in kinds for each in found),
        key=lambda each: each[0] - each[1],
    )


def _around(words: str, at: Stretch, known: Sequence[tuple[int, int, str]]) -> tuple[str, str]:
    """What stands before and behind a stretch in its sentence, lower case, known terms by their
    kinds.
    """
    start, end = at
    first, last = max(0, start - _REACH), min(len(words), end + _REACH)
    first = max([first, *(match.end() for match in _SENTENCE_END.finditer(words, first, start))])
    stop = _SENTENCE_END.search(words, end, last)
    last = stop.start() + 1 if stop else last
    return _by_kind(words, first, start, known), _by_kind(words, end, last, known)


def _by_kind(words: str, first: int, last: int, known: Sequence[tuple[int, int, str]]) -> str:
    kept: list[tuple[int, int, str]] = []
    for each in known:
        if (
            first <= each[0]
            and each[1] <= last
            and not any(each[0] < other[1] and other[0] < each[1] for other in kept)
        ):
            kept.append(each)
    told, at = [], first
    for start, end, kind in sorted(kept):
        told += [
            words[at:start].lower(),
            kind,
            *(f" {unit}" for unit in _UNIT.findall(words[start:end].lower())),
        ]
        at = end
    return "".join([*told, words[at:last].lower()])


@cache
def _strings() -> tuple[_String, ...]:
    rows = yaml.safe_load(files("assistant.question").joinpath("senses.yaml").read_text("utf-8"))
    return tuple(
        _String(
            re.compile(rf"(?<![\w./-])(?:{row['written']})(?![\w/]|\.\w|-\w)", re.I),
            row["could"],
            tuple(
                (_made(each), tuple(map(_ways, each.get("where", ())))) for each in row["senses"]
            ),
        )
        for row in rows
    )


def _made(row: dict[str, Any]) -> Sense:
    return Sense(
        row["name"],
        row.get("reads", False),
        row.get("means"),
        row.get("told"),
        row.get("idle", False),
    )


def _ways(row: dict[str, str]) -> _Neighbours:
    return _Neighbours(
        re.compile(row.get("written", ".*"), re.I),
        re.compile(f"(?:{_within_reach(row.get('before', ''))})$"),
        re.compile(_within_reach(row.get("behind", ""))),
    )


def _within_reach(form: str) -> str:
    """The form with blanks and words no longer than what neighbours are looked for in."""
    for letter in (r"\s", r"\w"):
        form = form.replace(f"{letter}*", f"{letter}{{0,{_REACH}}}").replace(
            f"{letter}+", f"{letter}{{1,{_REACH}}}"
        )
    return form


@cache
def _any_string() -> re.Pattern[str]:
    return re.compile("|".join(string.written.pattern for string in _strings()), re.I)
