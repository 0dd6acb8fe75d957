"""Each part of a query changes the answer, or the answer names it as not taken into account."""

import pytest

from assistant.intents import INTENTS, parts_used
from assistant.query import IntentName, query_from_json
from assistant.reading import Reading

MRI = {"facet": "procedure", "values": ["mri"]}
KNEE = {"facet": "region", "values": ["knee"]}
DRUGS = {"facet": "category", "values": ["Pharmaceuticals"]}
#: What a query of an intent needs, and a value that a part of it can have besides.
NEEDS = {
    IntentName.CASE: {"cases": ["CM16-9000107"]},
    IntentName.SIMILAR: {"situation": "a cook with neck pain"},
    IntentName.PASSAGES: {"filter": KNEE},
    IntentName.DEFINITION: {"term": "upheld"},
    IntentName.REFUSE: {"refusal": "prediction", "filter": MRI},
    IntentName.STATISTIC: {"measure": {"of": "age", "show": "median"}},
}
PARTS = {
    "filter": DRUGS,
    "unit": "letter",
    "outcome": "overturned",
    "compare": [{"label": "MRI", "filter": MRI}, {"label": "drugs", "filter": DRUGS}],
    "group_by": "decided:year",
    "measure": {"share": {"facet": "guideline", "values": ["ODG"]}},
    "top": 1,
    "cases": ["CM16-9000106"],
    "item": 2,
    "fact": "specialty",
    "term": "item",
    "premise": {"majority": "overturned"},
    "situation": "a nurse with knee pain",
    "refusal": "task",
    "unread": ["zeppelin"],
}
STATISTIC = {"of": "days:denied-decided", "show": "mean"}
#: What shows in no answer of the kind, though it goes by it: a letter's field counts once a letter
#: whatever is counted; both sides are counted, and what sets them apart tells of both; a refusal
#: goes by no word of the question, and by an item of a case alone; a likeness goes by all words.
SILENT = {
    ("statistic", "unit"),
    ("outcomes", "outcome"),
    ("requirements", "outcome"),
    ("differences", "outcome"),
    ("refuse", "outcome"),
    ("refuse", "unread"),
    ("refuse", "item"),
    ("similar", "unread"),
}


def told(assistant, intent, **parts):
    query = query_from_json({"intent": intent.value, **NEEDS.get(intent, {}), **parts})
    answer = assistant.answer(Reading("", query))
    return query, answer, [statement.text for statement in answer.statements]


@pytest.mark.parametrize("intent", INTENTS)
@pytest.mark.parametrize("part", PARTS)
def test_a_part_changes_the_answer_or_is_named(assistant, intent, part):
    value = PARTS[part]
    if part == "measure" and intent is IntentName.STATISTIC:
        value = STATISTIC
    query, answer, statements = told(assistant, intent, **{part: value})
    named = any(text.startswith("Not taken into account") for text in statements)
    assert named == (part not in parts_used(query))
    assert not answer.notes
    _, _, without = told(assistant, intent)
    if (intent.value, part) not in SILENT and not (
        intent is IntentName.STATISTIC and part == "measure"
    ):
        assert statements != without


@pytest.mark.parametrize("intent", INTENTS)
def test_a_statistic_is_told_wherever_a_measure_is(assistant, intent):
    if intent is IntentName.STATISTIC or "measure" not in INTENTS[intent].uses:
        return
    _, answer, statements = told(assistant, intent, measure=STATISTIC)
    assert answer.spreads and any("a mean of" in text for text in statements)
