"""A question on the chat page is answered, whatever else draws the page anew meanwhile."""

import pytest
import streamlit as st
from test_page import text_of

from assistant.answer import Statement
from assistant.links import link_of
from assistant.query import LONGEST_QUESTION, IntentName, Query
from assistant.reading import Reading
from assistant.web import chat
from assistant.web.asking import Stopped
from index.facets.body import REGION
from index.facets.filter import MOST_PARTS, All, one_of
from index.store.chroma import VectorsDamaged


def _once(does):
    """What ``does`` does the first time after `arm`, and nothing else then."""
    state = {"armed": False}

    def act() -> None:
        if state["armed"]:
            state["armed"] = False
            does()

    return state, act


def test_a_question_is_answered_though_the_page_is_drawn_anew_before_it_comes_to_it(
    page, monkeypatch
):
    page.run()
    state, rerun = _once(st.rerun)
    monkeypatch.setattr(chat, "_show_corpus", lambda holdings: rerun())
    state["armed"] = True
    page.chat_input[0].set_value("opioids").run()
    assert not page.exception and not state["armed"]
    assert "8 disputed items: subcategory Opioids" in text_of(page) and len(page.chat_message) == 2


def test_a_question_is_answered_though_the_page_is_drawn_anew_while_it_is_answered(
    page, monkeypatch
):
    page.run()
    state, rerun = _once(st.rerun)
    answering = chat.stream_answer

    def interrupted(*given):
        rerun()
        return answering(*given)

    monkeypatch.setattr(chat, "stream_answer", interrupted)
    state["armed"] = True
    page.chat_input[0].set_value("opioids").run()
    assert not page.exception and not state["armed"]
    assert "8 disputed items: subcategory Opioids" in text_of(page) and "Stopped" not in text_of(
        page
    )


def test_a_new_conversation_leaves_the_question_that_was_being_answered(page):
    page.run()
    page.session_state["asked"] = "opioids"
    next(button for button in page.button if button.label == "New conversation").click().run()
    assert not page.exception and not page.chat_message


def test_a_blank_question_asks_nothing(page):
    page.run()
    for blank in ("   ", "\n"):
        page.chat_input[0].set_value(blank).run()
        assert not page.exception and not page.chat_message, repr(blank)


def test_an_answer_that_cannot_be_given_says_why_and_is_not_called_stopped(page, monkeypatch):
    def damaged(*given):
        raise VectorsDamaged("the vectors of the store are missing")

    page.run()
    monkeypatch.setattr(chat, "stream_answer", damaged)
    page.chat_input[0].set_value("opioids").run()
    assert not page.exception and "the vectors of the store are missing" in page.error[0].value
    assert "Stopped" not in text_of(page) and not any(
        button.label == "Ask it again" for button in page.button
    )


def test_a_stopped_answer_stays_in_its_place_when_something_else_is_asked_and_goes_when_left(page):
    page.session_state["being answered"] = Stopped("opioids", 0, [Statement("Eight items so far.")])
    page.run()
    page.chat_input[0].set_value("CT scans").run()
    assert (
        not page.exception
        and "Eight items so far." in text_of(page)
        and "2 disputed items: CT" in text_of(page)
    )
    next(button for button in page.button if button.label == "Leave it out").click().run()
    assert "Eight items so far." not in text_of(page) and "2 disputed items: CT" in text_of(page)


_KNEES = All(all=(one_of(REGION, ["knee"]),) * (MOST_PARTS + 1))
_TOO_WIDE = Reading("MRIs", Query(intent=IntentName.OUTCOMES, filter=_KNEES))
_TOO_LONG = Reading("x" * (LONGEST_QUESTION + 1), Query(intent=IntentName.OUTCOMES))


@pytest.mark.parametrize(
    "link, said",
    [
        ("Are MRIs upheld? " * LONGEST_QUESTION, f"may have {LONGEST_QUESTION:,}"),
        (link_of(_TOO_WIDE), "criteria"),
        (link_of(_TOO_LONG), "characters"),
    ],
)
def test_a_link_with_too_much_is_refused_and_the_page_says_the_limit(page, link, said):
    page.query_params["q"] = link
    page.run()
    assert not page.exception and not page.chat_message and said in page.error[0].value
    page.chat_input[0].set_value("opioids").run()
    assert "8 disputed items: subcategory Opioids" in text_of(page) and not page.error


def test_the_box_takes_no_more_than_is_read(page):
    page.run()
    assert page.chat_input[0].proto.max_chars == LONGEST_QUESTION
