"""What a word stands for in a vocabulary, and how much a vocabulary holds."""

from dataclasses import dataclass

from rapidfuzz import fuzz, process

from index.vocabulary.misspelling import respelt
from index.vocabulary.terms import Vocabulary

_ALIKE = 75


@dataclass(frozen=True)
class Meaning:
    """One meaning of a word: ``kind`` is service, service in requests, region or class; ``place``
    the Division's category and subcategory of a service.
    """

    word: str
    kind: str
    stands_for: tuple[str, ...]
    place: str | None


@dataclass(frozen=True)
class Found:
    """The meanings of a word, as it was ``read`` where it is misspelt; ``similar`` are terms like
    it where it has none.
    """

    word: str
    read: str
    meanings: tuple[Meaning, ...]
    similar: tuple[str, ...]


def find(word: str, vocabulary: Vocabulary) -> Found:
    """What a word or phrase stands for."""
    read = respelt(word, vocabulary)
    kinds = (
        ("service", vocabulary.procedure_lexicon),
        ("service in requests", vocabulary.request_lexicon),
        ("region", vocabulary.region_class_lexicon),
        ("class", vocabulary.class_lexicon),
    )
    meanings = []
    for kind, lexicon in kinds:
        for mention in lexicon.find(read):
            term = read[mention.start : mention.end]
            if kind == "service in requests" and any(
                (meaning.word, meaning.stands_for) == (term, mention.values) for meaning in meanings
            ):
                continue
            meanings.append(
                Meaning(
                    term,
                    kind,
                    mention.values,
                    _place(mention.values[0], vocabulary) if kind.startswith("service") else None,
                )
            )
    terms = list(
        dict.fromkeys(
            (*vocabulary.service_terms, *vocabulary.region_terms, *vocabulary.class_terms)
        )
    )
    similar = (
        ()
        if meanings
        else tuple(
            term
            for term, *_ in process.extract(
                word.lower(), terms, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=5
            )
        )
    )
    return Found(word, read, tuple(meanings), similar)


def _place(name: str, vocabulary: Vocabulary) -> str:
    service = vocabulary.services[name]
    return f"{service.category} / {service.subcategory}"


@dataclass(frozen=True)
class Extent:
    """How much a vocabulary holds. ``services`` and ``drugs`` are canonical names by "category /
    subcategory"; the words include those names.
    """

    services: dict[str, int]
    drugs: dict[str, int]
    service_words: int
    request_words: int
    regions: int
    region_words: int
    class_words: int
    own: bool


def extent(vocabulary: Vocabulary) -> Extent:
    """How many names and words a vocabulary holds."""
    services: dict[str, int] = {}
    drugs: dict[str, int] = {}
    for name, service in vocabulary.services.items():
        counts = drugs if name in vocabulary.drugs else services
        place = f"{service.category} / {service.subcategory}"
        counts[place] = counts.get(place, 0) + 1
    regions = vocabulary.data("regions")["regions"]
    return Extent(
        services,
        drugs,
        len(vocabulary.service_terms),
        sum(bool(values) for values in vocabulary.request_terms.values()),
        len(regions),
        len(vocabulary.region_terms),
        len(vocabulary.class_terms),
        bool(vocabulary.digest),
    )
