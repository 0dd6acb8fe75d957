"""Conditions in the letter's own words: what no facet tells, but a text can be looked through for.

Three kinds: findings and circumstances that the vocabulary knows with their forms
(`findings.yaml`), what a question says that letters mention, and what it puts into quotation marks.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.question.sizes import sizes_in
from assistant.question.spans import Stretch
from assistant.question.unread import is_idle
from index.facets.filter import Place, Text
from index.store.sqlite.words import content_words
from index.vocabulary import Vocabulary, active, load

_QUOTED = re.compile(r"[\"“”]([^\"“”\n]{2,80})[\"“”]|(?<!\w)[‘']([^‘’'\n]{3,80})[’'](?!\w)")
_MENTIONING = re.compile(
    r"\b(?:mention(?:s|ed|ing)?|refer(?:s|red|ring)? to|referenc(?:e|es|ed|ing)|discuss(?:es|ed"
    r"|ing)?"
    r"|talk(?:s|ed|ing)? about|contain(?:s|ed|ing)? the (?:words?|phrases?|terms?)"
    r"|us(?:e|es|ed|ing) the (?:words?|phrases?|terms?)|the (?:words?|phrases?|terms?)"
    r"|speak(?:s|ing)? of|describ(?:e|es|ed|ing)|bring(?:s|ing)? up|brought up|invok(?:e|es|ed|ing)"
    r"|call(?:s|ed|ing)? out|say(?:s|ing)? (?:(?:a (?:single )?word|anything|something|nothing"
    r"|much) )?(?:about|on|regarding)"
    r"|said (?:(?:anything|something|nothing) )?(?:about|on)|writ(?:e|es|ing) about"
    r"|no mention of|silent (?:on|about)"
    r"|mention of)\s+(?:(?:the|an?|any|either|both|of|that|being|his|her|their)\s+){0,3}",
    re.I,
)
_OBJECT = re.compile(r"[^\s.?!,;:()\"“”][^.?!;:()\"“”\n]{0,80}")
_ENDS = re.compile(
    r"(?<!\s)\s*(?:,|\b(?:and (?:were|was|got|how|what|which|are)|that|which|who|were|was|is|are"
    r"|got|get|gets|been|being"
    r"|in (?:the|their|its|any|a|which)|as|when|where|how|what|why|but|with|for|at|by|to|than"
    r"|among|since"
    r"|before|after|during|anywhere|upheld|overturned|denied|approved|at all|somewhere"
    r"|(?:usually|often|ever|mostly|generally|typically|commonly|normally|mainly)"
    r"|(?:not )?(?:included|counted|considered)|excluded|left out|omitted|aside|ignored|excepted"
    r"|only|alone|please)\b).*$",
    re.I | re.S,
)
_JOINED = re.compile(r"(?<!\s)\s*(?:,|/|\bor\b|\band\b)\s*", re.I)
_LEFT_OUT = re.compile(r"(?:no|not|without)\b", re.I)
_IN_RATIONALE = re.compile(
    r"\b(?:rationales?|reasonings?|reviewers?|the physicians?(?: reviewers?)?)\b[^.?!;]{0,30}$",
    re.I,
)
_IN_REQUEST = re.compile(r"\b(?:requests?|rfas?|disputed)\b[^.?!;]{0,12}$", re.I)
_DEFINES = re.compile(
    r"\b(?:mean|means|meaning|define|definition|stands? for|what is|what's)\b", re.I
)
_FORMS = {
    "patch": ("patch", "lidoderm"),
    "cream": ("cream",),
    "gel": ("gel",),
    "ointment": ("ointment",),
    "lotion": ("lotion",),
    "spray": ("spray",),
    "tablet": ("tablet", "tab"),
    "capsule": ("capsule", "cap"),
}
_FORM = re.compile(rf"\b({'|'.join(_FORMS)})(?:es|s)?\b", re.I)
_LETTERS_WITH = re.compile(
    r"\b(?:letters|cases|decisions|imrs|determinations|ones|files) (?:with|that have|having"
    r"|involving|about|concerning"
    r"|regarding|that involve|that show|showing|documenting|noting)\s+(?:(?:an?|the|any|some) )?",
    re.I,
)
_LISTED_FORMS = re.compile(
    r"\b(?:outcomes?|results?|reviewers?|guidelines?|reasons?|upheld|overturned|denied|approved"
    r"|mixed|split"
    r"|repeat|retro\w*|expedited|urgent|partial\w*|interpreter|amounts?|dates?|quotes?"
    r"|dispositions?)\b",
    re.I,
)
_SHORT = 3
_REACH, _LONGEST = 60, 5


@dataclass(frozen=True)
class _Finding:
    """What questions ask for in the letters' own words: where, the forms that letters use, the
    words of questions; ``narrows`` where they stand within the name of a service and narrow it,
    ``has_region`` where they can name a part of the body, which is then asked for too.
    """

    place: Place
    forms: tuple[str, ...]
    asked: re.Pattern[str]
    narrows: bool
    has_region: bool


def texts_in(words: str, grounds: Sequence[Stretch] = ()) -> list[tuple[Text, Stretch]]:
    """The words that letters are to be looked through for, each with its stretch; what stands
    within a ground that is read as a reason is none of them.
    """
    found: list[tuple[Text, Stretch]] = []
    if not _DEFINES.search(words):
        for match in _QUOTED.finditer(words):
            said = (match[1] or match[2]).strip(" .,;:?!")
            if said and content_words(said):
                found.append((Text(text=(said,), place=_place(words, match.start())), match.span()))
    found += [each for each in _forms(words) if not _overlaps(each[1], found)]
    found += [each for each in _mentioned(words) if not _overlaps(each[1], found)]
    for recognized in (_letters_with(words), _known(words)):
        found += [
            each
            for each in recognized
            if not _overlaps(each[1], found)
            and not any(start < each[1][1] and each[1][0] < end for start, end in grounds)
        ]
    return found


def _overlaps(span: Stretch, found: list[tuple[Text, Stretch]]) -> bool:
    return any(start < span[1] and span[0] < end for _, (start, end) in found)


def _place(words: str, start: int) -> Place:
    before = words[max(0, start - _REACH) : start]
    if _IN_RATIONALE.search(before):
        return Place.RATIONALE
    return Place.REQUEST if _IN_REQUEST.search(before) else Place.LETTER


def _mentioned(words: str) -> list[tuple[Text, Stretch]]:
    """What a question says that letters mention ("mention UDS or CURES")."""
    found = []
    for match in _MENTIONING.finditer(words):
        object_ = _OBJECT.match(words, match.end())
        if object_ is None:
            continue
        said = _ENDS.sub("", object_.group()).rstrip()
        members = [each.strip() for each in _JOINED.split(said) if content_words(each)]
        if _SAYING.match(match.group()) and all(_is_known(member) for member in members):
            continue  # "what they say about the gym" asks of the service
        if not members or any(len(each.split()) > _LONGEST for each in members):
            continue
        forms = dict.fromkeys(form for member in members for form in forms_of(member))
        place = _place(words, match.start())
        span = (match.end(), match.end() + len(said))
        found.append((Text(text=tuple(forms), place=place), span))
    return found


_SAYING = re.compile(r"(?:say|said|writ|talk|speak)", re.I)


def _is_known(words: str) -> bool:
    """Whether some words name a service, a class or a region, and nothing else."""
    vocabulary = active()
    lexicons = (
        vocabulary.procedure_lexicon,
        vocabulary.class_lexicon,
        vocabulary.region_class_lexicon,
    )
    rest = words
    for mention in (each for lexicon in lexicons for each in lexicon.find(words)):
        rest = rest[: mention.start] + " " * (mention.end - mention.start) + rest[mention.end :]
    return rest != words and not content_words(rest)


def forms_of(words: str) -> tuple[str, ...]:
    """The forms in which letters can hold what some words mean: those of the finding or the service
    that they name, else the words themselves.
    """
    vocabulary = active()
    for finding in _findings(vocabulary):
        if finding.asked.fullmatch(words.strip()):
            return finding.forms
    services = vocabulary.procedure_lexicon.find(words)
    if len(services) == 1 and not content_words(
        words[: services[0].start] + words[services[0].end :]
    ):
        return _service_forms(vocabulary, words.strip(), services[0].values)
    return (words.strip(),)


def _service_forms(vocabulary: Vocabulary, said: str, values: tuple[str, ...]) -> tuple[str, ...]:
    """The words for a service; those so short that other words hold them only where they were
    said.
    """
    forms = [
        form
        for form, named in vocabulary.service_terms.items()
        if named == values and len(form) > 4
    ]
    return tuple(dict.fromkeys([said, *values, *forms]))


def _forms(words: str) -> list[tuple[Text, Stretch]]:
    """The forms of a drug that words name without any service ("ointments and creams too"); as they
    follow a drug's name they are read with it, and behind a number they are what is counted.
    """
    vocabulary = active()
    if vocabulary.procedure_lexicon.find(words) or vocabulary.class_lexicon.find(words):
        return []
    counted = [each.span for each in sizes_in(words)]
    return [
        (Text(text=_FORMS[match[1].lower()], place=Place.REQUEST), match.span())
        for match in _FORM.finditer(words)
        if not any(start <= match.start() < end for start, end in counted)
    ]


def _letters_with(words: str) -> list[tuple[Text, Stretch]]:
    """What letters are asked for that hold some words which nothing else names ("letters with
    tinnitus").
    """
    found = []
    for match in _LETTERS_WITH.finditer(words):
        object_ = _OBJECT.match(words, match.end())
        if object_ is None:
            continue
        said = _ENDS.sub("", object_.group()).rstrip()
        members = [each.strip() for each in _JOINED.split(said) if content_words(each)]
        if members and all(_is_unknown(member) for member in members):
            span = (match.end(), match.end() + len(said))
            found.append((Text(text=tuple(members), place=Place.LETTER), span))
    return found


def _is_unknown(words: str) -> bool:
    """Whether some words are a short phrase, none known to a facet or a form of a question."""
    vocabulary = active()
    lexicons = (
        vocabulary.question_lexicon,
        vocabulary.class_lexicon,
        vocabulary.region_class_lexicon,
    )
    return (
        len(words.split()) <= _SHORT
        and not any(letter.isdigit() for letter in words)
        and not any(lexicon.find(words) for lexicon in lexicons)
        and all(not is_idle(word) for word in words.split() if content_words(word))
        and not _LISTED_FORMS.search(words)
        and not _LEFT_OUT.match(words)
    )


def _known(words: str) -> list[tuple[Text, Stretch]]:
    found: list[tuple[Text, Stretch]] = []
    vocabulary = active()
    terms = [
        (each.start, each.end)
        for lexicon in (vocabulary.procedure_lexicon, vocabulary.class_lexicon)
        for each in lexicon.find(words)
    ]
    for finding in _findings(vocabulary):
        for match in finding.asked.finditer(words):
            # "Pre-op clearance" is a service; its words are no condition beside it.
            within = not finding.narrows and any(
                start <= match.start() and match.end() <= end and (start, end) != match.span()
                for start, end in terms
            )
            if not within and not _overlaps(match.span(), found):
                part = Text(text=finding.forms, place=finding.place)
                spans = (
                    _around_regions(words, match.span()) if finding.has_region else [match.span()]
                )
                found += [(part, span) for span in spans]
    return found


def _around_regions(words: str, span: Stretch) -> list[Stretch]:
    """The pieces of a stretch before and behind a part of the body ("after shoulder surgery"): the
    part is asked for too.
    """
    pieces, at = [], span[0]
    for mention in active().region_class_lexicon.find(words[slice(*span)]):
        pieces.append((at, span[0] + mention.start))
        at = span[0] + mention.end
    return [(start, end) for start, end in [*pieces, (at, span[1])] if start < end]


@lru_cache(maxsize=8)
def _findings(vocabulary: Vocabulary) -> tuple[_Finding, ...]:
    data = load("findings")
    regions = "|".join(
        re.escape(name) for name in sorted(vocabulary.region_names, key=len, reverse=True)
    )
    found = []
    for place in (Place.REQUEST, Place.LETTER):
        for row in data[place.value]:
            asked = row.get("asked") or [re.escape(form) for form in row["forms"]]
            form = "|".join(asked).replace("<region>", f"(?:{regions})")
            form = form.replace("<level>", r"(?:[CTLS]\d[-\w/]*)")
            form = form.replace("<side>", "(?:left|right|bilateral)")
            asked_for = re.compile(rf"(?<!\w)(?:{form})(?!\w)", re.I)
            found.append(
                _Finding(
                    place,
                    tuple(row["forms"]),
                    asked_for,
                    row.get("narrows", False),
                    "<region>" in "|".join(asked),
                )
            )
    return tuple(found)
