"""How items are decided: in all, by group against group, or set out by a facet or over time."""

from collections.abc import Iterator

from assistant.answer import Statement
from assistant.evidence.evidence import Evidence
from assistant.evidence.of_comparison import gather_comparison, gather_set_out
from assistant.evidence.of_population import gather_population
from assistant.evidence.sources import Sources
from assistant.generation.abstention import no_item
from assistant.generation.comparison import write_comparison
from assistant.generation.selection import (
    associated,
    by_group,
    cases,
    guidelines,
    reasons,
    requirements,
    wider,
    write_selection,
)
from assistant.intents.intent import COUNTING, Intent
from assistant.intents.wording import asking
from assistant.presentation.phrases import filter_in_words, group_label
from assistant.query import IntentName, Query
from index.facets.letter import DECIDED
from index.facets.registry import facet_of_group

_PLAIN = (wider, reasons, associated, requirements, guidelines, cases)
_OVER_TIME = (by_group, wider, reasons, guidelines, cases)
_BY_FACET = (by_group, wider, cases)


def _gather(evidence: Evidence, sources: Sources) -> None:
    query = evidence.query
    if query.compare:
        gather_comparison(evidence, sources)
        if query.group_by is not None:
            gather_set_out(evidence, sources)
    else:
        gather_population(evidence, sources, sets_apart=evidence.query.group_by is None)


def _write(evidence: Evidence) -> Iterator[Statement]:
    query = evidence.query
    if query.compare:
        return write_comparison(evidence)
    if query.group_by is None:
        return write_selection(evidence, _PLAIN)
    return write_selection(evidence, _OVER_TIME if _is_over_time(query.group_by) else _BY_FACET)


def _is_over_time(group: str) -> bool:
    return facet_of_group(group)[0] is DECIDED


def _question(query: Query) -> str:
    if query.compare:
        return f"How do these compare: {'; '.join(map(filter_in_words, query.populations))}?"
    about = filter_in_words(query.filter)
    if query.group_by is None:
        return asking("How were the decisions on {}?")(query)
    if query.group_by == "decided:year":
        return asking("How did the decisions on {} change over time?")(query)
    return f"How were the decisions on {about} by {group_label(query.group_by)}?"


INTENT = Intent(
    name=IntentName.OUTCOMES,
    label="how items are decided",
    examples=(
        "How are repeat MRIs of the sacrum usually decided?",
        "How often are opioids overturned?",
        "Physical therapy versus acupuncture",
        "How did decisions on MRI change by year?",
        "How do decisions on opioids differ by specialty?",
    ),
    gather=_gather,
    write=_write,
    lacks=no_item,
    uses=COUNTING,
    question=_question,
    evaluation="tally",
)
