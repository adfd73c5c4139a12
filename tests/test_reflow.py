"""What is seen at the breaks between lines, of which the fitted table makes paragraphs."""

from __future__ import annotations

import pytest

from bulletin_split import split
from bulletin_split.lines import read_lines
from bulletin_split.reflow import breaks, is_verse, keys_of, observe
from bulletin_split.weights import PARAGRAPH

FULL = "县委召开会议要求各乡镇抓紧备足种子化肥检修"
"""A line as wide as its column: 42 half ems."""

SHORT = "会议指出春耕。"

SIGHTS = ("end", "blank", "habit", "indented", "left", "right", "start", "short", "above", "opens")


def seen(*lines: str) -> dict[int, dict[str, int]]:
    """The lines of a page that may begin a paragraph, each with what is seen there."""
    found = observe(read_lines("\n".join(lines)))
    return {i: dict(zip(SIGHTS, map(int, code), strict=True)) for i, code in found}


def of_width(size: int, end: str = "。") -> str:
    """A line of so many half ems."""
    return (FULL * 2)[: (size - 2) // 2] + "a" * (size % 2) + end


@pytest.mark.parametrize(
    ("line", "end"),
    [
        ("春耕今年面积比", 0),
        ("春耕今年面积，", 0),
        ("春耕今年面积。", 1),
        ("春耕今年面积！", 1),
        ("春耕今年面。”", 2),
        ("春耕今年面积”", 3),
        ("春耕今年面积：", 4),
        ("春耕今年面——", 4),
        ("春耕今年面积；", 5),
        ("春耕今年面积aa.", 6),
    ],
)
def test_how_the_line_before_ends(line: str, end: int) -> None:
    assert seen(FULL, line, FULL, FULL)[2]["end"] == end


def test_above_a_short_line() -> None:
    """Under seven characters it may be verse or a signature: how the line above ends tells."""
    found = seen(FULL + "。", "春耕今年面。", FULL)[2]
    assert (found["short"], found["above"]) == (1, 1)
    found = seen(FULL + "。", "春耕今年面积。", FULL)[2]
    assert (found["short"], found["above"]) == (0, 9)
    found = seen("春耕。", FULL)[1]
    assert (found["short"], found["above"]) == (1, 9), "there is none"


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("“要抓好春耕", 1),
        ("《春耕》", 1),
        ("一、抓好春耕生产", 2),
        ("●抓好春耕", 3),
        ("问：春耕如何", 4),
        ("记者：春耕如何", 4),
        ("抓好春耕吗：如何", 4),
        ("抓好春耕记者：如何", 0),
        ("：抓好春耕", 0),
        ("抓好春耕", 0),
    ],
)
def test_how_a_line_opens(line: str, start: int) -> None:
    assert seen(FULL, SHORT, line, FULL)[2]["start"] == start


@pytest.mark.parametrize(
    ("less", "left"), [(0, 4), (1, 3), (2, 3), (3, 2), (4, 2), (5, 1), (8, 1), (9, 0), (20, 0)]
)
def test_how_far_the_line_before_falls_short(less: int, left: int) -> None:
    assert seen(FULL, FULL, of_width(42 - less), FULL)[3]["left"] == left


@pytest.mark.parametrize(("between", "left"), [(0, 2), (2, 2), (3, 4)])
def test_the_column_is_the_widest_of_four_lines(between: int, left: int) -> None:
    lines = [of_width(46, "春"), *[FULL] * between, of_width(42), FULL]
    assert seen(*lines)[len(lines) - 1]["left"] == left


@pytest.mark.parametrize(("indent", "left"), [(0, 0), (2, 1), (6, 2), (7, 0)])
def test_a_small_indent_counts_for_the_line(indent: int, left: int) -> None:
    """A large one is a line that was centred or set to the right."""
    assert seen(FULL, FULL, " " * indent + of_width(32), FULL)[3]["left"] == left


def test_a_line_set_to_the_right_counts_as_it_stands() -> None:
    assert seen(FULL, FULL, " " * 7 + of_width(41), FULL)[3]["left"] == 3


