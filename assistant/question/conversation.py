"""Follow-up questions, made to stand alone by what was asked before."""

import re
from dataclasses import replace

from assistant.question.courtesy import without_courtesies
from assistant.question.draft import OF_NO_DECISION, Asked, Draft
from assistant.question.flat import Criterion, Facet, Selection, declared
from assistant.question.intents import asked_by, asks_in_a_form, by_in, form_of
from assistant.question.understand import ITEM, SAYS
from index.facets.filter import facets_of

_LINK = re.compile(
    r"^\s*"
    r"(?:and|what about|how about|only|just|same|which of (?:those|these|them)|those|these"
    r"|of (?:those|these)|why|but|now|then|the|show me|for|of|on|in|where|with|without|if"
    r"|excluding|except)\b"
    r"|\b(?:those|these|them|(?:the|that) same|same (?:region|area|part|side|body part)|ones?)\b"
    r"|\bthere\W*$",
    re.I,
)
# "Sorry, I meant elbow": one value in the place of another.
_CORRECTS = re.compile(
    r"^\W*(?:(?:sorry|oops|no|wait|pardon|actually|hm+|ah|oh)\b[\s,.:;–-]*)*"
    r"(?:i (?:meant|mean)(?: to (?:say|ask|write))?|make (?:that|it)|rather|instead|not that"
    r"|correction|my (?:mistake|bad|error)|i misspoke|typo)\b",
    re.I,
)
_LEANS = re.compile(
    r"^\W*"
    r"(?:and|what about|how about|only|just|now|then|but|same|which of (?:those|these|them)"
    r"|of (?:those|these|them))\b"
    r"|\b(?:it|them|those|these|that one|the same)\b",
    re.I,
)
# "Why?" and "item 2?" after a determination are about it.
_OF_CASE = re.compile(
    r"^\W*(?:(?:and|but|so|then)\s+)?"
    r"(?:(?:why|how come|explain)\W*$|why (?:was|is|were) (?:it|that|this|they|so)\b[^?]{0,30}\W*$"
    r"|what (?:was|were|is|are) the (?:reasons?|reasoning|rationale)\W*$|on what grounds?\W*$"
    r"|(?:(?:what about|show me|and)\s+)?items?\s+(?:no\.?\s*|number\s+|#\s*)?\d{1,2}\W*$)",
    re.I,
)
# What goes on with the question before: it names a value, and asks for nothing of its own.
_GOES_ON = re.compile(
    r"^\W*(?:and|what about|how about|same|in|for|since|only)\b"
    r"(?!.*\b(?:how many|how often|why|which|what|show|list|compare)\b(?<!what about))",
    re.I,
)
# A question of its own begins so, and needs nothing of the one before it unless it leans on it by a
# word.
_OWN_FORM = re.compile(
    r"^\W*"
    r"(?:how(?! about\b)|what(?! (?:about|if)\b)|which(?! of\b)|why|when|who|is|are|was|were|do"
    r"|does|did|has|have|had|can|could|show|list|give|find|count|compare|tell)\b",
    re.I,
)
_HANGS_ON = re.compile(
    r"\b(?:it|its|they|them|their|those|these|that|there|same|ones?|instead|too|also|else|as well"
    r"|then|others?)\b",
    re.I,
)
_OVERALL = re.compile(
    r"\b(?:all|overall|in general|altogether|in total|any|every\w*|index|letters?)\b", re.I
)
_SUBJECT = (Facet.PROCEDURE, Facet.CATEGORY, Facet.SUBCATEGORY, Facet.EITHER)
_MOST_WORDS = 10
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
_NTH = re.compile(
    r"^[^\w#]*+(?:(?:show|open|tell|what about|and|more|give|explain|let me see)\s*)?(?:me\s+)?"
    r"(?:more\s+)?(?:on\s+|about\s+)?"
    rf"(?:(?:the\s+)?({'|'.join(ORDINALS)}|\d{{1,3}}(?:st|nd|rd|th))"
    r"(?:\s+(?:one|case|letter|determination|item))?"
    r"|(?:the\s+)?(?:number|no\.|#|case)\s*(\d{1,3}))"
    r"\s*[.?!]*$",
    re.I,
)


