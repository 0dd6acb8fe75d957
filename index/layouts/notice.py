"""Layout D, "Notice of Independent Medical Review Determination": the letters of 2013.

The decisions stand in a numbered list, "1) MAXIMUS … has determined the request for X is not
medically necessary and appropriate.", once at the letter's head and once under INDEPENDENT MEDICAL
REVIEW DECISION AND RATIONALE; one part an item follows, with the guideline and the rationale, which
mostly concludes in the same words. All have to agree.
"""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from index.determination import Determination, DisputedItem, Excerpt, Outcome, fold
from index.layouts.necessity import NECESSITY, concluded, decided
from index.layouts.notice_header import parse_notice_header
from index.layouts.parts import body_end, excerpt, heading, summary, unfurnished
from index.layouts.person import age_and_sex
from index.layouts.refusal import Inconsistent
from index.layouts.request import parse_request
from index.layouts.reviewer import parse_reviewer
from index.letter import RunningText

NAME = "notice"

_SECTION = heading(r"INDEPENDENT MEDICAL REVIEW DECISIONS? AND RATIONALES?")
_QUALIFICATIONS = heading(
    r"Medical Qualifications of the (?:Expert|Professional|Physician|Medical) Reviewer :?", re.I
)
_SUMMARY = heading(r"(?:(?:Expert|Professional) Reviewer )?(?:Clinical )?Case Summary :", re.I)
_DOCUMENTS = heading(
    r"(?:Documents Reviewed(?: [Ff]or Determination)?"
    r"|DOCUMENTS REVIEWED(?: FOR DETERMINATION)?) (?::|$)"
)
_GUIDELINE = heading(
    r"(?:Medical Treatment Guideline (?:\(s\)|s)?"
    r"|Sections?(?:\(s\))? of the Medical Treatment Utilization Schedule) Relied Upon by the "
    r"(?:Expert|Professional|Physician|Medical) Reviewer"
    r"(?: to Make (?:His/Her|His|Her|Its|the) Decision)? :?",
    re.I,
)
_RATIONALE = heading(r"Rationale for (?:the|its|his/her) Decision :?", re.I)
_REVIEWER = re.compile(
    r"(?:^|(?<=[.:;)\"”]))[^\S\n]*(?=The\s+(?:Expert|Physician|Professional|Medical)\s+Reviewer\b)",
    re.M,
)
_CLAIMS = re.compile(r"\s*The\s+Claims\s+Administrator\b")
_DECIDED = re.compile(
    r"(?:(?<![\w.,/-])(?P<number>\d{1,2})\s*[.)]\s*)?MAXIMUS\s*Federal\s*Services\s*"
    r"(?:,?\s*Inc\.?)?\s*,?\s*has\s*determined\s*(?:that\s*)?(?:the\s*requests?\s*for\s*)?",
    re.I,
)
_REGARDING = re.compile(r"^(?:regarding\s+)?(?:the\s+)?requests?\s+for\s+", re.I)
# A request is shorter than this, in characters.
_LONGEST = 1500
# The share of words, in per cent, that a part's heading has in common with the request of its
# number.
_SAME_REQUEST = 60


@dataclass(frozen=True)
class _Decision:
    number: int
    request: Excerpt
    outcome: Outcome
    end: int


@dataclass(frozen=True)
class _Part:
    """An item's part: what its heading names, the guidelines, and where its rationale stands."""

    named: str
    guideline: tuple[int, int] | None
    rationale: Excerpt


def shows(text: RunningText) -> bool:
    """Whether the text has the heading under which this layout decides."""
    return _SECTION.search(unfurnished(text)) is not None


