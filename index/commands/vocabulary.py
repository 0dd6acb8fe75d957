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
        word_meaning = find(asked.find, active())
        _print(asked, word_meaning, _told_found(word_meaning))
        return 0 if word_meaning.meanings else 1
    size = extent(active())
    _print(asked, size, _told_extent(size))
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


def _print(asked: argparse.Namespace, what: Unmatched | Found | Extent, lines: list[str]) -> None:
    print(
        json.dumps(asdict(what), ensure_ascii=False, indent=2) if asked.json else "\n".join(lines)
    )


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


def _told_found(word_meaning: Found) -> list[str]:
    if not word_meaning.meanings:
        return [
            f"{word_meaning.word}: stands for nothing"
            + (
                f"; similar terms: {', '.join(word_meaning.similar)}"
                if word_meaning.similar
                else ""
            )
        ]
    read = (
        [f"{word_meaning.word}: read as {word_meaning.read}"]
        if word_meaning.read != word_meaning.word
        else []
    )
    return read + [
        f"{meaning.word} ({meaning.kind}): {', '.join(meaning.stands_for)}"
        + (f" ({meaning.place})" if meaning.place else "")
        for meaning in word_meaning.meanings
    ]


def _told_extent(size: Extent) -> list[str]:
    own = ", with the store's own additions" if size.own else ""
    lines = [
        (
            f"{sum(size.services.values())} services and {sum(size.drugs.values())} drugs in "
            f"{size.service_words} words{own}; {size.request_words} words more in requests"
        )
    ]
    lines.append(
        f"{size.regions} body regions in {size.region_words} words; {size.class_words} words for "
        "whole classes"
    )
    return lines + [
        f"{count:6}  {place}"
        for group in (size.services, size.drugs)
        for place, count in group.items()
    ]
