"""Whether an item was already given, and whether a part of it was authorized."""

import re

from index.determination import DisputedItem

_GIVEN = re.compile(r"\bretro(?:spective(?:ly)?)?\b|\bDOS\b|\bdates?\s+of\s+service\b", re.I)
_REMAINDER = re.compile(r"remaining\s+IMR\s+eligible", re.I)
_WORD = re.compile(r"[A-Za-z]{4,}")


def retrospective(item: DisputedItem) -> bool:
    """Whether the service was already given: the request says so, or names a date of service."""
    return _GIVEN.search(item.request.text) is not None


def partly_authorized(item: DisputedItem) -> bool:
    """Whether the claims administrator authorized a part of what was asked for.

    A letter that tells of a remaining portion says so. One that tells of something authorized which
    left the request as it was may speak of another service in its stead (a nursing facility for
    inpatient rehabilitation): the two then begin with different words, and nothing of the request
    itself was authorized.
    """
    if item.authorized is None or _REMAINDER.search(item.request.text):
        return item.authorized is not None
    asked = {word.lower() for word in _WORD.findall(item.disputed)}
    first = _WORD.search(item.authorized)
    return first is None or first.group().lower() in asked
