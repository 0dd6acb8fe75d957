"""What a command cannot be asked for."""


class WrongUse(Exception):
    """A command was called with something it cannot do; the message says with what."""
