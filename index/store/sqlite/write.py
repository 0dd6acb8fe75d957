"""Rows of a determination: put in, taken out."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select

from index.determination import Determination
from index.extraction.attributes import Found, GuidelineCitation, ItemFacets
from index.facets.facet import Rows
from index.facets.registry import FACETS
from index.letter import Letter
from index.passages import Passage
from index.store.rules_version import description_version
from index.store.sqlite.schema import (
    amounts,
    determinations,
    facets,
    files,
    items,
    pages,
    passages,
    unsettled,
)


def put_determination(
    connection: Connection,
    letter: Letter,
    determination: Determination,
    described: Sequence[ItemFacets],
    pieces: Sequence[Passage],
) -> None:
    """Insert a determination with its pages, items, facets and passages."""
    identity, header = letter.sha256, determination.header
    summary = determination.summary
    connection.execute(
        insert(determinations).values(
            id=identity,
            case=determination.case,
            layout=determination.layout,
            described=description_version(),
            fictional=determination.fictional,
            paged=letter.paged,
            injured=header.injured,
            denied=header.denied,
            received=header.received,
            assigned=header.assigned,
            decided=header.decided,
            priority=header.priority,
            age=determination.age,
            sex=determination.sex,
            summary_start=summary.start if summary else None,
            summary_end=summary.end if summary else None,
            warnings="\n".join(determination.warnings) or None,
        )
    )
    connection.execute(
        insert(pages),
        [
            {"determination": identity, "number": n, "text": text}
            for n, text in enumerate(letter.pages, 1)
        ],
    )
    numbers = {}
    for item, its_facets in zip(determination.items, described, strict=True):
        guideline, rationale = item.reviewer_guideline, item.rationale
        result = connection.execute(
            insert(items).values(
                determination=identity,
                position=item.position,
                request=item.request.text,
                request_start=item.request.start,
                request_end=item.request.end,
                disputed=item.disputed,
                authorized=item.authorized,
                outcome=item.outcome.value,
                claims_guideline=item.claims_guideline.text if item.claims_guideline else None,
                reviewer_guideline=guideline.text if guideline else None,
                guideline_start=guideline.start if guideline else None,
                guideline_end=guideline.end if guideline else None,
                rationale_start=rationale.start if rationale else None,
                rationale_end=rationale.end if rationale else None,
                category=its_facets.category,
                subcategory=its_facets.subcategory,
                laterality=its_facets.laterality,
                retrospective=its_facets.retrospective,
                partly_authorized=its_facets.partly_authorized,
                repeat=its_facets.repeat,
            )
        )
        key = result.inserted_primary_key
        assert key is not None, "an INSERT of one row gives its key"
        numbers[item.position] = key[0]
        rows = list(_facet_rows(numbers[item.position], its_facets))
        if rows:
            connection.execute(insert(facets), rows)
        if its_facets.amounts:
            connection.execute(
                insert(amounts),
                [{"item": numbers[item.position], **asdict(each)} for each in its_facets.amounts],
            )
    rows = [
        {
            "id": piece.id,
            "determination": identity,
            "item": numbers[piece.item] if piece.item else None,
            "heading": piece.heading,
            "body": piece.body.text,
            "start": piece.body.start,
            "end": piece.body.end,
        }
        for piece in pieces
    ]
    if rows:
        connection.execute(insert(passages), rows)


def _facet_rows(item: int, its_facets: ItemFacets) -> Iterator[dict[str, object]]:
    """The rows of the facets that are `Rows`, and of what else an item has several of."""
    declared = {
        facet.storage.name: its_facets.facet_values.get(facet.name, ())
        for facet in FACETS
        if isinstance(facet.storage, Rows)
    }
    told = its_facets.repeat_sentence
    others = {
        "repeat": [Found(its_facets.repeat, told)] if told else [],
        "strength": map(Found, its_facets.strengths),
        "citation": map(Found, map(citation_in_words, its_facets.citations)),
        "claims_citation": map(Found, map(citation_in_words, its_facets.claims_citations)),
        "service_date": map(Found, its_facets.service_dates),
        "unknown": map(Found, its_facets.unknown),
    }
    for name, values in {**declared, **others}.items():
        for position, found in enumerate(values):
            yield {
                "item": item,
                "facet": name,
                "position": position,
                "value": found.value,
                "start": found.sentence.start if found.sentence else None,
                "end": found.sentence.end if found.sentence else None,
            }


def citation_in_words(citation: GuidelineCitation) -> str:
    """A citation as one line: "MTUS Low Back Complaints (2004), Special Studies"."""
    named = [] if citation.guideline == "other" else [citation.guideline]
    title = " ".join(
        [
            *named,
            *([citation.title] if citation.title else []),
            *([f"({citation.edition})"] if citation.edition else []),
        ]
    )
    return title + (f", {citation.section}" if citation.section else "")


def take_out(connection: Connection, identity: str) -> list[str]:
    """Delete a determination's rows; the ids of its passages, whose vectors are to go too."""
    gone = list(
        connection.scalars(select(passages.c.id).where(passages.c.determination == identity))
    )
    its_items = select(items.c.id).where(items.c.determination == identity)
    connection.execute(delete(passages).where(passages.c.determination == identity))
    connection.execute(delete(facets).where(facets.c.item.in_(its_items)))
    connection.execute(delete(amounts).where(amounts.c.item.in_(its_items)))
    connection.execute(delete(items).where(items.c.determination == identity))
    connection.execute(delete(pages).where(pages.c.determination == identity))
    connection.execute(delete(determinations).where(determinations.c.id == identity))
    return gone


def put_file(
    connection: Connection,
    path: str,
    sha256: str,
    determination: str | None,
    set_aside: str | None = None,
) -> None:
    """Note what became of a file."""
    connection.execute(delete(files).where(files.c.path == path))
    added = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute(
        insert(files).values(
            path=path, sha256=sha256, determination=determination, set_aside=set_aside, added=added
        )
    )


def note_unsettled(connection: Connection, ids: list[str]) -> None:
    """Note passages whose vectors may stand without rows."""
    if ids:
        connection.execute(
            insert(unsettled).prefix_with("OR IGNORE"), [{"passage": each} for each in ids]
        )
