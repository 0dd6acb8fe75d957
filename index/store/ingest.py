"""Add letters to a store: incremental, repeatable, safe to interrupt."""

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.exc import DatabaseError, OperationalError

from index.bounds import plain_words, why_left_out
from index.determination import Determination
from index.embedding import ModelUnavailable, SentenceEmbeddings
from index.extraction.attributes import ItemFacets
from index.layouts import UnknownLayout
from index.letter import Letter, UnreadableLetter
from index.passages import Passage, passages
from index.readers import digest, read_letter
from index.readers.apart import extracted
from index.readers.letter_files import letter_files
from index.readers.tables import is_table, read_table, table_of
from index.store.disk import DiskFull, full, is_full
from index.store.protocols import VectorsDamaged
from index.store.recovery import Recovery
from index.store.report import AddReport
from index.store.rules_version import description_version
from index.store.sqlite.schema import determinations, files
from index.store.sqlite.write import note_unsettled, put_determination, put_file, take_out
from index.store.store import Store, record_change

__all__ = ["AddReport", "Adder", "letter_files"]

# Passages embedded and written at once: enough to fill the model's batches, little enough to lose
# in a kill.
_BATCH = 128
# What ends an addition: it would meet every letter.
_NO_FAULT_OF_A_LETTER = (OperationalError, OSError, ModelUnavailable, VectorsDamaged)


@dataclass(frozen=True)
class _Ready:
    """A letter that is read, parsed, described and cut, and waits for its vectors.

    ``replaces`` is the determination of the same case that no file holds any more, or that other
    rules described.
    """

    letter: Letter
    determination: Determination
    described: tuple[ItemFacets, ...]
    pieces: tuple[Passage, ...]
    replaces: str | None = None


