"""What a term of the field means."""

from assistant.evidence.evidence import Evidence
from assistant.evidence.sources import Sources
from assistant.generation.about import write_definition
from assistant.generation.abstention import no_term
from assistant.intents.intent import Intent
from assistant.query import IntentName


def _gather(evidence: Evidence, sources: Sources) -> None:
    """A definition rests on the glossary alone."""


INTENT = Intent(
    name=IntentName.DEFINITION,
    label="what a term means",
    examples=("What does utilization review mean?",),
    gather=_gather,
    write=write_definition,
    lacks=no_term,
    uses=frozenset({"term"}),
    question=lambda query: f"What does {query.term} mean?",
    has_filter=False,
)
