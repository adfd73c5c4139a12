"""Marks and misread characters in a joined text: what is mended, what only looks like it."""

from __future__ import annotations

import re
import time

import pytest

from bulletin_split import Options, split
from bulletin_split.confusions import CONFUSIONS, Confusion, reread
from bulletin_split.marks import pair_quotes
from bulletin_split.repair import settle

from . import pages

# repair, text, text after it
MENDED = [
    ("half_width", "共修渠12公里.会后", "共修渠12公里。会后"),
    ("quotation_mark", '所谓"三农"问题', "所谓“三农”问题"),
    ("quotation_mark", "所谓＂三农”问题", "所谓“三农”问题"),
    ("quotation_mark", '他说："好。"又说："走。"', "他说：“好。”又说：“走。”"),
    ("quotation_mark", "“国家级“，“省级”", "“国家级”，“省级”"),
    ("quotation_mark", "（”义渡”）", "（“义渡”）"),
    ("quotation_mark", '登录"云视讯APP"收看', "登录“云视讯APP”收看"),
    ("doubled_mark", "会议，，他说", "会议，他说"),
    ("doubled_mark", "散会。。次日", "散会。次日"),
    ("doubled_mark", "水、、田", "水、田"),
    ("doubled_mark", "他说。。。。。。", "他说……"),
    ("ellipsis", "水从哪里来...北干渠", "水从哪里来……北干渠"),
    ("ellipsis", "“我......”他哽咽", "“我……”他哽咽"),
    ("ellipsis", "等等······", "等等……"),
    ("ellipsis", "要闻..............2版", "要闻……2版"),
    ("ellipsis", "副刊…………………………（8）", "副刊……（8）"),
    ("dash", "他的心愿--修渠", "他的心愿——修渠"),
    ("dash", "心願──修渠", "心願——修渠"),
    ("dash", "目標――路", "目標——路"),
    ("dash", "——引题—-副题", "——引题——副题"),
    ("title_mark", "读<<渡口>>一文", "读《渡口》一文"),
    ("title_mark", "《渡口＞一文", "《渡口》一文"),
    ("hyphen", "Smart Develop-ment中心", "Smart Development中心"),
]

LEFT_ALONE = [
    '29"彩电和34"彩电各一台',
    'He said "no" to 老王 and left.',
    '他说："好。',
    "“第一段\n“第二段”",
    '（见图"）',
    "“水要‘浅’，苗要‘壮’”",
    "好！！真的？？是吗？！",
    "他……说…好…………再说",
    "Wait... what, v1.2.3, 3.5%",
    "北京-上海，Wi-Fi，2020-02-24",
    "state--owned 与 — 与———",
    "————————",
    "a<b，x>>2，<<NEWS>>",
    "《草原》〈节选〉",
    "a well-known e-mail from post-war co-operation",
    "卡尔·马克思··恩格斯",
    "第1..3章",
]

CLEAN = [
    # Every near miss of the table of misreadings, in running text.
    "本周未能成行的代表，去年未见过的末班车，都在周末来到。自己经营的人和知己经常来往，己亥年、癸巳年，不能自已。"
    "来自已建成小区的居民说，引进人才、签收人、资深人士和出人意料的录入员都在场。古曰临溪，今曰沄州；一曰水，二曰土。"
    "护土墙、女土匪、物博土地肥、战士地位、水土保持，混凝土路面。张北—尚义一线，北京—上海，二〇二〇年第3—5次。"
    "型号H2O、O2O、I5、MIG29、5G，10:30开始，比分3:2，增长3.5%，共1,234,567元，网址http://news.example.com/a?b=1。",
    # The same kind of thing in the other script.
    "「先有『義渡』，才有觀光」——不，應說——來自已建成的老街；自己經營，己未年、乙巳年；深入民間，錄入員三人。"
    "乾安縣的乾隆碑、於姓與于姓、後來與皇后。縣長說：「水深火熱……再議！」（見圖）第二〇版，WiFi 6、3.5G、12:30。",
    # Chinese, English and numbers mixed.
    "云泊县与 Smart Farm 公司签约，引进 iPhone 15、Windows 11 和 state-of-the-art 设备各12套，单价¥3,500.00。"
    'Mr. Wang said: "We are happy." 他用U盘拷走了README.md，留言“OK...”，A/B测试p<0.05，温度-5℃至10℃，O型血、l00k不到。',
]


@pytest.mark.parametrize(("name", "text", "after"), MENDED)
def test_mends(name: str, text: str, after: str) -> None:
    mended, counts = settle(text)
    assert mended == after
    assert list(counts) == [name]


@pytest.mark.parametrize(("name", "text", "after"), MENDED)
def test_a_second_pass_changes_nothing(name: str, text: str, after: str) -> None:
    assert settle(after) == (after, {})


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_leaves_alone(text: str) -> None:
    assert settle(text) == (text, {})


