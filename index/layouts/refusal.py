"""Why a text is not taken as a determination letter."""


class UnknownLayout(Exception):
    """A text that shows no known layout of a determination letter; the message says how it begins."""


class Inconsistent(UnknownLayout):
    """A letter in a known layout whose decisions were not all recognized; the message says what does not add up."""
