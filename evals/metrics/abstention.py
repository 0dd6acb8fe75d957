"""Abstention: whether the system answers what can be answered, and only that.

Precision is taken over the replies that abstain, recall over the unanswerable cases, coverage over
the answerable ones; P. Rajpurkar et al., "Know what you don't know", ACL 2018, for the task.
"""

from evals.metrics.score import Score, Scored


def abstention(scored: Scored) -> list[Score]:
    """One score of each measure that the case speaks to."""
    abstained, should = scored.reply.abstained, scored.gold.abstain
    return [
        Score(
            "abstention precision",
            float(should),
            "" if should else "abstained on an answerable question",
        )
        if abstained
        else Score("abstention precision", None, excluded="answered"),
        Score(
            "abstention recall",
            float(abstained),
            "" if abstained else "answered what cannot be answered",
        )
        if should
        else Score("abstention recall", None, excluded="answerable"),
        Score("coverage", float(not abstained))
        if not should
        else Score("coverage", None, excluded="unanswerable"),
    ]
