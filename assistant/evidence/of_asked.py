"""Evidence on what a query asks beside its intent, whatever that is: a share, whole letters, and
what it takes for granted.
"""

from contextlib import suppress

from assistant.evidence.asked_beside import PremiseCheck, Share
from assistant.evidence.evidence import Evidence
from assistant.evidence.letter_tally import letter_tally_of
from assistant.evidence.of_statistic import measure_statistic
from assistant.evidence.sources import Sources
from assistant.evidence.tally import Tally, tally
from assistant.query import (
    AllPremise,
    ExistsPremise,
    IntentName,
    NonePremise,
    PeriodPremise,
    Premise,
    Query,
    Unit,
    within,
)
from assistant.query import Share as AskedShare
from index.determination import Outcome
from index.facets.decision import LETTER_OUTCOME, OUTCOME
from index.facets.filter import Filter, all_of, facets_of, one_of, parts_of, span_of, without_naming
from index.facets.letter import CASE, DECIDED
from index.store.protocols import Records
from index.store.sqlite.read import ItemRecord

_LISTED = 40
#: Intents that count letters where a question asks for them.
_OF_LETTERS = frozenset(
    {
        IntentName.OUTCOMES,
        IntentName.REASONS,
        IntentName.REQUIREMENTS,
        IntentName.DIFFERENCES,
        IntentName.LIST,
        IntentName.GUIDELINES,
        IntentName.CORPUS,
        IntentName.CASE,
        IntentName.REFUSE,
    }
)
#: Intents in whose answers a share of the selection can stand.
_MEASURING = _OF_LETTERS - {IntentName.REFUSE}


def gather_asked(evidence: Evidence, sources: Sources, asked: Query) -> None:
    """Everything on what the query as it was asked wants beside its intent."""
    records = sources.records
    measure = asked.measure if asked.intent in _MEASURING else None
    if isinstance(measure, AskedShare):
        for population in _selections(evidence, asked):
            evidence.shares += (_share(records, population, asked),)
            evidence.beside += (tally(records, within(population, measure.share)),)
    elif measure is not None:
        for population in _selections(evidence, asked)[:1]:
            of = asked if asked.compare else asked.changed(filter=population)
            measure_statistic(evidence, records, of, measure)
    if asked.unit is Unit.LETTER and asked.intent in _OF_LETTERS:
        gather_letters(evidence, records, asked)
    evidence.may_tell(group.label for group in asked.compare)
    if isinstance(asked.premise, PeriodPremise):
        evidence.may_tell([asked.premise.period, *asked.premise.period.split("-")])
    if asked.premise is not None:
        evidence.premises = tuple(
            _checked(records, population, asked.premise)
            for population in _populations(evidence, asked)
        )
        for check in evidence.premises:
            met = (each for each in (check.met, check.everything) if each is not None)
            evidence.beside += (check.tally, *met)
            evidence.shown += (check.example,) if check.example else ()


def gather_letters(evidence: Evidence, records: Records, asked: Query) -> None:
    """The letters of each selection, with each value of what they are set out by, and the first of
    them with their items.
    """
    selections = _selections(evidence, asked)
    if not selections:
        return
    evidence.letters = tuple(
        letter_tally_of(population, records.letter_totals(population)) for population in selections
    )
    evidence.beside += tuple(tally(records, population) for population in selections)
    first = selections[0]
    if evidence.letters[0].conditional:
        base = without_naming(first, LETTER_OUTCOME)
        evidence.letters_base = letter_tally_of(base, records.letter_totals(base))
        evidence.beside += (tally(records, base),)
    if asked.group_by is not None and len(selections) == 1:
        evidence.letters_by = tuple(
            letter_tally_of(first, count.totals, count.value)
            for count in records.letter_counts(first, asked.group_by)
        )
    if asked.intent in (IntentName.LIST, IntentName.CASE):
        evidence.listed = tuple(
            letter
            for population in selections
            for letter in _letters(records, population, asked, evidence.most or _LISTED)
        )


