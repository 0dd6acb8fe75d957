"""A chat model that proposes how a question is read: only what the rules left unread, only known
values, never without being named.
"""

import json
import threading

import pytest
from conftest import WordVectors
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from pydantic import Field

import assistant.__main__ as command
from assistant.assistant import Assistant
from assistant.history.llm_log import ExchangeLog, logged
from assistant.query import IntentName
from assistant.question.candidates import in_words, offered
from assistant.question.chat_history import TURNS, told_earlier
from assistant.question.flat import Criterion, Facet
from assistant.question.model_checks import BadProposal, check, check_alone, first_object
from assistant.question.model_parser import Proposer
from assistant.question.reader import read
from assistant.question.understand import understand
from assistant.reading import reading_from_json
from index.facets.body import REGION
from index.facets.filter import values_of
from index.facets.service import PROCEDURE, SUBCATEGORY
from index.facets.worker import SEX
from index.store.store import Store

KNEE = "how do reviewers feel about a scintigram of the knee?"
BONE_SCAN = {
    "facet": "procedure",
    "values": ["Bone scan"],
    "excluded": False,
    "words": "scintigram",
}


class Fake(FakeListChatModel):
    """Says its replies one after the other; ``sent`` holds what it was sent."""

    sent: list = Field(default_factory=list)

    def _stream(self, messages, *args, **kwargs):
        self.sent.append([each.text for each in messages])
        if not self.responses[self.i]:
            raise RuntimeError("no route")
        yield from super()._stream(messages, *args, **kwargs)


def query(*criteria, asked="tally", **more):
    return json.dumps(
        {"asked": asked, "selection": list(criteria), "against": [], "by": "none", **more}
    )


@pytest.fixture
def reads(words_store):
    """An assistant whose questions are read by a model with the given replies, and the model."""

    def make(*replies, log=None):
        model = Fake(responses=list(replies), sent=[])
        return Assistant(
            Store.open(words_store),
            embeddings=WordVectors(),
            proposer=Proposer("fake:reader", model),
            log=log,
        ), model

    return make


@pytest.fixture(scope="module")
def values(words_store):
    store = Store.open(words_store)
    with store.records() as records:
        return offered(records)


def test_a_proposal_says_what_unread_words_stand_for_and_is_named(reads):
    assistant, model = reads(query(BONE_SCAN))
    answer = assistant.ask(KNEE)
    assert values_of(answer.query.filter, PROCEDURE) == ("bone scan",)
    assert values_of(answer.query.filter, REGION) == ("knee",)
    assert (answer.reading.read_by, answer.question, answer.query.unread) == (
        "fake:reader",
        KNEE,
        ("feel",),
    )
    assert answer.notes[0] == (
        "How the question is read was proposed by the model fake:reader: “scintigram” as bone scan."
    )
    assert (
        answer.usage.requests == 1
        and reading_from_json(answer.reading.as_json()).read_by == "fake:reader"
    )
    assert (
        '"unread words": ["feel", "scintigram"]' in model.sent[0][1]
        and "bone scan" in model.sent[0][0]
    )


