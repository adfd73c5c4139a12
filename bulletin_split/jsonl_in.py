"""Pages as JSON Lines: the protocol for programs in other languages, ``--jsonl-in``.

One process stays open and answers page by page: a line goes in, the records of that
page come out, before the next line is read.  A line is an object with a ``text``, the
page, and an ``id``, its name; whatever else it holds goes into ``source.metadata`` of
every record of the page.  An object ``metadata`` is laid flat beside the other keys,
as datatrove's own reader does.  A line that is no such object is an error of that line
alone.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from json import JSONDecodeError, JSONDecoder
from typing import Any, NamedTuple

from .archive import STDIN, Identity, InputError, Page, pieces
from .errors import Error
from .model import Discard, Options, Record, Source
from .sink import Lines

MAX_LINE = 64 << 20
"""Bytes of one line; a longer one is an error, so that a stream without line ends does not fill the memory."""


class LineError(Error):
    """One line is no page; the message says why, without the line's number."""


class Given(NamedTuple):
    """A page as it was given: ``name`` is the line's id."""

    name: str
    text: str
    metadata: dict[str, Any]


def _constant(word: str) -> object:
    raise LineError(f"{word} is no JSON; write null or a number")


_decode = JSONDecoder(parse_constant=_constant).decode


def page_of_line(line: bytes) -> Given:
    """Read one line.

    >>> page_of_line('{"id": "p1", "text": "本报讯", "shelf": 7}'.encode())
    Given(name='p1', text='本报讯', metadata={'shelf': 7})

    Raises `LineError`.
    """
    try:
        found = _decode(line.decode("utf-8").removeprefix("\ufeff").strip())
    except UnicodeDecodeError:
        raise LineError("it is not UTF-8; write JSON in UTF-8") from None
    except JSONDecodeError as cause:
        raise LineError(f"it is not JSON ({cause.msg}, column {cause.colno})") from None
    except (RecursionError, ValueError):
        raise LineError("its JSON is nested too deep, or a number in it is too long") from None
    if not isinstance(found, dict):
        raise LineError('it is no object; write {"id": ..., "text": ...}')
    text, name, more = found.pop("text", None), found.pop("id", None), found.pop("metadata", None)
    if not isinstance(text, str):
        raise LineError('it has no "text" that is a string')
    if not isinstance(name, str | int) or isinstance(name, bool):
        raise LineError('it has no "id" that is a string or a whole number')
    if isinstance(more, dict):
        found = more | found
    elif more is not None:
        found["metadata"] = more
    return Given(str(name), text, found)


def lines_of(stream: Iterable[bytes]) -> Iterator[bytes | None]:
    """The lines of a stream of pieces, each as soon as it ends; None for one past `MAX_LINE`.

    >>> list(lines_of([b"a", b"b\\nc\\n\\nd"]))
    [b'ab', b'c', b'', b'd']
    """
    held: list[bytes] = []
    size = 0
    for piece in stream:
        *ended, last = piece.split(b"\n")
        for part in ended:
            size += len(part)
            yield b"".join((*held, part)) if size <= MAX_LINE else None
            held, size = [], 0
        size += len(last)
        if size > MAX_LINE:
            held = []
        elif last:
            held.append(last)
    if size:
        yield b"".join(held) if size <= MAX_LINE else None


def records_of(
    given: Given, options: Options, on_discard: Callable[[Discard], None] | None = None
) -> list[Record]:
    """All records of one page, its metadata in their ``source``.

    >>> page = Given("p1", "本报讯 昨日，临沄县召开会议。", {"shelf": 7})
    >>> [record["source"] for record in records_of(page, Options())]
    [{'path': 'p1', 'encoding': 'str', 'metadata': {'shelf': 7}, 'spans': [[0, 15]]}]
    """
    from .pipeline import split

    records = split(given.text, options, name=given.name, on_discard=on_discard)
    for record in records:
        source = record["source"]
        record["source"] = Source(
            path=source["path"],
            encoding=source["encoding"],
            metadata=given.metadata,
            spans=source["spans"],
        )
    return records


def convert_lines(
    page: Page,
    options: Options,
    records: Lines,
    discards: Lines | None,
    outputs: Container[Identity | None],
) -> Iterator[InputError | None]:
    """Answer one input of JSON Lines: what each page became, None where all went well.

    The records of a page have left when it is yielded.  Raises `InputError` where the
    input cannot be read, `OutputError` where the records cannot be written.
    """
    shown = STDIN if page.path is None else page.path
    for number, line in enumerate(lines_of(pieces(page, outputs)), 1):
        try:
            if line is None:
                raise LineError(f"it is longer than {MAX_LINE >> 20} MiB")
            if not line.strip():
                continue
            found = records_of(page_of_line(line), options, discards.add if discards else None)
        except LineError as cause:
            yield InputError(f"{shown}, line {number}", str(cause))
            continue
        for record in found:
            records.add(record)
        records.flush()
        if discards:
            discards.flush()
        yield None
