"""The chat model's wording of the same evidence."""

import json
import re
from importlib.resources import files
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate

from assistant.answer import Statement
from assistant.evidence import Evidence

_PROMPT = files(__name__.rpartition(".")[0]).joinpath("prompts/answer.md").read_text("utf-8")


class ModelUnavailable(Exception):
    """A chat model that cannot be had; the message says what to do."""


class ModelFailed(Exception):
    """A chat model that gave no usable draft; the message says why."""


def chat_model(name: str) -> BaseChatModel:
    """The chat model of a name like ``ollama:qwen3`` or ``openai:gpt-5``, through LangChain's `init_chat_model`.

    Raises:
        ModelUnavailable: the name is unknown, or its provider's package or key is missing.
    """
    from langchain.chat_models import init_chat_model

    try:
        return init_chat_model(name, temperature=0)
    except ImportError as error:
        raise ModelUnavailable(f"the chat model {name!r} needs a package that is not installed: {error}") from error
    except Exception as error:  # noqa: BLE001 - every provider raises errors of its own
        raise ModelUnavailable(f"the chat model {name!r} cannot be used: {error}") from error


def draft_with(model: BaseChatModel, evidence: Evidence) -> list[Statement]:
    """The model's statements on the evidence that the built-in writer cited, before the grounding check.

    Raises:
        ModelFailed: the model gave an error or no statements.
    """
    chain = ChatPromptTemplate.from_messages([("human", _PROMPT)]) | model | StrOutputParser()
    try:
        said = chain.invoke(_told(evidence))
    except Exception as error:  # noqa: BLE001 - every provider raises errors of its own
        raise ModelFailed(f"it failed: {error}") from error
    statements = _statements(said)
    if not statements:
        raise ModelFailed("it gave no statements in the form asked for")
    return statements


def _told(evidence: Evidence) -> dict[str, str]:
    pieces = [
        f"[{each.id}] {each.case}" + (f", item {each.item}: denial {each.outcome}" if each.item else ", clinical summary") + f"\n“{each.words}”"
        for each in evidence.quotes.made
    ]
    counts = "; ".join(f"{each.words}: n {each.n}, upheld {each.upheld}, overturned {each.overturned}" for each in evidence.tallies)
    return {
        "question": evidence.query.question,
        "selection": evidence.tallies[0].words if evidence.tallies else "none",
        "counts": counts or "none",
        "evidence": "\n".join(pieces),
    }


def _statements(said: str) -> list[Statement]:
    """The statements in a model's reply: the first JSON object with some; prose around it is passed over."""
    decoder = json.JSONDecoder()
    for match in re.finditer(r"[{\[]", said):
        try:
            value, _ = decoder.raw_decode(said, match.start())
        except ValueError:
            continue
        found = _from_json(value)
        if found:
            return found
    return []


def _from_json(value: Any) -> list[Statement]:
    entries = value.get("statements") if isinstance(value, dict) else value
    found = []
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("text"), str) and entry["text"].strip():
            numbers = entry.get("citations")
            cited = tuple(number for number in numbers if isinstance(number, int)) if isinstance(numbers, list) else ()
            found.append(Statement(entry["text"].strip(), cited))
    return found
