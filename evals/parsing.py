"""Reading and parsing measured: two PDF readers beside each other, letters a second, and how the
time grows with a letter's length.
"""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from evals.labels import Label
from index.determination import Header
from index.extraction.describe import describe
from index.layouts import UnknownLayout, parse_letter
from index.letter import Letter, UnreadableLetter
from index.readers import read_letter
from index.readers.pdf import read_pdf
from index.store.ingest import letter_files

#: Makes the pages of a PDF file's bytes.
PageReader = Callable[[bytes], Sequence[str]]


def _pdfium(data: bytes) -> Sequence[str]:
    return read_pdf(data, recognize=False).pages


def _pypdf(data: bytes) -> Sequence[str]:
    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(BytesIO(data)).pages]


PAGE_READERS: dict[str, PageReader] = {"pypdfium2": _pdfium, "pypdf": _pypdf}


@dataclass(frozen=True)
class ReaderScore:
    """How one PDF reader serves the parser: pages a second, and of the labelled items those found,
    with the right outcome, with the right request.

    ``headers`` are the letters whose header gives case number and all five dates in their order,
    ``headers_alike`` those whose header is the same as through the first reader: the readers give
    the header table in different orders.
    """

    reader: str
    pages: int
    seconds: float
    letters: int
    set_aside: int
    warned: int
    items: int
    matched: int
    outcomes: int
    requests: int
    headers: int
    headers_alike: int


def compare_readers(corpus: Path, labels: Sequence[Label]) -> list[ReaderScore]:
    """Every PDF of a corpus through each reader and the same parser, held against the labels."""
    paths = [path for path in letter_files([corpus])[0] if path.suffix.lower() == ".pdf"]
    wanted: dict[str, list[Label]] = {}
    for label in labels:
        wanted.setdefault(label.case, []).append(label)
    headers: dict[Path, Header] = {}
    return [_score(name, reader, paths, wanted, headers) for name, reader in PAGE_READERS.items()]


def _score(
    name: str,
    reader: PageReader,
    paths: Sequence[Path],
    wanted: dict[str, list[Label]],
    headers: dict[Path, Header],
) -> ReaderScore:
    pages = set_aside = warned = items = matched = outcomes = requests = whole = alike = 0
    seconds = 0.0
    for path in paths:
        data = path.read_bytes()
        start = time.perf_counter()
        texts = tuple(reader(data))
        seconds += time.perf_counter() - start
        pages += len(texts)
        gold = wanted.get(path.stem, [])
        items += len(gold)
        try:
            determination = parse_letter(Letter(path, path.stem, texts, True))
        except (UnknownLayout, UnreadableLetter):
            set_aside += 1
            continue
        warned += bool(determination.warnings)
        header = determination.header
        dates = (header.injured, header.denied, header.received, header.assigned, header.decided)
        known_dates = [day for day in dates if day is not None]
        whole += (
            header.case_number is not None
            and len(known_dates) == len(dates)
            and known_dates == sorted(known_dates)
        )
        alike += headers.setdefault(path, header) == header
        by_position = {item.position: item for item in determination.items}
        pairs = [(label, by_position[label.item]) for label in gold if label.item in by_position]
        matched += len(pairs)
        outcomes += sum(item.outcome.value == label.outcome for label, item in pairs)
        # Readers differ in the spaces that they set; the words have to be the same.
        requests += sum(_solid(item.request.text) == _solid(label.request) for label, item in pairs)
    return ReaderScore(
        name,
        pages,
        seconds,
        len(paths),
        set_aside,
        warned,
        items,
        matched,
        outcomes,
        requests,
        whole,
        alike,
    )


def _solid(words: str) -> str:
    return re.sub(r"\s+", "", words)


def readers_as_text(scores: Sequence[ReaderScore]) -> str:
    """The comparison as a table."""
    lines = [
        (
            f"{'reader':10} {'pages/s':>8} {'letters':>8} {'set aside':>10} {'warned of':>10} "
            f"{'items':>6} {'found':>6} {'outcomes right':>15} {'requests right':>15} "
            f"{'whole headers':>14} {'headers alike':>14}"
        )
    ]
    lines += [
        (
            f"{score.reader:10} {score.pages / score.seconds:8.0f} {score.letters:8} "
            f"{score.set_aside:10} {score.warned:10} {score.items:6} {score.matched:6} "
            f"{score.outcomes:15} {score.requests:15} {score.headers:14} {score.headers_alike:14}"
        )
        for score in scores
    ]
    return "\n".join(lines)


_OUTCOME_LINE = re.compile(r"(?m)^(.*):\s*(Upheld|Overturned)\s*$")


def _lines_alone(letter: Letter) -> int:
    """The alternative: what a plain search for lines that end in an outcome gives."""
    return len(_OUTCOME_LINE.findall("\n".join(letter.pages)))


def _whole(letter: Letter) -> int:
    determination = parse_letter(letter)
    return len(describe(determination, letter.text))


def bench_parsing(corpus: Path) -> str:
    """Letters a second for reading, for parsing and describing, and for the plain line search, on
    one core; and the time a character for ever longer letters.
    """
    paths = letter_files([corpus])[0]
    start = time.perf_counter()
    letters = [read_letter(path) for path in paths]
    reading = time.perf_counter() - start
    parsed = [letter for letter in letters if _parses(letter)]
    _whole(parsed[0])  # the vocabulary is loaded once
    lines = [
        f"reading:                {len(letters) / reading:8.1f} letters/s",
        f"parsing and describing: {_rate(_whole, parsed):8.1f} letters/s",
        (
            f"plain line search:      {_rate(_lines_alone, parsed):8.1f} letters/s (requests "
            "that wrap are cut, prose is taken for items)"
        ),
    ]
    longest = max(
        (letter for letter in parsed if "IMR ISSUES" in letter.text),
        key=lambda letter: len(letter.text),
    )
    lines.append("a letter made longer by its own items, microseconds a character:")
    for times in (1, 2, 4, 8, 16):
        longer = _lengthened(longest, times)
        start = time.perf_counter()
        items = _whole(longer)
        seconds = time.perf_counter() - start
        lines.append(
            f"  {len(longer.text):9,} characters, {items:4} items: "
            f"{1e6 * seconds / len(longer.text):6.2f}"
        )
    return "\n".join(lines)


def _parses(letter: Letter) -> bool:
    try:
        parse_letter(letter)
    except UnknownLayout:
        return False
    return True


def _rate(work: Callable[[Letter], int], letters: Sequence[Letter]) -> float:
    start = time.perf_counter()
    for letter in letters:
        work(letter)
    return len(letters) / (time.perf_counter() - start)


def _lengthened(letter: Letter, times: int) -> Letter:
    """The letter with the part that holds its decisions repeated."""
    text = "\n".join(letter.pages)
    at = text.index("\n", text.index("IMR ISSUES"))
    first = text.find("\n", at + 1)
    return Letter(letter.path, letter.sha256, (text[:first] + text[first:] * times,), False)
