"""Evidence of one kind on each of several groups, where a query asks the same of all of them."""

from collections.abc import Callable
from dataclasses import replace

from assistant.evidence.evidence import Evidence
from assistant.evidence.item_lists import filter_among, filter_behind
from assistant.evidence.sources import Sources
from assistant.query import Query

Gather = Callable[[Evidence, Sources], None]
#: What a group is not asked again, since it is asked of all of them together.
_OF_ALL = {
    "compare": (),
    "premise": None,
    "measure": None,
}


def for_each_group(gather: Gather) -> Gather:
    """What gathers the same on each group where a query compares some, else on the whole."""

    def gather_each(evidence: Evidence, sources: Sources) -> None:
        if evidence.query.compare:
            gather_groups(evidence, sources, gather)
        else:
            gather(evidence, sources)

    return gather_each


def gather_groups(evidence: Evidence, sources: Sources, gather: Gather) -> None:
    """The evidence on each group of a comparison; the tallies are those of the groups, their items
    all together.
    """
    gather_parts(evidence, sources, gather)
    evidence.unheard = tuple(word for part in evidence.parts for word in part.unheard)
    evidence.tallies = tuple(
        part.base or part.tallies[0] for part in evidence.parts if part.tallies
    )
    evidence.items = tuple(
        {record.id: record for part in evidence.parts for record in part.items}.values()
    )
    evidence.passages = tuple(passage for part in evidence.parts for passage in part.passages)


def gather_parts(evidence: Evidence, sources: Sources, gather: Gather) -> None:
    """The evidence on each group of a comparison, as parts of the whole."""
    query = evidence.query
    for population in query.populations:
        part = evidence_on(evidence, query.changed(**_OF_ALL, filter=population))
        gather(part, sources)
        _name_what_is_counted(part)
        evidence.parts += (part,)


def evidence_on(evidence: Evidence, query: Query) -> Evidence:
    """New evidence for another query within the same answer: the citations are numbered on."""
    reading = replace(evidence.reading, query=query, corrections=(), context=(), other=None)
    return Evidence(reading, evidence.corpus, evidence.quotes)


def _name_what_is_counted(part: Evidence) -> None:
    """Have each count say what it counts: the group's query is not the answer's."""
    if part.tallies:
        part.counts = {
            name: tuple(
                replace(
                    count,
                    filter=filter_behind(part.query, part.tallies[0], name, count),
                    within=filter_among(part.query, part.tallies[0], name, count),
                )
                if count.count and count.filter is None and name != "chapters"
                else count
                for count in counts
            )
            for name, counts in part.counts.items()
        }
