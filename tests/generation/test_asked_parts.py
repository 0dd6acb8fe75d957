"""What answers say of each part of a query, held against the records of the sample letters."""

import re
from statistics import median

import pytest

from assistant.answer import answer_from_json
from assistant.query import query_from_json
from assistant.reading import Reading
from index.facets.filter import filter_from_json

MRI = {"facet": "procedure", "values": ["mri"]}
ODG = {"facet": "guideline", "values": ["ODG"]}
THERAPY = {"facet": "procedure", "values": ["physical therapy"]}
GROUPS = [{"label": "MRI", "filter": MRI}, {"label": "therapy", "filter": THERAPY}]


def answered(assistant, intent, **parts):
    answer = assistant.answer(Reading("", query_from_json({"intent": intent, **parts})))
    assert not answer.notes
    assert answer_from_json(answer.as_json()).as_json() == answer.as_json()
    return answer


def first(answer):
    return answer.statements[0].text


def letters(assistant, population=None):
    """The outcomes of all items of each letter that has an item of a population."""
    with assistant.store.records() as records:
        cases = {item.case for item in records.item_records(filter_from_json(population))}
        items = records.item_records()
    return {case: {item.outcome.value for item in items if item.case == case} for case in cases}


def test_letters_are_counted_and_listed_with_their_items(assistant):
    whole = letters(assistant, MRI)
    won = [case for case, outcomes in whole.items() if outcomes == {"overturned"}]
    mixed = [case for case, outcomes in whole.items() if len(outcomes) > 1]
    answer = answered(assistant, "list", unit="letter", outcome="overturned", filter=MRI)
    assert first(answer).startswith(
        f"{len(whole)} determinations with an item of MRI: overturned in full in {len(won)}, "
    )
    assert f"in part in {len(mixed)};" in first(answer)
    listed = [each.text for each in answer.statements if each.heading == "The determinations"]
    cases = [text.split(" (")[0] for text in listed]
    assert set(cases[: len(won)]) == set(won) and set(cases[len(won) :]) <= set(mixed)


def test_letters_overturned_in_part_are_told_as_a_share_of_all(assistant):
    every = letters(assistant)
    mixed = sum(len(outcomes) > 1 for outcomes in every.values())
    population = {"facet": "letter_outcome", "values": ["mixed"]}
    answer = answered(assistant, "outcomes", unit="letter", filter=population)
    assert first(answer).startswith(
        f"Overturned in part: {mixed} of {len(every)} determinations of this index "
        f"({100 * mixed / len(every):.0f} %"
    )


@pytest.mark.parametrize("top", [1, 3])
def test_the_first_reasons_are_told_in_one_sentence(assistant, top):
    answer = answered(assistant, "reasons", filter=MRI, outcome="upheld", top=top)
    counts = answer.counts["upheld"]
    assert all(f"{count.value}, in {count.count} of" in first(answer) for count in counts[:top])
    assert counts[top + 2].value not in first(answer)


def test_ties_and_thin_groups_are_named(assistant):
    answer = answered(assistant, "outcomes", group_by="procedure", top=2)
    (tied,) = (each.text for each in answer.statements if each.text.startswith("Equally often"))
    by = sorted(answer.counts["by"], key=lambda count: -count.of)
    assert all(count.value in tied for count in by[1:4] if count.of == by[1].of)
    ranked = answered(assistant, "outcomes", group_by="procedure", top=1, outcome="overturned")
    (thin,) = (each.text for each in ranked.statements if "fewer than five" in each.text)
    assert all(int(of) < 5 for of in re.findall(r"\(\d+ of (\d+)\)", thin))


def test_the_first_of_a_comparison_is_told_first(assistant):
    answer = answered(assistant, "outcomes", compare=GROUPS, outcome="overturned", top=1)
    mri = answer.tallies[0]
    assert first(answer).startswith(
        f"Overturned most often: MRI, in {mri.overturned} of {mri.n} items"
    )


