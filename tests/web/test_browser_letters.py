"""Own letters on the page, in a real browser: the samples are there at first, and go when letters
are uploaded.
"""

import pytest
from browsing import WORDS
from conftest import CHROMIUM, item_text, letter_text, need

from evals.serving import ask, browsing, serving

pytestmark = pytest.mark.browser


def test_uploaded_letters_take_the_place_of_the_samples_and_a_bad_file_stops_nothing(tmp_path):
    need(CHROMIUM, "Chromium")
    files = [tmp_path / name for name in ("a.txt", "b.txt", "broken.pdf")]
    for number, file in enumerate(files[:2]):
        file.write_text(
            letter_text(item_text("MRI of the sacrum"), case=f"CM16-000000{number}"), "utf-8"
        )
    files[2].write_bytes(b"%PDF-1.4 cut off")
    with serving(tmp_path / "store", WORDS) as served, browsing() as browser:
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.goto(served.url)
        page.get_by_text("fictional sample letters").first.wait_for(timeout=60_000)
        page.get_by_role("button", name="Letters").click()
        page.locator('input[type="file"]').set_input_files(files)
        page.get_by_role("button", name="Add 3 files").click()
        page.get_by_text("2 added, 1 set aside").first.wait_for(timeout=30_000)
        assert page.get_by_text("is no readable PDF").first.is_visible()
        page.keyboard.press("Escape")
        page.get_by_text("2 determinations with 2 disputed items").first.wait_for(timeout=20_000)
        assert page.get_by_text("fictional sample letters").count() == 0
        ask(page, "sacrum MRI")
        page.get_by_text("2 disputed items: MRI of the sacrum").first.wait_for()
        assert sorted(path.name for path in (tmp_path / "store-letters").iterdir()) == [
            "a.txt",
            "b.txt",
            "broken.pdf",
        ]
        page.close()
