"""The store notes which engine holds its vectors, and has the table of amounts in any case."""

from sqlalchemy import Connection

FROM, TO = 3, 4

# Schema 3 got this table without a new number: stores that were only read since lack it.
_AMOUNTS = (
    "CREATE TABLE IF NOT EXISTS amounts (item INTEGER NOT NULL, unit VARCHAR NOT NULL,"
    " low FLOAT NOT NULL, high FLOAT NOT NULL, FOREIGN KEY(item) REFERENCES items (id))",
    "CREATE INDEX IF NOT EXISTS ix_amounts_item ON amounts (item)",
    "CREATE INDEX IF NOT EXISTS amounts_by_size ON amounts (unit, low, item)",
)


def migrate(connection: Connection) -> None:
    """Note the only engine that there was."""
    for statement in _AMOUNTS:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(
        "INSERT INTO about (name, value) VALUES ('vectors', 'chroma')"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    )
