"""Every intent, once: what is wanted of decisions, a module each.

A new one is declared in a module of this package and listed here, under its name in
`assistant.query.IntentName`; all else iterates over the list.
"""

from collections.abc import Iterator, Mapping

from assistant.answer import Abstention, Statement
from assistant.evidence.evidence import CitationBuilder, Evidence
from assistant.evidence.sources import Sources
from assistant.generation.abstention import abstain
from assistant.generation.draft import Draft
from assistant.intents import (
    case,
    chat,
    corpus,
    definition,
    differences,
    guidelines,
    listing,
    outcomes,
    passages,
    reasons,
    refuse,
    requirements,
    similar,
    statistic,
)
from assistant.intents.intent import Intent
from assistant.query import IntentName, OutcomePremise, Query
from assistant.reading import Reading

INTENTS: Mapping[IntentName, Intent] = {
    module.INTENT.name: module.INTENT
    for module in (
        outcomes,
        reasons,
        requirements,
        differences,
        listing,
        case,
        similar,
        passages,
        guidelines,
        statistic,
        corpus,
        definition,
        chat,
        refuse,
    )
}


def intent_of(query: Query) -> Intent:
    """The declaration of a query's intent."""
    return INTENTS[query.intent]


def question_of(query: Query) -> str:
    """A query worded as a question."""
    return intent_of(query).question(query)


def collect_evidence(reading: Reading, sources: Sources) -> Evidence:
    """Everything an answer to a reading may rest on.

    Raises:
        BadQuery: it asks for what the records do not hold.
    """
    evidence = Evidence(reading, sources.corpus, CitationBuilder(sources.records))
    intent_of(reading.query).gather(evidence, sources)
    return evidence


def write(evidence: Evidence) -> Draft:
    """The statements that answer the query, or an abstention."""
    intent = intent_of(evidence.query)
    ignored = [Statement(words, essential=True) for words in _ignored(evidence.query)]
    if reason := intent.lacks(evidence):
        return Draft((*abstain(evidence, reason), *ignored), Abstention(reason))
    return Draft((*intent.write(evidence), *ignored))


_PARTS = {
    "filter": "the selection",
    "unread": "words that were not understood",
    "unit": "counting letters: disputed items are counted",
    "outcome": "the side asked for",
    "compare": "the groups to compare",
    "group_by": "what to set the counts out by",
    "measure": "the measure",
    "top": "how many are asked for",
    "cases": "the cases named",
    "item": "the item named",
    "fact": "the one fact asked for",
    "term": "the term",
    "premise": "what the question takes for granted",
    "situation": "the situation",
    "refusal": "the reason to refuse",
}


def _ignored(query: Query) -> Iterator[str]:
    """What an answer does not go by of a query, in words."""
    intent = intent_of(query)
    used = {"intent"} | intent.uses
    used |= {"filter"} if intent.has_filter else set()
    if query.compare:
        used -= {"group_by"}
    if isinstance(query.premise, OutcomePremise) and query.intent is IntentName.CASE:
        used |= {"premise"}
    if named := [_PARTS[name] for name in query.as_json() if name not in used]:
        yield f"Not taken into account: {'; '.join(named)}."
