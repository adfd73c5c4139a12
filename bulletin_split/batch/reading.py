"""The bytes of a page, unpacked, in pieces; and all that can go wrong on the way.

Whatever a file does while it is read is a failure of that file alone: it vanishes,
grows, is no gzip in spite of its name, or unpacks without end.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Container, Iterator
from contextlib import ExitStack
from functools import lru_cache
from typing import IO, TYPE_CHECKING, Any, NamedTuple, cast

from ..errors import MissingExtra
from .inputs import PACKED, STDIN, Identity, InputError, Page, kind_of

if TYPE_CHECKING:
    from zipfile import ZipFile

PIECE = 65_536
"""Bytes of one read: what a pipe holds, and as fast as any larger piece."""

FREE = 8 << 20
"""Bytes that any packed input may become, whatever the limit on its ratio."""


class Limit(NamedTuple):
    """What a packed input may become: ``times`` its size (but `FREE` at least), or ``size``.

    Text packs 3 to 10 times, tables and repeated pages perhaps 50; a bomb a thousand.
    """

    times: int | None = 200
    size: int | None = None

    def of(self, packed: int) -> int:
        """The limit in bytes for an input of this size."""
        if self.size is not None:
            return self.size
        return max(FREE, (self.times or 0) * packed)

    def __str__(self) -> str:
        return f"{self.times} times its size" if self.size is None else f"{self.size} bytes"


DEFAULT_LIMIT = Limit()


def pieces(
    page: Page, outputs: Container[Identity | None] = (), limit: Limit = DEFAULT_LIMIT
) -> Iterator[bytes]:
    """The bytes of a page as they come, at most `PIECE` at a time.

    A pipe's bytes are handed on as soon as they are there.  Raises `InputError` where
    the page cannot be read, is one of the files that the run writes to, passes the
    limit, or is another when its end is read than it was at its beginning.
    """
    if page.path is None and sys.stdin is None:
        raise InputError(STDIN, OSError(errno.EBADF, "it is closed"))
    try:
        with ExitStack() as stack:
            if page.member is not None and not page.path.lower().endswith(".tar"):  # type: ignore[union-attr]
                fd, packed = -1, page.size
                read: Callable[[int], bytes] = stack.enter_context(_zip_member(page)).read
            else:
                fd = _opened(page, stack)
                before = os.fstat(fd)
                if _identity(before) in outputs and stat.S_ISREG(before.st_mode):
                    raise InputError(
                        page.shown, "it is the output as well", "write to another place"
                    )
                packed = before.st_size
                read = _plain(fd, page)
            suffix = os.path.splitext(page.name or "")[1].lower()
            if suffix in PACKED:
                yield from _unpacked(read, suffix, packed, page, limit, stack)
            elif fd < 0:
                yield from _counted(read, packed, page, limit)
            else:
                while piece := read(PIECE):
                    yield piece
            if fd >= 0 and page.path is not None and _changed(before, os.fstat(fd)):
                raise InputError(page.shown, "it changed while it was read", "run again")
    except OSError as cause:
        raise InputError(page.shown, cause) from cause


def _identity(status: os.stat_result) -> Identity:
    return status.st_dev, status.st_ino


def _changed(before: os.stat_result, after: os.stat_result) -> bool:
    return stat.S_ISREG(before.st_mode) and (before.st_size, before.st_mtime_ns) != (
        after.st_size,
        after.st_mtime_ns,
    )


def _opened(page: Page, stack: ExitStack) -> int:
    """A descriptor of the page's file.  What was a plain file when it was found is one still.

    Opened without waiting: a pipe that has taken the file's place would wait for ever.
    """
    if page.path is None:
        return 0
    wait = 0 if page.size < 0 else os.O_NONBLOCK
    fd = os.open(page.path, os.O_RDONLY | os.O_CLOEXEC | wait)
    stack.callback(os.close, fd)
    if page.size >= 0:
        mode = os.fstat(fd).st_mode
        if not stat.S_ISREG(mode):
            what = "a folder" if stat.S_ISDIR(mode) else kind_of(mode)
            raise InputError(page.shown, f"it has become {what}", "run again")
        if page.member is not None:
            os.lseek(fd, page.member, os.SEEK_SET)
    return fd


def _plain(fd: int, page: Page) -> Callable[[int], bytes]:
    """How to read a descriptor: to its end, or as far as a tar's member goes."""
    if page.member is None:
        return lambda size: os.read(fd, size)
    left = page.size

    def read(size: int) -> bytes:
        nonlocal left
        piece = os.read(fd, min(size, left))
        left -= len(piece)
        if left and not piece:
            raise InputError(page.shown, "the archive ends in its midst", "get another copy")
        return piece

    return read


