"""Chat models: which there are, how one is had by its name, and how its reply is read while it
streams.

The built-in writer needs none of this; a chat model only words what the evidence carries.
"""
