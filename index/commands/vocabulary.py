"""``python -m index vocabulary``: what the vocabulary holds, what a word stands for, what requests
hold that is not known.
"""

import argparse
import json
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from index.store.sqlite.unmatched import Unmatched, unmatched
from index.store.status import status
from index.store.store import Store, StoreMissing
from index.vocabulary import active, use
from index.vocabulary.meaning import Extent, Found, extent, find


def show_vocabulary(asked: argparse.Namespace) -> int:
    """Run the command; the exit code: 0, or 1 where a word that was asked for stands for nothing.

    A store's own additions count where there is a store; ``--unmatched`` needs one.

    Raises:
        StoreMissing: ``--unmatched`` without a store.
    """
    if asked.unmatched:
        return _show_unmatched(asked)
    _use_additions(asked.store)
    if asked.find:
        found = find(asked.find, active())
        _print(asked, found, _told_found(found))
        return 0 if found.meanings else 1
    held = extent(active())
    _print(asked, held, _told_extent(held))
    return 0


def _show_unmatched(asked: argparse.Namespace) -> int:
    with closing(Store.open(asked.store)) as store:
        with store.engine.connect() as connection:
            missing = unmatched(connection, asked.limit, active().services)
        _print(asked, missing, _told_unmatched(missing, status(store).outdated))
    return 0


def _use_additions(folder: Path) -> None:
    """Make a store's own additions active, or the shipped vocabulary where there is no store."""
    try:
        Store.open(folder).close()
    except StoreMissing:
        use(None)


def _print(asked: argparse.Namespace, what: Unmatched | Found | Extent, told: list[str]) -> None:
    print(json.dumps(asdict(what), ensure_ascii=False, indent=2) if asked.json else "\n".join(told))


def _told_unmatched(missing: Unmatched, outdated: int) -> list[str]:
    lines = [
        (
            f"{missing.items} disputed items; in {missing.without_service} no service is "
            f"recognized, in {missing.with_unknown_words} the request holds words that are not "
            "known."
        )
    ]
    if outdated:
        lines.append(
            f"{outdated} determinations were described by an earlier version or with another "
            "vocabulary; add their files again for present figures."
        )
    lines += [
        "",
        "Words that are not known, with the number of items:",
        *(f"{count:8}  {word}" for word, count in missing.words),
    ]
    lines += [
        "",
        "Services that the form of the words tells and no file names:",
        *(f"{count:8}  {name}" for name, count in missing.by_form),
    ]
    return [
        *lines,
        "",
        "Requests without a known service:",
        *(f"{count:8}  {words}" for words, count in missing.requests),
    ]


def _told_found(found: Found) -> list[str]:
    if not found.meanings:
        return [
            f"{found.word}: stands for nothing"
            + (f"; similar terms: {', '.join(found.similar)}" if found.similar else "")
        ]
    read = [f"{found.word}: read as {found.read}"] if found.read != found.word else []
    return read + [
        f"{each.word} ({each.kind}): {', '.join(each.stands_for)}"
        + (f" ({each.place})" if each.place else "")
        for each in found.meanings
    ]


def _told_extent(held: Extent) -> list[str]:
    own = ", with the store's own additions" if held.own else ""
    lines = [
        (
            f"{sum(held.services.values())} services and {sum(held.drugs.values())} drugs in "
            f"{held.service_words} words{own}; {held.request_words} words more in requests"
        )
    ]
    lines.append(
        f"{held.regions} body regions in {held.region_words} words; {held.class_words} words for "
        "whole classes"
    )
    return lines + [
        f"{count:6}  {place}"
        for group in (held.services, held.drugs)
        for place, count in group.items()
    ]
