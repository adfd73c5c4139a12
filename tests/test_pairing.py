"""A headline goes to the article that it speaks of, where it stands over another one's text."""

from __future__ import annotations

from bulletin_split import split

RESERVOIR = """本报讯 临沄水库昨日开闸放水，下游四个乡镇的
早稻田当天就用上了水。管理处主任说，今年库
容比去年同期多一成，足够两轮灌溉之用，各村
不必担心插秧时缺水。"""

TEA = """本报讯 石埠县春茶昨日开采，首日在青川市场
交易四千公斤，价格比上年高出一成。茶农周大
山说，清明前的茶叶全部由合作社收购，今年天
气好，产量会更高。"""

TEA_HEAD = "石埠春茶开采首日价格高出一成"
RESERVOIR_HEAD = "临沄水库开闸下游早稻用上水"
OTHER = """本报讯 青川市图书馆昨日起延长开放时间，每
晚九点闭馆，周末照常。馆长说，夜间来看书的
学生比去年多，阅览室增加了一百个座位。"""


def heads(page: str) -> list[str | None]:
    return [record["headline"] for record in split(page)]


def test_a_headline_over_another_text_goes_to_its_own() -> None:
    assert heads(f"{TEA_HEAD}\n\n{RESERVOIR}\n\n{TEA}\n") == [None, TEA_HEAD]


def test_the_byline_under_it_goes_along() -> None:
    first, second = split(f"{TEA_HEAD}\n\n本报记者 高远\n\n{RESERVOIR}\n\n{TEA}\n")
    assert (first["headline"], first["byline"]) == (None, [])
    assert second["headline"] == TEA_HEAD
    assert second["byline"] == [{"name": "高远", "role": "reporter"}]


def test_of_two_headlines_in_a_row_each_goes_to_its_own() -> None:
    page = f"{RESERVOIR_HEAD}\n{TEA_HEAD}\n\n{RESERVOIR}\n\n{TEA}\n"
    assert heads(page) == [RESERVOIR_HEAD, TEA_HEAD]


def test_it_may_be_two_articles_off() -> None:
    assert heads(f"{TEA_HEAD}\n\n{RESERVOIR}\n\n{OTHER}\n\n{TEA}\n") == [None, None, TEA_HEAD]


def test_what_speaks_of_its_own_text_stays() -> None:
    head = "水库放水春茶开采"  # of both
    assert heads(f"{head}\n\n{RESERVOIR}\n\n{TEA}\n") == [head, None]


def test_what_speaks_of_neither_stays() -> None:
    head = "人勤春早好时光"
    assert heads(f"{head}\n\n{RESERVOIR}\n\n{TEA}\n") == [head, None]


def test_an_article_with_a_headline_gets_no_other() -> None:
    page = f"{TEA_HEAD}\n{RESERVOIR}\n\n\n春茶价格看好\n{TEA}\n\n\n图书馆延时\n{OTHER}\n"
    assert heads(page) == [TEA_HEAD, "春茶价格看好", "图书馆延时"]


def test_a_byline_before_the_last_line_of_its_article_is_read_behind_it() -> None:
    body = RESERVOIR.replace("各村\n不必", "各村\n（记者高远）\n不必")
    first, second = split(f"{body}\n\n{TEA}\n")
    assert first["text"].endswith("，各村不必担心插秧时缺水。")
    assert first["byline"] == [{"name": "高远", "role": "reporter"}]
    assert first["repairs"]["reading_order"] == 2
    assert second["byline"] == []


def names(page: str) -> list[list[str]]:
    return [[entry["name"] for entry in record["byline"]] for record in split(page)]


def test_a_byline_between_two_texts_is_of_the_lower_where_the_upper_is_signed() -> None:
    upper = f"{RESERVOIR}（高远）\n\n{RESERVOIR_HEAD}\n本报记者 林汐\n\n"
    assert names(f"{upper}　　{TEA[4:]}\n\n{TEA_HEAD}\n") == [["高远"], ["林汐"]]


def test_it_is_of_the_upper_where_the_lower_is_signed() -> None:
    upper = f"{RESERVOIR}（高远）\n\n{RESERVOIR_HEAD}\n本报记者 林汐\n\n"
    first, second = names(f"{upper}{TEA}（石磊）\n\n{TEA_HEAD}\n")
    assert "高远" in first
    assert second == ["石磊"]


def test_two_heads_with_bylines_go_each_to_its_text() -> None:
    heads_in_a_row = f"{RESERVOIR_HEAD}\n本报记者 高远\n\n{TEA_HEAD}\n本报记者 林汐\n\n"
    records = split(f"{heads_in_a_row}{RESERVOIR}\n\n{TEA}\n")
    assert [record["headline"] for record in records] == [RESERVOIR_HEAD, TEA_HEAD]
    assert [[entry["name"] for entry in record["byline"]] for record in records] == [
        ["高远"],
        ["林汐"],
    ]


def test_a_byline_boxed_in_mid_sentence_signs_the_text_around_it() -> None:
    body = RESERVOIR.replace("库\n容", "库\n\n本报记者 高远\n\n容")
    (record,) = split(body + "\n")
    assert "库容比去年同期" in record["text"]
    assert record["byline"] == [{"name": "高远", "role": "reporter"}]


def test_a_deck_below_the_byline_parts_no_head_from_its_text() -> None:
    page = f"{RESERVOIR_HEAD}\n本报记者 高远\n\n四个乡镇不必担心缺水\n\n{RESERVOIR[4:]}\n"
    (record,) = split(page)
    assert record["headline"] == RESERVOIR_HEAD
    assert record["byline"] == [{"name": "高远", "role": "reporter"}]
