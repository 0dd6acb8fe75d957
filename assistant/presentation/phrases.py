"""Selections, outcomes and figures in plain words."""

from collections.abc import Callable, Sequence
from datetime import date

from index.facets.selection import Criterion, Facet, Selection

_ACRONYMS = {
    "mri": "MRI", "ct": "CT", "emg": "EMG", "ncs": "NCS", "eeg": "EEG", "ecg": "ECG", "tens": "TENS", "prp": "PRP", "mr": "MR", "pet": "PET", "vng": "VNG", "x-ray": "X-ray", "slap": "SLAP", "acl": "ACL",
}  # fmt: skip
#: Facets as headings name them, where their own name is not the field's word.
FACET_NAMES = {
    Facet.PROCEDURE: "service",
    Facet.SPECIALTY: "the reviewer's specialty",
    Facet.LATERALITY: "side",
    Facet.PARTLY_AUTHORIZED: "partly authorized",
    Facet.MECHANISM: "mechanism of injury",
    Facet.GUIDELINE: "guideline relied on",
}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def service(name: str) -> str:
    """A canonical service name as it is written in prose."""
    return " ".join(_ACRONYMS.get(word, word) for word in name.split())


def either(words: Sequence[str]) -> str:
    """Alternatives in words: "a, b or c"."""
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def selection_in_words(selection: Selection) -> str:
    """A selection as a noun phrase: "repeat MRI of the sacrum, overturned". Every criterion shows
    in it.
    """
    if not selection:
        return "all disputed items"

    def each_of(facet: Facet) -> list[tuple[str, ...]]:
        return [
            each.values for each in selection.criteria if each.facet is facet and not each.excluded
        ]

    before = [
        either([{"yes": "retrospective", "no": "prospective"}[value] for value in values])
        for values in each_of(Facet.RETROSPECTIVE)
    ]
    before += [
        either([_REPEATS.get(value, value) for value in values]) for values in each_of(Facet.REPEAT)
    ]
    named = " with ".join(
        either([service(name) for name in values]) for values in each_of(Facet.PROCEDURE)
    )
    classes = [
        either([f"{facet.value} {name}" for name in values])
        for facet in (Facet.CATEGORY, Facet.SUBCATEGORY)
        for values in each_of(facet)
    ]
    classes += [either([_one_of(value) for value in values]) for values in each_of(Facet.EITHER)]
    head = named or " and ".join(classes) or "any service"
    if named and classes:
        head += f" ({' and '.join(classes)})"
    regions = [either(values) for values in each_of(Facet.REGION)]
    sides = selection.values(Facet.LATERALITY)
    both = regions and sides == ("bilateral",)
    sides = () if both else sides
    where = (
        f" of the {' or '.join([*sides])}{' ' if sides else ''}{' and the '.join(regions)}"
        if regions
        else "".join(f", {side} side" if side != "bilateral" else ", both sides" for side in sides)
    )
    where += ", both sides" if both else ""
    where += "".join(f" at {either(values)}" for values in each_of(Facet.LEVEL))
    after = [words(values) for facet, words in _AFTER.items() for values in each_of(facet)]
    after += [_exclusion(each) for each in selection.criteria if each.excluded]
    cases, positions = selection.values(Facet.CASE), selection.values(Facet.POSITION)
    if cases and len(selection.criteria) == (2 if positions else 1):
        return (
            f"item {either(positions)} of {either(cases)}"
            if positions
            else f"the items of {either(cases)}"
        )
    after += [f"item {either(values)}" for values in each_of(Facet.POSITION)]
    after += [f"in {either(values)}" for values in each_of(Facet.CASE)]
    return " ".join([*filter(None, before), head]) + where + "".join(f", {each}" for each in after)


def value_in_words(facet: Facet, value: str) -> str:
    """A value of a facet as a list of values names it: "MRI", "since 2016", "40 to 49", "December
    2016".
    """
    if facet in (Facet.PROCEDURE, Facet.REGION):
        return service(value)
    told = {
        Facet.GUIDELINE: _guideline,
        Facet.REPEAT: lambda value: _REPEATS.get(value, value),
        Facet.YEAR: lambda value: _span(value).removeprefix("in "),
        Facet.MONTH: lambda value: _months(value).removeprefix("in "),
        Facet.AGE: _ages,
        Facet.AMOUNT: _size,
        Facet.MENTIONS: _mention,
        Facet.EITHER: _one_of,
    }.get(facet)
    return told(value) if told else value


def _one_of(value: str) -> str:
    """A value of any facet, as those of `Facet.EITHER` are: "MRI", "subcategory Opioids"."""
    name, _, told = value.partition(":")
    return service(told) if name == Facet.PROCEDURE.value else f"{name} {told}"


def _guideline(value: str) -> str:
    return "no guideline" if value == "none" else "another source" if value == "other" else value


def _months(value: str) -> str:
    low, slash, high = (
        f"{_MONTHS[int(end[5:]) - 1]} {end[:4]}" if end.strip("/") else end
        for end in value.partition("/")
    )
    return (
        f"in {low}"
        if not slash
        else f"from {low} to {high}"
        if low and high
        else f"since {low}"
        if low
        else f"until {high}"
    )


