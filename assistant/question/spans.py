"""Stretches of a text, by their offsets."""

from collections.abc import Iterable

Stretch = tuple[int, int]


def blank(text: str, stretches: Iterable[Stretch]) -> str:
    """The text with the stretches made blank, offsets kept."""
    pieces, done = [], 0
    for start, end in sorted(stretches):
        if end > done:
            pieces += [text[done : max(start, done)], " " * (end - max(start, done))]
            done = end
    return "".join([*pieces, text[done:]])
