"""Each facet is declared once and whole: take a property away and a test here says which."""

from collections import Counter
from dataclasses import MISSING, fields
from pathlib import Path

import pytest
import yaml
from filter_strategies import values_of_facet

from assistant.question.reader import read
from index.extraction.describe import describe
from index.facets.facet import Amounts, Column, Facet, Kind, Rows, Slot
from index.facets.filter import Criterion, Not, filter_from_json, parts_of
from index.facets.registry import FACETS, FILTERS, WIDENING, facet_named, group_named, groups
from index.facets.service import PROCEDURE
from index.layouts import parse_letter
from index.readers import read_letter
from index.samples import LETTERS
from index.store.sqlite.read import ItemRecord
from index.store.sqlite.schema import metadata
from index.store.store import Store
from index.vocabulary import load

AS_DECLARED = yaml.safe_load((Path(__file__).parent / "as_declared.yaml").read_text("utf-8"))
OF_FEW_VALUES = 5
CT = Criterion(facet=PROCEDURE, values=("ct",))
# What is read off a question by rules of its own, and what no question names yet.
OTHERWISE_NAMED = {"laterality", "letter_outcome"}

every_facet = pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.name)


def test_names_are_unique_and_those_of_the_contract_among_them():
    names = [facet.name for facet in FACETS]
    assert [name for name, times in Counter(names).items() if times > 1] == []
    contract = """procedure region level laterality category subcategory outcome letter_outcome
    repeat retrospective partly_authorized guideline reason specialty licensed_in priority sex age
    diagnosis mechanism case position decided injured denied received assigned amount"""
    assert set(contract.split()) - set(names) == set()


def properties(facet: Facet) -> list[str]:
    """The properties of a facet that are not as where nothing is said of them."""
    return [
        each.name
        for each in fields(Facet)
        if (each.default is not MISSING and getattr(facet, each.name) != each.default)
        or (
            each.default_factory is not MISSING
            and getattr(facet, each.name) != each.default_factory()
        )
    ]


def words_of(facet: Facet, value: str) -> list[str]:
    """A value of a facet as it is asked for, left out and told, and the heading of its filter."""
    heading = facet.filter_label or facet.label
    return [value, facet.phrase([value]), facet.without([value]), facet.value_words(value), heading]


@every_facet
def test_a_facet_has_every_property_that_it_had(facet):
    if facet.name not in AS_DECLARED:
        row = {"words": words_of(facet, values_of_facet(facet)[0]), "has": properties(facet)}
        pytest.fail(f"add to tests/facets/as_declared.yaml:\n{yaml.safe_dump({facet.name: row})}")
    declared = AS_DECLARED[facet.name]
    assert words_of(facet, declared["words"][0]) == declared["words"], facet.name
    had, has = set(declared["has"]), set(properties(facet))
    assert (had - has, has - had) == (set(), set()), f"{facet.name} has lost, or gained, these"


@every_facet
def test_a_facet_has_words_for_people(facet):
    assert facet.label and "_" not in facet.label, f"{facet.name}: label"


@every_facet
def test_a_facet_is_kept_where_its_storage_says(facet):
    if isinstance(facet.storage, Column):
        assert facet.storage.name in metadata.tables[facet.storage.table.value].c, (
            f"{facet.name}: storage"
        )
    elif isinstance(facet.storage, Rows):
        assert facet.kind in (Kind.MANY, Kind.ONE, Kind.FLAG), f"{facet.name}: kind"
        assert facet.storage.name, f"{facet.name}: storage"
    elif isinstance(facet.storage, Amounts):
        assert facet.kind is Kind.AMOUNT, f"{facet.name}: kind"


@every_facet
def test_values_that_are_rows_are_extracted_and_no_others(facet):
    of_rows = isinstance(facet.storage, Rows)
    assert (facet.extract is not None) == of_rows, f"{facet.name}: extract"


@every_facet
def test_a_record_holds_the_facet_in_the_field_that_is_named(facet):
    held = {each.name for each in fields(ItemRecord)}
    assert facet.attribute is None or facet.attribute in held, f"{facet.name}: attribute"


@every_facet
def test_a_flag_is_yes_or_no(facet):
    if facet.kind is Kind.FLAG:
        assert tuple(facet.values()) == ("yes", "no"), f"{facet.name}: values"
        assert facet.is_fixed, f"{facet.name}: is_fixed"


@every_facet
def test_few_values_have_words_that_questions_name_them_by(facet):
    values = tuple(facet.values())
    if not facet.is_fixed or len(values) > OF_FEW_VALUES or facet.name in OTHERWISE_NAMED:
        assert set(facet.question_words) <= set(values), f"{facet.name}: question_words"
        return
    named = facet.question_words or {
        str(value): forms for value, forms in load("phrases").get(facet.name, {}).items()
    }
    assert named and set(named) <= set(values), f"{facet.name}: question_words"
    assert facet.kind is not Kind.FLAG or set(named) == set(values), f"{facet.name}: question_words"
    assert all(forms for forms in named.values()), f"{facet.name}: question_words"


