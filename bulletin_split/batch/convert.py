"""Converts one batch of inputs: what a worker does, or the one process that there is.

A batch is a few consecutive inputs.  Where each input has its own file, the files are
written here; else the bytes come back, packed into one part of the file that they will
be appended to.  Where batches end rests on the inputs alone, so neither the bytes nor
their order depend on how many workers there are.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import Breach, MissingExtra, OptionError
from ..model import Discard, Options, Record
from ..model import Page as Sheet
from ..sink import (
    Draft,
    Lines,
    OutputError,
    bytes_to,
    draft_of,
    output_errors,
    sweep,
)
from . import pathpattern
from .formats import Store, store_to
from .inputs import STDIN, Identity, InputError, Page
from .reading import DEFAULT_LIMIT, Limit, pieces
from .spool import HELD, Part, Spool
from .summary import Tally

if TYPE_CHECKING:
    from ..integrations.exports import Form
    from ..views.report import View

BATCH_FILES = 64
BATCH_BYTES = 256 << 10
"""A batch has no more inputs, and no more bytes but for a single larger input.

At 3 MB/s that is 80 ms of work: long beside the half millisecond that
sending it costs, short enough that the last batches end together.
"""


@dataclass(frozen=True, slots=True)
class Job:
    """What all batches of a run have in common; it is sent to each worker once.

    ``out`` and ``rest`` are the folders of records and discards where each input has
    its own file.  ``form``: the name of the records' form and the moment that it says.
    ``jsonl``: an input's lines are pages.  ``discards``: whether they are wanted.  ``scratch``: where bytes wait
    that are too many to be sent.  ``direct``: what was written cannot be taken back.
    ``decoded``: where the text of the one input goes.
    ``gold``: records are written in the form of `gold`.  ``views``: what the report
    shows of each input is wanted.
    """

    options: Options
    suffix: str = ".jsonl"
    rest_suffix: str = ".jsonl"
    out: str | None = None
    rest: str | None = None
    discards: bool = False
    pattern: str | None = None
    limit: Limit = DEFAULT_LIMIT
    outputs: frozenset[Identity | None] = frozenset()
    scratch: str = ""
    form: tuple[str, str | None] | None = None
    jsonl: bool = False
    direct: bool = False
    decoded: str | None = None
    gold: bool = False
    views: bool = False


class Outcome(NamedTuple):
    """What became of one input: records, discards, bytes read (unpacked) and written, or the cause.

    ``view``: what the report shows of it, where that is wanted.
    """

    records: int = 0
    discards: int = 0
    read: int = 0
    size: int = 0
    cause: str | None = None
    view: dict[str, Any] | None = None


@dataclass(slots=True)
class Result:
    """What became of a batch: an outcome for each input, and what is to be appended.

    ``fatal``: the output failed in a way that the next batch would too: the name, the
    system's number for the cause, and the cause.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    records: list[Part] = field(default_factory=list)
    discards: list[Part] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    fatal: tuple[str, int, str] | None = None

    def add(self, other: Result) -> None:
        """Take in what became of the inputs that follow."""
        self.outcomes += other.outcomes
        self.records += other.records
        self.discards += other.discards
        self.tally.add(other.tally)
        self.fatal = self.fatal or other.fatal


OF_ONE_FILE = {errno.ENAMETOOLONG, errno.EISDIR, errno.ENOTDIR, errno.EEXIST}
"""Causes for which one output file fails and the others need not."""


def batches(pages: Iterable[Page], most: int = BATCH_BYTES) -> Iterator[list[Page]]:
    """Cut a stream of inputs into batches of ``most`` bytes; what is no plain file stands alone."""
    batch: list[Page] = []
    weight = 0
    for page in pages:
        size = max(page.size, 0)
        if batch and (weight + size > most or len(batch) == BATCH_FILES or page.size < 0):
            yield batch
            batch, weight = [], 0
        batch.append(page)
        weight += size
        if page.size < 0:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def convert_batch(job: Job, batch: list[Page], parent: int | None = None) -> Result:
    """Convert a batch; what goes wrong with an input is its outcome, nothing is raised for it.

    ``parent`` is the process that wants it: where that is gone, we go too.
    """
    result = Result()
    try:
        _convert(_wanted(batch, parent), job, result)
    except OutputError as error:
        result.fatal = (error.name, error.errno, error.reason)
    return result


def _wanted(batch: list[Page], parent: int | None) -> Iterator[Page]:
    for page in batch:
        if parent is not None and os.getppid() != parent:
            raise SystemExit(1)
        yield page


