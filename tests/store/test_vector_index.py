"""What every engine of vectors has to do, held against each of them."""

import math
import random
import subprocess
import sys
from pathlib import Path

import pytest
from chromadb.errors import InternalError
from conftest import WordVectors, add, content, item_text, letter_text
from memory_vectors import MemoryVectors

from assistant.assistant import Assistant
from index.store.chroma import Vectors
from index.store.engines import VECTOR_ENGINES
from index.store.mend import check
from index.store.protocols import VectorIndex, VectorsDamaged
from index.store.store import Store

ROOT = Path(__file__).parents[2]


ENGINES = {**VECTOR_ENGINES, "memory": MemoryVectors}


@pytest.fixture(params=ENGINES)
def engine(request):
    return ENGINES[request.param]


@pytest.fixture
def vectors(engine, tmp_path):
    """An index of three passages of two dimensions."""
    opened = engine(tmp_path / "vectors")
    opened.put(["a", "b", "c"], ["A", "B", "C"], [[1, 0], [0.6, 0.8], [0, 1]], ["1", "1", "2"])
    yield opened
    opened.close()


def close_to(found: list[tuple[str, float]], wanted: list[tuple[str, float]]) -> bool:
    return [name for name, _ in found] == [name for name, _ in wanted] and all(
        math.isclose(one, other, abs_tol=1e-5)
        for (_, one), (_, other) in zip(found, wanted, strict=True)
    )


def test_an_engine_fulfils_the_protocol(vectors):
    assert isinstance(vectors, VectorIndex)


def test_an_empty_index_holds_nothing(engine, tmp_path):
    empty = engine(tmp_path / "empty")
    assert (len(empty), empty.holds_any(), empty.ids()) == (0, False, [])
    assert empty.present(["a"]) == set() and empty.holding(["a"], ["A"], ["1"]) == set()
    assert empty.vectors_of(["a"]) == {} and empty.unreachable(["a"]) == ["a"]
    assert empty.nearest_among([1, 0], ["a"], 5) == []
    empty.remove(["a"])
    empty.close()


def test_nothing_asked_is_nothing_given(vectors):
    assert vectors.present([]) == set() and vectors.holding([], [], []) == set()
    assert vectors.vectors_of([]) == {} and vectors.unreachable([]) == []
    assert vectors.nearest_among([1, 0], [], 5) == []
    vectors.put([], [], [], [])
    vectors.remove([])
    assert len(vectors) == 3


def test_passages_are_there_by_their_ids(vectors):
    assert len(vectors) == 3 and vectors.holds_any() and sorted(vectors.ids()) == ["a", "b", "c"]
    assert vectors.present(["a", "x", "c"]) == {"a", "c"}
    found = vectors.vectors_of(["b", "x"])
    assert {name: [round(float(n), 5) for n in own] for name, own in found.items()} == {
        "b": [0.6, 0.8]
    }


def test_a_passage_is_held_with_its_text_and_case_alone(vectors):
    asked = ["a", "b", "c", "x"]
    assert vectors.holding(asked, ["A", "B", "other", "X"], ["1", "2", "2", "1"]) == {"a"}


def test_putting_an_id_again_replaces_its_passage(vectors):
    vectors.put(["a"], ["anew"], [[0, 1]], ["3"])
    assert len(vectors) == 3 and vectors.holding(["a"], ["anew"], ["3"]) == {"a"}
    assert dict(vectors.nearest([0, 1], 3))["a"] == pytest.approx(1, abs=1e-5)


def test_the_nearest_come_first_with_their_cosine(vectors):
    assert close_to(vectors.nearest([1, 0], 2), [("a", 1), ("b", 0.6)])
    assert close_to(vectors.nearest_among([1, 0], ["c", "b", "x"], 5), [("b", 0.6), ("c", 0)])
    assert close_to(vectors.nearest_among([0, 1], ["a", "b", "c"], 1), [("c", 1)])


def test_what_is_removed_is_found_no_more(vectors):
    vectors.remove(["a", "x"])
    assert sorted(vectors.ids()) == ["b", "c"] and vectors.unreachable(["a", "b"]) == ["a"]
    assert [name for name, _ in vectors.nearest([1, 0], 2)] == ["b", "c"]


def test_a_rebuilt_index_holds_the_same(vectors):
    vectors.rebuild()
    assert sorted(vectors.ids()) == ["a", "b", "c"]
    assert vectors.holding(["a", "c"], ["A", "C"], ["1", "2"]) == {"a", "c"}
    assert close_to(vectors.nearest([1, 0], 2), [("a", 1), ("b", 0.6)])


def test_an_index_opened_again_holds_the_same(vectors, engine, tmp_path):
    vectors.reopen()
    assert len(vectors) == 3
    vectors.close()
    again = engine(tmp_path / "vectors")
    assert sorted(again.ids()) == ["a", "b", "c"]
    again.close()


def test_of_many_passages_every_one_is_reachable_and_asked_by_id(engine, tmp_path):
    chance = random.Random(3)
    opened = engine(tmp_path / "many")
    angles = [chance.uniform(0, math.tau) for _ in range(1_200)]
    ids = [f"d/{number}/0" for number in range(len(angles))]
    opened.put(ids, ids, [[math.cos(each), math.sin(each)] for each in angles], ids)
    assert len(opened) == len(ids) and opened.present(ids) == set(ids)
    assert opened.vectors_of(ids).keys() == set(ids) and opened.unreachable(ids) == []
    best = max(range(len(ids)), key=lambda number: math.cos(angles[number]))
    assert opened.nearest_among([1, 0], ids, 1)[0][0] == ids[best]
    opened.close()


def test_another_engine_is_one_declaration(tmp_path, write_letter, monkeypatch):
    write_letter("a.txt", letter_text(item_text("MRI of the neck"), item_text("Norco")))
    write_letter("b.txt", letter_text(item_text("Wheelchair", "Overturned"), case="CM16-0000002"))
    add(tmp_path / "chroma", tmp_path / "letters")
    monkeypatch.setitem(VECTOR_ENGINES, "memory", MemoryVectors)
    Store.open_or_create(tmp_path / "memory", "words", "memory").close()
    add(tmp_path / "memory", tmp_path / "letters")
    assert not (tmp_path / "memory" / "vectors").exists()
    assert content(tmp_path / "memory") == content(tmp_path / "chroma")
    store = Store.open(tmp_path / "memory")
    assert store.state().engine == "memory" and isinstance(store.vectors, MemoryVectors)
    assert check(store).lost == 0
    asked = "Why was the MRI of the neck upheld?"
    other = Store.open(tmp_path / "chroma")
    assert (
        Assistant(store, embeddings=WordVectors()).ask(asked).markdown
        == Assistant(other, embeddings=WordVectors()).ask(asked).markdown
    )
    store.close()
    other.close()


def test_errors_of_chroma_become_the_one_that_users_of_an_index_know(tmp_path, monkeypatch):
    vectors = Vectors(tmp_path / "vectors")

    def broken(*_, **__):
        raise InternalError("the graph is torn")

    monkeypatch.setattr(type(vectors._collection), "query", broken)
    with pytest.raises(VectorsDamaged, match=r"graph is torn.*python -m index check"):
        vectors.nearest([1, 0], 1)
    vectors.close()


def test_commands_that_need_no_vectors_do_not_load_their_engine():
    program = "import sys, index.__main__, index.store.status; sys.exit('chromadb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT).returncode == 0
