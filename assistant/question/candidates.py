"""The values that a chat model may propose for each facet: those of the vocabulary, and those that
the index holds.
"""

from collections.abc import Iterable, Mapping

from assistant.evidence.facet_counts import facet_counts
from assistant.question.flat import Facet, flat, has_flat
from index.facets.facet import Kind
from index.facets.registry import FACETS
from index.store.protocols import Records
from index.vocabulary import active, procedure_lexicon, region_class_lexicon, services

Offered = Mapping[Facet, tuple[str, ...]]

#: Facets whose values are numbers, or words of the asker's own.
FREE = (Facet.YEAR, Facet.MONTH, Facet.AGE, Facet.MENTIONS)
_DECLARED = tuple(each for each in FACETS if each.is_proposable and has_flat(each))
#: What can be proposed. Cases are named by the asker alone, and the values of diagnoses are words
#: of letters.
PROPOSED = (
    *(flat(each) for each in _DECLARED if each.kind is not Kind.RANGE),
    *FREE,
)
_FIXED = {flat(each): tuple(each.values()) for each in _DECLARED if each.is_fixed}
_MOST = 200


def offered(records: Records) -> Offered:
    """Every value of the facets of `PROPOSED` but the `FREE` ones: the indexed ones first, the most
    frequent before the others.
    """
    groups = [facet.value for facet in PROPOSED if facet not in (*FREE, *_FIXED)]
    counted = facet_counts(records, None, groups, _MOST)
    found = {
        Facet(group): tuple(count.value for count in counts) for group, counts in counted.items()
    }
    known = services()
    # A service that a letter's own words name stays out: no words of letters are put before the
    # model.
    found[Facet.PROCEDURE] = _once(
        [value for value in found[Facet.PROCEDURE] if value in known], known
    )
    found[Facet.CATEGORY] = _once(
        found[Facet.CATEGORY], (service.category for service in known.values())
    )
    found[Facet.SUBCATEGORY] = _once(
        found[Facet.SUBCATEGORY], (service.subcategory for service in known.values())
    )
    found[Facet.REGION] = _once(
        found[Facet.REGION], (name for names in active().region_terms.values() for name in names)
    )
    return {**found, **_FIXED}


def in_words(values: Offered, characters: int) -> str:
    """The facets with their values, a line each, for a prompt; the services last, and as many of
    them as fit into so many characters.
    """
    lines = [
        f"{facet.value}: {_listed(values[facet])}"
        for facet in PROPOSED
        if facet in values and facet is not Facet.PROCEDURE and values[facet]
    ]
    lines.append(f"{', '.join(facet.value for facet in FREE)}: as described above")
    left = characters - sum(map(len, lines))
    shown = []
    for name in values[Facet.PROCEDURE]:
        left -= len(name) + 3
        if left < 0:
            break
        shown.append(name)
    return "\n".join([*lines, f"procedure: {_listed(shown)}"])


def _listed(values: Iterable[str]) -> str:
    """Values parted by bars, which none of them holds."""
    return " | ".join(values)


def resolved(facet: Facet, value: str, values: Offered) -> tuple[str, ...]:
    """What a proposed value stands for: itself in its own spelling, or what the vocabulary reads it
    as; nothing where it is unknown.
    """
    told = " ".join(value.split())
    if facet in FREE:
        return (told.lower() if facet is Facet.MENTIONS else told,) if told else ()
    same = [each for each in values.get(facet, ()) if each.lower() == told.lower()]
    if same:
        return (same[0],)
    lexicon = {Facet.PROCEDURE: procedure_lexicon, Facet.REGION: region_class_lexicon}.get(facet)
    found = lexicon().find(told) if lexicon else []
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(told))
    # A brand that stands for several drugs asks for its first here as in a question.
    return (found[0].values[:1] if facet is Facet.PROCEDURE else found[0].values) if whole else ()


def _once(first: Iterable[str], then: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in (*first, *then) if value))
