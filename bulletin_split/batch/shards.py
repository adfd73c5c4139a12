"""Numbered files instead of one for each input: ``OUT/shard-00000.jsonl``, ...

Inputs keep their order, and a shard ends with an input, never within one.  With a
number of shards, each gets an equal part of the bytes to be read; with a size, a shard
is full when its file has it.  A shard is the unit of resuming: its line in the manifest
has a hash over its inputs' names and stamps, and where that still agrees the shard
stays.  With a size, what follows the first shard that has changed is done again, since
its boundaries move.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from hashlib import blake2b
from itertools import count, groupby, islice
from typing import Any

from .archive import Run, opened
from .convert import BATCH_BYTES, Result, batches
from .formats import Store, whole_store
from .inputs import Notes, Page, pages
from .manifest import Manifest, locked
from .spool import append
from .workers import Batch

EACH = 1_024
"""Bytes that an input counts for beside its own, so that empty ones are shared out too."""


def shard_name(number: int, suffix: str) -> str:
    """The name of a shard.

    >>> shard_name(7, ".jsonl.gz")
    'shard-00007.jsonl.gz'
    """
    return f"shard-{number:05d}{suffix}"


class _Digest:
    """A hash over inputs, and how many they are."""

    def __init__(self) -> None:
        self._hash, self.inputs = blake2b(digest_size=16), 0

    def add(self, page: Page) -> None:
        self._hash.update(f"{page.name}\0{page.stamp}\0".encode("utf-8", "backslashreplace"))
        self.inputs += 1

    def hex(self) -> str:
        return self._hash.hexdigest()


class Shards:
    """The shards of one run: which stay, and the one that is being written.

    ``discards``: one file for all of them, or a folder for shards of them.
    """

    def __init__(
        self, run: Run, out: str, manifest: Manifest, discards: Store | str | None
    ) -> None:
        self._run, self._out, self._manifest = run, out, manifest
        self._rest = discards if isinstance(discards, str) else None
        self._stack: ExitStack | None = None
        self._records: Store | None = None
        self._others = discards if isinstance(discards, Store) else None
        self._digest = _Digest()
        self._counts = {"failed": 0, "records": 0}
        self.number = 0

    def name(self, number: int) -> str:
        return shard_name(number, self._run.job.suffix)

    def stays(self, number: int) -> dict[str, Any] | None:
        """A shard's line in the manifest, if its file stands and nothing asks to do it again."""
        line = self._manifest.shards.get(self.name(number))
        if line is None or self._run.overwrite or line["options"] != self._manifest.settings:
            return None
        if line["failed"] and self._run.retry_failed:
            return None
        with suppress(OSError):
            if os.stat(os.path.join(self._out, self.name(number))).st_size == line["bytes"]:
                return line
        return None

    def keep(self, line: dict[str, Any]) -> None:
        """Count a shard that stays."""
        self._run.summary.unchanged += line["inputs"] - line["failed"]
        self._run.summary.failed_before += line["failed"]

    @property
    def is_open(self) -> bool:
        """Whether a shard is being written."""
        return self._records is not None

    def size(self) -> int:
        """Bytes of the shard that is being written, as far as they are written."""
        return self._records.size() if self._records else 0

    def add(self, batch: Batch, result: Result) -> None:
        """Append a batch to the shard; raises `Stop`."""
        if self._records is None:
            self._open()
        assert self._records is not None
        append(result.records, self._records)
        if self._others is not None:
            append(result.discards, self._others)
        for page, outcome in zip(batch, result.outcomes, strict=True):
            self._digest.add(page)
            self._counts["failed"] += outcome.cause is not None
            self._counts["records"] += outcome.records
        self._run.note(batch, result)

    def _open(self) -> None:
        self._stack = ExitStack()
        path, suffix = os.path.join(self._out, self.name(self.number)), self._run.job.suffix
        self._records = self._stack.enter_context(whole_store(path, suffix))
        if self._rest is not None:
            os.makedirs(self._rest, exist_ok=True)
            path = os.path.join(self._rest, self.name(self.number))
            self._others = self._stack.enter_context(whole_store(path, suffix, "discard"))

    def end(self, *, full: bool) -> None:
        """Bring the shard to its place, with its line in the manifest; the next one follows."""
        if self._records is None:
            self._open()
        assert self._records is not None
        assert self._stack is not None
        self._stack.close()
        self._manifest.add(
            shard=self.name(self.number),
            options=self._manifest.settings,
            hash=self._digest.hex(),
            inputs=self._digest.inputs,
            bytes=self._records.written,
            full=full,
            **self._counts,
        )
        self._manifest.flush()
        self._records, self._digest = None, _Digest()
        self._counts = {"failed": 0, "records": 0}
        self.number += 1

    def drop(self, error: BaseException) -> None:
        """Give up the shard that is being written; what stood there stays."""
        if self._stack is not None:
            self._stack.__exit__(type(error), error, error.__traceback__)

    def sweep(self) -> None:
        """Remove shards of earlier runs behind the last of this one."""
        for number in count(self.number):
            if self.name(number) not in self._manifest.shards:
                return
            for folder in (self._out, self._rest):
                if folder is not None:
                    with suppress(OSError):
                        os.unlink(os.path.join(folder, self.name(number)))


