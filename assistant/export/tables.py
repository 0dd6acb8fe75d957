"""The items behind a count as a table: CSV, or a workbook by XlsxWriter (BSD licence)."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

import xlsxwriter

from assistant.export.contents import writable
from index.facets.facet import Rows
from index.facets.registry import FACETS
from index.store.sqlite.read import ItemRecord

# Facets that an item's record has no field of its own for.
_OTHERS = tuple(
    facet for facet in FACETS if isinstance(facet.storage, Rows) and facet.attribute is None
)
COLUMNS = (
    "case",
    "item",
    "of",
    "decided",
    "outcome",
    "category",
    "subcategory",
    "procedures",
    "regions",
    "laterality",
    "repeat",
    "guidelines",
    "reasons",
    *(facet.name for facet in _OTHERS),
    "request",
    "file",
)
_WIDTHS = (15, 6, 5, 11, 11, 22, 24, 26, 22, 10, 9, 20, 40, *(20 for _ in _OTHERS), 60, 26)
#: A sheet holds no more rows, the header among them, and a cell no more characters (Excel's
#: specification).
MOST_ROWS, _MOST_CHARACTERS = 1_048_576, 32_767
# Cells that begin so are taken for formulas (OWASP, "CSV injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class TooManyRows(ValueError):
    """More items than a sheet can hold; the message says how many."""


def cases_csv(records: Sequence[ItemRecord], files: Mapping[str, str]) -> str:
    """One line an item under a header. Several values of a cell are joined by "; ".

    ``files`` names the file of each determination, by its id. A cell that a spreadsheet would take
    for a formula is made text by an apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for record in records:
        writer.writerow(
            [
                _harmless(cell.isoformat() if isinstance(cell, date) else cell)
                for cell in _cells(record, files)
            ]
        )
    return out.getvalue()


def cases_xlsx(records: Sequence[ItemRecord], files: Mapping[str, str]) -> bytes:
    """The same as a workbook of one sheet, with a fixed header and filters; days are days, and no
    text becomes a formula.

    Raises:
        TooManyRows: a sheet cannot hold so many items.
    """
    if len(records) >= MOST_ROWS:
        raise TooManyRows(
            f"a sheet holds {MOST_ROWS - 1:,} items, and these are {len(records):,}; take them as "
            ".csv"
        )
    out = io.BytesIO()
    # Rows are written out one by one, so that a long table needs no memory of its own.
    book = xlsxwriter.Workbook(
        out,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet, day, bold = (
        book.add_worksheet("Cases"),
        book.add_format({"num_format": "yyyy-mm-dd"}),
        book.add_format({"bold": True}),
    )
    for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, bold)
    for row, record in enumerate(records, 1):
        for column, cell in enumerate(_cells(record, files)):
            if isinstance(cell, date):
                sheet.write_datetime(row, column, datetime.combine(cell, time()), day)
            elif isinstance(cell, int):
                sheet.write_number(row, column, cell)
            elif cell:
                text = writable(cell)
                sheet.write_string(
                    row,
                    column,
                    text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 2] + " …",
                )
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(records)), len(COLUMNS) - 1)
    book.close()
    return out.getvalue()


def _cells(record: ItemRecord, files: Mapping[str, str]) -> tuple[str | int | date, ...]:
    several = ("; ".join(values) for values in (record.procedures, record.regions))
    reasons = "; ".join(reason.tag for reason in record.reasons)
    return (
        record.case,
        record.position,
        record.of,
        record.decided or "",
        record.outcome.value,
        record.category or "",
        record.subcategory or "",
        *several,
        record.laterality or "",
        record.repeat,
        "; ".join(record.guidelines),
        reasons,
        *("; ".join(record.values_of(facet)) for facet in _OTHERS),
        record.request,
        files[record.determination],
    )


def _harmless(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
