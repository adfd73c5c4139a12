"""Batches in, results out in the same order, by this process or by several.

Paths go to the workers and results come back; each worker has its own connection and
never more than two batches, so what is on the way is bounded.  A worker that is killed
takes nobody along: its batch is given to another, and if that dies too, its inputs are
tried one by one, and the one that ends its worker is the one that fails.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, cast

from ..process import ask_again
from ..sink import OutputError, sweep
from .convert import Job, Outcome, Result, convert_batch, sweep_after
from .inputs import Page
from .spool import discard, taken

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext

Batch = list[Page]
Converted = tuple[Batch, Result | None]
"""A batch and what became of it; ``None`` where the caller is to convert it itself."""

SMALL_BYTES = 8 << 20
SMALL_BATCHES = 64
"""A run that has no more than both of these needs no workers: starting them costs as much."""

AHEAD = 8
"""Batches for each worker that may be done or on the way while an earlier one is not."""

TICK = 0.2
"""Seconds after which the caller hears from us, whatever the workers do."""

MESSAGE = 32_768
"""Bytes of a batch's message that surely fit into a connection nobody reads at the moment."""

TRIES = 2


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def results(
    job: Job,
    batches: Iterator[Batch],
    jobs: int | None,
    *,
    is_local: Callable[[Batch, int], bool],
    tick: Callable[[int], None],
    close: tuple[int, ...] = (),
) -> Generator[Converted]:
    """Convert batches with ``jobs`` workers; ``None``: as many as there are cores and work.

    ``is_local(batch, jobs)``: the caller converts it itself, when its turn has come.
    ``tick`` is called with the number of workers, now and then and for each batch.
    ``close`` are descriptors that a worker must not keep.  Raises `OutputError`.
    """
    first: list[Batch] = []
    if jobs is None:
        jobs = cores()
        if jobs > 1:
            size = 0
            for batch in islice(batches, SMALL_BATCHES):
                first.append(batch)
                size += sum(page.size for page in batch if page.size > 0)
                if size > SMALL_BYTES:
                    break
            else:
                jobs = 1 if len(first) < SMALL_BATCHES else jobs
    else:
        first = list(islice(batches, 2))
        jobs = jobs if len(first) > 1 else 1
    work = chain(first, batches)
    if jobs > 1:
        yield from _Pool(job, jobs, close).results(work, is_local, tick)
        return
    for batch in work:
        tick(1)
        result = None if is_local(batch, 1) else convert_batch(job, batch)
        yield batch, _checked(result)


def _checked(result: Result | None) -> Result | None:
    """The result, unless the output failed for all: then that is raised."""
    if result is not None and result.fatal is not None:
        name, number, reason = result.fatal
        raise OutputError(name, OSError(number, reason))
    return result


class _Worker:
    """A process, our end of its connection, and the numbered batches that it has."""

    def __init__(self, context: BaseContext, job: Job, close: tuple[int, ...]) -> None:
        self.connection, theirs = context.Pipe()
        self.process = context.Process(  # type: ignore[attr-defined]
            target=serve, args=(theirs, job, os.getpid(), close), daemon=True
        )
        try:
            self.process.start()
        except OSError as cause:
            self.connection.close()
            raise OutputError("a process to work in", cause) from cause
        finally:
            theirs.close()
        self.batches: deque[tuple[int, Batch]] = deque()

    def takes(self, message: bytes) -> bool:
        """Whether a message can be sent without waiting for the worker."""
        return not self.batches or (len(self.batches) < 2 and len(message) <= MESSAGE)

    def stop(self) -> None:
        """End the process; what it has not finished is not written."""
        self.connection.close()
        self.process.terminate()

    def gone(self) -> int:
        """Wait for the end; the exit code comes back."""
        self.process.join(2)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
        return self.process.exitcode or 0