def test_a_list_shows_as_many_cases_as_are_asked_for(assistant):
    answer = answered(assistant, "list", filter=MRI, top=3)
    shown = [each for each in answer.statements if each.heading == "The cases" and each.citations]
    assert len(shown) == 3


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        ("specialty", "Neurology, Sleep Medicine, Pain Management"),
        ("licensed_in", "New York, California"),
        ("age", "61"),
        ("decided", "2017-01-25"),
        ("injured", "2015-02-17"),
        ("days:denied-decided", "69, from 2016-11-17 to 2017-01-25"),
        ("diagnosis", "cervical strain"),
    ],
)
def test_a_fact_of_a_case_is_told_first_in_the_letters_words(assistant, fact, told):
    answer = answered(assistant, "case", cases=["CM16-9000107"], fact=fact)
    assert told in first(answer) and answer.statements[0].citations
    quoted = re.findall("“([^”]+)”", first(answer))
    assert quoted and all(len(words) < 300 for words in quoted)


@pytest.mark.parametrize("fact", ["outcome", "reasons", "guideline"])
def test_a_fact_of_an_item_is_told_of_the_items_asked_about(assistant, fact):
    answer = answered(assistant, "case", cases=["CM16-9000107"], fact=fact, item=2)
    assert "item 2" in first(answer) and not any("item 1" in s.text for s in answer.statements)


def test_what_a_letter_does_not_say_is_told(assistant):
    answer = answered(assistant, "case", cases=["CM16-9000107"], fact="mechanism")
    assert first(answer) == "The letter of CM16-9000107 does not say: mechanism of injury."


def test_a_share_tells_count_interval_and_both_selections(assistant):
    population = {"all": [MRI, {"facet": "outcome", "values": ["upheld"]}]}
    answer = answered(assistant, "outcomes", filter=population, measure={"share": ODG})
    share = answer.shares[0]
    with assistant.store.records() as records:
        met = [each for each in records.item_records(share.filter) if "ODG" in each.guidelines]
    assert (share.n, share.of) == (len(met), answer.tallies[0].n)
    assert first(answer).startswith(f"{share.n} of {share.of} disputed items, ")
    assert first(answer).endswith("decided on ODG; counted among MRI, upheld.")


@pytest.mark.parametrize(
    ("premise", "told"),
    [
        ({"majority": "overturned"}, "Most are upheld, not overturned: 13 of 23."),
        ({"majority": "upheld"}, "Most are upheld: 13 of 23."),
        ({"all": "upheld"}, "Not all were upheld: overturned in 10 of 23."),
        ({"outcome": "upheld"}, "Some were upheld, not all: 13 of 23."),
        ({"none": {"facet": "region", "values": ["foot"]}}, "Right, there is none: 0 of 23"),
        ({"none": ODG}, "There are some: 16 of 23 disputed items (MRI, decided on ODG)."),
        ({"exists": {"facet": "region", "values": ["foot"]}}, "Nothing indexed is MRI of the foot"),
        ({"period": "2011"}, "Nothing indexed was decided in 2011: decisions run from 2013-05-31"),
        ({"period": "2016"}, "Of 23 disputed items 2 were decided in 2016."),
        ({"period": "2016-13"}, "The calendar has no year or month 2016-13."),
    ],
)
@pytest.mark.parametrize("intent", ["outcomes", "reasons", "list", "statistic"])
def test_a_premise_is_held_against_the_counts_first(assistant, intent, premise, told):
    measure = {"measure": {"of": "age", "show": "mean"}} if intent == "statistic" else {}
    assert first(answered(assistant, intent, filter=MRI, premise=premise, **measure)).startswith(
        told
    )


@pytest.mark.parametrize("premise", [{"all": "upheld"}, {"none": ODG}])
def test_what_shows_a_premise_wrong_is_quoted(assistant, premise):
    answer = answered(assistant, "outcomes", filter=MRI, premise=premise)
    assert answer.statements[1].text.startswith("One is ") and answer.statements[1].citations


@pytest.mark.parametrize(
    ("show", "told"),
    [
        ("median", "a median of 47"),
        ("mean", "a mean of 46.4"),
        ("range", "from 29 to 66"),
        ("total", "788 in all (mean 46.4)"),
        ("distribution", "the middle half from 38 to 53"),
    ],
)
def test_a_statistic_tells_first_what_is_asked_of_it(assistant, show, told):
    answer = answered(assistant, "statistic", filter=MRI, measure={"of": "age", "show": show})
    assert f": {told}" in first(answer) and "known of 17 of 17 determinations" in first(answer)
    assert sum(each.n for each in answer.spreads[0].bins) == 17


