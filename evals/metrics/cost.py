"""What an answer costs: seconds, and tokens where a chat model was used."""

from evals.metrics.score import Score, Scored


def cost(scored: Scored) -> list[Score]:
    """Seconds and tokens of one reply."""
    tokens = scored.reply.tokens
    return [Score("seconds", scored.reply.seconds), Score("tokens", float(tokens) if tokens is not None else None, excluded=None if tokens is not None else "no chat model")]
