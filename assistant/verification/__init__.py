"""The grounding check: whoever wrote a statement, it is shown only if the evidence carries it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from assistant.answer import Citation, Statement
from assistant.evidence.evidence import Evidence
from assistant.verification.clauses import CASE, MARK, QUOTED
from assistant.verification.figures import wrong_case, wrong_number, wrong_outcome
from assistant.verification.wording import fault_in_wording
from index.determination import fold
from index.letter import Place


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


def verbatim(citation: Citation, evidence: Evidence) -> bool:
    """Whether a citation's quote stands word for word at the place that it names."""
    text = evidence.quotes.letter(citation.determination).text
    return (
        bool(citation.quote.strip())
        and text.at(Place(citation.page, citation.start, citation.end)) == citation.quote
    )


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
        if not _is_quoted(words, cited, evidence):
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
                for record in evidence.records_at((each.determination, each.item) for each in cited)
            ),
            *(tally.words for tally in evidence.all_tallies),
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
            fewer = tuple(each for each in rest if each != number)
            rest = fewer if carried(fewer) else rest
    return replace(statement, citations=rest) if carried(rest) else statement


def _is_quoted(words: str, cited: list[Citation], evidence: Evidence) -> bool:
    wanted = fold(words)
    if any(
        f" {wanted} " in f" {citation.words} "
        or (wanted in citation.words and not _cut(wanted, citation.words))
        for citation in cited
    ):
        return True
    # Of the question, the words as they were read count too ("post-op" for "post op").
    asked = any(
        wanted in fold(each)
        for each in (
            evidence.reading.question,
            *evidence.query.unread,
            " ".join(evidence.reading.context),
        )
    )
    return not cited and (asked or any(wanted in tally.words for tally in evidence.all_tallies))


def _cut(wanted: str, words: str) -> bool:
    """Whether a quote begins or ends in the middle of a word ("necessary" in "unnecessary") or of a
    number.
    """
    at = words.index(wanted)
    around = words[at - 1 : at] + " " + words[at + len(wanted) : at + len(wanted) + 1]
    before, after = around.split(" ", 1)
    return bool(before and before.isalnum() and wanted[:1].isalnum()) or bool(
        after and after.isalnum() and wanted[-1:].isalnum()
    )


def _without(text: str, known: Iterable[str]) -> str:
    """The statement's own words: without marks, quotes, and the given stretches."""
    text = QUOTED.sub(" ", MARK.sub(" ", text))
    for stretch in sorted(set(known), key=len, reverse=True):
        text = text.replace(stretch, " … ")
    return text
