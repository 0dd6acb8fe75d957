"""What the words of one question say, before the conversation makes a whole query of it."""

from dataclasses import dataclass

from assistant.query import IntentName, Premise, Refusal, Statistic, Unit
from assistant.question.spans import Stretch
from index.determination import Outcome
from index.facets.filter import Filter


@dataclass(frozen=True)
class Said:
    """What the words of one question say.

    ``words`` are the question's as they were read: courtesies and stories cut out, misspellings
    mended. ``skeleton`` are they with every value replaced by its kind. ``intent`` is None where
    the words have no form of their own. ``parts`` are the criteria that they name, ``groups`` those
    of each compared selection, beside ``parts``, which hold for all. ``outcome`` is the side asked
    for; ``is_counted`` whether it is that of the items to be counted or listed. ``of_both`` says
    that both outcomes are asked for, ``is_vague`` that the words name nothing of an item, whatever
    their intent. ``unread`` are the words that nothing owns, ``owned`` the stretches
    of those that something does.
    """

    question: str
    words: str
    skeleton: str = ""
    intent: IntentName | None = None
    parts: tuple[Filter, ...] = ()
    groups: tuple[tuple[Filter, ...], ...] = ()
    outcome: Outcome | None = None
    is_counted: bool = False
    of_both: bool = False
    unit: Unit = Unit.ITEM
    group_by: str | None = None
    measure: Statistic | None = None
    share: Filter | None = None
    top: int | None = None
    cases: tuple[str, ...] = ()
    item: int | None = None
    fact: str | None = None
    term: str | None = None
    premise: Premise | None = None
    refusal: Refusal | None = None
    unread: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    context: tuple[str, ...] = ()
    names_a_service: bool = False
    is_vague: bool = False
    owned: tuple[tuple[str, Stretch], ...] = ()