def test_a_question_that_the_rules_read_whole_is_not_sent(reads):
    assistant, model = reads(query())
    for asked in (
        "how are repeat sacrum MRIs usually decided?",
        "Will I win?",
        "What was decided in CM16-9000304?",
    ):
        answer = assistant.ask(asked)
        assert answer.reading.read_by is None and answer.usage is None
    assert not model.sent


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        ("", "it failed: no route"),
        ("I would say a bone scan.", "no JSON object"),
        (query({**BONE_SCAN, "values": ["quantum scan"]}), "“quantum scan” is no procedure"),
        (query({**BONE_SCAN, "facet": "colour"}), "no facet 'colour'"),
        (query({**BONE_SCAN, "facet": "case", "values": ["CM16-9000304"]}), "cannot be proposed"),
        (query({**BONE_SCAN, "words": "scan of the bones"}), "does not stand in the question"),
        (query({**BONE_SCAN, "words": "knee"}), "was read by the rules"),
        (
            query({"facet": "year", "values": ["2016"], "words": "scintigram"}),
            "“2016” does not stand in the question",
        ),
        (query({"facet": "repeat", "values": ["often"], "words": "scintigram"}), "is no repeat"),
        (query(BONE_SCAN, asked="weather"), "'weather'"),
        (query(BONE_SCAN, asked="trend"), "needs 'by'"),
        (query(against=[BONE_SCAN]), "a comparison where the rules have read a selection"),
        ('{"asked": "tally", "selection": "all"}', "no list of criteria"),
    ],
)
def test_on_any_fault_the_rules_reading_stands_and_that_is_said(reads, reply, why):
    assistant, _ = reads(reply)
    answer = assistant.ask(KNEE)
    assert answer.reading == read(KNEE) and answer.query.unread == ("feel", "scintigram")
    assert (
        len(answer.notes) == 1
        and "its proposal was not used" in answer.notes[0]
        and why in answer.notes[0]
    )


def test_what_the_rules_read_stays_whatever_is_proposed(values):
    draft = understand("Why were MRIs of the knee shot to bits in 2016?")
    told = {
        "asked": "cases",
        "selection": [{"facet": "outcome", "values": ["upheld"], "words": "shot to bits"}],
    }
    proposed = check(told, draft, draft.question, values)
    assert proposed.query.asked is draft.asked and set(draft.selection.criteria) <= set(
        proposed.query.selection.criteria
    )
    assert check({"asked": "tally", "selection": []}, draft, draft.question, values) is None


def test_the_form_of_a_reply_is_taken_broadly(values):
    draft = understand(KNEE)
    told = first_object(
        "Sure! ```json\n"
        '{"asked": "Tally", "selection": [{"facet": "Procedure", "values": "bone scan", '
        '"words": "SCINTIGRAM"}]}\n'
        "``` Done."
    )
    assert check(told, draft, KNEE, values).query.selection.criteria[-1] == Criterion(
        Facet.PROCEDURE, ("bone scan",)
    )


def test_where_nothing_was_read_a_model_may_say_what_is_asked(reads):
    assistant, _ = reads(
        query(
            {"facet": "procedure", "values": ["bone growth stimulator"], "words": "bone zapper"},
            asked="reasons",
        ),
        query(asked="out of scope"),
    )
    asked = assistant.ask("the bone zapper thingy, what speaks against").query
    assert asked.intent is IntentName.REASONS
    assert values_of(asked.filter, PROCEDURE) == ("bone growth stimulator",)
    assert assistant.ask("my adjuster is rude, whom should I sue").abstention


def test_no_words_of_letters_are_put_before_the_model(values):
    shown = in_words(values, 100_000)
    assert (
        Facet.DIAGNOSIS not in values
        and "physical therapy" in shown
        and len(in_words(values, 2_000)) < len(shown)
    )


LEANS = "I wonder whether the women fare any better with it"


def test_a_follow_up_that_the_rules_cannot_resolve_is_worded_anew(reads):
    assistant, model = reads(
        '{"question": "How often are opioids for women overturned, I wonder?"}', query()
    )
    before = read("How often are opioids overturned?")
    answer = assistant.ask(LEANS, before)
    assert "How often are opioids overturned?" in model.sent[0][1] and len(model.sent[0][1]) < 1_000
    assert values_of(answer.query.filter, SUBCATEGORY) == ("Opioids",)
    assert values_of(answer.query.filter, SEX) == ("female",)
    assert answer.question == LEANS and answer.reading.read_by == "fake:reader"
    assert answer.notes[0] == (
        "Read as “How often are opioids for women overturned, I wonder?”, as the model "
        "fake:reader proposed."
    )


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("How often are MRIs for women overturned?", "adds “mris”"),
        ("How often are opioids overturned?", "asks for something else"),
        ("", "gave no question"),
    ],
)
def test_a_follow_up_worded_wrongly_is_not_used(reads, said, why):
    assistant, _ = reads(json.dumps({"question": said}), query())
    answer = assistant.ask(LEANS, read("How often are opioids overturned?"))
    assert answer.query.filter == read(LEANS).query.filter
    assert answer.reading.read_by is None and why in answer.notes[0]


