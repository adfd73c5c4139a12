"""What a line cannot be: where each fact holds, and where it does not."""

from __future__ import annotations

import pytest

from bulletin_split import split
from bulletin_split.barred import captions, rubrics, running_on, signed_off, wrapped_bylines
from bulletin_split.lines import read_lines

CAPTION = "图为青石镇农民在田间管护小麦，当地抢抓农时，投入春耕生产。"
BODY = "会议指出，今年全县计划播种早稻八万\n亩，比去年增加三成，要抓好种子的调\n运，确保不误农时，确保种足种好。"

CAPTIONS = [
    (f"{CAPTION} 记者 李远 摄\n\n{BODY}", {0, 1}),
    (f"{BODY}\n\n{CAPTION[:16]}\n{CAPTION[16:]} 李 远 摄\n\n{BODY}", {3, 5}),
    (f"{CAPTION}〈李远\n\n摄)\n\n{BODY}", {0, 2}),
    (f"{CAPTION} 李\n\n远 摄\n\n{BODY}", {0, 2}),
    (f"{CAPTION} 记者 李远 摄\n{BODY}", set()),  # no blank line behind it
    (f"{BODY}\n{CAPTION} 记者 李远 摄\n\n{BODY}", set()),  # nor before it
    (f"{CAPTION}（李远 文/图）\n\n{BODY}", set()),  # an article's own credit
    (f"{CAPTION}\n\n{BODY}", set()),  # no credit
    (f"会议在县城召开。 记者 李远 摄\n\n{BODY}", set()),  # opens as no caption does
]


@pytest.mark.parametrize(("page", "found"), CAPTIONS)
def test_a_lone_caption_is_closed(page: str, found: set[int]) -> None:
    closed = captions(read_lines(page))
    assert {*closed, *closed.values()} == found


def test_what_follows_a_caption_is_no_part_of_it() -> None:
    page = f"{CAPTION} 记者 李远 摄\n\n{BODY}\n\n" + f"{BODY}\n\n" * 4
    records = split(page)
    assert BODY[:4] not in records[0]["text"]


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (f"{BODY}\n\n读者来信\n站牌字太小\n{BODY}", {3}),
        (f"{BODY}\n\n【读者来信】\n站牌字太小\n{BODY}", {3}),
        (f"{BODY}\n读者来信\n站牌字太小\n{BODY}", set()),  # no blank line above it
        (f"{BODY}\n\n读者来信\n\n站牌字太小\n{BODY}", set()),  # it may be over several pieces
        (f"{BODY}\n\n读者来信三则\n站牌字太小\n{BODY}", set()),
    ],
)
def test_the_name_of_a_column_leads_a_headline(page: str, found: set[int]) -> None:
    assert rubrics(read_lines(page)) == found


WIDE = (
    "会议指出，今年全县计划播种早稻八万亩，\n比去年增加三成，要抓好种子的调运工作，\n确保不误农时。"
)
PICTURED = "农民在田间管护小麦，\n当地抢抓农时备春耕，\n投入生产。（李远摄）"


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (f"{WIDE}\n{PICTURED}\n\n{BODY}", {3, 6}),
        (f"{WIDE}\n{PICTURED}", {3, 6}),
        (f"{WIDE}，\n{PICTURED}\n\n{BODY}", set()),  # the sentence above goes on
        (f"{BODY}\n{BODY}（李远摄）\n\n{BODY}", set()),  # the same measure
        (f"{WIDE}\n备春耕。\n（李远摄）\n\n{BODY}", set()),  # too narrow for a caption
        (f"{WIDE}\n{PICTURED[:-2]}文／图）\n\n{BODY}", set()),  # an article's own credit
    ],
)
def test_a_caption_as_wide_as_its_picture(page: str, found: set[int]) -> None:
    closed = captions(read_lines(page))
    assert {*closed, *closed.values()} == found


SIGNED = [
    (f"{BODY}（李远）\n\n{BODY}", {3}),
    (f"{BODY}（李远）\n{BODY}", set()),
    (f"{BODY}（李远）\n\n编后：{BODY}", set()),
    (f"{BODY[:-1]}？（李远）\n\n{BODY}", set()),  # a question, answered below
    (f"{BODY}（图）\n\n{BODY}", set()),
]


@pytest.mark.parametrize(("page", "found"), SIGNED)
def test_a_signed_text_has_ended(page: str, found: set[int]) -> None:
    assert signed_off(read_lines(page)) == found


WRAPPED = [
    (f"{BODY}\n（本报驻某国记者林某某国际广播电台记\n者江某某）\n\n{BODY}", {3}),
    (f"{BODY}\n（本报记者林某某）\n\n{BODY}", set()),
    (f"{BODY}\n（会议的名单附后，请各乡镇查\n收落实）\n\n{BODY}", set()),
]


@pytest.mark.parametrize(("page", "found"), WRAPPED)
def test_a_wrapped_byline_belongs_above(page: str, found: set[int]) -> None:
    assert wrapped_bylines(read_lines(page)) == found


ABOVE, BELOW = "会议指出，今年全县计划播种早稻，", "八万亩早稻比去年增加，要抓好种子调运。"
RUNNING = [
    (f"{ABOVE}\n\n云泊县部署春耕\n{BELOW}", {2}),
    (f"{ABOVE}\n\n云泊县部署春耕\n\n{BELOW}", set()),  # parted from it
    (f"{ABOVE[:-1]}。\n\n云泊县部署春耕\n{BELOW}", set()),  # the sentence has ended
    (f"{ABOVE}\n\n云泊县部署春耕\n本报讯 {BELOW}", set()),  # a dateline opens
    (f"{ABOVE}\n{BELOW}", set()),
]


@pytest.mark.parametrize(("page", "found"), RUNNING)
def test_a_sentence_goes_on_behind_a_headline(page: str, found: set[int]) -> None:
    assert running_on(read_lines(page)) == found
