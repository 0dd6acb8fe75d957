"""Names in a question that mean less than the service they stand for ("CBC", a laboratory test)."""

import re
from functools import cache

from assistant.question.parts import any_of
from index.facets.filter import Filter, Place, Text
from index.vocabulary import Mention, load


def narrower(words: str, chosen: list[Mention]) -> list[Filter]:
    """The words of requests to which the names of the only service of a question narrow it; several
    are alternatives.

    Nothing where the service is also named in general ("lab tests such as a CBC"), or beside other
    services: then the words would narrow those too.
    """
    named = {value for mention in chosen for value in mention.values}
    if len(named) != 1 or not (groups := _groups().get(*named, ())):
        return []
    found = [
        next(
            (
                forms
                for forms, pattern in groups
                if pattern.search(words[mention.start : mention.end])
            ),
            None,
        )
        for mention in chosen
    ]
    values = tuple(dict.fromkeys(value for value in found if value is not None))
    if None in found:
        return []
    return [any_of([Text(text=forms, place=Place.REQUEST) for forms in values])]


@cache
def _groups() -> dict[str, tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]]:
    """By service, each group as its forms with the pattern of its forms."""
    return {
        service: tuple(
            (
                tuple(forms),
                re.compile(
                    rf"(?<!\w)(?:{'|'.join(re.escape(form) for form in forms)})s?(?!\w)", re.I
                ),
            )
            for forms in groups
        )
        for service, groups in load("narrower").items()
    }
