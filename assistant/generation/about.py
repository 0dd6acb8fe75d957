"""Answers about the index itself and the field's terms, for which no letter is cited."""

import re
from collections.abc import Iterator

from assistant.answer import Statement
from assistant.evidence.evidence import Evidence
from assistant.evidence.tally import Tally, wilson
from assistant.generation.selection import by_group, count_in_words, of_each_group
from assistant.presentation.glossary import glossary
from assistant.presentation.phrases import either, percent, period_in_words, plural, service
from assistant.query import Query
from assistant.question.follow_up import ORDINALS, which_one
from index.determination import Outcome

_GREETINGS = frozenset(
    ["hello", "hi", "hiya", "hey", "hola", "howdy", "greetings", "morning", "afternoon", "evening"]
)
_THANKS = frozenset(
    ["thanks", "thank", "thankyou", "thx", "ty", "tysm", "cheers", "appreciate", "appreciated"]
)


def write_definition(evidence: Evidence) -> Iterator[Statement]:
    """What the terms mean that the question asks for."""
    for term in terms_of(evidence.query):
        yield Statement(f"{term[0].upper()}{term[1:]}: {glossary()[term]}", essential=True)
    yield from unknown_terms(evidence.query)


def unknown_terms(query: Query) -> Iterator[Statement]:
    """What the glossary does not have of the terms asked for, and what can be asked instead."""
    known = {term.lower() for term in glossary()}
    unknown = [term for term in _terms_asked(query) if term.lower() not in known]
    if not unknown:
        return
    words = either([f"“{term}”" for term in unknown])
    if len(unknown) < len(_terms_asked(query)):
        yield Statement(f"The glossary has no {words}.", essential=True)
    yield Statement(f"It explains: {', '.join(glossary())}.", essential=True)
    yield Statement(
        f"What letters say of it can be asked: What do the letters say about “{unknown[0]}”?",
        essential=True,
    )


def _terms_asked(query: Query) -> list[str]:
    return [term.strip() for term in (query.term or "").split(",") if term.strip()]


def terms_of(query: Query) -> list[str]:
    """The terms of the glossary that a query asks for."""
    asked = [term.lower() for term in _terms_asked(query)]
    return [term for name in asked for term in glossary() if term.lower() == name]


def write_chat(evidence: Evidence) -> Iterator[Statement]:
    """What is said to what is no question: a line with questions to ask; what was not understood;
    how many the list above holds.
    """
    query = evidence.query
    if query.filter is not None:
        nth = which_one(evidence.reading.question) or 0
        place = (
            f"there is no {ORDINALS[nth]} one"
            if nth < len(ORDINALS)
            else "the list does not go so far"
        )
        yield Statement(
            f"The answer above is on {plural(evidence.tallies[0].n, 'disputed item')}; {place}.",
            essential=True,
        )
    elif query.unread:
        yield Statement(
            f"I did not understand {', '.join(f'“{word}”' for word in query.unread)}; the "
            "answer above stands.",
            essential=True,
        )
    elif evidence.suggested:
        yield Statement(
            f"{_courtesy(evidence.reading.question)}I count and quote published decisions of "
            "independent medical review. You can ask, for example: "
            f"{' '.join(evidence.suggested)}",
            essential=True,
        )
    else:
        yield Statement(
            f"{_courtesy(evidence.reading.question)}I count and quote published decisions of "
            "independent medical review. Add letters with: python -m index add FOLDER",
            essential=True,
        )


def _courtesy(question: str) -> str:
    """The courtesy that answers one: thanks are acknowledged before a greeting is returned."""
    words = set(re.findall(r"[a-z']+", question.lower()))
    return "You are welcome. " if words & _THANKS else "Hello. " if words & _GREETINGS else ""


def write_corpus(evidence: Evidence) -> Iterator[Statement]:
    """What the index holds, of what is asked for besides too, and what can be asked of it."""
    yield corpus_in_words(evidence)
    query = evidence.query
    if query.outcome is not None and evidence.corpus.status.items:
        yield Statement(_side(evidence.corpus.all_items, query.outcome), essential=True)
    if query.filter is not None or query.compare:
        for tally in evidence.tallies:
            yield Statement(count_in_words(tally), essential=True)
    if query.group_by is not None:
        yield from of_each_group(evidence, (by_group,)) if query.compare else by_group(evidence)
    if evidence.corpus.status.items:
        example = evidence.corpus.services[0].value if evidence.corpus.services else "MRI"
        yield Statement(
            "You can ask how something is usually decided (for example: how are requests for "
            f"{service(example)} decided?), why, what reviewers wanted to see, which cases there "
            "are, how two selections compare, how decisions changed over the years, what one case "
            "decided, and which cases are most like a situation.",
            essential=True,
        )


def _side(tally: Tally, side: Outcome) -> str:
    """How many of all items were decided so, with the share and its interval."""
    count = tally.overturned if side is Outcome.OVERTURNED else tally.upheld
    low, high = wilson(count, tally.n)
    return (
        f"{side.value.capitalize()} in all: {count:,} of {plural(tally.n, 'disputed item')}, "
        f"{percent(count / tally.n)} (95 % interval {percent(low)} to {percent(high)})."
    )


def corpus_in_words(evidence: Evidence) -> Statement:
    """What the index holds, in one statement."""
    corpus = evidence.corpus
    status, everything = corpus.status, corpus.all_items
    if not status.items:
        return Statement("Add letters with: python -m index add FOLDER", essential=True)
    left_out = (
        f" {plural(status.uncounted, 'further item')} could not be read and "
        f"{'is' if status.uncounted == 1 else 'are'} not counted (python -m index status tells "
        "which)."
        if status.uncounted
        else ""
    )
    services = evidence.counts.get("services", corpus.services)
    often = ", ".join(f"{service(count.value)} ({count.count})" for count in services)
    return Statement(
        f"The index holds {plural(status.determinations, 'determination')} with "
        f"{plural(status.items, 'disputed item')} ({period_in_words(*everything.period)}), "
        f"{everything.overturned:,} of them "
        f"overturned{f' ({percent(everything.share)})' if everything.share is not None else ''}. "
        f"Most often in dispute: {often}.{left_out}",
        essential=True,
    )
