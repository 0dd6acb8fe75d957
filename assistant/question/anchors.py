"""Which words of a question carry the parts of a query, and which parts no word carries.

A part of a query is anchored in words of the question: in those that the vocabulary knows for a
value, in the value's own words, in numbers and days, in words that deny, compare, set out or ask
(`anchors.yaml`). In a conversation what the turns before it say or were read as anchors too. The
check goes by words alone, whoever read the question.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from assistant.presentation.phrases import part_in_words
from assistant.query import (
    AllPremise,
    ExistsPremise,
    IntentName,
    MajorityPremise,
    NonePremise,
    OutcomePremise,
    PeriodPremise,
    Premise,
    Query,
    Statistic,
    Unit,
)
from assistant.question.wording import NOWHERE, Places, Wording, stems
from index.extraction.levels import levels_in
from index.facets.body import LEVEL, REGION
from index.facets.decision import OUTCOME
from index.facets.facet import Facet
from index.facets.filter import (
    All,
    AnyOf,
    Criterion,
    Filter,
    Not,
    Range,
    Text,
    parts_of,
)
from index.facets.letter import AMOUNT, CASE, POSITION
from index.facets.registry import facet_of_group
from index.facets.service import CATEGORY, PROCEDURE, SUBCATEGORY
from index.vocabulary import (
    class_lexicon,
    procedure_lexicon,
    region_class_lexicon,
    request_lexicon,
    services,
)
from index.vocabulary.lexicon import Mention

#: Of the words of a value that no lexicon holds so many have to stand in the question.
_SHARE = 0.5
#: Of the words of a described situation so many are the asker's.
_SITUATION = 0.8
#: So many words a denial reaches.
_SCOPE = 6
_OTHER = {"upheld": "overturned", "overturned": "upheld"}
_BY_LEXICON = (PROCEDURE, CATEGORY, SUBCATEGORY, REGION)


@cache
def _data() -> Mapping[str, Any]:
    text = files(__name__.rpartition(".")[0]).joinpath("anchors.yaml").read_text("utf-8")
    return yaml.safe_load(text)


@cache
def _function_words() -> frozenset[str]:
    """The words that say nothing by themselves, and those for the denial that every item had."""
    words = (*_data()["function"].split(), *_data()["denials"])
    return frozenset(each[0] for word in words if len(each := stems(word)) == 1)


@dataclass(frozen=True)
class Anchoring:
    """The words of a question that a query owns, its parts that no word carries, in words, those
    that only words can carry which nothing knows (``guessed``), and how much the query keeps of
    what was asked before where the question does not say it.
    """

    owned: Places
    unanchored: tuple[str, ...]
    guessed: tuple[str, ...] = ()
    kept: int = 0


@dataclass
class _Told:
    """What is found while the parts of a query are gone through."""

    owned: set[int] = field(default_factory=set)
    unanchored: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)

    def take(self, places: Places, carried: bool, part: str, is_own: bool = False) -> None:
        """Note a part: the question's words that carry it, or that none does; ``is_own`` where it
        has to stand there as it is: the asker's own words, a case.
        """
        self.owned |= places
        if not places and not carried:
            (self.invented if is_own else self.unanchored).append(part)

    def add(self, other: "_Told") -> None:
        """Note what another one noted."""
        self.owned |= other.owned
        self.unanchored += other.unanchored
        self.invented += other.invented


class Anchors:
    """The words of a question and of the conversation before it, against which queries are held.

    ``before`` are the queries of the turns before it with their questions. ``taken`` is a query
    that is known to rest on the question's words: what it says too needs no further words.
    """

    def __init__(
        self,
        question: str,
        before: Sequence[tuple[str, Query]] = (),
        taken: Query | None = None,
    ):
        self._said = _Terms(question)
        self._earlier = _Terms(" . ".join(told for turn in before for told in _telling(*turn)))
        self._before = [query for _, query in before]
        self._taken = taken
        self._compares = False
        self._known = [*self._before, *([taken] if taken is not None else [])]
        self._parts = {each.key for query in self._known for each in _all_parts(query)}

    def content(self, places: Iterable[int]) -> Places:
        """Those of some words that say something."""
        said = self._said.wording.stems
        weak = _function_words()
        return frozenset(place for place in places if said[place] not in weak)

    def places_of(self, text: str) -> Places:
        """The words of the question that another text has too."""
        return self._said.wording.words_of(text)

    def distinct(self, places: Places) -> int:
        """How many different words stand at some places."""
        return len({self._said.wording.stems[place] for place in places})

    def left(self, query: Query, owned: Places) -> Places:
        """The words that a query leaves unread and that some others do not own."""
        return self.content(frozenset().union(*map(self.places_of, query.unread))) - owned

    def anchoring(self, query: Query) -> Anchoring:
        """Which words of the question a query owns, and which of its parts none carries."""
        told = _Told()
        self._compares = bool(query.compare)
        for part in _own_parts(query):
            self._part(part, told)
        if query.compare:
            told.owned |= self._any("comparing")
        for check in (
            self._side,
            self._intent,
            self._unit,
            self._group,
            self._measure,
            self._case,
            self._words,
            self._premise,
        ):
            check(query, told)
        told.owned |= self._put_back(query) | self._taken_out(query)
        if query.intent is IntentName.REFUSE:  # last: what nothing else owns may be what it is for
            self._refusal(query, told)
        told.unanchored += [part_in_words(part) for part in _contradicted(query)]
        left = frozenset().union(*map(self.places_of, query.unread))
        owned = (self.content(told.owned) | self._cues(query)) - left
        guessed = self._guessed(query, owned, told.unanchored)
        unanchored = [
            *(part for part in dict.fromkeys(told.unanchored) if part not in guessed),
            *dict.fromkeys(told.invented),
        ]
        return Anchoring(owned, tuple(unanchored), guessed, self._kept(query))

    def _guessed(self, query: Query, owned: Places, parts: Sequence[str]) -> tuple[str, ...]:
        """The parts of a query beside the one that is taken, if words that this one leaves unread
        and that nothing else owns can stand for all of them.
        """
        if self._taken is None or query is self._taken:
            return ()
        unread = frozenset().union(*map(self.places_of, self._taken.unread))
        once = tuple(dict.fromkeys(parts))
        return once if len(once) <= len(unread - owned) else ()

    def _cues(self, query: Query) -> Places:
        """The words that ask what a query asks."""
        if query.refusal is not None:
            return self._any("refusals", query.refusal.value)
        cues = self._any("intents", query.intent.value)
        if query.intent is IntentName.REQUIREMENTS:  # to get it approved
            cues |= self._any("outcome", "overturned")
        return cues

    def _kept(self, query: Query) -> int:
        """How much of what the last turn asked a query keeps where the question does not say it:
        its intent, its side.
        """
        if not self._before:
            return 0
        last = self._before[-1]
        says_what = any(
            self._any("intents", intent)
            for intent in _data()["intents"]
            if intent not in ("chat", "case", "corpus")
        )
        says_side = self._any("outcome", "upheld") | self._any("outcome", "overturned")
        sides = {*_outcomes(query), *([query.outcome.value] if query.outcome else ())}
        service = _services(last)
        return sum(
            (
                not says_what and query.intent is last.intent,
                last.measure is not None and query.measure == last.measure,
                bool(last.compare and query.compare),
                not says_side and any(map(self._was_asked, sides)),
                bool(service) and not self._names_service and service <= _services(query),
            )
        )

    @property
    def _names_service(self) -> bool:
        """Whether the question names a service or a class of services."""
        return any(facet is not REGION for facet, _ in self._said.mentions)

    def _was_asked(self, side: str) -> bool:
        """Whether the last turn asked for a side, or says it."""
        last = self._before[-1]
        said = self._earlier.wording.any_of(_data()["outcome"][side])
        return last.outcome == side or side in _outcomes(last) or bool(said)

    def _taken_out(self, query: Query) -> Places:
        """The words for values that the last turn had and the query has no more."""
        if not self._before or not (cues := self._any("taking_out")):
            return NOWHERE
        own = {(part.facet, value) for part in _criteria(query) for value in part.values}
        out = [
            self._said.value(part.facet, value)
            for part in _criteria(self._before[-1])
            for value in part.values
            if (part.facet, value) not in own
        ]
        return cues | frozenset().union(*out) if any(out) else NOWHERE

    def _put_back(self, query: Query) -> Places:
        """The words for what the last turn left out and the query takes in again."""
        if not self._before or not (cues := self._any("put_back")):
            return NOWHERE
        own = {part.key for part in _all_parts(query)}
        back = [
            self._said.value(part.negated.facet, value)
            for part in _own_parts(self._before[-1])
            if isinstance(part, Not) and part.key not in own and isinstance(part.negated, Criterion)
            for value in part.negated.values
        ]
        return cues | frozenset().union(*back) if any(back) else NOWHERE

    def with_said_texts(self, query: Query) -> Query:
        """The query in which words of letters are those of the question: other forms beside them
        go, but for the words that the vocabulary or their initials know for the same.
        """

        def said(node: Filter) -> Filter:
            if isinstance(node, Text):
                forms = tuple(form for form in node.text if self._is_said(form))
                return Text(text=forms, place=node.place) if forms else node
            return node

        return query.changed(
            filter=rewritten(query.filter, said),
            compare=tuple(
                group.model_copy(update={"filter": rewritten(group.filter, said)})
                for group in query.compare
            ),
        )

    def _is_said(self, form: str) -> bool:
        for terms in (self._said, self._earlier):
            if terms.wording.phrase(form) or terms.means(form):
                return True
        return False

    # --- Filters

    def _part(self, node: Filter, told: _Told) -> None:
        if isinstance(node, All | AnyOf):
            for each in node.all if isinstance(node, All) else node.any:
                self._part(each, told)
            if isinstance(node, AnyOf):
                told.owned |= self._any("alternatives")
        elif isinstance(node, Not):
            self._negation(node, told)
        elif isinstance(node, Criterion):
            for value in node.values:
                self._value(node.facet, value, told)
            told.owned |= self._any("facets", node.facet.name)
            if len(node.values) > 1:
                told.owned |= self._any("alternatives")
        elif isinstance(node, Range):
            told.take(*self._range(node), part_in_words(node))
        else:
            places = self._said.wording.any_of(node.text)
            told.owned |= self._any("telling") | self._any("places", node.place.value)
            carried = node.key in self._parts or any(map(self._is_said, node.text))
            told.take(places, carried, part_in_words(node), is_own=True)

    def _negation(self, node: Not, told: _Told) -> None:
        """What is left out: denied where it stands, or by naming its opposite, alone or not."""
        opposite = self._opposed(node.negated)
        if opposite and (alone := self._any("alone")):
            told.owned |= opposite | alone
            return
        inner = _Told()
        self._part(node.negated, inner)
        denied = self._near(self._any("negators"), frozenset(inner.owned), _SCOPE)
        denied |= self._near(self._any("negators_behind"), frozenset(inner.owned), -_SCOPE)
        if node.key not in self._parts and not (denied and inner.owned):
            inner.unanchored.append(part_in_words(node))
        if opposite:
            told.owned |= inner.owned | opposite
            return
        told.owned |= denied
        told.add(inner)

    def _near(self, cues: Places, places: Places, reach: int) -> Places:
        """The cues with a word of some places at most so many words behind them, or before."""
        return frozenset(
            cue
            for cue in cues
            if any(0 < (place - cue) * (1 if reach > 0 else -1) <= abs(reach) for place in places)
        )

    def _opposed(self, node: Filter) -> Places:
        """Words that deny by naming the opposite: "first-time" for what is no repeat."""
        if not isinstance(node, Criterion) or not node.facet.is_fixed:
            return NOWHERE
        others = [value for value in node.facet.values() if value not in node.values]
        return frozenset().union(*(self._said.value(node.facet, value) for value in others))

    def _value(self, facet: Facet, value: str, told: _Told) -> None:
        if facet is OUTCOME:
            return told.take(*self._outcome(value), value)
        places = self._said.value(facet, value)
        carried = bool(self._earlier.value(facet, value)) or self._is_opposite(facet, value)
        carried = carried or any(
            value in part.values
            for query in self._known
            for part in _criteria(query)
            if part.facet is facet
        )
        told.take(places, carried, f"{facet.label} {facet.value_words(value)}")
        return None

    def _is_opposite(self, facet: Facet, value: str) -> bool:
        """Whether the question compares a flag's values of which it names the other one only."""
        if not self._compares or facet.values() not in (("yes", "no"), ("yes", "no", "unknown")):
            return False
        return any(self._said.value(facet, other) for other in facet.values() if other != value)

    def _range(self, node: Range) -> tuple[Places, bool]:
        owned: set[int] = set(self._any("facets", node.facet.name))
        bounds = [bound for bound in (node.low, node.high) if bound is not None]
        found = [self._bound(node, bound) for bound in bounds]
        owned |= set().union(*found)
        if node.unit:
            owned |= self._said.wording.any_of((node.unit, *_data()["units"].get(node.unit, ())))
        if not all(found):
            return NOWHERE, node.key in self._parts
        return frozenset(owned), True

    def _bound(self, node: Range, bound: date | int) -> Places:
        if isinstance(bound, date):
            return self._day(bound)
        near = {str(bound + step) for step in (-1, 0, 1)}
        said = self._said.numbers
        places = frozenset(place for number in near for place in said.get(number, ()))
        return places or (self._any("ages") if node.facet is not AMOUNT else NOWHERE)

    def _day(self, day: date) -> Places:
        """The words for a day that is a bound: its year, its month; the day itself or the next."""
        found: set[int] = set()
        for near in (day, day - timedelta(days=1), day + timedelta(days=1)):
            month = _data()["months"][near.month - 1]
            for year in (str(near.year), str(near.year % 100)):
                found.update(self._said.numbers.get(year, ()))
            found |= self._said.wording.any_of((month, month[:3], month[:4]))
        return frozenset(found) | self._any("relative") | self._any("quarters")

    # --- The rest of a query

    def _side(self, query: Query, told: _Told) -> None:
        if query.outcome is not None:
            told.take(*self._outcome(query.outcome.value), query.outcome.value)
            return
        weak = self._any("denials")  # every item was denied before
        sides = [places - weak for places in self._sides().values()]
        both = self._any("both_sides")
        if all(sides) or (any(sides) and both):  # asked for both, hence for neither
            told.owned |= both.union(*sides)

    def _outcome(self, side: str) -> tuple[Places, bool]:
        """The words for a side: its own, or a denied or opposite word for the other one."""
        own, other = self._sides()[side], self._sides()[_OTHER[side]]
        carried = any(query.outcome == side or side in _outcomes(query) for query in self._known)
        carried = carried or bool(self._earlier.wording.any_of(_data()["outcome"][side]))
        if own - self._any("denials"):
            return own, True
        if other and (loose := self._any("negators") - other):  # denied from afar
            return other | loose, True
        return own or self._any("other_side"), carried

    def _sides(self) -> Mapping[str, Places]:
        """The words for each side; a word for a side that is denied right before it is one for the
        other.
        """
        found: dict[str, set[int]] = {side: set() for side in _OTHER}
        negators = self._any("negators")
        for side, other in _OTHER.items():
            for phrase in _data()["outcome"][side]:
                places = self._said.wording.phrase(phrase)
                denied = frozenset(
                    cue for cue in negators - places if any(0 < p - cue <= 3 for p in places)
                )
                found[other if denied else side] |= places | denied
        return {side: frozenset(places) for side, places in found.items()}

    def _intent(self, query: Query, told: _Told) -> None:
        intent = query.intent
        if intent is IntentName.REFUSE:
            return
        cues = self._cues(query)
        if intent in _PLAIN:
            return
        carried = any(each.intent is intent for each in self._before)
        told.take(cues, carried or bool(query.measure), f"asked as {intent.value}")

    def _unit(self, query: Query, told: _Told) -> None:
        if query.unit is Unit.LETTER:
            carried = any(each.unit is Unit.LETTER for each in self._before)
            told.take(self._any("letters"), carried, "counting letters")

    def _group(self, query: Query, told: _Told) -> None:
        if query.group_by is not None:
            facet, _ = facet_of_group(query.group_by)
            places = self._facet(facet)
            if not facet.buckets:  # "over time" says so by itself
                cues = self._any("grouping")
                places = places | cues if places and cues else NOWHERE
            carried = any(each.group_by == query.group_by for each in self._known)
            told.take(places, carried, f"by {query.group_by}")
        if query.top is not None:
            places = frozenset(self._said.numbers.get(str(query.top), ())) | self._any("tops")
            told.take(
                places, any(each.top == query.top for each in self._known), f"top {query.top}"
            )

    def _facet(self, facet: Facet) -> Places:
        return self._any("facets", facet.name) | self._said.wording.any_of((facet.label,))

    def _field(self, name: str) -> Places:
        """The words for a field of statistics and facts."""
        if name == "reasons":
            return self._any("intents", "reasons")
        if name.startswith("days:"):
            first, _, last = name.removeprefix("days:").partition("-")
            return frozenset().union(
                *(self._any("facets", day) for day in (first, last)),
                self._any("intents", "statistic"),
            )
        if name.startswith("amount:"):
            unit = name.split(":")[1]
            return self._said.wording.any_of((unit, *_data()["units"].get(unit, ())))
        return self._any("facets", name)

    def _measure(self, query: Query, told: _Told) -> None:
        measure = query.measure
        if isinstance(measure, Statistic):
            places = self._field(measure.of) | self._any("shown", measure.show)
            carried = any(
                isinstance(each.measure, Statistic) and each.measure.of == measure.of
                for each in self._known
            )
            told.take(places, carried, f"the {measure.show} of {measure.of}")
        elif measure is not None:
            told.owned |= self._any("sharing")
            for part in parts_of(measure.share):
                self._part(part, told)

    def _case(self, query: Query, told: _Told) -> None:
        known = {case.upper() for each in self._known for case in each.cases}
        for case in query.cases:
            told.take(self._said.wording.phrase(case), case.upper() in known, f"case {case}", True)
        if query.item is not None:
            places = frozenset(self._said.numbers.get(str(query.item), ()))
            told.take(
                places, any(each.item == query.item for each in self._known), f"item {query.item}"
            )
        if query.fact is not None:
            carried = any(each.fact == query.fact for each in self._known)
            told.take(self._field(query.fact), carried, f"the fact {query.fact}")

    def _words(self, query: Query, told: _Told) -> None:
        """The words of the asker's own: a term, a situation."""
        for text, share in ((query.term, _SHARE), (query.situation, _SITUATION)):
            if not text:
                continue
            places, words = self._said.wording.words_of(text), stems(text)
            held = {*self._said.wording.stems, *self._earlier.wording.stems}
            if sum(word in held for word in words) >= share * len(words):
                told.owned |= places
            else:
                told.invented.append(f"“{text}”")

    def _premise(self, query: Query, told: _Told) -> None:
        premise = query.premise
        if premise is None:
            return
        places, carried = self._of_premise(premise)
        told.take(places, carried, "what it takes for granted")

    def _of_premise(self, premise: Premise) -> tuple[Places, bool]:
        if isinstance(premise, OutcomePremise):
            return self._outcome(premise.outcome.value)
        if isinstance(premise, MajorityPremise):
            return _both(self._any("premises", "majority"), *self._outcome(premise.majority.value))
        if isinstance(premise, AllPremise):
            return _both(self._any("premises", "all"), *self._outcome(premise.all.value))
        if isinstance(premise, PeriodPremise):
            return frozenset(self._said.numbers.get(premise.period[:4], ())), False
        inner = _Told()
        node = premise.none if isinstance(premise, NonePremise) else premise.exists
        self._part(node, inner)
        if inner.unanchored or inner.invented:
            return NOWHERE, False
        if isinstance(premise, ExistsPremise):
            return frozenset(inner.owned), True
        return _both(self._any("premises", "none"), frozenset(inner.owned), True)

    def _refusal(self, query: Query, told: _Told) -> None:
        """A refusal rests on words for its kind; one that the letters or the field have nothing for
        on words that nothing else owns.
        """
        assert query.refusal is not None
        places = self._any("refusals", query.refusal.value)
        carried = any(each.refusal is query.refusal for each in self._known)
        told.take(places, carried, f"refused as {query.refusal.value}")
        if places and self._taken is not None:  # a refusal is by all that the question says
            told.owned |= frozenset().union(*map(self.places_of, self._taken.unread))

    def _any(self, *names: str) -> Places:
        found: Any = _data()
        for name in names:
            found = found.get(name, ())
        return self._said.wording.any_of(found)


