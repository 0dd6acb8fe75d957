"""Word search over the passages, through SQLite's full-text index."""

import re

from sqlalchemy import Connection, select, text

from index.records.schema import determinations, items, passages
from index.records.selection import Selection

_WORD = re.compile(r"[A-Za-z0-9]+(?:[.'-][A-Za-z0-9]+)*")
# Words of questions that say nothing of their subject.
STOP_WORDS = frozenset(
    "a about after all also am an and any are as at be been being before but by can case cases could decide decided decision decisions denial denied deny determination determinations "
    "did do does doing during each few for from get give given had has have having he her hers him his how i if in into is it its item items just letter letters many me more most much my no nor not now of often "
    "on once only or other our out over own please reviewer reviewers same she should show so some such tell than that the their them then there these they this those through to too typically under until up "
    "upheld overturned usually very was we were what when where which while who whom whose why will with would you your say says said said look looking need needed want wants see think there's "
    "imr i'm i've i'd we're we've preparing prepare adjuster adjusters lawyer lawyers attorney attorneys client client's clients office insurer insurance employer approving hello hi thanks thank preop postop pre-op post-op preoperative postoperative pre-operative post-operative basis compare compares comparison approval approvals review reviews right granted justified grounds explain arguments continued happened happen happens because refused since last never gets got get area body side sides made makes what's requested record whole outcome outcomes result results come comes came like kind kinds sort sorts ones everything anything anyone anybody time times years year per trend change changed services service compared versus against better worse pls please tell know dispute disputed asked ask general usual way ways turn turns turned study studies imr's kept go goes went gone through did didn't isn't guideline guidelines rely relied relies cite cited ever denials odds chance chances share percentage percent rate rates proportion statistics stats overall general typical generally normally mostly likely frequently reason reasons rationale rationales count number numbers request requests requested requesting medically necessary necessity approved approve appeal patient patients worker workers treatment".split()
)


def content_words(question: str) -> list[str]:
    """The words of a question that tell its subject, in order, each once."""
    found = (match.group() for match in _WORD.finditer(question))
    return list(dict.fromkeys(word for word in found if word.lower() not in STOP_WORDS and (len(word) > 1 or word.isdigit())))


def matching_passages(connection: Connection, words: list[str], most: int, selection: Selection = Selection()) -> list[str]:
    """The ids of the passages that hold some of the words, best first by BM25, within a selection of items.

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
        .order_by(text("passage_words.rank"))
        .limit(most)
    )
    if selection:
        chosen = select(items.c.id).join(determinations, items.c.determination == determinations.c.id).where(selection.clause())
        statement = statement.where(passages.c.item.in_(chosen))
    return list(connection.scalars(statement, {"query": query}))
