-- The tables of schema 3, as they were.
CREATE TABLE about (
    name VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    PRIMARY KEY (name)
);
CREATE TABLE determinations (
    id VARCHAR NOT NULL,
    "case" VARCHAR NOT NULL,
    layout VARCHAR NOT NULL,
    described VARCHAR NOT NULL,
    fictional BOOLEAN NOT NULL,
    paged BOOLEAN NOT NULL,
    injured DATE,
    denied DATE,
    received DATE,
    assigned DATE,
    decided DATE,
    priority VARCHAR,
    age INTEGER,
    sex VARCHAR,
    summary_start INTEGER,
    summary_end INTEGER,
    warnings TEXT,
    PRIMARY KEY (id),
    UNIQUE ("case")
);
CREATE INDEX ix_determinations_described ON determinations (described);
CREATE INDEX ix_determinations_decided ON determinations (decided);
CREATE TABLE unsettled (
    passage VARCHAR NOT NULL,
    PRIMARY KEY (passage)
);
CREATE TABLE files (
    path VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    determination VARCHAR,
    set_aside VARCHAR,
    added VARCHAR NOT NULL,
    PRIMARY KEY (path),
    FOREIGN KEY(determination) REFERENCES determinations (id)
);
CREATE INDEX ix_files_determination ON files (determination);
CREATE TABLE pages (
    determination VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (determination, number),
    FOREIGN KEY(determination) REFERENCES determinations (id)
);
CREATE TABLE items (
    id INTEGER NOT NULL,
    determination VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    request TEXT NOT NULL,
    request_start INTEGER NOT NULL,
    request_end INTEGER NOT NULL,
    disputed TEXT NOT NULL,
    authorized TEXT,
    outcome VARCHAR NOT NULL,
    claims_guideline TEXT,
    reviewer_guideline TEXT,
    guideline_start INTEGER,
    guideline_end INTEGER,
    rationale_start INTEGER,
    rationale_end INTEGER,
    category VARCHAR,
    subcategory VARCHAR,
    laterality VARCHAR,
    retrospective BOOLEAN NOT NULL,
    partly_authorized BOOLEAN NOT NULL,
    repeat VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(determination) REFERENCES determinations (id)
);
CREATE INDEX ix_items_determination ON items (determination);
CREATE INDEX ix_items_subcategory ON items (subcategory);
CREATE INDEX ix_items_category ON items (category);
CREATE TABLE facets (
    item INTEGER NOT NULL,
    facet VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    value VARCHAR NOT NULL,
    start INTEGER,
    "end" INTEGER,
    FOREIGN KEY(item) REFERENCES items (id)
);
CREATE INDEX facets_by_item ON facets (item, facet, position);
CREATE INDEX facets_by_value ON facets (facet, value, item);
CREATE TABLE amounts (
    item INTEGER NOT NULL,
    unit VARCHAR NOT NULL,
    low FLOAT NOT NULL,
    high FLOAT NOT NULL,
    FOREIGN KEY(item) REFERENCES items (id)
);
CREATE INDEX amounts_by_size ON amounts (unit, low, item);
CREATE INDEX ix_amounts_item ON amounts (item);
CREATE TABLE passages (
    number INTEGER NOT NULL,
    id VARCHAR NOT NULL,
    determination VARCHAR NOT NULL,
    item INTEGER,
    heading TEXT NOT NULL,
    body TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (number),
    UNIQUE (id),
    FOREIGN KEY(determination) REFERENCES determinations (id),
    FOREIGN KEY(item) REFERENCES items (id)
);
CREATE INDEX ix_passages_item ON passages (item);
CREATE INDEX ix_passages_determination ON passages (determination);
CREATE VIRTUAL TABLE passage_words USING fts5(heading, body, content='passages', content_rowid='number', tokenize='porter unicode61');
CREATE TRIGGER passages_in AFTER INSERT ON passages BEGIN INSERT INTO passage_words(rowid, heading, body) VALUES (new.number, new.heading, new.body); END;
CREATE TRIGGER passages_out AFTER DELETE ON passages BEGIN INSERT INTO passage_words(passage_words, rowid, heading, body) VALUES ('delete', old.number, old.heading, old.body); END;
