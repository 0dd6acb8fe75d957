"""Words of a question that narrow its population where the requests of letters hold them."""

from dataclasses import replace

from assistant.evidence.evidence import Evidence
from assistant.query import Query
from assistant.reading import Reading
from assistant.retrieval.relaxation import is_words_of_request
from index.facets.filter import AnyOf, Place, Text, all_of, parts_of
from index.store.protocols import Records


def narrow(evidence: Evidence, records: Records) -> None:
    """Take the reading's words as parts of its filter as far as requests hold them, and note those
    that stand in no letter.
    """
    evidence.reading = _narrowed(_unsaid(evidence.reading, records), records)
    note_unheard(evidence, records)


def note_unheard(evidence: Evidence, records: Records) -> None:
    """Note the modifiers that stand in no letter."""
    evidence.unheard = tuple(
        word for word in evidence.reading.modifiers if not records.matching_passages([word], 1)
    )


def _unsaid(reading: Reading, records: Records) -> Reading:
    """The reading without the words of requests that narrow it to nothing ("post-surgery slings"):
    they become words that no facet stands for.
    """
    query = reading.query
    words = [part for part in parts_of(query.filter) if is_words_of_request(part)]
    wider = all_of([part for part in parts_of(query.filter) if part not in words])
    if not words or records.holds_any(query.filter) or not records.holds_any(wider):
        return reading
    said = [
        option.text[0]
        for part in words
        for option in (part.any if isinstance(part, AnyOf) else (part,))
        if isinstance(option, Text)
    ]
    return _replaced(reading, query.changed(filter=wider, unread=(*query.unread, *said)))


def _narrowed(reading: Reading, records: Records) -> Reading:
    """The reading with its modifiers as parts of the filter where requests mention them
    ("positional" in "positional MRI").
    """
    query = reading.query
    population, unread = query.filter, query.unread
    for word in reading.modifiers:
        stem = word.lower().removesuffix("s")
        narrower = all_of([*parts_of(population), Text(text=(stem,), place=Place.REQUEST)])
        if records.holds_any(narrower):
            population, unread = (
                narrower,
                tuple(unread_word for unread_word in unread if unread_word != word),
            )
    return _replaced(reading, query.changed(filter=population, unread=unread))


def _replaced(reading: Reading, query: Query) -> Reading:
    return replace(reading, query=query)
