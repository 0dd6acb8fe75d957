"""Damaged and hostile files, links and folders: a reason each, and nothing else is lost."""

import os
import random
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import WordVectors, add, item_text, letter_text
from damaging import (
    doubling_pdf,
    hostile_pages,
    hostile_pdfs,
    hostile_words,
    mutations,
    sparse,
    whole_files,
)

import index.__main__ as command
from index.bounds import LARGEST
from index.letter import UnreadableLetter
from index.readers import apart, read_letter, text_in
from index.readers.apart import Worker
from index.store.ingest import Adder, letter_files
from index.store.lock import writer_lock
from index.store.status import status
from index.store.store import Store

ROOT = Path(__file__).parents[2]
GOOD = 3


def good_letters(write_letter) -> None:
    for number in range(GOOD):
        text = letter_text(item_text(f"MRI of the neck #{number}"), case=f"CM16-900000{number}")
        write_letter(f"good{number}.txt" if number else "x.csv#1.txt", text)


def held(folder: Path):
    store = Store.open(folder)
    try:
        return status(store)
    finally:
        store.close()


def kinds_of_damage() -> dict[str, bytes]:
    """Files that are bad in every way that is made, by name."""
    chance = random.Random(20261128)
    whole = whole_files(letter_text(item_text("MRI of the knee"), case="CM16-0000077"))
    files = {
        f"cut{number}{ending}": data
        for ending, good in whole.items()
        for number, data in enumerate(mutations(good, chance))
    }
    made = {
        ".docx": hostile_words(whole[".docx"]),
        ".html": hostile_pages(),
        ".pdf": hostile_pdfs(),
    }
    files |= {
        f"made{number}{ending}": data
        for ending, each in made.items()
        for number, data in enumerate(each.values())
    }
    row = b'{"text": "%s", "case": "%s"}\n'
    files["half.jsonl"] = (
        row % (b"\\ud800 no letter", b"\\udfff")
        + b'{"text": '
        + b"[" * 200_000
        + b"]" * 200_000
        + b"}\n"
        + b"[1]\nnull\n"
        + row % (b"x", b"y" * 5000)
    )
    return files


@pytest.mark.slow
def test_every_bad_file_is_in_or_listed_and_every_good_one_is_in(
    tmp_path, write_letter, monkeypatch, capsys
):
    good_letters(write_letter)
    folder = tmp_path / "letters"
    bad = kinds_of_damage()
    for name, data in bad.items():
        (folder / name).write_bytes(data)
    sparse(folder / "large.txt", 3_000_000_000)
    left = tmp_path / "temporary"
    left.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(left))
    monkeypatch.setattr(apart, "_READING", Worker(memory=600, computing=5))
    monkeypatch.setattr(command, "SentenceEmbeddings", WordVectors)
    assert command.main(["add", str(folder), "--store", str(tmp_path / "s")]) == 3
    told = capsys.readouterr().err
    now = held(tmp_path / "s")
    with Store.open(tmp_path / "s").engine.connect() as connection:
        taken = {
            Path(row[0]).name
            for row in connection.exec_driver_sql(
                "SELECT path FROM files WHERE determination IS NOT NULL"
            )
        }
    assert {"x.csv#1.txt", "good1.txt", "good2.txt"} <= taken
    listed = {Path(path).name for path, _ in now.set_aside}
    passed_over = letter_files([folder])[1]
    for name in [*bad, "large.txt"]:
        assert (
            any(each.split("#")[0] == name for each in taken | listed)
            or folder / name in passed_over
        ), name
        if name in listed:
            assert f"/{name}: " in told
    assert {path.suffix for path in passed_over} <= {".csv", ".jsonl"}, (
        "only tables without letters are passed over"
    )
    assert all(reason and "\n" not in reason for _, reason in now.set_aside)
    apart._READING.stop()
    assert list(left.iterdir()) == []
    assert command.main(["add", str(folder / "good1.txt"), "--store", str(tmp_path / "s")]) == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", [RecursionError, MemoryError, UnicodeEncodeError, AssertionError, KeyError]
)
@pytest.mark.parametrize(
    "where", ["read_letter", "extracted", "passages", "put_determination", "digest"]
)
def test_whatever_fails_over_one_letter_sets_that_letter_aside(
    tmp_path, write_letter, monkeypatch, kind, where
):
    good_letters(write_letter)
    write_letter("bad.txt", letter_text(item_text("MRI of the knee"), case="CM16-0000077"))
    real = getattr(__import__("index.store.ingest", fromlist=["x"]), where)

    def failing(*arguments, **named):
        if any("CM16-0000077" in str(each) or "bad.txt" in str(each) for each in arguments):
            raise (
                UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates")
                if kind is UnicodeEncodeError
                else kind("over this one")
            )
        return real(*arguments, **named)

    monkeypatch.setattr(f"index.store.ingest.{where}", failing)
    report = add(tmp_path / "s", tmp_path / "letters")
    assert report.added == GOOD and [path.name for path, _ in report.set_aside] == ["bad.txt"]
    assert kind.__name__ in report.set_aside[0][1]
    monkeypatch.undo()
    assert add(tmp_path / "s", tmp_path / "letters").added == 1


