"""Pictures of the chat page on the fictional sample letters."""

import tempfile
from pathlib import Path

from PIL import Image

from evals.serving import ask, box, browsing, serving, settled

_QUESTION = "How are repeat sacrum MRIs usually decided?"


def take_screenshots(folder: Path) -> list[Path]:
    """An answer with its counts and filters, and a quote marked on its printed page; the PNG files
    written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as name,
        serving(Path(name) / "store") as served,
        browsing() as browser,
    ):
        page = browser.new_page(viewport={"width": 1280, "height": 860}, color_scheme="light")
        page.goto(served.url)
        box(page)
        ask(page, _QUESTION)
        page.locator(".st-key-actions-0").wait_for(timeout=60_000)
        settled(page)
        page.wait_for_timeout(1000)
        answer = _take(page, folder / "page-answer.png")
        _open_a_printed_page(page)
        page.wait_for_timeout(1000)
        return [answer, _take(page, folder / "page-evidence.png")]


def _open_a_printed_page(page) -> None:
    """Turn through the quotes to the first of a letter that is a PDF.

    Raises:
        LookupError: none is.
    """
    page.get_by_role("link", name="1", exact=True).first.click()
    for _ in range(40):
        settled(page)
        if page.get_by_role("img", name="with the quote marked").count():
            return
        page.get_by_role("button", name="Next").first.click()
    raise LookupError("no quote of the answer is from a PDF")


def _take(page, path: Path) -> Path:
    """A picture of the page in 128 colours, which is a third of the size."""
    page.screenshot(path=path)
    with Image.open(path) as picture:
        smaller = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    smaller.save(path, optimize=True)
    return path
