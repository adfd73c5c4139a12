"""How fast the package is, beside other tools that do a part of its work.

    python -m tests.benchmarks.peers [--megabytes N] [--files GLOB ...]

None of them is needed by the project or its tests.  In an environment of its own:

    pip install ftfy unstructured pypandoc_binary

Each gets the same bytes, page by page, and does its own part of the work only: ftfy mends
characters (`ftfy.fix_text` with its defaults), pandoc rejoins lines (Markdown to plain text with
``east_asian_line_breaks``), unstructured joins broken paragraphs (`group_broken_paragraphs`).
What counts is CPU time, that of a tool's own process where it has one; the median of three turns.
What is not installed is left out, and said to be.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module, metadata

from .speed import floor, on_one_core, read_inputs, whole

MEGABYTES = 0.5
RUNS = 3

Tool = Callable[[Sequence[str]], object]


def ftfy() -> tuple[str, Tool]:
    """ftfy with its defaults."""
    fix_text = import_module("ftfy").fix_text
    return metadata.version("ftfy"), lambda pages: [fix_text(page) for page in pages]


def unstructured() -> tuple[str, Tool]:
    """unstructured's joining of paragraphs that were broken over lines."""
    join = import_module("unstructured.cleaners.core").group_broken_paragraphs
    return metadata.version("unstructured"), lambda pages: [join(page) for page in pages]


def pandoc() -> tuple[str, Tool]:
    """pandoc's rejoining of East Asian lines, all pages in one process."""
    pypandoc = import_module("pypandoc")
    command = [pypandoc.get_pandoc_path(), "--from=markdown+east_asian_line_breaks"]
    command += ["--to=plain", "--wrap=none"]

    def run(pages: Sequence[str]) -> object:
        text = "\n\n".join(pages).encode("utf-8", "replace")
        return subprocess.run(command, input=text, stdout=subprocess.DEVNULL, check=True)

    return str(pypandoc.get_pandoc_version()), run


PEERS: dict[str, Callable[[], tuple[str, Tool]]] = {
    "ftfy": ftfy,
    "pandoc": pandoc,
    "unstructured": unstructured,
}


def cpu(work: Callable[[], object]) -> float:
    """Seconds of CPU time that some work takes in this process and in those that it starts."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.process_time()
    work()
    spent = time.process_time() - began
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent + now.ru_utime - children.ru_utime + now.ru_stime - children.ru_stime


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.peers")
    parser.add_argument("--megabytes", type=float, default=MEGABYTES, metavar="N")
    parser.add_argument("--files", nargs="+", metavar="GLOB", help="these, not pages made up")
    options = parser.parse_args(argv)
    options.small, options.encoding = False, None
    inputs = read_inputs(options)
    if not inputs:
        print("peers: no files there", file=sys.stderr)
        return 1
    on_one_core()
    size, pages = sum(map(len, inputs)), [data.decode("utf-8", "replace") for data in inputs]
    works: dict[str, Callable[[], object]] = {
        "floor": lambda: floor(inputs, "utf-8", 50),
        "bulletin-split": lambda: whole(inputs),
    }
    versions: dict[str, str] = {}
    for name, load in PEERS.items():
        try:
            versions[name], tool = load()
        except ImportError:
            print(f"{name:15} is not installed")
            continue
        works[name] = lambda tool=tool: tool(pages)  # type: ignore[misc]
    spent: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(RUNS):
        for name, work in works.items():
            spent[name].append(cpu(work))
    ours = statistics.median(spent["bulletin-split"])
    print(f"{size / 1e6:.1f} MB, {len(inputs)} pages")
    for name, times in spent.items():
        took = statistics.median(times)
        print(
            f"{name:15} {versions.get(name, ''):10} {size / took / 1e6:8.2f} MB/s"
            f" {took / ours:7.2f} times our time"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
