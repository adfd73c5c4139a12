"""Composes the stages: bytes → text → lines and cues → articles → records.

Streaming.  Text is held until a form feed ends the page, or until WINDOW code
points of it are there; then the window is labelled and segmented as a whole, and
all articles leave but those that its end could still change.  The next window
begins where the first of these begins.  An article that outgrows a window is
carried: its settled lines are kept, and the window moves on behind them.  So what
comes out rests on the text alone, not on how it arrived, and no record waits for
more than WINDOW code points past its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from . import columns, furniture, mojibake, record, reflow, segment, units
from .barred import joined, parts_barred
from .encoding import Decoder, Undecodable
from .errors import OptionError
from .glyphs import GONE
from .label import CLOSERS, ENDERS
from .lines import read_lines
from .model import Discard, Options, Page, Reason, Record
from .moves import at_base, restore
from .pairing import pair_by_words, pair_bylines
from .record import Article, Sheet
from .repair import Change, soften

if TYPE_CHECKING:
    from .verify import Verifier

WINDOW = 16_384
"""Code points looked at in one piece: 64 KiB at most in UTF-8, UTF-16 and GB18030."""

MARGIN = 3_072
"""Code points at a window's end whose reading what follows may still change; at most a quarter of it."""

LEAST_WINDOW = 512
"""A window is no longer than `Options.max_article` lets the open article grow, nor shorter than this."""


