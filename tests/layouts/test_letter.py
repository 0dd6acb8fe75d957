"""A letter's text and the way back from it to the page."""

import pytest

from index.letter import Letter, Place, RunningText, UnreadableLetter
from index.readers import read_letter
from index.samples import LETTERS


def test_a_stretch_on_the_second_page_is_placed_there():
    text = RunningText(("one two", "three four"), paged=True)
    start = text.index("four")
    assert text.place(start, start + 4) == Place(2, 6, 10)
    assert text.at(Place(2, 6, 10)) == "four"


def test_a_stretch_over_a_page_break_is_placed_at_its_longer_part():
    text = RunningText(("a short end", "and a much longer beginning"), paged=True)
    place = text.place(text.index("end"), len(text))
    assert text.at(place) == "and a much longer beginning"


def test_a_text_file_without_page_breaks_has_no_page_numbers():
    text = RunningText(("all of it",), paged=False)
    assert text.place(4, 6) == Place(None, 4, 6)
    assert text.at(Place(None, 4, 6)) == "of"


def test_form_feeds_in_a_text_file_are_page_breaks(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("one\n\ftwo\n")
    assert read_letter(path).pages == ("one\n", "two\n")
    assert read_letter(path).paged


@pytest.mark.parametrize(
    "data",
    [
        "ä “quote”\r\nline".encode(),
        b"\xef\xbb\xbf\xc3\xa4 \xe2\x80\x9cquote\xe2\x80\x9d\nline",
        "ä “quote”\nline".encode("cp1252"),
        "ä “quote”\nline".encode("utf-16"),
    ],
)
def test_the_usual_encodings_and_line_ends_give_the_same_text(tmp_path, data):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert read_letter(path).pages == ("ä “quote”\nline",)


def test_a_pdf_keeps_one_character_of_text_for_each_character_box():
    import pypdfium2

    path = next(LETTERS.glob("*.pdf"))
    letter = read_letter(path)
    assert letter.paged and len(letter.pages) > 1
    with pypdfium2.PdfDocument(path) as document:
        assert [len(page) for page in letter.pages] == [
            page.get_textpage().count_chars() for page in document
        ]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", b"%PDF-1.7 broken", "no readable PDF"),
        ("a.txt", b"", "is empty"),
        ("a.txt", b"\x00\x01\x02", "binary"),
        ("a.rtf", b"x", "not a kind of file that is read"),
        ("a.txt", b" \n \n", "holds no text"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, name, data, reason):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableLetter, match=reason):
        read_letter(path)


def test_a_letter_knows_the_digest_of_its_bytes(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc")
    letter = read_letter(path)
    assert isinstance(letter, Letter)
    assert letter.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
