"""Answers as documents."""

import re
from dataclasses import replace

import pytest
from formats import DAY, each_format, words_of_pdf
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.__main__ import main
from assistant.answer import Answer, Citation, Statement
from assistant.evidence.tally import Tally
from assistant.export import as_pdf
from assistant.export.contents import FICTIONAL, STANDING, writable
from assistant.query import IntentName, Query
from assistant.reading import Reading
from index.determination import Outcome
from index.facets.filter import one_of
from index.facets.service import PROCEDURE

MARKED = "“Curly” ‘quotes’, ≥ 50 µg, café, L4–L5, 10 % ± 2, α, → *not bold* _here_ <b>nor</b> here"


def quoting(words: str, heading: str | None = "Why") -> Answer:
    citation = Citation(
        1,
        "CM16-0000001",
        2,
        Outcome.UPHELD,
        words,
        "/letters/a.pdf",
        3,
        10,
        10 + len(words),
        "0" * 64,
    )
    return Answer(
        Reading("What of it?", Query(intent=IntentName.PASSAGES)),
        (Statement(f"- **{'case'}**: {words}", (1,), heading),),
        (citation,),
        (),
        fingerprint="abc",
    )


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_document_holds_question_statements_quotes_with_places_and_how_to_ask_again(assistant):
    answers = [
        assistant.ask("How are repeat sacrum MRIs usually decided?"),
        assistant.ask("Will I win?"),
    ]
    for kind, document in each_format(answers).items():
        squeezed_document = squeezed(document)
        for answer in answers:
            texts = [
                answer.question,
                answer.fingerprint,
                *(re.sub(r"^- |\*\*", "", statement.text) for statement in answer.statements),
                *(statement.heading or "" for statement in answer.statements),
            ]
            texts += (
                [citation.words for citation in answer.citations]
                + [
                    f"characters {citation.start} to {citation.end}"
                    for citation in answer.citations
                ]
                + [tally.words for tally in answer.tallies]
            )
            texts += [answer.as_json()["command"]]
            missing = [text for text in texts if squeezed(text) not in squeezed_document]
            assert not missing, (kind, missing[:3])
        assert (
            squeezed(STANDING) in squeezed_document
            and "2026-03-01" in document
            and squeezed(FICTIONAL) in squeezed_document
        ), kind


def test_only_an_answer_on_sample_letters_is_called_fictional():
    assert not any(
        squeezed(FICTIONAL) in squeezed(document)
        for document in each_format([quoting("x")]).values()
    )
    assert all(
        squeezed(FICTIONAL) in squeezed(document)
        for document in each_format([replace(quoting("x"), fictional=True)]).values()
    )


def test_signs_of_quotes_are_shown_as_they_stand_and_never_taken_for_markup():
    for kind, document in each_format([quoting(MARKED)]).items():
        assert squeezed(document).count(squeezed(MARKED)) == 2, kind


@pytest.mark.slow
@given(st.text(min_size=1, max_size=40).filter(lambda text: text.strip() and "**" not in text))
@settings(max_examples=25, deadline=None)
def test_no_words_of_a_letter_break_a_document(words):
    documents = each_format([quoting(words, heading=words)])
    assert squeezed(writable(words)) in squeezed(documents["docx"]) and squeezed(
        writable(words)
    ) in squeezed(documents["md"])
    assert "CM16-0000001" in documents["pdf"]


def test_a_selection_a_question_and_a_quote_of_many_pages_break_no_document():
    services = one_of(PROCEDURE, [f"service {number}" for number in range(900)])
    long = quoting("word " * 3_000)
    long = replace(
        long,
        reading=Reading("why " * 3_000, Query(intent=IntentName.PASSAGES, filter=services)),
        tallies=(Tally(services, 1, 1, 0, (None, None), 1, (("CM16-0000001", 1),)),),
    )
    for kind, document in each_format([long]).items():
        assert "service 899" in " ".join(document.split()) and "CM16-0000001" in document, kind


def test_what_the_fonts_lack_is_written_as_a_number_and_not_lost():
    assert "[U+4E2D]" in squeezed(words_of_pdf(as_pdf([quoting("中 and more")], DAY)))


def test_a_pdf_of_the_same_answers_is_the_same_file():
    assert as_pdf([quoting("x")], DAY) == as_pdf([quoting("x")], DAY)


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.md", b"# How"),
        ("a.DOCX", b"PK"),
        ("a.pdf", b"%PDF"),
        ("a.csv", b"\xef\xbb\xbfcase,item"),
        ("a.xlsx", b"PK"),
    ],
)
def test_the_command_writes_by_the_extension(
    words_store, tmp_path, monkeypatch, capsys, name, begins
):
    from conftest import WordVectors

    monkeypatch.setattr("assistant.assistant.SentenceEmbeddings", WordVectors)
    assert (
        main(["ask", "knee MRIs", "--output", str(tmp_path / name), "--store", str(words_store)])
        == 0
    )
    assert (tmp_path / name).read_bytes().startswith(begins) and [
        path.name for path in tmp_path.iterdir()
    ] == [name]
    printed = capsys.readouterr()
    assert printed.out == "" and "written to" in printed.err


@pytest.mark.parametrize(
    ("question", "name", "cause"),
    [
        ("knee MRIs", "a.odt", ".docx"),
        ("knee MRIs", "a", "none"),
        ("Will I win?", "a.csv", "counts no items"),
        ("knee MRIs", "nowhere/a.md", "No such file"),
    ],
)
def test_what_cannot_be_written_is_said_and_leaves_nothing(
    words_store, tmp_path, monkeypatch, capsys, question, name, cause
):
    from conftest import WordVectors

    monkeypatch.setattr("assistant.assistant.SentenceEmbeddings", WordVectors)
    assert (
        main(["ask", question, "--output", str(tmp_path / name), "--store", str(words_store)]) == 2
    )
    assert (
        cause in (error := capsys.readouterr().err)
        and name in error
        and not list(tmp_path.iterdir())
    )
