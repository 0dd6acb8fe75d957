"""A run: every case asked of every system, scored, summed up."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tqdm import tqdm

from evals.calibration import Calibration, calibrate, read_pairs
from evals.gold import Corpus, gold_of
from evals.intervals import Mean, bootstrap_mean
from evals.judges.judge import Judge
from evals.labels import BadLabels, Label, read_labels
from evals.metrics import METRICS, Scored
from evals.questions import Case, FollowUpCase
from evals.reply import Reply
from evals.systems import System
from index.layouts import UnknownLayout, parse_letter
from index.letter import UnreadableLetter
from index.readers import read_letter
from index.samples import GOLD
from index.store.ingest import letter_files


@dataclass(frozen=True)
class CaseResult:
    """One case asked of one system."""

    id: str
    kind: str
    question: str
    gold: dict[str, Any]
    reply: dict[str, Any]
    scores: list[dict[str, Any]]


@dataclass
class Report:
    """All results of a run: ``summary`` by system and metric, ``left_out`` how many cases gave no
    score and why.
    """

    corpus: str
    case_files: list[str]
    cases: int
    filtered: str | None
    judge: dict[str, Any]
    systems: list[str] = field(default_factory=list)
    summary: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    left_out: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)
    results: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Write the report as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), "utf-8")


def read_corpus(folder: Path, labels: Sequence[Label]) -> Corpus:
    """The labels with the letters' decision dates.

    Raises:
        BadLabels: a labelled case has no letter in the folder.
    """
    decided: dict[str, date] = {}
    readable = set()
    for path in letter_files([folder])[0]:
        try:
            determination = parse_letter(read_letter(path))
        except (UnreadableLetter, UnknownLayout):
            continue
        readable.add(determination.case)
        if determination.header.decided:
            decided[determination.case] = determination.header.decided
    missing = {label.case for label in labels} - readable
    if missing:
        raise BadLabels(
            f"{folder} holds no readable letter of {', '.join(sorted(missing)[:5])}, which "
            "the labels speak of"
        )
    return Corpus({(label.case, label.item): label for label in labels}, decided)


def calibration_of(judge: Judge) -> Calibration:
    """The judge's calibration on the pairs over the sample letters."""
    return calibrate(
        judge, read_pairs({(label.case, label.item): label for label in read_labels(GOLD)})
    )


def run(
    systems: Iterable[Callable[[], System]],
    cases: Sequence[Case],
    corpus: Corpus,
    judge: Judge,
    report: Report,
    done: Callable[[str], None] = lambda _: None,
) -> Report:
    """Ask and score; fills the report and gives it back. A system is made when its turn comes."""
    for make in systems:
        system = make()
        results = [
            _result(system, case, corpus, judge)
            for case in tqdm(cases, unit="case", desc=system.name)
        ]
        report.systems.append(system.name)
        report.results[system.name] = [asdict(result) for result in results]
        report.summary[system.name], report.left_out[system.name] = summarize(results)
        done(system.name)
    return report


def _result(system: System, case: Case, corpus: Corpus, judge: Judge) -> CaseResult:
    turns = case.turns if isinstance(case, FollowUpCase) else (case.question,)
    gold = gold_of(case, corpus)
    reply = system.ask(turns)
    scores = [
        score for metric in METRICS for score in metric(Scored(case, gold, reply, corpus, judge))
    ]
    gold_json = {
        "abstain": gold.abstain,
        "item_sets": [sorted(map(list, items)) for items in gold.item_sets],
        "about": [f"{corpus.record(*item)}" for item in sorted(gold.about)][:20],
        "upheld_overturned": [
            [len(items) - corpus.overturned(items), corpus.overturned(items)]
            for items in gold.item_sets
        ],
    }
    return CaseResult(
        case.id,
        case.kind,
        " / ".join(turns),
        gold_json,
        _reply_json(reply),
        [asdict(score) for score in scores],
    )


def _reply_json(reply: Reply) -> dict[str, Any]:
    reply_json = asdict(reply)
    for name in ("counts", "facets"):
        reply_json[name] = [
            count
            | {
                key: sorted(map(list, count[key]))
                for key in ("items", "among_items")
                if key in count
            }
            for count in reply_json[name]
        ]
    return reply_json


