"""When there is no answer, and what is said instead."""

from collections.abc import Iterator

from assistant.answer import Statement
from assistant.evidence.evidence import Evidence
from assistant.generation.about import holdings_told
from assistant.generation.passages import covering
from assistant.presentation.phrases import (
    either,
    period_in_words,
    plural,
    respelt_in_words,
    selection_in_words,
)
from assistant.query import Asked
from assistant.question.spelling import near_terms
from index.facets.selection import Facet

SCOPE = (
    "This assistant counts and quotes published decisions of independent medical review; it does "
    "not predict the outcome of a case, give legal or medical advice, value claims, or recommend "
    "people."
)


def abstain(evidence: Evidence) -> tuple[str, list[Statement]] | None:
    """Why the evidence does not carry an answer, with the statements that say so; None where it
    does.
    """
    reason = _reason(evidence)
    if reason is None:
        return None
    first = SCOPE if evidence.query.asked is Asked.OUT_OF_SCOPE else reason
    read = (
        [Statement(respelt_in_words(evidence.query.respelt), essential=True)]
        if evidence.query.respelt and first is not SCOPE
        else []
    )
    return reason, [
        *read,
        Statement(first, essential=True),
        *_meant(evidence),
        *_nearest(evidence),
        holdings_told(evidence),
    ]


def _reason(evidence: Evidence) -> str | None:
    query, status = evidence.query, evidence.corpus.status
    if query.asked is Asked.OUT_OF_SCOPE:
        return "The question asks for something that decisions cannot tell."
    if query.asked in (Asked.MEANING, Asked.HOLDINGS, Asked.CHAT):
        return None
    if status.items == 0:
        return "The index holds no determinations yet."
    if query.asked is Asked.CASE:
        return (
            None
            if evidence.items
            else f"No determination named {either(query.cases)} is in this index."
        )
    if query.asked is Asked.SIMILAR:
        return (
            None
            if evidence.items
            else "No indexed determination is about what the question describes."
        )
    if query.asked is Asked.PASSAGES:
        if covering(evidence):
            return None
        what = " ".join(f"“{word}”" for word in query.unmatched)
        return (
            f"No indexed letter speaks of {what}."
            if what
            else "The question names no service, body part, outcome or case that the index knows."
        )
    if evidence.unheard:
        return (
            f"No indexed letter speaks of {' '.join(f'“{word}”' for word in evidence.unheard)}, "
            "which narrows the question."
        )
    # Of a service that is indexed, but never with the outcome asked for, the count is nought, and
    # that is an answer.
    return (
        None
        if evidence.items or (evidence.base and evidence.base.n)
        else (
            "No indexed determination decided on "
            f"{selection_in_words(query.selection.but(Facet.OUTCOME))}."
        )
    )


def _meant(evidence: Evidence) -> Iterator[Statement]:
    """Terms that words of the question may stand for, where it was not understood."""
    if evidence.query.asked is Asked.PASSAGES and (near := near_terms(evidence.query.unmatched)):
        yield Statement(f"Did you mean {either(near)}?", essential=True)


def _nearest(evidence: Evidence) -> Iterator[Statement]:
    wider = evidence.tallies if evidence.unheard else evidence.tallies[1:]
    for tally in wider:
        yield Statement(
            f"The next wider selection, {tally.words}, holds {plural(tally.n, 'disputed item')} "
            f"({period_in_words(*tally.period)}): {tally.upheld} upheld, {tally.overturned} "
            "overturned.",
            essential=True,
        )