class Splitter:
    """A push parser: bytes or text in, settled records out.

    ``name`` is the input's name (``None`` for standard input); it goes into
    ``source.path`` and the records' ids.  ``on_discard`` is called with every
    piece that is in no record, ``on_text`` with the decoded input as it comes: the
    text that all spans refer to, its byte order mark dropped.  With ``options.verify``
    `feed` and `close` raise `Breach` where what comes out breaks a promise.

        >>> parser = Splitter()
        >>> parser.feed("本报讯 昨日，临沄县")
        []
        >>> [record["text"] for record in parser.feed("召开会议。（李明）\\n\\f")]
        ['昨日，临沄县召开会议。']
        >>> parser.close()
        []

    Raises `OptionError` where ``options.encoding`` names no codec.
    """

    def __init__(
        self,
        options: Options | None = None,
        *,
        name: str | None = None,
        on_discard: Callable[[Discard], None] | None = None,
        on_text: Callable[[str], None] | None = None,
    ) -> None:
        self.options, self.name, self.on_discard = options or Options(), name, on_discard
        self.on_text = on_text
        self._verifier: Verifier | None = None
        if self.options.verify:
            from .verify import Verifier  # only in runs that ask for it

            self._verifier = Verifier(self.options.max_article + 2 * WINDOW)
        self._decoder: Decoder | None = None
        self._text, self._at = "", 0  # what is held; how much of it has been used
        self._base = 0  # offset in the input of what has not
        self._looked = 0  # how far form feeds have been looked for
        self._carried: Article | None = None
        self._is_short = False  # the last window moved on by little: so must not the next
        self._page: Page | None = None
        if self.options.encoding is not None:
            try:
                self._decoder = Decoder(self.options.encoding)
            except LookupError as cause:
                raise OptionError(str(cause)) from cause

    def feed(self, data: bytes | str) -> list[Record]:
        """Take a piece of the input; return the records that it settled."""
        if isinstance(data, str):
            if not self._base and not self._text and data.startswith("\ufeff"):
                data = data[1:]
            self._hold(data)
        else:
            if self._decoder is None:
                self._decoder = Decoder()
            self._hold(self._decoder.feed(data))
        return self._verified(self._advance(final=False))

    def close(self) -> list[Record]:
        """Return the rest.  The parser cannot be fed afterwards."""
        if self._decoder is not None:
            self._hold(self._decoder.close())
        records = self._verified(self._advance(final=True))
        if self._verifier is not None:
            self._verifier.end()
        return records

    @property
    def undecodable(self) -> tuple[int, list[Undecodable]]:
        """How many undecodable bytes became U+FFFD so far, and the places of the first of them."""
        if self._decoder is None:
            return 0, []
        return self._decoder.undecodable_count, self._decoder.undecodable

    def _verified(self, records: list[Record]) -> list[Record]:
        if self._verifier is not None:
            self._verifier.settle(records)
        return records

    def _hold(self, text: str) -> None:
        """Let go of what has been used, and put text behind the rest."""
        if text and self._verifier is not None:
            self._verifier.text(text)
        if text and self.on_text is not None:
            self.on_text(text)
        self._text = self._text[self._at :] + text
        self._looked -= self._at
        self._at = 0

    def _window(self) -> int:
        """Code points to look at next: no more than the open article may still hold."""
        held = self._carried.size() if self._carried else 0
        return min(WINDOW, max(self.options.max_article - held, LEAST_WINDOW))

    def _advance(self, *, final: bool) -> list[Record]:
        out: list[Record] = []
        while left := len(self._text) - self._at:
            end, window = self._page_end(), self._window()
            if end is not None and end - self._at <= window:
                out += self._read(end - self._at, ends=True)
                self._drop(1)
            elif left > window:
                out += self._read(_line_end(self._text, self._at, window), ends=False)
            elif final:
                out += self._read(left, ends=True)
            else:
                break
        self._hold("")
        return out

    def _page_end(self) -> int | None:
        """Where the page that is held ends: its first form feed, but for one in mid-sentence."""
        at = self._text.find("\f", self._looked)
        while at >= 0 and breaks_off(self._text[max(self._at, at - 200) : at]):
            at = self._text.find("\f", at + 1)
        self._looked = len(self._text) if at < 0 else at
        return at if at >= 0 else None

    def _drop(self, count: int) -> None:
        self._at += count
        self._base += count
        self._looked = max(self._at, self._looked)

    def _read(self, size: int, *, ends: bool) -> list[Record]:
        """Segment the first ``size`` code points; keep what is settled, drop it from the text."""
        text = self._text[self._at : self._at + size]
        if not text or text.isspace():
            self._drop(size)
            return self._release() if ends else []
        ordered, moves = columns.unfold(text, ends=ends)
        right, undone = mojibake.undo(ordered)
        soft, changes = soften(right, narrow=self.options.full_width == "narrow")
        lines = read_lines(soft, top=self._page is None, bottom=ends, profile=self.options.profile)
        if undone:
            changes.append(Change("mojibake", mojibake.places(ordered, undone)))
            mojibake.tighten(undone, lines, soft)
        seen, inside = units.observe(lines), self._carried is not None
        seen.barred, seen.joined = parts_barred(lines), joined(lines)
        parts = segment.decode(seen, inside_article=inside)
        mojibake.cover(undone, lines)
        if self._page is None:
            self._page = furniture.page_of(
                [(right[s:e].rstrip(GONE), reason) for s, e, reason in sorted(lines.furniture)],
                self.options,
            )
        starts = [line for line, part, _ in parts if part == segment.S]
        breaks = reflow.breaks(lines, starts)
        sheet = Sheet(soft, self._base, lines, breaks, changes, reflow.wraps_latin(lines.text))
        if moves:
            sheet.moves = at_base(moves, self._base)
        if self.options.explain:
            from .views.explain import Evidence  # evidence is for those who ask

            sheet.evidence = Evidence(ordered, seen, inside, starts)
        articles = gather(parts, self._carried, sheet)
        done, self._carried = articles, None
        used = size
        if not ends:
            used, done, self._carried = self._settled(articles, sheet, size)
        pair_by_words(done, sheet)
        pair_bylines(done, sheet)
        # Of what was cut for its size, or of a head that found its text, nothing need have been left.
        out = [self._build(one) for one in done if one.size()]
        if self.on_discard or self._verifier is not None:
            gone = [piece for piece in sorted(lines.furniture) if piece[0] < used]
            for start, end, reason in gone:
                for a, b in restore([[start, end]], moves):
                    self._discard(reason, a, text[a:b])
        self._drop(used)
        if ends:
            self._page, self._is_short = None, False
        if self._decoder is not None:
            self._decoder.forget(
                self._base - (2 * self.options.max_article if self._carried else 0)
            )
        return out

    def _discard(self, reason: Reason, start: int, text: str) -> None:
        """Hand over a piece of the window that is in no record."""
        span = [start + self._base, start + len(text) + self._base]
        piece = Discard(path=self.name, reason=reason, span=span, text=text)
        if self._verifier is not None:
            self._verifier.discard(piece)
        if self.on_discard:
            self.on_discard(piece)

    def _settled(
        self, articles: list[Article], sheet: Sheet, size: int
    ) -> tuple[int, list[Article], Article | None]:
        """(code points used, articles that leave, the article that is carried on)."""
        safe = max(size - min(MARGIN, size // 4), 1)
        starts = [article.first(sheet) for article in articles]
        last = reach = 0
        for k, one in enumerate(articles):
            # Else one before has a headline further on, or columns would be parted.
            if k and reach <= starts[k] < safe and not sheet.is_moved(starts[k]):
                last = k
            reach = max(reach, one.reach(sheet))
        short = starts[last] < size // 4 if last else False
        if last and not (short and self._is_short):
            self._is_short = short
            return starts[last], articles[:last], None
        self._is_short = False
        if not articles:
            return size, [], self._carried
        done, article = articles[:last], articles[last]
        if not sheet.lines.text:  # all of it was furniture, and the article is as it was
            article.sheets.pop()
            return size, [], article
        following = min(starts[last + 1 :], default=size)
        parted = article.reach(sheet) <= following and not sheet.is_moved(following)
        used = article.keep_before(safe, sheet) if parted else 0
        if not used and parted:  # one line fills the window, up to the articles at its end
            used = following
        elif not used:  # lines of several articles, or columns, that cannot be parted
            used, done, article = size, articles[:-1], articles[-1]
            article.continues_paragraph = True
        if article.size() > self.options.max_article - LEAST_WINDOW:
            article.oversize = True
            return used, [*done, article], Article(oversize=True)
        return used, done, article

    def _release(self) -> list[Record]:
        article, self._carried = self._carried, None
        self._page = None
        return [self._build(article)] if article and article.size() else []

    def _build(self, article: Article) -> Record:
        built = record.build(
            article,
            page=self._page,
            options=self.options,
            name=self.name,
            encoding="str",
            flags=[],
        )
        if self._decoder is not None:
            _say_how_decoded(built, self._decoder)
        if self.options.explain:
            from .views.explain import explain

            built["explain"] = explain(article, built)
            built["explain"]["undecodable"] = [
                {"byte": place.offset, "hex": place.hex, "place": place.at}
                for place in self.undecodable[1]
                if any(start <= place.at < end for start, end in built["source"]["spans"])
            ]
        return built


def _say_how_decoded(built: Record, decoder: Decoder) -> None:
    """Put into a record what decoding its page has shown."""
    spans = built["source"]["spans"]
    built["source"]["encoding"], certain = decoder.reading(min(spans)[0], max(spans)[1])
    if not certain:
        built["flags"].insert(0, "encoding_uncertain")
    if count := decoder.undecodable_within(spans):
        built["repairs"]["undecodable"] = count


def _line_end(text: str, start: int, window: int) -> int:
    """How far the whole lines of a window from ``start`` go, or the window where its last half has none."""
    at = text.rfind("\n", start + 1, start + window) - start
    return at + 1 if at >= window // 2 else window


def breaks_off(tail: str) -> bool:
    """Whether a page's last lines stop in mid-sentence at the foot of a full column.

    Then the form feed behind them parts two columns and not two pages.

        >>> breaks_off("他说，今年全县粮食生\\n产再获丰收，这是全县\\n农民群众辛勤劳动的结")
        True
        >>> breaks_off("活动。\\n\\n县委召开会议\\n")
        False
    """
    lines = [line.strip() for line in tail.rstrip(" \u3000\r\n").split("\n")[-3:]]
    if len(lines) < 3 or not all(lines) or lines[-1][-1] in ENDERS or lines[-1][-1] in CLOSERS:
        return False
    size = [len(line.replace(" ", "")) for line in lines]
    return (
        min(size) >= 8
        and max(size) - min(size) <= 2
        and any(mark in line for line in lines for mark in "，。,")
    )


def gather(
    parts: list[tuple[int, int, float]], carried: Article | None, sheet: Sheet
) -> list[Article]:
    """Chain of parts → articles, the carried one first.

    An article's margin is the smallest of those of its own lines and of the seams around it.
    """
    out: list[Article] = []
    if carried:
        carried.sheets.append((sheet, []))
        if not carried.continues_paragraph and sheet.breaks[:1] != [0]:
            sheet.breaks.insert(0, 0)
        out.append(carried)
    head: list[tuple[Sheet, int]] = []
    bylines: list[tuple[Sheet, int]] = []
    count, at = len(sheet.lines.text), 0
    doubt = head_doubt = segment.BEAM
    for line, part, margin in (*parts, (count, segment.B, segment.BEAM)):
        own = line in sheet.lines.own
        if part == segment.B and line < count and not own:
            if out and margin < out[-1].margin:
                out[-1].margin = margin
            continue
        if line > at:
            if head or bylines or not out:
                out.append(Article(head=head, bylines=bylines, sheets=[(sheet, [])]))
                head, bylines = [], []
            out[-1].add(at, line)
        if line < count:
            part = segment.settled_part(sheet.lines, line, part)
        if own:  # a profile says that it signs: what is above it, or what a head above it opens
            part = segment.Y if head or bylines or not out else segment.Z
        if part in (segment.T, segment.L):
            head_doubt = min(head_doubt, margin)
            if out:
                out[-1].head_margin = min(out[-1].head_margin, margin)
        else:
            doubt = min(doubt, margin)
            if out:
                out[-1].margin = min(out[-1].margin, margin)
        if part == segment.L:
            if head and bylines and bylines[-1][1] > head[-1][1]:  # a head in front of another
                out.append(Article(head=head, bylines=bylines, sheets=[(sheet, [])]))
                out[-1].margin, out[-1].head_margin = doubt, head_doubt
                head, bylines = [], []
            head.append((sheet, line))
        elif part == segment.Y:
            bylines.append((sheet, line))
        elif part == segment.S:
            out.append(Article(head=head, bylines=bylines, sheets=[(sheet, [(line, line + 1)])]))
            out[-1].margin, out[-1].head_margin = doubt, head_doubt
            head, bylines, doubt, head_doubt = [], [], segment.BEAM, segment.BEAM
        elif part == segment.T:
            if out:
                out[-1].trailing = True
            (out[-1].head if out else head).append((sheet, line))
        elif part == segment.B and line < count:
            out[-1].add(line, line + 1)
        elif part == segment.Z:
            (out[-1].bylines if out else bylines).append((sheet, line))
        at = line + 1
    if head or bylines:
        out.append(Article(head=head, bylines=bylines, sheets=[(sheet, [])]))
    for place, way, number in sheet.lines.jumps:
        _attach_jump(out, sheet, place, way, number)
    return out


def _attach_jump(articles: list[Article], sheet: Sheet, at: int, way: str, number: str) -> None:
    """A jump line to a page belongs to the body above it, one from a page to the body below."""
    here = [
        (article, article.sheets[-1][1])
        for article in articles
        if article.sheets[-1][0] is sheet and article.sheets[-1][1]
    ]
    above = [article for article, ranges in here if ranges[0][0] < at]
    below = [article for article, ranges in here if ranges[-1][1] > at]
    if way == "to" and above:
        above[-1].jump_to = number
    elif way == "from" and below:
        below[0].jump_from = number


def split(
    data: bytes | str,
    options: Options | None = None,
    *,
    name: str | None = None,
    on_discard: Callable[[Discard], None] | None = None,
) -> list[Record]:
    """All records of one input, in the order of the page.

    >>> [record["headline"] for record in split("本报讯 昨日，临沄县召开会议。（李明）\\n\\n临沄县召开会议\\n")]
    ['临沄县召开会议']
    """
    parser = Splitter(options, name=name, on_discard=on_discard)
    return parser.feed(data) + parser.close()


def iter_records(
    stream: Iterable[bytes] | Iterable[str],
    options: Options | None = None,
    *,
    name: str | None = None,
    on_discard: Callable[[Discard], None] | None = None,
) -> Iterator[Record]:
    """The records of a stream of pieces, each as soon as it is settled."""
    parser = Splitter(options, name=name, on_discard=on_discard)
    for piece in stream:
        yield from parser.feed(piece)
    yield from parser.close()
