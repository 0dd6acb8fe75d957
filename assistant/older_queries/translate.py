"""From the older form of queries to the typed query."""

from assistant.older_queries.draft import Asked, Draft
from assistant.older_queries.flat import Criterion as Flat
from assistant.older_queries.flat import Facet
from assistant.presentation.glossary import terms_asked
from assistant.query import Group, IntentName, OutcomePremise, Query, Refusal
from assistant.question.courtesy import without_courtesies
from assistant.reading import Reading
from index.determination import Outcome
from index.facets.english import in_words
from index.facets.filter import (
    all_of,
)

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
_GROUPS = {Facet.YEAR: "decided:year", Facet.MONTH: "decided:month"}


# --- A draft as a query ---------------------------------------------------------------------------


def reading_of(draft: Draft) -> Reading:
    """The reading of a question in the older form."""
    return Reading(
        question=draft.question,
        query=query_of(draft),
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
        filter=all_of([each.filter for each in common]),
        outcome=_side(draft),
        compare=groups,
        group_by=_GROUPS.get(draft.by, draft.by.value) if draft.by else None,
        cases=draft.cases,
        term=", ".join(terms_asked(words)) or words if draft.asked is Asked.MEANING else None,
        premise=OutcomePremise(outcome=draft.claimed) if of_case and draft.claimed else None,
        situation=words.strip() or draft.question if draft.asked is Asked.SIMILAR else None,
        refusal=Refusal.OFF_TOPIC if draft.asked is Asked.OUT_OF_SCOPE else None,
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
