"""How the time of a function grows with the length of a text."""

import time
from collections.abc import Callable


def grows_linearly(read: Callable[[str], object], piece: str) -> bool:
    """Whether a text of four times the pieces takes at most some eight times as long; a quadratic
    function takes sixteen times.

    What is measured is the time of the processor, not that of the clock: a busy machine does not
    make it longer, and the shorter of two runs is taken.
    """
    read(piece)  # what is loaded once is not measured
    short, long = (min(_seconds(read, piece * number) for _ in range(2)) for number in (1000, 4000))
    return long < 8 * short + 0.1


def _seconds(read: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    read(text)
    return time.process_time() - started
