"""Follow-up questions: what a turn of a conversation changes of the query before it, and keeps.

The query before is the focus: a selection, a case, an item of a list. A turn names values (which
take the place of others of their facet, join them, narrow or leave out), asks for something else of
the same selection, or points at one of the cases listed. A whole question of its own starts anew;
of which nothing was understood, that is said.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.query import (
    OF_NO_DECISION,
    Group,
    IntentName,
    OutcomePremise,
    Query,
    Share,
    Statistic,
)
from assistant.question.asking import dimension_in, dimensions_of, takes_upheld
from assistant.question.courtesy import without_courtesies
from assistant.question.measures import fact_in
from assistant.question.parts import any_of, as_filter
from assistant.question.said import Said
from assistant.question.standing import groups_of, narrowed, query_of
from assistant.question.understand import CORRECTS, item_in, said_plainly
from assistant.reading import Reading
from index.determination import Outcome
from index.facets.body import LATERALITY, LEVEL, REGION
from index.facets.decision import LETTER_OUTCOME, OUTCOME, REASON
from index.facets.facet import Facet
from index.facets.filter import (
    AnyOf,
    Criterion,
    Filter,
    Not,
    Place,
    Range,
    Text,
    between,
    facets_of,
    one_of,
    parts_of,
)
from index.facets.letter import AMOUNT, CASE, DECIDED
from index.facets.service import CATEGORY, PROCEDURE, SUBCATEGORY
from index.facets.worker import AGE

_SERVICES = frozenset({PROCEDURE, CATEGORY, SUBCATEGORY})
_SUBJECTS = _SERVICES | {REGION}
_MOST_WORDS = 12
OF_NO_DECISION_SET = frozenset({*OF_NO_DECISION, IntentName.CASE, IntentName.SIMILAR})

# Words that lean on what was said before.
_LINK = re.compile(
    r"^\W*(?:ok(?:ay)?\W+|so\W+|then\W+)*"
    r"(?:and|what about|how about|what if|only|just|same|which of (?:those|these|them)|those|these"
    r"|of (?:those|these|them)|why|but|now|then|the|show me|for|of|on|in|where|with|without|w/o?"
    r"|if|or|plus|minus"
    r"|narrow|limit|restrict|filter|excluding|except|exclude|drop|add|remove|include|put|take"
    r"|not|no|either|both|also)\b"
    r"|\b(?:those|these|them|(?:the|that) same|same (?:region|area|part|side|body part)|ones?)\b"
    r"|\bthere\W*$|\b(?:instead|too|as well|then)\W*$",
    re.I,
)
_HANGS_ON = re.compile(
    r"\b(?:it|its|they|them|their|those|these|that|there|same|ones?|instead|too|also|else|as well"
    r"|then|others?|they)\b",
    re.I,
)
_OWN_FORM = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|so|and|now|thanks?|great|but)\W+)*"
    r"(?:how(?! about\b)|what(?! (?:about|if)\b)|which(?! of\b| ones?\b)|why|when|who|is|are|was"
    r"|were|do"
    r"|does|did|has|have|had|can|could|show|list|give|find|count|compare|tell|pull)\b",
    re.I,
)
_OVERALL = re.compile(
    r"\b(?:overall|in general|altogether|in total|everything|every (?:item|letter|decision|case)"
    r"|index|letters do you"
    r"|all (?:items|letters|decisions|cases|imrs|services|treatments|requests))\b",
    re.I,
)
_ANEW = re.compile(
    r"^\W*(?:start(?:ing)? over|new (?:question|search|topic)|forget (?:that|it|all that"
    r"|the above|everything)"
    r"|scratch that|clear(?: all)?|reset|different (?:question|topic)|never ?mind(?: that)?"
    r"|unrelated)\b[\s.,:;–-]*",
    re.I,
)
_ADDS = re.compile(
    r"\b(?:in addition|plus|add(?:ing)?|include|including|together with|along with)\b", re.I
)
# "Ointments and creams too" joins what is no service to it; "antidepressants too?" asks the same of
# another service.
_TOO = re.compile(r"\b(?:too|also|as well)\b", re.I)
_PUT_BACK = re.compile(
    r"\b(?:put|add|bring|take|let|include|count|leave|keep)\b.{0,40}?\b(?:back|again|in)\b"
    r"|\bback in\b"
    r"|\bdon'?t (?:exclude|leave out)\b|\b(?:include|with)\b.{0,30}\b(?:again|after all)\b",
    re.I,
)
_INSTEAD = re.compile(r"\binstead\b|\brather\b", re.I)
_WIDER = re.compile(
    r"\b(?:in general|overall|any (?:body )?(?:part|region|site)|all (?:body )?(?:parts|regions"
    r"|sites)|regardless of (?:body )?(?:part|region)"
    r"|everywhere|all of them|any kind|whatever (?:the )?(?:body )?part)\b",
    re.I,
)
_DROPS = re.compile(
    r"\b(?:any (?:body )?(?:part|region)|all (?:body )?(?:parts|regions)"
    r"|regardless of (?:the )?(?:body )?(?:part|region)|everywhere)\b",
    re.I,
)
_EXCEPTIONS = re.compile(
    r"\b(?:exceptions?|any that (?:did|didn't|weren't|were not)|the other way(?: around)?"
    r"|the opposite|opposite (?:outcome|result|side|way|ones?))\b",
    re.I,
)
_DID_NOT = re.compile(r"\b(?:didn'?t|did not|weren'?t|were not|wasn'?t|not so)\W*$", re.I)
_WHY = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|then)\W+)*(?:why(?: (?:those|these|them|that|is that|so))?"
    r"|how come|for what reasons?|what (?:was|were|is|are) the (?:reasons?|reasoning|rationale)"
    r"|on what grounds?|reasons?|explain|the reasons?)(?: (?:is|was|were|are) (?:that|it|this"
    r"|they|so))?\W*$",
    re.I,
)
# A question about the case that the one before was about.
_OF_CASE = re.compile(
    r"\b(?:it|that (?:one|case|letter|decision|determination|imr)|this (?:one|case|letter"
    r"|decision|determination|imr)|the (?:case|letter|decision|determination|reviewer|worker"
    r"|patient|doctor|applicant|guideline|"
    r"outcome|rationale|date|imr doc\w*)|in (?:that|this) (?:one|case|letter)|he|she|they|there)\b",
    re.I,
)
#: The words for the places of a list, the first one first.
ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)
_SHORT_NTH = re.compile(
    r"^[^\w#]*+(?:(?:show|open|tell|what about|and|more|give|explain|let me see)\s*)?(?:me\s+)?"
    r"(?:more\s+)?(?:on\s+|about\s+)?"
    rf"(?:(?:the\s+)?({'|'.join(ORDINALS)}|last|\d{{1,3}}(?:st|nd|rd|th))"
    r"(?:\s+(?:one|case|letter|determination|item))?"
    r"|(?:the\s+)?(?:number|no\.|#|case)\s*(\d{1,3}))"
    r"\s*[.?!]*$",
    re.I,
)
_NTH = re.compile(
    rf"\b(?:the|that|your|in|on|of|for|about)\s+({'|'.join(ORDINALS)}|last|\d{{1,3}}(?:st|nd|rd"
    rf"|th))"
    r"\s+(?:one|case|letter|determination|decision|imr|result|on the list)\b"
    r"|(?<!item )(?<!items )(?:\bnumber|\bno\.|#)\s*(\d{1,2})\b(?! (?:of|reason))",
    re.I,
)


@dataclass(frozen=True)
class Before:
    """What a question can lean on: the reading before it, the cases that its answer lists, and the
    readings of the turns before it, the oldest first.
    """

    reading: Reading
    listed_cases: Callable[[], Sequence[str]] = tuple
    earlier: Sequence[Reading] = ()


def which_one(question: str) -> int | None:
    """Which of the cases listed before a question points at ("show me the second"), from 0, -1 for
    the last; None where it points at none.
    """
    words = without_courtesies(question)
    if len(words.split()) > 2 * _MOST_WORDS:
        return None
    match = _SHORT_NTH.search(words) or _NTH.search(words)
    if match is None:
        return None
    word = (match.group(1) or match.group(2)).lower()
    if word == "last":
        return -1
    return ORDINALS.index(word) if word in ORDINALS else int(word.rstrip("stndrh")) - 1


def _focus(query: Query) -> Query:
    """What was asked about before: of a refused question the counts of what it names."""
    if query.intent is not IntentName.REFUSE or query.filter is None:
        return query
    return Query(intent=IntentName.OUTCOMES, filter=query.filter)


_OF_REVIEWERS = frozenset({"specialty", "licensed_in"})


def speaks_of_reviewers(before: Reading | None) -> bool:
    """Whether what was asked before is about who reviewed: a specialty is then the reviewer's."""
    if before is None:
        return False
    query = before.query
    if (query.group_by or "") in _OF_REVIEWERS or (query.fact or "") in _OF_REVIEWERS:
        return True
    named = frozenset().union(*(facets_of(node) for node in query.populations))
    return bool({facet.name for facet in named} & _OF_REVIEWERS)