def follows(query: Draft, before: Draft | None) -> bool:
    """Whether a question leans on the one before it: it is short, links to it, and names no service
    or case of its own, or names one for another ("and tramadol?").
    """
    if before is None or query.cases or query.asked in OF_NO_DECISION:
        return False
    if before.asked is Asked.CASE:
        return not query.selection.but(Facet.REASON) and bool(
            _OF_CASE.search(without_courtesies(query.question))
        )
    if not before.selection and before.against is None:
        return False
    words = without_courtesies(query.question)
    own_subject = any(query.selection.values(facet) for facet in _SUBJECT)
    if _is_whole(query, words, own_subject):
        return False
    count = len(words.split())
    # "What about the cases where part of it had been authorized?"
    short = count <= _MOST_WORDS or (
        count <= 2 * _MOST_WORDS and not own_subject and bool(_LEANS.search(words))
    )
    # "How many were overturned?" names nothing of its own.
    bare = count <= 3 or (
        not query.selection and count <= _MOST_WORDS and not _OVERALL.search(words)
    )
    return (
        short
        and (bare or bool(_LINK.search(words)) or bool(_CORRECTS.match(words)))
        and not (own_subject and query.selection.values(Facet.REGION))
    )


def _is_whole(query: Draft, words: str, own_subject: bool) -> bool:
    """Whether a question needs nothing of the one before it: it has a subject and a form of its
    own, or asks what letters say of words.
    """
    subject = own_subject or (
        query.asked is Asked.PASSAGES and query.unmatched and SAYS.search(words)
    )
    return bool(subject) and bool(_OWN_FORM.match(words)) and not _HANGS_ON.search(words)


def not_understood(query: Draft, standing: Draft, before: Draft) -> Draft | None:
    """What is said to a follow-up of which nothing was understood, so that it asks what was asked
    before; None where something was.

    ``query`` is the follow-up by itself, ``standing`` what became of it; what a chat model proposed
    was understood.
    """
    if standing.proposed_by is not None:
        return None
    words = without_courtesies(query.question)
    read = query.selection or query.claimed or query.by or query.against or asks_in_a_form(words)
    if read or any(
        getattr(standing, part) != getattr(before, part)
        for part in ("asked", "selection", "cases", "by", "against")
    ):
        return None
    said = " ".join(words.strip(" .,;:?!").split()) or words
    return Draft(query.question, Asked.CHAT, unmatched=query.unmatched or ((said,) if said else ()))


def not_there(question: str, before: Draft) -> Draft | None:
    """What is said to a question that points behind the end of the list before it; None where that
    answer is no such list.
    """
    selection = (
        Selection((Criterion(Facet.CASE, before.cases),))
        if before.asked is Asked.CASE
        else before.selection
    )
    listed = (
        before.asked not in (Asked.SIMILAR, Asked.PASSAGES, *OF_NO_DECISION)
        and before.against is None
    )
    return Draft(question, Asked.CHAT, selection) if listed and selection else None


def which_one(question: str) -> int | None:
    """Which of the cases listed before a question points at ("show me the second"), from 0; None
    where it points at none.
    """
    words = without_courtesies(question)
    match = _NTH.search(words) if len(words.split()) <= _MOST_WORDS else None
    if match is None:
        return None
    word = (match.group(1) or match.group(2)).lower()
    return ORDINALS.index(word) if word in ORDINALS else int(word.rstrip("stndrh")) - 1


def _left_out_of(query: Draft, before: Draft) -> Draft:
    """ "Without the chest films" after a question on X-rays leaves out their region, not all
    X-rays.
    """
    asked = {
        (each.facet, value)
        for each in before.selection.criteria
        if not each.excluded
        for value in each.values
    }
    regions = any(each.facet is Facet.REGION and each.excluded for each in query.selection.criteria)
    kept = tuple(
        each
        for each in query.selection.criteria
        if not (
            regions
            and each.excluded
            and each.facet in _SUBJECT
            and {(each.facet, value) for value in each.values} <= asked
        )
    )
    return replace(query, selection=Selection(kept))


