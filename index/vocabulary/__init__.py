"""The field's terms, in data files beside this module, and the lexicons made of them.

The canonical names are those of the gold labels' guide; categories, subcategories and drug classes are the
spellings of the Division of Workers' Compensation's public decision search.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True)
class Mention:
    """A term found in a text: what it stands for, and where it stands (offsets into that text)."""

    values: tuple[str, ...]
    start: int
    end: int


class Lexicon:
    """Finds terms in a text: whole words, any case, white space and hyphens alike, the longest term first."""

    def __init__(self, terms: Mapping[str, tuple[str, ...]]):
        self._values = {_key(term): values for term, values in terms.items()}
        longest_first = sorted(terms, key=lambda term: (-len(term), term))
        self._pattern = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(map(_pattern, longest_first))})(?![A-Za-z])", re.I)

    def find(self, text: str) -> list[Mention]:
        """The mentions in ``text``, in its order; they do not overlap."""
        found = ((match, self._lookup(match.group())) for match in self._pattern.finditer(text))
        return [Mention(values, match.start(), match.end()) for match, values in found if values]

    def values(self, text: str) -> tuple[str, ...]:
        """What the mentions in ``text`` stand for, each value once, in the order of their first mention."""
        return tuple(dict.fromkeys(value for mention in self.find(text) for value in mention.values))

    def _lookup(self, words: str) -> tuple[str, ...]:
        key = _key(words)
        for form in (key, key.removesuffix("s"), key.removesuffix("'s")):
            if form in self._values:
                return self._values[form]
        return ()


def _key(term: str) -> str:
    return re.sub(r"[\s\-‐-―]+", "", term.lower())


def _pattern(term: str) -> str:
    words = [re.escape(word) for word in re.split(r"[\s\-]+", term)]
    return r"[\s\-‐-―]*".join(words) + (r"(?:'?s)?" if len(term) > 3 else "")


def load(name: str) -> Any:
    """The content of one of the vocabulary's data files, by its name without the ending."""
    return yaml.safe_load(files(__name__).joinpath(f"{name}.yaml").read_text("utf-8"))


@dataclass(frozen=True)
class Service:
    """A service's place in the Division's search: its category and subcategory."""

    category: str
    subcategory: str


@cache
def services() -> dict[str, Service]:
    """Every known service and drug by canonical name."""
    known = {name: Service(category, sub) for category, subs in load("procedures").items() for sub, names in subs.items() for name in names}
    for drug_class, drugs in load("drugs")["classes"].items():
        known |= {name: Service("Pharmaceuticals", drug_class) for name in drugs}
    return known


@cache
def drugs() -> frozenset[str]:
    """The canonical names that are drugs."""
    return frozenset(name for group in load("drugs")["classes"].values() for name in group)


@cache
def procedure_lexicon() -> Lexicon:
    """Words for services and drugs, to their canonical names."""
    terms: dict[str, list[str]] = {}
    named = [(name, words) for subs in load("procedures").values() for names in subs.values() for name, words in names.items()]
    named += [(name, brands) for group in load("drugs")["classes"].values() for name, brands in group.items()]
    for name, words in named:
        for word in {name, *words}:
            # A word can stand for several services ("chirophysio therapy").
            terms.setdefault(word, []).append(name)
    merged = {word: tuple(names) for word, names in terms.items()}
    return Lexicon(merged | {brand: tuple(parts) for brand, parts in load("drugs")["mixtures"].items()})


@cache
def region_lexicon() -> Lexicon:
    """Words for body regions, to their canonical names."""
    data = load("regions")
    terms = {word: (name,) for name, words in data["regions"].items() for word in {name, *words}}
    terms |= {word: tuple(names) for word, names in data["several"].items()}
    return Lexicon(terms | {word: () for word in data["not_a_region"]})


@cache
def region_names() -> frozenset[str]:
    """Every word for a body region, lower case."""
    return frozenset(term.lower() for name, words in load("regions")["regions"].items() for term in (name, *words))


@cache
def region_groups() -> dict[str, tuple[str, ...]]:
    """The groups of neighbouring regions, by a name in words: the next wider selection."""
    return {name: tuple(regions) for name, regions in load("regions")["groups"].items()}


@cache
def class_lexicon() -> Lexicon:
    """Words for whole classes of services, to "category:…" or "subcategory:…"; the Division's own names of more than one word among them."""
    data = load("classes")
    official = {service.subcategory for service in services().values()}
    terms = {name.lower(): (f"subcategory:{name}",) for name in official if re.search(r"[\s/&]", name)}
    terms |= {word: (f"category:{name}",) for name, words in data["categories"].items() for word in words}
    terms |= {word: (f"subcategory:{name}",) for name, words in data["subcategories"].items() for word in words}
    return Lexicon(terms)


@cache
def region_class_lexicon() -> Lexicon:
    """Words of questions for body regions: single ones, and those that stand for several ("spine")."""
    data = load("regions")
    terms = {word: (name,) for name, words in data["regions"].items() for word in {name, *words}}
    terms |= {word: tuple(names) for word, names in {**load("classes")["regions"], **data["several"]}.items()}
    return Lexicon(terms)