def followed(said: Said, before: Before) -> Query | None:
    """The query that a question makes of the one before it; None where it stands alone."""
    query = _focus(before.reading.query)
    if said.cases or _ANEW.match(said.words):
        return None
    pointed = _pointed_at(said, before) or _the_only_case(said, before)
    if pointed is not None:
        return pointed
    if (both := _both(said, before)) is not None:
        return both
    if (defined := _another_term(said, before)) is not None:
        return defined
    if said.intent is IntentName.REFUSE:
        return _refused(said, query)
    if said.intent in OF_NO_DECISION:
        return None
    if query.intent is IntentName.CASE:
        return _of_case(said, query)
    if query.intent in OF_NO_DECISION or not _leans(said, query):
        return None
    changed = _changed(said, query)
    return _not_understood(said, query, changed) or changed


def _pointed_at(said: Said, before: Before) -> Query | None:
    """What is asked where the question points at a place of the list before it."""
    place = which_one(said.question)
    if place is None or (said.names_a_service and said.intent is not None):
        return None
    query = before.reading.query
    listed = before.listed_cases()
    if place < len(listed) and listed:
        fact = fact_in(said.words)
        name = fact[0] if fact else None
        return Query(
            intent=IntentName.CASE,
            cases=(listed[place],),
            fact=None if name == "reasons" else name,
            unread=_unread_of_fact(said),
        )
    return _not_there(query)


