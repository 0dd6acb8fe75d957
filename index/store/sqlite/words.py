"""Word search over the passages, through SQLite's full-text index."""

import re
from importlib.resources import files

from sqlalchemy import Connection, select, text

from index.facets.filter import Filter
from index.store.sqlite.filter_sql import condition
from index.store.sqlite.schema import determinations, items, passages

_WORD = re.compile(r"[A-Za-z0-9]+(?:[.'-][A-Za-z0-9]+)*")
#: Words of questions that say nothing of their subject.
STOP_WORDS = frozenset(
    files("index.vocabulary").joinpath("stop_words.txt").read_text("utf-8").split()
)


def content_words(question: str) -> list[str]:
    """The words of a question that tell its subject, in order, each once."""
    found = (match.group() for match in _WORD.finditer(question))
    return list(
        dict.fromkeys(
            word
            for word in found
            if word.lower() not in STOP_WORDS and (len(word) > 1 or word.isdigit())
        )
    )


def matching_passages(
    connection: Connection, words: list[str], most: int, population: Filter | None = None
) -> list[str]:
    """The ids of the passages that hold some of the words, best first by BM25, within a selection
    of items.

    A passage of the clinical summary belongs to no item; it is found only without a selection.
    """
    if not words:
        return []
    query = " OR ".join('"' + word.replace('"', "") + '"' for word in words)
    statement = (
        select(passages.c.id)
        .select_from(passages)
        .join(text("passage_words"), text("passage_words.rowid = passages.number"))
        .where(text("passage_words MATCH :query"))
        .limit(most)
    )
    if population is not None:
        chosen = (
            select(items.c.id)
            .join(determinations, items.c.determination == determinations.c.id)
            .where(condition(population))
        )
        # The function scores what is left by then; ordered by its rank, every passage that holds a
        # word would be scored.
        statement = statement.where(passages.c.item.in_(chosen)).order_by(
            text("bm25(passage_words)")
        )
    else:
        statement = statement.order_by(text("passage_words.rank"))
    return list(connection.scalars(statement, {"query": query}))