class _Pool:
    """The workers of one run, and the batches that are on the way.

    Batches are numbered as they come; ``_given`` are handed to the caller, ``_read``
    taken from the stream, and between the two no more than `AHEAD` for each worker.
    """

    def __init__(self, job: Job, jobs: int, close: tuple[int, ...]) -> None:
        import gc
        from multiprocessing import get_context

        from .. import pipeline, weights  # noqa: F401  # once, before the workers split off

        is_forked = sys.platform == "linux"  # elsewhere a fork may find locks that are held
        self._context = get_context("fork" if is_forked else "spawn")
        self._job, self._jobs, self._close = job, jobs, close if is_forked else ()
        self._workers: list[_Worker] = []
        self._read = self._given = 0
        self._is_over = False
        self._held: tuple[int, Batch, bytes] | None = None
        self._done: dict[int, Converted] = {}
        self._again: deque[tuple[int, Batch]] = deque()
        self._tries: dict[int, int] = {}
        gc.freeze()

    def results(
        self,
        work: Iterator[Batch],
        is_local: Callable[[Batch, int], bool],
        tick: Callable[[int], None],
    ) -> Generator[Converted]:
        """Every batch with its result, in order."""
        from multiprocessing.connection import wait

        try:
            for _ in range(self._jobs):
                self._start()
            while not (self._is_over and self._given == self._read):
                self._feed(work, is_local)
                while self._given in self._done:
                    batch, result = self._done.pop(self._given)
                    self._given += 1
                    tick(self._jobs)
                    yield batch, _checked(result)
                    self._feed(work, is_local)
                busy = {worker.connection: worker for worker in self._workers if worker.batches}
                for connection in wait(list(busy), TICK) if busy else ():
                    self._receive(busy[cast("Connection", connection)])
                tick(self._jobs)
            for worker in self._workers:
                with suppress(OSError):  # it has died since; its work is done
                    worker.connection.send_bytes(b"")
                worker.process.join(2)
        except BaseException:
            self._stop()
            for _batch, result in self._done.values():
                if result is not None:
                    discard((*result.records, *result.discards))
            sweep(self._job.scratch)  # what workers had ready and nobody took
            raise
        else:
            self._stop()

    def _stop(self) -> None:
        for worker in self._workers:
            worker.stop()
        for worker in self._workers:
            worker.gone()

    def _feed(self, work: Iterator[Batch], is_local: Callable[[Batch, int], bool]) -> None:
        """Give out batches until every worker has enough or no more may be on the way."""
        while True:
            if self._held is None:
                if self._again:
                    number, batch = self._again.popleft()
                elif self._is_over or self._read >= self._given + AHEAD * self._jobs:
                    return
                else:
                    found = next(work, None)
                    if found is None:
                        self._is_over = True
                        return
                    number, batch = self._read, found
                    self._read += 1
                    if is_local(batch, self._jobs):
                        self._done[number] = batch, None
                        continue
                self._held = number, batch, _message(batch)
            if not self._sent(self._held):
                return
            self._held = None

    def _started(self) -> _Worker:
        return _Worker(self._context, self._job, self._close)

    def _start(self) -> None:
        """Start one more worker; where the system has no room for it, the others do its work."""
        try:
            self._workers.append(self._started())
        except OutputError:
            if not self._workers:
                raise

    def _sent(self, item: tuple[int, Batch, bytes]) -> bool:
        """Give a batch to the worker that has least, if one can take it."""
        number, batch, message = item
        worker = min(self._workers, key=lambda worker: len(worker.batches))
        if not worker.takes(message):
            return False
        worker.batches.append((number, batch))
        try:
            worker.connection.send_bytes(message)
        except OSError:  # it is dead; what it had is given out again
            self._lost(worker)
        return True

    def _receive(self, worker: _Worker) -> None:
        try:
            result = worker.connection.recv()
        except (EOFError, OSError):
            self._lost(worker)
            return
        number, batch = worker.batches.popleft()
        self._done[number] = batch, result
        _take(result)

    def _lost(self, worker: _Worker) -> None:
        """A worker has died: another takes its place, and its batches are given out again."""
        worker.stop()
        worker.gone()
        self._workers.remove(worker)
        self._start()
        number, batch = worker.batches.popleft()
        sweep_after(self._job, batch)
        self._again.extend(worker.batches)
        self._tries[number] = self._tries.get(number, 0) + 1
        if self._tries[number] < TRIES:
            self._again.appendleft((number, batch))
        else:
            self._done[number] = batch, self._one_by_one(batch)

    def _one_by_one(self, batch: Batch) -> Result:
        """Convert the inputs of a batch each by itself; those that end their worker fail."""
        whole = Result()
        worker = self._started()
        for page in batch:
            try:
                worker.connection.send_bytes(_message([page]))
                result: Result = worker.connection.recv()
                _take(result)
            except (EOFError, OSError):
                worker.stop()
                code = worker.gone()
                sweep_after(self._job, [page])
                result = Result([Outcome(cause=_ended(code))])
                worker = self._started()
            whole.add(result)
        worker.stop()
        worker.gone()
        return whole


def _take(result: Result) -> None:
    """Make the files in which a worker's parts wait our own.  Raises `OutputError`."""
    for parts in (result.records, result.discards):
        parts[:] = [taken(part) for part in parts]


def _ended(code: int) -> str:
    how = f"was killed (signal {-code})" if code < 0 else f"ended (exit code {code})"
    return f"the process that read it {how}; check the memory, then --retry-failed"


def _message(batch: Batch) -> bytes:
    from pickle import dumps

    return dumps(batch)


def serve(connection: Connection, job: Job, parent: int, close: tuple[int, ...]) -> None:
    """What a worker does: batches in, results out, until an empty message or nobody is there."""
    from pickle import loads

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent has it too, and tells us
    signal.signal(signal.SIGTERM, _leave)
    ask_again()
    for fd in close:
        with suppress(OSError):
            os.close(fd)
    while True:
        while not connection.poll(1.0):
            if os.getppid() != parent:
                return
        try:
            message = connection.recv_bytes()
        except (EOFError, OSError):
            return
        if not message:
            return
        result = convert_batch(job, loads(message), parent)
        try:
            connection.send(result)
        except OSError:
            return


def _leave(_number: int, _frame: Any) -> None:
    """End by unwinding, so that the temporary file goes."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(0)
