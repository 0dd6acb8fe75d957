"""Which guidelines the reviewers relied on."""

from assistant.evidence.of_population import gather_population
from assistant.generation.abstention import no_item
from assistant.generation.selection import cases, guidelines, wider, write_selection
from assistant.intents.intent import Intent
from assistant.intents.wording import asking
from assistant.query import IntentName

INTENT = Intent(
    name=IntentName.GUIDELINES,
    label="which guidelines were relied on",
    examples=("Which guidelines are relied on for lumbar MRI?",),
    gather=gather_population,
    write=lambda evidence: write_selection(evidence, (guidelines, wider, cases)),
    lacks=no_item,
    uses=frozenset({"unread"}),
    question=asking("Which guidelines were relied on for {}?"),
    chip=lambda query: "which guidelines",
    is_readable=False,
)
