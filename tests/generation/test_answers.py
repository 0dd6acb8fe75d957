"""Answers of the built-in writer on the sample letters."""

import re
from functools import cache
from pathlib import Path

import pytest
from conftest import WordVectors, add, item_text, letter_text

from assistant.assistant import Assistant
from index.determination import fold
from index.readers import read_letter
from index.store.store import Store

QUESTIONS = [
    "how are repeat sacrum MRIs usually decided?",
    "How often are opioids overturned?",
    "Which physical therapy cases were overturned?",
    "What do reviewers want to see for epidural steroid injections?",
    "Why are muscle relaxants upheld?",
    "What was decided in CM16-9000304?",
    "Why was the MRI overturned in CM16-9000106?",
    "left shoulder MRI",
    "How are topical compounds decided?",
    "All decisions: how many overturned?",
    "What do the letters say about tapering?",
    "Which guidelines are relied on for imaging?",
    "gym membership",
    "Is surgery of the shoulder ever approved?",
    "What was decided in sample_111?",
    "TENS unit",
    "How are retrospective requests decided?",
    "EMG/NCV",
    "reasons for upholding physical therapy denials",
]


@pytest.fixture(scope="module")
def answered(assistant):
    """A function from a question to its answer, which is asked for once."""
    return cache(assistant.ask)


@pytest.fixture(scope="module")
def letter_at():
    """`read_letter` that reads each file once."""
    return cache(read_letter)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quote_stands_verbatim_at_its_place_in_the_file(answered, letter_at, question):
    answer = answered(question)
    assert answer.citations and not answer.notes
    for citation in answer.citations:
        letter = letter_at(Path(citation.file))
        assert (
            letter.pages[(citation.page or 1) - 1][citation.start : citation.end]
            == citation.quote
            != ""
        )
    by_id = {citation.id: citation for citation in answer.citations}
    for statement in answer.statements:
        for words in re.findall("“([^”]+)”", statement.text):
            assert not statement.citations or any(
                words in fold(by_id[number].quote) for number in statement.citations
            )


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_the_same_every_time(assistant, answered, question):
    first, second = answered(question).as_json(), assistant.ask(question).as_json()
    assert {**first, "seconds": 0} == {**second, "seconds": 0}


def test_how_usually_tells_counts_interval_period_base_reasons_and_cases(assistant):
    answer = assistant.ask("how are repeat sacrum MRIs usually decided?")
    text = answer.markdown
    assert answer.tallies[0].words == "repeat MRI of the sacrum"
    tally = answer.tallies[0]
    assert (tally.n, tally.upheld, tally.overturned) == (9, 6, 3)
    assert "9 disputed items: repeat MRI of the sacrum" in text
    assert "33 % overturned (95 % interval 12 % to 65 %)" in text
    assert "all 144 disputed items of this index: 42 overturned, 29 %" in text
    assert (
        "Why denials were upheld" in text
        and "What was different where denials were overturned" in text
    )
    assert all(case in text for case, _ in tally.items)


def test_few_items_are_called_few_and_shown_with_the_next_wider_selection(assistant):
    answer = assistant.ask("gym membership")
    assert answer.tallies[0].n == 1
    assert "one decision is no pattern" in answer.markdown
    assert (
        len(answer.tallies) > 2
        and answer.tallies[1].n > 1
        and "The next wider selection" in answer.markdown
    )


def test_why_in_a_case_gives_outcome_reason_and_guideline_of_the_item_asked_for(assistant):
    answer = assistant.ask("Why was the MRI overturned in CM16-9000106?")
    assert {(citation.case, citation.item) for citation in answer.citations} == {
        ("CM16-9000106", 1)
    }
    assert "**overturned** (the service is medically necessary)" in answer.markdown
    assert "Guideline the reviewer relied on" in answer.markdown


def test_a_false_premise_is_corrected_first(assistant):
    answer = assistant.ask("Why was the MRI upheld in CM16-9000106?")
    assert answer.statements[0].text == "The denial was not upheld: it was overturned."
    assert answer.statements[0].citations


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("What is the settlement value of a back injury?", "cannot tell"),
        ("Why was CM99-1234567 upheld?", "No determination named CM99-1234567"),
        ("What do reviewers say about claustrophobia in zeppelins?", "No indexed letter speaks of"),
        (
            "How are cochlear implants decided?",
            "No indexed determination decided on cochlear implant",
        ),
        ("How are wheelchairs decided?", "No indexed determination decided on wheelchair"),
        (
            "How are hedgehog serum injections decided?",
            "No indexed letter speaks of “hedgehog” “serum”, which narrows the question",
        ),
    ],
)
def test_without_evidence_it_abstains_and_says_what_the_index_holds(assistant, question, reason):
    answer = assistant.ask(question)
    assert answer.abstention and reason in answer.abstention.reason
    assert "The index holds 57 determinations with 144 disputed items" in answer.markdown


def test_words_outside_the_selection_are_named(assistant):
    assert (
        "Not part of this count, since no facet stands for it: “positional”"
        in assistant.ask("How often is positional MRI overturned?").markdown
    )