_PLAIN = (IntentName.OUTCOMES, IntentName.LIST, IntentName.STATISTIC, IntentName.CASE)


class _Terms:
    """A text with the terms that the vocabulary finds in it."""

    def __init__(self, text: str):
        self.wording = Wording(text)
        self.mentions: list[tuple[Facet, Mention]] = [
            (facet, mention)
            for facet, lexicon in (
                (PROCEDURE, procedure_lexicon()),
                (PROCEDURE, request_lexicon()),
                (REGION, region_class_lexicon()),
                (CATEGORY, class_lexicon()),
            )
            for mention in lexicon.find(text)
        ]
        self.numbers: dict[str, list[int]] = {}
        for place, word in enumerate(self.wording.words):
            digits = word.rstrip("stndrh'").replace(",", "")
            number = _data()["numbers"].get(word)
            if digits.isdigit() or number is not None:
                self.numbers.setdefault(str(int(digits) if number is None else number), []).append(
                    place
                )

    def means(self, form: str) -> bool:
        """Whether words of the text stand for the same as a form: by the vocabulary, or as its
        initials.
        """
        initials = "".join(word[0] for word in stems(form))
        if len(initials) > 2 and initials in self.wording.words:
            return True
        values = {value for _, mention in self.mentions for value in mention.values}
        return any(value in values for value in procedure_lexicon().values(form))

    def mentioned(self, mention: tuple[Facet, Mention]) -> Places:
        """The places of a mention's words."""
        return self.wording.touching(mention[1].start, mention[1].end)

    def value(self, facet: Facet, value: str) -> Places:
        """The places of the words that carry a value of a facet."""
        found = {
            place
            for each in self.mentions
            if _stands_for(each, facet, value)
            for place in self.mentioned(each)
        }
        found |= self.wording.any_of(_phrases(facet, value))
        if facet in (CASE, POSITION):
            found |= self.wording.phrase(value)
        elif facet is LEVEL:
            found |= self._level(value)
        elif facet in _BY_LEXICON:
            found |= self._all_words(value, 1.0)
        else:
            found |= self._all_words(value, _SHARE)
        return frozenset(found)

    def _level(self, value: str) -> Places:
        return self.wording.words_of(value) if value in levels_in(self.wording.text) else NOWHERE

    def _all_words(self, value: str, share: float) -> Places:
        words = {word for word in stems(value) if word not in _function_words()}
        places = self.wording.stems_of(words)
        said = {self.wording.stems[place] for place in places}
        return places if words and len(said) >= share * len(words) else NOWHERE


