"""A question into a typed query, by rules over the index's own vocabulary and, where one is named,
a chat model.
"""
