"""Bytes to text, as they come: pages get their verdict one by one (`charset`).

`Decoder` holds the input back in blocks.  A block is a page, up to its form feed; of
a page that is longer than `SAMPLE`, so many bytes of it, up to a line's end.  The
first verdict rests on the first page that says enough, or on the first `SAMPLE`
bytes; it holds for the blocks behind it until one reads better otherwise, and single
lines of a block are read otherwise where the block's codec fails them.  So the text
rests on content alone, for any cut of the input, and where the encoding does not
change it is that of ``data.decode(codec, "replace")``, a leading U+FEFF dropped.

Bytes that are no character become U+FFFD, each counted, and listed with its place.
"""

from __future__ import annotations

import codecs
import re
import threading
from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import NamedTuple

from .charset import (
    GLANCE,
    MARKS,
    SAMPLE,
    WINDOW,
    Verdict,
    advice,
    by_line,
    detect,
    detect_next,
    is_utf16_likely,
    says_something,
    whole_utf8,
)

MIXED = "mixed"
"""What stands for the codec where a page's lines have several."""

LISTED = 1_000
"""Undecodable bytes that are listed; those behind these are only counted."""

_WHOLE = ("iso2022", "unicode-escape", "raw-unicode-escape")
"""Codecs (by the name's start) that Python decodes incrementally only if undamaged.

Their incremental decoders raise, or differ from the one-shot decoder.  A user must
name them to get them, and they are then decoded at the end of the input.
"""

_NOT_PAGES = frozenset({"idna", "punycode", "undefined"})
"""Codecs of host names, or of nothing, which cannot replace what they cannot read."""


class Reading(NamedTuple):
    """The codec from an offset in the text (code points) on."""

    start: int
    codec: str
    certain: bool


class Undecodable(NamedTuple):
    """Bytes that became one U+FFFD: offset in the input, hex, offset in the text."""

    offset: int
    hex: str
    at: int


