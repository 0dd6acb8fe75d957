"""What can go wrong with a chat model."""


class ModelUnavailable(Exception):
    """A chat model that cannot be had; the message says what to do."""


class ModelFailed(Exception):
    """A chat model that gave no usable draft; the message says why."""
