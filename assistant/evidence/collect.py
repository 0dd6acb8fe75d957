"""Evidence for a query, from the store."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

from assistant.evidence.associations import TELLING, associations
from assistant.evidence.checklist import checklist
from assistant.evidence.corpus import CorpusSummary
from assistant.evidence.evidence import (
    DOUBTFUL,
    LOOKED_INTO,
    QUOTES,
    REASONS,
    CitationBuilder,
    Evidence,
)
from assistant.evidence.tally import Count, tally, tally_of
from assistant.presentation.suggestions import opening
from assistant.query import Asked, Query
from assistant.question.comparison import difference
from assistant.question.courtesy import without_courtesies
from assistant.retrieval.relaxation import FEW, relax
from assistant.retrieval.retriever import Retriever
from index.determination import Outcome
from index.facets.selection import Criterion, Facet, Selection
from index.store.protocols import Records
from index.store.sqlite.chosen import Chosen
from index.store.sqlite.facet_values import ValueCount
from index.store.sqlite.read import ItemRecord
from index.store.store import Store

_PASSAGES = 12
_EXAMPLES = 3
_SERVICES = (Facet.PROCEDURE, Facet.CATEGORY, Facet.SUBCATEGORY, Facet.EITHER)


def collect_evidence(
    query: Query,
    store: Store,
    embeddings: Embeddings,
    records: Records,
    corpus: CorpusSummary,
) -> Evidence:
    """Everything an answer to ``query`` may rest on; ``records`` stays open as long as the
    evidence is used.

    ``corpus`` is what the store holds in all.
    """
    evidence = Evidence(query, corpus, CitationBuilder(records))
    if query.asked in (Asked.OUT_OF_SCOPE, Asked.MEANING):
        return evidence
    if query.asked is Asked.CHAT:
        evidence.tallies = (tally(records, query.selection),) if query.selection else ()
        evidence.suggested = (
            () if query.selection or query.unmatched else opening(records, _EXAMPLES)
        )
        return evidence
    if query.asked is Asked.HOLDINGS:
        evidence.tallies = (corpus.all_items,)
        return evidence
    if query.asked is Asked.CASE:
        return _about_cases(evidence, records)
    if query.against is None:
        query = evidence.query = _narrowed(_unsaid(query, records), records)
    retriever = Retriever(
        store=store, embeddings=embeddings, selection=query.selection, most=_PASSAGES
    )
    evidence.unheard = tuple(
        word for word in query.qualifiers if not records.matching_passages([word], 1)
    )
    evidence.passages = tuple(retriever.invoke(without_courtesies(query.question)))
    if query.asked is Asked.SIMILAR:
        return _about_likeness(evidence, records)
    if query.against is not None:
        others = Retriever(
            store=store, embeddings=embeddings, selection=query.against, most=_PASSAGES
        ).invoke(without_courtesies(query.question))
        evidence.passages = tuple(
            sorted([*evidence.passages, *others], key=lambda passage: -passage.metadata["score"])
        )[:_PASSAGES]
        _about_comparison(evidence, records, query.against)
    elif query.asked is not Asked.PASSAGES:
        _about_selection(evidence, records)
    return evidence


def _unsaid(query: Query, records: Records) -> Query:
    """The query without the words of requests that narrow it to nothing ("post-surgery slings"):
    they become words that no facet stands for.
    """
    mentions = query.selection.values(Facet.MENTIONS)
    if (
        not mentions
        or records.holds_any(query.selection)
        or not records.holds_any(wider := query.selection.but(Facet.MENTIONS))
    ):
        return query
    return replace(
        query,
        selection=wider,
        unmatched=(*query.unmatched, *(each.split("|")[0] for each in mentions)),
    )


def _narrowed(query: Query, records: Records) -> Query:
    """The query with its qualifiers as criteria where requests of the selection mention them
    ("positional" in "positional MRI").
    """
    selection, left = query.selection, query.unmatched
    for word in query.qualifiers:
        stem = word.lower().removesuffix("s")
        narrower = Selection((*selection.criteria, Criterion(Facet.MENTIONS, (stem,))))
        if records.holds_any(narrower):
            selection, left = narrower, tuple(each for each in left if each != word)
    return replace(query, selection=selection, unmatched=left)


def _about_cases(evidence: Evidence, records: Records) -> Evidence:
    query = evidence.query
    known = records.cases_named(query.cases)
    evidence.unknown_cases = tuple(name for name in query.cases if name not in known)
    if not known:
        return evidence
    named = tuple(each for each in query.selection.criteria if each.facet is not Facet.OUTCOME)
    positions = tuple(each for each in named if each.facet is Facet.POSITION)
    services = tuple(each for each in named if each.facet in _SERVICES)
    regions = tuple(each for each in named if each.facet is Facet.REGION)
    # Where the case holds no item that is all that the question names, less of it has to hold; at
    # last the whole case answers.
    for criteria in (named, positions, services, regions, ()):
        asked = Selection((Criterion(Facet.CASE, tuple(known.values())), *criteria))
        held = records.item_records(asked)
        if held:
            break
    evidence.tallies = (tally(records, asked),)
    evidence.items = tuple(held)
    return evidence


def _about_likeness(evidence: Evidence, records: Records) -> Evidence:
    """The items of the passages found, the likest first; a clinical summary stands for all items of
    its letter that the selection meets.
    """
    held = records.item_records(
        Selection(
            (
                Criterion(
                    Facet.CASE,
                    tuple(dict.fromkeys(each.metadata["case"] for each in evidence.passages)),
                ),
                *evidence.query.selection.criteria,
            )
        ),
    )
    by_case: dict[str, list[ItemRecord]] = {}
    for record in held:
        by_case.setdefault(record.case, []).append(record)
    found: dict[int, ItemRecord] = {}
    for passage in evidence.passages:
        for record in by_case.get(passage.metadata["case"], ()):
            if passage.metadata["item"] in (None, record.position):
                found.setdefault(record.id, record)
    evidence.items = tuple(found.values())
    return evidence


def _about_selection(evidence: Evidence, records: Records) -> None:
    selection = evidence.query.selection
    with records.choose(selection, _ahead(evidence.passages)) as chosen:
        exact = tally_of(selection, chosen.totals)
        _count(evidence, chosen)
        _choose(evidence, chosen, records)
    evidence.tallies = (exact,)
    if exact.n < FEW:
        _widen(evidence, records)
    either = selection.without(Facet.OUTCOME)
    evidence.base = tally(records, either) if either and either != selection else None
    if not exact.n and evidence.base:
        # Of a count of nought the items that were decided the other way are shown.
        evidence.wider_items = tuple(records.records_of(_first(records, either)).values())


def _count(evidence: Evidence, chosen: Chosen) -> None:
    """What is counted of the exact selection."""
    query, whole = evidence.query, chosen.totals
    told = query.asked in (Asked.TALLY, Asked.DIFFERENCES)
    facets = [
        Facet.REASON,
        Facet.GUIDELINE,
        *(TELLING if told else ()),
        *([query.by] if query.by else []),
    ]
    counts = chosen.counts(dict.fromkeys(facets))
    evidence.counts = {
        "by": _by(counts[query.by], query.by, query.selection, whole.n) if query.by else (),
        "guidelines": tuple(Count(each.value, each.n, whole.n) for each in counts[Facet.GUIDELINE]),
        "upheld": _most_frequent(
            Count(each.value, each.upheld, whole.upheld) for each in counts[Facet.REASON]
        ),
        "overturned": _most_frequent(
            Count(each.value, each.n - each.upheld, whole.overturned)
            for each in counts[Facet.REASON]
        ),
    }
    if told:
        evidence.associations = associations(whole.overturned, whole.upheld, counts)
    if query.asked is Asked.REQUIREMENTS:
        evidence.requirements = checklist(chosen)
        evidence.counts["missing"] = tuple(
            Count(line.words, line.missing, whole.upheld) for line in evidence.requirements
        )
        evidence.counts["there"] = tuple(
            Count(line.words, line.there, whole.overturned) for line in evidence.requirements
        )


def _choose(evidence: Evidence, chosen: Chosen, records: Records) -> None:
    """The few items of the exact selection that are shown or quoted; their records are read at
    once.
    """
    query = evidence.query
    if query.asked is Asked.REQUIREMENTS:
        reasons = [
            (outcome, reason)
            for line in evidence.requirements
            for outcome, told in line.reasons.items()
            for reason in told
        ]
    else:
        reasons = [
            (outcome, count.value)
            for outcome in Outcome
            for count in evidence.counts[outcome.value][:REASONS]
        ]
    first = chosen.first(LOOKED_INTO)
    sides = {outcome: chosen.first(LOOKED_INTO, outcome) for outcome in Outcome}
    examples = {
        (outcome, reason): chosen.first_with_reason(reason, outcome, QUOTES)
        for outcome, reason in reasons
    }
    told_before = chosen.first_told_before(QUOTES) if query.selection.values(Facet.REPEAT) else []
    held = records.records_of(
        [
            *first,
            *told_before,
            *(each for group in (*sides.values(), *examples.values()) for each in group),
        ],
    )
    evidence.items = _of(held, first)
    evidence.sides = {outcome: _of(held, side) for outcome, side in sides.items()}
    evidence.examples = {key: _of(held, some) for key, some in examples.items()}
    evidence.told_before = _of(held, told_before)
    evidence.doubtful = tuple(chosen.doubtful_cases(DOUBTFUL + 1))


def _of(held: Mapping[int, ItemRecord], numbers: Iterable[int]) -> tuple[ItemRecord, ...]:
    return tuple(held[number] for number in numbers if number in held)


def _widen(evidence: Evidence, records: Records) -> None:
    """Add the tallies of ever wider selections until enough items are held, and the first of the
    items that they bring, in the order in which they do.
    """
    known = {record.id for record in evidence.items}
    held = list(known)
    for step in relax(evidence.query.selection):
        counted = records.totals(step)
        if counted.n > len(held):
            evidence.tallies = (*evidence.tallies, tally_of(step, counted))
            held += [number for number in _first(records, step) if number not in held]
        if len(held) >= FEW:
            break
    evidence.wider_items = tuple(
        records.records_of([number for number in held if number not in known]).values()
    )


def _first(records: Records, selection: Selection) -> list[int]:
    with records.choose(selection) as chosen:
        return chosen.first(LOOKED_INTO)


def _about_comparison(evidence: Evidence, records: Records, against: Selection) -> None:
    both, tallies, first = (evidence.query.selection, against), [], []
    for selection in both:
        with records.choose(selection, _ahead(evidence.passages)) as chosen:
            tallies.append(tally_of(selection, chosen.totals))
            first.append(chosen.first(LOOKED_INTO))
    evidence.tallies = tuple(tallies)
    evidence.difference = difference(*tallies)
    shared = records.amount_of(Selection((*both[0].criteria, *both[1].criteria)))
    evidence.counts = (
        {"in both selections": (Count("in both selections", shared, tallies[0].n),)}
        if shared
        else {}
    )
    held = records.records_of([number for numbers in first for number in numbers])
    evidence.compared = tuple(_of(held, numbers) for numbers in first)
    evidence.items = tuple(held.values())


def _ahead(passages: Sequence[Document]) -> list[tuple[str, int]]:
    """The items whose passages the retriever found, by determination and position, the best match
    first.
    """
    return [
        (passage.metadata["determination"], passage.metadata["item"])
        for passage in passages
        if passage.metadata["item"]
    ]


def _by(
    counts: Sequence[ValueCount], facet: Facet, selection: Selection, n: int
) -> tuple[Count, ...]:
    """How many items with each value of a facet were overturned, of how many: years and months in
    their order, else the most frequent first.

    Of a selection that names an outcome, how many of its ``n`` items have each value: how those
    were decided is no count.
    """
    ordered = (
        sorted(counts, key=lambda each: each.value)
        if facet in (Facet.YEAR, Facet.MONTH)
        else counts
    )
    if selection.names(Facet.OUTCOME):
        return tuple(Count(each.value, each.n, n) for each in ordered)
    return tuple(Count(each.value, each.n - each.upheld, each.n) for each in ordered)


def _most_frequent(counts: Iterable[Count]) -> tuple[Count, ...]:
    """The counts of what there is, the most frequent first, equally frequent ones by name."""
    return tuple(
        sorted((each for each in counts if each.count), key=lambda each: (-each.count, each.value))
    )
