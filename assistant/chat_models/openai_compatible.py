"""A chat model behind an OpenAI-compatible server."""

from typing import Any

from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI


class ServedModel(ChatOpenAI):
    """LangChain's client, which leaves out what some servers (OpenRouter) tell beside the tokens:
    the cost, in US dollars.
    """

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict, default_chunk_class: type, base_generation_info: dict | None
    ) -> ChatGenerationChunk | None:
        generation = super()._convert_chunk_to_generation_chunk(
            chunk, default_chunk_class, base_generation_info
        )
        usage: dict[str, Any] = chunk.get("usage") or {}
        if generation is not None and isinstance(usage.get("cost"), (int, float)):
            generation.message.response_metadata["cost"] = usage["cost"]
        return generation
