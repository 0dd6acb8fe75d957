"""Which services and drugs an item asks for."""

import re

from index.determination import DisputedItem
from index.vocabulary import drugs, procedure_lexicon, services

#: "Associated surgical service:", "Labs to include: EKG", "after surgery" tell the occasion of a service, not which one it is.
OCCASION = re.compile(
    r"^\s*associated\s+surgical\s+services?\s*:\s*|^\s*labs\s+to\s+include\s*:|\b(?:after|before|following|prior\s+to|in)[\s-]+(?:the\s+)?(?:surgery|laboratory)\b|\bpost[\s-]+surgery\b", re.I
)


def procedures(item: DisputedItem) -> tuple[str, ...]:
    """The canonical names of the services in the disputed request, in its order.

    A general word ("surgery", "injection", "evaluation") counts only where nothing of its kind is named
    more closely; "joint injection" in a request for a trigger point injection is no second service.
    """
    request = OCCASION.sub("", item.disputed)
    found = procedure_lexicon().values(request)
    known = services()
    kept = []
    for name in found:
        others = [other for other in found if other != name and other not in drugs()]
        if name == "other surgery" and any(known[other].category == "Surgery" for other in others) and "decompression" not in request.lower():
            continue
        if name == "joint injection" and any(known[other].category == "Injection" for other in others):
            continue
        kept.append(name)
    return tuple(kept)
