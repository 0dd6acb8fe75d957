"""The commands that others script against: names, exit codes, output."""

import csv
import io
import json
import sys
from types import ModuleType

import pytest
from conftest import WordVectors, item_text, letter_text

import assistant.__main__ as ask_command
import index.__main__ as index_command


@pytest.fixture(autouse=True)
def word_vectors(monkeypatch):
    """The commands embed by `WordVectors` here."""
    monkeypatch.setattr("index.__main__.SentenceEmbeddings", WordVectors)
    monkeypatch.setattr("assistant.assistant.SentenceEmbeddings", WordVectors)


def add_letters(write_letter, tmp_path):
    write_letter(
        "a.txt",
        letter_text(
            item_text(
                "MRI of the left knee",
                rationale="There are no red flags in this case. Not medically necessary.",
            ),
            item_text("Norco 10mg", "Overturned", "It is medically necessary."),
        ),
    )
    return index_command.main(["add", str(tmp_path / "letters"), "--store", str(tmp_path / "s")])


def test_add_says_what_came_in(write_letter, tmp_path, capsys):
    assert add_letters(write_letter, tmp_path) == 0
    printed = capsys.readouterr().err
    assert "1 added" in printed and "1 determinations with 2 disputed items" in printed


def test_add_exits_3_and_lists_what_was_set_aside(write_letter, tmp_path, capsys):
    bad = write_letter("bad.txt", "no letter")
    (tmp_path / "letters" / "notes.md").write_text("x")
    assert add_letters(write_letter, tmp_path) == 3
    printed = capsys.readouterr().err
    assert (
        f"set aside: {bad.resolve()}: shows no known layout" in printed
        and "1 passed over" in printed
        and "notes.md" in printed
    )


def test_wrong_use_exits_2(tmp_path, capsys):
    assert (
        index_command.main(["add", str(tmp_path / "nowhere"), "--store", str(tmp_path / "s")]) == 2
    )
    assert "no such file or folder" in capsys.readouterr().err
    assert not (tmp_path / "s").exists()
    assert index_command.main(["status", "--store", str(tmp_path / "s")]) == 2
    assert ask_command.main(["ask", "MRI", "--store", str(tmp_path / "s")]) == 2
    assert "python -m index add" in capsys.readouterr().err
    for arguments in (["ask"], ["ask", "MRI", "--batch", "x"], ["ask", " "]):
        with pytest.raises(SystemExit) as ended:
            ask_command.main(arguments)
        assert ended.value.code == 2
    with pytest.raises(SystemExit) as ended:
        index_command.main(["add"])
    assert ended.value.code == 2


def test_a_store_that_is_no_database_is_a_failure_told_in_one_line(tmp_path, capsys):
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "records.sqlite").write_text(
        "not a database, but long enough to be taken for one by its size"
    )
    assert index_command.main(["status", "--store", str(tmp_path / "s")]) == 1
    assert "cannot be used" in capsys.readouterr().err


