"""How far a judge can be trusted: its agreement with pairs labelled by hand."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import yaml

from evals.judges.judge import Judge
from evals.labels import Label

PAIRS = Path(str(files(__name__))) / "pairs.yaml"

#: A judge that agrees less than this with the labels is reported as unfit.
FIT = 0.8


@dataclass(frozen=True)
class Pair:
    """A statement with the passage that it cites, and whether the passage supports it; ``flaw``
    says what is wrong where not.
    """

    id: str
    statement: str
    passage: str
    supported: bool
    flaw: str | None


@dataclass(frozen=True)
class Calibration:
    """A judge's agreement with the labels, Cohen's kappa, and its errors by kind.

    J. Cohen, Educational and Psychological Measurement 20 (1960) 37-46. ``wrong`` holds the ids of
    the pairs that it judged wrong, ``missed`` how many pairs of each flaw it took for supported, of
    how many.
    """

    judge: str
    n: int
    agreement: float
    kappa: float
    false_support: int
    false_refusal: int
    missed: Mapping[str, tuple[int, int]]
    wrong: tuple[str, ...]

    @property
    def fit(self) -> bool:
        """Whether the judge may be used for figures."""
        return self.kappa >= FIT


def read_pairs(labels: Mapping[tuple[str, int], Label], path: Path = PAIRS) -> tuple[Pair, ...]:
    """The labelled pairs, each passage headed by its record line; ``labels`` are those of the
    sample letters.
    """
    pairs = []
    for entry in yaml.safe_load(path.read_text("utf-8")):
        passage = entry["passage"]
        label = labels[passage["case"], passage["item"]]
        head = f"{passage['case']}, item {passage['item']}: {label.disputed}: {passage['outcome']}."
        pairs.append(
            Pair(
                entry["id"],
                entry["statement"],
                f"{head} {passage['text']}",
                entry["supported"],
                entry["flaw"],
            )
        )
    return tuple(pairs)


def calibrate(judge: Judge, pairs: tuple[Pair, ...]) -> Calibration:
    """A judge's verdicts on the pairs, held against the labels."""
    verdicts = [judge.supports(pair.statement, [pair.passage]) for pair in pairs]
    right = sum(verdict == pair.supported for verdict, pair in zip(verdicts, pairs, strict=True))
    n = len(pairs)
    says, is_so = sum(verdicts) / n, sum(pair.supported for pair in pairs) / n
    chance = says * is_so + (1 - says) * (1 - is_so)
    flaws = Counter(pair.flaw for pair in pairs if pair.flaw)
    missed = Counter(
        pair.flaw for verdict, pair in zip(verdicts, pairs, strict=True) if verdict and pair.flaw
    )
    return Calibration(
        judge=judge.name,
        n=n,
        agreement=right / n,
        kappa=(right / n - chance) / (1 - chance) if chance < 1 else 0.0,
        false_support=sum(
            verdict and not pair.supported for verdict, pair in zip(verdicts, pairs, strict=True)
        ),
        false_refusal=sum(
            not verdict and pair.supported for verdict, pair in zip(verdicts, pairs, strict=True)
        ),
        missed={flaw: (missed[flaw], count) for flaw, count in flaws.items()},
        wrong=tuple(
            pair.id
            for verdict, pair in zip(verdicts, pairs, strict=True)
            if verdict != pair.supported
        ),
    )
