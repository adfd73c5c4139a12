"""What one newspaper does in its own way: rows beside the built-in tables, from a TOML file.

A profile is tried on every line after the built-in tables and has the last word.  Its
rows are of the same kind as those of `cues`, and prove themselves when they are loaded:
a row that does not find its own ``example``, or finds its ``near_miss``, is an error that
names it.  Four tables:

``dateline`` opens an article; ``byline`` is a line that signs; ``furniture`` leaves the
text, and its label is the reason; ``text`` is none of these whatever the built-in tables
say, which is how a row of theirs is overridden.

Patterns are those of the regex module, run on closed lines (no spaces among Han) of at
most `LONGEST` characters, and under a timeout, since nobody has measured them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from json import dumps
from typing import TYPE_CHECKING, Any, cast, get_args

from .cues import Cue
from .errors import OptionError
from .model import Reason

if TYPE_CHECKING:
    import regex

TIMEOUT = 2.0
"""Seconds for one pattern on one line; a plain one takes a millionth of that."""

LONGEST = 80
"""Code points of a line that is held against a table whole, and of the start in which a dateline stands."""

TABLES = ("dateline", "byline", "furniture", "text")


@dataclass(frozen=True, slots=True)
class Profile:
    """The rows of one newspaper.  ``edge``: lines at a page's ends where furniture is looked for.

    >>> row = Cue("running_head", "石埠周报·.{2,4}", "石埠周报·要闻", "石埠周报社", "on every page")
    >>> Profile("石埠", furniture=(row,)).reason_of("石埠周报·副刊")
    'running_head'
    """

    name: str
    dateline: tuple[Cue, ...] = ()
    byline: tuple[Cue, ...] = ()
    furniture: tuple[Cue, ...] = ()
    text: tuple[Cue, ...] = ()
    edge: int | None = None

    def reason_of(self, line: str) -> Reason | None:
        """Why a closed line leaves the text by a row of this profile, if it does."""
        row = self._whole(self.furniture, line)
        return None if row is None else cast(Reason, row.label)

    def is_text(self, line: str) -> bool:
        """Whether a closed line is text whatever the tables say."""
        return self._whole(self.text, line) is not None

    def byline_of(self, line: str) -> str | None:
        """Who signs in a closed line that is nothing but a byline: the row's first group, if it has one."""
        row = self._whole(self.byline, line)
        found = None if row is None else _tried(row, line, whole=True)
        if found is None:
            return None
        return found[found.re.groups and 1]

    def dateline_of(self, text: str) -> str | None:
        """The dateline with which a closed line or a paragraph opens, by a row of this profile."""
        for row in self.dateline:
            found = _tried(row, text[:LONGEST], whole=False)
            if found and found[0]:
                return found[0]
        return None

    def _whole(self, rows: tuple[Cue, ...], line: str) -> Cue | None:
        if not rows or len(line) > LONGEST:
            return None
        return next((row for row in rows if _tried(row, line, whole=True) is not None), None)


_KEYS = ("label", "pattern", "example", "near_miss", "why")
"""What a row of a profile has.  The hints of a built-in row, ``opens`` and ``needs``, only save time."""


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> regex.Pattern[str]:
    import regex

    return regex.compile(pattern)


def _tried(row: Cue, text: str, *, whole: bool) -> regex.Match[str] | None:
    """What a row finds: the whole of a text, or its start.  Raises `OptionError` after `TIMEOUT`."""
    pattern = _compiled(row.pattern)
    try:
        return (pattern.fullmatch if whole else pattern.match)(text, timeout=TIMEOUT)
    except TimeoutError:
        raise OptionError(
            f"the profile's row {row.label!r} ({row.pattern}) took more than {TIMEOUT:g} s "
            f"on one line; write it without nested repetition"
        ) from None


def load_profile(path: str) -> Profile:
    """Read a profile from a TOML file, each row proved.

    Raises `OptionError`, which names the file, the row and what is wrong with it.
    """
    import tomllib

    try:
        with open(path, "rb") as stream:
            found = tomllib.load(stream)
    except OSError as cause:
        raise OptionError(f"{path}: {cause.strerror or cause}; check the name") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as cause:
        raise OptionError(f"{path}: it is not TOML: {cause}") from None
    try:
        return profile_of(found)
    except OptionError as cause:
        raise OptionError(f"{path}: {cause}") from None


