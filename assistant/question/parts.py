"""What a question asks for and leaves out, as the parts of a filter."""

from collections.abc import Iterable, Sequence

from assistant.question.scope import SERVICES, SUBJECTS, Target
from index.facets.body import LATERALITY
from index.facets.decision import PRIORITY, SPECIALTY
from index.facets.facet import Facet, Kind
from index.facets.filter import AnyOf, Criterion, Filter, Not, all_of, not_, one_of
from index.facets.service import CATEGORY, PROCEDURE, SUBCATEGORY
from index.facets.worker import SEX

# Facets of which an item has one value: who asks for one does not ask for the others.
_SINGLE = (LATERALITY, SEX, PRIORITY)


def any_of(parts: Sequence[Filter]) -> Filter:
    """What meets at least one of some filters."""
    return parts[0] if len(parts) == 1 else AnyOf(any=tuple(parts))


def left_out(targets: Sequence[Target]) -> list[Filter]:
    """The parts that leave out what some targets name, or that ask for its opposite where there is
    one: who leaves out what is retrospective asks for what is not.
    """
    barred: dict[Facet, list[str]] = {}
    wanted: list[Filter] = []
    others: list[Filter] = []
    for target in targets:
        if _within_another(target, targets):
            continue
        if target.filter is not None:
            others.append(not_(target.filter))
            continue
        facet = target.facet
        assert facet is not None, "a target has a facet or a filter"
        for value in target.values:
            if facet.kind is Kind.FLAG:
                wanted.append(one_of(facet, [{"yes": "no", "no": "yes"}[value]]))
            else:
                barred.setdefault(facet, []).append(value)
    return [
        *dict.fromkeys(wanted),
        *(not_(one_of(facet, values)) for facet, values in barred.items()),
        *dict.fromkeys(others),
    ]


def with_left_out(asked: Sequence[Filter], barred: Sequence[Filter]) -> tuple[Filter, ...]:
    """What is asked for together with what is left out: values that are left out are not asked for
    ("the spine except the neck").

    What a question asks for alone it does not leave out: "physical therapy for somebody who had had
    no therapy".
    """
    parts = list(asked)
    added: list[Filter] = []
    for bar in barred:
        inner = bar.negated if isinstance(bar, Not) else None
        if not isinstance(inner, Criterion):
            added += [bar] if bar not in parts else []
            continue
        facet, values = inner.facet, set(inner.values)
        same = [each for each in parts if isinstance(each, Criterion) and each.facet is facet]
        if any(set(each.values) <= values for each in same) or (
            same and facet in _SINGLE and not any(set(each.values) & values for each in same)
        ):
            continue
        parts = [
            one_of(facet, [value for value in each.values if value not in values])
            if isinstance(each, Criterion) and each in same
            else each
            for each in parts
        ]
        added.append(bar)
    return (*parts, *added)


def _within_another(target: Target, targets: Sequence[Target]) -> bool:
    """Whether another target at the same place says what is meant: the class of a service, the
    specialty of a reviewer.
    """
    for other in targets:
        if other is target or not (other.start <= target.start < other.end):
            continue
        if other.facet is SPECIALTY and target.facet in SUBJECTS:
            return True
        if other.facet in (CATEGORY, SUBCATEGORY) and target.facet is PROCEDURE:
            return True
        longer = other.end - other.start > target.end - target.start
        if longer and other.facet in SERVICES and target.facet in SERVICES:
            return True
    return False


def as_filter(parts: Iterable[Filter]) -> Filter | None:
    """Parts all of which have to be met; None for none."""
    return all_of(parts)