def test_a_statistic_is_set_out_by_a_group(assistant):
    measure = {"of": "age", "show": "median"}
    answer = answered(assistant, "statistic", measure=measure, group_by="decided:year")
    with assistant.store.records() as records:
        items = records.item_records()
    for spread in answer.spreads[1:]:
        ages = {
            item.case: item.age
            for item in items
            if item.decided and str(item.decided.year) == spread.label
        }
        assert spread.summary.n == len(ages)
        assert spread.summary.median == median(ages.values())
    rows = [each.text for each in answer.statements if each.heading == "By year"]
    assert [row.split(":")[0] for row in rows] == [each.label for each in answer.spreads[1:]]


def test_what_was_authorized_is_told_as_far_as_letters_quote_it(assistant):
    measure = {"of": "amount:units:authorized", "show": "median"}
    answer = answered(assistant, "statistic", measure=measure)
    assert first(answer).startswith("Letters do not record the authorized amount as such")
    assert any(each.text.startswith("Units requested, as disputed") for each in answer.statements)


def test_chapters_and_editions_of_guidelines_are_counted_by_items(assistant):
    answer = answered(assistant, "guidelines", filter=MRI)
    chapters = {count.value: count for count in answer.counts["chapters"]}
    assert "MTUS Low Back Complaints (2004)" in chapters
    with assistant.store.records() as records:
        items = records.item_records(answer.tallies[0].filter)
    citing = [
        item
        for item in items
        if any(line.startswith("MTUS Low Back Complaints (2004)") for line in item.citations)
    ]
    assert chapters["MTUS Low Back Complaints (2004)"].count == len(citing)


@pytest.mark.parametrize("intent", ["reasons", "requirements", "differences", "guidelines", "list"])
def test_several_groups_are_answered_one_by_one(assistant, intent):
    answer = answered(assistant, intent, compare=GROUPS)
    headings = {each.heading for each in answer.statements if each.heading}
    assert all(any(name.endswith(f": {group['label']}") for name in headings) for group in GROUPS)


def test_a_comparison_is_set_out_by_a_group_as_well(assistant):
    answer = answered(assistant, "outcomes", compare=GROUPS, group_by="decided:year")
    assert {"1: by", "2: by"} <= answer.counts.keys()
    assert {"By year of decision: MRI", "By year of decision: therapy"} <= {
        each.heading for each in answer.statements
    }


REFUSALS = [
    "prediction",
    "legal advice",
    "medical advice",
    "identity",
    "price",
    "other program",
    "task",
    "not recorded",
    "general knowledge",
    "off topic",
]


def test_each_kind_of_refusal_says_what_it_is_and_what_can_be_asked(assistant):
    said = [first(answered(assistant, "refuse", refusal=kind)) for kind in REFUSALS]
    assert len(set(said)) == len(REFUSALS)
    assert all("You can ask" in words for words in said)


def test_a_prediction_is_refused_with_the_counts_beside(assistant):
    answer = answered(assistant, "refuse", refusal="prediction", filter=MRI)
    assert answer.abstention and answer.tallies[0].n == 23
    assert any(each.text.startswith("23 disputed items: MRI") for each in answer.statements)


@pytest.mark.parametrize(
    ("words", "courtesy"),
    [("hello", "Hello. "), ("thank you", "You are welcome. "), ("what can you do?", "I count")],
)
def test_a_courtesy_is_returned(assistant, words, courtesy):
    query = query_from_json({"intent": "chat"})
    answer = assistant.answer(Reading(words, query))
    assert first(answer).startswith(courtesy) and first(answer).count("?") == 3


def test_a_term_that_the_glossary_lacks_is_named_with_what_can_be_asked(assistant):
    answer = answered(assistant, "definition", term="cervicalgia")
    said = " ".join(each.text for each in answer.statements)
    assert "has no “cervicalgia”" in said and "say about “cervicalgia”?" in said
