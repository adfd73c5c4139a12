"""``python -m tests.fit PAGES... [--out FILE]``: see the package."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
import textwrap
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its threads cost more than they bring here

from bulletin_split import reflow, segment, units, weights
from bulletin_split.columns import unfold
from bulletin_split.lines import read_lines
from bulletin_split.repair import soften

from . import align, augment, breaks, chain, table
from .gold import Page, read_pages

PARTS = {"body": 0, "start": 1, "trailing headline": 2, "leading headline": 3}
PARTS |= {"leading byline": 4, "trailing byline": 5}


@dataclass(frozen=True, slots=True)
class Studied:
    """A page as both fits want it: what is seen of it, and what gold says."""

    page: Page
    parts: list[int | None]  # of every line
    units: list[int]
    example: chain.Example
    breaks: list[breaks.Example]


def study(page: Page) -> Studied:
    """Look at a page as the pipeline does, and align it with its gold."""
    lines = read_lines(soften(unfold(page.text)[0])[0])
    seen = units.observe(lines)
    places = align.place(lines.text, page.articles)
    parts = align.with_brackets(align.parts_of(places), lines.cue)
    starts = [line for line, part in enumerate(parts) if part == segment.S]
    ends = {line: reflow.keys_of(code) for line, code in reflow.observe(lines, starts)}
    return Studied(
        page=page,
        parts=parts,
        units=seen.units,
        example=chain.Example(
            emit=[units.emit_keys(code) for code in seen.emit],
            link=[units.link_keys(code) for code in seen.link],
            parts=[parts[unit] for unit in seen.units],
        ),
        breaks=[
            (ends.get(line, ()), is_break)
            for line, is_break in align.paragraph_breaks(lines.text, places, page.articles)
        ],
    )


class Tally:
    """Line by line: how often a part was right, found and asked for; the same for breaks."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()

    def add(
        self, pages: Sequence[Studied], model: chain.Model, ends: dict[Hashable, float]
    ) -> None:
        """Count what the tables make of some pages."""
        names = {part: name for name, part in PARTS.items()}
        decoded = chain.decode(model, [page.example for page in pages])
        for page, played in zip(pages, decoded, strict=True):
            parts = [segment.B] * len(page.parts)
            for unit, part in zip(page.units, played, strict=True):
                parts[unit] = part
            for part, gold in zip(parts, page.parts, strict=True):
                if gold is not None:
                    self._count(names[part], names[gold])
            for keys, is_break in page.breaks:
                was = breaks.is_break(ends, keys)
                self._count("break" if was else "", "break" if is_break else "")

    def _count(self, found: str, asked: str) -> None:
        self.found[found] += 1
        self.asked[asked] += 1
        self.right[found] += found == asked

    def row(self, name: str) -> str:
        """Precision, recall and F1 of one part."""
        right, found, asked = self.right[name], self.found[name], self.asked[name]
        shares = (right / max(1, found), right / max(1, asked), 2 * right / max(1, found + asked))
        return "".join(f"{100 * share:8.2f}" for share in shares)


def fit(
    pages: Sequence[Studied],
    again: Sequence[chain.Example],
    options: argparse.Namespace,
    start: chain.Model | None = None,
    report: Callable[[int, float], None] | None = None,
) -> tuple[chain.Fitted, dict[Hashable, float]]:
    """Both tables, rounded as they would be written."""
    counts = Counter(folder.resolve().name for folder in options.folders)
    fitted = chain.fit(
        [*(page.example for page in pages), *again],
        weights=[
            *(float(counts[page.page.folder]) for page in pages),
            *([options.augment_weight] * len(again)),
        ],
        l2=options.l2,
        iterations=options.iterations,
        start=start,
        report=report,
    )
    ends = breaks.fit([line for page in pages for line in page.breaks], l2=options.l2_breaks)
    model = table.rounded(fitted.model)
    return chain.Fitted(model, fitted.objective, fitted.iterations), table.rounded_breaks(ends)


def set_again(
    pages: Sequence[Studied], options: argparse.Namespace, seed: int
) -> list[chain.Example]:
    """The pages' articles in other settings (`augment`)."""
    pieces = augment.pieces_of(options.folders, frozenset(page.page.stem for page in pages))
    return [augment.example_of(job) for job in augment.jobs(pieces, options.augment, seed)]


def held_out(fold: int, pages: Sequence[Studied], options: argparse.Namespace) -> Tally:
    """What tables fitted on the other folds make of one."""
    inside = [page for page in pages if page.page.fold(options.folds) != fold]
    outside = [page for page in pages if page.page.fold(options.folds) == fold]
    tally = Tally()
    if inside and outside:
        fitted, ends = fit(inside, set_again(inside, options, fold), options)
        tally.add(outside, fitted.model, ends)
    return tally


