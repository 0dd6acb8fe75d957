"""The items of a selection, worked out once: what answers count of them, and the few of them that
answers show.

A selection's condition can take long to meet in a store of many letters, and an answer counts a
dozen things of it. So its items are noted once in a temporary table of the connection, and
everything else is an aggregate or a short list over that table; no list of all items is ever read.
"""

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import count as numbers

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    and_,
    case,
    delete,
    distinct,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.schema import CreateTable

from index.determination import Outcome
from index.facets.decision import REASON, REPEAT, SPECIALTY
from index.facets.facet import Rows
from index.facets.filter import Filter
from index.facets.registry import FACETS
from index.store.sqlite.count import Totals
from index.store.sqlite.facet_values import ValueCount, column_of, is_of_rows, rows_named
from index.store.sqlite.filter_sql import condition
from index.store.sqlite.schema import determinations, facets, items

_JOINED = items.join(determinations, items.c.determination == determinations.c.id)
#: Groups whose values are no rows of their own and that most answers count.
SINGLE = tuple(
    facet.name for facet in FACETS if facet.tells_apart and not isinstance(facet.storage, Rows)
)
# From this share of all items on it is faster to go through the rows of a facet than through those
# of each item.
_MANY = 0.2
# A letter can have several items with one reason: so many are looked through for some of different
# letters.
_LOOKED_THROUGH = 40


class Chosen:
    """The items of a selection. Where lists are short, the items that were put ``ahead`` come
    first, the others by date, case and position.
    """

    def __init__(self, connection: Connection, table: Table):
        self._connection = connection
        self._table = table
        self.totals = self._totals()
        chosen = table.c
        self._order = (
            chosen.ahead,
            chosen.decided.is_(None),
            chosen.decided,
            chosen.name,
            chosen.position,
        )
        self._many = self.totals.n > _MANY * (connection.scalar(select(func.max(items.c.id))) or 0)

    def _totals(self) -> Totals:
        chosen = self._table.c
        columns = (
            func.count(),
            func.coalesce(func.sum(chosen.upheld), 0),
            func.min(chosen.decided),
            func.max(chosen.decided),
            func.count(chosen.decided),
        )
        n, upheld, first, last, dated = self._connection.execute(select(*columns)).one()
        return Totals(n, upheld, n - upheld, first, last, n - dated)

    def first(self, most: int, outcome: Outcome | None = None) -> list[int]:
        """The numbers of the first ``most`` items, or of the first that were decided so."""
        statement = (
            select(self._table.c.item)
            .where(*self._decided(outcome))
            .order_by(*self._order)
            .limit(most)
        )
        return list(self._connection.scalars(statement))

    def first_told_before(self, most: int) -> list[int]:
        """The same among the items whose letter tells in a sentence whether the service was given
        before.
        """
        told = self._table.c.item.in_(select(facets.c.item).where(facets.c.facet == REPEAT.name))
        return list(
            self._connection.scalars(
                select(self._table.c.item).where(told).order_by(*self._order).limit(most)
            )
        )

    def first_with_reason(self, reason: str, outcome: Outcome, most: int) -> list[int]:
        """The numbers of ``most`` items that were decided so and have a reason, each of another
        letter; those first for which it is the decisive one.
        """
        rows = facets.join(self._table, self._table.c.item == facets.c.item)
        met = and_(facets.c.facet == REASON.name, facets.c.value == reason, *self._decided(outcome))
        statement = (
            select(self._table.c.item, self._table.c.name)
            .select_from(rows)
            .where(met)
            .order_by(facets.c.position > 0, *self._order)
            .limit(_LOOKED_THROUGH)
        )
        of_letters: dict[str, int] = {}
        for number, case_name in self._connection.execute(statement):
            of_letters.setdefault(case_name, number)
        return list(of_letters.values())[:most]

    def doubtful_cases(self, most: int) -> list[str]:
        """The first ``most`` cases by name whose letters do not add up in every part."""
        name = self._table.c.name
        return list(
            self._connection.scalars(
                select(name).distinct().where(self._table.c.doubtful).order_by(name).limit(most)
            )
        )

    def counts(self, of: Iterable[str]) -> dict[str, tuple[ValueCount, ...]]:
        """How many items have each value of some groups (`index.facets.registry.groups`); the most
        frequent first, equally frequent ones by name. Items without a value are not counted.
        """
        found = {}
        for group in of:
            rows = self._connection.execute(
                self._counted_several(group) if is_of_rows(group) else self._counted_single(group)
            )
            found[group] = tuple(
                sorted((ValueCount(*row) for row in rows), key=lambda each: (-each.n, each.value))
            )
        return found

    def with_any_reason(self, reasons: Sequence[str], outcome: Outcome) -> int:
        """How many items were decided so and have at least one of some reasons."""
        rows = facets.join(self._table, self._table.c.item == facets.c.item)
        met = and_(
            facets.c.facet == REASON.name,
            facets.c.value.in_(reasons),
            *self._decided(outcome),
        )
        return (
            self._connection.scalar(
                select(func.count(distinct(facets.c.item))).select_from(rows).where(met)
            )
            or 0
        )

    def _counted_several(self, group: str) -> Select:
        # What is added to keeps SQLite from one of the two ways; which one is faster depends on how
        # many items there are.
        item = self._table.c.item
        on = facets.c.item + 0 == item if self._many else facets.c.item == item + 0
        named = (facets.c.facet if self._many else facets.c.facet + "") == rows_named(group)
        n: ColumnElement[int] = func.count()
        upheld: ColumnElement[int] = func.sum(self._table.c.upheld)
        if group == SPECIALTY.name:
            # A letter can name a specialty twice; its item counts once. No other value stands twice
            # at an item.
            n, upheld = (
                func.count(distinct(facets.c.item)),
                func.count(distinct(case((self._table.c.upheld == 1, facets.c.item)))),
            )
        return (
            select(facets.c.value, n, upheld)
            .select_from(facets.join(self._table, on))
            .where(named)
            .group_by(facets.c.value)
        )

    def _counted_single(self, group: str) -> Select:
        rows, value = self._table, self._table.c.get(group)
        if value is None:
            rows = self._table.join(items, items.c.id == self._table.c.item).join(
                determinations, determinations.c.id == items.c.determination
            )
            value = column_of(group)
        return (
            select(value, func.count(), func.sum(self._table.c.upheld))
            .select_from(rows)
            .where(value.is_not(None))
            .group_by(value)
        )

    def _decided(self, outcome: Outcome | None) -> list[ColumnElement[bool]]:
        return [] if outcome is None else [self._table.c.upheld == int(outcome is Outcome.UPHELD)]


