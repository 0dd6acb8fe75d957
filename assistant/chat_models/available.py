"""Which chat models there are to choose from, here and now."""

import importlib.util
import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from assistant.chat_models.local import INSTALL, INSTALL_SMALL, fault_of, small_file
from assistant.chat_models.registry import EXTRAS, install
from index.settings import settings

# Seconds that a server on this machine has to answer.
_WAIT = 0.5
_LOOPBACK = {"127.0.0.1", "localhost", "::1", "[::1]"}
# Each provider's variable for its key, as the provider's own documentation names it.
_KEYS = {
    "openai": ("OPENAI_API_KEY",),
    "anthropic": ("ANTHROPIC_API_KEY",),
    "google_genai": ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
}
_NAMES = {"openai": "OpenAI", "anthropic": "Anthropic", "google_genai": "Google"}


class State(StrEnum):
    """Whether a model can be used: ``READY``, or what is missing: a package (``NOT_INSTALLED``), a
    ``KEY``, a running ``SERVER``, a ``FILE``.
    """

    READY = "ready"
    NOT_INSTALLED = "not installed"
    KEY = "no key"
    SERVER = "no server"
    FILE = "no such file"


@dataclass(frozen=True)
class ModelOption:
    """A model to choose.

    ``name`` is what ``--model`` and $IMR_MODEL take, empty for the built-in writer; one that ends
    in a colon wants the provider's own name of a model behind it. ``words`` tell what it is,
    ``how_to_install`` what to do to have it, empty where it is ready.
    """

    name: str
    words: str
    state: State
    how_to_install: str = ""


def available(environ: Mapping[str, str] | None = None) -> tuple[ModelOption, ...]:
    """The built-in writer and every kind of chat model, each with its state; nothing is loaded, no
    key is read out, only loopback is asked.
    """
    environ = os.environ if environ is None else environ
    chosen = settings(environ)
    return (
        ModelOption(
            "", "the built-in writer: no language model, the same words every time", State.READY
        ),
        *_files(chosen.gguf),
        *_ollama(environ),
        _server(chosen.base_url),
        *_providers(environ),
    )


def as_text(options: tuple[ModelOption, ...]) -> str:
    """The options for a terminal, one a line."""
    width = max(len(option.name) for option in options)
    width = max(width, len("(built in)"))
    return "\n".join(
        f"{option.name or '(built in)':{width}}  {option.state:13}  {option.words}"
        + (f"; to have it: {option.how_to_install}" if option.how_to_install else "")
        for option in options
    )


def _files(paths: tuple[Path, ...]) -> Iterator[ModelOption]:
    runs = importlib.util.find_spec("xllamacpp") is not None
    small = small_file()
    missing = " && ".join([*([] if runs else [INSTALL]), *([] if small else [INSTALL_SMALL])])
    yield ModelOption(
        "local",
        "SmolLM2-135M on this machine: shows the way of a model, words answers poorly",
        State.NOT_INSTALLED if missing else State.READY,
        missing,
    )
    for path in paths:
        fault = fault_of(path)
        state = State.FILE if fault else State.READY if runs else State.NOT_INSTALLED
        yield ModelOption(
            f"gguf:{path}",
            f"{path.stem} on this machine",
            state,
            f"set IMR_GGUF to a GGUF file ({fault})" if fault else "" if runs else INSTALL,
        )


def _ollama(environ: Mapping[str, str]) -> Iterator[ModelOption]:
    address = environ.get("OLLAMA_HOST") or "127.0.0.1:11434"
    address = address if "//" in address else f"http://{address}"
    installed = importlib.util.find_spec(EXTRAS["ollama"][0]) is not None
    names = _asked(f"{address.rstrip('/')}/api/tags", "models", "name")
    if names is None:
        yield ModelOption(
            "ollama:",
            "a model that Ollama runs on this machine",
            State.SERVER,
            "start it with: ollama serve" + ("" if installed else f", and {install('ollama')}"),
        )
    elif not names:
        yield ModelOption(
            "ollama:",
            "Ollama runs on this machine, without a model",
            State.SERVER,
            "ollama pull qwen3",
        )
    for name in names or ():
        yield ModelOption(
            f"ollama:{name}",
            f"{name}, run by Ollama on this machine",
            State.READY if installed else State.NOT_INSTALLED,
            "" if installed else install("ollama"),
        )


def _server(address: str | None) -> ModelOption:
    words = "a model behind an OpenAI-compatible server (llama.cpp, vLLM, LM Studio)"
    if not address:
        return ModelOption(
            "server:",
            words,
            State.SERVER,
            "set IMR_BASE_URL to its address, as http://127.0.0.1:8080/v1",
        )
    if importlib.util.find_spec(EXTRAS["openai"][0]) is None:
        return ModelOption("server:", words, State.NOT_INSTALLED, install("openai"))
    if (urlsplit(address).hostname or "") not in _LOOPBACK:
        return ModelOption("server:", f"{words}, on another machine", State.READY)
    names = _asked(f"{address.rstrip('/')}/models", "data", "id")
    if names is None:
        return ModelOption(
            "server:", words, State.SERVER, "start the server that IMR_BASE_URL names"
        )
    return ModelOption(f"server:{names[0]}" if names else "server:", words, State.READY)


def _providers(environ: Mapping[str, str]) -> Iterator[ModelOption]:
    for provider, keys in _KEYS.items():
        words = (
            f"a model of {_NAMES[provider]}; what is asked and the quoted evidence are sent there"
        )
        if importlib.util.find_spec(EXTRAS[provider][0].split(".")[0]) is None:
            yield ModelOption(f"{provider}:", words, State.NOT_INSTALLED, install(provider))
        elif not any(environ.get(key) for key in keys):
            yield ModelOption(f"{provider}:", words, State.KEY, f"set {keys[0]}")
        else:
            yield ModelOption(f"{provider}:", words, State.READY)


def _asked(address: str, group: str, field: str) -> list[str] | None:
    """The names that a server on this machine lists, None where none answers; any other machine is
    not asked.
    """
    if (urlsplit(address).hostname or "") not in _LOOPBACK:
        return None
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=_WAIT) as reply:
            reply_json = json.load(reply)
        return [str(entry[field]) for entry in reply_json[group] or ()]
    except (urllib.error.URLError, OSError, ValueError, KeyError, TypeError):
        return None
