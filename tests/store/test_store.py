"""A store: one writer, readers that see what is added, and what it was made with."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import WordVectors, add, content, item_text, letter_text
from sqlalchemy import event

from index.store.lock import StoreBusy, writer_lock
from index.store.store import Store, StoreIncompatible, StoreMissing

TESTS = Path(__file__).parents[1]


def test_a_killed_writer_leaves_no_lock_behind(tmp_path):
    program = (
        "import os, signal, sys\n"
        f"sys.path.insert(0, {str(TESTS.parent)!r})\n"
        "from pathlib import Path\n"
        "from index.store.lock import writer_lock\n"
        f"with writer_lock(Path({str(tmp_path)!r}), 0): os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", program])
    with writer_lock(tmp_path, 0):
        pass


def test_a_second_writer_is_told_who_holds_the_store(tmp_path, capsys):
    program = (
        "import sys, time\n"
        f"sys.path.insert(0, {str(TESTS.parent)!r})\n"
        "from pathlib import Path\n"
        "from index.store.lock import writer_lock\n"
        f"with writer_lock(Path({str(tmp_path)!r}), 0):\n"
        " print('held', flush=True)\n"
        " time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    ) as other:
        try:
            assert other.stdout.readline() == "held\n"
            with pytest.raises(StoreBusy, match=f"process {other.pid}"), writer_lock(tmp_path, 0.2):
                pass
        finally:
            other.kill()
    assert f"process {other.pid}" in capsys.readouterr().err


def test_a_second_writer_waits_for_the_first(tmp_path):
    program = (
        "import sys, time\n"
        f"sys.path.insert(0, {str(TESTS.parent)!r})\n"
        "from pathlib import Path\n"
        "from index.store.lock import writer_lock\n"
        f"with writer_lock(Path({str(tmp_path)!r}), 0):\n"
        " print('held', flush=True)\n"
        " time.sleep(0.5)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        with writer_lock(tmp_path, 30):
            assert other.wait(60) == 0


def test_an_open_reader_sees_what_another_process_adds(tmp_path, write_letter):
    write_letter("a.txt", letter_text(item_text("MRI of the neck")))
    add(tmp_path / "s", tmp_path / "letters")
    reader = Store.open(tmp_path / "s")
    before = reader.refresh()
    vector = WordVectors().embed_query("wheelchair for the ankle")
    assert len(reader.vectors.nearest(vector, 10)) == 2
    write_letter("b.txt", letter_text(item_text("Wheelchair for the ankle"), case="CM16-0000002"))
    program = (
        "import sys\n"
        f"sys.path.insert(0, {str(TESTS)!r})\n"
        "from pathlib import Path\n"
        "from word_store import add\n"
        f"add(Path({str(tmp_path / 's')!r}), Path({str(tmp_path / 'letters')!r}))"
    )
    subprocess.run([sys.executable, "-c", program], cwd=TESTS.parent, check=True)
    assert reader.refresh().fingerprint != before.fingerprint
    assert len(reader.vectors.nearest(vector, 10)) == 4
    reader.close()


def test_a_store_of_another_embedding_model_is_refused(tmp_path, write_letter):
    write_letter("a.txt", letter_text(item_text("MRI of the neck")))
    add(tmp_path / "s", tmp_path / "letters")
    with pytest.raises(
        StoreIncompatible,
        match=r"embedding model 'words', not 'another'.*name that model, or another --store",
    ):
        Store.open_or_create(tmp_path / "s", "another")


def test_a_folder_without_a_store_says_how_to_make_one(tmp_path):
    with pytest.raises(StoreMissing, match="python -m index add"):
        Store.open(tmp_path)


def test_the_fingerprint_depends_on_the_content_and_not_on_the_order(tmp_path, write_letter):
    paths = [
        write_letter(f"{n}.txt", letter_text(item_text("MRI"), case=f"CM16-000000{n}"))
        for n in range(3)
    ]
    for path in paths:
        add(tmp_path / "one", path)
    add(tmp_path / "other", *reversed(paths))
    assert content(tmp_path / "one")[3] == content(tmp_path / "other")[3]


def test_lost_vectors_are_made_anew_at_the_next_add(tmp_path, write_letter):

    write_letter("a.txt", letter_text(item_text("MRI of the neck"), item_text("Norco")))
    add(tmp_path / "s", tmp_path / "letters")
    before = content(tmp_path / "s")
    shutil.rmtree(tmp_path / "s" / "vectors")
    add(tmp_path / "s", tmp_path / "letters")
    assert content(tmp_path / "s") == before


def test_answers_are_refused_where_the_vectors_are_lost(tmp_path, write_letter):

    from assistant.assistant import Assistant
    from index.store.chroma import VectorsDamaged

    write_letter("a.txt", letter_text(item_text("MRI of the neck")))
    add(tmp_path / "s", tmp_path / "letters")
    shutil.rmtree(tmp_path / "s" / "vectors")
    with pytest.raises(VectorsDamaged, match="python -m index add"):
        Assistant(Store.open(tmp_path / "s"), embeddings=WordVectors()).ask("MRI")
    (tmp_path / "s" / "vectors2").write_text("x")
    shutil.rmtree(tmp_path / "s" / "vectors", ignore_errors=True)
    (tmp_path / "s" / "vectors").write_text("no folder")
    with pytest.raises(VectorsDamaged, match="no folder"):
        Assistant(Store.open(tmp_path / "s"), embeddings=WordVectors()).ask("MRI")


@pytest.mark.parametrize("name", ["a?x=1", "a%20b", "ä b", "#1"])
def test_a_store_may_have_any_name(tmp_path, write_letter, name):
    write_letter("a.txt", letter_text(item_text("MRI of the neck")))
    add(tmp_path / name, tmp_path / "letters")
    assert len(content(tmp_path / name)[0]) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "letters"])


def test_determinations_are_counted_for_the_state_only_after_a_change(tmp_path, write_letter):
    write_letter("a.txt", letter_text(item_text("MRI of the neck")))
    add(tmp_path / "s", tmp_path / "letters")
    store = Store.open(tmp_path / "s")
    counted = []
    event.listen(
        store.engine,
        "before_cursor_execute",
        lambda connection, cursor, statement, *rest: (
            counted.append(statement) if "GROUP BY" in statement else None
        ),
    )
    first = store.state()
    assert store.state() == first and len(counted) == 1
    write_letter("b.txt", letter_text(item_text("Wheelchair for the ankle"), case="CM16-0000002"))
    add(tmp_path / "s", tmp_path / "letters")
    assert store.state().revision > first.revision and len(counted) == 2
    store.close()
