"""A slow chat model's answer is stopped in a real browser."""

import shutil

import pytest
from conftest import CHROMIUM, need

from evals.serving import ask, box, browsing, serving, settled

pytestmark = pytest.mark.browser


def test_an_answer_is_stopped_while_the_model_is_silent_and_what_was_shown_stays(
    words_store, tmp_path
):
    need(CHROMIUM, "Chromium")
    shutil.copytree(words_store, tmp_path / "store")
    with (
        serving(tmp_path / "store", "tests/slow_page.py", IMR_MODEL="slow") as served,
        browsing() as browser,
    ):
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.goto(served.url)
        box(page).fill("opioids")
        box(page).press("Enter")
        shown = page.get_by_text("8 disputed items: subcategory Opioids")
        shown.first.wait_for(timeout=30_000)
        again = page.get_by_role("button", name="Ask it again")
        assert not again.is_visible()
        page.get_by_test_id("stChatInputStopButton").click()
        # The model is silent for longer than this wait.
        page.get_by_text("Stopped before the answer was whole").wait_for(timeout=30_000)
        assert shown.first.is_visible() and again.is_visible()
        ask(page, "CT scans")
        page.get_by_text("2 disputed items: CT").first.wait_for(timeout=30_000)
        assert (
            shown.first.is_visible()
            and page.get_by_text("Stopped before the answer was whole").count() == 1
        )
        again.click()
        settled(page)
        page.get_by_text("Stopped before the answer was whole").wait_for(
            state="detached", timeout=15_000
        )
        assert page.locator(".st-key-actions-1").count() == 1 and shown.first.is_visible()


def test_a_reload_during_the_first_answer_keeps_the_question_and_a_stopped_one_turns_no_more(
    words_store, tmp_path
):
    need(CHROMIUM, "Chromium")
    shutil.copytree(words_store, tmp_path / "store")
    with (
        serving(tmp_path / "store", "tests/slow_page.py", IMR_MODEL="slow") as served,
        browsing() as browser,
    ):
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.goto(served.url)
        box(page).fill("opioids")
        box(page).press("Enter")
        page.get_by_text("8 disputed items: subcategory Opioids").first.wait_for(timeout=30_000)
        page.get_by_test_id("stChatInputStopButton").click()
        page.get_by_text("Stopped before the answer was whole").wait_for(timeout=15_000)
        settled(page)
        assert (
            page.get_by_test_id("stSpinner").count() == 0
            or not page.get_by_test_id("stSpinner").first.is_visible()
        )
        page.reload()
        again = page.get_by_role("button", name="Ask it again")
        again.wait_for(timeout=30_000)
        assert page.get_by_text("opioids").first.is_visible()
        again.click()
        page.locator(".st-key-actions-0").wait_for(timeout=60_000)
        settled(page)
        assert page.get_by_text("Stopped before").count() == 0
        page.reload()
        page.locator(".st-key-actions-0").wait_for(timeout=30_000)
        settled(page)
        assert (
            page.get_by_text("Stopped before").count() == 0
            and page.get_by_text("8 disputed items: subcategory Opioids").first.is_visible()
        )
        page.close()