def sharded(
    run: Run,
    out: str,
    settings: str,
    counts: tuple[int | None, int | None],
    discards: Store | str | None,
) -> None:
    """Convert all inputs into numbered files: so many, or of such a size.

    ``discards``: one file for all of them, or a folder for shards of them.  Raises
    `Stop`, `Locked` and `OutputError`.
    """
    shards, size = counts
    with locked(out) as lock, opened(out, settings) as manifest:
        made = Shards(run, out, manifest, discards)
        try:
            if shards is not None:
                _by_number(run, made, shards, lock)
            else:
                _by_size(run, made, size or 0, lock)
        except BaseException as error:
            made.drop(error)
            raise
        made.sweep()


def _quietly(run: Run) -> Iterator[Page]:
    """The inputs without a word: those that cannot be read are said when they are read."""
    return pages(run.given, run.choice, Notes(lambda _error: None, lambda _name, _why: None))


def _numbered(found: Iterator[Page], shards: int, total: int) -> Iterator[tuple[int, Page]]:
    """Each input with the number of its shard."""
    before = 0
    for page in found:
        yield min(shards - 1, before * shards // total), page
        before += max(page.size, 0) + EACH


def _kept_by_number(run: Run, made: Shards, shards: int) -> tuple[int, dict[int, dict[str, Any]]]:
    """What all inputs weigh, and the lines of the shards that stay."""
    total = sum(max(page.size, 0) + EACH for page in _quietly(run)) or 1
    lines = {number: line for number in range(shards) if (line := made.stays(number))}
    if lines:
        digests = {number: _Digest() for number in lines}
        for number, page in _numbered(_quietly(run), shards, total):
            if number in digests:
                digests[number].add(page)
        lines = {n: line for n, line in lines.items() if digests[n].hex() == line["hash"]}
    return total, lines


def _by_number(run: Run, made: Shards, shards: int, lock: int) -> None:
    """So many shards, in up to three walks over the folders: to weigh, to compare, to convert."""
    total, lines = _kept_by_number(run, made, shards)
    numbers: deque[int] = deque()

    def work() -> Iterator[Batch]:
        numbered = _numbered(run.pages(), shards, total)
        for number, group in groupby(numbered, key=lambda pair: pair[0]):
            found = (page for _, page in group)
            if number in lines:
                for page in found:
                    run.progress.passed(page)
                continue
            for batch in batches(found):
                numbers.append(number)
                yield batch

    with closing(run.converted(work(), close=(lock,))) as done:
        for batch, result in done:
            assert result is not None
            _end_until(made, numbers.popleft(), lines)
            made.add(batch, result)
    _end_until(made, shards, lines)


def _end_until(made: Shards, number: int, lines: dict[int, dict[str, Any]]) -> None:
    """End the shards before this one; those that stay are counted."""
    while made.number < number:
        line = lines.get(made.number)
        if line is None:
            made.end(full=True)
        else:
            made.keep(line)
            made.number += 1


def _kept_by_size(run: Run, made: Shards) -> list[dict[str, Any]]:
    """The lines of the shards that stay: those before the first that has changed."""
    lines: list[dict[str, Any]] = []
    found = _quietly(run)
    while (line := made.stays(len(lines))) is not None:
        digest = _Digest()
        for page in islice(found, line["inputs"]):
            digest.add(page)
        if digest.hex() != line["hash"]:
            break
        if not line["full"] and next(found, None) is not None:
            break
        lines.append(line)
    return lines


def _by_size(run: Run, made: Shards, size: int, lock: int) -> None:
    """Shards of about a size: those that stay, and then the others."""
    skipped = 0
    for line in _kept_by_size(run, made):
        made.keep(line)
        made.number += 1
        skipped += line["inputs"]
    work = batches(islice(run.pages(), skipped, None), min(BATCH_BYTES, size // 8))
    with closing(run.converted(work, close=(lock,))) as done:
        for batch, result in done:
            assert result is not None
            made.add(batch, result)
            if made.size() >= size:
                made.end(full=True)
    if made.is_open or not made.number:
        made.end(full=False)


def plan(run: Run, out: str, settings: str, counts: tuple[int | None, int | None]) -> Iterator[str]:
    """What a run would do, a line for each shard."""
    manifest = Manifest(out, settings)
    manifest.load()
    made = Shards(run, out, manifest, None)
    if counts[0] is not None:
        _, kept = _kept_by_number(run, made, counts[0])
        for number in range(counts[0]):
            verb = "leave (unchanged)" if number in kept else "convert"
            yield f"{verb} {os.path.join(out, made.name(number))}"
        return
    lines = _kept_by_size(run, made)
    for number in range(len(lines)):
        yield f"leave (unchanged) {os.path.join(out, made.name(number))}"
    first = next(islice(_quietly(run), sum(line["inputs"] for line in lines), None), None)
    if first is not None:
        yield f"convert {first.shown} and what follows"
