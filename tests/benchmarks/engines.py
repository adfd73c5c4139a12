"""What an engine adds to the work, and how shards of it add up.

    python -m tests.benchmarks.engines [--pages 2000] [--engine NAME ...] [--shards 1 2 4]

A folder of made-up pages (`pages`) is converted by each engine in turn, by two workers
where it has workers: ``command`` is one process, ``pool`` the command with ``-j``,
``datatrove`` and ``ray`` the examples in samples/.  Each is a
process of its own, timed from outside, its start-up and all; each must give the
records of the command, ids and texts alike.

``--shards`` converts the same folder in as many datatrove tasks, one after the other,
each alone.  The longest is what as many machines would take; the sum beside it shows
what cutting the work costs.  It counts CPU seconds, which a busy machine leaves as they
are, and so should a comparison: Ray's are spent in processes that it does not count.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from .pages import pages

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = 2_000
Found = list[tuple[str, str]]


def fill(folder: Path, count: int) -> int:
    """Make a folder of pages, a hundred in each folder below it.  Out: bytes."""
    size = 0
    for number, page in enumerate(islice(pages(1e6), count)):
        place = folder / f"{number // 100:03}" / f"{number:05}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        size += place.write_bytes(page)
    return size


def command(engine: str, folder: Path, out: Path, workers: int, tasks: int) -> list[str]:
    """The arguments of Python that convert the folder by an engine."""
    if engine in ("command", "pool"):
        jobs = "1" if engine == "command" else str(workers)
        return ["-m", "bulletin_split", "-j", jobs, str(folder), "-o", f"{out}.jsonl"]
    script = str(ROOT / "samples" / f"{engine}_articles.py")
    more = ["--tasks", str(tasks)] if engine == "datatrove" else []
    return [script, str(folder), str(out), "--workers", str(workers), *more]


def timed(arguments: list[str]) -> tuple[float, float]:
    """Wall seconds and CPU seconds of a run, its children's too."""
    before, begin = os.times(), time.perf_counter()
    environment = {**os.environ, "RAY_AUTH_MODE": "disabled", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True
    )
    if done.returncode:
        raise SystemExit(done.stderr.decode()[-2000:])
    after = os.times()
    cpu = after.children_user + after.children_system
    return time.perf_counter() - begin, cpu - before.children_user - before.children_system


def found(out: Path) -> Found:
    """Ids and texts of what an engine wrote, in the order of the ids."""
    return sorted(_rows(out))


def _rows(out: Path) -> Iterator[tuple[str, str]]:
    if any(out.glob("*.parquet")):
        table = importlib.import_module("pyarrow.parquet").read_table(out, columns=["id", "text"])
        yield from ((row["id"], row["text"]) for row in table.to_pylist())
    for file in (out.with_suffix(".jsonl"), *out.glob("*.jsonl")):
        if file.exists():
            for line in file.read_bytes().splitlines():
                row = json.loads(line)
                yield row["id"], row.get("text", "")


def compare(folder: Path, size: int, engines: list[str], workers: int) -> None:
    """Print a line for each engine; stop where one gives other records."""
    wanted: Found = []
    print(f"{'':10} {'wall s':>8} {'CPU s':>8} {'MB/s':>6}  records")
    for engine in engines:
        out = folder.with_name(engine)
        wall, cpu = timed(command(engine, folder, out, workers, 2 * workers))
        rows = found(out)
        wanted = wanted or rows
        if rows != wanted:
            raise SystemExit(f"{engine}: {len(rows)} records are not those of {engines[0]}")
        print(
            f"{engine:10} {wall:8.1f} {cpu:8.1f} {size / 1e6 / wall:6.2f}  {len(rows)}", flush=True
        )


def shards(folder: Path, size: int, counts: list[int]) -> None:
    """Print, for each number of tasks, the CPU seconds of the longest and of all of them."""
    print(f"{'tasks':>5} {'longest s':>10} {'sum s':>8} {'MB/s':>6}  of CPU")
    for count in counts:
        seconds = []
        for rank in range(count):
            script = (
                "import sys; from bulletin_split.integrations.datatrove import *;"
                "from datatrove.pipeline.writers import JsonlWriter as Writer;"
                "steps = [PageReader(sys.argv[1], glob_pattern='**/*.txt'), SplitPages(),"
                " Writer(sys.argv[2], '${rank}.jsonl', compression=None)];"
                "from datatrove.executor import LocalPipelineExecutor as Local;"
                f"Local(steps, tasks={count}, local_tasks=1, local_rank_offset={rank},"
                f" workers=1, logging_dir=sys.argv[2] + '/logs{rank}').run()"
            )
            out = folder.with_name(f"shards{count}")
            seconds.append(timed(["-c", script, str(folder), str(out)])[1])
        longest = max(seconds)
        print(
            f"{count:5} {longest:10.1f} {sum(seconds):8.1f} {size / 1e6 / longest:6.2f}", flush=True
        )


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--engine", nargs="+", default=["command", "pool", "datatrove"])
    parser.add_argument("--shards", nargs="*", type=int, default=[])
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "pages"
        size = fill(folder, given.pages)
        print(f"{given.pages} pages, {size / 1e6:.1f} MB of UTF-8, {given.workers} workers")
        compare(folder, size, given.engine, given.workers)
        if given.shards:
            shards(folder, size, given.shards)


if __name__ == "__main__":
    main(sys.argv[1:])
