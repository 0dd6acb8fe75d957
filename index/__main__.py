"""``python -m index``: add letters to a store, see what it holds, list its items, look words up."""

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from tqdm import tqdm

from index.commands.check import run_check
from index.commands.items import item_rows, write_csv, write_jsonl
from index.commands.vocabulary import show_vocabulary
from index.embedding import DEFAULT_MODEL, ModelUnavailable, SentenceEmbeddings
from index.samples import LETTERS
from index.settings import BadSettings, command_settings
from index.store.disk import full, is_full
from index.store.ingest import Adder, AddReport, letter_files
from index.store.lock import StoreBusy, writer_lock
from index.store.protocols import VectorsDamaged
from index.store.remove import known_files, remove
from index.store.sqlite.records import RecordsError
from index.store.status import Status, status
from index.store.store import (
    Store,
    StoreIncompatible,
    StoreMissing,
    keep_vocabulary,
)
from index.vocabulary.own import BadVocabulary, read_own

SET_ASIDE, FAILURE, WRONG_USE = 3, 1, 2


def main(arguments: list[str] | None = None, program: str = "python -m index") -> int:
    """Run a command; the exit code: 0 all in, 3 some files set aside, 2 wrong use, 1 failure.
    ``program`` is what the usage lines begin with.
    """
    parser = argparse.ArgumentParser(
        prog=program,
        description="Index determination letters of California's independent medical review.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--store",
        type=Path,
        metavar="DIR",
        help="the store's folder (default: $IMR_STORE, else ./store)",
    )

    adding = commands.add_parser(
        "add",
        parents=[common],
        help=(
            "add letters (.txt, .pdf, .html, .docx), tables of letters (.csv, .tsv, .jsonl) and "
            "folders of them"
        ),
    )
    adding.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    adding.add_argument(
        "--samples",
        action="store_true",
        help="add the fictional sample letters that come with the package",
    )
    adding.add_argument(
        "--text-column",
        metavar="NAME",
        help=(
            "the column of tables that holds the letters (default: text, letter, body and the like)"
        ),
    )
    adding.add_argument(
        "--no-ocr",
        action="store_true",
        help="set scanned pages aside even where text recognition is installed",
    )
    adding.add_argument(
        "--model",
        default=None,
        metavar="NAME",
        help=f"embedding model of a new store (default: {DEFAULT_MODEL})",
    )
    adding.add_argument(
        "--vocabulary",
        type=Path,
        metavar="FILE",
        help=(
            "your own additions to the vocabulary (YAML), which the store keeps; an empty file "
            "takes them out"
        ),
    )
    adding.add_argument(
        "--wait",
        type=float,
        default=600,
        metavar="SECONDS",
        help="how long to wait for another writer (default: 600)",
    )

    removing = commands.add_parser(
        "remove",
        parents=[common],
        help="take letters out of the store; the files themselves are not touched",
    )
    removing.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="files that were added, or folders of them",
    )
    removing.add_argument(
        "--wait",
        type=float,
        default=600,
        metavar="SECONDS",
        help="how long to wait for another writer (default: 600)",
    )

    showing = commands.add_parser("status", parents=[common], help="what the store holds")
    showing.add_argument("--json", action="store_true")

    checking = commands.add_parser(
        "check",
        parents=[common],
        help="whether a search by meaning finds every passage; exit code 0 all found, 1 some not",
    )
    checking.add_argument(
        "--repair", action="store_true", help="put the vectors right that no search finds"
    )
    checking.add_argument(
        "--wait",
        type=float,
        default=600,
        metavar="SECONDS",
        help="how long to wait for another writer (default: 600)",
    )

    listing = commands.add_parser("items", parents=[common], help="one row a disputed item")
    listing.add_argument("--format", choices=["jsonl", "csv"], default="jsonl")

    words = commands.add_parser(
        "vocabulary",
        parents=[common],
        help=(
            "how many terms are known; what a word stands for; what requests hold that is not known"
        ),
    )
    words.add_argument("--find", metavar="WORD", help="what a word or phrase stands for")
    words.add_argument(
        "--unmatched",
        action="store_true",
        help=(
            "words of requests that no term accounts for, and requests without a known service, "
            "by frequency"
        ),
    )
    words.add_argument(
        "--limit", type=int, default=50, metavar="N", help="how many of them at most (default: 50)"
    )
    words.add_argument("--json", action="store_true")

    asked = parser.parse_args(arguments)
    if asked.command == "add" and not asked.paths and not asked.samples and not asked.vocabulary:
        adding.error("name the letters to add, --samples, or --vocabulary")
    if asked.command == "vocabulary" and asked.limit < 1:
        words.error("--limit has to be 1 or more")
    try:
        chosen = command_settings("index")
    except BadSettings as error:
        return _fail(str(error), WRONG_USE)
    if asked.store is None:
        asked.store = chosen.store
    try:
        return {
            "add": _add,
            "remove": _remove,
            "status": _status,
            "check": run_check,
            "items": _items,
            "vocabulary": show_vocabulary,
        }[asked.command](asked)
    except (FileNotFoundError, StoreMissing, BadVocabulary) as error:
        return _fail(str(error), WRONG_USE)
    except (StoreBusy, StoreIncompatible, ModelUnavailable, VectorsDamaged) as error:
        return _fail(str(error), FAILURE)
    except RecordsError as error:
        return _fail(
            full(asked.store)
            if is_full(error)
            else f"the records in {asked.store} cannot be used: {error.orig}",
            FAILURE,
        )
    except BrokenPipeError:  # the reader of the pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _fail(
            full(asked.store)
            if is_full(error)
            else f"{error.filename or asked.store}: {error.strerror or error}",
            FAILURE,
        )
    except KeyboardInterrupt:
        return _fail(
            "interrupted; what was added so far is kept, run the same command again to go on",
            FAILURE,
        )


