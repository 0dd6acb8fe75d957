"""The built-in writer: answers from the evidence, without a language model.

It is deterministic, and grounded by construction: every number comes from a tally or a count, every
quote from a citation. The grounding check runs on its statements all the same.
"""

from dataclasses import dataclass

from assistant.answer import Abstention, Statement
from assistant.evidence.evidence import Evidence
from assistant.generation.about import write_chat, write_holdings, write_meaning
from assistant.generation.abstention import abstain
from assistant.generation.case import write_case
from assistant.generation.comparison import write_comparison
from assistant.generation.passages import write_passages
from assistant.generation.selection import write_selection
from assistant.generation.similar import write_similar
from assistant.query import Asked


@dataclass(frozen=True)
class Draft:
    """Statements before the grounding check; with an abstention they say what the index holds
    instead.
    """

    statements: tuple[Statement, ...]
    abstention: Abstention | None = None


def write(evidence: Evidence) -> Draft:
    """The statements that answer the query, or an abstention."""
    refusal = abstain(evidence)
    if refusal:
        reason, statements = refusal
        return Draft(tuple(statements), Abstention(reason))
    asked = evidence.query.asked
    if asked is Asked.MEANING:
        return Draft(tuple(write_meaning(evidence)))
    if asked is Asked.CHAT:
        return Draft(tuple(write_chat(evidence)))
    if asked is Asked.HOLDINGS:
        return Draft(tuple(write_holdings(evidence)))
    if asked is Asked.CASE:
        return Draft(tuple(write_case(evidence)))
    if asked is Asked.COMPARISON:
        return Draft(tuple(write_comparison(evidence)))
    if asked is Asked.SIMILAR:
        return Draft(tuple(write_similar(evidence)))
    if asked is Asked.PASSAGES:
        return Draft(tuple(write_passages(evidence)))
    return Draft(tuple(write_selection(evidence)))
