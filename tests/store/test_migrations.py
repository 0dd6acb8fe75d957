"""A store of an earlier version is brought up to date, step by step, and loses nothing."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import WordVectors, add, content, item_text, letter_text

import index.__main__ as command
from index.store.ingest import Adder, letter_files
from index.store.lock import writer_lock
from index.store.migrations import migrate, steps
from index.store.sqlite.schema import SCHEMA, open_engine
from index.store.store import Store, StoreIncompatible

TESTS = Path(__file__).parents[1]
#: The tables of each earlier schema, as they were. Files are added, never changed.
SCHEMAS = sorted((TESTS / "store" / "schemas").iterdir())
OLDER = range(1, SCHEMA)

KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {root!r})
import index.store.migrations.step_0004_vector_engine as step
from index.store.store import Store
real = step.migrate
def migrate(connection):
    connection.exec_driver_sql("CREATE TABLE half (done INTEGER)")
    real(connection)
    os.kill(os.getpid(), signal.SIGKILL)
step.migrate = migrate
Store.open(Path({folder!r}))
"""


def letters(write_letter) -> Path:
    write_letter("a.txt", letter_text(item_text("MRI of the neck"), item_text("Norco 10/325 #60")))
    path = write_letter(
        "b.txt", letter_text(item_text("Wheelchair", "Overturned"), case="CM16-0000002")
    )
    return path.parent


def old_store(folder: Path, schema: int, of: Path) -> Path:
    """A store of an earlier schema with the rows of the store ``of``, and without vectors."""
    folder.mkdir()
    file = folder / "records.sqlite"
    with closing(sqlite3.connect(file)) as old:
        old.executescript(SCHEMAS[schema - 1].read_text("utf-8"))
        old.execute("ATTACH ? AS today", (str(of / "records.sqlite"),))
        names = [
            name
            for (name,) in old.execute(
                "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT GLOB "
                "'passage_words*'"
            )
        ]
        for name in names:
            columns = ", ".join(
                f'"{each[1]}"' for each in old.execute(f"PRAGMA main.table_info({name})")
            )
            old.execute(
                f"INSERT INTO main.{name} ({columns}) SELECT {columns} FROM today.{name}"
                + (" WHERE name != 'vectors'" if name == "about" else "")
            )
        old.execute("UPDATE main.about SET value = ? WHERE name = 'schema'", (str(schema),))
        old.commit()
    return folder


def tables(folder: Path) -> dict[str, object]:
    """The tables of a store's records with their columns and indexes, in no order."""
    with closing(sqlite3.connect(folder / "records.sqlite")) as records:
        found: dict[str, object] = {}
        for name, kind, sql in records.execute(
            "SELECT name, type, sql FROM sqlite_master WHERE name NOT GLOB 'sqlite_*'"
        ).fetchall():
            if kind == "table":
                columns = records.execute(f"PRAGMA table_info({name})").fetchall()
                found[name] = {(each[1], each[2], each[3], each[5]) for each in columns}
            elif kind == "index":
                found[name] = records.execute(f"PRAGMA index_info({name})").fetchone()[2]
            else:
                found[name] = sql.replace(" IF NOT EXISTS", "")
        return found


def rows(folder: Path) -> dict[str, list[tuple]]:
    """All rows of a store's records."""
    with closing(sqlite3.connect(folder / "records.sqlite")) as records:
        names = records.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: sorted(map(repr, records.execute(f"SELECT * FROM {name}"))) for (name,) in names
        }


def test_each_step_leads_from_one_schema_to_the_next_up_to_the_present():
    assert [(each.FROM, each.TO) for each in steps()] == [(n, n + 1) for n in OLDER]
    assert len(SCHEMAS) == len(OLDER), "the tables of each schema before this one are kept"


