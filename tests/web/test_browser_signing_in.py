"""Signing in by OpenID Connect, with a provider on this machine, in a real browser: each user's
conversations are their own.
"""

import re
import shutil
from importlib.util import find_spec

import pytest
from browsing import WORDS
from conftest import CHROMIUM, need
from identity import CLIENT, SECRET, provider

from evals.serving import ask, box, browsing, free_port, serving, settled

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def url(words_store, tmp_path_factory):
    need(CHROMIUM, "Chromium")
    need(find_spec("authlib"), "Authlib")
    folder = tmp_path_factory.mktemp("signing-in")
    shutil.copytree(words_store, folder / "store")
    port = free_port()
    with provider() as identity:
        secrets = {
            "redirect_uri": f"http://127.0.0.1:{port}/oauth2callback",
            "cookie_secret": "baked by the test",
            "client_id": CLIENT,
            "client_secret": SECRET,
        }
        secrets["server_metadata_url"] = f"{identity}/.well-known/openid-configuration"
        (folder / "secrets.toml").write_text(
            "[auth]\n" + "".join(f'{name} = "{value}"\n' for name, value in secrets.items()),
            "utf-8",
        )
        with serving(
            folder / "store", WORDS, port, STREAMLIT_SECRETS_FILES=str(folder / "secrets.toml")
        ) as served:
            yield served.url


def _signed_in(browser, url: str, name: str):
    """A page on which someone has signed in."""
    page = browser.new_page()
    page.goto(url)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name=name).click()
    page.get_by_text(f"Signed in as {name}").wait_for(timeout=30_000)
    return page


def test_each_user_sees_their_own_conversations_and_no_one_elses_by_any_link(url):
    with browsing() as browser:
        stranger = browser.new_page()
        stranger.goto(url)
        stranger.get_by_role("button", name="Sign in").wait_for(timeout=30_000)
        assert (
            stranger.get_by_test_id("stChatInputTextArea").count() == 0
            and stranger.get_by_text("disputed items").count() == 0
        )

        alice = _signed_in(browser, url, "Alice")
        ask(alice, "opioids")
        alice.get_by_text("8 disputed items: subcategory Opioids").first.wait_for()
        address = alice.url
        assert re.search(r"[?&]c=[0-9a-f]{32}", address)
        alice.reload()
        alice.get_by_text("8 disputed items: subcategory Opioids").first.wait_for(timeout=30_000)

        bob = _signed_in(browser, url, "Bob")
        assert bob.get_by_text("Conversations").count() == 0
        for link in (address, f"{address}&quote=0-1"):
            bob.goto(link)
            bob.get_by_text("That conversation is not here").wait_for(timeout=30_000)
            box(bob)
            settled(bob)
            assert (
                bob.get_by_text("subcategory Opioids").count() == 0
                and bob.locator(".st-key-evidence").count() == 0
            )

        stranger.goto(address)
        stranger.get_by_role("button", name="Sign in").wait_for(timeout=30_000)
        settled(stranger)
        assert stranger.get_by_text("subcategory Opioids").count() == 0

        alice.get_by_role("button", name="Sign out").click()
        alice.get_by_role("button", name="Sign in").wait_for(timeout=30_000)
        assert alice.get_by_text("subcategory Opioids").count() == 0
