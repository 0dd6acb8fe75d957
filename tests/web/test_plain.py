"""Words of letters on the page: shown as they are, and nothing else."""

import re

import pytest
from browsing import outside
from conftest import CHROMIUM, need

from evals.serving import browsing, serving, settled

ADDRESSES = (
    "http://evil.example/x",
    "HTTPS://Evil.Example",
    "www.evil.example/a",
    "WWW.evil.example",
    "mail me@evil.example now",
    "mailto:a@evil.example",
    "xmpp:a@evil.example/b",
    "ftp://evil.example",
    "see http://1.2.3.4:80/a_b",
    "a+b.c@evil.example",
    "(www.evil.example)",
    "*www.evil.example*",
    "//evil.example",
    "javascript:alert(1)",
    "[x](http://evil.example)",
    "![x](http://evil.example/y.png)",
    "<http://evil.example>",
    "<a href='http://evil.example'>x</a>",
    "http&#58;//evil.example",
    "[1]: http://evil.example",
)
_SCRIPT = """
import streamlit as st
from assistant.web.escape_markdown import markdown_of, statement_markdown
for number, words in enumerate({words!r}):
    st.markdown(markdown_of(words))
    st.markdown(statement_markdown("**Heading** " + words))
    st.caption(":material/warning: " + markdown_of(words))
    st.button(markdown_of(words), key=str(number))
    st.table([{{"a": markdown_of(words)}}])
    st.write_stream(iter([statement_markdown(words)]))
st.write("all written")
"""


@pytest.mark.browser
def test_no_address_in_a_letters_words_is_a_link_or_is_fetched(tmp_path):
    need(CHROMIUM, "Chromium")
    script = tmp_path / "words.py"
    script.write_text(_SCRIPT.format(words=ADDRESSES), "utf-8")
    with serving(tmp_path / "store", str(script)) as served, browsing() as browser:
        page = browser.new_page()
        asked_outside = outside(page, served.url)
        page.goto(served.url)
        page.get_by_text("all written").wait_for(timeout=60_000)
        settled(page)
        assert page.locator(".stMain a").count() == 0 and page.locator(".stMain img").count() == 0
        shown = re.sub("\u2060", "", page.locator(".stMain").inner_text())
        assert "http://evil.example/x" in shown and "me@evil.example" in shown
    assert asked_outside == []
