"""The letters of a store: what their headers say, and the list of those that were added."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from index.store.sqlite.schema import determinations, files


@dataclass(frozen=True)
class HeaderRecord:
    """A determination without its items. ``layout`` is the name of the letters' layout that it
    follows; dates are those of its header, None where it has none; ``warnings`` are what does not
    add up in the letter.
    """

    determination: str
    case: str
    layout: str
    fictional: bool
    injured: date | None
    denied: date | None
    received: date | None
    assigned: date | None
    decided: date | None
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class ListedLetter:
    """A file that holds a determination; ``added`` is the time in ISO 8601."""

    path: str
    case: str
    decided: date | None
    added: str


def header_record(connection: Connection, determination: str) -> HeaderRecord:
    """A determination without its items, by its id.

    Raises:
        LookupError: no determination has that id.
    """
    row = connection.execute(
        select(determinations).where(determinations.c.id == determination)
    ).one_or_none()
    if row is None:
        raise LookupError(f"no determination {determination}")
    return HeaderRecord(
        determination=row.id,
        case=row.case,
        layout=row.layout,
        fictional=row.fictional,
        injured=row.injured,
        denied=row.denied,
        received=row.received,
        assigned=row.assigned,
        decided=row.decided,
        warnings=tuple(row.warnings.split("\n")) if row.warnings else (),
    )


def holds_letters(connection: Connection) -> bool:
    """Whether there is a determination."""
    return connection.scalar(select(determinations.c.id).limit(1)) is not None


def fictional_files(connection: Connection) -> list[str]:
    """The paths of the files that hold fictional samples."""
    return list(
        connection.scalars(
            select(files.c.path)
            .join(determinations, files.c.determination == determinations.c.id)
            .where(determinations.c.fictional)
        )
    )


def listed_letters(
    connection: Connection, words: str, most: int
) -> tuple[int, tuple[ListedLetter, ...]]:
    """How many files hold a determination, of those in whose case or path ``words`` stands, and at
    most ``most`` of them, the last added first.
    """
    joined = files.join(determinations, files.c.determination == determinations.c.id)
    found = select(
        files.c.path, determinations.c.case, determinations.c.decided, files.c.added
    ).select_from(joined)
    if words:
        found = found.where(
            determinations.c.case.icontains(words, autoescape=True)
            | files.c.path.icontains(words, autoescape=True)
        )
    amount = connection.scalar(select(func.count()).select_from(found.subquery())) or 0
    rows = connection.execute(
        found.order_by(files.c.added.desc(), determinations.c.case).limit(most)
    )
    return amount, tuple(ListedLetter(*row) for row in rows)
