"""Misspelt words of a question, read as the vocabulary's."""

import re
from functools import cache

from rapidfuzz import fuzz, process

from index.records.words import STOP_WORDS
from index.vocabulary import class_lexicon, load, procedure_lexicon, region_class_lexicon

_WORD = re.compile(r"[A-Za-z][A-Za-z-]{4,}")
# Of 100: "accupuncture" and "acupuncture" have 96, "chiropracter" and "chiropractor" 92; "session" and "lesion" 77.
_ALIKE = 82
_PLAIN = frozenset(
    "overturned upheld approved denied allowed refused repeat decided outcome outcomes retrospective authorized reviewer reviewers "
    "review reviews reviewed reviewing overturn uphold approval approvals approve denial denials decision decisions comparison guideline guidelines usually medically necessary reasons compounded compound continued chiropractor chiropractic".split()
)


def respell(question: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The question with misspelt words of the vocabulary mended, and which were, as (written, read as).

    A word is mended when it is none of the vocabulary's, no common word, and nearly one of them; it has to
    begin with the same letter, and not only differ in its ending.
    """
    mended: list[tuple[str, str]] = []
    lexicons = (procedure_lexicon(), class_lexicon(), region_class_lexicon())
    understood = [(mention.start, mention.end) for lexicon in lexicons for mention in lexicon.find(question)]

    def mend(match: re.Match[str]) -> str:
        word = match.group()
        low = word.lower()
        if any(start < match.end() and match.start() < end for start, end in understood):
            return word
        if low in _known() or low.removesuffix("s") in _known() or low in STOP_WORDS:
            return word
        candidates = _by_letter().get(low[0], ())
        best = process.extractOne(low, candidates, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if best is None or abs(len(best[0]) - len(low)) > 2 or best[0].startswith(low) or low.startswith(best[0]):
            return word
        mended.append((word, best[0]))
        return best[0]

    return _WORD.sub(mend, question), tuple(mended)


@cache
def _known() -> frozenset[str]:
    """Every single word of the vocabulary's terms, and the common words of questions."""
    drugs, classes, regions = load("drugs"), load("classes"), load("regions")
    terms = [term for subs in load("procedures").values() for names in subs.values() for name, words in names.items() for term in (name, *words)]
    terms += [term for group in drugs["classes"].values() for name, brands in group.items() for term in (name, *brands)] + list(drugs["mixtures"])
    terms += [term for part in ("categories", "subcategories", "regions") for words in classes[part].values() for term in words]
    terms += [term for words in regions["regions"].values() for term in words] + list(regions["regions"]) + list(regions["several"])
    words = {word for term in terms for word in re.findall(r"[a-z]{4,}(?:-[a-z]+)*", term.lower())}
    return frozenset(words | _PLAIN)


@cache
def _by_letter() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in sorted(_known()):
        if len(word) > 4:
            found.setdefault(word[0], []).append(word)
    return {letter: tuple(words) for letter, words in found.items()}
