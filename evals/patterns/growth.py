"""Whether a regular expression takes time in proportion to a text's length, told from its form
alone.

A pattern is read as an automaton whose places are the single characters that it can take. Two
shapes make a backtracking matcher slow on some text, however the text goes on: a loop that can take
one and the same stretch in two ways (time grows exponentially), and two loops one behind the other
that can both take it (time grows with a power of the length). Since a search begins anew at each
character, what stands before the match counts as a loop over any characters. C. Weideman et al.,
"Analyzing Matching Time Behavior of Backtracking Regular Expression Matchers by Using Ambiguity of
NFA" (CIAA 2016), describes both shapes.

Conditions on what follows are left out, so that a pattern can be blamed that is fast; none that is
slow goes free but where a group in it is bounded to few repetitions.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from evals.patterns.syntax import code, parse

# Every character that a pattern tells from others, near enough: ASCII, and some of each other kind.
_ALPHABET = [chr(n) for n in range(1, 256)] + list("–—‐―‘’“”×日Жſ\u2003\u2028")
_EVERY = (1 << len(_ALPHABET)) - 1
# A repetition bounded to more than this counts as unbounded where a loop in it is concerned.
_FEW = 12
# Repetitions of a group with loops in it are written out so often.
_COPIES = 3


_SINGLE = (code.LITERAL, code.NOT_LITERAL, code.IN, code.ANY)
_Node = TypeVar("_Node", bound=Hashable)


def _mask(test) -> int:
    return sum(1 << place for place, letter in enumerate(_ALPHABET) if test(letter))


_CATEGORIES = {
    code.CATEGORY_DIGIT: _mask(str.isdecimal),
    code.CATEGORY_SPACE: _mask(str.isspace),
    code.CATEGORY_WORD: _mask(lambda letter: letter.isalnum() or letter == "_"),
}
_CATEGORIES |= {
    code.CATEGORY_NOT_DIGIT: _EVERY & ~_CATEGORIES[code.CATEGORY_DIGIT],
    code.CATEGORY_NOT_SPACE: _EVERY & ~_CATEGORIES[code.CATEGORY_SPACE],
    code.CATEGORY_NOT_WORD: _EVERY & ~_CATEGORIES[code.CATEGORY_WORD],
}
_WORD, _SPACE = _CATEGORIES[code.CATEGORY_WORD], _CATEGORIES[code.CATEGORY_SPACE]
_HYPHEN, _NEWLINE, _STOP = _mask("-".__eq__), _mask("\n".__eq__), _mask(".?!".__contains__)
# What conditions on the character before ask for; the places are split so that each lies within one
# of them.
_KINDS = (
    _CATEGORIES[code.CATEGORY_DIGIT],
    _mask(lambda letter: letter.isalpha() and letter.isascii()),
    _NEWLINE,
    _SPACE & ~_NEWLINE,
    _HYPHEN,
    _STOP,
)
_KINDS += (_WORD & ~_KINDS[0] & ~_KINDS[1], _EVERY & ~_WORD & ~_SPACE & ~_HYPHEN & ~_STOP)


@dataclass(frozen=True)
class Slow:
    """A shape that takes more than linear time, and the characters that bring it out."""

    exponential: bool
    letters: str

    def __str__(self) -> str:
        how = "exponentially" if self.exponential else "with a power of the length"
        return f"grows {how} on runs of {self.letters!r}"


@dataclass(frozen=True)
class _Step:
    """What has to hold between two characters: kinds of them that may stand before and behind, and
    whether one of them alone is a word's.
    """

    before: int = _EVERY
    behind: int = _EVERY
    edge: bool | None = None
    #: Whether the step begins a bounded repetition again.
    bounded: bool = False
    #: Whether more has to hold than is told here.
    more: bool = False

    def joined(self, other: "_Step") -> "_Step | None":
        if self.edge is not None and other.edge is not None and self.edge != other.edge:
            return None
        return _Step(
            self.before & other.before,
            self.behind & other.behind,
            other.edge if self.edge is None else self.edge,
            self.bounded or other.bounded,
            self.more or other.more,
        )


_FREE = _Step()
_Ends = list[tuple[int, _Step]]


@dataclass
class _Part:
    """A part of a pattern: the places that it can begin and end with, and the steps that pass it
    by.
    """

    first: _Ends = field(default_factory=list)
    last: _Ends = field(default_factory=list)
    empty: list[_Step] = field(default_factory=list)


def slow(pattern: str, flags: int = 0, searched: bool = True) -> Slow | None:
    """The shape that makes ``pattern`` slow on some text; None where its time grows with the text's
    length alone.

    One that is not ``searched`` for is only held against the place where a text begins (`re.match`,
    `re.fullmatch`).
    """
    automaton = _Automaton(pattern, flags, searched)
    return automaton.exponential() or automaton.polynomial()


class _Automaton:
    """The places of a pattern and the steps between them; the first places stand for the text
    before a match.
    """

    def __init__(self, pattern: str, flags: int, searched: bool):
        self.letters: list[int] = []
        self.steps: list[dict[int, list[_Step]]] = []
        tree = parse(pattern, flags)
        self._flags = tree.state.flags
        self._groups: dict[int, tuple] = {}
        #: Loops that begin again in two ways.
        self._twice: list[int] = []
        self.before = [self._place(kind) for kind in _KINDS] if searched else []
        whole = self._sequence(tree)
        for one in self.before:
            for place, step in whole.first:
                self._step(one, place, step)
        #: Behind these a match is complete, whatever follows.
        self.ends = {place for place, step in whole.last if step == _FREE}
        #: The places behind each, with the characters that lead there; and those behind each but
        #: for the beginning of a bounded repetition.
        self._ahead, self._on = self._follows(loops_only=False), self._follows(loops_only=True)
        self._loops = _loops(
            range(len(self.letters)), lambda place: [other for other, _ in self._on[place]]
        )

    def _place(self, letters: int) -> int:
        self.letters.append(letters)
        self.steps.append({})
        return len(self.letters) - 1

    def _step(self, one: int, other: int, step: _Step, again: bool = False) -> None:
        allowed = self.letters[other] & step.behind
        if not allowed or not self.letters[one] & step.before:
            return
        if step.edge is not None and step.edge == (
            bool(self.letters[one] & _WORD) == bool(allowed & _WORD)
        ):
            return
        known = self.steps[one].setdefault(other, [])
        if step not in known:
            known.append(step)
        elif again:
            self._twice.append(other)

    def _follows(self, loops_only: bool) -> list[list[tuple[int, int]]]:
        """The places behind each, with the characters that lead there."""
        following: list[list[tuple[int, int]]] = []
        for steps in self.steps:
            ahead = []
            for other, ways in steps.items():
                letters = 0
                for step in ways:
                    letters |= (
                        0 if loops_only and step.bounded else self.letters[other] & step.behind
                    )
                if letters:
                    ahead.append((other, letters))
            following.append(ahead)
        return following

    # From the parse tree to places.

    def _atom(self, letters: int) -> _Part:
        places = [self._place(letters & kind) for kind in _KINDS if letters & kind]
        return _Part([(place, _FREE) for place in places], [(place, _FREE) for place in places])

    def _sequence(self, tree) -> _Part:
        whole = _Part(empty=[_FREE])
        for node in tree:
            whole = self._behind(whole, self._node(*node))
        return whole

    def _behind(self, one: _Part, other: _Part) -> _Part:
        self._link(one.last, other.first)
        first = one.first + _through(one.empty, other.first)
        last = other.last + _through(other.empty, one.last)
        empty = [step for a in one.empty for b in other.empty if (step := a.joined(b))]
        return _Part(
            list(dict.fromkeys(first)), list(dict.fromkeys(last)), list(dict.fromkeys(empty))
        )

    def _link(self, last: _Ends, first: _Ends, bounded: bool = False, again: bool = False) -> None:
        extra = _Step(bounded=bounded)
        for one, left in last:
            for other, right in first:
                if (step := left.joined(right)) and (step := step.joined(extra)):
                    self._step(one, other, step, again)

    def _node(self, kind, value) -> _Part:
        if kind in _SINGLE:
            return self._atom(_letters(kind, value, self._flags))
        if kind in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
            return self._repeat(*value, possessive=kind is code.POSSESSIVE_REPEAT)
        if kind is code.BRANCH:
            return _either([self._sequence(branch) for branch in value[1]])
        if kind is code.SUBPATTERN:
            self._groups[value[0]] = value[-1]
            return self._sequence(value[-1])
        if kind is code.ATOMIC_GROUP:
            return self._sequence(value)
        if kind is code.GROUPREF:
            return self._sequence(self._groups[value])
        if kind is code.GROUPREF_EXISTS:
            return _either([self._sequence(value[1]), self._sequence(value[2] or [])])
        if kind is code.ASSERT or kind is code.ASSERT_NOT:
            return self._look(kind, *value)
        return _Part(empty=[self._condition(value)])

    def _condition(self, value) -> _Step:
        edges = {code.AT_BOUNDARY: True, code.AT_NON_BOUNDARY: False}
        starts = value in (code.AT_BEGINNING, code.AT_BEGINNING_STRING)
        ends = value in (code.AT_END, code.AT_END_STRING)
        return _Step(
            before=(_NEWLINE if self._flags & re.M else 0) if starts else _EVERY,
            behind=_NEWLINE if ends else _EVERY,
            edge=edges.get(value),
        )

    def _look(self, kind, direction: int, inner) -> _Part:
        """A condition on what stands before or behind: one character's is kept, a longer one behind
        is read, and leads no further.
        """
        if len(inner) == 1 and inner[0][0] in _SINGLE:
            letters = _letters(*inner[0], self._flags)
            letters = _EVERY & ~letters if kind is code.ASSERT_NOT else letters
            return _Part(
                empty=[_Step(before=letters) if direction < 0 else _Step(behind=letters, more=True)]
            )
        ahead = self._sequence(inner).first if direction > 0 else []
        return _Part(first=ahead, empty=[_Step(more=True)])

    def _repeat(self, least: int, most: int, tree, possessive: bool) -> _Part:
        unbounded = most is code.MAXREPEAT
        if not unbounded and most <= 1:
            part = self._sequence(tree)
        elif not unbounded and _has_loop(tree):
            copies = min(most, max(_COPIES, least if least <= _COPIES else 0))
            part = self._sequence(tree)
            for _ in range(copies - 1):
                part = self._behind(part, _optional(self._sequence(tree)))
            if most > _FEW:
                self._link(part.last, part.first, again=True)
        else:
            part = self._sequence(tree)
            self._link(part.last, part.first, bounded=not unbounded, again=unbounded)
        if possessive and unbounded and len(tree) == 1 and tree[0][0] in _SINGLE:
            # What the loop can take it has taken.
            others = _Step(behind=_EVERY & ~_letters(*tree[0], self._flags))
            part = _Part(part.first, _through([others], part.last), part.empty)
        return _optional(part) if least == 0 else part

    # The two shapes.

    def exponential(self) -> Slow | None:
        """A loop that takes one stretch in two ways."""
        for loop in self._loops:
            within = set(loop)
            if both := next((place for place in self._twice if place in within), None):
                return Slow(True, self._told(self.letters[both]))
            graph = self._pairs(within)
            for pairs in _loops(graph, graph.__getitem__):
                if any(one == other for one, other in pairs) and (
                    apart := next((pair for pair in pairs if pair[0] != pair[1]), None)
                ):
                    return Slow(True, self._told(self.letters[apart[0]] & self.letters[apart[1]]))
        return None

    def _pairs(self, within: set[int]) -> dict[tuple[int, int], set[tuple[int, int]]]:
        """Two readings of a stretch side by side, in either order, from any place of a loop."""
        graph: dict[tuple[int, int], set[tuple[int, int]]] = {}
        left = [(place, place) for place in within]
        while left:
            pair = left.pop()
            if pair in graph:
                continue
            graph[pair] = {
                (min(one, other), max(one, other))
                for one, first in self._on[pair[0]]
                if one in within
                for other, second in self._on[pair[1]]
                if other in within and first & second
            }
            left += graph[pair]
        return graph

    def polynomial(self) -> Slow | None:
        """Two loops one behind the other, or the text before a match and a loop, that can both take
        one stretch.
        """
        for second in self._loops:
            # Where the match is complete behind a loop, no search begins anew within it.
            if not self.ends & set(second) and (letters := self._begun_within(second)):
                return Slow(False, self._told(letters))
            for first in self._loops:
                if (
                    first is not second
                    and self._all(first) & self._all(second)
                    and (letters := self._both(first, second))
                ):
                    return Slow(False, self._told(letters))
        return None

    def _all(self, loop: list[int]) -> int:
        letters = 0
        for place in loop:
            letters |= self.letters[place]
        return letters

    def _begun_within(self, loop: list[int]) -> int:
        """The characters of a stretch of a loop in which a match can begin that leads into the
        loop; 0 without one.
        """
        within = set(loop)
        for goal in loop:
            for begin in self.before:
                if not self.letters[begin] & self.letters[goal]:
                    continue
                start = (begin, goal)
                seen = {start: 0}
                left = [start]
                while left:
                    y, z = state = left.pop()
                    for next_z, c in self._on[z]:
                        if next_z not in within:
                            continue
                        ahead = list(self._ahead[y])
                        if y in self.before:  # the match can begin later
                            ahead += [(other, self.letters[other]) for other in self.before]
                        for next_y, b in ahead:
                            reached = (next_y, next_z)
                            if not b & c or (reached in seen and reached != start):
                                continue
                            seen.setdefault(reached, seen[state] | b & c)
                            if reached == (goal, goal):
                                return seen[reached]
                            if reached != start:
                                left.append(reached)
        return 0

    def _both(self, first: list[int], second: list[int]) -> int:
        """The characters of a stretch that leads from the first loop back into it and into the
        second, and from the second back into it; 0 without one.
        """
        one, other = set(first), set(second)
        for goal in second:
            for begin in first:
                start = (begin, begin, goal)
                seen = {start: 0}
                left = [start]
                while left:
                    x, y, z = state = left.pop()
                    for next_z, c in self._on[z]:
                        if next_z not in other:
                            continue
                        for next_y, b in self._ahead[y]:
                            if not b & c:
                                continue
                            for next_x, a in self._on[x]:
                                shared = a & b & c
                                reached = (next_x, next_y, next_z)
                                if next_x not in one or not shared or reached in seen:
                                    continue
                                seen[reached] = seen[state] | shared
                                if reached == (begin, goal, goal):
                                    return seen[reached]
                                left.append(reached)
        return 0

    def _told(self, letters: int) -> str:
        characters = [letter for place, letter in enumerate(_ALPHABET) if letters >> place & 1]
        return "".join(sorted(characters, key=lambda letter: (not letter.isprintable(), letter)))[
            :8
        ]


def _loops(nodes: Iterable[_Node], ahead: Callable[[_Node], Iterable[_Node]]) -> list[list[_Node]]:
    """The loops of a graph (R. Tarjan's strongly connected components, single nodes only where they
    lead to themselves).
    """
    number: dict[_Node, int] = {}
    low: dict[_Node, int] = {}
    open_nodes: dict[_Node, None] = {}
    loops = []
    for root in nodes:
        path: list[tuple[_Node, Iterator[_Node]]] = []
        _enter(root, ahead, number, low, open_nodes, path)
        while path:
            node, others = path[-1]
            other = next(others, None)
            if other is not None:
                _enter(other, ahead, number, low, open_nodes, path)
                low[node] = min(low[node], number[other]) if other in open_nodes else low[node]
                continue
            path.pop()
            if path:
                low[path[-1][0]] = min(low[path[-1][0]], low[node])
            if low[node] == number[node]:
                loop = []
                while not loop or loop[-1] != node:
                    loop.append(open_nodes.popitem()[0])
                if len(loop) > 1 or node in ahead(node):
                    loops.append(loop)
    return loops


def _enter(
    node: _Node,
    ahead,
    number: dict[_Node, int],
    low: dict[_Node, int],
    open_nodes: dict[_Node, None],
    path: list[tuple[_Node, Iterator[_Node]]],
) -> None:
    """Go on to a node that was not seen before."""
    if node not in number:
        number[node] = low[node] = len(number)
        open_nodes[node] = None
        path.append((node, iter(ahead(node))))


def _through(steps: list[_Step], ends: _Ends) -> _Ends:
    return [
        (place, joined) for step in steps for place, own in ends if (joined := step.joined(own))
    ]


def _optional(part: _Part) -> _Part:
    return _Part(part.first, part.last, list(dict.fromkeys([*part.empty, _FREE])))


def _either(parts: list[_Part]) -> _Part:
    return _Part(
        [end for part in parts for end in part.first],
        [end for part in parts for end in part.last],
        list(dict.fromkeys(step for part in parts for step in part.empty)),
    )


def _has_loop(tree) -> bool:
    """Whether an unbounded repetition stands in a part of a pattern."""
    for kind, value in tree:
        if kind in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
            if value[1] is code.MAXREPEAT or value[1] > _FEW or _has_loop(value[2]):
                return True
        elif kind is code.BRANCH:
            if any(_has_loop(branch) for branch in value[1]):
                return True
        elif kind in (code.SUBPATTERN, code.ATOMIC_GROUP):
            if _has_loop(value[-1] if kind is code.SUBPATTERN else value):
                return True
        elif kind is code.GROUPREF_EXISTS and (_has_loop(value[1]) or _has_loop(value[2] or [])):
            return True
    return False


def _letters(kind, value, flags: int) -> int:
    """The characters of the alphabet that one character of a pattern takes."""
    if kind is code.ANY:
        return _EVERY if flags & re.S else _EVERY & ~_NEWLINE
    if kind is code.LITERAL:
        return _literal(chr(value), flags & re.I)
    if kind is code.NOT_LITERAL:
        return _EVERY & ~_literal(chr(value), flags & re.I)
    letters, negated = 0, False
    for inner, what in value:
        if inner is code.NEGATE:
            negated = True
        elif inner is code.CATEGORY:
            letters |= _CATEGORIES[what]
        elif inner is code.LITERAL:
            letters |= _literal(chr(what), flags & re.I)
        else:
            letters |= _range(*what, flags & re.I)
    return _EVERY & ~letters if negated else letters


@cache
def _range(low: int, high: int, any_case: int) -> int:
    return _mask(
        lambda letter: any(
            low <= ord(form) <= high
            for form in ((letter, letter.lower(), letter.upper()) if any_case else (letter,))
            if len(form) == 1
        )
    )


@cache
def _literal(letter: str, any_case: int) -> int:
    forms = {letter, letter.lower(), letter.upper()} if any_case else {letter}
    return _mask(lambda other: other in forms)
