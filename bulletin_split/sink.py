"""Where records go: JSON Lines, and files that are whole or absent.

A reader of an archive must never meet half a file.  So a file is written under a
hidden name in the folder where it will stand, brought to the disk, and renamed,
which the file system does at once or not at all; whatever goes wrong before that
leaves what stood there before.  A terminal, a pipe or a device has no such second
name and is written directly.  Nothing is buffered behind our back: what `flush`
has returned from has left the process, so there is nothing to lose at its end.

Packed and columnar files are made in `formats`: `Lines` needs no more than a function
that takes bytes.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from json import JSONEncoder
from typing import Any
from zlib import crc32

from .errors import Error

STDOUT = "standard output"

DESCRIPTORS = {"/dev/stdout": 1, "/dev/stderr": 2}
"""Names of what is open already.

Opening one of them anew would write over the file behind it from its start.
"""

CURES = {
    errno.ENOSPC: "free some space and run again",
    errno.EDQUOT: "free some of your quota and run again",
    errno.EFBIG: "raise the limit on file sizes, or write into a folder with -o OUT/",
    errno.EBADF: "open it for writing, or give -o a file",
    errno.EACCES: "check who may write there",
    errno.EPERM: "check who may write there",
    errno.EROFS: "write to a place that is not read-only",
    errno.ENOENT: "make its folder first",
    errno.ENOTDIR: "a part of its path is a file; give another place",
    errno.EEXIST: "a file stands where the folder should; give another place",
    errno.EISDIR: "a folder has this name; give another",
    errno.EAGAIN: "run with -j 1, or allow more processes",
    errno.ENOMEM: "run with fewer processes, -j 1",
    errno.ENAMETOOLONG: "give the input a shorter name",
}

_encode = JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_drafts = count()

_LIVE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What a terminal or a browser obeys and JSON lets through: DEL, the C1 controls, which
xterm takes for escape sequences, line separators, and the marks of Unicode's bidirectional
algorithm (UAX 9, 2)."""


class OutputError(Error):
    """Something that was to be written could not be: ``NAME: cause; cure``.

    ``errno`` is the system's number for the cause; ``EPIPE`` means that the reader
    has gone, which is no fault.
    """

    def __init__(self, name: str, cause: OSError) -> None:
        self.name, self.errno, self.reason = name, cause.errno or 0, cause.strerror or str(cause)
        cure = CURES.get(self.errno, "check that place and run again")
        super().__init__(f"{name}: {self.reason}; {cure}")


def inert(text: str) -> str:
    r"""JSON in which no character is obeyed by what it is shown on; it says the same.

    >>> print(inert('{"path":"第1版\u202etxt"}'))
    {"path":"第1版\u202etxt"}

    Left alone: all else that is not printable, such as private-use characters.
    """
    return _LIVE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class Lines:
    """A JSON Lines writer: one object a line, real UTF-8, a newline after each.

    ``write`` takes bytes and writes them all; ``name`` is how messages call the
    place.  A lone surrogate, which UTF-8 cannot hold, is written as its JSON
    escape, so a file name in any bytes comes through; so is what is not `inert`.

        >>> out = []
        >>> lines = Lines(out.append, "a list")
        >>> lines.add({"id": "页:0"}); lines.add({"id": "\\ud83d:9"}); lines.flush()
        >>> print(out[0].decode(), end="")
        {"id":"页:0"}
        {"id":"\\ud83d:9"}
    """

    def __init__(self, write: Callable[[bytes], object], name: str) -> None:
        self._write, self.name = write, name
        self._pending: list[str] = []

    def add(self, item: Mapping[str, Any]) -> None:
        """Take one object; it is written at the next `flush`."""
        self._pending.append(_encode(item))

    def flush(self) -> None:
        """Write what was added since the last time; raises `OutputError`."""
        if not self._pending:
            return
        text = inert("\n".join(self._pending) + "\n")
        self._pending.clear()
        with output_errors(self.name):
            self._write(text.encode("utf-8", "backslashreplace"))


@contextmanager
def output_errors(name: str) -> Iterator[None]:
    """Turn the system's errors in the body into `OutputError` about ``name``."""
    try:
        yield
    except OSError as cause:
        raise OutputError(name, cause) from cause


def writer(fd: int) -> Callable[[bytes | bytearray], None]:
    """A function that writes bytes to a descriptor, all of them, at once.

    A pipe set to non-blocking by whoever made it is waited for.
    """

    def write(data: bytes | bytearray) -> None:
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[os.write(fd, rest) :]
            except BlockingIOError:
                from select import select

                select([], [fd], [])

    return write


def draft_name() -> str:
    """A hidden name that nobody else uses: it says which process of which machine does."""
    return f".bulletin-split-{_machine()}-{os.getpid()}-{next(_drafts)}.tmp"


def _machine() -> str:
    return f"{crc32(os.uname().nodename.encode()):08x}"


def sweep(folder: str) -> None:
    """Remove the drafts that a process of this machine left in a folder when it was killed.

    Drafts of a living process stay, and those of other machines, of which we cannot know.
    """
    ours = f".bulletin-split-{_machine()}-"
    with suppress(OSError):
        for name in os.listdir(folder or "."):
            process = name.removeprefix(ours).split("-")[0]
            if name.startswith(ours) and name.endswith(".tmp") and not _is_alive(process):
                with suppress(OSError):
                    os.unlink(os.path.join(folder, name))