class Decoder:
    """Bytes in, text out, in pieces of any size; a page's verdict comes before its text.

    With an ``encoding`` every byte is decoded as it comes.  Without one, `feed`
    returns a block's text when the block is complete; the first waits for a verdict
    beyond doubt, or for `SAMPLE` bytes.  A form feed after nothing but ASCII does not
    end that wait: such a page (often a lone page number) says nothing of the others.

    ``codec`` and ``certain``: the verdict on the page read last.  ``undecodable``: the
    first `LISTED` places with bytes that are no character, ``undecodable_count``: of
    how many.

        >>> decoder = Decoder()
        >>> text = decoder.feed("昨日召开会议\\f".encode("gbk") + "第二版\\n会议".encode())
        >>> text + decoder.close(), decoder.reading(0, 6), decoder.reading(7, 13)
        ('昨日召开会议\\x0c第二版\\n会议', ('gb18030', True), ('utf-8', True))
    """

    def __init__(self, encoding: str | None = None) -> None:
        """Raise `LookupError` where ``encoding`` is no codec for text."""
        self.codec, self.certain = "utf-8", True
        self.undecodable: list[Undecodable] = []
        self.undecodable_count = 0
        self._named = encoding is not None
        self._verdict: Verdict | None = None
        self._inner: codecs.IncrementalDecoder | None = None
        self._held = bytearray()  # what is not decoded yet
        self._searched = 0  # how far into it the first block's end was looked for
        self._paged = 0  # the same for the pages of the first verdict
        self._asked = 0  # bytes on which that was asked last
        self._judged = 0  # bytes on which the first verdict rests, if those are the first page
        self._ready: str | None = None  # and their text, where they are whole UTF-8
        self._in_line = False  # the last block ended inside a line
        self._bytes = self._chars = 0  # read so far
        self._readings: list[Reading] = []
        self._places: list[int] = []
        self._doubtful = b""
        if encoding is not None:
            self._verdict = Verdict(text_codec(encoding), True)
            self.codec = self._verdict.codec

    def feed(self, data: bytes) -> str:
        """Take the next bytes; return the text that they settle."""
        if not self._held and not self._named and data.endswith(b"\f"):
            text = self._page_at_once(data)
            if text is not None:
                return text
        self._held += data
        return self._as_named(final=False) if self._named else self._blocks(final=False)

    def close(self) -> str:
        """Return the rest of the text.  A decoder cannot be fed afterwards."""
        if self._named:
            return self._as_named(final=True)
        return self._blocks(final=True) + self._end()

    def reading(self, start: int, end: int) -> tuple[str, bool]:
        """The codec of a stretch of the text (code points), and whether it is certain.

        `MIXED` where it has several.
        """
        if len(self._readings) < 2:
            return self.codec, self.certain
        first = max(0, bisect_right(self._readings, start, key=_start) - 1)
        behind = max(first + 1, bisect_left(self._readings, end, key=_start))
        here = self._readings[first:behind]
        names = {row.codec for row in here}
        return (names.pop() if len(names) == 1 else MIXED), all(row.certain for row in here)

    def undecodable_within(self, spans: list[list[int]]) -> int:
        """How many undecodable bytes became U+FFFD in spans of the text."""
        places = self._places
        if not places:
            return 0
        return sum(bisect_left(places, end) - bisect_left(places, start) for start, end in spans)

    def forget(self, before: int) -> None:
        """Let go of what is known of the text before an offset: it will not be asked for."""
        if self._places:
            del self._places[: bisect_left(self._places, before)]
        if len(self._readings) > 1:
            del self._readings[: max(0, bisect_right(self._readings, before, key=_start) - 1)]

    def advice(self) -> str | None:
        """chardet's name for the first page whose verdict is doubtful, if there is one."""
        return advice(self._doubtful) if self._doubtful else None

    def _first_verdict(self, final: bool) -> Verdict | None:
        """The verdict on the input's beginning, when there is enough of it."""
        held = self._held
        while (found := _next_feed(held, 0, self._paged, None)) is not None:
            self._paged, end = found
            if end is None:
                if final:
                    break
                return None
            self._paged += 1
            # Asked again only where the text has doubled: a thousand pages cost what ten do.
            if end >= 2 * self._asked and says_something(page := bytes(held[:end])):
                self._asked = end
                verdict = self._detected(page)
                if verdict.certain:
                    return verdict
        self._paged = min(len(held), SAMPLE)
        if len(held) >= SAMPLE:
            return detect(bytes(held[:SAMPLE]))
        return self._detected(bytes(held)) if final else None

    def _detected(self, page: bytes) -> Verdict:
        """The verdict on the first page; if it is whole UTF-8, its text is kept too."""
        self._judged = len(page)
        self._ready = None if page.startswith(codecs.BOM_UTF8) else whole_utf8(page)
        return detect(page) if self._ready is None else Verdict("utf-8", True)

    def _page_at_once(self, data: bytes) -> str | None:
        """The text of one page of whole UTF-8, fed in one piece: what the long way would give."""
        before = self._verdict or Verdict("utf-8", True)
        if before.inner != "utf-8" or self._in_line or len(data) > SAMPLE:
            return None
        if data.find(b"\f") < len(data) - 1 or data.startswith(codecs.BOM_UTF8):
            return None
        text = whole_utf8(data)
        if text is None:
            return None
        self._verdict = before if before.certain else replace(before, certain=True)
        return self._emit(self._verdict, data, text)

    def _blocks(self, final: bool) -> str:
        """The text of all blocks that are complete."""
        if self._verdict is None:
            self._verdict = self._first_verdict(final)
            if self._verdict is None:
                return ""
        out: list[str] = []
        start = 0
        while (end := self._block_end(start, self._verdict, final)) is not None:
            self._searched = end
            out.append(self._block(bytes(self._held[start:end]), self._verdict, final))
            start = end
        del self._held[:start]
        self._searched -= start
        return "".join(out)

    def _block_end(self, start: int, before: Verdict, final: bool) -> int | None:
        """Where the block that starts there ends; ``None``: not known yet, or nothing is left."""
        held, limit = self._held, start + SAMPLE
        if (found := _next_feed(held, start, self._searched, before)) is not None:
            self._searched, end = found
            if end is not None or not final:
                return end
        self._searched = min(len(held), limit)
        if len(held) < limit:
            return len(held) if final and len(held) > start else None
        if before.width > 1 or is_utf16_likely(bytes(held[start : start + WINDOW])):
            return limit
        cut = held.find(b"\n", start, limit) if self._in_line else held.rfind(b"\n", start, limit)
        return cut + 1 or limit

    def _block(self, block: bytes, before: Verdict, final: bool) -> str:
        """The text of one block: its verdict, then its bytes."""
        judged = False
        if not self._bytes:  # at the very start, where a mark is no text
            judged = self._judged == len(block)
            mark = next((len(m.start) for m in MARKS if block.startswith(m.start)), 0)
            block, self._bytes = block[mark:], mark
        whole = self._ready if judged else None
        if judged or self._in_line:
            verdict = before
        elif before.inner == "utf-8" and (whole := whole_utf8(block)) is not None:
            verdict = replace(before, certain=True) if not before.certain else before
        else:
            verdict = detect_next(block, before)
        text = ""
        if self._inner is None or verdict.inner != before.inner:
            text = self._end()
            self._inner = codecs.getincrementaldecoder(verdict.inner)("replace")
        self._verdict = verdict
        if not verdict.certain and not self._doubtful:
            self._doubtful = block
        ends_line = final or verdict.width > 1 or block.endswith((b"\n", b"\f"))
        if whole is not None:
            text += self._emit(verdict, block, whole)
        else:
            text += self._lines(self._inner, verdict, block, ends_line and not self._in_line)
        self._in_line = not ends_line
        return text

    def _lines(
        self, inner: codecs.IncrementalDecoder, verdict: Verdict, block: bytes, is_whole: bool
    ) -> str:
        """The text of a block, lines that its codec fails read by theirs."""
        state = inner.getstate()
        text = inner.decode(block)
        runs = [(verdict.inner, block)]
        if is_whole and verdict.width == 1:
            runs = by_line(block, text, verdict.inner)
        if runs[0][0] == verdict.inner and len(runs) == 1:
            self._list(text, verdict.inner, block, state)
            return self._emit(verdict, block, text)
        inner.reset()
        name = runs[0][0] if len(runs) == 1 else MIXED
        out = []
        for codec, lines in runs:
            text = lines.decode(codec, "replace")
            self._list(text, codec, lines, final=True)
            out.append(self._emit(Verdict(name, verdict.certain), lines, text))
        return "".join(out)

    def _end(self) -> str:
        """What the decoder still holds: half a character at the end of what it reads."""
        if self._inner is None or self._verdict is None:
            return ""
        state = self._inner.getstate()
        text = self._inner.decode(b"", True)
        self._list(text, self._verdict.inner, b"", state, final=True)
        self._chars += len(text)
        return text

    def _as_named(self, final: bool) -> str:
        """Decode what is held by the codec that the user named."""
        verdict, held = self._verdict, self._held
        assert verdict is not None
        if verdict.codec.startswith(_WHOLE):
            if not final:
                return ""
            text = held.decode(verdict.codec, "replace")
            self._list(text, verdict.codec, bytes(held), final=True)
            return self._emit(verdict, bytes(held), text)
        if self._inner is None:
            if verdict.inner != verdict.codec and len(held) < len(codecs.BOM_UTF32) and not final:
                return ""
            verdict, mark = _behind_mark(verdict, bytes(held[:4]))
            self._verdict, self._bytes = verdict, mark
            self._inner = codecs.getincrementaldecoder(verdict.inner)("replace")
            del held[:mark]
        data, state = bytes(held), self._inner.getstate()
        held.clear()
        text = self._inner.decode(data, final)
        self._list(text, verdict.inner, data, state, final=final)
        return self._emit(verdict, data, text)

    def _emit(self, verdict: Verdict, data: bytes, text: str) -> str:
        """Count what was read; drop a byte order mark at the very start."""
        if not self._chars and text:
            text = text.removeprefix("\ufeff")
        self.codec, self.certain = verdict.codec, verdict.certain
        last = self._readings[-1] if self._readings else None
        if last is None or (last.codec, last.certain) != (verdict.codec, verdict.certain):
            self._readings.append(Reading(self._chars, verdict.codec, verdict.certain))
        self._bytes += len(data)
        self._chars += len(text)
        return text

    def _list(
        self,
        text: str,
        codec: str,
        data: bytes,
        state: tuple[bytes, int] = (b"", 0),
        *,
        final: bool = False,
    ) -> None:
        """List the undecodable bytes of data that are about to be counted as read.

        ``state``: the decoder's before it read them.
        """
        if "\ufffd" not in text:
            return
        faults, places = _faults(codec, data, state, final)
        base = self._bytes - len(state[0])
        start = self._chars - (not self._chars and text.startswith("\ufeff"))
        self.undecodable_count += len(faults)
        self._places += [start + at for at in places]
        for (offset, found), at in zip(faults, places, strict=False):
            if len(self.undecodable) == LISTED:
                break
            self.undecodable.append(Undecodable(base + offset, found.hex(), start + at))


