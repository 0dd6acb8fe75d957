"""What is right about a case, derived from the gold labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from evals.labels import Label, LabelSelection
from evals.questions import (
    Case,
    ComparisonCase,
    DeterminationCase,
    FalsePremiseCase,
    FollowUpCase,
    UnanswerableCase,
)

Item = tuple[str, int]


@dataclass(frozen=True)
class Gold:
    """The right answer to a case.

    ``item_sets`` are the sets of items that are to be counted (two for a comparison, none where
    nothing is to be counted). ``about`` are all items that the question is about. ``abstain`` is
    true where there is no answer.
    """

    item_sets: tuple[frozenset[Item], ...] = ()
    about: frozenset[Item] = frozenset()
    abstain: bool = False


@dataclass(frozen=True)
class Corpus:
    """The labels of a corpus by (case, item), and the decision dates by case, as far as the letters
    have them.
    """

    labels: Mapping[Item, Label]
    decided: Mapping[str, date] = field(default_factory=dict)

    @property
    def years(self) -> dict[str, int]:
        """The decision years by case."""
        return {case: day.year for case, day in self.decided.items()}

    def select(self, selection: LabelSelection) -> frozenset[Item]:
        """The items that a selection means."""
        years = self.years
        return frozenset(
            key
            for key, label in self.labels.items()
            if selection.holds(label, years.get(label.case))
        )

    def overturned(self, items: Sequence[Item] | frozenset[Item]) -> int:
        """How many of some items were overturned."""
        return sum(self.labels[item].outcome == "overturned" for item in items)

    def record(self, case: str, item: int | None) -> str:
        """The line that says what an item of a case is, how it was decided and when; the case alone
        where no item is given.
        """
        label = self.labels.get((case, item)) if item else None
        decided = f", decided {self.decided[case]}" if case in self.decided else ""
        of = sum(name == case for name, _ in self.labels)
        return (
            f"{case}, item {item} of {of}{decided}: {label.disputed}: {label.outcome}."
            if label
            else f"{case}{decided}."
        )


def gold_of(case: Case, corpus: Corpus) -> Gold:
    """The gold of a case over a corpus."""
    if isinstance(case, UnanswerableCase):
        return Gold(abstain=True)
    if isinstance(case, DeterminationCase | FalsePremiseCase):
        return Gold(about=frozenset((case.case, item) for item in case.asked_items))
    if isinstance(case, ComparisonCase):
        sets = tuple(corpus.select(selection) for selection in case.selections)
        return Gold(sets, frozenset().union(*sets))
    if isinstance(case, FollowUpCase):
        items = corpus.select(case.selection)
    elif case.items is not None:
        items = frozenset(case.items)
    elif case.selection is not None:
        items = corpus.select(case.selection)
    else:
        raise ValueError(f"{case.id}: neither selection nor items")
    return Gold((items,), items)
