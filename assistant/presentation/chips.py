"""A query in pieces: each criterion in words, with the query that remains without it; and a query
as a link.

Where a query is changed by hand its question is worded anew from what it asks, so that no answer
stands under a question that asks something else.
"""

import base64
import binascii
import json
import shlex
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.presentation.phrases import FACET_NAMES, either, selection_in_words
from assistant.query import (
    LONGEST_QUERY,
    OF_NO_ITEMS,
    Asked,
    BadQuery,
    Query,
    checked,
    query_from_text,
)
from index.facets.selection import Criterion, Facet, Selection

# How the kinds of question are asked of a selection. Those that are left out ask for the selection
# alone.
_ASKED = {
    Asked.TALLY: "How were the decisions on {}?",
    Asked.REASONS: "Why were these decided so: {}?",
    Asked.REQUIREMENTS: "What do reviewers want to see for {}?",
    Asked.TREND: "How did the decisions on {} change over time?",
    Asked.DIFFERENCES: "What sets the overturned apart: {}?",
    Asked.CASES: "Which cases are there of {}?",
    Asked.SIMILAR: "Which determinations are similar: {}?",
}


@dataclass(frozen=True)
class Chip:
    """A part of a query in words, the facet it is about (None for what is no facet's), and the
    query that remains ``without`` it.
    """

    words: str
    facet: str | None
    without: Query


def chips(query: Query) -> tuple[Chip, ...]:
    """Every part of a query that narrows or shapes it: criteria, exclusions, cases, the second
    selection, what is set out by, a premise, open words.
    """
    found = [
        Chip(
            criterion_in_words(each),
            each.facet.value,
            _reselected(query, _without(query.selection, each), each),
        )
        for each in query.selection.criteria
    ]
    found += [
        Chip(f"case {case}", Facet.CASE.value, _without_case(query, case)) for case in query.cases
    ]
    if query.against is not None:
        found.append(
            Chip(
                f"compared with {selection_in_words(query.against)}",
                None,
                _changed(query, asked=Asked.TALLY, against=None),
            )
        )
    if query.by is not None:
        found.append(
            Chip(
                f"by {FACET_NAMES.get(query.by, query.by.value)}",
                None,
                _changed(query, asked=Asked.TALLY, by=None),
            )
        )
    if query.claimed is not None and query.asked is Asked.CASE:
        found.append(
            Chip(f"taken to be {query.claimed.value}", None, _changed(query, claimed=None))
        )
    for word in query.unmatched:
        left, narrow = (
            tuple(each for each in words if each != word)
            for words in (query.unmatched, query.qualifiers)
        )
        found.append(Chip(f"“{word}”", None, _changed(query, unmatched=left, qualifiers=narrow)))
    return tuple(found)


def criterion_in_words(criterion: Criterion) -> str:
    """One criterion as it stands in a selection's words: "of the sacrum", "repeat", "decided in
    2016", "not of the knee".
    """
    if criterion.excluded:
        return selection_in_words(Selection((criterion,))).removeprefix("any service, ")
    if criterion.facet in (Facet.CASE, Facet.POSITION):
        return f"{'case' if criterion.facet is Facet.CASE else 'item'} {either(criterion.values)}"
    return selection_in_words(Selection((criterion,))).replace("any service", "", 1).strip(" ,")


def with_criterion(
    query: Query, facet: Facet, values: Sequence[str], excluded: bool = False
) -> Query:
    """The query with these values asked of a facet, or ``excluded``, instead of those that were;
    without values the facet is free again.

    What is excluded stays where values are asked, and the other way round. In a comparison what
    both selections have in common changes in both. A question for passages, which counts nothing,
    becomes one for a count.

    Raises:
        BadQuery: the facet cannot have one of the values.
    """
    new = [checked(Criterion(facet, tuple(dict.fromkeys(values)), excluded))] if values else []
    selection, against = _set(query.selection, facet, excluded, new), query.against
    if against is not None and _parts(query.selection, facet, excluded) == _parts(
        against, facet, excluded
    ):
        against = _set(against, facet, excluded, new)
    asked = Asked.TALLY if query.asked in (*OF_NO_ITEMS, Asked.CASE) else query.asked
    kept = query.cases if asked is query.asked else ()
    return _compared(
        query,
        asked=asked,
        selection=selection,
        against=against,
        cases=kept,
        claimed=query.claimed if kept else None,
    )