def _mention(value: str) -> str:
    return f"“{value.split('|')[0]}”"


#: Whether the same was given before, as a word before the service.
_REPEATS = {"yes": "repeat", "no": "first-time", "unknown": "not known to be repeat"}
#: How the criteria that follow the service are worded, in their order.
_AFTER: dict[Facet, Callable[[Sequence[str]], str]] = {
    Facet.GUIDELINE: lambda values: f"decided on {either([_guideline(value) for value in values])}",
    Facet.PRIORITY: lambda values: f"of {either([value.lower() for value in values])} priority",
    Facet.PARTLY_AUTHORIZED: lambda values: either(
        ["partly authorized" if value == "yes" else "no part authorized" for value in values]
    ),
    Facet.SPECIALTY: lambda values: (
        f"reviewed in {either(['Chiropractic' if value == 'Chiropractor' else value for value in values])}"
    ),
    Facet.REASON: lambda values: f"for the reason {either(values)}",
    Facet.OUTCOME: lambda values: either(values),
    Facet.YEAR: lambda values: f"decided {either([_span(value) for value in values])}",
    Facet.MONTH: lambda values: f"decided {either([_months(value) for value in values])}",
    Facet.SEX: lambda values: (
        f"for {either(['women' if value == 'female' else 'men' if value == 'male' else value for value in values])}"
    ),
    Facet.AGE: lambda values: f"aged {either([_ages(value) for value in values])}",
    Facet.AMOUNT: lambda values: f"of {either([_size(value) for value in values])}",
    Facet.DIAGNOSIS: lambda values: f"with the diagnosis {either(values)}",
    Facet.MECHANISM: lambda values: f"injured by {either(values)}",
    Facet.MENTIONS: lambda values: (
        f"whose request mentions {either([_mention(value) for value in values])}"
    ),
}


def _span(years: str) -> str:
    low, dash, high = years.partition("-")
    return (
        f"in {years}"
        if not dash
        else f"from {low} to {high}"
        if low and high
        else f"since {low}"
        if low
        else f"until {high}"
    )


def _ages(ages: str) -> str:
    low, dash, high = ages.partition("-")
    return (
        ages
        if not dash or low == high
        else f"{low} to {high}"
        if low and high
        else f"over {int(low) - 1}"
        if low
        else f"under {int(high) + 1}"
    )


def _size(amount: str) -> str:
    unit, _, span = amount.partition(":")
    low, dash, high = span.partition("-")
    return (
        f"{span} {unit}"
        if not dash
        else f"{low} to {high} {unit}"
        if low and high
        else f"{low} {unit} or more"
        if low
        else f"{high} {unit} or fewer"
    )


def _exclusion(criterion: Criterion) -> str:
    """What a criterion excludes, in words: "not of the knee", "other than MRI", "not decided on
    ODG".
    """
    told = _NOT.get(criterion.facet)
    if told is not None:
        return told(criterion.values)
    after = _AFTER.get(criterion.facet)
    return (
        f"not {after(criterion.values)}"
        if after
        else f"other than {either([value_in_words(criterion.facet, value) for value in criterion.values])}"
    )


def _no_side(values: Sequence[str]) -> str:
    single = [value for value in values if value != "bilateral"]
    return "not " + either(
        [
            *([f"of the {either(single)} side"] if single else []),
            *(["of both sides"] if len(single) < len(values) else []),
        ]
    )


#: How exclusions are worded that are more than "not" before the criterion's own words.
_NOT: dict[Facet, Callable[[Sequence[str]], str]] = {
    Facet.REGION: lambda values: f"not of the {either(values)}",
    Facet.LEVEL: lambda values: f"not at {either(values)}",
    Facet.LATERALITY: _no_side,
    Facet.REPEAT: lambda values: f"not {either([_REPEATS.get(value, value) for value in values])}",
    Facet.RETROSPECTIVE: lambda values: (
        f"not {either([{'yes': 'retrospective', 'no': 'prospective'}.get(value, value) for value in values])}"
    ),
    Facet.MENTIONS: lambda values: (
        f"whose request does not mention {either([_mention(value) for value in values])}"
    ),
    Facet.CASE: lambda values: f"not in {either(values)}",
    Facet.POSITION: lambda values: f"not item {either(values)}",
}


def respelt_in_words(respelt: Sequence[tuple[str, str]]) -> str:
    """How misspelt words were read, as a sentence."""
    return "; ".join(f"{written} is read as {read}" for written, read in respelt) + "."


def percent(share: float) -> str:
    """A share between 0 and 1 as a whole percentage."""
    return f"{100 * share:.0f} %"


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: "1 item", "2 items"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def period_in_words(first: date | None, last: date | None) -> str:
    """A period of decision dates: "decided 2016-12-21 to 2017-02-28"."""
    if first is None or last is None:
        return "no decision dates known"
    return f"decided {first}" if first == last else f"decided {first} to {last}"
