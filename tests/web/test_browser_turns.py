"""Turns of a conversation in a real browser: where each begins, and what the browser's Back and a
link do to them.
"""

import shutil

import pytest
from browsing import WORDS
from conftest import CHROMIUM, need

from assistant.history.conversations import Conversations
from evals.serving import ask, browsing, serving, settled

pytestmark = pytest.mark.browser
QUESTIONS = (
    "How are MRIs decided?",
    "opioids",
    "Will I win?",
    "How are repeat sacrum MRIs decided?",
    "CT scans",
)


@pytest.fixture(scope="module")
def store(words_store, tmp_path_factory):
    need(CHROMIUM, "Chromium")
    folder = tmp_path_factory.mktemp("turns") / "store"
    shutil.copytree(words_store, folder)
    return folder


@pytest.fixture(scope="module")
def url(store):
    with serving(store, WORDS) as served:
        yield served.url


@pytest.fixture(scope="module")
def browser(url):
    with browsing() as opened:
        yield opened


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (390, 844)])
def test_every_turn_begins_at_the_top_of_the_window(browser, url, width, height):
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(url)
    for number, question in enumerate(QUESTIONS):
        ask(page, question)
        page.wait_for_timeout(
            2_200
        )  # it is brought into sight again while pictures take up their room
        top = page.locator(f".st-key-turn-{number}").bounding_box()["y"]
        assert 0 <= top < 100, (question, top)
    page.close()


def _turns(page) -> int:
    return page.locator('[class*="st-key-turn-"]').count()


def test_back_and_forward_change_the_page_with_the_address(browser, url):
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.goto(url)
    begun = page.url
    ask(page, "opioids")
    first = page.url
    page.get_by_role("button", name="New conversation").click()
    settled(page)
    ask(page, "CT scans")
    second = page.url
    assert len({begun, first, second}) == 3
    for step, address, asked in (
        ("back", begun, 0),
        ("back", first, 1),
        ("back", begun, 0),
        ("forward", first, 1),
        ("forward", begun, 0),
        ("forward", second, 1),
    ):
        page.go_back() if step == "back" else page.go_forward()
        page.wait_for_timeout(1_500)
        settled(page)
        assert page.url == address
        assert _turns(page) == asked, (step, address, _turns(page))
    assert page.get_by_text("2 disputed items: CT").first.is_visible()
    page.close()


def test_a_link_that_is_opened_often_makes_one_conversation_and_back_leaves_it(browser, url, store):
    kept = Conversations(store)
    before = len(kept.listed(""))
    for _ in range(3):
        page = browser.new_page()
        page.goto(f"{url}/?q=How+are+opioids+decided%3F")
        page.locator(".st-key-actions-0").wait_for(timeout=60_000)
        settled(page)
        page.go_back()
        page.wait_for_timeout(1_500)
        settled(page)
        assert page.url.endswith("/?q=How+are+opioids+decided%3F") and _turns(page) == 1
        page.go_back()
        assert page.url == "about:blank"
        page.close()
    assert len(kept.listed("")) == before + 1
    kept.close()
