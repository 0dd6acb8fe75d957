"""What of a question was read by nothing: every word has one owner, or is named."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from assistant.question.outcomes import outcome_words
from assistant.question.spans import Stretch, blank
from index.vocabulary.shipped import read_yaml

_WORD = re.compile(r"[A-Za-z0-9]+(?:[.'’/&-][A-Za-z0-9]+)*")


def unread_in(words: str, owned: Iterable[Stretch]) -> tuple[str, ...]:
    """The words that nothing owns and that are no function words, in their order, each once."""
    rest = blank(words, owned)
    outcomes = {word.lower() for word in outcome_words(rest)}
    return tuple(
        dict.fromkeys(
            match.group()
            for match in _WORD.finditer(rest)
            if not is_idle(match.group()) or match.group().lower() in outcomes
        )
    )


def is_idle(word: str) -> bool:
    """Whether a word needs no reading of its own; a letter alone does not, a number does."""
    folded = word.lower().replace("’", "'")
    if folded.isdigit():
        return False
    return len(folded) < 2 or folded in idle_words() or folded.removesuffix("'s") in idle_words()


@cache
def idle_words() -> frozenset[str]:
    """The function words, and the words that every question here can hold."""
    data = read_yaml(files("assistant.question").joinpath("idle_words.yaml").read_text("utf-8"))
    return frozenset(word for words in data.values() for word in words.split())
