"""What became of the files of an addition."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class AddReport:
    """What became of the files. ``same`` are files whose content the store already had under
    another name.
    """

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    same: int = 0
    set_aside: list[tuple[Path, str]] = field(default_factory=list)
    passed_over: list[Path] = field(default_factory=list)
