"""How often a misread character that the product puts back was the one printed.

    python -m tests.benchmarks.confusions [FOLDER] [--profile NAME] [--list]

FOLDER holds gold pages (``*.gold.jsonl``) whose records state the clean text and, under
``printed``, the text after damage: where the two differ in one character, that character was
misread.  The table is tried on the damaged text, and each change that it makes is right where
it gives the clean character.  It is tried on the clean text too, in which it must find nothing,
and on the clean text with every third character of a pair misread by us, since pages in which
OCR itself erred are few.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from bulletin_split.confusions import CONFUSIONS, reread

PAGES = Path("../shared/pages/noise")
LEAST = 99.0
"""Per cent of the changes that must be right."""


def fields(record: dict[str, object]) -> list[str]:
    """The texts of a gold record."""
    paragraphs, headline = record.get("paragraphs") or [], record.get("headline")
    assert isinstance(paragraphs, list)
    return ["\n".join(paragraphs), str(headline or "")]


def pairs(folder: Path, profile: str | None) -> Iterator[tuple[str, str]]:
    """(clean, printed) of each text of the pages of a profile, or of all."""
    manifest = folder / "manifest.jsonl"
    rows = manifest.read_text(encoding="utf-8").splitlines() if manifest.exists() else []
    of = {row["page"]: row.get("profile") for row in map(json.loads, rows)}
    for path in sorted(folder.glob("*.gold.jsonl")):
        if profile and of.get(path.name.split(".")[0]) != profile:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            printed = {**record, **record.get("printed", {})}
            yield from zip(fields(record), fields(printed), strict=True)


def judge(clean: str, printed: str) -> tuple[int, list[tuple[str, str, bool]]]:
    """(misread characters, changes made: the character read, the one put there, whether right)."""
    edits = Levenshtein.opcodes(printed, clean)
    meant = {}
    for edit in edits:
        size = edit.src_end - edit.src_start
        if edit.tag == "equal" or size == edit.dest_end - edit.dest_start:
            for i in range(size):
                meant[edit.src_start + i] = clean[edit.dest_start + i]
    misread = sum(
        char.isalnum() and meant[i].isalnum() and char != meant[i]
        for i, char in enumerate(printed)
        if i in meant
    )
    mended, _ = reread(printed)
    changes = [
        (char, new, meant.get(i) == new)
        for i, (char, new) in enumerate(zip(printed, mended, strict=True))
        if char != new
    ]
    return misread, changes


def seeded(clean: str, read: str, printed: str) -> tuple[int, list[tuple[str, str, bool]]]:
    """The same for a clean text in which every third ``printed`` is misread."""
    pieces = clean.split(printed)
    if len(pieces) < 2:
        return 0, []
    damaged = (
        "".join(piece + (read if i % 3 == 1 else printed) for i, piece in enumerate(pieces[:-1]))
        + pieces[-1]
    )
    mended, _ = reread(damaged)
    return damaged.count(read) - clean.count(read), [
        (char, new, new == meant)
        for char, new, meant in zip(damaged, mended, clean, strict=True)
        if char != new
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures; 1 where the changes are not right often enough, 2 without pages."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.confusions")
    parser.add_argument("folder", nargs="?", type=Path, default=PAGES)
    parser.add_argument("--profile", help="only the pages of this profile")
    parser.add_argument(
        "--list", action="store_true", help="each kind of change, and what was wrong"
    )
    options = parser.parse_args(argv)
    misread = on_clean = characters = ours = 0
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    ours_right = ours_wrong = 0
    for clean, printed in pairs(options.folder, options.profile):
        characters += len(clean)
        on_clean += reread(clean)[1]
        count, changes = judge(clean, printed)
        misread += count
        for read, new, is_right in changes:
            (right if is_right else wrong)[f"{read}→{new}"] += 1
        for pair in {(row.read, row.printed) for row in CONFUSIONS}:
            count, changes = seeded(clean, *pair)
            ours += count
            good = sum(is_right for _, _, is_right in changes)
            ours_right, ours_wrong = ours_right + good, ours_wrong + len(changes) - good
    if not characters:
        print(f"confusions: no gold pages in {options.folder}", file=sys.stderr)
        return 2
    made = right.total() + wrong.total()
    share = 100 * right.total() / made if made else 100.0
    print(f"text          {characters} characters, {misread} misread")
    print(f"changes       {made}, {right.total()} right, {share:.2f} %")
    ours_made = ours_right + ours_wrong
    ours_share = 100 * ours_right / ours_made if ours_made else 100.0
    print(f"seeded        {ours} misread, {ours_made} changes, {ours_share:.2f} % right")
    print(f"clean text    {on_clean} changes")
    if options.list:
        for kind in sorted({*right, *wrong}):
            print(f"{kind}  {right[kind]} right, {wrong[kind]} wrong")
    return 0 if min(share, ours_share) >= LEAST and not on_clean else 1


if __name__ == "__main__":
    sys.exit(main())
