"""A score: a value with its explanation, or why there is none."""

from collections.abc import Callable
from dataclasses import dataclass

from evals.gold import Corpus, Gold
from evals.judges.judge import Judge
from evals.questions import Case
from evals.reply import Reply


@dataclass(frozen=True)
class Score:
    """What a metric gives for one case.

    ``value`` is None where the metric does not apply to the case or the system gave no answer;
    ``excluded`` then says which: "no answer" is a result of its own, neither right nor wrong.
    Higher is better unless the metric's name says error, mismatch or seconds.
    """

    metric: str
    value: float | None
    explanation: str = ""
    excluded: str | None = None


@dataclass(frozen=True)
class Scored:
    """What a metric is given: the case, what is right, the reply, the corpus, and the judge of
    support.
    """

    case: Case
    gold: Gold
    reply: Reply
    corpus: Corpus
    judge: Judge


Metric = Callable[[Scored], list[Score]]

NO_ANSWER = "no answer"


def left_out(names: list[str], why: str) -> list[Score]:
    """Scores without a value."""
    return [Score(name, None, excluded=why) for name in names]
