"""Questions into queries, by rules over the index's own vocabulary."""

import re
import unicodedata

from assistant.presentation.glossary import terms_asked
from assistant.question.comparison import OUTCOMES, compared
from assistant.question.context import courtesies, story_in
from assistant.question.courtesy import about_me, only_courtesy, without_courtesies
from assistant.question.criteria import criteria_in, partly_in
from assistant.question.draft import Asked, Draft
from assistant.question.flat import Criterion, Facet, Selection
from assistant.question.grounds import ground_clauses, grounds_in
from assistant.question.intents import (
    about_index,
    asked_by,
    by_in,
    form_of,
    out_of_scope,
    takes_upheld,
)
from assistant.question.outcomes import outcome_in, outcome_words, outcomes_in
from assistant.question.senses import in_plain_words
from assistant.question.spans import blank
from assistant.question.spelling import respell
from index.determination import Outcome
from index.store.sqlite.words import content_words

_CASE_NUMBER = re.compile(r"\bCM\d{2}-\d{5,9}\b|\bIMR \d{2}-\d{6}\b", re.I)
# A determination without a case number goes by its file's name: "sample_111", "letter_7a2~3fb012".
_FILE_NAME = re.compile(r"\b(?=\w*\d)\w[^\W_]*+_(?:[~.]*+\w)++")
ITEM = re.compile(r"\bitems?\s+(?:no\.?\s*|number\s+|#\s*)?(\d{1,2})\b", re.I)
_TAG = re.compile(r",\s*(?:right|correct|yes|no|isn't it|wasn't it)\s*\?", re.I)
_ALL = re.compile(
    r"\b(?:all|overall|in general|any|denials?|decisions?|items?|cases?|determinations?|requests?"
    r"|everything|treatments?|total|rates?|letters?|imr|services?|index)\b",
    re.I,
)
_SUBJECT = (Facet.PROCEDURE, Facet.CATEGORY, Facet.SUBCATEGORY, Facet.EITHER)
# "Leave tramadol out of it" is "leaving out tramadol".
_LEAVE_OUT = re.compile(
    r"\b(?:leav(?:e|ing)|keep(?:ing)?|tak(?:e|ing))\s++([\w/-][\w /-]{1,39}?)(?<!\s)\s++out\b"
    r"(?: of (?:it|this|that|them))?",
    re.I,
)
# "How many MRIs were upheld" asks for the upheld ones; "of all MRIs, how many were upheld" and
# "upheld or overturned" for all.
_COUNTED_OUTCOME = re.compile(
    r"[.:,–-]\s*(?:number|count|how many)\W*$"
    r"|^(?:(?!\bof (?:all|the|these|those)\b|:).)*?\b(?:how many|in how many|number of|count)\b"
    r"(?=\s+(?!were\b|was\b|are\b|got\b|of (?:them|these|those)\b)\w)"
    r"|\b(?:upheld|overturned|approved|denied|granted|refused) only\b"
    r"|\bonly (?:the |those |ones? )?(?:that were |which were )?"
    r"(?:upheld|overturned|approved|denied|granted|refused)\b",
    re.I,
)
# "M.R.I." is MRI, "P.T." physical therapy.
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")
# What narrows a question and stands for no facet: times told from today, a guideline that stands
# alone.
_UNREAD = re.compile(
    r"\b(?:last|past|this|previous) "
    r"(?:year|month|quarter|week|decade|(?:\w+ )?(?:years|months|weeks))\b"
    r"|\brecent(?:ly)?\b|\blately\b|\bnowadays\b|\b(?:mtus|acoem|odg) (?:only|alone)\b"
    r"|\b(?:solely|exclusively) (?:on |under )?(?:mtus|acoem|odg)\b",
    re.I,
)
_LEANING = re.compile(r"\b(?:it|they|them|these|those|this|that one)\b", re.I)
_NUMBER = re.compile(r"\b(?:how many|how often|number of|count)\b", re.I)
_AND_NOT = re.compile(
    r"\bhow many\b.{0,200}\bhow many\b"
    r"|\b(?:and|or|vs\.?|versus)\b.{0,30}\b(?:not|didn't|weren't|wasn't)\b",
    re.I,
)
#: "What do the letters say about …" asks for words, not for a count.
SAYS = re.compile(
    r"\bwhat (?:do|does|did) (?:the )?"
    r"(?:letters?|reviewers?|determinations?|decisions?|physicians?)\b.{0,20}\b"
    r"(?:say|write|mention|think)\b(?! against| in favou?r)",
    re.I,
)


