"""The injured worker's age and sex, from the prose."""

import re

from index.determination import Sex

_AGE = re.compile(r"\b(\d{1,3})[\s-]*(?:years?|yrs?\.?)[\s-]*old\b|\b(\d{1,3})[\s-]*y[./]?o\b", re.I)
_WORDS: dict[str, Sex] = {"female": "female", "woman": "female", "lady": "female", "male": "male", "man": "male", "gentleman": "male"}
_SEX = re.compile(r"\b(" + "|".join(_WORDS) + r")\b", re.I)
_PRONOUNS = re.compile(r"\b(?:(she|her|hers)|(he|him|his))\b", re.I)


def age_and_sex(prose: str) -> tuple[int | None, Sex | None]:
    """Age in years and sex; None for what the prose does not tell.

    The word for the sex is looked for right after the age ("44-year-old right-handed woman"), then
    anywhere; without one the pronouns decide where all are of one kind.
    """
    age = _AGE.search(prose)
    years = int(age.group(1) or age.group(2)) if age else None
    word = (age and _SEX.search(prose, age.end(), age.end() + 60)) or _SEX.search(prose)
    if word:
        return years, _WORDS[word.group(1).lower()]
    hers = {bool(match.group(1)) for match in _PRONOUNS.finditer(prose)}
    return years, None if len(hers) != 1 else ("female" if hers.pop() else "male")
