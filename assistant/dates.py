"""Dates and ages in a question, as criteria."""

import re

from index.records.selection import Criterion, Facet

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_MONTH = re.compile(rf"\b({'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in _MONTHS)})\.?,?\s+(?:of\s+)?(20[012]\d)\b", re.I)
_SPAN = re.compile(r"\b(?:between\s+(20[012]\d)\s+and|(?:from\s+)?(20[012]\d)\s*(?:to|-|–|through|until))\s*(20[012]\d)\b", re.I)
_OPEN = re.compile(r"\b(since|after|from|before|until|up to|prior to)\s+(20[012]\d)\b(?:\s+(?:on|onwards?))?", re.I)
# A year by itself; "MTUS 2016" names an edition.
_YEAR = re.compile(r"(?<![\d/#.-])(?<!mtus )(?<!guidelines )\b(?:(?:in|of|from|during|dated|year|decided|for)\s+)?(20[012]\d)\b(?![/-]?\d)(?:\s+(?:decisions?|determinations?|cases?|letters?))?", re.I)
_AGES = re.compile(
    r"\b(?:aged?|ages)\s+(?:between\s+)?(\d{2})\s*(?:to|and|-|–)\s*(\d{2})\b"
    r"|\b(over|above|older than|under|below|younger than)\s+(?:the age of\s+|age\s+)?([1-9]\d)\b(?!\s*(?:visits?|sessions?|tablets?|pills|days?|weeks?|months?|units?|mg|mcg|ml|%|percent|items?|cases))(?:\s+years?(?:\s+old)?)?"
    r"|\b(\d{2})[-\s]?years?[-\s]old\b|\baged?\s+(\d{2})\b",
    re.I,
)


def dates_in(words: str) -> tuple[list[Criterion], list[tuple[int, int]]]:
    """The criteria of years, months and ages that some words name, and the stretches taken for them."""
    criteria: list[Criterion] = []
    taken: list[tuple[int, int]] = []
    months = list(_MONTH.finditer(words))
    if months:
        named = [f"{match.group(2)}-{1 + next(n for n, name in enumerate(_MONTHS) if name.startswith(match.group(1).lower()[:3])):02}" for match in months]
        criteria.append(Criterion(Facet.MONTH, tuple(dict.fromkeys(named))))
        taken += [match.span() for match in months]
    rest = "".join(" " if any(start <= at < end for start, end in taken) else letter for at, letter in enumerate(words))
    years: list[str] = []
    if span := _SPAN.search(rest):
        years = [f"{span.group(1) or span.group(2)}-{span.group(3)}"]
        taken.append(span.span())
    elif (bound := _OPEN.search(rest)) and bound.group(1).lower() != "from":
        word, year = bound.group(1).lower(), int(bound.group(2))
        years = [{"since": f"{year}-", "after": f"{year + 1}-", "before": f"-{year - 1}", "prior to": f"-{year - 1}"}.get(word, f"-{year}")]
        taken.append(bound.span())
    else:
        matches = list(_YEAR.finditer(rest))
        years = [match.group(1) for match in matches]
        taken += [match.span() for match in matches]
    if years:
        criteria.append(Criterion(Facet.YEAR, tuple(dict.fromkeys(years))))
    if age := _AGES.search(words):
        low, high, bound, limit, exact, aged = age.groups()
        over = bool(bound) and bound.lower() in ("over", "above", "older than")
        ages = (low, high) if low else ((int(limit) + 1, "") if over else ("", int(limit) - 1)) if limit else (exact or aged,) * 2
        criteria.append(Criterion(Facet.AGE, (f"{ages[0]}-{ages[1]}",)))
        taken.append(age.span())
    return criteria, taken
