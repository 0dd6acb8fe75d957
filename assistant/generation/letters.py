"""What is told of whole letters: how they were decided in full or in part, and which they are."""

from collections.abc import Iterator

from assistant.answer import Statement
from assistant.evidence.evidence import Evidence
from assistant.evidence.letter_tally import LetterTally
from assistant.generation.ranking import Ranked, first_by_share
from assistant.presentation.phrases import either, group_label, percent, plural
from assistant.query import IntentName
from index.determination import Outcome
from index.facets.decision import LETTER_OUTCOME
from index.facets.filter import values_of, without_naming
from index.facets.registry import facet_of_group
from index.store.sqlite.read import ItemRecord

_MOST, _VALUES, _ITEMS = 20, 12, 6
_LABELS = {
    "upheld": "upheld in full",
    "overturned": "overturned in full",
    "mixed": "overturned in part",
}


def write_letters(evidence: Evidence) -> Iterator[Statement]:
    """How many letters there are and how they were decided, the side asked for first; by the values
    of a group; which they are.
    """
    side = evidence.query.outcome or Outcome.OVERTURNED
    if evidence.query.intent is not IntentName.CASE:
        for tally in evidence.letters:
            yield Statement(letters_in_words(evidence, tally, side), essential=True)
    yield from _by_group(evidence, side)
    yield from _listed(evidence)


def letters_in_words(evidence: Evidence, tally: LetterTally, side: Outcome) -> str:
    """A count of letters as a sentence."""
    base = evidence.letters_base
    if tally.conditional and base is not None and len(evidence.letters) == 1:
        return _conditional(tally, base)
    about = _about(tally)
    counted = f"{plural(tally.n, 'determination')}{about}"
    if not tally.n or tally.conditional:
        return f"{counted}."
    if tally.n == 1:
        return f"One determination{about}: {_how(tally)}."
    sides = [f"{_LABELS[each]} in {tally.decided(each):,}" for each in (side, _other(side))]
    low, high = tally.interval(side)
    share = f"{percent(tally.share(side) or 0)} {_LABELS[side]}"
    return (
        f"{counted}: {sides[0]}, {sides[1]}, in part in {tally.mixed:,}; {share} "
        f"(95 % interval {percent(low)} to {percent(high)})."
    )


def _conditional(tally: LetterTally, base: LetterTally) -> str:
    values = values_of(tally.filter, LETTER_OUTCOME)
    label = either([_LABELS[value] for value in values]) if values else "As asked"
    of = f"{tally.n:,} of {plural(base.n, 'determination')}{_about(base)}"
    if not base.n:
        return f"{label.capitalize()}: {of}."
    low, high = tally.interval_of(base.n)
    return (
        f"{label.capitalize()}: {of} ({percent(tally.n / base.n)}, 95 % interval {percent(low)} "
        f"to {percent(high)})."
    )


def _about(tally: LetterTally) -> str:
    rest = without_naming(tally.filter, LETTER_OUTCOME)
    if rest is None:
        return " of this index"
    return f" with an item of {tally.words}"


def _how(tally: LetterTally) -> str:
    return next(
        _LABELS[name]
        for name, count in (
            ("upheld", tally.upheld),
            ("overturned", tally.overturned),
            ("mixed", tally.mixed),
        )
        if count
    )


def _other(side: Outcome) -> Outcome:
    return Outcome.UPHELD if side is Outcome.OVERTURNED else Outcome.OVERTURNED


def _by_group(evidence: Evidence, side: Outcome) -> Iterator[Statement]:
    group = evidence.query.group_by
    if group is None or not evidence.letters_by:
        return
    facet, _ = facet_of_group(group)
    heading = f"Determinations by {group_label(group)}"
    rows = [
        Ranked(facet.value_words(each.label or ""), each.decided(side), each.n)
        for each in evidence.letters_by
    ]
    if evidence.most is not None and not evidence.letters[0].conditional:
        lead = f"{_LABELS[side].capitalize()} most often"
        for words in first_by_share(rows, evidence.most, lead, "determination"):
            yield Statement(words, (), heading, essential=True)
        return
    for each in evidence.letters_by[: evidence.most or _VALUES]:
        yield Statement(
            f"{facet.value_words(each.label or '').capitalize()}: "
            f"{plural(each.n, 'determination')}, {_LABELS[side]} in {each.decided(side):,}, "
            f"{_LABELS[_other(side)]} in {each.decided(_other(side)):,}, in part in "
            f"{each.mixed:,}.",
            (),
            heading,
            essential=True,
        )


def _listed(evidence: Evidence) -> Iterator[Statement]:
    heading = None if evidence.query.intent is IntentName.CASE else "The determinations"
    for letter in evidence.listed[: evidence.most or _MOST]:
        yield _letter(evidence, letter, heading)
    if len(evidence.listed) > (evidence.most or _MOST):
        yield Statement("There are more of them.", (), heading, essential=True)


def _letter(evidence: Evidence, letter: tuple[ItemRecord, ...], heading: str | None) -> Statement:
    """One letter: how it was decided, and each of its items."""
    outcomes = {record.outcome.value for record in letter}
    how = _LABELS[outcomes.pop() if len(outcomes) == 1 else "mixed"]
    shown = _of_each_outcome(letter)
    citations = [evidence.quotes.cite_item(record, record.request_span) for record in shown]
    decided = f", {letter[0].decided}" if letter[0].decided else ""
    items = "; ".join(
        f"item {record.position} {record.outcome}, “{citation.words}”"
        for record, citation in zip(shown, citations, strict=True)
    )
    more = "; and further items" if len(letter) > len(shown) else ""
    return Statement(
        f"{letter[0].case} ({how}{decided}): {items}{more}.",
        tuple(citation.id for citation in citations),
        heading,
    )


def _of_each_outcome(letter: tuple[ItemRecord, ...]) -> list[ItemRecord]:
    """The first items of a letter, among them one of each outcome."""
    first = [
        next(record for record in letter if record.outcome is outcome)
        for outcome in dict.fromkeys(record.outcome for record in letter)
    ]
    rest = [record for record in letter if record not in first]
    return sorted([*first, *rest][:_ITEMS], key=lambda record: record.position)
