"""Parsed items against gold labels: what was lost or invented, how right each field is, the worst
confusions.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tqdm import tqdm

from evals.intervals import Mean, bootstrap_mean
from evals.labels import Label
from evals.split import Part, part
from index.commands.items import amount_in_words
from index.extraction.attributes import ItemFacets
from index.extraction.describe import describe
from index.layouts import UnknownLayout, parse_letter
from index.letter import UnreadableLetter
from index.readers import read_letter
from index.store.ingest import letter_files

EXACT = (
    "request",
    "disputed",
    "outcome",
    "category",
    "subcategory",
    "laterality",
    "retrospective",
    "partly_authorized",
    "repeat",
)
SETS = ("procedures", "regions", "guidelines", "reasons")
#: Fields that not all labels have: only the items whose label has them are compared.
PARTICULARS = ("levels", "amounts", "service_dates")


@dataclass(frozen=True)
class Precision:
    """How many of ``given`` were right."""

    right: int
    given: int

    def __str__(self) -> str:
        return (
            f"{self.right / self.given:.3f} ({self.right} of {self.given})"
            if self.given
            else "none given"
        )


@dataclass
class FieldReport:
    """The comparison of parsed items with labels.

    ``exact`` holds the share of items whose field equals the label's, ``f1`` the micro-averaged F1
    of the fields that are sets, ``confusions`` the most frequent wrong values by field.
    ``labelled`` tells for the fields that not all labels have, how many values the labels give and
    for how many items, none of them included.
    """

    items: int
    lost: list[tuple[str, int]]
    invented: list[tuple[str, int]]
    set_aside: list[tuple[str, str]]
    exact: dict[str, Mean] = field(default_factory=dict)
    f1: dict[str, float] = field(default_factory=dict)
    labelled: dict[str, tuple[int, int]] = field(default_factory=dict)
    repeat_yes: Precision = Precision(0, 0)
    first_reason: Mean | None = None
    confusions: dict[str, list[tuple[str, int]]] = field(default_factory=dict)


def compare_fields(corpus: Path, labels: Sequence[Label], only: Part | None = None) -> FieldReport:
    """Read, parse and describe the letters in ``corpus`` and compare their items with the labels,
    of one part or of both.
    """
    parsed, set_aside = _parsed(corpus)
    gold = {(label.case, label.item): label for label in labels if only in (None, part(label.case))}
    parsed = {key: item for key, item in parsed.items() if only in (None, part(key[0]))}
    report = FieldReport(
        len(gold),
        sorted(gold.keys() - parsed.keys()),
        sorted(parsed.keys() - gold.keys()),
        set_aside,
    )
    pairs = [(gold[key], parsed[key]) for key in sorted(gold.keys() & parsed.keys())]
    for name in EXACT:
        report.exact[name] = bootstrap_mean(
            [getattr(label, name) == item[name] for label, item in pairs]
        )
        wrong = Counter(
            f"{getattr(label, name)} read as {item[name]}"
            for label, item in pairs
            if getattr(label, name) != item[name]
        )
        report.confusions[name] = wrong.most_common(5)
    for name in (*SETS, *PARTICULARS):
        labelled = [
            (set(getattr(label, name)), set(item[name]))
            for label, item in pairs
            if getattr(label, name) is not None
        ]
        if name in PARTICULARS:
            if not labelled:
                continue
            report.labelled[name] = (sum(len(wanted) for wanted, _ in labelled), len(labelled))
        report.f1[name] = _f1(labelled)
        missed = Counter(
            f"{value} missed" for wanted, given in labelled for value in wanted - given
        )
        extra = Counter(f"{value} added" for wanted, given in labelled for value in given - wanted)
        report.confusions[name] = (missed + extra).most_common(5)
    yes = [label.repeat == "yes" for label, item in pairs if item["repeat"] == "yes"]
    report.repeat_yes = Precision(sum(yes), len(yes))
    report.first_reason = bootstrap_mean(
        [label.reasons[0] in item["reasons"] for label, item in pairs if label.reasons]
    )
    return report


def _parsed(corpus: Path) -> tuple[dict[tuple[str, int], Mapping[str, Any]], list[tuple[str, str]]]:
    parsed: dict[tuple[str, int], Mapping[str, Any]] = {}
    set_aside = []
    for path in tqdm(letter_files([corpus])[0], unit="letter", desc="Parsing"):
        try:
            letter = read_letter(path)
            determination = parse_letter(letter)
        except (UnreadableLetter, UnknownLayout) as reason:
            set_aside.append((str(path), str(reason)))
            continue
        for item, facets in zip(
            determination.items, describe(determination, letter.text), strict=True
        ):
            parsed[determination.case, item.position] = {
                "request": item.request.text,
                "disputed": item.disputed,
                "outcome": item.outcome.value,
                **_values(facets),
            }
    return parsed, set_aside


def _values(facets: ItemFacets) -> dict[str, Any]:
    plain = {name: getattr(facets, name) for name in (*EXACT[3:], *SETS[:3])}
    return {
        **plain,
        "reasons": tuple(reason.tag for reason in facets.reasons),
        "levels": tuple(level.value for level in facets.levels),
        "amounts": tuple(amount_in_words(amount) for amount in facets.amounts),
        "service_dates": facets.service_dates,
    }


def _f1(pairs: Sequence[tuple[set[str], set[str]]]) -> float:
    hits = sum(len(wanted & given) for wanted, given in pairs)
    total = sum(len(wanted) + len(given) for wanted, given in pairs)
    return 2 * hits / total if total else float("nan")


def as_text(report: FieldReport) -> str:
    """The report as a table."""
    lines = [
        (
            f"{report.items} labelled items, {len(report.lost)} lost, {len(report.invented)} "
            f"invented, {len(report.set_aside)} files set aside"
        )
    ]
    lines += [f"  lost: {case} item {item}" for case, item in report.lost] + [
        f"  invented: {case} item {item}" for case, item in report.invented
    ]
    lines += [f"  set aside: {path}: {reason}" for path, reason in report.set_aside]
    lines += [f"{name:18} exact {mean}" for name, mean in report.exact.items()]
    counts = {
        name: f" ({values} values in {items} labelled items)"
        for name, (values, items) in report.labelled.items()
    }
    lines += [
        f"{name:18} F1    {value:.3f}{counts.get(name, '')}" for name, value in report.f1.items()
    ]
    lines += [
        f"{'repeat = yes':18} precision {report.repeat_yes}",
        f"{'first reason':18} among the tags given {report.first_reason}",
        "",
        "Most frequent confusions:",
    ]
    lines += [
        f"  {name}: " + "; ".join(f"{what} ({count})" for what, count in wrong)
        for name, wrong in report.confusions.items()
        if wrong
    ]
    return "\n".join(lines)