def merged(tallies: Iterable[Tally]) -> Tally:
    """The sum of some tallies."""
    out = Tally()
    for tally in tallies:
        out.right += tally.right
        out.found += tally.found
        out.asked += tally.asked
    return out


def provenance(pages: Sequence[Studied], fitted: chain.Fitted, options: argparse.Namespace) -> str:
    """What the tables were fitted on, and how."""
    times = Counter(folder.resolve().name for folder in options.folders)
    counts = Counter((page.page.folder, page.page.version) for page in pages)
    rows = [
        f"    {count:5} of {folder}/{' ' + version if version else ''}, each counted {times[folder]} times"
        for (folder, version), count in sorted(counts.items())
    ]
    units = sum(len(page.units) for page in pages)
    lines = sum(len(page.breaks) for page in pages)
    told = (
        f"The chain: {units} units, and {options.augment} pages on which the same articles are set again, each counted {options.augment_weight:.2g} times, objective {fitted.objective:.1f} after {fitted.iterations} "
        f"iterations, l2 {options.l2}.  Paragraph breaks: {lines} lines, l2 {options.l2_breaks}.  "
        f"Rows below {table.LEAST} everywhere are left out.  The pages themselves are no part of "
        "the project: a row says what a kind of line was worth on all of them together."
    )
    when = f"By ``python -m tests.fit`` on {datetime.date.today()}, from {len(pages)} pages:"
    return "\n".join([when, "", *rows, "", textwrap.fill(told, 96)])


def arguments() -> argparse.ArgumentParser:
    """The command's options."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.fit", description="Fit weights.py on pages with gold."
    )
    parser.add_argument(
        "folders", nargs="+", type=Path, metavar="PAGES", help="a folder; twice counts twice"
    )
    parser.add_argument("--out", type=Path, help="where to write the tables; else nowhere")
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="VERSION",
        help="leave out page-NNNN.VERSION.txt",
    )
    parser.add_argument(
        "--folds",
        type=int,
        default=0,
        metavar="K",
        help="also fit K times without a Kth of the pages, and measure on it",
    )
    parser.add_argument(
        "--start-from-current",
        action="store_true",
        help="begin at the package's tables and not at 0 (folds begin at 0, since the tables know them)",
    )
    parser.add_argument(
        "--augment",
        type=int,
        default=3000,
        metavar="N",
        help="set the articles again on N pages of other layouts (default 3000)",
    )
    parser.add_argument(
        "--augment-weight",
        type=float,
        default=1.0,
        metavar="W",
        help="how much each of these counts: many that count little vary less (default 1)",
    )
    parser.add_argument("--iterations", type=int, default=350)
    parser.add_argument(
        "--l2", type=float, default=2.0, help="how hard the chain's weights are pulled to 0"
    )
    parser.add_argument(
        "--l2-breaks", type=float, default=0.5, help="the same for paragraph breaks"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Read, fit, report, write."""
    options = arguments().parse_args(argv)
    began = time.perf_counter()
    pages = list(read_pages(dict.fromkeys(options.folders), without=options.without))
    if not pages:
        print("tests.fit: no pages with gold there", file=sys.stderr)
        return 1
    with ProcessPoolExecutor(options.jobs) as pool:
        studied = list(pool.map(study, pages, chunksize=8))
        units = sum(len(page.units) for page in studied)
        print(f"{len(pages)} pages, {units} units, read in {time.perf_counter() - began:.1f} s")
        work = partial(held_out, pages=studied, options=options)
        folds = pool.map(work, range(options.folds))
        began = time.perf_counter()
        current = table.current(Path(str(weights.__file__))) if options.start_from_current else None
        again = set_again(studied, options, options.folds)
        report = _progress if sys.stderr.isatty() else None
        fitted, ends = fit(studied, again, options, current, report)
        print(
            f"objective {fitted.objective:.1f} after {fitted.iterations} iterations, "
            f"{time.perf_counter() - began:.0f} s; rows: {len(fitted.model.emit)} EMIT, "
            f"{len(fitted.model.link)} LINK, {len(ends)} PARAGRAPH"
        )
        if options.out:
            text = table.source(
                fitted.model, ends, weights.CONFIDENCE, provenance(studied, fitted, options)
            )
            options.out.write_text(text, encoding="utf-8")
        inside = Tally()
        inside.add(studied, fitted.model, ends)
        outside = merged(folds)
    print(f"{'':20}{'lines':>8}{'precision':>11}{'recall':>7}{'F1':>6}   in per cent, by lines")
    for name in [*PARTS, "break"]:
        print(f"{name:20}{inside.asked[name]:8}{inside.row(name)}   in")
        if options.folds:
            print(f"{'':28}{outside.row(name)}   out of fold")
    return 0


def _progress(iteration: int, objective: float) -> None:
    if iteration % 10 == 0:
        print(f"\r{iteration:5} {objective:12.1f}", end="\r", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
