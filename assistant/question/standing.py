"""What a question says, as the whole query that it makes by itself."""

from assistant.query import Group, IntentName, OutcomePremise, Query, Refusal, Share
from assistant.question.courtesy import without_courtesies
from assistant.question.parts import as_filter
from assistant.question.said import Said
from assistant.reading import Reading
from index.determination import Outcome
from index.facets.decision import OUTCOME
from index.facets.english import in_words
from index.facets.filter import Filter, all_of, one_of


def query_of(said: Said) -> Query:
    """The query of a question that stands alone."""
    intent = said.intent or IntentName.OUTCOMES
    if said.is_vague:
        intent = IntentName.PASSAGES  # its words are looked for
    parts = said.parts
    words = without_courtesies(said.question).strip() or said.question
    if said.is_counted and said.outcome is not None:
        parts = narrowed(parts, said.outcome)
    of_case = intent is IntentName.CASE
    return Query(
        intent=intent,
        unit=said.unit,
        filter=as_filter(parts),
        outcome=None if of_case or intent in _NO_SIDE else said.outcome,
        compare=groups_of(said.groups),
        group_by=said.group_by,
        measure=Share(share=said.share) if said.share is not None else said.measure,
        top=said.top,
        cases=said.cases,
        item=said.item,
        fact=said.fact,
        term=said.term or (words if intent is IntentName.DEFINITION else None),
        premise=OutcomePremise(outcome=said.outcome) if of_case and said.outcome else said.premise,
        situation=_said_of(words) if intent is IntentName.SIMILAR else None,
        refusal=(said.refusal or Refusal.OFF_TOPIC) if intent is IntentName.REFUSE else None,
        unread=said.unread,
    )


# The signs beside letters and digits that can end what describes a situation.
_CLOSING = frozenset(")?!\"”’'_")


def _said_of(words: str) -> str:
    """A described situation up to the last sign that says something of it."""
    ends = (at for at, sign in enumerate(words, 1) if sign.isalnum() or sign in _CLOSING)
    return words[: max(ends, default=len(words))]


_NO_SIDE = (
    IntentName.REFUSE,
    IntentName.CHAT,
    IntentName.DEFINITION,
    IntentName.CORPUS,
    IntentName.SIMILAR,
    IntentName.STATISTIC,
)


def narrowed(parts: tuple[Filter, ...], outcome: Outcome) -> tuple[Filter, ...]:
    """The parts with the items of one side alone, where a list or a count is of these."""
    return (*parts, one_of(OUTCOME, [outcome.value]))


def groups_of(groups: tuple[tuple[Filter, ...], ...]) -> tuple[Group, ...]:
    """Compared selections, each by its own words."""
    made = []
    for group in groups:
        node = all_of(group)
        made.append(Group(label=in_words(node), filter=node))
    return tuple(made)


def reading_of(said: Said, query: Query | None = None) -> Reading:
    """The reading of a question, by itself or as the query that the conversation makes of it."""
    return Reading(
        question=said.question,
        query=query if query is not None else query_of(said),
        corrections=said.corrections,
        modifiers=said.modifiers,
        context=said.context,
    )
