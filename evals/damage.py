"""Letters damaged at random: does the parser still read them right, warn, or refuse, and never tell a wrong outcome?"""

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import fuzz
from tqdm import tqdm

from index.add import letter_files
from index.determination import Determination
from index.layouts import UnknownLayout, parse_letter
from index.letter import Letter, UnreadableLetter
from index.readers import read_letter

#: Takes the pages of a letter, those of another one, and a source of chance; gives damaged pages.
Damage = Callable[[list[str], list[str], random.Random], list[str]]

_CONFUSED = (("l", "1"), ("1", "l"), ("O", "0"), ("0", "O"), ("rn", "m"), ("m", "rn"), ("e", "c"), ("h", "b"), ("I", "l"), ("S", "5"), ("ll", "ii"), (":", ";"), (".", ","))
# Two requests as alike as this, of 100, are the same one damaged.
_SAME = 60


def _lines(change: Callable[[list[str], random.Random], list[str]]) -> Damage:
    def damage(pages: list[str], _other: list[str], chance: random.Random) -> list[str]:
        return [("\n".join(change(page.split("\n"), chance))) for page in pages]

    return damage


def _noise(pages: list[str], _other: list[str], chance: random.Random) -> list[str]:
    rate = chance.choice((0.0005, 0.002, 0.01))
    letters = "abcdefghijklmnopqrstuvwxyz ,.;:-"
    return ["".join(chance.choice(letters) if letter != "\n" and chance.random() < rate else letter for letter in page) for page in pages]


def _confused(pages: list[str], _other: list[str], chance: random.Random) -> list[str]:
    rate = chance.choice((0.002, 0.01, 0.03))
    told = []
    for page in pages:
        for wrong, right in chance.sample(_CONFUSED, 5):
            page = re.sub(re.escape(wrong), lambda match, instead=right: instead if chance.random() < rate else match.group(), page)
        told.append(page)
    return told


def _glued(pages: list[str], _other: list[str], chance: random.Random) -> list[str]:
    rate = chance.choice((0.005, 0.02))
    return [re.sub(r"(?<=\S) (?=\S)", lambda _: "" if chance.random() < rate else " ", page) for page in pages]


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
    return [re.sub(r"(?m)^[A-Z][A-Z ,()/]{12,}$", lambda match: "" if chance.random() < 0.5 else match.group(), page) for page in pages]


DAMAGES: dict[str, Damage] = {
    "character noise": _noise,
    "letters confused, as by text recognition": _confused,
    "words glued": _glued,
    "lines lost": _lines(lambda lines, chance: [line for line in lines if chance.random() > 0.02]),
    "lines doubled": _lines(lambda lines, chance: [line for line in lines for _ in range(2 if chance.random() < 0.02 else 1)]),
    "lines swapped": _lines(lambda lines, chance: _swapped(lines, chance)),
    "broken off": _truncated,
    "a page lost": _lost_page,
    "a page doubled": _doubled_page,
    "two pages swapped": _swapped_pages,
    "two letters in one file": _merged,
    "headings lost": _no_headings,
}


def _swapped(lines: list[str], chance: random.Random) -> list[str]:
    lines = list(lines)
    for at in range(len(lines) - 1):
        if chance.random() < 0.01:
            lines[at], lines[at + 1] = lines[at + 1], lines[at]
    return lines


@dataclass
class DamageReport:
    """How many letters of each damage were read right, with a warning, refused, read with items gone without a trace,
    read with a wrong outcome, or ended in an exception; ``wrong`` and ``failed`` say which, by seed."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @property
    def acceptable(self) -> bool:
        """Whether nothing was read with a wrong outcome and nothing ended in an exception."""
        return not self.wrong and not self.failed


VERDICTS = ("right", "warning", "refused", "gone without a trace", "wrong outcome", "exception")


def damage_letters(corpus: Path, letters: int, seed: int) -> DamageReport:
    """Damage ``letters`` letters of a corpus at random, each in one way, and read them; the same seed damages alike."""
    whole = []
    for path in letter_files([corpus])[0]:
        letter = read_letter(path)
        try:
            whole.append((letter, parse_letter(letter)))
        except UnknownLayout:
            continue
    report = DamageReport({name: Counter() for name in DAMAGES})
    for number in tqdm(range(letters), unit="letter", desc="Damaging"):
        chance = random.Random(f"{seed}/{number}")
        name = list(DAMAGES)[number % len(DAMAGES)]
        (letter, right), (other, _) = chance.choice(whole), chance.choice(whole)
        pages = tuple(DAMAGES[name](list(letter.pages), list(other.pages), chance))
        told = f"letter {number} of seed {seed}, {name}, {letter.path.name}"
        try:
            verdict = _verdict(right, parse_letter(Letter(letter.path, letter.sha256, pages, letter.paged)))
        except (UnknownLayout, UnreadableLetter):
            verdict = "refused"
        except Exception as error:  # what a damaged letter may never cause; the report names it
            verdict = "exception"
            report.failed.append(f"{told}: {error!r}")
        if verdict == "wrong outcome":
            report.wrong.append(told)
        report.counts[name][verdict] += 1
    return report


def _verdict(right: Determination, read: Determination) -> str:
    matched = 0
    for item in read.items:
        # By the request; of those as alike the one whose rationale is more so.
        best = max(right.items, key=lambda each: (round(fuzz.partial_ratio(each.request.text, item.request.text) + fuzz.ratio(each.request.text, item.request.text), -1), _shared(each.rationale, item.rationale)))
        alike = fuzz.partial_ratio(best.request.text, item.request.text) >= _SAME
        if alike and best.outcome is not item.outcome and not any(each.outcome is item.outcome and each.request.text == best.request.text for each in right.items):
            return "wrong outcome"
        matched += alike
    if read.warnings:
        return "warning"
    return "right" if matched == len(right.items) == len(read.items) else "gone without a trace"


def _shared(first, second) -> float:  # noqa: ANN001 - excerpts or None
    return fuzz.ratio(first.text[:300], second.text[:300]) if first and second else 0.0


def as_text(report: DamageReport) -> str:
    """The report as a table, with the letters that are wrong or failed."""
    width = max(map(len, DAMAGES))
    lines = [" " * width + "".join(f"{verdict:>22}" for verdict in VERDICTS)]
    lines += [f"{name:{width}}" + "".join(f"{counts[verdict]:>22,}" for verdict in VERDICTS) for name, counts in report.counts.items()]
    total = sum(report.counts.values(), Counter())
    lines.append(f"{'all':{width}}" + "".join(f"{total[verdict]:>22,}" for verdict in VERDICTS))
    return "\n".join([*lines, *report.wrong[:20], *report.failed[:20]])


