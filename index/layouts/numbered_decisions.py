"""Layout B, "IMR DECISION(S) AND RATIONALE(S)": the letters of late 2013 and early 2014, whose
decisions are numbered sentences.

An item is "1. <request> is (not) medically necessary and appropriate.", then what the claims
administrator and the physician reviewer based their decisions on, then "The Physician Reviewer's
decision rationale:". The outcome comes from the numbered sentence; the overall "Final
Determination" at the letter's head and the rationale's conclusion must agree with it.
"""

import re
from dataclasses import dataclass

from index.determination import Determination, DisputedItem, Excerpt, Outcome, fold
from index.layouts.necessity import NECESSITY, concluded, decided, outcome_of
from index.layouts.notice_header import parse_notice_header
from index.layouts.parts import body_end, excerpt, heading, summary, unfurnished
from index.layouts.person import age_and_sex
from index.layouts.refusal import Inconsistent
from index.layouts.request import parse_request
from index.layouts.reviewer import parse_reviewer
from index.letter import RunningText

NAME = "numbered decisions"

_METHOD = heading(r"HOW THE IMR FINAL DETERMINATION WAS MADE")
_DOCUMENTS = heading(r"DOCUMENTS REVIEWED")
_SUMMARY = heading(r"CLINICAL CASE SUMMARY")
_DECISIONS = heading(r"IMR DECISION (?:\(S\)|S)? AND RATIONALE (?:\(S\)|S)?")

# A sentence begins at a line's beginning or after a stop: some extractors print a paragraph as one
# line, some a letter.
_SENTENCE = r"(?:^|(?<=[.!?:;)\"”]))[^\S\n]*"
_REVIEWER_IS = r"The\s*(?:Physician|Expert|Professional|Medical)\s*Reviewer"
_CLAIMS = re.compile(_SENTENCE + r"(?=The\s*Claims\s*Administrator\b)", re.M)
_REVIEWER = re.compile(_SENTENCE + rf"(?={_REVIEWER_IS}\s+(?!(?:decision\s+)?rationale)\w)", re.M)
_RATIONALE = re.compile(
    rf"(?:{_REVIEWER_IS}['’`]?\s*s?['’]?\s+(?:decision\s+)?rationale|\bdecision\s+rationale"
    r"|\brationale\s+for\s+(?:the|its|his/her)\s+decision)\s*:",
    re.I,
)
# An item that falls with the one before it has no labels: "Since the primary procedure is not
# medically necessary, none of …".
_DEPENDENT = re.compile(
    _SENTENCE
    + (
        r"(?=(?:Since|As|Because)\s+the\s+(?:primary|requested|related|surgical|surgery|procedure"
        r"|associated|underlying)\b)"
    ),
    re.M,
)
_BASED = re.compile(
    _SENTENCE
    + (
        rf"(?:The\s*Claims\s*Administrator|{_REVIEWER_IS})\s+"
        r"(?:based\s+(?:its|his/her|his|her|their)\s+decision|did\s+not\s+cite|cited)\b"
    ),
    re.M,
)
_NUMBERED_LINE = re.compile(r"^[^\S\n]*\d{1,2}\s*[.)]\s+", re.M)
_OVERALL = re.compile(
    r"Final\s+Determination\s*:\s*(PARTIAL(?:LY)?\s+OVERTURN|UPHOLD|UPHELD|OVERTURN)", re.I
)
# A rationale's end: a stop, or the last word of a conclusion that lacks its stop.
_ENDS = re.compile(r"(?:[.!?:][\s\"”’')\]]*|necessary|appropriate)$", re.I)
# A request is shorter than this, in characters.
_LONGEST = 1500
# What follows a conclusion begins within so many characters, page numbers and running feet
# included.
_NEXT = 300


@dataclass(frozen=True)
class _Decision:
    """A numbered decision: where its sentence stands, its request's place, its outcome, and where
    its first label begins.
    """

    start: int
    request: Excerpt
    outcome: Outcome
    end: int
    dependent: bool


def shows(text: RunningText) -> bool:
    """Whether the text has the heading under which this layout lists its decisions."""
    return _DECISIONS.search(unfurnished(text)) is not None


