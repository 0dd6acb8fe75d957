"""A quote in the form in which a filing can cite it."""

from collections.abc import Iterable
from pathlib import Path

from assistant.answer import Answer, Citation
from index.facets.filter import one_of
from index.facets.letter import CASE
from index.store.protocols import Records
from index.store.sqlite.read import ItemRecord

# As The Bluebook (table T12) and the California Style Manual shorten them; May, June and July stay
# whole.
_MONTHS = (
    "Jan.",
    "Feb.",
    "Mar.",
    "Apr.",
    "May",
    "June",
    "July",
    "Aug.",
    "Sept.",
    "Oct.",
    "Nov.",
    "Dec.",
)


def legal_citation(citation: Citation, record: ItemRecord) -> str:
    """A quote with its determination, as in "IMR Case No. CM16-0123456 (decided Mar. 4, 2016), item
    2 (denial upheld), at p. 3: “…”".

    ``record`` is an item of the same determination, where the citation is about an item that one.
    There is no official form for citing a determination of independent medical review. The letter
    is named by its IMR case number, as the rules of the Workers' Compensation Appeals Board ask of
    a petition that appeals from it (Cal. Code Regs., tit. 8, former § 10575, subd. (e)), with the
    decision date, and the page of the letter's file as a record is cited. The quote is verbatim. A
    letter whose number is not known goes by its file, and a fictional one says that it is.

    Raises:
        ValueError: the record is of another determination or another item.
    """
    if record.determination != citation.determination or citation.item not in (
        None,
        record.position,
    ):
        raise ValueError(
            f"the record of {record.case}, item {record.position} is not that of the quote from "
            f"{citation.case}"
        )
    number = citation.case.removeprefix("IMR ")
    known = number != citation.case or citation.case.upper().startswith("CM")
    named = (
        f"IMR Case No. {number}"
        if known
        else f"IMR determination without case number (file {Path(citation.file).name})"
    )
    decided = (
        f" (decided {_MONTHS[record.decided.month - 1]} {record.decided.day}, "
        f"{record.decided.year})"
        if record.decided
        else " (date of decision not stated)"
    )
    item = (
        f", item {citation.item} (denial {record.outcome.value})"
        if citation.item is not None
        else ", clinical case summary"
    )
    page = f", at p. {citation.page}" if citation.page else ""
    return (
        f"{'[Fictional sample letter] ' if record.fictional else ''}{named}{decided}{item}{page}: "
        f"“{citation.words}”"
    )


def legal_citations(records: Records, citations: Iterable[Citation]) -> dict[int, str]:
    """The legal form of each citation by its number; those of letters that the index holds no
    longer are left out.
    """
    cited = list(citations)
    if not cited:
        return {}
    item_records = records.item_records(
        one_of(CASE, [citation.case for citation in cited]),
    )
    by_item = {(record.determination, record.position): record for record in item_records}
    by_letter = {record.determination: record for record in reversed(item_records)}
    cited_records = (
        (
            citation,
            by_letter.get(citation.determination)
            if citation.item is None
            else by_item.get((citation.determination, citation.item)),
        )
        for citation in cited
    )
    return {
        citation.id: legal_citation(citation, record)
        for citation, record in cited_records
        if record is not None
    }


def with_legal_citations(answer_json: dict, answer: Answer, records: Records) -> dict:
    """An answer's JSON with the legal form of each citation under "cite"."""
    forms = legal_citations(records, answer.citations)
    return {
        **answer_json,
        "citations": [
            {**citation, "cite": forms.get(citation["id"])} for citation in answer_json["citations"]
        ],
    }
