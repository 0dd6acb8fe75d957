"""Retrieval of the items that a question is about.

recall@k and MRR: C. D. Manning et al., Introduction to Information Retrieval, 2008, chapter 8.
nDCG@10: K. Järvelin, J. Kekäläinen, ACM TOIS 20 (2002) 422-446, with relevance 0 or 1.
Document-level mismatch: the share of the top k that comes from a wrong document (arXiv 2510.06999).
"""

from math import log2

from evals.metrics.score import Score, Scored, left_out

_NAMES = ["recall@10", "nDCG@10", "MRR", "mismatch@5"]


def retrieval(scored: Scored) -> list[Score]:
    """The measures for one reply; passages of the same item count once, at their best rank.

    Recall is taken over at most ten items, since ten passages hold no more. A clinical summary is
    of the right document but of no item.
    """
    gold, retrieved = scored.gold.about, scored.reply.retrieved
    if not gold:
        return left_out(_NAMES, "nothing is to be found")
    if not retrieved:
        return left_out(_NAMES, "the system searched no passages")
    items = list(dict.fromkeys(retrieved))
    top = items[:10]
    recall = sum(item in gold for item in top) / min(len(gold), 10)
    gains = sum(1 / log2(rank + 1) for rank, item in enumerate(top, 1) if item in gold)
    ideal = sum(1 / log2(rank + 1) for rank in range(1, min(len(gold), 10) + 1))
    first = next((1 / rank for rank, item in enumerate(items, 1) if item in gold), 0.0)
    cases = {case for case, _ in gold}
    wrong = [case not in cases for case, _ in retrieved[:5]]
    return [
        Score("recall@10", recall),
        Score("nDCG@10", gains / ideal),
        Score("MRR", first),
        Score("mismatch@5", sum(wrong) / len(wrong)),
    ]