def _is_alive(process: str) -> bool:
    """Whether a process runs.  One that was killed and not yet buried by its parent does not."""
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (OSError, ValueError, OverflowError):
        return True
    try:
        with open(f"/proc/{process}/stat", "rb") as status:
            return status.read().rpartition(b") ")[2][:1] not in (b"Z", b"X")
    except OSError:
        return True


class Draft:
    """A file that is complete and not yet in its place: its descriptor, its name now, and then."""

    __slots__ = ("fd", "name", "path")

    def __init__(self, fd: int, name: str, path: str) -> None:
        self.fd, self.name, self.path = fd, name, path

    def sync(self) -> None:
        """Bring its bytes to the disk.  Raises `OutputError`."""
        with output_errors(self.path):
            os.fsync(self.fd)

    def place(self) -> None:
        """Put it where it belongs, at once or not at all.  Raises `OutputError`.

        A file that stood there leaves its permissions to the new one.
        """
        with output_errors(self.path):
            with suppress(FileNotFoundError, PermissionError):
                os.fchmod(self.fd, stat.S_IMODE(os.stat(self.path).st_mode))
            fd, self.fd = self.fd, -1
            os.close(fd)
            os.replace(self.name, self.path)

    def drop(self) -> None:
        """Give it up; what stands in its place stays."""
        if self.fd >= 0:
            fd, self.fd = self.fd, -1
            with suppress(OSError):
                os.close(fd)
        with suppress(OSError):
            os.unlink(self.name)


@contextmanager
def draft_of(path: str, drafts: list[Draft]) -> Iterator[int]:
    """A descriptor whose bytes become one of the ``drafts`` when the body ends well.

    Where the body raises, or the process is told to end, nothing is left.  Raises
    `OutputError`; errors of the body pass unchanged.
    """
    name = os.path.join(os.path.dirname(path), draft_name())
    fd = -1
    try:
        with output_errors(path):
            fd = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        yield fd
        drafts.append(Draft(fd, name, path))
    except BaseException:
        Draft(fd, name, path).drop()
        raise


@contextmanager
def whole_file(path: str, *, sync: bool = True) -> Iterator[int]:
    """A descriptor whose bytes become the file ``path`` when the body ends well.

    Without ``sync`` a crash of the machine may lose it: for what can be made again.
    Where the body raises, or the process is told to end, ``path`` stays what it was.
    Raises `OutputError`; errors of the body pass unchanged.
    """
    drafts: list[Draft] = []
    with draft_of(path, drafts) as fd:
        yield fd
    (draft,) = drafts
    try:
        if sync:
            draft.sync()
        draft.place()
    except BaseException:
        draft.drop()
        raise


@contextmanager
def direct(path: str) -> Iterator[int]:
    """A descriptor that writes straight into what ``path`` names: a device, a pipe.

    ``/dev/stderr``, ``/dev/fd/N`` and their like continue the descriptor that is
    open; raises `OutputError` where it is not, or where ``path`` cannot be opened.
    """
    with output_errors(path):
        number = descriptor(path)
        if number in (0, 1, 2) and (sys.stdin, sys.stdout, sys.stderr)[number] is None:
            raise OSError(errno.EBADF, "it is closed")
        fd = os.open(path, os.O_WRONLY | os.O_CLOEXEC) if number is None else os.dup(number)
    try:
        yield fd
    finally:
        with suppress(OSError):
            os.close(fd)


def descriptor(path: str) -> int | None:
    """The number of the open descriptor that a path stands for, if it does.

    >>> descriptor("/dev/stderr"), descriptor("/dev/fd/63"), descriptor("/tmp/fd/1")
    (2, 63, None)
    """
    folder, _, last = path.rpartition("/")
    if folder in ("/dev/fd", "/proc/self/fd") and last.isascii() and last.isdigit():
        return int(last)
    return DESCRIPTORS.get(path)


def is_direct(path: str) -> bool:
    """Whether a path is written directly: it is open already, or no plain file."""
    if descriptor(path) is not None:
        return True
    try:
        return not stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return False


@contextmanager
def descriptor_to(path: str | None) -> Iterator[tuple[int, str]]:
    """A descriptor that writes to ``path`` and the name for messages; ``None`` is standard output.

    Whole or absent where that can be.  A symbolic link is followed.  Raises
    `OutputError`, for a closed standard output at once: its number may soon belong to
    some other file.
    """
    if path is None:
        if sys.stdout is None:
            raise OutputError(STDOUT, OSError(errno.EBADF, "it is closed"))
        yield 1, STDOUT
    elif is_direct(path):
        with direct(path) as fd:
            yield fd, path
    else:
        real = os.path.realpath(path)
        sweep(os.path.dirname(real))
        with whole_file(real) as fd:
            yield fd, path


@contextmanager
def bytes_to(path: str | None) -> Iterator[Callable[[bytes], None]]:
    """A function that writes bytes to where `descriptor_to` leads."""
    with descriptor_to(path) as (fd, _name):
        yield writer(fd)


@contextmanager
def lines_to(path: str | None) -> Iterator[Lines]:
    """A writer of JSON Lines to where `descriptor_to` leads."""
    with descriptor_to(path) as (fd, name):
        yield Lines(writer(fd), name)
