"""Reading apart: files are read in a process of its own, so that one that ends, hangs or fills it
is a reason for one file.

A worker lives as long as its files let it; one that a file ended is followed by a fresh one.
"""

import atexit
import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from index.letter import Letter, Text, UnreadableLetter
from index.readers import worker
from index.readers.pdf import Rectangle

if TYPE_CHECKING:
    from index.determination import Determination
    from index.extraction.attributes import ItemFacets

#: What reading one file may take: memory in MB, seconds of computing, and seconds of waiting for
#: all of it (text recognition runs in programs of its own, whose computing is not counted).
MEMORY, COMPUTING, WAITING = 1_024, 30, 900
#: How many files a worker reads before a fresh one follows: what the libraries keep does not grow
#: without end.
_FILES = 2_000
_ROOT = Path(__file__).parents[2]
_PROGRAM = (
    "import sys; from index.readers.worker import main; "
    "main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])"
)


class _Ended(Exception):
    """The worker is gone; the message is what is said of the file that it read."""


class _Late(_Ended):
    """The worker was ended because the file took too long."""


def _own_peak() -> float:
    """The most memory that this process has held, in MB; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0.0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


class Worker:
    """A process that reads files, one at a time, within bounds; threads wait for one another."""

    def __init__(self, memory: int = MEMORY, computing: int = COMPUTING, waiting: float = WAITING):
        self._memory, self._computing, self._waiting = memory, computing, waiting
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._files = 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._parent = 0
        atexit.register(self.stop)

    def call(self, name: str, *arguments: Any) -> Any:
        """The value of a function of `index.readers` or `index.extraction`, named with its module,
        for these arguments.

        Raises:
            UnreadableLetter: the function raises it or any other error, or it ends the process,
            takes too long, or needs too much memory. IndexError, UnknownLayout: the function raises
            it.
        """
        with self._lock:
            fresh = not self._alive()
            what, value, blames_file = self._tried(name, arguments)
            if not blames_file and not fresh:
                self._stop()
                what, value, _ = self._tried(name, arguments)
            if what == worker.MEMORY:
                self._stop()
                raise UnreadableLetter(self._too_hungry())
        if what == worker.ERROR:
            raise value
        return value

    def stop(self) -> None:
        """End the process; the next call starts another."""
        with self._lock:
            self._stop()

    def _tried(self, name: str, arguments: tuple[Any, ...]) -> tuple[str, Any, bool]:
        """What came back, and whether it is this file's doing: what earlier files left may have
        filled the worker, and something else may have ended it.
        """
        try:
            what, value = self._asked(name, arguments)
        except _Ended as reason:
            return worker.ERROR, UnreadableLetter(str(reason)), isinstance(reason, _Late)
        return what, value, what != worker.MEMORY

    def _asked(self, name: str, arguments: tuple[Any, ...]) -> tuple[str, Any]:
        if self._files >= _FILES:
            self._stop()
        process = self._running()
        self._files += 1
        late = threading.Event()
        watch = threading.Timer(self._waiting, lambda: (late.set(), _kill(process)))
        watch.daemon = True
        watch.start()
        try:
            worker.send(cast(Any, process.stdin), (name, arguments))
            return worker.receive(cast(Any, process.stdout))
        except (EOFError, OSError) as error:
            raise self._how_it_ended(process, late.is_set()) from error
        except (
            BaseException
        ):  # interrupted in mid-answer: what comes next would be taken for another file's
            self._stop()
            raise
        finally:
            watch.cancel()

    def _how_it_ended(self, process: subprocess.Popen[bytes], late: bool) -> _Ended:
        _kill(process)
        most = 0
        if hasattr(os, "wait4"):
            with suppress(ChildProcessError):
                _, status, used = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
                most = used.ru_maxrss >> (20 if sys.platform == "darwin" else 10)
        code = process.wait()
        self._stop()
        if late:
            return _Late(f"reading it took longer than {self._waiting:,.0f} s")
        if hasattr(signal, "SIGXCPU") and code == -signal.SIGXCPU:
            return _Late(f"reading it took longer than {self._computing:,} s of computing")
        # A child starts with the peak of its parent, which says nothing of what it read.
        if most > max(0.7 * self._memory, 1.05 * _own_peak()):
            return _Ended(self._too_hungry())
        return _Ended(f"reading it ended the reader ({_named(code)})")

    def _too_hungry(self) -> str:
        return f"reading it needs more than {self._memory:,} MB of memory"

    def _alive(self) -> bool:
        return (
            self._process is not None
            and self._parent == os.getpid()
            and self._process.poll() is None
        )

    def _running(self) -> subprocess.Popen[bytes]:
        if not self._alive():
            self._stop()
            self._folder = tempfile.TemporaryDirectory(prefix="reader-", ignore_cleanup_errors=True)
            path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
            # Threads of tesseract's own spend more time waiting for one another than they save.
            environment = (
                {"OMP_THREAD_LIMIT": "1"}
                | os.environ
                | {
                    "PYTHONPATH": path,
                    "TMPDIR": self._folder.name,
                    "PYTHONSAFEPATH": "1",
                }
            )
            bounds = [str(self._memory), str(self._computing)]
            command = [sys.executable, "-c", _PROGRAM, *bounds, self._folder.name]
            # In a session of its own: an interrupt from the keyboard is for this process, and what
            # the worker started ends with it.
            pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
            self._process = subprocess.Popen(
                command,
                stdin=pipe,
                stdout=pipe,
                stderr=nothing,
                env=environment,
                start_new_session=True,
            )
            self._files, self._parent = 0, os.getpid()
        return cast("subprocess.Popen[bytes]", self._process)

    def _stop(self) -> None:
        process, folder = self._process, self._folder
        self._process = self._folder = None
        if process is not None:
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    cast(Any, pipe).close()
            if self._parent == os.getpid():
                _kill(process)
                process.wait()
        if folder is not None and self._parent == os.getpid():
            folder.cleanup()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a worker and the programs that it started."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _named(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


#: Reads letters, and draws pages: a page is shown while letters are added.
_READING, _DRAWING = Worker(), Worker()


def text_of(ending: str, data: bytes, recognize: bool = True) -> Text:
    """The text of a letter's file, by the ending of its name; ``recognize`` is whether scans are
    recognized.

    Raises:
        UnreadableLetter: the bytes are not what the ending says, hold no text, or cannot be read
        within bounds.
    """
    return _READING.call("index.readers.text_in", ending, data, recognize)


def extracted(letter: Letter, own: Path | None) -> "tuple[Determination, tuple[ItemFacets, ...]]":
    """`index.extraction.letter.extracted`, worked out apart: no words of a letter can hold up or
    end this process.

    Raises:
        UnknownLayout: no known layout fits, or the letter's decisions do not add up.
        UnreadableLetter: it cannot be taken apart within bounds.
    """
    return _READING.call("index.extraction.letter.extracted", letter, own)


def rectangles(path: Path, page: int, start: int, end: int) -> tuple[Rectangle, ...]:
    """`index.readers.pdf.rectangles`, worked out apart.

    Raises:
        UnreadableLetter: the file cannot be read.
        IndexError: there is no such page.
    """
    return _DRAWING.call("index.readers.pdf.rectangles", path, page, start, end)


def page_image(path: Path, page: int, scale: float = 1.5) -> bytes:
    """`index.readers.pdf.page_image`, drawn apart.

    Raises:
        UnreadableLetter: the file cannot be read, or its page is too large to be drawn.
        IndexError: there is no such page.
    """
    return _DRAWING.call("index.readers.pdf.page_image", path, page, scale)
