"""The chat page, without a browser."""

import ast
import re
from functools import partial
from pathlib import Path

from langchain_core.language_models import BaseChatModel
from streamlit.testing.v1 import AppTest

from assistant.answer import Statement
from assistant.assistant import Assistant
from assistant.chat_models.client import Limits
from assistant.history.feedback import Feedback
from assistant.links import link_of
from assistant.query import query_from_json
from assistant.reading import Reading
from assistant.web.asking import Stopped
from index.store.status import status
from index.store.store import Store

QUESTION = "how are repeat sacrum MRIs usually decided?"


def text_of(page) -> str:
    """What the page says, without Markdown's escapes."""
    return "\n".join(
        element.value.replace("\\", "")
        for kind in (page.header, page.markdown, page.caption, page.info, page.warning)
        for element in kind
    )


def unfold(page, key: str) -> None:
    """Open a part of the page that is drawn only while it is open."""
    page.session_state[f"fold {key}"] = True
    page.run()


def test_the_page_says_that_the_samples_are_fictional_and_what_is_indexed(page):
    page.run()
    assert not page.exception
    assert "fictional sample letters" in text_of(page)
    assert "57 determinations with 144 disputed items" in text_of(page)
    assert "No legal or medical advice" in text_of(page)


def test_a_question_is_answered_with_counts_and_cited_passages(page):
    page.run()
    page.chat_input[0].set_value(QUESTION).run()
    assert not page.exception
    assert "9 disputed items: repeat MRI of the sacrum" in text_of(page)
    assert [expander.label for expander in page.main.expander] == [
        "The same in figures",
        "The cases behind the counts",
    ]
    assert 'quote=0-1 "Open quote 1")' in text_of(page) and not page.dataframe
    unfold(page, f"cases 0 {QUESTION}")
    unfold(page, f"figures 0 {QUESTION}")
    assert len(page.dataframe[0].value) == 9 and len(page.table) == 1


def test_a_citation_opens_the_letter_at_the_quote(page):
    page.run()
    page.chat_input[0].set_value(QUESTION).run()
    page.query_params["quote"] = "0-1"
    page.run()
    assert not page.exception
    assert "CM16-9000108" in text_of(page)
    assert any("<mark>As to the sacrum" in element.body for element in page.html)
    assert "disputed item" in text_of(page)
    page.button(key="next quote").click().run()
    assert any("<mark>Course: MRI of the sacrum" in element.body for element in page.html)
    page.button(key="close quote").click().run()
    assert not any("<mark>" in element.body for element in page.html)


def test_an_address_that_names_no_quote_opens_none(page):
    page.run()
    page.chat_input[0].set_value(QUESTION).run()
    for named in ("0-99", "7-1", "-1-1", "1", "x", "0-1-9-9"):
        page.query_params["quote"] = named
        page.run()
        assert not page.exception and not any("<mark>" in each.body for each in page.html), named


def test_a_suggested_question_is_one_click(page):
    page.run()
    page.button[0].click().run()
    assert not page.exception and "repeat MRI of the sacrum" in text_of(page)


def test_earlier_answers_stay_on_the_page(page):
    page.run()
    page.chat_input[0].set_value("opioids").run()
    page.chat_input[0].set_value("Will I win?").run()
    assert "subcategory Opioids" in text_of(page) and "does not predict" in text_of(page)
    assert len(page.chat_message) == 4


def test_an_unusable_model_is_said_and_answers_go_on(page, monkeypatch):
    monkeypatch.setenv("IMR_MODEL", "nobody:knows")
    page.run()
    assert "built-in wording" in text_of(page)
    page.chat_input[0].set_value("opioids").run()
    assert "subcategory Opioids" in text_of(page)


