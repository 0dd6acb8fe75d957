"""Which determinations are most like a situation."""

from assistant.evidence.of_cases import gather_likeness
from assistant.evidence.of_groups import for_each_group
from assistant.generation.abstention import nothing_alike
from assistant.generation.similar import write_similar
from assistant.intents.intent import Intent
from assistant.query import IntentName

INTENT = Intent(
    name=IntentName.SIMILAR,
    label="which are most like a situation",
    examples=("Similar cases: 52-year-old, lumbar MRI two years ago, new leg weakness",),
    gather=for_each_group(gather_likeness),
    write=write_similar,
    lacks=nothing_alike,
    uses=frozenset({"situation", "unit", "outcome", "compare", "top"}),
    question=lambda query: f"Which determinations are similar: {query.situation}?",
    chip=lambda query: "like a situation",
)
