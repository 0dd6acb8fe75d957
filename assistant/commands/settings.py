"""``python -m assistant settings``: what is set by the environment, and what is left as it was."""

import argparse
import json
import sys
from dataclasses import asdict

from index.settings import Setting, listed, unknown

_WRONG_USE = 2


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command's parser."""
    parser = commands.add_parser(
        "settings", help="print each setting of the environment, its value, and where it comes from"
    )
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Print the settings; the exit code: 0 all can be used, 2 some cannot."""
    settings, strange = listed(), unknown()
    if asked.json:
        values = {
            "settings": [asdict(setting) for setting in settings],
            "unknown": [{"variable": name, "nearest": near} for name, near in strange.items()],
        }
        print(json.dumps(values, ensure_ascii=False))
    else:
        print("\n".join(_lines(settings, strange)))
    faults = [setting.fault for setting in settings if setting.fault]
    for fault in faults:
        print(f"assistant: {fault}", file=sys.stderr)
    return _WRONG_USE if faults else 0


def _lines(settings: tuple[Setting, ...], strange: dict[str, str | None]) -> list[str]:
    widths = [
        max(len(cell) for cell in column)
        for column in zip(*(_cells(setting) for setting in settings), strict=True)
    ]
    lines = [
        "  ".join(f"{cell:{width}}" for cell, width in zip(_cells(setting), widths, strict=True))
        + f"  {setting.purpose}; {setting.may_be}"
        for setting in settings
    ]
    for name, near in strange.items():
        lines.append(f"{name}  is no setting" + (f"; did you mean {near}?" if near else ""))
    return lines


def _cells(setting: Setting) -> tuple[str, str, str]:
    source = f"{setting.source}, cannot be used" if setting.fault else str(setting.source)
    return setting.variable, setting.value or "(not set)", source
