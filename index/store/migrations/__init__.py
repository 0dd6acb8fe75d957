"""The steps that bring a store of an earlier version up to date, one a file.

A step is a module ``step_NNNN_what_it_does.py`` with ``FROM`` and ``TO``, the schemas before and
after, and ``migrate(connection)``. It words its statements in SQL of its own and never by the
tables of `index.store.sqlite.schema`, which are those of today. It runs in a transaction that is
committed for it: statements go through ``connection.exec_driver_sql``, and none begins, commits or
rolls back. Foreign keys are not enforced meanwhile, so that a table can be built anew, and are
checked at the end.
"""

import pkgutil
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from sqlalchemy import Connection, Engine


class Step(Protocol):
    """One step from a schema to a later one."""

    FROM: int
    TO: int

    def migrate(self, connection: Connection) -> None:
        """Change the tables and rows; an error leaves the store as it was."""


class NoStep(Exception):
    """No step leads on from a schema."""


@cache
def steps() -> tuple[Step, ...]:
    """All steps, the earliest first."""
    names = sorted(each.name for each in pkgutil.iter_modules(__path__))
    found = [import_module(f"{__name__}.{name}") for name in names if name.startswith("step_")]
    return tuple(cast(Sequence[Step], found))


def migrate(engine: Engine, wanted: int) -> int:
    """Take a store's records, step by step, to the schema ``wanted``; how many steps that took.

    Each step is a transaction of its own, which also notes the schema that it leads to: a kill or
    an error leaves the records as they were before the step. Two processes that migrate at once do
    each step once.

    Raises:
        NoStep: the schema is one that no step starts from.
    """
    done = 0
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        try:
            while _take_a_step(connection, wanted):
                done += 1
        finally:
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
    return done


def _take_a_step(connection: Connection, wanted: int) -> bool:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        schema = _schema(connection)
        if schema >= wanted:
            connection.exec_driver_sql("ROLLBACK")
            return False
        step = next((each for each in steps() if schema == each.FROM), None)
        if step is None:
            raise NoStep(f"no step leads on from schema {schema}")
        step.migrate(connection)
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise RuntimeError(f"the step to schema {step.TO} leaves rows of {broken[0]} loose")
        connection.exec_driver_sql(
            "UPDATE about SET value = ? WHERE name = 'schema'", (str(step.TO),)
        )
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise
    return True


def _schema(connection: Connection) -> int:
    return int(
        connection.exec_driver_sql("SELECT value FROM about WHERE name = 'schema'").scalar_one()
    )
