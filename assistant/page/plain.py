"""Words of letters and of people as Markdown that shows them as they are."""

import re

_MARKUP = re.compile(r"([\\`*_{}\[\]<>$~#|:])")


def markdown_of(words: str) -> str:
    """The words on one line, with every character of Markdown, of formulas and of colours escaped."""
    return _MARKUP.sub(r"\\\1", " ".join(words.split()))
