"""The injured worker's age and sex, from the prose."""

import re

from index.determination import Sex

# "44 year old", "61-yr-old", "44 y/o", "54 yo", "44 y.o.", "61 years of age", "aged 61"; a
# "20-year-old injury" or "16 year old daughter" is another's age, and "65 and over" in a guideline
# nobody's.
_AGE = re.compile(
    r"(?<![\d./#])(?:(?P<old>\d{2,3})[\s-]*(?:years?|yrs?\.?)[\s-]*(?:old\b|of[\s-]+age\b)"
    r"|(?P<short>\d{2,3})[\s-]*y\s?[./]?\s?o\b)"
    r"(?![\s-]+(?:(?!(?:fe)?male\b|(?:wo)?man\b|worker|patient|employee|claimant|injured|who\b"
    r"|with\b)\w+[\s-]+){0,2}"
    r"(?:injur(?:y|ies)|claim|MRIs?|scans?|films?|stud(?:y|ies)|x-?rays?|surger(?:y|ies)|fusion"
    r"|accident|son|daughter|child|boy|girl|wife|husband|mother|father)\b)"
    r"|\b(?:aged\s+|age\s*:\s*)(?P<aged>\d{2,3})\b(?!\s*(?:%|to\b|and\b|or\b|years\s+(?:and|or)\b"
    r"|-\s?\d))",
    re.I,
)
_YOUNGEST, _OLDEST = 14, 105
_WORDS: dict[str, Sex] = {
    "female": "female",
    "woman": "female",
    "lady": "female",
    "male": "male",
    "man": "male",
    "gentleman": "male",
}
_SEX = re.compile(r"\b(" + "|".join(_WORDS) + r")\b", re.I)
_PRONOUNS = re.compile(r"\b(?:(she|her|hers)|(he|him|his))\b", re.I)


def age_and_sex(prose: str) -> tuple[int | None, Sex | None]:
    """Age in years and sex; None for what the prose does not tell.

    The word for the sex is looked for right after the age ("44-year-old right-handed woman"), then
    anywhere; without one the pronouns decide where all are of one kind.
    """
    age = next(
        (match for match in _AGE.finditer(prose) if _YOUNGEST <= _years(match) <= _OLDEST), None
    )
    years = _years(age) if age else None
    word = (age and _SEX.search(prose, age.end(), age.end() + 60)) or _SEX.search(prose)
    if word:
        return years, _WORDS[word.group(1).lower()]
    hers = {bool(match.group(1)) for match in _PRONOUNS.finditer(prose)}
    return years, None if len(hers) != 1 else ("female" if hers.pop() else "male")


def _years(age: re.Match[str]) -> int:
    return int(age["old"] or age["short"] or age["aged"])
