"""``python -m evals``: measure the assistant."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from assistant.chat_models.errors import ModelUnavailable
from evals import command_line
from evals.cases import DETERMINATIONS, SAMPLES
from evals.labels import BadLabels, read_labels
from evals.split import part
from index.samples import GOLD, LETTERS

FAILURE, WRONG_USE = 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit code: 0 done, 1 a required figure was missed or a failure, 2 wrong
    use.
    """
    asked = command_line.parser().parse_args(arguments)
    try:
        return {
            "run": _run,
            "compare": _compare,
            "fields": _fields,
            "readers": _readers,
            "readings": _readings,
            "damage": _damage,
            "adversarial": _adversarial,
            "injected": _injected,
            "bench": _bench,
            "ablations": _ablations,
            "page": _page,
            "screenshots": _screenshots,
        }[asked.command](asked)
    except (BadLabels, FileNotFoundError, ValueError) as error:
        print(f"evals: {error}", file=sys.stderr)
        return WRONG_USE
    except ModelUnavailable as error:
        print(f"evals: {error}", file=sys.stderr)
        return FAILURE


def _run(asked: argparse.Namespace) -> int:
    from assistant.generation.chat_writer import chat_model
    from evals.page import as_page
    from evals.questions import first_of_each_kind, read_cases
    from evals.run import Report, as_table, calibration_of, missed, read_corpus, run
    from evals.systems import makers

    systems = makers(asked.system, asked.corpus, chat_model(asked.model) if asked.model else None)
    ours = asked.corpus.resolve() == LETTERS.resolve()
    gold = asked.gold or (GOLD if ours else asked.corpus.parent / "gold" / "items.jsonl")
    files = asked.cases or [SAMPLES if ours else DETERMINATIONS]
    cases = [case for file in files for case in read_cases(file)]
    if asked.kind:
        cases = [case for case in cases if case.kind in asked.kind]
    if asked.part:
        cases = [case for case in cases if part(case.id) == asked.part]
    if asked.most is not None:
        cases = first_of_each_kind(cases, asked.most)
    if not cases:
        raise ValueError("no cases are left to ask")
    corpus = read_corpus(asked.corpus, read_labels(gold))
    judge = _judge(asked.judge)
    calibration = calibration_of(judge)
    report = Report(
        corpus="the fictional sample letters" if ours else asked.corpus.name,
        case_files=[file.name for file in files],
        cases=len(cases),
        filtered=", ".join(
            [
                *(asked.kind or []),
                *([f"{asked.part} cases"] if asked.part else []),
                *([f"the first {asked.most} of each kind"] if asked.most is not None else []),
            ]
        )
        or None,
        judge={**asdict(calibration), "fit": calibration.fit},
    )
    run(systems, cases, corpus, judge, report)
    asked.out.mkdir(parents=True, exist_ok=True)
    report.write(asked.out / "report.json")
    (asked.out / "report.html").write_text(as_page(report), "utf-8")
    print(as_table(report))
    print(f"written: {asked.out / 'report.json'}, {asked.out / 'report.html'}")
    below = missed(report, asked.require)
    for what in below:
        print(f"required, but {what}", file=sys.stderr)
    return FAILURE if below else 0


def _judge(name: str):
    from evals.judges import LexicalJudge

    kind, _, model = name.partition(":")
    if kind == "lexical":
        return LexicalJudge()
    if kind == "nli" and model:
        from evals.judges.nli import NliJudge

        return NliJudge(model)
    if kind == "chat" and model:
        from assistant.generation.chat_writer import chat_model
        from evals.judges.chat import ChatJudge

        return ChatJudge(chat_model(model), model)
    raise ValueError(f"no judge {name!r}; give lexical, nli:MODEL or chat:PROVIDER:NAME")


def _compare(asked: argparse.Namespace) -> int:
    from evals.compare import compare

    reports = []
    for path in (asked.first, asked.second):
        file = path / "report.json" if path.is_dir() else path
        try:
            reports.append(json.loads(file.read_text("utf-8")))
        except (OSError, ValueError) as error:
            raise BadLabels(f"{file}: {error}") from error
    print(compare(reports[0], reports[1], asked.system))
    return 0


def _fields(asked: argparse.Namespace) -> int:
    from evals.fields import as_text, compare_fields

    labels = read_labels(asked.gold)
    print(as_text(compare_fields(asked.corpus, labels, asked.part)))
    return 0


