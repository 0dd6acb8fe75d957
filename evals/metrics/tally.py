"""Counts: the set of items exactly right, the numbers right, F1 of the set.

"Exactly right" is the exact-set criterion of aggregative questions (S-RAG, arXiv 2511.08505); F1 is
that of C. J. van Rijsbergen, Information Retrieval, 1979, over items.
"""

from evals.metrics.score import NO_ANSWER, Score, Scored, left_out

_NAMES = ["tally exact", "tally numbers", "tally F1"]
_KINDS = {"tally", "reasons", "comparison", "trend", "follow-up"}


def tallies(scored: Scored) -> list[Score]:
    """How right the counts of a question about items are; of a comparison both have to be."""
    case, gold, reply = scored.case, scored.gold, scored.reply
    if case.kind not in _KINDS:
        return left_out(_NAMES, "the question asks for no count")
    if reply.abstained:
        return left_out(_NAMES, NO_ANSWER)
    item_sets = [count.items for count in reply.counts[: len(gold.item_sets)]]
    exact = len(item_sets) == len(gold.item_sets) and set(item_sets) == set(gold.item_sets)
    numbers = _numbers_right(scored)
    best = [
        max((_f1(wanted, item_set) for item_set in item_sets), default=0.0)
        for wanted in gold.item_sets
    ]
    wanted, given = gold.item_sets[0], item_sets[0] if item_sets else frozenset()
    explanation = (
        f"missing {sorted(wanted - given)[:5]}, added {sorted(given - wanted)[:5]}"
        if not exact
        else "the same items"
    )
    return [
        Score("tally exact", float(exact), explanation),
        Score("tally numbers", float(numbers), explanation),
        Score("tally F1", sum(best) / len(best), explanation),
    ]


def _numbers_right(scored: Scored) -> bool:
    wanted = sorted(
        (len(items), scored.corpus.overturned(items)) for items in scored.gold.item_sets
    )
    counts = scored.reply.counts[: len(scored.gold.item_sets)]
    return wanted == sorted((count.n, count.overturned) for count in counts) and all(
        count.n == count.upheld + count.overturned for count in counts
    )


def _f1(wanted: frozenset, given: frozenset) -> float:
    return 2 * len(wanted & given) / (len(wanted) + len(given)) if wanted or given else 1.0
