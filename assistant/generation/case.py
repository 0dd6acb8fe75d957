"""Answers about one determination: what it decided, and why."""

from collections.abc import Iterator

from assistant.answer import Statement
from assistant.evidence.evidence import Evidence
from assistant.generation.facts import write_facts
from assistant.generation.quote_choice import conclusion_of, grounds_of, reasons_of
from assistant.presentation.phrases import either, filter_in_words
from assistant.query import OutcomePremise
from assistant.retrieval.relaxation import is_service
from index.facets.body import REGION
from index.facets.filter import Filter, all_of, is_about, one_of, parts_of
from index.facets.letter import POSITION
from index.store.sqlite.read import ItemRecord

_REASONS, _GROUNDS = 4, 3


def write_case(evidence: Evidence) -> Iterator[Statement]:
    """Each item that was asked for: outcome, guideline and reasons, all quoted; a wrong premise is
    corrected first.
    """
    if evidence.unknown_cases:
        yield Statement(
            f"No determination named {either(evidence.unknown_cases)} is in this index.",
            essential=True,
        )
    yield from _no_such_item(evidence)
    yield from _premise(evidence)
    yield from _side(evidence)
    if evidence.query.fact is not None:
        yield from write_facts(evidence)
        if evidence.query.fact != "reasons":
            return
    for record in evidence.items:
        yield from _item(evidence, record)


def _no_such_item(evidence: Evidence) -> Iterator[Statement]:
    """What the question names of a determination and no item of it is; the nearest that it holds
    answers then.
    """
    query = evidence.query
    named = [part for part in parts_of(query.filter) if _names_items(part)]
    named += [one_of(POSITION, [str(query.item)])] if query.item else []
    counted_parts = parts_of(evidence.tallies[0].filter)
    missing = [part for part in named if part not in counted_parts]
    if not missing:
        return
    cases = either(list(dict.fromkeys(record.case for record in evidence.items)))
    if any(is_about(part, POSITION) for part in missing):
        yield Statement(
            f"{cases} has no item of the number asked for; this is what it holds.", essential=True
        )
        return
    yield Statement(
        f"No item of {cases} is recognized as {filter_in_words(all_of(named))}; this is what it "
        "holds.",
        essential=True,
    )


def _names_items(part: Filter) -> bool:
    return is_service(part) or is_about(part, REGION) or is_about(part, POSITION)


def _premise(evidence: Evidence) -> Iterator[Statement]:
    premise = evidence.query.premise
    if not isinstance(premise, OutcomePremise):
        return
    claimed = premise.outcome
    if all(record.outcome is not claimed for record in evidence.items):
        outcome = evidence.items[0].outcome
        citations = tuple(
            evidence.quotes.cite_item(record, record.request_span).id for record in evidence.items
        )
        subject = (
            "The denial was"
            if len(evidence.items) == 1
            else f"None of these {len(evidence.items)} denials was"
        )
        denied = (
            f"not {claimed}: it was {outcome}"
            if len(evidence.items) == 1
            else f"{claimed}: all were {outcome}"
        )
        yield Statement(f"{subject} {denied}.", citations, essential=True)


def _side(evidence: Evidence) -> Iterator[Statement]:
    """Which of the items were decided as is asked, where a side is asked for."""
    side = evidence.query.outcome
    if side is None:
        return
    decided = [record for record in evidence.items if record.outcome is side]
    if not decided:
        yield Statement(f"None of the items asked about was {side}.", essential=True)
        return
    citations = [evidence.quotes.cite_item(record, record.request_span) for record in decided]
    named = ", ".join(f"item {record.position} of {record.case}" for record in decided)
    yield Statement(
        f"{side.value.capitalize()}: {named}.",
        tuple(citation.id for citation in citations),
        essential=True,
    )


def _item(evidence: Evidence, record: ItemRecord) -> Iterator[Statement]:
    heading = f"{record.case}, item {record.position} of {record.of}"
    decided = f", decided {record.decided}" if record.decided else ""
    meaning = (
        "the denial stands" if record.outcome == "upheld" else "the service is medically necessary"
    )
    request = evidence.quotes.cite_item(record, record.request_span)
    yield Statement(
        f"{record.disputed}: **{record.outcome}** ({meaning}){decided}.",
        (request.id,),
        heading,
        essential=True,
    )
    reasons = reasons_of(evidence.quotes, record)[: evidence.most or _REASONS]
    for tag, citation in reasons:
        yield Statement(f"Reason recognized, {tag}: “{citation.words}”", (citation.id,), heading)
    cited = {citation.id for _, citation in reasons}
    for citation in grounds_of(evidence.quotes, record)[-(evidence.most or _GROUNDS) :]:
        if citation.id in cited:
            continue
        yield Statement(f"Before the conclusion: “{citation.words}”", (citation.id,), heading)
    conclusion = conclusion_of(evidence.quotes, record)
    if conclusion and conclusion.id not in cited:
        yield Statement(f"Conclusion: “{conclusion.words}”", (conclusion.id,), heading)
    if record.guideline_span:
        guideline = evidence.quotes.cite_item(record, record.guideline_span)
        yield Statement(
            f"Guideline the reviewer relied on: “{guideline.words}”", (guideline.id,), heading
        )
