"""What a chat model proposes a question to mean, checked: a proposal may only say what words that
the rules left unread stand for.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.presentation.phrases import part_in_words
from assistant.query import BadQuery
from assistant.question.candidates import FREE, PROPOSED, Offered, resolved
from assistant.question.draft import (
    SET_OUT_BY,
    Asked,
    Draft,
    checked,
    draft_from_json,
    selection_as_json,
)
from assistant.question.flat import Criterion, Facet, Selection
from assistant.verification.words import NEGATORS, content, is_number, stem, tokens

#: What a question can be proposed to ask; a case is named by the asker alone, likeness is asked in
#: words.
KINDS = (
    Asked.TALLY,
    Asked.REASONS,
    Asked.REQUIREMENTS,
    Asked.COMPARISON,
    Asked.TREND,
    Asked.BREAKDOWN,
    Asked.DIFFERENCES,
    Asked.CASES,
    Asked.PASSAGES,
    Asked.OUT_OF_SCOPE,
)
_CRITERIA: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "facet": {"type": "string", "enum": [facet.value for facet in PROPOSED]},
            "values": {"type": "array", "items": {"type": "string"}},
            "excluded": {"type": "boolean"},
            "words": {"type": "string"},
        },
        "required": ["facet", "values", "excluded", "words"],
        "additionalProperties": False,
    },
}
#: The form in which a query is asked for: a query's own JSON form, in which each criterion names
#: the words that it stands for.
SCHEMA: dict[str, Any] = {
    "title": "query",
    "description": "What the unread words of a question stand for.",
    "type": "object",
    "properties": {
        "asked": {"type": "string", "enum": [kind.value for kind in KINDS]},
        "selection": _CRITERIA,
        "against": _CRITERIA,
        "by": {"type": "string", "enum": ["none", *(facet.value for facet in SET_OUT_BY)]},
    },
    "required": ["asked", "selection", "against", "by"],
    "additionalProperties": False,
}
#: The form in which a follow-up question that stands alone is asked for.
ALONE: dict[str, Any] = {
    "title": "question",
    "description": "The question worded so that it stands alone.",
    "type": "object",
    "properties": {"question": {"type": "string"}},
    "required": ["question"],
    "additionalProperties": False,
}
_WORD = re.compile(r"\w+")
_LONGEST_QUESTION = 400


class BadProposal(ValueError):
    """A proposal that is not used; the message says why."""


@dataclass(frozen=True)
class _Read:
    """A proposed criterion with the words of the question that it stands for."""

    criterion: Criterion
    words: tuple[str, ...]


@dataclass(frozen=True)
class Proposed:
    """A query that was proposed, and what its new criteria stand for, as (words of the question,
    criterion in words).
    """

    query: Draft
    readings: tuple[tuple[str, str], ...]


def first_object(said: str) -> dict[str, Any]:
    """The first JSON object of a reply, whatever stands around it.

    Raises:
        BadProposal: there is none.
    """
    decoder = json.JSONDecoder(strict=False)
    for match in re.finditer(r"\{", said):
        try:
            found, _ = decoder.raw_decode(said, match.start())
        except ValueError:
            continue
        if isinstance(found, dict):
            return found
    raise BadProposal("it gave no JSON object")


def check(told: Mapping[str, Any], read: Draft, question: str, values: Offered) -> Proposed | None:
    """The query ``read`` by the rules with what a model proposes for the words that they left; None
    where it proposes nothing new.

    What the rules understood stays. A new criterion stands for words of the question of which the
    rules left at least one unread, and has values that are known. Where the rules understood
    nothing at all, a second selection can be proposed too.

    Raises:
        BadProposal: it is none of these.
    """
    nothing_read = read.asked is Asked.PASSAGES and not read.selection
    new = [_criterion(each, read, question, values) for each in _listed(told.get("selection"))]
    others = [_criterion(each, read, question, values) for each in _listed(told.get("against"))]
    asked = _asked(told.get("asked"), read)
    by = (
        _facet(told["by"])
        if asked in (Asked.TREND, Asked.BREAKDOWN) and told.get("by") not in (None, "", "none")
        else None
    )
    if asked is read.asked:
        by = read.by or by
    if others and not nothing_read:
        raise BadProposal("it proposes a comparison where the rules have read a selection")
    if (
        not new
        and not others
        and (asked is read.asked or (nothing_read and asked is not Asked.OUT_OF_SCOPE))
    ):
        return None
    selection = _merged(read.selection, [each.criterion for each in new])
    against = (
        selection_as_json(_merged(Selection(), [each.criterion for each in others]))
        if others
        else selection_as_json(read.against)
        if read.against is not None
        else None
    )
    taken = {word for each in (*new, *others) for word in each.words}
    left = [phrase for phrase in read.unmatched if not set(_words(phrase)) <= taken]
    try:
        query = draft_from_json(
            {
                **read.as_json(),
                "asked": asked.value,
                "selection": selection_as_json(selection),
                "against": against,
                "by": by.value if by else None,
                "unmatched": left,
            }
        )
    except BadQuery as error:
        raise BadProposal(str(error).removeprefix("no query: ")) from error
    query = replace(
        query,
        respelt=read.respelt,
        qualifiers=tuple(word for word in read.qualifiers if not set(_words(word)) <= taken),
    )
    return Proposed(
        query,
        tuple(
            (" ".join(each.words), part_in_words(each.criterion.filter)) for each in (*new, *others)
        ),
    )


def check_alone(told: Mapping[str, Any], question: str, conversation: str) -> str:
    """A follow-up question as a model words it to stand alone.

    Raises:
        BadProposal: it has a word that stands neither in the question nor in the conversation, or
        loses a number or a denial.
    """
    said = told.get("question")
    if not isinstance(said, str) or not said.strip() or len(said) > _LONGEST_QUESTION:
        raise BadProposal("it gave no question")
    asked, known, own = _telling(question), _telling(f"{question} {conversation}"), _telling(said)
    if own - known:
        raise BadProposal(f"it adds “{min(own - known)}”, which was not said")
    lost = {word for word in asked - own if is_number(word) or word in NEGATORS}
    if lost:
        raise BadProposal(f"it leaves out “{min(lost)}”")
    return " ".join(said.split())


def keeps(selection: Selection, read: Selection) -> bool:
    """Whether a selection holds every criterion that was read."""
    return all(
        any(
            (each.facet, each.excluded) == (other.facet, other.excluded)
            and set(each.values) <= set(other.values)
            for other in selection.criteria
        )
        for each in read.criteria
    )


def _telling(text: str) -> set[str]:
    """What a text says: its content words as stems, its numbers, and its denying words."""
    found = tokens(text)
    return {stem(word) for word in content(found)} | {
        word for word in found if is_number(word) or word in NEGATORS
    }


def _asked(told: object, read: Draft) -> Asked:
    """What is asked: as proposed where the rules saw no more than a count or words; out of scope
    only where they read nothing.
    """
    try:
        asked = Asked(str(told).strip().lower()) if told else read.asked
    except ValueError as error:
        raise BadProposal(f"it proposes to ask for {told!r}") from error
    if asked not in KINDS or read.asked not in (Asked.PASSAGES, Asked.TALLY):
        return read.asked
    if read.asked is Asked.TALLY and asked in (
        Asked.PASSAGES,
        Asked.OUT_OF_SCOPE,
        Asked.COMPARISON,
    ):
        return read.asked
    return asked


def _listed(told: object) -> list[Mapping[str, Any]]:
    if isinstance(told, Mapping):
        if "facet" in told:
            return [told]
        return [{"facet": name, "values": values} for name, values in told.items()]
    if told in (None, ""):
        return []
    listed = told if isinstance(told, list) else [told]
    criteria = [each for each in listed if isinstance(each, Mapping)]
    if len(criteria) < len(listed):
        raise BadProposal("its selection is no list of criteria")
    return criteria


def _criterion(told: Mapping[str, Any], read: Draft, question: str, values: Offered) -> _Read:
    facet = _facet(told.get("facet"))
    if facet not in PROPOSED:
        raise BadProposal(f"the facet {facet.value} cannot be proposed")
    given = told.get("values")
    given = [given] if isinstance(given, (str, int)) else given
    if not isinstance(given, list) or not given:
        raise BadProposal(f"the facet {facet.value} has no value")
    words = _standing(told.get("words"), read, question)
    known: list[str] = []
    for value in given:
        found = resolved(facet, str(value), values)
        if not found:
            raise BadProposal(
                f"“{value}” is no {facet.value} that the vocabulary or the index knows"
            )
        known += found
    if facet in FREE:
        _said(facet, known, question)
    try:
        criterion = checked(
            Criterion(facet, tuple(dict.fromkeys(known)), told.get("excluded") is True)
        )
    except BadQuery as error:
        raise BadProposal(str(error)) from error
    return _Read(criterion, words)


def _standing(told: object, read: Draft, question: str) -> tuple[str, ...]:
    """The words that a criterion stands for: they stand in the question side by side, and the rules
    left one of them unread.
    """
    words, asked = _words(told if isinstance(told, str) else ""), _words(question)
    if not words or not any(asked[at : at + len(words)] == words for at in range(len(asked))):
        raise BadProposal(f"“{told or ''}” does not stand in the question")
    if not set(words) & {word for phrase in read.unmatched for word in _words(phrase)}:
        raise BadProposal(f"“{told}” was read by the rules")
    return tuple(words)


def _said(facet: Facet, values: Iterable[str], question: str) -> None:
    """Numbers and words of the asker's own stand in the question."""
    said = {*tokens(question), *_words(question)}
    for value in values:
        if facet is Facet.AGE:
            # "Over fifty" is "51-": the end of a span is one off.
            parts = {
                number: {str(int(number) + step) for step in (-1, 0, 1)}
                for number in re.findall(r"\d+", value)
            }
        else:
            parts = {
                part: {part}
                for part in (
                    _words(value) if facet is Facet.MENTIONS else re.findall(r"\d{4}", value)
                )
            }
        for part, ways in parts.items():
            if not ways & said:
                raise BadProposal(f"“{part}” does not stand in the question")


def _facet(told: object) -> Facet:
    try:
        return Facet(str(told).strip().lower().replace(" ", "_"))
    except ValueError as error:
        raise BadProposal(f"there is no facet {told!r}") from error


def _merged(selection: Selection, new: Sequence[Criterion]) -> Selection:
    """The selection with new criteria; new values of a facet that it names already are further
    alternatives.
    """
    criteria = list(selection.criteria)
    for each in new:
        place = next(
            (
                at
                for at, other in enumerate(criteria)
                if (other.facet, other.excluded) == (each.facet, each.excluded)
            ),
            None,
        )
        if place is None:
            criteria.append(each)
        else:
            criteria[place] = replace(
                criteria[place],
                values=tuple(dict.fromkeys((*criteria[place].values, *each.values))),
            )
    return Selection(tuple(criteria))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
