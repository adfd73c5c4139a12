"""What a run did, in numbers: for the eye a table, for a program JSON.

`Tally` is what a batch of inputs adds up to, made by whoever converts it; `Summary`
is the whole run.  Both hold counts only, so they do not grow with the archive; of
failures, skipped files and undecodable bytes the first `LISTED` are named, and all are
counted.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from itertools import islice
from time import monotonic
from typing import Any

from ..model import Discard, Record

LISTED = 1_000
"""Failures, skipped files and undecodable bytes that a summary names, of each."""

Counts = dict[str, int]


class Tally:
    """Counts of what came out of some inputs."""

    __slots__ = (
        "bad_bytes",
        "discards",
        "encodings",
        "flags",
        "kinds",
        "repairs",
        "undecodable",
        "unread",
    )

    def __init__(self) -> None:
        self.kinds: Counts = {}
        self.flags: Counts = {}
        self.repairs: Counts = {}
        self.encodings: Counts = {}
        self.discards: Counts = {}
        self.unread: Counts = {}
        self.undecodable = 0
        self.bad_bytes: list[tuple[str, int, str]] = []

    def record(self, record: Record) -> None:
        """Count one record; its encoding is counted by input, with `encoding`."""
        kinds, flags = self.kinds, self.flags
        kind = record["kind"]
        kinds[kind] = kinds.get(kind, 0) + 1
        for flag in record["flags"]:
            flags[flag] = flags.get(flag, 0) + 1
        if record["repairs"]:
            repairs = self.repairs
            for name, count in record["repairs"].items():
                repairs[name] = repairs.get(name, 0) + count

    def discard(self, discard: Discard) -> None:
        """Count one discard."""
        reason = discard["reason"]
        self.discards[reason] = self.discards.get(reason, 0) + 1

    def encoding(self, name: str) -> None:
        """Count one input in this encoding."""
        self.encodings[name] = self.encodings.get(name, 0) + 1

    def bytes_lost(self, name: str, total: int, places: Iterable[tuple[int, str]]) -> None:
        """Count an input's undecodable bytes; ``places``: offset and hex of the first of them."""
        self.undecodable += total
        left = LISTED - len(self.bad_bytes)
        self.bad_bytes += [(name, offset, octets) for offset, octets in islice(places, left)]

    def path_unread(self) -> None:
        """Count one input whose path did not match the pattern."""
        self.unread["path_pattern"] = self.unread.get("path_pattern", 0) + 1

    def add(self, other: Tally) -> None:
        """Take in the counts of another."""
        for mine, more in (
            (self.kinds, other.kinds),
            (self.flags, other.flags),
            (self.repairs, other.repairs),
            (self.encodings, other.encodings),
            (self.discards, other.discards),
            (self.unread, other.unread),
        ):
            _add(mine, more)
        self.undecodable += other.undecodable
        self.bad_bytes += other.bad_bytes[: LISTED - len(self.bad_bytes)]


def _add(counts: Counts, more: Mapping[str, int]) -> None:
    for name, count in more.items():
        counts[name] = counts.get(name, 0) + count