def convert(page: Page, job: Job, records: Lines, discards: Lines | None, tally: Tally) -> Outcome:
    """Read one page and write its records, each as soon as it is settled.

    Raises `InputError` where the page cannot be read to its end, or the engine fails on
    it: what was settled by then is written, the rest is not.  Raises `OutputError`.
    """
    path = job.decoded
    if path is None:
        return _split(page, job, records, discards, tally, None)
    with bytes_to(path) as write:

        def on_text(text: str) -> None:
            with output_errors(path):
                write(text.encode("utf-8", "surrogatepass"))

        return _split(page, job, records, discards, tally, on_text)


def _split(
    page: Page,
    job: Job,
    records: Lines,
    discards: Lines | None,
    tally: Tally,
    on_text: Callable[[str], None] | None,
) -> Outcome:
    """What `convert` does; ``on_text`` is called with the decoded text."""
    from ..pipeline import Splitter  # here, so that --help does without the engine

    options, number = _facts(page, job, tally)
    view, as_gold = _beside(page, job)
    records_out = discards_out = read = 0
    encodings: set[str] = set()

    def on_discard(discard: Discard) -> None:
        nonlocal discards_out
        discards_out += 1
        tally.discard(discard)
        if discards is not None:
            discards.add(discard)
        if view is not None:
            view.discard(discard)

    shape = as_gold or form_of(job)
    listeners = [listen for listen in (on_text, view and view.text) if listen]

    def on_piece(text: str) -> None:
        for listen in listeners:
            listen(text)

    told = on_piece if listeners else None
    splitter = Splitter(options, name=page.name, on_discard=on_discard, on_text=told)
    stream = _then_end(pieces(page, job.outputs, job.limit))
    try:
        for piece in stream:
            read += len(piece or b"")
            for record in splitter.close() if piece is None else splitter.feed(piece):
                if number is not None:
                    record["page"] = _numbered(record["page"], number, options)
                records_out += 1
                tally.record(record)
                encodings.add(record["source"]["encoding"])
                records.add(shape(record) if shape else record)
                if view is not None:
                    view.record(record)
            records.flush()
            if discards is not None:
                discards.flush()
    except (MissingExtra, OptionError) as missing:
        raise InputError(page.shown, str(missing)) from missing
    except (InputError, OutputError):
        raise
    except Exception as cause:
        raise InputError(page.shown, *engine_failed(cause)) from cause
    finally:
        with suppress(OSError):  # of an input that was given up: what it could say has been said
            stream.close()
    for encoding in encodings:
        tally.encoding(encoding)
    total, places = splitter.undecodable
    if total:
        tally.bytes_lost(page.shown, total, ((place.offset, place.hex) for place in places))
    return Outcome(records_out, discards_out, read, view=view.data() if view else None)


def engine_failed(cause: Exception) -> tuple[str, str]:
    """What is said where the engine fails on a page, or breaks a promise: cause and cure."""
    if isinstance(cause, Breach):
        return f"its output is wrong: {cause}", "please report it"
    return f"it cannot be split ({type(cause).__name__}: {cause})", "please report it"


def _beside(page: Page, job: Job) -> tuple[View | None, Callable[[Record], dict[str, Any]] | None]:
    """What looks on for the report, and what gives records the form of gold, each if wanted."""
    view, shape = None, None
    if job.views:
        from ..views.report import View

        view = View(page.name or STDIN)
    if job.gold:
        from ..evaluation.gold import as_gold

        shape = as_gold
    return view, shape


def form_of(job: Job) -> Form | None:
    """What becomes of a record before it is written; None for nothing."""
    if job.form is None:
        return None
    from ..integrations.exports import form

    return form(*job.form)


def _then_end(stream: Iterator[bytes]) -> Generator[bytes | None, None, None]:
    yield from stream
    yield None


def _facts(page: Page, job: Job, tally: Tally) -> tuple[Options, str | None]:
    """The options for a page, and its number where its path says it."""
    if job.pattern is None or page.path is None:
        return job.options, None
    path = page.path if page.member is None else page.shown.replace("!/", "/")
    said = pathpattern.read(path, job.pattern)
    if said == pathpattern.Facts():
        tally.path_unread()
        return job.options, None
    options = replace(
        job.options,
        date=said.date or job.options.date,
        publication=said.publication or job.options.publication,
    )
    return options, said.page


