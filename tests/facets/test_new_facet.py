"""A facet is added in one file and listed once: a copy of the program with two new ones reads them
off letters, keeps, filters, counts, words and lists them, and reads them off questions.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEW = ROOT / "tests" / "facets" / "new_facets"
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc")
#: What of a question is read beside the facet: the service and where it is.
MRI = {"facet": "procedure", "values": ["mri"]}


def _with_new_facets(folder: Path) -> Path:
    """A copy of the program with one more file, and with its facets in the registry."""
    for package in ("index", "assistant"):
        shutil.copytree(ROOT / package, folder / package, ignore=LEFT_OUT)
    shutil.copy(NEW / "declared.py", folder / "index" / "facets" / "declared.py")
    registry = folder / "index" / "facets" / "registry.py"
    listed, times = re.subn(
        r"(?m)^    MECHANISM,$",
        "    MECHANISM,\n    CANE,\n    HANDED,",
        registry.read_text("utf-8").replace(
            "from index.facets.facet import Facet\n",
            "from index.facets.declared import CANE, HANDED\n"
            "from index.facets.facet import Facet\n",
        ),
    )
    assert times == 1
    registry.write_text(listed, "utf-8")
    return folder


@pytest.fixture(scope="module")
def observed(tmp_path_factory):
    program = _with_new_facets(tmp_path_factory.mktemp("program"))
    found = subprocess.run(
        [sys.executable, str(NEW / "observed.py"), str(tmp_path_factory.mktemp("data"))],
        cwd=program,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(program), str(ROOT / "tests")])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    return json.loads(found.stdout.splitlines()[-1])


@pytest.fixture(params=["cane", "handed"])
def name(request):
    return request.param


@pytest.fixture
def seen(observed, name):
    return observed[name]


def test_its_values_are_read_off_the_letter_kept_and_read_back(observed):
    assert {name: seen["held"] for name, seen in observed.items()} == {
        "cane": {"CM16-0000001": ["yes"], "CM16-0000002": ["no"], "CM16-0000003": []},
        "handed": {"CM16-0000001": ["left"], "CM16-0000002": ["right"], "CM16-0000003": []},
    }


def test_it_filters_and_is_left_out(seen):
    assert seen["json"] and seen["met"] == ["CM16-0000001"]
    assert seen["unmet"] == ["CM16-0000002", "CM16-0000003"]


def test_counts_are_set_out_by_it_whatever_counts(seen, name):
    counts = {"cane": {"no": 1, "yes": 1}, "handed": {"left": 1, "right": 1}}[name]
    assert seen["counted"] == seen["chosen"] == counts
    assert seen["narrowed"] == counts, "without what the filter itself asks of the facet"


def test_the_page_offers_it_as_a_filter(seen):
    assert seen["page"]


def test_it_is_worded_in_english_and_left_out_in_words(observed):
    assert [(seen["words"], seen["negated"]) for seen in observed.values()] == [
        ("any service, walking with a cane", "any service, not walking with a cane"),
        (
            "any service, with the dominant hand left",
            "any service, not with the dominant hand left",
        ),
    ]


def test_an_answer_tells_its_values_and_a_chip_names_it(seen, name):
    value, words = {
        "cane": ("yes", "walking with a cane"),
        "handed": ("left", "with the dominant hand left"),
    }[name]
    assert f"{value}: overturned in 0 of 1 item" in seen["answer"]
    assert f"any service, {words}" in seen["answer"] and words in seen["chips"]


def test_the_rows_of_items_list_it(observed):
    assert [seen["listed"] for seen in observed.values()] == [
        {"CM16-0000001": True, "CM16-0000002": False, "CM16-0000003": None},
        {"CM16-0000001": "left", "CM16-0000002": "right", "CM16-0000003": None},
    ]


def test_the_table_that_is_taken_away_has_a_column_of_it(observed):
    assert [list(seen["exported"].values()) for seen in observed.values()] == [
        ["yes", "no", ""],
        ["left", "right", ""],
    ]


def test_a_question_that_names_it_is_read_and_its_words_name_nothing_else(observed):
    def asked(name, *values):
        return {"facet": name, "values": list(values)}

    knee, left = asked("region", "knee"), asked("laterality", "left")
    wanted = {
        "cane": [
            [MRI, asked("cane", "yes")],
            [MRI, asked("cane", "no")],
            [MRI, asked("cane", "no")],
            [MRI, asked("cane", "no")],
            [asked("procedure", "cane")],
        ],
        "handed": [
            [MRI, asked("handed", "left")],
            [MRI, asked("handed", "both", "right")],
            [MRI, {"not": asked("handed", "left")}],
            [MRI, knee, left, asked("handed", "right")],
        ],
    }
    for name, seen in observed.items():
        for (question, parts), expected in zip(
            seen["questions"].items(), wanted[name], strict=True
        ):
            assert sorted(map(_sorted, parts)) == sorted(map(_sorted, expected)), question
        assert seen["unread"] == []


def _sorted(part: dict) -> str:
    inner = part.get("not", part)
    return json.dumps([sorted(inner["values"]), inner["facet"], "not" in part])