@pytest.mark.parametrize("schema", OLDER)
def test_an_older_store_has_the_tables_and_rows_of_a_new_one_once_it_is_opened(
    tmp_path, write_letter, schema
):
    add(tmp_path / "new", letters(write_letter))
    old = old_store(tmp_path / "old", schema, tmp_path / "new")
    store = Store.open(old)
    assert store.state().schema == SCHEMA and store.state().engine == "chroma"
    store.close()
    assert tables(old) == tables(tmp_path / "new")
    shutil.copytree(tmp_path / "new" / "vectors", old / "vectors")
    if schema == 3:
        assert content(old) == content(tmp_path / "new")
    assert add(old, tmp_path / "letters").set_aside == []
    assert content(old) == content(tmp_path / "new")


def test_a_migrated_store_embeds_nothing_anew(tmp_path, write_letter):
    add(tmp_path / "new", letters(write_letter))
    old = old_store(tmp_path / "old", 3, tmp_path / "new")
    shutil.copytree(tmp_path / "new" / "vectors", old / "vectors")
    assert embedded_by_adding(old, tmp_path / "letters") == []


def test_a_step_that_fails_leaves_the_store_as_it_was(tmp_path, write_letter, monkeypatch):
    add(tmp_path / "new", letters(write_letter))
    old = old_store(tmp_path / "old", 3, tmp_path / "new")
    before = rows(old)

    def fails(connection):
        connection.exec_driver_sql("ALTER TABLE items ADD COLUMN half TEXT")
        connection.exec_driver_sql("DELETE FROM facets")
        raise KeyboardInterrupt

    last = SimpleNamespace(FROM=3, TO=4, migrate=fails)
    with monkeypatch.context() as patched:
        patched.setattr("index.store.migrations.steps", lambda: (last,))
        with pytest.raises(KeyboardInterrupt):
            Store.open(old)
    assert rows(old) == before
    Store.open(old).close()
    assert tables(old) == tables(tmp_path / "new")


def test_a_step_that_leaves_rows_without_their_letter_is_undone(tmp_path, write_letter):
    add(tmp_path / "new", letters(write_letter))
    old = old_store(tmp_path / "old", 3, tmp_path / "new")
    with closing(sqlite3.connect(old / "records.sqlite")) as records:
        records.execute("DELETE FROM determinations")
        records.commit()
    before = rows(old)
    with pytest.raises(RuntimeError, match="schema 4 leaves rows of"):
        Store.open(old)
    assert rows(old) == before


def test_a_kill_in_the_middle_of_a_step_leaves_the_store_as_it_was(tmp_path, write_letter):
    add(tmp_path / "new", letters(write_letter))
    old = old_store(tmp_path / "old", 2, tmp_path / "new")
    program = KILLED.format(root=str(TESTS.parent), folder=str(old))
    done = subprocess.run([sys.executable, "-c", program], cwd=TESTS.parent, timeout=120)
    assert done.returncode == -signal.SIGKILL
    with closing(sqlite3.connect(old / "records.sqlite")) as records:
        kept = dict(records.execute("SELECT name, value FROM about"))
    assert kept["schema"] == "3" and "vectors" not in kept, (
        "the step before stays, this one does not"
    )
    assert "half" not in tables(old)
    Store.open(old).close()
    assert tables(old) == tables(tmp_path / "new")


def test_reading_commands_bring_a_store_up_to_date(tmp_path, write_letter, capsys):
    add(tmp_path / "new", letters(write_letter))
    old = old_store(tmp_path / "old", 3, tmp_path / "new")
    assert command.main(["status", "--store", str(old)]) == 0
    assert "2 determinations" in capsys.readouterr().out
    assert tables(old) == tables(tmp_path / "new")


def test_an_older_store_that_must_not_be_written_says_where_to_bring_it_up_to_date(
    tmp_path, write_letter, monkeypatch, capsys
):
    add(tmp_path / "new", letters(write_letter))
    old = old_store(tmp_path / "old", 3, tmp_path / "new")
    before = rows(old)
    real = os.access
    monkeypatch.setattr(
        os,
        "access",
        lambda path, mode, **named: (
            not (mode & os.W_OK and str(path).startswith(str(old))) and real(path, mode, **named)
        ),
    )
    assert command.main(["status", "--store", str(old)]) == 1
    told = capsys.readouterr().err
    assert "has schema 3" in told and "python -m index status" in told and "add" not in told
    assert rows(old) == before


