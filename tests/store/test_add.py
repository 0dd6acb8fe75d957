"""Adding letters: incremental, repeatable, safe to interrupt."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import add, content, item_text, letter_text

from index.store.status import status
from index.store.store import Store

TESTS = Path(__file__).parents[1]


def test_added_letters_are_records_and_passages(tmp_path, write_letter):
    write_letter(
        "a.txt", letter_text(item_text("MRI of the neck"), item_text("Norco", "Overturned"))
    )
    report = add(tmp_path / "s", tmp_path / "letters")
    rows, pieces, vectors, _ = content(tmp_path / "s")
    assert (report.added, report.set_aside) == (1, [])
    assert [(row["case"], row["item"], row["outcome"]) for row in rows] == [
        ("CM16-0000001", 1, "upheld"),
        ("CM16-0000001", 2, "overturned"),
    ]
    assert vectors == [piece[0] for piece in pieces] and len(vectors) == 3
    assert all("CM16-0000001" in piece[1] for piece in pieces)


def test_adding_again_changes_nothing(tmp_path, write_letter):
    write_letter("a.txt", letter_text(item_text("MRI of the neck")))
    add(tmp_path / "s", tmp_path / "letters")
    before = content(tmp_path / "s")
    assert add(tmp_path / "s", tmp_path / "letters").unchanged == 1
    assert content(tmp_path / "s") == before


def test_the_same_letter_under_two_names_is_one_determination(tmp_path, write_letter):
    for name in ("a.txt", "b.txt"):
        write_letter(name, letter_text(item_text("MRI of the neck")))
    report = add(tmp_path / "s", tmp_path / "letters")
    assert (report.added, report.same) == (1, 1)
    assert len(content(tmp_path / "s")[0]) == 1


def test_a_changed_file_replaces_its_rows_and_passages(tmp_path, write_letter):
    write_letter("a.txt", letter_text(item_text("MRI of the neck"), item_text("Norco")))
    add(tmp_path / "s", tmp_path / "letters")
    write_letter("a.txt", letter_text(item_text("MRI of the knee")))
    assert add(tmp_path / "s", tmp_path / "letters").replaced == 1
    write_letter("fresh.txt", "")
    (tmp_path / "letters" / "fresh.txt").unlink()
    changed, fresh = content(tmp_path / "s"), None
    add(tmp_path / "fresh", tmp_path / "letters")
    fresh = content(tmp_path / "fresh")
    assert changed == fresh


def test_a_changed_copy_leaves_the_other_copy_alone(tmp_path, write_letter):
    for name in ("a.txt", "b.txt"):
        write_letter(name, letter_text(item_text("MRI of the neck")))
    add(tmp_path / "s", tmp_path / "letters")
    write_letter("b.txt", letter_text(item_text("Norco"), case="CM16-0000002"))
    add(tmp_path / "s", tmp_path / "letters")
    assert [row["case"] for row in content(tmp_path / "s")[0]] == ["CM16-0000001", "CM16-0000002"]


def test_a_file_that_cannot_be_parsed_is_set_aside_and_the_rest_goes_in(tmp_path, write_letter):
    write_letter("a.txt", letter_text(item_text("MRI of the neck")))
    write_letter("b.txt", "Dear Sir")
    report = add(tmp_path / "s", tmp_path / "letters")
    assert report.added == 1 and report.set_aside[0][0].name == "b.txt"
    store = Store.open(tmp_path / "s")
    assert [
        (Path(path).name, "no known layout" in reason) for path, reason in status(store).set_aside
    ] == [("b.txt", True)]
    store.close()
    write_letter("b.txt", letter_text(item_text("Norco"), case="CM16-0000002"))
    assert add(tmp_path / "s", tmp_path / "letters").set_aside == []
    store = Store.open(tmp_path / "s")
    assert status(store).set_aside == () and status(store).determinations == 2
    store.close()


def test_a_second_text_under_the_same_case_number_is_not_counted_twice(tmp_path, write_letter):
    write_letter("a.txt", letter_text(item_text("MRI of the neck")))
    write_letter("b.txt", letter_text(item_text("MRI of the neck, corrected copy")))
    report = add(tmp_path / "s", tmp_path / "letters")
    assert (
        report.added == 1
        and "case number CM16-0000001" in report.set_aside[0][1]
        and "a.txt" in report.set_aside[0][1]
    )


def test_two_letters_without_number_and_with_the_same_name_are_told_apart(tmp_path):
    text = letter_text(item_text("MRI of the neck"))
    text = text[text.index("HOW THE IMR") :]
    for folder, more in (("one", ""), ("two", "And more.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "scan.txt").write_text(text + more)
    add(tmp_path / "s", tmp_path / "one", tmp_path / "two")
    cases = [row["case"] for row in content(tmp_path / "s")[0]]
    assert len(set(cases)) == 2 and all(case.startswith("scan") for case in cases)


@pytest.mark.slow
@pytest.mark.parametrize(
    "moment", ["before the vectors", "after the vectors", "in the rows", "before settling"]
)
def test_a_killed_run_run_again_ends_as_if_it_had_never_been_killed(tmp_path, write_letter, moment):
    for number in range(3):
        write_letter(
            f"{number}.txt",
            letter_text(
                item_text("MRI of the neck"),
                item_text(f"Norco #{number}"),
                case=f"CM16-000000{number}",
            ),
        )
    add(tmp_path / "whole", tmp_path / "letters")
    kill = {
        "before the vectors": "index.store.chroma.Vectors.put = lambda *_: die()",
        "after the vectors": "index.store.ingest.put_determination = lambda *_: die()",
        "in the rows": (
            "real = index.store.sqlite.write.put_file\n"
            "index.store.ingest.put_file = lambda *a: (real(*a), die())"
        ),
        "before settling": (
            "index.store.ingest.Adder._settle = lambda self: die() if self.report.added else None"
        ),
    }[moment]
    program = (
        "import os, signal, sys\n"
        f"sys.path.insert(0, {str(TESTS)!r})\n"
        "import index.store.ingest, index.store.chroma, index.store.sqlite.write\n"
        "from pathlib import Path\n"
        "from word_store import add\n"
        "def die(): os.kill(os.getpid(), signal.SIGKILL)\n"
        f"{kill}\n"
        f"add(Path({str(tmp_path / 's')!r}), Path({str(tmp_path / 'letters')!r}))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=TESTS.parent)
    assert done.returncode == -signal.SIGKILL
    add(tmp_path / "s", tmp_path / "letters")
    assert content(tmp_path / "s") == content(tmp_path / "whole")


@pytest.mark.slow
def test_interrupting_keeps_what_was_added(tmp_path, write_letter):
    for number in range(40):
        write_letter(
            f"{number}.txt",
            letter_text(
                item_text("MRI of the neck"), item_text("Norco"), case=f"CM16-00000{number:02}"
            ),
        )
    program = (
        "import sys\n"
        f"sys.path.insert(0, {str(TESTS)!r})\n"
        "import index.store.chroma, index.store.ingest\n"
        "from pathlib import Path\n"
        "from word_store import add\n"
        "index.store.ingest._BATCH = 3\n"
        "real = index.store.chroma.Vectors.put\n"
        "def put(self, *what):\n"
        "    real(self, *what)\n"
        "    print('put', flush=True)\n"
        "index.store.chroma.Vectors.put = put\n"
        f"add(Path({str(tmp_path / 's')!r}), Path({str(tmp_path / 'letters')!r}))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=TESTS.parent, stdout=subprocess.PIPE, text=True
    ) as run:
        assert [run.stdout.readline() for _ in range(3)] == 3 * ["put\n"]
        os.kill(run.pid, signal.SIGKILL)
    report = add(tmp_path / "s", tmp_path / "letters")
    assert report.added + report.unchanged == 40
    assert len(content(tmp_path / "s")[0]) == 80


def test_a_corrected_letter_under_a_new_name_replaces_the_one_whose_file_is_gone(
    tmp_path, write_letter
):
    old = write_letter("old.txt", letter_text(item_text("MRI of the neck")))
    add(tmp_path / "s", tmp_path / "letters")
    old.unlink()
    write_letter("new.txt", letter_text(item_text("MRI of the knee")))
    report = add(tmp_path / "s", tmp_path / "letters")
    assert (report.replaced, report.set_aside) == (1, [])
    rows, pieces, vectors, _ = content(tmp_path / "s")
    assert [row["request"] for row in rows] == ["MRI of the knee"] and vectors == [
        piece[0] for piece in pieces
    ]


def test_both_copies_of_a_letter_may_be_corrected_alike(tmp_path, write_letter):
    for name in ("a.txt", "b.txt"):
        write_letter(name, letter_text(item_text("MRI of the neck")))
    add(tmp_path / "s", tmp_path / "letters")
    for name in ("a.txt", "b.txt"):
        write_letter(name, letter_text(item_text("MRI of the knee")))
    report = add(tmp_path / "s", tmp_path / "letters")
    assert report.set_aside == [] and [row["request"] for row in content(tmp_path / "s")[0]] == [
        "MRI of the knee"
    ]


def test_a_file_that_is_whole_again_or_gone_is_set_aside_no_more(tmp_path, write_letter):
    write_letter("a.txt", letter_text(item_text("MRI of the neck")))
    add(tmp_path / "s", tmp_path / "letters")
    write_letter("a.txt", "junk")
    write_letter("b.txt", "junk too")
    assert len(add(tmp_path / "s", tmp_path / "letters").set_aside) == 2
    write_letter("a.txt", letter_text(item_text("MRI of the neck")))
    (tmp_path / "letters" / "b.txt").unlink()
    add(tmp_path / "s", tmp_path / "letters")
    store = Store.open(tmp_path / "s")
    assert status(store).set_aside == ()
    store.close()


def test_a_file_whose_name_is_no_utf8_is_set_aside_and_the_rest_goes_in(tmp_path, write_letter):
    write_letter("a.txt", letter_text(item_text("MRI of the neck")))
    (tmp_path / "letters" / os.fsdecode(b"b\xff.txt")).write_text("x")
    report = add(tmp_path / "s", tmp_path / "letters")
    assert report.added == 1 and "not valid UTF-8" in report.set_aside[0][1]


def test_a_link_goes_by_its_own_name_and_a_broken_one_is_set_aside(tmp_path, write_letter):
    (tmp_path / "data").write_text(letter_text(item_text("MRI of the neck")))
    (tmp_path / "letters" / "link.txt").symlink_to(tmp_path / "data")
    (tmp_path / "letters" / "broken.txt").symlink_to(tmp_path / "nowhere")
    report = add(tmp_path / "s", tmp_path / "letters")
    assert report.added == 1 and [
        (path.name, "cannot be opened" in reason) for path, reason in report.set_aside
    ] == [("broken.txt", True)]


def test_letters_described_by_earlier_rules_are_described_anew(tmp_path, write_letter, monkeypatch):
    for name in ("a.txt", "b.txt"):
        write_letter(name, letter_text(item_text("MRI of the neck"), item_text("Norco")))
    write_letter("c.txt", letter_text(item_text("CT"), case="CM16-0000002"))
    for module in ("index.store.ingest", "index.store.sqlite.write", "index.store.status"):
        monkeypatch.setattr(f"{module}.description_version", lambda: "earlier")
    add(tmp_path / "s", tmp_path / "letters")
    before = content(tmp_path / "s")
    monkeypatch.undo()
    store = Store.open(tmp_path / "s")
    assert status(store).outdated == 2
    store.close()
    report = add(tmp_path / "s", tmp_path / "letters")
    after = content(tmp_path / "s")
    assert report.replaced == 2 and after[:3] == before[:3] and after[3] != before[3]
    store = Store.open(tmp_path / "s")
    assert status(store).outdated == 0 and status(store).determinations == 2
    store.close()
    assert add(tmp_path / "s", tmp_path / "letters").unchanged == 3
