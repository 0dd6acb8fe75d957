"""Which rules described a determination: a digest of the code and the vocabulary that read it."""

import hashlib
from functools import cache
from importlib.resources import files

from index.vocabulary import active


def description_version() -> str:
    """The digest of layouts, descriptions, sentences and vocabulary as installed, with the active additions to the vocabulary.

    A determination that was described by other rules is read anew when its file is added again.
    """
    own = active().digest
    return hashlib.sha256(f"{_installed()} {own}".encode()).hexdigest()[:16] if own else _installed()


@cache
def _installed() -> str:
    digest = hashlib.sha256()
    root = files("index")
    parts = [root.joinpath(name) for name in ("layouts", "describe", "vocabulary")]
    sources = [entry for part in parts for entry in part.iterdir() if entry.name.endswith((".py", ".yaml"))]
    for source in sorted([*sources, root.joinpath("sentences.py"), root.joinpath("passages.py")], key=lambda entry: str(entry)):
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()[:16]
