"""Courtesies around a question change nothing of how it is read, and are answered alone."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.query import IntentName, Query
from assistant.question.courtesy import about_me, only_courtesy, without_courtesies
from assistant.question.reader import leaned_on, read
from index.vocabulary import active

QUESTIONS = [
    "how many knee MRIs were overturned",
    "How are repeat sacrum MRIs usually decided?",
    "they denied my knee mri. does anybody ever win these",
    "Why are opioids upheld?",
    "why was tramadol denied",
    "Which physical therapy cases were overturned?",
    "list the lumbar MRIs that were upheld",
    "show me the acupuncture cases",
    "MRIs of the knee versus the shoulder",
    "lumbar vs cervical epidurals",
    "is chiropractic or acupuncture overturned more often?",
    "How did MRI decisions change by year?",
    "opioids by year",
    "imaging by body part",
    "which services are overturned most often?",
    "What do reviewers want to see for epidural steroid injections?",
    "what documentation is needed for a knee MRI?",
    "Why was CM16-9000106 upheld?",
    "what was decided in CM14-9000101, item 2",
    "explain CM16-9000108",
    "What does upheld mean?",
    "What is IMR?",
    "How many letters do you have?",
    "which years do you cover?",
    "Will I win?",
    "what is my case worth?",
    "what sets the overturned MRIs apart?",
    "cases like mine: 45 year old with a torn meniscus, knee MRI denied",
    "and of the shoulder?",
    "what about tramadol?",
    "only the overturned ones",
    "of those, how many were in 2016",
    "what do the letters say about smoking?",
    "how are cochlear implants decided?",
    "knee MRI",
    "Norco",
    "acupuncture?",
    "opioids without tramadol",
    "DME other than braces, how decided?",
    "tramadol refills in 2017, how many upheld?",
    "more than 12 PT visits for the neck, how often approved",
    "MRIs decided on ODG for women over 50",
    "lumbar MRIs denied because no red flags were found",
    "retrospective drug tests, upheld or overturned",
    "what is the overturn rate for TENS units",
    "Of all hi-lo tables, how many were approved?",
    "great toe surgery",
    "hyaluronic acid injections of the left knee: count",
    "grant rate for Biofreeze",
    "does thanatophobia therapy get approved?",
]
FRONT = [
    "hi",
    "Hello,",
    "hey there -",
    "Hi team,\n\n",
    "Good morning Sandra,",
    "good afternoon!",
    "Dear Dr. Patel:",
    "dear sir or madam,",
    "Hi Bob",
    "Hi, Maria!",
    "Thanks!",
    "thank you so much,",
    "thx -",
    "ok thanks,",
    "please",
    "pls",
    "Hope you're well.",
    "hi, I hope this finds you well.\n",
    "Quick question:",
    "Sorry to bother you again,",
    "Bob,",
    "Ms. Ortiz,",
    "Great, thanks Sandra!",
    "Hello Mr. Grant, how are you?",
    "My name is Maria Lopez.",
    "Thanks for the quick answer.",
    "ok,",
    "hi 👋",
    "Hola Xochitl,",
    "HELLO!!!",
    "this is Sandra,",
    "Good day to you all,",
]
BEHIND = [
    "thanks",
    ", thanks!",
    "please",
    ", pls",
    "thx in advance, Bob",
    "- thank you so much for your help",
    "\nBest regards,\nMaria Lopez, RN",
    ". Cheers",
    ", Sandra",
    "\n\nThank you,\nJohn Q. Smith, Esq.",
    "\n-- Bob",
    "ty!!",
    ". Have a great day!",
    "many thanks Sandra",
    ". Much appreciated",
    "\nSincerely,\nDr. A. Patel",
    ". Thanks so much, have a good weekend. Bob",
    "\nKind regards",
    "🙂",
    " - hope you are well",
]
CASES = [str, str.lower, str.upper]
GREETED = [
    *FRONT,
    *(f"{first} {second}" for first, second in itertools.product(FRONT[:8], FRONT[10:14])),
]


def told(question: str) -> tuple:
    reading = read(question)
    return reading.query, reading.modifiers, reading.context


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_courtesy_before_or_behind_changes_nothing(question):
    wrong = [
        text
        for text in (
            *(f"{front} {question}" for front in FRONT),
            *(
                f"{question}{'' if behind[0] in ',.' or behind[0] == chr(10) else ' '}{behind}"
                for behind in BEHIND
            ),
        )
        if told(text) != told(question)
    ]
    assert not wrong


@pytest.mark.parametrize("change", [str.lower, str.upper])
def test_nor_do_capitals(change):
    pairs = [
        (f"{change(front)} {question}", question)
        for front, question in zip(itertools.cycle(FRONT), QUESTIONS, strict=False)
    ]
    pairs += [
        (f"{question} {change(behind)}", question)
        for behind, question in zip(itertools.cycle(BEHIND), QUESTIONS, strict=False)
    ]
    assert [text for text, question in pairs if told(text) != told(question)] == []


@pytest.mark.slow
@given(
    st.sampled_from(QUESTIONS),
    st.lists(st.sampled_from(FRONT), max_size=3),
    st.lists(st.sampled_from(BEHIND), max_size=2),
    st.sampled_from(CASES),
    st.sampled_from([" ", "\n", "  "]),
)
@settings(max_examples=300, deadline=None)
def test_nor_do_several_together(question, front, behind, change, gap):
    text = gap.join([*(change(each) for each in front), question]) + "".join(
        f" {change(each)}" for each in behind
    )
    assert told(text) == told(question)


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_what_is_left_is_a_part_of_what_was_written(text):
    left = without_courtesies(text)
    assert left.removesuffix("?") in text.replace("’", "'") or left in text


@pytest.mark.slow
@pytest.mark.parametrize("front", ["", "hello ", "hi, ", "thanks! ", "please "])
def test_no_term_of_the_vocabulary_is_taken_for_a_courtesy(front):
    vocabulary = active()
    terms = [
        term
        for group in (vocabulary.service_terms, vocabulary.class_terms, vocabulary.region_terms)
        for term in group
    ]
    taken = [
        term
        for term in terms
        if term not in without_courtesies(f"{front}{term}")
        or term not in without_courtesies(f"{front}{term}, how many were overturned, {term}")
    ]
    assert taken == []


ALONE = [
    "hello",
    "Hi!",
    "hey there",
    "Good morning Sandra",
    "thanks",
    "Thank you so much!",
    "ok thanks",
    "thx bob",
    "great, thank you",
    "Hope you're well.",
    "bye",
    "cheers",
    "help",
    "what can you do?",
    "who are you",
    "hi, who are you?",
    "Hello! What can I ask you?",
    "how does this work?",
    "Thanks, what can you do",
    "how are you?",
]


@pytest.mark.parametrize("words", [change(each) for each in ALONE for change in CASES])
def test_a_courtesy_alone_is_no_question(words):
    assert read(words).query == Query(intent=IntentName.CHAT)
    assert only_courtesy(words) or about_me(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "?",
        "...",
        "knee",
        "no",
        "why",
        "hello knee",
        "help with knee MRI",
        "thank the reviewers",
        "what can you do about a denied MRI",
        "who are the reviewers",
    ],
)
def test_what_asks_for_something_is_no_chat(words):
    assert read(words).query.intent is not IntentName.CHAT


@pytest.mark.parametrize("words", ["hello", "thanks!", "what can you do?", "help", "who are you"])
def test_it_is_answered_in_one_line_with_three_questions_and_no_count(assistant, words):
    before = assistant.ask("How are knee MRIs decided?")
    for answer in (assistant.ask(words), assistant.ask(words, before.reading)):
        (told,) = answer.statements
        assert (
            answer.query.intent is IntentName.CHAT
            and answer.abstention is None
            and not answer.tallies
            and not answer.citations
            and not answer.notes
        )
        assert (
            len(answer.query.unread) == 0
            and told.text.count("?") == 3
            and not any(letter.isdigit() for letter in told.text)
        )
        offered = [
            each.strip() for each in told.text.replace("?", "?|").split("|") if each.strip(" .")
        ]
        for each in offered[1:]:
            assert assistant.ask(each).tallies[0].n


def test_the_conversation_goes_on_behind_it(assistant):
    first = assistant.ask("How are knee MRIs decided?")
    chat = assistant.ask("thank you", first.reading)
    before = leaned_on([first.reading, chat.reading])
    assert before == first.reading
    then = assistant.ask("great, and of the shoulder?", before)
    assert then.query.filter == assistant.ask("How are shoulder MRIs decided?").query.filter


def test_an_empty_index_greets_too(tmp_path):
    from conftest import Assistant, Store, WordVectors, add

    add(tmp_path / "s")
    store = Store.open(tmp_path / "s")
    answer = Assistant(store, embeddings=WordVectors()).ask("hello")
    assert answer.query.intent is IntentName.CHAT and len(answer.statements) == 1
    store.close()
