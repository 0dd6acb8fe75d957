"""The README tells the truth."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from index.samples import LETTERS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def block(mark: str) -> str:
    match = re.search(rf"<!-- {mark} -->\n```\n(.*?)```", README, re.S)
    assert match, f"the README has no block {mark}"
    return match.group(1)


def test_each_of_the_two_commands_sets_up_all_it_needs():
    for mark in ("chat", "tests"):
        assert block(mark).startswith("python3 -m venv .venv && .venv/bin/pip install")
        assert len(block(mark).splitlines()) == 1


@pytest.mark.model
def test_the_transcript_is_what_the_command_prints(tmp_path):
    command, told = block("transcript").split("\n", 1)
    question = re.search(r'"(.+?)"', command).group(1)
    store = tmp_path / "samples"
    for arguments in (["index", "add", "--samples"], ["assistant", "ask", question]):
        done = subprocess.run(
            [sys.executable, "-m", *arguments, "--store", str(store)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    assert done.stdout.strip() == told.strip()


def test_every_command_is_in_the_readme_and_every_option_of_the_readme_exists():
    import contextlib
    import io

    import assistant.__main__
    import evals.__main__
    import index.__main__

    helps = ""
    for program in (index.__main__, assistant.__main__, evals.__main__):
        with contextlib.redirect_stdout(io.StringIO()) as listed, pytest.raises(SystemExit):
            program.main(["--help"])
        names = re.search(r"\{([\w,-]+)\}", listed.getvalue()).group(1).split(",")
        assert all(
            f"python -m {program.__name__.split('.')[0]} {name}" in README for name in names
        ), names
        for name in names:
            with contextlib.redirect_stdout(io.StringIO()) as out, pytest.raises(SystemExit):
                program.main([name, "--help"])
            helps += out.getvalue()
    used = set(
        re.findall(
            r"(?<![\w-])--[a-z]+",
            "\n".join(line for line in README.splitlines() if "python -m" in line or "`--" in line),
        )
    )
    assert used and all(option in helps for option in used), used


def test_imports_go_one_way():
    allowed = {
        "index": ("index",),
        "assistant": ("index", "assistant"),
        "evals": ("index", "assistant", "evals"),
    }
    for package, below in allowed.items():
        for path in (ROOT / package).rglob("*.py"):
            text = path.read_text("utf-8")
            imported = set(
                re.findall(r"^(?:from|import) (index|assistant|evals|app)\b", text, re.M)
            )
            assert imported <= set(below), path


def test_every_module_and_public_name_has_a_docstring():
    import ast

    for package in ("index", "assistant", "evals"):
        for path in (ROOT / package).rglob("*.py"):
            tree = ast.parse(path.read_text("utf-8"))
            assert ast.get_docstring(tree), path
            for node in tree.body:
                if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith(
                    "_"
                ):
                    assert ast.get_docstring(node), f"{path}: {node.name}"


def test_the_samples_are_where_an_installed_copy_finds_them():
    assert LETTERS.is_dir() and len(list(LETTERS.iterdir())) >= 40
