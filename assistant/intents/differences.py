"""What set the overturned items apart from the upheld ones."""

from functools import partial

from assistant.evidence.of_groups import for_each_group
from assistant.evidence.of_population import gather_population
from assistant.generation.abstention import no_item
from assistant.generation.selection import (
    cases,
    differences,
    reasons,
    set_out,
    wider,
    write_selection,
)
from assistant.intents.intent import COUNTING, Intent
from assistant.intents.wording import asking
from assistant.query import IntentName

INTENT = Intent(
    name=IntentName.DIFFERENCES,
    label="what set the overturned apart",
    examples=("What is different about the overturned MRIs?",),
    gather=for_each_group(partial(gather_population, sets_apart=True)),
    write=lambda evidence: write_selection(evidence, (differences, set_out, reasons, wider, cases)),
    lacks=no_item,
    uses=COUNTING,
    question=asking("What sets the overturned apart: {}?"),
    chip=lambda query: "what set the overturned apart",
    evaluation="tally",
)
