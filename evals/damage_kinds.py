"""Kinds of damage that letters take: by scanners, by text recognition, by copying, by chance."""

import random
import re
from collections.abc import Callable

#: Takes the pages of a letter, those of another one, and a source of chance; gives damaged pages.
Damage = Callable[[list[str], list[str], random.Random], list[str]]

_CONFUSED = (
    ("l", "1"),
    ("1", "l"),
    ("O", "0"),
    ("0", "O"),
    ("rn", "m"),
    ("m", "rn"),
    ("e", "c"),
    ("h", "b"),
    ("I", "l"),
    ("S", "5"),
    ("ll", "ii"),
    (":", ";"),
    (".", ","),
)


def _lines(change: Callable[[list[str], random.Random], list[str]]) -> Damage:
    def damage(pages: list[str], _other: list[str], chance: random.Random) -> list[str]:
        return [("\n".join(change(page.split("\n"), chance))) for page in pages]

    return damage


def _noise(pages: list[str], _other: list[str], chance: random.Random) -> list[str]:
    rate = chance.choice((0.0005, 0.002, 0.01))
    letters = "abcdefghijklmnopqrstuvwxyz ,.;:-"
    return [
        "".join(
            chance.choice(letters) if letter != "\n" and chance.random() < rate else letter
            for letter in page
        )
        for page in pages
    ]


def _confused(pages: list[str], _other: list[str], chance: random.Random) -> list[str]:
    rate = chance.choice((0.002, 0.01, 0.03))
    confused = []
    for page in pages:
        for wrong, right in chance.sample(_CONFUSED, 5):
            page = re.sub(
                re.escape(wrong),
                lambda match, instead=right: instead if chance.random() < rate else match.group(),
                page,
            )
        confused.append(page)
    return confused


def _glued(pages: list[str], _other: list[str], chance: random.Random) -> list[str]:
    rate = chance.choice((0.005, 0.02))
    return [
        re.sub(r"(?<=\S) (?=\S)", lambda _: "" if chance.random() < rate else " ", page)
        for page in pages
    ]


def _truncated(pages: list[str], _other: list[str], chance: random.Random) -> list[str]:
    whole = "\f".join(pages)
    return whole[: chance.randrange(len(whole))].split("\f")


def _lost_page(pages: list[str], _other: list[str], chance: random.Random) -> list[str]:
    cut = pages if len(pages) > 1 else _paged(pages, chance)
    gone = chance.randrange(len(cut))
    return cut[:gone] + cut[gone + 1 :]


def _doubled_page(pages: list[str], _other: list[str], chance: random.Random) -> list[str]:
    cut = pages if len(pages) > 1 else _paged(pages, chance)
    twice = chance.randrange(len(cut))
    return cut[: twice + 1] + cut[twice:]


def _swapped_pages(pages: list[str], _other: list[str], chance: random.Random) -> list[str]:
    cut = list(pages if len(pages) > 1 else _paged(pages, chance))
    if len(cut) > 1:
        at = chance.randrange(len(cut) - 1)
        cut[at], cut[at + 1] = cut[at + 1], cut[at]
    return cut


def _paged(pages: list[str], chance: random.Random) -> list[str]:
    lines = "\n".join(pages).split("\n")
    long = chance.randrange(20, 60)
    return ["\n".join(lines[at : at + long]) for at in range(0, len(lines), long)]


def _merged(pages: list[str], other: list[str], chance: random.Random) -> list[str]:
    return pages + other


def _no_headings(pages: list[str], _other: list[str], chance: random.Random) -> list[str]:
    return [
        re.sub(
            r"(?m)^[A-Z][A-Z ,()/]{12,}$",
            lambda match: "" if chance.random() < 0.5 else match.group(),
            page,
        )
        for page in pages
    ]


def _mixed(pages: list[str], other: list[str], chance: random.Random) -> list[str]:
    """One page of another letter among the pages."""
    cut, foreign = _paged(pages, chance), chance.choice(_paged(other, chance))
    at = chance.randrange(len(cut) + 1)
    return [*cut[:at], foreign, *cut[at:]]


