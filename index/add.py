"""Add letters to a store: incremental, repeatable, safe to interrupt."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select

from index.describe import describe
from index.determination import Determination
from index.embedding import SentenceEmbeddings
from index.facets import ItemFacets
from index.layouts import UnknownLayout, parse_letter
from index.letter import Letter, UnreadableLetter
from index.passages import Passage, passages
from index.readers import READERS, digest, read_letter
from index.readers.tables import holds_letters, is_table, read_table, table_of
from index.records.schema import determinations, files, unsettled
from index.records.schema import passages as passage_rows
from index.records.write import put_determination, put_file, take_out
from index.store import Store, record_change
from index.version import description_version

# Passages embedded and written at once: enough to fill the model's batches, little enough to lose in a kill.
_BATCH = 128


@dataclass
class AddReport:
    """What became of the files. ``same`` are files whose content the store already had under another name."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    same: int = 0
    set_aside: list[tuple[Path, str]] = field(default_factory=list)
    passed_over: list[Path] = field(default_factory=list)


@dataclass(frozen=True)
class _Ready:
    """A letter that is read, parsed, described and cut, and waits for its vectors.

    ``replaces`` is the determination of the same case that no file holds any more, or that other rules described.
    """

    letter: Letter
    determination: Determination
    described: tuple[ItemFacets, ...]
    pieces: tuple[Passage, ...]
    replaces: str | None = None


