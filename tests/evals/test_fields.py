"""The comparison of parsed items with labels."""

import json

import pytest

import evals.__main__ as command
from evals.fields import as_text, compare_fields
from evals.labels import read_labels
from index.samples import GOLD, LETTERS


@pytest.mark.slow
def test_fields_tells_what_was_lost_and_how_right_each_field_is(capsys):
    assert command.main(["fields"]) == 0
    printed = capsys.readouterr().out
    assert (
        "144 labelled items, 0 lost, 0 invented, 0 files set aside" in printed
        and "outcome            exact 1.000" in printed
        and "Most frequent confusions" in printed
    )
    for field in ("levels", "amounts", "service_dates"):
        assert f"{field:18} F1    1.000 (" in printed and "values in 144 labelled items)" in printed


@pytest.mark.slow
def test_a_field_that_not_all_labels_have_is_compared_where_they_have_it(tmp_path):
    lines = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    for number, line in enumerate(lines):
        line.pop("levels")
        if number:
            line.pop("amounts")
    lines[0]["amounts"] = ["7 sessions"]
    (tmp_path / "labels.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    report = compare_fields(LETTERS, read_labels(tmp_path / "labels.jsonl"))
    assert (
        "levels" not in report.f1
        and report.labelled["amounts"] == (1, 1)
        and report.f1["amounts"] == 0
    )
    assert "amounts            F1    0.000 (1 values in 1 labelled items)" in as_text(report)