_ITS = re.compile(
    r"\b(?:that|the|this|its|his|her) (?:\w+ )?(?:reviewer|doctor|doc|physician|worker|patient"
    r"|applicant|case|letter|decision|determination|imr|one)\b",
    re.I,
)


def _the_only_case(said: Said, before: Before) -> Query | None:
    """A fact that is asked of the only case that the answer before lists."""
    query = before.reading.query
    fact = fact_in(said.words)
    if query.intent is not IntentName.LIST or fact is None or not _ITS.search(said.words):
        return None
    listed = before.listed_cases()
    if len(set(listed)) != 1 or said.names_a_service:
        return None
    return Query(intent=IntentName.CASE, cases=(listed[0],), fact=fact[0])


_BOTH = re.compile(
    r"^\W*(?:(?:and|ok|now|so|what about|how about|put|take|add|count|combine|compare|show"
    r"|give me)\W+)*"
    r"(?:(?:the|those|these|them) )?(?:either(?: one| or)?|both|(?:the |those |these )?(?:2|two)"
    r"|them|all (?:of them|three)|one (?:number|count|figure|total) for (?:both|all|the two)"
    r"|any of (?:them|those|these))"
    r"(?: (?:of (?:them|those|these)|together|combined|side by side|then|in one|at once|on \w+"
    r"|by \w+))*(?:\W+(?:\w+ ){0,2}(?:<?\w+>?|%))?\W*$",
    re.I,
)


def _both(said: Said, before: Before) -> Query | None:
    """The two selections asked for before, as one or held against each other ("both together",
    "either one", "compare the two"); None where the words ask for neither.
    """
    if said.parts or not _BOTH.match(said.words) or len(before.earlier) < 2:
        return None
    first, second = (reading.query for reading in before.earlier[-2:])
    if OF_NO_DECISION_SET & {first.intent, second.intent} or first.compare or second.compare:
        return None
    parts = [
        [part for part in parts_of(query.filter) if OUTCOME not in facets_of(part)]
        for query in (first, second)
    ]
    common = [part for part in parts[0] if part in parts[1]]
    apart = [[part for part in own if part not in common] for own in parts]
    if not all(apart):
        return None
    outcome = said.outcome or second.outcome
    if _COMPARED.search(said.words):
        return second.changed(
            intent=IntentName.OUTCOMES,
            filter=as_filter(common),
            compare=groups_of(tuple(tuple(own) for own in apart)),
            outcome=outcome,
            unread=(),
        )
    joined = (
        _union([apart[0][0], apart[1][0]])
        if len(apart[0]) == len(apart[1]) == 1
        else any_of([each for own in apart if (each := as_filter(own)) is not None])
    )
    whole = (*common, joined)
    counted = any(OUTCOME in facets_of(part) for part in parts_of(second.filter))
    if outcome is not None and counted:
        whole = narrowed(whole, outcome)
    return second.changed(filter=as_filter(whole), outcome=outcome, unread=())


def _unread_of_fact(said: Said) -> tuple[str, ...]:
    fact = fact_in(said.words)
    if fact is None:
        return tuple(
            word
            for word in said.unread
            if not word.isdigit() and not _PLACE.fullmatch(word) and word.lower() not in ORDINALS
        )
    return ()


def _not_there(before: Query) -> Query | None:
    """What is said to a question that points behind the end of the list before it; None where that
    answer is no such list.
    """
    node = one_of(CASE, before.cases) if before.intent is IntentName.CASE else before.filter
    is_listed = (
        before.intent not in (IntentName.SIMILAR, IntentName.PASSAGES, *OF_NO_DECISION)
        and not before.compare
    )
    return Query(intent=IntentName.CHAT, filter=node) if is_listed and node is not None else None


_COMPARED = re.compile(r"\b(?:compare|versus|vs|side by side|against)\b", re.I)
_PLACE = re.compile(r"\b\d{1,4}(?:st|nd|rd|th)")
_TERM = re.compile(
    r"^\W*(?:(?:and|what about|how about|ok|or)\W+)*(?P<term>[\w/& -]{2,30}?)\W*$", re.I
)


def _another_term(said: Said, before: Before) -> Query | None:
    """What another term means, after one was explained ("and deferral?")."""
    last = before.earlier[-1].query if before.earlier else before.reading.query
    match = _TERM.match(said.words)
    vague = said.is_vague or said.intent is None
    if last.intent is not IntentName.DEFINITION or match is None or not vague:
        return None
    return None if said.parts else Query(intent=IntentName.DEFINITION, term=match["term"])


