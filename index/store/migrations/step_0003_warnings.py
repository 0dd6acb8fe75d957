"""Each determination notes what does not add up in its letter."""

from sqlalchemy import Connection

FROM, TO = 2, 3


def migrate(connection: Connection) -> None:
    """Add the column, and let the letters be described anew when they are added again."""
    connection.exec_driver_sql("ALTER TABLE determinations ADD COLUMN warnings TEXT")
    connection.exec_driver_sql("UPDATE determinations SET described = ''")
