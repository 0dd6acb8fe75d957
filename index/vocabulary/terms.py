"""A vocabulary: the data files, with a user's additions where there are some, and the lexicons made
of them.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Any

from index.vocabulary.forms import service_by_form
from index.vocabulary.lexicon import Lexicon
from index.vocabulary.shipped import Service, shipped_file


class Services(dict[str, Service]):
    """The services by canonical name. A name that no file holds was made of a request's words; its
    form tells its place.
    """

    def __missing__(self, name: str) -> Service:
        return service_by_form(name)


class Vocabulary:
    """The field's terms; ``additions`` are merged into the shipped files (file's name to content),
    ``digest`` is theirs ("" without).
    """

    def __init__(self, additions: Mapping[str, Any] | None = None, digest: str = ""):
        self._additions = additions or {}
        self._data: dict[str, Any] = {}
        self.digest = digest

    def data(self, name: str) -> Any:
        """The content of a data file with the additions, by its name without the ending."""
        if name not in self._data:
            plain = shipped_file(name)
            gone = frozenset(word.lower() for word in self._additions.get("replaces", ()))
            plain = _without(plain, gone) if gone and name in self._additions else plain
            self._data[name] = (
                _merged(plain, self._additions[name]) if name in self._additions else plain
            )
        return self._data[name]

    @cached_property
    def services(self) -> Services:
        """Every known service and drug by canonical name."""
        known = Services(
            {
                name: Service(category, sub)
                for category, subs in self.data("procedures").items()
                for sub, names in subs.items()
                for name in names
            }
        )
        known |= {
            name: Service("Pharmaceuticals", drug_class)
            for drug_class, group in self._drug_classes()
            for name in group
        }
        return known

    @cached_property
    def service_names(self) -> tuple[str, ...]:
        """The canonical names of `services`."""
        return tuple(self.services)

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The categories of `services`, sorted."""
        return tuple(sorted({each.category for each in self.services.values() if each.category}))

    @cached_property
    def subcategories(self) -> tuple[str, ...]:
        """The subcategories of `services`, sorted."""
        return tuple(
            sorted({each.subcategory for each in self.services.values() if each.subcategory})
        )

    @cached_property
    def drugs(self) -> frozenset[str]:
        """The canonical names that are drugs."""
        return frozenset(name for _, group in self._drug_classes() for name in group)

    def _drug_classes(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        data = self.data("drugs")
        yield from data["classes"].items()
        yield from (
            (drug_class, dict.fromkeys(names)) for drug_class, names in data["mixed_only"].items()
        )

    @cached_property
    def service_terms(self) -> dict[str, tuple[str, ...]]:
        """Words for services and drugs, to the canonical names; a word can stand for several
        ("chirophysio therapy").
        """
        terms: dict[str, list[str]] = {}
        named = [
            (name, words)
            for subs in self.data("procedures").values()
            for names in subs.values()
            for name, words in names.items()
        ]
        named += [
            (name, brands or ())
            for _, group in self._drug_classes()
            for name, brands in group.items()
        ]
        for name, words in named:
            for word in dict.fromkeys((name, *words)):
                terms.setdefault(word, []).append(name)
        merged = {word: tuple(names) for word, names in terms.items()}
        mixtures = {brand: tuple(parts) for brand, parts in self.data("drugs")["mixtures"].items()}
        return dict(self._other_endings(merged)) | merged | mixtures

    def _other_endings(
        self, terms: Mapping[str, tuple[str, ...]]
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The terms with another word for their last one ("consult" for "consultation")."""
        endings = self.data("requests")["endings"]
        for term, values in terms.items():
            begin, _, last = term.rpartition(" ")
            if begin:
                yield from ((f"{begin} {other}", values) for other in endings.get(last, ()))

    @cached_property
    def request_terms(self) -> dict[str, tuple[str, ...]]:
        """Words that stand for a service in requests only; none for those that mean no service
        there.
        """
        data = self.data("requests")
        terms: dict[str, list[str]] = {}
        for name, words in data["words"].items():
            for word in words:
                terms.setdefault(word, []).append(name)
        return {word: tuple(names) for word, names in terms.items()} | dict.fromkeys(
            data["no_service"], ()
        )

    @cached_property
    def procedure_lexicon(self) -> Lexicon:
        """Words for services and drugs, to their canonical names."""
        return Lexicon(self.service_terms)

    @cached_property
    def question_lexicon(self) -> Lexicon:
        """Words for services and drugs as a question uses them, to their canonical names."""
        asked = {word: (name,) for name, words in self.data("asked").items() for word in words}
        return Lexicon(asked | self.service_terms)

    @cached_property
    def request_lexicon(self) -> Lexicon:
        """Words for services and drugs as a request uses them, to their canonical names."""
        return Lexicon(self.request_terms | self.service_terms)

    @cached_property
    def region_terms(self) -> dict[str, tuple[str, ...]]:
        """Words for body regions, to their canonical names."""
        data = self.data("regions")
        terms = {
            word: (name,) for name, words in data["regions"].items() for word in (name, *words)
        }
        return terms | {word: tuple(names) for word, names in data["several"].items()}

    @cached_property
    def region_lexicon(self) -> Lexicon:
        """Words for body regions, to their canonical names."""
        return Lexicon(self.region_terms | dict.fromkeys(self.data("regions")["not_a_region"], ()))

    @cached_property
    def region_names(self) -> frozenset[str]:
        """Every word for a body region, lower case."""
        return frozenset(term.lower() for term in self.region_terms)

    @cached_property
    def region_groups(self) -> dict[str, tuple[str, ...]]:
        """The groups of neighbouring regions, by a name in words."""
        return {name: tuple(regions) for name, regions in self.data("regions")["groups"].items()}

    @cached_property
    def class_terms(self) -> dict[str, tuple[str, ...]]:
        """Words for whole classes of services, to "category:…" or "subcategory:…"."""
        data = self.data("classes")
        official = {
            service.subcategory for service in self.services.values() if service.subcategory
        }
        # The Division's own names of more than one word; a bare "Spine" is rather a region.
        terms = {
            name.lower(): (f"subcategory:{name}",)
            for name in sorted(official)
            if re.search(r"[\s/&]", name)
        }
        terms |= {
            word: (f"category:{name}",)
            for name, words in data["categories"].items()
            for word in words
        }
        return terms | {
            word: (f"subcategory:{name}",)
            for name, words in data["subcategories"].items()
            for word in words
        }

    @cached_property
    def class_lexicon(self) -> Lexicon:
        """Words for whole classes of services, to "category:…" or "subcategory:…"."""
        return Lexicon(self.class_terms)

    @cached_property
    def region_class_lexicon(self) -> Lexicon:
        """Words of questions for body regions: single ones, and those that stand for several
        ("spine").
        """
        several = {word: tuple(names) for word, names in self.data("classes")["regions"].items()}
        traps = dict.fromkeys(self.data("regions")["not_a_region"], ())
        return Lexicon(traps | several | self.region_terms)


@cache
def shipped() -> Vocabulary:
    """The vocabulary that comes with the package."""
    return Vocabulary()


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return {
            key: _merged(old[key], new[key])
            if key in old and key in new
            else (new[key] if key in new else old[key])
            for key in (*old, *(added for added in new if added not in old))
        }
    if isinstance(old, list) and isinstance(new, list):
        return [*old, *(added for added in new if added not in old)]
    return new


def _without(data: Any, words: frozenset[str]) -> Any:
    """Data without the words (list entries and names), at any depth."""
    if isinstance(data, Mapping):
        return {
            key: _without(value, words)
            for key, value in data.items()
            if str(key).lower() not in words
        }
    if isinstance(data, list):
        return [entry for entry in data if str(entry).lower() not in words]
    return data
