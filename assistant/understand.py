"""Questions into queries, by rules over the index's own vocabulary."""

import re

from assistant.query import Asked, Query
from index.describe.procedures import OCCASION
from index.describe.regions import side_in
from index.determination import Outcome
from index.records.selection import Criterion, Facet, Selection
from index.records.words import content_words
from index.vocabulary import Mention, class_lexicon, procedure_lexicon, region_class_lexicon

_CASE_NUMBER = re.compile(r"\bCM\d{2}-\d{5,9}\b", re.I)
# A determination without a case number goes by its file's name: "sample_111", "letter_7a2~3fb012".
_FILE_NAME = re.compile(r"\b(?=\w*\d)\w+_[\w~.]*\w\b")
_LEVEL = re.compile(r"\b[CTL]\d{1,2}(?:\s*[-/]\s*[CTLS]?\d{1,2})?\b")
_SPINE = {"C": "cervical spine", "T": "thoracic spine", "L": "lumbar spine"}

_REPEAT = re.compile(r"\b(?:repeat(?:ed)?|second|another|additional|continued|follow-?up (?=mri|ct|x-?ray|imaging|scan))\b", re.I)
_FIRST = re.compile(r"\b(?:first(?:-time)?|initial)\b(?!\W+(?:line|choice))", re.I)
_RETROSPECTIVE = re.compile(r"\bretrospective(?:ly)?\b", re.I)
_PARTLY = re.compile(r"\bpart(?:ly|ially) (?:authorized|approved|certified)\b|\bmodified\b", re.I)
_OUTCOMES = (
    (re.compile(r"\b(?:overturn(?:ed|s|ing)?)\b", re.I), Outcome.OVERTURNED),
    (re.compile(r"\b(?:upheld|uphold(?:s|ing)?)\b", re.I), Outcome.UPHELD),
    (re.compile(r"\b(?:approved|granted|allowed|reversed|won)\b", re.I), Outcome.OVERTURNED),
    (re.compile(r"\b(?:denied|refused|rejected|turned down|lost)\b", re.I), Outcome.UPHELD),
)

_OUT_OF_SCOPE = re.compile(
    r"\b(?:settle(?:ment|ments|d)?|lawsuit|sue|suing|verdict|damages|payout|pay ?out|how much (?:money|is|will|would|does|can)|worth|disability rating|impairment rating|"
    r"(?:will|would|can|could) (?:i|we|my|our) (?:\w+ )?(?:win|succeed|prevail|lose)|(?:my|our) (?:chances?|odds)|predict|which (?:doctor|lawyer|attorney|physician|surgeon)|"
    r"(?:best|good|recommend an?) (?:doctor|lawyer|attorney)|should (?:i|we) (?:take|have|get|appeal|file|stop)|legal advice|medical advice|weather|stock|salary|premium|phone number|address of)\b",
    re.I,
)
_FORMS: tuple[tuple[Asked, re.Pattern[str]], ...] = (
    (
        Asked.REQUIREMENTS,
        re.compile(
            r"\bwhat (?:do|does|did|must|should|would|is|are)\b.{0,40}\b(?:reviewers?|physicians?|imr)\b.{0,30}\b(?:want|wanted|look|ask|asked|need|needed|require|required|expect)\b|\b(?:checklist|requirements?|criteria)\b"
            r"|\bwhat (?:is|was|are|were) (?:needed|required|necessary|asked)\b|\bwhat (?:documentation|evidence|records)\b|\b(?:must|should|has to|have to|needs? to) (?:be )?(?:shown|documented|show|document|prove)\b",
            re.I,
        ),
    ),
    (Asked.REASONS, re.compile(r"\bwhy\b|\breasons?\b|\bon what grounds?\b|\bwhat (?:made|led)\b|\brationales?\b", re.I)),
    (
        Asked.CASES,
        re.compile(r"\b(?:which|list|show|find|give|name)\b.{0,60}\b(?:cases?|determinations?|decisions?|letters?|items?|ones|requests?)\b|\b(?:which|list|show me|find)\b.{0,80}\b(?:upheld|overturned|approved|denied)\b|^\s*list\b", re.I),
    ),
    (
        Asked.TALLY,
        re.compile(
            r"\bhow (?:often|many|frequently|likely|usual(?:ly)?|common(?:ly)?)\b|\bhow (?:is|are|was|were|do|does|did)\b.{0,120}\b(?:decided|usually|typically|generally|normally|handled|treated|judged|ruled|go|come out|fare|turn out)\b"
            r"|\b(?:share|percent(?:age)?|proportion|rates?|odds|chances?|statistics|stats|numbers?|count|outcomes?|track record|guidelines?)\b|\b(?:usually|typically|generally|ever|mostly)\b"
            r"|^\s*(?:is|are|was|were|do|does|did)\b.{0,120}\b(?:upheld|overturned|approved|denied|authorized|decided)\b",
            re.I,
        ),
    ),
)


