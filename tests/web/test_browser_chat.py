"""The chat page in a real browser, on a prepared store: evidence, follow-ups, filters, phones, and
who cannot see or use a mouse.
"""

import re
import shutil

import docx
import openpyxl
import pytest
from browsing import WORDS, citation, outside
from conftest import CHROMIUM, need

from evals.serving import ask, browsing, serving, settled

pytestmark = pytest.mark.browser
QUESTION = "how are repeat sacrum MRIs usually decided?"


@pytest.fixture(scope="module")
def url(words_store, tmp_path_factory):
    need(CHROMIUM, "Chromium")
    folder = tmp_path_factory.mktemp("chat") / "store"
    shutil.copytree(words_store, folder)
    with serving(folder, WORDS) as served:
        yield served.url


@pytest.fixture(scope="module")
def browser(url):
    with browsing() as opened:
        yield opened


@pytest.fixture
def page(browser, url):
    opened = browser.new_page(viewport={"width": 1300, "height": 900})
    opened.goto(url)
    yield opened
    opened.close()


def test_a_number_opens_the_printed_page_with_the_quote_marked(page, url):
    asked_outside = outside(page, url)
    ask(page, QUESTION)
    page.get_by_text("9 disputed items: repeat MRI of the sacrum").first.wait_for()
    citation(page, 10).click()
    picture = page.get_by_role("img", name="The lines around the quote")
    picture.wait_for(timeout=20_000)
    marked = picture.evaluate(
        """image => {
            const canvas = document.createElement('canvas');
            canvas.width = image.naturalWidth;
            canvas.height = image.naturalHeight;
            const context = canvas.getContext('2d');
            context.drawImage(image, 0, 0);
            const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
            let yellow = 0;
            for (let at = 0; at < pixels.length; at += 4)
                if (pixels[at] > 240 && pixels[at + 1] > 200 && pixels[at + 2] < 140) yellow++;
            return yellow;
        }"""
    )
    assert marked > 2000
    page.get_by_test_id("stCode").get_by_text("CM16-9000106").first.wait_for()
    assert asked_outside == []


def test_a_follow_up_is_answered_from_the_question_before(page):
    ask(page, QUESTION)
    ask(page, "and of the lumbar spine?")
    page.get_by_text("repeat MRI of the lumbar spine").first.wait_for()


def test_a_filter_changes_the_answer_and_its_chip_changes_the_filter_back(page):
    ask(page, QUESTION)
    page.get_by_role("button", name="of the sacrum").first.click()
    settled(page)
    page.get_by_text("12 disputed items: repeat MRI").first.wait_for()
    # The sidebar is drawn last.
    chosen = page.get_by_test_id("stSidebar").get_by_text(re.compile(r"^sacrum \("))
    chosen.first.wait_for(state="detached")


def test_what_is_chosen_in_a_folded_part_changes_the_whole_page(page):
    ask(page, QUESTION)
    page.get_by_text("The cases behind the counts").click()
    settled(page)
    _choose(page, "Open a case", "CM16-9000106")
    page.locator(".st-key-evidence").get_by_text("CM16-9000106").first.wait_for()
    settled(page)
    _choose(page, "Sex", "female")  # "More filters" is open, since "repeat" is one of them
    page.get_by_text("5 disputed items: repeat MRI of the sacrum, for women").first.wait_for()
    # It belonged to the answer before.
    page.locator(".st-key-evidence").wait_for(state="detached")


def _choose(page, name: str, value: str) -> None:
    """Type a value into a list of values and take the first that is offered: by keyboard, since a
    list closes when the page scrolls.
    """
    box = page.get_by_role("combobox", name=re.compile(name))
    box.press_sequentially(value)
    page.get_by_role("option", name=re.compile(f"^{value}")).first.wait_for()
    box.press("ArrowDown")
    box.press("Enter")


def test_the_keyboard_is_enough_from_the_question_to_the_evidence_and_back(page):
    ask(page, QUESTION)
    citation(page, 1).wait_for()
    last = max(
        int(words)
        for words in page.get_by_role("link").all_inner_texts()
        if words.strip().isdigit()
    )
    _press_until(page, "Shift+Tab", f"{last}")
    page.keyboard.press("Enter")
    page.get_by_text(f"Evidence [{last}]").wait_for()
    page.wait_for_function("document.activeElement.matches('.st-key-evidence')")
    _press_until(page, "Tab", "Close")
    page.keyboard.press("Enter")
    page.locator(".st-key-evidence").wait_for(state="detached")
    page.wait_for_function(f"document.activeElement.innerText?.trim() === '{last}'")


def _press_until(page, key: str, words: str) -> None:
    """Press a key until what has the focus says these words."""
    for _ in range(60):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement.innerText").split("\n")[-1].strip() == words:
            return
    raise AssertionError(f"{words} is not reached with {key}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_stands_in_the_way_of_assistive_technology(browser, url, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": 1300, "height": 900}, color_scheme=scheme)
    page.goto(url)
    violations = []
    page.get_by_test_id("stChatInputTextArea").wait_for()
    violations += _serious(Axe().run(page))
    ask(page, QUESTION)
    citation(page, 3).click()
    settled(page)
    page.get_by_text("The cases behind the counts").first.click()
    violations += _serious(Axe().run(page))
    page.get_by_role("button", name="Letters").click()
    page.get_by_text("Choose letters").first.wait_for()
    violations += _serious(Axe().run(page))
    page.close()
    assert violations == []


def _serious(results) -> list[str]:
    return [
        f"{violation['id']}: {violation['nodes'][0]['html'][:120]}"
        for violation in results.response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]


def test_a_phone_shows_answer_and_evidence_without_scrolling_sideways(browser, url):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(url)
    ask(page, QUESTION)
    citation(page, 10).click()
    page.get_by_role("img", name="The lines around the quote").wait_for(timeout=20_000)
    assert page.evaluate("document.querySelector('.stMain').scrollWidth <= 390")
    box = page.locator(".st-key-evidence").bounding_box()
    assert (
        box and box["x"] >= 0 and box["x"] + box["width"] <= 391 and box["y"] + box["height"] <= 845
    )
    page.get_by_role("button", name="Close").first.click()
    page.locator(".st-key-evidence").wait_for(state="detached")
    page.close()


def test_what_is_taken_away_opens_again_with_the_count_and_the_quotes(page, tmp_path):
    ask(page, QUESTION)
    page.get_by_role("button", name="Take away").click()
    with page.expect_download() as document:
        page.get_by_role("button", name="Word (.docx)").click()
    document.value.save_as(tmp_path / "answer.docx")
    text = "\n".join(
        paragraph.text for paragraph in docx.Document(str(tmp_path / "answer.docx")).paragraphs
    )
    assert "9 disputed items: repeat MRI of the sacrum" in text and "CM16-9000106" in text
    page.keyboard.press("Escape")
    page.get_by_text("The cases behind the counts").first.click()
    with page.expect_download() as table:
        page.get_by_role("button", name="All rows for Excel").click()
    table.value.save_as(tmp_path / "cases.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "cases.xlsx").active
    assert sheet.max_row == 10 and sheet["A1"].value == "case"