@lru_cache(maxsize=1)
def _archive(path: str, _stamp: tuple[int, int]) -> ZipFile:
    """A zip with its directory read, kept for the members that follow."""
    from zipfile import ZipFile

    return ZipFile(path)


def _zip_member(page: Page) -> IO[bytes]:
    status = os.stat(cast("str", page.path))
    try:
        archive = _archive(cast("str", page.path), (status.st_size, status.st_mtime_ns))
        return archive.open(archive.infolist()[cast("int", page.member)])
    except OSError:
        raise
    except Exception as cause:  # encrypted, packed in an unknown way, damaged
        raise InputError(
            page.shown, f"it cannot be unpacked ({cause})", "unpack it first"
        ) from cause


def _unpacked(
    read: Callable[[int], bytes],
    suffix: str,
    packed: int,
    page: Page,
    limit: Limit,
    stack: ExitStack,
) -> Iterator[bytes]:
    """The unpacked bytes of a packed stream, which may have several parts."""
    stream = stack.enter_context(opener(suffix)(_Stream(read)))
    yield from _counted(
        stream.read1 if hasattr(stream, "read1") else stream.read, packed, page, limit
    )


def opener(suffix: str) -> Callable[[Any], Any]:
    """What opens a binary stream packed in this way; raises `MissingExtra`."""
    if suffix == ".gz":
        from gzip import GzipFile

        return lambda stream: GzipFile(fileobj=stream)
    if suffix == ".bz2":
        from bz2 import BZ2File

        return BZ2File
    if suffix == ".xz":
        from lzma import LZMAFile

        return LZMAFile
    if sys.version_info >= (3, 14):
        from compression.zstd import ZstdFile

        return ZstdFile
    try:
        import zstandard  # noqa: F401
    except ImportError:
        raise MissingExtra("reading or writing .zst", "zstd") from None
    return _Zstd


class _Zstd:
    """A zstd file of any number of frames, read with `zstandard`.

    Its own reader takes a file that ends in the midst of a frame for a whole one.  So
    little is unpacked at once that the densest bomb makes no more than 32 MiB of it.
    """

    STEP = 1_024

    def __init__(self, stream: Any) -> None:
        from zstandard import ZstdDecompressor

        self._stream, self._new = stream, ZstdDecompressor().decompressobj
        self._frame, self._packed, self._ready = self._new(), b"", bytearray()
        self._is_begun = False

    def __enter__(self) -> _Zstd:
        return self

    def __exit__(self, *_error: object) -> None:
        self._ready.clear()

    def read(self, size: int) -> bytes:
        """So many bytes, or fewer where the file ends; `EOFError` where a frame does not."""
        while len(self._ready) < size:
            if not self._packed:
                self._packed = self._stream.read(PIECE)
                if not self._packed:
                    if self._is_begun:
                        raise EOFError
                    break
            step, self._packed = self._packed[: self.STEP], self._packed[self.STEP :]
            self._is_begun = True
            self._ready += self._frame.decompress(step)
            if self._frame.eof:
                self._packed = self._frame.unused_data + self._packed
                self._frame, self._is_begun = self._new(), False
        out = bytes(self._ready[:size])
        del self._ready[:size]
        return out


class _Stream:
    """As much of a binary file as the unpackers ask for, over a function that reads.

    A pipe may give less than is asked for.  Data are taken as they come, but the few bytes
    of a header must be whole: `gzip` takes half of its two for those of some other file.
    """

    HEADER = 64

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read

    def read(self, size: int = -1) -> bytes:
        data = self._read(PIECE if size < 0 else size)
        while 0 < len(data) < size <= self.HEADER and (more := self._read(size - len(data))):
            data += more
        return data

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def close(self) -> None:
        pass


def _counted(
    read: Callable[[int], bytes], packed: int, page: Page, limit: Limit
) -> Iterator[bytes]:
    """Pieces of what is unpacked, as far as the limit allows."""
    most, total = limit.of(packed), 0
    while True:
        try:
            piece = read(PIECE)
        except InputError:
            raise
        except Exception as cause:  # each library has its own errors for damage
            if isinstance(cause, OSError) and cause.errno:
                raise
            if isinstance(cause, EOFError):
                cause = EOFError("they end too early")
            raise InputError(
                page.shown, f"its packed data are damaged ({cause})", "get another copy"
            ) from cause
        if not piece:
            return
        total += len(piece)
        if total > most:
            raise InputError(
                page.shown,
                f"it unpacks to more than {limit}",
                "raise --max-expand if it is no bomb",
            )
        yield piece
