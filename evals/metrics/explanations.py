"""Explanations: the right outcome told, and a right reason quoted.

A quote is right when it shares words with the decisive sentence that the labels give, or (for a
false premise) when the correction cites the item with its true outcome. The criterion is the
project's own.
"""

import re

from evals.metrics.score import NO_ANSWER, Score, Scored, left_out
from evals.questions import FalsePremiseCase

_NAMES = ["explained", "premise corrected"]
# A quote shows the reason when it holds this share of the decisive sentence's words, or the
# sentence holds it of the quote's.
_SHARED = 0.6


def explanations(scored: Scored) -> list[Score]:
    """Whether a case, a selection's reasons, or a wrong premise was explained rightly."""
    case, reply, corpus = scored.case, scored.reply, scored.corpus
    if case.kind not in ("case", "reasons", "false premise"):
        return left_out(_NAMES, "the question asks for no explanation")
    if reply.abstained:
        return left_out(_NAMES, NO_ANSWER)
    if isinstance(case, FalsePremiseCase):
        premise = _premise(scored, case.claimed)
        return [Score("explained", None, excluded="scored as a premise"), premise]
    quoted = [
        passage for passage in reply.passages if (passage.case, passage.item) in scored.gold.about
    ]
    outcomes = all(
        passage.outcome == corpus.labels[passage.case, passage.item].outcome
        for passage in quoted
        if passage.item
    )
    reasoned = any(
        _same(passage.quote, corpus.labels[passage.case, passage.item].quote or "")
        for passage in quoted
        if passage.item
    )
    explanation = (
        "right"
        if outcomes and reasoned
        else ("no quote of a decisive sentence" if outcomes else "a wrong outcome")
    )
    return [
        Score("explained", float(bool(quoted) and outcomes and reasoned), explanation),
        Score("premise corrected", None, excluded="no false premise"),
    ]


def _premise(scored: Scored, claimed: str) -> Score:
    corpus = scored.corpus
    truth = {corpus.labels[item].outcome for item in scored.gold.about}
    text = scored.reply.text.lower()
    denies = re.search(
        rf"\b(?:not|never|none|no)\b[^.\n]{{0,60}}\b{claimed}\b"
        rf"|\b{claimed}\b[^.\n]{{0,20}}\b(?:is|was) (?:wrong|not)\b",
        text,
    )
    states = any(f"{outcome}" in text for outcome in truth)
    cites = any(
        (passage.case, passage.item) in scored.gold.about for passage in scored.reply.passages
    )
    right = bool(denies) and states and cites
    return Score(
        "premise corrected",
        float(right),
        "corrected and cited"
        if right
        else "not corrected"
        if not denies
        else "corrected without the case",
    )


def _same(quote: str, decisive: str) -> bool:
    first, second = (
        set(re.findall(r"[a-z0-9]{2,}", quote.lower())),
        set(re.findall(r"[a-z0-9]{2,}", decisive.lower())),
    )
    return (
        bool(first and second)
        and len(first & second) >= _SHARED * min(len(first), len(second))
        and len(first) >= 4
    )
