"""A selection of disputed items by their facets, and its SQL."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, extract, not_, or_, select

from index.store.sqlite.schema import amounts, determinations, facets, items


class Facet(StrEnum):
    """What disputed items can be selected by. The values are the field's terms; see the gold
    labels' guide.
    """

    PROCEDURE = "procedure"
    REGION = "region"
    LEVEL = "level"
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
    POSITION = "position"
    YEAR = "year"
    MONTH = "month"
    PRIORITY = "priority"
    SEX = "sex"
    AGE = "age"
    MENTIONS = "mentions"
    DIAGNOSIS = "diagnosis"
    MECHANISM = "mechanism"
    AMOUNT = "amount"
    EITHER = "either"


#: Facets of which an item can have several values.
SEVERAL = {
    Facet.PROCEDURE,
    Facet.REGION,
    Facet.LEVEL,
    Facet.DIAGNOSIS,
    Facet.MECHANISM,
    Facet.GUIDELINE,
    Facet.REASON,
    Facet.SPECIALTY,
}
#: Facets whose values are "yes" and "no".
TRUTH = {Facet.RETROSPECTIVE, Facet.PARTLY_AUTHORIZED}


@dataclass(frozen=True)
class Criterion:
    """One facet and the values of which an item has at least one, or none where they are
    ``excluded``.

    The values of ``YEAR`` and ``AGE`` are numbers or spans of them, both ends included ("2016",
    "2016-2018", "50-", "-2015"), those of ``MONTH`` are like "2016-12", or spans with both ends
    included ("2016-07/2016-12", "2016-07/", "/2016-06"), those of ``AMOUNT`` a unit and a span
    ("sessions:13-"); those of ``EITHER`` name a value of another facet each, of which one is enough
    ("subcategory:Antidepressant", "procedure:gabapentin"); those of ``MENTIONS`` are words of the
    disputed request, each as the forms that it can have, joined by "|".
    """

    facet: Facet
    values: tuple[str, ...]
    excluded: bool = False

    def clause(self) -> ColumnElement[bool]:
        """The condition on a row of ``items`` joined with ``determinations``."""
        meant = self._meant()
        return or_(not_(meant), meant.is_(None)) if self.excluded else meant

    def _meant(self) -> ColumnElement[bool]:
        if self.facet in SEVERAL:
            # Not "exists": so SQLite can begin with the few rows that have the value instead of
            # going through all items.
            return items.c.id.in_(
                select(facets.c.item).where(
                    facets.c.facet == self.facet.value, facets.c.value.in_(self.values)
                )
            )
        if self.facet is Facet.EITHER:
            parts = [value.partition(":") for value in self.values]
            return or_(*(Criterion(Facet(name), (value,))._meant() for name, _, value in parts))
        if self.facet is Facet.CASE:
            return determinations.c.case.in_(self.values)
        if self.facet in (Facet.SEX, Facet.PRIORITY):
            return determinations.c[self.facet.value].in_(self.values)
        if self.facet is Facet.AGE:
            return or_(*(_within(determinations.c.age, value) for value in self.values))
        if self.facet is Facet.YEAR:
            return or_(
                *(
                    _within(extract("year", determinations.c.decided), value)
                    for value in self.values
                )
            )
        if self.facet is Facet.MONTH:
            number = extract("year", determinations.c.decided) * 12 + extract(
                "month", determinations.c.decided
            )
            return or_(
                *(
                    _within(
                        number,
                        "-".join(str(_months(end)) if end else "" for end in value.split("/")),
                    )
                    for value in self.values
                )
            )
        if self.facet is Facet.AMOUNT:
            asked = [each.split(":") for each in self.values]
            return exists(
                select(amounts.c.item).where(
                    amounts.c.item == items.c.id,
                    or_(
                        *(
                            and_(amounts.c.unit == unit, _within(amounts.c.high, span))
                            for unit, span in asked
                        )
                    ),
                )
            )
        if self.facet is Facet.MENTIONS:
            return or_(
                *(
                    items.c.disputed.icontains(form, autoescape=True)
                    for value in self.values
                    for form in value.split("|")
                )
            )
        if self.facet is Facet.POSITION:
            return items.c.position.in_([int(value) for value in self.values])
        column = items.c[self.facet.value]
        if self.facet in TRUTH:
            return or_(*(column.is_(value == "yes") for value in self.values))
        return column.in_(self.values)


def _months(month: str) -> int:
    """A month like "2016-12" as a number of months."""
    return int(month[:4]) * 12 + int(month[5:])


def _within(number: ColumnElement[int], span: str) -> ColumnElement[bool]:
    low, dash, high = span.partition("-")
    if not dash:
        return number == int(low)
    return and_(*([number >= int(low)] if low else []), *([number <= int(high)] if high else []))


@dataclass(frozen=True)
class Selection:
    """Disputed items that meet all criteria; without criteria, all items."""

    criteria: tuple[Criterion, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.criteria)

    def values(self, facet: Facet) -> tuple[str, ...]:
        """The values that the selection asks of a facet, or none."""
        return next(
            (each.values for each in self.criteria if each.facet is facet and not each.excluded), ()
        )

    def excluded(self, facet: Facet) -> tuple[str, ...]:
        """The values of a facet that the selection's items must not have."""
        return tuple(
            value
            for each in self.criteria
            if each.facet is facet and each.excluded
            for value in each.values
        )

    def but(self, facet: Facet, *values: str) -> "Selection":
        """The selection with other values for a facet, or without the facet where no value is
        given; what is excluded stays so.
        """
        others = tuple(each for each in self.criteria if each.facet is not facet or each.excluded)
        return Selection((*others, Criterion(facet, values)) if values else others)

    def names(self, facet: Facet) -> bool:
        """Whether a criterion is on a facet: asked for, excluded, or as one of several
        alternatives.
        """
        return any(
            each.facet is facet
            or (
                each.facet is Facet.EITHER
                and any(value.startswith(f"{facet}:") for value in each.values)
            )
            for each in self.criteria
        )

    def without(self, facet: Facet) -> "Selection":
        """The selection without any criterion on a facet (see `names`)."""
        return Selection(
            tuple(each for each in self.criteria if not Selection((each,)).names(facet))
        )

    def clause(self) -> ColumnElement[bool]:
        """The condition on a row of ``items`` joined with ``determinations``."""
        return and_(True, *(each.clause() for each in self.criteria))
