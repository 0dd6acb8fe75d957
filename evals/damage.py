"""Letters damaged at random: does the parser still read them right, warn, or refuse, and never tell
what is wrong without a word?
"""

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import fuzz
from tqdm import tqdm

from evals.damage_kinds import DAMAGES
from evals.labels import Label
from index.determination import Determination, DisputedItem
from index.layouts import UnknownLayout, parse_letter
from index.letter import Letter, UnreadableLetter
from index.readers import read_letter
from index.store.ingest import letter_files

#: What became of a damaged letter, from the best to the worst; see `verdict`.
VERDICTS = (
    "right",
    "warning",
    "refused",
    "cannot be told",
    "silently wrong",
    "wrong outcome",
    "exception",
)
#: What may never be.
UNACCEPTABLE = VERDICTS[-3:]

# Two requests as alike as this, of 100, are the same one damaged.
_SAME = 60
# Words in a row by which a text is known again, and the share of them that is a trace of it.
_RUN, _TRACE = 4, 0.3
# So many characters are the beginning of a rationale.
_BEGINNING = 100
# A request that is read right shares this part of its words with the true one.
_SHARED = 0.6


@dataclass(frozen=True)
class TrueItem:
    """An item as the undamaged letter of a case, or its label, has it."""

    case: str
    request: str
    outcome: str
    rationale: str


@dataclass
class DamageReport:
    """How many letters of each damage met each verdict; ``wrong`` says which met an unacceptable
    one, by number, kind and file.
    """

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def acceptable(self) -> bool:
        """Whether no letter met an unacceptable verdict."""
        return not self.wrong


def damage_letters(
    corpus: Path, letters: int, seed: int, labels: Sequence[Label] = ()
) -> DamageReport:
    """Damage ``letters`` letters of a corpus at random, each in one way, and read them; the same
    seed damages alike.

    What is right comes from the labels where they tell of the case, else from the undamaged letter.
    """
    whole = []
    for path in letter_files([corpus])[0]:
        try:
            letter = read_letter(path)
            whole.append((letter, _true_items(parse_letter(letter), labels)))
        except (UnknownLayout, UnreadableLetter):
            continue
    if not whole:
        raise ValueError(f"{corpus} holds no letter that can be read")
    report = DamageReport({name: Counter() for name in DAMAGES})
    for number in tqdm(range(letters), unit="letter", desc="Damaging"):
        chance = random.Random(f"{seed}/{number}")
        name = list(DAMAGES)[number % len(DAMAGES)]
        (letter, items), (other, foreign) = chance.choice(whole), chance.choice(whole)
        pages = tuple(DAMAGES[name](list(letter.pages), list(other.pages), chance))
        why = ""
        try:
            met, why = verdict(
                items,
                foreign,
                parse_letter(Letter(letter.path, letter.sha256, pages, letter.paged)),
                "\n".join(pages),
            )
        except (UnknownLayout, UnreadableLetter):
            met = "refused"
        except Exception as error:  # what a damaged letter may never cause; the report names it
            met, why = "exception", repr(error)
        if met in UNACCEPTABLE:
            report.wrong.append(
                f"{met}: letter {number} of seed {seed}, {name}, {letter.path.name}: {why}"
            )
        report.counts[name][met] += 1
    return report


def _true_items(read: Determination, labels: Sequence[Label]) -> list[TrueItem]:
    by_position = {label.item: label for label in labels if label.case == read.case}
    rationales = {item.position: item.rationale.text for item in read.items if item.rationale}
    if by_position:
        return [
            TrueItem(read.case, label.request, label.outcome, rationales.get(position, ""))
            for position, label in sorted(by_position.items())
        ]
    return [
        TrueItem(
            read.case, item.request.text, item.outcome.value, rationales.get(item.position, "")
        )
        for item in read.items
    ]


def verdict(
    true: Sequence[TrueItem], foreign: Sequence[TrueItem], read: Determination, text: str
) -> tuple[str, str]:
    """The verdict on a damaged letter's reading, and why; ``text`` is the damaged text, ``foreign``
    the items of the letter whose pages may have got into it.

    - *wrong outcome*: an item was read with the outcome of another, whether or not there was a
    warning. - Without a warning *silently wrong*: an item was lost of which the text still holds a
    trace (its heading, or the beginning of its
      rationale), one was invented, one has the rationale of another, or a request holds other words
      than its own, or too few though all are there.
    - *cannot be told*: an item was lost of which neither is left (a rationale's end, behind
    another's beginning, tells nobody what was
      decided), or one of another letter came in of which nothing shows that it is another's.
    """
    matched: dict[int, DisputedItem] = {}
    problems, strangers = [], []
    runs = _runs(text)
    for item in read.items:
        best = max(range(len(true)), key=lambda at: _alike(true[at], item))
        right, stranger = true[best], max(foreign, key=lambda candidate: _kin(candidate, item))
        if stranger.case != right.case and _kin(stranger, item) > _kin(right, item):
            strangers.append(stranger)
            if stranger.outcome != item.outcome.value:
                return (
                    "wrong outcome",
                    f"“{item.request.text[:80]}” of another letter read as {item.outcome.value}",
                )
            continue
        alike = fuzz.partial_ratio(right.request, item.request.text) >= _SAME
        if (
            alike
            and right.outcome != item.outcome.value
            and not any(
                true_item.outcome == item.outcome.value and true_item.request == right.request
                for true_item in true
            )
        ):
            return "wrong outcome", f"“{item.request.text[:80]}” read as {item.outcome.value}"
        if not alike:
            problems.append(f"“{item.request.text[:80]}” invented")
            continue
        if best in matched:
            problems.append(f"“{item.request.text[:80]}” stands twice")
        matched[best] = item
        problems += _request_problems(right, item, runs) + _rationale_problems(true, best, item)
    lost = [true_item for at, true_item in enumerate(true) if at not in matched]
    problems += [
        f"“{true_item.request[:80]}” lost"
        for true_item in lost
        if _traced(true_item, true, text, runs)
    ]
    problems += [
        f"“{stranger.request[:80]}” of another letter"
        for stranger in strangers
        if stranger.case in text and true[0].case in text
    ]
    if read.warnings:
        return "warning", ""
    if problems:
        return "silently wrong", "; ".join(problems)
    return ("cannot be told" if lost or strangers else "right"), ""