class Adder:
    """Adds letters to an open store; the caller holds the writer lock.

    Letters go in by batches. Before a batch's vectors are written, their ids are noted as
    unsettled; the rows, which make the letters visible, follow in one transaction. What a run that
    was killed in between leaves, the next one puts right (see `index.store.recovery`).
    """

    def __init__(
        self,
        store: Store,
        embeddings: SentenceEmbeddings,
        column: str | None = None,
        recognize: bool = True,
    ):
        """``column`` names the column of tables that holds the letters, ``recognize`` is whether
        scans are recognized.
        """
        self._store = store
        self._embeddings = embeddings
        self._column = column
        self._recognize = recognize
        self._waiting: list[_Ready] = []
        self._recovery = Recovery(store, embeddings)
        self.report = AddReport()

    def run(
        self, paths: Iterable[Path], tick: Callable[[Path], None] = lambda _: None
    ) -> AddReport:
        """Add the files one after the other; ``tick`` is called with each file that is dealt with.

        A file that cannot be read, for whatever reason, is set aside, and the others go on.

        Raises:
            DiskFull: there is no room for more; what was written before is kept.
            VectorsDamaged: vectors cannot be opened, or not be made to be found.
        """
        try:
            return self._run(paths, tick)
        except (DatabaseError, OSError) as error:
            if is_full(error):
                raise DiskFull(full(self._store.folder)) from error
            raise

    def _run(self, paths: Iterable[Path], tick: Callable[[Path], None]) -> AddReport:
        self._store.use_vocabulary()  # another store may have been opened since this one
        self._recovery.begin()
        for path in paths:
            place = Path(os.path.abspath(path))  # a link keeps the name that the user gave it
            try:
                str(place).encode("utf-8")
            except UnicodeEncodeError:
                self.report.set_aside.append(
                    (Path(repr(os.fsencode(path))), "its name is not valid UTF-8; rename the file")
                )
                tick(path)
                continue
            for letter, identity, read in self._letters_in(place):
                try:
                    self._take(letter, identity, read)
                except (UnreadableLetter, UnknownLayout) as reason:
                    self._set_aside(letter, str(reason))
                if sum(len(ready.pieces) for ready in self._waiting) >= _BATCH:
                    self._write()
            tick(path)
        self._write()
        self._recovery.finish()
        self._forget_what_is_gone()
        return self.report

    def _forget_what_is_gone(self) -> None:
        """Files that were set aside and are no longer there need no mention, nor folders that can
        be looked into again.
        """
        with self._store.engine.begin() as connection:
            aside = map(
                Path,
                connection.scalars(
                    select(files.c.path).where(files.c.determination.is_(None))
                ).all(),
            )
            for path in aside:
                there = table_of(path)
                if not os.path.lexists(there) or (there.is_dir() and why_left_out(there) is None):
                    connection.execute(delete(files).where(files.c.path == str(path)))

    def _letters_in(self, path: Path) -> Iterator[tuple[Path, str, Callable[[], Letter]]]:
        """The letters of a file, each with its path, its identity, and how to read it; what cannot
        be read is set aside.
        """
        try:
            with _blamed_on_the_file():
                reason = why_left_out(path)
                if reason is None and not is_table(path):
                    identity = digest(path)
            if reason is not None:
                self._set_aside(path, reason)
            elif is_table(path):
                yield from self._rows_of(path)
            else:
                yield path, identity, partial(read_letter, path, self._recognize)
        except UnreadableLetter as reason:
            self._set_aside(path, str(reason))

    def _rows_of(self, path: Path) -> Iterator[tuple[Path, str, Callable[[], Letter]]]:
        rows = read_table(path, self._column)
        while True:
            with _blamed_on_the_file():
                row = next(rows, None)
            if row is None:
                return
            if isinstance(row, Letter):
                yield row.path, row.sha256, partial(_itself, row)
            else:
                self._set_aside(*row)

    def _take(self, path: Path, identity: str, read: Callable[[], Letter]) -> None:
        if any(ready.letter.sha256 == identity for ready in self._waiting):
            self._write()
        with self._store.engine.begin() as connection:
            known = connection.execute(select(files).where(files.c.path == str(path))).one_or_none()
            described = connection.scalar(
                select(determinations.c.described).where(determinations.c.id == identity)
            )
            if (
                described == description_version()
                and known
                and known.sha256 == identity
                and known.determination
            ):
                if known.set_aside:
                    put_file(connection, str(path), identity, identity)
                self.report.unchanged += 1
                return
            if described == description_version():
                came, went = _replace_file(connection, path, identity, None)
                record_change(connection, came, went)
                self.report.same += 1
                return
        with _blamed_on_the_file():
            letter = read()
            determination, described_items = extracted(letter, self._store.own_vocabulary)
        determination, replaced = self._named_apart(determination, letter)
        with _blamed_on_the_file():
            pieces = passages(
                determination,
                letter.sha256,
                letter.text,
                self._embeddings.count_tokens,
                self._embeddings.max_tokens,
            )
        self._waiting.append(_Ready(letter, determination, described_items, pieces, replaced))

    def _named_apart(
        self, determination: Determination, letter: Letter
    ) -> tuple[Determination, str | None]:
        """The determination under a case name that no other one has, and the one that it replaces,
        if any.

        Raises:
            UnreadableLetter: the letter's own case number stands in the store with another text,
            which a file still holds.
        """
        if any(ready.determination.case == determination.case for ready in self._waiting):
            self._write()
        with self._store.engine.connect() as connection:
            other = connection.execute(
                select(determinations.c.id).where(determinations.c.case == determination.case)
            ).scalar()
            if other is None:
                return determination, None
            paths = [
                Path(each)
                for each in connection.scalars(
                    select(files.c.path).where(files.c.determination == other)
                )
            ]
        holding = [path for path in paths if path != letter.path and _holds(path, other)]
        if not holding or other == letter.sha256:
            return determination, other
        if determination.header.case_number:
            names = ", ".join(map(str, holding))
            raise UnreadableLetter(
                f"has the case number {determination.case} of {names}, with another text; a case "
                "is counted once, so one of the two has to go"
            )
        return replace(determination, case=f"{determination.case}~{letter.sha256[:6]}"), None

    def _write(self) -> None:
        """Write the letters that wait; where they cannot be written together, one by one, and set
        aside what cannot be written alone.
        """
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        try:
            self._write_together(waiting)
        except _NO_FAULT_OF_A_LETTER:
            raise
        except Exception as error:
            # Values that no model or database takes, of kinds not foreseen.
            if len(waiting) == 1:
                self._set_aside(
                    waiting[0].letter.path,
                    f"cannot be written ({type(error).__name__}: {plain_words(error)})",
                )
                return
            for ready in waiting:
                self._waiting = [ready]
                self._write()

    def _write_together(self, waiting: list[_Ready]) -> None:
        pieces = [piece for ready in waiting for piece in ready.pieces]
        cases = {piece.id: ready.determination.case for ready in waiting for piece in ready.pieces}
        held = self._store.vectors.holding(
            [piece.id for piece in pieces], [piece.text for piece in pieces], list(cases.values())
        )
        fresh = [piece for piece in pieces if piece.id not in held]
        texts = [piece.text for piece in fresh]
        vectors = self._embeddings.embed_documents(texts) if fresh else []
        with self._store.engine.begin() as connection:
            note_unsettled(connection, [piece.id for piece in pieces])
        self._store.vectors.put(
            [piece.id for piece in fresh], texts, vectors, [cases[piece.id] for piece in fresh]
        )
        with self._store.engine.begin() as connection:
            came, went = [], []
            replaced = 0
            for ready in waiting:
                new, old = _replace_file(connection, ready.letter.path, ready.letter.sha256, ready)
                came, went = came + new, went + old
                replaced += bool(old)
            record_change(connection, came, went)
            self._recovery.written(connection, list(cases), bool(went))
        self.report.replaced += replaced
        self.report.added += len(waiting) - replaced
        self._settle()

    def _settle(self) -> None:
        self._recovery.settle()

    def _set_aside(self, path: Path, reason: str) -> None:
        reason = plain_words(reason, 1_000)
        with self._store.engine.begin() as connection:
            before = connection.execute(
                select(files).where(files.c.path == str(path))
            ).one_or_none()
            if before and before.determination:
                reason += " (what the file held before stays in the store)"
                connection.execute(
                    files.update().where(files.c.path == str(path)).values(set_aside=reason)
                )
            else:
                put_file(connection, str(path), "", None, reason)
        self.report.set_aside.append((path, reason))


