"""Evidence on one field of a case: what the records hold of it, and where its letter says it."""

import re
from calendar import month_name
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from assistant.evidence.case_facts import CaseFact
from assistant.evidence.evidence import Evidence
from assistant.presentation.fields import facet_of_field, is_of_letter, number_in_words
from index.facets.facet import Rows
from index.facets.registry import facet_named
from index.store.protocols import Records
from index.store.sqlite.letters import HeaderRecord
from index.store.sqlite.read import ItemRecord, Span

#: What stands before a day in a letter, by the field that the day is of.
_LABELS: Mapping[str, str] = {
    "decided": r"decision date|date of (?:the )?(?:decision|determination)|dated|decided",
    "injured": r"date of injury|injur",
    "denied": r"\bUR\b|denial|utilization review|denied",
    "received": r"received|application",
    "assigned": r"assigned|assignment",
}
# So far before a day its label is looked for: a header can have its labels in lines of their own.
_BEFORE = 80
_LONGEST_LEAD = 45
# Qualifications that stand together are quoted as one.
_TOGETHER = 240


def gather_fact(evidence: Evidence, records: Records, field: str) -> None:
    """What the letters of the evidence's items say of a field: once a letter where it is one of the
    letter, else for each item.
    """
    facts: list[CaseFact] = []
    seen: set[str] = set()
    for record in evidence.quotes.along(evidence.items):
        if is_of_letter(field) and record.determination in seen:
            continue
        seen.add(record.determination)
        facts.append(_fact(evidence, records, record, field))
    evidence.case_facts = tuple(facts)
    for fact in facts:
        evidence.may_tell(fact.values)


def _fact(evidence: Evidence, records: Records, record: ItemRecord, field: str) -> CaseFact:
    text = str(evidence.quotes.letter(record.determination).text)
    header = records.header_record(record.determination)
    kind = field.partition(":")[0]
    if kind in _LABELS:
        return _day(record, header, text, field)
    if kind == "days":
        return _days_between(record, header, text, field)
    if kind == "amount":
        return _amount(record, text, field)
    return _READ.get(kind, _value)(record, records, text, field)


def _day(record: ItemRecord, header: HeaderRecord, text: str, field: str) -> CaseFact:
    day: date | None = getattr(header, field)
    if day is None:
        return CaseFact(record, ())
    return CaseFact(record, (day.isoformat(),), tuple(_place_of_day(text, field, day)))


def _days_between(record: ItemRecord, header: HeaderRecord, text: str, field: str) -> CaseFact:
    first, _, last = field.partition(":")[2].partition("-")
    begin, end = getattr(header, first), getattr(header, last)
    if begin is None or end is None:
        return CaseFact(record, ())
    spans = (*_place_of_day(text, first, begin), *_place_of_day(text, last, end))
    return CaseFact(record, (f"{(end - begin).days:,}", begin.isoformat(), end.isoformat()), spans)


def _place_of_day(text: str, field: str, day: date) -> Iterator[Span]:
    """Where a letter says a day: where the field's label stands before it, else its first mention;
    the label with it where it stands in the same line.
    """
    month = rf"(?:0?{day.month}[/-]0?{day.day}[/-](?:{day.year}|{day.year % 100:02})"
    forms = month + rf"|{month_name[day.month]}\s+0?{day.day},?\s+{day.year}|{day.isoformat()})"
    mentions = list(re.finditer(rf"(?<![\d/-]){forms}(?![\d/-])", text))
    if not mentions:
        return
    labelled = [each for each in mentions if _label_before(text, each.start(), field)]
    best = labelled[0] if labelled else mentions[0]
    lead = re.search(rf"[A-Za-z()' ]{{3,{_LONGEST_LEAD}}}:\s*$", text[: best.start()])
    start = best.start()
    if lead and re.search(_LABELS[field], lead.group(), re.I):
        start = lead.start() + len(lead.group()) - len(lead.group().lstrip())
    yield Span(start, best.end())


def _label_before(text: str, at: int, field: str) -> bool:
    return bool(re.search(_LABELS[field], text[max(0, at - _BEFORE) : at], re.I))


def _amount(record: ItemRecord, text: str, field: str) -> CaseFact:
    _, unit, which = field.split(":")
    if which == "authorized":
        words = record.authorized
        return CaseFact(record, (words,) if words else (), tuple(_places(text, [words or ""])))
    sizes = [each for each in record.amounts if each.unit == unit]
    told = tuple(
        f"{number_in_words(each.low)} to {number_in_words(each.high)}"
        if each.low != each.high
        else number_in_words(each.high)
        for each in sizes
    )
    return CaseFact(record, told, (record.request_span,) if told else ())


def _age(record: ItemRecord, records: Records, text: str, field: str) -> CaseFact:
    if record.age is None:
        return CaseFact(record, ())
    age = rf"(?:age[d:]?\s+(?:of\s+)?{record.age}\b|\b{record.age}[\s-]*(?:years?|yrs?\.?|y/?o\b))"
    found = re.search(rf"{age}(?:[\s-]*old)?", text, re.I)
    return CaseFact(
        record, (str(record.age),), (Span(found.start(), found.end()),) if found else ()
    )


def _outcome(record: ItemRecord, records: Records, text: str, field: str) -> CaseFact:
    return CaseFact(record, (record.outcome.value,), (record.request_span,))


def _reasons(record: ItemRecord, records: Records, text: str, field: str) -> CaseFact:
    spans = tuple(dict.fromkeys(reason.sentence for reason in record.reasons))
    return CaseFact(record, tuple(reason.tag for reason in record.reasons), spans)


def _guideline(record: ItemRecord, records: Records, text: str, field: str) -> CaseFact:
    cited = record.citations or tuple(
        each for each in record.guidelines if each not in ("none", "other")
    )
    return CaseFact(record, cited, (record.guideline_span,) if record.guideline_span else ())


def _value(record: ItemRecord, records: Records, text: str, field: str) -> CaseFact:
    """A field whose values are rows of the records, with the words that show them, or that name
    them.
    """
    facet = facet_named(facet_of_field(field))
    assert isinstance(facet.storage, Rows), f"{field} is read from elsewhere"
    shown = records.shown_values(record.id, facet.name)
    spans = [each.span for each in shown if each.span is not None]
    if not spans:
        spans = _named(text, field, [each.value for each in shown])
    return CaseFact(record, tuple(each.value for each in shown), tuple(dict.fromkeys(spans)))


def _named(text: str, field: str, values: list[str]) -> list[Span]:
    """Where a letter names some values: behind the label of the reviewer's qualifications, with it
    where all of them stand together, since specialties are named elsewhere too.
    """
    label = {"specialty": r"specialt|board\s+certified", "licensed_in": r"licens"}.get(field)
    found = re.search(label, text, re.I) if label else None
    start = found.start() if found else 0
    spans = list(_places(" " * start + text[start:], values))
    end = max((span.end for span in spans), default=start)
    return [Span(start, end)] if found and spans and end - start < _TOGETHER else spans


def _places(text: str, values: Iterable[str]) -> Iterator[Span]:
    """Where a letter names some values, whatever the white space; "&" and "and" are one."""
    for value in values:
        words = [
            r"(?:&|and)" if word in ("&", "and") else re.escape(word) for word in value.split()
        ]
        found = re.search(r"\s+".join(words), text, re.I) if words else None
        if found:
            yield Span(found.start(), found.end())


_READ: Mapping[str, Callable[[ItemRecord, Records, str, str], CaseFact]] = {
    "age": _age,
    "outcome": _outcome,
    "reasons": _reasons,
    "guideline": _guideline,
}
