"""Add letters to a store: incremental, repeatable, safe to interrupt."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
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
from index.records.schema import determinations, files, unsettled
from index.records.schema import passages as passage_rows
from index.records.write import put_determination, put_file, take_out
from index.store import Store, record_change

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
    """A letter that is read, parsed, described and cut, and waits for its vectors."""

    letter: Letter
    determination: Determination
    described: tuple[ItemFacets, ...]
    pieces: tuple[Passage, ...]


def letter_files(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The files to add, and those of the folders that are of no kind that is read (they are passed over).

    A file that is named itself is always taken: if it cannot be read, that is to be said.

    Raises:
        FileNotFoundError: a path that is not there.
    """
    taken, passed_over = [], []
    for path in paths:
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if each.is_file() and not each.name.startswith("."))
            taken += [each for each in inside if each.suffix.lower() in READERS]
            passed_over += [each for each in inside if each.suffix.lower() not in READERS]
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

    def __init__(self, store: Store, embeddings: SentenceEmbeddings):
        self._store = store
        self._embeddings = embeddings
        self._waiting: list[_Ready] = []
        self.report = AddReport()

    def run(self, paths: Iterable[Path], tick: Callable[[Path], None] = lambda _: None) -> AddReport:
        """Add the files one after the other; ``tick`` is called with each file that is dealt with."""
        self._settle()
        for path in paths:
            try:
                self._take(path.resolve())
            except (UnreadableLetter, UnknownLayout) as reason:
                self._set_aside(path.resolve(), str(reason))
            if sum(len(ready.pieces) for ready in self._waiting) >= _BATCH:
                self._write()
            tick(path)
        self._write()
        self._settle()
        return self.report

    def _settle(self) -> None:
        with self._store.engine.begin() as connection:
            loose = list(connection.scalars(select(unsettled.c.passage).where(unsettled.c.passage.not_in(select(passage_rows.c.id)))))
        self._store.vectors.remove(loose)
        with self._store.engine.begin() as connection:
            connection.execute(delete(unsettled))

    def _take(self, path: Path) -> None:
        identity = digest(path)
        if any(ready.letter.sha256 == identity for ready in self._waiting):
            self._write()
        with self._store.engine.begin() as connection:
            known = connection.execute(select(files).where(files.c.path == str(path))).one_or_none()
            if known and known.sha256 == identity and known.determination:
                self.report.unchanged += 1
                return
            if connection.scalar(select(determinations.c.id).where(determinations.c.id == identity)):
                came, went = _replace_file(connection, path, identity, None)
                record_change(connection, came, went)
                self.report.same += 1
                return
        letter = read_letter(path)
        determination = self._named_apart(parse_letter(letter), letter)
        pieces = passages(determination, letter.sha256, letter.text, self._embeddings.count_tokens, self._embeddings.max_tokens)
        self._waiting.append(_Ready(letter, determination, describe(determination, letter.text), pieces))

    def _named_apart(self, determination: Determination, letter: Letter) -> Determination:
        """The determination under a case name that no other one has.

        Raises:
            UnreadableLetter: the letter's own case number stands in the store with another text.
        """
        if any(ready.determination.case == determination.case for ready in self._waiting):
            self._write()
        with self._store.engine.connect() as connection:
            other = connection.execute(select(determinations.c.id).where(determinations.c.case == determination.case)).scalar()
            if other is None:
                return determination
            paths = list(connection.scalars(select(files.c.path).where(files.c.determination == other)))
        if paths == [str(letter.path)]:
            return determination
        if determination.header.case_number:
            raise UnreadableLetter(f"has the case number {determination.case} of {', '.join(paths)}, with another text; a case is counted once, so one of the two has to go")
        return replace(determination, case=f"{determination.case}~{letter.sha256[:6]}")

    def _write(self) -> None:
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        pieces = [piece for ready in waiting for piece in ready.pieces]
        vectors = self._embeddings.embed_documents([piece.text for piece in pieces])
        with self._store.engine.begin() as connection:
            connection.execute(insert(unsettled).prefix_with("OR IGNORE"), [{"passage": piece.id} for piece in pieces])
        self._store.vectors.put(pieces, vectors, [ready.determination.case for ready in waiting for _ in ready.pieces])
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

    What the path held before goes, unless another file holds it too. ``ready`` is the new determination,
    None where the store has it already.
    """
    before = connection.scalar(select(files.c.determination).where(files.c.path == str(path)))
    connection.execute(delete(files).where(files.c.path == str(path)))
    went = []
    if before and not connection.scalar(select(func.count()).select_from(files).where(files.c.determination == before)):
        gone = take_out(connection, before)
        connection.execute(insert(unsettled).prefix_with("OR IGNORE"), [{"passage": each} for each in gone])
        went = [before]
    if ready:
        put_determination(connection, ready.letter, ready.determination, ready.described, ready.pieces)
    put_file(connection, str(path), identity, identity)
    return ([identity] if ready else []), went

