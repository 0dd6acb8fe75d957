"""Settings: declared once, read when asked for, checked, and listed without secrets."""

import ast
import json
import os
import re
from pathlib import Path

import pytest

import assistant.__main__ as ask_command
import index.__main__ as index_command
from index.settings import BadSettings, Settings, Source, listed, settings, unknown, variable

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    """No setting is made here but by the test."""
    for name in [name for name in os.environ if name.startswith("IMR_")]:
        monkeypatch.delenv(name)


def modules():
    return [
        ROOT / "app.py",
        *(path for room in ("index", "assistant", "evals") for path in (ROOT / room).rglob("*.py")),
    ]


def test_no_other_module_names_a_variable_to_read():
    for path in modules():
        if path == ROOT / "index" / "settings.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not re.fullmatch(r"IMR_\w*", node.value), f"{path}:{node.lineno}"
    for path in (ROOT / "tests").rglob("*.py"):
        assert not re.search(r"(?:environ|getenv)\b.*[\"']IMR_[A-Z]", path.read_text("utf-8")), path


def test_every_variable_that_a_text_of_the_program_names_is_a_setting():
    known = {variable(field) for field in Settings.model_fields}
    for path in modules():
        assert set(re.findall(r"\bIMR_[A-Z_]*[A-Z]\b", path.read_text("utf-8"))) <= known, path


def test_every_setting_has_a_type_and_says_what_it_is_for():
    for name, field in Settings.model_fields.items():
        assert field.title and field.description and field.annotation, name


def test_settings_are_read_when_asked_for_and_never_change(monkeypatch):
    assert settings().store == Path("store") and settings().context is None
    monkeypatch.setenv("IMR_STORE", "elsewhere")
    monkeypatch.setenv("IMR_CONTEXT", "4096")
    now = settings()
    assert (now.store, now.context) == (Path("elsewhere"), 4096)
    with pytest.raises(ValueError, match="frozen"):
        now.context = 1


def test_an_empty_variable_counts_as_not_set():
    assert settings(dict.fromkeys(map(variable, Settings.model_fields), "")) == settings({})


def test_values_are_read_as_what_they_are():
    given = settings(
        {
            "IMR_GGUF": os.pathsep.join(["a.gguf", "", "b.gguf"]),
            "IMR_PRICE": "0.5, 1.5",
            "IMR_RATE": "0.2",
            "IMR_REQUIRE_ALL": "1",
            "IMR_API_KEY": "a key",
        }
    )
    assert given.gguf == (Path("a.gguf"), Path("b.gguf")) and given.price == (0.5, 1.5)
    assert given.rate == 0.2 and given.require_all
    assert given.api_key.get_secret_value() == "a key" and "a key" not in repr(given)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("IMR_CONTEXT", "many"),
        ("IMR_CONTEXT", "0"),
        ("IMR_RATE", "0"),
        ("IMR_RATE", "inf"),
        ("IMR_PRICE", "cheap"),
        ("IMR_PRICE", "1,2,3"),
        ("IMR_PRICE", "-1,2"),
        ("IMR_BASE_URL", "127.0.0.1:8080"),
        ("IMR_REQUIRE_ALL", "perhaps"),
    ],
)
def test_a_bad_value_names_its_variable_and_what_it_may_be(name, value, monkeypatch, capsys):
    may_be = next(setting.may_be for setting in listed({}) if setting.variable == name)
    with pytest.raises(BadSettings) as bad:
        settings({name: value})
    assert str(bad.value) == f"{name}={value!r}: give {may_be}"
    monkeypatch.setenv(name, value)
    for main, arguments in (
        (index_command.main, ["status"]),
        (ask_command.main, ["ask", "MRI"]),
        (ask_command.main, ["models"]),
        (ask_command.main, ["settings"]),
    ):
        assert main(arguments) == 2
        assert f"{name}={value!r}: give" in capsys.readouterr().err


def test_all_bad_values_are_named_at_once():
    with pytest.raises(BadSettings) as bad:
        settings({"IMR_CONTEXT": "x", "IMR_RATE": "y"})
    assert list(bad.value.faults) == ["IMR_CONTEXT", "IMR_RATE"]


def test_help_is_given_though_a_setting_is_bad(monkeypatch, capsys):
    monkeypatch.setenv("IMR_RATE", "fast")
    with pytest.raises(SystemExit) as ended:
        ask_command.main(["ask", "--help"])
    assert ended.value.code == 0 and "$IMR_MODEL" in capsys.readouterr().out


def test_a_variable_that_is_no_setting_is_named_with_the_nearest(monkeypatch, capsys, tmp_path):
    assert unknown(
        {"IMR_MODLE": "", "IMR_QUERYMODEL": "x", "IMR_XYZ": "x", "IMR_REQUIRE_ALL": "1", "HOME": ""}
    ) == {"IMR_MODLE": "IMR_MODEL", "IMR_QUERYMODEL": "IMR_QUERY_MODEL", "IMR_XYZ": None}
    monkeypatch.setenv("IMR_MODLE", "secret words")
    index_command.main(["status", "--store", str(tmp_path / "none")])
    ask_command.main(["facets", "--store", str(tmp_path / "none")])
    error = capsys.readouterr().err
    for program in ("index", "assistant"):
        assert f"{program}: IMR_MODLE is no setting; did you mean IMR_MODEL?" in error
    assert "secret words" not in error
    assert ask_command.main(["settings"]) == 0
    assert "IMR_MODLE  is no setting; did you mean IMR_MODEL?" in capsys.readouterr().out


def test_the_settings_are_listed_with_value_and_source_and_without_secrets(monkeypatch, capsys):
    monkeypatch.setenv("IMR_MODEL", "ollama:small")
    monkeypatch.setenv("IMR_API_KEY", "hunter22")
    monkeypatch.setenv("IMR_BASE_URL", "https://me:hunter22@server/v1?key=hunter22")
    monkeypatch.setenv("IMR_QUERY_MODEL", "sk-hunter2222222")
    assert ask_command.main(["settings"]) == 0
    text = capsys.readouterr().out
    assert ask_command.main(["settings", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert "hunter22" not in text + json.dumps(printed)
    by_name = {setting["variable"]: setting for setting in printed["settings"]}
    assert list(by_name) == [variable(field) for field in Settings.model_fields]
    assert by_name["IMR_MODEL"]["value"] == "ollama:small"
    assert by_name["IMR_MODEL"]["source"] == Source.ENVIRONMENT
    assert by_name["IMR_STORE"]["value"] == "store"
    assert by_name["IMR_STORE"]["source"] == Source.DEFAULT
    assert printed["unknown"] == [] and all(name in text for name in by_name)
    assert re.search(r"^IMR_MODEL +ollama:small +environment ", text, re.MULTILINE)
