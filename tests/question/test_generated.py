"""What holds for questions of every kind, made from the registries and tables of wordings: how
values are left out and limited, what an edit may and may not change, that every word counts.
"""

import random
import re
from collections.abc import Iterable
from functools import cache

from named_values import NAMED, left_out, unnamed

from assistant.presentation.phrases import filter_in_words
from assistant.query import Query
from assistant.question.reader import read
from index.determination import Outcome
from index.facets import body, decision
from index.facets.facet import Facet
from index.facets.filter import Filter, one_of, parts_of
from index.facets.registry import SERVICES

_CHOICE = random.Random(11)

#: What may stand between a service and what is left out of it.
LEAVING_OUT = (
    "{s} except {p}",
    "{s} other than {p}",
    "{s} excluding {p}",
    "{s} excepting {p}",
    "{s} without {p}",
    "{s} w/o {p}",
    "{s}, not {p},",
    "{s}, but not {p},",
    "{s}, no {p},",
    "{s} (no {p})",
    "{s} but no {p}",
    "{s} rather than {p}",
    "{s} minus {p}",
    "{s}, minus {p},",
    "{s} aside from {p}",
    "{s} apart from {p}",
    "{s} save for {p}",
    "{s} barring {p}",
    "{s} outside of {p}",
    "{s} unless {p}",
    "{s} with the exception of {p}",
    "{s} that were not {p}",
    "{s} that weren't {p}",
    "{s} instead of {p}",
    "{s}, not counting {p},",
    "{s}, ignoring {p},",
    "{s}, disregarding {p},",
    "{s}, omitting {p},",
    "{s}, leaving out {p},",
    "{s}, leaving {p} out,",
    "{s}, {p} aside,",
    "{s}, {p} not included,",
    "{s} ({p} excluded)",
    "{s} ({p} left out)",
)
LIMITING = (
    "{s}: {p}",
    "{s}, only {p}",
    "{s}, just {p}",
    "{s}, {p} only,",
    "{s} ({p} only)",
    "{s} limited to {p}",
    "{s}, restricted to {p},",
    "{s}, that is {p},",
    "only {p}: {s}",
)
#: The same in a turn of its own.
LEAVING_OUT_NOW = (
    "without {p}",
    "not {p}",
    "drop {p}",
    "exclude {p}",
    "but not {p}",
    "leave out {p}",
    "what about without {p}?",
    "minus {p}",
)
LIMITING_NOW = (
    "only {p}",
    "just {p}",
    "and only {p}?",
    "limit it to {p}",
    "what about {p}?",
    "{p}",
)
ASKING = (
    ("How often are {} overturned?", Outcome.OVERTURNED),
    ("How many {} were upheld?", Outcome.UPHELD),
    ("Are {} usually approved?", Outcome.OVERTURNED),
)
# The reasons of one side are read where that side is asked for.
ASKING_OF_REASONS = (ASKING[1],)


def _subject(facet: Facet | None) -> str:
    return "lumbar discograms" if facet is body.LEVEL else "CT scans"


def _asking(facet: Facet | None, place: int) -> tuple[str, Outcome]:
    every = ASKING_OF_REASONS if facet is decision.REASON else ASKING
    return every[place % len(every)]


def _parts(query: Query) -> set[Filter]:
    """The parts of a query's filter besides the side that is counted."""
    return {each for each in parts_of(query.filter) if each != _side(query.outcome)}


@cache
def _plain(question: str) -> frozenset[Filter]:
    return frozenset(_parts(read(question).query))


def _side(outcome: Outcome | None) -> Filter | None:
    return one_of(decision.OUTCOME, [outcome.value]) if outcome else None


def _told(question: str, query: Query, expected: Iterable[Filter], outcome: Outcome) -> str | None:
    """What a question is read as where that is not what is expected, and nothing else besides."""
    if _parts(query) == set(expected) and query.outcome is outcome and not query.unread:
        return None
    return f"{question} -> {filter_in_words(query.filter)}, {query.outcome}, {query.unread}"


def test_every_facet_has_words():
    assert unnamed() == []


def test_what_is_left_out_in_any_wording_is_excluded_and_nothing_else_changes():
    wrong = []
    for facet, words, meant in NAMED:
        for place, wording in enumerate(LEAVING_OUT):
            if "no {p}" in wording and words.startswith("more than"):
                continue  # "no more than 12" is a bound of its own
            asking, outcome = _asking(facet, place)
            question = asking.format(wording.format(s=_subject(facet), p=words))
            plain = _plain(asking.format(_subject(facet)))
            wrong.append(_told(question, read(question).query, plain | {left_out(meant)}, outcome))
    assert [each for each in wrong if each] == []


def test_what_is_limited_to_in_any_wording_is_asked_for_and_nothing_else_changes():
    wrong = []
    for facet, words, meant in NAMED:
        if facet in SERVICES:
            continue  # beside another service it is an alternative
        for place, wording in enumerate(LIMITING):
            if facet is decision.GUIDELINE and re.search("only|just", wording):
                continue  # "ODG only" leaves the others out
            asking, outcome = _asking(facet, place)
            question = asking.format(wording.format(s=_subject(facet), p=words))
            plain = _plain(asking.format(_subject(facet)))
            wrong.append(_told(question, read(question).query, plain | {meant}, outcome))
    assert [each for each in wrong if each] == []


def test_a_turn_leaves_out_and_limits_in_any_wording_and_keeps_the_side_asked_for():
    wrong = []
    for facet, words, meant in NAMED:
        subject = "imaging" if facet in SERVICES else _subject(facet)
        asking, outcome = _asking(facet, 0)
        before = read(asking.format(subject))
        turns = [(each, left_out(meant)) for each in LEAVING_OUT_NOW]
        if facet not in SERVICES:
            turns += [
                (each, meant)
                for each in LIMITING_NOW
                if facet is not decision.GUIDELINE or not re.search("only|just", each)
            ]
        for wording, part in turns:
            turn = wording.format(p=words)
            query = read(turn, before).query
            wrong.append(_told(f"{subject}; {turn}", query, _parts(before.query) | {part}, outcome))
    assert [each for each in wrong if each] == []
