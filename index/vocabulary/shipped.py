"""The data files that come with the package."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

#: The reader of YAML written in C, which is many times faster, where the installation has it.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Service:
    """A service's place in the Division's search: its category and subcategory (None where only the
    category is known).
    """

    category: str
    subcategory: str | None


@cache
def shipped_file(name: str) -> Any:
    """The content of a data file, by its name without the ending."""
    return read_yaml(files("index.vocabulary").joinpath(f"{name}.yaml").read_text("utf-8"))


def read_yaml(text: str) -> Any:
    """The content of a file that comes with the package, as plain values."""
    return yaml.load(text, _Loader)


@cache
def stop_words() -> frozenset[str]:
    """Words that say nothing of the subject of a question or request."""
    return frozenset(
        files("index.vocabulary").joinpath("stop_words.txt").read_text("utf-8").split()
    )
