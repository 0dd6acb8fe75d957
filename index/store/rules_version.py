"""Which rules described a determination: a version set by hand, with the digest of a store's own
vocabulary.
"""

from index.vocabulary import active

#: Raised with every change of what is read off a letter: layouts, extraction, the facets that are
#: declared, vocabulary, sentences, passages. A test holds the digest of all facets of the sample
#: letters for each version, and fails where they change under the same one.
RULES = 1


def description_version() -> str:
    """The version of the rules as installed, with the active additions to the vocabulary.

    A determination that was described by another version is read anew when its file is added again.
    """
    own = active().digest
    return f"{RULES} {own}" if own else str(RULES)
