"""Numbers: the share of the numbers in a reply's statements that a count or a cited passage
carries.

A percentage is carried by a count with that share of either outcome, or a Wilson bound of it, or by
two counts of which one holds the items of the other. Numbers of determinations are carried by the
letters of the items counted, and how all items of each were decided. Case names, item positions and
dates of cited passages count as carried by them; words of the question that a statement tells back
are no statement of its own, nor are its numbers; a number of items with some reason or guideline is
carried where the reply lists the items; that of a statistic where the numbers behind it give it. 95
is that of the interval.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from math import hypot
from statistics import fmean, quantiles

from assistant.evidence.tally import wilson
from evals.metrics.score import NO_ANSWER, Score, Scored, left_out
from evals.reply import JULIAN, Counted, Summed

_QUOTED = re.compile(r"“([^”]+)”")
_NUMBER = re.compile(r"\d+(?:[.,/:-]\d+)*")


def numbers(scored: Scored) -> list[Score]:
    """The share for one reply."""
    reply, corpus = scored.reply, scored.corpus
    if reply.abstained:
        return left_out(["numbers carried"], NO_ANSWER)
    carried = {"95"}
    for count in reply.counts:
        right = corpus.overturned([item for item in count.items if item in corpus.labels])
        carried |= {str(len(count.items)), str(right), str(len(count.items) - right)}
        n = len(count.items)
        shares = (
            (
                right / n,
                1 - right / n,
                *wilson(right, n),
                *(1 - bound for bound in wilson(right, n)),
            )
            if n
            else ()
        )
        carried |= {f"{100 * share:.0f}" for share in shares}
        carried |= {part for case, item in count.items for part in (*_of(case), str(item))}
        carried |= _dates(scored, {case for case, _ in count.items}) | {
            str(sum(case not in corpus.decided for case, _ in count.items))
        }
    if len(reply.counts) > 1:
        carried |= _difference(*reply.counts[:2])
    asked = " ".join(getattr(scored.case, "turns", ())) or scored.case.question
    carried |= _of_facets(scored) | _of_parts(reply.counts) | set(_of(asked))
    carried |= {number for summed in reply.summed for number in _of_summed(summed)}
    of_letters = _of_letters(scored)
    checks = []
    for said in reply.statements:
        cited = [passage for passage in reply.passages if passage.id in said.citations]
        own = {
            number
            for passage in cited
            for number in _of(f"{corpus.record(passage.case, passage.item)} {passage.quote}")
        }
        own |= _dates(scored, {passage.case for passage in cited}) | {
            str(len(passage_items(scored, passage.case))) for passage in cited
        }
        own |= of_letters if "determination" in said.text else set()
        text = _QUOTED.sub(
            lambda match: " " if match.group(1) in asked else match.group(),
            re.sub(r"\[\d+\]", " ", said.text),
        )
        checks += [number in carried | own for number in _of(text)]
    if not checks:
        return left_out(["numbers carried"], "the reply tells no number")
    return [Score("numbers carried", sum(checks) / len(checks), f"{sum(checks)} of {len(checks)}")]


def _difference(first: Counted, second: Counted) -> set[str]:
    """The numbers of the difference of two overturned shares, by Newcombe's method 10 (see
    `assistant.question.comparison.difference`).
    """
    if not first.n or not second.n:
        return set()
    a, b = first.overturned / first.n, second.overturned / second.n
    (low_a, high_a), (low_b, high_b) = (
        wilson(first.overturned, first.n),
        wilson(second.overturned, second.n),
    )
    bounds = (b - a, b - a - hypot(b - low_b, high_a - a), b - a + hypot(high_b - b, a - low_a))
    return {f"{abs(100 * bound):.0f}" for bound in bounds}


def passage_items(scored: Scored, case: str) -> list[int]:
    """The items that a case decides."""
    return [item for name, item in scored.corpus.labels if name == case]


def _of_facets(scored: Scored) -> set[str]:
    """The numbers of the counts by facet that name their items: as many as they say, all of them
    counted in the answer.

    What they are counted among is carried by the answer's count, by one of its outcomes, or by a
    year of decision.
    """
    reply, corpus = scored.reply, scored.corpus
    counted = reply.counts[0].items if reply.counts else frozenset()
    overturned = corpus.overturned([item for item in counted if item in corpus.labels])
    years = Counter(str(corpus.decided[case].year) for case, _ in counted if case in corpus.decided)
    every = frozenset(item for count in reply.counts for item in count.items)
    numbers: set[str] = set()
    for facet in reply.facets:
        groups = {len(counted), overturned, len(counted) - overturned, years.get(facet.value, 0)}
        if facet.n == len(facet.items) and facet.items <= counted and facet.among in groups:
            numbers |= {str(facet.n), str(facet.among)}
        if (facet.n, facet.among) == (len(facet.items), len(facet.among_items)) and (
            facet.items <= facet.among_items <= counted | every
        ):
            numbers |= {str(facet.n), str(facet.among), str(facet.among - facet.n)}
            numbers |= {*_of(facet.value), *_shares(facet.n, facet.among)}
    return numbers


def _of_letters(scored: Scored) -> set[str]:
    """The numbers of the letters that counts hold items of: how many, upheld or overturned in full,
    or in part, and the shares of these; and those of one count's letters among another's.
    """
    outcomes: dict[str, set[str]] = defaultdict(set)
    for (case, _), label in scored.corpus.labels.items():
        outcomes[case].add("overturned" if label.outcome == "overturned" else "upheld")
    letters = [frozenset(case for case, _ in count.items) for count in scored.reply.counts]
    numbers: set[str] = set()
    for cases in letters:
        decided = Counter(
            "/".join(sorted(outcomes[case])) for case in cases if case in outcomes
        ).values()
        numbers |= {str(len(cases)), *map(str, decided), "0"}
        numbers |= {share for n in (*decided, 0) for share in _shares(n, len(cases))}
        for other in letters:
            numbers |= _shares(len(cases), len(other)) if cases < other else set()
    return numbers


def _of_parts(counts: Sequence[Counted]) -> set[str]:
    """The shares that the items of one count are of those of another."""
    return {
        share
        for part in counts
        for whole in counts
        if part.items < whole.items
        for share in _shares(len(part.items), len(whole.items))
    }


def _shares(n: int, of: int) -> set[str]:
    """A share, what is left of it, and the Wilson bounds of both, in percent."""
    if not of:
        return set()
    shares = (n / of, *wilson(n, of))
    return {f"{100 * each:.0f}" for share in shares for each in (share, 1 - share)}


def _of_summed(summed: Summed) -> set[str]:
    """The numbers of a statistic: how many, quartiles, range, mean, sum, and its bins, where they
    hold as many of the numbers as is told.
    """
    values = sorted(summed.values)
    numbers = {str(len(values)), str(summed.among)}
    if not values:
        return numbers
    quarters = quantiles(values, n=4, method="inclusive") if len(values) > 1 else values
    points = [*quarters, values[0], values[-1], fmean(values)]
    for low, high, n in summed.bins:
        inside = sum(low <= value < high or value == high == values[-1] for value in values)
        if inside == n:
            points += [low, high]
            numbers.add(str(n))
    if summed.are_days:
        days = [date.fromordinal(int(point - JULIAN)).isoformat() for point in points]
        return numbers | set(days)
    written = (f"{abs(point):.1f}".removesuffix(".0") for point in (*points, sum(values)))
    return numbers | set(written)


def _dates(scored: Scored, cases: set[str]) -> set[str]:
    """The decision dates of some cases, and how many of them have none."""
    decided = scored.corpus.decided
    known = {decided[case] for case in cases if case in decided}
    return (
        {day.isoformat() for day in known}
        | {str(day.year) for day in known}
        | {str(sum(case not in decided for case in cases))}
    )


def _of(text: str) -> list[str]:
    return [number.replace(",", "").rstrip(".") for number in _NUMBER.findall(text)]
