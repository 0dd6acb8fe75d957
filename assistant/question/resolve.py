"""From what the rules read of a question to its typed query, and back for the question after it."""

from collections.abc import Iterable
from datetime import date

from assistant.presentation.glossary import terms_asked
from assistant.query import Group, IntentName, OutcomePremise, Query, Refusal
from assistant.question.courtesy import without_courtesies
from assistant.question.draft import Asked, Draft
from assistant.question.flat import Criterion as Flat
from assistant.question.flat import Facet, Selection
from assistant.reading import Reading
from index.determination import Outcome
from index.facets.english import in_words
from index.facets.filter import (
    AnyOf,
    Criterion,
    Filter,
    Not,
    Place,
    Range,
    Text,
    all_of,
    parts_of,
)
from index.facets.letter import AMOUNT, DECIDED
from index.facets.registry import group_named
from index.facets.worker import AGE

_INTENTS = {
    Asked.TALLY: IntentName.OUTCOMES,
    Asked.COMPARISON: IntentName.OUTCOMES,
    Asked.TREND: IntentName.OUTCOMES,
    Asked.BREAKDOWN: IntentName.OUTCOMES,
    Asked.REASONS: IntentName.REASONS,
    Asked.REQUIREMENTS: IntentName.REQUIREMENTS,
    Asked.DIFFERENCES: IntentName.DIFFERENCES,
    Asked.SIMILAR: IntentName.SIMILAR,
    Asked.CASES: IntentName.LIST,
    Asked.CASE: IntentName.CASE,
    Asked.PASSAGES: IntentName.PASSAGES,
    Asked.HOLDINGS: IntentName.CORPUS,
    Asked.MEANING: IntentName.DEFINITION,
    Asked.OUT_OF_SCOPE: IntentName.REFUSE,
    Asked.CHAT: IntentName.CHAT,
}
_KINDS = {intent: asked for asked, intent in reversed(_INTENTS.items())}
_GROUPS = {Facet.YEAR: "decided:year", Facet.MONTH: "decided:month"}


# --- A draft as a query ---------------------------------------------------------------------------


def reading_of(draft: Draft) -> Reading:
    """The reading of a question that the rules read as a draft."""
    return Reading(
        question=draft.question,
        query=query_of(draft),
        corrections=draft.respelt,
        modifiers=draft.qualifiers,
        context=draft.story,
        read_by=draft.proposed_by,
    )


def query_of(draft: Draft) -> Query:
    """The typed query of a draft."""
    common, groups = _compared(draft)
    of_case = draft.asked is Asked.CASE
    words = without_courtesies(draft.question)
    return Query(
        intent=_INTENTS[draft.asked],
        filter=all_of([*(each.filter for each in common), *draft.carried]),
        outcome=_side(draft),
        compare=groups,
        group_by=_GROUPS.get(draft.by, draft.by.value) if draft.by else None,
        cases=draft.cases,
        term=", ".join(terms_asked(words)) or words if draft.asked is Asked.MEANING else None,
        premise=OutcomePremise(outcome=draft.claimed) if of_case and draft.claimed else None,
        situation=words.strip() or draft.question if draft.asked is Asked.SIMILAR else None,
        refusal=(draft.refusal or Refusal.OFF_TOPIC) if draft.asked is Asked.OUT_OF_SCOPE else None,
        unread=draft.unmatched,
    )


def _side(draft: Draft) -> Outcome | None:
    """The side that is asked for; a list or reasons that name both sides ask for neither."""
    if draft.asked is Asked.CASE:
        return None
    if draft.asked in (Asked.CASES, Asked.REASONS) and not draft.selection.names(Facet.OUTCOME):
        return None
    return draft.claimed


def _compared(draft: Draft) -> tuple[tuple[Flat, ...], tuple[Group, ...]]:
    """What all of a draft's selections have in common, and its groups of a comparison.

    A group keeps what it says of a facet together: a mixture of drugs is named by all of them.
    """
    if draft.against is None:
        return draft.selection.criteria, ()
    both = (draft.selection.criteria, draft.against.criteria)
    differing = {
        each.facet
        for criteria, others in (both, both[::-1])
        for each in criteria
        if each not in others and not each.excluded
    }
    common = tuple(
        each
        for each in both[0]
        if each in both[1] and (each.excluded or each.facet not in differing)
    )
    filters = [
        all_of([each.filter for each in criteria if each not in common]) for criteria in both
    ]
    return common, tuple(Group(label=in_words(each), filter=each) for each in filters)


# --- A query as a draft, for a question that goes on with it --------------------------------------


