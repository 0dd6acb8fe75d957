"""Citation recall and precision: T. Gao et al., "Enabling large language models to generate text
with citations" (ALCE), EMNLP 2023.

Recall: whether the passages that a statement cites together support it. Precision: of its
citations, how many are of use: the statement is supported, and the citation supports it alone or is
needed by the others.
"""

from evals.metrics.score import NO_ANSWER, Score, Scored, left_out
from evals.reply import CitedPassage, Said

_NAMES = ["citation recall", "citation precision"]


def citations(scored: Scored) -> list[Score]:
    """Means over the statements of a reply.

    A statement without citation that tells a count rests on the tally and not on a passage: the
    metrics of counts score it, and it is left out here.
    """
    reply = scored.reply
    if reply.abstained:
        return left_out(_NAMES, NO_ANSWER)
    passages = {passage.id: passage for passage in reply.passages}
    statements = [
        said for said in reply.statements if said.citations or not _is_count(said, scored)
    ]
    if not statements:
        return left_out(_NAMES, "no statement that rests on a passage")
    recalls, precisions, unsupported = [], [], []
    for said in statements:
        cited = [passages[number] for number in said.citations if number in passages]
        supported = bool(cited) and _supports(scored, said, cited)
        recalls.append(float(supported))
        if not supported:
            unsupported.append(said.text[:80])
        precisions += [
            float(supported and _useful(scored, said, cited, passage)) for passage in cited
        ]
    explanation = f"unsupported: {unsupported[:3]}" if unsupported else "all supported"
    precision = sum(precisions) / len(precisions) if precisions else 0.0
    return [
        Score("citation recall", sum(recalls) / len(recalls), explanation),
        Score("citation precision", precision, explanation),
    ]


def _is_count(said: Said, scored: Scored) -> bool:
    return bool(scored.reply.counts) and not said.citations


def _supports(scored: Scored, said: Said, cited: list[CitedPassage]) -> bool:
    return scored.judge.supports(
        said.text,
        [
            f"{scored.corpus.record(passage.case, passage.item)} {passage.quote}"
            for passage in cited
        ],
    )


def _useful(scored: Scored, said: Said, cited: list[CitedPassage], one: CitedPassage) -> bool:
    others = [passage for passage in cited if passage is not one]
    return _supports(scored, said, [one]) or not others or not _supports(scored, said, others)
