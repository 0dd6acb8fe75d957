"""A greeting, thanks, what can be asked; or words of which none was understood."""

from assistant.evidence.evidence import Evidence
from assistant.evidence.sources import Sources
from assistant.evidence.tally import tally
from assistant.generation.about import write_chat
from assistant.generation.abstention import nothing
from assistant.intents.intent import Intent
from assistant.query import IntentName

_EXAMPLES, _MOST = 3, 8


def _gather(evidence: Evidence, sources: Sources) -> None:
    from assistant.presentation.suggestions import opening  # it words queries of every intent

    query = evidence.query
    if query.filter is not None:
        evidence.tallies = (tally(sources.records, query.filter),)
    elif not query.unread:
        evidence.suggested = opening(sources.records, min(query.top or _EXAMPLES, _MOST))


INTENT = Intent(
    name=IntentName.CHAT,
    label="a greeting",
    examples=("Hello", "Thanks!", "What can you do?"),
    gather=_gather,
    write=write_chat,
    lacks=nothing,
    uses=frozenset({"filter", "top"}),
    question=lambda query: "What can I ask?",
    has_filter=False,
)
