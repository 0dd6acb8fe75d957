"""Many answers worded by lying models: what of their inventions reached the reader, and what of the
truth was kept.
"""

import random
import re
from collections import Counter
from dataclasses import dataclass, field

from tqdm import tqdm

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.chat_models.client import Limits
from assistant.evidence.tally import wilson
from evals.adversarial.fakes import BROKEN, BrokenModel, FakeModel, liar, mixed
from evals.adversarial.lies import KINDS
from evals.adversarial.pieces import FakeStatement
from evals.adversarial.truths import paraphrases
from index.embedding import SentenceEmbeddings
from index.store.store import Store

#: Questions over the sample letters whose evidence the models word.
QUESTIONS = (
    "how are repeat sacrum MRIs usually decided?",
    "How often are opioids overturned?",
    "Why are muscle relaxants upheld?",
    "What do reviewers want to see for epidural steroid injections?",
    "What was decided in CM16-9000304?",
    "What was decided in CM15-9000204?",
    "Which physical therapy cases were overturned?",
    "How are topical compounds decided?",
    "Is surgery of the shoulder ever approved?",
    "EMG/NCV",
    "compare MRI of the knee with MRI of the lumbar spine",
    "gym membership",
    "What do the letters say about tapering?",
    "How are retrospective requests decided?",
)
_MARK = re.compile(r"\s*\[\d+\]")
# A model that stalls or never ends is given up soon: the limits are what is tried here, not their
# length.
_LIMITS = Limits(first=0.5, silence=0.5, whole=5.0, length=20_000, tries=2, pause=0.01)


@dataclass
class AdversarialReport:
    """By kind: lies ``said`` and those that ``reached`` the reader; ``truths`` and those
    ``kept``; and which lies got through or truths were lost.
    """

    runs: int = 0
    said: Counter[str] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)
    truths: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    unanswered: Counter[str] = field(default_factory=Counter)
    through: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def adversarial(
    store: Store, embeddings: SentenceEmbeddings, runs: int, seed: int = 0
) -> AdversarialReport:
    """Ask ``runs`` questions through models that lie in every way in turn, each with true
    statements mixed in, then the hand-written truths.
    """
    report = AdversarialReport()
    ways = [*KINDS, *BROKEN]
    for number in tqdm(range(runs), unit="run"):
        way = ways[number % len(ways)]
        chance = random.Random(f"{seed} {number}")
        question = chance.choice(QUESTIONS)
        if way in KINDS:
            model: FakeModel = liar(chance.randrange(2**32), way)
        else:
            state = chance.randrange(2**32)
            model = BrokenModel(
                how=way,
                reply=lambda pieces, state=state: mixed(
                    random.Random(state), pieces, "general knowledge added", 1, 2
                ),
            )
        answer = Assistant(store, model, "fake", embeddings, _LIMITS).ask(question)
        _count(report, answer, model, way)
    for paraphrase in paraphrases():
        model = FakeModel(
            reply=lambda pieces, paraphrase=paraphrase: (
                [statement] if (statement := paraphrase.statement(pieces)) else []
            )
        )
        answer = Assistant(store, model, "fake", embeddings, _LIMITS).ask(paraphrase.question)
        if not model.said:
            raise ValueError(
                f"the evidence of {paraphrase.question!r} has nothing for "
                f"{paraphrase.text!r}: the list of true statements is out of date"
            )
        _count(report, answer, model, "")
    return report


def _count(report: AdversarialReport, answer: Answer, model: FakeModel, way: str) -> None:
    report.runs += 1
    shown = {
        _bare(statement.text)
        for statement in answer.statements
        if statement.heading and statement.heading.startswith("In the words of the model")
    }
    if way in BROKEN:
        report.broken[way] += 1
        report.unanswered[way] += not answer.statements
    # What a broken model says may be cut off by its failure: its truths are not counted as lost.
    for statement in {
        statement.text: statement
        for statement in model.said
        if isinstance(statement, FakeStatement)
    }.values():
        if statement.lie:
            report.said[statement.lie] += 1
            if _bare(statement.text) in shown:
                report.reached[statement.lie] += 1
                report.through.append(f"{statement.lie}: {statement.text}")
        elif statement.truth and way not in BROKEN:
            report.truths[statement.truth] += 1
            if _bare(statement.text) in shown:
                report.kept[statement.truth] += 1
            else:
                report.lost.append(f"{statement.truth}: {statement.text}")


def _bare(text: str) -> str:
    return " ".join(_MARK.sub("", text).split())


def as_text(report: AdversarialReport, examples: int = 5) -> str:
    """The report for a terminal."""
    said, reached, truths, kept = (
        sum(counter.values())
        for counter in (report.said, report.reached, report.truths, report.kept)
    )
    lines = [
        f"{report.runs} answers worded by models that lie, over the fictional sample letters",
        "",
        f"{'inventions':38}{'said':>7}{'reached the reader':>20}",
    ]
    lines += [
        f"{kind:38}{number:7}{report.reached[kind]:20}" for kind, number in report.said.items()
    ]
    low, high = wilson(reached, said)
    lines += [
        (
            f"{'all':38}{said:7}{reached:20}   (95 % interval of the share: {100 * low:.2f} % "
            f"to {100 * high:.2f} %)"
        ),
        "",
        f"{'true statements':38}{'said':>7}{'kept':>20}",
    ]
    lines += [
        f"{kind:38}{number:7}{report.kept[kind]:20}   {100 * report.kept[kind] / number:.1f} %"
        for kind, number in report.truths.items()
    ]
    low, high = wilson(kept, truths)
    lines += [
        (
            f"{'all':38}{truths:7}{kept:20}   {100 * kept / max(truths, 1):.1f} % (95 % interval "
            f"{100 * low:.1f} % to {100 * high:.1f} %)"
        ),
        "",
        f"{'replies that were none':38}{'asked':>7}{'left unanswered':>20}",
    ]
    lines += [
        f"{way:38}{number:7}{report.unanswered[way]:20}" for way, number in report.broken.items()
    ]
    for title, statements in (
        ("Reached the reader", report.through),
        ("True, but not shown", report.lost),
    ):
        lines += ["", f"{title}:", *statements[:examples]] if statements else []
    return "\n".join(lines)
