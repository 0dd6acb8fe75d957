"""What is read off the sample letters changes only together with the version of the rules."""

import hashlib
import json
from dataclasses import asdict

from index.extraction.attributes import ItemFacets
from index.extraction.describe import describe
from index.layouts import parse_letter
from index.readers import read_letter
from index.samples import LETTERS
from index.store.rules_version import RULES, description_version

#: The digest of everything that each version of the rules reads off the sample letters. Entries are
#: added, never changed.
DIGESTS = {1: "4b1c68284c6436dd"}


# Facets whose values stand in the determination or in fields of their own as well.
_IN_FIELDS = {
    *("procedure", "region", "level", "guideline", "reason", "diagnosis", "mechanism"),
    *("specialty", "licensed_in"),
}


def _told(facets: ItemFacets) -> dict[str, object]:
    told = asdict(facets)
    values = told.pop("facet_values")
    others = {name: values[name] for name in values if name not in _IN_FIELDS}
    return told | ({"facet_values": others} if others else {})


def digest_of_samples() -> str:
    """The digest of all determinations and facets of the sample letters."""
    digest = hashlib.sha256()
    for path in sorted(LETTERS.iterdir()):
        letter = read_letter(path)
        determination = parse_letter(letter)
        facets = describe(determination, letter.text)
        read = {"letter": asdict(determination), "facets": [_told(each) for each in facets]}
        digest.update(json.dumps(read, default=str, sort_keys=True).encode())
    return digest.hexdigest()[:16]


def test_a_change_of_what_is_read_raises_the_version_of_the_rules():
    now = digest_of_samples()
    assert DIGESTS.get(RULES) == now, (
        "what is read off the sample letters has changed: raise RULES in "
        "index/store/rules_version.py "
        f"to {max(DIGESTS) + 1} and add its digest here: {now}"
    )


def test_every_version_has_one_digest_and_no_two_share_it():
    assert sorted(DIGESTS) == list(range(1, RULES + 1))
    assert len(set(DIGESTS.values())) == len(DIGESTS)


def test_the_version_is_set_by_hand_and_knows_of_no_source_file():
    assert description_version() == str(RULES)
