"""Numbers: the share of the numbers in a reply's statements that a count or a cited passage
carries.

A percentage is carried by a count with that share of either outcome, or a Wilson bound of it. Case
names, item positions and dates of cited passages count as carried by them; words of the question
that a statement tells back are no statement of its own; a number of items with some reason or
guideline is carried where the reply lists the items. 95 is that of the interval.
"""

import re
from collections import Counter
from math import hypot

from assistant.evidence.tally import wilson
from evals.metrics.score import NO_ANSWER, Score, Scored, left_out
from evals.reply import Counted

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
    carried |= _of_facets(scored)
    asked = " ".join(getattr(scored.case, "turns", ())) or scored.case.question
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
    numbers = set()
    for facet in reply.facets:
        groups = {len(counted), overturned, len(counted) - overturned, years.get(facet.value, 0)}
        if facet.n == len(facet.items) and facet.items <= counted and facet.among in groups:
            numbers |= {str(facet.n), str(facet.among)}
    return numbers


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
