"""Words for values of every facet, with what they ask for."""

from collections.abc import Sequence

from index.facets import body, decision, letter, service, worker
from index.facets.facet import Facet, Kind
from index.facets.filter import Criterion, Filter, Place, Text, between, not_, one_of, span_of
from index.facets.registry import FACETS
from index.vocabulary import load


def _one(facet: Facet, *values: str) -> Filter:
    return one_of(facet, values)


#: Facets that name no population of a question: the outcome is a side that is asked for, a case and
#: a position name one determination.
OF_NO_POPULATION = (decision.OUTCOME, letter.CASE, letter.POSITION)
#: A facet that the rules do not read yet: its words are texts of the letter.
UNREAD_FACETS = (worker.DIAGNOSIS,)

#: Of each facet a few values: the words for it, as a noun phrase, and what it asks for.
NAMED: tuple[tuple[Facet | None, str, Filter], ...] = tuple(
    (facet, words, meant)
    for facet, values in {
        service.PROCEDURE: {
            "acupuncture": _one(service.PROCEDURE, "acupuncture"),
            "tramadol": _one(service.PROCEDURE, "tramadol"),
        },
        service.CATEGORY: {
            "surgery": _one(service.CATEGORY, "Surgery"),
            "drugs": _one(service.CATEGORY, "Pharmaceuticals"),
        },
        service.SUBCATEGORY: {
            "opioids": _one(service.SUBCATEGORY, "Opioids"),
            "muscle relaxants": _one(service.SUBCATEGORY, "Muscle Relaxant"),
        },
        body.REGION: {
            "the lumbar spine": _one(body.REGION, "lumbar spine"),
            "the knee": _one(body.REGION, "knee"),
        },
        body.LEVEL: {
            "L4-5": _one(body.LEVEL, "L4-L5"),
            "L5-S1": _one(body.LEVEL, "L5-S1"),
        },
        body.LATERALITY: {
            "the left side": _one(body.LATERALITY, "left"),
            "bilateral ones": _one(body.LATERALITY, "bilateral"),
        },
        decision.REPEAT: {
            "repeats": _one(decision.REPEAT, "yes"),
            "repeat requests": _one(decision.REPEAT, "yes"),
        },
        decision.RETROSPECTIVE: {
            "retrospective requests": _one(decision.RETROSPECTIVE, "yes"),
            "prospective ones": _one(decision.RETROSPECTIVE, "no"),
        },
        decision.PARTLY_AUTHORIZED: {
            "partly authorized ones": _one(decision.PARTLY_AUTHORIZED, "yes"),
            "partially certified requests": _one(decision.PARTLY_AUTHORIZED, "yes"),
        },
        decision.GUIDELINE: {
            "ODG": _one(decision.GUIDELINE, "ODG"),
            "those decided on ACOEM": _one(decision.GUIDELINE, "ACOEM"),
        },
        decision.REASON: {
            "lack of red flags": _one(decision.REASON, "no red flags"),
            "insufficient documentation": _one(decision.REASON, "insufficient documentation"),
        },
        decision.SPECIALTY: {
            "those reviewed by orthopedists": _one(decision.SPECIALTY, "Orthopedic Surgery"),
            "reviewers in occupational medicine": _one(decision.SPECIALTY, "Occupational Medicine"),
        },
        decision.LICENSED_IN: {
            "those reviewed by physicians licensed in Nevada": _one(decision.LICENSED_IN, "Nevada"),
            "reviewers licensed in Texas": _one(decision.LICENSED_IN, "Texas"),
        },
        decision.LETTER_OUTCOME: {
            "letters overturned in part": _one(decision.LETTER_OUTCOME, "mixed"),
        },
        decision.PRIORITY: {
            "urgent ones": _one(decision.PRIORITY, "Expedited"),
            "expedited reviews": _one(decision.PRIORITY, "Expedited"),
        },
        letter.DECIDED: {
            "2016": span_of(letter.DECIDED, "2016"),
            "those decided after 2016": between(letter.DECIDED, "2017-01-01", None),
            "December 2016": span_of(letter.DECIDED, "2016-12", "month"),
            "those decided on March 3, 2017": between(letter.DECIDED, "2017-03-03", "2017-03-03"),
        },
        letter.INJURED: {
            "those injured in 2014": span_of(letter.INJURED, "2014"),
            "injuries before 2013": between(letter.INJURED, None, "2012-12-31"),
        },
        letter.DENIED: {
            "those denied by UR in January 2016": span_of(letter.DENIED, "2016-01", "month"),
            "those that UR denied in 2015": span_of(letter.DENIED, "2015"),
        },
        letter.RECEIVED: {
            "applications received in 2016": span_of(letter.RECEIVED, "2016"),
            "those received after March 2016": between(letter.RECEIVED, "2016-04-01", None),
        },
        letter.ASSIGNED: {
            "those assigned in March 2016": span_of(letter.ASSIGNED, "2016-03", "month"),
        },
        letter.AMOUNT: {
            "more than 12 visits": between(letter.AMOUNT, 13, None, "sessions"),
            "60 tablets or more": between(letter.AMOUNT, 60, None, "units"),
        },
        worker.SEX: {
            "women": _one(worker.SEX, "female"),
            "men": _one(worker.SEX, "male"),
        },
        worker.AGE: {
            "workers over 50": between(worker.AGE, 51, None),
            "workers under 30": between(worker.AGE, None, 29),
        },
        worker.MECHANISM: {
            "those hurt in a fall": _one(worker.MECHANISM, "fall"),
            "car accidents": _one(worker.MECHANISM, "motor vehicle"),
        },
        None: {
            "postoperative ones": next(
                Text(text=tuple(row["forms"]), place=Place.REQUEST)
                for row in load("findings")["request"]
                if "post-op" in row["forms"]
            ),
            "those with a positive straight leg raise": Text(
                text=("straight leg rais", "SLR"), place=Place.LETTER
            ),
            "those that mention diabetes": Text(text=("diabetes", "diabetic"), place=Place.LETTER),
        },
    }.items()
    for words, meant in values.items()
)


def left_out(meant: Filter) -> Filter:
    """What a question asks for that leaves out what some words mean: of what is so or not so, the
    other side.
    """
    if isinstance(meant, Criterion) and meant.facet.kind is Kind.FLAG:
        return one_of(meant.facet, [{"yes": "no", "no": "yes"}[value] for value in meant.values])
    return not_(meant)


def unnamed(facets: Sequence[Facet] = FACETS) -> list[str]:
    """The facets that no words here name."""
    named = {facet for facet, _, _ in NAMED} | {*OF_NO_POPULATION, *UNREAD_FACETS}
    return [facet.name for facet in facets if facet not in named]
