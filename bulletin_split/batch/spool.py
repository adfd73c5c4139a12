"""Parts of a file on their way from who makes them to who owns the file.

A part is held in memory while it is small; a larger one waits in a file beside the
output, whose name is what is sent.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress

from ..sink import draft_name, output_errors, writer
from .formats import Store, packer

HELD = 4 << 20
"""Bytes of a batch that are held in memory; more go through a file.

Also the size up to which an input's records are held until all of it has been read, so
that one which fails leaves none; a larger one to a pipe leaves those that were settled.
"""

Part = bytes | str
"""Bytes that come back from a worker, or the name of the file that they wait in."""


class Spool:
    """Bytes that are put together: in memory up to `HELD`, then in a file of ``folder``."""

    def __init__(self, folder: str) -> None:
        self._folder, self._path, self._fd = folder, "", -1
        self._held = bytearray()
        self.size = 0

    def write(self, data: bytes) -> None:
        """Put bytes behind the others.  Raises `OSError`."""
        self._held += data
        self.size += len(data)
        if len(self._held) > HELD:
            self._spill()

    def _spill(self) -> None:
        if self._fd < 0:
            self._path = os.path.join(self._folder, draft_name())
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
            self._fd = os.open(self._path, flags, 0o600)
        writer(self._fd)(self._held)
        self._held.clear()

    def cut(self, size: int) -> None:
        """Forget what stands behind the first ``size`` bytes."""
        if self._fd >= 0:
            self._spill()
            os.ftruncate(self._fd, size)
            os.lseek(self._fd, size, os.SEEK_SET)
        else:
            del self._held[size:]
        self.size = size

    def packed(self, suffix: str) -> Part:
        """All of it as one part of a file with this suffix; the spool is empty then."""
        pack = packer(suffix) if self.size else None
        if self._fd < 0:
            data = bytes(self._held)
            return pack.compress(data) + pack.flush() if pack else data
        self._spill()
        if pack is None:
            fd, self._fd = self._fd, -1
            os.close(fd)
            return self._path
        after = Spool(self._folder)
        try:
            os.lseek(self._fd, 0, os.SEEK_SET)
            while data := os.read(self._fd, 1 << 20):
                after.write(pack.compress(data))
            after.write(pack.flush())
            self.drop()
            return after.packed("")
        except BaseException:
            after.drop()
            raise

    def drop(self) -> None:
        """Give up what is there, and the file that `packed` named."""
        if self._fd >= 0:
            fd, self._fd = self._fd, -1
            with suppress(OSError):
                os.close(fd)
        if self._path:
            discard([self._path])


def append(parts: Iterable[Part], store: Store) -> None:
    """Append parts to the file that they belong to.  Raises `OutputError`."""
    for part in parts:
        if isinstance(part, bytes):
            with output_errors(store.name):
                store.append(part)
            continue
        with output_errors(part), open(part, "rb") as stream:
            while data := stream.read(1 << 20):
                with output_errors(store.name):
                    store.append(data)


def taken(part: Part) -> Part:
    """A part that another process has made, now this one's.  Raises `OutputError`.

    Under its maker's name it would be swept away with what that leaves half done if it dies.
    """
    if isinstance(part, bytes):
        return part
    name = os.path.join(os.path.dirname(part), draft_name())
    with output_errors(part):
        os.replace(part, name)
    return name


def discard(parts: Iterable[Part]) -> None:
    """Remove the files in which parts wait, or have waited."""
    for part in parts:
        if isinstance(part, str):
            with suppress(OSError):
                os.unlink(part)
