"""What the words of a question say, by rules over the index's own vocabulary.

The way of a question: its text is made plain (`Plain`), the words that name something are tagged
and scoped (`criteria_in`), its form tells what is asked (`Words.form`), and every word is owned by
one of these, or named as unread. `ask --explain` prints the stages.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.presentation.glossary import terms_asked
from assistant.query import IntentName, Refusal, Unit
from assistant.question.asking import Form, Words, takes_upheld
from assistant.question.comparison import OUTCOMES, Comparison, compared, pairs_in
from assistant.question.context import courtesies, story_in
from assistant.question.courtesy import about_me, only_courtesy, without_courtesies
from assistant.question.criteria import Named, criteria_in, partly_in
from assistant.question.grounds import ground_clauses, grounds_in
from assistant.question.measures import Measured, authorizes, fact_in, measure_in
from assistant.question.outcomes import decided_here, outcome_in, outcomes_in
from assistant.question.parts import as_filter
from assistant.question.premises import premise_in
from assistant.question.said import Said
from assistant.question.scope import SERVICES
from assistant.question.senses import in_plain_words
from assistant.question.share import Share, share_in
from assistant.question.shorthand import written_out
from assistant.question.spans import Stretch, blank
from assistant.question.spelling import respell
from assistant.question.tags import phrased
from assistant.question.unread import unread_in
from index.determination import Outcome
from index.facets.body import LATERALITY, LEVEL, REGION
from index.facets.decision import LETTER_OUTCOME, REASON, REPEAT
from index.facets.facet import Facet
from index.facets.filter import Criterion, Filter, Not, facets_of
from index.facets.letter import DECIDED

_CASE_NUMBER = re.compile(r"\bCM\d{2}[- ]?\d{5,9}\b|\bIMR \d{2}-\d{6}\b", re.I)
# A determination without a case number goes by its file's name: "sample_111", "letter_7a2~3fb012".
_FILE_NAME = re.compile(r"\b(?=\w*\d)\w[^\W_]*+_(?:[~.]*+\w)++")
_ITEM = re.compile(
    r"(?:\bitems?\s+(?:no\.?\s*|number\s+|#\s*)?|#\s?)(\d{1,2})\b"
    r"|\b(first|second|third|fourth|fifth|sixth|1st|2nd|3rd|[4-9]th)\s+(?:item|request|service"
    r"|one)\b",
    re.I,
)
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")
_TAG = re.compile(
    r",\s*(?:right|correct|yes|no|isn't it|wasn't it)\s*\?|(?<!the )\b(?:right|correct)\s*\?+", re.I
)
# "Leave tramadol out of it" is "leaving out tramadol".
_LEAVE_OUT = re.compile(
    r"\b(?:leav(?:e|ing)|keep(?:ing)?|tak(?:e|ing))\s++([\w/-][\w, /-]{1,59}?)(?<!\s)\s++out\b"
    r"(?: of (?:it|this|that|them))?",
    re.I,
)
# "Drop clearance" is "excluding clearance".
_DROP = re.compile(
    r"^\W*(?:(?:and|ok|now|then|please|but)\W+)*(?:drop|lose|ditch|remove|kill|scratch|skip|cut"
    r"|exclude|take out|leave out|throw out|get rid of|minus)\s+(?=[\w\s,/-]{2,60}\W*$)",
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
#: "Sorry, I meant elbow": one value in the place of another.
CORRECTS = re.compile(
    r"^\W*(?:(?:sorry|oops|no|wait|pardon|actually|hm+|ah|oh)\b[\s,.:;–-]*)*"
    r"(?:i (?:meant|mean)(?: to (?:say|ask|write))?\b|make (?:that|it)\b|not that\b"
    r"|correction\b|my (?:mistake|bad|error)\b(?:[\s,.:;–-]*it'?s\b)?|i misspoke\b|typo\b)",
    re.I,
)
# "M.R.I." is MRI, "P.T." physical therapy.
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")
# What narrows a question and stands for no facet: times told from today.
_UNREAD = re.compile(
    r"\b(?:last|past|this|previous) "
    r"(?:year|month|quarter|week|decade|(?:\w+ )?(?:years|months|weeks))\b"
    r"|\brecent(?:ly)?\b|\blately\b|\bnowadays\b",
    re.I,
)
# What a word means that the glossary does not know is asked in these forms alone.
_DEFINED = re.compile(
    r"\b(?:what (?:is|are|does)|what's|define|meaning of) (?:an? "
    r"|the )?[\"“']([^\"”']{2,40})[\"”'](?: \w+)?(?: mean| stand for)?\s*+(?:\?\s*+)?$"
    r"|\bwhat (?:does|do) ([\w/& -]{2,40}?) (?:mean|stand for)\b(?! (?:for|in|to) (?:my|our|this"
    r"|the))",
    re.I,
)
# "Since most PT denials are overturned, which ones weren't?"
_GRANTED = re.compile(
    r"^\W*(?:and |so |but |ok(?:ay)? )?(?:since|given(?: that)?|seeing(?: that| as)?"
    r"|considering(?: that)?|because|as|if)\b[^,.?!]{3,120},",
    re.I,
)
_DID_NOT = re.compile(
    r"\b(?:did|does|do|was|were|has|have)(?:n['’]?t| not)\b(?=\W*(?:$|[?.!]))", re.I
)
_LEANING = re.compile(r"\b(?:it|they|them|these|those|this|that one)\b", re.I)
_AND_NOT = re.compile(
    r"\bhow many\b.{0,200}\bhow many\b"
    r"|\b(?:and|or|vs\.?|versus)\b.{0,30}\b(?:not|didn't|weren't|wasn't)\b",
    re.I,
)
_OR_NOT = re.compile(
    r"<(?:upheld|overturned)> (?:or|and/or|/|vs\.?|versus) (?:not?\b|<(?:upheld|overturned)>"
    r"|otherwise)"
    r"|\bwhether\b|\byes or no\b|<(?:upheld|overturned)>/<(?:upheld|overturned)>",
    re.I,
)
# "They denied my MRI" tells how it came to a review; so does "denied by UR".
_TOLD_DENIAL = re.compile(
    r"\b(?:they(?:'ve)?|ur|utilization review|the (?:insurer|insurance(?: company)?|carrier"
    r"|adjuster|claims? \w+|company"
    r"|employer)|my (?:adjuster|insurer|insurance|employer)|insurance(?: company)?|adjuster|comp"
    r"|workers'? comp|got|was|were"
    r"|been|is|are|had|have|has|keeps?|just)(?: (?:just|already|keep|kept|have|has|had|recently"
    r"|also|only|all))* <upheld>"
    r"|<upheld> (?:for )?(?:my|our|his|her|a|an|the) ",
    re.I,
)
_DENIED_ONLY = re.compile(
    r"\b(?:wo|do|does|did|will|have|has)(?:n't| not) |\b(?:den(?:y|ied|ies|ying|ials?)"
    r"|refus(?:ed?|als?|ing)|sa(?:y|id) no|reject\w*|turned down|non[- ]?cert\w*)",
    re.I,
)
_ASKS = re.compile(
    r"\?|\b(?:how|what|which|why|when|who|does|do|did|is|are|was|were|list|show|find|count|rate"
    r"|percent\w*|odds|share"
    r"|often|number|many)\b|%",
    re.I,
)
_WHY = re.compile(r"\bwhy\b|\bhow come\b", re.I)
_DENIALS = re.compile(r"\b(?:denials?|denied|refusals?|went down|sunk|sank|lost)\b", re.I)
_LETTERS = re.compile(
    r"\b(?:how many|number of|count(?: of)?|share of|percent(?:age)? of|proportion of"
    r"|what (?:share|percent\w*|proportion) of)"
    r" (?:\w+ ){0,3}?(?:letters|decision letters|whole determinations|imr letters)\b",
    re.I,
)
_WHOLE_LETTERS = re.compile(r"\b(?:letters|imrs|determinations)\b", re.I)
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twenty": 20,
}  # fmt: skip
_NUMBER = rf"(\d{{1,3}}|{'|'.join(_NUMBERS)})"
_TOP = re.compile(
    rf"\btop {_NUMBER}\b|\b(?:the )?(?:first|best|leading|main) {_NUMBER}\b(?! (?:items?|visits?"
    rf"|sessions?|weeks?|days?|months?|years?))"
    rf"|\b(?:show|list|give|find|name|pull|get|need|want|see)(?: me)?(?: (?:up to|just|only"
    rf"|at most|the))? {_NUMBER}\b"
    rf"(?! (?:visits?|sessions?|weeks?|tablets?|days?|months?|years?|level))"
    rf"|\b{_NUMBER} (?:most|main|leading|biggest|commonest|examples?|cases?|reasons?)\b",
    re.I,
)
_WINNER = re.compile(
    r"\bwho (?:uph\w+|overturn\w*|approves?|denies) (?:the )?(?:most|least|more)\b"
    r"|\bwhich (?:one |of (?:them|these|those) )?(?:is|gets?|has|wins?|does"
    r"|fares?)\b[^?]{0,40}\b(?:most|best|more|higher|highest|least|lowest|worst)\b",
    re.I,
)
_MENTIONING = re.compile(
    r"\b(?:mention|refer|referenc|discuss|talk|contain|describ|bring|invok|words?|phrases?"
    r"|terms?|anywhere|somewhere)\w*\b",
    re.I,
)


@dataclass(frozen=True)
class Plain:
    """A question's text made plain: printed letters, no courtesies, strings of several senses in
    other words, misspellings mended; cases, stories and question tags are blank.
    """

    words: str
    cases: tuple[str, ...]
    corrections: tuple[tuple[str, str], ...]
    context: tuple[str, ...]


def understand(question: str, of_reviewers: bool | None = None) -> Said:
    """What a question says of the items it asks for, and of what it asks; ``of_reviewers`` where
    the conversation speaks of who reviewed.

    Words for services, regions, classes, sides, standing, guidelines and years become criteria, all
    of which an item has to meet; several values of one facet are alternatives. Misspelt words are
    read as the vocabulary's.
    """
    printed_ = printed(question)
    if about_me(printed_) or only_courtesy(printed_):
        return Said(question, without_courtesies(printed_), intent=IntentName.CHAT)
    plain = plain_words(printed_)
    named = criteria_in(
        plain.words,
        grounds_too=not plain.cases,
        of_reviewers=of_reviewers or None,
    )
    return _Reader(question, plain, named).said()


class _Reader:
    """The reading of one question, stage by stage, with the owner of every stretch."""

    def __init__(self, question: str, plain: Plain, named: Named):
        self.question = question
        self.plain = plain
        self.named = named
        self.whole = plain.words
        # What is negated is read; nothing of it is an outcome or says what is asked.
        self.words = blank(plain.words, named.negated)
        self.owned: list[tuple[str, Stretch]] = [("criteria", span) for span in named.taken]

    def own(self, owner: str, stretches: Sequence[Stretch]) -> None:
        self.owned += [(owner, span) for span in stretches]

    def said(self) -> Said:
        outcome, of_both = self._outcome()
        grounds = grounds_in(self.words, outcome)[1]
        form_words = Words(blank(self.words, grounds), self.named.tags)
        return self._of_no_selection(outcome, form_words) or self._of_selection(
            outcome, of_both, form_words
        )

    def _of_no_selection(self, outcome: Outcome | None, form_words: Words) -> Said | None:
        """What a question says that is refused, about a case, a term, the index, or small talk."""
        if refusal := form_words.refusal():
            return self._refused(refusal, form_words.skeleton.text)
        if self.plain.cases:
            return self._of_case(outcome, form_words)
        if terms := terms_asked(self.words):
            return self._said(intent=IntentName.DEFINITION, term=", ".join(terms))
        if defined := _DEFINED.search(self.plain.words):
            term = next(group for group in defined.groups() if group).strip(" ?.!")
            return self._said(intent=IntentName.DEFINITION, term=term)
        if not self.named.parts and outcome is None:
            for intent in (IntentName.CHAT, IntentName.CORPUS):
                if form_words.find(intent.value):
                    return self._said(intent=intent)
        return None

    def _of_selection(self, outcome: Outcome | None, of_both: bool, form_words: Words) -> Said:
        """What a question says that asks for decisions."""
        skeleton = form_words.skeleton.text
        if (share := share_in(self.whole)) is not None:
            return self._share(share)
        form = form_words.form()
        top = self._top(form.intent)
        measured = measure_in(self.words)
        comparison = compared(self.whole) if form.intent in _COMPARED and not measured else None
        parts = self._parts(comparison)
        intent = self._intent(form, measured, comparison, outcome, parts, form_words)
        if measured and intent is IntentName.STATISTIC:
            self.own("measure", measured.stretches)
        elif intent in (form.intent, IntentName.OUTCOMES):
            self.own("form", form.stretches)
        outcome, counted = self._side(intent, outcome, of_both, parts, form_words)
        group_by = form.group_by if intent is IntentName.OUTCOMES and not comparison else None
        parts = _set_out(parts, group_by, form.is_trend)
        groups = comparison.groups if comparison else ()
        if comparison:
            self.own("comparison", comparison.links)
        top = self._winner(groups) or top
        premise = premise_in(
            self.whole, skeleton, intent or IntentName.OUTCOMES, outcome, parts, groups
        )
        if intent is IntentName.SIMILAR:
            parts = requested_in(self.words)
        if intent is IntentName.REQUIREMENTS:
            parts = tuple(part for part in parts if REASON not in facets_of(part))
        return self._said(
            is_vague=self._is_vague(form, intent, comparison, outcome, parts),
            intent=intent,
            parts=parts,
            groups=groups,
            outcome=outcome,
            is_counted=counted,
            of_both=of_both,
            unit=self._unit(parts, intent),
            group_by=group_by,
            measure=measured.statistic if measured and intent is IntentName.STATISTIC else None,
            top=top,
            premise=premise,
            skeleton=skeleton,
        )

    # --- What is asked ---------------------------------------------------------------------------

    def _intent(
        self,
        form: Form,
        measured: Measured | None,
        comparison: Comparison | None,
        outcome: Outcome | None,
        parts: tuple[Filter, ...],
        form_words: Words,
    ) -> IntentName | None:
        intent = form.intent
        if intent in (IntentName.SIMILAR, IntentName.DIFFERENCES):
            return intent
        if measured and intent not in (IntentName.REASONS, IntentName.REQUIREMENTS):
            return IntentName.STATISTIC
        if intent is IntentName.REASONS and self._counts_a_reason(parts):
            return IntentName.OUTCOMES  # "how many had X among the reasons"
        if outcome is None and form_words.find("passages"):
            self.own("form", form_words.find("passages"))
            return IntentName.PASSAGES
        if comparison is not None and intent not in (IntentName.REASONS, IntentName.REQUIREMENTS):
            return IntentName.OUTCOMES
        return intent

    def _is_vague(
        self,
        form: Form,
        intent: IntentName | None,
        comparison: Comparison | None,
        outcome: Outcome | None,
        parts: tuple[Filter, ...],
    ) -> bool:
        """Whether a question names nothing that decisions can be selected by, nor asks of all."""
        if intent in (IntentName.PASSAGES, IntentName.SIMILAR, IntentName.STATISTIC):
            return False
        if parts or comparison is not None or form.group_by:
            return False
        return not self._about_all(outcome, intent, form.stretches)

    def _counts_a_reason(self, parts: tuple[Filter, ...]) -> bool:
        return any(REASON in facets_of(part) for part in parts) and bool(
            re.search(r"\b(?:how many|how often|number of|count)\b", self.words, re.I)
        )

    def _about_all(
        self,
        outcome: Outcome | None,
        intent: IntentName | None,
        form_stretches: Sequence[Stretch],
    ) -> bool:
        """Whether a question that names nothing else is about all decisions."""
        rest = [span for owner, span in self.owned if owner != "criteria"]
        if not (outcome or intent):
            return False
        owned = [*rest, *outcome_in(self.words)[1], *self._form_stretches(), *form_stretches]
        return not unread_in(self.words, owned)

    def _form_stretches(self) -> list[Stretch]:
        return [span for owner, span in self.owned]

    def _outcome(self) -> tuple[Outcome | None, bool]:
        """The outcome that the words name, and whether they name both; what a clause takes for
        granted and what a reason says is none of it.
        """
        told = [span for _, span in phrased(LETTER_OUTCOME, self.words)]
        told += [(tag.start, tag.end) for tag in self.named.tags if tag.facet is REASON]
        rest = blank(self.words, [*partly_in(self.words), *told])
        if granted := _GRANTED.match(rest):
            side, _ = outcome_in(granted.group())
            asked = blank(rest, [granted.span()])
            value, stretches = outcome_in(asked)
            if side and value is None and _DID_NOT.search(asked):
                value = {"upheld": "overturned", "overturned": "upheld"}[side]
                stretches = [(match.start(), match.end()) for match in _DID_NOT.finditer(asked)]
            if value is not None:
                self.own("premise", outcome_in(rest)[1])
                self.own("outcome", stretches)
                return Outcome(value), False
        value, stretches = outcome_in(rest)
        self.own("outcome", stretches)
        asked = blank(rest, ground_clauses(rest))
        both = bool(OUTCOMES.search(rest)) or len({side for side, _ in outcomes_in(asked)}) > 1
        return (Outcome(value) if value else None), both

    def _side(
        self,
        intent: IntentName | None,
        outcome: Outcome | None,
        of_both: bool,
        parts: tuple[Filter, ...],
        form_words: Words,
    ) -> tuple[Outcome | None, bool]:
        """The side that is asked for, and whether the items are those of that side alone."""
        skeleton = form_words.skeleton.text
        if outcome is None:
            takes = (intent is IntentName.REASONS and takes_upheld(self.words)) or (
                any(REASON in facets_of(part) for part in parts)
                and bool(_DENIALS.search(self.words))
            )
            return (Outcome.UPHELD if takes else None), takes
        if _OR_NOT.search(skeleton) or (of_both and OUTCOMES.search(self.words)):
            return None, False
        if self._only_told(intent, outcome, skeleton):
            return None, False
        if intent in (IntentName.REQUIREMENTS, IntentName.SIMILAR, IntentName.DIFFERENCES):
            return None, False
        if intent in (IntentName.LIST, IntentName.REASONS):
            return outcome, True
        if intent in (None, IntentName.OUTCOMES):
            one_sided = bool(parts) and not of_both
            counted = bool(
                one_sided
                and _COUNTED_OUTCOME.search(decided_here(self.words)[0])
                and not _AND_NOT.search(self.words)
            )
            return outcome, counted
        if intent is IntentName.STATISTIC:
            # What is usually allowed is an amount, and no outcome.
            return (None, False) if authorizes(self.words) else (outcome, True)
        return outcome, False

    def _only_told(self, intent: IntentName | None, outcome: Outcome, skeleton: str) -> bool:
        """Whether "denied" only tells how the request came to be reviewed."""
        if outcome is not Outcome.UPHELD or intent in (IntentName.REASONS, IntentName.LIST):
            return False
        named = [self.words[slice(*span)] for _, span in outcomes_in(self.words)]
        if not all(_DENIED_ONLY.search(each) for each in named):
            return False
        asks = _ASKS.search(blank(self.words, [span for _, span in outcomes_in(self.words)]))
        return bool(_TOLD_DENIAL.search(skeleton)) and not asks

    def _top(self, intent: IntentName | None) -> int | None:
        match = _TOP.search(self.words)
        if match:
            said = next(group for group in match.groups() if group)
            self.own("top", [match.span()])
            return _NUMBERS.get(said.lower()) or max(1, int(said))
        return None

    def _winner(self, groups: tuple[tuple[Filter, ...], ...]) -> int | None:
        if len(groups) > 2 and (winner := _WINNER.search(self.words)):
            self.own("top", [winner.span()])
            return 1
        return None

    def _unit(self, parts: tuple[Filter, ...], intent: IntentName | None) -> Unit:
        if any(LETTER_OUTCOME in facets_of(part) for part in parts):
            return Unit.LETTER
        texts = any(not facets_of(part) for part in parts)
        if intent is IntentName.LIST and texts and _WHOLE_LETTERS.search(self.words):
            return Unit.LETTER
        if match := _LETTERS.search(self.words):
            self.own("unit", [match.span()])
            return Unit.LETTER
        return Unit.ITEM

    def _parts(self, comparison: Comparison | None) -> tuple[Filter, ...]:
        if comparison is not None:
            return comparison.common
        parts = self.named.parts
        if (pairs := pairs_in(self.words)) is not None:
            rest = [
                part
                for part in parts
                if not facets_of(part) or not facets_of(part) <= SERVICES | {REGION, LEVEL}
            ]
            return (pairs, *rest)
        return parts

    def _share(self, share: Share) -> Said:
        """What a question says that asks which share of a selection meets a condition."""
        self.own("share", share.links)
        return self._said(
            intent=IntentName.OUTCOMES, parts=share.population, share=as_filter(share.condition)
        )

    # --- Questions that are of one kind as soon as it shows --------------------------------------

    def _refused(self, refusal: Refusal, skeleton: str) -> Said:
        services = tuple(
            part
            for part in self.named.parts
            if facets_of(part) and facets_of(part) <= SERVICES | {REGION, LEVEL, LATERALITY}
        )
        return self._said(
            intent=IntentName.REFUSE, refusal=refusal, parts=services, skeleton=skeleton
        )

    def _of_case(self, outcome: Outcome | None, form_words: Words) -> Said:
        parts = tuple(
            part for part in self.named.parts if facets_of(part) and facets_of(part) <= _OF_AN_ITEM
        )
        position = item_in(self.words)
        if position is not None:
            self.own("item", [position[1]])
        fact = fact_in(self.words)
        if fact is not None:
            self.own("fact", [fact[1]])
            if fact[0] == "reasons" and outcome and not _WHY.search(self.words):
                fact = None  # "It was denied. What was the reason?" asks for the case
        return self._said(
            intent=IntentName.CASE,
            parts=parts,
            outcome=outcome,
            item=position[0] if position else None,
            fact=fact[0] if fact else None,
            skeleton=form_words.skeleton.text,
        )

    def _said(self, **values: object) -> Said:
        intent = values.get("intent")
        phrases = [] if values.get("group_by") else list(_UNREAD.finditer(self.words))
        owned = [span for _, span in self.owned]
        owned += [match.span() for match in phrases]
        if any(tag.facet is None for tag in self.named.tags):
            owned += [match.span() for match in _MENTIONING.finditer(self.words)]
        left = unread_in(self.words, owned)
        unread = dict.fromkeys([*self.named.unsaid, *(match.group() for match in phrases), *left])
        rest = blank(self.words, owned)
        modifiers = (
            _modifiers(rest, self.named.subjects, not self._names_a_service(), left)
            if intent not in (IntentName.REFUSE, IntentName.CASE, IntentName.DEFINITION)
            else ()
        )
        keeps = intent not in (
            IntentName.REFUSE,
            IntentName.DEFINITION,
            IntentName.CORPUS,
            IntentName.SIMILAR,
        )
        said = Said(
            self.question,
            self.words,
            unread=tuple(unread) if keeps else (),
            modifiers=modifiers if keeps else (),
            corrections=self.plain.corrections,
            context=self.plain.context,
            names_a_service=self._names_a_service(),
            cases=self.plain.cases,
            owned=tuple(self.owned),
        )
        return replace(said, **values)

    def _names_a_service(self) -> bool:
        return any(
            facets_of(part) and facets_of(part) <= SERVICES and not isinstance(part, Not)
            for part in self.named.parts
        )


_COMPARED = (None, IntentName.OUTCOMES, IntentName.LIST, IntentName.REASONS, IntentName.GUIDELINES)
_SIMILAR: frozenset[Facet] = SERVICES | {REGION, LEVEL, LATERALITY, REPEAT}
_OF_AN_ITEM: frozenset[Facet] = SERVICES | {REGION, LEVEL, LATERALITY}


def _set_out(parts: tuple[Filter, ...], group_by: str | None, is_trend: bool) -> tuple[Filter, ...]:
    """The parts without values of what counts are set out by: "overturned in 2015, by year";
    what is left out of them stays so.
    """
    if group_by is None:
        return parts
    name, _, span = group_by.partition(":")
    if name == DECIDED.name and not (is_trend and span == "year"):
        return parts
    return tuple(
        part
        for part in parts
        if isinstance(part, Not) or {facet.name for facet in facets_of(part)} != {name}
    )


def item_in(words: str) -> tuple[int, Stretch] | None:
    """The position of an item that some words name, and their stretch."""
    match = _ITEM.search(words)
    if match is None:
        return None
    said = (match.group(1) or match.group(2)).lower()
    place = _PLACES.index(said) + 1 if said in _PLACES else int(said.rstrip("stndrh"))
    return (place, match.span()) if place else None


_CLAUSE = re.compile(r"[^.?!;,\n]+")
_REQUESTED = re.compile(
    r"\b(?:denied|denies|deny|denial|request\w*|want(?:s|ed)?|need(?:s|ed)?|ask(?:s|ed|ing)? for"
    r"|seek(?:s|ing)?|sought|"
    r"recommend\w*|order(?:s|ed)?|prescrib\w+|appeal\w*|non-?cert\w*|proposed|propos\w+|rfa"
    r"|candidate for|considering|turned down)\b",
    re.I,
)


def said_plainly(region: Filter, situation: str) -> bool:
    """Whether a situation names a part of the body by its own name: "carpal tunnel" is a
    diagnosis.
    """
    values = region.values if isinstance(region, Criterion) else ()
    return any(value.split()[0] in situation.lower() for value in values)


def requested_in(situation: str) -> tuple[Filter, ...]:
    """The service that a described situation is about: the one that was asked for or denied, with
    its region; what the worker had before is history.
    """
    every = criteria_in(situation, grounds_too=False)
    clauses = [situation[slice(*match.span())] for match in _CLAUSE.finditer(situation)]
    named = [
        tuple(
            part
            for part in criteria_in(clause, grounds_too=False).parts
            if facets_of(part) and facets_of(part) <= _SIMILAR and not isinstance(part, Not)
        )
        for clause in clauses
        if _REQUESTED.search(clause)
    ]
    asked = [parts for parts in named if any(facets_of(part) <= SERVICES for part in parts)]
    if asked:
        regions = [
            part
            for part in every.parts
            if facets_of(part) == {REGION} and said_plainly(part, situation)
        ]
        has_region = any(REGION in facets_of(part) for part in asked[-1])
        return asked[-1] if has_region else (*asked[-1], *regions[:1])
    return tuple(
        part
        for part in every.parts
        if facets_of(part) and facets_of(part) <= SERVICES | {REGION} and not isinstance(part, Not)
    )


# --- The text of a question -----------------------------------------------------------------------


def plain_words(printed_: str) -> Plain:
    """A printed question made plain."""
    written = _INITIALS.sub(
        lambda match: match.group().replace(".", ""), without_courtesies(printed_)
    )
    written, meant = in_plain_words(written_out(written))
    written = _LEAVE_OUT.sub(r"leaving out \1", written)
    written = _DROP.sub("excluding ", written)
    named_cases = [
        match for pattern in (_CASE_NUMBER, _FILE_NAME) for match in pattern.finditer(written)
    ]
    cases = tuple({case.lower(): case for case in map(_case_of, named_cases)}.values())
    words, respelt = respell(
        blank(written, [*(match.span() for match in named_cases), *_tags_of_question(written)])
    )
    words = blank(words, courtesies(words))
    if corrects := CORRECTS.match(words):
        words = blank(words, [corrects.span()])
    story = _story(words)
    context = tuple(_as_written(" ".join(words[slice(*span)].split()), respelt) for span in story)
    return Plain(blank(words, story), cases, (*respelt, *meant), context)


def _tags_of_question(written: str) -> list[Stretch]:
    """The stretches of question tags ("…, right?"); "was UR right?" asks for an outcome."""
    outcomes = [span for _, span in outcomes_in(written)]
    return [
        match.span()
        for match in _TAG.finditer(written)
        if not any(start < match.end() and match.start() < end for start, end in outcomes)
    ]


def _case_of(match: re.Match[str]) -> str:
    """A case number as letters write it: "cm16 0248698" is CM16-0248698."""
    said = match.group()
    spaced = re.fullmatch(r"(CM\d{2})[ ]?(\d{5,9})", said, re.I)
    return f"{spaced[1].upper()}-{spaced[2]}" if spaced else said


def printed(question: str) -> str:
    """The question as it shows: full-width letters as plain ones, without the marks of no width
    (soft hyphens, joiners) that pasted text brings.
    """
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKC", question)
        if unicodedata.category(letter) != "Cf"
    )


def _as_written(words: str, respelt: tuple[tuple[str, str], ...]) -> str:
    """Some words of the question as they stood there before misspellings were mended."""
    for wrote, read in respelt:
        words = re.sub(rf"\b{re.escape(read)}\b", lambda _, wrote=wrote: wrote, words)
    return words


def _story(words: str) -> list[Stretch]:
    """The stretches of a story around the question: its sentences that name no service, and the
    others where the question itself names one.
    """

    def names(text: str, *facets: Facet) -> bool:
        return any(facets_of(part) & set(facets) for part in criteria_in(text).parts)

    told = story_in(words)
    if not told or not names(words, *SERVICES, REGION):
        return []
    asking = blank(words, told)
    if names(asking, *SERVICES) or (names(asking, REGION) and not _LEANING.search(asking)):
        return told
    # The question leans on what was told: on the last sentence before it that names a service.
    about = next((span for span in reversed(told) if names(words[slice(*span)], *SERVICES)), None)
    if about is None:
        return [span for span in told if not criteria_in(words[slice(*span)]).parts]
    return [
        span
        for span in told
        if span != about
        and (names(words[slice(*span)], *SERVICES) or not criteria_in(words[slice(*span)]).parts)
    ]


def _modifiers(
    rest: str, subjects: Sequence[Stretch], alone: bool, unread: Sequence[str]
) -> tuple[str, ...]:
    """The unread words that stand right before a service or region and belong to it ("stem cell" in
    "stem cell injections"), and right behind a region that stands ``alone``, without a service.
    """
    named = {word.lower() for word in unread}
    found: list[str] = []
    for start, _ in subjects:
        before = re.search(
            r"(?<![A-Za-z-])((?:[A-Za-z-]{3,} ){1,3})$", rest[max(0, start - 300) : start]
        )
        for word in reversed(before.group(1).split() if before else []):
            if word.lower() not in named:
                break
            found.append(word)
    if alone:
        # "Spinal dorsal root transplant": no service was understood, and what follows the region
        # names it.
        for _, end in subjects:
            after = re.match(r"((?: [A-Za-z-]{3,}){1,4})", rest[end:])
            for word in after.group(1).split() if after else []:
                if word.lower() not in named:
                    break
                found.append(word)
    return tuple(dict.fromkeys(reversed(found)))
