"""What the command line offers: the same parts that the page is made of."""

from assistant.commands import (
    ask,
    conversations,
    facets,
    feedback,
    log,
    models,
    schema,
    settings,
    suggest,
)
from assistant.commands.wrong_use import WrongUse

#: The commands, each a module with ``add_to(commands)``, which adds its parser; that of a command
#: knows how to ``run``. What a command works with is imported when it runs: help comes at once.
COMMANDS = (ask, schema, facets, suggest, conversations, feedback, log, models, settings)

__all__ = ["COMMANDS", "WrongUse"]
