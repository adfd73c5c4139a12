"""Heads set in several lines: which of them are the headline, a kicker or a deck."""

import pytest

from bulletin_split import segment, split, units
from bulletin_split.headlines import arrange, parted
from bulletin_split.label import cue_of
from bulletin_split.lines import read_lines
from bulletin_split.model import NAMES, STAFF


def _head(*lines: str) -> list[tuple[str, int, int]]:
    """Lines as `arrange` wants them; the first stands behind a blank line."""
    return [
        (
            line,
            sum(1 if char.isascii() else 2 for char in line),
            int(not i),
        )
        for i, line in enumerate(lines)
    ]


@pytest.mark.parametrize(
    ("lines", "headline", "decks"),
    [
        # a bracket that is open at the wrap: the next line goes on, however short it is
        (("评《临沄地方志", "稿》三卷本"), "评《临沄地方志稿》三卷本", []),
        # a number parted from its 第
        (("县政府召开第", "42次常务会议"), "县政府召开第42次常务会议", []),
        # two long lines of a kicker, and a headline that is shorter by three characters
        (
            ("何县长主持会议审议并通过全县", "关于加快水利建设的实施办法等", "县水利小组召开会议"),
            "县水利小组召开会议",
            [("kicker", "何县长主持会议审议并通过全县关于加快水利建设的实施办法等")],
        ),
        # lines that differ by a character are one headline
        (
            ("县属企业去年", "保持增长势头", "用电量增长一成", "就业人数增一千人"),
            "县属企业去年保持增长势头用电量增长一成就业人数增一千人",
            [],
        ),
        # a headline in two even lines, and a deck that is longer by three characters
        (
            ("县属企业去年", "保持增长势头", "规模以上企业用电量", "增长一成八创下新高"),
            "县属企业去年保持增长势头",
            [("deck", "规模以上企业用电量增长一成八创下新高")],
        ),
        # an author's line stands at the end of a head; inside one, it is the headline going on
        (
            ("县里表彰十二个广", "播先进县李副县长", "到会致辞祝贺"),
            "县里表彰十二个广播先进县李副县长到会致辞祝贺",
            [],
        ),
    ],
)
def test_heads(lines: tuple[str, ...], headline: str, decks: list[tuple[str, str]]) -> None:
    found, others = arrange(_head(*lines))
    assert (found, [(deck["role"], deck["text"]) for deck in others]) == (headline, decks)


@pytest.mark.parametrize(
    ("last", "signs"),
    [
        ("青川省云泊市李建国", True),
        ("青川云泊市李建国", True),
        ("青川大学水利学院院长李建国", True),
        ("中共云泊县委书记李建国", True),
        ("云泊县交通局李建国王小明", True),
        ("李建国摄影报道", True),
        ("访青川大学院长李建国", False),
        ("青川省召开云泊市会议", False),
        ("县委书记讲话", False),
    ],
)
def test_the_last_line_of_a_head_that_names_an_office_and_a_person_signs(
    last: str, *, signs: bool
) -> None:
    head = _head("谁来修这条河堤", last)
    left, signed = parted(head)
    assert (left, signed) == ((head[:1], last) if signs else (head, ""))


def test_an_author_with_his_office_under_the_headline_is_a_byline() -> None:
    body = "县里的河堤年久失修，去年入秋以来两次决口，附近的农\n田受了损失。我认为修堤的钱应当由受益的各乡分担。\n"
    page = f"谁来修这条河堤\n青川省云泊市李建国\n\n　　{body}\n本报讯 昨日，{body}（王小明）\n"
    record = split(page)[0]
    assert record["headline"] == "谁来修这条河堤"
    assert record["decks"] == []
    assert [entry["name"] for entry in record["byline"]] == ["青川省云泊市李建国"]


def test_a_headline_as_wide_as_its_column() -> None:
    """No blank line, no indent, no mark: the line below is short of its column by an indent."""
    lines = read_lines(
        "本报讯 昨日，临沄县召开防汛会\n议，部署今年的各项工作，并要求\n各乡镇在月底以前修好河堤。\n"
        "河湾镇小学生清晨植树忙\n"
        "昨天清早，河湾镇小学的五十名\n学生来到村外的河堤上，同老师和\n家长们一起种下了三百棵杨树，为\n家乡添了一片新绿。\n"
    )
    parts = {lines.text[i]: part for i, part, _ in segment.decode(units.observe(lines))}
    assert parts["河湾镇小学生清晨植树忙"] == segment.L
    assert parts["昨天清早，河湾镇小学的五十名"] == segment.S


@pytest.mark.parametrize(
    ("line", "signs"),
    [
        ("□李明", True),
        ("◎记者王小红", True),
        ("■本报记者李明王小红", True),
        ("●产销利润同步增长", False),  # an item of a deck
        ("■要闻", False),  # the name of a page
    ],
)
def test_what_stands_behind_a_mark(line: str, *, signs: bool) -> None:
    assert (cue_of(line, 2 * len(line)) in (STAFF, NAMES)) == signs


def test_a_wide_line_that_ends_open_is_no_deck() -> None:
    page = (
        "本报讯 县里昨日召开会议，部署春播工作。（王小明）\n\n公告\n"
        "根据青川市人民政府批准，青川市自然资源局以挂牌方式出让一宗国有建设用地使用权，现将有关事项公告如下：\n"
        "一、地块位于河湾镇东侧，面积二万平方米。\n"
    )
    record = split(page)[-1]
    assert record["headline"] == "公告"
    assert record["decks"] == []
    assert record["text"].startswith("根据青川市人民政府批准")


