"""Traces of answers by OpenTelemetry: what each stage of an answer took, for those who run the
assistant as a service.

Off unless configured by OpenTelemetry's own variables
(https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/):
``OTEL_TRACES_EXPORTER=console`` prints the spans to standard error, ``OTEL_EXPORTER_OTLP_ENDPOINT``
sends them to a collector. A program that has set a tracer provider of its own gets them there. A
span tells the question's kind, how many items were counted, the model and its tokens, and how many
of its statements were refused; never the question's words, a letter's, or a key.
"""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache

from opentelemetry import trace
from opentelemetry.trace import Span, StatusCode, Tracer

_NAME = "imr-assistant"


class Trace:
    """The trace of one answer: a span for the whole with one for each stage in it."""

    def __init__(self) -> None:
        self._whole: Span = _tracer().start_span("answer")

    @contextmanager
    def stage(self, name: str) -> Generator[None]:
        """A stage of the answer, as a span that ends with the block; the kind of an error in it is
        noted, and the error raised on.
        """
        # Not made the current span: a stage that is told statement by statement is left and taken
        # up again, by other threads too.
        span = _tracer().start_span(name, context=trace.set_span_in_context(self._whole))
        try:
            yield
        except Exception as error:
            # The kind alone: a message can hold words of a question or a letter.
            span.set_status(StatusCode.ERROR, type(error).__name__)
            raise
        finally:
            span.end()

    def tell(self, **attributes: str | int | float | bool | None) -> None:
        """Note facts about the whole answer; those that are None are left out."""
        for name, value in attributes.items():
            if value is not None:
                self._whole.set_attribute(f"imr.{name}", value)

    def end(self) -> None:
        """The answer is told, or given up."""
        self._whole.end()


@cache
def _tracer() -> Tracer:
    """The tracer, with a provider made from the environment where the program has set none.

    Raises:
        ModuleNotFoundError: the environment asks for an exporter that is not installed; the message
        names it.
    """
    if (
        os.environ.get("OTEL_SDK_DISABLED", "").lower() != "true"
        and isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider)
        and (exporter := _exporter())
    ):
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        provider = TracerProvider(
            resource=Resource.create({"service.name": os.environ.get("OTEL_SERVICE_NAME", _NAME)})
        )
        provider.add_span_processor(BatchSpanProcessor(exporter))
        trace.set_tracer_provider(provider)
    return trace.get_tracer(_NAME)


def _exporter():
    if os.environ.get("OTEL_TRACES_EXPORTER") == "console":
        from opentelemetry.sdk.trace.export import ConsoleSpanExporter

        return ConsoleSpanExporter(out=sys.stderr)
    if os.environ.get("OTEL_TRACES_EXPORTER") != "none" and (
        os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT")
        or os.environ.get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
    ):
        try:
            from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
        except ModuleNotFoundError as missing:
            raise ModuleNotFoundError(
                "sending traces needs: pip install opentelemetry-exporter-otlp-proto-grpc"
            ) from missing
        return OTLPSpanExporter()
    return None