@pytest.mark.parametrize(
    ("more", "right"),
    [
        (-12, 0),
        (-11, 1),
        (-7, 1),
        (-6, 2),
        (-5, 2),
        (-4, 3),
        (-3, 3),
        (-2, 4),
        (0, 5),
        (2, 5),
        (3, 6),
    ],
)
def test_how_far_the_line_falls_short_of_those_behind(more: int, right: int) -> None:
    assert seen(FULL, SHORT, of_width(42 + more, "春"), FULL)[2]["right"] == right
    three = seen(FULL, SHORT, of_width(42 + more, "春"), "春耕", "春耕", FULL)
    assert three[2]["right"] == right
    four = seen(FULL, SHORT, of_width(42 + more, "春"), "春耕", "春耕", "春耕", FULL)
    assert four[2]["right"] == 6


def test_behind_the_last_line_is_nothing() -> None:
    assert seen(FULL, SHORT, "春")[2]["right"] == 6


def test_lines_that_go_on_in_their_column_are_no_break() -> None:
    assert seen(FULL, FULL, FULL) == {}
    assert list(seen(FULL, of_width(38, "春"), FULL)) == [2], "a wider line after a narrow one"
    assert list(seen(FULL, of_width(39, "春"), FULL)) == [], "as good as the same width"
    assert list(seen(FULL, "", FULL, FULL)) == [1]
    assert list(seen(FULL, "  " + FULL, FULL)) == [1]
    assert list(seen(FULL, " " + FULL, FULL)) == []


def habit(*lines: str) -> int:
    """What a page marks its paragraphs with, as every break sees it."""
    (found,) = {sight["habit"] for sight in seen(*lines).values()}
    return found


def test_what_a_page_marks_paragraphs_with() -> None:
    plain = [FULL, SHORT, FULL, SHORT, FULL, SHORT]
    assert habit(*plain) == 0
    assert habit(*plain, "", FULL) == 0, "one blank line is none"
    assert habit(*plain, "", FULL, SHORT, "", FULL) == 1
    assert habit(*plain, "  " + FULL) == 0, "one indent is none"
    assert habit(*plain, "  " + FULL, SHORT, "  " + FULL) == 2
    assert habit(*plain, "", "  " + FULL, SHORT, "", "  " + FULL) == 3
    assert habit(*plain, " " + FULL, SHORT, " " + FULL) == 0, "too little for one"


def test_marks_behind_open_lines_are_no_habit() -> None:
    plain = [FULL, SHORT, FULL]
    assert habit(*plain, SHORT, FULL, "  " + FULL, SHORT, FULL, "  " + FULL, FULL) == 0
    assert habit(*plain, SHORT, FULL, "", FULL, SHORT, FULL, "", FULL, FULL) == 0


@pytest.mark.parametrize(("ended", "found"), [(20, 2), (21, 0)])
def test_an_indent_for_every_tenth_end_is_a_habit(ended: int, found: int) -> None:
    lines = [FULL, *[SHORT] * (ended - 1), "  " + SHORT, "  " + FULL]
    assert habit(*lines) == found


@pytest.mark.parametrize(("plain", "indented", "found"), [(2, 4, 2), (1, 4, 0), (3, 7, 0)])
def test_where_most_lines_are_indented_it_is_no_habit(
    plain: int, indented: int, found: int
) -> None:
    """Below seven tenths it is one: 4 lines of 6, not 4 of 5 and not 7 of 10."""
    assert habit(*[SHORT] * plain, *["  " + SHORT] * indented) == found


def test_lines_short_of_an_indent_are_a_habit() -> None:
    """The extractor took the indents away; the first lines of paragraphs are short by as much."""
    opening, closing = of_width(38, "春"), of_width(20, "春") + "。"
    assert len(FULL) * 2 == 42
    assert habit(*[opening, FULL, FULL, closing] * 4) == 4
    assert habit(*[opening, FULL, FULL, closing] * 3, *[FULL, SHORT] * 9) == 0, "too few of them"
    assert habit(*[of_width(34, "春"), FULL, FULL, closing] * 4) == 0, "too short for it"


