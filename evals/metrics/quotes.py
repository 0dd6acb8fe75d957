"""Quotes: the share that stands verbatim at its file, page and offsets; and of the quoted words,
the share that a citation holds.
"""

import re
from functools import lru_cache
from pathlib import Path

from evals.metrics.score import NO_ANSWER, Score, Scored, left_out
from evals.reply import CitedPassage
from index.determination import fold
from index.letter import UnreadableLetter
from index.readers import read_letter

_QUOTED = re.compile(r"“([^”]{12,})”")


def quotes(scored: Scored) -> list[Score]:
    """The shares for one reply."""
    reply = scored.reply
    if reply.abstained:
        return left_out(["quotes verbatim"], NO_ANSWER)
    standing = [_stands(passage) for passage in reply.passages]
    by_id = {passage.id: fold(passage.quote) for passage in reply.passages}
    asked = " ".join(getattr(scored.case, "turns", ())) or scored.case.question
    carried = [
        any(fold(words) in by_id.get(number, "") for number in said.citations)
        for said in reply.statements
        for words in _QUOTED.findall(said.text)
        if words not in asked  # the question's own words are no quote of a letter
    ]
    checks = standing + carried
    if not checks:
        return left_out(["quotes verbatim"], "the reply quotes nothing")
    return [Score("quotes verbatim", sum(checks) / len(checks), f"{sum(checks)} of {len(checks)}")]


def _stands(passage: CitedPassage) -> bool:
    pages = _pages(passage.file)
    number = (passage.page or 1) - 1
    return (
        number < len(pages)
        and bool(passage.quote.strip())
        and fold(pages[number][passage.start : passage.end]) == fold(passage.quote)
    )


@lru_cache(maxsize=512)
def _pages(file: str) -> tuple[str, ...]:
    try:
        return read_letter(Path(file)).pages
    except UnreadableLetter:
        return ()
