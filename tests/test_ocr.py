"""Pages that OCR printed block by block: what shows how their lines belong together."""

from __future__ import annotations

import pytest

from bulletin_split import split
from bulletin_split.barred import is_by_ocr, joined, parts_barred
from bulletin_split.columns import unfold
from bulletin_split.lines import read_lines
from bulletin_split.measures import columns, measures
from bulletin_split.ocr import full_lines, going_on, lone_captions, new_measures, resumed
from bulletin_split.segment import B
from bulletin_split.wordbreak import common

PARAGRAPHS = (
    "昨日上午青石镇召开春耕现场会，各村负责人一百余人参加，商定了今年要修的水渠，和三座桥要用的木料。",
    "会上县水利局的李远说今年雨水比往年要多一些，各处的水渠都要赶在三月清理好，不能误了各村下种用。",
    "到了三月，各村的水渠都清理好了，种子也已运到村里，家家户户都在等着下种，只差一场好雨就能动手了。",
    "这个镇去年修的那座水库已经蓄水三百万方，下游的八个村子从此不再缺水种稻了，连山上的梯田也有水。",
)


def indented(*paragraphs: str, first: int = 10, size: int = 12) -> str:
    """Paragraphs in lines of one size, the first shorter by an indent that is gone."""
    return "\n".join(
        "\n".join((text[:first], *(text[i : i + size] for i in range(first, len(text), size))))
        + "\n"
        for text in paragraphs
    )


NARROW = indented(*PARAGRAPHS)
COUNT = len(read_lines(NARROW).text)

# Blank lines in mid-sentence, as between the blocks of OCR.
BLOCKS = "".join(
    f"{line}\n" + "\n" * (k % 3 == 1)
    for k, line in enumerate(
        [
            "会议指出，今年全县计划播",
            "种早稻八万亩，比去年增加",
            "三成，要抓好种子的调运",
            "确保不误农时，确保种足种",
            "好，各级领导要到田间地头",
            "去，帮助农民解决难题和困",
            "难，把各项政策落到实处和",
            "每一户人家，不让一户掉队",
            "更不让一亩好田荒了过去",
            "的办法要改，今年起种子由",
            "县里统一调运，价钱比市价",
            "低一成，运费由县里来出",
        ]
    )
)


def of(page: str, *facts: str) -> dict[str, set[int]]:
    lines = read_lines(page)
    size = measures(columns(lines))
    known = {"full": full_lines, "on": going_on, "new": new_measures}
    return {name: known[name](lines, size) for name in facts}


def test_a_page_by_ocr_has_blank_lines_in_mid_sentence() -> None:
    assert is_by_ocr(read_lines(BLOCKS * 2))
    assert not is_by_ocr(read_lines(NARROW * 2))  # its blank lines part paragraphs
    assert not is_by_ocr(read_lines(BLOCKS[:60]))  # too little to say


def test_a_word_is_broken_over_two_lines() -> None:
    lines = read_lines(BLOCKS * 2)
    assert {(lines.last[i - 1] + lines.first[i]) for i in joined(lines)} >= {"困难"}
    assert not joined(read_lines(NARROW))  # asked of pages by OCR alone


def test_the_words_have_two_characters_each_and_are_in_both_scripts() -> None:
    assert {len(word) for word in common()} == {2}
    assert {"会议", "會議", "发展", "發展"} <= common()


NEXT = "各村都有了自己的修渠队伍，\n一天也没有停过手里的活，\n连除夕也不停，大家都说，\n水来了就有饭吃。\n"


def test_no_article_begins_with_a_full_line_where_paragraphs_are_indented() -> None:
    full = of(f"{NARROW}\n{NEXT}", "full")["full"]
    starts = [
        i
        for i, line in enumerate(read_lines(NARROW).text)
        if line[:2] in ("昨日", "会上", "到了", "这个")
    ]
    assert COUNT in full
    assert len(starts) == 4
    assert not full.intersection(starts)


@pytest.mark.parametrize("head", ["青石镇修渠", "（李远）"])  # what may be a headline; a byline
def test_a_full_line_behind_a_headline_may_begin_an_article(head: str) -> None:
    full = of(f"{NARROW}\n{head}\n\n{NEXT}", "full")["full"]
    assert COUNT + 1 not in full
    assert COUNT + 2 in full


def test_without_indents_full_lines_say_nothing() -> None:
    assert of(indented(*PARAGRAPHS, first=12) + "\n" + NEXT, "full") == {"full": set()}


GOING = [
    ("青石镇的水渠，由两村进\n行清理的。\n", True),
    ("县委书记李远今日在镇里\n了解春耕进度和各村难处\n", True),
    ("青石镇春耕，现场会召开\n行清理的。\n", False),  # 开行 is no word
    ("青石镇的水渠，由两村进\n\n行清理的。\n", False),  # a blank line between
    ("青石镇的水渠由那两村进\n行清理的。\n", False),  # no comma: headlines are wrapped so too
    ("水渠，进\n行清理的。\n", False),  # too short for the column
]


@pytest.mark.parametrize(("tail", "found"), GOING)
def test_a_line_that_goes_on_below_in_mid_word_is_no_headline(tail: str, found: bool) -> None:
    first = len(read_lines(BLOCKS * 2).text)
    assert (first in of(f"{BLOCKS * 2}\n{tail}", "on")["on"]) is found


