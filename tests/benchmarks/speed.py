"""How fast the package is, beside the least that any Python program would do.

    python -m tests.benchmarks.speed [--small] [--stages] [--files GLOB ...]

End to end is bytes in, JSON Lines out: a `Splitter` a page and the encoder of the command's
output.  The floor is what no implementation in Python does without: decode, split into lines,
append each, join per article, encode JSON.  Both run on the same bytes in the same process on
one core, in turns, and what counts is CPU time, the median of five turns.  The bytes are pages
that are made up here (`pages`), or the user's own files.

``--stages`` says where the time goes, in nanoseconds per byte of input.  Its clock costs a
little itself, so the stages are timed in a turn of their own.
"""

from __future__ import annotations

import argparse
import glob
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bulletin_split import (
    Options,
    Splitter,
    encoding,
    pipeline,
    record,
    reflow,
    segment,
    sink,
    units,
)
from bulletin_split.model import Record

from .pages import pages

MEGABYTES, SMALL = 20.0, 2.0
RUNS = 5

RECORDED = 44.0
"""Times the floor that the package took when it was last looked at, on 2 MB of pages made up here."""

SLACK = 1.4
"""A machine's noise: more than so much above the recorded ratio is a loss of speed."""

# Where each stage begins: the name that the pipeline calls, in the module in which it looks it up.
STAGES: dict[str, tuple[object, str]] = {
    "bytes to text": (encoding.Decoder, "feed"),
    "soften": (pipeline, "soften"),
    "read_lines": (pipeline, "read_lines"),
    "observe": (units, "observe"),
    "decode": (segment, "decode"),
    "paragraph breaks": (reflow, "breaks"),
    "build": (record, "build"),
    "JSON": (sink, "_encode"),
}


def floor(inputs: Sequence[bytes], codec: str, lines_each: int) -> int:
    """The least: lines into articles of a fixed number of lines.  Out: bytes written."""
    encode, written = sink._encode, 0
    for data in inputs:
        article: list[str] = []
        for line in data.decode(codec, "replace").split("\n"):
            article.append(line)
            if len(article) == lines_each:
                written += len((encode({"text": "".join(article)}) + "\n").encode())
                article = []
        if article:
            written += len((encode({"text": "".join(article)}) + "\n").encode())
    return written


def whole(inputs: Sequence[bytes], options: Options | None = None) -> tuple[int, int]:
    """End to end.  Out: records, bytes written."""
    count = written = 0
    for data in inputs:
        parser = Splitter(options)
        for part in (parser.feed(data), parser.close()):
            count += len(part)
            for item in part:
                written += len(_line(item))
    return count, written


def _line(item: Record) -> bytes:
    return (sink._encode(item) + "\n").encode("utf-8", "surrogatepass")


def cpu(work: Callable[[], object]) -> float:
    """Seconds of CPU time that some work takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


@contextmanager
def clocked(spent: dict[str, float]) -> Iterator[None]:
    """Add up, while inside, what each stage takes; a stage within another counts for itself."""
    inner = [0.0]

    def timed(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **keywords: Any) -> Any:
            inner.append(0.0)
            began = time.process_time()
            try:
                return call(*args, **keywords)
            finally:
                took = time.process_time() - began
                spent[name] += took - inner.pop()
                inner[-1] += took

        return run

    kept = [(owner, name, getattr(owner, name)) for owner, name in STAGES.values()]
    for (stage, (owner, name)), (_, _, call) in zip(STAGES.items(), kept, strict=True):
        setattr(owner, name, timed(stage, call))
    try:
        yield
    finally:
        for owner, name, call in kept:
            setattr(owner, name, call)


def by_stage(inputs: Sequence[bytes], options: Options | None) -> dict[str, float]:
    """Nanoseconds per byte of input that each stage takes, and what is between them."""
    spent: dict[str, float] = defaultdict(float)
    with clocked(spent):
        total = cpu(lambda: whole(inputs, options))
    size = sum(map(len, inputs))
    out = {stage: 1e9 * spent[stage] / size for stage in STAGES}
    out["the rest"] = 1e9 * total / size - sum(out.values())
    return out


def on_one_core() -> None:
    """Stay on the first core that we may use, where the system knows of such a thing."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def arguments() -> argparse.ArgumentParser:
    """The command's options."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.speed")
    parser.add_argument(
        "--small", action="store_true", help=f"{SMALL:g} MB and three turns, for CI"
    )
    parser.add_argument(
        "--megabytes", type=float, metavar="N", help=f"at least so many; else {MEGABYTES:g}"
    )
    parser.add_argument(
        "--files", nargs="+", metavar="GLOB", help="measure these files, not pages made up"
    )
    parser.add_argument(
        "--encoding",
        help="write the pages made up so; read all input so (else it is told from the bytes)",
    )
    parser.add_argument("--stages", action="store_true", help="where the time goes, in ns per byte")
    parser.add_argument(
        "--at-most",
        type=float,
        metavar="RATIO",
        help="exit 1 where it is more than so many times the floor",
    )
    return parser


def read_inputs(options: argparse.Namespace) -> list[bytes]:
    """The bytes to measure on, one item a page or file, files repeated up to the size."""
    size = options.megabytes or (SMALL if options.small else MEGABYTES)
    if not options.files:
        codec = options.encoding or "utf-8"
        made = list(pages(size))
        return made if codec == "utf-8" else [page.decode().encode(codec) for page in made]
    names = sorted(
        {name for pattern in options.files for name in glob.glob(pattern, recursive=True)}
    )
    found = [data for name in names if (data := Path(name).read_bytes())]
    total = sum(map(len, found))
    return found * max(1, -int(-size * 1e6 // total)) if total else []


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; 1 where ``--at-most`` is passed."""
    options = arguments().parse_args(argv)
    inputs = read_inputs(options)
    if not inputs:
        print("speed: no files there", file=sys.stderr)
        return 1
    on_one_core()
    chosen = Options(encoding=options.encoding) if options.encoding else None
    codec = options.encoding or "utf-8"
    size = sum(map(len, inputs))
    lines = sum(data.count(b"\n") for data in inputs)
    warm = inputs[: max(1, len(inputs) // 50)]
    records = max(1, whole(warm, chosen)[0])
    lines_each = max(1, sum(data.count(b"\n") for data in warm) // records)
    floor(warm, codec, lines_each)
    floors, wholes = [], []
    for _ in range(3 if options.small else RUNS):
        floors.append(cpu(lambda: floor(inputs, codec, lines_each)))
        wholes.append(cpu(lambda: whole(inputs, chosen)))
    least, ours = statistics.median(floors), statistics.median(wholes)
    print(f"input         {size / 1e6:8.1f} MB, {len(inputs)} pages, {lines} lines of {codec}")
    print(f"floor         {size / least / 1e6:8.1f} MB/s, articles of {lines_each} lines")
    print(f"bulletin-split{size / ours / 1e6:8.1f} MB/s")
    print(f"ratio         {ours / least:8.2f} times the floor")
    if options.stages:
        print("stage             ns/byte")
        for stage, cost in by_stage(inputs, chosen).items():
            print(f"{stage:18}{cost:7.2f}")
    if options.at_most is not None and ours / least > options.at_most:
        print(f"speed: more than {options.at_most:g} times the floor", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
