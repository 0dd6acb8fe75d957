"""The evaluation can tell good from bad."""

import json
from dataclasses import replace

import pytest
from conftest import WordVectors

import evals.__main__ as command
from evals.calibration import calibrate, read_pairs
from evals.cases import DETERMINATIONS, SAMPLES
from evals.compare import compare
from evals.gold import gold_of
from evals.intervals import bootstrap_difference, bootstrap_mean, mcnemar
from evals.judges import LexicalJudge
from evals.labels import BadLabels, LabelSelection, read_labels
from evals.page import as_page
from evals.questions import read_cases
from evals.reply import CitedPassage, Counted, Reply, Said
from evals.run import Report, as_table, calibration_of, missed, read_corpus, run
from evals.systems.assistant import AssistantSystem
from index.samples import GOLD, LETTERS

KINDS = {"tally": 12, "case": 4, "reasons": 4, "unanswerable": 5, "false premise": 4}


@pytest.fixture(scope="module")
def corpus():
    return read_corpus(LETTERS, read_labels(GOLD))


@pytest.fixture(scope="module")
def cases():
    """The first cases of each kind."""
    everything = read_cases(SAMPLES)
    return [
        case
        for kind, most in KINDS.items()
        for case in [case for case in everything if case.kind == kind][:most]
    ]


class Good:
    """The assistant itself, embedded by `WordVectors`."""

    name = "good"

    def __init__(self, assistant):
        self._system = AssistantSystem.__new__(AssistantSystem)
        self._system.name, self._system._assistant = "good", assistant

    def ask(self, turns) -> Reply:
        return self._system.ask(turns)


class _Changed:
    """A system that spoils the good one's replies."""

    def __init__(self, good: Good):
        self._good = good

    def ask(self, turns) -> Reply:
        return self.spoil(self._good.ask(turns))


class InventsQuotes(_Changed):
    """Quotes words that no letter holds."""

    name = "invents quotes"

    def spoil(self, reply: Reply) -> Reply:
        passages = tuple(
            replace(passage, quote="The reviewer was deeply impressed by the evidence.")
            for passage in reply.passages
        )
        said = tuple(
            Said(
                "The reviewer wrote: “The reviewer was deeply moved by all of it.”",
                statement.citations,
            )
            if statement.citations
            else statement
            for statement in reply.statements
        )
        return replace(reply, passages=passages, statements=said)


class CitesTheWrongCase(_Changed):
    """Says the same with the citations of another case."""

    name = "wrong case"

    def spoil(self, reply: Reply) -> Reply:
        wrong = CitedPassage(
            1,
            "CM14-9000301",
            1,
            "overturned",
            "It is medically necessary.",
            str(LETTERS / "CM14-9000301.txt"),
            None,
            0,
            10,
        )
        return replace(
            reply,
            passages=tuple(replace(wrong, id=passage.id) for passage in reply.passages),
            retrieved=(("CM14-9000301", 1),),
        )


class Abstains:
    """Never answers."""

    name = "abstains"

    def ask(self, turns) -> Reply:
        return Reply("I do not know.", True)


class NinetyPercent:
    """Answers everything alike."""

    name = "ninety percent"

    def ask(self, turns) -> Reply:
        text = "Of 100 items, 90 % were upheld."
        return Reply(text, False, (Said(text),), counts=(Counted(100, 90, 10, frozenset()),))


@pytest.fixture(scope="module")
def report(assistant, cases, corpus):
    judge = LexicalJudge()
    calibration = calibration_of(judge)
    empty = Report(
        "samples",
        ["samples.yaml"],
        len(cases),
        None,
        {**calibration.__dict__, "fit": calibration.fit, "missed": dict(calibration.missed)},
    )
    good = Good(assistant)
    return run(
        [
            lambda: good,
            lambda: InventsQuotes(good),
            lambda: CitesTheWrongCase(good),
            Abstains,
            NinetyPercent,
        ],
        cases,
        corpus,
        judge,
        empty,
    )


def value(report, system, metric):
    return report.summary[system][metric]["value"]


