"""What one or more named determinations decided, and why."""

from assistant.evidence.evidence import Evidence
from assistant.evidence.of_cases import gather_cases
from assistant.evidence.of_facts import gather_fact
from assistant.evidence.sources import Sources
from assistant.generation.abstention import no_case
from assistant.generation.case import write_case
from assistant.intents.intent import Intent
from assistant.intents.wording import about_cases
from assistant.query import IntentName, OutcomePremise, Query


def _chip(query: Query) -> str | None:
    premise = query.premise
    return f"taken to be {premise.outcome}" if isinstance(premise, OutcomePremise) else None


def _gather(evidence: Evidence, sources: Sources) -> None:
    gather_cases(evidence, sources)
    if (field := evidence.query.fact) is not None:
        gather_fact(evidence, sources.records, field)


INTENT = Intent(
    name=IntentName.CASE,
    label="what a determination decided",
    examples=("Why was CM16-1000001 upheld?", "What did CM16-1000001 decide?"),
    gather=_gather,
    write=write_case,
    lacks=no_case,
    uses=frozenset({"cases", "item", "fact", "unit", "outcome", "top", "measure"}),
    question=about_cases,
    chip=_chip,
)
