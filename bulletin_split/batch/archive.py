"""A run: the inputs, the workers, the output, and the books about it.

There are three kinds of output.  `joined`: one file (or standard output) for all.
`mirrored`: a file for each input below a folder.  `sharded`: numbered files in a
folder.  The last two keep a `Manifest`, so that a second run does only what is new or
changed; what has been done is never listed in memory but found again on the way.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..sink import Lines, output_errors
from ..terminal import Progress
from .convert import Job, Outcome, Result, batches, convert, convert_batch
from .formats import Store
from .inputs import Choice, InputError, Notes, Page, pages
from .manifest import CHANGED, DONE, FAILED, NEW, Manifest, locked, sweep_tree
from .spool import HELD, append, discard
from .summary import Summary, Tally
from .workers import Batch, results

if TYPE_CHECKING:
    from ..views.report import Report


class Stop(Exception):
    """An input has failed and ``--fail-fast`` was given."""


@dataclass(slots=True)
class Run:
    """What a run is told, and its books.

    ``jobs``: worker processes; ``None`` for as many as pay.  ``report``: shows every
    input, those that failed too.  The flags are the options of the same names.
    """

    given: list[str]
    choice: Choice
    job: Job
    summary: Summary
    progress: Progress
    jobs: int | None = None
    overwrite: bool = False
    retry_failed: bool = False
    fail_fast: bool = False
    report: Report | None = None

    def pages(self) -> Iterator[Page]:
        """The inputs, as they are found."""
        return pages(self.given, self.choice, Notes(self.fail, self.summary.skip))

    def fail(self, error: InputError) -> None:
        """Count and say a failure; raises `Stop` where the run is to end with it."""
        self.progress.fail(error)
        if self.report is not None:
            self.report.fail(error.name, error.cause)
        if self.fail_fast:
            raise Stop

    def converted(
        self, work: Iterator[Batch], *, streams: bool = False, close: tuple[int, ...] = ()
    ) -> Generator[tuple[Batch, Result | None]]:
        """Batches of inputs, each with its result.

        ``streams``: what is no plain file, or is large and written where it cannot be
        taken back, has ``None``: it is for the caller, to write as it comes.  The files
        in which a result's parts wait are gone when the next one is asked for.
        """

        def is_local(batch: Batch, jobs: int) -> bool:
            size = batch[0].size  # of the only page, where it is so large
            large = streams and jobs == 1 and size > HELD and self.job.suffix != ".parquet"
            return size < 0 or large

        def tick(jobs: int) -> None:
            self.summary.jobs = jobs
            self.progress.tick()

        done = results(self.job, work, self.jobs, is_local=is_local, tick=tick, close=close)
        with closing(done):
            for batch, result in done:
                if result is None and not streams:
                    result = convert_batch(self.job, batch)
                try:
                    yield batch, result
                finally:
                    if result is not None:
                        discard((*result.records, *result.discards))

    def note(self, batch: Batch, result: Result) -> None:
        """Enter what became of a batch into the books; raises `Stop`."""
        summary = self.summary
        summary.tally.add(result.tally)
        for page, outcome in zip(batch, result.outcomes, strict=True):
            self.progress.passed(page)
            if outcome.cause is None:
                summary.done += 1
                summary.records += outcome.records
                summary.discards += outcome.discards
                summary.bytes_in += outcome.read
                summary.bytes_out += outcome.size
                if self.report is not None and outcome.view is not None:
                    self.report.add(outcome.view)
            else:
                self.fail(InputError(page.shown, outcome.cause))
        self.progress.tick(batch[-1].name or "")


def joined(run: Run, records: Store, discards: Store | None) -> None:
    """Convert all inputs into one file.  Raises `Stop` and `OutputError`."""
    with closing(run.converted(batches(run.pages()), streams=True)) as done:
        for batch, result in done:
            if result is None:
                result = _streamed(batch[0], run.job, records, discards)
            else:
                append(result.records, records)
                if discards is not None:
                    append(result.discards, discards)
            run.note(batch, result)


def _streamed(page: Page, job: Job, records: Store, discards: Store | None) -> Result:
    """Convert one page straight into the file, each record as soon as it is settled.

    One that fails leaves nothing where that can be taken back.
    """
    before = records.written, discards.written if discards else 0
    tally = Tally()
    lines = Lines(records.write, records.name)
    rest = Lines(discards.write, discards.name) if discards else None
    try:
        outcome = convert(page, job, lines, rest, tally)
    except InputError as error:
        if page.size > 0:
            records.back(before[0])
            if discards:
                discards.back(before[1])
        outcome, tally = Outcome(cause=error.cause), Tally()
    for store in (records, discards):
        if store is not None:
            with output_errors(store.name):
                store.end()
    return Result([outcome._replace(size=records.written - before[0])], tally=tally)


def mirrored(run: Run, out: str, settings: str, discards: Store | None) -> None:
    """Convert every input into its own file below ``out``.

    Raises `Stop`, `Locked` and `OutputError`.  Two inputs that would be one file: the
    second fails, the first stays.
    """
    with locked(out) as lock, opened(out, settings) as manifest:
        done = run.converted(batches(_due(run, out, manifest)), close=(lock,))
        with closing(done):
            for batch, result in done:
                assert result is not None
                for page, outcome in zip(batch, result.outcomes, strict=True):
                    manifest.add(**_line(page, outcome, settings))
                manifest.flush()
                if discards is not None:
                    append(result.discards, discards)
                run.note(batch, result)


@contextmanager
def opened(out: str, settings: str) -> Iterator[Manifest]:
    """An output folder's manifest, for a run; what a killed one left is swept away."""
    manifest = Manifest(out, settings)
    manifest.load()
    if manifest.was_killed:
        sweep_tree(out)
    manifest.begin()
    try:
        try:
            yield manifest
        except Stop:
            manifest.end()
            raise
        manifest.end()
    finally:
        manifest.close()


