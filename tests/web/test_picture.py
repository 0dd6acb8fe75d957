"""Counts as a picture, quotes marked in their letters, and words of letters that are no markup."""

from dataclasses import replace
from io import BytesIO

import altair as alt
import numpy as np
from PIL import Image

from assistant.evidence.tally import Count
from assistant.query import query_from_json
from assistant.reading import Reading
from assistant.web.charts import bins_in_words, chart, histogram, in_words, rows_of
from assistant.web.escape_markdown import statement_markdown
from assistant.web.highlight import marked_page, marked_text
from index.samples import LETTERS


def test_the_rows_are_the_selections_that_the_answer_counts(assistant):
    title, rows = rows_of(assistant.ask("compare MRI and CT"))
    assert title == "Decisions counted"
    assert [(row.name, row.n, row.overturned) for row in rows] == [
        ("MRI", 23, 10),
        ("CT", 2, 1),
        ("all disputed items", 144, 42),
    ]
    assert "MRI: 10 of 23 overturned (43 %), 95 % interval 26 % to 63 %" in in_words(rows)
    assert [
        row["share"]
        for row in chart(rows)["layer"][0]["data"]["values"]
        if row["outcome"] == "overturned"
    ] == [row.overturned / row.n for row in rows]
    assert alt.LayerChart.from_dict(chart(rows, dark=True))  # it follows the schema of Vega-Lite


def test_a_trend_has_a_row_a_year_and_of_many_months_the_latest_are_drawn(assistant):
    answer = assistant.ask("How have opioids been decided over the years?")
    title, rows = rows_of(answer)
    assert "by year" in title and [row.name for row in rows] == [
        "2013",
        "2014",
        "2015",
        "2016",
        "2018",
        "2019",
    ]
    many = replace(
        answer,
        counts={
            "by": tuple(
                Count(f"{2013 + month // 12}-{month % 12 + 1:02}", 1, 2) for month in range(50)
            )
        },
    )
    title, rows = rows_of(many)
    assert len(rows) == 30 and rows[-1].name == "2017-02" and "the latest 30 of 50" in title


def test_a_single_case_is_no_count_to_draw(assistant):
    assert rows_of(assistant.ask("CM15-9000104"))[1] == ()


def _yellow_rows(picture: bytes) -> np.ndarray:
    """How many pixels of each row have the marker's color."""
    with Image.open(BytesIO(picture)) as opened:
        return (np.asarray(opened.convert("RGB")) == (255, 224, 102)).all(axis=2).sum(axis=1)


def test_the_marker_covers_the_quoted_words_and_nothing_above_them(assistant):
    answer = assistant.ask("how are repeat sacrum MRIs usually decided?")
    cited = next(
        citation
        for citation in answer.citations
        if citation.file.endswith(".pdf") and citation.page
    )
    letter = LETTERS / cited.file.rsplit("/")[-1]
    shown = marked_page(letter, cited.page, cited.start, cited.end)
    yellow = _yellow_rows(shown.whole)
    unmarked = marked_page(letter, cited.page, cited.start, cited.start)
    assert not _yellow_rows(unmarked.whole).any() and unmarked.lines is None
    marked = np.flatnonzero(yellow)
    assert marked.size > 0 and marked[-1] - marked[0] < 150  # a few lines, not the page
    near = _yellow_rows(shown.lines)
    assert near.sum() == yellow.sum()  # all of the quote is among the lines shown
    assert len(near) < len(yellow) / 2


def test_text_around_a_quote_is_escaped_and_cut_at_lines():
    text = "first line\nsecond <b> line\nthe quote & more\nlast line"
    start = text.index("the quote")
    assert (
        marked_text(text, start, start + 9, 5)
        == "… second &lt;b&gt; line\n<mark>the quote</mark> &amp; more …"
    )


def test_words_of_a_letter_fetch_nothing_and_are_shown_as_they_are():
    markdown = statement_markdown(
        "**Item 1** “see ![x](http://elsewhere/x.png) <img src=y> :red[z] $5 [1]” [2]"
    )
    assert markdown == (
        r"**Item 1** “see !\[x\](http\://elsewhere/x.png) \<img src=y> \:red\[z\] \$5 "
        r":blue-badge[1]” :blue-badge[2]"
    ).replace(r"http\:", "http:\u2060")


def test_a_mark_is_a_link_to_its_quote_where_that_can_be_opened():
    assert (
        statement_markdown("“so” [3]", lambda number: f"?quote=0-{number}")
        == '“so” [3](?quote=0-3 "Open quote 3")'
    )


def test_how_a_number_is_spread_is_drawn_and_told_in_bins(assistant):
    for field in ("age", "decided", "days:injured-decided"):
        measure = {"of": field, "show": "distribution"}
        query = query_from_json({"intent": "statistic", "measure": measure})
        spread = assistant.answer(Reading("", query)).spreads[0]
        bins = histogram(spread)["data"]["values"]
        assert sum(each["count"] for each in bins) == spread.summary.n
        assert bins_in_words(spread).count(";") == len(bins) - 1
        assert alt.Chart.from_dict(histogram(spread, dark=True))