def test_a_store_of_a_later_version_is_refused_and_stays_as_it_is(tmp_path, write_letter):
    add(tmp_path / "s", letters(write_letter))
    with closing(sqlite3.connect(tmp_path / "s" / "records.sqlite")) as records:
        records.execute("UPDATE about SET value = '99' WHERE name = 'schema'")
        records.execute("DROP TABLE amounts")
        records.commit()
    before = rows(tmp_path / "s")
    for opened in (Store.open, Store.open_or_create):
        with pytest.raises(StoreIncompatible, match=r"has schema 99, .*later version"):
            opened(tmp_path / "s")
    assert rows(tmp_path / "s") == before


def test_an_unknown_engine_of_the_vectors_is_refused(tmp_path, write_letter):
    add(tmp_path / "s", letters(write_letter))
    with closing(sqlite3.connect(tmp_path / "s" / "records.sqlite")) as records:
        records.execute("UPDATE about SET value = 'other' WHERE name = 'vectors'")
        records.commit()
    with pytest.raises(StoreIncompatible, match="vectors in 'other', which this version does not"):
        Store.open(tmp_path / "s")


def test_a_schema_that_no_step_starts_from_is_told(tmp_path, write_letter, monkeypatch):
    add(tmp_path / "new", letters(write_letter))
    old = old_store(tmp_path / "old", 3, tmp_path / "new")
    monkeypatch.setattr("index.store.migrations.steps", lambda: ())
    with pytest.raises(StoreIncompatible, match="no step leads on from schema 3; the store stays"):
        Store.open(old)


def test_steps_taken_by_another_process_are_not_taken_again(tmp_path, write_letter):
    add(tmp_path / "new", letters(write_letter))
    old = old_store(tmp_path / "old", 1, tmp_path / "new")
    engine = open_engine(old / "records.sqlite")
    assert (migrate(engine, SCHEMA), migrate(engine, SCHEMA)) == (len(OLDER), 0)
    engine.dispose()


class Counting(WordVectors):
    """Notes every text that is embedded."""

    def __init__(self):
        super().__init__()
        self.embedded: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.embedded += texts
        return super().embed_documents(texts)


def embedded_by_adding(folder: Path, *paths: Path) -> list[str]:
    """The texts that an addition embeds."""
    embeddings = Counting()
    with writer_lock(folder, 0):
        store = Store.open_or_create(folder, "words")
        try:
            Adder(store, embeddings).run(letter_files(paths)[0])
        finally:
            store.close()
    return embeddings.embedded


def described_by(monkeypatch, rules: str) -> None:
    for module in ("index.store.ingest", "index.store.sqlite.write", "index.store.status"):
        monkeypatch.setattr(f"{module}.description_version", lambda: rules)


def test_describing_letters_by_other_rules_embeds_only_passages_whose_text_changed(
    tmp_path, write_letter, monkeypatch
):
    folder = letters(write_letter)
    described_by(monkeypatch, "1")
    every = embedded_by_adding(tmp_path / "s", folder)
    passages = {piece[0] for piece in content(tmp_path / "s")[1]}
    assert len(every) == len(passages) == 5
    described_by(monkeypatch, "2")
    assert embedded_by_adding(tmp_path / "s", folder) == []

    real = index_passages()

    def told_otherwise(determination, *rest):
        found = real(determination, *rest)
        return tuple(
            SimpleNamespace(**vars(each) | {"text": each.text + " (MRI)", "heading": each.heading})
            if each.item == 1 and determination.case == "CM16-0000001"
            else each
            for each in found
        )

    monkeypatch.setattr("index.store.ingest.passages", told_otherwise)
    described_by(monkeypatch, "3")
    again = embedded_by_adding(tmp_path / "s", folder)
    assert len(again) == 1 and again[0].endswith("(MRI)")
    assert {piece[0] for piece in content(tmp_path / "s")[1]} == passages


def index_passages():
    import index.store.ingest

    return index.store.ingest.passages
