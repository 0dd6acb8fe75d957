"""What decisions cannot tell: predictions, advice, people, prices, other programs."""

from collections.abc import Iterator

from assistant.answer import Statement
from assistant.evidence.evidence import Evidence
from assistant.evidence.of_cases import gather_cases
from assistant.evidence.sources import Sources
from assistant.evidence.tally import tally
from assistant.generation.abstention import refused
from assistant.intents.intent import Intent
from assistant.intents.wording import asking
from assistant.query import IntentName


def _gather(evidence: Evidence, sources: Sources) -> None:
    """A refusal rests on nothing; what is counted stands beside it."""
    query = evidence.query
    if query.cases:
        gather_cases(evidence, sources)
    elif query.filter is not None or query.compare:
        evidence.tallies = tuple(
            tally(sources.records, population) for population in query.populations
        )


def _write(evidence: Evidence) -> Iterator[Statement]:
    yield from ()


INTENT = Intent(
    name=IntentName.REFUSE,
    label="what decisions cannot tell",
    examples=("Will I win my appeal?", "What is the reviewer's phone number?"),
    gather=_gather,
    write=_write,
    lacks=refused,
    uses=frozenset({"refusal", "outcome", "filter", "compare", "cases", "item", "unit"}),
    question=asking("What decisions cannot tell, about {}"),
    has_filter=False,
)