def _stands_for(mentioned: tuple[Facet, Mention], facet: Facet, value: str) -> bool:
    """Whether a mention names a value, or a service of the class that the value is."""
    of, mention = mentioned
    if of is CATEGORY:
        return f"{facet.name}:{value}" in mention.values
    if of is facet:
        return value in mention.values
    if of is PROCEDURE and facet in (CATEGORY, SUBCATEGORY):
        known = services()
        return any(getattr(known[name], facet.name) == value for name in mention.values)
    return False


def _phrases(facet: Facet, value: str) -> Iterator[str]:
    yield from _data()["values"].get(facet.name, {}).get(value, ())
    words = getattr(facet, "question_words", None)
    if isinstance(words, Mapping):
        yield from words.get(value, ())


def _both(cue: Places, places: Places, carried: bool) -> tuple[Places, bool]:
    """What needs a word of its own beside the words of what it is about."""
    return (cue | places, True) if cue and (places or carried) else (NOWHERE, False)


def _telling(question: str, query: Query) -> Iterator[str]:
    """What a turn says: its question, and the values that it was read as."""
    yield question
    for part in _criteria(query):
        yield from part.values


# --- The parts of queries -------------------------------------------------------------------------


def _own_parts(query: Query) -> Iterator[Filter]:
    for each in (query.filter, *(group.filter for group in query.compare)):
        yield from parts_of(each)


