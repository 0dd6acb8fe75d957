"""The Division's category and subcategory of an item."""

import re

from index.vocabulary import Service, drugs, load, services

_SKIN = r"\b(?:cream|creams|ointment|gel|patch|patches|pad|pads|lotion|topical|transdermal|salve|balm|roll-on)\b"
_TOPICAL = re.compile(_SKIN, re.I)
_ORAL = re.compile(r"\b(?:oral|tablets?|tabs?|capsules?|caps?|suspension|injection|ml)\b", re.I)
_COMPOUND = re.compile(r"\bcompound(?:ed|s)?\b|\bbase\b", re.I)
# No manufactured cream holds a drug of these classes, or these anti-inflammatories: such a cream was compounded.
_COMPOUNDED_CLASSES = {"Muscle Relaxant", "Anti-epilepsy drugs", "Antidepressant", "Opioids"}
_COMPOUNDED_DRUGS = {"ketoprofen", "flurbiprofen", "ibuprofen", "dextromethorphan"}
_PERCENT = re.compile(r"\d\s*%")
_SESSIONS = re.compile(r"\b(?:sessions?|visits?|times\s+\d+|x\s*\d+|times\s+(?:a|per)\s+week)\b", re.I)
_SURGEON = re.compile(r"surgeon\b|\bsurg(?:ery|ical)|\bortho", re.I)
_MODALITIES = {"electrical stimulation", "hot/cold pack", "interferential unit"}
_THERAPIES = Service("Rehabilitation", "Other Therapies")


def categorize(procedures: tuple[str, ...], request: str) -> Service | None:
    """The category and subcategory of a request for the named services; None where none is known.

    The first service named decides, but an injection outranks the drug that is injected. Modalities
    asked for by sessions are therapies, the device for use at home is equipment; a surgeon's evaluation
    is a surgical consult; several drugs in one cream are a compound.
    """
    known = services()
    if not procedures:
        return None
    devices = [name for name in procedures if name not in drugs()]
    first = devices[0] if devices and known[devices[0]].category in ("Injection", "Surgery") else procedures[0]
    if first in drugs():
        return _drug(procedures, request)
    if first in _MODALITIES and _SESSIONS.search(request):
        return _THERAPIES
    if first == "electrical stimulation":
        return Service("DMEPOS", "Electrical Stimulation")
    if first == "consultation" and _SURGEON.search(request):
        return Service("Surgery", "Surgical Consult")
    return known[first]


def _drug(procedures: tuple[str, ...], request: str) -> Service:
    ingredients = [name for name in procedures if name in drugs()]
    topical_brand = any(brand in request.lower() for brand in load("drugs")["topical_brands"])
    if topical_brand or _TOPICAL.search(request) or _COMPOUND.search(request) or (_PERCENT.search(request) and not _ORAL.search(request)):
        unusual = any(services()[name].subcategory in _COMPOUNDED_CLASSES or name in _COMPOUNDED_DRUGS for name in ingredients)
        mixed = unusual or _COMPOUND.search(request) or (len(ingredients) > 1 and not topical_brand)
        return Service("Pharmaceuticals", "Topical Compounds" if mixed else "Topical Analgesics")
    return services()[ingredients[0]]
