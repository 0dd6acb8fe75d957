"""First start of the chat page from nothing, in a real browser with the real embedding model."""

import re

import pytest
from browsing import ROOT, browsing, outside, serving
from conftest import CHROMIUM, need

from index.samples import LETTERS

pytestmark = [pytest.mark.browser, pytest.mark.model]


def test_from_first_start_to_a_cited_answer(tmp_path):
    need(CHROMIUM, "Chromium")
    with serving(str(ROOT / "app.py"), tmp_path / "store") as url, browsing() as browser:
        page = browser.new_page(viewport={"width": 1100, "height": 900})
        asked_outside = outside(page, url)
        page.goto(url)
        page.get_by_text("Indexing the fictional sample letters").or_(page.get_by_text("There is no index yet")).first.wait_for(timeout=60_000)
        box = page.get_by_test_id("stChatInputTextArea")
        box.wait_for(timeout=180_000)
        assert page.get_by_text(f"{len(list(LETTERS.iterdir()))} determinations with").first.is_visible()
        box.fill("how are repeat sacrum MRIs usually decided?")
        box.press("Enter")
        page.get_by_text("9 disputed items: repeat MRI of the sacrum").first.wait_for(timeout=60_000)
        page.get_by_role("radio", name="[1]", exact=True).or_(page.get_by_role("button", name="[1]", exact=True)).first.click()
        page.get_by_text(re.compile("Evidence")).first.wait_for(timeout=20_000)
    assert asked_outside == []
