"""Selections, outcomes and figures in plain words."""

from collections.abc import Sequence
from datetime import date

from index.records.selection import Criterion, Facet, Selection

_ACRONYMS = {
    "mri": "MRI", "ct": "CT", "emg": "EMG", "ncs": "NCS", "eeg": "EEG", "ecg": "ECG", "tens": "TENS", "prp": "PRP", "mr": "MR", "pet": "PET", "vng": "VNG", "x-ray": "X-ray", "slap": "SLAP", "acl": "ACL",
}  # fmt: skip
#: Facets as headings name them, where their own name is not the field's word.
FACET_NAMES = {Facet.PROCEDURE: "service", Facet.SPECIALTY: "the reviewer's specialty", Facet.LATERALITY: "side", Facet.PARTLY_AUTHORIZED: "partly authorized", Facet.MECHANISM: "mechanism of injury", Facet.GUIDELINE: "guideline relied on"}
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def service(name: str) -> str:
    """A canonical service name as it is written in prose."""
    return " ".join(_ACRONYMS.get(word, word) for word in name.split())


def either(words: Sequence[str]) -> str:
    """Alternatives in words: "a, b or c"."""
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def selection_in_words(selection: Selection) -> str:
    """A selection as a noun phrase: "repeat MRI of the sacrum, overturned"."""
    if not selection:
        return "all disputed items"
    before = []
    if "yes" in selection.values(Facet.RETROSPECTIVE):
        before.append("retrospective")
    elif "no" in selection.values(Facet.RETROSPECTIVE):
        before.append("prospective")
    before += [{"yes": "repeat", "no": "first-time"}.get(value, "") for value in selection.values(Facet.REPEAT)]
    named = " with ".join(either([service(name) for name in each.values]) for each in selection.criteria if each.facet is Facet.PROCEDURE and not each.excluded)
    classes = [f"category {name}" for name in selection.values(Facet.CATEGORY)] + [f"subcategory {name}" for name in selection.values(Facet.SUBCATEGORY)]
    others = either([value.partition(":")[2] if value.startswith("procedure:") else f"{value.partition(':')[0]} {value.partition(':')[2]}" for value in selection.values(Facet.EITHER)])
    head = named or either(classes) or others or "any service"
    if named and classes:
        head += f" ({either(classes)})"
    regions = selection.values(Facet.REGION)
    sides = selection.values(Facet.LATERALITY)
    where = f" of the {' or '.join([*sides])}{' ' if sides else ''}{either(regions)}" if regions else "".join(f", {side} side" if side != "bilateral" else ", both sides" for side in sides)
    guidelines = ["no guideline" if value == "none" else "another source" if value == "other" else value for value in selection.values(Facet.GUIDELINE)]
    where += f" at {either(selection.values(Facet.LEVEL))}" if selection.values(Facet.LEVEL) else ""
    after = [f"decided on {either(guidelines)}"] if guidelines else []
    after += [f"of {value.lower()} priority" for value in selection.values(Facet.PRIORITY)]
    if "yes" in selection.values(Facet.PARTLY_AUTHORIZED):
        after.append("partly authorized")
    after += [f"reviewed in {either(selection.values(Facet.SPECIALTY))}"] if selection.values(Facet.SPECIALTY) else []
    after += [f"for the reason {value}" for value in selection.values(Facet.REASON)]
    after += list(selection.values(Facet.OUTCOME))
    after += [f"decided {either([_span(value) for value in selection.values(Facet.YEAR)])}"] if selection.values(Facet.YEAR) else []
    after += [f"decided in {either([f'{_MONTHS[int(value[5:]) - 1]} {value[:4]}' for value in selection.values(Facet.MONTH)])}"] if selection.values(Facet.MONTH) else []
    after += [f"for {either(['women' if value == 'female' else 'men' for value in selection.values(Facet.SEX)])}"] if selection.values(Facet.SEX) else []
    after += [f"aged {either([_ages(value) for value in selection.values(Facet.AGE)])}"] if selection.values(Facet.AGE) else []
    after += [f"of {_size(value)}" for value in selection.values(Facet.AMOUNT)]
    after += [f"injured by {either(selection.values(Facet.MECHANISM))}"] if selection.values(Facet.MECHANISM) else []
    after += [f"whose request mentions “{value.split('|')[0]}”" for value in selection.values(Facet.MENTIONS)]
    after += [_exclusion(each) for each in selection.criteria if each.excluded]
    cases, positions = selection.values(Facet.CASE), selection.values(Facet.POSITION)
    if cases and len(selection.criteria) == (2 if positions else 1):
        return f"item {either(positions)} of {either(cases)}" if positions else f"the items of {either(cases)}"
    after += [f"item {either(positions)}"] if positions else []
    after += [f"in {either(cases)}"] if cases else []
    return " ".join([*filter(None, before), head]) + where + "".join(f", {each}" for each in after)


def _span(years: str) -> str:
    low, dash, high = years.partition("-")
    return f"in {years}" if not dash else f"from {low} to {high}" if low and high else f"since {low}" if low else f"until {high}"


def _ages(ages: str) -> str:
    low, dash, high = ages.partition("-")
    return ages if not dash or low == high else f"{low} to {high}" if low and high else f"over {int(low) - 1}" if low else f"under {int(high) + 1}"


def _size(amount: str) -> str:
    unit, _, span = amount.partition(":")
    low, dash, high = span.partition("-")
    return f"{span} {unit}" if not dash else f"{low} to {high} {unit}" if low and high else f"{low} {unit} or more" if low else f"{high} {unit} or fewer"


def _exclusion(criterion: Criterion) -> str:
    """What a criterion excludes, in words: "not of the knee", "no brace"."""
    names = either([service(value) for value in criterion.values])
    return f"not of the {names}" if criterion.facet is Facet.REGION else f"other than {names}"


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
