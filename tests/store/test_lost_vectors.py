"""Vectors that no search finds: found out after a kill and by the command, and put right."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import WordVectors, add, content, item_text, letter_text

import index.__main__ as command
from index.store.chroma import DiskFull, Vectors, VectorsDamaged
from index.store.mend import check, mend, passage_ids
from index.store.store import Store, note_unproven

TESTS = Path(__file__).parents[1]
PROGRAM = """
import os, signal, sys, threading, time
sys.path.insert(0, {tests!r})
import index.store.ingest, index.store.chroma
from pathlib import Path
from conftest import add
index.store.ingest._BATCH = 12
real, count = index.store.chroma.Vectors.put, [0]
def put(self, *what):
    count[0] += 1
    here = count[0] == {nth}
    def die():
        time.sleep({delay})
        os.kill(os.getpid(), signal.SIGKILL)
    if here and {delay}:
        threading.Thread(target=die, daemon=True).start()
    real(self, *what)
    if here:
        die()
index.store.chroma.Vectors.put = put
add(Path({store!r}), Path({letters!r}))
"""

REBUILDING = """
import os, signal, sys
sys.path.insert(0, {root!r})
from pathlib import Path
import chromadb
from index.store.chroma import Vectors
die = lambda: os.kill(os.getpid(), signal.SIGKILL)
vectors = Vectors(Path({folder!r}))
real = vectors._client.delete_collection
if {moment!r} == "modify":
    chromadb.Collection.modify = lambda *_, **__: die()
else:
    vectors._client.delete_collection = lambda name: die() if name == "passages" else real(name)
