"""The grounding check: whoever wrote a statement, it is shown only if the evidence carries it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from assistant.answer import Citation, Statement
from assistant.evidence.evidence import Evidence
from assistant.verification.clauses import CASE, MARK, QUOTED
from assistant.verification.figures import wrong_case, wrong_number, wrong_outcome
from assistant.verification.quotes import is_quoted, verbatim
from assistant.verification.wording import fault_in_wording

__all__ = ["Rejected", "ground", "verbatim"]


@dataclass(frozen=True)
class Rejected:
    """A statement that was not shown, and why."""

    statement: Statement
    reason: str


def ground(
    statements: Iterable[Statement], evidence: Evidence, by_model: bool = False
) -> tuple[list[Statement], list[Rejected]]:
    """The statements that the evidence carries, and the others with the reason.

    A statement is grounded when its citations were made from the evidence and each quote stands
    verbatim at its place, its quoted words stand in a cited quote, its case numbers are those of
    cited or counted cases, its numbers come from a tally, a count, or what it cites, and its
    outcomes agree with both. One ``by_model`` has to cite something, and its cited quotes alone
    have to carry every word of it (see `assistant.verification.wording`); it is kept with those
    citations alone that it rests on, as some models cite all that they were given.
    """
    citations = {citation.id: citation for citation in evidence.quotes.made}
    kept, rejected = [], []
    for statement in statements:
        reason = _fault(statement, evidence, citations, by_model)
        if reason:
            rejected.append(Rejected(statement, reason))
        else:
            kept.append(_resting(statement, evidence, citations) if by_model else statement)
    return kept, rejected


def _fault(
    statement: Statement, evidence: Evidence, citations: Mapping[int, Citation], by_model: bool
) -> str | None:
    marks = {*statement.citations, *(int(mark) for mark in MARK.findall(statement.text))}
    if by_model and not marks:
        return "cites nothing"
    unknown = sorted(marks - citations.keys())
    if unknown:
        return f"cites [{unknown[0]}], which is no evidence"
    cited = [citations[mark] for mark in sorted(marks)]
    if any(not verbatim(citation, evidence) for citation in cited):
        return "a cited quote does not stand at its place"
    for words in QUOTED.findall(statement.text):
        if not is_quoted(words, cited, evidence):
            return f"“{words[:60]}” stands in no cited quote"
    if by_model:
        return fault_in_wording(statement, cited, evidence)
    # The request of a counted item is a fact of the records, told as it stands there; so are the
    # question's own words.
    own = _without(
        statement.text,
        [
            *(
                record.disputed
                for record in evidence.records_at(
                    (citation.determination, citation.item) for citation in cited
                )
            ),
            *evidence.phrases,
        ],
    )
    unnamed = CASE.sub(
        " ", _without(own, [*(citation.case for citation in cited), *evidence.query.cases])
    )
    return (
        wrong_case(own, cited, evidence)
        or wrong_number(unnamed, cited, evidence)
        or wrong_outcome(unnamed, cited, evidence)
    )


def _resting(
    statement: Statement, evidence: Evidence, citations: Mapping[int, Citation]
) -> Statement:
    """A grounded statement with the citations that it rests on: those that carry it alone, else
    those that it cannot do without; marks within its text stay.
    """
    marked = {int(mark) for mark in MARK.findall(statement.text)}
    given = statement.citations

    def carried(numbers: tuple[int, ...]) -> bool:
        return _fault(replace(statement, citations=numbers), evidence, citations, True) is None

    if len(given) < 2 or marked:
        return statement
    rest = tuple(number for number in given if carried((number,)))
    if not rest:
        rest = given
        for number in given:
            fewer = tuple(other for other in rest if other != number)
            rest = fewer if carried(fewer) else rest
    return replace(statement, citations=rest) if carried(rest) else statement


def _without(text: str, known: Iterable[str]) -> str:
    """The statement's own words: without marks, quotes, and the given stretches as whole words."""
    for stretch in sorted(filter(None, set(known)), key=len, reverse=True):
        if stretch in text:
            before = r"(?<!\w)" if stretch[0].isalnum() else ""
            behind = r"(?!\w)" if stretch[-1].isalnum() else ""
            whole = f"{before}{re.escape(stretch)}{behind}"
            text = re.sub(whole, " … ", text)
    return QUOTED.sub(" ", MARK.sub(" ", text))