def _refused(said: Said, before: Query) -> Query | None:
    """A refusal beside what was asked before, so that its counts can stand beside it."""
    if said.parts or before.intent in (*OF_NO_DECISION, IntentName.CASE):
        return None
    kept = [part for part in parts_of(before.filter) if OUTCOME not in facets_of(part)]
    return query_of(said).changed(filter=as_filter(kept))


def _of_case(said: Said, before: Query) -> Query | None:
    """A question about the case that the one before it was about; None for every other one."""
    words = said.words
    fact = fact_in(words)
    position = item_in(words)
    services = tuple(
        part
        for part in said.parts
        if facets_of(part) <= _SUBJECTS | {LEVEL, LATERALITY} and facets_of(part)
    )
    others = tuple(part for part in said.parts if part not in services and not _is_reason(part))
    leans = bool(_OF_CASE.search(words)) or bool(_WHY.match(words))
    short = len(words.split()) <= _MOST_WORDS
    if others or said.group_by or said.groups or (said.measure and not fact):
        return None
    is_bare = not said.parts and short and (fact or position or leans)
    goes_on = before.fact is not None and short and bool(_GOES_ON.match(words))
    about_its_item = bool(services) and (
        goes_on
        or (leans and _says_case(words))
        or (len(words.split()) <= _MOST_WORDS and _OF_ITS_ITEM.match(words) is not None)
    )
    if not (is_bare or about_its_item):
        return None
    name = fact[0] if fact else before.fact if goes_on else None
    return Query(
        intent=IntentName.CASE,
        cases=before.cases,
        filter=as_filter(services),
        item=position[0] if position else None,
        fact=name,
        premise=OutcomePremise(outcome=said.outcome) if said.outcome and services else None,
    )


_GOES_ON = re.compile(r"^\W*(?:and|what about|how about|or)\s+(?:the|that|those|these)\b", re.I)
_OF_ITS_ITEM = re.compile(
    r"^\W*(?:(?:and|so|ok|but)\W+)*(?:was|were|is|did|why (?:was|were|did|is|not|no)|how (?:was"
    r"|did)"
    r"|what about|how about|what happened (?:to|with))\b.{0,30}?\bthe\b",
    re.I,
)


def _says_case(words: str) -> bool:
    return bool(
        re.search(
            r"\b(?:in |of |for |on )?(?:that|this|the) (?:one|case|letter|decision|determination"
            r"|imr)\b",
            words,
            re.I,
        )
    )


def _is_reason(part: Filter) -> bool:
    return REASON in facets_of(part)


def _leans(said: Said, before: Query) -> bool:
    """Whether a question leans on the one before it: it is short, links to it, and names no service
    of its own, or names one for another ("and tramadol?").
    """
    asks_of_all = before.outcome or before.measure or before.group_by
    if before.filter is None and not before.compare and not asks_of_all:
        return False
    words = said.words
    has_region = any(REGION in facets_of(part) and said_plainly(part, words) for part in said.parts)
    if _OVERALL.search(words) and not said.names_a_service and said.intent is not None:
        return False
    if said.intent is IntentName.PASSAGES and not said.is_vague:
        return bool(_HANGS_ON.search(words))
    special = (_WHAT_FOR, _WHY, _SHIFT, _NUMBER, _FREE, _SHOWS)
    if corrects(said) or any(pattern.match(words) for pattern in special):
        return True
    whole = said.names_a_service and bool(_OWN_FORM.match(words)) and not _HANGS_ON.search(words)
    if whole:
        return False
    if said.names_a_service and said.intent in _OWN_INTENTS and not _HANGS_ON.search(words):
        return bool(_LINK.match(words)) and not has_region
    if said.names_a_service and has_region and not _LINK.match(words):
        return False
    count = len(words.split())
    limit = _MOST_WORDS if said.names_a_service else 2 * _MOST_WORDS
    if count > limit:
        return False
    bare = count <= 3 or not said.parts or not said.names_a_service
    return bare or bool(_LINK.search(words))


_OWN_INTENTS = (
    IntentName.REQUIREMENTS,
    IntentName.REASONS,
    IntentName.STATISTIC,
    IntentName.LIST,
    IntentName.GUIDELINES,
    IntentName.DIFFERENCES,
    IntentName.SIMILAR,
    IntentName.OUTCOMES,
)


def _not_understood(said: Said, before: Query, changed: Query) -> Query | None:
    """What is said to a follow-up of which nothing was understood, so that it asks what was asked
    before; None where something was.
    """
    compared = {"intent", "filter", "outcome", "compare", "group_by", "measure", "top", "unit"}
    if any(getattr(before, name) != getattr(changed, name) for name in compared):
        return None
    read = (
        said.parts
        or said.outcome
        or said.group_by
        or said.groups
        or said.measure
        or (said.intent not in (None, IntentName.PASSAGES))
    )
    if read and not said.unread:
        return None
    words = " ".join(without_courtesies(said.question).strip(" .,;:?!").split())
    unread = said.unread or ((words,) if words else ())
    if read:
        return changed.changed(unread=unread)
    return Query(intent=IntentName.CHAT, unread=unread)