@pytest.mark.slow
def test_the_good_system_scores_well(report):
    assert value(report, "good", "tally exact") > 0.6
    assert value(report, "good", "quotes verbatim") == value(report, "good", "numbers carried") == 1
    assert (
        value(report, "good", "citation recall") > 0.95
        and value(report, "good", "citation precision") > 0.95
    )


@pytest.mark.slow
def test_invented_quotes_show_in_quotes_and_citations_and_not_in_counts(report):
    assert value(report, "invents quotes", "quotes verbatim") < 0.2
    assert value(report, "invents quotes", "citation recall") < 0.2
    assert value(report, "invents quotes", "tally exact") == value(report, "good", "tally exact")


@pytest.mark.slow
def test_citing_the_wrong_case_shows_in_citations_explanations_and_retrieval(report):
    assert value(report, "wrong case", "citation recall") < 0.3
    assert value(report, "wrong case", "explained") < value(report, "good", "explained")
    assert (
        value(report, "wrong case", "recall@10") < 0.2
        and value(report, "wrong case", "mismatch@5") > 0.8
    )


@pytest.mark.slow
def test_always_abstaining_is_neither_right_nor_wrong_and_covers_nothing(report):
    assert "tally exact" not in report.summary["abstains"]
    assert report.left_out["abstains"]["tally exact"]["no answer"] > 0
    assert value(report, "abstains", "coverage") == 0
    assert value(report, "abstains", "abstention recall") == 1
    assert value(report, "abstains", "abstention precision") == pytest.approx(
        KINDS["unanswerable"] / sum(KINDS.values())
    )


@pytest.mark.slow
def test_answering_everything_alike_shows_in_counts_numbers_abstention_and_the_share(report):
    assert (
        value(report, "ninety percent", "tally exact") == 0
        and value(report, "ninety percent", "tally numbers") == 0
    )
    assert value(report, "ninety percent", "numbers carried") < 0.2
    assert value(report, "ninety percent", "abstention recall") == 0
    assert value(report, "ninety percent", "share error") > value(report, "good", "share error")


@pytest.mark.slow
def test_the_page_and_the_table_tell_systems_cases_and_judge(report):
    page, table = as_page(report), as_table(report)
    for rendered in (page, table):
        assert "ninety percent" in rendered and "lexical" in rendered and "0.8" in rendered
    assert (
        page.count("<details>") >= 10
        and "<svg" in page
        and "http" not in page.replace("http://www.w3.org", "")
    )


@pytest.mark.slow
def test_the_report_can_be_compared_with_another(report):
    report_json = json.loads(json.dumps(report.__dict__))
    same = compare(report_json, report_json, "good")
    assert "lost 0, won 0" in same
    other = json.loads(json.dumps(report_json))
    other["results"]["good"] = other["results"]["ninety percent"]
    assert "lost " in compare(report_json, other, "good") and "McNemar" in compare(
        report_json, other, "good"
    )
    other["results"]["good"] = other["results"]["good"][:3]
    with pytest.raises(BadLabels, match="different cases"):
        compare(report_json, other, "good")


@pytest.mark.slow
def test_a_missed_requirement_is_told(report):
    assert missed(report, ["quotes verbatim>=1"]) == []
    assert missed(report, ["tally exact>=1.01"])[0].startswith("tally exact is ")
    with pytest.raises(ValueError, match="METRIC>=VALUE"):
        missed(report, ["nonsense"])


def test_the_judge_is_fit_and_tells_its_errors(corpus):
    pairs = read_pairs(corpus.labels)
    assert len(pairs) >= 120 and sum(pair.supported for pair in pairs) * 2 == len(pairs)
    calibration = calibrate(LexicalJudge(), pairs)
    assert calibration.fit and calibration.kappa >= 0.8
    assert len(calibration.wrong) == calibration.false_support + calibration.false_refusal


@pytest.mark.parametrize("verdict", [True, False])
def test_a_judge_without_judgement_is_unfit(corpus, verdict):
    class Blind:
        name = "blind"

        def supports(self, statement, passages):
            return verdict

    calibration = calibrate(Blind(), read_pairs(corpus.labels))
    assert calibration.kappa == pytest.approx(0) and not calibration.fit