def test_what_is_typed_shows_in_the_filters_and_a_changed_filter_asks_again(page):
    page.run()
    page.chat_input[0].set_value(QUESTION).run()
    services = next(
        multiselect for multiselect in page.sidebar.multiselect if multiselect.label == "Service"
    )
    assert services.value == ["mri"] and "MRI (9)" in services.options
    outcomes = next(
        multiselect for multiselect in page.sidebar.multiselect if multiselect.label == "Outcome"
    )
    outcomes.set_value(["overturned"]).run()
    assert not page.exception
    assert "3 disputed items: repeat MRI of the sacrum, overturned" in text_of(page)
    assert len(page.chat_message) == 4
    outcomes = next(
        multiselect for multiselect in page.sidebar.multiselect if multiselect.label == "Outcome"
    )
    outcomes.set_value(["upheld"]).run()
    assert "6 disputed items: repeat MRI of the sacrum, upheld" in text_of(page)
    assert len(page.chat_message) == 4  # it takes the place of the answer that it changes


def test_a_chip_takes_one_criterion_away(page):
    page.run()
    page.chat_input[0].set_value(QUESTION).run()
    chip = next(button for button in page.button if button.label == "of the sacrum")
    chip.click().run()
    assert not page.exception
    assert "12 disputed items: repeat MRI (" in text_of(page)


def test_the_other_reading_of_a_question_is_one_click_away_and_back(page):
    mri, knee = (
        query_from_json({"intent": "outcomes", "filter": {"facet": facet, "values": [value]}})
        for facet, value in (("procedure", "mri"), ("region", "knee"))
    )
    read = Reading("How are knee MRIs decided?", mri, read_by="rules", other=knee, other_by="fake")
    page.query_params["q"] = link_of(read)
    page.run()
    for words in ("any service of the knee", "MRI"):
        button = page.button(key=f"other {len(page.chat_message) // 2 - 1}")
        assert button.label == f"Read it as: How were the decisions on {words}?"
        button.click().run()
        assert not page.exception and "How are knee MRIs decided?" in text_of(page)
    assert len(page.chat_message) == 4


def test_an_address_carries_a_question_or_a_link(page):
    page.query_params["q"] = "opioids"
    page.run()
    assert not page.exception and "subcategory Opioids" in text_of(page)
    ct = {"intent": "outcomes", "filter": {"facet": "procedure", "values": ["ct"]}}
    link = link_of(Reading("How are CTs decided?", query_from_json(ct)))
    page.query_params["q"] = link
    page.run()
    assert "2 disputed items: CT" in text_of(page)


def test_a_row_of_the_table_opens_its_case(page):
    page.run()
    page.chat_input[0].set_value(QUESTION).run()
    unfold(page, f"cases 0 {QUESTION}")
    box = next(
        selectbox for selectbox in page.selectbox if selectbox.label.startswith("Open a case")
    )
    box.set_value(("CM14-9000101", 1)).run()
    assert not page.exception
    assert "Evidence" in text_of(page) and "item 1, " in text_of(page)


def test_an_edited_question_takes_the_place_of_the_old_one(page):
    page.run()
    page.chat_input[0].set_value("opioids").run()
    page.chat_input[0].set_value("Will I win?").run()
    page.text_area[0].set_value("CT scans")
    next(button for button in page.button if button.label == "Ask again").click().run()
    assert not page.exception
    assert len(page.chat_message) == 2 and "2 disputed items: CT" in text_of(page)


def test_a_conversation_is_kept_named_opened_by_its_address_and_deleted(page, tmp_path):
    page.run()
    page.chat_input[0].set_value("opioids").run()
    page.chat_input[0].set_value("CT scans").run()
    assert not page.exception
    (identity,) = {
        *(
            [page.query_params["c"]]
            if isinstance(page.query_params["c"], str)
            else page.query_params["c"]
        )
    }
    later = AppTest.from_file(Path(__file__).parents[2] / "app.py", default_timeout=60)
    later.query_params["c"] = identity
    later.run()
    assert not any("<mark>" in element.body for element in later.html)
    later.query_params["quote"] = "1-1"  # as a mark's link followed in a new tab names it
    unfold(later, "conversations")
    assert any("<mark>" in element.body for element in later.html)
    assert (
        not later.exception
        and len(later.chat_message) == 4
        and "subcategory Opioids" in text_of(later)
    )
    next(text_input for text_input in later.text_input if text_input.label == "Name").set_value(
        "For the appeal"
    ).run()
    assert any(button.label == "For the appeal" for button in later.button)
    next(button for button in later.button if button.label == "New conversation").click().run()
    assert not later.chat_message
    next(button for button in later.button if button.label == "For the appeal").click().run()
    assert len(later.chat_message) == 4
    assert not any(button.label == "Delete it for good" for button in later.button)
    next(
        checkbox for checkbox in later.checkbox if checkbox.label == "Delete this conversation"
    ).check().run()
    next(button for button in later.button if button.label == "Delete it for good").click().run()
    assert not later.exception and not later.chat_message
    assert not any(button.label == "For the appeal" for button in later.button)


