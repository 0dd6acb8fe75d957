"""What each part of the search is worth."""

import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from conftest import WordVectors

from evals.ablations import VARIANTS, Variant, ablate, as_text
from evals.cases import SAMPLES
from evals.labels import read_labels
from evals.questions import read_cases
from evals.run import read_corpus
from index.samples import GOLD, LETTERS
from index.store.store import Store


@pytest.fixture(scope="module")
def means(words_store):
    cases = [case for case in read_cases(SAMPLES) if case.kind == "tally"][:12]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("evals.ablations.indexed", lambda corpus: Store.open(words_store))
        patched.setattr("evals.ablations.SentenceEmbeddings", WordVectors)
        return ablate(Path("letters"), cases, read_corpus(LETTERS, read_labels(GOLD)))


@pytest.mark.slow
def test_every_variant_is_measured_on_the_same_cases(means):
    assert set(means) == set(VARIANTS)
    assert len({measures["recall@10"].n for measures in means.values()}) == 1


@pytest.mark.slow
def test_facets_raise_recall(means):
    plain, faceted = (
        means[Variant(("dense", "lexical"), True, facets)]["recall@10"].value
        for facets in (False, True)
    )
    assert faceted > plain
    assert np.isfinite(faceted)


@pytest.mark.slow
def test_the_table_has_a_row_for_each_variant(means):
    assert len(as_text(means).splitlines()) == 1 + len(VARIANTS)


def test_a_reranker_that_is_not_there_is_an_error(monkeypatch):
    from evals.ablations import _reranker

    def missing(name):
        raise OSError(f"no model {name}")

    library = ModuleType("sentence_transformers")
    monkeypatch.setattr(library, "CrossEncoder", missing, raising=False)
    monkeypatch.setitem(sys.modules, "sentence_transformers", library)
    with pytest.raises(ValueError, match="no/such-reranker"):
        _reranker("no/such-reranker")