def _replace_file(
    connection: Connection, path: Path, identity: str, ready: _Ready | None
) -> tuple[list[str], list[str]]:
    """Let ``path`` hold the determination ``identity``; which determinations came and went by that.

    What the path held before goes, unless another file holds it too, and so does the determination
    that the letter replaces: one that no file holds any more, or the same letter as other rules
    described it. ``ready`` is the new determination, None where the store has it already.
    """
    before = connection.scalar(select(files.c.determination).where(files.c.path == str(path)))
    connection.execute(delete(files).where(files.c.path == str(path)))
    went = []
    if before and not connection.scalar(
        select(func.count()).select_from(files).where(files.c.determination == before)
    ):
        went.append(before)
    copies: list[str] = []
    if ready and ready.replaces and ready.replaces not in went:
        copies = list(
            connection.scalars(select(files.c.path).where(files.c.determination == ready.replaces))
        )
        connection.execute(delete(files).where(files.c.determination == ready.replaces))
        went.append(ready.replaces)
    for each in went:
        note_unsettled(connection, take_out(connection, each))
    if ready:
        put_determination(
            connection, ready.letter, ready.determination, ready.described, ready.pieces
        )
        for copy in copies if ready.replaces == identity else []:
            put_file(connection, copy, identity, identity)
    put_file(connection, str(path), identity, identity)
    return ([identity] if ready else []), went


@contextmanager
def _blamed_on_the_file() -> Generator[None]:
    """Make any failure over a file's content a reason for setting it aside."""
    try:
        yield
    except (UnreadableLetter, UnknownLayout, ModelUnavailable):
        raise
    except Exception as error:
        # A file can be wrong in ways that nobody has thought of.
        raise UnreadableLetter(
            f"cannot be read ({type(error).__name__}: {plain_words(error)})"
        ) from error


def _itself(letter: Letter) -> Letter:
    return letter


def _holds(path: Path, identity: str) -> bool:
    """Whether a file is there and its content is that of a determination; of a row's table it is
    taken for granted.
    """
    if table_of(path) != path:
        return table_of(path).exists()
    try:
        return digest(path) == identity
    except UnreadableLetter:
        return False
