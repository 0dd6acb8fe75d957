"""First start of the chat page from nothing, in a real browser with the real embedding model."""

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import CHROMIUM, need

from index.samples import LETTERS

pytestmark = [pytest.mark.browser, pytest.mark.model]
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    """A server of the page that finds no store."""
    need(CHROMIUM, "Chromium")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "IMR_STORE": str(tmp_path_factory.mktemp("page") / "store")}
    environment.pop("IMR_MODEL", None)
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.address", "127.0.0.1"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.kill()


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the page's server did not come up")


def test_from_first_start_to_a_cited_answer(url):
    from playwright.sync_api import sync_playwright

    asked_outside = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        page = browser.new_page(viewport={"width": 1100, "height": 900})
        page.on("request", lambda request: asked_outside.append(request.url) if not re.match(rf"(?:{url}|ws://127\.0\.0\.1|data:|blob:)", request.url) else None)
        page.goto(url)
        page.get_by_text("Indexing the fictional sample letters").or_(page.get_by_text("There is no index yet")).first.wait_for(timeout=60_000)
        box = page.get_by_test_id("stChatInputTextArea")
        box.wait_for(timeout=180_000)
        assert page.get_by_text(f"{len(list(LETTERS.iterdir()))} determinations with").first.is_visible()
        box.fill("how are repeat sacrum MRIs usually decided?")
        box.press("Enter")
        page.get_by_text("9 disputed items: repeat MRI of the sacrum").first.wait_for(timeout=60_000)
        page.get_by_text("Cited passages").first.click()
        page.get_by_text(re.compile(r"characters \d+ to \d+")).first.wait_for(timeout=20_000)
        browser.close()
    assert asked_outside == []
