"""What leaves when: records settle by content, within a bounded window, in bounded memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from itertools import pairwise
from time import process_time

import pytest

from bulletin_split import Discard, Options, Record, Splitter, iter_records, split
from bulletin_split.pipeline import MARGIN, WINDOW

from . import pages

BODY = "\n".join(pages.wrap(pages.BODY, 20, "　　"))


SYLLABLES = "松柏梅兰竹菊荷桂枫槐桑榆杏桃李梨棠蒲苇芦"


def place(number: int) -> str:
    """A place for each article, so that its headline belongs to it alone."""
    first, second = divmod(number, len(SYLLABLES))
    return f"{SYLLABLES[first % len(SYLLABLES)]}岭{SYLLABLES[second]}溪镇"


def headline(number: int) -> str:
    return f"{place(number)}春耕现场会落幕"


def article(number: int) -> str:
    """An article of its own, with every sign of where it begins and ends."""
    lead = f"昨日，为期两天的{place(number)}春耕现场会落幕，到会一百二十余人。"
    lines = pages.wrap(f"本报讯　{lead}", 20, "　　") + pages.wrap(pages.HAN_ONLY, 20, "　　")
    return "\n".join([headline(number), *lines]) + "（李远）\n\n"


def stream(count: int) -> Iterator[str]:
    return (article(number) for number in range(count))


def test_the_first_article_leaves_before_the_last_is_read() -> None:
    read = 0

    def source() -> Iterator[str]:
        nonlocal read
        for piece in stream(200):
            read += 1
            yield piece

    first = next(iter_records(source()))
    assert first["headline"] == headline(0)
    assert read < 100


def test_a_record_waits_for_no_more_than_the_window() -> None:
    """The text held back is never longer than a window and the piece fed last."""
    fed = 0
    parser = Splitter()
    left = 0
    for piece in stream(300):
        fed += len(piece)
        for record in parser.feed(piece):
            left = max(left, *(end for _, end in record["source"]["spans"]))
        assert fed - left <= WINDOW + MARGIN + len(piece)


def test_a_stream_loses_and_doubles_no_article() -> None:
    found = [record["headline"] for record in iter_records(stream(200))]
    assert found == [headline(number) for number in range(200)]


def test_spans_are_true_for_the_whole_stream() -> None:
    page = "".join(stream(200))
    for record in iter_records(stream(200)):
        start, end = record["source"]["spans"][0]
        assert page[start:end].startswith(record["headline"] or "")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_form_feed_answers_at_once(encoding: str) -> None:
    """A page that a form feed ends is answered when the form feed has come."""
    parser = Splitter(Options(encoding=encoding))
    assert parser.feed(article(1).encode(encoding)) == []
    (record,) = parser.feed("\f".encode(encoding))
    assert record["headline"] == headline(1)
    (record,) = parser.feed((article(2) + "\f").encode(encoding))
    assert record["headline"] == headline(2)
    assert parser.close() == []


def test_a_form_feed_in_text_answers_at_once() -> None:
    parser = Splitter()
    assert len(parser.feed(article(1) + "\f")) == 1
    assert parser.close() == []


def test_a_form_feed_in_mid_sentence_ends_no_page() -> None:
    lines = pages.wrap(pages.HAN_ONLY, 20, "")
    parser = Splitter()
    assert parser.feed("本报讯 " + "\n".join(lines[:6]) + "\f") == []
    (record,) = parser.feed("\n".join(lines[6:])) + parser.close()
    assert record["text"].replace("\n", "") == pages.HAN_ONLY


def test_the_page_is_each_page_s_own() -> None:
    first = "青川日报 1999年9月24日 星期四\n第2版\n\n" + article(1)
    second = "青川日报 1999年9月24日 星期四\n第3版\n\n" + article(2)
    numbers = [
        record["page"] and record["page"]["number"] for record in split(f"{first}\f{second}")
    ]
    assert numbers == ["2", "3"]


# --- articles without an end -------------------------------------------------

STORY = "".join(
    f"上文说到第{number}回，他又走了一程，过了一道河，翻过一座山。" for number in range(3000)
)
LONG = "\n".join(pages.wrap(STORY, 20, "")) + "\n"


def oversized(limit: int) -> list[Record]:
    return split("本报讯 " + LONG, Options(max_article=limit))


def test_an_article_longer_than_allowed_is_cut_flagged_and_whole() -> None:
    records = oversized(20_000)
    assert len(records) > 1
    assert all("oversize" in record["flags"] for record in records)
    text = "".join(record["text"] for record in records).replace("\n", "")
    assert text == LONG.replace("\n", "")


def test_each_piece_is_within_a_window_of_the_limit() -> None:
    for record in oversized(20_000):
        assert len(record["text"]) <= 20_000 + WINDOW


def test_an_article_that_is_allowed_is_one_record_over_many_windows() -> None:
    assert len(LONG) > 3 * WINDOW
    (record,) = oversized(200_000)
    assert "oversize" not in record["flags"]
    assert record["text"].replace("\n", "") == LONG.replace("\n", "")


def test_memory_is_bounded_over_a_long_stream_without_a_mark() -> None:
    """Of an article without end no more is held than it may have, and a window."""
    piece = LONG[:4000]
    parser = Splitter(Options(max_article=30_000))
    for _ in range(30):
        parser.feed(piece)
    tracemalloc.start()
    try:
        for _ in range(120):
            parser.feed(piece)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    # Text at two bytes a character, and the lines cut out of it: some 20 bytes for each.
    assert peak < (30_000 + 2 * WINDOW) * 200


def test_a_parser_that_was_fed_nothing_gives_nothing() -> None:
    assert Splitter().close() == []
    assert split("") == split(b"") == split("\f\n") == []


@pytest.mark.parametrize(
    "piece", ["（记者李明）\n", "县委召开会议\n", "（", "县\n\n", "本报北京", "水利工程"]
)
def test_twice_the_text_costs_about_twice_the_time(piece: str) -> None:
    def least(size: int) -> float:
        times = []
        for _ in range(3):
            began = process_time()
            split(piece * (size // len(piece)))
            times.append(process_time() - began)
        return min(times)

    assert least(60_000) <= 3 * least(30_000) + 0.05


def test_a_page_that_is_all_furniture() -> None:
    """Nothing is left for the columns, and the spaces of what left must not be looked up in them."""
    rest: list[Discard] = []
    assert split("第 三 版\n\n— 7 —\n", on_discard=rest.append) == []
    assert [piece["reason"] for piece in rest] == ["folio", "page_number"]


def test_a_page_of_nothing_but_wire_bylines() -> None:
    """What opens the page is a byline and no body; what the chain takes for its tail has no article yet."""
    records = split("据新华社成都停电\n" * 50)
    assert sum(end - start for record in records for start, end in record["source"]["spans"]) >= 400


def test_windows_of_bylines_are_read_once() -> None:
    """A window of nothing but bylines moves on by more than a line; its time was the square of its size."""
    began = process_time()
    split("本报记者 李明\n" * 10_000)
    assert process_time() - began < 15


def test_furniture_alone_behind_an_open_article() -> None:
    """A window in which no line is left has nothing to give back to the article carried into it."""
    rest: list[Discard] = []
    opened = "本报讯 昨日，临沄县召开会议，讨论春耕的\n"
    (record,) = split(opened + "责任编辑：李明 校对：王某\n" * 5_000, on_discard=rest.append)
    assert record["source"]["spans"] == [[0, len(opened) - 1]]
    assert {piece["reason"] for piece in rest} == {"staff_box"}


@pytest.mark.parametrize("tail", ["", "\n", "\n\n", "\n\f", "\n责任编辑：李明\n"])
@pytest.mark.parametrize("size", [512, 1024, WINDOW, 2 * WINDOW])
def test_an_article_that_is_cut_where_it_ends(size: int, tail: str) -> None:
    """Of an article that outgrew the limit nothing may be left to go on with."""
    for most in (1, 512, 1024, WINDOW):
        for less in (0, 1):
            records = split("水" * (size - less) + tail, Options(max_article=most))
            spans = [span for record in records for span in record["source"]["spans"]]
            assert (spans[0][0], spans[-1][1]) == (0, size - less)


@pytest.mark.parametrize("size", [13_000, 13_400, 15_000, 16_300])
def test_articles_behind_a_line_that_fills_the_window(size: int) -> None:
    """They begin so late in it that they wait for the next, which has to begin with them."""
    article = "本报讯 昨日，临沄县召开会议。（李明）\n\n"
    page = ("水。" * size)[:size] + "\n\n" + article * 300
    spans = [span for record in split(page) for span in record["source"]["spans"]]
    held = sum(len("".join(page[start:end].split())) for start, end in spans)
    assert held == len("".join(page.split()))


@pytest.mark.parametrize(
    "unit",
    ["水\t\t\t\t", "本 报 讯 水 ", "（李明） 水水水水水水水水水水水 ", "路透社倫敦十四日電\n"],
)
def test_no_text_is_read_over_and_over(unit: str) -> None:
    """Where little of each window settles, what follows must not be read anew for each little."""
    read = 0

    class Counted(Splitter):
        def _read(self, size: int, *, ends: bool) -> list[Record]:
            nonlocal read
            read += size
            return super()._read(size, ends=ends)

    page = unit * (50_000 // len(unit))
    parser = Counted()
    parser.feed(page)
    parser.close()
    assert read < 4 * len(page)


def test_a_headline_behind_the_byline_of_the_next_article() -> None:
    """A window is not cut between the two: the headline would leave with both windows."""
    page = """路透社倫敦⼗四⽇電　　﹁店家最怕的是封路︒
