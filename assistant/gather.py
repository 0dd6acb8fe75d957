"""Evidence for a query, from the store."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from sqlalchemy import Connection

from assistant.checklist import checklist
from assistant.comparison import difference
from assistant.courtesy import without_courtesies
from assistant.differences import distinctions
from assistant.evidence import Evidence, Quotes
from assistant.holdings import Holdings
from assistant.query import Asked, Query
from assistant.retrieve import PassageRetriever
from assistant.suggestions import opening
from assistant.tally import Count, count, tally
from assistant.widen import FEW, wider
from index.determination import Outcome
from index.records.count import outcome_rows
from index.records.read import ItemRecord, cases_named, item_records
from index.records.selection import Criterion, Facet, Selection
from index.records.words import matching_passages
from index.store import Store

_PASSAGES = 12
_EXAMPLES = 3
_SERVICES = (Facet.PROCEDURE, Facet.CATEGORY, Facet.SUBCATEGORY, Facet.EITHER)


def gather(query: Query, store: Store, embeddings: Embeddings, connection: Connection, held: Holdings) -> Evidence:
    """Everything an answer to ``query`` may rest on; ``connection`` stays open as long as the evidence is used.

    ``held`` is what the store holds in all.
    """
    evidence = Evidence(query, held, Quotes(connection))
    if query.asked in (Asked.OUT_OF_SCOPE, Asked.MEANING):
        return evidence
    if query.asked is Asked.CHAT:
        evidence.tallies = (tally(connection, query.selection),) if query.selection else ()
        evidence.examples = () if query.selection or query.unmatched else opening(connection, _EXAMPLES)
        return evidence
    if query.asked is Asked.HOLDINGS:
        evidence.tallies = (held.all_items,)
        return evidence
    if query.asked is Asked.CASE:
        return _about_cases(evidence, connection)
    if query.against is None:
        query = evidence.query = _narrowed(_unsaid(query, connection), connection)
    retriever = PassageRetriever(store=store, embeddings=embeddings, selection=query.selection, most=_PASSAGES)
    evidence.unheard = tuple(word for word in query.qualifiers if not matching_passages(connection, [word], 1))
    evidence.passages = tuple(retriever.invoke(without_courtesies(query.question)))
    if query.asked is Asked.SIMILAR:
        return _about_likeness(evidence, connection)
    if query.against is not None:
        others = PassageRetriever(store=store, embeddings=embeddings, selection=query.against, most=_PASSAGES).invoke(without_courtesies(query.question))
        evidence.passages = tuple(sorted([*evidence.passages, *others], key=lambda passage: -passage.metadata["score"]))[:_PASSAGES]
        _about_comparison(evidence, connection, query.against)
    elif query.asked is not Asked.PASSAGES:
        _about_selection(evidence, connection)
    return evidence


def _unsaid(query: Query, connection: Connection) -> Query:
    """The query without the words of requests that narrow it to nothing ("post-surgery slings"): they become words that no facet stands for."""
    mentions = query.selection.values(Facet.MENTIONS)
    if not mentions or outcome_rows(connection, query.selection) or not outcome_rows(connection, wider := query.selection.but(Facet.MENTIONS)):
        return query
    return replace(query, selection=wider, unmatched=(*query.unmatched, *(each.split("|")[0] for each in mentions)))


def _narrowed(query: Query, connection: Connection) -> Query:
    """The query with its qualifiers as criteria where requests of the selection mention them ("positional" in "positional MRI")."""
    selection, left = query.selection, query.unmatched
    for word in query.qualifiers:
        stem = word.lower().removesuffix("s")
        narrower = Selection((*selection.criteria, Criterion(Facet.MENTIONS, (stem,))))
        if outcome_rows(connection, narrower):
            selection, left = narrower, tuple(each for each in left if each != word)
    return replace(query, selection=selection, unmatched=left)


def _about_cases(evidence: Evidence, connection: Connection) -> Evidence:
    query = evidence.query
    known = cases_named(connection, query.cases)
    evidence.unknown_cases = tuple(name for name in query.cases if name not in known)
    if not known:
        return evidence
    named = tuple(each for each in query.selection.criteria if each.facet is not Facet.OUTCOME)
    positions = tuple(each for each in named if each.facet is Facet.POSITION)
    services = tuple(each for each in named if each.facet in _SERVICES)
    regions = tuple(each for each in named if each.facet is Facet.REGION)
    # Where the case holds no item that is all that the question names, less of it has to hold; at last the whole case answers.
    for criteria in (named, positions, services, regions, ()):
        asked = Selection((Criterion(Facet.CASE, tuple(known.values())), *criteria))
        records = item_records(connection, asked)
        if records:
            break
    evidence.tallies = (tally(connection, asked),)
    evidence.items = tuple(records)
    return evidence


def _about_likeness(evidence: Evidence, connection: Connection) -> Evidence:
    """The items of the passages found, the likest first; a clinical summary stands for all items of its letter that the selection meets."""
    records = item_records(connection, Selection((Criterion(Facet.CASE, tuple(dict.fromkeys(each.metadata["case"] for each in evidence.passages))), *evidence.query.selection.criteria)))
    by_case: dict[str, list[ItemRecord]] = {}
    for record in records:
        by_case.setdefault(record.case, []).append(record)
    found: dict[int, ItemRecord] = {}
    for passage in evidence.passages:
        for record in by_case.get(passage.metadata["case"], ()):
            if passage.metadata["item"] in (None, record.position):
                found.setdefault(record.id, record)
    evidence.items = tuple(found.values())
    return evidence


def _about_selection(evidence: Evidence, connection: Connection) -> None:
    selection = evidence.query.selection
    exact = item_records(connection, selection)
    tallies = [tally(connection, selection)]
    # By id, in the order in which ever wider selections bring them.
    held = {record.id: record for record in exact}
    if len(exact) < FEW:
        for step in wider(selection):
            records = item_records(connection, step)
            if len(records) > len(held):
                tallies.append(tally(connection, step))
                held |= {record.id: record for record in records if record.id not in held}
            if len(held) >= FEW:
                break
    evidence.tallies = tuple(tallies)
    either = selection.but(Facet.OUTCOME)
    evidence.base = tally(connection, either) if either and either != selection else None
    evidence.items = tuple(_by_rank(exact, evidence.passages))
    # Of a count of nought the items that were decided the other way are shown.
    evidence.wider_items = tuple(held.values())[len(exact) :] if exact or not evidence.base else tuple(item_records(connection, either))
    evidence.distinctions = distinctions(exact)
    evidence.counts = {
        "by": _by(exact, evidence.query.by) if evidence.query.by else (),
        "guidelines": count(exact, lambda record: record.guidelines),
        "upheld": count([record for record in exact if record.outcome is Outcome.UPHELD], _tags),
        "overturned": count([record for record in exact if record.outcome is Outcome.OVERTURNED], _tags),
    }
    if evidence.query.asked is Asked.REQUIREMENTS:
        lines = checklist(exact)
        for name, outcome, items in (("missing", Outcome.UPHELD, [line.missing for line in lines]), ("there", Outcome.OVERTURNED, [line.there for line in lines])):
            of = sum(record.outcome is outcome for record in exact)
            evidence.counts[name] = tuple(Count(line.words, len(found), of, tuple((each.case, each.position) for each in found)) for line, found in zip(lines, items, strict=True))


def _about_comparison(evidence: Evidence, connection: Connection, against: Selection) -> None:
    both = [evidence.query.selection, against]
    first, second = (tally(connection, selection) for selection in both)
    evidence.tallies = (first, second)
    evidence.difference = difference(first, second)
    both_ways = tuple(sorted(set(first.items) & set(second.items)))
    evidence.counts = {"in both selections": (Count("in both selections", len(both_ways), first.n, both_ways),)} if both_ways else {}
    held = {record.id: record for selection in both for record in item_records(connection, selection)}
    evidence.items = tuple(_by_rank(list(held.values()), evidence.passages))


def _by(records: Sequence[ItemRecord], facet: Facet) -> tuple[Count, ...]:
    """How many items with each value of a facet were overturned, of how many: years and months in their order, else the most frequent first."""
    found: dict[str, list[ItemRecord]] = {}
    for record in records:
        for value in dict.fromkeys(_values(record, facet)):
            found.setdefault(value, []).append(record)
    in_time = facet in (Facet.YEAR, Facet.MONTH)
    counts = []
    for value, inside in sorted(found.items(), key=lambda each: each[0] if in_time else (-len(each[1]), each[0])):
        overturned = tuple((record.case, record.position) for record in inside if record.outcome is Outcome.OVERTURNED)
        counts.append(Count(value, len(overturned), len(inside), overturned))
    return tuple(counts)


def _values(record: ItemRecord, facet: Facet) -> Iterable[str]:
    """The values that an item has of a facet."""
    if facet in (Facet.YEAR, Facet.MONTH):
        return [record.decided.strftime("%Y" if facet is Facet.YEAR else "%Y-%m")] if record.decided else []
    several = {Facet.PROCEDURE: record.procedures, Facet.REGION: record.regions, Facet.GUIDELINE: record.guidelines, Facet.SPECIALTY: record.specialties, Facet.REASON: tuple(_tags(record))}
    if facet in several:
        return several[facet]
    value = getattr(record, facet.value)
    return [value] if value else []


def _tags(record: ItemRecord) -> Iterable[str]:
    return (reason.tag for reason in record.reasons)


def _by_rank(records: Sequence[ItemRecord], passages: Sequence[Document]) -> list[ItemRecord]:
    """Items in the order in which the retriever found their passages, the others behind in the order of the records."""
    rank = {}
    for position, passage in enumerate(passages):
        rank.setdefault((passage.metadata["case"], passage.metadata["item"]), position)
    return sorted(records, key=lambda record: rank.get((record.case, record.position), len(rank) + 1))

