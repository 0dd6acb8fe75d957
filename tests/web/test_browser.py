"""First start of the chat page from nothing, in a real browser with the real embedding model."""

import pytest
from browsing import citation, outside
from conftest import CHROMIUM, need

from evals.serving import browsing, serving
from index.samples import LETTERS

pytestmark = [pytest.mark.browser, pytest.mark.model]


def test_from_first_start_to_a_cited_answer(tmp_path):
    need(CHROMIUM, "Chromium")
    with serving(tmp_path / "store") as served, browsing() as browser:
        page = browser.new_page(viewport={"width": 1100, "height": 900})
        asked_outside = outside(page, served.url)
        page.goto(served.url)
        page.get_by_text("Indexing the fictional sample letters").or_(
            page.get_by_text("There is no index yet")
        ).first.wait_for(timeout=60_000)
        box = page.get_by_test_id("stChatInputTextArea")
        box.wait_for(timeout=180_000)
        assert page.get_by_text(
            f"{len(list(LETTERS.iterdir()))} determinations with"
        ).first.is_visible()
        box.fill("how are repeat sacrum MRIs usually decided?")
        box.press("Enter")
        page.get_by_text("9 disputed items: repeat MRI of the sacrum").first.wait_for(
            timeout=60_000
        )
        citation(page, 1).click()
        page.get_by_text("Evidence [1]").first.wait_for(timeout=20_000)
    assert asked_outside == []
