"""What is negated in a question, as criteria."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.question.flat import TRUTH, Criterion, Facet
from assistant.question.scope import Target

#: Facets with two sides: what is not the one is the other.
OPPOSED = frozenset({Facet.REPEAT, *TRUTH})
# Facets of numbers: what is not over 50 is up to 50.
_ORDERED = (Facet.AGE, Facet.YEAR, Facet.MONTH, Facet.AMOUNT)
# Facets of which an item has one value: who asks for one does not ask for the others.
_SINGLE = (Facet.LATERALITY, Facet.SEX, Facet.PRIORITY)
_SUBJECTS = (Facet.PROCEDURE, Facet.CATEGORY, Facet.SUBCATEGORY, Facet.REGION)


def excluding(words: str, targets: Sequence[Target]) -> list[Criterion]:
    """The criteria that leave out what some targets name, or that ask for its opposite where there
    is one.
    """
    excluded: dict[Facet, list[str]] = {}
    asked: dict[Facet, list[str]] = {}
    for target in targets:
        if _within_another(target, targets):
            continue
        for value in target.values:
            other = _opposite(target.facet, value)
            (excluded if other is None else asked).setdefault(target.facet, []).append(
                other or value
            )
    bars = [
        Criterion(facet, tuple(dict.fromkeys(values)), excluded=True)
        for facet, values in excluded.items()
    ]
    # "Not under 30 or over 60" are two bounds; an item meets both.
    wanted = [
        Criterion(facet, (value,))
        for facet, values in asked.items()
        for value in dict.fromkeys(values)
    ]
    return [*wanted, *bars]


def without_excluded(
    asked: Sequence[Criterion], barred: Sequence[Criterion]
) -> tuple[Criterion, ...]:
    """What is asked for together with what is left out: values that are left out are not asked for
    ("the spine except the neck").

    What a question asks for alone it does not leave out: "physical therapy for somebody who had had
    no therapy".
    """
    criteria = list(asked)
    added: list[Criterion] = []
    for bar in barred:
        same = [each for each in criteria if each.facet is bar.facet and not each.excluded]
        if not bar.excluded:
            added += [bar] if bar not in criteria else []
            continue
        if any(set(each.values) <= set(bar.values) for each in same) or (
            same
            and bar.facet in _SINGLE
            and not any(set(each.values) & set(bar.values) for each in same)
        ):
            continue
        criteria = [
            replace(each, values=tuple(value for value in each.values if value not in bar.values))
            if each in same
            else each
            for each in criteria
        ]
        added.append(bar)
    return (*criteria, *added)


def _within_another(target: Target, targets: Sequence[Target]) -> bool:
    """Whether another target at the same place says what is meant: the class of a service, the
    specialty of a reviewer.
    """
    for other in targets:
        if other is target or not (other.start <= target.start < other.end):
            continue
        if other.facet is Facet.SPECIALTY and target.facet in _SUBJECTS:
            return True
        if other.facet in (Facet.CATEGORY, Facet.SUBCATEGORY) and target.facet is Facet.PROCEDURE:
            return True
    return False


def _opposite(facet: Facet, value: str) -> str | None:
    """The value that items have that have not this one; None where there is no such."""
    if facet in TRUTH:
        return {"yes": "no", "no": "yes"}.get(value)
    # Of a repeat that is not, the letter says that it is the first, or says nothing.
    if facet not in _ORDERED:
        return None
    unit, colon, span = value.rpartition(":")
    dash = "/" if facet is Facet.MONTH else "-"
    if facet is Facet.MONTH and dash in span:
        low, _, high = span.partition("/")
        return None if low and high else f"/{_month(low, -1)}" if low else f"{_month(high, 1)}/"
    low, found, high = span.partition("-")
    if facet is Facet.MONTH or not found or (low and high):
        return None
    return f"{unit}{colon}-{int(low) - 1}" if low else f"{unit}{colon}{int(high) + 1}-"


def _month(month: str, step: int) -> str:
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + step
    return f"{number // 12}-{number % 12 + 1:02}"
