"""Which cases there are."""

from collections.abc import Iterator

from assistant.answer import Statement
from assistant.evidence.evidence import Evidence
from assistant.evidence.of_groups import for_each_group
from assistant.evidence.of_population import gather_side
from assistant.generation.abstention import no_item
from assistant.generation.selection import cases, reasons, set_out, wider, write_selection
from assistant.intents.intent import COUNTING, Intent
from assistant.intents.wording import asking
from assistant.query import IntentName, Unit


def _write(evidence: Evidence) -> Iterator[Statement]:
    """The cases first; where whole letters are asked for they are listed before, with their
    items.
    """
    if evidence.query.unit is Unit.LETTER:
        return write_selection(evidence, (set_out, wider))
    return write_selection(evidence, (set_out, cases, wider, reasons))


INTENT = Intent(
    name=IntentName.LIST,
    label="which cases there are",
    examples=("Which MRIs were overturned?", "List the acupuncture cases"),
    gather=for_each_group(gather_side),
    write=_write,
    lacks=no_item,
    uses=COUNTING,
    question=asking("Which cases are there of {}?"),
    chip=lambda query: "which cases",
    evaluation="tally",
)
