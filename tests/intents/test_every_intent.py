"""Every intent is declared whole: what is taken away from a declaration is missed."""

import inspect
from dataclasses import fields, replace
from pathlib import Path

import pytest

import assistant.intents
from assistant.intents import INTENTS, intent_of, question_of
from assistant.intents.intent import Intent, no_chip
from assistant.query import IntentName, Query, query_from_json
from assistant.question.reader import read
from assistant.reading import Reading

#: Intents of which nothing is counted that could be right.
UNCOUNTED = (
    IntentName.PASSAGES,
    IntentName.CASE,
    IntentName.SIMILAR,
    IntentName.GUIDELINES,
    IntentName.STATISTIC,
)
#: The least that a query of an intent needs besides it.
NEEDS = {
    IntentName.CASE: {"cases": ["CM16-0000001"]},
    IntentName.SIMILAR: {"situation": "a cook with neck pain"},
    IntentName.DEFINITION: {"term": "upheld"},
    IntentName.REFUSE: {"refusal": "prediction"},
    IntentName.STATISTIC: {"measure": {"of": "age", "show": "median"}},
}
FILTERS = [
    {"facet": "procedure", "values": ["mri"]},
    {"all": [{"facet": "procedure", "values": ["mri"]}, {"facet": "region", "values": ["knee"]}]},
    {"facet": "subcategory", "values": ["Opioids"]},
]


def faults(intent: Intent) -> list[str]:
    """What a declaration lacks, by the names of its properties."""
    query = query_from_json({"intent": intent.name.value, **NEEDS.get(intent.name, {})})
    missing = [
        name
        for name in ("label", "examples")
        if not getattr(intent, name) or not all(getattr(intent, name))
    ]
    missing += [
        name for name in ("gather", "write", "lacks") if not callable(getattr(intent, name, None))
    ]
    if not callable(intent.question) or not intent.question(query).strip():
        missing.append("question")
    if not callable(intent.chip):
        missing.append("chip")
    if (
        intent.has_filter
        and intent.is_readable
        and (intent.evaluation is None and intent.name not in UNCOUNTED)
    ):
        missing.append("evaluation")
    if intent.is_readable and any(
        read(example).query.intent is not intent.name for example in intent.examples
    ):
        missing.append("examples")
    shapes = {"compare", "group_by"} if intent.name is IntentName.OUTCOMES else set()
    if not shapes | set(NEEDS.get(intent.name, ())) <= intent.uses:
        missing.append("uses")
    if not intent.is_readable:
        missing.append("is_readable")
    return missing


def test_every_intent_has_one_module_and_the_list_has_every_module():
    modules = {
        path.stem
        for path in Path(inspect.getfile(assistant.intents)).parent.glob("*.py")
        if "INTENT = " in path.read_text("utf-8")
    }
    assert len(modules) == len(INTENTS) and set(INTENTS) == set(IntentName)
    assert all(name is intent.name for name, intent in INTENTS.items())


@pytest.mark.parametrize("intent", INTENTS.values(), ids=lambda intent: intent.name)
def test_a_declaration_lacks_nothing(intent):
    assert faults(intent) == []


@pytest.mark.parametrize("intent", INTENTS.values(), ids=lambda intent: intent.name)
@pytest.mark.parametrize("name", [intent_field.name for intent_field in fields(Intent)])
def test_what_is_taken_away_is_missed(intent, name):
    if name in ("name", "has_filter"):
        return  # told by the list, and by the tests of the page
    empty = {
        "label": "",
        "examples": (),
        "evaluation": None,
        "uses": frozenset(),
        "is_readable": not intent.is_readable,
    }.get(name)
    if name == "uses" and not (NEEDS.get(intent.name) or intent.name is IntentName.OUTCOMES):
        return  # told by what is named as not taken into account, see test_every_part
    less = replace(intent, **{name: empty})
    if name == "evaluation" and intent.evaluation is None:
        return  # nothing is counted that could be right
    if name == "evaluation" and not (intent.has_filter):
        return
    assert name in faults(less) or (name == "is_readable" and faults(less))


@pytest.mark.parametrize("name", IntentName)
def test_a_query_of_each_intent_is_worded_and_answered(assistant, name):
    query = query_from_json({"intent": name.value, **NEEDS.get(name, {})})
    assert intent_of(query).name is name and question_of(query).strip()
    answer = assistant.answer(Reading("", query))
    assert answer.statements and answer.question == question_of(query)


@pytest.mark.parametrize("intent", INTENTS.values(), ids=lambda intent: intent.name)
@pytest.mark.parametrize("population", FILTERS, ids=str)
def test_a_query_worded_as_a_question_is_read_as_the_same_query(intent, population):
    if intent.name not in (
        IntentName.OUTCOMES,
        IntentName.REQUIREMENTS,
        IntentName.DIFFERENCES,
        IntentName.LIST,
    ):
        return  # the wording of the others names what a query holds besides its filter
    query = query_from_json({"intent": intent.name.value, "filter": population})
    understood = read(question_of(query)).query
    assert (understood.intent, understood.filter) == (query.intent, query.filter)


def test_intents_without_a_chip_of_their_own_share_one():
    assert all(
        intent.chip is no_chip or intent.chip(_least(intent)) is not None or intent.name == "case"
        for intent in INTENTS.values()
    )


def _least(intent: Intent) -> Query:
    return query_from_json({"intent": intent.name.value, **NEEDS.get(intent.name, {})})
