"""Letters in other kinds of files: web pages, Word documents, tables, scans."""

import csv
import json
import shutil
from io import BytesIO

import pytest
from conftest import add, item_text, letter_text
from docx import Document
from fpdf import FPDF

from index.layouts import parse_letter
from index.letter import UnreadableLetter
from index.readers import read_letter, recognition
from index.readers.pdf import page_image, read_pdf, rectangles
from index.readers.tables import read_table
from index.samples import LETTERS
from index.store.ingest import letter_files

LETTER = letter_text(
    item_text("MRI of the neck, “open”"),
    item_text("Norco 10/325mg #60", "Overturned", "It is medically necessary."),
)
WANTED = [("MRI of the neck, “open”", "upheld"), ("Norco 10/325mg #60", "overturned")]


def items(path):
    return [
        (item.request.text, item.outcome.value) for item in parse_letter(read_letter(path)).items
    ]


def test_a_web_page_reads_block_by_block(tmp_path):
    path = tmp_path / "a.html"
    blocks = "".join(f"<p>{line.replace('MRI', '<b>M</b>RI')}</p>" for line in LETTER.splitlines())
    path.write_bytes(
        (
            "<html><head><meta charset='windows-1252'><script>var x = "
            f"'Upheld';</script></head><body>{blocks}</body></html>"
        ).encode("cp1252")
    )
    assert items(path) == WANTED


def test_a_header_table_of_a_web_page_keeps_its_dates(tmp_path):
    path = tmp_path / "a.htm"
    head, _, rest = LETTER.partition("HOW THE IMR")
    cells = "".join(
        f"<tr><td>{label}</td><td>{value}</td></tr>"
        for label, value in (
            ("Case Number:", "CM16-0000001"),
            ("Date of Injury:", "01/04/2014"),
            ("Decision Date:", "03/20/2016"),
        )
    )
    path.write_text(
        f"<table>{cells}</table>"
        + "".join(f"<div>{line}</div>" for line in ("HOW THE IMR" + rest).splitlines())
    )
    header = parse_letter(read_letter(path)).header
    assert (header.case_number, str(header.injured), str(header.decided)) == (
        "CM16-0000001",
        "2014-01-04",
        "2016-03-20",
    )
    assert head


def test_a_word_document_reads_paragraphs_and_tables_in_their_order(tmp_path):
    document = Document()
    table = document.add_table(2, 2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells),
        ("Case Number:", "CM16-0000001", "Decision Date:", "03/20/2016"),
        strict=True,
    ):
        cell.text = text
    for line in LETTER[LETTER.index("HOW THE IMR") :].splitlines():
        document.add_paragraph(line)
    document.save(tmp_path / "a.docx")
    assert items(tmp_path / "a.docx") == WANTED
    assert parse_letter(read_letter(tmp_path / "a.docx")).case == "CM16-0000001"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", b"PK\x03\x04 broken", "no readable Word document"),
        ("a.docx", b"\xd0\xcf\x11\xe0 old", "password or of an old Word format"),
        ("a.html", b"\x00\x01\x02\x03", "binary"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, name, data, reason):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableLetter, match=reason):
        read_letter(tmp_path / name)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman"]
)
def test_a_text_is_read_in_its_encoding(tmp_path, encoding):
    (tmp_path / "a.txt").write_bytes(LETTER.encode(encoding))
    assert items(tmp_path / "a.txt") == WANTED


def table(path, rows):
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def row(number, *its_items):
    case = f"CM16-000000{number}"
    return {
        "case": case,
        "text": letter_text(*(its_items or [item_text(f"Service {number}")]), case=case),
    }


