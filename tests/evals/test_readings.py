"""Readings are compared by what they select."""

import json

import pytest
import yaml

from assistant.query import query_from_json
from assistant.question.model_reader import ModelReader
from evals.readings import (
    BOTH,
    MODEL_ALONE,
    RULES_ALONE,
    BadCases,
    Meanings,
    Verdict,
    entries_in,
    report_as_json,
    report_in_words,
    score_by_all,
    score_entries,
)
from evals.replay import BadRecording, replayed

MRI = {"facet": "procedure", "values": ["mri"]}
KNEE = {"facet": "region", "values": ["knee"]}
UPHELD = {"facet": "outcome", "values": ["upheld"]}


@pytest.fixture
def records(assistant):
    with assistant.store.records() as records:
        yield records


def differences(records, read, meant, question="How are they decided?", strict=False):
    queries = (query_from_json({"intent": "outcomes"} | fields) for fields in (read, meant))
    return Meanings(records).differences(*queries, question, strict)


@pytest.mark.parametrize(
    "read, meant",
    [
        ({"filter": {"all": [MRI, KNEE]}}, {"filter": {"all": [KNEE, {"not": {"not": MRI}}]}}),
        ({"filter": {"all": [MRI, UPHELD]}}, {"filter": MRI, "outcome": "upheld"}),
        (
            {
                "filter": MRI,
                "compare": [{"label": "a", "filter": KNEE}, {"label": "b", "filter": UPHELD}],
            },
            {
                "compare": [
                    {"label": "x", "filter": {"all": [UPHELD, MRI]}},
                    {"label": "y", "filter": {"all": [MRI, KNEE]}},
                ]
            },
        ),
    ],
)
def test_what_selects_the_same_is_the_same_reading(records, read, meant):
    assert differences(records, read, meant) == []


@pytest.mark.parametrize(
    "read, meant, part",
    [
        ({"filter": MRI}, {"filter": {"all": [MRI, KNEE]}}, "items"),
        ({"filter": MRI}, {"filter": MRI, "outcome": "upheld"}, "outcome"),
        ({"filter": MRI}, {"filter": MRI, "unit": "letter"}, "unit"),
        ({"filter": MRI}, {"filter": MRI, "group_by": "region"}, "group_by"),
        ({"filter": MRI}, {"filter": MRI, "intent": "reasons"}, "intent"),
        (
            {"filter": {"facet": "procedure", "values": ["no such one"]}},
            {"filter": {"facet": "procedure", "values": ["none of these"]}},
            "items",
        ),
    ],
)
def test_every_other_part_tells_two_readings_apart(records, read, meant, part):
    assert part in differences(records, read, meant)


def test_a_bare_noun_phrase_is_fairly_a_count_or_a_list(records):
    read, meant = {"filter": MRI}, {"filter": MRI, "intent": "list"}
    assert differences(records, read, meant, "knee MRIs") == []
    assert differences(records, read, meant, "Which are the knee MRIs?") == ["intent"]


def test_turns_are_told_apart_by_what_an_answer_says(tmp_path, assistant, records):
    entries = [
        (
            "How often are MRIs overturned?",
            {"intent": "outcomes", "filter": MRI, "outcome": "overturned"},
        ),
        ("How often are MRIs with zorbing overturned?", {"intent": "outcomes", "filter": KNEE}),
        ("Will I win?", {"intent": "outcomes", "filter": MRI}),
        ("How are MRIs decided?", {"intent": "refuse", "refusal": "price"}),
        ("How are MRIs decided?", {"intent": "outcomes", "filter": KNEE}),
        ("MRIs by brand", {"intent": "outcomes", "filter": {"facet": "no such", "values": ["x"]}}),
    ]
    file = tmp_path / "cases.yaml"
    raw = [
        {"id": f"a{n}", "asker": "RES", "kind": "count", "turns": [words], "queries": [query]}
        for n, (words, query) in enumerate(entries)
    ]
    file.write_text(yaml.safe_dump(raw), "utf-8")
    scored = score_entries(entries_in(file), assistant, records)
    report = {RULES_ALONE: scored}
    assert [turn.verdict for turn in scored] == [
        Verdict.RIGHT,
        Verdict.NAMED,
        Verdict.REFUSED,
        Verdict.ANSWERED,
        Verdict.SILENT,
        Verdict.NAMED,
    ]
    assert "all turns, rules: 6 turns; right 1 (17%" in report_in_words(report)
    assert report_as_json(report)["rules"]["verdicts"]["silently wrong"] == 1


@pytest.mark.parametrize(
    "text, said",
    [
        ("[", "cases.yaml"),
        ("a: 1", "no list"),
        ("[{id: a1, asker: X, kind: y, turns: [a], queries: []}]", "entry a1"),
        ("[{id: a2, asker: X, kind: y, turns: [a], queries: [{intent: nonsense}]}]", "entry a2"),
        ("[7]", "entry 1"),
    ],
)
def test_a_file_that_is_none_is_refused_by_its_name_and_entry(tmp_path, text, said):
    file = tmp_path / "cases.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(BadCases, match=said):
        entries_in(file)


def test_rules_a_recorded_model_and_both_are_measured_side_by_side(tmp_path, assistant, records):
    meant = {"intent": "outcomes", "filter": MRI, "outcome": "overturned"}
    cases, recorded = tmp_path / "cases.yaml", tmp_path / "recorded.jsonl"
    raw = [
        {
            "id": name,
            "asker": "RES",
            "kind": kind,
            "turns": ["How often are MRIs overturned?", "How often are MRIs overturned?"],
            "queries": [meant, meant],
        }
        for name, kind in (("a1", "count"), ("a2", "odds"))
    ]
    cases.write_text(yaml.safe_dump(raw), "utf-8")
    lie = meant | {"filter": {"all": [MRI, {"facet": "sex", "values": ["female"]}]}}
    lines = [{"id": "a1", "queries": [meant, lie]}, {"id": "a2", "queries": [meant]}]
    recorded.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    reader = ModelReader("recorded", replayed(recorded))
    scored = score_by_all(entries_in(cases), assistant.store, reader, records)
    verdicts = {by: [turn.verdict for turn in turns] for by, turns in scored.items()}
    right = Verdict.RIGHT
    assert verdicts == {
        RULES_ALONE: [right] * 4,
        MODEL_ALONE: [right, Verdict.SILENT, right, Verdict.REFUSED],
        BOTH: [right] * 4,
    }
    assert [turn.reading.read_by for turn in scored[BOTH]] == [
        "rules and recorded",
        "rules",
        "rules and recorded",
        "rules",
    ]
    told = report_in_words(scored)
    for line in ("all turns, model: 4 turns; right 2", "kind odds, both: 2 turns; right 2"):
        assert line in told
    assert "asker RES, rules: 4 turns; right 4 (100%, 51% to 100%)" in told


@pytest.mark.parametrize("text, said", [("{", "line 1"), ("7", "line 1"), (None, "none.jsonl")])
def test_a_recording_that_is_none_is_refused_by_its_place(tmp_path, text, said):
    file = tmp_path / "none.jsonl"
    if text is not None:
        file.write_text(text, "utf-8")
    with pytest.raises(BadRecording, match=said):
        replayed(file)
