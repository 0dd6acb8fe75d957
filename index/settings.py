"""What can be set from outside: the variables of the environment that begin with ``IMR_``.

`Settings` declares each of them once: its name, type, default and bounds, and what it is for. This
is the only module that reads them, and it reads them whenever it is asked.
"""

import difflib
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    FiniteFloat,
    PositiveFloat,
    SecretStr,
    StringConstraints,
    ValidationError,
)

#: What the names of all variables begin with.
PREFIX = "IMR_"
# What stands in place of a value that is not shown.
_MASK = "[not shown]"
# Names of variables whose values are secrets, and values that look like one wherever they stand.
_SECRET_NAME = re.compile(r"(?:KEY|TOKEN|SECRET|PASSWORD|CREDENTIALS?)$")
_USER_OF_ADDRESS = re.compile(r"(?<=://)[^/@\s]+(?=@)")
_KEY_LIKE = re.compile(
    r"\b(?:sk|pk|rk|gsk|hf|ghp|xox[a-z])[-_][\w-]{8,}|\bAIza[\w-]{20,}"
    r"|(?i:(?<=key=)|(?<=token=)|(?<=secret=)|(?<=password=))[^&\s]+"
)


def _parts(separator: str) -> BeforeValidator:
    """Read a text as a list of what stands between separators; empty parts are none."""
    return BeforeValidator(
        lambda text: (
            tuple(part for part in text.split(separator) if part.strip())
            if isinstance(text, str)
            else text
        )
    )


_Amount = Annotated[FiniteFloat, Field(ge=0)]


class Settings(BaseModel):
    """The settings, read and checked. A field's variable is its name in capitals behind ``IMR_``;
    its title says what it may be, its description what it is for. A variable that is empty counts
    as not set.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    store: Path = Field(
        Path("store"),
        title="a folder",
        description="the store that is used where no --store is named",
    )
    model: str = Field(
        "",
        title="a chat model's name, as python -m assistant models lists them",
        description="words the answers; the built-in writer where none is named",
    )
    query_model: str = Field(
        "",
        title="a chat model's name, as python -m assistant models lists them",
        description="reads each question beside the rules; they alone read where none is named",
    )
    nli: str = Field(
        "",
        title="the name or folder of an inference model on this machine",
        description="checks a chat model's statements once more",
    )
    log: Path | None = Field(
        None,
        title="a file",
        description=(
            "keeps what was asked, what a chat model was sent and said, and what was refused"
        ),
    )
    base_url: Annotated[str, StringConstraints(pattern=r"^(?i:https?)://\S+$")] | None = Field(
        None,
        title="an address that begins with http:// or https://, as http://127.0.0.1:8080/v1",
        description="the OpenAI-compatible server of the chat models server:MODEL",
    )
    api_key: SecretStr | None = Field(
        None, title="a key", description="is sent to that server where it wants one"
    )
    gguf: Annotated[tuple[Path, ...], _parts(os.pathsep)] = Field(
        (),
        title=f"GGUF files with {os.pathsep!r} between them",
        description="the files that are offered as chat models of this machine",
    )
    context: int | None = Field(
        None,
        ge=1,
        le=100_000_000,
        title="a whole number of tokens from 1 on",
        description="what a chat model holds (unset: what its profile tells, else 8192)",
    )
    rate: PositiveFloat | None = Field(
        None,
        allow_inf_nan=False,
        title="a number of requests above 0",
        description="how many requests a second a chat model gets at most",
    )
    price: Annotated[tuple[_Amount, _Amount], _parts(",")] | None = Field(
        None,
        title="the price of a million input and of a million output tokens, as 0.5,1.5",
        description="US dollars by which an answer's cost is told, where the provider tells none",
    )
    require_all: bool = Field(
        False,
        title="1 or 0",
        description="in tests: what would be skipped for want of letters or a browser fails",
    )


class BadSettings(ValueError):
    """Variables whose values cannot be used; the message names each and what it may be."""

    def __init__(self, faults: Mapping[str, str]):
        """Take the message of each variable's fault."""
        super().__init__("; ".join(faults.values()))
        self.faults = dict(faults)


