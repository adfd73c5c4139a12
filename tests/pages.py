"""Pages for the tests: hypothesis strategies that set, wrap and damage invented articles.

What stands on a page is drawn from the tables of cues (their examples), so that a new
row is tried by every law without a line of test.  `BODY` is our own text.
"""

from __future__ import annotations

from hypothesis import strategies as st

from bulletin_split import cues, glyphs, page_cues

BODY = (
    "昨日上午，云泊县在青石镇召开春耕现场会，各乡镇负责人一百二十余人参加。会议指出，今年全县计划播种早稻8.6万亩，"
    "比去年增加3.2%；要抓好种子、化肥、农膜的调运，确保不误农时。“地里的墒情不等人。”种粮大户简阿福说，他家的两台"
    "插秧机已经检修完毕（含育秧盘三千张）。据县农技站介绍，4月中旬可完成第一批插秧，WiFi 与 GPS 系统将帮助农户定位"
    "田块。下一步，县里还要在石渡、柳桥两镇建设冷库12座，总投资2400万元。会上，三名老农讲了自己的办法！“水要浅，苗"
    "要壮，人要勤。”他们的话赢得一片掌声。到会的人问：明年的水从哪里来？县水利局答复说，北干渠六月底通水；届时，上游"
    "九个村子都能用上自流水。散会后，大家到田头看了样板田。"
)
HAN_ONLY = BODY.replace("WiFi 与 GPS 系统", "卫星导航系统")
BODY_TRADITIONAL = (
    "東濱縣政府昨天召開會議，討論「老街再生」計畫，決定自下月起分三期施工。縣長溫若松表示，第一期先整修騎樓一百二十"
    "間，經費新台幣3600萬元，由中央與地方各負擔一半。「店家最怕的是封路。」老街自治會長鄔阿進說，希望施工避開假日。"
    "文化單位指出，街上的紅磚立面多建於1920年代，修復時將保留原有匾額（約四十塊），並以舊工法補上灰縫；預計明年春天"
    "完工。會後，與會人員步行勘查港口一帶，聽取居民意見。"
)
HEADLINES = (
    "云泊县部署春耕生产",
    "北干渠六月底通水 九村受益",
    "“水要浅，苗要壮，人要勤”",
    "全县早稻播种8.6万亩创新高",
    "石渡镇：田头开起现场会",
    "明年的水从哪里来？",
    "老街騎樓下月起分期整修",
    "一座粮仓的新生",
    "望川短讯",
)
NAMES = ("李远", "沈知秋", "欧阳牧", "赵小满 钱谷雨", "融媒", "林　晚")
BYLINES = [row.example for row in cues.BYLINES] + [f"记者 {name}" for name in NAMES] + list(NAMES)
DATELINES = [row.example for row in cues.DATELINES]
FURNITURE = [row.example for row in (*page_cues.FURNITURE, *page_cues.MASTHEADS, *page_cues.JUMPS)]
REMARKS = [row.example for row in cues.REMARKS]
CREDITS = [row.example for row in cues.PHOTO_CREDITS] + ["（本报记者 江自流 摄）", "融 媒 摄"]
NOTICES = [row.example for row in page_cues.NOTICES]
SUBHEADS = ["一、水", "（二）田", "3．人", "从“靠天”到“靠渠”"]

ODD = glyphs.ZERO_WIDTH + glyphs.BIDI + glyphs.CONTROLS + glyphs.SPACES + glyphs.LINE_ENDS
"""Characters that a page should not have."""


def wrap(text: str, measure: int, indent: str) -> list[str]:
    """Set a paragraph in lines of ``measure`` characters, the first one indented."""
    text = indent + text
    return [text[i : i + measure] for i in range(0, len(text), measure)]


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """Paragraphs of one article in wrapped lines."""
    source = draw(st.sampled_from([BODY, BODY_TRADITIONAL]))
    sentences = [piece + "。" for piece in source.split("。") if piece]
    measure = draw(st.integers(7, 34))
    indent = draw(st.sampled_from(["", "　　", "  "]))
    gap = draw(st.sampled_from(["\n", "\n", "\n\n"]))
    first = draw(st.integers(0, len(sentences) - 1))
    count = draw(st.integers(1, 8))
    out: list[str] = []
    for sentence in sentences[first : first + count]:
        if draw(st.integers(0, 7)) == 0:
            out.append(draw(st.sampled_from(SUBHEADS)))
        out.append("\n".join(wrap(sentence, measure, indent)))
    return gap.join(out)


