"""Who or what a sentence of a rationale speaks of: the guideline, or this case."""

import re

_GUIDELINE = re.compile(
    r"\b(?:guidelines?|ODG|MTUS|ACOEM|official disability|schedule)\b.{0,80}\b(?:state|states|recommend\w*|indicate|support\w*|note|notes|require\w*|advise\w*|ask\w*|allow\w*|say|says|favou?r\w*|reserve\w*|call\w*|want\w*|limit\w*|permit\w*|do(?:es)? not)\b"
    r"|\b(?:according to|per|under) (?:the )?(?:cited )?(?:\w+ ){0,3}(?:guidelines?|ODG|MTUS|ACOEM)\b"
    r"|\b(?:is|are) (?:not )?(?:recommended|indicated|reserved|considered|appropriate)\b|\bshould (?:not )?be\b|\bmay be\b|\bcriteria (?:for|include)\b",
    re.I,
)
_REQUIRES = re.compile(
    r"\b(?:requires?|required|reserved|should|must|criteria|indicated (?:for|when|if|only)|recommended (?:for|when|if|only|as|in|after|until)|only (?:when|if|after|for)|unless|until|asks? for|wants?|calls? for|repeated when|expects?|sufficient evidence)\b",
    re.I,
)
_DENIAL = re.compile(
    r"\b(?:utilization review|claims administrator|(?:the|this|its) (?:denial|refusal)|UR)\b.{0,60}\b(?:reason\w*|denied|refus\w*|held|found|wrote|said|stated|argued|noted|leaned|rested|objected|asked|counted|based|quot\w*|was|for)\b", re.I
)
_CLOSING = re.compile(r"\b(?:request|therefore|thus|as such|given the above|accordingly)\b", re.I)


def tells_guideline(sentence: str) -> bool:
    """Whether the sentence tells what a guideline says rather than what the case shows."""
    return bool(_GUIDELINE.search(sentence)) and not re.search(r"\b(?:in this case|this (?:patient|worker|claimant|case)|the (?:patient|injured worker|claimant|records?|documentation|documents)|however)\b", sentence, re.I)


def tells_requirement(sentence: str) -> bool:
    """Whether the sentence tells what has to be shown for the service: a guideline's condition for it."""
    return tells_guideline(sentence) and bool(_REQUIRES.search(sentence))


def concludes(sentence: str) -> bool:
    """Whether the sentence draws the conclusion on the request."""
    return bool(_CLOSING.search(sentence)) and bool(re.search(r"\bmedically (?:necessary|appropriate)\b|\bmedical necessity\b", sentence, re.I))


def tells_denial(sentence: str) -> bool:
    """Whether the sentence tells how utilization review or the claims administrator had reasoned."""
    return bool(_DENIAL.search(sentence))
