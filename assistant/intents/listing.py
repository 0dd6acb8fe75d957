"""Which cases there are."""

from assistant.evidence.of_population import gather_side
from assistant.generation.abstention import no_item
from assistant.generation.selection import cases, reasons, wider, write_selection
from assistant.intents.intent import Intent
from assistant.intents.wording import asking
from assistant.query import IntentName

INTENT = Intent(
    name=IntentName.LIST,
    label="which cases there are",
    examples=("Which MRIs were overturned?", "List the acupuncture cases"),
    gather=gather_side,
    write=lambda evidence: write_selection(evidence, (cases, wider, reasons)),
    lacks=no_item,
    uses=frozenset({"unread", "outcome"}),
    question=asking("Which cases are there of {}?"),
    chip=lambda query: "which cases",
    evaluation="tally",
)