def _numbered(sheet: Sheet | None, number: str, options: Options) -> Sheet:
    if sheet is None:
        return Sheet(
            publication=options.publication, date=options.date, number=number, section=None
        )
    return Sheet(
        publication=sheet["publication"],
        date=sheet["date"],
        number=number,
        section=sheet["section"],
    )


class _Made(NamedTuple):
    """The files of one input, complete and not yet in their places, and what it counts for."""

    number: int
    drafts: list[Draft]
    tally: Tally


def _below(page: Page, job: Job, out: str, spool: Spool | None, made: _Made) -> Outcome:
    """Convert one page into its own file; its discards too, or into the spool.

    Raises `InputError`, and `OutputError` where the next page would fail too.
    """
    target = os.path.join(out, page.target)
    try:
        with _own_store(target, job.suffix, "record", made.drafts) as store:
            lines = Lines(store.write, target)
            if job.rest is None:
                rest = None if spool is None else Lines(spool.write, job.scratch)
                outcome = convert(page, job, lines, rest, made.tally)
            else:
                place = os.path.join(job.rest, page.target)
                with _own_store(place, job.suffix, "discard", made.drafts) as other:
                    outcome = convert(page, job, lines, Lines(other.write, place), made.tally)
    except OutputError as error:
        if error.errno not in OF_ONE_FILE:
            raise
        raise InputError(page.shown, f"cannot write {error}") from error
    return outcome._replace(size=store.written)


def _settle(made: list[_Made], result: Result) -> None:
    """Bring the files of a batch to the disk, and then to their places.

    All are synchronised before the first is placed: a journal takes many at once in
    the time of one.  Raises `OutputError` where the next batch would fail too.
    """
    for one in made:
        for draft in one.drafts:
            draft.sync()
    for one in made:
        try:
            for draft in reversed(one.drafts):  # the records last: they say that all is there
                draft.place()
        except OutputError as error:
            if error.errno not in OF_ONE_FILE:
                raise
            for draft in one.drafts:
                draft.drop()
            result.outcomes[one.number] = Outcome(cause=f"cannot write {error}")
        else:
            result.tally.add(one.tally)


@contextmanager
def _own_store(path: str, suffix: str, kind: str, drafts: list[Draft]) -> Iterator[Store]:
    _make_folder(os.path.dirname(path))
    with draft_of(path, drafts) as fd, store_to(fd, path, suffix, kind) as store:
        yield store


@lru_cache(maxsize=64)
def _make_folder(path: str) -> None:
    with output_errors(path):
        os.makedirs(path, exist_ok=True)


def _convert(batch: Iterable[Page], job: Job, result: Result) -> None:
    """Convert a batch's pages; one that fails leaves nothing in what is appended.

    Only where it is large and goes to a pipe it leaves what it would leave if it were
    written there as it is read.
    """
    records, discards = Spool(job.scratch), Spool(job.scratch)
    rest = discards if job.discards and job.rest is None else None
    made: list[_Made] = []
    try:
        for number, page in enumerate(batch):
            before = records.size, discards.size
            one = _Made(number, [], Tally())
            made.append(one)
            try:
                if job.out is not None:
                    outcome = _below(page, job, job.out, rest, one)
                else:
                    lines = Lines(records.write, job.scratch)
                    others = None if rest is None else Lines(rest.write, job.scratch)
                    outcome = convert(page, job, lines, others, one.tally)
                    outcome = outcome._replace(size=records.size - before[0])
            except InputError as error:
                outcome = Outcome(cause=error.cause)
                made.pop()
                _dropped([one])
                if not (job.direct and page.size > HELD):
                    with output_errors(job.scratch):
                        records.cut(before[0])
                        discards.cut(before[1])
            result.outcomes.append(outcome)
        _settle(made, result)
        with output_errors(job.scratch):
            result.records = [records.packed(job.suffix)]
            result.discards = [discards.packed(job.rest_suffix)]
    except BaseException:
        _dropped(made)
        records.drop()
        discards.drop()
        raise


def _dropped(made: list[_Made]) -> None:
    for one in made:
        for draft in one.drafts:
            draft.drop()


def sweep_after(job: Job, batch: list[Page]) -> None:
    """Remove what a process that was killed has left half written of a batch."""
    folders = {job.scratch} if job.scratch else set()
    for root in (job.out, job.rest):
        if root is not None:
            folders |= {os.path.dirname(os.path.join(root, page.target)) for page in batch}
    for folder in folders:
        sweep(folder)