def draft_of(reading: Reading) -> Draft:
    """A reading in the form that the rules for follow-up questions go on with.

    Parts of its filter that no flat criterion can hold are carried as they are; a comparison of
    more than two groups goes on as a count of what they have in common.
    """
    query = reading.query
    common, carried = _flat_parts(query.filter)
    asked = _KINDS.get(query.intent, Asked.TALLY)  # of what the rules cannot ask the counts follow
    selection, against = Selection(common), None
    by = _by(query)
    if query.intent is IntentName.OUTCOMES and by is not None:
        asked = Asked.TREND if by in _GROUPS else Asked.BREAKDOWN
    if len(query.compare) == 2:
        flat, rests = zip(*(_flat_parts(group.filter) for group in query.compare), strict=True)
        if not any(rests):
            selection, against = (Selection((*common, *each)) for each in flat)
            asked = Asked.COMPARISON if query.intent is IntentName.OUTCOMES else asked
    premise = query.premise
    return Draft(
        question=reading.question,
        asked=asked,
        selection=selection,
        cases=query.cases,
        claimed=premise.outcome if isinstance(premise, OutcomePremise) else query.outcome,
        unmatched=query.unread,
        qualifiers=reading.modifiers,
        respelt=reading.corrections,
        against=against,
        by=by,
        story=reading.context,
        proposed_by=reading.read_by,
        refusal=query.refusal,
        carried=carried,
    )


def _by(query: Query) -> Facet | None:
    if query.group_by is None:
        return None
    facet, bucket = group_named(query.group_by)
    if facet is DECIDED:
        return Facet.MONTH if bucket == "month" else Facet.YEAR
    return Facet(facet.name) if facet.name in set(Facet) else None


def _flat_parts(node: Filter | None) -> tuple[tuple[Flat, ...], tuple[Filter, ...]]:
    """The parts of a filter as flat criteria, and those that none can hold."""
    flat: list[Flat] = []
    carried: list[Filter] = []
    for part in parts_of(node):
        criterion = _flat_criterion(part)
        if criterion is None:
            carried.append(part)
        else:
            flat.append(criterion)
    return tuple(flat), tuple(carried)


def _flat_criterion(part: Filter) -> Flat | None:
    if isinstance(part, Not):
        inner = _flat_criterion(part.negated)
        return Flat(inner.facet, inner.values, True) if inner and not inner.excluded else None
    if isinstance(part, Criterion):
        name = part.facet.name
        return Flat(Facet(name), part.values) if name in set(Facet) else None
    alternatives = part.any if isinstance(part, AnyOf) else (part,)
    if all(isinstance(each, Range) for each in alternatives):
        return _flat_range([each for each in alternatives if isinstance(each, Range)])
    if all(isinstance(each, Text) and each.place is Place.REQUEST for each in alternatives):
        texts = [each.text for each in alternatives if isinstance(each, Text)]
        return Flat(Facet.MENTIONS, tuple("|".join(forms) for forms in texts))
    if all(isinstance(each, Criterion) for each in alternatives):
        named = [
            (each.facet.name, value)
            for each in alternatives
            if isinstance(each, Criterion)
            for value in each.values
        ]
        if all(name in set(Facet) for name, _ in named):
            return Flat(Facet.EITHER, tuple(f"{name}:{value}" for name, value in named))
    return None


def _flat_range(ranges: Iterable[Range]) -> Flat | None:
    spans = [_span(each) for each in ranges]
    facets = {facet for facet, _ in spans}
    if len(facets) != 1 or None in facets:
        return None
    facet = facets.pop()
    return Flat(facet, tuple(span for _, span in spans)) if facet else None


def _span(part: Range) -> tuple[Facet | None, str]:
    """A range as the facet and the value of a flat criterion; no facet where none can hold it."""
    low, high = part.low, part.high
    if part.facet is AGE:
        return Facet.AGE, _between(low, high, "-")
    if part.facet is AMOUNT:
        return Facet.AMOUNT, f"{part.unit}:{_between(low, high, '-')}"
    if part.facet is not DECIDED:
        return None, ""
    for facet, bucket, dash in ((Facet.YEAR, "year", "-"), (Facet.MONTH, "month", "/")):
        span = DECIDED.bucket(bucket)
        first, last = (_label(day, bucket) for day in (low, high))
        if (low is None or span.bounds(first)[0] == low) and (
            high is None or span.bounds(last)[1] == high
        ):
            return facet, _between(first or None, last or None, dash)
    return None, ""


def _label(day: object, bucket: str) -> str:
    if not isinstance(day, date):
        return ""
    return f"{day.year:04}" if bucket == "year" else f"{day.year:04}-{day.month:02}"


def _between(low: object, high: object, dash: str) -> str:
    if low is not None and low == high:
        return str(low)
    return f"{'' if low is None else low}{dash}{'' if high is None else high}"
