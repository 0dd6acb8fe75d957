"""Why items were decided so."""

from assistant.evidence.evidence import Evidence
from assistant.evidence.of_groups import for_each_group
from assistant.evidence.of_population import count_of_each, gather_side
from assistant.evidence.sources import Sources
from assistant.generation.abstention import no_item
from assistant.generation.selection import (
    cases,
    first_reasons,
    guidelines,
    reasons,
    set_out,
    wider,
    write_selection,
)
from assistant.intents.intent import COUNTING, Intent
from assistant.intents.wording import asking
from assistant.query import IntentName
from index.facets.decision import REASON

_PARTS = (set_out, reasons, wider, guidelines, cases)


def _gather(evidence: Evidence, sources: Sources) -> None:
    gather_side(evidence, sources)
    count_of_each(evidence, sources, REASON)


INTENT = Intent(
    name=IntentName.REASONS,
    label="why they were decided so",
    examples=("Why were opioids upheld?", "On what grounds were lumbar MRIs overturned?"),
    gather=for_each_group(_gather),
    write=lambda evidence: write_selection(evidence, _PARTS, first_reasons),
    lacks=no_item,
    uses=COUNTING,
    question=asking("Why were these decided so: {}?"),
    chip=lambda query: "why",
    evaluation="reasons",
)