def test_a_line_of_a_table_that_cannot_be_read_costs_that_line_alone(tmp_path):
    lines = [
        letter_text(item_text(f"MRI of the neck #{number}"), case=f"CM16-900000{number}")
        for number in range(3)
    ]
    import json

    deep = '{"text": ' + "[" * 200_000 + "]" * 200_000 + "}"
    half = json.dumps({"text": "\ud800" + lines[2]})
    path = tmp_path / "a.jsonl"
    path.write_text(
        "\n".join(
            [
                json.dumps({"text": lines[0]}),
                deep,
                json.dumps({"text": lines[1]}),
                half,
                "{",
                *('"a letter"', "5", "null", "[]"),
            ]
        )
    )
    report = add(tmp_path / "s", path)
    assert report.added == 3
    assert [path.name for path, _ in report.set_aside] == [
        f"a.jsonl#{line}" for line in (2, 5, 6, 7, 8, 9)
    ]
    assert {reason for _, reason in report.set_aside[2:]} == {"its line is no JSON object"}


@pytest.mark.slow
def test_a_vocabulary_that_is_nested_too_deeply_says_so(
    tmp_path, write_letter, monkeypatch, capsys
):
    good_letters(write_letter)
    (tmp_path / "deep.yaml").write_text("[" * 3_000 + "]" * 3_000)
    arguments = [
        "add",
        str(tmp_path / "letters"),
        "--store",
        str(tmp_path / "s"),
        "--vocabulary",
        str(tmp_path / "deep.yaml"),
    ]
    assert command.main(arguments) == 2
    assert "nested too deeply" in capsys.readouterr().err


def special_files(folder: Path) -> set[str]:
    """Puts what is no letter into a folder, under names of letters; the names."""
    os.mkfifo(folder / "pipe.txt")
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "to-pipe.pdf").symlink_to(folder / "pipe.txt")
    (folder / "broken.csv").symlink_to(folder / "nowhere")
    (folder / "loop.docx").symlink_to(folder / "loop.docx")
    (folder / "table.jsonl").symlink_to("/dev/zero")
    (folder / "up").symlink_to(folder.parent)
    with socket.socket(socket.AF_UNIX) as listening:
        here = os.getcwd()
        os.chdir(folder)
        try:
            listening.bind("socket.html")
        finally:
            os.chdir(here)
    return {
        "pipe.txt",
        "zero.txt",
        "to-pipe.pdf",
        "broken.csv",
        "loop.docx",
        "table.jsonl",
        "up",
        "socket.html",
    }


def test_what_is_no_file_is_listed_with_the_reason_and_never_opened(
    tmp_path, write_letter, monkeypatch
):
    good_letters(write_letter)
    names = special_files(tmp_path / "letters")
    real = os.open
    opened: list[str] = []
    monkeypatch.setattr(
        os,
        "open",
        lambda path, *rest, **named: (
            opened.append(Path(os.fsdecode(path)).name),
            real(path, *rest, **named),
        )[1],
    )
    report = add(tmp_path / "s", tmp_path / "letters")
    assert report.added == GOOD and {path.name for path, _ in report.set_aside} == names
    assert names.isdisjoint(opened)
    reasons = {path.name: reason for path, reason in report.set_aside}
    assert (
        "named pipe" in reasons["pipe.txt"]
        and "link to a device" in reasons["zero.txt"]
        and "link to a folder" in reasons["up"]
    )
    assert {Path(path).name for path, _ in held(tmp_path / "s").set_aside} == names
    for name in names:
        (tmp_path / "letters" / name).unlink()
    assert (
        add(tmp_path / "s", tmp_path / "letters").set_aside == []
        and held(tmp_path / "s").set_aside == ()
    )


@pytest.mark.parametrize(
    "name", ["pipe.txt", "zero.txt", "table.jsonl", "socket.html", "loop.docx"]
)
def test_a_special_file_that_is_named_itself_is_not_opened_either(tmp_path, name):
    special_files(tmp_path)
    report = add(tmp_path / "s", tmp_path / name)
    assert report.added == 0 and [path.name for path, _ in report.set_aside] == [name]


