"""Words of letters and of people as Markdown that shows them as they are."""

import re
from collections.abc import Callable

_MARKUP = re.compile(r"([\\`*_{}\[\]<>$~#|:])")
# Addresses become links without any markup, escaped or not. A word joiner, which is not seen, parts
# them where they are recognized.
_ADDRESS = re.compile(r"(?<=https:)(?=/)|(?<=http:)(?=/)|(?<=www)(?=\.)|(?<=@)(?=[-\w])", re.I)
_JOINER = "\u2060"


def markdown_of(words: str) -> str:
    """The words on one line, with every character of Markdown, of formulas and of colours escaped;
    no address in them is a link.
    """
    return _MARKUP.sub(r"\\\1", _ADDRESS.sub(_JOINER, " ".join(words.split())))


# In an answer's statements bold and lists are the writer's own; the rest can only be a letter's,
# and must not become an image or a link.
_LETTERS = re.compile(r"([\\`\[\]<$~#|]|:(?=\w))")
# No line ends between a number and its sign.
_PERCENT = re.compile(r"(?<=\d) %")
_MARK = re.compile(r"\[(\d+)\]")


def statement_markdown(text: str, address: Callable[[int], str] | None = None) -> str:
    """A statement's text with its citation marks as links to the quotes' addresses, or as badges
    without these.

    No words of a letter are markup in it: nothing is fetched for them, and they link to nothing.
    """
    text = _ADDRESS.sub(_JOINER, _PERCENT.sub("\u00a0%", text))
    pieces = _MARK.split(text)  # text and numbers by turns
    return "".join(
        _mark(int(piece), address) if at % 2 else _LETTERS.sub(r"\\\1", piece)
        for at, piece in enumerate(pieces)
    )


def _mark(number: int, address: Callable[[int], str] | None) -> str:
    return (
        f'[{number}]({address(number)} "Open quote {number}")'
        if address
        else f":blue-badge[{number}]"
    )
