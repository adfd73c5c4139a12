"""The record of what has been done in an output folder: ``OUT/.bulletin-split/``.

``manifest.jsonl`` is only ever appended to, a line for each input (or each shard) when
its output stands: name, stamp, the options' hash, output and its size, counts, status.
The last line for an output holds.  A run begins and ends with a line of its own; one
that has begun and not ended was killed, and what it left half done is swept away.

``lock`` is held by the system for the process that writes and freed with it, however
it ends; its text says who that is.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from json import JSONDecodeError, dumps, loads
from typing import Any

from .. import __version__
from ..errors import Error
from ..sink import OutputError, output_errors, sweep, writer

FOLDER = ".bulletin-split"
MANIFEST = "manifest.jsonl"
LOCK = "lock"

NEW, CHANGED, DONE, FAILED = "new", "changed", "unchanged", "failed before"
"""How an input stands to what the manifest says of it."""


class Locked(Error):
    """Another run writes into the folder; the message says which."""


def settings(*what: object) -> str:
    """A hash of everything that decides what the output is, this version included.

    >>> settings({"a": 1, "b": {2, 3}}) == settings({"b": {3, 2}, "a": 1})
    True
    """
    from hashlib import blake2b

    return blake2b(_canonical((__version__, *what)).encode(), digest_size=8).hexdigest()


def _canonical(value: object) -> str:
    """A text that is the same for the same value in every process."""
    if is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, dict):
        value = {f"{key!r}:{_canonical(one)}" for key, one in value.items()}
    if isinstance(value, set | frozenset):
        return f"set {sorted(map(_canonical, value))}"
    if isinstance(value, list | tuple):
        return f"list {list(map(_canonical, value))}"
    return repr(value)


class Manifest:
    """What is known of an output folder's inputs, and the file to which more is written.

    Of each line two numbers are held, hashes of what is looked up and of what must
    agree; so 100,000 inputs take about 15 MB.
    """

    def __init__(self, folder: str, settings: str) -> None:
        self._path = os.path.join(folder, FOLDER, MANIFEST)
        self.settings = settings
        self._known: dict[int, int] = {}
        self._lines: list[str] = []
        self._fd = -1
        self.shards: dict[str, dict[str, Any]] = {}
        self.was_killed = False

    def load(self) -> None:
        """Read what earlier runs wrote; a line that a crash cut short says nothing."""
        try:
            with open(self._path, encoding="utf-8", errors="replace") as lines:
                for line in lines:
                    with suppress(JSONDecodeError, KeyError, TypeError, AttributeError):
                        self._learn(loads(line))
        except FileNotFoundError:
            return
        except OSError as cause:
            raise OutputError(self._path, cause) from cause

    def _learn(self, line: dict[str, Any]) -> None:
        if "run" in line:
            self.was_killed = line["run"] == "begin"
        elif "shard" in line:
            self.shards[line["shard"]] = line
        else:
            is_done = line["status"] == "done"
            agree = line["stamp"], line["options"], line["bytes"] if is_done else None
            key = hash((line["input"], line["output"]))
            self._known[key] = hash(agree) & ~1 | (not is_done)

    @property
    def has_lines(self) -> bool:
        """Whether anything has been done before."""
        return bool(self._known or self.shards)

    def state(self, name: str, stamp: str, output: str, size: int | None) -> str:
        """How an input stands; ``size`` is that of its output now, ``None`` where there is none."""
        known = self._known.get(hash((name, output)))
        if known is None:
            return NEW
        if not stamp:
            return CHANGED
        if known & 1:
            return FAILED if known == hash((stamp, self.settings, None)) | 1 else CHANGED
        return DONE if known == hash((stamp, self.settings, size)) & ~1 else CHANGED

    def begin(self) -> None:
        """Open the file for appending and say that a run begins."""
        with output_errors(self._path):
            self._fd = os.open(
                self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666
            )
            size = os.fstat(self._fd).st_size
            if size and os.pread(self._fd, 1, size - 1) != b"\n":
                self._lines.append("")
        self.add(run="begin", version=__version__, pid=os.getpid(), time=_now())
        self.flush()

    def add(self, **line: object) -> None:
        """Take a line; it is written at the next `flush`."""
        self._lines.append(dumps(line, separators=(",", ":")))

    def flush(self) -> None:
        """Write the lines that were added since the last time."""
        if self._lines:
            data = ("\n".join(self._lines) + "\n").encode()
            self._lines.clear()
            with output_errors(self._path):
                writer(self._fd)(data)

    def end(self) -> None:
        """Say that the run has ended, and bring all to the disk."""
        self.add(run="end", time=_now())
        self.flush()
        with output_errors(self._path):
            os.fsync(self._fd)

    def close(self) -> None:
        """Give the file back.  What was to be kept is on the disk by now, whatever this says."""
        if self._fd >= 0:
            fd, self._fd = self._fd, -1
            with suppress(OSError):
                os.close(fd)


def _now() -> str:
    from time import strftime

    return strftime("%Y-%m-%dT%H:%M:%S%z")


@contextmanager
def locked(folder: str) -> Iterator[int]:
    """Hold an output folder, made where there is none; the lock's descriptor comes back.

    Raises `Locked` where another process holds it, and `OutputError`.
    """
    import fcntl

    own = os.path.join(folder, FOLDER)
    path = os.path.join(own, LOCK)
    with output_errors(folder):
        os.makedirs(own, exist_ok=True)
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as cause:
            if cause.errno not in (errno.EAGAIN, errno.EACCES):
                raise OutputError(path, cause) from cause
            holder = "another process"
            with suppress(OSError):
                holder = os.pread(fd, 200, 0).decode("utf-8", "replace").strip() or holder
            raise Locked(f"{folder} is being written by {holder}; wait for its end") from None
        with output_errors(path):
            os.ftruncate(fd, 0)
            who = f"process {os.getpid()} on {os.uname().nodename} since {_now()}"
            os.pwrite(fd, f"{who}\n".encode(), 0)
        yield fd
    finally:
        with suppress(OSError):
            os.close(fd)


def sweep_tree(folder: str) -> None:
    """Remove what killed processes left half written anywhere below an output folder."""
    for path, _folders, _files in os.walk(folder):
        sweep(path)
