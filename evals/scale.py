"""A store of as many letters as are asked for, made of copies of a small store's rows, to see how
answers grow with it.
"""

import hashlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, Table, func, insert, select, text

from index.determination import Outcome
from index.store.lock import writer_lock
from index.store.sqlite.schema import amounts, determinations, facets, files, items, pages, passages
from index.store.store import Store, record_change

# So many of the copies' items are decided the other way, and so many days lie a copy's dates from
# its original's.
_TURNED, _DAYS = 0.1, 900
_BATCH = 5_000

Row = dict[str, Any]


def make_replica(
    original: Store, folder: Path, letters: int, dimensions: int, seed: int = 0
) -> None:
    """Make a store of ``letters`` letters in ``folder`` out of the rows of a small store.

    Each letter is copied as often as it takes, with a case number and dates of its own and, now and
    then, another outcome. The vectors are random ones of length 1 with so many dimensions. All goes
    into the tables and the collection of the product itself, but in bulk.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with writer_lock(folder, 0):
        replica = Store.open_or_create(folder, original.state().model)
        with original.engine.connect() as source, replica.engine.begin() as target:
            _fill(source, target, letters, random.Random(seed))
            record_change(target, list(target.scalars(select(determinations.c.id))), [])
        _fill_vectors(replica, dimensions, seed)
        replica.close()


def _fill(source: Connection, target: Connection, letters: int, chance: random.Random) -> None:
    """Fill the tables with copies; the word index at once at the end, not row by row."""
    triggers = target.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    ).all()
    for name, _ in triggers:
        target.execute(text(f"DROP TRIGGER {name}"))
    cases = list(source.scalars(select(determinations.c.id).order_by(determinations.c.case)))
    named = count(1_000_000)
    for number in range(-(-letters // len(cases))):
        wanted = set(cases[: letters - number * len(cases)])
        _copy(source, target, wanted, number, named, chance)
    target.execute(text("INSERT INTO passage_words(passage_words) VALUES ('rebuild')"))
    for _, statement in triggers:
        target.execute(text(statement))


def _copy(
    source: Connection,
    target: Connection,
    wanted: set[str],
    number: int,
    named: Iterator[int],
    chance: random.Random,
) -> None:
    """Copy the rows of some letters once; ``number`` tells the copies apart, ``named`` gives the
    numbers of their cases.
    """
    items_raised, passages_raised = (
        number * (1 + (source.scalar(select(func.max(column))) or 0))
        for column in (items.c.id, passages.c.number)
    )
    kept: set[int] = set()

    def identity(of: str) -> str:
        return hashlib.sha256(f"{of} {number}".encode()).hexdigest()

    def letter(row: Row) -> Row | None:
        if row["id"] not in wanted:
            return None
        moved = timedelta(days=chance.randint(-_DAYS, _DAYS))
        dates = {
            name: row[name] + moved
            for name in ("injured", "denied", "received", "assigned", "decided")
            if row[name]
        }
        return (
            row
            | dates
            | {"id": identity(row["id"]), "case": f"CM{16 + number % 4}-{next(named):07}"}
        )

    def of_letter(row: Row) -> Row | None:
        return (
            row | {"determination": identity(row["determination"])}
            if row["determination"] in wanted
            else None
        )

    def item(row: Row) -> Row | None:
        copied = of_letter(row)
        if copied is None:
            return None
        kept.add(row["id"])
        turned = Outcome.OVERTURNED if row["outcome"] == Outcome.UPHELD else Outcome.UPHELD
        return copied | {
            "id": row["id"] + items_raised,
            "outcome": turned.value if chance.random() < _TURNED else row["outcome"],
        }

    def of_item(row: Row) -> Row | None:
        return row | {"item": row["item"] + items_raised} if row["item"] in kept else None

    def passage(row: Row) -> Row | None:
        copied = of_letter(row)
        raised = row["item"] + items_raised if row["item"] is not None else None
        name = f"{identity(row['determination'])}/{row['id'].partition('/')[2]}"
        return copied and copied | {
            "id": name,
            "number": row["number"] + passages_raised,
            "item": raised,
        }

    def file(row: Row) -> Row | None:
        copied = of_letter(row)
        return copied and copied | {"path": f"{row['path']}-{number}"}

    steps: Mapping[Table, Callable[[Row], Row | None]] = {
        determinations: letter,
        pages: of_letter,
        items: item,
        facets: of_item,
        amounts: of_item,
        passages: passage,
        files: file,
    }
    for table, step in steps.items():
        rows = [
            copied
            for row in source.execute(select(table)).mappings()
            if (copied := step(dict(row)))
        ]
        if rows:
            target.execute(insert(table), rows)


def _fill_vectors(replica: Store, dimensions: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    for batch in _batches(replica):
        vectors = chance.normal(size=(len(batch), dimensions))
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        ids, cases = [name for name, _ in batch], [case for _, case in batch]
        replica.vectors.put(ids, ids, vectors.tolist(), cases)


def _batches(replica: Store) -> Iterator[Sequence[tuple[str, str]]]:
    """The ids of all passages with their cases."""
    joined = passages.join(determinations, passages.c.determination == determinations.c.id)
    with replica.engine.connect() as connection:
        rows = connection.execute(
            select(passages.c.id, determinations.c.case)
            .select_from(joined)
            .order_by(passages.c.number)
        ).all()
    for at in range(0, len(rows), _BATCH):
        yield [(row.id, row.case) for row in rows[at : at + _BATCH]]


#: Questions of every kind that counts or searches, over letters of any number.
QUESTIONS = (
    "How are MRIs usually decided?",
    "How are repeat MRIs usually decided?",
    "How are requests for the lumbar spine decided?",
    "Why were opioids upheld?",
    "What do reviewers want to see for MRI?",
    "What is different about the overturned MRIs?",
    "Compare physical therapy and acupuncture",
    "How did decisions on MRI change by year?",
    "How do decisions on opioids differ by specialty?",
    "Which MRIs were overturned?",
    "Why was CM16-1000001 upheld?",
    "Similar cases: 52-year-old, lumbar MRI two years ago, new leg weakness",
    "What do the letters say about smoking?",
    "How are decisions usually made?",
    "What does the index hold?",
)