# --- What a turn makes of the query before it ----------------------------------------------------


def _changed(said: Said, before: Query) -> Query:
    words = said.words
    parts = _parts(said, before)
    moved = _moved_in_time(words, parts) or _other_number(words, parts) or _freed(words, parts)
    if moved is not None:
        parts, said = moved, _without_unread(said)
    outcome = _outcome(said, before)
    intent = _intent(said, before)
    group_by = said.group_by or dimension_in(words) or _kept_group(said, before, intent)
    if _WHAT_FOR.match(words):
        group_by, intent = "procedure", IntentName.OUTCOMES
    groups, parts = _groups(said, before, parts, intent)
    if groups:
        group_by = None
    if group_by is not None and group_by != before.group_by:
        name = group_by.partition(":")[0]
        # "The left knee", set out by part of the body, is no longer of one side or level.
        own = {name, LATERALITY.name, LEVEL.name} if name == REGION.name else {name}
        parts = tuple(
            part
            for part in parts
            if {each.name for each in facets_of(part)} - own
            or isinstance(part, Not)
            or not facets_of(part)
        )
        intent = IntentName.OUTCOMES if intent is IntentName.PASSAGES else intent
    parts = tuple(part for part in parts if OUTCOME not in facets_of(part))
    if outcome is not None and _is_counted(said, before, intent):
        parts = narrowed(parts, outcome)
    is_statistic = intent is IntentName.STATISTIC
    return Query(
        intent=intent,
        unit=said.unit if said.unit.value == "letter" else before.unit,
        filter=as_filter(parts),
        outcome=None if is_statistic else outcome,
        compare=groups,
        group_by=group_by,
        measure=_measure(said, before) if is_statistic else _share(said, before, intent),
        top=said.top or (before.top if intent is before.intent else None),
        situation=before.situation if intent is IntentName.SIMILAR else None,
        premise=said.premise,
        unread=said.unread,
    )


def _intent(said: Said, before: Query) -> IntentName:
    words = said.words
    if before.intent is IntentName.STATISTIC and (
        dimension_in(words) or _SHOWS.fullmatch(words.strip())
    ):
        return before.intent
    if _EXCEPTIONS.search(words) and said.intent in (None, IntentName.LIST, IntentName.PASSAGES):
        return IntentName.LIST
    if said.intent is not None:
        if said.intent is IntentName.OUTCOMES and _only_counts(said) and corrects(said):
            return before.intent
        return said.intent
    if before.intent is IntentName.SIMILAR and said.parts:
        return IntentName.OUTCOMES
    if before.intent is IntentName.PASSAGES and said.intent is None:
        return before.intent if not said.outcome else IntentName.OUTCOMES
    return before.intent


def corrects(said: Said) -> bool:
    """Whether a question puts one value in the place of another ("sorry, I meant elbow")."""
    return bool(CORRECTS.match(without_courtesies(said.question)))


def _measure(said: Said, before: Query) -> Statistic | None:
    if said.measure is not None:
        return said.measure
    measure = before.measure if isinstance(before.measure, Statistic) else None
    if measure is not None and (shows := _SHOWS.fullmatch(said.words.strip())):
        word = shows["show"].lower()
        show = {"average": "mean", "avg": "mean", "typical": "median"}.get(word, word)
        return Statistic(of=measure.of, show=show)
    return measure


def _share(said: Said, before: Query, intent: IntentName) -> Share | None:
    """The share that is asked for stays for a turn that only names values."""
    if said.share is not None:
        return Share(share=said.share)
    if said.intent is None and intent is before.intent and isinstance(before.measure, Share):
        return before.measure
    return None


def _only_counts(said: Said) -> bool:
    return not said.group_by and not said.outcome


def _outcome(said: Said, before: Query) -> Outcome | None:
    words = said.words
    if said.of_both and said.outcome is None:
        return None
    if _EXCEPTIONS.search(words) or (_DID_NOT.search(words) and not said.outcome):
        side = before.outcome or Outcome.UPHELD
        return Outcome.OVERTURNED if side is Outcome.UPHELD else Outcome.UPHELD
    if said.outcome is not None:
        return said.outcome
    if said.intent is IntentName.REASONS:
        if before.outcome is None or takes_upheld(words):
            return before.outcome or Outcome.UPHELD
        return before.outcome
    if said.intent in (IntentName.REQUIREMENTS, IntentName.DIFFERENCES, IntentName.SIMILAR):
        return None
    if (
        before.intent is IntentName.REASONS
        and said.intent in (IntentName.LIST, IntentName.OUTCOMES)
        and not _HANGS_ON.search(words)
    ):
        return None  # the reasons were of the denials; what is asked now is of all
    return before.outcome


