"""The metrics: each a function from a case, its gold and a reply to scores. One metric a file."""

from evals.metrics.abstention import abstention
from evals.metrics.base_rate import base_rate
from evals.metrics.citations import citations
from evals.metrics.cost import cost
from evals.metrics.explanations import explanations
from evals.metrics.numbers import numbers
from evals.metrics.quotes import quotes
from evals.metrics.retrieval import retrieval
from evals.metrics.score import Metric, Score, Scored
from evals.metrics.tally import tallies

#: All metrics, in the order of the report.
METRICS: tuple[Metric, ...] = (
    tallies,
    explanations,
    citations,
    quotes,
    numbers,
    retrieval,
    abstention,
    base_rate,
    cost,
)

__all__ = ["METRICS", "Metric", "Score", "Scored"]
