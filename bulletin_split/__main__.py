"""``python -m bulletin_split`` is the command ``bulletin-split``."""

import sys
from typing import NoReturn

from .process import leave, prepare


def main() -> NoReturn:
    """The command ``bulletin-split``: run it and leave with its exit code.

    What it consists of is loaded when signals are provided for: that takes most of its start.
    """
    prepare()
    from .cli import run

    leave(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
