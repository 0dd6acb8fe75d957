"""How numbers of the items are spread: days between dates, ages, amounts."""

from assistant.evidence.evidence import Evidence
from assistant.evidence.sources import Sources
from assistant.evidence.tally import tally
from assistant.generation.abstention import no_index
from assistant.generation.statistic import field_in_words, numbers_told, write_statistic
from assistant.intents.intent import Intent
from assistant.presentation.phrases import filter_in_words
from assistant.query import BadQuery, IntentName, Query, Statistic
from index.store.sqlite.summary import NoSummary


def _gather(evidence: Evidence, sources: Sources) -> None:
    query = evidence.query
    assert isinstance(query.measure, Statistic), "such a query has one"
    evidence.tallies = (tally(sources.records, query.filter),)
    try:
        evidence.statistic = sources.records.summary(query.filter, query.measure.of)
    except NoSummary as error:
        raise BadQuery(str(error)) from error
    evidence.numbers = numbers_told(evidence.statistic)


def _lacks(evidence: Evidence) -> str | None:
    if (empty := no_index(evidence)) or evidence.tallies[0].n:
        return empty
    return f"No indexed determination decided on {filter_in_words(evidence.query.filter)}."


def _question(query: Query) -> str:
    assert isinstance(query.measure, Statistic), "such a query has one"
    asked = f"{query.measure.show} of {field_in_words(query.measure.of)}"
    return f"What is the {asked}, of {filter_in_words(query.filter)}?"


INTENT = Intent(
    name=IntentName.STATISTIC,
    label="how numbers are spread",
    examples=("How many days are there from the denial to the decision for MRI?",),
    gather=_gather,
    write=write_statistic,
    lacks=_lacks,
    uses=frozenset({"measure"}),
    question=_question,
    chip=lambda query: "a statistic",
    is_readable=False,
)
