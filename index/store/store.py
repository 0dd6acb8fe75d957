"""A store: one folder with the records, the vectors, and what they were made with."""

import hashlib
import os
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from index.embedding import DEFAULT_MODEL
from index.settings import settings
from index.store.engines import DEFAULT_ENGINE, VECTOR_ENGINES
from index.store.lock import can_be_written
from index.store.migrations import NoStep, migrate
from index.store.protocols import Records, VectorIndex
from index.store.sqlite.records import reading
from index.store.sqlite.schema import (
    SCHEMA,
    about,
    create_tables,
    determinations,
    open_engine,
    open_to_read,
)
from index.vocabulary import use
from index.vocabulary.own import BadVocabulary, read_own

# How many determinations each version of the rules described.
_RULES = (
    select(determinations.c.described, func.count().label("count"))
    .group_by(determinations.c.described)
    .order_by(determinations.c.described)
)
_UNPROVEN = "unproven"
_RECORDS, _VECTORS, _VOCABULARY = "records.sqlite", "vectors", "vocabulary.yaml"
# What the fingerprint begins with. It was the schema while a change of tables asked for a new
# store; a migrated store has the content that it had, and keeps its fingerprint.
_FINGERPRINT = "3"


class StoreMissing(Exception):
    """There is no store in the folder; the message says how to make one."""


class StoreIncompatible(Exception):
    """The store was made by a later version, cannot be brought up to date, or has another embedding
    model; the message says what to do.
    """


def default_folder() -> Path:
    """The store that is used when none is named: the environment's ``IMR_STORE``, else ``store`` in
    the working folder.

    Raises:
        BadSettings: a variable's value cannot be used.
    """
    return settings().store


@dataclass(frozen=True)
class State:
    """What a store says of itself. ``revision`` grows with every change; ``fingerprint`` depends on
    the content alone: the letters and the rules that described them. ``engine`` holds the vectors.
    """

    schema: int
    model: str
    engine: str
    revision: int
    fingerprint: str


class Store:
    """An open store. Readers see what other processes add: `refresh` reopens what has changed."""

    def __init__(self, folder: Path, engine: Engine, state: State):
        self.folder = folder
        self.engine = engine
        self._seen = state
        self._worked_out: tuple[dict[str, str], State] | None = None
        self._vectors: VectorIndex | None = None

    @classmethod
    def open(cls, folder: Path) -> "Store":
        """Open an existing store; one of an earlier version is brought up to date. One that cannot
        be written, as on a read-only disk, can be asked all the same; nothing is written then.

        Raises:
            StoreMissing: the folder holds none.
            StoreIncompatible: a later version made it, it is of an earlier one and cannot be
                written, or its own vocabulary cannot be used.
        """
        if not (folder / _RECORDS).exists():
            raise StoreMissing(
                f"there is no store in {folder}; make one with: python -m index add FOLDER "
                f"--store {folder}"
            )
        writable = can_be_written(folder)
        engine = open_engine(folder / _RECORDS) if writable else open_to_read(folder / _RECORDS)
        try:
            store = cls(folder, engine, _up_to_date(folder, engine, writable))
            store.use_vocabulary()
        except BaseException:
            engine.dispose()
            raise
        return store

    @classmethod
    def open_or_create(
        cls, folder: Path, model: str = DEFAULT_MODEL, vectors: str = DEFAULT_ENGINE
    ) -> "Store":
        """Open a store for writing with the embedding model ``model``, or make it, with the engine
        ``vectors`` for its vectors (see `index.store.engines`); one that is there keeps its own.

        Raises:
            StoreIncompatible: as `open`, or it was made with another embedding model.
        """
        folder.mkdir(parents=True, exist_ok=True)
        engine = open_engine(folder / _RECORDS)
        if _state(engine) is None:
            create_tables(engine)
            with engine.begin() as connection:
                _put(connection, schema=SCHEMA, model=model, vectors=vectors, revision=0, content=0)
        engine.dispose()
        store = cls.open(folder)
        if store.state().model != model:
            raise StoreIncompatible(
                f"the store in {folder} was made with the embedding model "
                f"{store.state().model!r}, not {model!r}; vectors of two models cannot be mixed: "
                "name that model, or another --store"
            )
        return store

    @property
    def vectors(self) -> VectorIndex:
        """The passages' vectors, opened when they are first needed."""
        if self._vectors is None:
            self._vectors = VECTOR_ENGINES[self._seen.engine](self.folder / _VECTORS)
        return self._vectors

    def records(self) -> AbstractContextManager[Records]:
        """The records on a connection of their own, which the end of the ``with`` closes."""
        return reading(self.engine)

    def state(self) -> State:
        """What the store says of itself now; worked out anew only after a change, since that counts
        all determinations.
        """
        with self.engine.connect() as connection:
            values = (
                _about(connection) if self.engine.dialect.has_table(connection, "about") else {}
            )
        held = self._worked_out
        if held is None or held[0] != values:
            state = _state(self.engine)
            if state is None:
                raise StoreMissing(f"the store in {self.folder} is gone")
            # Another process can write between the two readings: what is kept is then worked out
            # once more.
            held = self._worked_out = (values, state)
        return held[1]

    @property
    def own_vocabulary(self) -> Path | None:
        """The file of additions to the vocabulary, None where the store has none."""
        own = self.folder / _VOCABULARY
        return own if own.exists() else None

    def use_vocabulary(self) -> None:
        """Make this store's vocabulary the active one, for questions and for descriptions in this
        context.

        Raises:
            StoreIncompatible: the additions in the store's folder cannot be used.
        """
        try:
            use(self.own_vocabulary)
        except BadVocabulary as error:
            raise StoreIncompatible(
                f"the vocabulary of the store in {self.folder} cannot be used: {error}; mend it "
                f"with: python -m index add --vocabulary FILE --store {self.folder}"
            ) from error

    def vocabulary_changed(self) -> None:
        """Let the readers of the store know that its vocabulary is another one."""
        with self.engine.begin() as connection:
            record_change(connection, [], [])

    def refresh(self) -> State:
        """Take up what other processes wrote since, and make this store's vocabulary the active
        one; the present state.
        """
        self.use_vocabulary()
        state = self.state()
        if state.revision != self._seen.revision:
            if self._vectors is not None:
                self._vectors.reopen()
            self._seen = state
        return state

    def close(self) -> None:
        """Give the files free."""
        if self._vectors is not None:
            self._vectors.close()
            self._vectors = None
        self.engine.dispose()