def standing_alone(query: Draft, before: Draft) -> Draft:
    """A follow-up with the selection of the question before it, in which what it names replaces
    what was named before.

    A new service replaces the service, a new region the region, and so on; what is asked stays as
    before where the follow-up does not say.
    """
    words = without_courtesies(query.question)
    if before.asked is Asked.CASE:
        positions = tuple(match.group(1) for match in ITEM.finditer(words))
        return replace(
            query,
            asked=Asked.CASE,
            cases=before.cases,
            selection=Selection((Criterion(Facet.POSITION, positions),) if positions else ()),
            unmatched=(),
            by=None,
            against=None,
        )
    # What is left out ("excluding tramadol") narrows what was asked before and replaces none of it.
    query = _left_out_of(query, before)
    new = {criterion.facet for criterion in query.selection.criteria if not criterion.excluded}
    if new & set(_SUBJECT):
        new |= set(_SUBJECT)
    # "What about platelet injections instead?" leaves the place behind too.
    gone = (
        {Facet.REGION, Facet.LATERALITY}
        if new & set(_SUBJECT) and re.search(r"\binstead\b", words, re.I)
        else set()
    )
    # "By body part" sets out what was narrowed to one.
    gone |= (
        {query.by} | ({Facet.LATERALITY, Facet.LEVEL} if query.by is Facet.REGION else set())
        if query.by
        else set()
    )
    kept: tuple[Criterion, ...] = tuple(
        each for each in before.selection.criteria if each.facet not in new | gone
    )
    named = {each for facet in new | gone if (each := declared(facet)) is not None}
    carried = tuple(part for part in before.carried if not facets_of(part) & named)
    criteria = (*kept, *query.selection.criteria)
    asked, by, against = query.asked, query.by, query.against
    if asked is Asked.TALLY and _CORRECTS.match(words):
        asked = before.asked
    elif asked is Asked.PASSAGES:
        said = form_of(words)
        asked = before.asked if said is Asked.TALLY else said
        by = asked_by(words, asked) if asked is said else None
    elif (asked is Asked.TALLY and query.selection and not new) or (
        asked is Asked.TALLY
        and before.asked in (Asked.TREND, Asked.BREAKDOWN)
        and not query.claimed
        and _GOES_ON.search(words)
    ):
        asked = before.asked
    elif (
        asked is Asked.TALLY
        and before.against is not None
        and not new & {*_SUBJECT, Facet.REGION}
        and not query.claimed
        and _GOES_ON.search(words)
    ):
        asked = before.asked  # "in 2016" holds for both selections
    if asked is before.asked:
        by = by or before.by
        if before.against is not None and against is None:
            against = Selection(
                (
                    *(each for each in before.against.criteria if each.facet not in new | gone),
                    *query.selection.criteria,
                )
            )
    if (
        query.claimed
        and not query.selection.values(Facet.OUTCOME)
        and re.search(r"\b(?:only|just|which|those|ones?|how many)\b", words, re.I)
    ):
        criteria = (
            *(each for each in criteria if each.facet is not Facet.OUTCOME),
            Criterion(Facet.OUTCOME, (query.claimed.value,)),
        )
        asked = Asked.CASES
    # What was not understood stays named; the facet that is set out by was.
    unread = (
        _without(query.unmatched, words, by_in(words, by))
        if asked in (Asked.TREND, Asked.BREAKDOWN)
        else query.unmatched
    )
    return replace(
        query,
        asked=asked,
        by=by if asked in (Asked.TREND, Asked.BREAKDOWN) else None,
        against=against if asked is Asked.COMPARISON else None,
        selection=Selection(criteria),
        carried=carried,
        unmatched=unread,
    )


def _without(
    unmatched: tuple[str, ...], words: str, stretches: list[tuple[int, int]]
) -> tuple[str, ...]:
    """The unread words but for those that stand within some stretches."""
    told = {
        word.lower()
        for start, end in stretches
        for word in re.findall(r"[\w'-]+", words[slice(*_whole_word(words, start, end))])
    }
    return tuple(each for each in unmatched if each.lower() not in told)


def _whole_word(words: str, start: int, end: int) -> tuple[int, int]:
    """A stretch that may end within a word, up to that word's end."""
    rest = re.compile(r"[\w'-]*").match(words, end)
    return start, rest.end() if rest else end
