"""Each repair by what it mends and by what it must leave alone, in both scripts."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from bulletin_split import glyphs, split
from bulletin_split.glyphs import GONE
from bulletin_split.repair import Change, count_within, settle, soften

from . import pages, radicals

# repair, page, the page after it (in which GONE holds the place of what is to vanish)
MENDED = [
    ("half_width", "他说,要抓好灌溉;再播种", "他说，要抓好灌溉；再播种"),
    ("half_width", "水从哪里来?从北干渠来!", "水从哪里来？从北干渠来！"),
    ("half_width", "会议(现场)结束.大家散去", "会议（现场）结束。大家散去"),
    ("half_width", "投资2400万元,建冷库12座,六月完工", "投资2400万元，建冷库12座，六月完工"),
    ("half_width", "共修渠12公里.\n会后", "共修渠12公里。\n会后"),
    ("half_width", "縣長說:「先修騎樓,再鋪路.」", "縣長說：「先修騎樓，再鋪路。」"),
    ("half_width", "老街 ,港口", "老街 ，港口"),
    ("half_width", "他说,好한", "他说，好한"),
    ("half_width", "他说,OK了", "他说，OK了"),
    ("half_width", "修渠12,建桥", "修渠12，建桥"),
    ("half_width", "装了APP.县里来人", "装了APP。县里来人"),
    ("half_width", "\u3400,\u3400", "\u3400，\u3400"),
    ("half_width", "\u9fff,\u9fff", "\u9fff，\u9fff"),
    ("radical", "⻓江⻚⾯上的⼈", "长江页面上的人"),
    ("radical", "⽼街⾵⾞", "老街風車"),
    ("compatibility", "\uf90a\uf9e1\uf95d", "金李諾"),
    ("radical", "㇐个⼈", "一个人"),
    ("compatibility", "\U0002f8a6\uf9e1", "慈李"),
    ("vertical_form", "﹁讀報老爹﹂說︵笑︶︒", "「讀報老爹」說（笑）。"),
    ("zero_width", "召\u200b开\u2060会\ufeff议\u00ad", f"召{GONE}开{GONE}会{GONE}议{GONE}"),
    ("zero_width", "會\u202e議\u2066", f"會{GONE}議{GONE}"),
    ("control", "召\x00开\x1b会\x9f议", f"召{GONE}开{GONE}会{GONE}议"),
]

LEFT_ALONE = [
    "增长3.5%，比分3:2，时间10:30，总计1,234,567元",
    "Mr. Wang, aged 80 (of Shidu), said: no! why?",
    "请登录 http://news.example.com/a?b=1 或发信至 desk@news.example.com",
    "他穿着Ｔ恤，门牌是１２号，电话０３９１",
    "乾安縣的乾隆碑、於姓與于姓、後來與皇后、鬥與斗",
    "干安县的后来，里面与公里",
    "「先有『義渡』，才有觀光」",
    "“水要‘浅’，苗要‘壮’”",
    "12.县里召开会议",
    "县里.OK",
    "\ue0d1镇的\U00020b9f与㳇水、䶮",
    "可见\ufffd处，字迹不清",
    "A·B·契诃夫——《草原》（节选）……〇一二",
    "안녕 하세요 テスト です",
]


def mend(page: str) -> str:
    return soften(page)[0]


@pytest.mark.parametrize(("name", "page", "after"), MENDED)
def test_mends(name: str, page: str, after: str) -> None:
    mended, changes = soften(page)
    assert mended == after
    assert [change.name for change in changes] == [name]
    assert changes[0].places == [i for i, char in enumerate(page) if char != after[i]]


@pytest.mark.parametrize("page", LEFT_ALONE)
def test_leaves_alone(page: str) -> None:
    assert soften(page) == (page, [])


@pytest.mark.parametrize("passage", [pages.BODY, pages.BODY_TRADITIONAL])
def test_clean_prose_comes_out_untouched(passage: str) -> None:
    """Spaces beside the Latin words are the only ones in it, and layout."""
    assert soften(passage) == (passage, [])


@pytest.mark.parametrize("passage", [pages.HAN_ONLY, pages.BODY_TRADITIONAL])
@pytest.mark.parametrize("measure", [11, 18, 26])
def test_a_long_clean_passage_loses_its_line_breaks_only(passage: str, measure: int) -> None:
    lines = pages.wrap(passage, measure, "　　")
    (record,) = split("\n".join(lines) + "\n")
    assert record["text"].replace("\n", "") == passage
    assert set(record["repairs"]) <= {"line_break"}


@pytest.mark.parametrize(("name", "page", "after"), MENDED)
def test_a_second_pass_changes_nothing(name: str, page: str, after: str) -> None:
    once = after.replace(GONE, "")
    assert soften(once) == (once, [])


def test_all_line_ends_become_line_feeds_in_their_place() -> None:
    page = "一\r\n二\r三\x0b四\x85五\u2028六\u2029七"
    assert soften(page) == ("一 \n二\n三\n四\n五\n六\n七", [])


def test_all_spaces_become_plain_or_stay_full_width() -> None:
    assert soften("一\t二\u00a0三\u2003四\u3000五\u202f六") == ("一 二 三 四\u3000五 六", [])


BODY_LINES = "本报讯 昨日，云泊县在青石镇召开春耕\n现场会，各乡镇的负责人参加了会议。\n"


def test_spaces_among_han_and_around_digits_go_and_are_counted() -> None:
    page = BODY_LINES.replace("青石", "青 石").replace("昨日，", "2 月 24 日，")
    (record,) = split(page)
    assert record["text"].startswith("2月24日，云泊县在青石镇召开")
    assert record["repairs"]["space"] >= 4


def test_one_space_stays_between_latin_words() -> None:
    page = BODY_LINES.replace("春耕\n", "Smart  Farm\n春耕")
    assert "Smart Farm春耕" in split(page)[0]["text"]


def test_latin_words_that_wrap_keep_a_space_and_han_does_not() -> None:
    page = BODY_LINES.replace("春耕\n现场", "Smart\nFarm")
    assert "Smart Farm会" in split(page)[0]["text"]
    assert "召开春耕现场会" in split(BODY_LINES)[0]["text"]


def test_what_was_mended_is_counted_in_its_record_only() -> None:
    page = (
        f"{BODY_LINES}（李远）\n\n{BODY_LINES.replace('，', ',').replace('参', '⼈')}（沈知秋）\n"
    )
    first, second = split(page)
    assert not {"half_width", "radical"} & set(first["repairs"])
    assert second["repairs"]["half_width"] == 2
    assert second["repairs"]["radical"] == 1


def test_places_are_counted_in_the_spans_only() -> None:
    changes = [Change("space", [1, 5, 8, 9, 12]), Change("control", [2])]
    assert count_within(changes, [[4, 8], [9, 10]]) == {"space": 2}
    assert count_within(changes, [[2, 3]]) == {"control": 1}


def test_misreadings_are_mended_unless_they_are_to_stay() -> None:
    assert settle("会议己经结束") == ("会议已经结束", {"confusion": 1})
    assert settle("会议己经结束", confusions=False) == ("会议己经结束", {})


def test_a_letterspaced_name_closes_up() -> None:
    (record,) = split(f"{BODY_LINES}（记者 李 远）\n")
    assert record["byline"] == [{"name": "李远", "role": "reporter"}]


PROSE = [
    "本报讯 昨日，云泊县在青石",
    "镇召开春耕现场会，各乡镇",
    "负责人一百二十余人参加。",
    "会议指出，今年全县计划播种",
    "早稻8.6万亩，比去年增加",
    "三成；要抓好种子、化肥、农",
    "膜的调运，确保不误农时。种",
    "粮大户简阿福说，他家的两台",
    "插秧机已经检修完毕，只等",
    "下田。",
]


@pytest.mark.parametrize("first", [1, 7, 96])
@pytest.mark.parametrize("gap", [" ", "\t", "  "])
def test_numbers_that_count_lines_go(first: int, gap: str) -> None:
    page = "\n".join(f"{number}{gap}{line}" for number, line in enumerate(PROSE, first)) + "\n"
    soft, changes = soften("\n" + page)
    digits = sum(len(str(first + i)) for i in range(len(PROSE)))
    assert [(change.name, len(change.places)) for change in changes] == [("line_number", digits)]
    assert soft.count(GONE) == digits
    assert soften(soft.replace(GONE, ""))[1] == []


def numbered(lines: list[str], first: int = 1) -> str:
    return "".join(f"{number} {line}\n" for number, line in enumerate(lines, first))


def test_numbers_among_other_lines() -> None:
    """A headline before, blank lines between, a signature behind: the count goes on over blanks."""
    first, rest = numbered(PROSE[:4]), numbered(PROSE[4:], 5)
    page = f"\n春耕现场会召开\n{first}\n\n{rest}新闻办供稿\n"
    soft, changes = soften(page)
    assert [(change.name, len(change.places)) for change in changes] == [("line_number", 11)]
    kept = ["春耕现场会召开", *(f" {line}" for line in PROSE), "新闻办供稿"]
    assert [line for line in soft.replace(GONE, "").split("\n") if line] == kept


def test_two_counts_on_one_page() -> None:
    """Each of no more lines than it takes."""
    page = f"\n{numbered(PROSE[:8])}第二版\n{numbered(PROSE[:8], 3)}"
    (change,) = soften(page)[1]
    assert (change.name, len(change.places)) == ("line_number", 8 + 9)
    assert change.places == [
        i for i, char in enumerate(page) if char.isdigit() and page[i - 1] in "\n1"
    ]
    assert soften(f"\n{numbered(PROSE[:7])}")[1] == []


@pytest.mark.parametrize("line", ["县里来的人", "50 "])
def test_a_line_with_no_number_or_another_ends_the_count(line: str) -> None:
    page = f"\n{numbered(PROSE[:5])}{line}\n{numbered(PROSE[5:], 6)}"
    assert soften(page) == (page, [])


@pytest.mark.parametrize(
    ("whole", "with_commas", "is_prose"),
    [(3, 3, True), (4, 3, False), (3, 2, False), (0, 3, True)],
)
def test_prose_breaks_off_and_has_commas(whole: int, with_commas: int, is_prose: bool) -> None:
    """Of nine lines two thirds break off, and a third has a comma; fewer are a list."""
    lines = ["会议。昨日在青石镇" for _ in range(9)]
    for k in range(whole):
        lines[k] = "镇召开春耕现场会。"
    for k in range(with_commas):
        lines[-1 - k] = "会议。指出，今年全"
    soft, changes = soften("\n" + numbered(lines))
    assert bool(changes) == is_prose
    assert soft.count(GONE) == 9 * is_prose


@pytest.mark.parametrize(
    "lines",
    [
        ["李远", "沈知秋", "欧阳牧", "赵小满", "钱谷雨", "林晚", "江自流", "简阿福", "温若松"],
        [f"县{office}召开会议，部署春耕" for office in "农水林教交文商民"],
        [f"凡在{place}渡口候船者，须排队。" for place in "东西南北上下左右"],
        PROSE[:6],
    ],
    ids=["names", "contents", "rules", "too few"],
)
def test_numbers_of_a_list_stay(lines: list[str]) -> None:
    page = "\n" + "\n".join(f"{number} {line}" for number, line in enumerate(lines, 1)) + "\n"
    assert soften(page) == (page, [])


def test_full_width_latin_and_digits_change_on_request_only() -> None:
    page = "他穿着Ｔ恤，门牌１２号，增长３．５％，（甲）．"
    assert soften(page) == (page, [])
    soft, changes = soften(page, narrow=True)
    assert soft == "他穿着T恤，门牌12号，增长3.5％，（甲）．"
    assert [(change.name, len(change.places)) for change in changes] == [("full_width", 6)]


def test_the_table_of_radicals_is_as_it_was_made() -> None:
    sources = sorted(Path("/usr/share/perl").glob("*/unicore/To/EqUIdeo.pl"))
    if not sources:
        pytest.skip("no copy of the Unicode data on this system")
    assert radicals.read(sources[-1].read_text(encoding="utf-8")) == glyphs.RADICALS


def test_every_kangxi_radical_is_the_character_that_unicode_says() -> None:
    for code in range(0x2F00, 0x2FD6):
        assert glyphs.RADICALS[chr(code)] == unicodedata.normalize("NFKC", chr(code))
