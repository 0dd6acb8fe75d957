"""Traces of answers."""

import subprocess
import sys

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from assistant import tracing


@pytest.fixture
def spans(monkeypatch):
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(tracing, "_tracer", lambda: provider.get_tracer("test"))
    return exporter


def test_an_answer_is_a_span_with_its_stages_in_it_and_none_of_its_words(spans, assistant):
    assistant.ask("how are knee MRIs with zebrafish usually decided?")
    by_name = {span.name: span for span in spans.get_finished_spans()}
    assert list(by_name) == ["understand", "retrieve", "write", "tell", "answer"]
    whole = by_name.pop("answer")
    assert all(span.parent.span_id == whole.context.span_id for span in by_name.values())
    assert whole.attributes["imr.asked"] == "outcomes" and whole.attributes["imr.items"] > 0
    assert "zebrafish" not in str([dict(span.attributes) for span in spans.get_finished_spans()])


def test_an_answer_that_is_given_up_ends_its_span(spans, assistant):
    coming = assistant.stream("how are knee MRIs usually decided?")
    next(coming)
    coming.close()
    assert [span.name for span in spans.get_finished_spans()][-1] == "answer"


def test_an_error_is_noted_by_its_kind_alone(spans):
    trace = tracing.Trace()
    with pytest.raises(ValueError), trace.stage("write"):
        raise ValueError("words of a letter")
    trace.end()
    span = spans.get_finished_spans()[0]
    assert not span.status.is_ok and span.status.description == "ValueError" and not span.events


def test_nothing_is_traced_unless_configured_and_to_the_console_where_that_is():
    code = (
        "from assistant.tracing import Trace; trace = Trace(); trace.tell(asked='outcomes'); "
        "trace.end()"
    )
    plain, traced = (
        subprocess.run(
            [sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60
        )
        for env in ({"PATH": ""}, {"PATH": "", "OTEL_TRACES_EXPORTER": "console"})
    )
    assert (plain.returncode, plain.stderr) == (0, "")
    assert traced.returncode == 0 and '"imr.asked": "outcomes"' in traced.stderr
