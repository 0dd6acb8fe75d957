"""Answers that show the determinations most like a situation that the question describes."""

from collections.abc import Iterator

from assistant.answer import Statement
from assistant.evidence.evidence import Evidence
from assistant.generation.quote_choice import decisive
from assistant.generation.selection import named, of_each_group
from assistant.presentation.phrases import filter_in_words
from assistant.query import Unit
from index.store.sqlite.read import ItemRecord

_MOST = 6


def write_similar(evidence: Evidence) -> Iterator[Statement]:
    """The items whose words are nearest to the question's, each with its outcome and decisive
    sentence; no count, since likeness has no edge.
    """
    if evidence.query.compare:
        yield from of_each_group(evidence, (write_similar,))
        return
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
    side = evidence.query.outcome
    if side is not None:
        yield Statement(f"Those that were {side} come first.", essential=True)
    for record in evidence.quotes.along(_shown(evidence)):
        asked = evidence.quotes.cite_item(record, record.request_span)
        ground = decisive(evidence.quotes, record)
        yield Statement(
            f"{named(record)}: “{asked.words}”: “{ground.words}”",
            (asked.id, ground.id),
            "The most similar determinations",
        )


def _shown(evidence: Evidence) -> list[ItemRecord]:
    """The likest items: those of the side asked for before the others, one of each letter where
    letters are asked for.
    """
    items = list(evidence.items)
    if evidence.query.unit is Unit.LETTER:
        by_letter: dict[str, ItemRecord] = {}
        for record in items:
            by_letter.setdefault(record.determination, record)
        items = list(by_letter.values())
    if (side := evidence.query.outcome) is not None:
        items.sort(key=lambda record: record.outcome is not side)
    return items[: evidence.most or _MOST]
