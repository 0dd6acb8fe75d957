"""What a chat model was asked for, and what it took."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

_MILLION = 1_000_000


@dataclass(frozen=True)
class Usage:
    """The requests of an answer to a chat model.

    Tokens are those that the provider reports, None where it reports none; they are never
    estimated. ``cost`` is in US dollars: what the provider reports, else by the price that the
    settings hold, else None. ``seconds`` is the time spent waiting. Of the ``said`` statements of
    the first draft the grounding check ``refused`` some; asked again, the model put so many right
    (``mended``).
    """

    requests: int = 0
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost: float | None = None
    seconds: float = 0.0
    said: int = 0
    refused: int = 0
    mended: int = 0

    def with_reply(
        self,
        reported: Mapping[str, Any] | None,
        seconds: float,
        per_million: tuple[float, float] | None,
    ) -> "Usage":
        """This with one more request; ``reported`` is LangChain's usage metadata, with ``cost``
        where the provider tells one, ``per_million`` the price of input and output tokens.
        """
        counts = reported or {}
        taken, given = counts.get("input_tokens"), counts.get("output_tokens")
        cost = counts.get("cost")
        if cost is None and per_million and isinstance(taken, int) and isinstance(given, int):
            cost = (taken * per_million[0] + given * per_million[1]) / _MILLION
        # What one request costs without anyone knowing leaves the whole unknown.
        whole = (
            None
            if cost is None or (self.requests and self.cost is None)
            else (self.cost or 0.0) + cost
        )
        return replace(
            self,
            requests=self.requests + 1,
            input_tokens=_plus(self.input_tokens, taken),
            output_tokens=_plus(self.output_tokens, given),
            cost=whole,
            seconds=self.seconds + seconds,
        )

    def plus(self, other: "Usage | None") -> "Usage":
        """Both together; a cost only where both have one, or one asked for nothing."""
        if other is None or not other.requests:
            return self
        if not self.requests:
            return other
        cost = self.cost + other.cost if self.cost is not None and other.cost is not None else None
        taken, given = (
            _plus(self.input_tokens, other.input_tokens),
            _plus(self.output_tokens, other.output_tokens),
        )
        return Usage(
            self.requests + other.requests,
            taken,
            given,
            cost,
            self.seconds + other.seconds,
            self.said + other.said,
            self.refused + other.refused,
            self.mended + other.mended,
        )


def _plus(before: int | None, more: Any) -> int | None:
    return before if not isinstance(more, int) else (before or 0) + more
