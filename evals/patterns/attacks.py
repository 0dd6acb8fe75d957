"""Texts made against a pattern: what it nearly matches, over and over, without what would end the
match.
"""

from collections.abc import Iterator

from evals.patterns.syntax import code, parse

_SEPARATORS = (
    "-",
    ".",
    ",",
    "(",
    " ",
    "\n",
    "\t",
    "_",
    "/",
    "'",
    '"',
    "’",
    "–",
    "- ",
    "a",
    "a ",
    "1 ",
    "a-",
    "mri-",
    "mri ",
    "or ",
    "not ",
)
# What ends a text so that no pattern that needs more is content.
_END = "\x01"


def attacks(pattern: str, flags: int, length: int) -> Iterator[str]:
    """Texts of about ``length`` characters made from the parts of a pattern: each beginning of a
    match, and each part that it repeats, over and over.
    """
    tree = parse(pattern, flags)
    whole = [_example(node) for node in tree]
    beginnings = ["".join(whole[:at]) for at in range(1, len(whole) + 1)]
    repeated = list(_repeated(tree))
    for unit in dict.fromkeys(filter(None, (*beginnings, *repeated, *_SEPARATORS))):
        yield filled(unit, length) + _END
    for beginning in dict.fromkeys(beginnings[:-1]):
        for unit in dict.fromkeys((*repeated, " ", "-", "a ")):
            yield beginning + filled(unit, length) + _END


def filled(unit: str, length: int) -> str:
    """A unit repeated to a length."""
    return (unit * (length // max(1, len(unit)) + 1))[:length]


def _repeated(tree) -> Iterator[str]:
    """An example of each part that a pattern repeats, in all its alternatives."""
    for kind, value in tree:
        if kind in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
            yield "".join(map(_example, value[2])) or " "
            yield from _repeated(value[2])
        elif kind is code.BRANCH:
            for branch in value[1]:
                yield from _repeated(branch)
        elif kind in (code.SUBPATTERN, code.ATOMIC_GROUP, code.ASSERT, code.ASSERT_NOT):
            yield from _repeated(value if kind is code.ATOMIC_GROUP else value[-1])


def _example(node) -> str:
    """Some words that a part of a pattern takes."""
    kind, value = node
    if kind is code.LITERAL:
        return chr(value)
    if kind is code.IN:
        return _member(value)
    if kind in (code.ANY, code.NOT_LITERAL):
        return "a"
    if kind in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
        return "".join(map(_example, value[2])) * max(1, value[0])
    if kind is code.BRANCH:
        return "".join(map(_example, value[1][0]))
    if kind is code.SUBPATTERN:
        return "".join(map(_example, value[-1]))
    return "".join(map(_example, value)) if kind is code.ATOMIC_GROUP else ""


def _member(choice) -> str:
    examples = {
        code.CATEGORY_SPACE: " ",
        code.CATEGORY_DIGIT: "1",
        code.CATEGORY_WORD: "a",
        code.CATEGORY_NOT_WORD: "-",
    }
    kind, value = choice[0]
    if kind is code.NEGATE:
        taken = {value for kind, value in choice if kind is code.LITERAL}
        return next(letter for letter in "a -1" if ord(letter) not in taken)
    if kind is code.RANGE:
        return chr(value[0])
    return examples.get(value, "a") if kind is code.CATEGORY else chr(value)
