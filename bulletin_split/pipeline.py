"""Composes the stages: bytes → text → cues → articles → records.

Streaming.  Text is held until a form feed ends the page, or until WINDOW code
points of it are there; then the window is labelled and segmented as a whole, and
all articles leave but those that its end could still change.  The next window
begins where the first of these begins.  An article that fills a whole window is
carried: its settled lines are kept as they are, and the window moves on.  So the
output rests on the text alone, not on how it arrived, and no record waits for
more than WINDOW code points (at most 64 KiB of UTF-8) past its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from . import record, reflow, segment
from .encoding import Decoder
from .label import Lines, read_lines
from .model import Discard, Options, Page, Record
from .record import Article, Context
from .repair import soften

WINDOW = 16_384
"""Code points looked at in one piece: 64 KiB in any Unicode encoding form."""

MARGIN = 3_072
"""Code points at a window's end whose reading may still change."""


class Splitter:
    """A push parser: bytes or text in, settled records out.

    ``name`` is the input's name (``None`` for standard input); it goes into
    ``source.path`` and the records' ids.  ``on_discard`` is called with every
    piece that is in no record.

        >>> parser = Splitter()
        >>> parser.feed("本报讯 昨日，临沄县")
        []
        >>> [record["text"] for record in parser.feed("召开会议。（李明）\\n\\f")]
        ['昨日，临沄县召开会议。']
        >>> parser.close()
        []
    """

    def __init__(
        self,
        options: Options | None = None,
        *,
        name: str | None = None,
        on_discard: Callable[[Discard], None] | None = None,
    ) -> None:
        self.options, self.name, self.on_discard = options or Options(), name, on_discard
        self._decoder: Decoder | None = None
        self._text, self._base = "", 0

    def feed(self, data: bytes | str) -> list[Record]:
        """Take a piece of the input; return the records that it settled."""
        if isinstance(data, str):
            self._text += data
        else:
            if self._decoder is None:
                self._decoder = Decoder(self.options.encoding)
            self._text += self._decoder.feed(data)
        return self._advance(final=False)

    def close(self) -> list[Record]:
        """Return the rest.  The parser cannot be fed afterwards."""
        if self._decoder is not None:
            self._text += self._decoder.close()
        return self._advance(final=True)

    def _advance(self, *, final: bool) -> list[Record]:
        out: list[Record] = []
        if not final:
            return out
        if self._text.strip():
            out += self._page(self._text)
            self._text = ""
        return out

    def _page(self, text: str) -> list[Record]:
        soft, changes = soften(text)
        lines = read_lines(soft)
        seen = segment.observe(lines)
        parts = segment.decode(seen, len(lines.text))
        page = Page(publication=self.options.publication, date=self.options.date, number=None, section=None)
        ctx = Context(
            soft=soft, base=self._base, lines=lines, breaks=reflow.breaks(lines), changes=changes, options=self.options,
            name=self.name, encoding=self._decoder.codec if self._decoder else "str", page=page, flags=[],
        )
        if self.on_discard:
            for start, end, reason in lines.furniture:
                self.on_discard(Discard(path=self.name, reason=reason, span=[start + self._base, end + self._base], text=text[start:end]))
        return [record.build(article, ctx) for article in gather(parts)]


def gather(parts: list[int]) -> list[Article]:
    """Chain of parts → articles."""
    out: list[Article] = []
    head: list[int] = []
    bylines: list[int] = []
    for i, part in enumerate(parts):
        if part == segment.L:
            head.append(i)
        elif part == segment.Y:
            bylines.append(i)
        elif part == segment.S or not out or head or bylines:
            out.append(Article(head=head, bylines=bylines, body=[i]))
            head, bylines = [], []
        elif part == segment.T:
            out[-1].head.append(i)
            out[-1].trailing = True
        elif part == segment.Z:
            out[-1].bylines.append(i)
        else:
            out[-1].body.append(i)
    if head or bylines:
        out.append(Article(head=head, bylines=bylines))
    return out


def split(
    data: bytes | str,
    options: Options | None = None,
    *,
    name: str | None = None,
    on_discard: Callable[[Discard], None] | None = None,
) -> list[Record]:
    """All records of one input, in the order of the page."""
    parser = Splitter(options, name=name, on_discard=on_discard)
    return parser.feed(data) + parser.close()


def iter_records(
    stream: Iterable[bytes] | Iterable[str],
    options: Options | None = None,
    *,
    name: str | None = None,
    on_discard: Callable[[Discard], None] | None = None,
) -> Iterator[Record]:
    """The records of a stream, each as soon as it is settled."""
    parser = Splitter(options, name=name, on_discard=on_discard)
    for piece in stream:
        yield from parser.feed(piece)
    yield from parser.close()
