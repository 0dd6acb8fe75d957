"""What the clinical summary tells of the worker's injury: the diagnoses, and how it came about."""

import re
from functools import cache

from index.determination import Determination, Excerpt
from index.facets import Found
from index.sentences import sentences
from index.vocabulary import load, region_names

_DIAGNOSED = re.compile(
    r"\b(?:(?:current|working|primary|admitting|final|accepted)\s+)?(?:diagnos[ie]s|impressions?|assessment)\s*(?:(?:is|are|was|were)\s+documented\s+as|that\s+includes?|includ(?:es?|ed|ing)|(?:is|are|was|were)|of|:)\s*"
    r"|\b(?:is|was|been|were|being)\s+diagnosed\s+(?:with|as\s+having|as)\s*",
    re.I,
)
_PARTS = re.compile(r";\s*|,\s*(?:and\s+)?|\s+and\s+(?=(?:left|right|bilateral|mild|moderate|chronic|acute|low|cervical|lumbar|thoracic)\b)")
# What only narrows the diagnosis before it, as in the names of the International Classification of Diseases.
_NARROWS = re.compile(r"^(?:(?:\w+ )?(?:region|encounter|side|type|level)s?|unspecified$|initial|subsequent|sequela|(?:and |or )?(?:fascia|tendon|ligaments?)\b.*|not elsewhere classified)(?:\b|$)", re.I)
_CODE = re.compile(r"\(?\b[A-TV-Z]\d{2}(?:\.\w{1,4})?\b\)?|\(?\b\d{3}\.\d{1,2}\b\)?")
_NOT = re.compile(r"^(?:not|noncontributory|unknown|unclear|to|that|the|a|an|this|on|at|in|for|made|based|provided)\b", re.I)
_HOW = re.compile(r"\bmechanism of (?:the )?injury\b|\b(?:sustained|was injured|(?:industrial|work(?:-related)?) injury|injur(?:y|ed) (?:on|when|while|his|her|the)|hurt (?:his|her|the)|accident|fell|slipped|tripped|was (?:struck|hit|involved|assaulted|attacked))\b", re.I)
_UNKNOWN = re.compile(r"\b(?:not (?:detailed|provided|documented|specified|stated|noted|included)|unknown|unclear)\b", re.I)
_MOST_WORDS, _MOST = 14, 12


def diagnoses(determination: Determination, text: str) -> tuple[Found, ...]:
    """The diagnoses that the clinical summary names, in its order, lower case and without codes; each with its sentence."""
    found: dict[str, Excerpt] = {}
    for sentence in _summary(determination, text):
        lead = _DIAGNOSED.search(sentence.text)
        if lead is None:
            continue
        for name in _names(sentence.text[lead.end() :]):
            if not _NOT.match(name) and len(name.split()) <= _MOST_WORDS:
                found.setdefault(name, sentence)
    return tuple(Found(name, sentence) for name, sentence in list(found.items())[:_MOST])


def _names(words: str) -> list[str]:
    """The entries of a list of diagnoses: what only narrows an entry joins it, a bare region the entry behind it ("lumbar, hip and neck strain")."""
    names: list[str] = []
    carried = ""
    for part in _PARTS.split(words):
        name = _CODE.sub("", part).strip(" .:,()").lower()
        if not name:
            continue
        if names and _NARROWS.match(name):
            names[-1] += ", " + name
        elif name in region_names():
            carried += name + ", "
        else:
            names.append(carried + name)
            carried = ""
    return names


def mechanism(determination: Determination, text: str) -> Found | None:
    """How the worker was hurt, as a kind of the vocabulary; "other" where the letter names a mechanism of no known kind, None where it names none."""
    told = [each for each in _summary(determination, text) if _HOW.search(each.text)]
    named = [each for each in told if re.search(r"\bmechanism\b", each.text, re.I)]
    for sentence in [*named, *told[:3]]:
        if _UNKNOWN.search(sentence.text) and sentence in named:
            return None
        for kind, pattern in _kinds():
            if pattern.search(sentence.text):
                return Found(kind, sentence)
    return Found("other", named[0]) if named else None


def _summary(determination: Determination, text: str) -> tuple[Excerpt, ...]:
    return sentences(text, determination.summary.start, determination.summary.end) if determination.summary else ()


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile("|".join(forms), re.I)) for kind, forms in load("mechanisms").items())
