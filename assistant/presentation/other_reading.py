"""The other way in which a question can be read, in words and as a command."""

from collections.abc import Iterator

from assistant.intents import question_of
from assistant.links import command_of
from assistant.presentation.phrases import group_label
from assistant.query import Query, Unit
from assistant.reading import Reading


def other_in_words(reading: Reading) -> str | None:
    """What the question can be read as instead, worded as a question; None where nothing is."""
    if reading.other is None:
        return None
    other, query = (each.changed(unread=()) for each in (reading.other, reading.query))
    words = question_of(other)
    told = "; ".join(_told_apart(other, query))
    return f"{words} ({told})" if told else words


def other_as_command(reading: Reading) -> str | None:
    """The line that tells a terminal how to ask the other reading; None where there is none."""
    if reading.other is None:
        return None
    by = f" ({reading.other_by})" if reading.other_by else ""
    return f"Can also be read as “{other_in_words(reading)}”{by}: {command_of(reading.other)}"


def _told_apart(other: Query, query: Query) -> Iterator[str]:
    """What a query asks otherwise than another one beside the words of its question."""
    if other.outcome is not query.outcome:
        yield f"asked for: {other.outcome}" if other.outcome else "asked for neither side"
    if other.unit is not query.unit:
        yield "counting letters" if other.unit is Unit.LETTER else "counting items"
    if other.group_by != query.group_by:
        yield f"by {group_label(other.group_by)}" if other.group_by else "in all"
    if other.top != query.top:
        yield f"the first {other.top}" if other.top else "as many as are useful"
    if other.fact != query.fact:
        yield f"asked for: {other.fact}" if other.fact else "asked for all of the case"
    if other.premise != query.premise:
        yield "with another premise" if other.premise else "taking nothing for granted"