@pytest.mark.parametrize("passage", [*CLEAN, pages.BODY, pages.BODY_TRADITIONAL])
def test_clean_text_comes_out_untouched(passage: str) -> None:
    assert settle(passage) == (passage, {})


@pytest.mark.parametrize("row", CONFUSIONS, ids=lambda row: f"{row.read}-{row.example}")
def test_a_misreading_is_mended_and_its_near_miss_is_not(row: Confusion) -> None:
    assert row.pattern.startswith(row.read)
    mended, count = reread(row.example)
    assert count
    assert row.printed in mended
    assert any(
        row.example[found.start()] == row.read for found in re.finditer(row.pattern, row.example)
    )
    assert reread(mended) == (mended, 0)
    assert row.read in row.near_miss
    assert reread(row.near_miss) == (row.near_miss, 0)
    assert row.why


def test_misreadings_are_mended_in_body_and_headline_and_counted() -> None:
    page = "本报讯 昨日，云泊县的工程己经\n完工，渠道巳经通水，全县入民政府\n工作人员到场。\n（李远）\n\n云泊县入民政府请你看渠\n"
    (record,) = split(page)
    assert "工程已经完工，渠道已经通水，全县人民政府" in record["text"]
    assert record["headline"] == "云泊县人民政府请你看渠"
    assert record["repairs"]["confusion"] == 4


def test_misreadings_stay_where_they_are_asked_to() -> None:
    page = "本报讯 昨日，云泊县的工程己经完工。（李远）\n"
    (record,) = split(page, Options(confusions=False))
    assert record["text"] == "昨日，云泊县的工程己经完工。"
    assert "confusion" not in record["repairs"]


@pytest.mark.parametrize(
    "unit",
    ['"', "“", "，", "。", ".", "…", "-", "<", "《", "己", "—", "一", "0O", "l", "人", "'\"", "<<"],
)
def test_a_text_of_nothing_but_faults_costs_linear_time(unit: str) -> None:
    def cost(size: int) -> float:
        text = unit * (size // len(unit))
        began = time.process_time()
        settle(text)
        return time.process_time() - began

    cost(1_000)
    small, large = min(cost(20_000) for _ in range(3)), min(cost(80_000) for _ in range(3))
    assert large < 12 * max(small, 0.002)


PAGE = (
    "本报讯 2 月 24 日，云泊县与 Smart  Farm 公司签约，引进 iPhone 15 共 12 台，增长 3.5% 以上，\n"
    "指数 12.50 13.25，会 议 开了 3 天。（记者 李 远）\n"
)


def test_spaces_between_han_and_latin_go() -> None:
    (record,) = split(PAGE)
    assert record["text"] == (
        "2月24日，云泊县与Smart Farm公司签约，引进iPhone 15共12台，增长3.5%以上，"
        "指数12.50 13.25，会议开了3天。"
    )


def test_spaces_between_han_and_latin_stay_on_request() -> None:
    (record,) = split(PAGE, Options(latin_space="keep"))
    assert record["text"] == (
        "2 月 24 日，云泊县与 Smart Farm 公司签约，引进 iPhone 15 共 12 台，增长 3.5% 以上，"
        "指数 12.50 13.25，会议开了 3 天。"
    )
    closed, plain = record["text"].replace(" ", ""), split(PAGE)[0]
    assert closed == plain["text"].replace(" ", "")
    assert record["dateline"] == plain["dateline"]
    assert record["byline"] == plain["byline"]
    kept = record["text"].count(" ") - plain["text"].count(" ")
    assert plain["repairs"]["space"] - record["repairs"]["space"] == kept


@pytest.mark.parametrize("passage", [pages.BODY, pages.BODY_TRADITIONAL])
def test_a_page_with_no_such_spaces_is_the_same_either_way(passage: str) -> None:
    page = "\n".join(pages.wrap(passage, 18, "　　")) + "\n"
    spaced = split(page, Options(latin_space="keep"))
    assert [record["text"].replace(" ", "") for record in spaced] == [
        record["text"].replace(" ", "") for record in split(page)
    ]


def test_quotation_marks_do_not_depend_on_where_paragraphs_end() -> None:
    """A mark alone in each of two paragraphs would else become a pair when their break is lost."""
    apart = "他说：”这很好。\n石渡镇：田头开起现场会”，他们都来了。"
    joined = apart.replace("\n", "")
    assert pair_quotes(apart)[0].replace("\n", "") == pair_quotes(joined)[0]
    assert (
        pair_quotes("”他们的话赢得一片掌声，现场会”他们的话")[1] == 0
    )  # it opens nothing for sure