@st.composite
def articles(draw: st.DrawFn) -> str:
    """One article: headline before, after or none; dateline, body and credit, each perhaps."""
    headline = draw(st.sampled_from(["", *HEADLINES]))
    if headline and draw(st.booleans()):
        headline += "\n" + draw(st.sampled_from(HEADLINES))
    body = draw(bodies())
    if draw(st.booleans()):
        body = draw(st.sampled_from(DATELINES)) + draw(st.sampled_from([" ", "", "　"])) + body
    end = draw(st.integers(0, 5))
    if end == 0:
        opening, closing = draw(st.sampled_from([("（", "）"), ("(", ")"), ("〈", "〉")]))
        body += (
            draw(st.sampled_from(["", "\n"])) + opening + draw(st.sampled_from(BYLINES)) + closing
        )
    elif end == 1:
        body += f"（{draw(st.sampled_from(REMARKS))}）"
    elif end == 2:
        body += draw(st.sampled_from(["", "\n"])) + draw(st.sampled_from(CREDITS))
    elif end == 3:
        headline = draw(st.sampled_from(NOTICES))
    if draw(st.booleans()):
        return f"{headline}\n{body}\n"
    return f"{body}\n{draw(st.sampled_from(['', chr(10)]))}{headline}" + draw(
        st.sampled_from(["\n", "\n\n", " "])
    )


@st.composite
def clean_pages(draw: st.DrawFn) -> str:
    """A page of some articles with furniture among them, undamaged."""
    parts: list[str] = []
    for article in draw(st.lists(articles(), min_size=1, max_size=5)):
        if draw(st.integers(0, 2)) == 0:
            parts.append(draw(st.sampled_from(FURNITURE)) + "\n")
        parts.append(article)
        parts.append(draw(st.sampled_from(["", "\n", "\n\n", "\f", "\n\f\n"])))
    return "".join(parts)


HALF = {full: half for half, full in glyphs.HALF_WIDTH.items()}
WRONG = {right: wrong for wrong, right in {**glyphs.RADICALS, **glyphs.VERTICAL}.items()}


@st.composite
def damaged_pages(draw: st.DrawFn) -> str:
    """A page as bad recognition leaves it: other line ends, stray characters, wrong glyphs."""
    page = draw(clean_pages())
    for _ in range(draw(st.integers(0, 12))):
        at = draw(st.integers(0, len(page)))
        stray = draw(st.sampled_from([*ODD, " ", "　", "  ", "\n", "�", "\ue012", "A", "1"]))
        page = page[:at] + stray + page[at:]
    if draw(st.booleans()):
        swaps = str.maketrans(HALF if draw(st.booleans()) else WRONG)
        start = draw(st.integers(0, len(page)))
        page = page[:start] + page[start:].translate(swaps)
    if draw(st.booleans()):
        page = " ".join(page) if draw(st.integers(0, 5)) == 0 else page
    page = page.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])))
    return draw(st.sampled_from(["", "", "\ufeff"])) + page


def any_text() -> st.SearchStrategy[str]:
    """Text that is no page: marks, brackets, digits, Latin, Hangul, surrogates, all in a heap."""
    alphabet = st.one_of(
        st.sampled_from(sorted(set(BODY + BODY_TRADITIONAL + "".join(FURNITURE + BYLINES)))),
        st.sampled_from("\n\n\n \u3000。，（）()“”[]【】〔〕:：,.!?-—\f\r\t"),
        st.sampled_from(ODD),
        st.characters(),
        st.characters(categories=["Cs", "Co", "Mn"]),
    )
    return st.text(alphabet, max_size=240)


def all_pages() -> st.SearchStrategy[str]:
    return st.one_of(damaged_pages(), damaged_pages(), clean_pages(), any_text())