# Widths of a head's lines in half ems, the last with its blank lines: how many elements they are.
# Each pair of rows stands at the two sides of one threshold.
PARTS = [
    ((30, 22), 0, 2),  # SHORTER
    ((30, 23), 0, 1),
    ((10, 22), 0, 2),  # LONGER
    ((10, 21), 0, 1),
    ((18, 24), 0, 2),  # LONGER_COMPLETE behind a line that is COMPLETE
    ((18, 23), 0, 1),
    ((17, 23), 0, 1),
    ((12, 12, 18), 0, 2),  # LONGER_COMPLETE behind two lines of one element
    ((12, 12, 17), 0, 1),
    ((24, 24, 18), 0, 2),  # SHORTER_LONG behind two lines that are LONG
    ((24, 24, 19), 0, 1),
    ((23, 23, 17), 0, 1),
    ((14, 18), 1, 2),  # a blank line and another width
    ((14, 17), 1, 1),
    ((14, 18), 0, 1),
    ((18, 14), 1, 2),
    ((20, 16, 16), 0, 2),  # a line shorter than the first ended the element
    ((20, 17, 17), 0, 1),
    ((20, 16), 0, 1),
]


@pytest.mark.parametrize(("widths", "gap", "count"), PARTS)
def test_widths_part_the_elements_of_a_head(widths: tuple[int, ...], gap: int, count: int) -> None:
    lines = [("河堤春汛", width, 0) for width in widths]
    lines[-1] = (*lines[-1][:2], gap)
    headline, decks = arrange(lines)
    assert headline
    assert len(decks) + 1 == count


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ([("春汛来了！", 14, 0), ("河堤怎么办", 18, 0)], 2),  # behind a final mark
        ([("春汛来了！", 14, 0), ("河堤怎么办", 17, 0)], 1),
        ([("春汛来了", 14, 0), ("河堤怎么办", 17, 0)], 1),
        ([("河堤春汛", 14, 0), ("（外一则）", 14, 0)], 2),  # a remark
        ([("●要闻", 14, 0), ("河堤春汛", 14, 0)], 2),
        ([("河堤（春汛", 14, 0), ("来了）", 30, 0)], 1),  # a bracket that is open
        ([("河堤春汛", 14, 0), ("——县水利局抢修记", 40, 0)], 1),  # a dash leads on
        ([("河堤春汛——", 14, 0), ("县水利局抢修记", 40, 0)], 1),
        ([("县政府召开第", 40, 0), ("三次会议", 8, 0)], 1),  # a number parted from its 第
    ],
)
def test_what_parts_and_joins_the_lines_of_a_head(
    lines: list[tuple[str, int, int]], count: int
) -> None:
    assert len(arrange(lines)[1]) + 1 == count


@pytest.mark.parametrize(
    ("lines", "headline"),
    [
        ([("●要闻", 6, 0), ("河堤春汛来了", 14, 0)], "河堤春汛来了"),
        ([("河堤春汛来了", 14, 0), ("（外一则）", 10, 0)], "河堤春汛来了"),
        ([("青川县水利局", 12, 0), ("谁来修河堤怎么修", 30, 0)], "谁来修河堤怎么修"),
        ([("河堤春汛来了", 14, 0)], "河堤春汛来了"),
        ([("●要闻", 6, 0)], "●要闻"),
    ],
)
def test_what_is_no_headline_beside_one(lines: list[tuple[str, int, int]], headline: str) -> None:
    assert arrange(lines)[0] == headline


def test_a_headline_wrapped_in_mid_word_is_one() -> None:
    lines = [("水利局党组扩大会议发表新", 24, 1), ("年贺词", 6, 0)]
    assert arrange(lines) == ("水利局党组扩大会议发表新年贺词", [])
    apart = [("水利局党组扩大会议喜迎新年", 26, 1), ("发表贺词", 8, 0)]
    assert arrange(apart)[0] == "发表贺词"


def test_a_kicker_and_a_headline_may_meet_in_what_reads_as_a_word() -> None:
    lines = [("我省首批援疆干部平安回家", 24, 1), ("长江大桥通车", 12, 0)]  # 家长
    assert arrange(lines)[0] == "长江大桥通车"


@pytest.mark.parametrize(
    ("lines", "headline", "decks"),
    [
        ([("渡輪下月試航", 12, 1), ("往翠濤灣十八分鐘", 16, 0)], 0, {1: "deck"}),
        ([("老船工解纜出航去", 16, 1), ("義渡口重啟", 10, 0)], 1, {0: "kicker"}),
        ([("梅雨報到", 8, 1), ("東部水庫蓄水率近七成", 20, 0)], 1, {0: "kicker"}),
        ([("梅雨報到", 8, 1), ("東部水庫蓄水近", 14, 0)], 0, {1: "deck"}),  # not twice as wide
    ],
)
def test_in_traditional_script_each_line_is_an_element(
    lines: list[tuple[str, int, int]], headline: int, decks: dict[int, str]
) -> None:
    found, others = arrange(lines)
    assert found == lines[headline][0]
    assert others == [{"role": role, "text": lines[i][0]} for i, role in decks.items()]


def test_in_traditional_script_a_line_that_leads_on_is_none() -> None:
    assert arrange([("縣府昨天「公布", 14, 1), ("新規」三項", 10, 0)]) == (
        "縣府昨天「公布新規」三項",
        [],
    )
    assert arrange([("县府昨天公布", 12, 1), ("新规三项", 8, 0)]) == ("县府昨天公布新规三项", [])


def test_the_column_that_a_piece_belongs_to_is_a_section() -> None:
    lines = [("【讀者來信】", 12, 1), ("站牌字太小", 10, 0), ("——一位老人的話", 15, 0)]
    assert arrange(lines) == (
        "站牌字太小——一位老人的話",
        [{"role": "section", "text": "【讀者來信】"}],
    )
    assert arrange([("读者来信", 8, 1)]) == ("读者来信", [])