def _up_to_date(folder: Path, engine: Engine, writable: bool) -> State:
    """The state of a store once its records have the present schema."""
    state = _state(engine)
    if state is not None and state.schema < SCHEMA:
        if not writable:
            raise StoreIncompatible(
                f"the store in {folder} has schema {state.schema}, this version reads schema "
                f"{SCHEMA} and cannot bring it up to date where it must not write; "
                f"run this once where it may: python -m index status --store {folder}"
            )
        try:
            migrate(engine, SCHEMA)
        except NoStep as error:
            raise StoreIncompatible(
                f"the store in {folder} cannot be brought up to date: {error}; the store stays as "
                "it is"
            ) from error
        state = _state(engine)
    if state is None:
        raise StoreMissing(
            f"the store in {folder} was never finished; add letters to it with: python -m index "
            f"add FOLDER --store {folder}"
        )
    if state.schema > SCHEMA:
        raise StoreIncompatible(
            f"the store in {folder} has schema {state.schema}, this version reads up to schema "
            f"{SCHEMA}; a later version of this program made it: use that version, or name "
            "another --store"
        )
    if state.engine not in VECTOR_ENGINES:
        raise StoreIncompatible(
            f"the store in {folder} has its vectors in {state.engine!r}, which this version does "
            "not know; use the version that made it, or name another --store"
        )
    return state


def keep_vocabulary(folder: Path, own: Path) -> None:
    """Let the store in ``folder`` keep a copy of a user's additions to the vocabulary; an empty
    file takes out what it had.

    Letters that were described without them are outdated until they are added again.

    Raises:
        BadVocabulary: the file cannot be used; the store keeps what it had.
    """
    kept = folder / _VOCABULARY
    if read_own(own):
        half = kept.with_suffix(".half")
        half.write_bytes(own.read_bytes())
        os.replace(half, kept)
    else:
        kept.unlink(missing_ok=True)


def record_change(connection: Connection, came: list[str], went: list[str]) -> None:
    """Note in the caller's transaction that determinations came and went, by their ids.

    The sum of the ids, modulo 2^256, depends on which determinations there are and not on the order
    in which they came; the fingerprint is made of it.
    """
    values = _about(connection)
    content = (
        int(values["content"])
        + sum(int(each, 16) for each in came)
        - sum(int(each, 16) for each in went)
    ) % 2**256
    _put(connection, revision=int(values["revision"]) + 1, content=content)


def note_unproven(connection: Connection, unproven: bool) -> None:
    """Note in the caller's transaction whether vectors were written that are still to be asked back
    (see `index.store.recovery`).
    """
    if unproven:
        _put(connection, **{_UNPROVEN: "yes"})
    else:
        connection.execute(delete(about).where(about.c.name == _UNPROVEN))


def is_unproven(connection: Connection) -> bool:
    """Whether vectors were written that are still to be asked back."""
    return _UNPROVEN in _about(connection)


def _put(connection: Connection, **values: object) -> None:
    for name, value in values.items():
        statement = insert(about).values(name=name, value=str(value))
        connection.execute(
            statement.on_conflict_do_update(index_elements=["name"], set_={"value": str(value)})
        )


def _about(connection: Connection) -> dict[str, str]:
    return {row.name: row.value for row in connection.execute(select(about))}


def _state(engine: Engine) -> State | None:
    with engine.connect() as connection:
        if not engine.dialect.has_table(connection, "about"):
            return None
        values = _about(connection)
        if "schema" not in values:
            return None
        rules = []
        if int(values["schema"]) == SCHEMA:
            rules = [f"{row.described}:{row.count}" for row in connection.execute(_RULES)]
    told = "|".join([_FINGERPRINT, values["model"], values["content"], *rules])
    return State(
        int(values["schema"]),
        values["model"],
        values.get("vectors", DEFAULT_ENGINE),
        int(values["revision"]),
        hashlib.sha256(told.encode()).hexdigest()[:12],
    )
