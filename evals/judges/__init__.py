"""Judges of support: whether passages carry a statement. Each is calibrated on pairs labelled by
hand.
"""

from evals.judges.judge import Judge
from evals.judges.lexical import LexicalJudge

__all__ = ["Judge", "LexicalJudge"]
