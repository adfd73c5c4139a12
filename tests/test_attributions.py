"""Who signs and who files: datelines and bylines of four presses, read into their parts.

Invented papers, people and places.  A row of `DATELINES` is a line as it is closed, the
dateline that opens it, and its parts; `NO_DATELINE` and `SIGN_NOTHING` are near misses.
"""

from __future__ import annotations

import time

import pytest

from bulletin_split import Options, split
from bulletin_split.byline import parse_byline, parse_dateline, reporters_in
from bulletin_split.label import DATELINE, JUMP, byline_kind

ISSUE = "2020-02-26"

Parts = tuple[str | None, str | None, str | None, list[str]]

DATELINES: dict[str, Parts] = {
    # mainland
    "本报讯": ("本报", None, None, []),
    "本报2月24日讯": ("本报", None, "2020-02-24", []),
    "本报24日讯": ("本报", None, "2020-02-24", []),
    "本报云泊２月２４日讯": ("本报", "云泊", "2020-02-24", []),
    "本报云泊二月二十四日电": ("本报", "云泊", "2020-02-24", []),
    "本报云泊2019年12月30日讯": ("本报", "云泊", "2019-12-30", []),
    "本报云泊今日讯": ("本报", "云泊", None, []),
    "本报综合新华社消息": ("本报", None, None, []),
    "青川日报讯": ("青川日报", None, None, []),
    "青川新闻网讯": ("青川新闻网", None, None, []),
    "大湖网青川2月24日讯": ("大湖网", "青川", "2020-02-24", []),
    "新华社内罗毕2月24日专电": ("新华社", "内罗毕", "2020-02-24", []),
    "据新华社云泊2月24日电": ("新华社", "云泊", "2020-02-24", []),
    "中新社青川2月24日电": ("中新社", "青川", "2020-02-24", []),
    "本报特派记者李远东京2月24日电": ("本报", "东京", "2020-02-24", ["李远"]),
    "据新华社电": ("新华社", None, None, []),
    "本报专电": ("本报", None, None, []),
    "本报最新消息": ("本报", None, None, []),
    "（本报讯）": ("本报", None, None, []),
    "［新华社云泊2月24日电］": ("新华社", "云泊", "2020-02-24", []),
    "本市消息": ("本市", None, None, []),
    "云泊讯报讯": ("云泊讯报", None, None, []),
    "青川特区报讯": ("青川特区报", None, None, []),
    "青川日报云泊2月24日电": ("青川日报", "云泊", "2020-02-24", []),
    "央视网消息": ("央视网", None, None, []),
    "央广网北京2月24日消息": ("央广网", "北京", "2020-02-24", []),
    "临河新闻讯": ("临河新闻", None, None, []),
    "青川发布讯": ("青川发布", None, None, []),
    "青川广播电视台讯": ("青川广播电视台", None, None, []),
    # Hong Kong and Macau
    "【本報訊】": ("本報", None, None, []),
    "【本報專訊】": ("本報", None, None, []),
    "【本報綜合報導】": ("本報", None, None, []),
    "【特訊】": (None, None, None, []),
    "【大公報訊】": ("大公報", None, None, []),
    "【濠江潮報訊】": ("濠江潮報", None, None, []),
    "【本報記者簡子游報道】": ("本報", None, None, ["簡子游"]),
    "【中新社香港廿四日電】": ("中新社", "香港", "2020-02-24", []),
    "【香港中通社二月廿四日電】": ("香港中通社", None, "2020-02-24", []),
    "香港濠江潮報訊": ("香港濠江潮報", None, None, []),
    "【濠江日報報道】": ("濠江日報", None, None, []),
    # Taiwan
    "〔記者林佑辰／台北報導〕": (None, "台北", None, ["林佑辰"]),
    "〔記者林佑辰、杜若寧／連線報導〕": (None, None, None, ["林佑辰", "杜若寧"]),
    "〔本報綜合報導〕": ("本報", None, None, []),
    "【陳映川、杜若寧／霧溪報導】": (None, "霧溪", None, ["陳映川"]),
    "（記者林佑辰台北報導）": (None, "台北", None, ["林佑辰"]),
    "（中央社記者杜若寧台北24日電）": ("中央社", "台北", "2020-02-24", ["杜若寧"]),
    "中央社記者杜若寧／台北24日電": ("中央社", "台北", "2020-02-24", ["杜若寧"]),
    "〔駐美特派員曹知遠／華府廿四日報導〕": (None, "華府", "2020-02-24", ["曹知遠"]),
    "〔編譯林佑辰／綜合報導〕": (None, None, None, ["林佑辰"]),
    "記者林佑辰／潮音報導": (None, "潮音", None, ["林佑辰"]),
    "記者林佑辰╱潮音報導": (None, "潮音", None, ["林佑辰"]),
    "【林佑辰╱潮音報導】": (None, "潮音", None, ["林佑辰"]),
    "記者林佑辰台北報導": (None, "台北", None, ["林佑辰"]),
    "【聯合報／記者林佑辰／台北報導】": ("聯合報", "台北", None, ["林佑辰"]),
    # the Republican press
    "〔南京十四日專電〕": (None, "南京", "2020-02-14", []),
    "▲漢口廿八日電": (None, "漢口", "2020-01-28", []),
    "路透社十四日倫敦電": ("路透社", "倫敦", "2020-02-14", []),
    "本報南京十四日專電": ("本報", "南京", "2020-02-14", []),
    "本報望陂訊": ("本報", "望陂", None, []),
    "●望陂專電": (None, "望陂", None, []),
    "（望陂十四日下午八時專電）": (None, "望陂", "2020-02-14", []),
    "（十四日專電）": (None, None, "2020-02-14", []),
    "南京通信": (None, "南京", None, []),
    "漢口訊": (None, "漢口", None, []),
    "大同社訊": ("大同社", None, None, []),
}


