"""Patterns that are compiled when they are first asked for something.

A table of cues takes `re` up to twenty milliseconds to compile, most pages need a few of
the tables, and a run on one page is over in less than all of them would take.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Late:
    """A pattern's source, and from the first question on the methods of the compiled pattern."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self.pattern, self.flags = source, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self.flags)
        for method in ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def late(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The pattern that `re.compile` makes of a source, compiled at its first use.

    Errors in the source are raised there and not here; the tests use each one.

        >>> late("[0-9]+").findall("1月26日")
        ['1', '26']
    """
    return cast("re.Pattern[AnyStr]", _Late(source, flags))
