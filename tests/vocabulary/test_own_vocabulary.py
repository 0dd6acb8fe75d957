"""A user's own additions to the vocabulary: read, checked, kept with the store, active when it is
opened.
"""

import pytest
from conftest import WordVectors, item_text, letter_text

import index.__main__ as index_command
from assistant.assistant import Assistant
from index.commands.items import item_rows
from index.facets.filter import values_of
from index.facets.service import PROCEDURE, SUBCATEGORY
from index.store.ingest import Adder
from index.store.rules_version import description_version
from index.store.status import status
from index.store.store import Store, StoreIncompatible
from index.vocabulary import active, use
from index.vocabulary.own import BadVocabulary, read_own

OWN = """\
procedures:
  DMEPOS:
    DME:
      spinolator: [spinalator, roller table]
drugs:
  classes:
    Opioids: {tramadol: [tramaday]}
  mixtures: {acmecet: [hydrocodone, acetaminophen]}
regions:
  regions: {knee: [genu]}
classes:
  subcategories: {Opioids: [strong stuff]}
"""


@pytest.fixture(autouse=True)
def shipped_after(monkeypatch):
    monkeypatch.setattr("index.__main__.SentenceEmbeddings", WordVectors)
    yield
    use(None)


@pytest.fixture
def write_own(tmp_path):
    def write(text=OWN):
        path = tmp_path / "my.yaml"
        path.write_text(text, "utf-8")
        return path

    return write


def add_with(write_letter, tmp_path, own, *more):
    write_letter(
        "a.txt",
        letter_text(
            item_text("Spinalator for the left genu"),
            item_text("Tramaday 50 mg"),
            item_text("MRI of the knee"),
        ),
    )
    return index_command.main(
        [
            "add",
            str(tmp_path / "letters"),
            "--vocabulary",
            str(own),
            "--store",
            str(tmp_path / "s"),
            *more,
        ]
    )


def rows(folder):
    store = Store.open(folder)
    read_rows = [(row["category"], row["procedures"], row["regions"]) for row in item_rows(store)]
    store.close()
    return read_rows


def test_added_words_are_recognized_in_letters_and_questions(write_letter, tmp_path, write_own):
    assert add_with(write_letter, tmp_path, write_own()) == 0
    assert rows(tmp_path / "s") == [
        ("DMEPOS", ["spinolator"], ["knee"]),
        ("Pharmaceuticals", ["tramadol"], []),
        ("Diagnostic Testing", ["mri"], ["knee"]),
    ]
    assistant = Assistant(Store.open(tmp_path / "s"), embeddings=WordVectors())
    assert [tally.n for tally in assistant.ask("How often are roller tables overturned?").tallies][
        :1
    ] == [1]
    of_class = assistant.ask("How often is strong stuff overturned?").query
    assert values_of(of_class.filter, SUBCATEGORY) == ("Opioids",)
    misspelt = assistant.ask("How are spinalater requests decided?").reading
    assert ("spinalater", "spinalator") in misspelt.corrections


def test_each_store_is_read_with_its_own_vocabulary(write_letter, tmp_path, write_own, words_store):
    add_with(write_letter, tmp_path, write_own())
    own, samples = (
        Assistant(Store.open(tmp_path / "s"), embeddings=WordVectors()),
        Assistant(Store.open(words_store), embeddings=WordVectors()),
    )
    for _ in range(2):
        there, here = (
            values_of(assistant.ask("How are roller tables decided?").query.filter, PROCEDURE)
            for assistant in (samples, own)
        )
        assert (there, here) == ((), ("spinolator",))


def test_letters_are_described_with_the_vocabulary_of_their_own_store(
    write_letter, tmp_path, write_own, words_store
):
    add_with(write_letter, tmp_path, write_own())
    store = Store.open(tmp_path / "s")
    Store.open(words_store).close()
    more = write_letter("b.txt", letter_text(item_text("Roller table"), case="CM16-0000002"))
    Adder(store, WordVectors()).run([more])
    store.close()
    assert rows(tmp_path / "s")[-1][:2] == ("DMEPOS", ["spinolator"])


