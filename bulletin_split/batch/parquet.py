"""Parquet: the record's schema in Arrow's types, and row groups as they fill.

The columns are those of the record, in its order, and their types never change with
what is in them: ``repairs`` is a map, everything that may be null is nullable.  What a
column of text cannot hold, a lone surrogate of a file name that is no text, is written
as its escape.  Needs pyarrow, which the extra ``parquet`` brings.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from json import loads
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ..sink import OutputError
from .formats import Store

GROUP_ROWS = 8_192
GROUP_BYTES = 16 << 20
"""A row group is written when it has so many rows, or so many bytes of JSON."""

_TEXT, _INT = pa.string(), pa.int64()


def _struct(*names: str) -> pa.DataType:
    return pa.struct([(name, _TEXT) for name in names])


RECORD = pa.schema(
    [
        ("id", _TEXT),
        ("kind", _TEXT),
        ("headline", _TEXT),
        ("decks", pa.list_(_struct("role", "text"))),
        ("byline", pa.list_(_struct("name", "role"))),
        ("dateline", _struct("text", "agency", "place", "date")),
        ("text", _TEXT),
        ("page", _struct("publication", "date", "number", "section")),
        ("jump", _struct("from", "to")),
        ("flags", pa.list_(_TEXT)),
        ("confidence", pa.float64()),
        ("repairs", pa.map_(_TEXT, _INT)),
        (
            "source",
            pa.struct([("path", _TEXT), ("encoding", _TEXT), ("spans", pa.list_(pa.list_(_INT)))]),
        ),
    ]
)
"""The columns of a record, as `record.schema.json` describes it."""

DISCARD = pa.schema([("path", _TEXT), ("reason", _TEXT), ("span", pa.list_(_INT)), ("text", _TEXT)])


class ParquetStore(Store):
    """A store that takes JSON Lines and writes row groups."""

    def __init__(self, fd: int, name: str, kind: str) -> None:
        super().__init__(fd, name, ".parquet")
        self._schema = RECORD if kind == "record" else DISCARD
        self._stream = os.fdopen(os.dup(fd), "wb")
        self._file = pq.ParquetWriter(self._stream, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []
        self._bytes = 0

    def write(self, lines: bytes) -> None:
        for line in lines.split(b"\n"):
            if line:
                self._rows.append(self._row(line))
                self._bytes += len(line)
                if len(self._rows) >= GROUP_ROWS or self._bytes >= GROUP_BYTES:
                    self._group()

    def append(self, part: bytes) -> None:
        self.write(part)

    def end(self) -> None:
        """Nothing: a row group's end has nothing to do with a part's."""

    def size(self) -> int:
        return self._stream.tell()

    def back(self, written: int) -> None:
        """Nothing: rows that are in a group stay."""

    def close(self) -> None:
        self._group()
        self._file.close()
        self.written = self._stream.tell()
        self._stream.close()

    def _row(self, line: bytes) -> dict[str, Any]:
        row: dict[str, Any] = loads(line)
        if b"\\ud" in line:
            row = _as_text(row)
        if "repairs" in row:
            row["repairs"] = list(row["repairs"].items())
        return row

    def _group(self) -> None:
        if self._rows:
            self._file.write_table(pa.Table.from_pylist(self._rows, self._schema))
        self._rows, self._bytes = [], 0


def _as_text(value: Any) -> Any:
    """The same value without lone surrogates."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    if isinstance(value, dict):
        return {key: _as_text(item) for key, item in value.items()}
    return value


def rows(path: str, columns: list[str]) -> Iterator[dict[str, Any]]:
    """Rows of a file, some of their columns, a group at a time.  Raises `OutputError`."""
    try:
        with open(path, "rb") as stream, pq.ParquetFile(stream) as file:
            for batch in file.iter_batches(columns=columns):
                yield from batch.to_pylist()
    except OSError as cause:
        raise OutputError(path, cause) from cause
