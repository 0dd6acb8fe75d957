"""Queries worded as questions."""

from collections.abc import Callable

from assistant.presentation.fields import field_in_words
from assistant.presentation.phrases import either, filter_in_words
from assistant.query import Query


def asking(form: str) -> Callable[[Query], str]:
    """What words a query by a form, in which "{}" is its filter in words; unread words follow."""

    def question(query: Query) -> str:
        words = form.format(filter_in_words(query.filter))
        return f"{words} ({', '.join(query.unread)})" if query.unread else words

    return question


def about_cases(query: Query) -> str:
    """A query about named determinations as a question."""
    about = f", {filter_in_words(query.filter)}" if query.filter is not None else ""
    if query.fact == "reasons":
        return f"Why was it decided so in {either(query.cases)}{about}?"
    if query.fact is not None:
        return f"What does {either(query.cases)}{about} say of {field_in_words(query.fact)}?"
    return f"What was decided in {either(query.cases)}{about}?"


def about_words(query: Query) -> str:
    """A query for what letters say as a question."""
    words = " ".join(query.unread)
    where = filter_in_words(query.filter) if query.filter is not None else ""
    about = " in ".join(filter(None, [words, where]))
    return f"What do the letters say about {about}?" if about else "What do the letters say?"