def _letters(
    records: Records, population: Filter | None, asked: Query, most: int
) -> list[tuple[ItemRecord, ...]]:
    """The first letters of a population with all their items; those decided as is asked for first,
    then those decided so in part.
    """
    sides: list[Filter | None] = [population]
    if asked.outcome is not None and LETTER_OUTCOME not in facets_of(population):
        sides = [
            all_of([*parts_of(population), one_of(LETTER_OUTCOME, [decided])])
            for decided in (asked.outcome.value, "mixed")
        ]
    cases = [case for side in sides for case in records.letters_of(side, most)][:most]
    by_case: dict[str, list[ItemRecord]] = {case: [] for case in cases}
    for record in records.item_records(one_of(CASE, cases)) if cases else []:
        by_case[record.case].append(record)
    return [tuple(items) for items in by_case.values() if items]


def _share(records: Records, population: Filter | None, asked: Query) -> Share:
    assert isinstance(asked.measure, AskedShare), "a share is asked for"
    met = within(population, asked.measure.share)
    if asked.unit is Unit.LETTER:
        n, of = records.letter_totals(met).n, records.letter_totals(population).n
        return Share(population, asked.measure.share, n, of, of_letters=True)
    n, of = records.amount_of(met), records.amount_of(population)
    return Share(population, asked.measure.share, n, of)


def _checked(records: Records, population: Filter | None, premise: Premise) -> PremiseCheck:
    own = tally(records, population)
    if isinstance(premise, AllPremise):
        other = Outcome.UPHELD if premise.all is Outcome.OVERTURNED else Outcome.OVERTURNED
        return PremiseCheck(own, None, _first(records, population, other))
    if isinstance(premise, NonePremise):
        met = _tally_within(records, population, premise.none)
        return PremiseCheck(own, met, _first(records, met.filter))
    if isinstance(premise, ExistsPremise):
        return PremiseCheck(own, _tally_within(records, population, premise.exists))
    if isinstance(premise, PeriodPremise):
        period = period_asked(premise)
        if period is None:
            return PremiseCheck(own)
        everything = tally(records)
        return PremiseCheck(
            own,
            tally(records, within(population, period)),
            None,
            tally(records, period),
            everything.period,
        )
    return PremiseCheck(own)


def _tally_within(records: Records, population: Filter | None, asked: Filter) -> Tally:
    """The tally of what meets both filters; what both ask for is told once."""
    both = within(population, asked)
    return tally(records, None if both is None else both.canonical)


def period_asked(premise: PeriodPremise) -> Filter | None:
    """What was decided in the period of a premise; None where the calendar has none such."""
    with suppress(ValueError):
        return span_of(DECIDED, premise.period, "month" if "-" in premise.period else "year")
    return None


def _first(
    records: Records, population: Filter | None, outcome: Outcome | None = None
) -> ItemRecord | None:
    with records.choose(population) as chosen:
        numbers = chosen.first(1, outcome)
    return next(iter(records.records_of(numbers).values()), None)


def _selections(evidence: Evidence, asked: Query) -> tuple[Filter | None, ...]:
    """What is counted: the groups of a comparison, the items of the named cases, or the filter."""
    if asked.intent is IntentName.CASE:
        return (evidence.tallies[0].filter,) if evidence.tallies else ()
    return asked.populations


def _populations(evidence: Evidence, asked: Query) -> tuple[Filter | None, ...]:
    """The same without regard to an outcome, each once."""
    premise = asked.premise
    keeps = isinstance(premise, ExistsPremise | NonePremise | PeriodPremise)
    is_grouped = bool(asked.compare) and isinstance(premise, PeriodPremise)
    every = (asked.filter,) if is_grouped else _selections(evidence, asked)
    told = every if keeps else tuple(without_naming(each, OUTCOME) for each in every)
    return tuple(dict.fromkeys(told))
