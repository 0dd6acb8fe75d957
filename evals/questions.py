"""Evaluation cases: a question with what is right about it, by kind, in YAML."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from evals.labels import BadLabels, LabelSelection


class _Case(BaseModel):
    """What all cases have: a unique ``id``, the ``question`` as a user types it, and remarks for
    readers of the file.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    question: str = ""
    remark: str | None = None


class _Counted(_Case):
    """A question about a set of items: ``selection`` over the gold labels, or the ``items``
    themselves as (case, item).
    """

    selection: LabelSelection | None = None
    items: tuple[tuple[str, int], ...] | None = None

    @model_validator(mode="after")
    def _one_gold(self):
        if (self.selection is None) == (self.items is None):
            raise ValueError("give either selection or items")
        return self


class TallyCase(_Counted):
    """How a selection was decided: right is the exact set of items."""

    kind: Literal["tally"]


class ReasonsCase(_Counted):
    """Why a selection was decided as it was: right is the set of items, and a quoted reason that
    the labels give.
    """

    kind: Literal["reasons"]


class TrendCase(_Counted):
    """How a selection was decided over time, or by another facet ``by``."""

    kind: Literal["trend"]
    by: str = "year"


class ComparisonCase(_Case):
    """How two selections compare: right are both sets of items."""

    kind: Literal["comparison"]
    selections: tuple[LabelSelection, LabelSelection]


class DeterminationCase(_Case):
    """What one determination decided and why: right are the outcomes of the items asked for, and a
    reason that the labels give.
    """

    kind: Literal["case"]
    case: str
    asked_items: tuple[int, ...] = Field(min_length=1)


class FalsePremiseCase(_Case):
    """A question that takes a wrong outcome for granted: right is the correction."""

    kind: Literal["false premise"]
    case: str
    asked_items: tuple[int, ...] = Field(min_length=1)
    claimed: Literal["upheld", "overturned"]


class UnanswerableCase(_Case):
    """A question that the letters cannot answer, or about a case or service that is not there:
    right is an abstention.
    """

    kind: Literal["unanswerable"]
    why: Literal["out of scope", "no such case", "nothing on it"]


class FollowUpCase(_Case):
    """A conversation: ``turns`` in order, of which the last is scored by the gold selection."""

    kind: Literal["follow-up"]
    turns: tuple[str, ...] = Field(min_length=2)
    selection: LabelSelection


Case = Annotated[
    TallyCase
    | ReasonsCase
    | TrendCase
    | ComparisonCase
    | DeterminationCase
    | FalsePremiseCase
    | UnanswerableCase
    | FollowUpCase,
    Field(discriminator="kind"),
]
_CASES: TypeAdapter[tuple[Case, ...]] = TypeAdapter(tuple[Case, ...])


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases in a YAML file: a list of mappings.

    Raises:
        BadLabels: the file is missing or is no list of cases, or an id stands twice.
    """
    try:
        cases = _CASES.validate_python(yaml.safe_load(path.read_text("utf-8")))
    except OSError as error:
        raise BadLabels(f"{path}: {error.strerror}") from error
    except (yaml.YAMLError, ValidationError) as error:
        raise BadLabels(f"{path}: {error}") from error
    twice = {case.id for case in cases if sum(other.id == case.id for other in cases) > 1}
    if twice:
        raise BadLabels(f"{path}: ids that stand twice: {', '.join(sorted(twice))}")
    return cases


def first_of_each_kind(cases: Sequence[Case], most: int) -> list[Case]:
    """The first ``most`` cases of each kind, in their order.

    Raises:
        ValueError: ``most`` is below one.
    """
    if most < 1:
        raise ValueError("give at least one case of each kind")
    taken: Counter[str] = Counter()
    kept = []
    for case in cases:
        taken[case.kind] += 1
        if taken[case.kind] <= most:
            kept.append(case)
    return kept