def parse(text: RunningText, case: str) -> Determination:
    """The determination in a text of this layout; ``case`` names it where it has no case number.

    Raises:
        Inconsistent: the decisions, their numbers, labels or outcomes do not add up.
    """
    plain = unfurnished(text)
    section = _DECISIONS.search(plain)
    assert section is not None, "parse() is called after shows()"
    if _DECISIONS.search(plain, section.end()):
        raise Inconsistent(
            "has the heading of the decisions twice; it may hold more than one letter"
        )
    if _RATIONALE.search(plain, 0, section.start()):
        raise Inconsistent(
            "holds a rationale before the heading of the decisions; its pages may be in disorder"
        )
    method, documents, clinical = (
        _ahead(pattern, plain, section.start()) for pattern in (_METHOD, _DOCUMENTS, _SUMMARY)
    )
    top = min(match.start() for match in (method, documents, clinical, section) if match)
    clinical_summary = summary(plain, clinical.end(), section.start()) if clinical else None
    items = _items(plain, section.end(), body_end(plain, section.end(), len(plain)))
    _agrees_overall(plain[:top], items)
    reviewer_end = (documents or clinical or section).start()
    prose = " ".join(
        part.text for part in [clinical_summary, *(item.rationale for item in items)] if part
    )
    age, sex = age_and_sex(prose)
    header = parse_notice_header(plain[:top], clinical_summary.text if clinical_summary else "")
    return Determination(
        case=header.case_number or case,
        layout=NAME,
        fictional=False,
        header=header,
        reviewer=parse_reviewer(plain[method.end() if method else 0 : reviewer_end]),
        age=age,
        sex=sex,
        summary=clinical_summary,
        items=items,
    )


def _ahead(pattern: re.Pattern[str], text: str, end: int) -> re.Match[str] | None:
    return pattern.search(text, 0, end)


def _items(text: str, start: int, end: int) -> tuple[DisputedItem, ...]:
    decisions: list[_Decision] = []
    at = start
    while (decision := _decision(text, len(decisions) + 1, at, end)) is not None:
        decisions.append(decision)
        at = decision.end
    if not decisions:
        raise Inconsistent(
            "has the headings of a determination letter, but no numbered decision ('1. … is (not) "
            "medically necessary and appropriate') was found"
        )
    stops = [*(decision.start for decision in decisions[1:]), end]
    items = tuple(
        _item(text, position, decision, stop)
        for position, (decision, stop) in enumerate(zip(decisions, stops, strict=True), 1)
    )
    _adds_up(text, start, end, items)
    return items


def _decision(text: str, number: int, start: int, end: int) -> _Decision | None:
    """The decision with that number: of the places from which a sentence leads to a decision and
    its label, the nearest to the label.
    """
    nearest = None
    numbered = re.compile(_SENTENCE + rf"{number}\s*[.)](?!\d)", re.M)
    at = start
    while opening := numbered.search(text, at, nearest.end if nearest else end):
        at = opening.end()
        limit = min(end, opening.end() + _LONGEST)
        statement = NECESSITY.search(text, opening.end(), limit)
        labels = [
            match
            for match in (
                pattern.search(text, opening.end(), min(end, limit + _LONGEST))
                for pattern in (_CLAIMS, _REVIEWER, _RATIONALE, _DEPENDENT)
            )
            if match
        ]
        label = min(labels, key=lambda match: match.start(), default=None)
        if (
            not statement
            or not label
            or label.start() < statement.end()
            or text[statement.end() : label.start()].strip(" .;:\n\t")
        ):
            continue
        decision = decided(text[opening.end() : statement.end()])
        if decision:
            place = Excerpt.of(text, opening.end(), statement.start())
            digit = text.index(str(number), opening.start())
            nearest = _Decision(
                digit,
                Excerpt(fold(decision[0]), place.start, place.end),
                decision[1],
                label.start(),
                label.re is _DEPENDENT,
            )
    return nearest


