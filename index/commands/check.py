"""``python -m index check``: whether a search by meaning finds every passage, and how it comes
to.
"""

import argparse
import sys

from index.embedding import SentenceEmbeddings
from index.store.lock import writer_lock
from index.store.mend import check, embed_absent, mend, passage_ids
from index.store.store import Store, note_unproven, record_change

FAILURE = 1


def run_check(asked: argparse.Namespace) -> int:
    """Check, and repair where that is asked for; the exit code: 0 every passage is found, 1 some
    are not.
    """
    if asked.repair:
        return _repair(asked)
    store = Store.open(asked.store)
    try:
        checked = check(store)
    finally:
        store.close()
    print(
        f"{checked.passages} passages: {checked.passages - checked.lost} found by a search for "
        "their own vector"
    )
    for what, ids in (
        ("have no vector", checked.absent),
        ("have a vector that no search finds", checked.unreachable),
        ("vectors belong to no passage (harmless)", checked.stray),
    ):
        if ids:
            print(f"{len(ids)} {what}: {', '.join(ids[:3])}{' …' if len(ids) > 3 else ''}")
    if checked.lost:
        print(
            f"index: repair with: python -m index check --repair --store {asked.store}",
            file=sys.stderr,
        )
        return FAILURE
    return 0


def _repair(asked: argparse.Namespace) -> int:
    Store.open(asked.store).close()  # a store that is not there is not waited for
    with writer_lock(asked.store, asked.wait):
        store = Store.open(asked.store)
        try:
            before = check(store)
            embeddings = SentenceEmbeddings(store.state().model)
            store.vectors.remove(before.stray)
            embed_absent(store, embeddings)
            mend(store, embeddings, passage_ids(store))
            with store.engine.begin() as connection:
                note_unproven(connection, False)
                if before.lost:
                    record_change(connection, [], [])  # readers open the vectors anew
        finally:
            store.close()
    print(
        f"{before.passages} passages: all are found by a search for their own vector; "
        f"{before.lost} were put right"
    )
    return 0
