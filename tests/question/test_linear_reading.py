"""Reading a question takes time by its length alone, and no question or query is longer than is
read.
"""

import ast
import json
import re
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.links import link_of, reading_of_link
from assistant.older_queries import any_reading
from assistant.query import (
    LONGEST_QUERY,
    LONGEST_QUESTION,
    MOST_PARTS,
    MOST_VALUES,
    MOST_WORDS,
    IntentName,
    Query,
    TooMuch,
    object_in,
    query_from_text,
)
from assistant.question.comparison import _JOINED
from assistant.question.reader import read
from assistant.question.spans import blank
from assistant.reading import Reading
from evals.patterns.attacks import attacks
from evals.patterns.collected import Pattern, patterns
from evals.patterns.growth import slow
from index.facets.filter import parts_of

SLOW = [
    r"(a+)+$",
    r"(?:a|a)*b",
    r"(?:\w+\s?)*x",
    r"x(?:a|aa)+y",
    r"\W*(?:[\w-]+\W+){0,8}$",
    r"\s+$",
    r"\s*,",
    r"a\s*\s*b",
    r"how.*why",
    r"(?:the |these )*x",
    r"(?:\w+ ){0,3}x",
    r"x(?!\s*-?\s*y)",
    r"(?:[a-z]+ ?){0,40}x",
    r"^\W*(?:show)?\s*(\d)",
]
LINEAR = [
    r"(?<!\s)\s+$",
    r"\bx\s+y",
    r"\bx\s*+y",
    r"\b\w+ x",
    r"a[^.]{0,60}b",
    r"^\s*x",
    r"x\s*$",
    r"\b(?:of|the)\s+(?:an?\s+)?(?:red|blue)\b",
    r"because\b[^.]*",
    r"[^\w-]*+(?:[\w-]++[^\w-]++){0,8}?x",
    _JOINED.pattern,
]


# Modules beside those that read questions; they read what a chat model says.
OF_MODELS = ("extension", "model_reader", "wording")


# Patterns that the measure of growth still tells of, by module and beginning. A question is no
# longer than LONGEST_QUESTION, which bounds them; none may be added.
TOLD = (
    ("texts", r"(?<!\s)\s*(?:,|\b(?:and (?:were|was|got"),
    ("understand", r"^\W*(?:(?:and|ok|now|then|please|but)\W+)*(?:drop"),
    ("understand", r"\b(?:they(?:'ve)?|ur|utilization review"),
    ("follow_up", r"^\W*(?:(?:and|ok|now|so|what about|how about|put"),
    ("follow_up", r"^\W*(?:(?:and|what about|how about|ok|or)\W+)*(?P<term>"),
    ("follow_up", r"\W*(?:(?:and|no|ok|sorry|just|show|give me"),
    ("follow_up", r"^\W*(?:and |ok |what about |how about |only "),
    ("follow_up", r"^\W*(?:and |ok |now |just )*(?:forget"),
    ("scope", r"[\s(]*+(?:(?:(?:those|ones|cases"),
    ("asking", r"\b(?:most|least) (?:often |frequently "),
    ("asking", r"\bwhat (?:all |else )?(?:kinds? of "),
)


@pytest.fixture(scope="module")
def collected() -> list[Pattern]:
    return patterns()


@pytest.mark.parametrize("pattern", SLOW)
def test_a_pattern_that_reads_a_stretch_in_two_ways_is_told(pattern):
    assert slow(pattern)


@pytest.mark.parametrize("pattern", LINEAR)
def test_a_linear_pattern_is_not_blamed(pattern):
    searched = not pattern.startswith("[^")
    assert slow(pattern, re.I, searched) is None


def test_a_pattern_that_is_only_held_against_one_place_begins_nowhere_else():
    assert slow(r"\s*,", searched=True)
    assert slow(r"\s*,", searched=False) is None
    assert slow(r"\s*\s*,", searched=False)


@pytest.mark.slow
def test_every_pattern_that_reads_questions_is_linear(collected):
    assert len(collected) > 400
    told = {(each.pattern, each.flags, each.searched): each.place for each in collected}
    assert not [
        (place, form[0], str(found))
        for form, place in told.items()
        if (found := slow(*form)) and not _is_told(place, form[0])
    ]


def _is_told(place: str, pattern: str) -> bool:
    module = Path(place.split(":")[0]).stem
    return any(module == of and pattern.startswith(beginning) for of, beginning in TOLD)


@pytest.mark.slow
def test_no_module_that_reads_questions_makes_a_pattern_unseen(collected):
    """Each place in them that makes a pattern was reached."""
    root = Path(__file__).parents[2]
    made = {each.place for each in collected}
    unseen = []
    for path in sorted((root / "assistant" / "question").rglob("*.py")):
        if path.stem in OF_MODELS:
            continue
        name = path.relative_to(root).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.func.attr != "escape"
            ):
                lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
                if not any(f"{name}:{line}" in made for line in lines):
                    unseen.append((name, node.lineno, ast.unparse(node)[:80]))
    assert not unseen