def _start(reading: Reading) -> int:
    return reading.start


_PLACE = "\udfff"
"""Stands for undecodable bytes while they are looked for: no codec decodes to it."""

_found = threading.local()


def _note(error: UnicodeError) -> tuple[str, int]:
    """An error handler of `codecs` that remembers what it was called for."""
    assert isinstance(error, UnicodeDecodeError)
    _found.faults.append((error.start, error.object[error.start : error.end]))
    return _PLACE, error.end


codecs.register_error("bulletin_split.note", _note)


def _faults(
    codec: str, data: bytes, state: tuple[bytes, int], final: bool
) -> tuple[list[tuple[int, bytes]], list[int]]:
    """The undecodable bytes (offset, bytes) and their offsets in the text.

    Offsets in the bytes count those that ``state`` holds back.
    """
    _found.faults = []
    if codec.startswith(_WHOLE):
        text = data.decode(codec, "bulletin_split.note")
    else:
        probe = codecs.getincrementaldecoder(codec)("bulletin_split.note")
        probe.setstate(state)
        text = probe.decode(data, final)
    return _found.faults, [found.start() for found in re.finditer(_PLACE, text)]


def _next_feed(
    held: bytearray, start: int, searched: int, before: Verdict | None
) -> tuple[int, int | None] | None:
    """The next form feed of the block that starts there: its byte 0C and its end.

    The end is ``None`` where more bytes must show whether it is one.
    """
    width, limit = 0, start + SAMPLE
    at = held.find(b"\f", max(searched, start), limit)
    while at >= 0:
        if not width or at < start + WINDOW:
            width = _width(held, start, at, before)
        end = _feed_end(held, start, at, width)
        if end != 0:
            return at, end
        at = held.find(b"\f", at + 1, limit)
    return None


