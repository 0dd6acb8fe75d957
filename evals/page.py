"""The report as one self-contained page: a summary, a figure for each metric, and every failed
case.
"""

from html import escape
from importlib.resources import files
from typing import Any

from jinja2 import Environment

from evals.run import Report

# Scores that are right (1) or wrong (0); the rest are degrees.
_VERDICTS = {
    "tally exact": "wrong set of items",
    "explained": "not explained",
    "premise corrected": "wrong premise not corrected",
    "abstention recall": "answered the unanswerable",
    "coverage": "no answer",
    "quotes verbatim": "a quote not verbatim",
    "numbers carried": "a number not carried",
}
_COLORS = ("var(--first)", "var(--second)", "var(--soft)", "var(--bad)")


def as_page(report: Report) -> str:
    """The report as HTML."""
    template = Environment(autoescape=True, trim_blocks=True).from_string(
        files("evals").joinpath("report.html.jinja").read_text("utf-8")
    )
    metrics = list(
        dict.fromkeys(name for system in report.systems for name in report.summary[system])
    )
    kinds = list(
        dict.fromkeys(
            result["kind"] for system in report.systems for result in report.results[system]
        )
    )
    failed = {system: _failed(report.results[system]) for system in report.systems}
    return template.render(
        report=report,
        metrics=metrics,
        kinds=kinds,
        failed=failed,
        figures={name: _figure(report, name) for name in metrics},
        zip=zip,
    )


def _failed(results: list[dict[str, Any]]) -> list[tuple[dict[str, Any], list[str]]]:
    failed = []
    for result in results:
        why = [
            _VERDICTS[score["metric"]]
            for score in result["scores"]
            if score["metric"] in _VERDICTS and score["value"] is not None and score["value"] < 1
        ]
        if why:
            failed.append((result, why))
    return failed


def _figure(report: Report, name: str) -> str:
    """A bar a system with its interval, from 0 to 1 or to the largest bound, as SVG."""
    cells = [(system, report.summary[system].get(name)) for system in report.systems]
    most = (
        max(
            [
                1.0 if name not in ("seconds", "tokens") else 0.0,
                *(cell["high"] for _, cell in cells if cell),
            ]
        )
        or 1.0
    )
    parts = []
    for row, (system, cell) in enumerate(cells):
        top = 4 + 44 * row
        parts.append(f'<text x="0" y="{top + 10}">{escape(system)}: {_told(cell)}</text>')
        if cell:
            value, low, high = (300 * cell[bound] / most for bound in ("value", "low", "high"))
            color = _COLORS[row % len(_COLORS)]
            parts.append(
                f'<rect x="0" y="{top + 16}" width="{max(value, 0.5):.1f}" height="14" rx="2" '
                f'fill="{color}" opacity="0.75"/>'
            )
            parts.append(
                f'<path d="M{low:.1f} {top + 23} H{high:.1f} M{low:.1f} {top + 18} v10 '
                f'M{high:.1f} {top + 18} v10" stroke="currentColor" fill="none"/>'
            )
    return (
        f'<svg viewBox="0 0 304 {44 * len(cells)}" role="img" '
        f'aria-label="{escape(name)}">{"".join(parts)}</svg>'
    )


def _told(cell: dict[str, Any] | None) -> str:
    return (
        f"{cell['value']:.3f} [{cell['low']:.3f}, {cell['high']:.3f}] n={cell['n']}"
        if cell
        else "no score"
    )
