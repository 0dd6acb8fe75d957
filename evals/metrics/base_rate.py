"""Against the base rate: the error of the overturned share that is told, beside that of always
telling the corpus's share.
"""

from evals.metrics.score import NO_ANSWER, Score, Scored, left_out

_NAMES = ["share error", "base rate error"]


def base_rate(scored: Scored) -> list[Score]:
    """Absolute errors of the share, between 0 and 1; of tallies with at least one item."""
    case, gold, corpus, reply = scored.case, scored.gold, scored.corpus, scored.reply
    if case.kind != "tally" or not gold.item_sets[0]:
        return left_out(_NAMES, "no tally")
    if reply.abstained:
        return left_out(_NAMES, NO_ANSWER)
    truth = corpus.overturned(gold.item_sets[0]) / len(gold.item_sets[0])
    base = corpus.overturned(frozenset(corpus.labels)) / len(corpus.labels)
    if not reply.counts or not reply.counts[0].n:
        return [
            Score("share error", None, excluded="no count told"),
            Score("base rate error", abs(base - truth)),
        ]
    share = reply.counts[0].overturned / reply.counts[0].n
    return [Score("share error", abs(share - truth)), Score("base rate error", abs(base - truth))]
