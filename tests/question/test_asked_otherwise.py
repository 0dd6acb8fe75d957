"""Questions with exclusions, sides, stories, grounds, classes beside their members, corrections:
what they select.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.query import IntentName
from assistant.question.follow_up import which_one
from assistant.question.reader import read
from index.facets.body import REGION
from index.facets.english import in_words
from index.facets.filter import values_of


def selects(question: str) -> str:
    return in_words(read(question).query.filter)


@pytest.mark.parametrize(
    ("question", "selection"),
    [
        (
            "knee imaging, but no MRIs please",
            "subcategory Imaging/Radiology of the knee, other than MRI",
        ),
        ("DME without braces, how decided?", "category DMEPOS, other than brace"),
        (
            "How do opioids do if you leave tramadol out of it?",
            "subcategory Opioids, other than tramadol",
        ),
        ("imaging minus MRI", "subcategory Imaging/Radiology, other than MRI"),
        (
            "anything but MRI imaging of the knee",
            "subcategory Imaging/Radiology of the knee, other than MRI",
        ),
        ("drugs (opioids excluded)", "category Pharmaceuticals, other than Opioids"),
        ("non-opioid medications", "category Pharmaceuticals, other than Opioids"),
        (
            "MRI requests for a hip or a knee, forget the spine ones",
            "MRI of the hip or knee, not of the cervical spine, thoracic spine or lumbar spine",
        ),
        (
            "creams with neither capsaicin nor lidocaine",
            "any service, whose request mentions “cream”, other than capsaicin or lidocaine",
        ),
        ("physical therapy but not repeat", "physical therapy, not repeat"),
        (
            "PT for the knee, retrospective ones left out",
            "prospective physical therapy of the knee",
        ),
    ],
)
def test_what_is_left_out_is_excluded(question, selection):
    assert selects(question) == selection


@pytest.mark.parametrize(
    ("question", "selection"),
    [
        ("MRI L shoulder?", "MRI of the left shoulder"),
        ("MRI of the (R) knee", "MRI of the right knee"),
        ("MRI L spine", "MRI of the lumbar spine"),
        ("unilateral EMG", "EMG, left side, right side"),
        ("x-rays of one knee or both", "X-ray of the knee"),
        ("was the insurer right about knee MRIs?", "MRI of the knee"),
        ("PT for the knee, what is left?", "physical therapy of the knee"),
        ("EMG of the lower extremities", "EMG of the lower extremity"),
        ("both MRI and CT of the knee", "MRI or CT of the knee"),
    ],
)
def test_sides_are_those_meant(question, selection):
    assert selects(question) == selection


@pytest.mark.parametrize(
    ("question", "selection"),
    [
        ("Lab tests including urine drug tests, numbers?", "subcategory Lab & Pathology"),
        ("DME of any kind, braces counted in: ever approved?", "category DMEPOS"),
        ("equipment, braces and supplies by year", "category DMEPOS"),
        ("therapy, chiropractic or acupuncture", "chiropractic or acupuncture"),
        ("antidepressants and gabapentin", "gabapentin or subcategory Antidepressant"),
        (
            "PPIs like Prilosec or H2 blockers like Pepcid",
            "subcategory Proton Pump Inhibitors or subcategory H2 Blocker",
        ),
        ("the drug Norco", "hydrocodone with acetaminophen"),
        ("opioid medications", "category Pharmaceuticals and subcategory Opioids"),
    ],
)
def test_a_class_beside_its_members_is_told_from_the_members(question, selection):
    assert selects(question) == selection


@pytest.mark.parametrize(
    ("question", "selection"),
    [
        ("MRIs denied because no physical therapy had been tried", "MRI"),
        (
            "opioids upheld bc no functional improvement",
            "subcategory Opioids, for the reason no functional improvement",
        ),
        (
            "Which lidocaine requests were upheld for want of a failed first-line drug?",
            "lidocaine, for the reason first-line not tried, upheld",
        ),
        ("items overturned because of red flags", "any service, for the reason red flag present"),
        (
            "x-rays where conservative care isn't documented",
            "X-ray, for the reason conservative care not documented",
        ),
        (
            "PT upheld as too many visits",
            "physical therapy, for the reason exceeds guideline amount",
        ),
    ],
)
def test_a_ground_is_a_criterion_and_asks_for_no_service(question, selection):
    assert selects(question) == selection


@pytest.mark.parametrize(
    ("question", "selection"),
    [
        ("How many MRIs of the knee were upheld?", "MRI of the knee, upheld"),
        ("Of all knee MRIs, how many were upheld?", "MRI of the knee"),
        ("Knee MRIs: how many upheld, how many overturned?", "MRI of the knee"),
        ("knee MRIs, overturned only", "MRI of the knee, overturned"),
        ("How often are knee MRIs upheld?", "MRI of the knee"),
        ("Why was no knee MRI approved?", "MRI of the knee, upheld"),
        ("Why don't opioids get through?", "subcategory Opioids, upheld"),
        ("reasons in favor of the worker in knee MRIs", "MRI of the knee, overturned"),
        ("opioids that UR had modified, how decided?", "subcategory Opioids, partly authorized"),
    ],
)
def test_an_outcome_is_a_criterion_only_where_it_is_counted(question, selection):
    assert selects(question) == selection


def test_a_story_around_the_question_selects_nothing():
    reading = read(
        "Hello! My claimant is a roofer with bad knees and takes Norco. How are shoulder MRIs "
        "usually decided? Thank you."
    )
    assert in_words(reading.query.filter) == "MRI of the shoulder"
    assert reading.context == ("My claimant is a roofer with bad knees and takes Norco.",)
    assert not reading.query.unread


def test_a_question_that_leans_on_its_story_keeps_what_it_leans_on():
    assert (
        selects("The doctor asked for a lumbar brace. How are they usually decided?")
        == "brace of the lumbar spine"
    )


def test_a_fragment_behind_the_question_limits_it():
    assert (
        selects("Why are topical creams denied? Not the compounded ones.")
        == "subcategory Topical Analgesics, upheld, other than Topical Compounds"
    )


@pytest.mark.parametrize(
    "idiom",
    ["came back overturned", "on the other hand", "went head to head", "go back to work there"],
)
def test_idioms_are_no_parts_of_the_body(idiom):
    assert not values_of(read(f"opioids {idiom}").query.filter, REGION)


@pytest.mark.parametrize(
    ("question", "both"),
    [
        (
            "left knee as opposed to right knee MRIs",
            ("MRI of the left knee", "MRI of the right knee"),
        ),
        (
            "Do decisions under MTUS turn out differently from those under ODG?",
            ("any service, decided on MTUS", "any service, decided on ODG"),
        ),
        (
            "partly authorized vs retrospective items",
            ("any service, partly authorized", "retrospective any service"),
        ),
        ("EMG of one side only vs. bilateral", ("EMG, left side, right side", "EMG, both sides")),
    ],
)
def test_two_selections_are_held_against_each_other(question, both):
    query = read(question).query
    assert query.intent is IntentName.OUTCOMES and len(query.compare) == 2
    assert {in_words(each) for each in query.populations} == set(both)


@pytest.mark.parametrize(
    "question",
    [
        "Imaging other than MRI, how decided?",
        "opioids upheld versus overturned",
        "EMG for the lower extremities or the arms",
    ],
)
def test_other_than_and_outcomes_compare_nothing(question):
    assert read(question).query.compare == ()


@pytest.mark.parametrize(
    "question",
    [
        "Draft me an appeal letter for a knee MRI",
        "When will I get my decision?",
        "How does Texas decide on knee MRIs?",
        "Will opioids be harder to get next year?",
        "Which reviewer overturns the most? Names please.",
        "How much did the carriers save on MRIs?",
        "names of the patients whose surgery was refused",
    ],
)
def test_what_decisions_cannot_tell_is_out_of_scope(question):
    assert read(question).query.intent is IntentName.REFUSE


@pytest.mark.parametrize(
    ("first", "then", "selection"),
    [
        ("knee MRI", "How many were overturned?", "MRI of the knee, overturned"),
        (
            "physical therapy",
            "What about the cases where part of it had been authorized?",
            "physical therapy, partly authorized",
        ),
        ("MRI of the thoracic spine", "CT of that same region?", "CT of the thoracic spine"),
        ("epidurals for the low back", "What about PRP instead?", "PRP injection"),
    ],
)
def test_a_follow_up_leans_on_the_question_before(first, then, selection):
    assert in_words(read(then, read(first)).query.filter) == selection


@pytest.mark.slow
@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_understood_as_some_query(text):
    assert read(text).question == text


WORDS = (
    "knee MRI opioids not except without because left right both vs and or upheld overturned PT "
    ", ; ? ( ) 2016 repeat first back no"
)


@pytest.mark.slow
@given(st.lists(st.sampled_from(WORDS.split()), max_size=14))
@settings(max_examples=200, deadline=None)
def test_any_order_of_known_words_is_understood_as_some_query(words):
    in_words(read(" ".join(words)).query.filter)


def test_alternatives_of_service_and_class_leave_no_word_over():
    assert read("antidepressants or gabapentin by month").query.unread == ()


def test_a_breakdown_of_what_was_asked_before_gives_up_its_own_facet():
    query = read("by body part?", read("MRI of the left knee")).query
    assert in_words(query.filter) == "MRI"


@pytest.mark.parametrize(
    ("question", "intent", "selection"),
    [
        (
            "Show me the shoulder arthroscopies and whether they were upheld or overturned.",
            IntentName.LIST,
            "arthroscopy of the shoulder",
        ),
        (
            "which knee MRI requests were granted and which denied?",
            IntentName.LIST,
            "MRI of the knee",
        ),
        ("which knee MRI requests were granted?", IntentName.LIST, "MRI of the knee, overturned"),
        (
            "lumbar x-rays: how many were asked for, how many allowed",
            IntentName.OUTCOMES,
            "X-ray of the lumbar spine",
        ),
        (
            "PT where the adjuster had OK'd some of the visits",
            IntentName.OUTCOMES,
            "physical therapy, partly authorized",
        ),
        ("joint injections and PRP", IntentName.OUTCOMES, "joint injection or PRP injection"),
        (
            "surgery, but no clearances, assistants or consultations",
            IntentName.OUTCOMES,
            "category Surgery, other than medical clearance, surgical assistant or consultation",
        ),
        (
            "CBC before surgery of the knee",
            IntentName.OUTCOMES,
            "laboratory test of the knee, whose request mentions “cbc”, “complete blood count” "
            "or “complete blood cell count”",
        ),
        ("lab tests such as a CBC", IntentName.OUTCOMES, "subcategory Lab & Pathology"),
        ("CBC or EKG", IntentName.OUTCOMES, "laboratory test or ECG"),
    ],
)
def test_what_is_joined_listed_or_narrower_is_read_as_such(question, intent, selection):
    query = read(question).query
    assert (query.intent, in_words(query.filter)) == (intent, selection)


@pytest.mark.parametrize(
    "correction", ["Sorry, I meant elbow.", "no, I mean the elbow", "make that the elbow"]
)
def test_a_correction_puts_one_value_in_the_place_of_another(correction):
    before = read("Why is physical therapy for the neck denied?")
    after = read(correction, before).query
    assert (after.intent, in_words(after.filter)) == (
        before.query.intent,
        "physical therapy of the elbow, upheld",
    )


@pytest.mark.parametrize(
    ("question", "intent", "selection"),
    [
        (
            "oral gabapentin, how decided?",
            IntentName.OUTCOMES,
            "gabapentin (subcategory Anti-epilepsy drugs)",
        ),
        (
            "cyclobenzaprine taken by mouth",
            IntentName.OUTCOMES,
            "cyclobenzaprine (subcategory Muscle Relaxant)",
        ),
        (
            "EMG of the right arm, not of both arms",
            IntentName.OUTCOMES,
            (
                "EMG of the right upper extremity, shoulder, upper arm, elbow, forearm, "
                "wrist, hand, finger or thumb"
            ),
        ),
        (
            "which anti-inflammatory pills did IMR allow?",
            IntentName.LIST,
            "category Pharmaceuticals and subcategory NSAID, overturned",
        ),
        (
            "medications that stayed denied over safety concerns: how many?",
            IntentName.OUTCOMES,
            "category Pharmaceuticals, for the reason safety risk, upheld",
        ),
        (
            "decisions that relied on ODG and threw out the denial, list them",
            IntentName.LIST,
            "any service, decided on ODG, overturned",
        ),
        (
            "where to push back: drug requests, how do they do?",
            IntentName.OUTCOMES,
            "category Pharmaceuticals",
        ),
        ("How many days do I have to file after a denial of an MRI?", IntentName.REFUSE, "MRI"),
    ],
)
def test_other_words_for_the_same(question, intent, selection):
    query = read(question).query
    assert (query.intent, in_words(query.filter)) == (intent, selection)


def test_leaving_out_a_region_of_what_was_asked_leaves_the_service_in():
    query = read("Without the chest films.", read("How many x-rays were disputed?")).query
    assert in_words(query.filter) == "X-ray, not of the chest"


@pytest.mark.parametrize(
    ("question", "selection"),
    [
        ("90 tablets or more of tramadol", "tramadol, of 90 units or more"),
        ("30 or more visits of PT", "physical therapy, of 30 sessions or more"),
        ("MRI, decided on August 5, 2016", "MRI, decided on 2016-08-05"),
        ("determinations dated 2017-02-08 on MRI", "MRI, decided on 2017-02-08"),
        ("MRI, decided 2/8/2017", "MRI, decided on 2017-02-08"),
    ],
)
def test_amounts_and_days(question, selection):
    query = read(question).query
    assert (in_words(query.filter), query.unread) == (selection, ())


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("show me the 2nd", 1),
        ("the third one?", 2),
        ("case 4", 3),
        ("show me number 12", 11),
        ("case CM16-0000001", None),
        ("the second MRI of the knee", None),
    ],
)
def test_one_of_the_cases_listed_is_pointed_at(question, place):
    assert which_one(question) == place


def test_a_story_is_told_back_as_it_was_written():
    reading = read(
        "My client was seen by a chiropracter for years. He is tired. How often is MRI of the "
        "knee overturned?"
    )
    assert reading.context and all(each in reading.question for each in reading.context)
    assert read("My mother needs a nurse at home.").corrections == ()


def test_what_decisions_are_set_out_by_is_what_stands_behind_by():
    for question, group_by in (
        ("overturned in 2015 by specialty", "specialty"),
        ("MRI outcomes by body part in 2016", "region"),
        ("how were MRIs decided by year, 2015 and 2016?", "decided:year"),
    ):
        assert read(question).query.group_by == group_by


@pytest.mark.parametrize(("said", "side"), [("overturned", "overturned"), ("upheld", "upheld")])
@pytest.mark.parametrize("many", ["what share of", "what percentage of", "how many of the"])
@pytest.mark.parametrize(
    ("condition", "facet"), [("for the knee", "region"), ("repeat studies", "repeat")]
)
def test_a_share_of_one_side_is_no_share_of_that_side(said, side, many, condition, facet):
    query = read(f"{many} {said} MRIs were {condition}?").query
    assert f"'{side}'" in str(query.filter.as_json()) and query.outcome is None
    assert query.measure.share.facet.name == facet