@pytest.fixture(scope="module")
def extracted():
    """What the sample letters say of their items, by the rules as they are."""
    letters = [read_letter(path) for path in sorted(LETTERS.iterdir())]
    return [item for letter in letters for item in describe(parse_letter(letter), letter.text)]


@pytest.fixture(scope="module")
def sample_records(words_store):
    store = Store.open(words_store)
    with store.records() as records:
        yield records
    store.close()


@every_facet
def test_what_is_extracted_is_a_value_of_the_facet(facet, extracted):
    for item in extracted:
        values = [each.value for each in item.facet_values.get(facet.name, ())]
        assert all(facet.has(value) for value in values), f"{facet.name}: {values}"
        assert facet.kind is Kind.MANY or len(values) < 2, f"{facet.name}: {values}"
        # A letter names a specialty for each of the reviewer's certifications.
        assert facet.name == "specialty" or len(set(values)) == len(values), f"{facet.name}"


@every_facet
def test_what_a_record_holds_of_a_facet_is_what_filters_and_counts_find(facet, sample_records):
    if facet.kind in (Kind.RANGE, Kind.AMOUNT) or facet.name == "letter_outcome":
        return
    held: Counter[str] = Counter()
    records = sample_records.item_records(None)
    for record in records:
        held.update(set(record.values_of(facet)))
    for value in list(held)[:5]:
        population = filter_from_json(Criterion(facet=facet, values=(value,)).as_json())
        met = {record.id for record in sample_records.item_records(population)}
        assert met == {each.id for each in records if value in each.values_of(facet)}, value
    counts = sample_records.value_counts(None, [facet.name], 10_000)[facet.name]
    assert {each.value: each.n for each in counts} == dict(held), facet.name


@every_facet
def test_a_question_names_a_value_by_each_of_its_words_and_leaves_it_out(facet):
    opposites = {"yes": "no", "no": "yes"}
    for value, phrases in facet.question_words.items():
        asked = Criterion(facet=facet, values=(value,))
        left_out = (
            Criterion(facet=facet, values=(opposites[value],))
            if facet.kind is Kind.FLAG
            else Not(negated=asked)
        )
        for phrase in phrases:
            for between, part in (("for", asked), ("other than for", left_out)):
                question = f"How often are CT scans {between} {phrase} overturned?"
                query = read(question).query
                assert set(parts_of(query.filter)) == {CT, part}, f"{facet.name}: {question}"
                assert query.unread == (), f"{facet.name}: {question}"


@every_facet
def test_the_words_of_a_facet_tell_its_values(facet):
    if facet.kind in (Kind.RANGE, Kind.AMOUNT):
        assert "in 2016" in facet.phrase(["in 2016"]), f"{facet.name}: phrase"
        return
    one, two = (facet.phrase([value]) for value in values_of_facet(facet)[:2])
    assert one and two and one != two, f"{facet.name}: phrase tells two values in two ways"


@every_facet
def test_what_is_left_out_is_told_otherwise_than_what_is_asked(facet):
    values = values_of_facet(facet)[:1] if facet.kind not in (Kind.RANGE, Kind.AMOUNT) else ["50"]
    assert facet.without(values) != facet.phrase(values), f"{facet.name}: negated"


@every_facet
def test_a_range_has_spans_and_other_facets_have_none(facet):
    assert bool(facet.buckets) == (facet.kind is Kind.RANGE), f"{facet.name}: buckets"
    for bucket in facet.buckets:
        labels = (
            bucket.spans
            or {"year": ("2016",), "quarter": ("2016-Q3",), "month": ("2016-07",)}[bucket.name]
        )
        for label in labels:
            low, high = bucket.bounds(label)
            assert low is None or high is None or low <= high


@every_facet
def test_fixed_values_are_listed(facet):
    assert not facet.is_fixed or len(facet.values()) > 1, f"{facet.name}: values"


def test_filters_are_in_an_order_without_ties():
    ranks = [facet.filter_rank for facet in FILTERS]
    assert ranks == sorted(set(ranks)), f"filter_rank: {max(ranks) + 1} is free"
    assert any(facet.is_first_filter for facet in FILTERS)
    assert not [facet for facet in FACETS if facet.is_first_filter and facet.filter_rank is None]


def test_widening_has_an_order_without_ties():
    ranks = [facet.widening_rank for facet in WIDENING]
    assert ranks == sorted(set(ranks)), f"widening_rank: {max(ranks) + 1} is free"


def test_every_slot_of_the_noun_phrase_is_taken():
    assert {facet.slot for facet in FACETS} == set(Slot)


def test_every_group_is_found_by_its_name():
    for name in groups():
        facet, bucket = group_named(name)
        assert f"{facet.name}:{bucket}" == name if bucket else facet.name == name


@pytest.mark.parametrize("name", ["colour", "decided:week", "case", "procedure:year", "amount"])
def test_what_counts_cannot_be_set_out_by_is_named(name):
    with pytest.raises(LookupError, match=name.partition(":")[0]):
        group_named(name)


def test_a_misspelt_facet_is_answered_with_the_nearest():
    with pytest.raises(LookupError, match="did you mean 'region'"):
        facet_named("regoin")


def test_a_facet_is_itself_alone():
    assert facet_named("region") is facet_named("region") and isinstance(
        facet_named("region"), Facet
    )
