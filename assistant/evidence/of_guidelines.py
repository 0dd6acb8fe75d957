"""Evidence on the guidelines that reviewers relied on, with their chapters and editions."""

from assistant.evidence.chapters import lines_by_chapter
from assistant.evidence.evidence import Evidence
from assistant.evidence.of_population import gather_side
from assistant.evidence.sources import Sources
from assistant.evidence.tally import Count

#: So many chapters are told.
CHAPTERS = 10


def gather_guidelines(evidence: Evidence, sources: Sources) -> None:
    """Everything on the selection, with how many items cite each chapter in each edition."""
    gather_side(evidence, sources)
    records, population = sources.records, evidence.query.filter
    lines = lines_by_chapter(records, population)
    # An item can cite two sections of a chapter: the most cited ones are counted by items.
    likely = sorted(lines, key=lambda chapter: (-sum(lines[chapter].values()), chapter))
    most = evidence.most or CHAPTERS
    counts = [
        Count(
            chapter,
            len(records.items_citing(population, list(lines[chapter]))),
            evidence.tallies[0].n,
        )
        for chapter in likely[: 2 * most]
    ]
    ordered = sorted(counts, key=lambda count: (-count.count, count.value))
    evidence.counts["chapters"] = tuple(ordered[:most])
    evidence.may_tell(count.value for count in ordered)
