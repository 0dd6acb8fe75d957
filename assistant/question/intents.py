"""What a question wants to know, by the forms that its words take."""

import re
from functools import cache
from importlib.resources import files

import yaml

from assistant.query import Refusal
from assistant.question.draft import Asked
from assistant.question.flat import Facet

_BY = re.compile(r"\b(?:by|per|each|across|according to)\b", re.I)
_COUNT = re.compile(r"\b(?:how (?:many|often|much)|number of|counts?|totals?|numbers?)\b", re.I)
_FORMS = (
    Asked.SIMILAR,
    Asked.DIFFERENCES,
    Asked.REQUIREMENTS,
    Asked.REASONS,
    Asked.TREND,
    Asked.BREAKDOWN,
    Asked.CASES,
)


def out_of_scope(words: str) -> Refusal | None:
    """Why a question is not answered that asks for something that decisions cannot tell: money,
    predictions, advice, people; None for every other one.
    """
    kinds = _forms()[Asked.OUT_OF_SCOPE.value]
    return next((Refusal(kind) for kind in kinds if _refused(kind).search(words)), None)


def about_index(words: str) -> bool:
    """Whether a question asks what the index holds or the assistant can do."""
    return bool(_pattern(Asked.HOLDINGS.value).search(words))


def form_of(words: str) -> Asked:
    """The first form that fits some words; a tally where none does."""
    found = next((asked for asked in _FORMS if _pattern(asked.value).search(words)), Asked.TALLY)
    return (
        Asked.TALLY if found is Asked.CASES and _pattern(Asked.TALLY.value).search(words) else found
    )


def asks_in_a_form(words: str) -> bool:
    """Whether some words have a form that tells what they ask for, be it a count."""
    return bool(_COUNT.search(words)) or any(
        _pattern(name).search(words)
        for name in (*(asked.value for asked in _FORMS), Asked.TALLY.value)
    )


def asked_by(words: str, asked: Asked) -> Facet | None:
    """The facet by whose values a trend or a breakdown is to set the items out; None for every
    other question.
    """
    if asked is Asked.TREND:
        return Facet.MONTH if re.search(r"\bmonth", words, re.I) else Facet.YEAR
    if asked is not Asked.BREAKDOWN:
        return None
    # "Overturned in 2015, by specialty" names a year and asks for specialties: what stands next
    # behind "by" counts.
    behind = _BY.split(words)[-1] if _BY.search(words) else ""
    named = sorted(
        (match.start(), place, name)
        for place, (name, forms) in enumerate(_forms()["by"].items())
        if (match := re.search("|".join(forms), behind, re.I))
    )
    return (
        Facet(named[0][2])
        if named
        else next(
            (
                Facet(name)
                for name, forms in _forms()["by"].items()
                if re.search("|".join(forms), words, re.I)
            ),
            Facet.PROCEDURE,
        )
    )


def by_in(words: str, by: Facet | None) -> list[tuple[int, int]]:
    """The stretches of some words that name the facet by which a breakdown is."""
    return (
        [
            match.span()
            for match in re.finditer(
                "|".join(_forms()["by"].get(by.value, ())) or "(?!)", words, re.I
            )
        ]
        if by
        else []
    )


def takes_upheld(words: str) -> bool:
    """Whether a question for reasons takes for granted that the denials were upheld ("what is
    missing in …").
    """
    return bool(re.search(_forms()["upheld"], words, re.I))


@cache
def _forms() -> dict:
    return yaml.safe_load(files("assistant.question").joinpath("intents.yaml").read_text("utf-8"))


@cache
def _refused(kind: str) -> re.Pattern[str]:
    forms = _forms()[Asked.OUT_OF_SCOPE.value][kind]
    return re.compile("|".join(f"(?:{form})" for form in forms), re.I)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form})" for form in _forms()[name]), re.I)
