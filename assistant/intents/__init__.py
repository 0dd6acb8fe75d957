"""Every intent, once: what is wanted of decisions, a module each.

A new one is declared in a module of this package and listed here, under its name in
`assistant.query.IntentName`; all else iterates over the list.
"""

from collections.abc import Mapping

from assistant.answer import Abstention
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
from assistant.query import IntentName, Query
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
    if reason := intent.lacks(evidence):
        return Draft(tuple(abstain(evidence, reason)), Abstention(reason))
    return Draft(tuple(intent.write(evidence)))