vectors.rebuild()
"""


WORDS = "neck knee elbow norco brace scan nerve therapy sleep opioid surgery wheelchair"


def letters(write_letter, amount: int = 24) -> None:
    chance = random.Random(1)
    words = WORDS.split()
    for number in range(amount):
        items = [
            item_text(
                " ".join(chance.sample(words, 4)),
                rationale=" ".join(chance.choices(words, k=20)) + ".",
            )
            for _ in range(3)
        ]
        write_letter(
            f"{number}.txt",
            letter_text(
                *items,
                case=f"CM16-10000{number:02}",
                summary=" ".join(chance.choices(words, k=20)) + ".",
            ),
        )


def nothing_lost(folder: Path) -> None:
    store = Store.open(folder)
    try:
        found = check(store)
        assert found.passages and not found.lost and not found.stray, found
        held = store.vectors._collection.get(include=["embeddings"])
        for name, vector in zip(held["ids"], held["embeddings"], strict=True):
            nearest = store.vectors.nearest(vector, 10)
            assert name in [each for each, _ in nearest] or nearest[-1][1] > 1 - 1e-5
    finally:
        store.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_after_kills_between_vectors_and_rows_every_passage_is_found(tmp_path, write_letter, seed):
    letters(write_letter)
    add(tmp_path / "whole", tmp_path / "letters")
    chance = random.Random(seed)
    for _ in range(1 + seed % 3):
        delay = chance.choice([0, 0.02 * chance.random()])
        made = PROGRAM.format(
            tests=str(TESTS),
            nth=chance.randint(1, 6),
            delay=delay,
            store=str(tmp_path / "s"),
            letters=str(tmp_path / "letters"),
        )
        done = subprocess.run([sys.executable, "-c", made], cwd=TESTS.parent)
        assert done.returncode in (-signal.SIGKILL, 0)
    add(tmp_path / "s", tmp_path / "letters")
    assert content(tmp_path / "s") == content(tmp_path / "whole")
    nothing_lost(tmp_path / "s")


class Hidden:
    """Makes vectors unreachable: a search leaves them out until they are put in again, in the given
    way.
    """

    def __init__(self, monkeypatch, names: set[str], until: str):
        self.names, self.until = names, until
        real_put, real_remove, real_rebuild = Vectors.put, Vectors.remove, Vectors.rebuild
        self.removed: set[str] = set()
        hidden = self

        def query(vectors):
            collection, ask = vectors._collection, vectors._collection.query

            def asked(**named):
                result = ask(
                    **named
                    | {"n_results": min(named["n_results"] + len(hidden.names), len(vectors))}
                )
                kept = [
                    [(i, d) for i, d in zip(ids, distances, strict=True) if i not in hidden.names][
                        : named["n_results"]
                    ]
                    for ids, distances in zip(result["ids"], result["distances"], strict=True)
                ]
                return {
                    "ids": [[i for i, _ in each] for each in kept],
                    "distances": [[d for _, d in each] for each in kept],
                }

            collection.query = asked

        def opened(vectors):
            real_open(vectors)
            query(vectors)

        def put(vectors, ids, *rest):
            real_put(vectors, ids, *rest)
            if hidden.until == "put" or (
                hidden.until == "taken out" and hidden.removed.issuperset(hidden.names)
            ):
                hidden.names.difference_update(ids)

        def remove(vectors, ids):
            real_remove(vectors, ids)
            hidden.removed.update(ids)

        def rebuild(vectors):
            real_rebuild(vectors)
            query(vectors)
            if hidden.until == "rebuilt":
                hidden.names.clear()

        real_open = Vectors._open
        monkeypatch.setattr(Vectors, "_open", opened)
        monkeypatch.setattr(Vectors, "put", put)
        monkeypatch.setattr(Vectors, "remove", remove)
        monkeypatch.setattr(Vectors, "rebuild", rebuild)


def some_passages(folder: Path, every: int = 7) -> set[str]:
    store = Store.open(folder)
    try:
        return set(passage_ids(store)[::every])
    finally:
        store.close()


def left_by_a_kill(folder: Path) -> None:
    store = Store.open(folder)
    with store.engine.begin() as connection:
        note_unproven(connection, True)
    store.close()


@pytest.mark.slow
@pytest.mark.parametrize("until", ["put", "taken out", "rebuilt"])
def test_vectors_that_no_search_finds_are_put_right_by_the_next_addition_after_a_kill(
    tmp_path, write_letter, monkeypatch, until
):
    letters(write_letter, 8)
    add(tmp_path / "s", tmp_path / "letters")
    names = some_passages(tmp_path / "s")
    hidden = Hidden(monkeypatch, set(names), until)
    store = Store.open(tmp_path / "s")
    assert set(check(store).unreachable) == names
    before = store.state().revision
    store.close()
    add(tmp_path / "s", tmp_path / "letters")
    assert hidden.names == names, "without a kill the vectors are not asked back"
    left_by_a_kill(tmp_path / "s")
    add(tmp_path / "s", tmp_path / "letters")
    assert hidden.names == set()
    monkeypatch.undo()
    nothing_lost(tmp_path / "s")
    store = Store.open(tmp_path / "s")
    assert store.state().revision > before, "readers open the vectors anew"
    store.close()


def test_vectors_that_can_never_be_found_are_said_to_be(tmp_path, write_letter, monkeypatch):
    letters(write_letter, 4)
    add(tmp_path / "s", tmp_path / "letters")
    Hidden(monkeypatch, some_passages(tmp_path / "s"), "never")
    left_by_a_kill(tmp_path / "s")
    for _ in range(2):  # what is not put right is tried again
        with pytest.raises(VectorsDamaged, match="found by no search"):
            add(tmp_path / "s", tmp_path / "letters")


@pytest.mark.slow
def test_the_command_tells_lost_vectors_and_repairs_them(
    tmp_path, write_letter, monkeypatch, capsys
):
    monkeypatch.setattr("index.commands.check.SentenceEmbeddings", WordVectors)
    letters(write_letter, 8)
    add(tmp_path / "s", tmp_path / "letters")
    check_it = ["check", "--store", str(tmp_path / "s")]
    assert command.main(check_it) == 0
    names = some_passages(tmp_path / "s")
    store = Store.open(tmp_path / "s")
    gone = passage_ids(store)[1]
    store.vectors.remove([gone])
    store.vectors.put(["stray"], ["x"], [[1.0] + [0.0] * 63], ["c"])  # the counts are equal again
    store.close()
    hidden = Hidden(monkeypatch, set(names), "taken out")
    assert command.main(check_it) == 1
    told = capsys.readouterr()
    assert (
        "1 have no vector" in told.out
        and f"{len(names)} have a vector that no search finds" in told.out
        and "--repair" in told.err
    )
    assert command.main([*check_it, "--repair"]) == 0
    assert f"{len(names) + 1} were put right" in capsys.readouterr().out and not hidden.names
    monkeypatch.undo()
    nothing_lost(tmp_path / "s")
    assert command.main(["check", "--store", str(tmp_path / "none")]) == 2


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["delete_collection", "modify"])
def test_a_rebuilding_that_is_killed_leaves_the_vectors_whole(tmp_path, write_letter, moment):
    letters(write_letter, 6)
    add(tmp_path / "s", tmp_path / "letters")
    before = content(tmp_path / "s")
    program = REBUILDING.format(
        root=str(TESTS.parent), folder=str(tmp_path / "s" / "vectors"), moment=moment
    )
    assert (
        subprocess.run([sys.executable, "-c", program], cwd=TESTS.parent, timeout=120).returncode
        == -signal.SIGKILL
    )
    assert content(tmp_path / "s") == before
    nothing_lost(tmp_path / "s")
    store = Store.open(tmp_path / "s")
    store.vectors.rebuild()
    store.close()
    assert content(tmp_path / "s") == before


@pytest.mark.slow
def test_vectors_written_before_a_kill_are_not_written_again(tmp_path, write_letter, monkeypatch):
    letters(write_letter, 4)
    made = PROGRAM.format(
        tests=str(TESTS),
        nth=1,
        delay=0,
        store=str(tmp_path / "s"),
        letters=str(tmp_path / "letters"),
    )
    assert (
        subprocess.run([sys.executable, "-c", made], cwd=TESTS.parent).returncode == -signal.SIGKILL
    )
    written: list[str] = []
    removed: list[str] = []
    real_put, real_remove = Vectors.put, Vectors.remove
    monkeypatch.setattr(
        Vectors,
        "put",
        lambda self, ids, *rest: (written.extend(ids), real_put(self, ids, *rest))[1],
    )
    monkeypatch.setattr(
        Vectors, "remove", lambda self, ids: (removed.extend(ids), real_remove(self, ids))[1]
    )
    add(tmp_path / "s", tmp_path / "letters")
    assert removed == [] and 0 < len(written) < len(content(tmp_path / "s")[1])


@pytest.mark.slow
def test_what_a_killed_run_wrote_of_a_file_that_is_gone_does_not_stay(tmp_path, write_letter):
    letters(write_letter, 4)
    made = PROGRAM.format(
        tests=str(TESTS),
        nth=1,
        delay=0,
        store=str(tmp_path / "s"),
        letters=str(tmp_path / "letters"),
    )
    subprocess.run([sys.executable, "-c", made], cwd=TESTS.parent)
    (tmp_path / "letters" / "0.txt").unlink()
    add(tmp_path / "s", tmp_path / "letters")
    nothing_lost(tmp_path / "s")


@pytest.mark.slow
def test_a_full_disk_says_that_nothing_is_lost_and_the_rerun_goes_on(
    tmp_path, write_letter, monkeypatch, capsys
):
    monkeypatch.setattr("index.__main__.SentenceEmbeddings", WordVectors)
    monkeypatch.setattr("index.store.ingest._BATCH", 6)
    letters(write_letter, 6)
    real, count = Vectors.put, [0]

    def put(self, *what):
        count[0] += 1
        if count[0] > 2:
            raise DiskFull("no space left on device")
        real(self, *what)

    monkeypatch.setattr(Vectors, "put", put)
    adding = ["add", str(tmp_path / "letters"), "--store", str(tmp_path / "s")]
    assert command.main(adding) == 1
    told = capsys.readouterr().err
    assert (
        "is full; nothing of what was written before is lost: free some space and run the "
        "same command again"
    ) in told
    assert "Traceback" not in told and "remove" not in told
    monkeypatch.setattr(Vectors, "put", real)
    assert command.main(adding) == 0
    nothing_lost(tmp_path / "s")


def test_no_message_advises_to_take_a_store_away():
    import re

    for package in ("index", "assistant"):
        for path in (TESTS.parent / package).rglob("*.py"):
            found = re.search(
                r"(?i)(remove|delete) (that|the|this|its) (folder|store|file)|remove "
                r"records\.sqlite",
                path.read_text("utf-8"),
            )
            assert not found, (path, found and found.group())


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_store_that_cannot_be_written_can_be_asked_and_stays_as_it_is(
    tmp_path, write_letter, monkeypatch
):
    from assistant.assistant import Assistant

    letters(write_letter, 6)
    add(tmp_path / "s", tmp_path / "letters")
    wanted = (
        Assistant(Store.open(tmp_path / "s"), embeddings=WordVectors())
        .ask("Which requests were upheld?")
        .markdown
    )
    (tmp_path / "s" / "records.sqlite-wal").unlink(missing_ok=True)
    (tmp_path / "s" / "records.sqlite-shm").unlink(missing_ok=True)
    before = snapshot(tmp_path / "s")
    real = os.access
    monkeypatch.setattr(
        os,
        "access",
        lambda path, mode, **named: (
            not (mode & os.W_OK and str(path).startswith(str(tmp_path / "s")))
            and real(path, mode, **named)
        ),
    )
    store = Store.open(tmp_path / "s")
    answer = Assistant(store, embeddings=WordVectors()).ask("Which requests were upheld?")
    assert answer.markdown == wanted
    with pytest.raises(Exception, match=r"readonly|read-only"), store.engine.begin() as connection:
        note_unproven(connection, True)
    store.close()
    after = snapshot(tmp_path / "s")
    assert {
        name: data for name, data in after.items() if not name.endswith(("-shm", "-wal"))
    } == before


def test_mending_what_is_whole_changes_nothing(tmp_path, write_letter):
    letters(write_letter, 3)
    add(tmp_path / "s", tmp_path / "letters")
    store = Store.open(tmp_path / "s")
    assert mend(store, WordVectors(), passage_ids(store)) == 0
    store.close()
