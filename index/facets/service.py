"""What was asked for: the service or drug, and the Division's classes of services."""

from collections.abc import Sequence

from index.facets.facet import Column, Facet, Kind, Rows, Slot, Table, either
from index.vocabulary import active

_ACRONYMS = {
    "mri": "MRI",
    "ct": "CT",
    "emg": "EMG",
    "ncs": "NCS",
    "eeg": "EEG",
    "ecg": "ECG",
    "tens": "TENS",
    "prp": "PRP",
    "mr": "MR",
    "pet": "PET",
    "vng": "VNG",
    "x-ray": "X-ray",
    "slap": "SLAP",
    "acl": "ACL",
}


def service_words(name: str) -> str:
    """A canonical service name as it is written in prose: "MRI", "knee X-ray"."""
    return " ".join(_ACRONYMS.get(word, word) for word in name.split())


def _services(names: Sequence[str]) -> str:
    return either([service_words(name) for name in names])


PROCEDURE = Facet(
    name="procedure",
    label="service",
    kind=Kind.MANY,
    storage=Rows("procedure"),
    slot=Slot.SERVICE,
    phrase=_services,
    value_words=service_words,
    values=lambda: active().service_names,
    extract=lambda source: source.read.procedures,
    attribute="procedures",
    filter_rank=0,
    is_first_filter=True,
    is_groupable=True,
    is_proposable=True,
    is_service=True,
    tells_apart=True,
)

CATEGORY = Facet(
    name="category",
    label="category",
    kind=Kind.ONE,
    storage=Column(Table.ITEMS, "category"),
    slot=Slot.CLASS,
    phrase=lambda values: either([f"category {value}" for value in values]),
    values=lambda: active().categories,
    attribute="category",
    filter_rank=7,
    is_groupable=True,
    is_proposable=True,
    is_service=True,
)

SUBCATEGORY = Facet(
    name="subcategory",
    label="subcategory",
    kind=Kind.ONE,
    storage=Column(Table.ITEMS, "subcategory"),
    slot=Slot.CLASS,
    phrase=lambda values: either([f"subcategory {value}" for value in values]),
    values=lambda: active().subcategories,
    attribute="subcategory",
    filter_rank=8,
    is_groupable=True,
    is_proposable=True,
    is_service=True,
    tells_apart=True,
)
