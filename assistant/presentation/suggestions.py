"""Questions to begin with, and to go on with, drawn from what is indexed.

Each is offered only where it is understood as it is meant, on its own and after the answer it
stands under, and where its answer holds something.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.evidence.facet_counts import FacetCount, facet_counts
from assistant.presentation.phrases import filter_in_words
from assistant.query import IntentName, Query
from assistant.question.reader import read
from assistant.reading import Reading
from assistant.retrieval.relaxation import FEW, relax
from index.facets.body import REGION
from index.facets.decision import OUTCOME, REPEAT
from index.facets.filter import Filter, all_of, facets_of, one_of, parts_of, without_facet
from index.facets.registry import SERVICES
from index.facets.service import PROCEDURE
from index.store.protocols import Records

_BY_YEAR = "decided:year"
# How a filter is asked about. "{}" is the filter in words, without an outcome.
_WORDS: dict[tuple[IntentName, str | None], tuple[str, ...]] = {
    (IntentName.OUTCOMES, None): ("How are requests for {} decided?", "How is {} decided?"),
    (IntentName.REASONS, None): ("Why were denials of {} upheld?", "Why was {} upheld?"),
    (IntentName.LIST, None): (
        "Which requests for {} were overturned?",
        "Which {} cases were overturned?",
    ),
    (IntentName.REQUIREMENTS, None): ("What do reviewers want to see for {}?",),
    (IntentName.OUTCOMES, _BY_YEAR): ("How did decisions on {} change by year?", "{} by year"),
}
_CLASS = re.compile(r"\b(?:sub)?category (?=[A-Z])")
_OUTCOMES = {IntentName.REASONS: "upheld", IntentName.LIST: "overturned"}


@dataclass(frozen=True)
class _Idea:
    """What a suggestion asks of a population, whose filter names no outcome."""

    intent: IntentName
    population: Filter | None
    group_by: str | None = None

    @property
    def meant(self) -> Filter | None:
        """The filter that the question is to be read as."""
        outcome = _OUTCOMES.get(self.intent)
        sided = [one_of(OUTCOME, [outcome])] if outcome else []
        return all_of([*parts_of(self.population), *sided])


def opening(records: Records, n: int = 4) -> tuple[str, ...]:
    """At most ``n`` questions to begin with: on the services most often in dispute, and on repeats
    that were decided both ways.
    """
    services = [value for value, _ in records.most_frequent(PROCEDURE, 12)]
    ideas = [_Idea(IntentName.OUTCOMES, population) for population in _repeats(records)]
    kinds = (IntentName.OUTCOMES, IntentName.REQUIREMENTS, IntentName.LIST, IntentName.REASONS)
    # Each service is asked about in one way, so that the questions show what can be asked.
    ideas += [
        _Idea(kinds[at % len(kinds)], one_of(PROCEDURE, [name])) for at, name in enumerate(services)
    ]
    return _worded(ideas, None, records, n)


def after(answer: Answer, records: Records, n: int = 4) -> tuple[str, ...]:
    """At most ``n`` questions that go on from an answer: the overturned ones, the reasons, a
    narrower and a wider filter, the years.

    After an answer that counts nothing they are on what the index does hold.
    """
    query, population = answer.query, without_facet(answer.query.populations[0], OUTCOME)
    if query.intent is IntentName.CASE and not answer.abstention:
        ideas = list(_on_cases(answer, records))
    elif answer.abstention or not answer.tallies or population is None:
        wider = relax(population) if population is not None else ()
        ideas = [_Idea(IntentName.OUTCOMES, step) for step in wider]
        return (
            *(worded := _worded(ideas, answer.reading, records, n)),
            *(question for question in opening(records, n) if question not in worded),
        )[:n]
    else:
        ideas = list(_on_population(answer, population, records))
    return _worded(ideas, answer.reading, records, n)


def _repeats(records: Records) -> Iterator[Filter | None]:
    """The most frequent repeat of a service of a region that was decided both ways, if there is
    one.
    """
    repeat = one_of(REPEAT, ["yes"])
    for service in _both_ways(records, repeat, PROCEDURE.name):
        narrower = all_of([one_of(PROCEDURE, [service.value]), repeat])
        for region in _both_ways(records, narrower, REGION.name):
            yield all_of([*parts_of(narrower), one_of(REGION, [region.value])])
            return


def _both_ways(records: Records, population: Filter | None, group: str) -> list[FacetCount]:
    return [
        facet_count
        for facet_count in facet_counts(records, population, [group], 5)[group]
        if facet_count.upheld and facet_count.overturned
    ]


def _on_cases(answer: Answer, records: Records) -> Iterator[_Idea]:
    """What the items of a case are about, in other cases."""
    for record in records.item_records(answer.tallies[0].filter)[:3] if answer.tallies else []:
        if record.procedures:
            region = [one_of(REGION, record.regions[:1])] if record.regions else []
            population = all_of([one_of(PROCEDURE, record.procedures[:1]), *region])
            yield _Idea(IntentName.OUTCOMES, population)
            yield _Idea(IntentName.REQUIREMENTS, population)


def _on_population(answer: Answer, population: Filter, records: Records) -> Iterator[_Idea]:
    yield _Idea(IntentName.LIST, population)
    yield _Idea(IntentName.REASONS, population)
    yield from _narrower(population, records)
    yield from (_Idea(IntentName.OUTCOMES, step) for step in list(relax(population))[:1])
    first, last = answer.tallies[0].period
    if first and last and first.year < last.year and answer.tallies[0].n >= FEW:
        yield _Idea(IntentName.OUTCOMES, population, _BY_YEAR)
    yield _Idea(IntentName.REQUIREMENTS, population)


def _narrower(population: Filter, records: Records) -> Iterator[_Idea]:
    """The largest part of a population that is not all of it: of one region or service, or the
    repeats.
    """
    outcomes = facet_counts(records, population, [OUTCOME.name])[OUTCOME.name]
    whole = sum(facet_count.n for facet_count in outcomes)
    named = facets_of(population)
    mixed = any(len(facets_of(part) & set(SERVICES)) > 1 for part in parts_of(population))
    facets = [
        facet
        for facet in (REGION, PROCEDURE, REPEAT)
        if facet not in named and not (facet is PROCEDURE and mixed)
    ]
    counted = facet_counts(records, population, [facet.name for facet in facets], 5)
    for facet in facets:
        part = next(
            (
                facet_count
                for facet_count in counted[facet.name]
                if FEW <= facet_count.n < whole and facet_count.value not in ("unknown", "no")
            ),
            None,
        )
        if part:
            narrower = all_of([*parts_of(population), one_of(facet, [part.value])])
            yield _Idea(IntentName.OUTCOMES, narrower)
            return


def _worded(
    ideas: Iterable[_Idea], before: Reading | None, records: Records, most: int
) -> tuple[str, ...]:
    """The ideas as questions that are understood as they are meant and have an answer; none asks
    what was just asked.
    """
    questions: list[str] = []
    for idea in ideas:
        if len(questions) == most:
            break
        if before is not None and _asks(before.query, idea):
            continue
        question = next((form for form in _forms(idea) if _is_understood(form, idea, before)), None)
        if question and question not in questions and records.holds_any(idea.meant):
            questions.append(question)
    return tuple(questions)


def _forms(idea: _Idea) -> Iterator[str]:
    words = filter_in_words(idea.population)
    # A class goes by its name alone where that is understood.
    for named in dict.fromkeys((_CLASS.sub("", words), words)):
        for form in _WORDS[idea.intent, idea.group_by]:
            question = form.format(named)
            yield question[0].upper() + question[1:]


def _is_understood(question: str, idea: _Idea, before: Reading | None) -> bool:
    """Whether a question is read as it is meant, by itself and after the reading before it."""
    readings = [read(question), *([read(question, before)] if before is not None else [])]
    return all(
        _asks(reading.query, idea)
        and not (reading.query.cases or reading.query.compare or reading.query.unread)
        for reading in readings
    )


def _asks(query: Query, idea: _Idea) -> bool:
    return (query.intent, query.filter, query.group_by) == (idea.intent, idea.meant, idea.group_by)
