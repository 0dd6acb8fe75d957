"""Which sentences of a rationale tell what the reviewer found about this worker."""

import re
from collections.abc import Sequence
from enum import Enum

from index.determination import Excerpt
from index.extraction.voice import tells_denial


class Voice(Enum):
    """What a sentence of a rationale tells.

    ``FINDING``: what the reviewer found in this case. ``GUIDELINE``: what holds for everybody: a
    guideline's words, a definition, a general statement. ``REQUEST``: no more than what was asked
    for. ``HISTORY``: the injury and the care given, as the summary tells it. ``DENIAL``: how the
    denial had been reasoned.
    """

    FINDING = "finding"
    GUIDELINE = "guideline"
    REQUEST = "request"
    HISTORY = "history"
    DENIAL = "denial"


_PERSON = (
    r"(?:injured (?:worker|employee|patient)|patient|worker|claimant|applicant|employee|individual"
    r"|member|beneficiary|i[/.]?w)"
)
_PAPERS = (
    r"(?:medical |clinical |submitted |provided |available |included |attached |progress "
    r"|treatment |very |limited |most |recent )*(?:records?|documentation|documents?|file|chart"
    r"|report|notes?)"
)
# Words that only a statement about this case has.
_CASE = re.compile(
    r"\b(?:in|for|regarding) this (?:case|situation|instance)\b|\b(?:in )?the case of this\b"
    rf"|\b(?:this|these|said) {_PERSON}\b"
    r"|\b(?:the|an?) (?:injured (?:worker|employee)|claimant|applicant|i/?w)\b"
    r"|\bthe (?:current |present |prospective |retrospective )?request(?:s|ed|ing)?\b"
    rf"|\b(?:this|these|current|present|initial) (?:\w+ ){{0,2}}request(?:s|ed)?\b"
    r"|\b(?:as|originally|currently) requested\b"
    r"|\bthe (?:current|present|initial|additional) \d+\b|\bmedically (?:necessary|appropriate)\b"
    r"|\bmedical necessity\b"
    rf"|\b(?:the|these|this|available|submitted|provided|no) {_PAPERS}\b"
    r"|\bdocumentation (?:submitted|provided)\b"
    r"|\bthere (?:is|are|was|were|has been|have been|does not appear"
    r"|appears?)(?= (?:also |still |currently |only )?"
    r"(?:no|not|a lack|lack|insufficient|limited|inadequate|nothing|evidence|documentation"
    r"|documented|an? (?:\w+ )?(?:evidence|documentation|indication)|indication|mention"
    r"|quantifiable|objective|to be)\b)"
    r"|\bit is (?:not clear|unclear|not documented|noted)\b|\b(?:he|she|his|her|him)\b"
    r"|\b\d{1,2}/\d{1,2}/\d{2,4}\b"
    r"|\b(?:the|this|his|her|requesting|treating|primary|prescribing) (?:treating |requesting "
    r"|primary |prescribing )?(?:provider|physician|doctor)(?:'s)? (?:has|had|did|does|is|was"
    r"|notes?|noted|report|fail|indicat|document|state)\w*"
    r"|\b(?:above|prior) mentioned\b|\bat this (?:time|point)\b"
    r"|\b(?:the|on|upon|recent|current) (?:recent |current |most recent )?(?:physical "
    r"|neurologic(?:al)? )?exam(?:ination)?(?: (?:findings?|of))? (?:did|does|was|were|is|show"
    r"|reveal|demonstrat|document|includ|note|find)\w*"
    r"|\b(?:criteria|conditions|requirements)\b.{0,60}\b(?:is|are|were|was|has been"
    r"|have been) (?:not |all |also )*(?:met|satisfied|fulfilled)\b"
    r"|\b(?:meets?|met|satisf(?:y|ies|ied)) (?:[\w'’]+ ){0,3}criteria\b"
    r"|\bphysical examination findings\b|\bdue to (?:this fact|the (?:lack|absence|severity))\b"
    r"|\bgiven (?:the|this|that|his|her)\b",
    re.I,
)
# Words that a statement about this case has more often than a general one, where no quotation goes
# on.
_SEEN = (
    r"knee|shoulder|hip|elbow|wrist|hand|ankle|foot|neck|back|spine|scan|films?|x-?rays?|MRI|study"
    r"|examination|exam|picture|tear|wound"
)
_LIKELY = re.compile(
    rf"\bthe (?:\w+ )?{_PERSON} (?:also |still |currently |clearly |now |apparently )?(?:is|are"
    r"|was|were|has|had|have|does|did|would|could|cannot|\w+ed|reports|denies|continues|presents|"
    r"complains|remains|meets|takes|uses|exhibits|fails|lacks|appears|shows|demonstrates"
    r"|suffers)\b|\b(?:was|were|had|did|(?:has|have) (?:not|been"
    r"|(?:also |already |since )?\w+(?:ed|en|wn|ne)))\b"
    r"|\bthere (?:is|are|will be)\b|\bso (?:the|this|that|these|those|nothing|no)\b"
    r"|\b(?:as such|therefore|thus|accordingly|consequently)\b"
    rf"|\b(?:the|this) (?:left |right )?(?:{_SEEN}) (?:is(?! an? )|has|shows?|reveals?|cannot|does"
    r"|remains?)\b"
    r"|\b(?:recent|current|ongoing|persistent) (?:\w+ )?(?:x-?rays?|mri|imaging|symptoms?"
    r"|complaints?|findings?|exam\w*|treatment|use)\b|\bwould (?:be|appear)\b"
    r"|\b(?:exceeds|twice|in excess of)\b.{0,60}\b(?:guidelines?|recommended|recommendations?"
    r"|ceiling|maximum)\b",
    re.I,
)
# A side is that of this worker, where nothing else tells of everybody.
_SIDE = re.compile(r"\b(?:left|right(?! (?:test|study|examination|tool))|bilateral)\b", re.I)
# A guideline, a study or a table speaks.
_NAME = (
    r"(?:guidelines?|ODG|MTUS|ACOEM|CPMTG|official disability|FDA|schedule|chapter|table"
    r"|literature|studies|evidence[- ]based medicine|medical treatment)"
)
_SPEAKS = re.compile(
    rf"(?<!that the )(?<!which the )(?<!what the )(?<!than the )\b{_NAME}\b"
    rf"(?:(?!\b(?:not been|is not medically)\b).){{0,90}}?\b(?:state|recommend|indicate|support"
    r"|note|require|advise|ask|allow|say|favou?r|reserve|call|want|limit|permit|specif|suggest"
    r"|clarif|report|define|list|endorse|espouse|consider|include|outline|address|provide"
    r"|do(?=es)? not|does not)(?:s|es|d|ed|ies)?\b"
    rf"|\b(?:according to|per|under|as per|based on|citing) (?:the )?(?:\w+ ){{0,4}}{_NAME}\b"
    r"|^\W*(?:not )?(?:recommended|under study|indicated|indications?|contraindications?|criteria"
    r"|definitions?)\b|\bcriteria (?:for|include)\b(?!.*\b(?:met|satisfied|fulfilled)\b)|:\s*$",
    re.I,
)
# A general statement: of everybody, of what is usual or allowed, of what a thing is.
_GENERAL = re.compile(
    r"^\W*(?:if|whenever)\b|"
    r"\b(?:patients|individuals|adults|clinicians|physicians|providers|practitioners|workers"
    r"|persons|people)\b|\b(?:is|are) (?:generally |usually |typically |often |only |also "
    r"|not )*(?:recommended|indicated|reserved|considered|defined|used|useful|effective|known"
    r"|performed|contraindicated|characterized)\b"
    r"|\b(?:should|may|can|must) (?:not |also |only |generally )?(?:be|include|help|result|provide"
    r"|cause|have)\b|\b(?:generally|usually|typically|often|rarely|commonly"
    r"|in (?:general|most|some))\b"
    r"|\b(?:refers? to|consists? of|means?|is an? (?:\w+ ){0,3}(?:class|type|form|drug|medication"
    r"|agent|opioid|procedure|study|test|device|technique|treatment))\b|\bet al\b"
    r"|\(\w+,? (?:19|20)\d\d\)",
    re.I,
)
# A heading before a statement names the request and tells nothing of the case.
_TOPIC = re.compile(
    r"^(?:regarding|concerning|as to|with regard to|with respect to|in regards? to|for) (?:the"
    r"|this) (?:\w+ )?request[^,]*,\s*",
    re.I,
)
_CONDITION = re.compile(
    r"[:,] ?[\"“][^\"”]*$|\b(?:if|when|whenever|until|unless|(?<!so )that|whether|once|who(?:se)?"
    r"|where|after|before|only|require\w*|includ\w*)\b[^.;,]*$",
    re.I,
)
# The guideline's own words between quotation marks are no break of what it says.
_OPENS, _CLOSES = re.compile(r"[“]|(?:(?<=\s)|^)\"(?=\w)"), re.compile(r"[”]|(?<=[\w.,;)])\"")
_ASKS = re.compile(
    r"^\W*(?:(?:the|this|a|an|current|present|retrospective|prospective|medical) ){0,3}"
    r"(?:(?:request(?:ed)?|treatment plan|prescription)\b"
    r"(?! (?:does|do|did|lacks|exceeds|fails|meets|falls))"
    rf"|(?:(?:the|this) )?(?:\w+ ){{0,2}}(?:provider|physician|doctor|{_PERSON}) (?:is|was|has|had"
    r"|now)? ?(?:currently |also |now )?(?:request\w*|asks?|asking|seeks?|seeking)\b)",
    re.I,
)
_JUDGES = re.compile(
    r"\b(?:not|no|never|without|lack\w*|exceeds?|excess|excessive|beyond|support\w*|necess\w+"
    r"|appropriate|reasonable|indicated|warrant\w*|justif\w+|meets?|met|consistent|within|reasons?"
    r"|fail\w*|"
    r"unclear|duplicat\w*|open[- ]ended|because|since|as|given|due|would)\b",
    re.I,
)
_PAST = re.compile(
    r"\byears?[- ]old\b.{0,60}\b(?:who|with|sustained|injur\w+|employee|date of)\b"
    r"|\b(?:sustained|suffered) (?:an?|the|his|her) (?:\w+ ){0,3}injur"
    r"|\b(?:treatments?|care|therapy) (?:to date|thus far|rendered)?\s*(?:has|have"
    r"|had)? ?(?:included?|consisted|to date)\b"
    r"|\bdates? of injury\b|\bmechanism of injury\b",
    re.I,
)


