"""A statement in clauses, each with the citations that it speaks of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Citation
from assistant.verification.words import BREAKS, NEGATORS, tokens

MARK = re.compile(r"\s*\[(\d+)\]")
QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]")
CASE = re.compile(r"\b(?:CM\d{2}-\d{5,9}|IMR\s?\d{2}-\d{6})\b", re.I)
_ITEM = r"(?:\s*[,(]?\s*item (\d+)\)?,?)?"
_LIST = re.compile(r"(¤\d+¤)(?:, and |, | and | or )(?=¤\d+¤)")
# Also before a clause that denies and begins without a conjunction ("shifts she could not complete
# before").
_END = re.compile(
    rf"[.;:,!?](?=\s|$)|\s(?=(?:{'|'.join(BREAKS)})\s)"
    r"|\s(?=(?:she|he|it|they) \w+ (?:not|never)\b)",
    re.I,
)
_VERBS = frozenset({
    "is", "are", "was", "were", "has", "have", "had", "does", "do", "did", "can", "could", "will",
    "would", "may", "must", "should", "shows", "showed",
})  # fmt: skip
# "Without" and "with no" deny what follows at once, not the clause's verb.
_ASIDE = re.compile(
    r"\b(?:without|with no)((?:\s+[\w-]+){1,3}?)"
    r"(?=\s+(?:is|are|was|were|has|have|had|can|could|will|would|may|must|should|did|does)\b)",
    re.I,
)
_REFERENCE = re.compile(r"¤(\d+)¤")


@dataclass(frozen=True)
class Clause:
    """A stretch of a statement's own words. ``cited`` are the citations that it speaks of: those of
    the case named last, else all; ``negated`` says whether it denies something, ``of_each`` whether
    it names several letters, of each of which it speaks; ``sentence`` counts the statement's
    sentences from 0.
    """

    text: str
    cited: tuple[Citation, ...]
    negated: bool
    of_each: bool = False
    sentence: int = 0


def negated(words: Sequence[str]) -> bool:
    """Whether tokens of a clause deny something."""
    return any(token in NEGATORS for token in words)


def clauses(text: str, cited: Sequence[Citation]) -> Iterator[Clause]:
    """The clauses of a statement without its quotes and marks.

    Raises:
        KeyError: it names a case, or an item of one, that it does not cite; the message is its
        name.
    """
    named: list[tuple[str, int | None]] = []

    def reference(match: re.Match[str]) -> str:
        named.append((match.group(1), int(match.group(2)) if match.group(2) else None))
        return f"¤{len(named) - 1}¤"

    # Not every determination has a number of the usual form: those that are cited are known by
    # their names.
    known = "|".join(
        sorted({re.escape(citation.case) for citation in cited}, key=len, reverse=True)
    )
    either = rf"{CASE.pattern}|(?<![\w-])(?:{known})(?![\w-])" if known else CASE.pattern
    names = re.compile(rf"({either}){_ITEM}", re.I)
    text = names.sub(reference, MARK.sub(" ", QUOTED.sub(" ", text)))
    spoken_of, before, of_each = tuple(cited), False, False
    for part, sentence in _parts(_ASIDE.sub(r"\g<0>, ", _LIST.sub(r"\1", text))):
        references = [named[int(number)] for number in _REFERENCE.findall(part)]
        if references:
            chosen = []
            for case, item in references:
                matching = [
                    citation
                    for citation in cited
                    if _same(citation.case, case)
                    and (item is None or citation.item in (None, item))
                ]
                if not matching:
                    raise KeyError(case)
                chosen += matching
            spoken_of = tuple(dict.fromkeys(chosen))
            of_each = len({citation.determination for citation in chosen}) > 1
        words = _REFERENCE.sub(" ", part).strip()
        if words:
            before = _denies(tokens(words), before)
            yield Clause(words, spoken_of, before, of_each, sentence)


def _parts(text: str) -> Iterator[tuple[str, int]]:
    """The stretches between the ends of clauses, each with the number of its sentence; a semicolon
    ends one too.
    """
    start = sentence = 0
    for match in _END.finditer(text):
        yield text[start : match.start()], sentence
        start = match.end()
        sentence += match.group() in tuple(".;!?")
    yield text[start:], sentence


def segments(text: str) -> Iterator[tuple[list[str], frozenset[bool]]]:
    """The clauses of a letter's words as tokens, each with whether it denies something; both where
    grammar leaves it open.

    A list goes on denying ("no fever, chills or weakness"). The first of two subjects ("A and B
    were not completed") can be read both ways.
    """
    parts = [words for part in _END.split(text) if (words := tokens(part))]
    before = False
    for place, words in enumerate(parts):
        denies = _denies(words, before)
        following = parts[place + 1] if place + 1 < len(parts) else []
        subject = (
            not denies
            and following[:1] in (["and"], ["or"])
            and negated(following)
            and not _VERBS & set(words)
        )
        yield words, frozenset({False, True} if subject else {denies})
        before = denies


def _denies(words: Sequence[str], before: bool) -> bool:
    """Whether a clause denies something, by itself or as the next part of a list that does."""
    return negated(words) or (
        before and len(words) <= 6 and ("or" in words or "nor" in words or len(words) <= 2)
    )


def _same(one: str, other: str) -> bool:
    return re.sub(r"\s", "", one).lower() == re.sub(r"\s", "", other).lower()
