"""Courtesies around a question: greetings, thanks, good wishes and names, which ask for nothing.

They are taken away before anything else reads the question, wherever they stand at its start or its
end.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from assistant.question.spelling import respell
from assistant.question.worded import plain_words
from index.store.sqlite.words import STOP_WORDS
from index.vocabulary import Vocabulary, active

# A courtesy at the end is looked for within so many characters, so that a long text takes no long
# time.
_REACH = 240
_NAME_WORDS = 3
_LONGEST_TERM = 80
_WORD = re.compile(r"[^\W\d_][\w.'-]*")
_TOKEN = re.compile(r"(?<![\w'-])[^\W_]")
# What parts a courtesy from the question: a comma, a dash, the end of a sentence or of a line, a
# picture.
_PARTS = re.compile(
    r"(?:\s*+(?:[,;:!?.…~*)(]++|-(?!\w)|[–—]|[^\w\s\"'“”‘’#$%&/<>=+(\[{@-])|[^\S\n]*+\n)"
    r"[\s,;:!?.…~*)–—-]*+"
)
_BLANK = re.compile(r"\s*")
_LEAD = re.compile(r"[\s,;:!.…~–—-]+|[^\w\s\"'“”‘’#$%&/<>=+(\[{@-]+")
_LINE_END = re.compile(r"[^.?!,\n]{1,60}[.!\n]")
_SIGNED = re.compile(r"(?:,|\n|[–—]|(?<!\w)-)\s{0,8}$")

Step = tuple[int, bool]


@lru_cache(maxsize=1_000)
def without_courtesies(text: str) -> str:
    """The text without the courtesies at its start and its end; the text itself where there are
    none.
    """
    return _stripped(text, active())


def only_courtesy(text: str) -> bool:
    """Whether a text says nothing beside courtesies."""
    return bool(_TOKEN.search(text)) and not _TOKEN.search(without_courtesies(text))


def about_me(text: str) -> bool:
    """Whether a text asks, beside courtesies, what can be asked here, or who answers."""
    words = _even(without_courtesies(text)).strip(" \t\n?!.,;:-")
    return bool(_pattern("about me").fullmatch(words))


def _stripped(text: str, vocabulary: Vocabulary) -> str:
    even = _even(text)
    start, end = 0, len(text)
    while (at := _front(even, start, vocabulary)) > start:
        start = at
    while (at := _tail(even, start, end, vocabulary)) < end:
        end = at
    if (start, end) == (0, len(text)):
        return text
    kept = text[start:end].strip()
    # "Is it approved, please?" is asked with the mark behind the courtesy.
    asks = (
        end < len(text)
        and text.rstrip().endswith("?")
        and _TOKEN.search(kept)
        and kept[-1].isalnum()
    )
    return f"{kept}?" if asks else kept


def _even(text: str) -> str:
    """The text with plain apostrophes, of the same length."""
    return text.replace("’", "'").replace("‘", "'")


def _front(text: str, start: int, vocabulary: Vocabulary) -> int:
    """Where the text goes on behind one courtesy at ``start``; ``start`` where there is none."""
    lead = _LEAD.match(text, start)
    begin = lead.end() if lead else start
    for kind, step in _FRONT.items():
        match = _pattern(kind).match(text, begin)
        if match and (behind := step(text, match.end(), vocabulary)) is not None:
            return behind
    alone = _named(text, begin, vocabulary, _certain)
    return _behind_name(text, alone, start) if alone > begin else start


def _behind_name(text: str, at: int, otherwise: int) -> int:
    """Where the text goes on behind a name alone, or one that presents the writer ("Dr. Lee
    here:").
    """
    here = re.compile(r"\s+(?:here|speaking)\b", re.I).match(text, at)
    end = here.end() if here else at
    parted = _PARTS.match(text, end)
    return parted.end() if parted and not text[end:].lstrip().startswith("?") else otherwise


def _behind_greeting(text: str, at: int, vocabulary: Vocabulary) -> int | None:
    """Where the text goes on behind a greeting that ends at a place, and behind whom it greets."""
    comma = _PARTS.match(text, at)
    begin = comma.end() if comma else _behind_blank(text, at)
    certain = _named(text, begin, vocabulary, _certain)
    if certain > begin and _goes_on(text, certain):
        return _past(text, certain)
    name = _WORD.match(text, begin)
    if (
        name
        and _certain(name.group().rstrip(".-'"), vocabulary)
        and not _term_begins(text, begin, vocabulary)
    ):
        return _past(text, name.end())
    if not comma:
        named = _named(text, begin, vocabulary, _may_be_name)
        if named > begin and _goes_on(text, named):
            return _past(text, named)
    return begin


def _behind_thanks(text: str, at: int, vocabulary: Vocabulary) -> int | None:
    if for_what := re.compile(r"\s+(?:for|to)\b", re.I).match(text, at):
        line = _LINE_END.match(text, for_what.end())
        return line.end() if line and text[at:].lstrip()[:3].lower() == "for" else None
    return _behind_greeting(text, at, vocabulary)


def _behind_sentence(text: str, at: int, vocabulary: Vocabulary) -> int | None:
    return _past(text, at) if _goes_on(text, at) else None


def _behind_introduction(text: str, at: int, vocabulary: Vocabulary) -> int | None:
    begin = _behind_blank(text, at)
    named = _named(text, begin, vocabulary, _certain)
    behind = _behind_name(text, named, begin) if named > begin else begin
    return behind if behind > begin else None


_FRONT: dict[str, Callable[[str, int, Vocabulary], int | None]] = {
    "wishes": _behind_sentence,
    "introductions": _behind_introduction,
    "greetings": _behind_greeting,
    "thanks": _behind_thanks,
    "fillers": _behind_sentence,
}


def _goes_on(text: str, at: int) -> bool:
    """Whether a courtesy can end at a place: something parts it from what follows, a question
    begins there, or nothing follows.
    """
    return bool(_PARTS.match(text, at)) or not text[at:].strip() or bool(_openers().match(text, at))


def _behind_blank(text: str, at: int) -> int:
    """Where the text goes on behind the space at a place; the place itself where there is none."""
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _past(text: str, at: int) -> int:
    parted = _PARTS.match(text, at)
    return parted.end() if parted else _behind_blank(text, at)


def _tail(text: str, start: int, end: int, vocabulary: Vocabulary) -> int:
    """Where the text ends before one courtesy at its end; ``end`` where there is none."""
    stop = end
    while stop > start and not text[stop - 1].isalnum() and text[stop - 1] not in "\"'“”’)]}%#/":
        stop -= 1
    for match in _TOKEN.finditer(text, max(start, stop - _REACH), stop):
        at = match.start()
        if at == start or not text[start:at].strip():
            continue  # all of it is a courtesy: that is seen at the start
        parted = (
            bool(re.search(r"[,;:!?.…)–—\n-]\s{0,8}$", text[max(start, at - 8) : at]))
            or not text[at - 1].isspace()
        )
        if _signs_off(text, at, stop, parted, vocabulary):
            return len(text[:at].rstrip(" \t\n\r,;:–—-"))
        if _SIGNED.search(text[max(start, at - 8) : at]) and _ends(
            text, _named(text, at, vocabulary, _certain), stop, vocabulary
        ):
            return len(text[:at].rstrip(" \t\n\r,;:–—-"))
    return end


def _signs_off(text: str, at: int, stop: int, parted: bool, vocabulary: Vocabulary) -> bool:
    """Whether thanks, a wish or the words above a signature reach from a place to the end, with who
    signs.
    """
    kinds = ("wishes", "sign-offs", "thanks") if parted else ("thanks",)
    for kind in kinds:
        match = _pattern(kind).match(text, at, stop)
        if match is None:
            continue
        begin = _past(text, match.end()) if match.end() < stop else match.end()
        if begin >= stop or _ends(
            text, _named(text, begin, vocabulary, _may_be_name), stop, vocabulary
        ):
            return True
        # "Thanks! Have a good day, Bob".
        if _signs_off(text, begin, stop, True, vocabulary):
            return True
    return False


def _ends(text: str, at: int, stop: int, vocabulary: Vocabulary) -> bool:
    """Whether a name that ends at a place is the last of the text, but for degrees behind it."""
    if at >= stop:
        return True
    parted = _PARTS.match(text, at)
    begin = parted.end() if parted else _behind_blank(text, at)
    return begin > at and bool(_degrees().fullmatch(text, begin, stop))


def _named(
    text: str, at: int, vocabulary: Vocabulary, first: Callable[[str, Vocabulary], bool]
) -> int:
    """Where a name or the word for those greeted ends that begins at a place; the place itself
    where there is none.
    """
    if role := _roles().match(text, at):
        return role.end()
    if _term_begins(text, at, vocabulary):
        return at
    end = at
    if title := _titles().match(text, at):
        end = _behind_blank(text, title.end())
    begun = end
    for count in range(_NAME_WORDS):
        word = _WORD.match(text, end)
        if word is None:
            break
        written = word.group().rstrip(".-'")
        titled = count == 0 and begun > at
        fits = (
            len(written) == 1 or written.lower() not in _terms(vocabulary)
            if titled
            else first(written, vocabulary)
            if count == 0
            else len(written) == 1 or _may_be_name(written, vocabulary)
        )
        if not fits:
            break
        last = end + len(written)
        begun = last
        # The point is an initial's: "John Q. Smith".
        gap = re.compile(rf"{'[.]?' if len(written) == 1 else ''}[ \t]+(?=[^\W\d_])").match(
            text, last
        )
        end = gap.end() if gap else last
        if gap is None:
            break
    return begun if begun > at else at


def _term_begins(text: str, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a term of the vocabulary begins at a place, such as "Don Joy brace"."""
    lexicons = (
        vocabulary.procedure_lexicon,
        vocabulary.class_lexicon,
        vocabulary.region_class_lexicon,
    )
    return any(
        mention.start == 0
        for lexicon in lexicons
        for mention in lexicon.find(text[at : at + _LONGEST_TERM])[:1]
    )


def _certain(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word is a given name and nothing else."""
    return word.lower() in _given_names(vocabulary)


def _may_be_name(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word can be somebody's name: it is a given name, or no word that a question is read
    by.
    """
    low = word.lower()
    if low in _given_names(vocabulary):
        return True
    return (
        len(low) > 1
        and low not in STOP_WORDS
        and low not in _known(vocabulary)
        and not _courteous(low)
        and not respell(low)[1]
    )


def _courteous(word: str) -> bool:
    """Whether a courtesy or a question begins with a word."""
    return bool(_openers().match(f" {word}")) or any(
        _pattern(kind).match(word) for kind in ("greetings", "thanks", "fillers", "sign-offs")
    )


@lru_cache(maxsize=8)
def _known(vocabulary: Vocabulary) -> frozenset[str]:
    """Every word of the vocabulary's terms, and every plain word that questions are read by."""
    forms = files("assistant.question").joinpath("asking.yaml").read_text("utf-8") + str(
        vocabulary.data("phrases")
    )
    return _terms(vocabulary) | plain_words() | frozenset(re.findall(r"[a-z]{3,}", forms.lower()))


@lru_cache(maxsize=8)
def _terms(vocabulary: Vocabulary) -> frozenset[str]:
    """Every word of the vocabulary's terms."""
    terms = (
        *vocabulary.service_terms,
        *vocabulary.class_terms,
        *vocabulary.region_terms,
        *vocabulary.data("classes")["regions"],
    )
    return frozenset(word for term in terms for word in re.findall(r"[a-z]+", term.lower()))


@lru_cache(maxsize=8)
def _given_names(vocabulary: Vocabulary) -> frozenset[str]:
    """The given names that are no term by themselves; "St. John's wort" makes no drug of John."""
    terms = {
        term.lower()
        for group in (vocabulary.service_terms, vocabulary.class_terms, vocabulary.region_terms)
        for term in group
    }
    return frozenset(_data()["names"].split()) - terms - STOP_WORDS


@cache
def _data() -> dict[str, Any]:
    return yaml.safe_load(
        files("assistant.question").joinpath("courtesies.yaml").read_text("utf-8")
    )


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    """The forms of a kind of courtesy as whole words, the longest part of the text that fits."""
    forms = "|".join(f"(?:{form})" for form in _data()[kind])
    return re.compile(rf"(?<!\w)(?:{_spaced(forms)})(?!\w|'\w|-\w)", re.I)


@cache
def _roles() -> re.Pattern[str]:
    return re.compile(rf"(?:{_spaced(_data()['roles'])})(?!\w|'\w|-\w)", re.I)


@cache
def _titles() -> re.Pattern[str]:
    return re.compile(rf"(?:{_data()['titles']})(?!\w)", re.I)


@cache
def _degrees() -> re.Pattern[str]:
    return re.compile(rf"(?:{_data()['degrees']})(?:[\s,]+(?:{_data()['degrees']}))*", re.I)


@cache
def _openers() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{_data()['openers']})(?![\w'-])", re.I)


def _spaced(forms: str) -> str:
    return forms.replace(" ", r"\s+")