def _width(held: bytearray, start: int, at: int, before: Verdict | None) -> int:
    """Bytes of a unit in the block that starts there, by what stands before a byte 0C.

    In UTF-16 that byte may be half of a character: the comma ，is FF0C.
    """
    for mark in MARKS:
        if held.startswith(mark.start, start):
            return Verdict(mark.codec, True).width
    is_likely = is_utf16_likely(bytes(held[start : min(at, start + WINDOW)]))
    if before is not None and before.width > 1 and (is_likely or at - start < GLANCE):
        return before.width
    return 2 if is_likely else 1


def _feed_end(held: bytearray, start: int, at: int, width: int) -> int | None:
    """Where the form feed ends whose byte 0C stands there; 0: it is none; ``None``: not known yet.

    Of two or four bytes it is an aligned unit, and the others are NUL.
    """
    others = width - 1
    if not others:
        return at + 1
    if (at - start) % width == 0:  # little-endian
        behind = held[at + 1 : at + width]
        if any(behind):
            return 0
        return at + width if len(behind) == others else None
    is_last = (at - start) % width == others
    return at + 1 if is_last and not any(held[at - others : at]) else 0


def _behind_mark(verdict: Verdict, start: bytes) -> tuple[Verdict, int]:
    """A named verdict with the codec behind its mark, and the mark's length."""
    for mark in MARKS:
        if mark.codec == verdict.codec and start.startswith(mark.start):
            return replace(verdict, behind=mark.inner), len(mark.start)
    return verdict, 0


_NOT_PAGES = frozenset({"idna", "punycode", "undefined"})
"""Codecs of host names, or of nothing, which cannot replace what they cannot read."""


def text_codec(name: str) -> str:
    """Python's own name of a codec for text; `LookupError` where there is none."""
    try:
        known = codecs.lookup(name).name
        b"a".decode(known, "replace")
    except (UnicodeError, ValueError) as error:  # "undefined"; a name with a NUL in it
        raise LookupError(f"unknown encoding: {name}") from error
    if known in _NOT_PAGES:
        raise LookupError(f"{known} is not an encoding of pages")
    return known


def near_names(name: str) -> list[str]:
    """Codecs whose names are close to a name that is none, the closest first.

    >>> near_names("gb18300")[0]
    'gb18030'
    """
    from difflib import get_close_matches
    from encodings.aliases import aliases

    known = {*aliases, *aliases.values()}
    wanted = name.strip().lower().replace("-", "_").replace(" ", "_")
    found: dict[str, None] = {}
    for match in get_close_matches(wanted, sorted(known), n=8, cutoff=0.6):
        try:
            found[text_codec(match)] = None
        except LookupError:
            continue
    return list(found)[:5]