def _is_counted(said: Said, before: Query, intent: IntentName) -> bool:
    if intent in (IntentName.LIST, IntentName.REASONS):
        return True
    if said.group_by or before.group_by:
        return False
    if said.is_counted or (said.outcome is not None and not said.of_both and not said.group_by):
        return True
    was = any(OUTCOME in facets_of(part) for part in parts_of(before.filter))
    return was and said.outcome is None and intent in (IntentName.OUTCOMES, IntentName.STATISTIC)


def _kept_group(said: Said, before: Query, intent: IntentName) -> str | None:
    """What counts were set out by stays for a turn that only names values."""
    if before.group_by is None or intent is not before.intent:
        return None
    short = len(said.words.split()) <= 3 and said.intent is IntentName.OUTCOMES
    return before.group_by if said.intent is None or short else None


def _groups(
    said: Said, before: Query, parts: tuple[Filter, ...], intent: IntentName
) -> tuple[tuple[Group, ...], tuple[Filter, ...]]:
    """The groups of a comparison: those that the turn names, or those of before."""
    if said.groups:
        named = frozenset().union(*(facets_of(part) for group in said.groups for part in group))
        if named & _SERVICES:
            named |= _SERVICES
        kept = tuple(
            part for part in parts if not (facets_of(part) & named) or isinstance(part, Not)
        )
        return groups_of(said.groups), kept
    if not before.compare or intent not in (IntentName.OUTCOMES, before.intent):
        return (), parts
    if (other := _other_groups(said, before)) is not None:
        return other, tuple(part for part in parts_of(before.filter))
    in_groups = frozenset().union(*(facets_of(group.filter) for group in before.compare))
    own = frozenset().union(*(facets_of(part) for part in said.parts))
    if own & in_groups & _SUBJECTS:
        # "And of the hip?" asks for another selection than the groups.
        return (), parts
    if said.intent not in (None, IntentName.OUTCOMES, before.intent):
        return (), tuple(parts)
    return before.compare, parts


def _other_groups(said: Said, before: Query) -> tuple[Group, ...] | None:
    """The groups of before with one more ("add acupuncture") or one less ("leave out chiro"); None
    where the turn asks for neither.
    """
    named = [part for part in said.parts if not isinstance(part, Not)]
    barred = [part.negated for part in said.parts if isinstance(part, Not)]
    if barred:
        kept = tuple(
            group
            for group in before.compare
            if not any(part in parts_of(group.filter) for part in barred)
        )
        return kept if 2 <= len(kept) < len(before.compare) else None
    if named and (_ADDS.search(said.words) or _TOO.search(said.words)):
        return (*before.compare, *groups_of((tuple(named),)))
    return None


def _parts(said: Said, before: Query) -> tuple[Filter, ...]:
    """The parts of the query before, with what the turn names in their place, beside them, or taken
    from them.
    """
    words = said.words
    kept = [part for part in parts_of(before.filter) if OUTCOME not in facets_of(part)]
    if said.intent is IntentName.REFUSE:
        return tuple(kept)
    own = [part for part in said.parts if OUTCOME not in facets_of(part)]
    if _DROPS.search(words):
        kept = [
            part
            for part in kept
            if not (facets_of(part) and facets_of(part) <= {REGION, LEVEL, LATERALITY})
        ]
    if _PUT_BACK.search(words) and (back := _put_back(kept, own)) is not None:
        return tuple(back)
    named = {facet for part in own if not isinstance(part, Not) for facet in facets_of(part)}
    gone = _gone(named, said, before)
    adds = _ADDS.search(words) or (_TOO.search(words) and not named & _SERVICES)
    if adds and not any(isinstance(part, Not) for part in own):
        return tuple(_joined(kept, own, named))
    left = [part for part in own if isinstance(part, Not)]
    kept = _without(kept, left)
    result = [
        part
        for part in kept
        if (isinstance(part, Not) and not _clashes(part, own))
        or (
            not isinstance(part, Not)
            and not (facets_of(part) & gone)
            and not _is_same_text(part, own)
            and not (isinstance(part, Text) and part.place is Place.REQUEST and named & _SERVICES)
        )
    ]
    left = [
        part
        for part in left
        if not _leaves_the_subject(part, kept, own) and not _frees(part, result)
    ]
    result = [part for part in result if not any(_frees(bar, [part]) for bar in own)]
    asked = [part for part in own if not isinstance(part, Not)]
    return (*result, *asked, *left)


def _gone(named: set[Facet], said: Said, before: Query) -> set[Facet]:
    """The facets whose values the turn replaces."""
    gone = set(named)
    if named & _SERVICES:
        gone |= _SERVICES
        if _INSTEAD.search(said.words):
            gone |= {REGION, LATERALITY}
        if not named & {REGION} and said.intent is None and _WIDER.search(said.words):
            gone |= {REGION} if _DROPS.search(said.words) else set()
    if REGION in named:
        gone |= {LEVEL}
    if LETTER_OUTCOME in named:
        gone |= {OUTCOME}
    return gone


