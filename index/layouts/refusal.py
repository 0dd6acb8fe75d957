"""Why a text is not taken as a determination letter."""


class UnknownLayout(Exception):
    """A text that shows no known layout of a determination letter; the message says how it
    begins.
    """


class Inconsistent(UnknownLayout):
    """A text in a known layout out of which no determination can be made; the message says what
    does not add up.
    """
