"""What a question takes for granted, held against the counts, first of all."""

from collections.abc import Iterator

from assistant.answer import Statement
from assistant.evidence.asked_beside import PremiseCheck
from assistant.evidence.evidence import Evidence
from assistant.evidence.of_asked import period_asked
from assistant.generation.selection import named
from assistant.presentation.phrases import part_in_words, period_in_words, plural
from assistant.query import (
    AllPremise,
    ExistsPremise,
    IntentName,
    MajorityPremise,
    NonePremise,
    OutcomePremise,
    PeriodPremise,
    Premise,
)
from index.determination import Outcome


def write_premise(evidence: Evidence, is_empty: bool) -> Iterator[Statement]:
    """Whether what the question takes for granted holds, with the counts, for each selection;
    where nothing is selected (``is_empty``) what is said of that is said elsewhere.
    """
    premise = evidence.query.premise
    if isinstance(premise, OutcomePremise) and evidence.query.intent is IntentName.CASE:
        return
    for check in evidence.premises:
        if not check.tally.n and not isinstance(premise, PeriodPremise):
            if not is_empty:
                yield Statement(f"Nothing indexed is {check.tally.words}.", essential=True)
            continue
        if isinstance(premise, ExistsPremise) and check.met and check.met.n == check.tally.n:
            continue  # all of the selection is that, and its count follows
        lead = f"{check.tally.words}: " if len(evidence.premises) > 1 else ""
        yield Statement(lead + _in_words(check, premise), essential=True)
        yield from _example(evidence, check)


def _in_words(check: PremiseCheck, premise: Premise | None) -> str:
    if isinstance(premise, MajorityPremise):
        return _majority(check, premise.majority)
    if isinstance(premise, OutcomePremise):
        return _some(check, premise.outcome)
    if isinstance(premise, AllPremise):
        return _all(check, premise.all)
    if isinstance(premise, NonePremise):
        return _none(check)
    if isinstance(premise, ExistsPremise):
        return _exists(check)
    assert isinstance(premise, PeriodPremise), "there is no other premise"
    return _period(check, premise)


def _example(evidence: Evidence, check: PremiseCheck) -> Iterator[Statement]:
    """An item that shows the premise wrong."""
    if (record := check.example) is not None:
        citation = evidence.quotes.cite_item(record, record.request_span)
        yield Statement(
            f"One is {named(record)}: “{citation.words}”", (citation.id,), essential=True
        )


def _decided(check: PremiseCheck, side: Outcome) -> tuple[int, int]:
    """How many items were decided so, and how many otherwise."""
    tally = check.tally
    counts = (tally.overturned, tally.upheld)
    return counts if side is Outcome.OVERTURNED else (counts[1], counts[0])


def _other(side: Outcome) -> Outcome:
    return Outcome.UPHELD if side is Outcome.OVERTURNED else Outcome.OVERTURNED


def _majority(check: PremiseCheck, side: Outcome) -> str:
    claimed, otherwise = _decided(check, side)
    if check.tally.n == 1:
        return _some(check, side)
    if claimed == otherwise:
        return f"Neither is the rule: as many are upheld as overturned, {claimed:,} each."
    if claimed > otherwise:
        return f"Most are {side}: {claimed:,} of {check.tally.n:,}."
    return f"Most are {_other(side)}, not {side}: {otherwise:,} of {check.tally.n:,}."


def _some(check: PremiseCheck, side: Outcome) -> str:
    claimed, otherwise = _decided(check, side)
    if check.tally.n == 1:
        return (
            f"The one denial was {side}."
            if claimed
            else (f"The one denial was not {side}: it was {_other(side)}.")
        )
    if not claimed:
        return f"None was {side}: all {otherwise:,} were {_other(side)}."
    if not otherwise:
        return f"All {claimed:,} were {side}."
    return f"Some were {side}, not all: {claimed:,} of {check.tally.n:,}."


def _all(check: PremiseCheck, side: Outcome) -> str:
    claimed, otherwise = _decided(check, side)
    if not otherwise:
        return _some(check, side)
    if not claimed:
        return f"None was {side}: all {otherwise:,} were {_other(side)}."
    return f"Not all were {side}: {_other(side)} in {otherwise:,} of {check.tally.n:,}."


def _none(check: PremiseCheck) -> str:
    assert check.met is not None, "what was met was counted"
    if not check.met.n:
        return (
            f"Right, there is none: 0 of {plural(check.tally.n, 'disputed item')} "
            f"({check.met.words})."
        )
    return (
        f"There {'is one' if check.met.n == 1 else 'are some'}: {check.met.n:,} of "
        f"{plural(check.tally.n, 'disputed item')} ({check.met.words})."
    )


def _exists(check: PremiseCheck) -> str:
    assert check.met is not None, "what was met was counted"
    if not check.met.n:
        return f"Nothing indexed is {check.met.words}."
    return f"Indexed: {plural(check.met.n, 'disputed item')} ({check.met.words})."


def _period(check: PremiseCheck, premise: PeriodPremise) -> str:
    period = period_asked(premise)
    if period is None or check.met is None or check.everything is None:
        return f"The calendar has no year or month {premise.period}."
    decided = part_in_words(period)
    if not check.everything.n:
        first, last = check.run
        if first is None:
            return f"Nothing indexed was {decided}: no decision dates are known."
        return f"Nothing indexed was {decided}: decisions run from {first} to {last}."
    if not check.met.n:
        return (
            f"Of {check.tally.words} nothing was {decided}; what there is was "
            f"{period_in_words(*check.tally.period)}."
            if check.tally.n
            else f"Of {check.tally.words} nothing is indexed."
        )
    return f"Of {plural(check.tally.n, 'disputed item')} {check.met.n:,} were {decided}."