@pytest.mark.parametrize("name", ["letters.csv", "letters.jsonl"])
def test_each_row_of_a_table_is_a_letter_of_its_own(tmp_path, name):
    path = tmp_path / name
    rows = [row(1), row(2), {"case": "CM16-0000003", "text": " "}, row(4)]
    table(path, rows)
    report = add(tmp_path / "s", path)
    assert report.added == 3 and [(path.name, why) for path, why in report.set_aside] == [
        (f"{name}#CM16-0000003", "its row holds no text")
    ]
    again = add(tmp_path / "s", path)
    assert (again.added, again.unchanged) == (0, 3)
    rows[1] = row(2, item_text("MRI"), item_text("CT"))
    table(path, rows)
    changed = add(tmp_path / "s", path)
    assert (changed.replaced, changed.unchanged) == (1, 2)
    assert read_letter(tmp_path / f"{name}#CM16-0000002").pages[0] == rows[1]["text"]


def test_a_table_without_letters_says_which_columns_it_has(tmp_path):
    table(tmp_path / "a.csv", [{"name": "x", "prose": "y"}])
    with pytest.raises(UnreadableLetter, match=r"it has name, prose.*--text-column"):
        list(read_table(tmp_path / "a.csv"))
    assert [letter.pages for letter in read_table(tmp_path / "a.csv", "prose")] == [("y",)]
    assert letter_files([tmp_path]) == ([], [tmp_path / "a.csv"])


def test_a_broken_line_of_a_table_does_not_stop_the_others(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "one"}\nbroken\n{"text": "three"}\n')
    read = list(read_table(tmp_path / "a.jsonl"))
    assert [getattr(row_read, "pages", None) for row_read in read] == [("one",), None, ("three",)]
    assert read[1][0].name == "a.jsonl#2" and "no JSON" in read[1][1]


def test_the_rectangles_of_a_place_hold_its_words():
    import pypdfium2

    path = next(LETTERS.glob("*.pdf"))
    letter = read_letter(path)
    rationale = parse_letter(letter).items[0].rationale
    place = letter.text.place(rationale.start, rationale.end)
    found_boxes = rectangles(path, place.page, place.start, place.end)
    with pypdfium2.PdfDocument(path) as document:
        page = document[place.page - 1].get_textpage()
        inside = " ".join(
            page.get_text_bounded(box.left, box.bottom, box.right, box.top) for box in found_boxes
        )
    assert len(found_boxes) > 1 and inside.split() == letter.text.at(place).split()
    assert page_image(path, place.page).startswith(b"\x89PNG")


def scan(path):
    """A PDF whose pages are pictures of text."""
    printed = FPDF()
    printed.set_font("helvetica", size=14)
    printed.add_page()
    printed.multi_cell(0, 8, LETTER.replace("“", '"').replace("”", '"'))
    first = path.with_name("printed.pdf")
    printed.output(str(first))
    pictured = FPDF()
    pictured.add_page()
    pictured.image(BytesIO(page_image(first, 1, 3)), 0, 0, pictured.w, pictured.h)
    pictured.output(str(path))


def test_a_scan_is_refused_without_text_recognition(tmp_path, monkeypatch):
    scan(tmp_path / "scan.pdf")
    monkeypatch.setattr(recognition, "available", lambda: False)
    with pytest.raises(UnreadableLetter, match="scan without a text layer; install tesseract"):
        read_pdf((tmp_path / "scan.pdf").read_bytes())


@pytest.mark.skipif(
    shutil.which("tesseract") is None or not recognition.available(),
    reason="tesseract and pytesseract are not installed",
)
def test_a_scan_is_read_with_a_warning_and_its_places_are_known(tmp_path, monkeypatch):
    monkeypatch.setenv("OMP_THREAD_LIMIT", "1")  # as where letters are read
    scan(tmp_path / "scan.pdf")
    letter = read_letter(tmp_path / "scan.pdf")
    determination = parse_letter(letter)
    assert [item.outcome.value for item in determination.items] == ["upheld", "overturned"]
    assert "1 of its 1 pages were read by text recognition" in determination.warnings[0]
    place = letter.text.place(
        determination.items[1].request.start, determination.items[1].request.end
    )
    assert len(rectangles(tmp_path / "scan.pdf", place.page, place.start, place.end)) == 1