def _kin(true: TrueItem, item: DisputedItem) -> tuple[bool, float]:
    """Whether an item has the request of a true one, and the share of its rationale that it has."""
    rationale = _runs(item.rationale.text) if item.rationale else set()
    return fuzz.ratio(true.request, item.request.text) > 90, _share(true.rationale, rationale)


def _alike(true: TrueItem, item: DisputedItem) -> tuple[float, float]:
    """By the request; of those as alike, the one whose rationale is more so."""
    rationale = item.rationale.text[:300] if item.rationale else ""
    return round(
        fuzz.partial_ratio(true.request, item.request.text)
        + fuzz.ratio(true.request, item.request.text),
        -1,
    ), fuzz.ratio(true.rationale[:300], rationale)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[at : at + _RUN]) for at in range(max(len(words) - _RUN + 1, 0))}


def _share(part: str, runs: set[tuple[str, ...]]) -> float:
    """The share of a text's runs of words that others have."""
    own = _runs(part)
    return len(own & runs) / len(own) if own else 0.0


def _traced(
    lost: TrueItem, true: Sequence[TrueItem], text: str, runs: set[tuple[str, ...]]
) -> bool:
    heading = _words(f"{lost.request} {lost.outcome}")
    return (len(heading) >= _RUN and tuple(heading[-_RUN:]) in runs) or _begun(
        lost, true, text, runs
    )


def _begun(item: TrueItem, true: Sequence[TrueItem], text: str, runs: set[tuple[str, ...]]) -> bool:
    """Whether a text holds the beginning of an item's rationale, which is no other item's, and
    enough of the rest to know it again.
    """
    if _share(item.rationale, runs) < _TRACE:
        return False
    beginning = item.rationale[:_BEGINNING]
    if any(
        fuzz.ratio(other.rationale[:_BEGINNING], beginning) >= 80
        for other in true
        if other is not item
    ):
        return False
    return fuzz.partial_ratio(beginning, " ".join(text.split())) >= 90


def _request_problems(right: TrueItem, item: DisputedItem, runs: set[tuple[str, ...]]) -> list[str]:
    wanted, given = Counter(_words(right.request)), Counter(_words(item.request.text))
    foreign, missing = (given - wanted).total(), (wanted - given).total()
    if (
        foreign > 3
        and foreign > (1 - _SHARED) * given.total()
        and fuzz.partial_ratio(right.request, item.request.text) > 95
    ):
        return [f"the request “{right.request[:80]}” took in “{item.request.text[:160]}”"]
    squashed = fuzz.ratio("".join(_words(right.request)), "".join(_words(item.request.text)))
    if (
        squashed < 90
        and missing > (1 - _SHARED) * wanted.total()
        and _share(right.request, runs) == 1
    ):
        return [f"the request “{right.request[:80]}” was cut to “{item.request.text[:80]}”"]
    return []


def _rationale_problems(true: Sequence[TrueItem], own: int, item: DisputedItem) -> list[str]:
    """Whether the rationale that was read is another item's, and not the own one."""
    if item.rationale is None or not true[own].rationale:
        return []
    read = _runs(item.rationale.text)
    others = [
        other
        for at, other in enumerate(true)
        if at != own and _share(other.rationale, _runs(true[own].rationale)) < _TRACE
    ]
    if any(_begun(other, true, item.rationale.text, read) for other in others):
        return [f"the rationale of “{item.request.text[:80]}” holds that of another item"]
    return []


def as_text(report: DamageReport) -> str:
    """The report as a table, with the letters that met an unacceptable verdict."""
    width = max(map(len, DAMAGES))
    lines = [" " * width + "".join(f"{name:>22}" for name in VERDICTS)]
    lines += [
        f"{name:{width}}" + "".join(f"{counts[verdict_name]:>22,}" for verdict_name in VERDICTS)
        for name, counts in report.counts.items()
    ]
    total = sum(report.counts.values(), Counter())
    lines.append(
        f"{'all':{width}}" + "".join(f"{total[verdict_name]:>22,}" for verdict_name in VERDICTS)
    )
    more = [f"… and {len(report.wrong) - 20} more"] if len(report.wrong) > 20 else []
    return "\n".join([*lines, *report.wrong[:20], *more])
