"""What the program does with the facets of `declared`, run within a copy of it that lists them: one
JSON object, from the name of a facet to that of what was done to its outcome.
"""

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

from conftest import WordVectors, add, item_text, letter_text

from assistant.assistant import Assistant
from assistant.evidence.facet_counts import FILTERS, facet_counts
from assistant.export.tables import cases_csv
from assistant.presentation.chips import chips
from assistant.query import Query
from assistant.question.reader import read
from assistant.reading import Reading
from index.commands.items import item_rows
from index.facets.english import in_words
from index.facets.facet import Facet
from index.facets.filter import Not, filter_from_json, parts_of
from index.facets.registry import facet_named
from index.store.store import Store

LETTERS = {
    "CM16-0000001": "She is left-handed. She walks with a cane.",
    "CM16-0000002": "He is right hand dominant. He walks without a cane.",
    "CM16-0000003": "Therapy did not help.",
}
QUESTIONS = {
    "cane": (
        "How often are MRIs overturned for workers who walk with a cane?",
        "How often are MRIs overturned where no cane was used?",
        "How often are MRIs, not those who used a cane, overturned?",
        "How often are MRIs excluding those where a cane was used approved?",
        "How often are canes approved?",
    ),
    "handed": (
        "How often are MRIs of left-handed workers overturned?",
        "How often are MRIs of ambidextrous or right handed workers overturned?",
        "How often are MRIs other than for left-handed workers overturned?",
        "How often are MRIs of the left knee overturned for right-handed workers?",
    ),
}


def _seen(store: Store, facet: Facet) -> dict[str, Any]:
    asked = {"facet": facet.name, "values": [facet.values()[0]]}
    population = filter_from_json(asked)
    assert population is not None
    left_out = Not(negated=population)
    with store.records() as records:
        items = records.item_records(None)
        held = {item.case: item.values_of(facet) for item in items}
        table = csv.DictReader(io.StringIO(cases_csv(items, records.files_of(items))))
        met, unmet = (
            [each.case for each in records.item_records(node)] for node in (population, left_out)
        )
        counted = {
            each.value: each.n for each in records.value_counts(None, [facet.name], 9)[facet.name]
        }
        narrowed = {each.value: each.n for each in facet_counts(records, population)[facet.name]}
        with records.choose(None) as chosen:
            chosen_counts = {each.value: each.n for each in chosen.counts([facet.name])[facet.name]}
    assistant = Assistant(store, embeddings=WordVectors())
    grouped = Query.model_validate_json(
        json.dumps({"intent": "outcomes", "group_by": facet.name, "filter": asked})
    )
    return {
        "held": held,
        "met": met,
        "unmet": unmet,
        "json": population.as_json() == asked,
        "counted": counted,
        "narrowed": narrowed,
        "chosen": chosen_counts,
        "exported": {row["case"]: row[facet.name] for row in table},
        "page": facet.name in FILTERS,
        "words": in_words(population),
        "negated": in_words(left_out),
        "chips": [each.words for each in chips(Reading("…", grouped))],
        "answer": assistant.answer(Reading("…", grouped)).markdown,
        "listed": {row["case"]: row[facet.name] for row in item_rows(store)},
        "questions": {
            question: [each.as_json() for each in parts_of(read(question).query.filter)]
            for question in QUESTIONS[facet.name]
        },
        "unread": [
            word for question in QUESTIONS[facet.name] for word in read(question).query.unread
        ],
    }


def main(folder: Path) -> None:
    letters = folder / "letters"
    letters.mkdir()
    for case, summary in LETTERS.items():
        text = letter_text(item_text("MRI of the knee"), case=case, summary=summary)
        (letters / f"{case}.txt").write_text(text, "utf-8")
    add(folder / "store", letters)
    store = Store.open(folder / "store")
    try:
        print(json.dumps({name: _seen(store, facet_named(name)) for name in QUESTIONS}))
    finally:
        store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
