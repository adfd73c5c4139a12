"""Whether a stream without end runs on as it began.

    python -m tests.benchmarks.long_run [--seconds N] [--warm MB]

Made-up pages go through a pipe into the command, one after the other, as long as asked; what
comes out of it is counted.  The same few hundred pages come again and again, so that each
round is the same work, and how many records a round makes is known from the first.

Printed are, after the first megabytes: by how much the memory of the command grew (of what is
its own, without files that it shares), by how much the slowest and the fastest fifth of the
time differ from the middle one, and whether the records are as many as they should be.  Speed is that of the
command's own processor time, so that others who work on the machine count as little as they can.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import IO, NamedTuple

from .pages import pages

SECONDS = 300.0
WARM = 100.0
"""Megabytes after which memory and speed are looked at."""

ROUND = 2.0
"""Megabytes of pages that come again and again."""

GROWTH = 2.0
"""MiB by which the memory may grow after the first megabytes."""

DRIFT = 0.10
"""By how much a fifth of the time may be slower or faster than the middle one."""

FIFTHS = 5

_ROOT = Path(__file__).resolve().parents[2]
_TICK = os.sysconf("SC_CLK_TCK")


class Look(NamedTuple):
    """The command at one moment: what it has taken, its seconds of work, its memory in MiB."""

    bytes: int
    seconds: float
    memory: float


def look(process: int, sent: int) -> Look:
    """Look at a running process.  Memory is what no file is behind, at this moment."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    memory = 0
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            memory = int(line.split()[1])
    return Look(sent, (int(fields[11]) + int(fields[12])) / _TICK, memory / 1024)


def records_of(made: Sequence[bytes]) -> int:
    """How many records the command makes of one round of pages."""
    command = [sys.executable, "-m", "bulletin_split"]
    out = subprocess.run(command, input=b"".join(made), capture_output=True, check=True).stdout
    return out.count(b"\n")


def _count(stream: IO[bytes], total: list[int]) -> None:
    while data := os.read(stream.fileno(), 1 << 20):
        total[0] += data.count(b"\n")


def stream(seconds: float, warm: float) -> tuple[list[Look], int, int]:
    """Stream so long: what was seen after each round, records made, and records to be made."""
    made = list(pages(min(ROUND, warm / 4)))
    each, size = records_of(made), sum(map(len, made))
    looks: list[Look] = []
    total, rounds, sent = [0], 0, 0
    command = [sys.executable, "-m", "bulletin_split"]
    with subprocess.Popen(
        command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        reader = threading.Thread(target=_count, args=(child.stdout, total))
        reader.start()
        end = time.monotonic() + seconds
        while time.monotonic() < end or sent < 2 * warm * 1e6:
            for page in made:
                child.stdin.write(page)
            child.stdin.flush()
            rounds, sent = rounds + 1, sent + size
            looks.append(look(child.pid, sent))
        child.stdin.close()
        reader.join()
    if child.returncode:
        raise SystemExit(f"long_run: the command ended with {child.returncode}")
    return looks, total[0], rounds * each


def speeds(looks: Sequence[Look]) -> list[float]:
    """MB a second of work, in each fifth of what was seen."""
    marks = [looks[(len(looks) - 1) * fifth // FIFTHS] for fifth in range(FIFTHS + 1)]
    return [
        (after.bytes - before.bytes) / 1e6 / max(after.seconds - before.seconds, 1 / _TICK)
        for before, after in pairwise(marks)
    ]


def judged(looks: Sequence[Look], warm: float, records: int, due: int) -> tuple[list[str], bool]:
    """The lines to print, and whether all is as it should be."""
    later = [one for one in looks if one.bytes >= warm * 1e6]
    grown = max(one.memory for one in later) - later[0].memory
    by_fifth = speeds(later)
    middle = median(by_fifth)
    drift = max(abs(one / middle - 1) for one in by_fifth)
    lines = [
        f"input         {looks[-1].bytes / 1e6:8.1f} MB in {looks[-1].seconds:.0f} s of work",
        f"records       {records:8} of {due}",
        f"memory        {later[0].memory:8.1f} MiB after {later[0].bytes / 1e6:.0f} MB, "
        f"grew by {grown:.1f}, at most {GROWTH:g}",
        f"speed         {middle:8.2f} MB/s, fifths {' '.join(f'{one:.2f}' for one in by_fifth)}: "
        f"within {100 * drift:.0f} %, at most {100 * DRIFT:.0f}",
    ]
    return lines, records == due and grown <= GROWTH and drift <= DRIFT


def main(argv: Sequence[str] | None = None) -> int:
    """Stream and print; 1 where the memory grew, the speed fell or records are missing."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.long_run")
    parser.add_argument("--seconds", type=float, default=SECONDS, metavar="N")
    parser.add_argument("--warm", type=float, default=WARM, metavar="MB")
    options = parser.parse_args(argv)
    if not Path("/proc/self/status").exists():
        print("long_run: needs Linux, which says what a process holds", file=sys.stderr)
        return 1
    looks, records, due = stream(options.seconds, options.warm)
    lines, is_well = judged(looks, options.warm, records, due)
    print(*lines, sep="\n")
    return int(not is_well)


if __name__ == "__main__":
    sys.exit(main())
