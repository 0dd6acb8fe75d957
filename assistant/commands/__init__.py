"""What the command line offers beside ``ask``: the same parts that the page is made of."""

from assistant.commands import conversations, facets, feedback, log, suggest
from assistant.commands.wrong_use import WrongUse

#: The commands, each a module with ``add_to(commands)``, which adds its parser; that of a command
#: knows how to ``run``.
COMMANDS = (facets, suggest, conversations, feedback, log)

__all__ = ["COMMANDS", "WrongUse"]
