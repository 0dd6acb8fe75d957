"""Conversations on disk."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import text

from assistant.__main__ import main
from assistant.history.conversations import Conversations, NoConversation
from assistant.history.database import FILE, MOST_ITEMS, CannotKeep, kept_json


@pytest.fixture
def kept(tmp_path):
    kept = Conversations(tmp_path)
    yield kept
    kept.close()


@pytest.fixture(scope="module")
def answers(assistant):
    first = assistant.ask("How are MRIs of the knee decided?")
    return [
        first,
        assistant.ask("and of the shoulder?", first.reading),
        assistant.ask("Will I win?"),
    ]


def test_a_conversation_is_read_as_it_was_led_also_by_a_later_process(tmp_path, answers):
    first = Conversations(tmp_path)
    identity = first.begin("", " Knee \n MRIs ")
    for answer in answers:
        first.add(identity, "", answer)
    first.close()
    later = Conversations(tmp_path)
    again = later.turns(identity, "")
    assert [answer.markdown for answer in again] == [answer.markdown for answer in answers] and [
        answer.citations for answer in again
    ] == [answer.citations for answer in answers]
    (listed,) = later.listed("")
    assert (listed.id, listed.title, listed.turns) == (
        identity,
        "Knee MRIs",
        3,
    ) and listed.begun < listed.changed
    later.close()


def test_a_conversation_is_there_for_its_owner_alone(kept, answers):
    mine, hers = kept.begin("me", "mine"), kept.begin("her", "hers")
    assert [conversation.id for conversation in kept.listed("me")] == [mine]
    for attempt in (
        lambda: kept.turns(hers, "me"),
        lambda: kept.add(hers, "me", answers[0]),
        lambda: kept.rename(hers, "me", "x"),
        lambda: kept.delete(hers, "me"),
        lambda: kept.cut(hers, "me", 0),
        lambda: kept.turns("nothing", "me"),
    ):
        with pytest.raises(NoConversation):
            attempt()
    assert kept.listed("her")[0].title == "hers" and kept.turns(hers, "her") == ()


def test_a_question_can_be_asked_anew_from_its_place_on(kept, answers):
    identity = kept.begin("", "x")
    for answer in answers:
        kept.add(identity, "", answer)
    kept.cut(identity, "", 1)
    kept.add(identity, "", answers[2])
    assert [turn.question for turn in kept.turns(identity, "")] == [
        answers[0].question,
        answers[2].question,
    ]
    with pytest.raises(ValueError, match="negative"):
        kept.cut(identity, "", -1)


def test_the_last_changed_comes_first_and_what_is_deleted_is_gone(kept, answers):
    first, second = kept.begin("", "first"), kept.begin("", "second")
    kept.add(first, "", answers[0])
    assert [conversation.id for conversation in kept.listed("")] == [first, second]
    kept.rename(second, "", "x" * 500)
    assert kept.listed("")[0].id == second and len(kept.listed("")[0].title) <= 120
    kept.rename(second, "", "  ")
    assert kept.listed("")[0].title == "Untitled"
    kept.delete(first, "")
    assert [conversation.id for conversation in kept.listed("")] == [second]
    with kept._file.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM turns")) == 0


def test_eight_threads_write_to_one_conversation_and_nothing_is_lost(tmp_path, answers):
    everyone = Conversations(tmp_path)
    identity = everyone.begin("", "x")

    def write(number: int) -> None:
        own = everyone if number % 2 else Conversations(tmp_path)
        for turn in range(5):
            own.add(identity, "", replace(answers[2], fingerprint=f"{number}-{turn}"))
            own.listed("")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    assert sorted(turn.fingerprint for turn in everyone.turns(identity, "")) == sorted(
        f"{number}-{turn}" for number in range(8) for turn in range(5)
    )
    everyone.close()


def test_a_kept_answer_does_not_hold_every_item_of_the_index(answers):
    values = json.loads(kept_json(answers[0]))
    assert values["tallies"][-1]["n"] == 144 and values["tallies"][-1]["items"] == []
    assert len(values["tallies"][0]["items"]) == values["tallies"][0]["n"] <= MOST_ITEMS


def test_a_file_of_a_later_version_is_left_as_it_is(tmp_path):
    Conversations(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(CannotKeep, match="later version"):
        Conversations(tmp_path)


def test_the_command_lists_shows_and_deletes(words_store, answers, capsys):
    kept = Conversations(words_store)
    identity = kept.begin("", "On knees")
    kept.add(identity, "", answers[0])
    kept.close()
    store = ["--store", str(words_store)]
    assert (
        main(["conversations", *store]) == 0
        and f"{identity}  " in (printed := capsys.readouterr().out)
        and "On knees" in printed
    )
    assert (
        main(["conversations", "--show", identity, *store]) == 0
        and answers[0].markdown in capsys.readouterr().out
    )
    assert (
        main(["conversations", "--show", identity, "--owner", "her", *store]) == 2
        and "no conversation" in capsys.readouterr().err
    )
    assert (
        main(["conversations", "--delete", identity, *store]) == 0
        and main(["conversations", "--json", *store]) == 0
    )
    assert capsys.readouterr().out == ""
    assert (
        main(["conversations", "--store", str(words_store / "nowhere")]) == 2
        and not (words_store / "nowhere").exists()
    )
