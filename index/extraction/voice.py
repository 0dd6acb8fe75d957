"""Who or what a sentence of a rationale speaks of: the guideline, or this case."""

import re

from index.vocabulary import class_lexicon, procedure_lexicon, services

_GUIDELINE = re.compile(
    r"\b(?:guidelines?|ODG|MTUS|ACOEM|official disability|schedule)\b.{0,80}\b(?:state|states"
    r"|recommend\w*|indicate|support\w*|note|notes|require\w*|advise\w*|ask\w*|allow\w*|say|says"
    r"|favou?r\w*|reserve\w*|call\w*|want\w*|limit\w*|permit\w*|do(?:es)? not)\b"
    r"|\b(?:according to|per|under) (?:the )?(?:cited )?(?:\w+ ){0,3}(?:guidelines?|ODG|MTUS"
    r"|ACOEM)\b"
    r"|\b(?:is|are) (?:not )?(?:recommended|indicated|reserved|considered|appropriate)\b"
    r"|\bshould (?:not )?be\b|\bmay be\b|\bcriteria (?:for|include)\b",
    re.I,
)
_REQUIRES = re.compile(
    r"\b(?:requires?|required|reserved|should|must|criteria|indicated (?:for|when|if|only)"
    r"|recommended (?:for|when|if|only|as|in|after|until)|only (?:when|if|after|for)|unless|until"
    r"|asks? for|wants?|calls? for|repeated when|expects?|sufficient evidence)\b",
    re.I,
)
_DENIAL = re.compile(
    r"\b(?:utilization review|claims administrator|(?:the|this|its) (?:denial|refusal)"
    r"|UR)\b.{0,60}\b(?:reason\w*|denied|refus\w*|held|found|wrote|said|stated|argued|noted|leaned"
    r"|rested|objected|asked|counted|based|quot\w*|was|for)\b",
    re.I,
)
_CASE = re.compile(
    r"\b(?:in this case|this (?:patient|worker|claimant|case|request)"
    r"|the (?:patient|injured worker|claimant|applicant|records?|documentation|documents"
    r"|request(?:ed|s)?)|however)\b",
    re.I,
)
_REQUEST = re.compile(
    r"\b(?:the|this|these|currently|requested) (?:\w+ ){0,3}?requests?(?:ed)?\b"
    r"|\b(?:is|are|was|were) (?:determined |deemed |considered "
    r"|found )?(?:to be )?(?:not )?medically\b",
    re.I,
)
_PRONOUN = re.compile(
    r"\b(?:it|this|these|they|such|that) (?:\w+ )?(?:is|are|was|were|does|do|medications?|drugs?"
    r"|treatments?|products?)\b",
    re.I,
)
_CLOSING = re.compile(r"\b(?:request|therefore|thus|as such|given the above|accordingly)\b", re.I)


def tells_guideline(sentence: str) -> bool:
    """Whether the sentence tells what a guideline says rather than what the case shows."""
    return bool(_GUIDELINE.search(sentence)) and not _CASE.search(sentence)


def tells_requirement(sentence: str) -> bool:
    """Whether the sentence tells what has to be shown for the service: a guideline's condition for
    it.
    """
    return tells_guideline(sentence) and bool(_REQUIRES.search(sentence))


def concludes(sentence: str) -> bool:
    """Whether the sentence draws the conclusion on the request."""
    return bool(_CLOSING.search(sentence)) and bool(
        re.search(r"\bmedically (?:necessary|appropriate)\b|\bmedical necessity\b", sentence, re.I)
    )


def tells_denial(sentence: str) -> bool:
    """Whether the sentence tells how utilization review or the claims administrator had
    reasoned.
    """
    return bool(_DENIAL.search(sentence))


def before_request(conclusion: str) -> str:
    """What a concluding sentence gives as its ground: the words before the request that it decides
    on.
    """
    request = list(_REQUEST.finditer(conclusion))
    return conclusion[: request[-1].start()] if request else conclusion


def speaks_of(sentence: str, procedures: tuple[str, ...]) -> bool:
    """Whether a sentence speaks of one of the services: by name, by its class, or by a pronoun."""
    if _PRONOUN.search(sentence):
        return True
    classes = {f"subcategory:{services()[name].subcategory}" for name in procedures} | {
        f"category:{services()[name].category}" for name in procedures
    }
    return bool(
        set(procedure_lexicon().values(sentence)) & set(procedures)
        or set(class_lexicon().values(sentence)) & classes
    )
