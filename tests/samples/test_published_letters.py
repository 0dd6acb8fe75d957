"""The published determinations, where they are at hand."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
from conftest import GOLD, WordVectors, add

from assistant.assistant import Assistant
from index.commands.items import item_rows
from index.readers import read_letter
from index.store.status import status
from index.store.store import Store

pytestmark = pytest.mark.letters

QUESTIONS = Path(__file__).with_name("fifty_questions.txt").read_text().splitlines()


@pytest.fixture(scope="module")
def published(determinations, tmp_path_factory):
    """The assistant on the published letters, embedded by `WordVectors`."""
    folder = tmp_path_factory.mktemp("published") / "s"
    report = add(folder, determinations)
    assert report.set_aside == []
    return Assistant(Store.open(folder), embeddings=WordVectors())


@pytest.fixture(scope="module")
def labels(determinations):
    return [json.loads(line) for line in GOLD.read_text().splitlines()]


def test_no_letter_is_set_aside_and_no_item_lost_or_invented(published, labels):
    rows = {(row["case"], row["item"]): row for row in item_rows(published.store)}
    assert status(published.store).determinations == 115
    assert rows.keys() == {(label["case"], label["item"]) for label in labels}
    for label in labels:
        row = rows[label["case"], label["item"]]
        assert {
            name: row[name] for name in ("request", "disputed", "outcome", "partly_authorized")
        } == {name: label[name] for name in ("request", "disputed", "outcome", "partly_authorized")}


def test_the_repeat_sacrum_mri_is_one_and_shown_with_the_next_wider_selections(published):
    answer = published.with_items(
        published.ask("how are repeat sacrum MRIs usually decided?"), None
    )
    assert (
        answer.tallies[0].items == (("001_ddf925a4a92c2cfc", 1),) and answer.tallies[0].upheld == 1
    )
    assert "one decision is no pattern" in answer.markdown
    wider = {case for tally in answer.tallies[1:-1] for case, _ in tally.items}
    assert {"000_efa61c1de3ba92ee", "002_fa0ceb311b06b084"} <= wider
    assert any(
        "significant change" in citation.words.lower()
        for citation in answer.citations
        if citation.case.startswith("001_")
    )


def test_every_citation_stands_verbatim_at_its_file_page_and_offsets(published):
    letter_at = cache(read_letter)
    for question in QUESTIONS:
        answer = published.ask(question).as_json()
        assert answer["notes"] == [], question
        for citation in answer["citations"]:
            letter = letter_at(Path(citation["file"]))
            assert Path(citation["file"]).stem == citation["case"], question
            assert (citation["page"] is None) == (not letter.paged), question
            assert (
                letter.pages[(citation["page"] or 1) - 1][citation["start"] : citation["end"]]
                == citation["quote"]
                != ""
            ), question
        assert answer["abstained"] or answer["citations"], question
        assert not re.search(
            r"\b(?:you should|will be overturned|will be upheld)\b", answer["answer"]
        ), question
