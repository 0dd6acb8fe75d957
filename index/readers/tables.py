"""Tables of letters: CSV and JSON Lines files of which one column is the text."""

import csv
import hashlib
import io
import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from index.bounds import LONGEST_LINE, LONGEST_TEXT, opened, plain_words
from index.letter import Letter, UnreadableLetter
from index.readers.text import decode, paged, without_half_characters

_SEPARATORS = {".csv": ",", ".tsv": "\t"}
#: The endings of tables.
TABLES = (*_SEPARATORS, ".jsonl", ".ndjson")
#: Parts the table's name from its row's in a letter's path.
ROW = "#"
_TEXT = ("text", "letter", "letter_text", "full_text", "body", "content", "determination")
# Rows of a table that are looked at for its columns: some can be broken.
_LOOKED_AT = 100
# A row's name stands in its letter's path.
_LONGEST_NAME = 200
_NAME = ("case", "case_number", "id", "file", "filename", "name")

#: A row: its letter, or its path and why there is none.
Row = Letter | tuple[Path, str]


def is_table(path: Path) -> bool:
    """Whether a path names a table, by its ending."""
    return path.suffix.lower() in TABLES


def table_of(path: Path) -> Path:
    """The file in which a letter stands: the table of a row, else the path itself.

    A file whose own name looks like a row's ("x.csv#1.txt") stands for itself.
    """
    name = str(path)
    if ROW not in name or os.path.lexists(name):
        return path
    marks = [
        at for at, character in enumerate(name) if character == ROW and is_table(Path(name[:at]))
    ]
    at = next((at for at in marks if os.path.isfile(name[:at])), marks[-1] if marks else None)
    return path if at is None else Path(name[:at])


def holds_letters(path: Path, column: str | None = None) -> bool:
    """Whether a table has a column for the letters' text; one that cannot be read is taken to have
    it, so that it is said why not.
    """
    try:
        records = (record for _, record in islice(_records(path), _LOOKED_AT))
        first, rows = None, 0
        for rows, record in enumerate(records, 1):  # noqa: B007 - how many there are
            if isinstance(record, dict):
                first = record
                break
        return _column(first, column) is not None if first is not None else rows > 0
    except UnreadableLetter:
        return True


def read_table(path: Path, column: str | None = None) -> Iterator[Row]:
    """The letters of a table, row by row, as they are read; the table is never held as a whole.

    ``column`` names the column of the text; else the first that is called text, letter, body and
    the like. A row's letter is named by its case, id or file column, else by its number from 1. A
    row that cannot be read is given with the reason.

    Raises:
        UnreadableLetter: the file cannot be opened, or has no column for the text.
    """
    asked = None
    for number, record in _records(path):
        if not isinstance(record, dict):
            yield Path(f"{path}{ROW}{number}"), record
            continue
        if asked is None:
            asked = _column(record, column)
            if asked is None:
                wanted = f"no column {column!r}" if column else "no column that holds the letters"
                raise UnreadableLetter(
                    f"has {wanted} (it has {plain_words(', '.join(map(str, record)))}); name it "
                    "with --text-column"
                )
        lowered = {str(key).lower(): key for key in record}
        place = Path(f"{path}{ROW}{_name(record, lowered) or number}")
        text = record.get(asked)
        if not isinstance(text, str) or not text.strip():
            yield place, "its row holds no text"
        elif len(text) > LONGEST_TEXT:
            yield place, f"holds {len(text):,} characters; a letter is read up to {LONGEST_TEXT:,}"
        else:
            text = without_half_characters(text)
            read = paged(text.replace("\r\n", "\n").replace("\r", "\n"))
            yield Letter(place, hashlib.sha256(text.encode()).hexdigest(), read.pages, read.paged)


def read_row(path: Path) -> Letter:
    """The letter of one row, by its path.

    Raises:
        UnreadableLetter: the table or the row is not there, or the row is no letter.
    """
    for row in read_table(table_of(path)):
        if isinstance(row, Letter) and row.path == path:
            return row
    raise UnreadableLetter("is no row of its table")


def _name(record: dict, lowered: dict[str, Any]) -> str | None:
    """What a row calls its letter; None where that is no name: nothing, or no single short line."""
    for candidate in _NAME:
        value = record.get(lowered.get(candidate))
        if isinstance(value, str | int) and not isinstance(value, bool):
            name = without_half_characters(str(value).strip())
            if name:
                return name if len(name) <= _LONGEST_NAME and name.isprintable() else None
    return None


def _column(record: dict, column: str | None) -> str | None:
    if column is not None:
        return column if column in record else None
    lowered = {str(key).lower(): key for key in record}
    return next((lowered[candidate] for candidate in _TEXT if candidate in lowered), None)


def _records(path: Path) -> Iterator[tuple[int, dict | str]]:
    """The rows with their numbers from 1, each as a mapping from column to value, or the reason why
    it is none.
    """
    with opened(path) as file:
        sample = file.read(1 << 20)
        encoding = _encoding(sample)
        file.seek(0)
        lines = io.TextIOWrapper(file, encoding, errors="replace", newline="")
        try:
            if path.suffix.lower() in _SEPARATORS:
                yield from _separated(lines, _SEPARATORS[path.suffix.lower()])
            else:
                yield from _objects(lines)
        except UnicodeError as error:
            raise UnreadableLetter(f"is no readable table ({plain_words(error)})") from error


def _separated(lines: TextIO, separator: str) -> Iterator[tuple[int, dict | str]]:
    csv.field_size_limit(LONGEST_LINE)
    try:
        for number, row in enumerate(csv.DictReader(_whole_lines(lines), delimiter=separator), 1):
            yield number, {key: value for key, value in row.items() if key is not None}
    except csv.Error as error:
        raise UnreadableLetter(f"is no readable table ({error})") from error


def _objects(lines: TextIO) -> Iterator[tuple[int, dict | str]]:
    for number, line in enumerate(_lines(lines), 1):
        if line is None:
            yield number, f"its line has more than {LONGEST_LINE:,} characters"
            continue
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError, MemoryError) as error:
            yield number, f"its line is no JSON ({plain_words(error) or type(error).__name__})"
        else:
            yield number, record if isinstance(record, dict) else "its line is no JSON object"


def _lines(lines: TextIO) -> Iterator[str | None]:
    """The lines of a file; None stands for one that is too long, which is passed over without being
    held.
    """
    while line := lines.readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE:
            yield line
            continue
        while line and not line.endswith("\n"):
            line = lines.readline(LONGEST_LINE)
        yield None


def _whole_lines(lines: TextIO) -> Iterator[str]:
    for line in _lines(lines):
        if line is None:
            raise UnreadableLetter(f"has a line of more than {LONGEST_LINE:,} characters")
        yield line


def _encoding(sample: bytes) -> str:
    """The encoding that reads a sample of a table as `decode` does."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            sample[: len(sample) - 4 if len(sample) == 1 << 20 else None].decode(encoding)
            return "utf-16" if sample[:2] in (b"\xff\xfe", b"\xfe\xff") else encoding
        except UnicodeDecodeError:
            continue
    decode(sample)  # refuses what is no text
    return "cp1252"
