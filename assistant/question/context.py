"""A question with a story around it: which of its sentences ask, and which only tell."""

import re

from assistant.question.courtesy import only_courtesy

_SENTENCE = re.compile(r"(?<![^.?!\n])[^.?!\n]++(?:[.?!](?=\s|$)|\n|$)|[.?!\n]", re.M)
_NOT_AN_END = re.compile(r"\b(?:vs|dr|mr|mrs|ms|no|incl|approx|e\.g|i\.e|st|tx|dx|pt)\.$", re.I)
# A sentence of a story has a verb, or greets, thanks, presents the writer; "Not the compounded
# ones." does not.
_TELLS = re.compile(
    r"\b(?:is|was|were|are|am|has|have|had|i'm|we're|i've|we've|my|our|i|we|he|she|they|says?|said"
    r"|claims?|insists?|wants?|denied|got|hurt|fell|works?|worked|represent|handle)\b",
    re.I,
)
_LIMITS = re.compile(
    r"\W*(?:not|no|only|just|excluding|except|without|but|also|including|leav(?:e|ing)|count"
    r"|i mean|meaning|that is|namely|in other words|for)\b",
    re.I,
)
_SEVERAL = 5
_ASKS = re.compile(
    r"\?\s*$"
    r"|^\W*"
    r"(?:and |so |now |please |could you |can you |i (?:would|'d) like to know |i want to know "
    r"|tell me |wondering )*"
    r"(?:how|what|which|why|when|where|who|whether|are|is|was|were|do|does|did|has|have|can|could"
    r"|list|show|give|find|count|tell|compare|summari[sz]e|name|need|send|pull|get|provide|email)\b"
    r"|\b(?:tell me|let me know|like to know|want to know|wonder|need to know|looking for"
    r"|please (?:list|show|give|count|tell)|i need|we need)\b",
    re.I,
)

Stretch = tuple[int, int]


def story_in(words: str) -> list[Stretch]:
    """The stretches of the sentences that only tell something around the question; none where no
    sentence asks, or no other tells.
    """
    found: list[Stretch] = []
    start = None
    for match in _SENTENCE.finditer(words):
        begin = match.start() if start is None else start
        if _NOT_AN_END.search(words[begin : match.end()]) and match.end() < len(words):
            start = begin
            continue
        start = None
        found.append((begin, match.end()))
    asking = [span for span in found if _ASKS.search(words[slice(*span)].strip())]
    if not asking:
        return []
    return [span for span in found if span not in asking and _tells(words[slice(*span)].strip())]


def _tells(sentence: str) -> bool:
    """Whether a sentence that asks nothing tells a story; a fragment that limits the question ("Not
    the compounded ones.") does not.
    """
    return (
        bool(sentence)
        and not _LIMITS.match(sentence)
        and (bool(_TELLS.search(sentence)) or len(sentence.split()) >= _SEVERAL)
    )


def courtesies(words: str) -> list[Stretch]:
    """The stretches of sentences that only greet or thank."""
    return [
        match.span()
        for match in _SENTENCE.finditer(words)
        if only_courtesy(words[slice(*match.span())])
    ]
