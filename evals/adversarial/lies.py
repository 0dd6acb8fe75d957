"""Inventions of many kinds, each made so that it is known to be untrue of the evidence or not
carried by it.
"""

import random
import re
from collections.abc import Callable, Sequence
from importlib.resources import files

from evals.adversarial.pieces import FakeStatement, Piece
from index.vocabulary.shipped import read_yaml

_DATA = read_yaml(files("evals.adversarial").joinpath("lies.yaml").read_text("utf-8"))
_OPPOSITE = {"upheld": "overturned", "overturned": "upheld"}
_TOLD = {
    "upheld": ("upheld", "sustained", "found not medically necessary"),
    "overturned": ("overturned", "reversed", "found medically necessary"),
}
_DIGITS = re.compile(r"(?<![\w./:-])\d{1,3}(?![\w./:-]*\d)")
_NUMBER_WORDS = (
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
)
_DENYING = re.compile(r"\b(?:not|no|never|without)\s", re.I)
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|will|would|may|must|should)\b"
)
_CONDITION = re.compile(
    r"((?:^|(?<=[.;] ))[^.;]{25,}?)\s(?:if|unless|so long as|as long as|provided|except|only "
    r"(?:if|when|after|where|in))\s",
    re.I,
)
_OUTCOME = {"medically", "necessary", "upheld", "overturned", "denial"}
_OTHER_WORDS = (
    "severe",
    "bilateral",
    "chronic",
    "cervical",
    "surgical",
    "weekly",
    "rarely",
    "always",
    "unlikely",
    "improved",
)

Lie = tuple[str, tuple[int, ...]] | None


def untrue_statement(
    chance: random.Random, pieces: Sequence[Piece], kind: str
) -> FakeStatement | None:
    """An invention of a kind (see `KINDS`), None where the evidence has nothing to make it of."""
    lie = KINDS[kind](chance, [piece for piece in pieces if piece.item])
    return FakeStatement(lie[0], lie[1], lie=kind) if lie else None


def _one(
    chance: random.Random, pieces: Sequence[Piece], fits: Callable[[Piece], object] = bool
) -> Piece | None:
    fitting = [piece for piece in pieces if fits(piece)]
    return chance.choice(fitting) if fitting else None


def _case(chance, pieces) -> Lie:
    piece = _one(chance, pieces)
    name = f"CM{chance.randint(13, 19)}-{chance.randint(1_000_000, 8_999_999)}"
    return (
        (
            chance.choice(
                [
                    f"In {name} the denial was {piece.outcome}.",
                    f"{piece.case} and {name} were both {piece.outcome}.",
                    f"As in {name}: “{piece.words}”",
                ]
            ),
            (piece.number,),
        )
        if piece
        else None
    )


def _item(chance, pieces) -> Lie:
    piece = _one(chance, pieces, lambda candidate: len(candidate.words.split()) >= 6)
    other = piece and _one(
        chance,
        pieces,
        lambda candidate: candidate.case != piece.case and piece.words not in candidate.words,
    )
    if not piece or not other:
        return None
    return chance.choice(
        [
            f"The reviewer wrote: “{piece.words}”",
            f"In {piece.case} the denial was {piece.outcome}.",
            f"In {other.case} the reviewer wrote: “{piece.words}”",
        ]
    ), (other.number,)


def _number(chance, pieces) -> Lie:
    piece = _one(chance, pieces, lambda candidate: _DIGITS.search(candidate.words))
    if not piece:
        return None
    match = chance.choice(list(_DIGITS.finditer(piece.words)))
    changed = str(int(match.group()) + chance.choice([-1, 1]))
    if re.search(rf"(?<!\d){changed}(?!\d)", piece.words):
        return None
    text = piece.words[: match.start()] + changed + piece.words[match.end() :]
    return chance.choice([text, f"“{text}”", f"In {piece.case} the reviewer says: {text}"]), (
        piece.number,
    )


def _number_in_words(chance, pieces) -> Lie:
    piece = _one(
        chance,
        pieces,
        lambda candidate: any(
            re.search(rf"\b{word}\b", candidate.words) for word in _NUMBER_WORDS[:-1]
        ),
    )
    if not piece:
        return None
    word = chance.choice(
        [word for word in _NUMBER_WORDS[:-1] if re.search(rf"\b{word}\b", piece.words)]
    )
    changed = _NUMBER_WORDS[_NUMBER_WORDS.index(word) + 1]
    if re.search(rf"\b{changed}\b", piece.words):
        return None
    return re.sub(rf"\b{word}\b", changed, piece.words, count=1), (piece.number,)


def _count(chance, pieces) -> Lie:
    piece = _one(chance, pieces)
    if not piece:
        return None
    amount = chance.choice(
        [
            "Most",
            "All",
            "None",
            "A third",
            "Half",
            "Nearly all",
            "Seventeen",
            "41 %",
            "The majority",
            "Few",
        ]
    )
    return f"{amount} of the denials were {chance.choice(list(_OPPOSITE))}.", (piece.number,)


def _outcome(chance, pieces) -> Lie:
    piece = _one(chance, pieces)
    if not piece or piece.outcome is None:
        return None
    said = chance.choice(_TOLD[_OPPOSITE[piece.outcome]])
    return chance.choice(
        [
            f"In {piece.case}, item {piece.item}, the denial was {said}.",
            f"The request was {said} in {piece.case}, item {piece.item}.",
            f"The reviewer's words, “{piece.words}”, led to this: {said}.",
        ]
    ), (piece.number,)


