"""Shorthand of hurried writing, written out ("w/o", "thru", "arent"); see `shorthand.yaml`."""

import re
from functools import cache
from importlib.resources import files

from index.vocabulary.shipped import read_yaml


def written_out(text: str) -> str:
    """The text with shorthand written out."""
    for pattern, words in _shorthand():
        text = pattern.sub(words, text)
    return text


@cache
def _shorthand() -> tuple[tuple[re.Pattern[str], str], ...]:
    data = read_yaml(files("assistant.question").joinpath("shorthand.yaml").read_text("utf-8"))
    return tuple((_whole_words(form), words) for form, words in data.items())


def _whole_words(form: str) -> re.Pattern[str]:
    """The form as words of their own; a form that looks ahead tells itself what follows."""
    end = "" if "(?=" in form else r"(?![\w/'’])"
    return re.compile(rf"(?<![\w/'’-])(?:{form}){end}", re.I)
