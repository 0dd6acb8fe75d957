"""Tables of letters: CSV and JSON Lines files of which one column is the text."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path

from index.letter import Letter, UnreadableLetter
from index.readers.text import decode, paged

_SEPARATORS = {".csv": ",", ".tsv": "\t"}
#: The endings of tables.
TABLES = (*_SEPARATORS, ".jsonl", ".ndjson")
#: Parts the table's name from its row's in a letter's path.
ROW = "#"
_TEXT = ("text", "letter", "letter_text", "full_text", "body", "content", "determination")
_NAME = ("case", "case_number", "id", "file", "filename", "name")

#: A row: its letter, or its path and why there is none.
Row = Letter | tuple[Path, str]


def is_table(path: Path) -> bool:
    """Whether a path names a table, by its ending."""
    return path.suffix.lower() in TABLES


def table_of(path: Path) -> Path:
    """The file in which a letter stands: the table of a row, else the path itself."""
    whole, mark, _ = str(path).rpartition(ROW)
    return Path(whole) if mark and is_table(Path(whole)) else path


def holds_letters(path: Path, column: str | None = None) -> bool:
    """Whether a table has a column for the letters' text."""
    try:
        _, record = next(_records(path))
    except (StopIteration, UnreadableLetter, OSError):
        return False
    return isinstance(record, dict) and _column(record, column) is not None


def read_table(path: Path, column: str | None = None) -> Iterator[Row]:
    """The letters of a table, row by row, as they are read; the table is never held as a whole.

    ``column`` names the column of the text; else the first that is called text, letter, body and the like. A
    row's letter is named by its case, id or file column, else by its number from 1. A row that cannot be read is
    given with the reason.

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
                raise UnreadableLetter(f"has {wanted} (it has {', '.join(map(str, record))}); name it with --text-column")
        lowered = {str(key).lower(): key for key in record}
        name = next((str(record[lowered[each]]).strip() for each in _NAME if each in lowered and record[lowered[each]]), str(number))
        place = Path(f"{path}{ROW}{name}")
        text = record.get(asked)
        if not isinstance(text, str) or not text.strip():
            yield place, "its row holds no text"
            continue
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


def _column(record: dict, column: str | None) -> str | None:
    if column is not None:
        return column if column in record else None
    lowered = {str(key).lower(): key for key in record}
    return next((lowered[each] for each in _TEXT if each in lowered), None)


def _records(path: Path) -> Iterator[tuple[int, dict | str]]:
    """The rows with their numbers from 1, each as a mapping from column to value, or the reason why it is none."""
    try:
        with path.open("rb") as file:
            sample = file.read(1 << 20)
            encoding = _encoding(sample)
            file.seek(0)
            lines = io.TextIOWrapper(file, encoding, errors="replace", newline="")
            if path.suffix.lower() in _SEPARATORS:
                csv.field_size_limit(1 << 30)
                try:
                    for number, row in enumerate(csv.DictReader(lines, delimiter=_SEPARATORS[path.suffix.lower()]), 1):
                        yield number, {key: value for key, value in row.items() if key is not None}
                except csv.Error as error:
                    raise UnreadableLetter(f"is no readable table ({error})") from error
                return
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    record = json.loads(line)
                except ValueError as error:
                    record = f"its line is no JSON ({error})"
                yield number, record if isinstance(record, dict | str) else "its line is no JSON object"
    except OSError as error:
        raise UnreadableLetter(f"cannot be opened: {error.strerror}") from error


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
