"""How a field is spread: days between dates, ages, amounts, or how often its words stand."""

from assistant.evidence.evidence import Evidence
from assistant.evidence.of_statistic import gather_statistic
from assistant.generation.abstention import no_index
from assistant.generation.statistic import write_statistic
from assistant.intents.intent import COUNTING, Intent
from assistant.presentation.fields import field_in_words
from assistant.presentation.phrases import either, filter_in_words
from assistant.query import IntentName, Query, Statistic


def _lacks(evidence: Evidence) -> str | None:
    if (empty := no_index(evidence)) or any(tally.n for tally in evidence.tallies):
        return empty
    about = either([filter_in_words(each) for each in evidence.query.populations])
    return f"No indexed determination decided on {about}."


def _question(query: Query) -> str:
    assert isinstance(query.measure, Statistic), "such a query has one"
    asked = f"{query.measure.show} of {field_in_words(query.measure.of)}"
    return f"What is the {asked}, of {filter_in_words(query.filter)}?"


INTENT = Intent(
    name=IntentName.STATISTIC,
    label="how numbers are spread",
    examples=("How many days are there from the denial to the decision for MRI?",),
    gather=gather_statistic,
    write=write_statistic,
    lacks=_lacks,
    uses=COUNTING,
    question=_question,
    chip=lambda query: "a statistic",
)