def _contradicted(query: Query) -> Iterator[Filter]:
    """The parts of a query's filters that another part of the same filter denies."""
    for population in query.populations:
        parts = parts_of(population)
        denied = {part.negated.key for part in parts if isinstance(part, Not)}
        yield from (part for part in parts if part.key in denied)


def _all_parts(query: Query) -> Iterator[Filter]:
    yield from (part for node in _own_parts(query) for part in _inside(node))


def _inside(node: Filter) -> Iterator[Filter]:
    yield node
    inner: Sequence[Filter] = ()
    if isinstance(node, All):
        inner = node.all
    elif isinstance(node, AnyOf):
        inner = node.any
    elif isinstance(node, Not):
        inner = (node.negated,)
    for each in inner:
        yield from _inside(each)


def rewritten(node: Filter | None, change: Callable[[Filter], Filter]) -> Any:
    """A filter with every single condition of it changed; None for None."""
    if isinstance(node, All):
        return All(all=tuple(rewritten(each, change) for each in node.all))
    if isinstance(node, AnyOf):
        return AnyOf(any=tuple(rewritten(each, change) for each in node.any))
    if isinstance(node, Not):
        return Not(negated=rewritten(node.negated, change))
    return None if node is None else change(node)


def _criteria(query: Query) -> Iterator[Criterion]:
    return (part for part in _all_parts(query) if isinstance(part, Criterion))


def _services(query: Query) -> set[tuple[str, str]]:
    """The services and classes that a query asks for, as (facet, value)."""
    return {
        (part.facet.name, value)
        for part in _own_parts(query)
        if isinstance(part, Criterion) and part.facet.is_service
        for value in part.values
    }


def _outcomes(query: Query) -> set[str]:
    return {value for part in _criteria(query) if part.facet is OUTCOME for value in part.values}
