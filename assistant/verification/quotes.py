"""Whether quoted words stand where they are said to."""

from assistant.answer import Citation
from assistant.evidence.evidence import Evidence
from index.determination import fold
from index.letter import Place


def verbatim(citation: Citation, evidence: Evidence) -> bool:
    """Whether a citation's quote stands word for word at the place that it names."""
    text = evidence.quotes.letter(citation.determination).text
    return (
        bool(citation.quote.strip())
        and text.at(Place(citation.page, citation.start, citation.end)) == citation.quote
    )


def is_quoted(words: str, cited: list[Citation], evidence: Evidence) -> bool:
    """Whether words in quotation marks stand in a cited quote, or are the question's own."""
    wanted = fold(words)
    if any(
        f" {wanted} " in f" {citation.words} "
        or (wanted in citation.words and not _cut(wanted, citation.words))
        for citation in cited
    ):
        return True
    # Of the question, the words as they were read count too ("post-op" for "post op").
    asked = any(
        wanted in fold(text)
        for text in (
            evidence.reading.question,
            *evidence.query.unread,
            " ".join(evidence.reading.context),
        )
    )
    return not cited and (asked or any(wanted in phrase for phrase in evidence.phrases))


def _cut(wanted: str, words: str) -> bool:
    """Whether a quote begins or ends in the middle of a word ("necessary" in "unnecessary") or of a
    number.
    """
    at = words.index(wanted)
    around = words[at - 1 : at] + " " + words[at + len(wanted) : at + len(wanted) + 1]
    before, after = around.split(" ", 1)
    return bool(before and before.isalnum() and wanted[:1].isalnum()) or bool(
        after and after.isalnum() and wanted[-1:].isalnum()
    )
