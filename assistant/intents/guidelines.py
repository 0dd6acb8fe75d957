"""Which guidelines the reviewers relied on."""

from assistant.evidence.evidence import Evidence
from assistant.evidence.of_groups import for_each_group
from assistant.evidence.of_guidelines import gather_guidelines
from assistant.evidence.of_population import count_of_each
from assistant.evidence.sources import Sources
from assistant.generation.abstention import no_item
from assistant.generation.selection import (
    cases,
    chapters,
    guidelines,
    set_out,
    wider,
    write_selection,
)
from assistant.intents.intent import COUNTING, Intent
from assistant.intents.wording import asking
from assistant.query import IntentName
from index.facets.decision import GUIDELINE


def _gather(evidence: Evidence, sources: Sources) -> None:
    gather_guidelines(evidence, sources)
    count_of_each(evidence, sources, GUIDELINE)


INTENT = Intent(
    name=IntentName.GUIDELINES,
    label="which guidelines were relied on",
    examples=("Which guidelines are relied on for lumbar MRI?",),
    gather=for_each_group(_gather),
    write=lambda evidence: write_selection(evidence, (guidelines, chapters, set_out, wider, cases)),
    lacks=no_item,
    uses=COUNTING,
    question=asking("Which guidelines were relied on for {}?"),
    chip=lambda query: "which guidelines",
)
