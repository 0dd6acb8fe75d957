"""Quotes in the form in which a filing cites them."""

import json
from dataclasses import replace
from datetime import date

import pytest
from conftest import WordVectors

from assistant.__main__ import main
from assistant.presentation.legal_citation import legal_citation, legal_citations


@pytest.fixture(scope="module")
def cited(assistant):
    """A citation about an item, with the item's record."""
    citation = next(
        citation
        for citation in assistant.ask("Why was CM16-9000106 overturned?").citations
        if citation.item
    )
    with assistant.store.records() as records:
        return citation, next(
            record
            for record in records.item_records()
            if (record.determination, record.position) == (citation.determination, citation.item)
        )


def test_a_quote_is_cited_by_case_number_date_item_and_page(cited):
    citation, record = cited
    of = replace(citation, case="CM16-0123456", item=record.position, page=3, quote="Not\nneeded.")
    form = legal_citation(
        of, replace(record, fictional=False, decided=date(2016, 3, 4), case="CM16-0123456")
    )
    assert form == (
        f"IMR Case No. CM16-0123456 (decided Mar. 4, 2016), item {record.position} "
        "(denial overturned), at p. 3: “Not needed.”"
    )


def test_what_is_not_known_is_not_made_up(cited):
    citation, record = cited
    real = replace(record, fictional=False, decided=None)
    form = legal_citation(
        replace(citation, case="scan_7", file="/a/scan_7.txt", page=None, item=None, quote="x"),
        real,
    )
    assert form == (
        "IMR determination without case number (file scan_7.txt) (date of decision not "
        "stated), clinical case summary: “x”"
    )
    assert legal_citation(replace(citation, case="IMR 13-000004", quote="x"), real).startswith(
        "IMR Case No. 13-000004 "
    )


def test_a_fictional_letter_says_so(cited):
    assert legal_citation(*cited).startswith(
        "[Fictional sample letter] IMR Case No. CM16-9000106 (decided June 10, 2016)"
    )


def test_a_quote_is_not_cited_with_the_record_of_another_item(cited):
    citation, record = cited
    for other in (
        replace(record, position=record.position + 1),
        replace(record, determination="0" * 64),
    ):
        with pytest.raises(ValueError, match="not that of the quote"):
            legal_citation(citation, other)


def test_all_quotes_of_an_answer_have_their_form(assistant):
    answer = assistant.ask("How are repeat sacrum MRIs usually decided?")
    with assistant.store.records() as records:
        forms = legal_citations(records, answer.citations)
        assert legal_citations(records, []) == {}
        assert (
            legal_citations(records, [replace(answer.citations[0], determination="f" * 64)]) == {}
        )
    assert [
        forms[citation.id].endswith(f"“{citation.words}”") for citation in answer.citations
    ] == [True] * len(answer.citations)


def test_the_command_prints_the_forms(words_store, monkeypatch, capsys):
    monkeypatch.setattr("assistant.assistant.SentenceEmbeddings", WordVectors)
    assert (
        main(["ask", "Why was CM16-9000106 overturned?", "--cite", "--store", str(words_store)])
        == 0
    )
    assert (
        "[1] [Fictional sample letter] IMR Case No. CM16-9000106 (decided June 10, 2016), item 1"
        in capsys.readouterr().out
    )
    assert (
        main(
            [
                "ask",
                "Why was CM16-9000106 overturned?",
                "--cite",
                "--json",
                "--store",
                str(words_store),
            ]
        )
        == 0
    )
    assert all(
        "IMR Case No. CM16-9000106" in citation["cite"]
        for citation in json.loads(capsys.readouterr().out)["citations"]
    )
