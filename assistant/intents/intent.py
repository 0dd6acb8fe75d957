"""What an intent is: everything that the program has to know of one kind of question, in one
declaration.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.answer import Statement
from assistant.evidence.evidence import Evidence
from assistant.evidence.sources import Sources
from assistant.query import IntentName, Query

#: The parts of a query by which every answer goes that counts a population.
COUNTING = frozenset({"unit", "outcome", "compare", "group_by", "measure", "top"})


def no_chip(query: Query) -> str | None:
    """An intent that shows in the rest of the query has no chip of its own."""
    return None


@dataclass(frozen=True)
class Intent:
    """One kind of question.

    ``label`` says what is wanted. ``examples`` are questions of this kind, as people ask them.
    ``gather`` adds what an answer may rest on to the evidence, ``lacks`` says why the evidence
    does not carry an answer (None where it does), ``write`` gives the statements of the built-
    in wording. ``uses`` are the parts of a query that the answer goes by, besides its filter
    of a population, what it takes for granted and the words that were not understood, which every
    answer tells: what else a query asks is named as not taken into account.
    ``question`` words a query of this intent as a question, ``chip`` what stands for the intent
    among the parts of a query, None for nothing. ``evaluation`` is the kind of case that its
    answers are scored as, None where nothing is counted that could be right. ``has_filter``
    tells whether it is asked of a population of items, ``is_readable`` whether the rules
    read it.
    """

    name: IntentName
    label: str
    examples: tuple[str, ...]
    gather: Callable[[Evidence, Sources], None]
    write: Callable[[Evidence], Iterator[Statement]]
    lacks: Callable[[Evidence], str | None]
    question: Callable[[Query], str]
    uses: frozenset[str] = frozenset()
    chip: Callable[[Query], str | None] = no_chip
    evaluation: str | None = None
    has_filter: bool = True
    is_readable: bool = True