def parse(text: RunningText, case: str) -> Determination:
    """The determination in a text of this layout; ``case`` names it where it has no case number.

    Raises:
        Inconsistent: the lists, the parts or their outcomes do not agree, or a decision has no
        part.
    """
    plain = unfurnished(text)
    section = _SECTION.search(plain)
    assert section is not None, "parse() is called after shows()"
    if _SECTION.search(plain, section.end()):
        raise Inconsistent(
            "has the heading of the decisions twice; it may hold more than one letter"
        )
    if _RATIONALE.search(plain, 0, section.start()):
        raise Inconsistent(
            "holds a rationale before the heading of the decisions; its pages may be in disorder"
        )
    head, listed = (
        _list(plain, 0, section.start()),
        _list(plain, section.end(), _first_label(plain, section.end())),
    )
    decisions = listed or head
    if not decisions:
        raise Inconsistent(
            "has the headings of a determination letter, but no decision ('… has determined the "
            "request for … is (not) medically necessary') was found"
        )
    _agree(head, listed)
    after = listed[-1].end if listed else section.end()
    end = body_end(plain, _first_label(plain, after), len(plain))
    qualifications, clinical, documents = (
        pattern.search(plain, after, end) for pattern in (_QUALIFICATIONS, _SUMMARY, _DOCUMENTS)
    )
    begin = max([after, *(match.end() for match in (qualifications, clinical, documents) if match)])
    parts = _parts(plain, decisions, begin, end)
    items = tuple(
        _item(plain, decision, part) for decision, part in zip(decisions, parts, strict=True)
    )
    clinical_summary = (
        summary(
            plain,
            clinical.end(),
            documents.start()
            if documents and documents.start() > clinical.end()
            else _first_label(plain, clinical.end()),
        )
        if clinical
        else None
    )
    prose = " ".join(
        part.text for part in [clinical_summary, *(item.rationale for item in items)] if part
    )
    age, sex = age_and_sex(prose)
    opening = plain[section.end() : listed[0].request.start if listed else after]
    header = parse_notice_header(
        plain[: section.start()], f"{opening} {clinical_summary.text if clinical_summary else ''}"
    )
    return Determination(
        case=header.case_number or case,
        layout=NAME,
        fictional=False,
        header=header,
        reviewer=parse_reviewer(
            plain[
                qualifications.end() : clinical.start()
                if clinical and clinical.start() > qualifications.end()
                else begin
            ]
            if qualifications
            else ""
        ),
        age=age,
        sex=sex,
        summary=clinical_summary,
        items=items,
    )


def _list(text: str, start: int, end: int) -> tuple[_Decision, ...]:
    """The decisions listed in ``text[start:end]``, numbered 1 and up; a single one may lack its
    number.
    """
    openings = list(_DECIDED.finditer(text, start, end))
    decisions: list[_Decision] = []
    for position, opening in enumerate(openings, 1):
        stop = min(
            openings[position].start() if position < len(openings) else end,
            opening.end() + _LONGEST,
        )
        statement = NECESSITY.search(text, opening.end(), stop)
        decision = decided(text[opening.end() : statement.end()]) if statement else None
        if not statement or not decision:
            raise Inconsistent(
                f"lists a decision, “{fold(text[opening.start() : opening.end() + 60])}”, whose "
                "outcome is not told"
            )
        number = int(opening["number"]) if opening["number"] else None
        if number != position and (number is not None or len(openings) > 1):
            raise Inconsistent(f"lists its decision {position} without that number")
        place = Excerpt.of(text, opening.end(), statement.start())
        decisions.append(
            _Decision(
                position,
                Excerpt(fold(decision[0]), place.start, place.end),
                decision[1],
                statement.end(),
            )
        )
    return tuple(decisions)


def _agree(head: tuple[_Decision, ...], listed: tuple[_Decision, ...]) -> None:
    """Both lists, where the letter has both, hold the same requests with the same outcomes."""
    if not head or not listed:
        return
    if len(head) != len(listed):
        raise Inconsistent(
            f"lists {len(head)} decisions at its head and {len(listed)} in its section of decisions"
        )
    for one, other in zip(head, listed, strict=True):
        if one.outcome is not other.outcome:
            raise Inconsistent(
                f"calls its request {one.number} medically necessary in one list of decisions and "
                "not in the other"
            )
        if (
            fuzz.token_set_ratio(one.request.text.lower(), other.request.text.lower())
            < _SAME_REQUEST
        ):
            raise Inconsistent(
                f"lists another request {one.number} at its head than in its section of decisions"
            )


