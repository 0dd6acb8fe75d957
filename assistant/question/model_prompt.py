"""What a chat model is told of the typed query, of the values that there are, and of the
conversation.
"""

import json
from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Any

from assistant.intents import INTENTS
from assistant.query import Refusal
from assistant.question.chat_history import TURNS
from assistant.question.known_values import Offered
from assistant.reading import Reading
from index.facets.facet import Kind
from index.facets.registry import FACETS, groups
from index.facets.service import PROCEDURE

_PROMPT = (
    files(__name__.rpartition(".")[0]).joinpath("prompts").joinpath("query.md").read_text("utf-8")
)
#: So many characters of a question, of an earlier one, and so many of its examples are told.
_LONGEST, _LONGEST_EARLIER, _EXAMPLES = 2_000, 300, 2


def contract(values: Offered, characters: int) -> str:
    """The rules of the typed query with the values that there are, in at most about so many
    characters: of the services, of which there are many, as many as fit.
    """
    told = _PROMPT.format(
        intents="\n".join(_intents()),
        refusals=" | ".join(Refusal),
        ranges=", ".join(facet.name for facet in FACETS if facet.kind is Kind.RANGE),
        groups=", ".join(groups()),
        others=", ".join(
            facet.name
            for facet in FACETS
            if facet not in values and facet.kind not in (Kind.RANGE, Kind.AMOUNT)
        ),
        facets="{facets}",
    )
    return told.replace("{facets}", _facets(values, characters - len(told)))


def _intents() -> Iterable[str]:
    for intent in INTENTS.values():
        examples = "; ".join(f"“{each}”" for each in intent.examples[:_EXAMPLES])
        yield f"- {intent.name.value}: {intent.label}{f' ({examples})' if examples else ''}"


def _facets(values: Offered, characters: int) -> str:
    lines = [
        f"{facet.name}: {_listed(each)}"
        for facet, each in values.items()
        if facet is not PROCEDURE and each
    ]
    left = characters - sum(map(len, lines))
    shown = []
    for name in values.get(PROCEDURE, ()):
        left -= len(name) + 3
        if left < 0:
            break
        shown.append(name)
    return "\n".join([*lines, f"procedure: {_listed(shown)}"])


def _listed(values: Iterable[str]) -> str:
    """Values parted by bars, which none of them holds."""
    return " | ".join(values)


def asked(question: str, before: Sequence[Reading]) -> str:
    """The question with the turns before it, of each its question and its query, as JSON."""
    told: dict[str, Any] = {
        "conversation": [
            {"question": _cut(each.question, _LONGEST_EARLIER), "query": each.query.as_json()}
            for each in before[-TURNS:]
        ],
        "question": _cut(question, _LONGEST),
    }
    return json.dumps(told, ensure_ascii=False)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " …"