@pytest.mark.parametrize("line", DATELINES)
def test_a_dateline_is_read_into_its_parts(line: str) -> None:
    found = DATELINE.match(line + "昨日上午")
    assert found
    assert found[0] == line
    parts = parse_dateline(line, ISSUE)
    names = [entry["name"] for entry in reporters_in(line)]
    agency, place, day, reporters = DATELINES[line]
    assert (parts["agency"], parts["place"], parts["date"]) == (agency, place, day)
    assert names[: len(reporters)] == reporters
    assert bool(names) == bool(reporters)


@pytest.mark.parametrize(
    "line",
    [
        "本报讯息热线",
        "本报社长说",
        "据新华社记者了解，",
        "据新华社报道，昨日",
        "新华社发言人",
        "记者昨日从县里获悉",
        "大會十四日電請各地",
        "综合消息人士的说法",
        "本报北京1月8日电影周",
        "（街道）",
        "【活動預告】",
        "青川网络学院",
        "上海讯飞科技公司",
        "上海通信公司",
        "北京电子城",
        "文教出版社訊息",
        "人民日报消息灵通",
        "央视新闻频道",
        "海报讯息",
        "（本报讯）",
        "移动通信：",
        "●重慶電車",
    ],
)
def test_what_is_no_dateline(line: str) -> None:
    assert not DATELINE.match(line)


BYLINES = {
    "（记者 李远 通讯员 王晓雨）": "李远:reporter 王晓雨:correspondent",
    "（记 者 李 明 远 通 讯 员 王 晓 雨）": "李明远:reporter 王晓雨:correspondent",
    "(本报记者李建国王小明)": "李建国:reporter 王小明:reporter",
    "（全媒体记者 周知夏 实习生 王一鸣）": "周知夏:reporter 王一鸣:intern",
    "青川县融媒体中心记者 李远": "青川县融媒体中心:agency 李远:reporter",
    "融媒体中心记者 李远": "李远:reporter",
    "（通讯员 青川县公安局 李远）": "青川县公安局:correspondent 李远:correspondent",
    "新华社通讯员孙海龙新华社记者李清华": "孙海龙:correspondent 李清华:reporter",
    "（解放军报记者王文杰、新华社记者罗玉文）": "解放军报:agency 王文杰:reporter 罗玉文:reporter",
    "本报记者 张三 文/图": "张三:reporter",
    "张远山 文/图": "张远山:author",
    "文／林知夏　圖／簡子游": "林知夏:author 簡子游:photographer",
    "李远／文 王晓／图": "李远:author 王晓:photographer",
    "（记者 李远 文 王晓 摄）": "李远:reporter 王晓:photographer",
    "林知夏 摄影报道": "林知夏:photographer",
    "本报记者 李明远 北京报道": "李明远:reporter",
    "本报驻阿根廷记者兰才某": "兰才某:reporter",
    "本報駐美特派員曹知遠": "曹知遠:reporter",
    "撰文：李远 摄影：王晓 编辑：周小平": "李远:author 王晓:photographer 周小平:editor",
    "（李远 王晓 编译）": "李远:translator 王晓:translator",
    "（阿卜杜拉·买买提）": "阿卜杜拉·买买提:author",
    "（欧阳修远 司马长风）": "欧阳修远:author 司马长风:author",
    "◎ 本报记者许立某": "许立某:reporter",
    "（综合新华社电）": "综合新华社电:agency",
    "（来源：新华社）": "来源：新华社:agency",
    "（本报评论员）": "本报评论员:author",
    "（本报记者李舸摄自张村现场）": "李舸:photographer",
}


