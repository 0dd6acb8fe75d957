"""The outcomes that some words name, in the trade's words and in plain ones."""

import re
from functools import cache

from assistant.question.spans import Stretch, blank
from index.vocabulary import load


def outcome_in(words: str) -> tuple[str | None, list[Stretch]]:
    """The outcome that some words name first among the plainest, and all stretches that name one or
    say only that utilization review denied.
    """
    words, denied = decided_here(words)
    named = [
        (rank, match.start(), value, match.span())
        for value, rank, pattern in _outcome_phrases()
        for match in pattern.finditer(words)
    ]
    return (min(named)[2] if named else None), [*(span for *_, span in named), *denied]


def outcomes_in(words: str) -> list[tuple[str, Stretch]]:
    """Every outcome that some words name, with its stretch; what is denied outranks the words that
    it denies.
    """
    words, _ = decided_here(words)
    named = sorted(
        (rank, match.start(), match.end(), value)
        for value, rank, pattern in _outcome_phrases()
        for match in pattern.finditer(words)
    )
    kept: list[tuple[str, Stretch]] = []
    for _, start, end, value in named:
        if not any(start < other[1] and other[0] < end for _, other in kept):
            kept.append((value, (start, end)))
    return kept


def outcome_words(words: str) -> list[str]:
    """The words that may carry an outcome, whether or not one is read in them."""
    return [match.group() for match in _pattern("outcome words").finditer(words)]


def decided_here(words: str) -> tuple[str, list[Stretch]]:
    """Some words without what utilization review decided and what only sounds like an outcome, and
    the stretches of the former.
    """
    denied = [match.span() for match in _pattern("outcome of utilization review").finditer(words)]
    return blank(
        words, [*denied, *(match.span() for match in _pattern("no outcome").finditer(words))]
    ), denied


@cache
def _pattern(name: str) -> re.Pattern[str]:
    forms = load("phrases")[name]
    return re.compile(forms if isinstance(forms, str) else "|".join(forms), re.I)


@cache
def _outcome_phrases() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    """The forms of both outcomes with their rank: what is denied comes first, then the letters' own
    words, then others.
    """
    data = load("phrases")
    denied = [(value, 0, form) for value, forms in data["outcome denied"].items() for form in forms]
    said = [
        (value, 1 if place == 0 else 2, form)
        for value, forms in data["outcome"].items()
        for place, form in enumerate(forms)
    ]
    return tuple(
        (value, rank, re.compile(_written_out(form), re.I))
        for value, rank, form in (*denied, *said)
    )


def _written_out(form: str) -> str:
    """A form with the words that its names stand for."""
    data = load("phrases")
    for name, key in (
        ("<payer>", "payers"),
        ("<denial>", "denials"),
        ("<not>", "nots"),
        ("<none>", "nones"),
        ("<so>", "so"),
    ):
        form = form.replace(name, data[key])
    return form
