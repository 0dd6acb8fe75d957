"""The page's server and a browser on it, for tests."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conftest import CHROMIUM

ROOT = Path(__file__).parents[1]


@contextmanager
def serving(script: str, store: Path, **environment: str) -> Iterator[str]:
    """A server of the page on the store in ``store``; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {**os.environ, "IMR_STORE": str(store), "PYTHONPATH": str(ROOT), **environment}
    if "IMR_MODEL" not in environment:
        settings.pop("IMR_MODEL", None)
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port), "--server.address", "127.0.0.1"]
    with subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
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


@contextmanager
def browsing() -> Iterator:
    """A browser without a network of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        try:
            yield browser
        finally:
            browser.close()


def outside(page, url: str) -> list[str]:
    """The addresses beyond this machine that the page asks for; the list grows as it does."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if not re.match(rf"(?:{url}|ws://127\.0\.0\.1|data:|blob:)", request.url) else None)
    return asked


def ask(page, question: str) -> None:
    """Ask a question and wait until the page has settled."""
    box = page.get_by_test_id("stChatInputTextArea")
    box.wait_for(timeout=60_000)
    box.fill(question)
    box.press("Enter")
    settled(page)


def settled(page) -> None:
    """Wait until the page's script has run to its end."""
    page.wait_for_timeout(300)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=30_000)
    page.wait_for_timeout(200)