@pytest.mark.parametrize("printed", BYLINES)
def test_a_byline_is_read_into_names_and_roles(printed: str) -> None:
    entries = parse_byline(printed)
    assert " ".join(f"{entry['name']}:{entry['role']}" for entry in entries) == BYLINES[printed]


REMARKS = (
    "街道 图 完 续完 待续 下转第三版 上接A1版 作者为某大学教授 编者按 记者手记 资料图 资料照片 图片来自网络 视频截图 左一 右二 "
    "前排中 化名 均为化名 音译 有删节 节选 之二 三 油画 速写 水墨画 单位：万元 全文见第三版"
)


@pytest.mark.parametrize("inner", REMARKS.split())
def test_a_remark_signs_nothing(inner: str) -> None:
    assert byline_kind(inner) == 0


@pytest.mark.parametrize(
    ("line", "page"),
    [
        ("（下转第三版）", "三"),
        ("▶下转A05版", "A05"),
        ("（文轉第五版）", "五"),
        ("（未完，转第4版）", "4"),
        ("（上接第一版《春耕》）", "一"),
        ("（紧接1版）", "1"),
        ("【下轉A3版】", "A3"),
    ],
)
def test_a_jump_line_names_the_page(line: str, page: str) -> None:
    found = JUMP.fullmatch(line)
    assert found
    assert (found[1] or found[2]) == page


PAGE = """青川晚报
2021年3月12日 星期五
A07 县域新闻

石渡镇：春茶开园采摘忙

　　本报讯（全媒体记者 周知夏 通讯员 石渡镇宣传办
林晚）3月11日，石渡镇茶园里一派繁忙景象，茶农们
抢抓晴好天气采摘春茶。据介绍，全镇茶园面积
1.2万亩（含新建茶园三千亩），预计产值两千万元
（街道）。

一座粮仓的新生
□王文远

　　北干渠畔的老粮仓，沉睡了三十年。去年秋天，村里
把它改成了图书室，孩子们放学后有了去处。村民
简阿福说，粮仓比家里还亮堂。
　　“以前谁想过在粮仓里看书？”他笑着说。

城东路改造工程月底完工

　　本报讯 记者路平、通讯员封子渊报道：城东路改造
工程进入收尾阶段，预计月底完工通车。市民反映的
积水问题也将同步解决。（下转A08版）
"""


def test_a_page_of_the_web_years() -> None:
    first, second, third = split(PAGE.encode(), options=Options())
    assert [entry["name"] for entry in first["byline"]] == ["周知夏", "石渡镇宣传办", "林晚"]
    assert first["text"].endswith("（街道）。")
    assert second["headline"] == "一座粮仓的新生"
    assert second["byline"] == [{"name": "王文远", "role": "author"}]
    assert third["text"].startswith("城东路改造工程")
    assert [entry["role"] for entry in third["byline"]] == ["reporter", "correspondent"]
    assert third["jump"] == {"from": None, "to": "A08"}


