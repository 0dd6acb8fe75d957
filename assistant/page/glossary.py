"""The field's terms, explained on hover."""

from functools import cache
from importlib.resources import files

import yaml


@cache
def glossary() -> dict[str, str]:
    """The terms and what they mean."""
    return yaml.safe_load(files("assistant.page").joinpath("glossary.yaml").read_text("utf-8"))


def explained(*terms: str) -> str:
    """Some terms with their meanings, one a paragraph, as a help text; without any named, all of them."""
    return "\n\n".join(f"**{term[0].upper()}{term[1:]}**: {glossary()[term]}" for term in terms or glossary())
