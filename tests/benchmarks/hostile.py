"""Input that is meant to hurt: what it costs in time and memory, per generator.

    python -m tests.benchmarks.hostile [--megabytes N] [--limit S] [WORD ...]

Each generator makes text of any size that keeps hitting one weak spot: a line without an end,
brackets that never close, a million bylines, and for each row of each table (cues, confusions,
mojibake, charsets) the pump strings of its pattern: its example, its near miss and the example
without its last character, over and over, on one line and on a line each.

Printed are the CPU time of half of N megabytes and of all of them, the one by the other (linear is
2), the speed, the most memory over that of a parser that has read nothing, and the records.  All
runs check their own output (`verify`).  Each is done in a process of its own, which is ended after
S seconds of CPU time.  With WORDs only the generators whose names hold one.
"""

from __future__ import annotations

import argparse
import os
import pickle
import pkgutil
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from itertools import cycle
from typing import NamedTuple

import bulletin_split
from bulletin_split import Options, Splitter
from bulletin_split.profile import Profile, profile_of

MEGABYTES = 0.4
LIMIT = 300
RATIO = 2.5
"""Twice the text may take so many times the time: 2, and what a shared machine adds."""

LEAST = 0.1
"""Seconds below which a time says nothing about a ratio."""

MEMORY = 64.0
"""MiB over a parser that has read nothing.  An open article of the most characters takes half of it."""

PIECE = 65_536
SEED = 20240312

Stream = Iterator[bytes] | Iterator[str]


class Hostile(NamedTuple):
    """``make(n)``: a stream of about n bytes.  ``profile``: whether a profile's rows read it too."""

    make: Callable[[int], Stream]
    profile: bool = False


def _cut(pieces: Iterator[bytes], size: int) -> Iterator[bytes]:
    """The first ``size`` bytes of a stream."""
    for piece in pieces:
        yield piece[:size]
        size -= len(piece)
        if size <= 0:
            return


