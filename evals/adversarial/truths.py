"""True statements: made from templates over the evidence, and written by hand over the sample
letters.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from evals.adversarial.pieces import FakeStatement, Piece
from index.vocabulary.shipped import read_yaml

_OUTCOMES = {
    "upheld": (
        "the denial was upheld",
        "the denial stands",
        "the reviewer upheld the denial",
        "the service was found not medically necessary",
    ),
    "overturned": (
        "the denial was overturned",
        "the denial was reversed",
        "the reviewer overturned the denial",
        "the service was found medically necessary",
    ),
}


@dataclass(frozen=True)
class Paraphrase:
    """A true statement written by hand: about ``case`` and ``also``, resting on the pieces that
    hold the words of ``cites``.
    """

    case: str
    also: str | None
    cites: tuple[str, ...]
    text: str

    @property
    def question(self) -> str:
        """The question whose evidence it is said of."""
        return f"What was decided in {self.case}{f' and {self.also}' if self.also else ''}?"

    def statement(self, pieces: Sequence[Piece]) -> FakeStatement | None:
        """The statement on these pieces, None where one that it rests on is missing."""
        numbers = []
        for place, words in enumerate(self.cites):
            wanted = (self.case, self.also)[place] if self.also else self.case
            fitting = [
                piece.number for piece in pieces if words in piece.words and piece.case == wanted
            ]
            if not fitting:
                return None
            numbers.append(fitting[0])
        return FakeStatement(
            self.text.format(case=self.case, also=self.also),
            tuple(dict.fromkeys(numbers)),
            truth="written by hand",
        )


def paraphrases() -> list[Paraphrase]:
    """The statements written by hand."""
    entries = read_yaml(files("evals.adversarial").joinpath("true.yaml").read_text("utf-8"))
    return [
        Paraphrase(entry["case"], entry.get("also"), tuple(entry["cites"]), entry["text"])
        for entry in entries
    ]


def true_statement(chance: random.Random, pieces: Sequence[Piece]) -> FakeStatement | None:
    """A true statement from a template, None where the evidence has nothing for the one that chance
    took.
    """
    kind = chance.choice(list(_TEMPLATES))
    said = _TEMPLATES[kind](chance, [piece for piece in pieces if piece.item])
    return FakeStatement(said[0], said[1], truth=kind) if said else None


def _opening(chance: random.Random, piece: Piece) -> str:
    """The beginning of a quote, cut between words."""
    words = piece.words.split()
    return " ".join(words[: chance.randint(min(5, len(words)), min(18, len(words)))])


def _long(chance, pieces):
    return chance.choice(
        [
            piece
            for piece in pieces
            if len(piece.words.split()) >= 8 and '"' not in piece.words and "“" not in piece.words
        ]
        or [None]
    )


def _quoted(chance, pieces):
    piece = _long(chance, pieces)
    if piece is None:
        return None
    lead = chance.choice(
        [
            f"The reviewer of {piece.case} wrote",
            f"In {piece.case}, item {piece.item}, the rationale says",
            f"As {piece.case} puts it",
            "The reviewer noted",
            "One rationale explains",
        ]
    )
    return f"{lead}: “{_opening(chance, piece)}”.", (piece.number,)


def _whole(chance, pieces):
    piece = _long(chance, pieces)
    if piece is None:
        return None
    lead = chance.choice(["According to the reviewer: ", f"{piece.case} says: ", ""])
    return f"{lead}{piece.words}", (piece.number,)


def _outcome(chance, pieces):
    piece = chance.choice(pieces) if pieces else None
    if piece is None:
        return None
    said = chance.choice(_OUTCOMES[piece.outcome])
    return chance.choice(
        [
            f"In {piece.case}, item {piece.item}, {said}.",
            f"{said.capitalize()} in {piece.case} (item {piece.item}).",
        ]
    ), (piece.number,)


def _outcome_and_quote(chance, pieces):
    piece = _long(chance, pieces)
    if piece is None:
        return None
    return (
        (
            f"{chance.choice(_OUTCOMES[piece.outcome]).capitalize()} in {piece.case}, item "
            f"{piece.item}; the reviewer's words: “{_opening(chance, piece)}”."
        ),
        (piece.number,),
    )


def _same_outcome(chance, pieces):
    first = chance.choice(pieces) if pieces else None
    others = [
        piece
        for piece in pieces
        if first and piece.outcome == first.outcome and piece.case != first.case
    ]
    if first is None or not others:
        return None
    second = chance.choice(others)
    return (
        (
            f"Both denials, that of {first.case}, item {first.item}, and that of "
            f"{second.case}, item {second.item}, were {first.outcome}."
        ),
        (first.number, second.number),
    )


def _both_outcomes(chance, pieces):
    first = chance.choice(pieces) if pieces else None
    others = [
        piece
        for piece in pieces
        if first and piece.outcome != first.outcome and piece.case != first.case
    ]
    if first is None or not others:
        return None
    second = chance.choice(others)
    return (
        (
            f"{first.case}, item {first.item} was {first.outcome}, while {second.case}, item "
            f"{second.item} was {second.outcome}."
        ),
        (first.number, second.number),
    )


_TEMPLATES = {
    "a quoted part": _quoted,
    "a whole sentence unquoted": _whole,
    "an outcome": _outcome,
    "an outcome with a quote": _outcome_and_quote,
    "two items decided alike": _same_outcome,
    "two items decided both ways": _both_outcomes,
}
