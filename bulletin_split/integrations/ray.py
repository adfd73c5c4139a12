"""A function for Ray Data: a batch of files in, a table of records out.

    pages = ray.data.read_binary_files(folder, include_paths=True, file_extensions=["txt"])
    records = pages.map_batches(split_pages, batch_format="pyarrow", fn_kwargs={"root": folder})
    records.write_parquet("s3://shelf/articles")

The function needs nothing of Ray, only pyarrow, so any engine that hands tables of
``path`` and ``bytes`` around can call it.  Its columns are those of ``-o FILE.parquet``, their types fixed: a batch in
which no article has a headline has a column of text all the same, and the files that
are written fit together.
"""

from __future__ import annotations

import os
from typing import Any

from ..errors import MissingExtra
from ..model import Options, Record
from ..pipeline import split

try:
    import pyarrow as pa

    from ..batch.parquet import RECORD
except ImportError as cause:
    raise MissingExtra("the Ray step", "ray") from cause


def name_of(path: str, root: str) -> str:
    """The name of a file in its records: its path below ``root``, with ``/``.

    >>> name_of("shelf/pages/1920/1.txt", "s3://shelf/pages/"), name_of("/a/b.txt", "")
    ('1920/1.txt', 'b.txt')
    """
    given, base = path.split("://")[-1], root.split("://")[-1].rstrip("/")
    for start in (base, os.path.abspath(base)) if base else ():
        if given.startswith(start + "/"):
            return given[len(start) + 1 :]
    return given.rsplit("/", 1)[-1]


def split_pages(table: Any, *, root: str = "", options: Options | None = None) -> Any:
    """The records of a batch of files, in their order, as a table with `parquet.RECORD`.

    ``table`` has the columns ``path`` and ``bytes`` of ``read_binary_files``; ``root``
    is the folder that was read, which record ids leave out.

        >>> batch = pa.table({"path": ["/pages/1.txt"], "bytes": ["本报讯 昨日晴。".encode()]})
        >>> split_pages(batch, root="/pages").column("id").to_pylist()
        ['1.txt:0']
    """
    rows = []
    for path, data in zip(
        table.column("path").to_pylist(), table.column("bytes").to_pylist(), strict=True
    ):
        rows += [_row(record) for record in split(data, options, name=name_of(path, root))]
    return pa.Table.from_pylist(rows, RECORD)


def _row(record: Record) -> dict[str, Any]:
    return {**record, "repairs": list(record["repairs"].items())}
