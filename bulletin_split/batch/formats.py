"""What a file of records is: JSON Lines, plain or packed, or Parquet; its suffix says.

A `Store` takes JSON Lines and writes them to a descriptor in its way.  Packed files are
made of parts that can be put one behind the other, which is what gzip and zstd allow;
so a worker packs a part and whoever owns the file appends it, and where the parts end
rests on the inputs alone.  The same lines in the same parts give the same bytes.
"""

from __future__ import annotations

import os
import stat
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, Protocol

from ..errors import MissingExtra
from ..sink import OutputError, descriptor_to, output_errors, whole_file, writer
from .reading import opener

FORMATS = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet")

GZIP_LEVEL = 6
ZSTD_LEVEL = 3


class Packer(Protocol):
    """What packs one part: `zlib.compressobj` and its like."""

    def compress(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...


def format_of(path: str) -> str:
    """The format that a name asks for; JSON Lines where it asks for none.

    >>> format_of("a.jsonl.gz"), format_of("a.GZ"), format_of("a.parquet"), format_of("a.json")
    ('.jsonl.gz', '.jsonl.gz', '.parquet', '.jsonl')
    """
    low = path.lower()
    for suffix in FORMATS[1:]:
        if low.endswith("." + suffix.rpartition(".")[2]):
            return suffix
    return FORMATS[0]


def check(suffix: str) -> None:
    """Raise `MissingExtra` where a format's library is not installed."""
    if suffix == ".jsonl.zst":
        packer(suffix)
    elif suffix == ".parquet":
        from importlib.util import find_spec

        if find_spec("pyarrow") is None:
            raise MissingExtra("writing .parquet", "parquet")


def packer(suffix: str) -> Packer | None:
    """A new part of a packed format; ``None`` for those that are not packed."""
    if suffix == ".jsonl.gz":
        return zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    if suffix != ".jsonl.zst":
        return None
    if sys.version_info >= (3, 14):
        from compression.zstd import ZstdCompressor

        return ZstdCompressor(ZSTD_LEVEL)
    try:
        from zstandard import ZstdCompressor
    except ImportError:
        raise MissingExtra("reading or writing .zst", "zstd") from None
    return ZstdCompressor(ZSTD_LEVEL).compressobj()


class Store:
    """A file of records that is being written: `write` lines, `end` a part, `append` parts."""

    def __init__(self, fd: int, name: str, suffix: str) -> None:
        self.name, self.suffix, self.written = name, suffix, 0
        self._fd, self._out = fd, writer(fd)
        self._packer: Packer | None = None

    def write(self, lines: bytes) -> None:
        """Take JSON Lines, whole ones.  Raises `OSError`."""
        if self.suffix == ".jsonl":
            self._put(lines)
            return
        if self._packer is None:
            self._packer = packer(self.suffix)
            assert self._packer is not None
        self._put(self._packer.compress(lines))

    def append(self, part: bytes) -> None:
        """Take bytes that are in the file's own form already, or a piece of them."""
        self._put(part)

    def end(self) -> None:
        """End the part that was begun, if one was."""
        if self._packer is not None:
            self._put(self._packer.flush())
            self._packer = None

    def close(self) -> None:
        """End the file.  One with nothing in it is still a whole one of its kind."""
        if not self.written and self._packer is None:
            self._packer = packer(self.suffix)
        self.end()

    def size(self) -> int:
        """Bytes of the file as far as it is written."""
        return self.written

    def back(self, written: int) -> None:
        """Forget what was written since so many bytes were, at a part's end; a pipe cannot."""
        self._packer = None
        with output_errors(self.name):
            if stat.S_ISREG(os.fstat(self._fd).st_mode) and self._fd > 2:
                os.ftruncate(self._fd, written)
                os.lseek(self._fd, written, os.SEEK_SET)
                self.written = written

    def _put(self, data: bytes) -> None:
        if data:
            self.written += len(data)
            self._out(data)


@contextmanager
def store_to(fd: int, name: str, suffix: str, kind: str = "record") -> Iterator[Store]:
    """A store over a descriptor, closed where the body ends well.  Raises `OutputError`."""
    if suffix == ".parquet":
        from .parquet import ParquetStore

        with output_errors(name):
            made: Store = ParquetStore(fd, name, kind)
    else:
        made = Store(fd, name, suffix)
    yield made
    with output_errors(name):
        made.close()


@contextmanager
def whole_store(path: str, suffix: str, kind: str = "record") -> Iterator[Store]:
    """A store that becomes the file ``path`` when the body ends well, whole or absent."""
    with whole_file(path) as fd, store_to(fd, path, suffix, kind) as made:
        yield made


@contextmanager
def store_at(path: str | None, suffix: str, kind: str = "record") -> Iterator[Store]:
    """A store that writes to where `sink.descriptor_to` leads; raises `OutputError`."""
    with descriptor_to(path) as (fd, name), store_to(fd, name, suffix, kind) as made:
        yield made


@contextmanager
def lines_of(path: str) -> Iterator[Iterator[bytes]]:
    """The lines of a file of JSON Lines, packed or not.  Raises `OutputError`: it is ours."""
    form = format_of(path)
    try:
        with open(path, "rb") as stream:
            if form == ".jsonl":
                yield iter(stream)
            else:
                yield _split(opener(form.removeprefix(".jsonl"))(stream))
    except OSError as cause:
        raise OutputError(path, cause) from cause


def _split(stream: IO[Any]) -> Iterator[bytes]:
    rest = b""
    while piece := stream.read(1 << 20):
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
    if rest:
        yield rest
