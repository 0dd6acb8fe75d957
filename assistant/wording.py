"""Selections, outcomes and figures in plain words."""

from collections.abc import Sequence
from datetime import date

from index.records.selection import Facet, Selection

_ACRONYMS = {
    "mri": "MRI", "ct": "CT", "emg": "EMG", "ncs": "NCS", "eeg": "EEG", "ecg": "ECG", "tens": "TENS", "prp": "PRP", "mr": "MR", "pet": "PET", "vng": "VNG", "x-ray": "X-ray", "slap": "SLAP", "acl": "ACL",
}  # fmt: skip
_WITHOUT_ARTICLE = {"upper extremity", "lower extremity"}


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
    named = " with ".join(either([service(name) for name in each.values]) for each in selection.criteria if each.facet is Facet.PROCEDURE)
    classes = [f"category {name}" for name in selection.values(Facet.CATEGORY)] + [f"subcategory {name}" for name in selection.values(Facet.SUBCATEGORY)]
    head = named or either(classes) or "any service"
    if named and classes:
        head += f" ({either(classes)})"
    regions = selection.values(Facet.REGION)
    sides = selection.values(Facet.LATERALITY)
    where = f" of the {' or '.join([*sides])}{' ' if sides else ''}{either(regions)}" if regions else "".join(f", {side} side" if side != "bilateral" else ", both sides" for side in sides)
    after = [f"decided on {either(selection.values(Facet.GUIDELINE))}"] if selection.values(Facet.GUIDELINE) else []
    if "yes" in selection.values(Facet.PARTLY_AUTHORIZED):
        after.append("partly authorized")
    after += [f"reviewed in {either(selection.values(Facet.SPECIALTY))}"] if selection.values(Facet.SPECIALTY) else []
    after += [f"for the reason “{value}”" for value in selection.values(Facet.REASON)]
    after += list(selection.values(Facet.OUTCOME))
    after += [f"decided in {either(selection.values(Facet.YEAR))}"] if selection.values(Facet.YEAR) else []
    cases = selection.values(Facet.CASE)
    if cases and len(selection.criteria) == 1:
        return f"the items of {either(cases)}"
    after += [f"in {either(cases)}"] if cases else []
    return " ".join([*filter(None, before), head]) + where + "".join(f", {each}" for each in after)


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