def _line(page: Page, outcome: Outcome, settings: str) -> dict[str, object]:
    """An input's line in the manifest."""
    line: dict[str, object] = {
        "input": page.name,
        "path": page.path,
        "stamp": page.stamp,
        "options": settings,
        "output": page.target,
        "status": "done" if outcome.cause is None else "failed",
    }
    if outcome.cause is not None:
        return line | {"cause": outcome.cause}
    return line | {
        "bytes": outcome.size,
        "records": outcome.records,
        "discards": outcome.discards,
    }


def states(run: Run, out: str, manifest: Manifest) -> Iterator[tuple[Page, str]]:
    """The inputs, each with how it stands; one whose output another has already fails."""
    several = len(run.given) > 1 or run.given[0].startswith("@")
    taken: set[int] = set()
    for page in run.pages():
        target = os.path.join(out, page.target)
        if several:  # within one folder no two targets are the same
            key = hash(page.target)
            if key in taken:
                cause = f"{target} is written already; convert it into another folder"
                run.fail(InputError(page.shown, cause))
                continue
            taken.add(key)
        size = _size(target) if manifest.has_lines else None
        yield page, manifest.state(page.name or "", page.stamp, page.target, size)


def is_due(run: Run, state: str) -> bool:
    """Whether an input that stands so is converted in this run."""
    return run.overwrite or state in (NEW, CHANGED) or (state == FAILED and run.retry_failed)


def _due(run: Run, out: str, manifest: Manifest) -> Iterator[Page]:
    """The inputs that are to be converted; the others are counted."""
    for page, state in states(run, out, manifest):
        if is_due(run, state):
            yield page
            continue
        run.progress.passed(page)
        if state == DONE:
            run.summary.unchanged += 1
        else:
            run.summary.failed_before += 1
        run.progress.tick(page.name or "")


def _size(path: str) -> int | None:
    try:
        return os.stat(path).st_size
    except (OSError, ValueError):
        return None


def plan(run: Run, out: str | None, settings: str) -> Iterator[str]:
    """What a run would do, a line for each input and for each thing left out."""
    if out is None:
        for page in run.pages():
            yield f"convert {page.shown}"
    else:
        manifest = Manifest(out, settings)
        manifest.load()
        for page, state in states(run, out, manifest):
            verb = f"convert ({state})" if is_due(run, state) else f"leave ({state})"
            yield f"{verb} {page.shown} -> {os.path.join(out, page.target)}"
    for name, reason in run.summary.skipped_names:
        yield f"skip ({reason}) {name}"
