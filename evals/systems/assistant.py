"""This assistant."""

import hashlib
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.chat_models.usage import Usage
from assistant.evidence.summed import Spread, authorized_amounts
from assistant.presentation.fields import FieldKind, is_authorized, is_of_letter, kind_of
from assistant.question.reader import leaned_on
from evals.reply import JULIAN, CitedPassage, Counted, FacetCount, Reply, Said, Summed
from index.embedding import SentenceEmbeddings
from index.readers import digest
from index.store.ingest import Adder, letter_files
from index.store.lock import writer_lock
from index.store.protocols import Records
from index.store.sqlite.letters import HeaderRecord
from index.store.sqlite.read import ItemRecord
from index.store.sqlite.schema import SCHEMA
from index.store.store import Store


def indexed(corpus: Path) -> Store:
    """An open store of just the letters in ``corpus``, kept for the next run on the same files."""
    paths = letter_files([corpus])[0]
    content = hashlib.sha256(
        "".join(f"{path.resolve()}{digest(path)}" for path in paths).encode()
    ).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"imr-evals-{SCHEMA}-{content}"
    folder.mkdir(parents=True, exist_ok=True)
    with writer_lock(folder, 600):
        store = Store.open_or_create(folder)
        Adder(store, SentenceEmbeddings(store.state().model)).run(paths)
    return store


class AssistantSystem:
    """The assistant of this repository on a store of the corpus."""

    def __init__(self, corpus: Path, model: BaseChatModel | None = None):
        self.name = "assistant" if model is None else "assistant+model"
        self._assistant = Assistant(indexed(corpus), model, items=True)

    @classmethod
    def on(cls, assistant: Assistant) -> "AssistantSystem":
        """The system of an assistant that is there already; its counts come with their items."""
        system = cls.__new__(cls)
        system.name, system._assistant = "assistant", assistant
        return system

    def ask(self, turns: Sequence[str]) -> Reply:
        """The reply to the last turn; the seconds are those of all turns."""
        start = time.perf_counter()
        answers: list[Answer] = []
        for turn in turns:
            answers.append(
                self._assistant.ask(turn, leaned_on(answer.reading for answer in answers), answers)
            )
        return self.reply(answers, time.perf_counter() - start)

    def reply(self, answers: Sequence[Answer], seconds: float = 0.0) -> Reply:
        """The last of some answers as a reply; what a chat model took is that of all."""
        answer = answers[-1]
        return Reply(
            text=answer.markdown,
            abstained=answer.abstention is not None,
            statements=tuple(
                Said(statement.text, statement.citations) for statement in answer.statements
            ),
            passages=tuple(
                CitedPassage(
                    citation.id,
                    citation.case,
                    citation.item,
                    citation.outcome.value if citation.outcome else None,
                    citation.quote,
                    citation.file,
                    citation.page,
                    citation.start,
                    citation.end,
                )
                for citation in answer.citations
            ),
            counts=tuple(
                Counted(tally.n, tally.upheld, tally.overturned, frozenset(tally.items))
                for tally in answer.tallies
            ),
            facets=tuple(
                FacetCount(
                    facet_count.value,
                    facet_count.count,
                    facet_count.of,
                    frozenset(facet_count.items),
                    frozenset(facet_count.among),
                )
                for group in answer.counts.values()
                for facet_count in group
            ),
            summed=self._summed(answer),
            retrieved=answer.retrieved,
            seconds=seconds,
            notes=answer.notes,
            **_taken([answer.usage for answer in answers if answer.usage]),
        )

    def _summed(self, answer: Answer) -> tuple[Summed, ...]:
        """The numbers behind each statistic of an answer, taken from the records one by one."""
        with self._assistant.store.records() as records:
            return tuple(_summed(spread, records) for spread in answer.spreads)


def _summed(spread: Spread, records: Records) -> Summed:
    """The numbers behind a statistic: of each letter, or of each item."""
    items = records.item_records(spread.filter)
    holders = {
        item.determination if is_of_letter(spread.field) else item.id: item for item in items
    }
    if is_authorized(spread.field):
        values = authorized_amounts(records.authorized_parts(spread.filter), spread.field)
    else:
        values = [
            value
            for item in holders.values()
            if (value := _value(spread, item, records.header_record(item.determination)))
            is not None
        ]
    return Summed(
        tuple(values),
        len(holders),
        kind_of(spread.field) is FieldKind.DAY,
        tuple((each.low, each.high, each.n) for each in spread.bins),
    )


def _value(spread: Spread, record: ItemRecord, header: HeaderRecord) -> float | None:
    """The number of a field that an item has, or its letter; None where it is not known."""
    kind, _, rest = spread.field.partition(":")
    if kind == "age":
        return record.age
    if kind == "amount":
        unit = rest.partition(":")[0]
        return max((each.high for each in record.amounts if each.unit == unit), default=None)
    first, _, last = rest.partition("-")
    days: list[date | None] = [getattr(header, name) for name in (first or kind, last or kind)]
    if days[0] is None or days[1] is None:
        return None
    return days[0].toordinal() + JULIAN if kind != "days" else (days[1] - days[0]).days


def _taken(usages: Sequence[Usage]) -> dict[str, Any]:
    """What a chat model took for all turns, as a reply tells it."""
    if not usages:
        return {}
    given = [usage.output_tokens for usage in usages if usage.output_tokens is not None]
    tokens = [
        (usage.input_tokens or 0) + (usage.output_tokens or 0)
        for usage in usages
        if usage.input_tokens is not None or usage.output_tokens is not None
    ]
    return {
        "tokens": sum(tokens) if tokens else None,
        "given": sum(given) if given else None,
        "waited": sum(usage.seconds for usage in usages),
        "drafted": sum(usage.said for usage in usages),
        "refused": sum(usage.refused for usage in usages),
        "mended": sum(usage.mended for usage in usages),
    }