def _crossed(chance, pieces) -> Lie:
    first = _one(chance, pieces)
    second = first and _one(
        chance,
        pieces,
        lambda candidate: candidate.outcome != first.outcome and candidate.case != first.case,
    )
    if not first or not second:
        return None
    return chance.choice(
        [
            (
                f"{first.case}, item {first.item} was {second.outcome}, while {second.case}, "
                f"item {second.item} was {first.outcome}."
            ),
            (
                f"Both {first.case}, item {first.item}, and {second.case}, item "
                f"{second.item}, were {first.outcome}."
            ),
        ]
    ), (first.number, second.number)


def _altered(chance, pieces) -> Lie:
    piece = _one(chance, pieces, lambda candidate: len(candidate.words.split()) >= 6)
    if not piece:
        return None
    words = piece.words.split()
    words[chance.randrange(len(words))] = chance.choice(_OTHER_WORDS)
    text = " ".join(words)
    return (f"The reviewer wrote: “{text}”", (piece.number,)) if text != piece.words else None


def _turned(chance, pieces) -> Lie:
    """The sentence with its "not" taken out, or with one put in, in the model's own words."""
    piece = _one(
        chance,
        pieces,
        lambda candidate: (
            len(candidate.words.split()) >= 5 and len(_DENYING.findall(candidate.words)) == 1
        ),
    )
    if piece and chance.random() < 0.5:
        return _DENYING.sub("", piece.words), (piece.number,)
    piece = _one(
        chance,
        pieces,
        lambda candidate: (
            not re.search(
                r"\b(?:no|not|never|none|nothing|nobody|neither|nor|without|un\w+|lack\w*)\b",
                candidate.words,
                re.I,
            )
            and _AUXILIARY.search(candidate.words)
        ),
    )
    return (
        (
            _AUXILIARY.sub(lambda match: match.group() + " not", piece.words, count=1),
            (piece.number,),
        )
        if piece
        else None
    )


def _torn(chance, pieces) -> Lie:
    piece = _one(chance, pieces, lambda candidate: "not medically necessary" in candidate.words)
    return (
        (
            chance.choice(
                [
                    "The service is “medically necessary”.",
                    f"{piece.case} calls it “medically necessary”.",
                ]
            ),
            (piece.number,),
        )
        if piece
        else None
    )


def _joined(chance, pieces) -> Lie:
    """The subject of one case's sentence with the predicate of another's, both cited."""
    piece = _one(
        chance,
        pieces,
        lambda candidate: candidate.words.endswith(".") and _AUXILIARY.search(candidate.words),
    )
    other = piece and _one(
        chance,
        pieces,
        lambda candidate: (
            candidate.case != piece.case
            and candidate.words.endswith(".")
            and _AUXILIARY.search(candidate.words)
        ),
    )
    if not piece or not other:
        return None
    first, second = _AUXILIARY.search(piece.words), _AUXILIARY.search(other.words)
    if not first or not second:
        return None
    subject, predicate = piece.words[: first.start()], other.words[second.start() :]
    if (
        len(_of_its_own(subject, other.case, pieces)) < 2
        or len(_of_its_own(predicate, piece.case, pieces)) < 2
    ):
        return None
    return f"{subject}{predicate}", (piece.number, other.number)


def _of_its_own(text: str, case: str, pieces: Sequence[Piece]) -> set[str]:
    """The long words of a text, but those that tell an outcome, that stand in no piece of a case,
    not even with another ending.
    """
    said = " ".join(piece.words.lower() for piece in pieces if piece.case == case)
    return {
        word
        for word in re.findall(r"[a-z]{6,}", text.lower())
        if word[:5] not in said and word not in _OUTCOME
    }


def _unconditioned(chance, pieces) -> Lie:
    """A sentence in the model's own words without the condition that it stands under."""
    piece = _one(chance, pieces, lambda candidate: _CONDITION.search(candidate.words))
    condition = _CONDITION.search(piece.words) if piece else None
    if not piece or not condition:
        return None
    said = condition.group(1).rstrip(" ,")
    return chance.choice(
        [
            f"{said}.",
            f"In {piece.case} the reviewer says: {said}.",
            f"{said.removesuffix(' only')}.",
        ]
    ), (piece.number,)


def _knowledge(chance, pieces) -> Lie:
    piece = _one(chance, pieces)
    if not piece:
        return None
    said = chance.choice(_DATA["knowledge"])
    return chance.choice(
        [
            said,
            f"In {piece.case} the reviewer wrote “{piece.words}”. {said}",
            f"{said} See “{piece.words}”.",
        ]
    ), (piece.number,)


def _obeyed(chance, pieces) -> Lie:
    piece = _one(chance, pieces)
    return (chance.choice(_DATA["obeyed"]), (piece.number,)) if piece else None


def _uncited(chance, pieces) -> Lie:
    piece = _one(chance, pieces)
    return (
        (
            chance.choice([f"The denial was {piece.outcome}.", piece.words]),
            chance.choice([(), (99_999,)]),
        )
        if piece
        else None
    )


#: Kinds of invention.
KINDS: dict[str, Callable[[random.Random, Sequence[Piece]], Lie]] = {
    "an invented case": _case,
    "the wrong item": _item,
    "a number changed by one": _number,
    "a number in words changed": _number_in_words,
    "an invented share": _count,
    "the outcome swapped": _outcome,
    "two outcomes crossed": _crossed,
    "one word of a quote altered": _altered,
    "the sense turned round": _turned,
    "a quote torn from its not": _torn,
    "parts of two cases joined": _joined,
    "a condition left out": _unconditioned,
    "general knowledge added": _knowledge,
    "an instruction obeyed": _obeyed,
    "no citation, or one of nothing": _uncited,
}