def letter_files(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The files to add, and those of the folders that are of no kind that is read (they are passed over).

    A file that is named itself is always taken: if it cannot be read, that is to be said. Of a folder's tables
    those are taken that have a column for the letters' text.

    Raises:
        FileNotFoundError: a path that is not there.
    """
    taken, passed_over = [], []
    for path in paths:
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if (each.is_file() or each.is_symlink()) and not each.is_dir() and not each.name.startswith("."))
            for each in inside:
                (taken if each.suffix.lower() in READERS or (is_table(each) and holds_letters(each)) else passed_over).append(each)
        elif path.exists():
            taken.append(path)
        else:
            raise FileNotFoundError(f"no such file or folder: {path}")
    return list(dict.fromkeys(taken)), passed_over


class Adder:
    """Adds letters to an open store; the caller holds the writer lock.

    Letters go in by batches. Before a batch's vectors are written, their ids are noted as unsettled; the
    rows, which make the letters visible, follow in one transaction. A run that was killed in between
    leaves unsettled ids, whose vectors the next run removes before it goes on.
    """

    def __init__(self, store: Store, embeddings: SentenceEmbeddings, column: str | None = None, recognize: bool = True):
        """``column`` names the column of tables that holds the letters, ``recognize`` is whether scans are recognized."""
        self._store = store
        self._embeddings = embeddings
        self._column = column
        self._recognize = recognize
        self._waiting: list[_Ready] = []
        self.report = AddReport()

    def run(self, paths: Iterable[Path], tick: Callable[[Path], None] = lambda _: None) -> AddReport:
        """Add the files one after the other; ``tick`` is called with each file that is dealt with."""
        self._store.use_vocabulary()  # another store may have been opened since this one
        self._settle()
        self._mend()
        for path in paths:
            place = Path(os.path.abspath(path))  # a link keeps the name that the user gave it
            try:
                str(place).encode("utf-8")
            except UnicodeEncodeError:
                self.report.set_aside.append((Path(repr(os.fsencode(path))), "its name is not valid UTF-8; rename the file"))
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
        self._settle()
        self._forget_what_is_gone()
        return self.report

    def _mend(self) -> None:
        """Embed anew the passages whose vectors are missing, as after the vectors' folder was lost."""
        vectors = self._store.vectors
        with self._store.engine.connect() as connection:
            if len(vectors) == connection.scalar(select(func.count()).select_from(passage_rows)):
                return
            rows = connection.execute(select(passage_rows, determinations.c.case).join(determinations, passage_rows.c.determination == determinations.c.id)).all()
        held = vectors.present([row.id for row in rows])
        missing = [row for row in rows if row.id not in held]
        for at in range(0, len(missing), _BATCH):
            part = missing[at : at + _BATCH]
            texts = [f"{row.heading}\n{row.body}" for row in part]
            vectors.put([row.id for row in part], texts, self._embeddings.embed_documents(texts), [row.case for row in part])

    def _forget_what_is_gone(self) -> None:
        """Files that were set aside and are no longer there need no mention."""
        with self._store.engine.begin() as connection:
            aside = connection.scalars(select(files.c.path).where(files.c.determination.is_(None))).all()
            gone = [path for path in aside if not table_of(Path(path)).exists()]
            for path in gone:
                connection.execute(delete(files).where(files.c.path == path))

    def _settle(self) -> None:
        with self._store.engine.begin() as connection:
            loose = list(connection.scalars(select(unsettled.c.passage).where(unsettled.c.passage.not_in(select(passage_rows.c.id)))))
        self._store.vectors.remove(loose)
        with self._store.engine.begin() as connection:
            connection.execute(delete(unsettled))

    def _letters_in(self, path: Path) -> Iterator[tuple[Path, str, Callable[[], Letter]]]:
        """The letters of a file, each with its path, its identity, and how to read it; what cannot be read is set aside."""
        try:
            if not is_table(path):
                yield path, digest(path), partial(read_letter, path, self._recognize)
                return
            for row in read_table(path, self._column):
                if isinstance(row, Letter):
                    yield row.path, row.sha256, partial(_itself, row)
                else:
                    self._set_aside(*row)
        except UnreadableLetter as reason:
            self._set_aside(path, str(reason))

    def _take(self, path: Path, identity: str, read: Callable[[], Letter]) -> None:
        if any(ready.letter.sha256 == identity for ready in self._waiting):
            self._write()
        with self._store.engine.begin() as connection:
            known = connection.execute(select(files).where(files.c.path == str(path))).one_or_none()
            described = connection.scalar(select(determinations.c.described).where(determinations.c.id == identity))
            if described == description_version() and known and known.sha256 == identity and known.determination:
                if known.set_aside:
                    put_file(connection, str(path), identity, identity)
                self.report.unchanged += 1
                return
            if described == description_version():
                came, went = _replace_file(connection, path, identity, None)
                record_change(connection, came, went)
                self.report.same += 1
                return
        letter = read()
        determination, replaced = self._named_apart(parse_letter(letter), letter)
        pieces = passages(determination, letter.sha256, letter.text, self._embeddings.count_tokens, self._embeddings.max_tokens)
        self._waiting.append(_Ready(letter, determination, describe(determination, letter.text), pieces, replaced))

    def _named_apart(self, determination: Determination, letter: Letter) -> tuple[Determination, str | None]:
        """The determination under a case name that no other one has, and the one that it replaces, if any.

        Raises:
            UnreadableLetter: the letter's own case number stands in the store with another text, which a file still holds.
        """
        if any(ready.determination.case == determination.case for ready in self._waiting):
            self._write()
        with self._store.engine.connect() as connection:
            other = connection.execute(select(determinations.c.id).where(determinations.c.case == determination.case)).scalar()
            if other is None:
                return determination, None
            paths = [Path(each) for each in connection.scalars(select(files.c.path).where(files.c.determination == other))]
        holding = [path for path in paths if path != letter.path and _holds(path, other)]
        if not holding or other == letter.sha256:
            return determination, other
        if determination.header.case_number:
            names = ", ".join(map(str, holding))
            raise UnreadableLetter(f"has the case number {determination.case} of {names}, with another text; a case is counted once, so one of the two has to go")
        return replace(determination, case=f"{determination.case}~{letter.sha256[:6]}"), None

    def _write(self) -> None:
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        pieces = [piece for ready in waiting for piece in ready.pieces]
        vectors = self._embeddings.embed_documents([piece.text for piece in pieces])
        with self._store.engine.begin() as connection:
            connection.execute(insert(unsettled).prefix_with("OR IGNORE"), [{"passage": piece.id} for piece in pieces])
        cases = [ready.determination.case for ready in waiting for _ in ready.pieces]
        self._store.vectors.put([piece.id for piece in pieces], [piece.text for piece in pieces], vectors, cases)
        with self._store.engine.begin() as connection:
            came, went = [], []
            for ready in waiting:
                new, old = _replace_file(connection, ready.letter.path, ready.letter.sha256, ready)
                came, went = came + new, went + old
                self.report.replaced += bool(old)
                self.report.added += not old
            record_change(connection, came, went)
            connection.execute(delete(unsettled).where(unsettled.c.passage.in_(select(passage_rows.c.id))))
        self._settle()

    def _set_aside(self, path: Path, reason: str) -> None:
        with self._store.engine.begin() as connection:
            before = connection.execute(select(files).where(files.c.path == str(path))).one_or_none()
            if before and before.determination:
                reason += " (what the file held before stays in the store)"
                connection.execute(files.update().where(files.c.path == str(path)).values(set_aside=reason))
            else:
                put_file(connection, str(path), "", None, reason)
        self.report.set_aside.append((path, reason))


def _replace_file(connection: Connection, path: Path, identity: str, ready: _Ready | None) -> tuple[list[str], list[str]]:
    """Let ``path`` hold the determination ``identity``; which determinations came and went by that.

    What the path held before goes, unless another file holds it too, and so does the determination that the
    letter replaces: one that no file holds any more, or the same letter as other rules described it. ``ready`` is the new determination, None where the store has it already.
    """
    before = connection.scalar(select(files.c.determination).where(files.c.path == str(path)))
    connection.execute(delete(files).where(files.c.path == str(path)))
    went = []
    if before and not connection.scalar(select(func.count()).select_from(files).where(files.c.determination == before)):
        went.append(before)
    copies: list[str] = []
    if ready and ready.replaces and ready.replaces not in went:
        copies = list(connection.scalars(select(files.c.path).where(files.c.determination == ready.replaces)))
        connection.execute(delete(files).where(files.c.determination == ready.replaces))
        went.append(ready.replaces)
    for each in went:
        _unsettle(connection, take_out(connection, each))
    if ready:
        put_determination(connection, ready.letter, ready.determination, ready.described, ready.pieces)
        for copy in copies if ready.replaces == identity else []:
            put_file(connection, copy, identity, identity)
    put_file(connection, str(path), identity, identity)
    return ([identity] if ready else []), went


def _unsettle(connection: Connection, ids: list[str]) -> None:
    """Note passages whose vectors may stand without rows."""
    if ids:
        connection.execute(insert(unsettled).prefix_with("OR IGNORE"), [{"passage": each} for each in ids])


def _itself(letter: Letter) -> Letter:
    return letter


def _holds(path: Path, identity: str) -> bool:
    """Whether a file is there and its content is that of a determination; of a row's table it is taken for granted."""
    if table_of(path) != path:
        return table_of(path).exists()
    try:
        return digest(path) == identity
    except UnreadableLetter:
        return False