class Source(StrEnum):
    """Where a setting's value comes from."""

    ENVIRONMENT = "environment"
    DEFAULT = "default"


@dataclass(frozen=True)
class Setting:
    """A setting as it is listed. ``value`` can be shown: a secret is masked, what is not set is
    empty. ``fault`` tells why the value cannot be used, None where it can.
    """

    variable: str
    value: str
    source: Source
    purpose: str
    may_be: str
    fault: str | None = None


def variable(field: str) -> str:
    """The name of a field's variable."""
    return f"{PREFIX}{field.upper()}"


_VARIABLES = {field: variable(field) for field in Settings.model_fields}


def settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings as the environment has them now.

    Raises:
        BadSettings: a value is not of its type or out of its bounds.
    """
    try:
        return Settings.model_validate(_given(environ))
    except ValidationError as error:
        raise BadSettings(_faults(error, _given(environ))) from None


def command_settings(program: str) -> Settings:
    """The settings for a command of ``program``, whose standard error names the variables that are
    no setting.

    Raises:
        BadSettings: as `settings`.
    """
    for warning in warnings():
        print(f"{program}: {warning}", file=sys.stderr)
    return settings()


def listed(environ: Mapping[str, str] | None = None) -> tuple[Setting, ...]:
    """Every setting in the order of its declaration, those that cannot be used with their fault."""
    given = _given(environ)
    faults: dict[str, str] = {}
    try:
        settings(environ)
    except BadSettings as error:
        faults = error.faults
    return tuple(
        Setting(
            _VARIABLES[name],
            _shown(name, given[name] if name in given else _as_text(field.default)),
            Source.ENVIRONMENT if name in given else Source.DEFAULT,
            field.description or "",
            field.title or "",
            faults.get(_VARIABLES[name]),
        )
        for name, field in Settings.model_fields.items()
    )


def unknown(environ: Mapping[str, str] | None = None) -> dict[str, str | None]:
    """The variables that begin with ``IMR_`` and are no setting, each with the nearest one, None
    where none is near.
    """
    environ = os.environ if environ is None else environ
    known = list(_VARIABLES.values())
    nearest: dict[str, str | None] = {}
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(
                name.removeprefix(PREFIX),
                [variable.removeprefix(PREFIX) for variable in known],
                1,
                0.5,
            )
            nearest[name] = f"{PREFIX}{near[0]}" if near else None
    return nearest


def warnings(environ: Mapping[str, str] | None = None) -> list[str]:
    """A sentence for each variable that `unknown` finds."""
    return [
        f"{name} is no setting"
        + (f"; did you mean {near}?" if near else "")
        + " (python -m assistant settings lists all)"
        for name, near in unknown(environ).items()
    ]


def _given(environ: Mapping[str, str] | None) -> dict[str, str]:
    environ = os.environ if environ is None else environ
    return {field: value for field, name in _VARIABLES.items() if (value := environ.get(name))}


def _faults(error: ValidationError, given: Mapping[str, str]) -> dict[str, str]:
    faulty = dict.fromkeys(str(fault["loc"][0]) for fault in error.errors(include_input=False))
    return {
        _VARIABLES[field]: f"{_VARIABLES[field]}={_shown(field, given[field])!r}: "
        f"give {Settings.model_fields[field].title}"
        for field in faulty
    }


def _shown(field: str, value: str) -> str:
    if value and _SECRET_NAME.search(_VARIABLES[field]):
        return _MASK
    return _KEY_LIKE.sub(_MASK, _USER_OF_ADDRESS.sub(_MASK, value))


def _as_text(value: Any) -> str:
    if value is None or value == ():
        return ""
    return str(int(value)) if isinstance(value, bool) else str(value)