def test_there_are_enough_cases_of_every_kind_over_both_corpora():
    for path in (SAMPLES, DETERMINATIONS):
        cases = read_cases(path)
        assert len(cases) >= 150
        assert {case.kind for case in cases} == {
            "tally",
            "case",
            "reasons",
            "comparison",
            "trend",
            "follow-up",
            "unanswerable",
            "false premise",
        }


def test_the_gold_of_every_case_over_the_samples_exists(corpus):
    for case in read_cases(SAMPLES):
        gold = gold_of(case, corpus)
        assert gold.abstain or gold.about, case.id
        assert gold.about <= corpus.labels.keys(), case.id


def test_a_selection_of_labels_needs_all_its_fields(corpus):
    mri = LabelSelection(procedures=("mri",))
    assert corpus.select(LabelSelection(procedures=("mri",), regions=("sacrum",))) < corpus.select(
        mri
    )
    assert corpus.select(LabelSelection(procedures=("mri",), year=(2016,))) < corpus.select(mri)


def test_intervals_and_tests_have_known_values():
    assert bootstrap_mean([1.0] * 5).low == 1.0 and bootstrap_mean([]).n == 0
    mean = bootstrap_mean([0.0, 1.0] * 50)
    assert mean.value == 0.5 and 0.35 < mean.low < 0.45 < 0.55 < mean.high < 0.65
    assert mcnemar([True] * 10, [False] * 10) == (10, 0, pytest.approx(2 / 1024))
    assert mcnemar([True, False], [False, True]) == (1, 1, 1.0)
    difference, p = bootstrap_difference([0.0] * 20, [1.0] * 20)
    assert difference.value == 1.0 and p == 0


def test_bad_files_are_named_with_the_cause(tmp_path, capsys):
    (tmp_path / "cases.yaml").write_text("- id: a\n  kind: tally\n  question: x\n")
    with pytest.raises(BadLabels, match=r"(?s)cases\.yaml.*selection or items"):
        read_cases(tmp_path / "cases.yaml")
    (tmp_path / "gold.jsonl").write_text('{"case": "x"}\n')
    with pytest.raises(BadLabels, match=r"gold\.jsonl, line 1"):
        read_labels(tmp_path / "gold.jsonl")
    assert command.main(["run", "--cases", str(tmp_path / "none.yaml")]) == 2
    assert command.main(["run", "--system", "nobody"]) == 2
    assert "no system 'nobody'" in capsys.readouterr().err


@pytest.mark.slow
def test_run_writes_its_report_and_exits_1_below_a_requirement(
    tmp_path, monkeypatch, capsys, words_store
):
    from evals.systems import SYSTEMS

    monkeypatch.setitem(SYSTEMS, "abstains", lambda corpus, model: Abstains())
    arguments = [
        "run",
        "--system",
        "abstains",
        "--kind",
        "unanswerable",
        "tally",
        "--out",
        str(tmp_path / "out"),
    ]
    assert command.main([*arguments, "--require", "coverage>=0.5"]) == 1
    assert "coverage is 0.000, below 0.5" in capsys.readouterr().err
    assert command.main([*arguments, "--require", "abstention recall>=1"]) == 0
    report_json = json.loads((tmp_path / "out" / "report.json").read_text())
    assert (
        report_json["filtered"] == "unanswerable, tally"
        and "Only the cases of" in (tmp_path / "out" / "report.html").read_text()
    )
    assert command.main(["compare", str(tmp_path / "out"), str(tmp_path / "out")]) == 0
    assert "lost 0, won 0" in capsys.readouterr().out


def test_the_plain_chain_counts_what_it_retrieved(monkeypatch):
    from evals.systems.plain import PlainSystem

    monkeypatch.setattr("evals.systems.plain.SentenceEmbeddings", WordVectors)
    system = PlainSystem(LETTERS, None)
    reply = system.ask(["How often are opioids overturned?"])
    assert reply.counts[0].n == len(reply.counts[0].items) and len(reply.passages) == 8
    assert all(said.citations for said in reply.statements[1:])


