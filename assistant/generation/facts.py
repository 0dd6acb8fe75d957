"""What a letter says of one field, in the first sentence, with its words."""

from collections.abc import Iterator, Sequence

from assistant.answer import Citation, Statement
from assistant.evidence.case_facts import CaseFact
from assistant.evidence.evidence import Evidence
from assistant.generation.quote_choice import conclusion_of, decisive
from assistant.presentation.fields import field_in_words, is_of_letter
from index.store.sqlite.read import ItemRecord

_QUOTES = 3
_OUTCOMES = {"upheld": "the denial stands", "overturned": "the service is medically necessary"}


def write_facts(evidence: Evidence) -> Iterator[Statement]:
    """The field asked for, of each letter or item that is asked about."""
    field = evidence.query.fact
    assert field is not None, "a fact is asked for"
    for fact in evidence.case_facts:
        yield _fact(evidence, fact, field)
    if field in ("outcome", "reasons"):
        return  # these tell how each item was decided, and so does what follows
    for record in evidence.items:
        request = evidence.quotes.cite_item(record, record.request_span)
        yield Statement(
            f"{record.disputed}: **{record.outcome}** ({_OUTCOMES[record.outcome]}).",
            (request.id,),
            f"{record.case}, item {record.position} of {record.of}",
            essential=True,
        )


def _fact(evidence: Evidence, fact: CaseFact, field: str) -> Statement:
    where = _where(fact.record, field)
    if field == "reasons":
        return _reasons(evidence, fact, where)
    name = field_in_words(field)
    if not fact.values:
        return Statement(f"The letter of {where} does not say: {name}.", (), None, essential=True)
    citations = _quotes(evidence, fact, field)
    quoted = "; ".join(f"“{citation.words}”" for citation in citations)
    words = f": {quoted}" if quoted else "; the words of the letter were not found"
    return Statement(
        f"{name[0].upper()}{name[1:]}, {where}: {_values(fact, field)}{words}.",
        tuple(citation.id for citation in citations),
        essential=True,
    )


def _values(fact: CaseFact, field: str) -> str:
    if field.startswith("days:"):
        days, first, last = fact.values
        return f"{days}, from {first} to {last}"
    if field == "outcome":
        return f"**{fact.values[0]}** ({_OUTCOMES[fact.values[0]]})"
    return ", ".join(fact.values)


def _where(record: ItemRecord, field: str) -> str:
    return record.case if is_of_letter(field) else f"{record.case}, item {record.position}"


def _quotes(evidence: Evidence, fact: CaseFact, field: str) -> Sequence[Citation]:
    if field == "outcome" and (conclusion := conclusion_of(evidence.quotes, fact.record)):
        return [conclusion]
    made = [evidence.quotes.cite_item(fact.record, span) for span in fact.spans[:_QUOTES]]
    return list({citation.id: citation for citation in made if citation.words}.values())


def _reasons(evidence: Evidence, fact: CaseFact, where: str) -> Statement:
    """Why an item was decided so: the reasons recognized, with the sentence that decides."""
    record = fact.record
    citation = decisive(evidence.quotes, record)
    told = (
        f"recognized as {', '.join(fact.values)}"
        if fact.values
        else "no reason is recognized; the letter says"
    )
    return Statement(
        f"Why {record.outcome}, {where}: {told}: “{citation.words}”",
        (citation.id,),
        essential=True,
    )