def understand(question: str) -> Draft:
    """What a question asks, of which selection of disputed items.

    Words for services, regions, classes, sides, standing, guidelines and years become criteria, all
    of which an item has to meet; several values of one facet are alternatives. Misspelt words are
    read as the vocabulary's. An outcome is a criterion only where the question is about cases or
    reasons: "how often is X overturned" asks for both outcomes.
    """
    if about_me(printed := _printed(question)) or only_courtesy(printed):
        return Draft(question, Asked.CHAT)
    written = _INITIALS.sub(
        lambda match: match.group().replace(".", ""), without_courtesies(printed)
    )
    written, meant = in_plain_words(written)
    written = _LEAVE_OUT.sub(r"leaving out \1", written)
    named_cases = [
        match for pattern in (_CASE_NUMBER, _FILE_NAME) for match in pattern.finditer(written)
    ]
    cases = tuple({match.group().lower(): match.group() for match in named_cases}.values())
    words, respelt = respell(
        blank(written, [match.span() for match in [*named_cases, *_TAG.finditer(written)]])
    )
    words = blank(words, courtesies(words))
    story = _story(words)
    told = tuple(_as_written(" ".join(words[slice(*span)].split()), respelt) for span in story)
    words = blank(words, story)
    respelt = (*respelt, *meant)
    named = criteria_in(words, grounds_too=not cases)
    criteria = list(named.criteria)
    # What is negated is read; nothing of it is an outcome or says what is asked.
    whole, words = words, blank(words, named.negated)
    value, outcome_words = outcome_in(blank(words, partly_in(words)))
    outcome = Outcome(value) if value else None
    if outcome is None and takes_upheld(words):
        outcome = Outcome.UPHELD
    # What a ground says ("nothing changed since the last one") asks for no trend.
    grounds = grounds_in(words, outcome)[1]
    asked = _asked(blank(words, grounds), bool(cases), bool(criteria), outcome)
    if asked in (Asked.MEANING, Asked.HOLDINGS):
        return Draft(question, asked)
    if asked is Asked.PASSAGES and not cases and compared(whole):
        asked = Asked.TALLY  # "left side against right side" names no selection but as two
    if (
        asked is Asked.REASONS
        and any(each.facet is Facet.REASON for each in criteria)
        and _NUMBER.search(words)
    ):
        asked = Asked.TALLY  # "how many had X among the reasons"
    positions = list(ITEM.finditer(words)) if asked is Asked.CASE else []
    if positions:
        criteria.append(Criterion(Facet.POSITION, tuple(match.group(1) for match in positions)))
    by = asked_by(words, asked)
    against = None
    if asked in (Asked.TALLY, Asked.CASES, Asked.TREND) and (two := compared(whole)):
        if two[0].but(Facet.YEAR).but(Facet.MONTH) == two[1].but(Facet.YEAR).but(Facet.MONTH):
            asked, by = Asked.TREND, Facet.MONTH if two[0].values(Facet.MONTH) else Facet.YEAR
        else:
            asked, criteria, against, by = Asked.COMPARISON, list(two[0].criteria), two[1], None
    if by is not None:
        # The years are what the decisions are set out by, not which of them are meant.
        # Months are set out within a year that is named.
        dates = (Facet.MONTH,) if by is Facet.MONTH else (Facet.YEAR, Facet.MONTH)
        criteria = [
            each
            for each in criteria
            if each.excluded
            or (each.facet is not by and (asked is not Asked.TREND or each.facet not in dates))
        ]
    rest = blank(
        words,
        [*named.taken, *outcome_words, *by_in(words, by), *(match.span() for match in positions)],
    )
    if asked is Asked.SIMILAR:
        # What kind of service it is narrows the search; the rest of the situation is a matter of
        # likeness.
        criteria = [
            each
            for each in criteria
            if each.facet
            in (Facet.PROCEDURE, Facet.CATEGORY, Facet.SUBCATEGORY, Facet.EITHER, Facet.REGION)
        ]
    one_sided = (
        outcome is not None
        and bool(criteria)
        and len(
            {
                value
                for value, _ in outcomes_in(
                    blank(words, [*ground_clauses(words), *partly_in(words)])
                )
                or outcomes_in(words)
            }
        )
        == 1
    )
    if outcome and (
        (asked in (Asked.CASES, Asked.REASONS) and not OUTCOMES.search(words))
        or (
            asked is Asked.TALLY
            and one_sided
            and _COUNTED_OUTCOME.search(words)
            and not _AND_NOT.search(words)
        )
    ):
        criteria.append(Criterion(Facet.OUTCOME, (outcome.value,)))
    refusal = out_of_scope(blank(words, grounds)) if asked is Asked.OUT_OF_SCOPE else None
    return Draft(
        question,
        asked,
        Selection(tuple(criteria)),
        cases,
        outcome,
        (*named.unsaid, *_unread(words, rest)),
        _qualifiers(rest, named.subjects, not any(each.facet in _SUBJECT for each in criteria)),
        respelt,
        against,
        by,
        told,
        refusal=refusal,
    )


