"""Answers into a file whose extension says what it holds, whole or not at all."""

import os
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from assistant.answer import Answer
from assistant.export.docx import as_docx
from assistant.export.markdown import as_markdown
from assistant.export.pdf import as_pdf
from assistant.export.tables import cases_csv, cases_xlsx
from index.store.protocols import Records
from index.store.sqlite.read import ItemRecord

_DOCUMENTS = {
    ".md": lambda answers, day: as_markdown(answers, day).encode(),
    ".docx": as_docx,
    ".pdf": as_pdf,
}
# A mark at the beginning tells spreadsheets that the file is UTF-8.
_TABLES = {
    ".csv": lambda records, files: cases_csv(records, files).encode("utf-8-sig"),
    ".xlsx": cases_xlsx,
}
KINDS = (*_DOCUMENTS, *_TABLES)


class CannotWrite(Exception):
    """A file that cannot be written; the message names it and the cause."""


def check_kind(path: Path) -> None:
    """See that a file's extension is one of `KINDS`.

    Raises:
        CannotWrite: it is another.
    """
    if path.suffix.lower() not in KINDS:
        raise CannotWrite(
            f"{path}: the extension says what to write, and {path.suffix or 'none'} is not one of "
            f"{', '.join(KINDS)}"
        )


def counted_records(records: Records, answer: Answer) -> list[ItemRecord]:
    """The items that the answer to a question counts, of a comparison those of both selections,
    each once.
    """
    populations = [tally.filter for tally in answer.tallies[: max(1, len(answer.query.compare))]]
    by_id = {
        record.id: record
        for population in populations
        for record in records.item_records(population)
    }
    return list(by_id.values())


def write_file(path: Path, answers: Sequence[Answer], records: Records, taken_on: date) -> None:
    """Write answers as a document, or the items that they count as a table; a file of that name is
    replaced.

    Raises:
        CannotWrite: the extension is none of `KINDS`, a table would hold no count, or the file
        cannot be written.
    """
    check_kind(path)
    kind = path.suffix.lower()
    if kind in _DOCUMENTS:
        data = _DOCUMENTS[kind](answers, taken_on)
    else:
        counted = {
            record.id: record for answer in answers for record in counted_records(records, answer)
        }
        if not any(answer.tallies for answer in answers):
            raise CannotWrite(
                f"{path}: the answer counts no items; take it as {', '.join(_DOCUMENTS)}"
            )
        try:
            data = _TABLES[kind](list(counted.values()), records.files_of(list(counted.values())))
        except ValueError as error:
            raise CannotWrite(f"{path}: {error}") from error
    try:
        _replace(path, data)
    except OSError as error:
        raise CannotWrite(f"{path}: {error.strerror}") from error


def _replace(path: Path, data: bytes) -> None:
    """Write beside the file and put it in its place when all is there."""
    handle, half = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        os.chmod(half, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        os.replace(half, path)
    except BaseException:
        Path(half).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
