"""The command lines of this project as one page of Markdown, made from their own parsers.

``python -m evals.command_reference`` writes the page.
"""

import argparse
import textwrap
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from unittest import mock

#: The programs, each run as ``python -m NAME``, in the order of the page.
PROGRAMS = ("index", "assistant", "evals")
#: Where the page stands.
PAGE = Path(__file__).parents[1] / "docs" / "command-line.md"
_WIDTH = 96
_HELD = "\0"
_HEAD = """\
# Command line

`python -m evals.command_reference` writes this page; a test compares it with the parsers. Square
brackets mark what can be left out. Exit codes, limits and settings of the environment stand in
[operations](operations.md), examples in the [quickstart](quickstart.md).
"""


class _Built(Exception):
    """Carries a finished parser out of the program that built it."""


def parser_of(program: str) -> argparse.ArgumentParser:
    """The parser that ``python -m PROGRAM`` reads its arguments with."""

    def stop(parser: argparse.ArgumentParser, *_: object) -> argparse.Namespace:
        raise _Built(parser)

    main = import_module(f"{program}.__main__").main
    with mock.patch.object(argparse.ArgumentParser, "parse_args", stop):
        try:
            main([])
        except _Built as built:
            return built.args[0]
    raise LookupError(f"python -m {program} reads no arguments")


def commands_of(parser: argparse.ArgumentParser) -> dict[str, tuple[str, argparse.ArgumentParser]]:
    """Each command of a program: what it is for, and its own parser."""
    listed = next(
        action for action in parser._actions if isinstance(action, argparse._SubParsersAction)
    )
    words = {action.dest: action.help or "" for action in listed._choices_actions}
    return {name: (words.get(name, ""), command) for name, command in listed.choices.items()}


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    """The options that a command takes, such as ``--store``."""
    return {name for action in parser._actions for name in action.option_strings}


def command_line_page() -> str:
    """The page: every program with its commands, every command with its arguments."""
    parts = [_HEAD]
    for program in PROGRAMS:
        parser = parser_of(program)
        parts.append(f"## {program}\n\n{parser.description}\n")
        parts += [
            _command(f"{program} {name}", words, command)
            for name, (words, command) in commands_of(parser).items()
        ]
    return "\n".join(parts)


def _command(name: str, words: str, parser: argparse.ArgumentParser) -> str:
    lines = [f"### {name}", "", *_wrapped(_sentence(words)), "", "```"]
    # An argument and its value stay on one line.
    usage = " ".join(_in_usage(action).replace(" ", _HELD) for action in _shown(parser))
    lines += [line.replace(_HELD, " ") for line in _wrapped(f"python -m {name} {usage}", "    ")]
    lines += ["```", ""]
    for action in _shown(parser):
        entry = f"`{_named(action)}`"
        if action.help:
            entry += f": {action.help % (vars(action) | {'prog': parser.prog})}"
        lines += _wrapped(f"- {entry}", "  ")
    return "\n".join(lines).rstrip() + "\n"


def _shown(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """The arguments of a command but for ``--help``, those without a name last."""
    shown = [action for action in parser._actions if action.dest != "help"]
    yield from (action for action in shown if action.option_strings)
    yield from (action for action in shown if not action.option_strings)


def _named(action: argparse.Action) -> str:
    """An argument with its value, as ``--store DIR``."""
    value = action.metavar or (
        f"{{{','.join(map(str, action.choices))}}}" if action.choices else action.dest.upper()
    )
    if not action.option_strings:
        return str(value)
    if action.nargs == 0:
        return action.option_strings[-1]
    return f"{action.option_strings[-1]} {value}" + (" ..." if action.nargs == "+" else "")


def _in_usage(action: argparse.Action) -> str:
    named = _named(action)
    if action.option_strings:
        return named if action.required else f"[{named}]"
    return {"*": f"[{named} ...]", "+": f"{named} ...", "?": f"[{named}]"}.get(
        str(action.nargs), named
    )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _wrapped(words: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        words,
        _WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


if __name__ == "__main__":
    PAGE.write_text(command_line_page(), "utf-8")
    print(f"written: {PAGE}")
