"""What an answer costs: seconds, and tokens where a chat model was used."""

from evals.metrics.score import Score, Scored


def cost(scored: Scored) -> list[Score]:
    """Seconds and tokens of one reply, and the share of a model's statements that passed the
    system's own check, put right ones included.
    """
    reply = scored.reply
    tokens = reply.tokens
    scores = [
        Score("seconds", reply.seconds),
        Score(
            "tokens",
            float(tokens) if tokens is not None else None,
            excluded=None if tokens is not None else "no chat model",
        ),
    ]
    if reply.drafted:
        scores.append(
            Score(
                "draft kept",
                (reply.drafted - reply.refused + reply.mended) / reply.drafted,
                f"{reply.refused} of {reply.drafted} refused, {reply.mended} of them put right",
            )
        )
    return scores
