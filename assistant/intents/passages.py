"""What letters say about some words."""

from assistant.evidence.of_groups import for_each_group
from assistant.evidence.retrieved import gather_passages
from assistant.generation.abstention import no_passage
from assistant.generation.passages import write_passages
from assistant.intents.intent import Intent
from assistant.intents.wording import about_words
from assistant.query import IntentName

INTENT = Intent(
    name=IntentName.PASSAGES,
    label="what letters say",
    examples=("What do the letters say about smoking?",),
    gather=for_each_group(gather_passages),
    write=write_passages,
    lacks=no_passage,
    uses=frozenset({"unit", "outcome", "compare", "top"}),
    question=about_words,
    chip=lambda query: "what letters say",
)
