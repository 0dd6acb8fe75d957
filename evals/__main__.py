"""``python -m evals``: measure the assistant."""

import argparse
import sys
from pathlib import Path

from evals.labels import BadLabels
from index.samples import GOLD, LETTERS

FAILURE, WRONG_USE = 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit code: 0 done, 1 a required figure was missed or a failure, 2 wrong use."""
    parser = argparse.ArgumentParser(prog="python -m evals", description="Measure the assistant.")
    commands = parser.add_subparsers(dest="command", required=True)

    fielding = commands.add_parser("fields", help="parsed items against gold labels")
    fielding.add_argument("--corpus", type=Path, default=LETTERS, metavar="DIR", help="the letters (default: the sample letters)")
    fielding.add_argument("--gold", type=Path, default=GOLD, metavar="FILE", help="their labels (default: those of the sample letters)")

    benching = commands.add_parser("bench", help="speed of adding letters, beside a plain pipeline, and of answering")
    benching.add_argument("--corpus", type=Path, default=LETTERS, metavar="DIR", help="the letters (default: the sample letters)")
    benching.add_argument("--questions", type=Path, metavar="FILE", help="one question a line (default: the tally cases of the sample letters)")

    asked = parser.parse_args(arguments)
    try:
        return {"fields": _fields, "bench": _bench}[asked.command](asked)
    except (BadLabels, FileNotFoundError) as error:
        print(f"evals: {error}", file=sys.stderr)
        return WRONG_USE


def _fields(asked: argparse.Namespace) -> int:
    from evals.fields import as_text, compare_fields
    from evals.labels import read_labels

    labels = read_labels(asked.gold)
    print(as_text(compare_fields(asked.corpus, labels)))
    return 0


def _bench(asked: argparse.Namespace) -> int:
    from evals.bench import bench

    if asked.questions:
        questions = [line.strip() for line in asked.questions.read_text("utf-8").splitlines() if line.strip()]
    else:
        from evals.cases import SAMPLES
        from evals.questions import read_cases

        questions = [case.question for case in read_cases(SAMPLES) if case.kind == "tally"]
    print(bench(asked.corpus, questions))
    return 0


if __name__ == "__main__":
    sys.exit(main())