def test_an_empty_question_is_refused(assistant):
    with pytest.raises(ValueError, match="empty"):
        assistant.ask("  ")


def test_the_json_has_the_fields_that_scripts_rely_on(assistant):
    answer = assistant.ask("How often are opioids overturned?").as_json()
    assert {
        "question",
        "kind",
        "answer",
        "abstained",
        "reason",
        "model",
        "statements",
        "citations",
        "tallies",
        "seconds",
    } <= answer.keys()
    assert {
        "id",
        "case",
        "item",
        "outcome",
        "quote",
        "file",
        "page",
        "start",
        "end",
        "determination",
    } == answer["citations"][0].keys()
    assert {
        "selection",
        "n",
        "upheld",
        "overturned",
        "filter",
        "share",
        "interval",
        "period",
        "undated",
        "items",
    } == answer["tallies"][0].keys()
    assert (
        all(count["n"] == len(count["items"]) <= count["among"] for count in answer["counts"])
        and answer["counts"]
    )
    assert answer["abstained"] is False and answer["reason"] is None and answer["model"] is None


def test_a_comparison_tells_both_counts_their_difference_and_its_limits(assistant):
    answer = assistant.ask("Opioids versus muscle relaxants: which are overturned more often?")
    assert [tally.words for tally in answer.tallies[:2]] == [
        "subcategory Opioids",
        "subcategory Muscle Relaxant",
    ]
    assert (
        "percentage points" in answer.markdown
        and "no effect of the service itself" in answer.markdown
        and not answer.notes
    )


def test_a_trend_is_told_by_year(assistant):
    answer = assistant.ask("How have MRI decisions changed over the years?")
    assert (
        "By year of decision" in answer.markdown
        and "2016: overturned in" in answer.markdown
        and not answer.notes
    )


def test_a_conversation_goes_on_from_the_question_before(assistant):
    first = assistant.ask("How are sacrum MRIs decided?")
    second = assistant.ask("only the overturned ones", first.reading)
    assert set(second.tallies[0].items) < set(first.tallies[0].items)
    assert second.tallies[0].overturned == second.tallies[0].n == first.tallies[0].overturned


def test_an_abstention_says_when_items_could_not_be_read(tmp_path, write_letter):
    write_letter(
        "a.txt", letter_text(item_text("MRI of the neck"), item_text("TENS unit", "Upheid"))
    )
    add(tmp_path / "s", tmp_path / "letters")
    answer = Assistant(Store.open(tmp_path / "s"), embeddings=WordVectors()).ask(
        "How are TENS units decided?"
    )
    assert (
        answer.abstention
        and "1 further item could not be read and is not counted" in answer.markdown
    )


def test_a_count_names_the_letters_that_do_not_add_up(tmp_path, write_letter):
    write_letter(
        "a.txt", letter_text(item_text("MRI of the neck"), item_text("TENS unit", "Upheid"))
    )
    add(tmp_path / "s", tmp_path / "letters")
    text = (
        Assistant(Store.open(tmp_path / "s"), embeddings=WordVectors())
        .ask("How are neck MRIs decided?")
        .markdown
    )
    assert "letters that do not add up in every part" in text and "CM16-0000001" in text


def test_an_outcome_asked_for_is_told_beside_its_base(assistant):
    answer = assistant.ask("How many MRIs of the lumbar spine were overturned?")
    every = assistant.ask("MRIs of the lumbar spine").tallies[0]
    assert answer.tallies[0].n == every.overturned < every.n
    assert f"Without regard to the outcome: {every.n} disputed items" in answer.markdown


def test_requirements_come_as_a_checklist_with_counts_and_quotes(assistant):
    answer = assistant.ask("What do reviewers want to see for lumbar MRIs?")
    lines = [
        statement.text
        for statement in answer.statements
        if statement.heading and statement.heading.startswith("Checklist")
    ]
    assert any(re.match(r".+: missing in \d+ of \d+ upheld items", line) for line in lines)
    assert any(line.startswith("- ") for line in lines)
    counts = {count.value: count for count in answer.counts["missing"]}
    assert all(count.count == len(count.items) for count in counts.values())


def test_an_unknown_word_near_a_known_one_is_asked_back(assistant):
    answer = assistant.ask("stelazin")
    assert answer.abstention and "Did you mean" in answer.markdown


def test_words_that_no_request_says_do_not_narrow_a_count_to_nothing(assistant):
    answer = assistant.ask("conservative slings")
    assert answer.abstention is None and answer.tallies[0].n == assistant.ask("slings").tallies[0].n
    assert "Not part of this count" in answer.markdown


def test_the_story_around_a_question_is_named_as_left_out(assistant):
    answer = assistant.ask(
        "My claimant is a roofer and takes Norco. How are shoulder MRIs decided?"
    )
    assert (
        "Taken as the story around the question" in answer.markdown
        and answer.tallies[0].words == "MRI of the shoulder"
    )