def question_of(query: Query) -> str:
    """What a query asks, worded from the query alone."""
    words = selection_in_words(query.selection)
    if query.asked is Asked.CASE:
        return (
            f"What was decided in {either(query.cases)}{f', {words}' if query.selection else ''}?"
        )
    if query.asked is Asked.COMPARISON and query.against is not None:
        return f"How do these compare: {words}; {selection_in_words(query.against)}?"
    if query.asked is Asked.BREAKDOWN and query.by is not None:
        return f"How were the decisions on {words} by {FACET_NAMES.get(query.by, query.by.value)}?"
    if query.asked in (Asked.HOLDINGS, Asked.MEANING, Asked.CHAT):
        return query.question
    if query.asked in OF_NO_ITEMS:
        about = " ".join(query.unmatched)
        return (
            "What do the letters say about "
            f"{' in '.join(filter(None, [about, words if query.selection else '']))}?"
            if about or query.selection
            else "How were all disputed items decided?"
        )
    told = _ASKED.get(query.asked, "{}").format(words)
    return f"{told} ({', '.join(query.unmatched)})" if query.unmatched else told


def query_link(query: Query) -> str:
    """A query as one url-safe word, from which `query_from_link` makes it again."""
    told = json.dumps(query.as_json(), separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(zlib.compress(told, 9)).decode().rstrip("=")


def query_from_link(link: str) -> Query:
    """The query of a link.

    Raises:
        BadQuery: the link is damaged, or holds no query.
        TooMuch: its query holds more than is answered.
    """
    try:
        unpack = zlib.decompressobj()
        packed = base64.b64decode(
            link.encode("ascii") + b"=" * (-len(link) % 4), altchars=b"-_", validate=True
        )
        told = unpack.decompress(packed, LONGEST_QUERY)
        if not unpack.eof:
            raise BadQuery("the link is cut off or too long")
        return query_from_text(told.decode())
    except (UnicodeError, binascii.Error, zlib.error) as error:
        raise BadQuery(f"the link is damaged: {error}") from error


def command_of(query: Query) -> str:
    """The shell command that asks the query again, quoted for a POSIX shell."""
    return shlex.join(
        [
            "python",
            "-m",
            "assistant",
            "ask",
            "--query",
            json.dumps(query.as_json(), ensure_ascii=False),
        ]
    )


def _changed(query: Query, **changes) -> Query:
    changed = replace(query, respelt=(), **changes)
    return replace(changed, question=question_of(changed))


def _parts(selection: Selection, facet: Facet, excluded: bool) -> list[Criterion]:
    return [
        each for each in selection.criteria if each.facet is facet and each.excluded == excluded
    ]


def _set(selection: Selection, facet: Facet, excluded: bool, new: list[Criterion]) -> Selection:
    """The selection with other criteria on a facet, in the place of those it had."""
    old = _parts(selection, facet, excluded)
    place = selection.criteria.index(old[0]) if old else len(selection.criteria)
    return Selection(
        (
            *selection.criteria[:place],
            *new,
            *(each for each in selection.criteria[place:] if each not in old),
        )
    )


def _reselected(query: Query, selection: Selection, gone: Criterion) -> Query:
    against = (
        Selection(tuple(each for each in query.against.criteria if each != gone))
        if query.against is not None
        else None
    )
    return _compared(query, selection=selection, against=against)


def _compared(query: Query, **changes) -> Query:
    """The changed query; a comparison whose selections have become the same is a plain count."""
    if changes["against"] is not None and set(changes["against"].criteria) == set(
        changes["selection"].criteria
    ):
        changes |= {"against": None, "asked": Asked.TALLY}
    return _changed(query, **changes)


def _without(selection: Selection, criterion: Criterion) -> Selection:
    return Selection(tuple(each for each in selection.criteria if each is not criterion))


def _without_case(query: Query, case: str) -> Query:
    left = tuple(each for each in query.cases if each != case)
    # Without a case there is nothing to explain; the positions were those of its items.
    selection = (
        query.selection
        if left
        else Selection(
            tuple(each for each in query.selection.criteria if each.facet is not Facet.POSITION)
        )
    )
    return _changed(
        query,
        asked=query.asked if left else Asked.TALLY,
        cases=left,
        selection=selection,
        claimed=query.claimed if left else None,
    )