def understand(question: str) -> Query:
    """What a question asks, of which selection of disputed items.

    Words for services, regions, classes, sides and standing become criteria, all of which an item has to
    meet; several values of one facet are alternatives. An outcome is a criterion only where the question
    is about cases or reasons: "how often is X overturned" asks for both outcomes.
    """
    cases = tuple(dict.fromkeys(match.group() for pattern in (_CASE_NUMBER, _FILE_NAME) for match in pattern.finditer(question)))
    words = _blank(question, [(match.start(), match.end()) for pattern in (_CASE_NUMBER, _FILE_NAME) for match in pattern.finditer(question)])
    criteria, taken = _criteria(_blank(words, [match.span() for match in OCCASION.finditer(words)]))
    outcome = next((value for pattern, value in _OUTCOMES if pattern.search(words)), None)
    asked = _asked(words, bool(cases), bool(criteria))
    unmatched = tuple(content_words(_blank(words, taken)))
    if asked is None:
        asked = Asked.TALLY if criteria and len(unmatched) <= 1 else Asked.PASSAGES
    if outcome and asked in (Asked.REASONS, Asked.CASES):
        criteria.append(Criterion(Facet.OUTCOME, (outcome.value,)))
    return Query(question, asked, Selection(tuple(criteria)), cases, outcome, unmatched)


def _asked(words: str, has_case: bool, has_criteria: bool) -> Asked | None:
    if _OUT_OF_SCOPE.search(words):
        return Asked.OUT_OF_SCOPE
    if has_case:
        return Asked.CASE
    return next((asked for asked, form in _FORMS if form.search(words)), None) if has_criteria or _about_all(words) else None


def _about_all(words: str) -> bool:
    return bool(re.search(r"\b(?:all|overall|in general|any|denials|decisions|items|cases|determinations)\b", words, re.I)) and not content_words(
        re.sub(r"\b(?:share|percentage|rate|overall|general|denials|often|list|reasons?|proportion|there|index|indexed)\b", " ", words, flags=re.I)
    )


def _criteria(words: str) -> tuple[list[Criterion], list[tuple[int, int]]]:
    """The criteria that some words name, and the stretches that were taken for them."""
    services, classes = _longest(procedure_lexicon().find(words), class_lexicon().find(words))
    regions = region_class_lexicon().find(words)
    levels = list(_LEVEL.finditer(words))
    taken = [(each.start, each.end) for each in (*services, *classes, *regions)] + [match.span() for match in levels]
    found: dict[Facet, list[str]] = {}
    for mention in services:
        # A brand that stands for several drugs is one service: alone it asks for all of them, among others for its first.
        found.setdefault(Facet.PROCEDURE, []).extend(mention.values[:1] if len(services) > 1 else mention.values)
    for mention in classes:
        facet, _, value = mention.values[0].partition(":")
        found.setdefault(Facet(facet), []).append(value)
    found.setdefault(Facet.REGION, []).extend(value for mention in regions for value in mention.values)
    found[Facet.REGION].extend(_SPINE[match.group()[0].upper()] for match in levels)
    side = side_in(words)
    if side:
        found[Facet.LATERALITY] = [side]
        taken += [match.span() for match in re.finditer(r"\b(?:left|right|bilateral|both)\b", words, re.I)]
    for facet, value, pattern in ((Facet.REPEAT, "yes", _REPEAT), (Facet.REPEAT, "no", _FIRST), (Facet.RETROSPECTIVE, "yes", _RETROSPECTIVE), (Facet.PARTLY_AUTHORIZED, "yes", _PARTLY)):
        if (match := pattern.search(words)) and (services or classes or facet is not Facet.REPEAT):
            found.setdefault(facet, []).append(value)
            taken.append(match.span())
    criteria = [Criterion(facet, tuple(dict.fromkeys(values))) for facet, values in found.items() if values]
    if len(services) == 1 and len(services[0].values) > 1:
        criteria[0:1] = [Criterion(Facet.PROCEDURE, (value,)) for value in services[0].values]
    return criteria, taken


def _longest(services: list[Mention], classes: list[Mention]) -> tuple[list[Mention], list[Mention]]:
    """Mentions of services and of classes, without those that lie within a longer one of the other kind.

    A bare word for a class ("injections", "surgery") is also a general word for a service; the class is meant.
    """

    def within(inner: Mention, outer: Mention, equal: bool) -> bool:
        same = (inner.start, inner.end) == (outer.start, outer.end)
        return outer.start <= inner.start and inner.end <= outer.end and (equal or not same)

    kept_services = [each for each in services if not any(within(each, other, equal=True) for other in classes)]
    kept_classes = [each for each in classes if not any(within(each, other, equal=False) for other in services)]
    return kept_services, kept_classes


def _blank(text: str, stretches: list[tuple[int, int]]) -> str:
    """The text with the stretches made blank, offsets kept."""
    for start, end in stretches:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
