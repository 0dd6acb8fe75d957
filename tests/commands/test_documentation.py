"""The documents tell the truth."""

import re
import shlex
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from assistant.intents import INTENTS
from assistant.query import IntentName
from assistant.question.reader import read
from evals.command_reference import PROGRAMS, command_line_page, commands_of, options_of, parser_of
from index.samples import LETTERS
from index.settings import Settings, variable

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in (
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        ROOT / "CONTRIBUTING.md",
        *sorted((ROOT / "docs").glob("*.md")),
    )
}
GENERATED = "docs/command-line.md"
FENCED = re.compile(r"(?:^<!-- ([\w ]+) -->\n)?^```(\w*)\n(.*?)^```$", re.M | re.S)
NO_COMMANDS = {"transcript"}
CODE = re.compile(r"`([^`\n]+)`")


def block(mark: str) -> str:
    match = re.search(rf"<!-- {mark} -->\n```\n(.*?)```", README, re.S)
    assert match, f"the README has no block {mark}"
    return match.group(1)


def shell_lines(mark: str | None = None) -> list[tuple[str, str]]:
    """The commands of the shell blocks, as (page, command); with a mark, of those so marked."""
    return [
        (page, command.strip())
        for page, text in PAGES.items()
        if page != GENERATED
        for its, language, body in FENCED.findall(text)
        if not language and its not in NO_COMMANDS and mark in (None, its)
        for line in body.splitlines()
        for command in line.split(" && ")
        if command.strip()
    ]


def spoken_code() -> list[tuple[str, str]]:
    """What stands between single backticks outside of blocks, as (page, code); the changelog tells
    of what was.
    """
    return [
        (page, code)
        for page, text in PAGES.items()
        if page != "CHANGELOG.md"
        for code in CODE.findall(FENCED.sub("", text))
    ]


def words_of(command: str) -> list[str]:
    """The words of a command without the settings before it."""
    words = shlex.split(command, comments=True)
    while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
        words.pop(0)
    return words


@cache
def parser(program: str):
    return parser_of(program)


def wrong_in(words: list[str]) -> str | None:
    """What a command of this project has that does not exist; None where all does."""
    program, *arguments = words
    try:
        parser(program).parse_args(arguments)
    except SystemExit:
        return f"python -m {shlex.join(words)}"
    return None


def test_each_of_the_two_commands_sets_up_all_it_needs():
    for mark in ("chat", "tests"):
        assert block(mark).startswith("python3 -m venv .venv && .venv/bin/pip install")
        assert len(block(mark).splitlines()) == 1


def test_the_readme_is_two_screens():
    lines = README.splitlines()
    assert len(lines) <= 90
    assert max(map(len, lines)) <= 100


@pytest.fixture(scope="module")
def beside_samples(tmp_path_factory):
    """A folder with a store of the sample letters, ``store-samples``."""
    folder = tmp_path_factory.mktemp("documents")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert ran("index", ["add", "--samples", "--store", "store-samples"]) == 0
    return folder


def ran(program: str, arguments: list[str]) -> int:
    """The exit code of a command of this project."""
    return import_module(f"{program}.__main__").main(arguments)


@pytest.mark.model
def test_the_transcript_is_how_the_answer_begins(beside_samples, monkeypatch, capsys):
    """The lines are broken for the page; the words are those of the command."""
    command, *shown, last = block("transcript").splitlines()
    assert last == "…" and len(shown) < 15
    program, *arguments = words_of(command.removeprefix("$ "))[2:]
    monkeypatch.chdir(beside_samples)
    capsys.readouterr()
    assert ran(program, arguments) == 0
    printed = capsys.readouterr().out.split()
    begun = " ".join(shown).split()
    assert printed[: len(begun)] == begun


@pytest.mark.model
@pytest.mark.parametrize(("page", "command"), shell_lines("run"))
def test_what_is_marked_to_run_runs_on_the_samples(page, command, beside_samples, monkeypatch):
    words = words_of(command)
    assert words[:2] == ["python", "-m"], f"{page}: {command}"
    monkeypatch.chdir(beside_samples)
    assert ran(words[2], words[3:]) == 0