　　﹂⽼街⾃治會⾧鄔阿進說︐希
望施⼯避開假⽇︒
　　⽂化單位指出︐街上的紅磚⽴
⾯多建於1920年代︐修復時將
保留原有匾額︵約四⼗塊︶︐並以
舊⼯法補上灰縫︔預計明年春天完
据本市⼴播︵电台消息︓
⼯︒
　　會後︐與會⼈員步⾏勘查港⼝㇐帶︐聽取居⺠意⾒會後︐與會⼈員步⾏勘查港⼝
㇐帶︐聽取居⺠意⾒︒
本报记者 沈知秋
\x20
融 媒 摄
本报⼤连电
⻘川⽇报讯　　据县农技站介绍 ︐ 4 ⽉ 中 旬 可 完 成 第 ㇐ 批 插\x20
 秧 ︐ W i F i   与   G P S   系 统 将帮助农户定
位⽥块︒
　　下㇐步︐县⾥还要在⽯渡︑柳桥两镇建设冷
库12座︐总投资2400万元︒
　　会上︐三名⽼农讲了⾃⼰的办法︕“⽔要浅
︐苗要壮︐⼈要勤︒
　　﹂⽼街⾃治會⾧鄔阿進說︐希
望施⼯避開假⽇︒
　　⽂化單位指出︐街上的紅磚⽴
⾯多建於1920年代︐修復時將
保留原有匾額︵約四⼗塊︶︐並以
舊⼯法補上灰縫︔預計明年春天完
据本市⼴播︵电台消息︓
⼯︒
　　會後︐與會⼈員步⾏勘查港⼝㇐帶︐聽取居⺠意⾒會後︐與會⼈員步⾏勘查港⼝
㇐帶︐聽取居⺠意⾒︒
本报记者 沈知秋
 """
    spans = sorted(
        span for record in split(page, Options(max_article=1)) for span in record["source"]["spans"]
    )
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
