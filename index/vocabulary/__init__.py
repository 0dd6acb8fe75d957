"""The field's terms, in data files beside this module, and the lexicons made of them.

The canonical names are those of the gold labels' guide; categories, subcategories and drug classes
are the spellings of the Division of Workers' Compensation's public decision search. A store can
hold a user's own additions (see `index.vocabulary.own`); opening it makes them active for the
context that opened it.
"""

from contextvars import ContextVar
from pathlib import Path
from typing import Any

from index.vocabulary.lexicon import Lexicon, Mention
from index.vocabulary.own import digest_of, read_own
from index.vocabulary.shipped import Service
from index.vocabulary.terms import Vocabulary
from index.vocabulary.terms import shipped as shipped_vocabulary

__all__ = [
    "Lexicon",
    "Mention",
    "Service",
    "Vocabulary",
    "active",
    "class_lexicon",
    "drugs",
    "load",
    "procedure_lexicon",
    "question_lexicon",
    "region_class_lexicon",
    "region_groups",
    "region_lexicon",
    "region_names",
    "request_lexicon",
    "services",
    "use",
]

_active: ContextVar[Vocabulary | None] = ContextVar("vocabulary", default=None)
_known: dict[str, Vocabulary] = {}


def active() -> Vocabulary:
    """The vocabulary that descriptions and questions are read with in this context: the shipped
    one, or that of `use`.
    """
    return _active.get() or shipped_vocabulary()


def use(own: Path | None) -> Vocabulary:
    """Make the shipped vocabulary with a user's additions active in this context, or the shipped
    one alone; that vocabulary.

    Raises:
        BadVocabulary: the file of additions cannot be used.
    """
    if own is None:
        vocabulary = shipped_vocabulary()
    else:
        # The lexicons are built once for the same additions, however often their store is opened.
        digest = digest_of(own)
        if digest not in _known:
            _known[digest] = Vocabulary(read_own(own), digest)
        vocabulary = _known[digest]
    _active.set(vocabulary)
    return vocabulary


def load(name: str) -> Any:
    """The content of one of the vocabulary's data files, by its name without the ending, with the
    active additions.
    """
    return active().data(name)


def services() -> dict[str, Service]:
    """Every known service and drug by canonical name; a name that was made by form (see
    `index.vocabulary.forms`) has its place too.
    """
    return active().services


def drugs() -> frozenset[str]:
    """The canonical names that are drugs."""
    return active().drugs


def procedure_lexicon() -> Lexicon:
    """Words for services and drugs, to their canonical names."""
    return active().procedure_lexicon


def question_lexicon() -> Lexicon:
    """Words for services and drugs as a question uses them, to their canonical names."""
    return active().question_lexicon


def request_lexicon() -> Lexicon:
    """Words for services and drugs as a request uses them, to their canonical names."""
    return active().request_lexicon


def region_lexicon() -> Lexicon:
    """Words for body regions, to their canonical names."""
    return active().region_lexicon


def region_names() -> frozenset[str]:
    """Every word for a body region, lower case."""
    return active().region_names


def region_groups() -> dict[str, tuple[str, ...]]:
    """The groups of neighbouring regions, by a name in words: the next wider selection."""
    return active().region_groups


def class_lexicon() -> Lexicon:
    """Words for whole classes of services, to "category:…" or "subcategory:…"; the Division's own
    names of more than one word among them.
    """
    return active().class_lexicon


def region_class_lexicon() -> Lexicon:
    """Words of questions for body regions: single ones, and those that stand for several
    ("spine").
    """
    return active().region_class_lexicon
