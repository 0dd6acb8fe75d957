"""When there is no answer, and what is said instead."""

from collections.abc import Iterator

from assistant.answer import Statement
from assistant.evidence.evidence import Evidence
from assistant.generation.about import corpus_in_words, terms_of, unknown_terms
from assistant.generation.passages import covering
from assistant.generation.refusals import kind_refused, write_refusal
from assistant.presentation.phrases import (
    corrections_in_words,
    either,
    filter_in_words,
    period_in_words,
    plural,
)
from assistant.query import IntentName
from assistant.question.spelling import near_terms
from index.facets.decision import OUTCOME
from index.facets.filter import Text, parts_of, without_facet


def abstain(evidence: Evidence, reason: str) -> list[Statement]:
    """What is said where there is no answer, for a reason."""
    if evidence.query.intent is IntentName.REFUSE:
        return [*write_refusal(evidence), corpus_in_words(evidence)]
    corrections = evidence.reading.corrections
    read = [Statement(corrections_in_words(corrections), essential=True)] if corrections else []
    instead = (
        unknown_terms(evidence.query) if evidence.query.intent is IntentName.DEFINITION else ()
    )
    return [
        *read,
        Statement(reason, essential=True),
        *instead,
        *_meant(evidence),
        *_nearest(evidence),
        corpus_in_words(evidence),
    ]


def refused(evidence: Evidence) -> str:
    """Why a question is not answered that decisions cannot answer."""
    return f"The question asks for something that decisions cannot tell: {kind_refused(evidence)}."


def nothing(evidence: Evidence) -> None:
    """An answer that needs no items is always there."""


def no_term(evidence: Evidence) -> str | None:
    """Why nothing is told of a term: the glossary does not have it."""
    if terms_of(evidence.query):
        return None
    return f"The glossary explains terms of the field, and has no “{evidence.query.term}”."


def no_index(evidence: Evidence) -> str | None:
    """Why nothing is answered from an empty index."""
    return None if evidence.corpus.status.items else "The index holds no determinations yet."


def no_case(evidence: Evidence) -> str | None:
    """Why there is no answer about cases: the index holds none of them."""
    named = f"No determination named {either(evidence.query.cases)} is in this index."
    return no_index(evidence) or (None if evidence.items else named)


def nothing_alike(evidence: Evidence) -> str | None:
    """Why there is no answer about likeness."""
    return no_index(evidence) or (
        None if evidence.items else "No indexed determination is about what the question describes."
    )


def no_passage(evidence: Evidence) -> str | None:
    """Why there is no answer about the words of letters."""
    if (empty := no_index(evidence)) or covering(evidence):
        return empty
    said = [part.text[0] for part in parts_of(evidence.query.filter) if isinstance(part, Text)]
    what = " ".join(f"“{word}”" for word in (*said, *evidence.query.unread))
    return (
        f"No indexed letter speaks of {what}."
        if what
        else "The question names no service, body part, outcome or case that the index knows."
    )


def no_item(evidence: Evidence) -> str | None:
    """Why there is no answer about a population: it is empty, or a word that narrows it is unheard
    of.
    """
    if empty := no_index(evidence):
        return empty
    if evidence.unheard:
        return (
            f"No indexed letter speaks of {' '.join(f'“{word}”' for word in evidence.unheard)}, "
            "which narrows the question."
        )
    # Of a service that is indexed, but never with the outcome asked for, the count is nought, and
    # that is an answer.
    if evidence.items or (evidence.base and evidence.base.n):
        return None
    about = filter_in_words(without_facet(evidence.query.populations[0], OUTCOME))
    return f"No indexed determination decided on {about}."


def _meant(evidence: Evidence) -> Iterator[Statement]:
    """Terms that words of the question may stand for, where it was not understood."""
    asked = evidence.query
    if asked.intent is IntentName.PASSAGES and (near := near_terms(asked.unread)):
        yield Statement(f"Did you mean {either(near)}?", essential=True)


def _nearest(evidence: Evidence) -> Iterator[Statement]:
    if evidence.query.compare:
        return
    wider = evidence.tallies if evidence.unheard else evidence.tallies[1:]
    for tally in wider:
        yield Statement(
            f"The next wider selection, {tally.words}, holds {plural(tally.n, 'disputed item')} "
            f"({period_in_words(*tally.period)}): {tally.upheld} upheld, {tally.overturned} "
            "overturned.",
            essential=True,
        )
