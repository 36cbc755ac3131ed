"""States as earlier versions of Sheetkeeper left them."""

import sqlite3

VERSION_2 = """
CREATE TABLE schema_version (version INTEGER NOT NULL, PRIMARY KEY (version));
CREATE TABLE runs (number INTEGER NOT NULL, run_id VARCHAR(40) NOT NULL, command VARCHAR(40) NOT NULL, as_of
    DATE NOT NULL, started_at VARCHAR(40) NOT NULL, status VARCHAR(10) NOT NULL, finished_at VARCHAR(40),
    summary BLOB, PRIMARY KEY (number), UNIQUE (run_id));
CREATE TABLE holds (workbook VARCHAR(255) NOT NULL, run_id VARCHAR(40) NOT NULL, PRIMARY KEY (workbook));
CREATE TABLE digests (name VARCHAR(40) NOT NULL, digest TEXT NOT NULL, outcome BLOB NOT NULL, PRIMARY KEY
    (name));
CREATE TABLE frozen (table_name VARCHAR(100) NOT NULL, through DATE NOT NULL, data BLOB NOT NULL, PRIMARY KEY
    (table_name));
CREATE TABLE alerts (alert_id VARCHAR(20) NOT NULL, status VARCHAR(10) NOT NULL, resolved_on DATE, last_seen
    DATE, run_id VARCHAR(40) NOT NULL, data BLOB NOT NULL, PRIMARY KEY (alert_id));
CREATE TABLE outbox (number INTEGER NOT NULL, message_id VARCHAR(255) NOT NULL, run_id VARCHAR(40) NOT NULL,
    recipient VARCHAR(320) NOT NULL, subject TEXT NOT NULL, date VARCHAR(40) NOT NULL, mime BLOB NOT NULL,
    state VARCHAR(10) NOT NULL, tries INTEGER NOT NULL, error TEXT NOT NULL, sent_on DATE, sent_at
    VARCHAR(40), PRIMARY KEY (number), UNIQUE (message_id));
CREATE INDEX outbox_state ON outbox (state);
CREATE TABLE jobs (job TEXT NOT NULL, served VARCHAR(40) NOT NULL, outcome VARCHAR(20) NOT NULL, ended_at
    VARCHAR(40), succeeded_at VARCHAR(40), PRIMARY KEY (job));
CREATE TABLE writes (write_id INTEGER NOT NULL, run_id VARCHAR(40) NOT NULL, workbook TEXT NOT NULL, location
    TEXT NOT NULL, "before" TEXT NOT NULL, "after" TEXT NOT NULL, token TEXT NOT NULL, state VARCHAR(10) NOT
    NULL, cells INTEGER NOT NULL, structure BLOB NOT NULL, PRIMARY KEY (write_id), FOREIGN KEY(run_id)
    REFERENCES runs (run_id));
CREATE INDEX ix_writes_run_id ON writes (run_id);
CREATE INDEX ix_writes_state ON writes (state);
CREATE TABLE journal (write_id INTEGER NOT NULL, block INTEGER NOT NULL, part INTEGER NOT NULL, tab TEXT NOT
    NULL, sheet_column INTEGER NOT NULL, title TEXT NOT NULL, cells INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (write_id, block, part), FOREIGN KEY(write_id) REFERENCES writes (write_id));
"""
"""The tables before mails that fail had a next try."""


def write_state(path, version):
    """Write an empty state of an earlier version."""
    path.parent.mkdir(parents=True)
    with sqlite3.connect(path) as connection:
        connection.executescript(VERSION_2)
        if version == 1:
            connection.execute("DROP TABLE jobs")
        connection.execute("INSERT INTO schema_version VALUES (?)", (version,))
    connection.close()