def again(unit: str | bytes) -> Callable[[int], Stream]:
    """One string, over and over."""
    data = unit if isinstance(unit, bytes) else unit.encode("utf-8", "surrogatepass")
    whole = data * (PIECE // len(data) + 1)
    return lambda size: _cut(cycle([whole]), size)


def lone(unit: str) -> Callable[[int], Iterator[str]]:
    """The same as text: what no bytes can be."""

    def make(size: int) -> Iterator[str]:
        for _ in range(0, size, PIECE):
            yield unit * (PIECE // 3 // len(unit))

    return make


def drawn(alphabet: Callable[[], Sequence[str]], line: float = 0.0) -> Callable[[int], Stream]:
    """Characters in random order; each is followed by a line end with probability ``line``."""

    def endless() -> Iterator[bytes]:
        rng, chars = random.Random(SEED), alphabet()
        while True:
            some = rng.choices(chars, k=8192)
            if line:
                some = [char + "\n" * (rng.random() < line) for char in some]
            yield "".join(some).encode("utf-8", "replace")

    return lambda size: _cut(endless(), size)


def noise(size: int) -> Iterator[bytes]:
    """Random bytes."""
    rng = random.Random(SEED)
    return (rng.randbytes(PIECE) for _ in range(0, size, PIECE))


def halves(first: str, second: str) -> Callable[[int], Stream]:
    """One string for half of the size, then another."""

    def make(size: int) -> Iterator[bytes]:
        for unit in (first, second):
            for piece in again(unit)(size // 2):
                assert isinstance(piece, bytes)
                yield piece

    return make


@cache
def all_characters() -> list[str]:
    """All of Unicode but the surrogates."""
    return [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]


@cache
def han_and_marks() -> list[str]:
    """What cues are made of, in no order."""
    return sorted(set("".join(text for _, text in pumps() if "\n" not in text)))


BODY = (
    "昨日上午，云泊县召开春耕现场会，各乡镇负责人一百二十余人参加。会议指出，今年全县计划播种早稻"
)

PLAIN: dict[str, str | bytes] = {
    "no line end": BODY,
    "no line end, no mark": "这是一行没有标点的文字而且很长",
    "no line end, spaces": "这 是 一 行 文 字 ",
    "one character": "水",
    "open brackets": "（",
    "open brackets, ASCII": "(",
    "open brackets, corner": "【〔「『《“",
    "open brackets, lines": "（李\n",
    "closed brackets": "）",
    "brackets in turn": "（）",
    "brackets crossed": "（【）】",
    "quotes": '"',
    "quotes, open": "“水",
    "bylines": "（记者李明）\n",
    "bylines, staff": "本报记者 李明\n",
    "bylines, open": "（记者李明\n",
    "bylines, names": "李明 王芳 张伟\n",
    "bylines, names run together": "李明王芳",
    "datelines, sunk": "县委书记李远今天下午在青石镇会见了\n了来访的客商代表团团长高远一行各位\n\n"
    "据新华社青石1月5日电\n\n客人\n\n",
    "bylines, raised": "今年以来全县粮食生产受到群众的欢\n（记者李明）\n迎。\n\n",
    "headlines": "云泊县召开现场会\n",
    "headlines and gaps": "云泊县召开现场会\n\n",
    "headlines, wide gaps": "云泊县召开现场会\n\n\n\n\n\n",
    "headlines over other texts": "云泊县召开春耕现场会\n\n本报讯 水库昨日放水。\n\n"
    "本报讯 云泊县昨日召开春耕现场会。\n\n",
    "short lines": "水\n",
    "sentences": "水。\n",
    "blank lines": "\n",
    "blank lines, spaces": " \u3000\n",
    "spaces": " ",
    "spaces, ideographic": "\u3000",
    "spaces and a character": " " * 5_000 + "水",
    "lines of spaces and a character": (" " * 100 + "\n") * 300 + "水",
    "tabs": "水\t\t\t\t",
    "form feeds": "\f",
    "form feeds and lines": "水\n\f",
    "form feeds in mid-sentence": (BODY[:20] + "\n") * 3 + "\f",
    "datelines": "本报讯\n",
    "datelines run together": "本报讯",
    "datelines and a word": "本报讯 昨日，县里开会。\n",
    "wires": "新华社北京2月24日电",
    "furniture": "第三版\n",
    "furniture, numbers": "1\n",
    "furniture, rules": "———\n",
    "furniture, staff boxes": "责任编辑：李明 校对：王某\n",
    "furniture and text in turn": "第三版\n" + BODY[:20] + "\n",
    "jump lines": "（下转第三版）\n",
    "captions": "李明摄\n",
    "captions run together": "李明摄",
    "dots": ".",
    "commas": ",",
    "commas and Han": "会,",
    "dashes": "—",
    "ellipses": "…",
    "marks": "。，、；：？！",
    "digits": "1",
    "digits and spaces": "1 2 ",
    "dates": "1月1日",
    "Latin": "a b ",
    "Latin, hyphens": "news-\npaper ",
    "Latin, no space": "a",
    "Latin, accents": "e\u0301",
    "CR": "会议\r",
    "CR alone": "\r",
    "CRLF": BODY[:20] + "\r\n",
    "line ends mixed": "会议\r\n会议\r会议\n会议\u2028会议\u2029会议\u0085会议\v",
    "NUL": "\0",
    "NUL and Han": "会\0",
    "U+2028": "会议\u2028",
    "U+0085": "会议\u0085",
    "U+FFFD": "会\ufffd",
    "U+FEFF": "会\ufeff",
    "zero width": "会\u200b",
    "zero width alone": "\u200b",
    "bidi controls": "会\u202e议\u2066\u2069\u200f",
    "bidi controls alone": "\u202e",
    "combining marks": "会" + "\u0300" * 500,
    "variation selectors": "会\ufe00\U000e0100",
    "radicals": "⻓⻚",
    "vertical forms": "﹁水﹂",
    "private use": "会\ue0d1",
    "full width": "ＡＢ１２",
    "Hangul": "한국 신문\n",
    "kana": "ニュース\n",
    "emoji": "会👨‍👩‍👧",
    "letterspaced": "本 报 讯 ",
    "letterspaced lines": "李 明 摄\n",
    "mojibake, UTF-8 as GBK": "鏂板崕绀",
    "mojibake, lines": "鏂板崕绀句細璁\n",
    "mojibake, Latin-1": "ÐÂ»ªÉç\n",
    "GB18030": (BODY + "\n").encode("gb18030"),
    "GB18030, no line end": BODY.encode("gb18030"),
    "Big5": "東濱縣政府昨天召開會議，討論計畫。\n".encode("big5"),
    "UTF-16": BODY.encode("utf-16-le"),
    "encodings in turn": (BODY + "\n").encode() + (BODY + "\n").encode("gb18030"),
    "encodings in turn, pages": (BODY + "\n\f").encode() + (BODY + "\n\f").encode("gb18030"),
    "half a character": "水".encode()[:2],
    "half a character, lines": "水\n".encode()[:2] + b"\n",
    "HZ": b"~{1>1(;n}~}\n",
    "HZ, never closed": b"~{",
    "byte order marks": "\ufeff".encode("utf-16"),
    "bytes 80 to FF": bytes(range(128, 256)),
    "bytes FF": b"\xff",
}  # fmt: skip

PROFILE = {
    "dateline": [
        {"label": "d", "pattern": "本刊(?:.{1,20})?电", "example": "本刊石埠电", "near_miss": "本刊讯", "why": "x"}
    ],
    "byline": [
        {"label": "b", "pattern": "(?:文字?|图片?)+／(.+)", "example": "文字／李明", "near_miss": "文字", "why": "x"}
    ],
    "furniture": [
        {"label": "folio", "pattern": "石埠(?:周报|·)+.{2,4}", "example": "石埠周报·要闻", "near_miss": "石埠", "why": "x"}
    ],
    "text": [
        {"label": "t", "pattern": "第.+版的故事", "example": "第三版的故事", "near_miss": "第三版", "why": "x"}
    ],
}  # fmt: skip


def pumps() -> Iterator[tuple[str, str]]:
    """The strings that rows of the tables are nearly or wholly made of: name, string."""
    for module in pkgutil.iter_modules(bulletin_split.__path__, "bulletin_split."):
        if module.ispkg or module.name.endswith("__main__"):
            continue
        tables = vars(import_module(module.name))
        for table, rows in tables.items():
            if isinstance(rows, list | tuple | frozenset) and table.isupper():
                for number, row in enumerate(rows):
                    for what in ("example", "near_miss"):
                        text = getattr(row, what, None)
                        if isinstance(text, bytes):
                            text = text.decode("utf-8", "surrogateescape")
                        if isinstance(text, str) and text:
                            yield f"{table} {number} {what}", text
                            if what == "example" and len(text) > 1:
                                yield f"{table} {number} cut short", text[:-1]


@cache
def profile() -> Profile:
    """Rows of one newspaper, as a careless hand writes them."""
    return profile_of(PROFILE)


@cache
def generators() -> dict[str, Hostile]:
    """All of them, by name."""
    found = {name: Hostile(again(unit)) for name, unit in PLAIN.items()}
    found |= {
        "nested brackets": Hostile(halves("（", "）")),
        "text behind brackets": Hostile(halves("（", BODY)),
        "lone surrogates": Hostile(lone("会\ud800")),
        "lone surrogates, lines": Hostile(lone("会议\udce9\udfff\n")),
        "lone surrogates alone": Hostile(lone("\udcff")),
        "all of Unicode": Hostile(drawn(all_characters)),
        "all of Unicode, lines": Hostile(drawn(all_characters, 0.05)),
        "characters of cues": Hostile(drawn(han_and_marks)),
        "characters of cues, lines": Hostile(drawn(han_and_marks, 0.1)),
        "characters of cues, short lines": Hostile(drawn(han_and_marks, 0.3)),
        "random bytes": Hostile(noise),
    }
    for table, rows in PROFILE.items():
        for what in ("example", "near_miss"):
            unit = rows[0][what]
            found[f"profile {table} {what}"] = Hostile(again(unit), profile=True)
            found[f"profile {table} {what}, lines"] = Hostile(again(unit + "\n"), profile=True)
            pump = unit[:2] * 38  # as long as a line that a profile's rows are tried on
            found[f"profile {table} {what}, long"] = Hostile(again(pump + "\n"), profile=True)
    for name, text in pumps():
        data = text.encode("utf-8", "surrogateescape")
        found[name] = Hostile(again(data))
        found[f"{name}, lines"] = Hostile(again(data + b"\n"))
    return found


def run(hostile: Hostile, size: int) -> tuple[float, int]:
    """Split ``size`` bytes, checked.  Out: seconds of CPU time, records."""
    options = Options(verify=True, profile=profile() if hostile.profile else None)
    began = time.process_time()
    parser, count = Splitter(options), 0
    for piece in hostile.make(size):
        count += len(parser.feed(piece))
    count += len(parser.close())
    return time.process_time() - began, count


class Cost(NamedTuple):
    """What one generator costs: seconds for half and for all, MiB, records; or what it raised."""

    half: float = 0.0
    whole: float = 0.0
    memory: float = 0.0
    records: int = 0
    raised: str = ""

    @property
    def ratio(self) -> float:
        """How many times the time of half the text all of it takes; 2 where that is too short."""
        return self.whole / self.half if self.whole > LEAST else 2.0

    def is_fine(self) -> bool:
        """Whether it keeps what is promised."""
        return not self.raised and self.ratio <= RATIO and self.memory <= MEMORY


def measure(hostile: Hostile, size: int, limit: int = LIMIT) -> Cost:
    """Run one generator in a process of its own, up to ``size`` bytes."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        signal.setitimer(signal.ITIMER_PROF, limit)  # CPU time: a neighbour does not count
        try:
            cost = _costs(hostile, size)
        except Exception as raised:
            cost = Cost(raised=f"{type(raised).__name__}: {raised}")
        os.write(theirs, pickle.dumps(cost))
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as answer:
        said = answer.read()
    _, status = os.waitpid(child, 0)
    if not said:
        return Cost(raised=f"ended by signal {status & 127} (27: longer than {limit} s)")
    cost = pickle.loads(said)
    assert isinstance(cost, Cost)
    return cost


def _costs(hostile: Hostile, size: int) -> Cost:
    run(hostile, 2_000)  # what is made once is made now
    idle = _most()
    cost = Cost()
    for turn in range(3):
        half, _ = run(hostile, size // 2)
        whole, records = run(hostile, size)
        if turn:
            half, whole = min(half, cost.half), min(whole, cost.whole)
        cost = Cost(half, whole, _most() - idle, records)
        if cost.ratio <= RATIO:  # else a neighbour may have disturbed it
            break
    return cost


def _most() -> float:
    """The most memory that this process ever held, in MiB."""
    try:
        with open("/proc/self/status") as status:
            line = next(line for line in status if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    except OSError:
        import resource

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def arguments() -> argparse.ArgumentParser:
    """The command's options."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.hostile")
    parser.add_argument("words", nargs="*", metavar="WORD")
    parser.add_argument("--megabytes", type=float, default=MEGABYTES, metavar="N")
    parser.add_argument("--limit", type=int, default=LIMIT, metavar="S")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; 1 where a generator breaks what is promised."""
    options = arguments().parse_args(argv)
    size = int(options.megabytes * 1e6)
    chosen = {
        name: hostile
        for name, hostile in generators().items()
        if not options.words or any(word in name for word in options.words)
    }
    print(f"{'':40} t({size / 2e6:g} MB)  t({size / 1e6:g} MB)  ratio   MB/s    MiB  records")
    costs: dict[str, Cost] = {}
    for name, hostile in chosen.items():
        cost = costs[name] = measure(hostile, size, options.limit)
        if cost.raised:
            print(f"{name:40} {cost.raised}", flush=True)
            continue
        print(
            f"{name:40} {cost.half:9.3f} {cost.whole:9.3f} {cost.ratio:6.2f} "
            f"{size / 1e6 / max(cost.whole, 1e-6):6.2f} {cost.memory:6.1f} {cost.records:8}"
            f"{'' if cost.is_fine() else '  <<<'}",
            flush=True,
        )
    done = {name: cost for name, cost in costs.items() if not cost.raised}
    if done:
        by_ratio = max(done, key=lambda name: done[name].ratio)
        by_time = max(done, key=lambda name: done[name].whole)
        by_memory = max(done, key=lambda name: done[name].memory)
        print(f"generators    {len(costs)}, raised or ended: {len(costs) - len(done)}")
        print(f"worst ratio   {done[by_ratio].ratio:.2f}, {by_ratio}; at most {RATIO}")
        print(f"slowest       {size / 1e6 / max(done[by_time].whole, 1e-6):.2f} MB/s, {by_time}")
        print(f"most memory   {done[by_memory].memory:.1f} MiB, {by_memory}; at most {MEMORY:g}")
    return int(not all(cost.is_fine() for cost in costs.values()))


if __name__ == "__main__":
    sys.exit(main())
