"""What a store holds, in figures."""

from dataclasses import dataclass

from sqlalchemy import func, select

from index.layouts.items import NOT_COUNTED
from index.store.rules_version import description_version
from index.store.sqlite.schema import determinations, files, items, passages
from index.store.store import Store


@dataclass(frozen=True)
class Status:
    """A store's content: counts, the period of the decision dates (ISO, None without any), and the
    files set aside.

    ``warnings`` are (file, what does not add up) of letters that are in all the same. ``outdated``
    determinations were described by an earlier version of the rules; adding their files again
    renews them.
    """

    store: str
    determinations: int
    fictional: int
    items: int
    upheld: int
    overturned: int
    passages: int
    period: tuple[str | None, str | None]
    model: str
    schema: int
    fingerprint: str
    last_added: str | None
    set_aside: tuple[tuple[str, str], ...]
    warnings: tuple[tuple[str, str], ...]
    outdated: int

    @property
    def uncounted(self) -> int:
        """How many items the letters hold whose outcome could not be told."""
        return sum(warning.endswith(NOT_COUNTED) for _, warning in self.warnings)


def status(store: Store) -> Status:
    """The present status of an open store."""
    state = store.refresh()
    with store.engine.connect() as connection:
        first, last = connection.execute(
            select(func.min(determinations.c.decided), func.max(determinations.c.decided))
        ).one()
        outcomes = dict(
            connection.execute(
                select(items.c.outcome, func.count()).group_by(items.c.outcome)
            ).all()
        )
        aside = connection.execute(
            select(files.c.path, files.c.set_aside)
            .where(files.c.set_aside.is_not(None))
            .order_by(files.c.path)
        ).all()
        paths = (
            select(func.min(files.c.path))
            .where(files.c.determination == determinations.c.id)
            .scalar_subquery()
        )
        doubtful = connection.execute(
            select(paths.label("path"), determinations.c.warnings)
            .where(determinations.c.warnings.is_not(None))
            .order_by("path")
        ).all()
        return Status(
            store=str(store.folder),
            determinations=connection.scalar(select(func.count()).select_from(determinations)) or 0,
            fictional=connection.scalar(
                select(func.count()).select_from(determinations).where(determinations.c.fictional)
            )
            or 0,
            items=sum(outcomes.values()),
            upheld=outcomes.get("upheld", 0),
            overturned=outcomes.get("overturned", 0),
            passages=connection.scalar(select(func.count()).select_from(passages)) or 0,
            period=(first.isoformat() if first else None, last.isoformat() if last else None),
            model=state.model,
            schema=state.schema,
            fingerprint=state.fingerprint,
            last_added=connection.scalar(
                select(func.max(files.c.added)).where(files.c.determination.is_not(None))
            ),
            set_aside=tuple((path, reason) for path, reason in aside),
            warnings=tuple(
                (path, warning) for path, told in doubtful for warning in told.split("\n")
            ),
            outdated=connection.scalar(
                select(func.count())
                .select_from(determinations)
                .where(determinations.c.described != description_version())
            )
            or 0,
        )
