"""Chat models that lie: what they invent must not reach a reader, what they say truly should.

Nothing here uses the grounding check's code: what is true and what is not is known from how a
statement was made.
"""
