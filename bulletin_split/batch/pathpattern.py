"""What a page's path says of it: ``{publication}/{date:%Y-%m-%d}/{page}.txt``.

The pattern is matched against the end of the path, whole names at a time, so it need
not say where the archive lies.  A path that does not match, or whose day is not in the
calendar, says nothing; then the masthead is asked.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from .inputs import unpacked

DIGITS = {
    "Y": r"(?P<Y>[0-9]{4})",
    "y": r"(?P<y>[0-9]{2})",
    "m": r"(?P<m>[0-9]{1,2})",
    "d": r"(?P<d>[0-9]{1,2})",
    "%": "%",
}
"""What a day may be written with; two figures for the year mean 1930 to 2029."""

FIELDS = ("publication", "date", "page")


class Facts(NamedTuple):
    """What a path says; ``None`` for what it does not."""

    publication: str | None = None
    date: str | None = None
    page: str | None = None


class PatternError(ValueError):
    """The pattern itself is wrong; the message says how."""


@lru_cache(maxsize=8)
def compiled(pattern: str) -> re.Pattern[str]:
    """The regular expression of a pattern; raises `PatternError`.

    ``*`` is anything within one name; ``{page}`` and ``{publication}`` are at least one
    character of it.
    """
    out, fields = "", []
    for part in re.split(r"(\{[^{}]*\}|\*)", pattern):
        if part == "*":
            out += "[^/]*"
        elif part.startswith("{"):
            name, _, form = part[1:-1].partition(":")
            if name not in FIELDS or name in fields or (form and name != "date"):
                raise PatternError(
                    f"{part} is none of {{publication}}, {{date:%Y-%m-%d}}, {{page}}"
                )
            fields.append(name)
            out += _day(form or "%Y-%m-%d") if name == "date" else f"(?P<{name}>[^/]+?)"
        elif "{" in part or "}" in part:
            raise PatternError(f"a bracket is not closed in {part!r}")
        else:
            out += re.escape(part)
    if not fields:
        raise PatternError("it names no field: {publication}, {date:%Y-%m-%d}, {page}")
    return re.compile(f"(?:^|/){out}$", re.DOTALL)


def _day(form: str) -> str:
    out, signs = "", re.split(r"(%.)", form)
    for sign in signs:
        if not sign.startswith("%"):
            out += re.escape(sign)
        elif sign[1] not in DIGITS:
            raise PatternError(f"{sign} in {{date:{form}}} is none of %Y %y %m %d")
        else:
            out += DIGITS[sign[1]]
    if sorted(sign for sign in signs if sign[:1] == "%") not in (
        ["%Y", "%d", "%m"],
        ["%d", "%m", "%y"],
    ):
        raise PatternError(f"{{date:{form}}} needs %Y, %m and %d once")
    return out


def read(path: str, pattern: str) -> Facts:
    """What a path says.

    >>> read("a/临沄日报/2020-02-24/3.txt.gz", "{publication}/{date:%Y-%m-%d}/{page}.txt")
    Facts(publication='临沄日报', date='2020-02-24', page='3')
    >>> read("a/2020-02-30/3.txt", "{date:%Y-%m-%d}/{page}.txt")
    Facts(publication=None, date=None, page=None)
    """
    rule = compiled(pattern)
    found = rule.search(path) or rule.search(unpacked(path))
    if not found:
        return Facts()
    said = found.groupdict()
    day = None
    if "d" in said:
        year = said.get("Y") or (("19" if said["y"] >= "30" else "20") + said["y"])
        try:
            day = date(int(year), int(said["m"]), int(said["d"])).isoformat()
        except ValueError:
            return Facts()
    return Facts(said.get("publication"), day, said.get("page"))
