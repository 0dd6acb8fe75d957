"""Which of several counts come first, in one sentence, with ties and thin groups named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.evidence.tally import wilson
from assistant.presentation.phrases import percent, plural

#: A share of fewer items shows no pattern.
THIN = 5
_NAMED = 5


@dataclass(frozen=True)
class Ranked:
    """What is ranked: ``count`` of ``of`` items have it."""

    name: str
    count: int
    of: int

    @property
    def share(self) -> float:
        """The share that orders it."""
        return self.count / self.of if self.of else 0.0


def first_by_share(
    every: Sequence[Ranked], most: int, lead: str, one: str = "item"
) -> Iterator[str]:
    """Which have the highest shares, those of fewer than five items left out where there are
    others; ``lead`` says of what ("Overturned most often"), ``one`` names what is counted.
    """
    thick = [each for each in every if each.of >= THIN]
    ranked = sorted(
        thick or [each for each in every if each.of],
        key=lambda each: (-each.share, -each.of, each.name),
    )
    if not ranked:
        yield f"{lead}: none, since no group holds anything."
        return
    last = ranked[: max(1, most)][-1]
    first = [each for each in ranked if each.share >= last.share]
    told = "; ".join(_shared(first[: most + _NAMED], one))
    yield f"{_lead(lead, most, len(first), len(ranked))}: {told}."
    yield from _notes(ranked, first, most)
    thin = [each for each in every if each.of < THIN] if thick else []
    if thin:
        named = [f"{each.name} ({each.count} of {each.of})" for each in thin[:_NAMED]]
        more = " and others" if len(thin) > _NAMED else ""
        yield (f"Left out of this order, with fewer than five {one}s: {', '.join(named)}{more}.")
    if not thick:
        yield f"Each holds fewer than five {one}s, too few to show a pattern."


def first_by_count(
    every: Sequence[Ranked], most: int, lead: str, one: str | None = None
) -> Iterator[str]:
    """Which are counted most often; ``one`` names what they are counted among, None where they are
    counted among nothing in common.
    """
    ranked = sorted(
        (each for each in every if each.count), key=lambda each: (-each.count, each.name)
    )
    if not ranked:
        return
    last = ranked[: max(1, most)][-1]
    first = [each for each in ranked if each.count >= last.count]
    told = "; ".join(
        f"{each.name}, in {each.count:,} of {plural(each.of, one)}"
        if one
        else f"{each.name} ({each.count:,})"
        for each in first[: most + _NAMED]
    )
    yield f"{_lead(lead, most, len(first), len(ranked))}: {told}."
    if len(first) > most:
        equal = [each.name for each in first if each.count == last.count]
        yield f"Equally often: {_named(equal)}."


def _lead(lead: str, most: int, found: int, held: int) -> str:
    """The lead, with how many are asked for where that is more than one."""
    if most == 1 or found == 1:
        return lead
    if held <= most:
        return f"{lead}, in order"
    return f"{lead}, the first {most}"


def _shared(first: Sequence[Ranked], one: str) -> list[str]:
    return [
        f"{each.name}, in {each.count:,} of {plural(each.of, one)} ({percent(each.share)})"
        for each in first
    ]


def _notes(ranked: Sequence[Ranked], first: Sequence[Ranked], most: int) -> Iterator[str]:
    last = first[-1]
    if len(first) > most:
        equal = [each.name for each in first if each.share == last.share]
        yield f"Equal: {_named(equal)}."
    behind = ranked[len(first) :]
    if not behind:
        return
    low = wilson(last.count, last.of)[0]
    high = wilson(behind[0].count, behind[0].of)[1]
    if low <= high:
        yield f"The intervals of {last.name} and of the next, {behind[0].name}, overlap."


def _named(names: Sequence[str]) -> str:
    """The first of some names, and whether there are others."""
    if len(names) == 2:
        return " and ".join(names)
    return ", ".join(names[:_NAMED]) + (" and others" if len(names) > _NAMED else "")