def _add(asked: argparse.Namespace) -> int:
    paths, passed_over = letter_files([*asked.paths, *([LETTERS] if asked.samples else [])])
    if asked.vocabulary:
        read_own(asked.vocabulary)  # a file that cannot be used makes no store
    asked.store.mkdir(parents=True, exist_ok=True)
    with writer_lock(asked.store, asked.wait):
        if asked.vocabulary:
            keep_vocabulary(asked.store, asked.vocabulary)
        before = _model_of(asked.store)
        embeddings = SentenceEmbeddings(asked.model or before or DEFAULT_MODEL)
        if before is None:
            embeddings.embed_query("")  # a model that cannot be had must not name a new store
        store = Store.open_or_create(asked.store, embeddings.name)
        try:
            if asked.vocabulary:
                store.vocabulary_changed()
            adder = Adder(store, embeddings, asked.text_column, not asked.no_ocr)
            with tqdm(total=len(paths), unit="file", desc="Adding", file=sys.stderr) as bar:
                report = adder.run(paths, lambda _: bar.update())
            report.passed_over = passed_over
            _tell(report, status(store))
        finally:
            store.close()
    return SET_ASIDE if report.set_aside else 0


def _remove(asked: argparse.Namespace) -> int:
    Store.open(asked.store).close()  # a store that is not there is not waited for
    with writer_lock(asked.store, asked.wait):
        store = Store.open(asked.store)
        try:
            known = known_files(store, [Path(os.path.abspath(path)) for path in asked.paths])
            if not known:
                return _fail(
                    f"the store {asked.store} holds no file of that name: "
                    f"{', '.join(map(str, asked.paths))}",
                    WRONG_USE,
                )
            amount = remove(store, known)
            print(
                f"{len(known)} files forgotten, {amount} determinations removed. The store "
                f"{asked.store} now holds {status(store).determinations} determinations.",
                file=sys.stderr,
            )
        finally:
            store.close()
    return 0


def _model_of(folder: Path) -> str | None:
    try:
        store = Store.open(folder)
    except StoreMissing:
        return None
    model = store.state().model
    store.close()
    return model


def _tell(report: AddReport, now: Status) -> None:
    counts = [
        (report.added, "added"),
        (report.replaced, "replaced"),
        (report.unchanged, "unchanged"),
        (report.same, "already in under another name"),
        (len(report.set_aside), "set aside"),
    ]
    print(
        ", ".join(f"{count} {what}" for count, what in counts if count) or "no files",
        file=sys.stderr,
    )
    if report.passed_over:
        names = ", ".join(path.name for path in report.passed_over[:5])
        print(
            f"{len(report.passed_over)} passed over, not a kind of file that is read: "
            f"{names}{' …' if len(report.passed_over) > 5 else ''}",
            file=sys.stderr,
        )
    for path, reason in report.set_aside:
        print(f"set aside: {path}: {reason}", file=sys.stderr)
    if now.warnings:
        print(
            f"{len(now.warnings)} warnings of letters that do not add up; see them with: python "
            f"-m index status --store {now.store}",
            file=sys.stderr,
        )
    print(
        f"The store {now.store} now holds {now.determinations} determinations with {now.items} "
        "disputed items.",
        file=sys.stderr,
    )


def _status(asked: argparse.Namespace) -> int:
    store = Store.open(asked.store)
    now = status(store)
    store.close()
    if asked.json:
        print(json.dumps(asdict(now), ensure_ascii=False, indent=2))
        return 0
    fictional = f", {now.fictional} of them fictional samples" if now.fictional else ""
    print(f"Store {now.store}, fingerprint {now.fingerprint}")
    print(
        f"{now.determinations} determinations{fictional}, decided {now.period[0] or '?'} to "
        f"{now.period[1] or '?'}"
    )
    print(f"{now.items} disputed items: {now.upheld} upheld, {now.overturned} overturned")
    print(
        f"{now.passages} passages, embedded by {now.model}; last added {now.last_added or 'never'}"
    )
    if now.outdated:
        print(
            f"{now.outdated} determinations were described by an earlier version of this program "
            "or with another vocabulary; add their files again to renew them"
        )
    print(f"{len(now.warnings)} warnings of letters that do not add up")
    for path, warning in now.warnings:
        print(f"  {path}: {warning}")
    print(f"{len(now.set_aside)} files set aside")
    for path, reason in now.set_aside:
        print(f"  {path}: {reason}")
    return 0


def _items(asked: argparse.Namespace) -> int:
    store = Store.open(asked.store)
    try:
        (write_jsonl if asked.format == "jsonl" else write_csv)(item_rows(store), sys.stdout)
        sys.stdout.flush()
    finally:
        store.close()
    return 0


def _fail(message: str, code: int) -> int:
    print(f"index: {message}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
