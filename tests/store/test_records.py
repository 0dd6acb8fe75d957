"""The records as readers ask them, without a word of SQL."""

import pytest
from conftest import add, item_text, letter_text

from index.facets.filter import one_of
from index.facets.service import PROCEDURE
from index.store.protocols import Records
from index.store.sqlite.records import RecordsError
from index.store.store import Store


@pytest.fixture
def records(tmp_path, write_letter):
    write_letter("neck.txt", letter_text(item_text("MRI of the neck"), item_text("Norco")))
    write_letter("chair.txt", letter_text(item_text("Wheelchair"), case="CM16-0000002"))
    add(tmp_path / "s", tmp_path / "letters")
    store = Store.open(tmp_path / "s")
    with store.records() as records:
        yield records
    store.close()


def test_the_records_of_sqlite_fulfil_the_protocol(records):
    assert isinstance(records, Records)


def test_letters_are_listed_by_case_and_file_name(records):
    assert records.holds_letters() and records.fictional_files() == []
    amount, listed = records.listed_letters("", 1)
    assert amount == 2 and len(listed) == 1
    amount, listed = records.listed_letters("chair", 10)
    assert amount == 1 and listed[0].case == "CM16-0000002" and listed[0].path.endswith("chair.txt")
    assert records.listed_letters("16-0000001", 10)[0] == 1
    assert records.listed_letters("100%", 10) == (0, ())


def test_a_header_is_read_by_the_id_of_its_determination(records):
    record = records.item_records()[0]
    header = records.header_record(record.determination)
    assert (header.case, header.determination) == (record.case, record.determination)
    assert header.decided is not None and header.warnings == ()
    with pytest.raises(LookupError, match="no determination"):
        records.header_record("f" * 64)


def test_the_version_changes_with_the_records(records, tmp_path, write_letter):
    before = records.version()
    assert records.version() == before
    write_letter("more.txt", letter_text(item_text("CT"), case="CM16-0000003"))
    add(tmp_path / "s", tmp_path / "letters")
    store = Store.open(tmp_path / "s")
    with store.records() as later:
        assert later.version() != before and later.amount_of() == 4
    store.close()


def test_records_that_are_damaged_raise_one_error(records, tmp_path):
    store = Store.open(tmp_path / "s")
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE amounts")
    with store.records() as torn, pytest.raises(RecordsError):
        torn.item_records()
    store.close()


def test_selections_within_one_another_are_apart_and_a_connection_keeps_no_more_of_them(
    records, tmp_path
):
    store = Store.open(tmp_path / "s")
    for _ in range(3):
        with (
            store.records() as asked,
            asked.choose(None) as every,
            asked.choose(one_of(PROCEDURE, ["mri"])) as mris,
        ):
            assert (every.totals.n, mris.totals.n) == (3, 1)
    with store.engine.connect() as connection:
        told = connection.exec_driver_sql
        kept = told("SELECT name FROM sqlite_temp_master WHERE type = 'table'").scalars().all()
        held = [told(f"SELECT count(*) FROM {name}").scalar() for name in kept]
    assert len(held) <= 2 and not any(held)
    store.close()
