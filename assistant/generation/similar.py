"""Answers that show the determinations most like a situation that the question describes."""

from collections.abc import Iterator

from assistant.answer import Statement
from assistant.evidence.evidence import Evidence
from assistant.generation.quote_choice import decisive
from assistant.generation.selection import named
from assistant.presentation.phrases import filter_in_words

_MOST = 6


def write_similar(evidence: Evidence) -> Iterator[Statement]:
    """The items whose words are nearest to the question's, each with its outcome and decisive
    sentence; no count, since likeness has no edge.
    """
    about = (
        f" among those of {filter_in_words(evidence.query.filter)}"
        if evidence.query.filter is not None
        else ""
    )
    yield Statement(
        f"These determinations are worded most like the question{about}; likeness has no edge, so "
        "they are no count and foretell nothing.",
        essential=True,
    )
    for record in evidence.quotes.along(evidence.items[:_MOST]):
        asked = evidence.quotes.cite_item(record, record.request_span)
        ground = decisive(evidence.quotes, record)
        yield Statement(
            f"{named(record)}: “{asked.words}”: “{ground.words}”",
            (asked.id, ground.id),
            "The most similar determinations",
        )
