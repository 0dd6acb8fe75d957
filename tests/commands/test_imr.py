"""``imr``: every command under one name."""

import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from unittest import mock

import pytest

from assistant.commands import imr

ROOT = Path(__file__).parents[2]


def commands_of(package):
    """The commands of a package's parser, each with its line of help."""
    import argparse

    built = []
    with (
        mock.patch.object(
            argparse.ArgumentParser,
            "parse_args",
            lambda parser, *_: built.append(parser) or sys.exit(),
        ),
        pytest.raises(SystemExit),
    ):
        import_module(f"{package}.__main__").main([])
    listed = next(
        action for action in built[0]._actions if isinstance(action, argparse._SubParsersAction)
    )
    return {action.dest: action.help for action in listed._choices_actions}


@pytest.mark.parametrize("package", imr.COMMANDS)
def test_each_command_of_a_package_has_its_line(package):
    assert imr.COMMANDS[package] == commands_of(package)


def test_no_name_stands_for_two_commands():
    names = [name for commands in (*imr.COMMANDS.values(), imr.OTHERS) for name in commands]
    assert len(names) == len(set(names))


def test_help_lists_each_command_with_a_line(capsys):
    assert imr.main(["--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for commands in (*imr.COMMANDS.values(), imr.OTHERS):
        for name, words in commands.items():
            assert sum(line.split() == [name, *words.split()] for line in lines) == 1, name


def test_usage_lines_name_the_call(capsys):
    import assistant.__main__ as ask_command
    import index.__main__ as index_command

    for main, arguments, usage in (
        (imr.main, ["ask", "--help"], "usage: imr ask "),
        (imr.main, ["status", "--help"], "usage: imr status "),
        (ask_command.main, ["ask", "--help"], "usage: python -m assistant ask "),
        (index_command.main, ["status", "--help"], "usage: python -m index status "),
    ):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 0 and capsys.readouterr().out.startswith(usage)


def test_a_command_gets_its_arguments_and_gives_its_exit_code(tmp_path, capsys):
    assert imr.main(["status", "--store", str(tmp_path / "none")]) == 2
    assert "there is no store in" in capsys.readouterr().err
    with mock.patch("evals.__main__.main", return_value=1) as evals:
        assert imr.main(["eval", "run", "--most", "2"]) == 1
    evals.assert_called_once_with(["run", "--most", "2"])


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ([], "name a command"),
        (["asks"], "'asks' is no command; did you mean ask? imr --help lists them"),
        (["xyz"], "'xyz' is no command; imr --help lists them"),
    ],
)
def test_a_command_that_there_is_not_is_wrong_use(arguments, error, capsys):
    assert imr.main(arguments) == 2
    assert error in capsys.readouterr().err


def test_without_the_evaluations_eval_says_so(capsys):
    with mock.patch("importlib.util.find_spec", return_value=None):
        assert imr.main(["eval", "run"]) == 1
    assert "evaluations are not installed" in capsys.readouterr().err


def test_page_runs_streamlit_on_the_page_with_further_arguments(monkeypatch, capsys):
    with mock.patch("streamlit.web.cli.main", return_value=0) as streamlit:
        assert imr.main(["page", "--server.port", "8502"]) == 0
        monkeypatch.setenv("IMR_RATE", "fast")
        assert imr.main(["page"]) == 2
    streamlit.assert_called_once_with(
        ["run", str(imr.PAGE), "--server.port", "8502"], prog_name="streamlit"
    )
    assert "IMR_RATE='fast'" in capsys.readouterr().err


def test_the_installed_page_is_that_of_the_checkout_under_the_same_configuration():
    def code(path):
        return path.read_text("utf-8").split('"""')[-1]

    assert code(imr.PAGE) == code(ROOT / "app.py")
    config = Path(".streamlit", "config.toml")
    assert (imr.PAGE.parent / config).read_bytes() == (ROOT / config).read_bytes()


def test_pip_installs_the_command():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["scripts"] == {"imr": "assistant.commands.imr:main"}
    assert ".streamlit/*.toml" in project["tool"]["setuptools"]["package-data"]["*"]


def test_help_imports_nothing_that_takes_its_time():
    code = (
        "import sys\n"
        "from assistant.commands.imr import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "slow = {'chromadb', 'langchain_core', 'numpy', 'scipy', 'streamlit', 'torch', 'evals'}\n"
        "print(*sorted(slow & set(sys.modules)), file=sys.stderr)\n"
    )
    for arguments in (["--help"], ["ask", "--help"], ["settings"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stderr.strip() == "", arguments
