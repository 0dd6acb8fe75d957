"""What sets the overturned items of a selection apart from the upheld ones: facets that are over-represented on one side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scipy.stats import fisher_exact

from index.determination import Outcome
from index.records.read import ItemRecord
from index.records.selection import Facet

#: On a side with fewer items nothing is claimed.
LEAST = 5
_LEVEL = 0.05


@dataclass(frozen=True)
class Distinction:
    """A facet's value that is more frequent on one side than chance explains.

    Of ``of_overturned`` overturned items ``overturned`` have it, of ``of_upheld`` upheld ones ``upheld``. ``p`` is that of Fisher's
    exact test (two-sided), corrected by Holm for the ``tests`` values that were compared.
    """

    facet: Facet
    value: str
    overturned: int
    of_overturned: int
    upheld: int
    of_upheld: int
    p: float
    tests: int

    @property
    def chance(self) -> str:
        """The p-value as text."""
        return "below 0.001" if self.p < 0.001 else f"{self.p:.3f}"


def enough(records: Sequence[ItemRecord]) -> bool:
    """Whether both sides hold enough items for a claim."""
    return all(sum(record.outcome is outcome for record in records) >= LEAST for outcome in Outcome)


def distinctions(records: Sequence[ItemRecord]) -> tuple[Distinction, ...]:
    """The values that set the sides apart, the surest first; none where a side holds fewer than five items.

    S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979) 65-70.
    """
    if not enough(records):
        return ()
    sides = {outcome: [record for record in records if record.outcome is outcome] for outcome in Outcome}
    won, lost = len(sides[Outcome.OVERTURNED]), len(sides[Outcome.UPHELD])
    counted: dict[tuple[Facet, str], list[int]] = {}
    for side, outcome in enumerate((Outcome.OVERTURNED, Outcome.UPHELD)):
        for record in sides[outcome]:
            for value in set(_values(record)):
                counted.setdefault(value, [0, 0])[side] += 1
    # What nearly all or nearly none have cannot tell the sides apart.
    tested = {value: both for value, both in counted.items() if 1 < sum(both) < won + lost}
    ranked = sorted((fisher_exact([[both[0], won - both[0]], [both[1], lost - both[1]]]).pvalue, value, both) for value, both in tested.items())
    found, worst = [], 0.0
    for rank, (p, (facet, value), both) in enumerate(ranked):
        worst = max(worst, min(1.0, p * (len(ranked) - rank)))
        if worst >= _LEVEL:
            break
        found.append(Distinction(facet, value, both[0], won, both[1], lost, worst, len(ranked)))
    return tuple(found)


def _values(record: ItemRecord) -> Iterable[tuple[Facet, str]]:
    """What of an item can tell outcomes apart; reasons cannot, since each outcome has its own."""
    several = ((Facet.PROCEDURE, record.procedures), (Facet.REGION, record.regions), (Facet.GUIDELINE, record.guidelines), (Facet.SPECIALTY, record.specialties))
    yield from ((facet, value) for facet, values in several for value in values)
    single = ((Facet.SUBCATEGORY, record.subcategory), (Facet.LATERALITY, record.laterality), (Facet.REPEAT, record.repeat), (Facet.SEX, record.sex), (Facet.MECHANISM, record.mechanism), (Facet.PRIORITY, record.priority))
    yield from ((facet, value) for facet, value in single if value and value != "unknown")
    yield from ((facet, "yes") for facet, held in ((Facet.RETROSPECTIVE, record.retrospective), (Facet.PARTLY_AUTHORIZED, record.partly_authorized)) if held)
