"""What runs in the process in which letters are read, which `index.readers.apart` starts.

It takes calls of functions of `index.readers` and `index.extraction` from its standard input and
answers on its standard output, one at a time, until its input ends. Its memory is bounded as a
whole, and its computing time for each call.
"""

import importlib
import os
import pickle
import shutil
import struct
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO

from index.bounds import plain_words
from index.layouts.refusal import UnknownLayout
from index.letter import UnreadableLetter

try:
    import resource
except ImportError:  # an operating system without such limits: only the waiting is bounded there
    resource = None  # type: ignore[assignment]

#: Tells how many bytes follow.
LENGTH = struct.Struct(">Q")
#: What an answer is: the function's value, an error of its own, or that the memory was not enough.
VALUE, ERROR, MEMORY = "value", "error", "memory"
_PACKAGES = ("index.readers.", "index.extraction.")


def send(outlet: BinaryIO, message: object) -> None:
    """Write one message."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    outlet.write(LENGTH.pack(len(data)))
    outlet.write(data)
    outlet.flush()


def receive(inlet: BinaryIO) -> Any:
    """Read one message.

    Raises:
        EOFError: the other side has ended.
    """
    head = inlet.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    (length,) = LENGTH.unpack(head)
    data = inlet.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)


def _answer(name: str, arguments: tuple[Any, ...]) -> tuple[str, Any]:
    try:
        return VALUE, _function(name)(*arguments)
    except MemoryError:
        return MEMORY, None
    except (UnreadableLetter, UnknownLayout, IndexError) as error:
        return ERROR, type(error)(plain_words(error, 1_000))
    # Whatever a reader stumbles over is a fault of the file.
    except Exception as error:
        return ERROR, UnreadableLetter(
            f"cannot be read ({type(error).__name__}: {plain_words(error)})"
        )


def _function(name: str) -> Callable[..., Any]:
    module, _, function = name.rpartition(".")
    if not f"{module}.".startswith(_PACKAGES):
        raise ValueError(f"{name} is no function that reads letters")
    return getattr(importlib.import_module(module), function)


def _bound_memory(megabytes: int) -> None:
    if resource is not None:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _bound_computing(seconds: int) -> None:
    """Let this process end when it has computed ``seconds`` more; programs that it starts, as
    tesseract, count by themselves.
    """
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        with suppress(ValueError, OSError):
            _, hard = resource.getrlimit(resource.RLIMIT_CPU)
            resource.setrlimit(
                resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + seconds, hard)
            )


def main(megabytes: int, seconds: int, folder: str) -> None:
    """Answer calls until the input ends, in so much memory, and in so many seconds of computing for
    each; then remove ``folder``, that of this process's temporary files.

    The process that started this one removes the folder too, but not where it is killed.
    """
    try:
        _serve(megabytes, seconds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(megabytes: int, seconds: int) -> None:
    inlet, outlet = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):  # what a library prints is no answer
        os.dup2(nothing, standard)
    importlib.import_module("index.readers")
    _bound_memory(megabytes)
    with suppress(EOFError, BrokenPipeError):
        while True:
            name, arguments = receive(inlet)
            _bound_computing(seconds)
            answer = _answer(name, arguments)
            try:
                send(outlet, answer)
            except MemoryError:
                send(outlet, (MEMORY, None))
            del arguments, answer
