"""What tests share: small letters in the open, a store of the sample letters, and what may be
missing.
"""

import gc
import hashlib
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import select
from word_store import WordVectors, add

from assistant.assistant import Assistant
from index.commands.items import item_rows
from index.letter import Letter
from index.samples import LETTERS
from index.settings import settings as from_environment
from index.store.sqlite.schema import passages
from index.store.store import Store

# No test depends on how fast the machine is.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


@pytest.hookimpl(wrapper=True)
def pytest_collection(session):
    """Nothing that is loaded before the first test is looked through for garbage: it stays, and
    looking through it again and again takes longer than loading it.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


DETERMINATIONS = Path(__file__).parents[2] / "shared" / "determinations"
GOLD = Path(__file__).parents[2] / "shared" / "gold" / "items.jsonl"
CHROMIUM = shutil.which("chromium")

LETTER = """\
Case Number: {case} Date Assigned: 03/01/2016
Date of Injury: 01/04/2014 Decision Date: 03/20/2016
Priority: Standard UR Denial Date: 02/01/2016
Application Received: 02/10/2016
HOW THE IMR FINAL DETERMINATION WAS MADE
A physician looked at the file.
State(s) of Licensure: California, Nevada
Certification(s)/Specialty: Physical Medicine & Rehabilitation,
Pain Management
CLINICAL CASE SUMMARY
A 44-year-old man hurt his back. {summary}
IMR ISSUES, DECISIONS AND RATIONALES
The disputed items were decided as set out below:
{items}"""

ITEM = """\
{request}: {outcome}
Claims Administrator guideline: {claims}
MAXIMUS guideline: {guideline}
Decision rationale: {rationale}
"""


def item_text(
    request: str,
    outcome: str = "Upheld",
    rationale: str = "The request is not medically necessary.",
    guideline: str = "Decision based on ODG.",
    claims: str = "None.",
) -> str:
    """One disputed item as a letter words it."""
    return ITEM.format(
        request=request, outcome=outcome, rationale=rationale, guideline=guideline, claims=claims
    )


def letter_text(
    *items: str, case: str = "CM16-0000001", summary: str = "Therapy did not help."
) -> str:
    """A letter with the given items (see `item_text`)."""
    return LETTER.format(case=case, summary=summary, items="".join(items))


def letter_of(text: str, name: str = "letter.txt") -> Letter:
    """A letter as if read from a file with that text."""
    return Letter(Path(name), hashlib.sha256(text.encode()).hexdigest(), (text,), False)


@pytest.fixture
def write_letter(tmp_path):
    """Writes letters into a folder: name -> text."""
    folder = tmp_path / "letters"
    folder.mkdir()

    def write(name: str, text: str) -> Path:
        path = folder / name
        path.write_text(text, "utf-8")
        return path

    return write


def content(folder: Path):
    """All rows of a store but their numbers and dates, and the ids of its vectors."""
    store = Store.open(folder)
    try:
        with store.engine.connect() as connection:
            pieces = sorted(
                tuple(row)
                for row in connection.execute(
                    select(
                        passages.c.id,
                        passages.c.heading,
                        passages.c.body,
                        passages.c.start,
                        passages.c.end,
                    )
                )
            )
        vectors = sorted(store.vectors.ids())
        return list(item_rows(store)), pieces, vectors, store.state().fingerprint
    finally:
        store.close()


@pytest.fixture(scope="session")
def words_store(tmp_path_factory):
    """The folder of a store of the sample letters, embedded by `WordVectors`."""
    folder = tmp_path_factory.mktemp("store") / "samples"
    add(folder, LETTERS)
    return folder


@pytest.fixture(scope="session")
def assistant(words_store):
    """The assistant on the sample letters, with `WordVectors`."""
    return Assistant(Store.open(words_store), embeddings=WordVectors(), items=True)


@pytest.fixture(scope="session")
def component_scan():
    """What Streamlit finds of components among all that is installed, looked for once: each run of
    a page without a browser makes a runtime of its own.
    """
    from streamlit.components.v2 import manifest_scanner

    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


@pytest.fixture
def page(words_store, tmp_path, monkeypatch, component_scan):
    """The chat page on a copy of the sample store, without a browser."""
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("IMR_STORE", str(tmp_path / "store"))
    monkeypatch.delenv("IMR_MODEL", raising=False)
    monkeypatch.setattr("assistant.assistant.SentenceEmbeddings", WordVectors)
    monkeypatch.setattr("assistant.web.open_store.SentenceEmbeddings", WordVectors)
    shutil.copytree(words_store, tmp_path / "store")
    return AppTest.from_file(Path(__file__).parents[1] / "app.py", default_timeout=60)


def need(present: object, what: str) -> None:
    """Skip the test where something is missing, or fail it where nothing may be missing (in CI)."""
    if not present:
        if from_environment().require_all:
            pytest.fail(f"{what} is missing, and here nothing may be")
        pytest.skip(f"{what} is not on this machine")


@pytest.fixture(scope="session")
def determinations():
    """The folder of the published determinations, which are not part of the repository."""
    need(
        DETERMINATIONS.exists() and GOLD.exists(),
        "the folder of published determinations beside the repository",
    )
    return DETERMINATIONS