CAPTION = "2月10日，学生在青石镇的江畔植树护堤。"
CAPTIONS = [
    (f"{BLOCKS}\n{CAPTION} 陈 方\n\n{BLOCKS}", 1),
    (f"{BLOCKS}\n{CAPTION} 记者 陈方\n\n{BLOCKS}", 1),
    (f"{BLOCKS}\n{CAPTION}\n\n{BLOCKS}", 0),  # no name
    (f"{BLOCKS}\n{CAPTION} 陈 方\n{BLOCKS}", 0),  # no blank line behind it
    (f"{BLOCKS}\n{CAPTION} 陈 方\n\n摄\n\n{BLOCKS}", 0),  # its credit stands below
    (f"{BLOCKS}\n{CAPTION}次日又来了三百人\n\n{BLOCKS}", 0),  # text, and no name
]


@pytest.mark.parametrize(("page", "count"), CAPTIONS)
def test_a_caption_that_lost_its_last_word(page: str, count: int) -> None:
    assert len(lone_captions(read_lines(page))) == count


def test_what_stands_around_a_lone_caption_is_not_of_it() -> None:
    page = f"{BLOCKS}\n{CAPTION} 陈 方\n\n{BLOCKS}"
    lines = read_lines(page)
    (caption,) = lone_captions(lines)
    barred = parts_barred(lines)
    assert B in barred[caption]
    assert B in barred[caption + 1]


BROAD = """那一年我才八岁，跟着父亲到县城去，回来的路上
下起了雨，我们在一座旧庙里躲了一夜，天亮才走。
后来我再也没有到过那里，庙也早已不在了，只有那
一夜的雨声还留在心里。
"""
MEASURES = [
    (f"{NARROW}\n一夜雨声\n\n{BROAD}", {COUNT}),
    (f"{NARROW}\n一夜雨声\n\n高远\n\n{BROAD}", {COUNT}),
    (f"{NARROW}\n一夜雨声\n\n{NARROW}", set()),  # the same measure: a subhead, it may be
    (f"{NARROW}\n一夜雨声\n{BROAD}", set()),  # no blank line behind it
    (f"{NARROW}\n一夜雨声。\n\n{BROAD}", set()),  # a sentence
    (f"{NARROW}\n一\n\n（李远）\n\n{BROAD}", set()),  # a speck before a byline
]


@pytest.mark.parametrize(("page", "found"), MEASURES)
def test_a_short_line_where_the_measure_changes_is_a_headline(page: str, found: set[int]) -> None:
    assert of(page, "new")["new"] == found


DATELINE = "据新华社青石1月5日电"
RAISED = "县委书记李远今天下午在青石镇会见了\n了来访的客商代表团团长高远一行各位"


def test_a_dateline_is_raised_to_the_text_that_it_opens() -> None:
    page = f"{BLOCKS}\n{RAISED}\n\n{DATELINE}\n\n客人。\n\n{BLOCKS}"
    ordered, moves = unfold(page)
    assert f"\n\n{DATELINE} {RAISED}" in ordered
    assert len(ordered) == len(page)
    assert len(moves) == 1
    assert sorted(ordered.split()) == sorted(page.split())
    record = next(one for one in split(page) if one["dateline"])
    assert record["dateline"]
    assert record["dateline"]["text"] == DATELINE
    assert record["text"].startswith("县委书记李远")
    assert record["repairs"]["reading_order"]
    whole = "".join(page[a:b] for one in split(page) for a, b in one["source"]["spans"])
    assert DATELINE in whole
    assert RAISED in whole


UNRAISED = [
    RAISED + "。",  # a sentence's end
    "临沄县召开春耕生产现场会议\n各乡镇负责人一百余人到会了",  # a headline of two lines
    RAISED.split("\n")[0],  # one line alone
    "县委书记\n了解民情",  # too short for prose
]


@pytest.mark.parametrize("block", UNRAISED)
def test_a_dateline_stays_below_what_ends_or_may_be_a_headline(block: str) -> None:
    assert unfold(f"{BLOCKS}\n{block}\n\n{DATELINE}\n\n客人。\n\n{BLOCKS}")[1] == []


def test_a_dateline_stays_where_blank_lines_part_paragraphs() -> None:
    assert unfold(f"{NARROW}\n{RAISED}\n\n{DATELINE}\n\n客人。\n\n{NARROW}")[1] == []


STOPS = "老县长说，修渠的事不能再拖，他在会上讲话"
RESUMES = "里提到的三座桥，也都要赶在汛期之前修好。"


@pytest.mark.parametrize(
    ("between", "found"),
    [
        ("青石镇修渠\n三座桥动工", True),
        ("各村都要出工”，\n\n青石镇修渠", True),
        ("会后散去。\n\n青石镇修渠", False),  # a paragraph ends there
        ("（记者李远）", False),
        ("一\n\n二\n\n三\n\n四\n\n五", False),
        ("", False),
    ],
)
def test_a_sentence_goes_on_below_a_headline_set_into_it(between: str, found: bool) -> None:
    lines = read_lines(f"{STOPS}\n\n{between}\n\n{RESUMES}\n")
    assert bool(resumed(lines)) is found


def test_a_column_of_another_measure_goes_on_with_no_sentence() -> None:
    assert not resumed(read_lines(f"{STOPS}\n\n青石镇修渠\n\n{RESUMES[:12]}\n"))
