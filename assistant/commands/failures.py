"""How a command ends that could not do what it was asked for."""

from pathlib import Path

from assistant.chat_models.errors import ModelUnavailable
from assistant.commands.wrong_use import WrongUse
from assistant.export.write_file import CannotWrite
from assistant.history.database import CannotKeep
from assistant.history.llm_log import CannotLog
from assistant.query import BadQuery
from index import embedding
from index.settings import BadSettings
from index.store.protocols import VectorsDamaged
from index.store.sqlite.records import RecordsError
from index.store.store import StoreIncompatible, StoreMissing

FAILURE, WRONG_USE = 1, 2
_WRONG_USE = (StoreMissing, BadQuery, WrongUse, CannotWrite, BadSettings)
_FAILURE = (
    StoreIncompatible,
    ModelUnavailable,
    VectorsDamaged,
    CannotKeep,
    CannotLog,
    embedding.ModelUnavailable,
)


def ending(error: Exception, folder: Path) -> tuple[str, int] | None:
    """The message and the exit code for an error of a command on the store in ``folder``, None for
    one that no command foresees.
    """
    if isinstance(error, _WRONG_USE):
        return str(error), WRONG_USE
    if isinstance(error, _FAILURE):
        return str(error), FAILURE
    if isinstance(error, RecordsError):
        return f"the records in {folder} cannot be used: {error.orig}", FAILURE
    return None