def summarize(
    results: Sequence[CaseResult],
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, int]]]:
    """Each metric's mean with its interval, over all kinds and by kind of case; and how many cases
    it left out, by reason.
    """
    values: dict[str, list[float]] = {}
    by_kind: dict[str, dict[str, list[float]]] = {}
    left_out: dict[str, dict[str, int]] = {}
    for result in results:
        for score in result.scores:
            name = score["metric"]
            if score["value"] is None:
                reasons = left_out.setdefault(name, {})
                reasons[score["excluded"]] = reasons.get(score["excluded"], 0) + 1
            else:
                values.setdefault(name, []).append(score["value"])
                by_kind.setdefault(name, {}).setdefault(result.kind, []).append(score["value"])
    summary = {
        name: {
            **_mean(metric_values),
            "kinds": {kind: _mean(part) for kind, part in by_kind[name].items()},
        }
        for name, metric_values in values.items()
    }
    return summary, left_out


def _mean(values: Sequence[float]) -> dict[str, float]:
    mean: Mean = bootstrap_mean(values)
    return asdict(mean)


def as_table(report: Report) -> str:
    """The summary as text: a row a metric, a column a system, each mean with interval and n."""
    names = list(
        dict.fromkeys(name for system in report.systems for name in report.summary[system])
    )
    width = 38
    lines = [
        f"{report.cases} cases over {report.corpus}"
        + (f" (only those of: {report.filtered})" if report.filtered else "")
    ]
    fit = (
        "fit"
        if report.judge["fit"]
        else "UNFIT: citation recall and precision are no figures to rely on"
    )
    lines.append(
        f"judge of support: {report.judge['judge']}, kappa {report.judge['kappa']:.2f} on "
        f"{report.judge['n']} pairs labelled by hand ({fit})"
    )
    lines.append(f"{'':22}" + "".join(f"{system:>{width}}" for system in report.systems))
    for name in names:
        cells = [report.summary[system].get(name) for system in report.systems]
        lines.append(f"{name:22}" + "".join(_cell(cell).rjust(width) for cell in cells))
    return "\n".join([*lines, *_drafts(report)])


def _cell(cell: dict | None) -> str:
    return str(Mean(**{k: cell[k] for k in ("value", "low", "high", "n")})) if cell else "-"


def _drafts(report: Report) -> list[str]:
    """Of each system with a chat model: how fast it spoke, and how many of its statements the
    system refused.
    """
    lines = []
    for system in report.systems:
        asked = [result["reply"] for result in report.results[system] if result["reply"]["waited"]]
        given, waited = (
            sum(reply["given"] or 0 for reply in asked),
            sum(reply["waited"] for reply in asked),
        )
        if not asked:
            continue
        line = (
            f"{system}: the chat model was asked for {len(asked)} answers and said {given:,} "
            f"tokens in {waited:,.0f} s, {given / waited:.1f} a second, reading included"
        )
        drafted, refused, mended = (
            sum(reply[name] for reply in asked) for name in ("drafted", "refused", "mended")
        )
        lines.append(
            line
            + (
                (
                    f"; {refused} of its {drafted} statements were refused, {mended} of them "
                    "put right when asked again"
                )
                if drafted
                else ""
            )
        )
    return lines


def missed(report: Report, requirements: Sequence[str]) -> list[str]:
    """The requirements ("metric>=value", of the first system) that the report misses, each with
    what was reached.

    Raises:
        ValueError: a requirement is not of that form, or names a metric without a score.
    """
    misses = []
    for requirement in requirements:
        name, sign, value = requirement.partition(">=")
        cell = report.summary[report.systems[0]].get(name.strip())
        try:
            wanted = float(value)
        except ValueError:
            wanted = None
        if not sign or wanted is None or cell is None:
            raise ValueError(
                f"--require {requirement!r}: give METRIC>=VALUE with one of "
                f"{', '.join(report.summary[report.systems[0]])}"
            )
        if cell["value"] < wanted:
            misses.append(f"{name.strip()} is {cell['value']:.3f}, below {wanted:g}")
    return misses
