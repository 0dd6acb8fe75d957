"""Questions into queries, by rules over the index's own vocabulary."""

import re

from assistant.comparison import compared
from assistant.criteria import blank, criteria_in, outcome_in
from assistant.query import Asked, Query
from assistant.spelling import respell
from index.determination import Outcome
from index.records.selection import Criterion, Facet, Selection
from index.records.words import content_words

_CASE_NUMBER = re.compile(r"\bCM\d{2}-\d{5,9}\b|\bIMR \d{2}-\d{6}\b", re.I)
# A determination without a case number goes by its file's name: "sample_111", "letter_7a2~3fb012".
_FILE_NAME = re.compile(r"\b(?=\w*\d)\w+_[\w~.]*\w\b")
_TAG = re.compile(r",\s*(?:right|correct|yes|no|isn't it|wasn't it)\s*\?", re.I)
_ALL = re.compile(r"\b(?:all|overall|in general|any|denials|decisions|items|cases|determinations|requests|everything|treatments?|total)\b", re.I)
# "What do the letters say about …" asks for words, not for a count.
_SAYS = re.compile(r"\bwhat (?:do|does|did) (?:the )?(?:letters?|reviewers?|determinations?|decisions?|physicians?)\b.{0,20}\b(?:say|write|mention|think)\b(?! against| in favou?r)", re.I)

_OUT_OF_SCOPE = re.compile(
    r"\b(?:settle(?:ment|ments|d)?|lawsuit|sue|suing|verdict|damages|payout|pay ?out|how much (?:money|is|will|would|does|can)|worth|disability rating|impairment rating|"
    r"(?:will|would|can|could) (?:i|we|my|our) (?:\w+ )?(?:win|succeed|prevail|lose)|(?:my|our) (?:chances?|odds)|predict|permanent disab\w*|(?:whose|what(?: is|'s) (?:his|her|their|the reviewer's)) name|who (?:is|was|are|were) the (?:reviewer|physician|doctor)|do (?:i|we) get|which (?:doctor|lawyer|attorney|physician|surgeon)|"
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
    (
        Asked.REASONS,
        re.compile(
            r"\bwhy\b|\breasons?\b(?! for (?:the )?(?:decision|outcome)s? by)|\b(?:on|for) what (?:grounds?|basis|reasons?)\b|\bwhat (?:made|led|got|justified|persuade[sd]?|convince[sd]?|argued|speaks?|spoke)\b|\brationales?\b|\barguments?\b|\bgrounds? (?:for|on)\b|\bexplain\b|\bsay against\b",
            re.I,
        ),
    ),
    (
        Asked.TREND,
        re.compile(r"\b(?:trends?|over (?:the )?(?:years|time)|(?:by|per|each|every|from) year|year (?:by|to|after|on) year|annual(?:ly)?|yearly|(?:gone|go|going|went|goes) (?:up|down)|(?:rising|falling|increas\w*|declin\w*|chang\w*) (?:over|since|from|between)|have .{3,60} changed)\b", re.I),
    ),
    (
        Asked.CASES,
        re.compile(
            r"\b(?:which|list|show|find|give|name)\b.{0,60}\b(?:cases?|determinations?|decisions?|letters?|items?|ones|requests?|denials?)\b|\b(?:which|list|show me|find)\b.{0,90}\b(?:upheld|overturned|approved|denied|allowed|granted|refused|reversed|necessary|won|lost)\b|^\s*list\b"
            r"|\b(?:that|who|which) (?:\w+ ){0,2}(?:was|were|got|then|later|had been)\b.{0,20}\b(?:upheld|overturned|approved|denied|allowed|granted|refused|reversed)\b|\b(?:the|only) (?:upheld|overturned|approved|denied) ones\b",
            re.I,
        ),
    ),
)


def understand(question: str) -> Query:
    """What a question asks, of which selection of disputed items.

    Words for services, regions, classes, sides, standing, guidelines and years become criteria, all of which
    an item has to meet; several values of one facet are alternatives. Misspelt words are read as the
    vocabulary's. An outcome is a criterion only where the question is about cases or reasons: "how often is X
    overturned" asks for both outcomes.
    """
    named_cases = [match for pattern in (_CASE_NUMBER, _FILE_NAME) for match in pattern.finditer(question)]
    cases = tuple({match.group().lower(): match.group() for match in named_cases}.values())
    words, respelt = respell(blank(question, [match.span() for match in [*named_cases, *_TAG.finditer(question)]]))
    named = criteria_in(words)
    criteria = list(named.criteria)
    value, outcome_words = outcome_in(words)
    outcome = Outcome(value) if value else None
    asked = _asked(words, bool(cases), bool(criteria), outcome)
    if asked is Asked.TREND:
        # The years are what the decisions are set out by, not which of them are meant.
        criteria = [each for each in criteria if each.facet is not Facet.YEAR]
    against = None
    if asked in (Asked.TALLY, Asked.CASES, Asked.TREND) and (two := compared(words)):
        asked, criteria, against = Asked.COMPARISON, list(two[0].criteria), two[1]
    rest = blank(words, [*named.taken, *outcome_words])
    if outcome and asked in (Asked.REASONS, Asked.CASES):
        criteria.append(Criterion(Facet.OUTCOME, (outcome.value,)))
    return Query(question, asked, Selection(tuple(criteria)), cases, outcome, tuple(content_words(rest)), _qualifiers(rest, named.subjects), respelt, against)


def _asked(words: str, has_case: bool, has_criteria: bool, outcome: Outcome | None) -> Asked:
    if _OUT_OF_SCOPE.search(words):
        return Asked.OUT_OF_SCOPE
    if has_case:
        return Asked.CASE
    if not has_criteria and not _about_all(words):
        return Asked.PASSAGES
    if outcome is None and _SAYS.search(words):
        return Asked.PASSAGES
    return next((asked for asked, form in _FORMS if form.search(words)), Asked.TALLY)


def _about_all(words: str) -> bool:
    general = re.sub(r"\b(?:share|percentage|rate|overall|general|denials|often|list|reasons?|proportion|there|index|indexed|average|total|altogether)\b", " ", words, flags=re.I)
    return bool(_ALL.search(words)) and not content_words(blank(general, outcome_in(general)[1]))


def _qualifiers(rest: str, subjects: tuple[tuple[int, int], ...]) -> tuple[str, ...]:
    """The words that stand right before a service or region and belong to it ("stem cell" in "stem cell injections")."""
    found = []
    for start, _ in subjects:
        before = re.search(r"((?:[A-Za-z-]{3,}\s+){0,2}[A-Za-z-]{3,})\s+$", rest[:start])
        if before:
            found += content_words(before.group(1))
    return tuple(dict.fromkeys(found))
