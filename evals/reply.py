"""What a system replied, in the form in which it is scored."""

from dataclasses import dataclass, field

#: A day's ordinal and this make its Julian day.
JULIAN = 1_721_424.5


@dataclass(frozen=True)
class CitedPassage:
    """A passage that a statement cites: the words, whose they are, and where they stand (see
    `assistant.answer.Citation`).
    """

    id: int
    case: str
    item: int | None
    outcome: str | None
    quote: str
    file: str
    page: int | None
    start: int
    end: int


@dataclass(frozen=True)
class Said:
    """One statement and the ids of the passages that it cites."""

    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True)
class Counted:
    """A count: the items counted, as (case, item), and how they were said to be decided."""

    n: int
    upheld: int
    overturned: int
    items: frozenset[tuple[str, int]]


@dataclass(frozen=True)
class FacetCount:
    """How many of ``among`` items have some value of a facet, and which, as (case, item);
    ``among_items`` are all of these, where they are told.
    """

    value: str
    n: int
    among: int
    items: frozenset[tuple[str, int]]
    among_items: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True)
class Summed:
    """Numbers that a reply sums up: all of them, one of each of ``among`` letters or items as far
    as it is known; ``are_days`` says that they are Julian days. ``bins`` are (low, high, how many
    of them).
    """

    values: tuple[float, ...]
    among: int
    are_days: bool = False
    bins: tuple[tuple[float, float, int], ...] = ()


@dataclass(frozen=True)
class Reply:
    """A system's answer to a case.

    ``counts`` begin with the one that answers the question; ``facets`` are counts within it,
    ``summed`` numbers of its letters or items.
    ``retrieved`` are the (case, item) of the passages that it found, best first; the item is None
    where the passage belongs to none. ``tokens`` is what a chat model used, None without one;
    ``given`` those of them that it said itself, in ``waited`` seconds. Of the statements that a
    model ``drafted`` the system ``refused`` some, of which the model ``mended`` some when asked
    again.
    """

    text: str
    abstained: bool
    statements: tuple[Said, ...] = ()
    passages: tuple[CitedPassage, ...] = ()
    counts: tuple[Counted, ...] = ()
    facets: tuple[FacetCount, ...] = ()
    summed: tuple[Summed, ...] = ()
    retrieved: tuple[tuple[str, int | None], ...] = ()
    seconds: float = 0.0
    tokens: int | None = None
    given: int | None = None
    waited: float | None = None
    drafted: int = 0
    refused: int = 0
    mended: int = 0
    notes: tuple[str, ...] = field(default=())
