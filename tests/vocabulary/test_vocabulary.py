"""The vocabulary: how terms are found, misspelt words, services known by their form, and what a
word stands for.
"""

import json
import re
from types import SimpleNamespace

import pytest
from conftest import add, item_text, letter_text

import index.__main__ as index_command
from index.extraction.category import categorize
from index.extraction.procedures import procedures
from index.extraction.unknown import unknown_words
from index.store.store import Store
from index.vocabulary import Lexicon, active, load, services
from index.vocabulary.meaning import find
from index.vocabulary.misspelling import other_words, respelt


def asked(request):
    return procedures(SimpleNamespace(disputed=request))


def place(request):
    category = categorize(asked(request), request)
    return category and (category.category, category.subcategory)


def test_terms_are_whole_words_in_any_case_with_or_without_their_hyphens():
    lexicon = Lexicon(
        {
            "x-ray": ("x-ray",),
            "mri": ("mri",),
            "hot & cold pack": ("pack",),
            "De Quervain's release": ("release",),
        }
    )
    for text in ("X-Ray", "xray", "x rays", "X - RAYS"):
        assert lexicon.values(text) == ("x-ray",), text
    assert lexicon.values("hot and cold packs") == ("pack",)
    assert lexicon.values("de quervain release") == ("release",)
    assert lexicon.values("M RI of admritted") == ()
    mention = lexicon.find("an open MRI's result")[0]
    assert (mention.start, mention.end) == (8, 13)


def test_the_longest_term_wins_and_a_term_for_nothing_hides_what_lies_in_it():
    lexicon = Lexicon({"knee": ("knee",), "knee brace": ("brace",), "knee jerk": ()})
    assert lexicon.values("knee brace") == ("brace",)
    assert lexicon.values("knee jerk") == ()
    assert lexicon.values("knee braces, knee") == ("brace", "knee")


def test_a_number_ends_a_term_only_where_it_ends():
    lexicon = Lexicon({"tylenol 3": ("codeine",), "norco": ("hydrocodone",)})
    assert lexicon.values("Tylenol 30 tablets") == ()
    assert lexicon.values("Tylenol 3, norco10mg") == ("codeine", "hydrocodone")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Flexaril 10 mg", "cyclobenzaprine"),
        ("Zanaflax 4mg", "tizanidine"),
        ("Gabapentine", "gabapentin"),
        ("Hydrocodone/Acetominophen", "acetaminophen"),
        ("Accupuncture 2x6", "acupuncture"),
        ("Physcial therapy", "physical therapy"),
    ],
)
def test_a_drug_or_service_with_one_letter_wrong_is_recognized(written, name):
    assert name in asked(written)


@pytest.mark.parametrize(
    "text",
    [
        "infection of the wound",
        "impairment rating",
        "contract dispute",
        "position change",
        "addition of time",
        "the worker has relief today",
    ],
)
def test_words_of_the_language_are_no_misspellings(text):
    assert respelt(text, active()) == text
    assert not asked(text)


def test_one_operation_is_not_taken_for_another():
    assert asked("Proximal row carpectomy") == ("carpectomy",)
    assert respelt("lorpectomy corpectomi", active()) == "lorpectomy corpectomy"


def test_the_words_that_are_never_mended_are_none_of_the_vocabularys():
    terms = {
        word for term in active().service_terms for word in re.findall(r"[a-z]+", term.lower())
    }
    assert not terms & other_words()


@pytest.mark.parametrize(
    ("request_text", "names"),
    [
        ("Transportation to physical therapy", ("transportation",)),
        (
            "Cervical epidural steroid injection with ultrasound guidance",
            ("epidural steroid injection",),
        ),
        ("Physical therapy evaluation and treatment", ("physical therapy",)),
        ("Consultation with a psychologist", ("psychological evaluation",)),
        ("Bone growth stimulator, status post fusion", ("bone growth stimulator",)),
        ("Ultrasound and massage, 8 visits", ("therapeutic ultrasound", "massage")),
        ("CAM walker boot", ("walking boot",)),
        ("Mobic 15 mg", ("meloxicam",)),
        ("Norco, one month supply", ("hydrocodone", "acetaminophen")),
    ],
)
def test_what_a_service_is_there_for_and_general_words_are_no_service(request_text, names):
    assert asked(request_text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Range of motion was full.",
        "The facet joints are worn.",
        "She was seen by a specialist in neurology.",
        "He works as a housekeeper.",
    ],
)
def test_words_that_name_a_service_in_requests_have_their_plain_meaning_elsewhere(text):
    assert active().procedure_lexicon.values(text) == ()