def profile_of(found: dict[str, Any]) -> Profile:
    """A profile from what a TOML file holds.

    >>> profile_of({"text": [{"label": "title", "pattern": "第.版的故事", "example": "第三版的故事",
    ...     "near_miss": "第三版", "why": "a column of that name"}]}).is_text("第四版的故事")
    True

    Raises `OptionError`.
    """
    unknown = sorted(found.keys() - {"name", "thresholds", *TABLES})
    if unknown:
        raise OptionError(
            f"{unknown[0]!r} is no table; write name, thresholds, {', '.join(TABLES)}"
        )
    name, thresholds = found.get("name", ""), found.get("thresholds", {})
    if not isinstance(name, str):
        raise OptionError("name is no string")
    if not isinstance(thresholds, dict) or thresholds.keys() - {"edge"}:
        raise OptionError("thresholds has edge and nothing else")
    edge = thresholds.get("edge")
    if edge is not None and (type(edge) is not int or not 0 <= edge <= 100):
        raise OptionError("thresholds: edge is a number of lines from 0 to 100")
    rows = {table: _rows(table, found.get(table, [])) for table in TABLES}
    return Profile(name=name, edge=edge, **rows)


def _rows(table: str, found: object) -> tuple[Cue, ...]:
    if not isinstance(found, list):
        raise OptionError(f"{table} is no list of rows; write [[{table}]] above each")
    return tuple(_row(table, number, row) for number, row in enumerate(found, 1))


def _row(table: str, number: int, found: object) -> Cue:
    """A row that has proved itself; raises `OptionError`."""
    import regex

    if not isinstance(found, dict):
        raise OptionError(f"{table} row {number} is no table of keys")
    where = f"{table} row {number} ({found.get('label', 'no label')})"
    for key in _KEYS:
        if not isinstance(found.get(key), str) or not found[key]:
            raise OptionError(f"{where}: {key} is missing, or no string")
    unknown = sorted(found.keys() - set(_KEYS))
    if unknown:
        raise OptionError(f"{where}: {unknown[0]!r} is no key of a row")
    row = Cue(**found)
    if table == "furniture" and row.label not in get_args(Reason):
        raise OptionError(f"{where}: the label is the reason, one of {', '.join(get_args(Reason))}")
    try:
        _compiled(row.pattern)
    except regex.error as cause:
        raise OptionError(f"{where}: the pattern is none: {cause}") from None
    if not finds(table, row, row.example):
        raise OptionError(f"{where}: it does not find its example {row.example!r}")
    if finds(table, row, row.near_miss):
        raise OptionError(f"{where}: it finds its near miss {row.near_miss!r}")
    return row


def finds(table: str, row: Cue, printed: str) -> bool:
    """Whether a row finds a line, as the engine would try it: closed, whole or at its start.

    A dateline of no characters is none.
    """
    from .lines import close_up

    line = close_up(printed)
    if table != "dateline":
        return len(line) <= LONGEST and _tried(row, line, whole=True) is not None
    found = _tried(row, line[:LONGEST], whole=False)
    return bool(found and found[0])


def built_in() -> str:
    """The built-in rows as TOML, to copy from.

    >>> print(built_in().split("\\n\\n")[1].split("\\n")[0])
    [[dateline]]
    """
    from . import cues, page_cues

    tables = {
        "dateline": cues.DATELINES,
        "byline": cues.BYLINES,
        "furniture": page_cues.FURNITURE,
    }
    out = ["# The built-in rows, to copy from. The engine tries them where such a line may stand."]
    for table, rows in tables.items():
        for row in rows:
            if table == "dateline":
                row = row._replace(pattern=f"(?:{row.pattern}){cues._NOT_WIRE}")
            keys = (f"{key} = {_quoted(getattr(row, key))}" for key in _KEYS)
            out.append("\n".join((f"[[{table}]]", *keys)))
    return "\n\n".join(out) + "\n"


def _quoted(value: str) -> str:
    """A string of TOML: a literal one where it can be, since patterns are full of backslashes."""
    is_plain = "'" not in value and value.isprintable()
    return f"'{value}'" if is_plain else dumps(value, ensure_ascii=False)
