"""However an extractor sets a letter, it is the same determination; however it is damaged, no
outcome is told wrong.
"""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mangling import Setting, paragraphs, same, set_letter

from evals.damage import damage_letters
from evals.damage_kinds import DAMAGES
from index.determination import Determination
from index.layouts import parse_letter
from index.layouts.case_number import NAME
from index.readers import read_letter
from index.samples import LETTERS
from index.store.ingest import letter_files

SETTINGS = st.builds(
    Setting,
    width=st.one_of(st.none(), st.integers(45, 140)),
    heading_width=st.one_of(st.none(), st.integers(30, 80)),
    blank=st.sampled_from((0.0, 0.1, 1.0)),
    pages=st.integers(1, 9),
    feet=st.booleans(),
    spaces=st.sampled_from((0.0, 0.2)),
    shuffled_header=st.booleans(),
    lower_headings=st.booleans(),
    wrapped_labels=st.booleans(),
    broken_outcome=st.booleans(),
    colon_apart=st.booleans(),
    seed=st.integers(0, 10_000),
)


@pytest.fixture(scope="module")
def letters() -> list[tuple[Determination, list[str]]]:
    """The sample letters of layout A, each with its paragraphs."""
    read = [read_letter(path) for path in letter_files([LETTERS])[0]]
    parsed = [(parse_letter(letter), letter.text) for letter in read]
    return [
        (determination, paragraphs(determination, text))
        for determination, text in parsed
        if determination.layout == NAME and determination.header.case_number
    ]


def unchanging(determination: Determination) -> list[tuple[str, ...]]:
    """What of the items has to stay the same."""
    return [
        (
            same(item.request.text),
            same(item.disputed),
            item.outcome.value,
            same(item.rationale.text if item.rationale else ""),
        )
        for item in determination.items
    ]


@pytest.mark.slow
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(setting=SETTINGS, chosen=st.integers(0, 10_000))
def test_a_letter_set_otherwise_is_the_same_determination(letters, setting, chosen):
    determination, parts = letters[chosen % len(letters)]
    read = parse_letter(set_letter(parts, setting))
    assert unchanging(read) == unchanging(determination), read.warnings
    assert (read.header.decided, read.header.denied, read.case) == (
        determination.header.decided,
        determination.header.denied,
        determination.case,
    )


@pytest.mark.slow
def test_damaged_letters_never_end_in_an_exception_or_a_wrong_outcome():
    report = damage_letters(LETTERS, 360, seed=7)
    assert report.acceptable, report.wrong
    assert (
        set(report.counts) == set(DAMAGES)
        and sum(sum(counts.values()) for counts in report.counts.values()) == 360
    )


@pytest.mark.slow
def test_the_measure_of_damage_sees_a_wrong_outcome(monkeypatch):
    from dataclasses import replace

    import evals.damage
    from index.determination import Outcome

    def lying(letter):
        read = parse_letter(letter)
        other = {Outcome.UPHELD: Outcome.OVERTURNED, Outcome.OVERTURNED: Outcome.UPHELD}
        return (
            replace(
                read, items=tuple(replace(item, outcome=other[item.outcome]) for item in read.items)
            )
            if random.Random(len(letter.text)).random() < 0.5
            else read
        )

    monkeypatch.setattr(evals.damage, "parse_letter", lying)
    assert not damage_letters(LETTERS, 60, seed=1).acceptable