class Summary:
    """The numbers of a run, as they grow."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.done = self.failed = self.unchanged = self.failed_before = 0
        self.records = self.discards = self.bytes_in = self.bytes_out = 0
        self.failures: list[tuple[str, str]] = []
        self.skipped: Counts = {}
        self.skipped_names: list[tuple[str, str]] = []
        self.jumps: Counts = {}
        self.jobs = 1
        self._began = monotonic()

    def fail(self, name: str, cause: str) -> None:
        """Count an input that failed."""
        self.failed += 1
        if len(self.failures) < LISTED:
            self.failures.append((name, cause))

    def skip(self, name: str, reason: str) -> None:
        """Count what was left out for what it is."""
        self.skipped[reason] = self.skipped.get(reason, 0) + 1
        if len(self.skipped_names) < LISTED:
            self.skipped_names.append((name, reason))

    def seconds(self) -> float:
        """How long the run has taken."""
        return monotonic() - self._began

    def rate(self) -> float:
        """Input read, in megabytes (10⁶ bytes as they lie on the disk) a second."""
        return self.bytes_in / 1e6 / max(self.seconds(), 1e-6)

    def as_json(self) -> dict[str, Any]:
        """The summary for ``--summary``; lists and counts in one order whatever the run's."""
        from .. import __version__

        tally = self.tally
        return {
            "version": __version__,
            "files": {
                "done": self.done,
                "failed": self.failed,
                "unchanged": self.unchanged,
                "failed_before": self.failed_before,
                "skipped": sum(self.skipped.values()),
            },
            "records": {"total": self.records, "by_kind": _sorted(tally.kinds)},
            "flags": _sorted(tally.flags),
            "repairs": _sorted(tally.repairs),
            "encodings": _sorted(tally.encodings),
            "undecodable": {
                "total": tally.undecodable,
                "first": [
                    {"input": name, "byte": offset, "hex": octets}
                    for name, offset, octets in tally.bad_bytes
                ],
            },
            "discards": {"total": self.discards, "by_reason": _sorted(tally.discards)},
            "path_pattern_unmatched": tally.unread.get("path_pattern", 0),
            "jumps": _sorted(self.jumps),
            "failures": [{"input": name, "cause": cause} for name, cause in self.failures],
            "skipped": {
                "by_reason": _sorted(self.skipped),
                "first": [{"path": name, "reason": why} for name, why in self.skipped_names],
            },
            "bytes": {"read": self.bytes_in, "written": self.bytes_out},
            "seconds": round(self.seconds(), 3),
            "megabytes_per_second": round(self.rate(), 3),
            "jobs": self.jobs,
        }

    def rows(self) -> list[tuple[str, str]]:
        """The summary for the eye: what, and how many."""
        tally = self.tally
        files = [f"{self.done:,} done"]
        files += [f"{n:,} {what}" for n, what in self._other_files() if n]
        rows = [
            ("files", ", ".join(files)),
            ("read", f"{self.bytes_in / 1e6:,.1f} MB in {self.seconds():,.1f} s"),
            ("speed", f"{self.rate():,.1f} MB/s, jobs {self.jobs}"),
            ("records", _listed(self.records, tally.kinds)),
            ("flags", _listed(None, tally.flags)),
            ("repairs", _listed(None, tally.repairs)),
            ("encodings", _listed(None, tally.encodings)),
            ("undecodable", f"{tally.undecodable:,} bytes" if tally.undecodable else ""),
            ("discards", _listed(self.discards, tally.discards)),
            ("jumps", _listed(None, self.jumps)),
            ("skipped", _listed(None, self.skipped)),
        ]
        return [(name, value) for name, value in rows if value]

    def _other_files(self) -> list[tuple[int, str]]:
        return [
            (self.failed, "failed"),
            (self.unchanged, "unchanged"),
            (self.failed_before, "failed before"),
        ]


def _sorted(counts: Counts) -> Counts:
    """The largest first, then by name."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _listed(total: int | None, counts: Counts) -> str:
    parts = ", ".join(f"{name} {count:,}" for name, count in _sorted(counts).items())
    if total is None:
        return parts
    return f"{total:,}: {parts}" if parts else f"{total:,}"


def write_json(summary: Summary, path: str) -> None:
    """Write the summary to a file, whole or absent.  Raises `OutputError`."""
    from json import dumps

    from ..sink import bytes_to, inert, output_errors

    data = inert(dumps(summary.as_json(), ensure_ascii=False, indent=2)) + "\n"
    with bytes_to(path) as write, output_errors(path):
        write(data.encode("utf-8", "backslashreplace"))


def show(summary: Summary) -> None:
    """Put the table on standard error, which is a terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for name, value in summary.rows():
        table.add_row(Text(name), Text(value))
    Console(stderr=True, width=None if os.get_terminal_size(2).columns else 80).print(table)
