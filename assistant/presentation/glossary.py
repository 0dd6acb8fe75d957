"""The field's terms and what they mean: shown on hover, and told where a question asks for nothing
else.
"""

import re
from functools import cache
from importlib.resources import files

from index.vocabulary.shipped import read_yaml

_ASKS = re.compile(
    r"^\W*"
    r"(?:(?:please|so|and|but|sorry|hi|hello|can you|could you|would you|tell me|remind me"
    r"|i (?:do not|don't) (?:know|understand))"
    r"\W+)*"
    r"(?:what(?: exactly)?(?:'s|\s+(?:is|are|does|do|did|was))?|define|explain"
    r"|(?:the )?(?:meaning|definition) of|whatever is)\b"
    r"(?P<rest>.*)$",
    re.I | re.S,
)
_FILLING = re.compile(
    r"\b(?:the|an?|does|do|is|are|it|that|this|they|mean|means|meaning|meant|definition|defined"
    r"|define|stands?|for|term|terms|word|words|abbreviations?|exactly|actually|please|here|to|be"
    r"|me|by|of|in|if|when|says?|and|or|vs|versus|imr letters?|letters?|index|program|here|you"
    r"|your|with|something)\b",
    re.I,
)
_MEANS = re.compile(
    r"\b(?:mean(?:s|t|ing)?|define|definition|stands? for|abbreviation|explain|term|word)\b", re.I
)


@cache
def glossary() -> dict[str, str]:
    """The terms and what they mean."""
    return {term: entry["means"] for term, entry in _entries().items()}


def explained(*terms: str) -> str:
    """Some terms with their meanings, one a paragraph, as a help text; without any named, all of
    them.
    """
    return "\n\n".join(
        f"**{term[0].upper()}{term[1:]}**: {glossary()[term]}" for term in terms or glossary()
    )


def terms_asked(question: str) -> tuple[str, ...]:
    """The terms whose meaning a question asks for, in its order; none where it asks for anything
    else.
    """
    match = _ASKS.match(question)
    if not match:
        return ()
    rest, mentions = match.group("rest"), []
    for name, pattern in _patterns():
        if hit := pattern.search(rest):
            mentions.append((hit.start(), name))
            rest = pattern.sub(lambda mention: " " * len(mention.group()), rest)
    # "What is overturned?" can as well ask for what was overturned; a term that is only that needs
    # a word such as "mean".
    outcomes = {name for _, name in mentions} & {
        "upheld",
        "overturned",
        "repeat",
        "partly authorized",
        "retrospective",
        "item",
    }
    if re.search(r"\w", _FILLING.sub(" ", rest)) or (outcomes and not _MEANS.search(question)):
        return ()
    return tuple(name for _, name in sorted(mentions))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every form of every term, longest first, as words of their own."""
    forms = [(form, term) for term, entry in _entries().items() for form in (term, *entry["also"])]
    return tuple(
        (term, re.compile(rf"(?<!\w){re.escape(form)}(?!\w)", re.I))
        for form, term in sorted(forms, key=lambda pair: -len(pair[0]))
    )


@cache
def _entries() -> dict[str, dict]:
    return read_yaml(files("assistant.presentation").joinpath("glossary.yaml").read_text("utf-8"))
