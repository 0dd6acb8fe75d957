"""Answers about the index itself and the field's terms, for which no letter is cited."""

from collections.abc import Iterator

from assistant.answer import Statement
from assistant.evidence.evidence import Evidence
from assistant.presentation.glossary import glossary
from assistant.presentation.phrases import percent, period_in_words, plural, service
from assistant.query import Query
from assistant.question.conversation import ORDINALS, which_one


def write_definition(evidence: Evidence) -> Iterator[Statement]:
    """What the terms mean that the question asks for."""
    for term in terms_of(evidence.query):
        yield Statement(f"{term[0].upper()}{term[1:]}: {glossary()[term]}", essential=True)


def terms_of(query: Query) -> list[str]:
    """The terms of the glossary that a query asks for."""
    asked = [term.strip().lower() for term in (query.term or "").split(",")]
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
            "I count and quote published decisions of independent medical review. You can ask, "
            f"for example: {' '.join(evidence.suggested)}",
            essential=True,
        )
    else:
        yield Statement(
            "I count and quote published decisions of independent medical review. Add letters "
            "with: python -m index add FOLDER",
            essential=True,
        )


def write_corpus(evidence: Evidence) -> Iterator[Statement]:
    """What the index holds, and what can be asked of it."""
    yield corpus_in_words(evidence)
    if evidence.corpus.status.items:
        example = evidence.corpus.services[0].value if evidence.corpus.services else "MRI"
        yield Statement(
            "You can ask how something is usually decided (for example: how are requests for "
            f"{service(example)} decided?), why, what reviewers wanted to see, which cases there "
            "are, how two selections compare, how decisions changed over the years, what one case "
            "decided, and which cases are most like a situation.",
            essential=True,
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
    often = ", ".join(f"{service(count.value)} ({count.count})" for count in corpus.services)
    return Statement(
        f"The index holds {plural(status.determinations, 'determination')} with "
        f"{plural(status.items, 'disputed item')} ({period_in_words(*everything.period)}), "
        f"{everything.overturned:,} of them "
        f"overturned{f' ({percent(everything.share)})' if everything.share is not None else ''}. "
        f"Most often in dispute: {often}.{left_out}",
        essential=True,
    )
