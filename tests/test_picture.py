"""Counts as a picture, and quotes marked in their letters."""

from dataclasses import replace
from io import BytesIO

from PIL import Image

from assistant.page.highlight import marked_page, marked_text
from assistant.page.picture import chart, in_words, rows_of
from assistant.tally import Count
from index.samples import LETTERS


def test_the_rows_are_the_selections_that_the_answer_counts(assistant):
    title, rows = rows_of(assistant.ask("compare MRI and CT"))
    assert title == "Decisions counted"
    assert [(row.name, row.n, row.overturned) for row in rows] == [("MRI", 23, 10), ("CT", 2, 1), ("all disputed items", 144, 42)]
    assert "MRI: 10 of 23 overturned (43 %), 95 % interval 26 % to 63 %" in in_words(rows)
    assert chart(rows).to_dict()["layer"]


def test_a_trend_has_a_row_a_year_and_of_many_months_the_latest_are_drawn(assistant):
    answer = assistant.ask("How have opioids been decided over the years?")
    title, rows = rows_of(answer)
    assert "by year" in title and [row.name for row in rows] == ["2013", "2014", "2015", "2016", "2018", "2019"]
    many = replace(answer, counts={"by": tuple(Count(f"{2013 + month // 12}-{month % 12 + 1:02}", 1, 2) for month in range(50))})
    title, rows = rows_of(many)
    assert len(rows) == 30 and rows[-1].name == "2017-02" and "the latest 30 of 50" in title


def test_a_single_case_is_no_count_to_draw(assistant):
    assert rows_of(assistant.ask("CM15-9000104"))[1] == ()


def test_the_marker_covers_the_quoted_words_and_nothing_above_them(assistant):
    answer = assistant.ask("how are repeat sacrum MRIs usually decided?")
    cited = next(each for each in answer.citations if each.file.endswith(".pdf") and each.page)
    with Image.open(BytesIO(marked_page(LETTERS / cited.file.rsplit("/")[-1], cited.page, cited.start, cited.end))) as picture:
        yellow = [(x, y) for x in range(picture.width) for y in range(picture.height) if picture.getpixel((x, y)) == (255, 224, 102)]
        with Image.open(BytesIO(marked_page(LETTERS / cited.file.rsplit("/")[-1], cited.page, cited.start, cited.start))) as plain:
            assert (255, 224, 102) not in set(plain.get_flattened_data() if hasattr(plain, "get_flattened_data") else plain.getdata())
    assert yellow and max(y for _, y in yellow) - min(y for _, y in yellow) < 120  # a few lines, not the page


def test_text_around_a_quote_is_escaped_and_cut_at_lines():
    text = "first line\nsecond <b> line\nthe quote & more\nlast line"
    start = text.index("the quote")
    assert marked_text(text, start, start + 9, 5) == "… second &lt;b&gt; line\n<mark>the quote</mark> &amp; more …"