_SHOWS = re.compile(
    r"\W*(?:(?:and|no|ok|sorry|just|show|give me|the|as|i mean|meant|what about|how about)\W+)*"
    r"(?P<show>median|mean|average|avg|typical|range|distribution|total)\W*(?:i (?:mean"
    r"|meant))?\W*",
    re.I,
)
_WHAT_FOR = re.compile(
    r"^\W*(?:(?:and|so|ok)\W+)*(?:what (?:were|are|was|is) (?:they|those|these|it|that) for"
    r"|for what(?: services?)?|what services?|which services?)\W*$",
    re.I,
)
_SHIFT = re.compile(
    r"^\W*(?:and |ok |what about |how about |now )*(?:the )?(?:(?:year|month|quarter|week|time"
    r"|period|one) )?"
    r"(?P<way>before|prior|earlier|previous|after|following|next|later)(?: (?:that|it|then|this"
    r"|year|month|quarter|one|to that))*\W*$",
    re.I,
)
_NUMBER = re.compile(
    r"^\W*(?:and |ok |what about |how about |only |just |now |those )*(?:(?P<bound>over|above"
    r"|more than|under|below|fewer than|less than|at least|up to|at most"
    r"|exactly)\s+(?P<number>\d{1,3})"
    r"|(?P<exact>\d{1,3})(?:\s+or\s+(?P<way>more|fewer|less|over|under|older|younger)"
    r"|(?P<plus>\+))?)\b\W*(?:instead|then|visits?|sessions?|years?(?: old)?)?\W*$",
    re.I,
)
_FREE = re.compile(
    r"^\W*(?:and |ok |now |just )*(?:forget(?: about)?|drop|lose|ignore|remove|never ?mind|clear"
    r"|take (?:off|out|away)|without|any|regardless of|no matter(?: the| which| what)?|all"
    r"|disregard|leave out)"
    r"\s+(?:the |which |what )?(?P<what>.{2,40}?)(?: (?:filter|part|limit|condition|thing"
    r"|again))?\W*$",
    re.I,
)


def _moved_in_time(words: str, parts: tuple[Filter, ...]) -> tuple[Filter, ...] | None:
    """The parts with the span of decisions before or after theirs ("and the month before that?");
    None where the words ask for none, or there is no closed span.
    """
    shift = _SHIFT.match(words)
    spans = [part for part in parts if isinstance(part, Range) and part.facet is DECIDED]
    if shift is None or len(spans) != 1:
        return None
    low, high = spans[0].low, spans[0].high
    if not isinstance(low, date) or not isinstance(high, date):
        return None
    back = shift["way"].lower() in ("before", "prior", "earlier", "previous")
    moved = _neighbour(low, high, back)
    return tuple(moved if part is spans[0] else part for part in parts)


