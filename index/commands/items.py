"""The disputed items as rows for other programs: JSON Lines or CSV."""

import csv
import json
from collections.abc import Iterator
from typing import Any, TextIO

from index.extraction.attributes import Amount
from index.facets.facet import Column, Facet, Kind, Rows
from index.facets.letter import POSITION
from index.facets.registry import FACETS
from index.facets.worker import AGE
from index.store.sqlite.read import ItemRecord, item_records, letter_record
from index.store.store import Store

_OWN = (
    "case",
    "item",
    "request",
    "disputed",
    "outcome",
    "category",
    "subcategory",
    "procedures",
    "regions",
    "laterality",
    "retrospective",
    "partly_authorized",
    "repeat",
    "guidelines",
    "reasons",
    "file",
    "decided",
    "injured",
    "specialties",
    "levels",
    "amounts",
    "strengths",
    "service_dates",
    "citations",
    "claims_citations",
    "diagnoses",
    "mechanism",
)
# Every other facet of an item, under its name; an item's position is the field "item".
_OTHERS = tuple(
    facet
    for facet in FACETS
    if facet.attribute not in _OWN
    and facet is not POSITION
    and isinstance(facet.storage, Column | Rows)
)
#: The fields of a row, in order: those of the gold labels, then the file, the dates, the reviewer's
#: specialties, the particulars of the request, and every other facet.
FIELDS = (*_OWN, *(facet.name for facet in _OTHERS))


def item_rows(store: Store) -> Iterator[dict[str, Any]]:
    """One row a disputed item, by case and position."""
    with store.engine.connect() as connection:
        files: dict[str, str] = {}
        for record in sorted(
            item_records(connection),
            key=lambda item_record: (item_record.case, item_record.position),
        ):
            if record.determination not in files:
                files[record.determination] = str(
                    letter_record(connection, record.determination).file
                )
            values = (
                record.case,
                record.position,
                record.request,
                record.disputed,
                record.outcome.value,
                record.category,
                record.subcategory,
                list(record.procedures),
                list(record.regions),
                record.laterality,
                record.retrospective,
                record.partly_authorized,
                record.repeat,
                list(record.guidelines),
                [reason.tag for reason in record.reasons],
                files[record.determination],
                record.decided.isoformat() if record.decided else None,
                record.injured.isoformat() if record.injured else None,
                list(record.specialties),
                list(record.levels),
                [amount_in_words(amount) for amount in record.amounts],
                list(record.strengths),
                list(record.service_dates),
                list(record.citations),
                list(record.claims_citations),
                list(record.diagnoses),
                record.mechanism,
                *(_told(record, facet) for facet in _OTHERS),
            )
            yield dict(zip(FIELDS, values, strict=True))


def _told(record: ItemRecord, facet: Facet) -> object:
    """What a facet says of an item: a list, a yes or no, a number, or the one value; None where
    the letter does not tell.
    """
    values = record.values_of(facet)
    if facet.kind is Kind.MANY:
        return list(values)
    if not values:
        return None
    if facet.kind is Kind.FLAG:
        return values[0] == "yes"
    return int(values[0]) if facet is AGE else values[0]


def amount_in_words(amount: Amount) -> str:
    """An amount as a phrase: "12 sessions", "12 to 18 sessions"."""
    return (
        f"{amount.low:g}{f' to {amount.high:g}' if amount.high != amount.low else ''} {amount.unit}"
    )


def write_jsonl(rows: Iterator[dict[str, Any]], out: TextIO) -> None:
    """One JSON object a line."""
    for row in rows:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")


def write_csv(rows: Iterator[dict[str, Any]], out: TextIO) -> None:
    """A header line, then one line an item; several values of a field are joined by "; "."""
    writer = csv.DictWriter(out, FIELDS)
    writer.writeheader()
    for row in rows:
        writer.writerow(
            {
                name: "; ".join(value) if isinstance(value, list) else value
                for name, value in row.items()
            }
        )
