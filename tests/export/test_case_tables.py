"""The items behind a count, as tables."""

import csv
import io
from dataclasses import replace

import openpyxl
import pytest

from assistant.export.tables import COLUMNS, TooManyRows, cases_csv, cases_xlsx
from assistant.export.write_file import counted_records
from index.store.store import Store


@pytest.fixture(scope="module")
def sampled(words_store):
    store = Store.open(words_store)
    with store.records() as records:
        item_records = records.item_records()
        yield item_records, records.files_of(item_records)
    store.close()


def sheet_of(data: bytes) -> list[tuple]:
    return list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))


def test_both_tables_hold_every_item_once_with_the_same_values(sampled):
    records, files = sampled
    lines, rows = (
        list(csv.reader(io.StringIO(cases_csv(records, files)))),
        sheet_of(cases_xlsx(records, files)),
    )
    assert lines[0] == list(rows[0]) == list(COLUMNS) and len(lines) == len(rows) == 1 + 144
    for line, row, record in zip(lines[1:], rows[1:], records, strict=True):
        assert (line[0], line[1], line[4]) == (
            record.case,
            str(record.position),
            record.outcome.value,
        )
        assert (
            line[3]
            == (record.decided.isoformat() if record.decided else "")
            == (row[3].date().isoformat() if row[3] else "")
        )
        assert row[1] == record.position and (row[0], row[4]) == (line[0], line[4])
        assert all((cell or "") == text for cell, text in zip(row[5:], line[5:], strict=True))
        assert line[-1] == files[record.determination] and "/" not in line[-1]


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_request_becomes_a_formula(sampled, start):
    records, files = sampled
    harmful = [replace(records[0], request=f"{start} cmd")]
    (_, line) = csv.reader(io.StringIO(cases_csv(harmful, files)))
    assert line[COLUMNS.index("request")].startswith("'")
    cell = openpyxl.load_workbook(io.BytesIO(cases_xlsx(harmful, files))).active.cell(
        2, 1 + COLUMNS.index("request")
    )
    assert cell.data_type in ("s", "inlineStr") and cell.value.strip().startswith(start.strip())


def test_a_request_longer_than_a_cell_is_cut_in_the_workbook_and_whole_in_the_csv(sampled):
    records, files = sampled
    long = [replace(records[0], request="x" * 40_000, reasons=())]
    assert "x" * 40_000 in cases_csv(long, files)
    assert sheet_of(cases_xlsx(long, files))[1][COLUMNS.index("request")].endswith(" …")


def test_more_items_than_a_sheet_holds_are_refused_for_a_workbook(sampled, monkeypatch):
    records, files = sampled
    monkeypatch.setattr("assistant.export.tables.MOST_ROWS", 100)
    with pytest.raises(TooManyRows, match="144"):
        cases_xlsx(records, files)


def test_a_comparison_gives_the_items_of_both_selections_and_a_count_those_of_the_exact_one(
    assistant,
):
    with assistant.store.records() as records:
        both = assistant.ask("MRIs of the knee versus the shoulder")
        assert {(record.case, record.position) for record in counted_records(records, both)} == {
            item for tally in both.tallies[:2] for item in tally.items
        }
        one = assistant.ask("How are repeat knee MRIs decided?")
        assert {(record.case, record.position) for record in counted_records(records, one)} == set(
            one.tallies[0].items
        )