@pytest.mark.parametrize(
    ("request_text", "where"),
    [
        ("Zorbectomy of the left wrist", ("Surgery", "Non-arthroscopic Surgery")),
        ("Quuxian injection, right knee", ("Injection", "Peripheral")),
        ("Zorbprazole 20 mg #30", ("Pharmaceuticals", "Proton Pump Inhibitors")),
        ("Zorblax 50 mg #60", ("Pharmaceuticals", None)),
        ("Foozle device, 30 day rental", ("DMEPOS", "DME")),
        ("Quuxian titer", ("Diagnostic Testing", "Lab & Pathology")),
        ("Something nobody has heard of", None),
    ],
)
def test_the_form_of_the_words_tells_the_kind_of_a_service_that_no_file_names(request_text, where):
    assert place(request_text) == where


def test_a_service_known_by_its_form_bears_the_requests_own_words():
    assert asked("Left quuxian foozle therapy 2x6 for the lumbar spine") == (
        "quuxian foozle therapy",
    )
    assert asked("Zorblax 50 mg #60") == ("zorblax",)


def test_every_service_and_drug_has_a_place_of_the_divisions():
    places = load("procedures")
    for service in services().values():
        assert (
            service.subcategory in places.get(service.category, {})
            or service.category == "Pharmaceuticals"
        )


def test_general_rules_name_words_and_services_that_there_are():
    data = load("requests")
    known = {
        *services(),
        *load("procedures"),
        *(sub for subs in load("procedures").values() for sub in subs),
        *load("drugs")["classes"],
    }
    assert {name for rule in data["general"] for name in rule["to"]} <= known
    assert {*data["words"], *data["attending"], *data["yielding"]} <= set(services())
    assert {
        part for parts in load("drugs")["mixtures"].values() for part in parts
    } <= active().drugs


def test_words_that_no_term_accounts_for_are_kept_with_the_item():
    item = SimpleNamespace(
        disputed="Retrospective (DOS 3/4/2015) spinolator table 2x6 and "
        "Norco 10/325 mg #60 for the "
        "left knee, L4-5"
    )
    assert unknown_words(item) == ("spinolator table",)


def test_what_is_not_known_is_listed_by_frequency(write_letter, tmp_path, capsys):
    items = [
        item_text("Spinolator sessions x 6"),
        item_text("Wholly unheard matter"),
        item_text("MRI of the knee"),
        item_text("Spinolator, 2 visits"),
    ]
    add(tmp_path / "s", write_letter("a.txt", letter_text(*items)))
    assert (
        index_command.main(["vocabulary", "--unmatched", "--json", "--store", str(tmp_path / "s")])
        == 0
    )
    printed = json.loads(capsys.readouterr().out)
    assert (
        printed["items"] == 4
        and ["spinolator", 2] in printed["words"]
        and sorted(printed["requests"])
        == [["spinolator, 2 visits", 1], ["wholly unheard matter", 1]]
    )
    assert printed["by_form"] == [["spinolator sessions", 1]]
    assert (
        index_command.main(
            ["vocabulary", "--unmatched", "--limit", "1", "--store", str(tmp_path / "s")]
        )
        == 0
    )
    assert "in 2 no service is recognized" in capsys.readouterr().out
    assert index_command.main(["vocabulary", "--unmatched", "--store", str(tmp_path / "none")]) == 2


def test_a_word_can_be_looked_up_without_a_store(tmp_path, capsys):
    assert (
        index_command.main(["vocabulary", "--find", "Norco", "--store", str(tmp_path / "none")])
        == 0
    )
    assert "hydrocodone, acetaminophen (Pharmaceuticals / Opioids)" in capsys.readouterr().out
    assert (
        index_command.main(
            ["vocabulary", "--find", "acupunctur mat", "--store", str(tmp_path / "none")]
        )
        == 0
    )
    assert "read as acupuncture mat" in capsys.readouterr().out
    assert (
        index_command.main(["vocabulary", "--find", "zzyzx", "--store", str(tmp_path / "none")])
        == 1
    )
    assert "zzyzx: stands for nothing" in capsys.readouterr().out
    assert index_command.main(["vocabulary", "--store", str(tmp_path / "none")]) == 0
    assert re.match(r"\d+ services and \d+ drugs in \d+ words", capsys.readouterr().out)


def test_a_meaning_names_the_place_of_a_service_and_the_kind_of_the_word():
    word_meaning = find("back brace", active())
    assert [
        (meaning.kind, meaning.stands_for, meaning.place) for meaning in word_meaning.meanings
    ] == [
        ("service", ("brace",), "DMEPOS / Prosthetics/Orthotics"),
        ("region", ("lumbar spine",), None),
    ]


def test_unknown_words_can_be_counted_by_sql(write_letter, tmp_path):
    add(tmp_path / "s", write_letter("a.txt", letter_text(item_text("Spinolator, 2 visits"))))
    store = Store.open(tmp_path / "s")
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql(
            "SELECT value, count(*) FROM facets WHERE facet = 'unknown' GROUP BY value"
        ).all() == [("spinolator", 1)]
    store.close()