def test_attacks_are_made_of_the_patterns_own_parts():
    made = list(attacks(r"\bincluding\W*(?:[\w-]+\W+){0,8}$", re.I, 100))
    assert any(each.startswith("including" * 5) for each in made) and any(
        each.startswith("-" * 50) for each in made
    )
    assert all(90 <= len(each) <= 120 for each in made)


@pytest.mark.parametrize(
    "tail",
    [
        "-" * 40,
        "-" * 5_000,
        "mri-" * 80,
        "mri-" * 1_000,
        "(" * 5_000,
        "without those those " * 250,
        " \n" * 2_500,
        "like a-" * 700,
    ],
)
def test_what_froze_the_reading_is_read(tail):
    assert read(f"How are MRIs decided? {tail}").query.intent is IntentName.OUTCOMES


def test_blank_keeps_offsets():
    assert blank("abcdefgh", [(5, 7), (0, 2), (1, 3)]) == "   de  h"
    assert blank("abc", []) == "abc"


# Limits.

_OUTCOMES = {"intent": "outcomes"}


def test_a_question_beyond_the_limit_is_refused_on_the_command_line(capsys, tmp_path):
    long = "Are MRIs upheld? " * LONGEST_QUESTION
    file = tmp_path / "questions.txt"
    file.write_text(f"Are MRIs upheld?\n{'x' * (LONGEST_QUESTION + 1)}\n", "utf-8")
    for given in (
        ["ask", long],
        ["ask", "--batch", str(file)],
        ["ask", "--query", json.dumps({"asked": "tally", "question": long[: LONGEST_QUERY // 2]})],
        [
            "ask",
            "--query",
            json.dumps({"query": _OUTCOMES, "question": long[: LONGEST_QUERY // 2]}),
        ],
    ):
        assert main([*given, "--store", str(tmp_path)]) == 2
        assert f"may have {LONGEST_QUESTION:,}" in capsys.readouterr().err


def _criteria(count: int, values: int) -> list[dict]:
    return [{"facet": "procedure", "values": [f"mri {n}" for n in range(values)]}] * count


def _narrowed(count: int, values: int) -> dict:
    return {**_OUTCOMES, "filter": {"all": _criteria(count, values)}}


def _of_old(count: int, values: int) -> dict:
    return {"asked": "tally", "selection": _criteria(count, values)}


@pytest.mark.parametrize(
    "told, said",
    [
        ("[" * 90_000, "nested"),
        ('{"intent":' + "[" * 90_000, "nested"),
        ('{"filter":' + '{"not":' * 40 + "1" + "}" * 41, "nested"),
        (json.dumps(_narrowed(1_200, 1)), f"may have {MOST_PARTS}"),
        (json.dumps(_narrowed(MOST_PARTS + 1, 1)), "criteria"),
        (json.dumps(_narrowed(1, MOST_VALUES + 1)), "values"),
        (
            json.dumps(
                _narrowed(60, 1) | {"compare": [{"label": "", "filter": {"all": _criteria(60, 1)}}]}
            ),
            "criteria",
        ),
        (
            json.dumps({**_OUTCOMES, "compare": [{"label": "", "filter": None}] * 13}),
            "groups",
        ),
        (json.dumps({"intent": "passages", "unread": ["word"] * (MOST_WORDS + 1)}), "words"),
        (
            json.dumps({**_OUTCOMES, "term": "x" * LONGEST_QUERY}),
            f"may have {LONGEST_QUERY:,}",
        ),
    ],
)
def test_a_query_beyond_a_limit_is_refused(told, said, capsys, tmp_path):
    with pytest.raises(TooMuch, match=said):
        query_from_text(told)
    if told.startswith("{"):
        assert main(["ask", "--query", told, "--store", str(tmp_path)]) == 2
        assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (_of_old(MOST_PARTS + 1, 1), "criteria"),
        (_of_old(1, MOST_VALUES + 1), "values"),
        (
            _of_old(60, 1) | {"asked": "comparison", "against": _criteria(60, 1)},
            "criteria",
        ),
        ({"asked": "passages", "unmatched": ["word"] * (MOST_WORDS + 1)}, "words"),
        ({"asked": "tally", "question": "x" * LONGEST_QUERY}, f"may have {LONGEST_QUERY:,}"),
    ],
)
def test_nor_is_one_in_the_older_form_taken(told, said, capsys, tmp_path):
    with pytest.raises(TooMuch, match=said):
        any_reading(object_in(json.dumps(told)))
    assert main(["ask", "--query", json.dumps(told), "--store", str(tmp_path)]) == 2
    assert said in capsys.readouterr().err


def test_what_is_within_the_limits_is_taken():
    assert len(parts_of(query_from_text(json.dumps(_narrowed(MOST_PARTS, 5))).filter)) == MOST_PARTS
    reading = read("zyx wvu " * (LONGEST_QUESTION // 8))
    assert reading_of_link(link_of(reading)) == reading


def test_a_link_beyond_a_limit_is_refused():
    long = Reading("x" * (LONGEST_QUESTION + 1), Query(intent=IntentName.OUTCOMES))
    with pytest.raises(TooMuch):
        reading_of_link(link_of(long))