def test_status_as_json(write_letter, tmp_path, capsys):
    add_letters(write_letter, tmp_path)
    capsys.readouterr()
    assert index_command.main(["status", "--store", str(tmp_path / "s"), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (
        printed["determinations"],
        printed["items"],
        printed["upheld"],
        printed["overturned"],
        printed["period"],
    ) == (1, 2, 1, 1, ["2016-03-20", "2016-03-20"])


def test_items_as_json_lines_and_csv_hold_the_same(write_letter, tmp_path, capsys):
    add_letters(write_letter, tmp_path)
    capsys.readouterr()
    index_command.main(["items", "--store", str(tmp_path / "s")])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    index_command.main(["items", "--store", str(tmp_path / "s"), "--format", "csv"])
    table = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    fields = list(rows[0])
    assert fields[:27] == [
        "case",
        "item",
        "request",
        "disputed",
        "outcome",
        "category",
        "subcategory",
        "procedures",
        "regions",
        "laterality",
        "retrospective",
        "partly_authorized",
        "repeat",
        "guidelines",
        "reasons",
        "file",
        "decided",
        "injured",
        "specialties",
        "levels",
        "amounts",
        "strengths",
        "service_dates",
        "citations",
        "claims_citations",
        "diagnoses",
        "mechanism",
    ]
    assert {"priority", "sex", "age", "licensed_in", "received"} <= set(fields[27:])
    assert (
        rows[0]["procedures"] == ["mri"]
        and rows[0]["decided"] == "2016-03-20"
        and rows[0]["file"].endswith("a.txt")
    )
    assert [row["procedures"] for row in table] == ["mri", "hydrocodone; acetaminophen"]


def test_ask_prints_answer_and_places(write_letter, tmp_path, capsys):
    add_letters(write_letter, tmp_path)
    capsys.readouterr()
    assert (
        ask_command.main(["ask", "How are knee MRIs decided?", "--store", str(tmp_path / "s")]) == 0
    )
    printed = capsys.readouterr().out
    assert (
        "One disputed item: MRI of the knee" in printed
        and "a.txt, characters" in printed
        and "no legal or medical advice" in printed
    )


def test_a_batch_gives_one_json_answer_a_line_in_order(write_letter, tmp_path, capsys):
    add_letters(write_letter, tmp_path)
    (tmp_path / "q.txt").write_text("knee MRI\n\nWill I win?\nWhy was CM16-0000001 upheld?\n")
    capsys.readouterr()
    assert (
        ask_command.main(
            ["ask", "--batch", str(tmp_path / "q.txt"), "--json", "--store", str(tmp_path / "s")]
        )
        == 0
    )
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(answer["question"], answer["abstained"]) for answer in answers] == [
        ("knee MRI", False),
        ("Will I win?", True),
        ("Why was CM16-0000001 upheld?", False),
    ]


def test_an_unknown_model_is_a_failure_with_its_name(write_letter, tmp_path, capsys):
    add_letters(write_letter, tmp_path)
    assert (
        ask_command.main(
            ["ask", "knee MRI", "--model", "nobody:knows", "--store", str(tmp_path / "s")]
        )
        == 1
    )
    assert "'nobody:knows'" in capsys.readouterr().err


class _Library(ModuleType):
    """Stands in for the library of embedding models, which takes seconds to load: has no model."""

    @staticmethod
    def SentenceTransformer(name, **how):
        raise OSError(f"{name} is no local folder")


@pytest.mark.parametrize(
    "library",
    [
        pytest.param(_Library("stand-in"), id="stand-in"),
        pytest.param(None, id="real", marks=pytest.mark.slow),
    ],
)
def test_a_model_that_cannot_be_had_names_no_store(
    library, write_letter, tmp_path, monkeypatch, capsys
):
    from index.embedding import SentenceEmbeddings

    if library:
        monkeypatch.setitem(sys.modules, "sentence_transformers", library)
        monkeypatch.setattr("index.embedding._has_accelerator", lambda: False)
    monkeypatch.setattr("index.__main__.SentenceEmbeddings", SentenceEmbeddings)
    write_letter("a.txt", letter_text(item_text("MRI")))
    assert (
        index_command.main(
            [
                "add",
                str(tmp_path / "letters"),
                "--store",
                str(tmp_path / "s"),
                "--model",
                "no-such-model",
            ]
        )
        == 1
    )
    assert "'no-such-model' cannot be loaded" in capsys.readouterr().err
    monkeypatch.setattr("index.__main__.SentenceEmbeddings", WordVectors)
    assert (
        index_command.main(["add", str(tmp_path / "letters"), "--store", str(tmp_path / "s")]) == 0
    )


def test_a_batch_that_cannot_be_read_is_named_with_the_cause(write_letter, tmp_path, capsys):
    add_letters(write_letter, tmp_path)
    (tmp_path / "q.txt").write_bytes(b"caf\xe9")
    for batch, cause in (
        (tmp_path / "q.txt", "not UTF-8"),
        (tmp_path, "Is a directory"),
        (tmp_path / "none", "No such file"),
    ):
        assert ask_command.main(["ask", "--batch", str(batch), "--store", str(tmp_path / "s")]) == 2
        error = capsys.readouterr().err
        assert str(batch) in error and cause in error


def test_broken_bytes_in_a_question_do_no_harm(write_letter, tmp_path, capsys):
    add_letters(write_letter, tmp_path)
    assert ask_command.main(["ask", "knee MRI \udcff?", "--store", str(tmp_path / "s")]) == 0