@cache
def _table(number: int) -> Table:
    """The temporary table of a number: one object, so that what is asked of it is compiled once.

    A connection keeps it, empty: where one is dropped, the end of the transaction brings it back.
    """
    return Table(
        f"chosen_{number}",
        MetaData(),
        Column("item", Integer, primary_key=True),
        Column("upheld", Integer),
        Column("ahead", Integer),
        Column("decided", Date),
        Column("name", String),
        Column("position", Integer),
        Column("doubtful", Boolean),
        *(Column(group, String) for group in SINGLE),
        prefixes=["TEMPORARY"],
    )


@contextmanager
def choose(
    connection: Connection, population: Filter | None, ahead: Sequence[tuple[str, int]] = ()
) -> Generator[Chosen]:
    """Work out the items of a selection; those at the places of ``ahead``, (determination,
    position), come first among them.
    """
    first = list(dict.fromkeys(ahead))
    noted = (
        items.c.id,
        case((items.c.outcome == Outcome.UPHELD.value, 1), else_=0),
        literal(len(first)),
        determinations.c.decided,
        determinations.c.case,
        items.c.position,
        determinations.c.warnings.is_not(None),
        *map(column_of, SINGLE),
    )
    taken: set[int] = connection.info.setdefault("chosen", set())
    number = next(each for each in numbers() if each not in taken)
    table = _table(number)
    connection.execute(CreateTable(table, if_not_exists=True))
    taken.add(number)
    try:
        connection.execute(
            insert(table).from_select(
                list(table.c),
                select(*noted).select_from(_JOINED).where(condition(population)),
            )
        )
        for place, (determination, position) in enumerate(first):
            item = (
                select(items.c.id)
                .where(items.c.determination == determination, items.c.position == position)
                .scalar_subquery()
            )
            connection.execute(update(table).where(table.c.item == item).values(ahead=place))
        yield Chosen(connection, table)
    finally:
        connection.execute(delete(table))
        taken.discard(number)