def test_a_folder_that_cannot_be_looked_into_is_listed_until_it_can(
    tmp_path, write_letter, monkeypatch
):
    good_letters(write_letter)
    locked = tmp_path / "letters" / "locked"
    locked.mkdir()
    real_scan, real_access = os.scandir, os.access

    def scandir(path):
        if Path(path) == locked:
            raise PermissionError(13, "Permission denied", str(path))
        return real_scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr(
        os,
        "access",
        lambda path, *rest, **named: Path(path) != locked and real_access(path, *rest, **named),
    )
    report = add(tmp_path / "s", tmp_path / "letters")
    assert report.added == GOOD and [
        (path.name, "cannot be looked into" in why) for path, why in report.set_aside
    ] == [("locked", True)]
    monkeypatch.undo()
    assert (
        add(tmp_path / "s", tmp_path / "letters").set_aside == []
        and held(tmp_path / "s").set_aside == ()
    )


@pytest.mark.slow
def test_a_file_that_ends_hangs_or_fills_its_reader_is_a_reason_and_the_next_one_is_read(tmp_path):
    text = letter_text(item_text("MRI of the neck")).encode()
    worker = Worker(memory=500, computing=2, waiting=20)
    reads = ("index.readers.text_in", ".txt", text)
    assert worker.call(*reads).pages == text_in(".txt", text).pages
    first = worker._process.pid
    assert worker.call(*reads) and worker._process.pid == first, "one process reads many files"
    os.kill(first, 9)  # the call may come before the process is gone
    assert worker.call(*reads).pages
    # Where this process has itself held as much memory, the system's figures do not tell what the
    # reader needed, and the reason names the signal.
    reason = "needs more than 500 MB|longer than 2 s|ended the reader .SIGABRT"
    for levels in (24, 40):
        with pytest.raises(UnreadableLetter, match=reason):
            worker.call("index.readers.text_in", ".pdf", doubling_pdf(levels))
        assert worker.call(*reads).pages
    worker.stop()


def test_a_process_that_is_killed_leaves_no_folder_of_its_reader_behind(tmp_path):
    program = (
        "import os, signal, sys\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from index.readers.apart import text_of\n"
        "text_of('.txt', b'words of a letter')\n"
        "print(*os.listdir(os.environ['TMPDIR']), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert done.returncode == -signal.SIGKILL and done.stdout.startswith("reader-")
    until = time.monotonic() + 60  # its reader sees that it is gone, and ends by itself
    while list(tmp_path.iterdir()) and time.monotonic() < until:
        time.sleep(0.02)
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_waits_too_long_or_dies_is_said_to(tmp_path):
    text = letter_text(item_text("MRI of the neck")).encode()
    program = "import os, sys, time; exec(sys.argv[3])"
    for act, reason in (
        ("time.sleep(3_600)", "longer than 1 s"),
        ("os.abort()", "ended the reader .SIGABRT"),
        ("os._exit(3)", "ended the reader .exit code 3"),
    ):
        worker = Worker(waiting=1)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(apart, "_PROGRAM", program.replace("sys.argv[3]", repr(act)))
            with pytest.raises(UnreadableLetter, match=reason):
                worker.call("index.readers.text_in", ".txt", text)
        worker.stop()


def test_a_letter_of_its_kind_is_read_only_up_to_its_largest_size(tmp_path):
    for ending, most in LARGEST.items():
        sparse(tmp_path / f"a{ending}", most + 1)
        with pytest.raises(UnreadableLetter, match="of its kind is read up to"):
            read_letter(tmp_path / f"a{ending}")


@pytest.mark.slow
def test_this_process_stays_small_while_large_files_are_set_aside(tmp_path):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sparse(tmp_path / "a.jsonl", 500_000_000)
    sparse(tmp_path / "a.csv", 500_000_000)
    sparse(tmp_path / "a.txt", 500_000_000)
    report = add(tmp_path / "s", *sorted(tmp_path.glob("a.*")))
    assert report.added == 0 and len(report.set_aside) == 3
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000


@pytest.mark.slow
def test_the_picture_of_a_page_has_the_same_bounds(tmp_path):
    from assistant.web.highlight import marked_page

    for number, data in enumerate(hostile_pdfs().values()):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(data)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(apart, "_DRAWING", Worker(memory=500, computing=2))
            with suppress(UnreadableLetter, IndexError):
                assert len(marked_page(path, 1, 0, 5).whole) < 5_000_000
            apart._DRAWING.stop()


def test_an_interrupted_addition_leaves_no_answer_for_the_next_file(tmp_path, write_letter):
    good_letters(write_letter)
    folder = tmp_path / "s"
    folder.mkdir()

    def stop(_):
        raise KeyboardInterrupt

    with writer_lock(folder, 0):
        store = Store.open_or_create(folder, "words")
        with pytest.raises(KeyboardInterrupt):
            Adder(store, WordVectors()).run(letter_files([tmp_path / "letters"])[0], stop)
        store.close()
    assert add(folder, tmp_path / "letters").added == GOOD
