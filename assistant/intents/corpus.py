"""What is indexed."""

from assistant.evidence.evidence import MOST_SHOWN, Evidence
from assistant.evidence.of_groups import gather_parts
from assistant.evidence.of_population import gather_by
from assistant.evidence.sources import Sources
from assistant.evidence.tally import Count, tally
from assistant.generation.about import write_corpus
from assistant.generation.abstention import nothing
from assistant.intents.intent import COUNTING, Intent
from assistant.query import IntentName
from index.facets.filter import one_of
from index.facets.service import PROCEDURE


def _gather(evidence: Evidence, sources: Sources) -> None:
    query, records = evidence.query, sources.records
    if query.compare or query.filter is not None:
        evidence.tallies = tuple(tally(records, population) for population in query.populations)
    else:
        evidence.tallies = (sources.corpus.all_items,)
    if query.top is not None:
        most = min(query.top, MOST_SHOWN)
        evidence.counts["services"] = tuple(
            Count(value, n, sources.corpus.all_items.n, filter=one_of(PROCEDURE, [value]))
            for value, n in records.most_frequent(PROCEDURE, most)
        )
    if query.group_by is not None:
        if query.compare:
            gather_parts(evidence, sources, gather_by)
        else:
            gather_by(evidence, sources)


INTENT = Intent(
    name=IntentName.CORPUS,
    label="what is indexed",
    examples=("What does the index hold?", "How many letters are in the index?"),
    gather=_gather,
    write=write_corpus,
    lacks=nothing,
    uses=COUNTING | {"filter"},
    question=lambda query: "What does the index hold?",
    has_filter=False,
)
