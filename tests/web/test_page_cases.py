"""Every case of a count can be found on the page, however many there are."""

import pytest
from conftest import add, item_text, letter_text
from test_page import text_of, unfold

from assistant.web import cases_view
from index.facets.filter import one_of
from index.facets.service import PROCEDURE, SUBCATEGORY
from index.store.sqlite.count import amount_of, outcome_rows
from index.store.store import Store, default_folder


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A store of 23 cases, every third of two items."""
    folder = tmp_path_factory.mktemp("cases")
    (folder / "letters").mkdir()
    for number in range(23):
        requests = [item_text("MRI of the sacrum"), item_text("Acupuncture, six visits")][
            : 2 if number % 3 == 0 else 1
        ]
        (folder / "letters" / f"{number}.txt").write_text(
            letter_text(*requests, case=f"CM16-00{number:02}1{number % 4}7"), "utf-8"
        )
    add(folder / "store", folder / "letters")
    opened = Store.open(folder / "store")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "named", ["", "CM16", "cm16-0000", "17", "0", "%", "_", "CM16-0022127", "nothing"]
)
@pytest.mark.parametrize("population", [None, one_of(PROCEDURE, ["mri"])])
def test_the_pages_of_what_is_found_hold_each_item_once(store, named, population):
    with store.engine.connect() as connection:
        wanted = [
            row for row in outcome_rows(connection, population) if named.lower() in row[0].lower()
        ]
        assert amount_of(connection, population, named) == len(wanted)
        for most in (1, 4, 100):
            pages = [
                outcome_rows(connection, population, most, skip, named)
                for skip in range(0, len(wanted) + 1, most)
            ]
            assert [row for part in pages for row in part] == wanted


def test_each_case_of_a_count_is_found_and_opened_though_the_table_shows_few_rows(
    page, monkeypatch
):
    monkeypatch.setattr(cases_view, "PAGE", 3)
    page.run()
    page.chat_input[0].set_value("opioids").run()
    unfold(page, "cases 0 opioids")
    assert len(page.dataframe[0].value) == 3
    with Store.open(default_folder()).engine.connect() as connection:
        cases = [row[0] for row in outcome_rows(connection, one_of(SUBCATEGORY, ["Opioids"]))]
    assert len(cases) == 8
    for case in dict.fromkeys(cases):
        next(
            text_input
            for text_input in page.text_input
            if text_input.label.startswith("Find a case")
        ).set_value(case).run()
        assert not page.exception and set(page.dataframe[0].value["Case"]) == {case}
    box = next(
        selectbox for selectbox in page.selectbox if selectbox.label.startswith("Open a case")
    )
    box.set_value((case, int(page.dataframe[0].value["Item"].iloc[0].split()[0]))).run()
    assert not page.exception and "Evidence" in text_of(page)
    page.button(key="close quote").click().run()
    next(
        text_input for text_input in page.text_input if text_input.label.startswith("Find a case")
    ).set_value("no such_case").run()
    assert not page.exception and "has “no such_case” in its number" in text_of(page)
