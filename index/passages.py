"""Passages: the pieces of a letter that are searched, each headed by its record line."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from index.determination import Determination, DisputedItem, Excerpt
from index.sentences import sentences

PassageKind = Literal["item", "summary"]

#: Counts the tokens of each text as the embedding model does.
CountTokens = Callable[[list[str]], list[int]]

_RECORD_WORDS = 40


@dataclass(frozen=True)
class Passage:
    """A stretch of a letter for search.

    ``heading`` is the record line: which determination and item the words belong to, and how it was
    decided. The letters are near-identical forms; without that line their passages are taken for
    one another's. ``item`` is the item's position, None for the clinical summary. ``start`` and
    ``end`` are offsets into the letter's running text.
    """

    id: str
    kind: PassageKind
    item: int | None
    heading: str
    body: Excerpt

    @property
    def text(self) -> str:
        """What is embedded: record line and words."""
        return f"{self.heading}\n{self.body.text}"


def record_line(determination: Determination, item: DisputedItem | None) -> str:
    """The line that heads a passage."""
    decided = (
        f", decided {determination.header.decided.isoformat()}"
        if determination.header.decided
        else ""
    )
    if item is None:
        disputed = "; ".join(
            _cut(listed_item.disputed, _RECORD_WORDS // len(determination.items) or 1)
            for listed_item in determination.items[:5]
        )
        return f"{determination.case}{decided}. Clinical case summary. Disputed: {disputed}."
    return (
        f"{determination.case}, item {item.position} of {len(determination.items)}{decided}. "
        f"{_cut(item.disputed, _RECORD_WORDS)}: denial {item.outcome}."
    )


def passages(
    determination: Determination, determination_id: str, text: str, count: CountTokens, limit: int
) -> tuple[Passage, ...]:
    """A letter's passages: each item's rationale, and the clinical summary, in pieces of at most
    ``limit`` tokens.

    Pieces end at sentence ends; a longer sentence is a piece of its own, of which the model reads
    the beginning. The heading counts towards the limit.
    """
    letter_passages: list[Passage] = []
    for item in determination.items:
        body = item.rationale or item.request
        heading = record_line(determination, item)
        for number, piece in enumerate(_pieces(text, body, heading, count, limit)):
            letter_passages.append(
                Passage(
                    f"{determination_id}/{item.position}/{number}",
                    "item",
                    item.position,
                    heading,
                    piece,
                )
            )
    if determination.summary:
        heading = record_line(determination, None)
        for number, piece in enumerate(_pieces(text, determination.summary, heading, count, limit)):
            letter_passages.append(
                Passage(f"{determination_id}/summary/{number}", "summary", None, heading, piece)
            )
    return tuple(letter_passages)


def _pieces(
    text: str, body: Excerpt, heading: str, count: CountTokens, limit: int
) -> list[Excerpt]:
    body_sentences = sentences(text, body.start, body.end)
    lengths = count([heading, *(sentence.text for sentence in body_sentences)])
    pieces: list[list[Excerpt]] = []
    room = 0
    for sentence, length in zip(body_sentences, lengths[1:], strict=True):
        if not pieces or length > room:
            pieces.append([])
            room = limit - lengths[0]
        pieces[-1].append(sentence)
        room -= length
    return [Excerpt.of(text, piece[0].start, piece[-1].end) for piece in pieces]


def _cut(words: str, most: int) -> str:
    split = words.split()
    return words if len(split) <= most else " ".join(split[:most]) + " …"