def voices(said: Sequence[Excerpt]) -> tuple[Voice, ...]:
    """What each of the sentences of a rationale tells; they have to be given in their order.

    What follows a guideline's words or stands in their quotation is the guideline's until the
    reviewer speaks of this case again.
    """
    told, telling, quoted = [], False, False
    for sentence in said:
        words = _TOPIC.sub("", " ".join(sentence.text.split()))
        of_case = _marked(_CASE, words)
        speaks = bool(_SPEAKS.search(words))
        likely = not quoted and _marked(_LIKELY, words)
        goes_on = quoted or (telling and not _SIDE.search(words))
        general = not of_case and not likely and (speaks or goes_on or bool(_GENERAL.search(words)))
        telling = general and (speaks or telling)
        quoted = _stays_open(words, quoted and not of_case) and (general or speaks)
        told.append(Voice.GUIDELINE if general else _of_case(words))
    return tuple(told)


def _of_case(words: str) -> Voice:
    if tells_denial(words):
        return Voice.DENIAL
    if _ASKS.search(words) and not _JUDGES.search(words):
        return Voice.REQUEST
    return Voice.HISTORY if _PAST.search(words) and not _JUDGES.search(words) else Voice.FINDING


def _marked(marks: re.Pattern[str], words: str) -> bool:
    """Whether words bear a mark that stands under no condition."""
    return any(
        not _CONDITION.search(words, max(0, match.start() - 90), match.start())
        for match in marks.finditer(words)
    )


def _stays_open(words: str, before: bool) -> bool:
    """Whether a quotation is open at the end of words."""
    opened = [match.start() for match in _OPENS.finditer(words)]
    closed = [match.start() for match in _CLOSES.finditer(words)]
    last_opened, last_closed = max(opened, default=0 if before else -1), max(closed, default=-1)
    return last_opened > last_closed
