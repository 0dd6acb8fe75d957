"""What readers say of answers, and the cases that it makes."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.__main__ import main
from assistant.history.feedback import Feedback, cases
from assistant.presentation.chips import with_values
from evals.questions import read_cases


@pytest.fixture
def kept(tmp_path):
    kept = Feedback(tmp_path)
    yield kept
    kept.close()


def test_feedback_is_kept_with_the_answer_it_is_on(kept, assistant):
    answer = assistant.ask("Why were knee MRIs upheld?")
    kept.give("me", answer, False, "  the second quote\nis of another knee ")
    (given,) = kept.given()
    assert (given.owner, given.good, given.comment, given.alone) == (
        "me",
        False,
        "the second quote\nis of another knee",
        True,
    )
    assert given.answer.markdown == answer.markdown and given.given.tzinfo


def test_eight_threads_give_feedback_and_none_is_lost(tmp_path, assistant):
    answer = assistant.ask("Will I win?")

    def give(number: int) -> None:
        own = Feedback(tmp_path)
        own.give("", answer, True, str(number))
        own.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(give, range(16)))
    kept = Feedback(tmp_path)
    assert sorted(int(judgment.comment) for judgment in kept.given()) == list(range(16))
    kept.close()


def test_an_approval_vouches_for_the_items_that_were_counted(kept, assistant):
    questions = [
        "How are knee MRIs decided?",
        "Why were opioids upheld?",
        "How did MRI decisions change by year?",
        "MRI decisions by body part",
        "Which cases of physical therapy were overturned?",
        "Will I win?",
        "Why was CM99-1234567 upheld?",
        "How are cochlear implants decided?",
    ]
    answers = [assistant.ask(question) for question in questions]
    for answer in answers:
        kept.give("", answer, True)
    made, left = cases(kept.given())
    assert not left and [case["question"] for case in made] == questions
    assert [case["kind"] for case in made] == [
        "tally",
        "reasons",
        "trend",
        "trend",
        "tally",
        "unanswerable",
        "unanswerable",
        "unanswerable",
    ]
    assert (
        made[0]["items"] == [list(item) for item in answers[0].tallies[0].items]
        and made[3]["by"] == "region"
    )
    assert [case["why"] for case in made[5:]] == ["out of scope", "no such case", "nothing on it"]


def test_what_vouches_for_nothing_is_named_with_the_reason(kept, assistant):
    first = assistant.ask("How are knee MRIs decided?")
    kept.give("", first, True)
    kept.give("", first, False)
    kept.give("", assistant.ask("and of the shoulder?", first.reading), True)
    kept.give("", assistant.answer(with_values(first.reading, "decided:year", ["2015"])), False)
    kept.give("", assistant.ask("MRIs of the knee versus the shoulder"), True)
    made, left = cases(kept.given())
    assert made == [] and [number for number, _ in left] == [1, 3, 5]
    assert "later word" in left[0][1] and "by itself" in left[1][1] and "comparison" in left[2][1]


def test_the_command_prints_feedback_and_cases_that_the_evaluation_reads(
    words_store, assistant, tmp_path, capsys
):
    store = tmp_path / "store"
    shutil.copytree(words_store, store)
    kept = Feedback(store)
    answer = assistant.ask("How are “repeat” MRIs: decided?")
    kept.give("", answer, True, "yes")
    kept.close()
    assert main(["feedback", "--store", str(store)]) == 0
    printed = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (printed["good"], printed["comment"], printed["answer"]["question"]) == (
        True,
        "yes",
        answer.question,
    )
    assert main(["feedback", "--cases", "--store", str(store)]) == 0
    path = tmp_path / "cases.yaml"
    path.write_text(capsys.readouterr().out, "utf-8")
    (case,) = [case for case in read_cases(path) if case.question == answer.question]
    assert case.items == answer.tallies[0].items
