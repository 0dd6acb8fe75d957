"""``imr``: every command of this project under one name.

``imr add …`` is ``python -m index add …``, ``imr ask …`` is ``python -m assistant ask …``, ``imr
eval …`` is ``python -m evals …``, and ``imr page`` serves the chat page. A package is imported when
one of its commands is called; ``evals`` by its name, as nothing here may depend on it.
"""

import difflib
import importlib.util
import sys
from importlib import import_module
from pathlib import Path

from index.settings import BadSettings, command_settings

FAILURE, WRONG_USE = 1, 2
#: The script that Streamlit runs for ``imr page``.
PAGE = Path(__file__).parents[1] / "web" / "page" / "app.py"
#: The commands of each package with what they are for, as its own parser tells it.
COMMANDS = {
    "index": {
        "add": "add letters (.txt, .pdf, .html, .docx), tables of letters (.csv, .tsv, .jsonl) and "
        "folders of them",
        "remove": "take letters out of the store; the files themselves are not touched",
        "status": "what the store holds",
        "check": "whether a search by meaning finds every passage; exit code 0 all found, 1 some "
        "not",
        "items": "one row a disputed item",
        "vocabulary": "how many terms are known; what a word stands for; what requests hold that "
        "is not known",
    },
    "assistant": {
        "ask": "answer a question, or a file of them",
        "schema": "print the JSON Schema of a query, which ask --query takes",
        "facets": "count the values of each facet among the items of a selection, as JSON",
        "suggest": "print questions to begin with, drawn from what is indexed, one a line",
        "conversations": "list the conversations that are kept beside the store, show one, or "
        "delete one",
        "feedback": "print what readers said of answers, one JSON object a line",
        "log": "print the exchanges of a log that ask --log FILE or $IMR_LOG kept, one JSON object "
        "a line",
        "models": "the chat models that can word answers here, and what the others need",
        "settings": "print each setting of the environment, its value, and where it comes from",
    },
}
#: The commands that are none of these packages'.
OTHERS = {
    "page": "serve the chat page; what follows goes to Streamlit, as --server.port 8502",
    "eval": "measure the assistant; imr eval --help lists how",
}


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit code is the command's own, 2 for one that there is not."""
    command, *rest = (sys.argv[1:] if arguments is None else arguments) or [""]
    if command in ("-h", "--help"):
        print(help_text())
        return 0
    if command == "page":
        return _page(rest)
    if command == "eval":
        return _eval(rest)
    for package, commands in COMMANDS.items():
        if command in commands:
            return import_module(f"{package}.__main__").main([command, *rest], "imr")
    return _fail(_unknown(command), WRONG_USE)


def help_text() -> str:
    """How ``imr`` is called, with a line for each command."""
    lines = {name: words for commands in COMMANDS.values() for name, words in commands.items()}
    lines |= OTHERS
    width = max(len(name) for name in lines)
    return "\n".join(
        [
            "usage: imr COMMAND ...",
            "",
            "How disputed treatment was decided in independent medical review.",
            "",
            *(f"  {name:{width}}  {words}" for name, words in lines.items()),
            "",
            "imr COMMAND --help tells what a command takes.",
        ]
    )


def _unknown(command: str) -> str:
    if not command:
        return "name a command; imr --help lists them"
    known = [*(name for commands in COMMANDS.values() for name in commands), *OTHERS]
    near = difflib.get_close_matches(command, known, 1)
    meant = f"; did you mean {near[0]}?" if near else ";"
    return f"{command!r} is no command{meant} imr --help lists them"


def _page(rest: list[str]) -> int:
    try:
        command_settings("imr")
    except BadSettings as error:
        return _fail(str(error), WRONG_USE)
    from streamlit.web.cli import main as streamlit

    return streamlit(["run", str(PAGE), *rest], prog_name="streamlit")


def _eval(rest: list[str]) -> int:
    if importlib.util.find_spec("evals") is None:
        return _fail("the evaluations are not installed here; run them in a checkout", FAILURE)
    return import_module("evals.__main__").main(rest)


def _fail(message: str, code: int) -> int:
    print(f"imr: {message}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
