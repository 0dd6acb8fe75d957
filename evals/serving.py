"""The chat page's server, and a browser on it that reaches nothing else."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

from index.settings import PREFIX, variable

ROOT = Path(__file__).parents[1]
_UP = 60.0


@dataclass(frozen=True)
class Served:
    """A running server of the page: its address, its process, and when it was started
    (`time.perf_counter`).
    """

    url: str
    process: int
    started: float


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def serving(
    store: Path, script: str = "app.py", port: int | None = None, **environment: str
) -> Generator[Served, None, None]:
    """The page on the store in ``store``, at a free port where none is given; without a chat model
    but for one that ``environment`` names.

    Raises:
        TimeoutError: the server does not come up within a minute.
    """
    port = port or free_port()
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    settings = {**inherited, variable("store"): str(store), "PYTHONPATH": str(ROOT), **environment}
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        script,
        "--server.port",
        str(port),
        "--server.address",
        "127.0.0.1",
    ]
    started = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait_for(port)
            yield Served(f"http://127.0.0.1:{port}", server.pid, started)
        finally:
            server.kill()


def _wait_for(port: int) -> None:
    until = time.perf_counter() + _UP
    while time.perf_counter() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"the page's server did not come up in {_UP:g} s")


@contextmanager
def browsing() -> Generator["Browser", None, None]:
    """A Chromium of Playwright's.

    Raises:
        FileNotFoundError: there is no Chromium, or Playwright is not installed.
    """
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise FileNotFoundError(
            "Playwright is not installed; install it with: pip install 'imr-assistant[test]'"
        ) from error
    if chromium is None:
        raise FileNotFoundError(
            "there is no Chromium on this machine; install one (package chromium)"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        try:
            yield browser
        finally:
            browser.close()


def box(page):
    """The box that takes a question, once it is there."""
    text_area = page.get_by_test_id("stChatInputTextArea")
    text_area.wait_for(timeout=180_000)
    return text_area


def settled(page) -> None:
    """Wait until the page's script has run to its end."""
    page.wait_for_timeout(300)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(
        timeout=60_000
    )
    page.wait_for_timeout(200)


def ask(page, question: str) -> None:
    """Ask a question and wait until its answer is whole and the page has settled."""
    typed = box(page)
    answers = page.locator('[class*="st-key-actions-"]')
    before = answers.count()
    typed.fill(question)
    typed.press("Enter")
    # The page counts as at rest until the server has begun to answer, which can take longer than
    # any fixed wait.
    answers.nth(before).wait_for(timeout=60_000)
    settled(page)


def resident_memory(process: int) -> float:
    """The resident memory of a process in MiB, as ``ps`` tells it."""
    completed = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=True
    )
    return int(completed.stdout) / 1024