UNKNOWN = "blorp zork"


def test_a_model_is_asked_about_a_follow_up_of_which_the_rules_understand_nothing(reads):
    before = read("How often are opioids overturned?")
    said = query({"words": UNKNOWN, "facet": "sex", "values": ["female"], "excluded": False})
    assistant, model = reads(said)
    answer = assistant.ask(UNKNOWN, before)
    assert UNKNOWN in model.sent[0][1] and answer.reading.read_by == "fake:reader"
    assert values_of(answer.query.filter, SEX) == ("female",)
    assert values_of(answer.query.filter, SUBCATEGORY) == ("Opioids",)


@pytest.mark.parametrize("said", [query(), "no JSON", None])
def test_without_a_proposal_such_a_follow_up_is_not_understood(reads, words_store, said):
    before = read("How often are opioids overturned?")
    assistant = (
        Assistant(Store.open(words_store), embeddings=WordVectors())
        if said is None
        else reads(said)[0]
    )
    answer = assistant.ask(UNKNOWN, before)
    assert answer.query.intent is IntentName.CHAT and answer.reading.read_by is None


def test_a_rewording_neither_adds_a_word_nor_loses_a_number_or_a_denial():
    earlier = "“How often are opioids overturned?”, read as tally of subcategory Opioids"
    assert check_alone(
        {"question": "opioids for 2 elderly patients not before"},
        "for 2 elderly patients, not before",
        earlier,
    )
    for said, why in (
        ("opioids for 2 elderly women, not", "adds"),
        ("opioids for elderly patients not", "leaves out “2”"),
        ("opioids for 2 elderly patients", "leaves out “not”"),
        ("3 opioids for 2 patients not", "adds “3”"),
    ):
        with pytest.raises(BadProposal, match=why):
            check_alone({"question": said}, "for 2 elderly patients, not before", earlier)


def test_a_long_conversation_is_told_in_its_last_turns_without_words_of_letters(assistant):
    answers = [
        assistant.ask(f"{'please ' * 200}how are opioids decided? {number}") for number in range(3)
    ] * 20
    told = told_earlier(answers)
    assert len(told) == TURNS and sum(map(len, told)) < 3_000 and "items, " in told[0]
    assert not any(
        citation.words[:40] in line for line in told for citation in answers[0].citations
    )


def test_the_log_holds_what_the_reading_model_was_sent_and_said(reads, tmp_path):
    assistant, _ = reads(query(BONE_SCAN), log=ExchangeLog(tmp_path / "log.sqlite", {}))
    assistant.ask(KNEE)
    (exchange,) = logged(tmp_path / "log.sqlite")
    assert (
        exchange["read_by"] == "fake:reader"
        and "scintigram" in exchange["reading"][0]["said"]
        and exchange["requests"] == []
    )


def test_a_cancelled_question_asks_no_model(reads):
    assistant, model = reads(query(BONE_SCAN))
    cancelled = threading.Event()
    cancelled.set()
    assert len(list(assistant.stream(KNEE, cancelled=cancelled))) == 1 and not model.sent


def test_a_reading_model_that_cannot_be_had_is_a_clear_error_and_on_the_page_a_note(
    words_store, monkeypatch, capsys
):
    assert (
        command.main(["ask", KNEE, "--store", str(words_store), "--query-model", "gguf:none.gguf"])
        == 1
    )
    assert "none.gguf" in capsys.readouterr().err
    monkeypatch.setenv("IMR_QUERY_MODEL", "gguf:none.gguf")
    answer = Assistant(Store.open(words_store), embeddings=WordVectors()).ask(KNEE)
    assert "none.gguf" in answer.notes[0] and answer.reading == read(KNEE)
