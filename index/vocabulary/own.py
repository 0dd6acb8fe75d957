"""A user's own additions to the vocabulary: one YAML file in the form of the shipped ones, read and
checked.

procedures:                       # category, subcategory, canonical name, its other words
  DMEPOS: {DME: {sauna blanket: [infrared sauna blanket]}}
drugs:
  classes: {Opioids: {tramadol: [tramaday]}}
  mixtures: {acmecet: [hydrocodone, acetaminophen]}
  topical_brands: [acmegel]
regions:
  regions: {knee: [kneecap]}
  several: {head and neck: [head, cervical spine]}
  not_a_region: [shoulder season]
classes:                          # words of questions for whole classes
  categories: {Surgery: [the knife]}
  subcategories: {Opioids: [painkillers]}
replaces: [sauna]                 # words of the shipped files that shall mean what this file says
"""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from index.bounds import plain_words, read_whole
from index.letter import UnreadableLetter
from index.vocabulary.terms import Vocabulary, shipped

# Bytes of a file of additions, and entries in it; the shipped vocabulary has a tenth of either.
_LARGEST, _MOST_ENTRIES = 5_000_000, 200_000

Word = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=2)]
Words = Annotated[list[Word], BeforeValidator(lambda value: [] if value is None else value)]


class BadVocabulary(Exception):
    """A file of additions that cannot be used; the message names the file, the line and the
    cause.
    """


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Drugs(_Part):
    classes: dict[str, dict[Word, Words]] = {}
    mixtures: dict[Word, Words] = {}
    topical_brands: Words = []


class _Regions(_Part):
    regions: dict[str, Words] = {}
    several: dict[Word, Words] = {}
    not_a_region: Words = []


class _Classes(_Part):
    categories: dict[str, Words] = {}
    subcategories: dict[str, Words] = {}


class OwnFile(_Part):
    """The form of a file of additions."""

    procedures: dict[str, dict[str, dict[Word, Words]]] = {}
    drugs: _Drugs = _Drugs()
    regions: _Regions = _Regions()
    classes: _Classes = _Classes()
    replaces: Words = []


def digest_of(path: Path) -> str:
    """The digest of a file of additions.

    Raises:
        BadVocabulary: it cannot be read.
    """
    try:
        return hashlib.sha256(read_whole(path, _LARGEST)).hexdigest()[:16]
    except UnreadableLetter as error:
        raise BadVocabulary(f"{path}: {error}") from error


def read_own(path: Path) -> dict[str, Any]:
    """The additions in a file, by the name of the shipped file that they add to.

    Raises:
        BadVocabulary: it cannot be read, is no YAML of this form, names a category, subcategory,
        drug class or
            region that there is none of, or gives another meaning to a word without naming it under
            ``replaces``.
    """
    try:
        content = read_whole(path, _LARGEST)
        tree = yaml.compose(content.decode("utf-8"), yaml.SafeLoader)
        if _entries(tree) > _MOST_ENTRIES:
            raise BadVocabulary(
                f"{path}: has more than {_MOST_ENTRIES:,} entries, counted as its aliases repeat "
                "them"
            )
        data = yaml.safe_load(content.decode("utf-8")) or {}
        checked = OwnFile.model_validate(data)
    except UnreadableLetter as error:
        raise BadVocabulary(f"{path}: {error}") from error
    except UnicodeDecodeError as error:
        raise BadVocabulary(f"{path}: is not UTF-8 text") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise BadVocabulary(
            f"{path}{f', line {mark.line + 1}' if mark else ''}: is no YAML: "
            f"{getattr(error, 'problem', error)}"
        ) from error
    except (RecursionError, MemoryError) as error:
        raise BadVocabulary(f"{path}: is nested too deeply") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise BadVocabulary(_told(path, tree, first["loc"], first["msg"])) from error
    except (
        ValueError,
        TypeError,
        OverflowError,
    ) as error:  # of YAML's own kinds of values, such as dates
        raise BadVocabulary(f"{path}: holds a value that is none: {plain_words(error)}") from error
    for where, cause in _mistakes(checked):
        raise BadVocabulary(_told(path, tree, where, cause))
    return checked.model_dump(exclude_defaults=True)


def _entries(node: yaml.Node | None, counted: dict[int, int] | None = None) -> int:
    """How many entries a file has where each alias counts as what it stands for."""
    counted = {} if counted is None else counted
    if id(node) not in counted:
        counted[id(node)] = _MOST_ENTRIES  # an entry that holds itself has no end
        inside = []
        if isinstance(node, yaml.MappingNode):
            inside = [child for pair in node.value for child in pair]
        elif isinstance(node, yaml.SequenceNode):
            inside = node.value
        counted[id(node)] = 1 + sum(_entries(child, counted) for child in inside)
    return counted[id(node)]


def _told(path: Path, tree: yaml.Node | None, where: tuple[Any, ...], cause: str) -> str:
    line = _line(tree, where)
    entry = " > ".join(str(step) for step in where if step != "[key]")
    return f"{path}{f', line {line}' if line else ''}{f': {entry}' if entry else ''}: {cause}"


def _line(node: yaml.Node | None, where: tuple[Any, ...]) -> int | None:
    """The line of an entry, or of the nearest one above it."""
    line = node.start_mark.line + 1 if node else None
    for step in where:
        if isinstance(node, yaml.MappingNode):
            pairs = [(key, value) for key, value in node.value if key.value == str(step)]
            if not pairs:
                break
            line, node = pairs[0][0].start_mark.line + 1, pairs[0][1]
        elif isinstance(node, yaml.SequenceNode):
            at = (
                step
                if isinstance(step, int)
                else next((n for n, child in enumerate(node.value) if child.value == step), -1)
            )
            if not 0 <= at < len(node.value):
                break
            node = node.value[at]
            line = node.start_mark.line + 1
    return line


