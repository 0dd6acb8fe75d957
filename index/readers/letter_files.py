"""Which files of a folder are letters."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from index.bounds import why_left_out
from index.readers import READERS
from index.readers.tables import holds_letters, is_table


def letter_files(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The files to add, and those of the folders that are of no kind that is read (they are passed
    over).

    A file that is named itself is always taken: if it cannot be read, that is to be said. So is
    what a folder holds that cannot be looked into (a broken link, a named pipe, a locked folder):
    whatever its name, it may stand for letters. Of a folder's tables those are taken that have a
    column for the letters' text.

    Raises:
        FileNotFoundError: a path that is not there.
    """
    taken: list[Path] = []
    passed_over: list[Path] = []
    for path in paths:
        if os.path.isdir(path):
            for file in sorted(_inside(path)):
                (taken if _is_taken(file) else passed_over).append(file)
        elif os.path.lexists(path):
            taken.append(path)
        else:
            raise FileNotFoundError(f"no such file or folder: {path}")
    return list(dict.fromkeys(taken)), passed_over


def _inside(folder: Path) -> Iterator[Path]:
    """What is no folder in a folder and in those below it, and the folders that cannot be looked
    into; hidden files are not.
    """
    waiting = [folder]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                children = [
                    (folder / entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries
                ]
        except OSError:
            yield folder
            continue
        waiting += [path for path, is_folder in children if is_folder]
        yield from (
            path for path, is_folder in children if not is_folder and not path.name.startswith(".")
        )


def _is_taken(path: Path) -> bool:
    if path.suffix.lower() in READERS or why_left_out(path) is not None:
        return True
    return is_table(path) and holds_letters(path)
