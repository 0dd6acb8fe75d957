"""How long the patterns that read questions take on texts made against them, and how long reading
takes as a whole, by length.
"""

import re
import signal
import time
from collections.abc import Callable
from functools import partial

from assistant.question.understand import understand
from evals.patterns.attacks import attacks, filled
from evals.patterns.collected import patterns

LENGTHS = (100, 1_000, 5_000, 20_000)
# A measurement that takes longer is cut off, and counts as so long.
_MOST_SECONDS = 5
# So many of the slowest patterns at the shortest lengths are measured at the long ones.
_KEPT = 12
_QUESTIONS = {
    "a story": (
        "My client hurt his back at work and had an MRI of the lumbar spine. How often is "
        "that denied? "
    ),
    "services": "MRI or Norco, ",
    "a hyphenated row": "mri-",
    "dashes": "-",
    "exclusions": "without MRI, ",
    "grounds": "MRI because no ",
    "comparisons": "MRI versus Norco or ",
    "unknown words": "qwertzuiop asdfghjkl ",
    "years": "in 2015 or ",
}


class _CutOff(Exception):
    """A measurement took too long."""


def seconds(run: Callable[[], object]) -> float:
    """The processor's time for a call; one that goes on for too long is cut off."""

    def stop(*_) -> None:
        raise _CutOff

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(_MOST_SECONDS)
    start = time.process_time()
    try:
        run()
    except _CutOff:
        return float(_MOST_SECONDS)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    return time.process_time() - start


def bench_patterns() -> str:
    """The slowest patterns and reading as a whole, as text: milliseconds by length."""
    collected = patterns()
    lines = [
        (
            f"{len(collected)} patterns; milliseconds of the processor by characters: "
            f"{', '.join(f'{length:,}' for length in LENGTHS)}"
        )
    ]
    by_pattern = [
        (max(_times(pattern.pattern, pattern.flags, pattern.searched, 1_000)), pattern)
        for pattern in collected
    ]
    for _, pattern in sorted(by_pattern, key=lambda pair: -pair[0])[:_KEPT]:
        times = [
            max(_times(pattern.pattern, pattern.flags, pattern.searched, length))
            for length in LENGTHS
        ]
        lines.append(f"{_row(times)}  {pattern.place}  {pattern.pattern[:50]!r}")
    lines.append("reading a whole question")
    understand("How often are MRIs upheld because no red flag was found?")
    for name, unit in _QUESTIONS.items():
        times = [
            seconds(partial(understand, f"How are MRIs decided? {filled(unit, length)}"))
            for length in LENGTHS
        ]
        lines.append(f"{_row(times)}  {name}")
    return "\n".join(lines)


def _row(times: list[float]) -> str:
    return " ".join(f"{1_000 * duration:9.1f}" for duration in times)


def _times(pattern: str, flags: int, searched: bool, length: int) -> list[float]:
    compiled = re.compile(pattern, flags)
    use = compiled.search if searched else compiled.match
    return [seconds(partial(use, text)) for text in attacks(pattern, flags, length)]
