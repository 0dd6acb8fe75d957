"""The Division's category and subcategory of an item."""

import re

from index.vocabulary import Service, drugs, load, region_lexicon, services

_SKIN = (
    r"\b(?:cream|creams|ointment|gel|patch|patches|pad|pads|lotion|topical|transdermal|salve|balm"
    r"|roll-on|solution|spray|liniment)\b"
)
_TOPICAL = re.compile(_SKIN, re.I)
_ORAL = re.compile(
    r"\b(?:oral|orally|tablets?|tabs?|capsules?|caps?|suspension|injections?|ml|nasal|ophthalmic"
    r"|inhal\w*|iv|infusion|by mouth|sublingual|eye|ear)\b",
    re.I,
)
_COMPOUND = re.compile(r"\bcompound(?:ed|s|ing)?\b|\bbase\b", re.I)
# No manufactured cream holds a drug of these classes, or these anti-inflammatories: such a cream
# was compounded.
_COMPOUNDED_CLASSES = {"Muscle Relaxant", "Anti-epilepsy drugs", "Antidepressant", "Opioids"}
_COMPOUNDED_DRUGS = {
    "ketoprofen",
    "flurbiprofen",
    "ibuprofen",
    "dextromethorphan",
    "ketamine",
    "bupivacaine",
    "naproxen",
    "indomethacin",
    "piroxicam",
    "meloxicam",
}
# On the skin these are for pain; an antibiotic's or a steroid's cream keeps its class.
_SKIN_CLASSES = _COMPOUNDED_CLASSES | {
    "NSAID",
    "Topical Analgesics",
    "Misc Analgesics",
    "Injection",
    "Nutritional Products",
    "Topical Compounds",
}
_PERCENT = re.compile(r"\d\s*%")
_INJECTED = re.compile(r"\b(?:injections?|inj|im|i\.m|intramuscular(?:ly)?|shots?)\b", re.I)
_SESSIONS = re.compile(
    r"\b(?:sessions?|visits?|treatments?|times\s+\d+|x\s*\d+|\d+\s*x\s*\d+"
    r"|times\s+(?:a|per)\s+week)\b",
    re.I,
)
_SURGEON = re.compile(r"surgeon\b|\bsurg(?:ery|ical)|neurosurg|\bortho(?!t)", re.I)
_OPEN = re.compile(r"\bopen\b(?!\s+(?:mri|reduction))", re.I)
_MODALITIES = {"electrical stimulation", "hot/cold pack", "interferential unit"}
_THERAPIES = Service("Rehabilitation", "Other Therapies")
_OUTRANKING = {"Injection", "Surgery", "Therapies"}
_SPINE = {
    "cervical spine",
    "thoracic spine",
    "lumbar spine",
    "sacrum",
    "sacroiliac joint",
    "coccyx",
    "pelvis",
}
_SPINAL = re.compile(r"\bspin(?:e|al)\b|\binterbody\b|(?<![A-Za-z0-9])[CTL]\d", re.I)
_OF_ANY_REGION = {"fusion", "other surgery"}


def categorize(procedures: tuple[str, ...], request: str) -> Service | None:
    """The category and subcategory of a request for the named services; None where none is known.

    The first service named decides, but an injection outranks the drug that is injected. Modalities
    asked for by sessions are therapies, the device for use at home is equipment; a surgeon's
    evaluation is a surgical consult; several drugs in one cream are a compound; surgery through the
    arthroscope is arthroscopic whatever is done.
    """
    known = services()
    if not procedures:
        return None
    devices = [name for name in procedures if name not in drugs()]
    first = devices[0] if devices and known[devices[0]].category in _OUTRANKING else procedures[0]
    if first in drugs():
        return _drug(procedures, request)
    if first in _MODALITIES and _SESSIONS.search(request):
        return _THERAPIES
    if first == "electrical stimulation":
        return Service("DMEPOS", "Electrical Stimulation")
    if first == "consultation" and _SURGEON.search(request):
        return Service("Surgery", "Surgical Consult")
    if known[first].category == "Surgery":
        return _surgery(first, procedures, request)
    return known[first]


def _surgery(first: str, procedures: tuple[str, ...], request: str) -> Service:
    """The place of an operation: fusions and unnamed surgery by the region, what is done on joints
    by the way in.
    """
    usual = services()[first]
    spinal = bool(_SPINAL.search(request)) or bool(_SPINE & set(region_lexicon().values(request)))
    if first in _OF_ANY_REGION and "arthroscopy" not in procedures:
        elsewhere = not spinal and bool(region_lexicon().find(request))
        return Service(
            "Surgery",
            "Spine"
            if spinal or (first == "fusion" and not elsewhere)
            else "Non-arthroscopic Surgery",
        )
    if usual.subcategory == "Non-arthroscopic Surgery" and "arthroscopy" in procedures:
        return Service("Surgery", "Arthroscopic Surgery")
    if (
        usual.subcategory == "Arthroscopic Surgery"
        and "arthroscopy" not in procedures
        and _OPEN.search(request)
    ):
        return Service("Surgery", "Non-arthroscopic Surgery")
    return usual


def _drug(procedures: tuple[str, ...], request: str) -> Service:
    ingredients = [name for name in procedures if name in drugs()]
    first = services()[ingredients[0]]
    topical_brand = any(
        re.search(rf"(?<![a-z]){re.escape(brand)}", request.lower())
        for brand in load("drugs")["topical_brands"]
    )
    compound = bool(_COMPOUND.search(request)) and any(
        services()[name].subcategory in _SKIN_CLASSES for name in ingredients
    )
    on_skin = (
        bool(_TOPICAL.search(request) or (_PERCENT.search(request) and not _ORAL.search(request)))
        and first.subcategory in _SKIN_CLASSES
    )
    if len(ingredients) == 1 and ingredients[0] in load("drugs")["transdermal"] and not compound:
        return first
    if (
        topical_brand
        or compound
        or (on_skin and not re.search(r"\bor(?:al|ally)\b|\btab|\bcaps(?!a)", request, re.I))
    ):
        unusual = any(
            services()[name].subcategory in _COMPOUNDED_CLASSES or name in _COMPOUNDED_DRUGS
            for name in ingredients
        )
        # Lidocaine, menthol, capsaicin and salicylates come together in manufactured patches and
        # balms.
        usual = all(services()[name].subcategory == "Topical Analgesics" for name in ingredients)
        mixed = (
            unusual
            or compound
            or (len(ingredients) > 1 and not topical_brand and not usual)
            or first.subcategory == "Topical Compounds"
        )
        return Service("Pharmaceuticals", "Topical Compounds" if mixed else "Topical Analgesics")
    if ingredients[0] in load("drugs")["injected"] and _INJECTED.search(request):
        return Service("Pharmaceuticals", "Injection")
    return first