def _readers(asked: argparse.Namespace) -> int:
    from evals.parsing import compare_readers, readers_as_text

    print(readers_as_text(compare_readers(asked.corpus, read_labels(asked.gold))))
    return 0


def _readings(asked: argparse.Namespace) -> int:
    from assistant.assistant import Assistant
    from evals.readings import (
        RULES_ALONE,
        entries_in,
        report_in_words,
        score_by_all,
        score_entries,
        write_report,
    )
    from evals.systems.assistant import indexed

    entries = entries_in(asked.cases)
    reader = _reader(asked.model) if asked.model else None
    store = indexed(asked.corpus)
    with store.records() as records:
        scored = (
            score_by_all(entries, store, reader, records)
            if reader
            else {RULES_ALONE: score_entries(entries, Assistant(store), records)}
        )
    if asked.out:
        write_report(scored, asked.out)
    print(report_in_words(scored))
    return 0


def _reader(name: str):
    """The chat model that reads: recorded replies, or a model of the registry."""
    from assistant.chat_models.registry import chat_model
    from assistant.question.model_reader import ModelReader
    from evals.replay import replayed

    kind, _, path = name.partition(":")
    return ModelReader(name, replayed(Path(path)) if kind == "recorded" else chat_model(name))


def _damage(asked: argparse.Namespace) -> int:
    from evals.damage import as_text, damage_letters

    if asked.letters < 1:
        raise ValueError("give at least one letter to damage")
    report = damage_letters(
        asked.corpus, asked.letters, asked.seed, read_labels(asked.gold) if asked.gold else ()
    )
    print(as_text(report))
    return 0 if report.acceptable else FAILURE


def _ablations(asked: argparse.Namespace) -> int:
    from evals.ablations import ablate, as_text
    from evals.questions import read_cases
    from evals.run import read_corpus

    ours = asked.corpus.resolve() == LETTERS.resolve()
    gold = asked.gold or (GOLD if ours else asked.corpus.parent / "gold" / "items.jsonl")
    cases = [
        case
        for case in read_cases(SAMPLES if ours else DETERMINATIONS)
        if asked.part in (None, part(case.id))
    ]
    print(
        as_text(
            ablate(
                asked.corpus, cases, read_corpus(asked.corpus, read_labels(gold)), asked.reranker
            )
        )
    )
    return 0


def _adversarial(asked: argparse.Namespace) -> int:
    from evals.adversarial.remembered import RememberedQueries
    from evals.adversarial.run import adversarial, as_text
    from evals.systems.assistant import indexed

    store = indexed(LETTERS)
    report = adversarial(store, RememberedQueries(store.state().model), asked.runs, asked.seed)
    print(as_text(report))
    return FAILURE if report.through or sum(report.unanswered.values()) else 0


def _injected(asked: argparse.Namespace) -> int:
    import tempfile

    from evals.adversarial.injected import as_text, injected
    from index.embedding import SentenceEmbeddings

    with tempfile.TemporaryDirectory() as folder:
        report = injected(Path(folder), SentenceEmbeddings(), asked.letters, asked.asked)
    print(as_text(report))
    return FAILURE if report.obeyed else 0


def _bench(asked: argparse.Namespace) -> int:
    if asked.parsing:
        from evals.parsing import bench_parsing

        print(bench_parsing(asked.corpus))
        return 0
    if asked.patterns:
        from evals.patterns.bench import bench_patterns

        print(bench_patterns())
        return 0
    from evals.bench import bench, bench_scale

    if asked.scale is not None:
        if asked.scale < 1:
            raise ValueError("give at least one letter")
        print(bench_scale(asked.corpus, asked.scale))
        return 0
    print(bench(asked.corpus, _questions(asked)))
    return 0


def _questions(asked: argparse.Namespace) -> list[str]:
    if asked.questions:
        return [
            line.strip() for line in asked.questions.read_text("utf-8").splitlines() if line.strip()
        ]
    from evals.questions import read_cases

    return [case.question for case in read_cases(SAMPLES) if case.kind == "tally"]


def _page(asked: argparse.Namespace) -> int:
    from evals.chat_page import as_text, measure_page

    if asked.asked < 1 or asked.users < 1:
        raise ValueError("give at least one question and one user")
    print(as_text(measure_page(asked.corpus, _questions(asked), asked.asked, asked.users)))
    return 0


def _screenshots(asked: argparse.Namespace) -> int:
    from evals.screenshots import take_screenshots

    for path in take_screenshots(asked.output):
        print(f"written: {path} ({path.stat().st_size // 1024} kB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
