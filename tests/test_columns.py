"""Columns side by side are read one below the other, tables and all else as they stand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bulletin_split import Discard, Options, Record, Splitter, split
from bulletin_split.columns import DRIFT, MEASURE, ROWS, unfold
from bulletin_split.pipeline import WINDOW

from .pages import BODY

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


def side_by_side(*columns: list[str], gap: int = 4) -> str:
    """Columns set beside each other, as an engine that keeps the layout prints them."""
    measure = max(len(line) for column in columns for line in column)
    rows = max(map(len, columns))
    out = []
    for r in range(rows):
        line = ""
        for k, column in enumerate(columns):
            cell = column[r] if r < len(column) else ""
            width = sum(2 if char > "\u2000" else 1 for char in line)
            line += " " * (k * (2 * measure + gap) - width) + cell
        out.append(line.rstrip())
    return "\n".join(out) + "\n"


def wrapped(text: str, size: int) -> list[str]:
    return [text[i : i + size] for i in range(0, len(text), size)]


def halves(size: int, count: int) -> list[list[str]]:
    lines = wrapped(BODY, size)
    rows = -(-len(lines) // count)
    return [lines[i : i + rows] for i in range(0, len(lines), rows)]


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize("size", [9, 13, 20])
@pytest.mark.parametrize("gap", [3, 4, 9])
def test_columns_are_read_one_below_the_other(count: int, size: int, gap: int) -> None:
    page = side_by_side(*halves(size, count), gap=gap)
    read, moves = unfold(page)
    assert "".join(read.split()) == "".join(BODY.split())
    assert len(read) == len(page)
    assert len(moves) == 1


def test_the_text_around_stays_where_it_is() -> None:
    head, foot = "云泊县部署春耕生产\n\n", "\n（李远）\n"
    page = head + side_by_side(*halves(13, 2)) + foot
    read, _ = unfold(page)
    assert read.startswith(head)
    assert read.endswith(foot)
    assert len(read) == len(page)


def test_a_first_column_may_be_one_line_longer() -> None:
    left, right = wrapped(BODY, 13)[:7], wrapped(BODY, 13)[7:13]
    read, _ = unfold(side_by_side(left, right))
    assert read.split() == [piece for line in left + right for piece in line.split()]


def test_a_row_whose_gap_is_one_space_is_parted_where_the_others_are() -> None:
    left, right = halves(13, 2)
    rows = side_by_side(left, right).split("\n")
    at = rows[3].index("  ")
    rows[3] = rows[3][:at] + " " + rows[3][at:].lstrip()
    read, _ = unfold("\n".join(rows))
    assert "".join(read.split()) == "".join(BODY.split())


TABLES = {
    "prices": "早稻     12.50     元／公斤\n油菜籽    8.00     元／公斤\n春茶     350.00     元／公斤\n"
    * 3,
    "names": "李远     沈知秋     欧阳牧\n赵小满     钱谷雨     林晚\n何晓岚     车前     风生\n"
    * 3,
    "offices": (
        "云泊县青石镇中心小学       校长      李远\n云泊县石渡镇卫生院         院长      沈知秋\n"
        "云泊县柳桥镇农业技术站     站长      赵小满\n云泊县北干渠管理处         主任      钱谷雨\n"
    ),
    "programme": "19:30     焦点访谈\n20:05     电视剧：渡口（第三、四集）\n21:40     晚间新闻\n"
    * 2,
    "letterspaced": "县   委   召   开   会   议\n部   署   春   耕   生   产\n确   保   不   误   农   时\n",
    "indents": "".join(f"    {line}\n" for line in wrapped(BODY, 20)),
    "flushed right": "".join(
        f"{line}\n{'全文完。'}                （李远）\n\n" for line in wrapped(BODY, 20)[:6]
    ),
    "two rows": side_by_side(*[column[: ROWS - 1] for column in halves(13, 2)]),
}


@pytest.mark.parametrize("name", TABLES)
def test_what_is_no_column_of_prose_stays(name: str) -> None:
    assert unfold(TABLES[name]) == (TABLES[name], [])


def test_the_thresholds_can_tell_columns_apart() -> None:
    assert MEASURE + 3 > 2 * DRIFT


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_no_other_sample_has_columns_side_by_side(path: Path) -> None:
    text = path.read_bytes().decode("gb18030" if "gb18030" in path.stem else "utf-8")
    assert bool(unfold(text)[1]) == (path.stem == "side-by-side")


ARTICLE = "本报讯 " + BODY.replace(" ", "")
PAGE = (
    "A05 本地新闻\n\n云泊县部署春耕生产\n\n"
    + side_by_side(*[wrapped(ARTICLE, 14)[i : i + 8] for i in (0, 8, 16)])
    + "\n责任编辑 樊舟 校对 左思齐 版式 段落\n\f"
)
READ = "".join(wrapped(ARTICLE, 14)[:24]).removeprefix("本报讯 ")


def parsed(page: str, size: int) -> tuple[list[Record], list[Discard]]:
    discards: list[Discard] = []
    parser = Splitter(on_discard=discards.append)
    records = [
        record for i in range(0, len(page), size) for record in parser.feed(page[i : i + size])
    ]
    return records + parser.close(), discards


@pytest.mark.parametrize("copies", [1, 40])
def test_spans_are_those_of_the_input(copies: int) -> None:
    page = PAGE * copies
    assert copies == 1 or len(page) > WINDOW
    records, discards = parsed(page, len(page))
    held = Counter[int]()
    for start, end in [
        *(span for record in records for span in record["source"]["spans"]),
        *(discard["span"] for discard in discards),
    ]:
        held.update(range(start, end))
    assert {held[i] for i, char in enumerate(page) if not char.isspace()} == {1}
    assert [record["text"].replace("\n", "") for record in records] == [READ] * copies
    assert [record["repairs"]["reading_order"] for record in records] == [
        len(wrapped(READ, 14))
    ] * copies
    for record in records:
        assert len(record["source"]["spans"]) == 2  # the headline, and the stretch as a whole


@pytest.mark.parametrize("size", [1, 97, 4096])
def test_how_it_arrives_changes_nothing(size: int) -> None:
    page = PAGE * 20
    assert parsed(page, size) == parsed(page, len(page))


def test_a_stretch_longer_than_the_window_loses_nothing() -> None:
    lines = wrapped(ARTICLE * 100, 14)
    rows = len(lines) // 2
    page = side_by_side(lines[:rows], lines[rows:])
    assert len(page) > 2 * WINDOW
    records, discards = parsed(page, len(page))
    held = Counter[int]()
    for start, end in [span for record in records for span in record["source"]["spans"]]:
        held.update(range(start, end))
    assert not discards
    assert {held[i] for i, char in enumerate(page) if not char.isspace()} == {1}
    assert parsed(page, 1000)[0] == records


def test_evidence_has_places_of_the_input() -> None:
    records = split(PAGE, options=Options(explain=True))
    for record in records:
        repairs = record["explain"]["repairs"]
        assert Counter(repair["repair"] for repair in repairs) == record["repairs"]
        for repair in repairs:
            assert PAGE.startswith(repair["before"], repair["place"]), repair
