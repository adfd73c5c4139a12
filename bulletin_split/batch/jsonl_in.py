"""Pages as JSON Lines: the protocol for programs in other languages, ``--jsonl-in``.

One process stays open and answers page by page: a line goes in, the records of that
page come out, before the next line is read.  A line is an object with a ``text``, the
page, and an ``id``, its name; whatever else it holds goes into ``source.metadata`` of
every record of the page.  An object ``metadata`` is laid flat beside the other keys,
as datatrove's own reader does.  A line that is no such object is an error of that line
alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from json import JSONDecodeError, JSONDecoder
from typing import Any, NamedTuple

from ..errors import Error, MissingExtra, OptionError
from ..model import Discard, Options, Record, Source
from ..sink import Lines, OutputError, output_errors
from .archive import Run
from .convert import engine_failed, form_of
from .formats import Store
from .inputs import InputError
from .reading import pieces
from .summary import Tally

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
    from ..pipeline import split

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


def answered(run: Run, records: Store, discards: Store | None) -> None:
    """Convert all inputs, whose lines are pages, into one file; each page as it comes.

    A line that is no page, and an input that cannot be read, fail alone.  Raises `Stop`
    and `OutputError`.
    """
    shape = form_of(run.job)
    lines = Lines(records.write, records.name)
    rest = Lines(discards.write, discards.name) if discards else None
    for page in run.pages():
        tally, read = Tally(), 0
        try:
            for number, line in enumerate(
                lines_of(pieces(page, run.job.outputs, run.job.limit)), 1
            ):
                read += 1 + len(line or b"")
                try:
                    found = _answer(line, run, tally, rest)
                except LineError as cause:
                    run.fail(InputError(f"{page.shown}, line {number}", str(cause)))
                    continue
                for record in found:
                    lines.add(shape(record) if shape else record)
                lines.flush()
                if rest:
                    rest.flush()
        except InputError as error:
            run.fail(error)
        run.summary.tally.add(tally)
        run.summary.bytes_in += read
    for store in (records, discards):
        if store is not None:
            with output_errors(store.name):
                store.end()
            run.summary.bytes_out += records.written if store is records else 0


def _answer(line: bytes | None, run: Run, tally: Tally, rest: Lines | None) -> list[Record]:
    """The records of one line, entered into the books; none for an empty line."""
    if line is None:
        raise LineError(f"it is longer than {MAX_LINE >> 20} MiB")
    if not line.strip():
        return []

    def on_discard(discard: Discard) -> None:
        run.summary.discards += 1
        tally.discard(discard)
        if rest:
            rest.add(discard)

    given = page_of_line(line)
    try:
        records = records_of(given, run.job.options, on_discard)
    except (MissingExtra, OptionError, OutputError):
        raise
    except Exception as cause:
        raise LineError("; ".join(engine_failed(cause))) from cause
    for record in records:
        tally.record(record)
    run.summary.done += 1
    run.summary.records += len(records)
    return records
