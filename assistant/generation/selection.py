"""Answers about a selection of items: how they were decided, why, what was asked for, and which
they are.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from assistant.answer import Citation, Statement
from assistant.evidence.associations import enough
from assistant.evidence.evidence import DOUBTFUL, QUOTES, REASONS, Evidence
from assistant.evidence.of_population import OF_VALUE
from assistant.evidence.tally import Count, Tally
from assistant.generation.quote_choice import decisive, grounds_of, only_concludes, requirement_of
from assistant.generation.ranking import Ranked, first_by_count, first_by_share
from assistant.presentation.phrases import (
    corrections_in_words,
    filter_in_words,
    group_label,
    percent,
    period_in_words,
    plural,
    service,
)
from assistant.reading import Reading
from index.determination import Outcome
from index.facets.body import REGION
from index.facets.decision import LETTER_OUTCOME, REASON, REPEAT
from index.facets.filter import asks_for
from index.facets.letter import DECIDED
from index.facets.registry import facet_of_group
from index.store.sqlite.read import ItemRecord

_REQUIREMENTS, _CASES, _WIDER, _VALUES, _FEW = 4, 20, 6, 12, 4
#: Groups whose values follow from the outcome: a share of them by outcome tells nothing.
_FOLLOWS = (REASON, LETTER_OUTCOME)

#: A part of an answer about a population.
Part = Callable[[Evidence], Iterator[Statement]]


def write_selection(
    evidence: Evidence, parts: Sequence[Part], lead: Part | None = None
) -> Iterator[Statement]:
    """The counts first, behind what comes first where the first few are asked for (``lead``, or of
    a group); then the parts, what the question is after before the rest.
    """
    if evidence.query.compare:
        yield from write_groups(evidence, (*([lead] if lead else ()), *parts))
        return
    if evidence.most is not None and evidence.query.group_by is not None:
        yield from first_values(evidence)
    elif lead is not None:
        yield from lead(evidence)
    yield from _counts(evidence)
    yield from _history(evidence)
    for part in parts:
        yield from part(evidence)


def write_groups(evidence: Evidence, parts: Sequence[Part]) -> Iterator[Statement]:
    """The counts of the groups that a query asks the same of; then the parts on each of them."""
    yield from _told_back(evidence.reading)
    for tally in evidence.tallies:
        yield Statement(count_in_words(tally), essential=True)
    yield from _unread(evidence.reading)
    yield from of_each_group(evidence, parts)


def of_each_group(evidence: Evidence, parts: Sequence[Part]) -> Iterator[Statement]:
    """The parts on each group, under headings that name it."""
    for group, part in zip(evidence.query.compare, evidence.parts, strict=False):
        label = group.label.strip() or filter_in_words(group.filter)
        for write in parts:
            for statement in write(part):
                heading = f"{statement.heading}: {label}" if statement.heading else label
                yield replace(statement, heading=heading)


def _counts(evidence: Evidence) -> Iterator[Statement]:
    exact, everything, reading = evidence.tallies[0], evidence.corpus.all_items, evidence.reading
    yield from _told_back(reading)
    yield Statement(count_in_words(exact), essential=True)
    if evidence.base and evidence.base.n > exact.n:
        yield Statement(
            f"Without regard to the outcome: {count_in_words(evidence.base)}", essential=True
        )
    if reading.context:
        yield Statement(
            "Taken as the story around the question, not as part of what is counted: "
            f"“{' '.join(reading.context)}”",
            essential=True,
        )
    yield from _unread(reading)
    if asks_for(exact.filter, REPEAT) or asks_for(exact.filter, REASON):
        yield Statement(
            "Repeats and reasons are recognized by rules over the letters' wording; the cases are "
            "listed for checking.",
            essential=True,
        )
    if doubtful := evidence.doubtful:
        yield Statement(
            "Among these, letters that do not add up in every part (python -m index status says "
            f"why): {', '.join(doubtful[:DOUBTFUL])}{' …' if len(doubtful) > DOUBTFUL else ''}.",
            essential=True,
        )
    decided = evidence.base or exact
    if decided.n == 1:
        yield Statement("That is one decision, and one decision is no pattern.", essential=True)
    elif decided.n < 5:
        yield Statement(
            f"These are {decided.n} decisions, too few to show a pattern.", essential=True
        )
    if exact.filter is not None:
        yield Statement(
            f"For comparison, all {plural(everything.n, 'disputed item')} of this index: "
            f"{everything.overturned:,} overturned{_share(everything, ', ')}.",
            essential=True,
        )


def _told_back(reading: Reading) -> Iterator[Statement]:
    if reading.corrections:
        yield Statement(corrections_in_words(reading.corrections), essential=True)


def _unread(reading: Reading) -> Iterator[Statement]:
    if reading.query.unread:
        words = ", ".join(f"“{word}”" for word in reading.query.unread)
        yield Statement(
            f"Not part of this count, since no facet stands for it: {words}. Passages with these "
            "words come first among the quotes.",
            essential=True,
        )


def _history(evidence: Evidence) -> Iterator[Statement]:
    """For a question about repeats: the sentences that tell of the earlier care, or of none."""
    if not asks_for(evidence.query.filter, REPEAT):
        return
    for record in evidence.quotes.along(evidence.told_before):
        assert record.repeat_span is not None, "only such records were taken"
        citation = evidence.quotes.cite_item(record, record.repeat_span)
        yield Statement(
            f"{named(record)}: “{citation.words}”",
            (citation.id,),
            "What tells whether it was given before",
        )


def count_in_words(tally: Tally) -> str:
    """A tally as a sentence: the unit, the selection, the period, n, both outcomes, the share with
    its interval.
    """
    undated = (
        f", {tally.undated} of them without a date"
        if tally.undated and tally.undated < tally.n
        else ""
    )
    about = f"{tally.words} ({period_in_words(*tally.period)}{undated})"
    if not tally.n:
        return f"0 disputed items: {tally.words}."
    if tally.conditional:
        return f"{plural(tally.n, 'disputed item').capitalize()}: {about}."
    if tally.n == 1:
        return (
            f"One disputed item: {about}. The denial was "
            f"{'overturned' if tally.overturned else 'upheld'}."
        )
    return (
        f"{plural(tally.n, 'disputed item')}: {about}. In {tally.upheld:,} the denial was upheld, "
        f"in {tally.overturned:,} it was overturned{_share(tally, ': ', ' overturned')}."
    )


def _share(tally: Tally, before: str, after: str = "") -> str:
    """The overturned share with its interval, nothing where there is none."""
    if tally.share is None or tally.interval is None:
        return ""
    low, high = tally.interval
    return (
        f"{before}{percent(tally.share)}{after} (95 % interval {percent(low)} to {percent(high)})"
    )


def set_out(evidence: Evidence) -> Iterator[Statement]:
    """How items with each value are decided, where the query sets out by a group."""
    if evidence.query.group_by is not None:
        yield from by_group(evidence)
        yield from _of_each_value(evidence)


def by_group(evidence: Evidence) -> Iterator[Statement]:
    """How items with each value of a group were decided; where the first few are asked for they are
    told by `first_values`, and spans of time alone are set out.
    """
    group, conditional = evidence.query.group_by, evidence.tallies[0].conditional
    assert group is not None, "what is set out is set out by a group"
    facet, bucket = facet_of_group(group)
    in_time = bucket is not None and not bucket.spans
    heading = f"By {group_label(group)}{' of decision' if in_time and facet is DECIDED else ''}"
    counts = evidence.counts["by"]
    if evidence.most is not None:
        shown = counts if in_time else ()
    else:
        shown = counts if in_time else counts[:_VALUES]
    for count in shown:
        name = service(count.value).capitalize() if facet is REGION else service(count.value)
        in_words = (
            f"{count.count} of {plural(count.of, 'item')}"
            if conditional
            else f"overturned in {count.count} of {plural(count.of, 'item')}"
        )
        yield Statement(f"{name}: {in_words}.", (), heading, essential=True)
    if not in_time and evidence.most is None and len(counts) > _VALUES:
        yield Statement("The rarer ones are in the answer's data.", (), heading, essential=True)
    if conditional or not shown:
        return
    if in_time and counts and all(count.of < 5 for count in counts):
        yield Statement(
            f"So few decisions a {group_label(group)} show no trend.", (), heading, essential=True
        )
    if not in_time and any(count.of < 5 for count in counts[:_VALUES]):
        yield Statement(
            "A share of fewer than five items shows no pattern.", (), heading, essential=True
        )


def first_values(evidence: Evidence) -> Iterator[Statement]:
    """Which values come first: by the share of the side asked for; by how many items have them
    where no side is asked for, the selection names one, or the group follows from the outcome.
    """
    query, tally, most = evidence.query, evidence.tallies[0], evidence.most
    assert query.group_by is not None and most is not None, "the first of a group are asked for"
    facet, _ = facet_of_group(query.group_by)
    conditional, side, label = tally.conditional, query.outcome, group_label(query.group_by)
    every = [
        (count, service(facet.value_words(count.value)) if not facet.buckets else count.value)
        for count in evidence.counts["by"]
    ]
    if conditional:
        ranked = [Ranked(name, count.count, count.of) for count, name in every]
        told = first_by_count(ranked, most, f"By {label}, most often", "item")
    elif side is None:
        ranked = [Ranked(name, count.of, tally.n) for count, name in every]
        told = first_by_count(ranked, most, f"By {label}, most often", "item")
    else:
        ranked = [Ranked(name, _decided(count, side), count.of) for count, name in every]
        if facet in _FOLLOWS:
            of = tally.overturned if side is Outcome.OVERTURNED else tally.upheld
            ranked = [Ranked(each.name, each.count, of) for each in ranked]
            told = first_by_count(ranked, most, f"By {label}, most often", f"{side} item")
        else:
            told = first_by_share(ranked, most, f"By {label}, {side} most often")
    for words in told:
        yield Statement(words, essential=True)


def _decided(count: Count, side: Outcome) -> int:
    return count.count if side is Outcome.OVERTURNED else count.of - count.count


def _of_each_value(evidence: Evidence) -> Iterator[Statement]:
    """The most frequent reasons or guidelines of each value, where they were counted."""
    group = evidence.query.group_by
    assert group is not None, "what is set out is set out by a group"
    for name, counts in evidence.counts.items():
        value = name.removeprefix(OF_VALUE)
        if value == name or not counts:
            continue
        told = "; ".join(f"{count.value} in {count.count:,}" for count in counts)
        yield Statement(
            f"{service(value)}, of {plural(counts[0].of, 'item')}: {told}.",
            (),
            f"Most often, by {group_label(group)}",
            essential=True,
        )


def wider(evidence: Evidence) -> Iterator[Statement]:
    """The next wider selections, with their cases."""
    heading = (
        "The next wider selection" if len(evidence.tallies) == 2 else "The next wider selections"
    )
    for tally in evidence.tallies[1:]:
        yield Statement(count_in_words(tally), (), heading, essential=True)
    for record in evidence.quotes.along(evidence.wider_items[:_WIDER]):
        citation = decisive(evidence.quotes, record)
        yield Statement(f"{named(record)}: “{citation.words}”", (citation.id,), heading)
    if len(evidence.wider_items) > _WIDER:
        yield Statement(
            "The other items of the wider selections are listed with their counts.",
            (),
            heading,
            essential=True,
        )


def first_reasons(evidence: Evidence) -> Iterator[Statement]:
    """The reasons recognized most often, in one sentence, where the first few are asked for."""
    if evidence.most is None:
        return
    for outcome in Outcome:
        counts = evidence.counts[outcome.value]
        ranked = [Ranked(count.value, count.count, count.of) for count in counts]
        lead = f"Reasons recognized most often where denials were {outcome}"
        for words in first_by_count(ranked, evidence.most, lead, f"{outcome} item"):
            yield Statement(words, essential=True)


def reasons(evidence: Evidence) -> Iterator[Statement]:
    """Why items were upheld and overturned, by the reasons recognized, each with quotes."""
    for outcome, heading in (
        (Outcome.UPHELD, "Why denials were upheld"),
        (Outcome.OVERTURNED, "What was different where denials were overturned"),
    ):
        shown: list[Citation] = []
        for count in evidence.counts[outcome.value][: evidence.most or REASONS]:
            quoted = [
                citation
                for citation in _quotes_for(evidence, outcome, count.value)
                if citation not in shown
            ]
            shown += quoted
            end = ":" if quoted else ", in words quoted above."
            yield Statement(
                f"{count.value.capitalize()}, recognized in {count.count} of "
                f"{plural(count.of, f'{outcome} item')}{end}",
                (),
                heading,
            )
            for citation in quoted:
                yield Statement(
                    f"- {citation.case}, item {citation.item}: “{citation.words}”",
                    (citation.id,),
                    heading,
                )
        yield from _untold(evidence, outcome, heading, shown)


def _untold(
    evidence: Evidence, outcome: Outcome, heading: str, shown: list[Citation]
) -> Iterator[Statement]:
    """What stands before the conclusions of items whose reasons show in nothing else; where an
    answer rests on few items, more of it is quoted.
    """
    records = evidence.sides.get(outcome, ())
    few = len(records) <= _FEW
    untold = (
        record
        for record in evidence.quotes.along(records)
        if only_concludes(evidence.quotes, record)
    )
    for record in islice(untold, _FEW if few else QUOTES):
        before = grounds_of(evidence.quotes, record) or [decisive(evidence.quotes, record)]
        fresh = [citation for citation in (before if few else before[-1:]) if citation not in shown]
        shown += fresh
        if fresh:
            lead = (
                "before its conclusion stands"
                if record.reasons
                else "no reason was recognized; before its conclusion stands"
            )
            yield Statement(
                f"{named(record)}, {lead}: "
                f"{' … '.join(f'“{citation.words}”' for citation in fresh)}",
                tuple(citation.id for citation in fresh),
                heading,
            )


def _quotes_for(evidence: Evidence, outcome: Outcome, tag: str) -> list[Citation]:
    """Citations for a reason of an outcome, from different letters."""
    citations = []
    for record in evidence.quotes.along(evidence.examples.get((outcome, tag), ())):
        reason = next(reason for reason in record.reasons if reason.tag == tag)
        citations.append(evidence.quotes.cite_item(record, reason.sentence))
    return citations


def differences(evidence: Evidence) -> Iterator[Statement]:
    """What sets the overturned items apart, or why nothing can be said of it."""
    heading = "What set the overturned items apart"
    if not enough(evidence.tallies[0].overturned, evidence.tallies[0].upheld):
        yield Statement(
            "With fewer than five items on a side nothing can be said about what set them apart; "
            "the reasons follow.",
            (),
            heading,
            essential=True,
        )
    elif not evidence.associations:
        yield Statement(
            "No facet is more frequent on one side than chance explains; the reasons follow.",
            (),
            heading,
            essential=True,
        )
    yield from associated(evidence)


def associated(evidence: Evidence) -> Iterator[Statement]:
    """What is more frequent among the overturned or the upheld items than chance explains."""
    for association in evidence.associations[: evidence.most or REASONS]:
        yield Statement(
            f"{group_label(association.group).capitalize()} {service(association.value)}: "
            f"in {association.overturned} of "
            f"{plural(association.of_overturned, 'overturned item')}, in "
            f"{association.upheld} of {association.of_upheld} upheld (Fisher's exact test with "
            f"Holm's correction for {association.tests} values, p "
            f"{'' if association.chance.startswith('below') else '= '}{association.chance}). "
            "This tells what went together, not what caused it.",
            (),
            "What set the overturned items apart",
            essential=True,
        )


def checked(evidence: Evidence) -> Iterator[Statement]:
    """What was missing in upheld items and there in overturned ones, by the recognized reasons,
    each with a quote of either side.
    """
    heading = "Checklist: what the reviewers missed, and what they found"
    shown: set[int] = set()
    every = zip(
        evidence.requirements, evidence.counts["missing"], evidence.counts["there"], strict=True
    )
    for line, missing, there in islice(every, evidence.most):
        counts_in_words = [
            f"missing in {count.count} of {plural(count.of, 'upheld item')}"
            for count in [missing]
            if count.count
        ] + [
            f"found in {count.count} of {plural(count.of, 'overturned item')}"
            for count in [there]
            if count.count
        ]
        yield Statement(f"{line.words}: {'; '.join(counts_in_words)}.", (), heading, essential=True)
        for outcome, reasons in line.reasons.items():
            quoted = [
                citation
                for reason in reasons
                for citation in _quotes_for(evidence, outcome, reason)
                if citation.id not in shown
            ][:1]
            for citation in quoted:
                shown.add(citation.id)
                yield Statement(
                    f"- {citation.case}, item {citation.item} ({citation.outcome}): "
                    f"“{citation.words}”",
                    (citation.id,),
                    heading,
                )


def requirements(evidence: Evidence) -> Iterator[Statement]:
    """What the reviewers wanted to see, in their own words."""
    heading = "What the reviewers wanted to see"
    seen: set[str] = set()
    for record in evidence.quotes.along(evidence.items):
        if len(seen) == (evidence.most or _REQUIREMENTS):
            return
        citation = requirement_of(
            evidence.quotes, record, evidence.tallies[0].words + " " + evidence.reading.question
        )
        if citation and citation.words not in seen:
            seen.add(citation.words)
            yield Statement(f"{named(record)}: “{citation.words}”", (citation.id,), heading)


def guidelines(evidence: Evidence) -> Iterator[Statement]:
    """Which guidelines the reviewers relied on."""
    counts = evidence.counts["guidelines"][: evidence.most]
    counts_in_words = ", ".join(
        f"{'no guideline' if count.value == 'none' else count.value} in {count.count}"
        for count in counts
    )
    if counts_in_words:
        of = evidence.counts["guidelines"][0].of
        yield Statement(
            f"Of {plural(of, 'item')}: {counts_in_words}. An item can rest on several.",
            (),
            "Guidelines the reviewers relied on",
        )


def chapters(evidence: Evidence) -> Iterator[Statement]:
    """Which chapters and editions of the guidelines the reviewers cite."""
    counts = evidence.counts.get("chapters", ())
    if not counts:
        return
    heading = "Chapters and editions cited"
    for count in counts:
        yield Statement(
            f"{count.value}: in {count.count:,} of {plural(count.of, 'item')}.",
            (),
            heading,
            essential=True,
        )
    yield Statement(
        "An edition is told where the letter names its year; an item can cite several chapters.",
        (),
        heading,
        essential=True,
    )


def cases(evidence: Evidence) -> Iterator[Statement]:
    """The cases of the exact selection, each with its request."""
    heading = "The cases"
    shown = evidence.items[: evidence.most or _CASES]
    for record in evidence.quotes.along(shown):
        citation = evidence.quotes.cite_item(record, record.request_span)
        yield Statement(f"{named(record)}: “{citation.words}”", (citation.id,), heading)
    if evidence.tallies[0].n > len(shown):
        yield Statement("The other items are listed with the count.", (), heading)


def named(record: ItemRecord) -> str:
    """An item by its case and position, with outcome and date."""
    decided = f", {record.decided}" if record.decided else ""
    return f"{record.case}, item {record.position} ({record.outcome}{decided})"
