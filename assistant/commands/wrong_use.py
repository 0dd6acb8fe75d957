"""What a command cannot be asked for."""

import argparse


class WrongUse(Exception):
    """A command was called with something it cannot do; the message says with what."""


def at_least_one(argument: str) -> int:
    """A number from 1 on, as an option's value.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    if not argument.isdecimal() or int(argument) < 1:
        raise argparse.ArgumentTypeError(f"{argument!r} is no number from 1 on")
    return int(argument)