def _spliced(pages: list[str], other: list[str], chance: random.Random) -> list[str]:
    """The beginning of one letter, then the end of another, as where a scanner mixes two up."""
    first, second = _paged(pages, chance), _paged(other, chance)
    return first[: chance.randrange(1, len(first) + 1)] + second[chance.randrange(len(second)) :]


def _no_labels(pages: list[str], _other: list[str], chance: random.Random) -> list[str]:
    return [
        re.sub(
            r"(?i)(?:claims\s+administrator\s+guideline|maximus\s+guideline|decision\s+rationale)\s*:",
            lambda match: "" if chance.random() < 0.25 else match.group(),
            page,
        )
        for page in pages
    ]


def _misspelt(pages: list[str], _other: list[str], chance: random.Random) -> list[str]:
    wrong = {
        "Upheld": ("Upheid", "Uphe1d", "Up held", "Uphold", "pheld", ""),
        "Overturned": ("0verturned", "Overtumed", "Over turned", "Overturn", "verturned", ""),
    }
    return _with_outcomes(pages, chance, wrong)


def _other_outcomes(pages: list[str], _other: list[str], chance: random.Random) -> list[str]:
    """Outcomes of another kind, worded with the word that was not there, so that whoever reads that
    word alone reads it wrong.
    """
    wrong = {
        "Upheld": (
            "Partially Overturned",
            "Overturned in part",
            "Not Overturned",
            "Partially\nOverturned",
            "Modified",
        ),
        "Overturned": (
            "Partially Upheld",
            "Upheld in part",
            "Not Upheld",
            "Not\nUpheld",
            "Withdrawn",
        ),
    }
    return _with_outcomes(pages, chance, wrong)


def _with_outcomes(
    pages: list[str], chance: random.Random, instead: dict[str, tuple[str, ...]]
) -> list[str]:
    return [
        re.sub(
            r"\b(?:Upheld|Overturned)(?=[^\S\n]*$)",
            lambda match: (
                chance.choice(instead[match.group()]) if chance.random() < 0.3 else match.group()
            ),
            page,
            flags=re.M,
        )
        for page in pages
    ]


def _run_together(pages: list[str], _other: list[str], chance: random.Random) -> list[str]:
    rate = chance.choice((0.05, 0.3, 1.0))
    return [
        re.sub(r"\n", lambda _: " " if chance.random() < rate else "\n", page) for page in pages
    ]


def _bytes(pages: list[str], _other: list[str], chance: random.Random) -> list[str]:
    characters = list("\f".join(pages))
    for _ in range(chance.choice((1, 5, 25))):
        at = chance.randrange(len(characters))
        characters[at : at + chance.choice((0, 3, 40))] = chance.randbytes(
            chance.choice((1, 8, 200))
        ).decode("latin-1")
    return "".join(characters).split("\f")


def _swapped(lines: list[str], chance: random.Random) -> list[str]:
    lines = list(lines)
    for at in range(len(lines) - 1):
        if chance.random() < 0.01:
            lines[at], lines[at + 1] = lines[at + 1], lines[at]
    return lines


#: The kinds of damage by name.
DAMAGES: dict[str, Damage] = {
    "character noise": _noise,
    "letters confused, as by text recognition": _confused,
    "words glued": _glued,
    "lines lost": _lines(lambda lines, chance: [line for line in lines if chance.random() > 0.02]),
    "lines doubled": _lines(
        lambda lines, chance: [
            line for line in lines for _ in range(2 if chance.random() < 0.02 else 1)
        ]
    ),
    "lines swapped": _lines(lambda lines, chance: _swapped(lines, chance)),
    "broken off": _truncated,
    "a page lost": _lost_page,
    "a page doubled": _doubled_page,
    "two pages swapped": _swapped_pages,
    "two letters in one file": _merged,
    "pages of two letters mixed": _mixed,
    "one letter going on as another": _spliced,
    "headings lost": _no_headings,
    "labels lost": _no_labels,
    "outcome words misspelt": _misspelt,
    "outcomes of other kinds": _other_outcomes,
    "paragraphs run together": _run_together,
    "random bytes": _bytes,
}