Mistake = tuple[tuple[Any, ...], str]


def _mistakes(own: OwnFile) -> Iterator[Mistake]:
    yield from _unknown_places(own)
    known = shipped()
    replaced = {word.lower() for word in own.replaces}
    added = Vocabulary(own.model_dump(exclude_defaults=True))
    names = [
        ("procedures", category, sub, name)
        for category, subs in own.procedures.items()
        for sub, group in subs.items()
        for name in group
    ]
    names += [
        ("drugs", "classes", drug_class, name)
        for drug_class, group in own.drugs.classes.items()
        for name in group
    ]
    for where in names:
        before = dict.get(known.services, where[-1])
        after = added.services[where[-1]]
        if before and before != after and where[-1].lower() not in replaced:
            yield (
                where,
                f"stands under {before.category} / {before.subcategory} already; to move it, name "
                "it under replaces",
            )
    for where, word, means in _words(own):
        for kind, terms in (
            ("service", known.service_terms),
            ("region", known.region_terms),
            ("class", known.class_terms),
        ):
            other = next(
                (values for term, values in terms.items() if term.lower() == word.lower()), None
            )
            if other is not None and set(other) != set(means) and word.lower() not in replaced:
                yield (
                    where,
                    f"{word!r} already stands for {', '.join(other)} ({kind}); to give it another "
                    "meaning, name it under replaces",
                )


def _unknown_places(own: OwnFile) -> Iterator[Mistake]:
    """Places of the vocabulary that are not there; behind an unknown category none is looked at."""
    places = shipped().data("procedures")
    for category in own.procedures:
        if category not in places or category == "Pharmaceuticals":
            yield _unknown_category(category, places)
            return
        yield from _unknown_subcategories(own, category, places[category])
    yield from _unknown_drugs(own)
    yield from _unknown_regions(own)
    yield from _unknown_classes(own)


def _unknown_category(category: str, places: Mapping[str, Any]) -> Mistake:
    reason = (
        "drugs belong under drugs"
        if category == "Pharmaceuticals"
        else (
            "is no category; there are: "
            f"{', '.join(place for place in places if place != 'Pharmaceuticals')}"
        )
    )
    return ("procedures", category), reason


def _unknown_subcategories(
    own: OwnFile, category: str, known: Mapping[str, Any]
) -> Iterator[Mistake]:
    for sub in own.procedures[category]:
        if sub not in known:
            yield (
                ("procedures", category, sub),
                f"is no subcategory of {category}; there are: {', '.join(known)}",
            )


def _unknown_drugs(own: OwnFile) -> Iterator[Mistake]:
    classes = shipped().data("drugs")["classes"]
    for drug_class in own.drugs.classes:
        if drug_class not in classes:
            yield (
                ("drugs", "classes", drug_class),
                f"is no drug class; there are: {', '.join(classes)}",
            )
    drugs = shipped().drugs | {name for group in own.drugs.classes.values() for name in group}
    for brand, parts in own.drugs.mixtures.items():
        for part in parts:
            if part not in drugs:
                yield (
                    ("drugs", "mixtures", brand),
                    f"{part!r} is no drug of the vocabulary; add it under drugs > classes",
                )


def _unknown_regions(own: OwnFile) -> Iterator[Mistake]:
    regions = shipped().data("regions")["regions"]
    for where, named in (
        (("regions", "regions"), own.regions.regions),
        *((("regions", "several", word), names) for word, names in own.regions.several.items()),
    ):
        for name in named:
            if name not in regions:
                yield (*where, name), f"is no body region; there are: {', '.join(regions)}"


def _unknown_classes(own: OwnFile) -> Iterator[Mistake]:
    places = shipped().data("procedures")
    classes = shipped().data("drugs")["classes"]
    for kind, known in (
        ("categories", set(places)),
        ("subcategories", {sub for subs in places.values() for sub in subs} | set(classes)),
    ):
        for name in getattr(own.classes, kind):
            if name not in known:
                yield ("classes", kind, name), f"is none of the Division's {kind}"


def _words(own: OwnFile) -> Iterator[tuple[tuple[Any, ...], str, tuple[str, ...]]]:
    """Each added word with its place in the file and what it is to mean."""
    for category, subs in own.procedures.items():
        for sub, group in subs.items():
            for name, words in group.items():
                yield from (
                    (("procedures", category, sub, name, word), word, (name,))
                    for word in (name, *words)
                )
    for drug_class, group in own.drugs.classes.items():
        for name, words in group.items():
            yield from (
                (("drugs", "classes", drug_class, name, word), word, (name,))
                for word in (name, *words)
            )
    yield from (
        (("drugs", "mixtures", brand), brand, tuple(parts))
        for brand, parts in own.drugs.mixtures.items()
    )
    for name, words in own.regions.regions.items():
        yield from ((("regions", "regions", name, word), word, (name,)) for word in words)
    yield from (
        (("regions", "several", word), word, tuple(names))
        for word, names in own.regions.several.items()
    )
    for kind, prefix in (("categories", "category"), ("subcategories", "subcategory")):
        for name, words in getattr(own.classes, kind).items():
            yield from (
                (("classes", kind, name, word), word, (f"{prefix}:{name}",)) for word in words
            )