def test_a_conversation_that_is_not_there_is_said_and_the_chat_begins_anew(page):
    page.query_params["c"] = "0" * 32
    page.run()
    assert not page.exception and not page.chat_message
    assert "is not here" in page.toast[0].value


def test_a_thumb_and_a_comment_are_kept_with_the_answer(page, tmp_path):
    page.run()
    page.chat_input[0].set_value("opioids").run()
    page.feedback[0].set_value(1).run()
    next(
        text_input for text_input in page.text_input if text_input.label.startswith("What is right")
    ).set_value("all eight are opioids").run()
    assert not page.exception
    kept = Feedback(tmp_path / "store").given()
    assert [(judgment.good, judgment.comment) for judgment in kept] == [
        (True, ""),
        (True, "all eight are opioids"),
    ]
    assert kept[0].answer.tallies[0].n == 8


class _Failing(BaseChatModel):
    """A chat model whose every request fails."""

    @property
    def _llm_type(self) -> str:
        return "failing"

    def _generate(self, messages, stop=None, run_manager=None, **kwargs):
        raise ConnectionError("the server hung up")


def test_a_model_that_fails_while_answering_is_said_and_the_answer_is_whole(page, monkeypatch):
    monkeypatch.setenv("IMR_MODEL", "ollama:failing")
    monkeypatch.setattr("assistant.web.open_store.chat_model", lambda name: _Failing())
    monkeypatch.setattr(
        "assistant.web.open_store.Assistant", partial(Assistant, limits=Limits(pause=0.01))
    )
    page.run()
    page.chat_input[0].set_value("opioids").run()
    assert not page.exception
    assert "8 disputed items: subcategory Opioids" in text_of(page)
    assert "ollama:failing" in text_of(page) and "built-in wording" in text_of(page)


def test_an_answer_that_was_stopped_is_said_and_can_be_asked_again(page):
    page.session_state["being answered"] = Stopped("opioids", 0, [Statement("Eight items so far.")])
    page.run()
    assert "Eight items so far." in text_of(
        page
    ) and "Stopped before the answer was whole" in text_of(page)
    next(button for button in page.button if button.label == "Ask it again").click().run()
    assert "8 disputed items: subcategory Opioids" in text_of(page) and "Stopped" not in text_of(
        page
    )


def test_samples_in_a_store_of_ones_own_go_at_a_click(page, tmp_path):
    def dialog():
        from assistant.web.indexed_letters import show_samples
        from assistant.web.open_store import own_store
        from index.store.status import status

        own = own_store()
        show_samples(status(own), own)

    letters = AppTest.from_function(dialog, default_timeout=60).run()
    letters.button[0].click().run()
    assert not letters.exception
    store = Store.open(tmp_path / "store")
    assert status(store).determinations == 0
    store.close()


def test_an_index_that_cannot_be_read_is_said_with_what_to_do(page, tmp_path):
    (tmp_path / "store" / "records.sqlite").write_bytes(b"no database, but bytes " * 100)
    page.run()
    assert not page.exception
    assert (
        "cannot be opened" in page.error[0].value and "add the letters again" in page.error[0].value
    )


def test_no_message_advises_to_remove_a_folder_a_store_or_a_file():
    advises = re.compile(
        r"\b(?:remove|delete|erase|rm)\b[^.;]*\b(?:folders?|stores?|files?|sqlite|vectors)\b", re.I
    )
    for path in (Path(__file__).parents[2] / "assistant").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            words = "".join(
                part.value
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
                else " … "
                for part in parts
            )
            assert not advises.search(words), f"{path}: {words}"
