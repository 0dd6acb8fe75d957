"""Files that are damaged or made to do harm, for every reader: what an addition has to outlive."""

import json
import random
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from docx import Document
from fpdf import FPDF


def whole_files(text: str) -> dict[str, bytes]:
    """A letter as a file of each kind, by its ending."""
    document = Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    word = BytesIO()
    document.save(word)
    printed = FPDF()
    printed.set_font("helvetica", size=10)
    printed.add_page()
    printed.multi_cell(0, 5, text)
    row = json.dumps({"case": "row", "text": text})
    return {
        ".txt": text.encode(),
        ".html": (
            "<html><body>"
            + "".join(f"<p>{line}</p>" for line in text.splitlines())
            + "</body></html>"
        ).encode(),
        ".docx": word.getvalue(),
        ".pdf": bytes(printed.output()),
        ".jsonl": f"{row}\n".encode(),
        ".csv": ('case,text\nrow,"' + text.replace('"', '""') + '"\n').encode(),
    }


def mutations(data: bytes, chance: random.Random) -> Iterator[bytes]:
    """A file damaged in the ways of disks and transfers: cut, flipped, filled, doubled, empty."""
    at = chance.randrange(len(data))
    yield data[:at]
    yield data[at:]
    flipped = bytearray(data)
    for _ in range(1 + len(data) // 500):
        flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    yield bytes(flipped)
    yield data[:at] + chance.randbytes(64) + data[at + 64 :]
    yield data[:at] + bytes(4096) + data[at:]
    yield chance.randbytes(chance.randrange(1, 5000))
    yield data + data
    yield b""


def zipped(members: dict[str, bytes], flag: int = 0) -> bytes:
    """A zip file of these members; ``flag`` is set in their general purpose flags."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    data = bytearray(out.getvalue())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark) if flag else -1
        while at >= 0:
            data[at + offset] |= flag
            at = data.find(mark, at + 4)
    return bytes(data)


def _word(body: bytes, original: bytes, head: bytes = b"") -> bytes:
    with zipfile.ZipFile(BytesIO(original)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    space = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    members["word/document.xml"] = (
        b'<?xml version="1.0"?>' + head + b"<w:document " + space + b">" + body + b"</w:document>"
    )
    return zipped(members)


def hostile_words(original: bytes) -> dict[str, bytes]:
    """Word documents made to do harm, by what is wrong; ``original`` is a good one."""
    with zipfile.ZipFile(BytesIO(original)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    xml = members["word/document.xml"]
    bomb = b"".join(b'<!ENTITY e%d "%s">' % (n + 1, b"&e%d;" % n * 10) for n in range(9))
    cell = b'<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr><w:p/></w:tc>'
    return {
        "cut-off XML": zipped(members | {"word/document.xml": xml[: len(xml) // 2]}),
        "empty XML": zipped(members | {"word/document.xml": b""}),
        "random bytes for XML": zipped(
            members | {"word/document.xml": random.Random(1).randbytes(3000)}
        ),
        "flagged as encrypted": zipped(members, 1),
        "no members": zipped({}),
        "no body": _word(b"", original),
        "entity bomb": _word(
            b"<w:body><w:p><w:r><w:t>&e9;</w:t></w:r></w:p></w:body>",
            original,
            b'<!DOCTYPE d [<!ENTITY e0 "lol">' + bomb + b"]>",
        ),
        "a cell over 2,000,000,000 columns": _word(
            b"<w:body><w:tbl><w:tr>" + cell + b"</w:tr></w:tbl></w:body>", original
        ),
        "tables nested 3,000 deep": _word(
            b"<w:body>"
            + b"<w:tbl><w:tr><w:tc>" * 3000
            + b"</w:tc></w:tr></w:tbl>" * 3000
            + b"</w:body>",
            original,
        ),
        "a text of 128 MB": _word(
            b"<w:body><w:p><w:r><w:t>" + b" " * (1 << 27) + b"</w:t></w:r></w:p></w:body>", original
        ),
    }


def pdf_of(*objects: bytes) -> bytes:
    """A PDF file of objects numbered from 1, of which the first is the catalog."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % place for place in places
    )
    return bytes(
        out
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, start)
    )


def _stream(content: bytes, head: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    return b"<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (
        head,
        len(packed),
        packed,
    )


def _page(content: bytes, resources: bytes = b"", box: bytes = b"0 0 612 792") -> list[bytes]:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources << %s >> >>" % (
        box,
        resources,
    )
    return [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        _stream(content),
    ]


def doubling_pdf(levels: int) -> bytes:
    """A PDF whose forms draw the next one twice, ``levels`` times."""
    forms = []
    for level in range(levels):
        below = b"/XObject << /X %d 0 R >>" % (6 + level) if level + 1 < levels else b""
        content = b"/X Do /X Do" if below else b"0 0 1 1 re f"
        forms.append(
            _stream(
                content,
                b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << %s >>" % below,
            )
        )
    return pdf_of(*_page(b"/X Do", b"/XObject << /X 5 0 R >>"), *forms)


def hostile_pdfs() -> dict[str, bytes]:
    """PDF files made to do harm, by what is wrong."""
    return {
        "forms that double": doubling_pdf(28),
        "a page tree that holds itself": pdf_of(
            b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"
        ),
        "states nested 3,000,000 deep": pdf_of(*_page(b"q " * 3_000_000)),
        "arrays nested 500,000 deep": pdf_of(*_page(b"[" * 500_000)),
        "a page of two miles": pdf_of(*_page(b"0 0 1 1 re f", box=b"0 0 9999999 9999999")),
        "a count of pages that is not so": pdf_of(
            b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 2000000000 >>"
        ),
    }


def hostile_pages() -> dict[str, bytes]:
    """Web pages made to do harm, by what is wrong."""
    return {
        "elements nested 100,000 deep": b"<div>" * 100_000 + b"x",
        "tables nested 2,000 deep": b"<table><tr><td>" * 2_000 + b"x",
        "a cell over 2,000,000,000 columns": (
            b"<table><tr><td colspan=2000000000>x</td><td rowspan=2000000000>y</td></tr></table>"
        ),
        "half a character": b"<p>&#xD800;&#xDFFF; x</p>",
    }


def sparse(path: Path, size: int) -> None:
    """A file of ``size`` bytes that takes no room on the disk."""
    with path.open("wb") as file:
        file.truncate(size)
