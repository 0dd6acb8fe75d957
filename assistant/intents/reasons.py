"""Why items were decided so."""

from assistant.evidence.of_population import gather_side
from assistant.generation.abstention import no_item
from assistant.generation.selection import cases, guidelines, reasons, wider, write_selection
from assistant.intents.intent import Intent
from assistant.intents.wording import asking
from assistant.query import IntentName

INTENT = Intent(
    name=IntentName.REASONS,
    label="why they were decided so",
    examples=("Why were opioids upheld?", "On what grounds were lumbar MRIs overturned?"),
    gather=gather_side,
    write=lambda evidence: write_selection(evidence, (reasons, wider, guidelines, cases)),
    lacks=no_item,
    uses=frozenset({"unread", "outcome"}),
    question=asking("Why were these decided so: {}?"),
    chip=lambda query: "why",
    evaluation="reasons",
)
