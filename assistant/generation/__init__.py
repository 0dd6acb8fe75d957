"""The built-in writer: answers from the evidence, without a language model, and a chat model's
wording of the same evidence.

The built-in writer is deterministic, and grounded by construction: every number comes from a tally
or a count, every quote from a citation. The grounding check runs on its statements all the same.
"""
