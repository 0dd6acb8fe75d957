"""What is indexed."""

from assistant.evidence.evidence import Evidence
from assistant.evidence.sources import Sources
from assistant.generation.about import write_corpus
from assistant.generation.abstention import nothing
from assistant.intents.intent import Intent
from assistant.query import IntentName


def _gather(evidence: Evidence, sources: Sources) -> None:
    evidence.tallies = (sources.corpus.all_items,)


INTENT = Intent(
    name=IntentName.CORPUS,
    label="what is indexed",
    examples=("What does the index hold?", "How many letters are in the index?"),
    gather=_gather,
    write=write_corpus,
    lacks=nothing,
    question=lambda query: "What does the index hold?",
    has_filter=False,
)
