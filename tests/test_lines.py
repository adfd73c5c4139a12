"""What a page's lines are, before anything is decided about articles."""

from __future__ import annotations

import pytest

from bulletin_split.label import cue_of
from bulletin_split.lines import close_up, read_lines
from bulletin_split.model import CREDITED, NAMES, PLAIN, STAFF


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        ("临沄县召开春耕会议 本报讯 昨日，", ["临沄县召开春耕会议", "本报讯昨日，"]),
        ("    本报讯 （记者 据新华社电）　一艘货轮", ["本报讯（记者据新华社电）一艘货轮"]),
        ("他从广播里听到 本报讯息台的消息", ["他从广播里听到本报讯息台的消息"]),
        (
            "海川大桥通车　图为青川县居民走过大桥。\n（李某 摄）",
            ["海川大桥通车", "图为青川县居民走过大桥。", "（李某摄）"],
        ),
        (
            "海川大桥通车 9 月 8 日，小学生在大桥边植树，感\n受劳动的快乐。 李\n某 摄",
            ["海川大桥通车", "9月8日，小学生在大桥边植树，感", "受劳动的快乐。李", "某摄"],
        ),
        (
            "海川大桥通车 9月8日，小学生在大桥边植树。\n随后举行了仪式，县里的",
            ["海川大桥通车9月8日，小学生在大桥边植树。", "随后举行了仪式，县里的"],
        ),
        (
            "2020年 9月8日，小学生在大桥边植树。\n李某摄",
            ["2020年9月8日，小学生在大桥边植树。", "李某摄"],
        ),
        ("9月8 日，小学生在大桥边植树。\n李某摄", ["9月8日，小学生在大桥边植树。", "李某摄"]),
        ("县里决定， 图为青川县居民走过大桥。", ["县里决定，图为青川县居民走过大桥。"]),
        ("□ 本报记者 王小燕 通讯员 李建国", ["□本报记者王小燕通讯员李建国"]),
        (
            "本报记者 高远报道 6月4日，省里召开会商会，部署防范工作。",
            ["本报记者高远报道", "6月4日，省里召开会商会，部署防范工作。"],
        ),
    ],
    ids=[
        "headline and dateline",
        "an agency inside a bracket",
        "no dateline behind the gap",
        "headline and caption",
        "headline and the day of a picture with its credit",
        "a day without a credit",
        "a year before the gap",
        "a gap in the day",
        "an open sentence before the gap",
        "a byline with gaps in it",
        "a byline and its lead",
    ],
)
def test_a_printed_line_is_cut_where_a_dateline_opens(page: str, texts: list[str]) -> None:
    assert read_lines(page).text == texts


def test_spaces_of_either_kind_close_up_and_latin_words_keep_one() -> None:
    assert close_up("云 视　讯 APP　 New \u3000York 12 34") == "云视讯APP New York 1234"


@pytest.mark.parametrize(
    ("line", "cue"),
    [
        ("青川省云泊市交通局李建国", NAMES),
        ("青川大学水利学院院长李建国", NAMES),
        ("青川省云泊市召开常委会", PLAIN),
        ("访青川大学院长李建国", PLAIN),
        ("国家信息中心李建国", PLAIN),
        ("乐得清贫", PLAIN),
        ("李建国王明", NAMES),
        ("文：李建国", NAMES),
        ("读者李建国", STAFF),
        ("读者来信", PLAIN),
        ("文：见第三版下方", PLAIN),
        ("读者服务中心", PLAIN),
        ("龙泉山看花记", PLAIN),
    ],
)
def test_a_line_that_names_an_author_by_his_office(line: str, cue: int) -> None:
    assert cue_of(line, 2 * len(line)) == cue