def _neighbour(low: date, high: date, back: bool) -> Range:
    """The span as long as another, right before or after it; whole months stay whole."""
    following = high + timedelta(days=1)
    if low.day == 1 and following.day == 1:
        months = (following.year - low.year) * 12 + following.month - low.month
        number = low.year * 12 + low.month - 1 + (-months if back else months)
        end = number + months
        first = date(number // 12, number % 12 + 1, 1)
        return between(DECIDED, first, date(end // 12, end % 12 + 1, 1) - timedelta(days=1))
    days = following - low
    shifted = -days if back else days
    return between(DECIDED, low + shifted, high + shifted)


def _other_number(words: str, parts: tuple[Filter, ...]) -> tuple[Filter, ...] | None:
    """The parts with another number of visits or years ("6 or fewer instead"); None where the words
    name none.
    """
    said = _NUMBER.match(words)
    numbers = [part for part in parts if isinstance(part, Range) and part.facet in (AMOUNT, AGE)]
    if said is None or len(numbers) != 1:
        return None
    low, high = _bounds(said)
    part = numbers[0]
    return tuple(
        between(part.facet, low, high, part.unit) if each is part else each for each in parts
    )


def _bounds(said: re.Match[str]) -> tuple[int | None, int | None]:
    number = int(said["number"] or said["exact"])
    word = (said["bound"] or said["way"] or ("more" if said["plus"] else "")).lower()
    if word in ("over", "above", "more than") and said["bound"]:
        return number + 1, None
    if word in ("under", "below", "fewer than", "less than") and said["bound"]:
        return None, number - 1
    if word in ("at least", "more", "over", "older"):
        return number, None
    if word in ("up to", "at most", "fewer", "less", "under", "younger"):
        return None, number
    return number, number


def _freed(words: str, parts: tuple[Filter, ...]) -> tuple[Filter, ...] | None:
    """The parts without those of a facet that the words set free ("forget the side"); None where
    they set none free.
    """
    match = _FREE.match(words)
    if match is None:
        return None
    names = {group.partition(":")[0] for group in dimensions_of(match["what"])}
    if names & {"procedure", "category", "subcategory"}:
        names -= {"procedure", "category", "subcategory"}
    if re.search(r"\b(?:dates?|months?|time)\b", match["what"], re.I):
        names.add("decided")
    if re.search(r"\bages?\b", match["what"], re.I):
        names.add("age")
    kept = tuple(part for part in parts if not ({facet.name for facet in facets_of(part)} & names))
    return kept if len(kept) < len(parts) else None


def _without_unread(said: Said) -> Said:
    return replace(said, unread=())


def _put_back(kept: list[Filter], own: list[Filter]) -> list[Filter] | None:
    """The parts of before without what leaves out the values that the turn names; None where none
    of them was left out.
    """
    values = {
        (part.facet, value) for part in own if isinstance(part, Criterion) for value in part.values
    }
    texts = {form for part in own if isinstance(part, Text) for form in part.text}
    result: list[Filter] = []
    found = False
    for part in kept:
        inner = part.negated if isinstance(part, Not) else None
        if isinstance(inner, Criterion):
            left = [value for value in inner.values if (inner.facet, value) not in values]
            found |= len(left) < len(inner.values)
            if left:
                result.append(
                    part
                    if len(left) == len(inner.values)
                    else Not(negated=one_of(inner.facet, left))
                )
        elif isinstance(inner, Text) and texts & set(inner.text):
            found = True
        else:
            result.append(part)
    return result if found else None


def _joined(kept: list[Filter], own: list[Filter], named: set[Facet]) -> list[Filter]:
    """The parts of before with the values of the turn beside theirs ("and creams too")."""
    result: list[Filter] = []
    rest = list(own)
    for part in kept:
        same = [
            each
            for each in rest
            if not isinstance(part, Not)
            and (
                (facets_of(each) & facets_of(part))
                or (isinstance(each, Text) and isinstance(part, Text) and each.place is part.place)
                or (
                    facets_of(each)
                    and facets_of(each) <= _SERVICES
                    and facets_of(part)
                    and facets_of(part) <= _SERVICES
                )
            )
        ]
        if not same:
            result.append(part)
            continue
        rest = [each for each in rest if each not in same]
        result.append(_union([part, *same]))
    return [*result, *rest]


def _union(parts: list[Filter]) -> Filter:
    first = parts[0]
    if isinstance(first, Criterion) and all(
        isinstance(part, Criterion) and part.facet is first.facet for part in parts
    ):
        values = [value for part in parts if isinstance(part, Criterion) for value in part.values]
        return one_of(first.facet, values)
    if all(isinstance(part, Text) for part in parts):
        forms = [form for part in parts if isinstance(part, Text) for form in part.text]
        return Text(text=tuple(forms), place=first.place if isinstance(first, Text) else "letter")
    flat = [each for part in parts for each in (part.any if isinstance(part, AnyOf) else (part,))]
    return any_of(list(dict.fromkeys(flat)))


def _without(kept: list[Filter], left: Sequence[Filter]) -> list[Filter]:
    """The parts of before without the values that the turn leaves out, where others stay."""
    result = []
    for part in kept:
        if isinstance(part, Criterion):
            barred = {
                value
                for bar in left
                if isinstance(bar, Not)
                and isinstance(bar.negated, Criterion)
                and bar.negated.facet is part.facet
                for value in bar.negated.values
            }
            rest = [value for value in part.values if value not in barred]
            if rest and len(rest) < len(part.values):
                part = one_of(part.facet, rest)
        result.append(part)
    return result


def _clashes(part: Not, own: list[Filter]) -> bool:
    """Whether the turn asks for what was left out before."""
    inner = part.negated
    return any(
        isinstance(each, Criterion)
        and isinstance(inner, Criterion)
        and each.facet is inner.facet
        and set(each.values) & set(inner.values)
        for each in own
    )


def _is_same_text(part: Filter, own: list[Filter]) -> bool:
    return isinstance(part, Text) and any(isinstance(each, Text) and each == part for each in own)


def _frees(bar: Filter, kept: list[Filter]) -> bool:
    """Whether what is left out is all that was asked of a facet that says nothing of the service:
    "forget the head" after a CT of the head sets the region free.
    """
    inner = bar.negated if isinstance(bar, Not) else None
    if not isinstance(inner, Criterion) or inner.facet in _SERVICES:
        return False
    return any(
        isinstance(part, Criterion)
        and part.facet is inner.facet
        and set(part.values) <= set(inner.values)
        for part in kept
    )


def _leaves_the_subject(part: Filter, kept: list[Filter], own: list[Filter]) -> bool:
    """Whether a part leaves out the very service that was asked for: "without the chest films"
    after X-rays leaves out their region, "the ones that were not MRIs" leaves out nothing.
    """
    inner = part.negated if isinstance(part, Not) else None
    if not isinstance(inner, Criterion) or inner.facet not in _SERVICES:
        return False
    asked = {
        (each.facet, value) for each in kept if isinstance(each, Criterion) for value in each.values
    }
    return {(inner.facet, value) for value in inner.values} <= asked
