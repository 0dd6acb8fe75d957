"""The tables of the records, through SQLAlchemy Core on SQLite."""

import sqlite3
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import (
    URL,
    Boolean,
    Column,
    Date,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    text,
)
from sqlalchemy.pool import QueuePool

#: Raised with every change of the tables, together with a step in `index.store.migrations` that
#: leads there from the one before; a test holds the tables that the steps make against these.
SCHEMA = 4

metadata = MetaData()

#: What the store says of itself: schema, embedding model, the engine of its vectors, revision, the
#: sum that the fingerprint is made of.
about = Table(
    "about",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

#: Every file that was added: the determination it holds, or why it was set aside.
files = Table(
    "files",
    metadata,
    Column("path", String, primary_key=True),
    Column("sha256", String, nullable=False),
    Column("determination", String, ForeignKey("determinations.id"), index=True),
    Column("set_aside", String),
    Column("added", String, nullable=False),
)

#: One row a determination; ``id`` is the SHA-256 of the file's bytes, ``described`` the version of
#: the rules that read it. ``warnings`` are what does not add up in the letter, one a line.
determinations = Table(
    "determinations",
    metadata,
    Column("id", String, primary_key=True),
    Column("case", String, nullable=False, unique=True),
    Column("layout", String, nullable=False),
    Column("described", String, nullable=False, index=True),
    Column("fictional", Boolean, nullable=False),
    Column("paged", Boolean, nullable=False),
    Column("injured", Date),
    Column("denied", Date),
    Column("received", Date),
    Column("assigned", Date),
    Column("decided", Date, index=True),
    Column("priority", String),
    Column("age", Integer),
    Column("sex", String),
    Column("summary_start", Integer),
    Column("summary_end", Integer),
    Column("warnings", Text),
)

#: The text of each page; ``number`` counts from 1.
pages = Table(
    "pages",
    metadata,
    Column("determination", String, ForeignKey("determinations.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text", Text, nullable=False),
)

#: One row a disputed item. Starts and ends are offsets into the letter's running text.
items = Table(
    "items",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("determination", String, ForeignKey("determinations.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("request", Text, nullable=False),
    Column("request_start", Integer, nullable=False),
    Column("request_end", Integer, nullable=False),
    Column("disputed", Text, nullable=False),
    Column("authorized", Text),
    Column("outcome", String, nullable=False),
    Column("claims_guideline", Text),
    Column("reviewer_guideline", Text),
    Column("guideline_start", Integer),
    Column("guideline_end", Integer),
    Column("rationale_start", Integer),
    Column("rationale_end", Integer),
    Column("category", String, index=True),
    Column("subcategory", String, index=True),
    Column("laterality", String),
    Column("retrospective", Boolean, nullable=False),
    Column("partly_authorized", Boolean, nullable=False),
    Column("repeat", String, nullable=False),
)

#: The values of the facets whose declaration says `Rows`, under their names, each with the place of
#: the sentence that shows it, where one does; and so the sentence that tells the repeat, strength,
#: citation, claims_citation, service_date, unknown (words that the vocabulary does not know).
facets = Table(
    "facets",
    metadata,
    Column("item", Integer, ForeignKey("items.id"), nullable=False),
    Column("facet", String, nullable=False),
    Column("position", Integer, nullable=False),
    Column("value", String, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    Index("facets_by_item", "item", "facet", "position"),
    Index("facets_by_value", "facet", "value", "item"),
)

#: Quantities, frequencies and durations of the requests, of a unit one or several; see
#: `index.extraction.attributes.Amount`.
amounts = Table(
    "amounts",
    metadata,
    Column("item", Integer, ForeignKey("items.id"), nullable=False, index=True),
    Column("unit", String, nullable=False),
    Column("low", Float, nullable=False),
    Column("high", Float, nullable=False),
    Index("amounts_by_size", "unit", "low", "item"),
)

#: The passages whose vectors are in Chroma, by the same ids. ``item`` is null for the clinical
#: summary.
passages = Table(
    "passages",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("determination", String, ForeignKey("determinations.id"), nullable=False, index=True),
    Column("item", Integer, ForeignKey("items.id"), index=True),
    Column("heading", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

#: Vectors that Chroma may hold without a row in ``passages``: written ahead of the rows, or left by
#: removed ones.
unsettled = Table("unsettled", metadata, Column("passage", String, primary_key=True))

_FULL_TEXT = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS passage_words USING fts5(heading, body, "
    "content='passages', content_rowid='number', tokenize='porter unicode61')",
    "CREATE TRIGGER IF NOT EXISTS passages_in AFTER INSERT ON passages BEGIN"
    " INSERT INTO passage_words(rowid, heading, body) VALUES (new.number, new.heading, "
    "new.body); END",
    "CREATE TRIGGER IF NOT EXISTS passages_out AFTER DELETE ON passages BEGIN"
    " INSERT INTO passage_words(passage_words, rowid, heading, body) VALUES ('delete', "
    "old.number, old.heading, old.body); END",
)


def open_engine(path: Path) -> Engine:
    """An engine on the SQLite file, in write-ahead mode: readers go on while a writer writes."""
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _settings(connection, _record):
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")

    return engine


def open_to_read(path: Path) -> Engine:
    """An engine on an SQLite file that cannot be written, nor its folder.

    SQLite reads a file in write-ahead mode only with two others beside it, which it cannot make
    there; without a writer, who would have made them, it may take the file as one that does not
    change.
    """

    def connect() -> sqlite3.Connection:
        address = f"file:{quote(str(path.resolve()))}?mode=ro"
        for each in (address, f"{address}&immutable=1"):
            connection = sqlite3.connect(each, uri=True, timeout=30, check_same_thread=False)
            try:
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
                return connection
            except sqlite3.OperationalError:
                connection.close()
                if each != address:
                    raise
        raise AssertionError("one of the two was tried last")

    return create_engine("sqlite://", creator=connect, poolclass=QueuePool)


def create_tables(engine: Engine) -> None:
    """Make the tables and the full-text index that are not there yet."""
    metadata.create_all(engine)
    with engine.begin() as connection:
        for statement in _FULL_TEXT:
            connection.execute(text(statement))
