"""Words of a request that the vocabulary does not know."""

import re

from index.determination import DisputedItem
from index.vocabulary import active, load
from index.vocabulary.misspelling import respelt
from index.vocabulary.shipped import stop_words

_WORD = re.compile(r"[A-Za-z][A-Za-z'’]+")
_LEVEL = re.compile(r"(?<![A-Za-z0-9])[CTLS]\d{1,2}(?:\s*-\s*[CTLS]?\d{1,2})?(?![A-Za-z0-9])")
#: Words of a phrase at most; a longer run is told by its first ones.
_LONGEST = 5


def unknown_words(item: DisputedItem) -> tuple[str, ...]:
    """The words and phrases of the disputed request, in lower case, that no service, drug, class or
    region accounts for.

    Quantities, strengths, dates, sides and the plain words of requests (`requests.yaml`) are left
    out. What the form of the words told (see `index.vocabulary.forms`) counts as unknown: no file
    names it.
    """
    vocabulary = active()
    text = respelt(item.disputed, vocabulary)
    lexicons = (
        vocabulary.request_lexicon,
        vocabulary.region_class_lexicon,
        vocabulary.class_lexicon,
    )
    taken = [
        (mention.start, mention.end) for lexicon in lexicons for mention in lexicon.matches(text)
    ]
    for start, end in [*taken, *(match.span() for match in _LEVEL.finditer(text))]:
        text = text[:start] + "|" * (end - start) + text[end:]
    plain = stop_words() | frozenset(load("requests")["plain"])
    phrases: list[list[str]] = []
    end = None
    for match in _WORD.finditer(text):
        word = match.group().lower().replace("’", "'")
        before = text[match.start() - 1 : match.start()]
        if before.isdigit() or word in plain or word.removesuffix("s") in plain:
            end = None
            continue
        if (
            end is not None
            and not text[end : match.start()].strip(" \n-")
            and len(phrases[-1]) < _LONGEST
        ):
            phrases[-1].append(word)
        elif len(word) > 2 or match.group().isupper():
            phrases.append([word])
        else:
            end = None
            continue
        end = match.end()
    return tuple(dict.fromkeys(" ".join(words) for words in phrases))
