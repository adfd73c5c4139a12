"""Clean newspaper pages without end, about invented people and places.

Set as a county or city daily comes out of a PDF: columns of 15 to 24 characters, six to nine
articles of 500 to 1,500 characters on a page, headlines of one or two lines before or after
their article (a habit of the page), a kicker now and then, datelines, bylines at either end, a
blank line where a paragraph ends and where a column breaks in mid-sentence, a caption, a
masthead and a staff box.  A page ends with a form feed.  There is no damage: that is what other
pages are for.

The same seed gives the same pages on every machine.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

SEED = 20240312

_PLACES = (
    "临溪",
    "青渡",
    "白鹭",
    "沄州",
    "石埠",
    "云岭",
    "沙坪",
    "枫林",
    "宁泉",
    "柏川",
    "望陂",
    "鹿鸣",
    "长庚",
    "北塬",
    "安霞",
)
_VILLAGES = (
    "柳树屯",
    "双井村",
    "鲤鱼滩",
    "马蹄坡",
    "红石村",
    "杏花岭",
    "老槐湾",
    "西坡村",
    "青崖镇",
    "㳇河镇",
)
_BUREAUS = (
    "农业农村局",
    "水利局",
    "教育局",
    "交通运输局",
    "文化和旅游局",
    "市场监管局",
    "应急管理局",
    "民政局",
)
_SURNAMES = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "明华建国丽娟志强海燕晓岚文博雨桐一帆立冬青禾远山书瑜正纲小舟家宝春生知夏思源景行"
_ROLES = ("记者", "本报记者", "通讯员", "", "", "记者")

# What a story is about: its headline, its first sentence, and what else its town would say.
_STORIES = (
    (
        "{地}县{局}部署春季防汛工作",
        "{日}上午，{地}县召开春季防汛工作会议，安排部署水库除险、河道清障和物资储备工作，县{局}负责人{甲}主持会议。",
        (
            "会议指出，防汛工作事关群众生命财产安全，来不得半点马虎。",
            "气象部门预测，今年汛期全县降水偏多{数}%，部分河段可能出现较大洪水。",
            "{甲}要求，对全县{数}座小型水库、{量}处淤地坝逐一排查，建立台账，限期整改。",
            "要严格执行责任制，做到人员、预案、物资、通讯四到位。",
            "{村}党支部书记{乙}表示，村里已经组织{数}名党员清理沟渠{量}米。",
        ),
    ),
    (
        "{村}：小脐橙铺就致富路",
        "初春时节，走进{地}县{村}，漫山遍野的脐橙压弯了枝头，村民们正忙着采摘、分拣、装箱。",
        (
            "“去年光是卖果子，家里就收入{量}元。”村民{乙}笑着说。",
            "据了解，该村种植脐橙{量}亩，通过网上销售，户均增收{数}00元。",
            "在{局}的帮助下，村里修通了{数}公里产业路，建起了冷库和分拣中心。",
            "果农{甲}一边把果子装进纸箱，一边算起了账：“每斤比去年多卖{数}分钱。”",
            "下一步，{村}将发展观光采摘，让游客来得了、留得住。",
            "“水果出了山，日子就有了奔头！”",
        ),
    ),
    (
        "{地}市第{数}中学食堂请家长“挑刺”",
        "{日}，{地}市第{数}中学举行食品安全开放日活动，{数}名家长代表走进学校食堂，查看进货台账、留样冰柜和后厨操作。",
        (
            "家长{乙}在参观后说：“孩子们吃得放心，我们上班也安心。”",
            "校长{甲}介绍，食堂每天凌晨4点开始验收食材，蔬菜、肉类均可追溯来源。",
            "市{局}将把这一做法推广到全市{量}所学校。",
            "活动中，家长们提出意见建议{数}条，由学校在一周内逐条答复；涉及设施改造的，纳入今年预算。",
        ),
    ),
    (
        "连接{地}新区的跨河大桥合龙",
        "{日}，随着最后一方混凝土浇筑完成，连接{地}市区与新区的跨河大桥顺利合龙，预计年底通车。",
        (
            "大桥全长{量}米，双向六车道，设计时速60公里。",
            "项目负责人{甲}说，施工期间先后克服了汛期水位高、河床地质复杂等困难。",
            "通车后，两岸车程将由{数}分钟缩短为9分钟。",
            "家住{村}的{乙}盼这座桥盼了十几年：“以前过河要等渡船，下雨天谁都不敢走。”",
            "据市{局}统计，今年全市计划建设农村公路{量}公里、改造危桥{数}座。",
        ),
    ),
    (
        "“一张清单”办到底 {地}政务服务再提速",
        "“表格一次填好，公章一次盖齐，这么多年没这么痛快过。”{日}，在{地}市政务服务大厅，个体户{乙}不到二十分钟就领到了营业执照。",
        (
            "今年以来，该市对{数}个高频事项实行“一窗受理、内部流转、统一出件”。",
            "过去办一家餐馆，要跑{数}趟、交{数}份材料；如今申请表合并成一张。",
            "市{局}副局长{甲}说，不能让群众少跑腿，变成干部瞎跑腿。",
            "截至目前，共受理业务{量}件，平均办结时间缩短至1.6个工作日。",
            "改革并非一帆风顺，试运行头一周，后台系统互不相通，工作人员只好抱着材料楼上楼下跑。",
        ),
    ),
    (
        "受伤灰鹤在{村}获救",
        "{日}傍晚，{地}县{村}村民{乙}在河滩上发现一只翅膀受伤的灰鹤，随即联系了野生动物救护站。",
        (
            "兽医{甲}为它清洗伤口、缝合翅膀，估计{数}天后可以放飞。",
            "近年来，当地湿地面积恢复到{量}亩，越冬候鸟由{数}种增加到近百种。",
            "“鸟儿肯来，说明我们的水变清了。”{乙}说。",
            "县{局}提醒市民，发现受伤的野生动物不要自行喂养，应及时报告。",
            "救护站成立以来，已救助各类野生动物{量}只，其中三分之二回到了山林。",
        ),
    ),
    (
        "{地}遗址出土陶罐石斧{数}余件",
        "记者{日}从{地}市文物考古研究所获悉，考古人员在{村}遗址清理出房址{数}座，出土陶罐、石斧、骨针等器物{量}件。",
        (
            "专家初步判断，遗址距今约五千年，是研究该地区早期聚落的重要材料。",
            "领队{甲}告诉记者，一件刻有水波纹的陶盆保存完好，十分少见。",
            "发掘区旁搭起了围栏，{村}的{乙}每天收工后都要来看一会儿。",
            "据介绍，发掘工作将持续到{数}月底，部分器物有望年内在市博物馆展出。",
            "“我们脚下的地，原来住过那么早的人家。”",
        ),
    ),
)

# What any of them may say.
_COMMON = (
    "记者在现场看到，工作人员正在紧张有序地忙碌着。",
    "据了解，这项工作自今年{数}月启动以来，已投入资金{量}元。",
    "“以前想都不敢想，现在家门口就能办成。”{村}村民{乙}高兴地说。",
    "{甲}表示，下一步将坚持问题导向，完善长效机制，把好事办好、实事办实。",
    "截至目前，全县已有{数}个村完成任务，剩余{数}个村将在年底前完成。",
    "有关专家认为，这一做法贴近群众、简便易行，值得推广。",
    "市民{乙}算了一笔账：一年下来，能省下{量}元，还少跑了{数}趟路。",
    "为把责任落到实处，{局}抽调{数}名业务骨干，组成{数}个工作组，分片包干、定期通报。",
    "当天，{地}市多云转阵雨，偏北风三到四级，不少群众冒雨前来。",
    "“路修好了，灯也亮了，日子越过越有滋味。”",
    "针对群众反映的困难，{局}建立了台账，明确专人负责；一时解决不了的，做好解释说明。",
    "据市统计部门介绍，今年前{数}个月，全市相关行业实现产值{量}万元，同比增长8.6%。",
    "从一九九八年起，{甲}就在{村}工作，乡亲们都叫他“老黄牛”。",
    "傍晚时分，夕阳洒在河面上，忙了一天的人们才陆续收工回家。",
    "按照计划，项目分三期实施，总面积{量}平方米，预计明年{数}月投入使用。",
    "与此同时，当地还通过广播、宣传栏、微信群等方式，把政策讲到田间地头。",
    "在{村}，每天清晨都有志愿者沿街走一遍，随手记下发现的问题，当天就有人认领。",
    "全国人大代表{甲}建议，进一步加大对基层的支持力度，让更多年轻人愿意留下来。",
)

_CAPTIONS = (
    "图为{村}小学的学生在田间观察油菜花。",
    "{日}，游客在{地}县{村}花海中游玩。",
    "{日}，{地}市人民公园樱花盛开，市民在花下留影。",
)


def pages(megabytes: float, seed: int = SEED) -> Iterator[bytes]:
    """Pages in UTF-8, until there are so many megabytes.

    >>> [page] = pages(0.001)
    >>> page.endswith(b"\\f"), page == next(pages(1)), page == next(pages(1, seed=2))
    (True, True, False)
    """
    rng, left = random.Random(seed), megabytes * 1e6
    while left > 0:
        page = compose(rng).encode()
        yield page
        left -= len(page)


def compose(rng: random.Random) -> str:
    """One page, its form feed with it."""
    day = f"{rng.randrange(1, 13)}月{rng.randrange(1, 29)}日"
    trailing, signed_first = rng.random() < 0.5, rng.random() < 0.2
    out = [
        f"沄州日报\n2024年{day} 星期{rng.choice('一二三四五六日')}\n第{rng.randrange(1, 9)}版\n\n"
    ]
    for _ in range(rng.randrange(6, 10)):
        out.append(_article(rng, day, trailing, signed_first))
    caption = _filled(rng.choice(_CAPTIONS), _names(rng, day))
    out.append(_wrapped(f"{caption} 本报记者 {_person(rng)} 摄", rng.randrange(15, 25)))
    out.append(f"\n责任编辑：{_person(rng)} 校对：{_person(rng)}\n\f")
    return "".join(out)


def _article(rng: random.Random, day: str, trailing: bool, signed_first: bool) -> str:
    names = _names(rng, day)
    title, lead, sentences = rng.choice(_STORIES)
    measure = rng.randrange(15, 25)
    headline = _headline(rng, _filled(title, names), measure)
    names["{日}"] = day
    byline = _byline(rng)
    text = f"{_dateline(rng, names['{地}'], day)}{_filled(lead, names)}"
    left = rng.randrange(500, 1500) - len(text)
    paragraphs = [text]
    told: list[str] = []
    while left > 0:
        if not told:  # everything is said once before anything is said again
            told = [*sentences, *_COMMON]
            rng.shuffle(told)
        names["{数}"], names["{量}"] = _number(rng), _number(rng, large=True)
        if rng.random() < 0.3:
            names["{乙}"] = _person(rng)
        sentence = _filled(told.pop(), names)
        left -= len(sentence)
        if len(paragraphs[-1]) < rng.randrange(60, 240):
            paragraphs[-1] += sentence
        else:
            paragraphs.append(sentence)
    if byline and not signed_first:
        paragraphs[-1] += f"（{byline}）"
    blocks = [_wrapped(paragraph, measure) for paragraph in paragraphs]
    blocks[0] = _column_break(rng, blocks[0])
    body = "\n".join(blocks) + "\n"
    if byline and signed_first:
        body = f"□ {byline}\n{body}"
    return f"{body}{headline}\n\n" if trailing else f"{headline}\n{body}"


def _headline(rng: random.Random, title: str, measure: int) -> str:
    """One line, or two where the columns are narrow; now and then a kicker over it."""
    if " " in title:
        title = title.replace(" ", "\n")
    elif len(title) > measure - 2:
        cut = len(title) // 2 + rng.randrange(-1, 2)
        title = f"{title[:cut]}\n{title[cut:]}"
    if rng.random() < 0.15:
        title = f"今年投入{_number(rng, large=True)}万元\n{title}"
    return title + "\n"


def _dateline(rng: random.Random, place: str, day: str) -> str:
    kind = rng.random()
    if kind < 0.5:
        return "本报讯 "
    if kind < 0.75:
        return f"本报讯（记者 {_person(rng)} 通讯员 {_person(rng)}）"
    return f"本报{place}{day}讯 " if kind < 0.95 else ""


def _byline(rng: random.Random) -> str:
    if rng.random() < 0.2:
        return ""
    role, person = rng.choice(_ROLES), _person(rng)
    signed = f"{role} {person}" if role else person
    return f"{signed} {_person(rng)}" if rng.random() < 0.25 else signed


def _names(rng: random.Random, day: str) -> dict[str, str]:
    """What one article calls its place, its people and its numbers."""
    return {
        "{地}": rng.choice(_PLACES),
        "{村}": rng.choice(_VILLAGES),
        "{局}": rng.choice(_BUREAUS),
        "{甲}": _person(rng),
        "{乙}": _person(rng),
        "{日}": day,
        "{数}": _number(rng),
        "{量}": _number(rng, large=True),
    }


def _filled(template: str, names: dict[str, str]) -> str:
    for blank, name in names.items():
        if blank in template:
            template = template.replace(blank, name)
    return template


def _person(rng: random.Random) -> str:
    given = rng.randrange(0, len(_GIVEN) - 1)
    return rng.choice(_SURNAMES) + _GIVEN[given : given + 1 + (rng.random() < 0.75)]


def _number(rng: random.Random, *, large: bool = False) -> str:
    return str(rng.randrange(1000, 90_000) if large else rng.randrange(2, 99))


def _wrapped(paragraph: str, measure: int) -> str:
    """Hard-wrapped lines, each with its line feed.

    Two digits are as wide as one Han character, a number is not broken, and a mark that may
    not begin a line hangs over the measure.

        >>> _wrapped("全县共有参赛者12345人，今年最多。", 8)
        '全县共有参赛者\\n12345人，今年最\\n多。\\n'
    """
    out, at, size = [], 0, len(paragraph)
    while at < size:
        piece = paragraph[at : at + measure]
        narrow = (3 * len(piece) - len(piece.encode())) // 2
        end = at + measure + narrow // 2
        if end < size:
            if paragraph[end] in "，。、；：”）！？%":
                end += 1
            elif paragraph[end] in "0123456789":
                number = len(paragraph[at:end].rstrip("0123456789"))
                end = at + number if number else end
        out.append(paragraph[at:end])
        at = end
    return "\n".join(out) + "\n"


def _column_break(rng: random.Random, block: str) -> str:
    """A blank line in mid-sentence, where the first paragraph runs into the next column."""
    lines = block.split("\n")
    if len(lines) < 6 or rng.random() < 0.5:
        return block
    cut = rng.randrange(2, len(lines) - 3)
    return "\n".join([*lines[:cut], "", *lines[cut:]])
