"""Each determination notes the version of the rules that described it."""

from sqlalchemy import Connection

FROM, TO = 1, 2


def migrate(connection: Connection) -> None:
    """Add the column; what is there counts as described by earlier rules."""
    connection.exec_driver_sql(
        "ALTER TABLE determinations ADD COLUMN described VARCHAR NOT NULL DEFAULT ''"
    )
    connection.exec_driver_sql(
        "CREATE INDEX ix_determinations_described ON determinations (described)"
    )