def test_an_article_set_flush_is_flush_on_a_page_with_indents() -> None:
    page = ["  " + FULL, SHORT, "  " + FULL, SHORT, "  " + FULL, SHORT, FULL, SHORT, FULL, SHORT]
    lines = read_lines("\n".join(page))
    habits = [{i: code[2] for i, code in observe(lines, starts)}[8] for starts in ((0,), (0, 6))]
    assert habits == [2, 0]


def test_a_code_is_looked_up_by_all_that_was_seen() -> None:
    """The rows of the table that a break adds up are there, for an ended line and an open one."""
    assert keys_of((1, True, 3, True, 2, 4, 1, True, 5, True)) == (
        ("end", 1, True, 3),
        ("indent", True, True, 3, True),
        ("left", 2, 1, True),
        ("right", 4, True, True, 3),
        ("left_right", 2, 4, True, True),
        ("start", 1, 1, True),
        ("opens", True, 1, 3),
        ("column", 2, 4, True, 3, True),
        ("first", 1, 1, 3),
        ("short", True, 5, 1),
    )
    ended, opened = keys_of((1, False, 0, False, 0, 0, 0, False, 9, False)), keys_of((0,) * 10)
    assert [row[-1] for row in (ended[1], opened[1])] == [True, False]
    assert {key[0] for key in PARAGRAPH if isinstance(key, tuple)} == {row[0] for row in ended}


def test_a_bracket_is_not_parted() -> None:
    def parted(above: str, line: str) -> bool:
        return 2 in breaks(read_lines("\n".join([FULL, above, line, FULL])))

    assert parted("会议指出。春耕。", "今年面积增加了两成")
    assert not parted("会议（指出。春耕。", "今年面积）增加了两成")
    assert not parted("会议（指出。春耕。", "今年面积）增加（了）两成")
    assert not parted("会议（指出。春耕。", "）今年面积增加了两成")
    assert parted("会议（指出）春耕。", "今年面积）增加了两成")
    assert parted("会议（指出。春耕。", "（今年面积）增加了两成")


def test_no_paragraph_opens_with_a_mark_that_closes() -> None:
    page = "本报讯 到会的人问：明年的水从哪里来\n?县水利局答复说，北干渠六月底通水。\n（李明）\n"
    record = split(page)[0]
    assert record["text"] == "到会的人问：明年的水从哪里来？县水利局答复说，北干渠六月底通水。"
    assert record["repairs"]["half_width"] == 1


VERSE = [
    "雨落在青瓦上",
    "一声比一声轻",
    "母亲把灯芯挑亮",
    "针脚走过",
    "风从河套吹过去",
    "门还没有睡",
]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (VERSE, True),
        ([line + "，" for line in VERSE], True),
        (
            ["青山看不厌，", "流水趣何长。", "渡口人归晚，", "渔灯照夜凉。"],
            True,
        ),  # all of one width
        (VERSE[:3], False),  # too few
        ([line + "是谁在深夜里把它们一盏一盏都点亮了" for line in VERSE], False),  # too wide
        (["雨落，在青瓦上", "一声，比一声轻", *VERSE[2:]], False),  # marks inside
        (["县委昨日召开春耕会", "议要求各乡镇抓紧备", "足种子化肥今年全县", "播种早稻"], False),
        (["雨落在青瓦上召", "开一声比一声", *VERSE[2:]], False),  # a word that a line's end breaks
        (["雨落在青瓦上今夜", "一声比一声轻今夜", "母亲把灯芯挑亮今", "针脚走过青瓦今夜"], False),
        (["本报讯 昨日", *VERSE], False),
        ([*VERSE[:3], "，针脚走过", *VERSE[4:]], False),  # no line opens with a mark
    ],
)
def test_verse_is_kept_line_by_line(lines: list[str], found: bool) -> None:
    read = read_lines("\n".join(lines))
    assert is_verse(read, 0, len(read.text)) is found


def test_verse_comes_out_as_it_stands() -> None:
    page = "渡口\n林晚\n\n" + "\n".join(VERSE) + "\n\n" + "\n".join(VERSE[2:])
    (record,) = split(page)
    assert record["text"].split("\n")[-4:] == VERSE[2:]
