"""A selection of disputed items by their facets, and its SQL."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, extract, or_, select

from index.records.schema import determinations, facets, items


class Facet(StrEnum):
    """What disputed items can be selected by. The values are the field's terms; see the gold labels' guide."""

    PROCEDURE = "procedure"
    REGION = "region"
    CATEGORY = "category"
    SUBCATEGORY = "subcategory"
    OUTCOME = "outcome"
    REPEAT = "repeat"
    LATERALITY = "laterality"
    RETROSPECTIVE = "retrospective"
    PARTLY_AUTHORIZED = "partly_authorized"
    GUIDELINE = "guideline"
    REASON = "reason"
    SPECIALTY = "specialty"
    CASE = "case"
    YEAR = "year"


_SEVERAL = {Facet.PROCEDURE, Facet.REGION, Facet.GUIDELINE, Facet.REASON, Facet.SPECIALTY}
_TRUTH = {Facet.RETROSPECTIVE, Facet.PARTLY_AUTHORIZED}


@dataclass(frozen=True)
class Criterion:
    """One facet and the values of which an item has at least one."""

    facet: Facet
    values: tuple[str, ...]

    def clause(self) -> ColumnElement[bool]:
        """The condition on a row of ``items`` joined with ``determinations``."""
        if self.facet in _SEVERAL:
            return exists(
                select(facets.c.item).where(facets.c.item == items.c.id, facets.c.facet == self.facet.value, facets.c.value.in_(self.values))
            )
        if self.facet is Facet.CASE:
            return determinations.c.case.in_(self.values)
        if self.facet is Facet.YEAR:
            return extract("year", determinations.c.decided).in_([int(value) for value in self.values])
        column = items.c[self.facet.value]
        if self.facet in _TRUTH:
            return or_(*(column.is_(value == "yes") for value in self.values))
        return column.in_(self.values)


@dataclass(frozen=True)
class Selection:
    """Disputed items that meet all criteria; without criteria, all items."""

    criteria: tuple[Criterion, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.criteria)

    def values(self, facet: Facet) -> tuple[str, ...]:
        """The values that the selection asks of a facet, or none."""
        return next((each.values for each in self.criteria if each.facet is facet), ())

    def but(self, facet: Facet, *values: str) -> "Selection":
        """The selection with other values for a facet, or without the facet where no value is given."""
        others = tuple(each for each in self.criteria if each.facet is not facet)
        return Selection((*others, Criterion(facet, values)) if values else others)

    def clause(self) -> ColumnElement[bool]:
        """The condition on a row of ``items`` joined with ``determinations``."""
        return and_(True, *(each.clause() for each in self.criteria))
