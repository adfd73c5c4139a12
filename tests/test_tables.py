"""The tables prove themselves: each row by its own example and near miss.

A row is tried as the engine uses its table: a dateline at the start of a closed
line, a folio against the whole of one, a photo credit anywhere in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin_split import cues, glyphs, label, page_cues, words
from bulletin_split.cues import Cue
from bulletin_split.model import Reason, Role


class Use(NamedTuple):
    """How the engine uses a table: its rows, and whether a row finds its thing in a text."""

    rows: list[Cue]
    finds: Callable[[Cue, str], bool]


def fullmatch(row: Cue, text: str) -> bool:
    return re.fullmatch(row.pattern, text) is not None


def match(row: Cue, text: str) -> bool:
    return re.match(row.pattern, text) is not None


def search(row: Cue, text: str) -> bool:
    return re.search(row.pattern, text) is not None


def opens(row: Cue, text: str) -> bool:
    """A dateline opens a line, and the word that follows is not one that 電 or 讯 begins."""
    return re.match(f"(?:{row.pattern}){cues._NOT_WIRE}", text) is not None


TABLES: dict[str, Use] = {
    "DATELINES": Use(cues.DATELINES, opens),
    "BYLINES": Use(cues.BYLINES, fullmatch),
    "MARKED": Use(cues.MARKED, search),
    "REPORTED": Use(cues.REPORTED, match),
    "REMARKS": Use(cues.REMARKS, fullmatch),
    "PHOTO_CREDITS": Use(cues.PHOTO_CREDITS, search),
    "CAPTION_OPENERS": Use(cues.CAPTION_OPENERS, match),
    "FURNITURE": Use(page_cues.FURNITURE, fullmatch),
    "SECTIONS": Use(page_cues.SECTIONS, fullmatch),
    "MASTHEADS": Use(page_cues.MASTHEADS, fullmatch),
    "JUMPS": Use(page_cues.JUMPS, fullmatch),
    "LONE_DATELINES": Use(page_cues.LONE_DATELINES, fullmatch),
    "EDGES": Use(page_cues.EDGES, fullmatch),
    "PLACES": Use(page_cues.PLACES, fullmatch),
    "LETTERS": Use(cues.LETTERS, fullmatch),
    "RUBRICS": Use(page_cues.RUBRICS, fullmatch),
    "SUBHEADS": Use(page_cues.SUBHEADS, match),
    "NOTICES": Use(page_cues.NOTICES, fullmatch),
    "CONTRIBUTORS": Use(cues.CONTRIBUTORS, fullmatch),
    "PICTURED": Use(cues.PICTURED, fullmatch),
}
ROWS = [
    pytest.param(use.finds, row, id=f"{name}-{number}-{row.label}")
    for name, use in TABLES.items()
    for number, row in enumerate(use.rows)
]


def test_every_table_of_cues_is_tried() -> None:
    tables = {
        name
        for name, value in {**vars(cues), **vars(page_cues)}.items()
        if isinstance(value, list) and value and isinstance(value[0], Cue)
    }
    assert tables == set(TABLES)


@pytest.mark.parametrize(("finds", "row"), ROWS)
def test_a_row_finds_its_example(finds: Callable[[Cue, str], bool], row: Cue) -> None:
    assert finds(row, row.example)


@pytest.mark.parametrize(("finds", "row"), ROWS)
def test_a_row_leaves_its_near_miss(finds: Callable[[Cue, str], bool], row: Cue) -> None:
    assert not finds(row, row.near_miss)


@pytest.mark.parametrize(("finds", "row"), ROWS)
def test_a_row_says_why(finds: Callable[[Cue, str], bool], row: Cue) -> None:
    assert row.label
    assert row.why.strip()


HINTED = [
    pytest.param(row, id=f"{name}-{number}-{row.label}")
    for name, use in TABLES.items()
    for number, row in enumerate(use.rows)
    if row.opens or row.needs
]


def without_lookaround(pattern: str) -> str:
    """A pattern that asks nothing of what stands around: it matches all that the other does."""
    out, depth, last = "", 0, 0
    for found in re.finditer(r"\\.|\[(?:\\.|[^\]])*\]|\(\?<?[=!]|\(|\)", pattern):
        mark = found[0]
        if depth:
            depth += mark.startswith("(") - (mark == ")")
            if not depth:
                last = found.end()
        elif mark.startswith("(?") and mark[-1] in "=!":
            out, depth = out + pattern[last : found.start()], 1
    return out + pattern[last:]


@pytest.mark.parametrize("row", HINTED)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_a_row_matches_has_what_the_row_asks_for(row: Cue, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(without_lookaround(row.pattern), fullmatch=True))
    assert not row.opens or text.startswith(row.opens)
    assert not row.needs or any(word in text for word in row.needs)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_the_sum_of_its_rows(name: str) -> None:
    use = TABLES[name]
    whole = re.compile(cues.alternation(use.rows))
    for row in use.rows:
        assert whole.search(row.example), row.label


@pytest.mark.parametrize(
    "row", [*page_cues.FURNITURE, *page_cues.MASTHEADS], ids=lambda row: row.label
)
def test_furniture_is_labelled_with_a_reason_of_the_schema(row: Cue) -> None:
    assert row.label in get_args(Reason)


@pytest.mark.parametrize("row", page_cues.JUMPS, ids=lambda row: row.label)
def test_a_jump_line_names_its_page(row: Cue) -> None:
    found = re.fullmatch(row.pattern, row.example)
    assert found
    assert found[1]


def test_role_words_have_a_role_of_the_schema() -> None:
    roles = {**words.ROLE_WORDS, **words.CLOSING_WORDS}
    assert set(roles.values()) <= set(get_args(Role))
    assert {len(word) for word in words.CLOSING_WORDS} == {1}
    assert all(len(word) > 1 for word in words.ROLE_WORDS)


VOCABULARY = {
    name: value
    for name, value in vars(words).items()
    if isinstance(value, tuple) and name.isupper()
}


@pytest.mark.parametrize("name", VOCABULARY)
def test_a_word_stands_once_in_its_list(name: str) -> None:
    assert len(VOCABULARY[name]) == len(set(VOCABULARY[name]))


TRADITIONAL = dict(
    zip(
        "与专业东两为么乌乐习乡于从们众会传伦体党兰关内写军农几则办务区医华协卫却厂厅压厦县双发吁后员团国图处娱学宁实对导尔尽岁岛并广庄庆强当忆态总"
        "战户执报据摄时来栏检气汉济游湾滨点热现电画着称税笔简约级纽线组织绍经绘统综编网罗职联节萨虽装见观视觉计认议讯记论访评诉译话该说读调谈"
        "筹坛艺闻澳财责贵资载辑过还这进连递郑释银长门问闻队阳际随韩顿预频题鲁齐书链阅诗笔击声对",
        "與專業東兩為麼烏樂習鄉於從們眾會傳倫體黨蘭關內寫軍農幾則辦務區醫華協衛卻廠廳壓廈縣雙發籲後員團國圖處娛學寧實對導爾盡歲島並廣莊慶強當憶態總"
        "戰戶執報據攝時來欄檢氣漢濟遊灣濱點熱現電畫著稱稅筆簡約級紐線組織紹經繪統綜編網羅職聯節薩雖裝見觀視覺計認議訊記論訪評訴譯話該說讀調談"
        "籌壇藝聞澳財責貴資載輯過還這進連遞鄭釋銀長門問聞隊陽際隨韓頓預頻題魯齊書鏈閱詩筆擊聲對",
        strict=True,
    )
)
ONE_SCRIPT = frozenset(
    [
        "今日俄罗斯通讯社",
        "新快报",
        "华商报",
        "武装部",
        "三农",
        "县域",
        "一句话新闻",
        "简明新闻",
        "要闻简报",
        "短新闻",
        "新闻集装箱",
        "新闻速递",
        "区县传真",
        "译制",
        "制图",
        "沈阳",
        "尽管",
        "『这",
    ]
)
"""Of the mainland alone; and 譯製, 製圖, 瀋陽, 儘管, which are no traditional form character by character."""


@pytest.mark.parametrize("name", sorted({*VOCABULARY, "ROLE_WORDS", "CLOSING_WORDS"} - {"PRESS"}))
def test_a_word_stands_in_both_scripts(name: str) -> None:
    listed = set(getattr(words, name))
    for word in listed - ONE_SCRIPT:
        other = "".join(TRADITIONAL.get(char, char) for char in word)
        assert listed & {other, other.replace("采", "採"), other.replace("台", "臺")}, word


@pytest.mark.parametrize("name", ["ROLE_WORDS", "QUALIFIERS", "SECTIONS", "COLUMNS", "RUBRICS"])
def test_a_traditional_word_has_its_simplified_one(name: str) -> None:
    simplified = {other: char for char, other in TRADITIONAL.items()} | {
        "採": "采",
        "臺": "台",
        "製": "制",
    }
    listed = set(getattr(words, name))
    for word in listed - {"特約撰述", "訪員"}:  # of the Republican press
        assert "".join(simplified.get(char, char) for char in word) in listed, word


def test_what_opens_a_signature_has_a_role() -> None:
    assert set(words.SIGNING) - {"记者站", "記者站"} <= set(words.ROLE_WORDS)


def test_surnames_are_single_han_and_double_ones_are_pairs() -> None:
    assert {len(name) for name in words.SURNAMES} == {1}
    assert {len(name) for name in words.DOUBLE_SURNAMES} == {2}
    assert words.COMMON_SURNAMES <= words.SURNAMES
    han = re.compile(f"(?:{cues.HAN})+")
    assert all(han.fullmatch(name) for name in words.SURNAMES | words.DOUBLE_SURNAMES)


SWAPS = {
    "RADICALS": glyphs.RADICALS,
    "COMPATIBILITY": glyphs.compatibility(),
    "HALF_WIDTH": glyphs.HALF_WIDTH,
    "VERTICAL": glyphs.VERTICAL,
}


@pytest.mark.parametrize("name", SWAPS)
def test_a_glyph_stands_for_one_other_glyph(name: str) -> None:
    for wrong, right in SWAPS[name].items():
        assert len(wrong) == len(right) == 1, f"U+{ord(wrong):04X}"
        assert wrong != right, f"U+{ord(wrong):04X}"


@pytest.mark.parametrize("name", SWAPS)
def test_a_repaired_glyph_is_not_repaired_again(name: str) -> None:
    everything = {wrong for table in SWAPS.values() for wrong in table}
    assert not everything & set(SWAPS[name].values())


@pytest.mark.parametrize("table", ["RADICALS", "COMPATIBILITY"])
def test_what_stands_for_a_radical_is_an_ideograph(table: str) -> None:
    for wrong, right in SWAPS[table].items():
        assert "UNIFIED IDEOGRAPH" in unicodedata.name(right), f"U+{ord(wrong):04X}"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("⻓", "长"), ("⻚", "页"), ("⼈", "人"), ("⺠", "民"), ("⻅", "见"), ("⽇", "日")],
)
def test_radicals_that_pdf_fonts_leave(wrong: str, right: str) -> None:
    assert glyphs.RADICALS[wrong] == right


def test_characters_that_vanish_are_of_one_kind_each() -> None:
    kinds = (
        glyphs.SPACES + glyphs.LINE_ENDS + glyphs.ZERO_WIDTH + glyphs.BIDI + glyphs.CONTROLS + "\n "
    )
    assert len(kinds) == len(set(kinds)) + kinds.count(glyphs.GONE) - 1


# The quick looks of `lines` must not pass over anything that a table would find.


@pytest.mark.parametrize("row", cues.DATELINES, ids=lambda row: row.label)
def test_the_quick_look_at_datelines_passes_over_no_row(row: Cue) -> None:
    assert (
        row.example[0] in label.DATELINE_FIRST
        or any(word in row.example[:12] for word in label.PAPER_DATELINE)
        or row.example in UNLED
    )


UNLED = ("陳某某／霧溪報導",)
"""Opens with a name, so that it is only found where something else draws the eye to the line."""


@pytest.mark.parametrize(
    "row", [*page_cues.FURNITURE, *page_cues.MASTHEADS], ids=lambda row: row.label
)
def test_the_quick_look_at_furniture_passes_over_no_row(row: Cue) -> None:
    assert row.example[0] in label.FURNITURE_FIRST or any(
        word in row.example for word in label.FURNITURE_WORDS
    )


@pytest.mark.parametrize(
    "row", [*page_cues.SUBHEADS, *cues.CAPTION_OPENERS], ids=lambda row: row.label
)
def test_the_quick_look_at_parts_passes_over_no_row(row: Cue) -> None:
    assert label.OPENS_PART.match(row.example)


@pytest.mark.parametrize("row", cues.PHOTO_CREDITS, ids=lambda row: row.label)
def test_the_quick_look_at_credits_passes_over_no_row(row: Cue) -> None:
    assert row.example[-1] in label.BYLINE_LAST


@pytest.mark.parametrize(
    "line",
    [
        "本报记者李某某通讯员王某某报道组",
        "青川日报全媒体记者李某某通讯员王某某",
        "《青川日报》特约撰稿人欧阳某某",
        "据新华社通讯社记者某月某日供本报专稿",
    ],
)
def test_the_quick_look_at_long_bylines_agrees_with_the_whole_look(line: str) -> None:
    width = 2 * len(line)
    assert label.may_be_byline(line, width) >= bool(label.own_byline(line, line[0], width))


@pytest.mark.parametrize(
    ("rows", "how", "text"),
    [
        (page_cues.FURNITURE, fullmatch, "責任編輯：唐某某校對：吳某版面設計：周某"),
        (page_cues.FURNITURE, fullmatch, "美術編輯：唐某某"),
        (page_cues.FURNITURE, fullmatch, "新聞熱線：2345-6789"),
        (page_cues.FURNITURE, fullmatch, "廣告傳真：2345-6789"),
        (page_cues.FURNITURE, fullmatch, "版權所有未經授權不得轉載"),
        (page_cues.FURNITURE, fullmatch, "今日出紙三大張"),
        (page_cues.SECTIONS, fullmatch, "縣區新聞"),
        (page_cues.NOTICES, fullmatch, "某某縣拍賣公告"),
        (page_cues.JUMPS, fullmatch, "（緊轉第三版）"),
        (cues.REMARKS, fullmatch, "作者爲某研究院院長"),
        (cues.REMARKS, fullmatch, "附圖片四張"),
        (cues.REMARKS, fullmatch, "資料圖片"),
        (cues.REMARKS, fullmatch, "節選"),
        (cues.REMARKS, fullmatch, "轉載自某某報"),
        (cues.CAPTION_OPENERS, match, "圖爲志願者"),
        (cues.CAPTION_OPENERS, match, "右圖志願者"),
        (cues.PHOTO_CREDITS, search, "（圖片：林某某攝）"),
        (cues.DATELINES, opens, "本報綜合消息：各地"),
        (cues.DATELINES, opens, "據央視新聞客戶端消息，"),
        (cues.DATELINES, opens, "大湖網青川2月24日訊"),
    ],
)
def test_rows_find_traditional_print_too(
    rows: list[Cue], how: Callable[[Cue, str], bool], text: str
) -> None:
    found = [row for row in rows if how(row, text)]
    assert found
    assert any(not row.opens or text.startswith(row.opens) for row in found)
    assert any(not row.needs or any(word in text for word in row.needs) for row in found)


@pytest.mark.parametrize(
    "text",
    ["責任編輯：唐某某", "新聞熱線：2345-6789", "掃一掃二維碼", "監製：唐某某", "統籌：唐某某"],
)
def test_traditional_furniture_leaves_the_page(text: str) -> None:
    assert text[0] in label.FURNITURE_FIRST
    assert label.furniture_reason(text, 2 * len(text), False)


@pytest.mark.parametrize(
    "headline",
    [
        *(
            "統籌城鄉發展一體化",
            "設計大賽三校奪冠",
            "策劃一場展覽",
            "圖片編輯獎揭曉",
            "執行主編一職",
            "審讀三百篇",
        ),
        *("统筹城乡发展一体化", "设计师一人获奖", "编审会三日举行"),
        *(
            "郵箱被駭：警方籲市民更改密碼",
            "傳真機走入歷史：日本政府全面停用",
            "讀者信箱：為何公車總是遲到",
        ),
        *("服务电话诈骗：两月内百人受骗", "掃碼點餐一年省百萬元", "扫码点餐三年省百万元"),
    ],
)
def test_a_headline_that_opens_as_furniture_does_stays(headline: str) -> None:
    assert label.furniture_reason(headline, 2 * len(headline), True) is None


@pytest.mark.parametrize(
    "text", ["掃碼訂閱本報", "未經授權不得轉載", "版權所有翻印必究", "社址：青川市人民路"]
)
def test_overlays_and_addresses_are_furniture_in_the_pipeline_too(text: str) -> None:
    assert label.furniture_reason(text, 2 * len(text), False)
