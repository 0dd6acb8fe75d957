"""Which cases rules may be tuned on, and which are kept aside to see whether the rules hold
elsewhere.
"""

import hashlib
from typing import Literal

Part = Literal["tuned", "kept"]


def part(name: str) -> Part:
    """The part that a case belongs to: by the digest of its name, one in three is kept aside.

    The choice depends on nothing but the name, so that nobody can have made it with the results in
    mind, and a case keeps its part when others are added.
    """
    return "kept" if int(hashlib.sha256(name.encode()).hexdigest(), 16) % 3 == 0 else "tuned"
