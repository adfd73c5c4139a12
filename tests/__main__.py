"""Every check of the project, one after the other: ``python -m tests``.

All of them run, whatever fails on the way; the exit code says whether any did.  The
tests come last, so that the last line on the screen is theirs.  Arguments go to
pytest: ``python -m tests -k stream``.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

CHECKS = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types": ["mypy"],
    "tests and doctests": ["pytest"],
}


def main(arguments: list[str]) -> int:
    """Run the checks; 1 where one of them failed."""
    failed: list[str] = []
    for name, check in CHECKS.items():
        is_last = name == list(CHECKS)[-1]
        if is_last and failed:
            print(f"== failed: {', '.join(failed)}", flush=True)
        print(f"== {name}: {' '.join(check)}", flush=True)
        command = [sys.executable, "-m", *check, *(arguments if is_last else [])]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(name)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