def _first_label(text: str, start: int) -> int:
    starts = [
        match.start()
        for match in (_GUIDELINE.search(text, start), _RATIONALE.search(text, start))
        if match
    ]
    return min(starts, default=len(text))


def _parts(text: str, decisions: tuple[_Decision, ...], start: int, end: int) -> list[_Part]:
    """The part of each decision, in the decisions' order."""
    rationales = list(_RATIONALE.finditer(text, start, end))
    if len(rationales) != len(decisions):
        raise Inconsistent(
            f"lists {len(decisions)} decisions, but holds {len(rationales)} rationales"
        )
    openings: list[tuple[int, int, str]] = []
    at = start
    for decision, rationale in zip(decisions, rationales, strict=True):
        guideline = _GUIDELINE.search(text, at, rationale.start())
        label = guideline or rationale
        numbers = (
            []
            if len(decisions) == 1
            else list(
                re.compile(
                    rf"(?:^|(?<=[.:;\"”]))[^\S\n]*(?P<number>{decision.number}\s*[.)])(?!\d)", re.M
                ).finditer(text, at, label.start())
            )
        )
        if not numbers and len(decisions) > 1:
            raise Inconsistent(f"has no part with the number {decision.number}")
        begin = numbers[-1].start("number") if numbers else label.start()
        named = fold(text[numbers[-1].end() : label.start()]).strip(" :") if numbers else ""
        openings.append((begin, label.start(), _REGARDING.sub("", named)))
        at = rationale.end()
    parts = []
    for index, (rationale, (_, label, named)) in enumerate(zip(rationales, openings, strict=True)):
        stop = openings[index + 1][0] if index + 1 < len(openings) else end
        guideline = _GUIDELINE.match(text, label) or _GUIDELINE.search(
            text, label, rationale.start()
        )
        body = excerpt(text, rationale.end(), stop)
        if body is None:
            raise Inconsistent(f"has no rationale for its decision {index + 1}")
        parts.append(
            _Part(named, (guideline.end(), rationale.start()) if guideline else None, body)
        )
    return parts


def _item(text: str, decision: _Decision, part: _Part) -> DisputedItem:
    request, disputed, authorized = parse_request(decision.request.text)
    if part.named and fuzz.token_set_ratio(part.named.lower(), request.lower()) < _SAME_REQUEST:
        raise Inconsistent(
            f"has a part with the number {decision.number} about another request, "
            f"“{part.named[:60]}”"
        )
    closing = concluded(text, part.rationale.start, part.rationale.end, disputed)
    if closing and closing is not decision.outcome:
        raise Inconsistent(
            f"calls its request {decision.number} medically necessary in the list and not in the "
            "rationale, or the reverse"
        )
    claims, reviewer = _guidelines(text, *part.guideline) if part.guideline else (None, None)
    return DisputedItem(
        position=decision.number,
        request=Excerpt(request, decision.request.start, decision.request.end),
        disputed=disputed,
        authorized=authorized,
        outcome=decision.outcome,
        claims_guideline=claims,
        reviewer_guideline=reviewer,
        rationale=part.rationale,
    )


def _guidelines(text: str, start: int, end: int) -> tuple[Excerpt | None, Excerpt | None]:
    """What the claims administrator and the reviewer relied on: the part tells the first, if at
    all, before the second.
    """
    if not _CLAIMS.match(text, start, end):
        return None, excerpt(text, start, end)
    reviewer = _REVIEWER.search(text, start, end)
    return excerpt(text, start, reviewer.start() if reviewer else end), excerpt(
        text, reviewer.end(), end
    ) if reviewer else None
