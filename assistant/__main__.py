"""``python -m assistant``: a question in, a counted and cited answer out; and what goes with it."""

import argparse
import os
import sys

from assistant.commands import COMMANDS
from index.settings import BadSettings, command_settings

FAILURE, WRONG_USE = 1, 2


def main(arguments: list[str] | None = None, program: str = "python -m assistant") -> int:
    """Run a command; the exit code: 0 answered (an abstention is an answer), 2 wrong use, 1
    failure. ``program`` is what the usage lines begin with.
    """
    parser = argparse.ArgumentParser(
        prog=program,
        description="Ask how disputed treatment was decided in independent medical review.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for command in COMMANDS:
        command.add_to(commands)
    asked = parser.parse_args(arguments)
    if asked.command == "settings":  # lists those too that cannot be used
        return asked.run(asked)
    try:
        chosen = command_settings("assistant")
    except BadSettings as error:
        return _fail(str(error), WRONG_USE)
    if getattr(asked, "store", None) is None:
        asked.store = chosen.store
    return _ended(asked)


def _ended(asked: argparse.Namespace) -> int:
    """The exit code of a command; its errors in one line."""
    try:
        return asked.run(asked)
    except BrokenPipeError:  # the reader of the pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _fail("interrupted", FAILURE)
    except Exception as error:
        from assistant.commands.failures import ending

        end = ending(error, asked.store)
        if end is None:
            raise
        return _fail(*end)


def _fail(message: str, code: int) -> int:
    print(f"assistant: {message}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
