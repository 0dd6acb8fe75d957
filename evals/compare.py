"""Two reports on the same cases: what differs, with paired tests, and which cases changed."""

from collections.abc import Mapping
from typing import Any

from evals.intervals import bootstrap_difference, mcnemar
from evals.labels import BadLabels

_RIGHT_OR_WRONG = {
    "tally exact",
    "tally numbers",
    "explained",
    "premise corrected",
    "abstention recall",
    "coverage",
}


def compare(first: Mapping[str, Any], second: Mapping[str, Any], system: str | None = None) -> str:
    """The comparison of one system in two reports as text; by default the first system of each.

    Scores that are right or wrong are compared by McNemar's test, means by the paired bootstrap; a
    case counts where both reports have a score.

    Raises:
        BadLabels: the reports are of different cases, or lack the system.
    """
    names = [system or report["systems"][0] for report in (first, second)]
    try:
        results = [
            {result["id"]: result for result in report["results"][name]}
            for report, name in zip((first, second), names, strict=True)
        ]
    except KeyError as error:
        raise BadLabels(f"a report has no system {error}") from error
    if results[0].keys() != results[1].keys():
        raise BadLabels(
            "the reports are of different cases; compare runs on the same files of cases"
        )
    scores = [
        {
            (ident, score["metric"]): score["value"]
            for ident, result in by_case.items()
            for score in result["scores"]
        }
        for by_case in results
    ]
    lines = [f"{len(results[0])} cases, {names[0]} against {names[1]} (second minus first)"]
    for metric in dict.fromkeys(metric for _, metric in scores[0]):
        keys = [
            key
            for key in scores[0]
            if key[1] == metric and scores[0][key] is not None and scores[1].get(key) is not None
        ]
        if not keys:
            continue
        before, after = [scores[0][key] for key in keys], [scores[1][key] for key in keys]
        difference, p = bootstrap_difference(before, after)
        line = (
            f"{metric:22} {difference.value:+.3f} [{difference.low:+.3f}, "
            f"{difference.high:+.3f}] n={difference.n}"
        )
        if metric in _RIGHT_OR_WRONG:
            lost, won, p = mcnemar(
                [value == 1 for value in before], [value == 1 for value in after]
            )
            line += f"  lost {lost}, won {won}, McNemar p={p:.3f}"
        else:
            line += f"  bootstrap p={p:.3f}"
        lines.append(line)
        if metric in _RIGHT_OR_WRONG:
            changed = [
                (key[0], scores[0][key], scores[1][key])
                for key in keys
                if scores[0][key] != scores[1][key]
            ]
            lines += [
                (
                    f"    {ident} {'won' if new > old else 'lost'}: "
                    f"{results[1][ident]['question'][:90]}"
                )
                for ident, old, new in changed
            ]
    return "\n".join(lines)
