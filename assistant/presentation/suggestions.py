"""Questions to begin with, and to go on with, drawn from what is indexed.

Each is offered only where it is understood as it is meant, on its own and after the answer it
stands under, and where its answer holds something.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.evidence.facet_counts import FacetCount, facet_counts
from assistant.presentation.phrases import selection_in_words
from assistant.query import Asked, Query
from assistant.question.conversation import follows, standing_alone
from assistant.question.understand import understand
from assistant.retrieval.relaxation import FEW, relax
from index.facets.selection import Criterion, Facet, Selection
from index.store.protocols import Records

# How a selection is asked about. "{}" is the selection in words, without an outcome.
_WORDS = {
    Asked.TALLY: ("How are requests for {} decided?", "How is {} decided?"),
    Asked.REASONS: ("Why were denials of {} upheld?", "Why was {} upheld?"),
    Asked.CASES: ("Which requests for {} were overturned?", "Which {} cases were overturned?"),
    Asked.REQUIREMENTS: ("What do reviewers want to see for {}?",),
    Asked.TREND: ("How did decisions on {} change by year?", "{} by year"),
}
_CLASS = re.compile(r"\b(?:sub)?category (?=[A-Z])")
_OUTCOMES = {Asked.REASONS: "upheld", Asked.CASES: "overturned"}


@dataclass(frozen=True)
class _Idea:
    """What a suggestion asks of a selection, which has no outcome of its own."""

    asked: Asked
    selection: Selection


def opening(records: Records, n: int = 4) -> tuple[str, ...]:
    """At most ``n`` questions to begin with: on the services most often in dispute, and on repeats
    that were decided both ways.
    """
    services = [value for value, _ in records.most_frequent(Facet.PROCEDURE, 12)]
    ideas = [_Idea(Asked.TALLY, selection) for selection in _repeats(records)]
    kinds = (Asked.TALLY, Asked.REQUIREMENTS, Asked.CASES, Asked.REASONS)
    # Each service is asked about in one way, so that the questions show what can be asked.
    ideas += [
        _Idea(kinds[at % len(kinds)], _of(Facet.PROCEDURE, name))
        for at, name in enumerate(services)
    ]
    return _worded(ideas, None, records, n)


def after(answer: Answer, records: Records, n: int = 4) -> tuple[str, ...]:
    """At most ``n`` questions that go on from an answer: the overturned ones, the reasons, a
    narrower and a wider selection, the years.

    After an answer that counts nothing they are on what the index does hold.
    """
    query, selection = answer.query, answer.query.selection.but(Facet.OUTCOME)
    if query.asked is Asked.CASE and not answer.abstention:
        ideas = list(_on_cases(answer, records))
    elif answer.abstention or not answer.tallies or not selection:
        ideas = [_Idea(Asked.TALLY, step) for step in relax(selection)] if selection else []
        return (
            *(worded := _worded(ideas, query, records, n)),
            *(each for each in opening(records, n) if each not in worded),
        )[:n]
    else:
        ideas = list(_on_selection(answer, selection, records))
    return _worded(ideas, query, records, n)


def _repeats(records: Records) -> Iterator[Selection]:
    """The most frequent repeat of a service of a region that was decided both ways, if there is
    one.
    """
    repeat = _of(Facet.REPEAT, "yes")
    for service in _both_ways(records, repeat, Facet.PROCEDURE):
        narrower = Selection((Criterion(Facet.PROCEDURE, (service.value,)), *repeat.criteria))
        for region in _both_ways(records, narrower, Facet.REGION):
            yield Selection((*narrower.criteria, Criterion(Facet.REGION, (region.value,))))
            return


def _both_ways(records: Records, selection: Selection, facet: Facet) -> list[FacetCount]:
    return [
        each
        for each in facet_counts(records, selection, [facet], 5)[facet]
        if each.upheld and each.overturned
    ]


def _on_cases(answer: Answer, records: Records) -> Iterator[_Idea]:
    """What the items of a case are about, in other cases."""
    for record in records.item_records(answer.tallies[0].selection)[:3] if answer.tallies else []:
        if record.procedures:
            region = [Criterion(Facet.REGION, record.regions[:1])] if record.regions else []
            selection = Selection((Criterion(Facet.PROCEDURE, record.procedures[:1]), *region))
            yield _Idea(Asked.TALLY, selection)
            yield _Idea(Asked.REQUIREMENTS, selection)


def _on_selection(answer: Answer, selection: Selection, records: Records) -> Iterator[_Idea]:
    yield _Idea(Asked.CASES, selection)
    yield _Idea(Asked.REASONS, selection)
    yield from _narrower(selection, records)
    yield from (_Idea(Asked.TALLY, step) for step in list(relax(selection))[:1])
    first, last = answer.tallies[0].period
    if first and last and first.year < last.year and answer.tallies[0].n >= FEW:
        yield _Idea(Asked.TREND, selection)
    yield _Idea(Asked.REQUIREMENTS, selection)


def _narrower(selection: Selection, records: Records) -> Iterator[_Idea]:
    """The largest part of a selection that is not all of it: of one region or service, or the
    repeats.
    """
    whole = sum(each.n for each in facet_counts(records, selection, [Facet.OUTCOME])[Facet.OUTCOME])
    named = {each.facet for each in selection.criteria}
    facets = [
        facet
        for facet in (Facet.REGION, Facet.PROCEDURE, Facet.REPEAT)
        if facet not in named and not (facet is Facet.PROCEDURE and named & {Facet.EITHER})
    ]
    for facet, counts in facet_counts(records, selection, facets, 5).items():
        part = next(
            (
                each
                for each in counts
                if FEW <= each.n < whole and each.value not in ("unknown", "no")
            ),
            None,
        )
        if part:
            yield _Idea(
                Asked.TALLY, Selection((*selection.criteria, Criterion(facet, (part.value,))))
            )
            return


def _worded(
    ideas: Iterable[_Idea], before: Query | None, records: Records, most: int
) -> tuple[str, ...]:
    """The ideas as questions that are understood as they are meant and have an answer; none asks
    what was just asked.
    """
    found: list[str] = []
    for idea in ideas:
        if len(found) == most:
            break
        outcome = _OUTCOMES.get(idea.asked)
        meant = (
            Selection((*idea.selection.criteria, Criterion(Facet.OUTCOME, (outcome,))))
            if outcome
            else idea.selection
        )
        if before is not None and (before.asked, _parts(before.selection)) == (
            idea.asked,
            _parts(meant),
        ):
            continue
        question = next(
            (each for each in _forms(idea) if _is_understood(each, idea.asked, meant, before)), None
        )
        if (
            question
            and question not in found
            and records.value_counts(meant, [Facet.OUTCOME], 1)[Facet.OUTCOME]
        ):
            found.append(question)
    return tuple(found)


def _forms(idea: _Idea) -> Iterator[str]:
    words = selection_in_words(idea.selection)
    # A class goes by its name alone where that is understood.
    for named in dict.fromkeys((_CLASS.sub("", words), words)):
        for form in _WORDS[idea.asked]:
            question = form.format(named)
            yield question[0].upper() + question[1:]


def _is_understood(question: str, asked: Asked, meant: Selection, before: Query | None) -> bool:
    """Whether a question is read as it is meant, by itself and after the query before it."""
    alone = understand(question)
    readings = (
        [alone, standing_alone(alone, before)]
        if before is not None and follows(alone, before)
        else [alone]
    )
    return all(
        (each.asked, _parts(each.selection), each.cases, each.against, each.unmatched)
        == (asked, _parts(meant), (), None, ())
        for each in readings
    )


def _parts(selection: Selection) -> frozenset[tuple[Facet, frozenset[str], bool]]:
    """A selection without regard to order."""
    return frozenset(
        (each.facet, frozenset(each.values), each.excluded) for each in selection.criteria
    )


def _of(facet: Facet, value: str) -> Selection:
    return Selection((Criterion(facet, (value,)),))