def _item(text: str, position: int, decision: _Decision, stop: int) -> DisputedItem:
    request, disputed, authorized = parse_request(decision.request.text)
    rationale_label = None if decision.dependent else _RATIONALE.search(text, decision.end, stop)
    labels_end = rationale_label.start() if rationale_label else stop
    claims = None if decision.dependent else _CLAIMS.search(text, decision.end, labels_end)
    reviewer = (
        None
        if decision.dependent
        else _REVIEWER.search(text, claims.end() if claims else decision.end, labels_end)
    )
    if not rationale_label and not decision.dependent:
        raise Inconsistent(f"has no rationale for its decision {position}, “{request[:60]}”")
    begin = rationale_label.end() if rationale_label else decision.end
    rationale = excerpt(text, begin, stop)
    primary = NECESSITY.search(text, begin, stop) if decision.dependent else None
    closing = (
        (outcome_of(primary) if primary else None)
        if decision.dependent
        else concluded(text, begin, stop, disputed)
    )
    if closing and closing is not decision.outcome:
        raise Inconsistent(
            f"calls the request of its decision {position} medically necessary in one place and "
            "not in another"
        )
    return DisputedItem(
        position=position,
        request=Excerpt(request, decision.request.start, decision.request.end),
        disputed=disputed,
        authorized=authorized,
        outcome=decision.outcome,
        claims_guideline=excerpt(text, claims.end(), reviewer.start() if reviewer else labels_end)
        if claims
        else None,
        reviewer_guideline=excerpt(text, reviewer.end(), labels_end) if reviewer else None,
        rationale=rationale,
    )


def _adds_up(text: str, start: int, end: int, items: tuple[DisputedItem, ...]) -> None:
    """Refuse a letter with a rationale or a numbered decision that belongs to no item."""
    reasoned = [(item, item.rationale) for item in items if item.rationale is not None]
    if len(reasoned) < len(items):
        raise Inconsistent("has a decision without a rationale")
    rationales = len(_RATIONALE.findall(text, start, end))
    labelled = sum(
        bool(_RATIONALE.search(text, item.request.end, rationale.start))
        for item, rationale in reasoned
    )
    if rationales != labelled:
        raise Inconsistent(
            f"holds {rationales} rationales, but {len(items)} decisions were recognized; one of "
            "its decisions is worded or set in a way that is not known"
        )
    for item, rationale in reasoned:
        _nothing_left_over(text, item, rationale, last=item is items[-1])
        for line in _NUMBERED_LINE.finditer(text, rationale.start, rationale.end):
            statement = re.compile(r"[^.\n]*(?:\n(?!\s*\n)[^.\n]*){0,3}\.").match(
                text, line.end(), rationale.end
            )
            if statement and decided(statement.group()):
                raise Inconsistent(
                    f"holds a numbered decision, “{fold(statement.group())[:60]}”, that belongs "
                    "to none of its items"
                )


def _nothing_left_over(text: str, item: DisputedItem, rationale: Excerpt, last: bool) -> None:
    """Refuse a rationale that holds what belongs to another decision, or that breaks off."""
    start, end = rationale.start, rationale.end
    if _BASED.search(text, start, end):
        raise Inconsistent(
            "has what a decision was based on within the rationale of its decision "
            f"{item.position}; a decision was not recognized"
        )
    statements = [match.end() for match in NECESSITY.finditer(text, start, end)]
    following = rf"[\s.,;:]*{item.position + 1}\s*[.)](?!\d)"
    if any(re.match(following, text[at : min(end, at + _NEXT)]) for at in statements) or (
        statements and _DEPENDENT.search(text, statements[0], end)
    ):
        raise Inconsistent(
            f"goes on after the conclusion on its decision {item.position} with what may be "
            "another decision"
        )
    if _DEPENDENT.match(text, start) and re.search(
        rf"^[^\S\n]*{item.position + 1}\s*[.)](?!\d)", text[start:end], re.M
    ):
        raise Inconsistent(
            f"goes on after its decision {item.position} with what may be another decision"
        )
    if re.search(
        rf"^[^\S\n]*{item.position + 1}\s*[.)](?!\d)"
        rf"(?=[\s\S]{{1,{_LONGEST}}}^[^\S\n]*The\s+Claims\s+Administrator\b)",
        text[item.request.end : end],
        re.M,
    ):
        raise Inconsistent(
            f"goes on after its decision {item.position} with what may be another decision"
        )
    if last and not _ENDS.search(text[start:end].strip()):
        raise Inconsistent(f"breaks off within the rationale of its decision {item.position}")


def _agrees_overall(head: str, items: tuple[DisputedItem, ...]) -> None:
    """The letter's own outcome, where its head states it, is that of its items."""
    overall = _OVERALL.search(head)
    if not overall:
        return
    outcomes = {item.outcome for item in items}
    stated = overall.group(1).upper()
    expected = (
        set(Outcome)
        if stated.startswith("PARTIAL")
        else {Outcome.UPHELD if stated.startswith("UPH") else Outcome.OVERTURNED}
    )
    if outcomes != expected:
        raise Inconsistent(
            f"states “{fold(overall.group())}” at its head, which its decisions do not bear out"
        )
