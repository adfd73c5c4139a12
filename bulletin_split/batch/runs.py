"""One run from its plan to its end: which of the kinds of output it has, and their files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import NamedTuple

from .. import checks
from ..sink import is_direct
from .archive import Run, Stop, joined, mirrored, plan
from .formats import store_at
from .manifest import FOLDER, settings


class Target(NamedTuple):
    """Where the output goes: a file, standard output (``None``), or a folder of files."""

    out: str | None
    folder: bool
    discards: str | None
    shards: int | None
    shard_size: int | None


def scratch(out: str | None, folder: bool) -> str:
    """A folder for bytes that are too many to be held: beside the output, or the system's."""
    if out is None or (not folder and is_direct(out)):
        return os.environ.get("TMPDIR") or "/tmp"
    return os.path.join(out, FOLDER) if folder else os.path.dirname(os.path.realpath(out))


def converted(run: Run, target: Target) -> bool:
    """Convert all, into whatever the output is; whether it is all there.

    Raises `Locked` and `OutputError`.
    """
    numbers, out = run.summary, target.out
    try:
        with ExitStack() as stack:
            stack.callback(run.progress.hide)
            rest = None
            if target.discards is not None and not checks.is_folder(target.discards):
                form = run.job.rest_suffix
                rest = stack.enter_context(store_at(target.discards, form, "discard"))
            if not target.folder or out is None:
                records = stack.enter_context(store_at(out, run.job.suffix))
                if run.job.jsonl:
                    from .jsonl_in import answered

                    answered(run, records, rest)
                else:
                    joined(run, records, rest)
            elif target.shards or target.shard_size:
                from .shards import sharded

                rests = rest if rest is not None else target.discards
                counts = target.shards, target.shard_size
                sharded(run, out, hash_of(run, target), counts, rests)
            else:
                mirrored(run, out, hash_of(run, target), rest)
            if numbers.failed and not (numbers.done or numbers.unchanged):
                raise Stop  # through the stack: a file with nothing in it is not left behind
    except Stop:
        return False
    return True


def planned(run: Run, target: Target) -> Iterator[str]:
    """What would be done, line by line."""
    if target.out is not None and (target.shards or target.shard_size):
        from .shards import plan as plan_shards

        counts = target.shards, target.shard_size
        return plan_shards(run, target.out, hash_of(run, target), counts)
    return plan(run, target.out if target.folder else None, hash_of(run, target))


def hash_of(run: Run, target: Target) -> str:
    """A hash of all that decides what the files in a folder are."""
    job = run.job
    rest = target.discards if checks.is_folder(target.discards) else None
    shards = target.shards, target.shard_size
    rest = rest and os.path.realpath(rest)
    return settings(job.options, job.suffix, job.pattern, rest, shards, job.gold, job.form)