def _as_written(words: str, respelt: tuple[tuple[str, str], ...]) -> str:
    """Some words of the question as they stood there before misspellings were mended."""
    for wrote, read in respelt:
        words = re.sub(rf"\b{re.escape(read)}\b", lambda _, wrote=wrote: wrote, words)
    return words


def _printed(question: str) -> str:
    """The question as it shows: full-width letters as plain ones, without the marks of no width
    (soft hyphens, joiners) that pasted text brings.
    """
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKC", question)
        if unicodedata.category(letter) != "Cf"
    )


def _unread(words: str, rest: str) -> tuple[str, ...]:
    """What of a question stands for no facet, ``rest`` being its words without those that were
    taken.
    """
    phrases = [match.group() for match in _UNREAD.finditer(words)]
    told = {word.lower() for phrase in phrases for word in phrase.split()}
    return tuple(
        dict.fromkeys(
            [*phrases, *(word for word in _telling_words(rest) if word.lower() not in told)]
        )
    )


def _telling_words(rest: str) -> list[str]:
    """The content words of what is left, and those common words that may carry an outcome."""
    kept = {word.lower() for word in (*content_words(rest), *outcome_words(rest))}
    return [
        word
        for word in re.findall(r"[A-Za-z0-9]+(?:[.'’-][A-Za-z0-9]+)*", rest)
        if word.lower() in kept
    ]


def _story(words: str) -> list[tuple[int, int]]:
    """The stretches of a story around the question: its sentences that name no service, and the
    others where the question itself names one.
    """

    def names(text: str, *facets: Facet) -> bool:
        return any(each.facet in facets for each in criteria_in(text).criteria)

    told = story_in(words)
    if not told or not names(words, *_SUBJECT, Facet.REGION):
        return []
    asking = blank(words, told)
    if names(asking, *_SUBJECT) or (names(asking, Facet.REGION) and not _LEANING.search(asking)):
        return told
    # The question leans on what was told: on the last sentence before it that names a service.
    about = next((span for span in reversed(told) if names(words[slice(*span)], *_SUBJECT)), None)
    if about is None:
        return [span for span in told if not criteria_in(words[slice(*span)]).criteria]
    return [
        span
        for span in told
        if span != about
        and (names(words[slice(*span)], *_SUBJECT) or not criteria_in(words[slice(*span)]).criteria)
    ]


def _asked(words: str, has_case: bool, has_criteria: bool, outcome: Outcome | None) -> Asked:
    if out_of_scope(words):
        return Asked.OUT_OF_SCOPE
    if has_case:
        return Asked.CASE
    if terms_asked(words):
        return Asked.MEANING
    if not has_criteria and outcome is None and about_index(words):
        return Asked.HOLDINGS
    form = form_of(words)
    if form is Asked.SIMILAR:
        return form
    if not has_criteria and not _about_all(
        words, outcome is not None or form in (Asked.TREND, Asked.BREAKDOWN)
    ):
        return Asked.PASSAGES
    if outcome is None and SAYS.search(words):
        return Asked.PASSAGES
    return form


def _about_all(words: str, decided: bool) -> bool:
    """Whether a question that names nothing else is about all decisions; ``decided`` where it
    speaks of how items were decided.
    """
    return (decided or bool(_ALL.search(words))) and not content_words(
        blank(words, outcome_in(words)[1])
    )


def _qualifiers(rest: str, subjects: tuple[tuple[int, int], ...], alone: bool) -> tuple[str, ...]:
    """The words that stand right before a service or region and belong to it ("stem cell" in "stem
    cell injections"), and right behind a region that stands ``alone``, without a service.

    A word of the question's own ("for", "of") or one that was understood parts them from it.
    """
    found: list[str] = []
    for start, _ in subjects:
        before = re.search(
            r"(?<![A-Za-z-])((?:[A-Za-z-]{3,} ){1,3})$", rest[max(0, start - 300) : start]
        )
        for word in reversed(before.group(1).split() if before else []):
            if not content_words(word):
                break
            found.append(word)
    if alone:
        # "Spinal dorsal root transplant": no service was understood, and what follows the region
        # names it.
        for _, end in subjects:
            after = re.match(r"((?: [A-Za-z-]{3,}){1,4})", rest[end:])
            for word in after.group(1).split() if after else []:
                if not content_words(word):
                    break
                found.append(word)
    return tuple(dict.fromkeys(reversed(found)))
