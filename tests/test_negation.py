"""What a question negates: every facet, every wording, one rule."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.chips import chips
from assistant.understand import understand
from assistant.wording import selection_in_words
from index.determination import Outcome
from index.records.selection import Criterion, Facet
from index.vocabulary import load

# Of each facet a few values: the words for it, and what is to be left out, or asked for instead.
_VALUES: dict[Facet, list[tuple[str, Criterion]]] = {
    Facet.PROCEDURE: [("acupuncture", Criterion(Facet.PROCEDURE, ("acupuncture",), True)), ("tramadol", Criterion(Facet.PROCEDURE, ("tramadol",), True))],
    Facet.REGION: [("the lumbar spine", Criterion(Facet.REGION, ("lumbar spine",), True)), ("the knee", Criterion(Facet.REGION, ("knee",), True))],
    Facet.LEVEL: [("L4-5", Criterion(Facet.LEVEL, ("L4-L5",), True)), ("C5-C6", Criterion(Facet.LEVEL, ("C5-C6",), True))],
    Facet.LATERALITY: [("the left side", Criterion(Facet.LATERALITY, ("left",), True)), ("bilateral ones", Criterion(Facet.LATERALITY, ("bilateral",), True))],
    Facet.CATEGORY: [("surgery", Criterion(Facet.CATEGORY, ("Surgery",), True)), ("DMEPOS", Criterion(Facet.CATEGORY, ("DMEPOS",), True))],
    Facet.SUBCATEGORY: [("opioids", Criterion(Facet.SUBCATEGORY, ("Opioids",), True)), ("muscle relaxants", Criterion(Facet.SUBCATEGORY, ("Muscle Relaxant",), True))],
    Facet.REPEAT: [("repeats", Criterion(Facet.REPEAT, ("no",))), ("repeat requests", Criterion(Facet.REPEAT, ("no",)))],
    Facet.RETROSPECTIVE: [("retrospective requests", Criterion(Facet.RETROSPECTIVE, ("no",))), ("prospective ones", Criterion(Facet.RETROSPECTIVE, ("yes",)))],
    Facet.PARTLY_AUTHORIZED: [("partly authorized ones", Criterion(Facet.PARTLY_AUTHORIZED, ("no",))), ("partially certified requests", Criterion(Facet.PARTLY_AUTHORIZED, ("no",)))],
    Facet.GUIDELINE: [("ODG", Criterion(Facet.GUIDELINE, ("ODG",), True)), ("those decided on ACOEM", Criterion(Facet.GUIDELINE, ("ACOEM",), True))],
    Facet.REASON: [("lack of red flags", Criterion(Facet.REASON, ("no red flags",), True)), ("insufficient documentation", Criterion(Facet.REASON, ("insufficient documentation",), True))],
    Facet.SPECIALTY: [("those reviewed by orthopedists", Criterion(Facet.SPECIALTY, ("Orthopedic Surgery",), True)), ("reviewers in occupational medicine", Criterion(Facet.SPECIALTY, ("Occupational Medicine",), True))],
    Facet.YEAR: [("2016", Criterion(Facet.YEAR, ("2016",), True)), ("those decided after 2016", Criterion(Facet.YEAR, ("-2016",)))],
    Facet.MONTH: [("December 2016", Criterion(Facet.MONTH, ("2016-12",), True)), ("those decided since March 2017", Criterion(Facet.MONTH, ("/2017-02",)))],
    Facet.PRIORITY: [("urgent ones", Criterion(Facet.PRIORITY, ("Expedited",), True)), ("expedited reviews", Criterion(Facet.PRIORITY, ("Expedited",), True))],
    Facet.SEX: [("women", Criterion(Facet.SEX, ("female",), True)), ("men", Criterion(Facet.SEX, ("male",), True))],
    Facet.AGE: [("workers over 50", Criterion(Facet.AGE, ("-50",))), ("workers under 30", Criterion(Facet.AGE, ("30-",)))],
    Facet.MECHANISM: [("falls", Criterion(Facet.MECHANISM, ("fall",), True)), ("car accidents", Criterion(Facet.MECHANISM, ("motor vehicle",), True))],
    Facet.AMOUNT: [("more than 12 visits", Criterion(Facet.AMOUNT, ("sessions:-12",))), ("60 tablets or more", Criterion(Facet.AMOUNT, ("units:-59",)))],
    Facet.MENTIONS: [("postoperative ones", None), ("associated surgical services", Criterion(Facet.MENTIONS, ("associated surgical",), True))],
}  # fmt: skip
_VALUES[Facet.MENTIONS][0] = ("postoperative ones", Criterion(Facet.MENTIONS, (next(value for value in load("phrases")["mentions"] if value.startswith("post-op")),), True))
_WORDINGS = (
    "{s} except {p}", "{s} other than {p}", "{s} excluding {p}", "{s} without {p}", "{s}, not {p},", "{s}, but not {p},", "{s} rather than {p}", "{s} minus {p}", "{s} aside from {p}", "{s} apart from {p}",
    "{s} unless {p}", "{s} with the exception of {p}", "{s} that were not {p}", "{s} that weren't {p}", "{s} instead of {p}", "{s} but no {p}", "{s}, not counting {p},", "{s} ({p} excluded)",
)  # fmt: skip
_ASKING = (("How often are {} overturned?", Outcome.OVERTURNED), ("How many {} were upheld?", Outcome.UPHELD), ("Are {} usually approved?", Outcome.OVERTURNED))
_GRID = [(facet, words, criterion) for facet, values in _VALUES.items() for words, criterion in values]


def _subject(facet: Facet) -> str:
    return "CT scans" if facet is not Facet.LEVEL else "discograms"


@pytest.mark.parametrize(("facet", "words", "left_out"), _GRID, ids=[words for _, words, _ in _GRID])
@pytest.mark.parametrize("wording", _WORDINGS)
def test_what_is_negated_is_left_out_and_changes_nothing_else(facet, words, left_out, wording):
    subject = _subject(facet)
    for asking, outcome in _ASKING:
        question, plain = (asking.format(told) for told in (wording.format(s=subject, p=words), subject))
        query, without = understand(question), understand(plain)
        assert left_out in query.selection.criteria, question
        assert {each for each in query.selection.criteria if each.facet is not Facet.OUTCOME} - {left_out} == {each for each in without.selection.criteria if each.facet is not Facet.OUTCOME}, question
        assert (query.claimed, query.unmatched) == (outcome, ()), question


@pytest.mark.parametrize(("facet", "words", "left_out"), _GRID, ids=[words for _, words, _ in _GRID])
def test_a_chip_takes_an_exclusion_away(facet, words, left_out):
    query = understand(f"How often are CT scans other than {words} overturned?")
    chip = next(each for each in chips(query) if each.facet == facet.value and left_out not in each.without.selection.criteria)
    assert chip.words in selection_in_words(query.selection)
    assert left_out not in chip.without.selection.criteria


@given(st.permutations([(facet, words, criterion) for facet, words, criterion in _GRID if facet in (Facet.REPEAT, Facet.RETROSPECTIVE, Facet.PRIORITY, Facet.GUIDELINE, Facet.YEAR, Facet.SEX)]), st.sampled_from(["neither {} nor {}", "except {} or {}", "excluding {} and {}", "that were not {} or {}"]))
@settings(max_examples=80, deadline=None)
def test_a_list_of_two_leaves_both_out(pairs, wording):
    first = pairs[0]
    second = next(each for each in pairs if each[0] is not first[0])
    query = understand(f"How often are knee MRIs {wording.format(first[1], second[1])} overturned?")
    assert {first[2], second[2]} <= set(query.selection.criteria) and query.claimed is Outcome.OVERTURNED
