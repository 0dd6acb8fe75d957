"""Layout C, "MEDICAL PROFESSIONAL REVIEW": one issue, its rationale under a long heading that
wraps.

The heading is known as "RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS NOT MEDICALLY
NECESSARY:". With the form's "IS/WAS" nobody chose its words, so that it decides nothing: the
rationale's conclusion has to. A heading in which "IS NOT" or "WAS NOT" was chosen decides, and a
conclusion that says otherwise makes the letter refused. A heading without the "NOT" has not been
seen and differs from the other by one short word, so that the conclusion has to bear it out.
"""

import re

from index.determination import Determination, DisputedItem, Excerpt, Outcome
from index.layouts.necessity import NECESSITY, concluded
from index.layouts.notice_header import parse_notice_header
from index.layouts.parts import body_end, excerpt, heading, unfurnished
from index.layouts.person import age_and_sex
from index.layouts.refusal import Inconsistent
from index.layouts.request import parse_request
from index.layouts.reviewer import parse_reviewer
from index.letter import RunningText

NAME = "medical professional review"

# In the letter's order; in capitals, so that they are told from prose wherever they stand.
_HEADINGS = {
    part: heading(words, anywhere=True)
    for part, words in {
        "issue": r"ISSUE(?:\(S\)|S)? (?:AT|IN) DISPUTE :?",
        "summary": r"(?:CLINICAL )?CASE SUMMARY :?",
        "documents": r"DOCUMENTS REVIEWED FOR DETERMINATION :?",
        "guideline": (
            r"MEDICAL TREATMENT GUIDELINE (?:\(S\)"
            r"|S)? RELIED UPON BY (?:THE )?PROFESSIONAL REVIEWER(?: AND WHY)? :?"
        ),
        "rationale": (
            r"RATIONALE FOR WHY THE REQUESTED TREATMENT / SERVICE "
            r"(?P<verb>(?:IS|WAS|ARE|WERE)(?: / (?:IS|WAS|ARE|WERE))?) "
            r"(?P<no>NOT )?MEDICALLY NECESSARY(?: AND APPROPRIATE)? :?"
        ),
        "reviewer": r"MEDICAL REVIEWER QUALIFICATIONS :?",
    }.items()
}
# "Whether the requested MRI is medically necessary." asks for "MRI".
_ASKS = re.compile(
    r"^(?:(?:the\s+issue\s+(?:at|in)\s+dispute\s+is\s+)?(?:whether|if)(?:\s+or\s+not)?|is|are|was"
    r"|were)\s+(?:the\s+)?(?:requests?\s+for\s+|requested\s+)?",
    re.I,
)
_ASKED = re.compile(
    r"[\s,]*(?:\b(?:is|are|was|were)\s+)?medically\s+necessary"
    r"(?:\s+and\s+appropriate)?\s*[.?]*\s*$",
    re.I,
)
_FIRST = re.compile(r"^\(?(?:1|a)[.)]\s+")
_SEVERAL = re.compile(r"^[^\S\n]*(?:\(?[2-9][.)]|b[.)]|[•▪●-])\s", re.M)
# A heading with its colon, or the sentence that begins a case summary, within the issue.
_RUNS_ON = re.compile(r"\b[A-Z]{4,}[A-Z ]*:|(?i:\byears?[\s-]+old\b|\by/o\b)")
# An issue is shorter than this, in characters.
_LONGEST = 800


def shows(text: RunningText) -> bool:
    """Whether the text has the headings of the issue and of the rationale."""
    return all(_HEADINGS[part].search(unfurnished(text)) for part in ("issue", "rationale"))


def parse(text: RunningText, case: str) -> Determination:
    """The determination in a text of this layout; ``case`` names it where it has no case number.

    Raises:
        Inconsistent: a heading stands twice or out of order, several issues share the rationale, or
        the outcome is not told or told in two ways.
    """
    plain = unfurnished(text)
    headings = {part: list(pattern.finditer(plain)) for part, pattern in _HEADINGS.items()}
    if any(len(matches) > 1 for matches in headings.values()):
        raise Inconsistent("has a heading of its layout twice; it may hold more than one letter")
    places = sorted(
        (matches[0].start(), matches[0].end(), part)
        for part, matches in headings.items()
        if matches
    )
    if [part for _, _, part in places] != [part for part in _HEADINGS if headings[part]]:
        raise Inconsistent(
            "has the headings of its layout in another order; its pages may be in disorder"
        )
    stops = [*(start for start, _, _ in places[1:]), body_end(plain, places[-1][1], len(plain))]
    parts = {
        part: body
        for (_, end, part), stop in zip(places, stops, strict=True)
        if (body := excerpt(plain, end, stop))
    }
    item = _item(plain, parts, headings["rationale"][0])
    clinical_summary = parts.get("summary")
    prose = " ".join(part.text for part in (clinical_summary, item.rationale) if part)
    age, sex = age_and_sex(prose)
    header = parse_notice_header(
        plain[: places[0][0]], clinical_summary.text if clinical_summary else ""
    )
    qualifications = parts.get("reviewer")
    return Determination(
        case=header.case_number or case,
        layout=NAME,
        fictional=False,
        header=header,
        reviewer=parse_reviewer(qualifications.text if qualifications else ""),
        age=age,
        sex=sex,
        summary=clinical_summary,
        items=(item,),
    )


def _item(text: str, parts: dict[str, Excerpt], title: re.Match[str]) -> DisputedItem:
    issue, rationale = parts.get("issue"), parts.get("rationale")
    if issue is None or rationale is None:
        raise Inconsistent("has a heading of the issue or of the rationale with nothing under it")
    if _SEVERAL.search(text, issue.start, issue.end):
        raise Inconsistent(
            "lists several issues under one rationale, so that the outcome of each is not told"
        )
    asked = _ASKED.sub("", _ASKS.sub("", _FIRST.sub("", issue.text))).strip(" .:?")
    if _RUNS_ON.search(asked) or NECESSITY.search(asked) or len(asked) > _LONGEST:
        raise Inconsistent(
            "has an issue that runs on into another part; one of its headings is set in a way "
            "that is not known"
        )
    request, disputed, authorized = parse_request(asked)
    return DisputedItem(
        position=1,
        request=Excerpt(request, issue.start, issue.end),
        disputed=disputed,
        authorized=authorized,
        outcome=_outcome(text, rationale, title, disputed),
        claims_guideline=None,
        reviewer_guideline=parts.get("guideline"),
        rationale=rationale,
    )


def _outcome(text: str, rationale: Excerpt, title: re.Match[str], request: str) -> Outcome:
    closing = concluded(text, rationale.start, rationale.end, request)
    chosen = (
        None if "/" in title["verb"] else (Outcome.UPHELD if title["no"] else Outcome.OVERTURNED)
    )
    if chosen and closing and chosen is not closing:
        raise Inconsistent(
            "says in the rationale's heading that the service is medically necessary and in its "
            "conclusion that it is not, or the reverse"
        )
    if closing or chosen is Outcome.UPHELD:
        return closing or Outcome.UPHELD
    raise Inconsistent(
        "does not tell its outcome: the rationale closes without saying whether the request is "
        "medically necessary, and its heading alone does not decide that"
    )
