"""What a letter holds: its determination, and the facets of its items."""

from pathlib import Path

from index.determination import Determination
from index.extraction.attributes import ItemFacets
from index.extraction.describe import describe
from index.layouts import parse_letter
from index.letter import Letter
from index.vocabulary import use


def extracted(letter: Letter, own: Path | None) -> tuple[Determination, tuple[ItemFacets, ...]]:
    """The determination of a letter with its items' facets, by the vocabulary with a user's
    additions, where there are any.

    Raises:
        UnknownLayout: no known layout fits, or the letter's decisions do not add up.
        BadVocabulary: the file of additions cannot be used.
    """
    use(own)
    determination = parse_letter(letter)
    return determination, describe(determination, letter.text)
