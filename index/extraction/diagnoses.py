"""The diagnoses that the clinical summary names."""

import re
from functools import cache

from index.determination import Determination, Excerpt
from index.extraction.attributes import Found
from index.sentences import sentences
from index.vocabulary import load, region_names

_NAMED = (
    r"(?:\s*(?:noted|listed|documented|stated|given|reported|recorded|established|considered))?"
)
_DIAGNOSED = re.compile(
    r"\b(?:diagnos[ie]s|dx|impressions?|assessments?)\b"
    r"(?:,?\s+and[-/]?(?:or)?\s+(?:impressions?|diagnos[ie]s),?)?\s*"
    rf"(?:(?:(?:that|which)\s+)?(?:(?:is|are|was|were|has been|have been|being)\b{_NAMED}\s*)?"
    r"(?:to\s+)?(?:includ(?:es?|ed|ing)|consist(?:s|ed|ing)?\s+of|as|of)\b:?|:"
    r"|(?:is|are|was|were)\b(?!\s+(?:not|made|based|provided|unclear|unknown|consistent|discussed"
    r"|reviewed)\b):?)\s*"
    r"|\bdiagnosed\s+(?:as\s+having|with\s+having|with|as|to\s+have)\s+",
    re.I,
)
_TREATED = re.compile(
    r"\b(?:(?:undergoing|receiving|under)\s+(?:\w+\s+)?(?:treatments?|care)"
    r"|(?:being|been|is|was|currently)\s+treated)\s+for\s+",
    re.I,
)
# Where the list of diagnoses has ended and the sentence goes on.
_END = re.compile(
    r"\s+(?:and|who|which)\s+(?:is|was|were|has|had|he|she"
    r"|the\s+(?:injured|patient|worker|applicant|treat|provider)|received|underwent|given"
    r"|prescribed|recommended|treated|complain\w*|continues?)\b"
    r"|(?-i:(?<=[a-z])\.(?=[A-Z]))|\s+(?:per|according\s+to"
    r"|as\s+(?:documented|noted|per|well\s+as\s+being))\b|\s+on\s+\d|\s+in\s+(?:19|20)\d\d\b"
    r"|\s+dated\b",
    re.I,
)
_CODE = re.compile(
    r"\(?\b(?:ICD[-\s]?(?:9|10)(?:[-\s]?CM)?[\s:#-]*)?(?:[A-TV-Z]\d{2}\.\w{1,4}"
    r"|[A-TV-Z]\d{2}(?=[\s),.;:]|$)|[EV]?\d{3}\.\d{1,2})\b\)?|\bICD[-\s]?(?:9|10)\b",
    re.I,
)
_COMMA = re.compile(
    r"(;\s*|,\s*(?:and\s+|as\s+well\s+as\s+)?|\s+and/or\s+|(?:^|\s)\(?\d{1,2}[.)]\s+(?=[A-Za-z]))"
)
_AND = re.compile(r"\s+(?:and|as well as)\s+|\s+&\s+", re.I)
_SIDE = re.compile(r"^(?:(?:left|right|bilateral|both|lower|upper|the)\s+)+", re.I)
_MOST_WORDS, _MOST = 20, 15


def diagnoses(determination: Determination, text: str) -> tuple[Found, ...]:
    """The diagnoses that the clinical summary names, in its order, in small letters and without
    codes, each with its sentence.

    Where it names none as such, what the worker is said to be treated for.
    """
    if determination.summary is None:
        return ()
    told = sentences(text, determination.summary.start, determination.summary.end)
    return _led_by(_DIAGNOSED, told) or _led_by(_TREATED, told)


def _led_by(lead: re.Pattern[str], told: tuple[Excerpt, ...]) -> tuple[Found, ...]:
    found: dict[str, Excerpt] = {}
    for sentence in told:
        if match := lead.search(sentence.text):
            words = sentence.text[match.end() :]
            end = _END.search(words)
            for name in names_in(words[: end.start()] if end else words):
                found.setdefault(name, sentence)
    return tuple(Found(name, sentence) for name, sentence in list(found.items())[:_MOST])


def names_in(words: str) -> list[str]:
    """The entries of a list of diagnoses.

    What only narrows an entry stays with it ("disc displacement, lumbar region, initial
    encounter"), bare regions with the entry behind them ("lumbar, hip and neck strain"); "and"
    parts two entries where a condition stands on both its sides.
    """
    names: list[str] = []
    carried = ""
    parts = _COMMA.split(_CODE.sub("", words))  # the comma and what stands behind it by turns
    for at in range(0, len(parts), 2):
        joint = f"{parts[at - 1].rstrip()} " if at else ""
        for number, entry in enumerate(_at_and(parts[at], begun=bool(names) and not carried)):
            name = (
                " ".join(entry.split())
                .strip(" .:,-" if entry.count("(") == entry.count(")") else " .:,-()")
                .lower()
            )
            name = re.sub(r"^(?:an?|the) ", "", name)
            if not name:
                continue
            if names and number == 0 and not carried and _words("narrowing").match(name):
                names[-1] += f"{joint}{name}"
            elif _SIDE.sub("", name) in region_names() and not _words("conditions").search(name):
                carried += name + ", "
            elif not _words("none").match(name) and len(name.split()) <= _MOST_WORDS:
                names.append(carried + name)
                carried = ""
    return names


def _at_and(part: str, begun: bool) -> list[str]:
    """A part of a list, parted at those of its "and"s that join two conditions; ``begun`` tells
    that an entry stands before, which it can narrow.
    """
    pieces = _AND.split(part)
    holds = [bool(_words("conditions").search(piece)) for piece in pieces]
    last = max((at for at, each in enumerate(holds) if each), default=-1)
    entries, whole = (
        [[pieces[0]]],
        _complete(pieces[0], begun and bool(_words("narrowing").match(pieces[0].strip().lower()))),
    )
    for at in range(1, len(pieces)):
        # "left and right sided sciatica", "neck and back pain" behind another condition begin with
        # a side or a region.
        named = holds[at] or (
            at < last
            and (
                not _SIDE.sub("", f"{pieces[at].strip()} ")
                or _SIDE.sub("", pieces[at].strip().lower()) in region_names()
            )
        )
        if whole and named and not _words("joined").match(pieces[at]):
            entries.append([pieces[at]])
            whole = _complete(pieces[at], False)
        else:
            entries[-1].append(pieces[at])
            whole = _complete(pieces[at], whole)
    return [" and ".join(each) for each in entries]


def _complete(piece: str, before: bool) -> bool:
    """Whether an entry that ends with a piece names a condition; in "stenosis with lateral recess"
    what is behind "with" does not yet.
    """
    beginning, *behind = re.split(r"\swith\s", piece)
    return (
        bool(_words("conditions").search(behind[-1]))
        if behind
        else before or bool(_words("conditions").search(beginning))
    )


@cache
def _words(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(load("diagnoses")[kind]), re.I)
