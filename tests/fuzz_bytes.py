"""Coverage-guided fuzzing of bytes → records, with atheris (not needed by the tests).

    pip install atheris
    python -m tests.fuzz_bytes [-max_total_time=900] [FOLDER]

Whatever the bytes are: nothing is raised, the output keeps what `verify` checks, and it is the same
when the bytes come in two pieces.  The first byte chooses the limit on an article (small limits
make small windows) and the encoding, the second where the bytes are cut.  FOLDER keeps inputs that
reach new code; without it one is made, with the samples and every cue in it.  An input that fails is
written to ``crash-...``; ``python -m tests.fuzz_bytes FILE`` tries it again.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import mkdtemp

import atheris

with atheris.instrument_imports(include=["bulletin_split"]):
    from bulletin_split import (
        cues,
        encoding,
        furniture,
        label,
        lines,
        mojibake,
        page_cues,
        pipeline,
        record,
        reflow,
        repair,
        segment,
        signing,
        spacing,
        verify,
    )
from bulletin_split.model import MAX_ARTICLE, Discard, Options, Record

INSTRUMENTED = (
    encoding,
    furniture,
    label,
    lines,
    mojibake,
    record,
    reflow,
    repair,
    segment,
    signing,
    spacing,
    verify,
)

LIMITS = (1, 600, MAX_ARTICLE)
ENCODINGS = (None, None, None, "utf-8", "gb18030", "big5hkscs")
SAMPLES = Path(__file__).resolve().parent.parent / "samples"


def feed(pieces: list[bytes], options: Options) -> tuple[list[Record], list[Discard]]:
    """All that comes out of the pieces of one input."""
    discards: list[Discard] = []
    parser = pipeline.Splitter(options, on_discard=discards.append)
    records = [found for piece in pieces for found in parser.feed(piece)]
    return records + parser.close(), discards


def one(data: bytes) -> None:
    """Try one input."""
    how, cut, page = data[:1], data[1:2], data[2:]
    number = how[0] if how else 0
    options = Options(
        verify=True,
        max_article=LIMITS[number % len(LIMITS)],
        encoding=ENCODINGS[number // len(LIMITS) % len(ENCODINGS)],
    )
    at = len(page) * (cut[0] if cut else 0) // 256
    assert feed([page], options) == feed([page[:at], page[at:]], options)


def seeds(folder: Path) -> None:
    """Write what the fuzzer begins with: the samples, whole and in parts, and the cues."""
    for path in SAMPLES.glob("*.txt"):
        data = path.read_bytes()
        for part in range(0, len(data), 1200):
            (folder / f"{path.stem}-{part}").write_bytes(b"\x01\x40" + data[part : part + 1200])
    tables = [*vars(cues).values(), *vars(page_cues).values()]
    rows = [row for table in tables if isinstance(table, list) for row in table]
    for number, row in enumerate(rows):
        text = f"{row.example}\n{row.near_miss}\n\n{row.example} 水。\n"
        (folder / f"row-{number}").write_bytes(b"\x00\x80" + text.encode())


def main() -> None:
    """Fuzz until it is stopped, or as long as -max_total_time says."""
    arguments = [*sys.argv]
    if not [word for word in arguments[1:] if not word.startswith("-")]:
        folder = Path(mkdtemp(prefix="bulletin-split-fuzz-"))
        seeds(folder)
        arguments += ["-max_len=4096", str(folder)]
    atheris.Setup(arguments, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
