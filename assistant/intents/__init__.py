"""Every intent, once: what is wanted of decisions, a module each.

A new one is declared in a module of this package and listed here, under its name in
`assistant.query.IntentName`; all else iterates over the list.
"""

from collections.abc import Iterator, Mapping

from assistant.answer import Abstention, Statement
from assistant.evidence.evidence import CitationBuilder, Evidence
from assistant.evidence.of_asked import gather_asked
from assistant.evidence.sources import Sources
from assistant.generation.abstention import abstain
from assistant.generation.draft import Draft
from assistant.generation.letters import write_letters
from assistant.generation.premise import write_premise
from assistant.generation.share import write_shares
from assistant.generation.statistic import write_statistic
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
    gather_asked(evidence, sources, reading.query)
    return evidence


def write(evidence: Evidence) -> Draft:
    """The statements that answer the query, or an abstention: first what it takes for granted, as
    far as that is told, last what of it is not answered.
    """
    intent = intent_of(evidence.query)
    reason = intent.lacks(evidence)
    first = tuple(write_premise(evidence, is_empty=reason is not None))
    last = (*_unread(evidence.query), *_ignored(evidence.query))
    if reason:
        return Draft((*first, *abstain(evidence, reason), *last), Abstention(reason))
    return Draft((*first, *_beside(evidence), *intent.write(evidence), *last))


def _beside(evidence: Evidence) -> Iterator[Statement]:
    """What is asked of the selection besides: whole letters, a share, how a number is spread."""
    yield from write_letters(evidence)
    yield from write_shares(evidence)
    if evidence.query.intent is not IntentName.STATISTIC and evidence.measured:
        yield from write_statistic(evidence)


#: Intents whose answers name the words that were not understood themselves, or that go by all the
#: words of a question.
_TELLING_UNREAD = frozenset(
    {
        IntentName.OUTCOMES,
        IntentName.REASONS,
        IntentName.REQUIREMENTS,
        IntentName.DIFFERENCES,
        IntentName.LIST,
        IntentName.GUIDELINES,
        IntentName.PASSAGES,
        IntentName.SIMILAR,
        IntentName.CHAT,
        IntentName.REFUSE,
    }
)


def _unread(query: Query) -> Iterator[Statement]:
    """The words that were not understood, where no count names them."""
    is_compared = query.compare and query.intent is IntentName.OUTCOMES
    if query.unread and (is_compared or query.intent not in _TELLING_UNREAD):
        words = ", ".join(f"“{word}”" for word in query.unread)
        yield Statement(f"Not understood, and no part of this answer: {words}.", essential=True)


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


def _ignored(query: Query) -> Iterator[Statement]:
    """What an answer does not go by of a query, in words."""
    used = parts_used(query)
    if named := [_PARTS[name] for name in query.as_json() if name not in used]:
        yield Statement(f"Not taken into account: {'; '.join(named)}.", essential=True)


def parts_used(query: Query) -> frozenset[str]:
    """The parts of a query that its answer goes by; the others it names."""
    intent = intent_of(query)
    used = {"intent", "premise", "unread"} | intent.uses
    if intent.has_filter:
        used.add("filter")
    return frozenset(used)
