"""Misspelt words of a question, read as the vocabulary's."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from assistant.question.unread import idle_words
from assistant.question.worded import plain_words
from index.store.sqlite.words import STOP_WORDS
from index.vocabulary import Vocabulary, active
from index.vocabulary.misspelling import other_words

_WORD = re.compile(r"[A-Za-z][A-Za-z-]{4,}")
# Of 100: "accupuncture" and "acupuncture" have 96, "chiropracter" and "chiropractor" 92; "session"
# and "lesion" 77.
_ALIKE = 82
# In the long name of a drug two letters wrong, missing or swapped: "tramodal".
_LONG, _SLIPS = 8, 2
# Below that a word is not taken for a misspelt one, but may be meant.
_NEAR = 70
_PLAIN = frozenset({
    "ancillary", "auxiliary", "overturned", "upheld", "approved", "denied", "allowed", "refused",
    "repeat", "decided", "outcome", "outcomes", "retrospective", "authorized", "reviewer",
    "reviewers", "review", "reviews", "reviewed", "reviewing", "overturn", "uphold", "approval",
    "approvals", "approve", "denial", "denials", "decision", "decisions", "comparison", "guideline",
    "guidelines", "usually", "medically", "necessary", "reasons", "rationale", "rationales",
    "explanation", "documentation", "requirements", "checklist", "compounded", "compound",
    "continued", "chiropractor", "chiropractic",
})  # fmt: skip


def respell(question: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The question with misspelt words of the vocabulary mended, and which were, as (written, read
    as).

    A word is mended when it is none of the vocabulary's, no other word of the language, and nearly
    one of them; it has to begin with the same letter, and not only differ in its ending.
    """
    mended: list[tuple[str, str]] = []
    vocabulary = active()
    lexicons = (
        vocabulary.procedure_lexicon,
        vocabulary.class_lexicon,
        vocabulary.region_class_lexicon,
    )
    known, by_letter = _known(vocabulary), _by_letter(vocabulary)
    understood = bytearray(len(question))
    for mention in (each for lexicon in lexicons for each in lexicon.find(question)):
        understood[mention.start : mention.end] = b"\1" * (mention.end - mention.start)

    def mend(match: re.Match[str]) -> str:
        word = match.group()
        low = word.lower()
        if 1 in understood[match.start() : match.end()]:
            return word
        if (
            low in known
            or low.removesuffix("s") in known
            or low in STOP_WORDS
            or low in _asked_words()
            or low in idle_words()
            or low in plain_words()
            or low in other_words()
        ):
            return word
        best = process.extractOne(
            low, by_letter.get(low[0], ()), scorer=fuzz.ratio, score_cutoff=_ALIKE
        )
        if best is None and len(low) >= _LONG:
            best = process.extractOne(
                low,
                _drug_names(vocabulary).get(low[0], ()),
                scorer=OSA.distance,
                score_cutoff=_SLIPS,
            )
        if (
            best is None
            or abs(len(best[0]) - len(low)) > 2
            or best[0].startswith(low)
            or low.startswith(best[0])
        ):
            return word
        mended.append((word, best[0]))
        return best[0]

    return _WORD.sub(mend, question), tuple(mended)


def near_terms(words: Sequence[str], most: int = 3) -> tuple[str, ...]:
    """The vocabulary's terms that some words, which it does not know, may stand for, the likest
    first; for "did you mean".
    """
    terms = _terms(active())
    found: dict[str, float] = {}
    for written in dict.fromkeys([" ".join(words), *words]):
        for term, score, _ in process.extract(
            written.lower(), terms, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=most
        ):
            found[term] = max(score, found.get(term, 0.0))
    return tuple(sorted(found, key=lambda term: -found[term])[:most])


@lru_cache(maxsize=8)
def _terms(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Every term of more than three letters for a service, a class or a region."""
    return tuple(
        sorted(
            {
                term.lower()
                for terms in (
                    vocabulary.service_terms,
                    vocabulary.class_terms,
                    vocabulary.region_terms,
                )
                for term in terms
                if len(term) > 3
            }
        )
    )


@lru_cache(maxsize=8)
def _drug_names(vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """The names of drugs of one long word, by their first letter."""
    found: dict[str, list[str]] = {}
    for name in sorted(vocabulary.drugs):
        if name.isalpha() and len(name) >= _LONG:
            found.setdefault(name[0], []).append(name)
    return {letter: tuple(names) for letter, names in found.items()}


@cache
def _asked_words() -> frozenset[str]:
    """The longer words of the forms that questions have."""
    forms = files("assistant.question").joinpath("asking.yaml").read_text("utf-8")
    return frozenset(re.findall(r"[a-z]{4,}(?:-[a-z]+)*", forms.lower()))


@lru_cache(maxsize=8)
def _known(vocabulary: Vocabulary) -> frozenset[str]:
    """Every single word of the vocabulary's terms, and the common words of questions."""
    terms = (
        *vocabulary.service_terms,
        *vocabulary.class_terms,
        *vocabulary.region_terms,
        *vocabulary.data("classes")["regions"],
    )
    words = {word for term in terms for word in re.findall(r"[a-z]{4,}(?:-[a-z]+)*", term.lower())}
    return frozenset(words | _PLAIN)


@lru_cache(maxsize=8)
def _by_letter(vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in sorted(_known(vocabulary)):
        if len(word) > 4:
            found.setdefault(word[0], []).append(word)
    return {letter: tuple(words) for letter, words in found.items()}
