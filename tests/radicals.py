"""Make the table of radicals and strokes in `bulletin_split/radicals.py`.

    python -m tests.radicals EquivalentUnifiedIdeograph.txt > bulletin_split/radicals.py

The source is Unicode's EquivalentUnifiedIdeograph.txt, or the same property in Perl's own
copy of the database (``unicore/To/EqUIdeo.pl``), which many systems have installed.  Both
are read: a code point or two, then the code point of the ideograph.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

_ROW = re.compile(r"^([0-9A-F]{4,6})(?:\.\.|\t)?([0-9A-F]{4,6})?\s*[;\t]\s*([0-9A-F]{4,6})\b", re.M)
_VERSION = re.compile(r"(?:Version |EquivalentUnifiedIdeograph-)(\d+\.\d+\.\d+)")
HEAD = '''"""Radicals and strokes, each with the ideograph that it stands for.

Made by `tests/radicals.py` from Unicode's EquivalentUnifiedIdeograph data, version {version};
not to be edited.  Extractors emit these where a font's table names the radical and not the
character.  They have no canonical decomposition, and most of the supplement (U+2E80 to U+2EF3)
has no compatibility decomposition either, so that no normalization form mends them.
"""

VERSION = "{version}"

# One string: a radical and its ideograph in turn.
PAIRS = (
{rows}
)
'''


def read(source: str) -> dict[str, str]:
    """The pairs that a source states."""
    out: dict[str, str] = {}
    for first, last, ideograph in _ROW.findall(source):
        for code in range(int(first, 16), int(last or first, 16) + 1):
            out[chr(code)] = chr(int(ideograph, 16))
    return out


def module(source: str) -> str:
    """The text of the module."""
    version = _VERSION.search(source)
    pairs = "".join(radical + ideograph for radical, ideograph in sorted(read(source).items()))
    rows = "\n".join(f'    "{pairs[i : i + 40]}"' for i in range(0, len(pairs), 40))
    return HEAD.format(version=version[1] if version else "unknown", rows=rows)


if __name__ == "__main__":
    print(module(Path(sys.argv[1]).read_text(encoding="utf-8")), end="")
