"""A question as a typed query."""

from dataclasses import dataclass
from enum import StrEnum

from index.determination import Outcome
from index.records.selection import Facet, Selection


class Asked(StrEnum):
    """What a question wants to know; the kind of its answer.

    ``TALLY``: how items are decided. ``REASONS``: why. ``REQUIREMENTS``: what reviewers want to see.
    ``COMPARISON``: how two selections compare. ``TREND``: how items were decided over the years or
    months. ``BREAKDOWN``: how they were decided by the values of another facet. ``CASES``:
    which items there are. ``CASE``: what one determination decided, and why. ``PASSAGES``: what
    the letters say about some words. ``OUT_OF_SCOPE``: something that decisions cannot tell.
    """

    TALLY = "tally"
    REASONS = "reasons"
    REQUIREMENTS = "requirements"
    COMPARISON = "comparison"
    TREND = "trend"
    BREAKDOWN = "breakdown"
    CASES = "cases"
    CASE = "case"
    PASSAGES = "passages"
    OUT_OF_SCOPE = "out of scope"


@dataclass(frozen=True)
class Query:
    """What was understood of a question.

    ``cases`` are the case names in it, as written. ``claimed`` is the outcome that it takes for granted
    of a case ("why was X overturned in …"). ``unmatched`` are its words that no facet stands for;
    ``qualifiers`` those of them that stand right before a service or region and narrow it. ``respelt`` are
    the words that were taken for misspelt ones, as (written, read as). ``against`` is the second selection
    of a comparison, ``by`` the facet by whose values a trend or breakdown sets the items out.
    """

    question: str
    asked: Asked
    selection: Selection = Selection()
    cases: tuple[str, ...] = ()
    claimed: Outcome | None = None
    unmatched: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    respelt: tuple[tuple[str, str], ...] = ()
    against: Selection | None = None
    by: Facet | None = None
