"""A reader of raw pages and a step that cuts them into articles, for datatrove.

One pipeline runs with datatrove's executors on a laptop, on Slurm and on Ray; resuming,
statistics, and the filters and deduplication behind the step are datatrove's own.

    PageReader("s3://shelf/pages", glob_pattern="**/*.txt")
    SplitPages(Options(publication="青川日报"))
    JsonlWriter("s3://shelf/articles")

A record here is what the command gives for the same file below the same folder: the
document's ``id`` and ``text`` are the record's, ``metadata`` is the rest of it, as
``--format datatrove`` writes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, Literal

from ..encoding import Decoder
from ..errors import MissingExtra
from ..model import Options, Record
from ..pipeline import split
from .exports import datatrove as form

try:
    from datatrove.data import Document, MediaType
    from datatrove.pipeline.base import PipelineStep
    from datatrove.pipeline.readers.base import BaseDiskReader
except ImportError as cause:
    raise MissingExtra("the datatrove step", "datatrove") from cause

BYTES = "bulletin_split"
"""The id of the medium in which `PageReader` hands the bytes of a page on.

They are split as the command would split them, each page by its own encoding, unless a
step in between has changed the text: then the text is.
"""


class PageReader(BaseDiskReader):
    """Reads files of text, each of them one document: a page, or pages with form feeds.

    ``data_folder`` is any path that fsspec opens, ``glob_pattern`` which files below it
    are pages (``"**/*.txt"``), ``encoding`` a codec that overrides detection,
    ``compression`` as for datatrove's other readers.  What else it takes is
    ``BaseDiskReader``'s.  A document's id is the file's path below the folder.

    A file that cannot be read ends its task, which the next run takes up again; files
    without text give no document.
    """

    name = "📰 Pages"

    def __init__(
        self,
        data_folder: Any,
        *,
        glob_pattern: str | None = None,
        encoding: str | None = None,
        compression: Literal["infer", "gzip", "zstd"] | None = "infer",
        add_file_path: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(
            data_folder, glob_pattern=glob_pattern, add_file_path=add_file_path, **more
        )
        self.encoding, self.compression = encoding, compression

    def read_file(self, filepath: str) -> Iterator[Any]:
        """The one document of a file."""
        with self.data_folder.open(filepath, "rb", compression=self.compression) as stream:
            data = stream.read()
        with self.track_time():
            decoder = Decoder(self.encoding)
            text = decoder.feed(data) + decoder.close()
            medium = {
                "id": BYTES,
                "type": MediaType.DOCUMENT,
                "url": filepath,
                "media_bytes": data,
                "metadata": {"text": hash(text), "encoding": self.encoding},
            }
            found = {"text": text, "id": filepath, "media": [medium]}
            document = self.get_document_from_dict(found, filepath, 0) if text else None
        if document:
            yield document


class SplitPages(PipelineStep):
    """Turns each document, a raw page, into the documents of its articles.

    ``options`` are the command's; ``encoding`` among them is for `PageReader`.
    ``on_discard`` is called with what is in no record.  Behind any other reader the
    document's text is the page and its id the page's name; what its metadata hold is
    kept in ``source.metadata`` of its articles.

    Counted in the statistics: ``pages``, ``records``, ``discards``, and records by
    kind and by flag, ``kind_article`` or ``flag_headline_missing``.
    """

    type = "✂️ - SPLITTER"
    name = "📰 bulletin-split"

    def __init__(
        self, options: Options | None = None, on_discard: Callable[[Any], None] | None = None
    ) -> None:
        super().__init__()
        self.options, self.on_discard = options or Options(), on_discard

    def run(self, data: Iterable[Any] | None, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """The articles of the pages, in their order."""
        for page in data or ():
            with self.track_time():
                documents = [Document(**form(record)) for record in self._records(page)]
            for document in documents:
                self.update_doc_stats(document)
                yield document

    def _records(self, page: Any) -> list[Record]:
        discards: list[Any] = []
        data, options = page.text, self.options
        for medium in page.media:
            if medium.id == BYTES and medium.metadata["text"] == hash(page.text):
                data = medium.media_bytes
                options = replace(options, encoding=medium.metadata["encoding"])
        records = split(data, options, name=page.id, on_discard=discards.append)
        if page.metadata:
            for record in records:
                record["source"]["metadata"] = page.metadata
        for discard in discards if self.on_discard else ():
            self.on_discard(discard)  # type: ignore[misc]
        self._count(records, len(discards))
        return records

    def _count(self, records: list[Record], discards: int) -> None:
        self.stat_update("pages")
        for label, value in (("records", len(records)), ("discards", discards)):
            if value:
                self.stat_update(label, value=value, unit="page")
        for record in records:
            self.stat_update(
                f"kind_{record['kind']}", *(f"flag_{flag}" for flag in record["flags"])
            )