@pytest.mark.parametrize(
    "unit", ["记者", "本报", "新华社", "李明、", "文／", "王", "（记者", "１月", "日電", "·"]
)
def test_reading_a_byline_costs_linear_time(unit: str) -> None:
    def cost(size: int) -> float:
        text = unit * (size // len(unit))
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            parse_byline(text)
            parse_dateline(text, ISSUE)
            DATELINE.match(text)
            best = min(best, time.process_time() - start)
        return best

    assert cost(4000) < 12 * cost(1000) + 0.01


BODY = """青川市图书馆昨日起延长开放时间，每晚九点闭
馆，周末照常。馆长说，夜间来看书的学生比去
年多，阅览室增加了一百个座位。"""


def test_a_dateline_with_its_reporter_alone_on_a_line_opens_the_text() -> None:
    page = f"青川日报\n\n{BODY}\n\n图书馆延时\n\n　　本报讯（记者 高远）\n{BODY}\n"
    record = split(page)[-1]
    assert record["dateline"]
    assert record["dateline"]["text"] == "本报讯"
    assert record["byline"] == [{"name": "高远", "role": "reporter"}]
    assert record["text"].startswith("青川市图书馆")


def test_a_dateline_with_a_gap_before_its_day_is_no_headline_with_a_caption() -> None:
    page = f"据新华社青川　１月１１日电（记者 高远、林汐）\n{BODY}\n"
    (record,) = split(page)
    assert record["dateline"]
    assert record["dateline"]["text"] == "据新华社青川１月１１日电"
    assert [entry["name"] for entry in record["byline"]] == ["高远", "林汐"]


def test_a_wrapped_byline_in_brackets_ends_its_text() -> None:
    (record,) = split(BODY[:-1] + "。（高\n远）\n")
    assert record["byline"] == [{"name": "高远", "role": "author"}]


@pytest.mark.parametrize(
    "tail", ["图片：\n　　千年古松（速写）（高远）", "图为帐篷搭好了。（高远摄）（新华社稿）"]
)
def test_who_drew_or_sent_a_picture_does_not_sign_the_text(tail: str) -> None:
    (record,) = split(f"　　{BODY}\n　　{BODY}\n　　{BODY}\n　　{tail}\n")
    assert record["byline"] == []
    assert record["text"].endswith(tail[-5:])


def test_an_editors_note_is_no_byline() -> None:
    spaced = " ".join("编者按：办任何事都要从本地的实际出发，不能盲目行事，更不能刮风。")
    (record,) = split(f"{spaced}\n{BODY}\n")
    assert record["byline"] == []
    assert record["text"].startswith("编者按：办任何事")


def test_a_dateline_with_a_stroke_that_wraps_is_one() -> None:
    page = "春茶開採首日價格高出一成\n\n記者林知夏／雲泊報\n導石埠縣春茶昨日開採，\n首日在青川市場交易四千\n公斤，價格比上年高。\n"
    (record,) = split(page)
    assert record["dateline"]
    assert record["dateline"]["text"] == "記者林知夏／雲泊報導"
    assert record["byline"] == [{"name": "林知夏", "role": "reporter"}]
    assert record["text"].startswith("石埠縣春茶")


NEXT = (
    "石埠县春茶开采\n本报讯（记者石磊）春茶开采首日，石埠县共采鲜叶四千公斤，价格比上年高出一成。\n"
)


def test_a_brief_on_one_line_is_no_dateline_alone() -> None:
    brief = "本报讯（记者高远）县图书馆昨日起延长开放时间，每晚九点闭馆。（林汐）"
    first, second = split(f"{brief}\n{NEXT}")
    assert [entry["name"] for entry in first["byline"]] == ["高远", "林汐"]
    assert second["headline"] == "石埠县春茶开采"


def test_a_caption_below_a_dateline_alone_is_a_caption() -> None:
    caption = "图为志愿者昨天在江边植树。高远摄"
    records = split(f"{BODY}\n\n本报讯（记者王强）\n\n{caption}\n\n{NEXT}")
    assert "photo_caption" in [record["kind"] for record in records]
    assert records[-1]["headline"] == "石埠县春茶开采"


def test_a_byline_above_a_headline_of_two_lines_parts_it_from_nothing() -> None:
    page = f"本报记者 林汐\n\n石埠县今年春茶提前开采\n首日价格比去年高一成\n\n　　本报讯 {BODY}\n"
    (record,) = split(page)
    assert record["headline"] == "石埠县今年春茶提前开采首日价格比去年高一成"
    assert record["byline"] == [{"name": "林汐", "role": "reporter"}]


@pytest.mark.parametrize("stop", ["。", ""])
def test_a_reporter_signs_behind_what_a_picture_is_made_in(stop: str) -> None:
    (record,) = split(
        f"　　{BODY}\n　　{BODY}\n　　展出的还有馆藏《荷花》（国画）{stop}（记者高远）\n"
    )
    assert record["byline"] == [{"name": "高远", "role": "reporter"}]


@pytest.mark.parametrize("lead", ["记者高远、通讯员林汐报道：", "记者高远、通讯员杜若林汐报道："])
def test_a_reporters_lead_that_wraps_is_one(lead: str) -> None:
    text = lead + BODY.replace("\n", "")
    narrow = "\n".join(text[i : i + 11] for i in range(0, len(text), 11))
    (record,) = split(f"图书馆延长开放时间\n\n{narrow}\n")
    assert [entry["name"] for entry in record["byline"]][::3] == ["高远"]
    assert record["byline"][-1] == {"name": "林汐", "role": "correspondent"}
    assert record["text"].startswith("青川市图书馆")
