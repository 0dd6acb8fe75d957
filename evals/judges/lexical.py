"""A strict judge without a model: the passages contain what the statement claims."""

import re
from collections.abc import Sequence

from index.determination import fold
from index.vocabulary import procedure_lexicon, region_lexicon

_CASE = re.compile(r"\b(?:CM\d{2}-\d{7}|sample_\d+|\w*\d\w*_[0-9a-f]{8,})\b")
_ITEM = re.compile(r"\bitems? (\d+)")
_QUOTED = re.compile(r"[“\"]([^”\"]{4,})[”\"]")
_NUMBER = re.compile(r"\d+(?:[.,/:-]\d+)*")
_VAGUE = {
    "other surgery",
    "joint injection",
    "consultation",
    "brace",
    "supplies",
    "pillow",
    "upper extremity",
    "lower extremity",
    "thumb",
    "head",
}
_WORD = re.compile(r"[a-z]{3,}")
# "One" is a pronoun more often than a number, and ordinals are names; neither is held against the
# passages.
_FROM_TWO = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_WORDS_FOR_NUMBERS = {word: str(number) for number, word in enumerate(_FROM_TWO.split(), 2)} | {
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "ninety": "90",
}
_MONTH = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
# What makes a claim about more than the case at hand.
_GENERAL = re.compile(
    r"\b(?:always|never|invariably|wherever|whenever|whatever|regardless|no matter"
    r"|without exception|under no circumstances"
    r"|in (?:every|all|any) (?:cases?|situations?|events?|circumstances)|for any length"
    r"|however (?:slight|small|short|long|little)|in general|generally|as a rule|at all times"
    r"|(?:all|every|any|no) "
    r"(?:patients?|workers?|reviewers?|requests?|injured|kind|drugs?|claims?|denials?)"
    r"|for (?:everyone|anyone|all)|everyone)\b",
    re.I,
)
_NEGATED = re.compile(
    r"\b(?:not|n't|neither|nor|cannot|never|no longer|without being|denied|un(?=necessary))\b"
    r"[^.;]{0,50}\bmedical(?:ly)? necess",
    re.I,
)
_NECESSARY = re.compile(r"\bmedical(?:ly)? necess(?:ary|ity)", re.I)
_STOP_WORDS = (
    "the and for was were that this with from has had have not are but its his her their which "
    "who whom been because since when where while than then there into upon after before under "
    "over about also only "
    "item items case denial denied upheld overturned decided decision reviewer physician "
    "medically necessary necessity request requested service treatment patient worker claimant "
    "stands stood stand "
    "found finding held said says told states stated because reason reasons rationale letter one "
    "two asked wanted needed given gave should would could did "
    "does more most such very any all"
)
_STOP = frozenset(_STOP_WORDS.split())
# The share of the stems of the statement's content words that has to stand in the passages.
_SHARED = 0.15


class LexicalJudge:
    """Supported means: case, item and outcome are those of a passage; every quote, number, service
    and region of the statement stands in the passages; it claims nothing of all cases; and enough
    of its content words stand there.
    """

    name = "lexical"

    def supports(self, statement: str, passages: Sequence[str]) -> bool:
        """Whether the passages together carry the statement."""
        if not passages:
            return False
        text = fold(" ".join(passages))
        claim = re.sub(r"\[\d+\]", " ", statement)
        return (
            self._same_place(claim, text)
            and all(fold(words).strip(" .,;") in text for words in _QUOTED.findall(claim))
            and self._same_outcome(claim, passages)
            and self._numbers(claim) <= self._numbers(text)
            and not self._other_amounts(claim, text)
            and set(_MONTH.findall(claim)) <= set(_MONTH.findall(text))
            and self._terms(claim) <= self._terms(text)
            and not (_general(claim) - _general(text))
            and self._shared(claim, text) >= _SHARED
        )

    @staticmethod
    def _same_place(claim: str, text: str) -> bool:
        items = {match.group(1) for match in _ITEM.finditer(claim)}
        return set(_CASE.findall(claim)) <= set(_CASE.findall(text)) and items <= {
            match.group(1) for match in _ITEM.finditer(text)
        }

    @staticmethod
    def _same_outcome(claim: str, passages: Sequence[str]) -> bool:
        own = _QUOTED.sub(" ", claim)
        outcomes = {
            outcome
            for passage in passages
            for outcome in re.findall(r": (upheld|overturned)\.", passage)
        }
        claims = {outcome for outcome, forms in _FORMS.items() if forms.search(own)}
        if _NECESSARY.search(own):
            claims.add("upheld" if _NEGATED.search(own) else "overturned")
        return not outcomes or not claims or bool(claims & outcomes)

    @staticmethod
    def _other_amounts(claim: str, text: str) -> bool:
        """Whether the statement tells another number of something that the passages number ("ten
        weeks" for "twelve weeks").
        """
        numbers_by_unit: dict[str, set[str]] = {}
        for number, unit in _amounts(text):
            numbers_by_unit.setdefault(unit, set()).add(number)
        return any(
            unit in numbers_by_unit and number not in numbers_by_unit[unit]
            for number, unit in _amounts(claim)
        )

    @staticmethod
    def _numbers(text: str) -> set[str]:
        plain = {
            number.replace(",", "").rstrip(".") for number in _NUMBER.findall(_CASE.sub(" ", text))
        }
        parts = {part for number in plain for part in re.split(r"[/:-]", number)}
        words = {
            _WORDS_FOR_NUMBERS[word]
            for word in re.findall(r"[a-z]+", text.lower())
            if word in _WORDS_FOR_NUMBERS
        }
        return plain | parts | words

    @staticmethod
    def _terms(text: str) -> set[str]:
        """The services and regions that a text names, without the most general words for them."""
        terms = {
            value
            for lexicon in (procedure_lexicon(), region_lexicon())
            for mention in lexicon.find(text)
            for value in mention.values
        }
        return terms - _VAGUE

    @staticmethod
    def _shared(claim: str, text: str) -> float:
        wanted = {
            word[:5] for word in _WORD.findall(_CASE.sub(" ", claim).lower()) if word not in _STOP
        }
        given = {word[:5] for word in _WORD.findall(text.lower())}
        return len(wanted & given) / len(wanted) if wanted else 1.0


_FORMS = {
    "upheld": re.compile(
        r"\b(?:upheld|uphold\w*|denial (?:stands|stood|remains?|was sustained)|remain(?:s|ed) "
        r"denied|sustain(?:s|ed) the denial|(?:agreed|sided) with (?:the denial|utilization "
        r"review))\b",
        re.I,
    ),
    "overturned": re.compile(
        r"\b(?:overturn\w*|revers(?:ed|al)|set aside|(?:was|were|is|are) "
        r"(?:approved|granted|allowed))\b",
        re.I,
    ),
}
_AMOUNT = re.compile(
    r"\b(\d+(?:\.\d+)?|[a-z]+)[\s-]+(times|weeks?|months?|days?|years?|visits?|sessions?|tablets?|capsules?|mg|percent|points?|degrees|refills?|hours?|minutes?|levels?|injections?|attacks?)\b",
    re.I,
)


def _amounts(text: str) -> list[tuple[str, str]]:
    amounts = [
        (number.lower(), unit.lower().removesuffix("s"))
        for number, unit in _AMOUNT.findall(_CASE.sub(" ", text))
    ]
    return [
        (_WORDS_FOR_NUMBERS.get(number, number), unit)
        for number, unit in amounts
        if number in _WORDS_FOR_NUMBERS or number[0].isdigit()
    ]


def _general(text: str) -> set[str]:
    return {match.group().lower() for match in _GENERAL.finditer(text)}
