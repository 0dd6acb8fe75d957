"""Gold labels of disputed items, and selections over them."""

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError


class BadLabels(Exception):
    """A file of labels or cases that cannot be used; the message names the file and the cause."""


class Label(BaseModel):
    """The labels of one disputed item, made by reading; the fields of ``python -m index items`` and
    the decisive sentence.

    ``levels``, ``amounts`` and ``service_dates`` are None where they were not labelled.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    case: str
    item: int
    request: str
    disputed: str
    outcome: Literal["upheld", "overturned", "partially overturned"]
    category: str
    subcategory: str
    procedures: tuple[str, ...]
    regions: tuple[str, ...]
    laterality: Literal["left", "right", "bilateral"] | None
    retrospective: bool
    partly_authorized: bool
    repeat: Literal["yes", "no", "unknown"]
    guidelines: tuple[str, ...]
    reasons: tuple[str, ...]
    quote: str | None = None
    levels: tuple[str, ...] | None = None
    amounts: tuple[str, ...] | None = None
    service_dates: tuple[str, ...] | None = None


def read_labels(path: Path) -> tuple[Label, ...]:
    """The labels in a JSON Lines file.

    Raises:
        BadLabels: the file is missing, or a line is no label.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise BadLabels(f"{path}: {error.strerror}") from error
    labels = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                labels.append(Label.model_validate(json.loads(line)))
            except (ValidationError, ValueError) as error:
                raise BadLabels(f"{path}, line {number}: {error}") from error
    return tuple(labels)


class LabelSelection(BaseModel):
    """Which labelled items are meant: all given fields have to hold; of several values of a field,
    one is enough.

    ``procedures_all`` asks for all of its values (a brand with two ingredients); ``year`` selects
    by the decision date of the letter, which the labels do not hold: the corpus gives it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    procedures: tuple[str, ...] = ()
    procedures_all: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    subcategory: tuple[str, ...] = ()
    outcome: Literal["upheld", "overturned"] | None = None
    laterality: tuple[str, ...] = ()
    retrospective: bool | None = None
    partly_authorized: bool | None = None
    repeat: Literal["yes", "no", "unknown"] | None = None
    guidelines: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    case: tuple[str, ...] = ()
    year: tuple[int, ...] = ()

    def holds(self, label: Label, year: int | None = None) -> bool:
        """Whether a labelled item is meant; ``year`` is that of its decision, None where the letter
        has no date.
        """
        several = (
            (self.procedures, label.procedures),
            (self.regions, label.regions),
            (self.guidelines, label.guidelines),
            (self.reasons, label.reasons),
        )
        single = (
            (self.category, label.category),
            (self.subcategory, label.subcategory),
            (self.laterality, label.laterality),
            (self.case, label.case),
            (self.year, year),
        )
        equal = (
            (self.outcome, label.outcome),
            (self.retrospective, label.retrospective),
            (self.partly_authorized, label.partly_authorized),
            (self.repeat, label.repeat),
        )
        return (
            all(not wanted or set(wanted) & set(given) for wanted, given in several)
            and set(self.procedures_all) <= set(label.procedures)
            and all(not wanted or given in wanted for wanted, given in single)
            and all(wanted is None or given == wanted for wanted, given in equal)
        )

    def items(
        self, labels: tuple[Label, ...], years: dict[str, int] | None = None
    ) -> frozenset[tuple[str, int]]:
        """The (case, item) pairs that are meant; ``years`` gives the decision year by case."""
        return frozenset(
            (label.case, label.item)
            for label in labels
            if self.holds(label, (years or {}).get(label.case))
        )