@pytest.mark.parametrize("name", ["■简讯", "【短訊】", "导读", "市县短波", "——环球见闻——"])
def test_the_name_of_a_column_is_no_line_of_an_article(name: str) -> None:
    page = f"会议要求各乡镇抓好春播。（李某）\n{name}\n●昨日，县图书馆开放。\n" * 5
    lines = read_lines(page)
    assert name not in lines.text
    assert [reason for _, _, reason in lines.furniture] == ["section"] * 5


@pytest.mark.parametrize(
    ("page", "reasons"),
    [
        ("地方新聞　A8", ["folio"]),
        ("言论广场 A15", ["folio"]),
        ("2 综合新闻 市县短波", ["folio"]),
        ("QINGCHUAN RIBAO", ["masthead"]),
        ("国际·时事 青川日报", ["masthead"]),
        ("青川周报·荷风副刊 第412期 2018年8月10日", ["masthead"]),
        ("星期二　第三張", ["date_line"]),
        ("責任編輯　李明　版面設計　王紅　電話 99-0000000", ["staff_box"]),
        ("责任编辑 张一 版式 曹明 2012年11月20日 星期二 4", ["staff_box"]),
        ("欢迎投稿 信箱：news@qingchuan.example", ["contact"]),
        ("主办：中共青川大学委员会　国内统一刊号：CN00-0001（G）　第617期", ["masthead"]),
        ("SMART FARM", []),
    ],
)
def test_what_stands_over_a_page(page: str, reasons: list[str]) -> None:
    body = "\n\n本报讯 昨日，临沄县召开春耕会议，部署今年的各项工作。（李明）\n" * 8
    lines = read_lines(page + body)
    assert [reason for _, _, reason in lines.furniture] == reasons
    assert [reason for _, _, reason in read_lines(body + "\n" + page + body).furniture] == [
        reason for reason in reasons if page in EVERYWHERE
    ]


EVERYWHERE = {
    "地方新聞　A8",
    "星期二　第三張",
    "青川周报·荷风副刊 第412期 2018年8月10日",
    "責任編輯　李明　版面設計　王紅　電話 99-0000000",
    "责任编辑 张一 版式 曹明 2012年11月20日 星期二 4",
    "欢迎投稿 信箱：news@qingchuan.example",
    "主办：中共青川大学委员会　国内统一刊号：CN00-0001（G）　第617期",
}
"""Furniture also in mid-page, where blank lines part it from the rest."""


def test_a_credit_that_wraps_inside_its_bracket() -> None:
    lines = read_lines("居民到场围观，儿童在堤上放风筝。（记者\n林佑禾摄）\n")
    assert lines.cue[1] == CREDITED


def test_a_reference_to_another_piece_leaves_the_text() -> None:
    page = "本报讯 昨日，临沄县召开春耕会议。\n（相关报道见第3版）\n\n临沄县召开春耕会议\n"
    lines = read_lines(page)
    assert [reason for _, _, reason in lines.furniture] == ["jump_line"]
    assert lines.jumps == [(1, "see", "3")]


@pytest.mark.parametrize(
    "line",
    [
        "本报讯2021年7月10日星期六上午",
        "县文化馆定于2021年7月10日星期六举办荷花节活动",
        "3家企业被通报",
        "08奥运冠军回乡",
        "补充维生素D3",
        "健康维生素B12",
        "知恩图报",
        "我县干部争读青川日报",
        "縣府今發布通報",
        "书法作品集锦",
        "青川日报通讯员培训班第3期",
        "版式简单电话号码清晰",
        "另见三",
    ],
)
def test_an_ordinary_line_is_no_furniture(line: str) -> None:
    """Not even at a page's edges."""
    body = "会议要求各乡镇抓好春播，确保种足种好。\n" * 4
    lines = read_lines(f"{line}\n\n{body}\n{line}\n{body}\n{line}")
    assert lines.text.count(line) == 3


def test_an_empty_bracket_that_wraps_signs_nothing() -> None:
    assert read_lines("会议召开。（\n）\n").cue == [PLAIN, PLAIN]
