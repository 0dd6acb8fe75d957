"""Every regular expression that a question is held against, as it is made while questions are read.

Run as a program, so that it sees the patterns made as modules are loaded: it prints them as JSON.
Patterns are made in many ways, from the code and from the data, within functions too; so what makes
them is watched, while all questions of the sets are read, and each pattern tells how it is used.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import Any

_ROOT = Path(__file__).parents[2]
_PACKAGES = ("index", "assistant")
_CASES = _ROOT / "evals" / "cases"
# Modules that read questions; what else is used while they run is held against questions too.
_READING = "assistant"
# Parts of the assistant that read letters and answers, not questions.
_OTHER = ("web", "verification", "generation", "chat_models", "export", "commands")
# Questions that reach what those of the sets do not.
_RARE = (
    "MRIs, no clearances, assistants, consults or assistants",
    "more than 12 physical therapy visits",
    "show me the second",
    "tramadol pills",
    "How many workers older than 50 asked for acupuncture?",
    "My client had accupuncture for years. How often are MRIs upheld?",
    "Break the MRIs down, each body part for itself, as far as you can.",
    "Which regions are MRIs most often denied for?",
    "Which MRIs were upheld, excluding repeats, retrospective requests and expedited ones?",
    "Hi Maria how often are MRIs upheld?",
)
_ANCHORED = ("match", "fullmatch")


@dataclass(frozen=True)
class Pattern:
    """A pattern with its flags, the place in the code that makes it, and whether it is searched for
    or only held against one place.
    """

    pattern: str
    flags: int
    place: str
    searched: bool


def patterns() -> list[Pattern]:
    """The patterns that reading questions uses, each once for every place that makes it.

    Raises:
        subprocess.CalledProcessError: reading questions failed.
    """
    completed = subprocess.run(
        [sys.executable, "-m", __spec__.name if __spec__ else __name__],
        capture_output=True,
        check=True,
        cwd=_ROOT,
        text=True,
    )
    return [Pattern(**fields) for fields in json.loads(completed.stdout)]


class _Watched:
    """A compiled pattern that keeps how it is used."""

    def __init__(self, compiled: re.Pattern[str], place: str):
        self._compiled = compiled
        self.place = place
        self.used: set[str] = set()

    def __getattr__(self, name: str):
        if name in ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split"):
            self.used.add(name)
        return getattr(self._compiled, name)


def _watch() -> dict[tuple[str, int, str], _Watched]:
    """Watch the patterns that the code of this repository makes from now on."""
    seen: dict[tuple[str, int, str], _Watched] = {}
    module: Any = re  # what makes patterns is no part of its interface
    make = module._compile

    def made(pattern, flags):
        if isinstance(pattern, _Watched):
            return pattern
        compiled = make(pattern, flags)
        frame: FrameType | None = sys._getframe(1)
        while frame and frame.f_code.co_filename == re.__file__:
            frame = frame.f_back
        if frame is None or not isinstance(pattern, str):
            return compiled
        file = Path(frame.f_code.co_filename)
        # Libraries may lie within the folder too, in an environment of their own.
        if not any(file.is_relative_to(_ROOT / package) for package in _PACKAGES):
            return compiled
        place = f"{file.relative_to(_ROOT).as_posix()}:{frame.f_lineno}"
        return seen.setdefault((pattern, int(flags), place), _Watched(compiled, place))

    module._compile = made
    return seen


def _reads_questions(place: str) -> bool:
    first, *rest = Path(place).parts
    return first == _READING and not (rest and rest[0] in _OTHER)


def _collected() -> Iterator[Pattern]:
    seen = _watch()
    from assistant.question.follow_up import which_one
    from assistant.question.reader import read
    from assistant.reading import Reading, reading_from_json
    from evals.questions import read_cases

    before: Reading | None = None
    asked = [case.question for file in sorted(_CASES.glob("*.yaml")) for case in read_cases(file)]
    for question in (*asked, *_RARE):
        which_one(question)
        before = read(question, before)
        reading_from_json(before.as_json())
    for (pattern, flags, _), watched in seen.items():
        if watched.used or _reads_questions(watched.place):
            yield Pattern(
                pattern,
                flags,
                watched.place,
                searched=not watched.used or not watched.used <= set(_ANCHORED),
            )


if __name__ == "__main__":
    print(json.dumps([asdict(pattern) for pattern in _collected()]))
