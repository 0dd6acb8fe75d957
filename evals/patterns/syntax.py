"""What Python's ``re`` makes of a pattern before it compiles it: a tree of operators.

The parser is no part of the library's interface and has no types; other modules take it from here.
"""

from importlib import import_module
from typing import Any

#: The names of the operators.
code: Any = import_module("re._constants")
_parser: Any = import_module("re._parser")


def parse(pattern: str, flags: int) -> Any:
    """The tree of a pattern: a sequence of pairs of an operator and its arguments."""
    return _parser.parse(pattern, flags)