def test_the_plain_chain_with_a_chat_model_cites_by_marks_and_can_decline(monkeypatch):
    from langchain_core.language_models.fake_chat_models import FakeListChatModel

    from evals.systems.plain import PlainSystem

    monkeypatch.setattr("evals.systems.plain.SentenceEmbeddings", WordVectors)
    system = PlainSystem(
        LETTERS,
        FakeListChatModel(
            responses=["The denial was upheld [2]. Nothing had changed [1][3].", "I don't know."]
        ),
    )
    reply = system.ask(["Why was it upheld?"])
    assert [said.citations for said in reply.statements] == [
        (2,),
        (1, 3),
    ] and system.name == "plain+model"
    declined = system.ask(["Why was it upheld?"])
    assert declined.abstained and not declined.statements


def test_judges_with_a_model_read_its_verdict():
    from langchain_core.language_models.fake_chat_models import FakeListChatModel

    from evals.judges.chat import ChatJudge

    judge = ChatJudge(FakeListChatModel(responses=["Yes.", "no"]), "fake")
    assert (
        judge.supports("s", ["p"])
        and not judge.supports("s", ["p"])
        and not judge.supports("s", [])
    )


def test_a_count_by_facet_carries_its_numbers_only_with_its_items(corpus, cases):
    from evals.metrics import Scored, numbers
    from evals.reply import FacetCount

    items = frozenset(sorted(corpus.labels)[:8])
    overturned = corpus.overturned(items)
    count = Counted(8, 8 - overturned, overturned, items)
    some = frozenset(sorted(items)[:5])

    def score(*facets):
        reply = Reply(
            "",
            False,
            (Said("No red flags, recognized in 5 of 8 items."),),
            counts=(count,),
            facets=facets,
        )
        return numbers(Scored(cases[0], gold_of(cases[0], corpus), reply, corpus, LexicalJudge()))[
            0
        ].value

    assert score(FacetCount("no red flags", 5, 8, some)) == 1
    assert score() < 1 and score(FacetCount("no red flags", 5, 8, frozenset())) < 1
    assert (
        score(FacetCount("no red flags", 5, 8, frozenset(("CM00-0000000", n) for n in range(5))))
        < 1
    )


MRI, MIXED = (
    {"facet": facet, "values": [value]}
    for facet, value in (("procedure", "mri"), ("letter_outcome", "mixed"))
)
AGES = {"of": "age", "show": "distribution"}
DAYS = {"of": "days:denied-decided", "show": "mean"}
ASKED = [
    {"intent": "outcomes", "unit": "letter", "filter": MRI},
    {"intent": "outcomes", "unit": "letter", "filter": MIXED},
    {"intent": "outcomes", "outcome": "overturned", "group_by": "specialty", "top": 3},
    {"intent": "outcomes", "measure": {"share": {"facet": "guideline", "values": ["ODG"]}}},
    {"intent": "reasons", "outcome": "upheld", "top": 5, "group_by": "decided:year"},
    {"intent": "list", "unit": "letter", "outcome": "overturned", "top": 3},
    {"intent": "guidelines", "premise": {"majority": "overturned"}},
    {"intent": "statistic", "measure": AGES, "group_by": "decided:year"},
    {"intent": "statistic", "measure": DAYS, "outcome": "upheld"},
    {"intent": "statistic", "measure": {"of": "decided", "show": "range"}},
    {"intent": "statistic", "measure": {"of": "amount:units:authorized", "show": "total"}},
    {"intent": "statistic", "measure": {"of": "specialty", "show": "distribution"}},
]


@pytest.mark.parametrize("query", ASKED, ids=str)
def test_the_numbers_of_what_is_asked_besides_are_carried(corpus, cases, assistant, query):
    from assistant.query import query_from_json
    from assistant.reading import Reading
    from evals.metrics import Scored, numbers
    from evals.systems.assistant import AssistantSystem

    system = AssistantSystem.on(assistant)
    reply = system.reply([assistant.answer(Reading("", query_from_json(query)))])
    scored = Scored(cases[0], gold_of(cases[0], corpus), reply, corpus, LexicalJudge())
    (score,) = numbers(scored)
    assert score.value == 1, score.explanation