def test_other_additions_make_letters_outdated_until_they_are_added_again(
    write_letter, tmp_path, write_own, capsys
):
    write_letter("a.txt", letter_text(item_text("Spinalator")))
    command = ["add", str(tmp_path / "letters"), "--store", str(tmp_path / "s")]
    index_command.main(command)
    assert rows(tmp_path / "s")[0][0] is None
    plain = description_version()
    index_command.main(["add", "--vocabulary", str(write_own()), "--store", str(tmp_path / "s")])
    assert description_version() != plain
    store = Store.open(tmp_path / "s")
    assert status(store).outdated == 1
    store.close()
    index_command.main(command)
    assert "1 replaced" in capsys.readouterr().err
    assert rows(tmp_path / "s")[0][0] == "DMEPOS"


def test_an_empty_file_takes_the_additions_out(write_letter, tmp_path, write_own):
    add_with(write_letter, tmp_path, write_own())
    assert add_with(write_letter, tmp_path, write_own("# nothing\n")) == 0
    assert not (tmp_path / "s" / "vocabulary.yaml").exists()
    assert rows(tmp_path / "s")[0][0] is None


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (
            "procedures:\n  Gadgets: {DME: {a thing: []}}\n",
            "line 2: procedures > Gadgets: is no category; there are: Diagnostic Testing",
        ),
        (
            "procedures:\n  DMEPOS:\n    Gadgets: {a thing: []}\n",
            "line 3: procedures > DMEPOS > Gadgets: is no subcategory of DMEPOS",
        ),
        (
            "drugs:\n  classes:\n    Potions: {a thing: []}\n",
            "line 3: drugs > classes > Potions: is no drug class",
        ),
        (
            "drugs:\n  mixtures:\n    acmecet: [unobtainium]\n",
            "line 3: drugs > mixtures > acmecet: 'unobtainium' is no drug of the vocabulary",
        ),
        (
            "regions:\n  regions:\n    tail: [tails]\n",
            "line 3: regions > regions > tail: is no body region",
        ),
        (
            "drugs:\n  classes:\n    NSAID:\n      acmefen:\n      - norco\n",
            (
                "line 5: drugs > classes > NSAID > acmefen > norco: 'norco' already stands "
                "for hydrocodone, acetaminophen"
            ),
        ),
        (
            "drugs:\n  classes:\n    NSAID: {tramadol: []}\n",
            "tramadol: stands under Pharmaceuticals / Opioids already",
        ),
        ("procedure: {}\n", "line 1: procedure: Extra inputs are not permitted"),
        (
            "procedures:\n  DMEPOS:\n    DME:\n      thing: [7]\n",
            "line 4: procedures > DMEPOS > DME > thing > 0: Input should be a valid string",
        ),
        ("procedures: [\n", "line 2: is no YAML"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_line_and_cause(
    write_letter, tmp_path, write_own, capsys, text, cause
):
    own = write_own(text)
    assert add_with(write_letter, tmp_path, own) == 2
    assert f"{own}" in (error := capsys.readouterr().err) and cause in error
    assert not (tmp_path / "s").exists()


def test_a_word_gets_another_meaning_where_the_file_says_so(write_own):
    use(write_own("drugs:\n  classes: {NSAID: {acmefen: [norco]}}\nreplaces: [norco]\n"))
    assert active().procedure_lexicon.values("Norco 10 mg") == ("acmefen",)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BadVocabulary, match=r"none\.yaml: cannot be opened: No such file"):
        read_own(tmp_path / "none.yaml")


def test_damaged_additions_in_a_store_are_named_with_the_remedy(
    write_letter, tmp_path, write_own, capsys
):
    add_with(write_letter, tmp_path, write_own())
    (tmp_path / "s" / "vocabulary.yaml").write_text("procedures: {Gadgets: {}}", "utf-8")
    with pytest.raises(StoreIncompatible, match="vocabulary of the store"):
        Store.open(tmp_path / "s")
    assert add_with(write_letter, tmp_path, write_own()) == 0
