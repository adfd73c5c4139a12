"""What an engine adds to the work, and how shards of it add up.

    python -m tests.benchmarks.engines [--pages 2000] [--engine NAME ...] [--shards 1 2 4]

A folder of made-up pages (`pages`) is converted by each engine in turn, by two workers
where it has workers: ``command`` is one process, ``pool`` the plain pool of Python with
sixteen files a task, ``datatrove`` and ``ray`` the examples in samples/.  Each is a
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
from multiprocessing import Pool
from pathlib import Path

from bulletin_split import split
from bulletin_split.sink import Lines

from .pages import pages

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = 2_000
FILES_A_TASK = 16
Found = list[tuple[str, str]]


def fill(folder: Path, count: int) -> int:
    """Make a folder of pages, a hundred in each folder below it.  Out: bytes."""
    size = 0
    for number, page in enumerate(islice(pages(1e6), count)):
        place = folder / f"{number // 100:03}" / f"{number:05}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        size += place.write_bytes(page)
    return size


def convert(names: tuple[str, list[str]]) -> bytes:
    """What a worker of the plain pool does: paths in, encoded records out."""
    folder, files = names
    out: list[bytes] = []
    lines = Lines(out.append, "a pool")
    for name in files:
        for record in split(Path(folder, name).read_bytes(), name=name):
            lines.add(record)
    lines.flush()
    return b"".join(out)


def pool(folder: str, out: str, workers: int) -> None:
    """The plain pool, start to end."""
    names = sorted(path.relative_to(folder).as_posix() for path in Path(folder).rglob("*.txt"))
    tasks = [(folder, names[at : at + FILES_A_TASK]) for at in range(0, len(names), FILES_A_TASK)]
    with Pool(workers) as workers_of, open(out, "wb") as stream:
        for data in workers_of.imap(convert, tasks):
            stream.write(data)


def command(engine: str, folder: Path, out: Path, workers: int, tasks: int) -> list[str]:
    """The arguments of Python that convert the folder by an engine."""
    if engine == "command":
        return ["-m", "bulletin_split", str(folder), "-o", f"{out}.jsonl"]
    if engine == "pool":
        return ["-m", "tests.benchmarks.engines", "--as-pool", str(folder), f"{out}.jsonl"]
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
    parser.add_argument("--as-pool", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.as_pool:
        pool(given.as_pool[0], given.as_pool[1], given.workers)
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "pages"
        size = fill(folder, given.pages)
        print(f"{given.pages} pages, {size / 1e6:.1f} MB of UTF-8, {given.workers} workers")
        compare(folder, size, given.engine, given.workers)
        if given.shards:
            shards(folder, size, given.shards)


if __name__ == "__main__":
    main(sys.argv[1:])
