"""What reviewers want to see, and what to document."""

from functools import partial

from assistant.evidence.of_groups import for_each_group
from assistant.evidence.of_population import gather_population
from assistant.generation.abstention import no_item
from assistant.generation.selection import (
    cases,
    checked,
    guidelines,
    requirements,
    set_out,
    wider,
    write_selection,
)
from assistant.intents.intent import COUNTING, Intent
from assistant.intents.wording import asking
from assistant.query import IntentName

_PARTS = (checked, set_out, requirements, wider, guidelines, cases)

INTENT = Intent(
    name=IntentName.REQUIREMENTS,
    label="what reviewers want to see",
    examples=("What do reviewers want to see for MRI?", "What must be documented for a knee MRI?"),
    gather=for_each_group(partial(gather_population, requirements=True)),
    write=lambda evidence: write_selection(evidence, _PARTS),
    lacks=no_item,
    uses=COUNTING,
    question=asking("What do reviewers want to see for {}?"),
    chip=lambda query: "what reviewers want to see",
    evaluation="tally",
)
