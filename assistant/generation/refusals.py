"""What is said of a question that decisions cannot answer: of which kind it is, what can be asked
instead, and what is counted beside.
"""

from collections.abc import Iterator, Mapping

from assistant.answer import Statement
from assistant.evidence.evidence import Evidence
from assistant.generation.letters import write_letters
from assistant.generation.selection import count_in_words, named
from assistant.query import Refusal

#: Of each kind: what it is, and what can be asked instead.
_MESSAGES: Mapping[Refusal, tuple[str, str]] = {
    Refusal.PREDICTION: (
        "That asks how a case will end, which this assistant does not predict: each was decided on "
        "its own records.",
        "You can ask how such requests were decided, why, and what reviewers wanted to see.",
    ),
    Refusal.LEGAL_ADVICE: (
        "That asks for legal advice, which this assistant does not give.",
        "You can ask how such requests were decided and which guidelines were relied on; what to "
        "do in a case is for an attorney.",
    ),
    Refusal.MEDICAL_ADVICE: (
        "That asks for medical advice, which this assistant does not give.",
        "You can ask what reviewers wanted to see for a treatment, and how requests for it were "
        "decided; what to take or do is for a physician.",
    ),
    Refusal.IDENTITY: (
        "That asks who somebody is; determinations name neither the reviewer nor the worker.",
        "You can ask for the reviewer's specialty and license, or how decisions differ by "
        "specialty.",
    ),
    Refusal.PRICE: (
        "That asks for a price or a value, which determinations do not tell: they decide on "
        "medical necessity alone.",
        "You can ask whether and why a treatment was found necessary.",
    ),
    Refusal.OTHER_PROGRAM: (
        "That is about another program or state; the letters are decisions of California's "
        "independent medical review for workers' compensation.",
        "You can ask how such requests were decided there.",
    ),
    Refusal.TASK: (
        "That asks for a task to be done; this assistant counts and quotes decisions, and drafts "
        "or translates nothing.",
        "You can ask for counts, reasons, quotes and cases, and export the answer as a document.",
    ),
    Refusal.NOT_RECORDED: (
        "That asks for something that the letters do not record.",
        "You can ask for what they do: services, body parts, outcomes, reasons, guidelines, dates, "
        "the worker's age, diagnosis, the reviewer's specialty.",
    ),
    Refusal.GENERAL_KNOWLEDGE: (
        "That asks for general knowledge; this assistant knows the indexed decisions alone.",
        "You can ask what the letters say about it.",
    ),
    Refusal.OFF_TOPIC: (
        "That has nothing to do with decisions of independent medical review.",
        "You can ask how a treatment was decided, why, and in which cases.",
    ),
}


def kind_refused(evidence: Evidence) -> Refusal:
    """The kind of question that is not answered; what gives none is off the topic."""
    return evidence.query.refusal or Refusal.OFF_TOPIC


def write_refusal(evidence: Evidence) -> Iterator[Statement]:
    """What the question asks and what can be asked instead; then what is counted of its selection,
    and how the cases that it names were decided.
    """
    what, instead = _MESSAGES[kind_refused(evidence)]
    yield Statement(f"{what} {instead}", essential=True)
    if evidence.query.cases:
        yield from _cases(evidence)
        return
    if evidence.tallies:
        yield Statement(
            "What published decisions do show, of other workers and records:", essential=True
        )
    for tally in evidence.tallies:
        yield Statement(count_in_words(tally), essential=True)
    yield from write_letters(evidence)


def _cases(evidence: Evidence) -> Iterator[Statement]:
    for record in evidence.items:
        citation = evidence.quotes.cite_item(record, record.request_span)
        yield Statement(f"{named(record)}: “{citation.words}”", (citation.id,), "What was decided")