def test_every_command_of_the_documents_exists_with_its_options():
    extras = re.findall(r"^(\w+) = \[", (ROOT / "pyproject.toml").read_text("utf-8"), re.M)
    for page, command in shell_lines():
        words = words_of(command)
        name = Path(words[0]).name
        if name in ("python", "python3"):
            assert words[1] == "-m"
            if words[2] in PROGRAMS:
                assert wrong_in(words[2:]) is None, page
            elif words[2] not in ("venv", "pytest"):
                assert (ROOT / words[2].replace(".", "/")).with_suffix(".py").exists(), page
        elif name == "pip":
            assert words[1] == "install"
            for extra in re.findall(r"\.\[(.+?)\]", command):
                assert set(extra.split(",")) <= set(extras), f"{page}: {command}"
        elif name == "streamlit":
            assert words[1] == "run" and (ROOT / words[2]).exists()
        elif name in ("ruff", "ty"):
            assert all((ROOT / word).exists() for word in words[2:]), f"{page}: {command}"
        elif name == "lint-imports":
            assert words == ["lint-imports"]
        else:
            assert words == ["source", ".venv/bin/activate"], f"{page}: {command}"


def test_every_command_and_option_that_the_text_names_exists():
    options = {
        option
        for program in PROGRAMS
        for _, command in commands_of(parser(program)).values()
        for option in options_of(command)
    }
    for page, code in spoken_code():
        if code.startswith("--"):
            assert re.split(r"[ =]", code)[0] in options, f"{page}: {code}"
        words = words_of(code) if "python -m " in code else []
        if len(words) > 3 and words[2] in PROGRAMS:
            assert wrong_in(words[2:]) is None, page


def test_the_page_of_the_command_line_is_what_the_parsers_tell():
    assert PAGES[GENERATED] == command_line_page(), (
        "write it anew with: python -m evals.command_reference"
    )


def test_the_page_of_the_command_line_has_every_command():
    for program in PROGRAMS:
        for name in commands_of(parser(program)):
            assert f"\n### {program} {name}\n" in PAGES[GENERATED]


def links_of(page: str) -> list[str]:
    """Where the links and pictures of a page lead, but for other sites."""
    links = re.findall(r"\]\(([^)\s]+)\)", FENCED.sub("", PAGES[page]))
    return [link for link in links if not link.startswith("https://")]


def anchors_of(page: str) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    return {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", FENCED.sub("", PAGES[page]), re.M)
    }


def led_to(page: str, link: str) -> tuple[str, str]:
    """The file of the repository that a link of a page names, and the anchor in it."""
    file, _, anchor = link.partition("#")
    path = (ROOT / page).parent / file if file else ROOT / page
    return path.resolve().relative_to(ROOT.resolve()).as_posix(), anchor


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page):
    for link in links_of(page):
        file, anchor = led_to(page, link)
        assert (ROOT / file).exists(), link
        assert not anchor or anchor in anchors_of(file), link


def test_every_page_can_be_reached_from_the_readme():
    reached, ahead = set(), ["README.md"]
    while ahead:
        page = ahead.pop()
        if page not in reached and page in PAGES:
            reached.add(page)
            ahead += [led_to(page, link)[0] for link in links_of(page)]
    assert reached == set(PAGES)


def test_every_file_that_the_text_names_exists():
    ours = re.compile(r"(?:index|assistant|evals|tests|docs|\.streamlit|\.ci)/[\w./-]*")
    for page, code in spoken_code():
        if ours.fullmatch(code) and "secrets" not in code:
            assert (ROOT / code).exists(), f"{page}: {code}"


def test_no_page_names_a_path_of_one_machine():
    for page, text in PAGES.items():
        assert not re.search(r"(?<![\w.])/(?:home|root|tmp|work|Users|usr|opt)/", text), page


def test_each_kind_of_question_has_an_example_that_is_read_so():
    table = PAGES["docs/asking.md"].split("<!-- kinds -->\n")[1].split("\n\n")[0]
    rows = re.findall(r"^\| `(.+?)` \|.*\| “(.+)” \|$", table, re.M)
    assert [kind for kind, _ in rows] == [name.value for name in INTENTS]
    for kind, example in rows:
        if INTENTS[IntentName(kind)].is_readable:
            assert read(example).query.intent.value == kind, example


def test_every_setting_of_the_environment_is_told():
    read = {variable(field) for field in Settings.model_fields} - {"IMR_REQUIRE_ALL"}
    documented = re.findall(r"`(IMR_[A-Z_]+)`", PAGES["docs/operations.md"].split("## Log")[0])
    assert set(documented) == read


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
