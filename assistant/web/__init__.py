"""The parts of the chat page. They show; what is shown is made elsewhere, and the command line
gives it too.
"""

from assistant.web.chat import show

__all__ = ["show"]
