"""Table: characters that OCR misreads for one another, and where the reading is certain.

A row names the character that was read, the one that was printed, and the settings in which
only the latter can stand.  A setting is written with the misread character in it, so 己经 is
one of a 已 read as 己; what must not stand before it (自己经营) or must follow is part of the
pattern.  Where two readings are possible no row speaks: precision comes before recall.

A pattern begins with the misread character: a text without it is done with at once.
The words are common ones of newspapers; no list of another's is copied.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

_DIGITS = "0-9０-９"
_NUMERALS = "〇零一二三四五六七八九十百千万两"
_ENDS = "，。、；：）"


class Confusion(NamedTuple):
    """One row: what was read for what, where, and the proof.

    ``pattern`` begins with ``read``.  ``example`` has a hit; ``near_miss`` has ``read`` and no
    hit of any row; ``why`` tells them apart.
    """

    read: str
    printed: str
    pattern: str
    example: str
    near_miss: str
    why: str


def _after(chars: str, read: str) -> str:
    """Behind one of these characters."""
    return f"(?<=[{chars}]{read})"


def _not_after(chars: str, read: str) -> str:
    return f"(?<![{chars}]{read})"


def _words(read: str, *words: str) -> str:
    """Behind one of these beginnings of words."""
    return f"(?:{'|'.join(f'(?<={word}{read})' for word in words)})"


def _stroke(read: str) -> str:
    """A stroke that is 一 by the characters on both its sides."""
    sides = (
        ("进進", "步"),
        ("第", "[次个個批季届屆线線产產项項条條年天位轮輪部份阶階]"),
        ("统統", "[的，。、部管规規领領思]"),
        ("结結", "致"),
        ("这這那每某另同唯", "[个個次点點切些天年种種条條项項方]"),
        ("是了", "[个個种種项項次些]"),
        ("之", "[，。、的]"),
        ("十", "[届屆月条條个個岁歲年章]"),
    )
    return f"{read}(?:{'|'.join(f'(?<=[{before}]{read})(?={behind})' for before, behind in sides)})"


CONFUSIONS: list[Confusion] = [
    # --- 己 已 巳
    Confusion(
        "己",
        "已",
        "己"
        + _not_after("自知利异異克体體贴貼舍捨为為律各戊", "己")
        + "(?=经|經|被|达|達|超过|超過|全部|基本|完成|建成|先后|先後|开始|開始|成为|成為)",
        "工程己经完工",
        "自己经营、知己被调走",
        "Behind 自 知 利 异 and the like 己 is the self, whatever verb follows",
    ),
    Confusion(
        "巳",
        "已",
        "巳"
        + _not_after("乙丁己辛癸自", "巳")
        + "(?=经|經|被|达|達|超过|超過|全部|基本|完成|建成|先后|先後|开始|開始|成为|成為)",
        "渠道巳经通水",
        "癸巳年，乙巳经冬",
        "巳 alone is an hour or a year; behind a stem it is a year",
    ),
    Confusion(
        "巳",
        "己",
        "巳(?<=自巳)(?![时時])",
        "自巳动手",
        "自巳时起放行",
        "自己 is a word, 自巳 is none but before an hour",
    ),
    Confusion(
        "已",
        "己",
        "已(?<=自已)(?<![来來出源独獨亲親各擅私发發采选選摘引能以不可得難难]自已)(?=[的家身]|动手|動手|掏)",
        "靠自已的双手",
        "来自已的城市、不能自已",
        "来自已建成的 is 来自 and 已; 不能自已 is an idiom",
    ),
    # --- 末 未
    Confusion(
        "未",
        "末",
        "未" + _after("周週月年期季纪紀岁歲", "未") + f"(?=[{_ENDS}的])",
        "到本世纪未，全县",
        "本周未能成行、去年未见",
        "Before a mark or 的 there is no 未, whose verb must follow",
    ),
    Confusion(
        "未",
        "末",
        "未(?=梢|班车|班車)",
        "赶上未班车",
        "未央宫、未班配",
        "末梢, 末班车",
    ),
    Confusion(
        "末",
        "未",
        "末"
        + _not_after(
            "周週月年期季纪紀岁歲始本之尾粉碎泡那什甚药藥学學朝代清明元宋唐汉漢晚毫细細微夏秋冬春战戰篇卷文赛賽段句节節"
            + _DIGITS,
            "末",
        )
        + "(?=来几|来的|来五|来三|来十|来发展|來的|來發|能|经批|经许|经同|經批|曾|必|婚|免|雨绸|雨綢|成年|满|滿|受)",
        "面向末来的学校",
        "周末来的客人、年末能见",
        "Behind a time 末 is its end; else no word of 末 goes on so",
    ),
    # --- 日 曰
    Confusion(
        "曰",
        "日",
        "曰" + _after(_DIGITS, "曰"),
        "1月17曰起",
        "一曰水，二曰土",
        "Behind an Arabic number nothing is said",
    ),
    Confusion(
        "曰",
        "日",
        "曰(?:(?<=月[一二三四五六七八九十廿卅]曰)|(?<=月[一二三四五六七八九十廿卅]{2}曰)|(?<=月[一二三四五六七八九十廿卅]{3}曰))",
        "二月廿四曰，大雪",
        "三条：一曰水",
        "A number behind a month is a day",
    ),
    Confusion(
        "曰",
        "日",
        "曰" + _after("昨近翌次节節假", "曰") + f"(?=[{_ENDS}上下的在起召]|凌晨|电|電)",
        "昨曰上午",
        "古曰临溪，今曰沄州",
        "今曰 stays: old and new names of a place are told so",
    ),
    Confusion(
        "曰",
        "日",
        "曰(?=前，|益增|益严|益重|益突|常生活|常工作|常管理|夜奋战)",
        "曰常生活",
        "诗曰：前度刘郎",
        "Words that 日 begins",
    ),
    # --- 人 入
    Confusion(
        "人",
        "入",
        "人(?<=投人)(?=了?(?:资|資|生产|生產|使用|运营|運營|运行|運行|市场|巨资|资金|力量|战斗|建设|[0-9]))",
        "投人生产、投人资金",
        "投人所好",
        "投入 is a word, 投人 is one only in an idiom",
    ),
    Confusion(
        "人",
        "入",
        "人(?<=深人)(?=人心|基层|基層|实际|實際|开展|開展|学习|學習|群众|群眾|贯彻|貫徹|调查|調查|研究|推进|推進|人民|农村|農村|生活|细致)",
        "深人基层",
        "资深人士深人浅出",
        "深入 before what one goes into",
    ),
    Confusion(
        "人",
        "入",
        "人(?<=纳人)(?=了?(?:议|正|法制|规划|日程|轨道|管理|预算|计划))",
        "纳人规划",
        "接纳人数、容纳人员",
        "纳入 before what takes something in",
    ),
    Confusion(
        "人",
        "入",
        "人(?<=[均纯純总總政年月]收人)(?=[0-9０-９达達超增为為比约約，。、])",
        "人均收人达三千元",
        "签收人，年收人家",
        "收入 behind its kind and before its sum",
    ),
    Confusion(
        "人",
        "入",
        "人(?<=出人)(?=境)",
        "办理出人境手续",
        "出人意料、出人头地",
        "出入境",
    ),
    Confusion(
        "人",
        "入",
        "人(?<=进人)(?=了?(?:新的|新世纪|市场|小康|决赛|半决赛|高潮|状态|[0-9]))",
        "进人决赛",
        "引进人才、新进人员",
        "进入 before what one enters",
    ),
    Confusion(
        "入",
        "人",
        "入"
        + _not_after("深走进進融投", "入")
        + "(?=民(?:政府|币|幣|法院|日报|日報|代表|解放|医院|检察|大会堂|群众|群眾|公社))",
        "县入民政府",
        "深入民间、走入民居",
        "人民 and what bears its name",
    ),
    Confusion(
        "入",
        "人",
        "入"
        + _not_after("深走进進融投录錄加输輸引", "入")
        + f"(?=员[{_ENDS}]|們|们|均收|均纯|均純|均耕|均住|均年|大常委|大代表)",
        "全体入员，各入们",
        "录入员，加入员工",
        "人员, 人们, 人均, 人大",
    ),
    Confusion(
        "入",
        "人",
        "入" + _after("老", "入") + f"(?=们|[{_ENDS}的都说]|能讲|家的)",
        "院里的老入都说",
        "老入戏的演员",
        "老人",
    ),
    # --- 土 士
    Confusion(
        "土",
        "士",
        "土" + _after("博硕碩护護烈勇", "土") + "(?![地壤石匪改木豪特著方墙牆坡堤坑层層])",
        "两名博土、一名护土",
        "物博土地肥，护土墙",
        "A title, where 土 begins no word of its own",
    ),
    Confusion(
        "土",
        "士",
        "土"
        + _words(
            "土",
            "界人",
            "内人",
            "外人",
            "识人",
            "識人",
            "主人",
            "士人",
            "籍人",
            "步人",
            "好人",
            "名人",
        )
        + f"(?=[{_ENDS}的说說们們参參和])",
        "各界人土，海外人土的",
        "本地人土地多",
        "人士 before a mark or a verb",
    ),
    Confusion(
        "土",
        "士",
        "土" + _after("战戰院女男", "土") + f"(?=[们們]|[{_ENDS}])",
        "战土们，女土、先生",
        "女土匪，抗战土布",
        "战士, 院士, 女士 before a mark or 们",
    ),
    Confusion(
        "士",
        "土",
        "士"
        + _not_after("护護战戰博硕碩女男人烈勇院骑騎武绅紳学學教将將兵卫衛爵道居名巴的瑞富迪", "士")
        + "(?=地(?:面积|面積|使用|承包|资源|流转|改革|管理|征用|所有|整治)|壤|地承)",
        "整治士地面积",
        "战士地位、女士地上",
        "土地 before what is done with it; behind a title 士 ends that",
    ),
    Confusion(
        "士",
        "土",
        "士"
        + _words("士", "混凝", "水泥", "黏", "领", "領")
        + f"(?=[{_ENDS}的]|完整|主权|主權|争端|爭端|浇|澆|结构|結構|路面)",
        "混凝士路面，领士完整",
        "引领士兵",
        "混凝土, 领土",
    ),
    Confusion(
        "士",
        "土",
        "士(?<=水士)(?=流失|保持)",
        "水士流失",
        "香水士多",
        "水土流失, 水土保持",
    ),
    # --- strokes and numbers
    Confusion(
        "—",
        "一",
        _stroke("—"),
        "团结—致，进—步",
        "张北—尚义、北京—个旧",
        "一 in words whose other characters leave no dash",
    ),
    Confusion(
        "-",
        "一",
        _stroke("-"),
        "第-次、进-步",
        "北京-个旧、第3-5次",
        "As the dash",
    ),
    Confusion(
        "一",
        "—",
        f"一(?<=[{_DIGITS}]一)(?=[{_DIGITS}])",
        "1997一1998学年",
        "1997一班、3一次",
        "Between Arabic numbers a stroke is a dash",
    ),
    Confusion(
        "O",
        "0",
        f"O(?:(?<=[{_DIGITS}.]O)(?=[0-9]|[年月日时時分元万萬亿億米%％名人多余]|O[年元万萬亿億多])|(?<=[{_DIGITS}]OO)(?=[年元万萬亿億多])|(?<=[\u3400-\u9fff]O)(?=\\.[0-9]))",
        "23O0人、7O年代、增长O.5%",
        "H2O、O2O模式、CO排放",
        "Inside a number, or before what is counted",
    ),
    Confusion(
        "O",
        "〇",
        "O(?:(?<=[一二三四五六七八九〇]O)(?=[O一二三四五六七八九〇年])|(?<=[一二三四五六七八九〇]OO)(?=[一二三四五六七八九〇年])|(?<=〇O)(?=[一二三四五六七八九〇年]))",
        "二O一二年、二OO八年",
        "三O型、第二O区",
        "Between Han numerals",
    ),
    Confusion(
        "0",
        "〇",
        "0(?:(?<=[一二三四五六七八九〇]0)(?=[0一二三四五六七八九〇年])|(?<=[一二三四五六七八九〇]00)(?=[一二三四五六七八九〇年])|(?<=〇0)(?=[一二三四五六七八九〇年]))",
        "二0一二年、二00八年",
        "五0型、第二0版",
        "Between Han numerals",
    ),
    Confusion(
        "l",
        "1",
        f"l(?:(?<=[{_DIGITS}]l)(?=[0-9年月日时時分元万萬亿億米%％名人：:∶])|(?<=[\u3000-\u9fff\uff00-\uffef]l)(?=[0-9]{{1,3}}[年月日时時分元万萬亿億米%％名人至]|[0-9]{{3}}(?![0-9A-Za-z.])))",
        "当日l5时3l分、l999年",
        "Win32l、al5、l5型",
        "Inside a number, or before it and with a count behind",
    ),
    Confusion(
        "I",
        "1",
        f"I(?:(?<=[{_DIGITS}]I)(?=[0-9]|[年月日时時分元万萬亿億米%％名人])|(?<=[\u3000-\u9fff\uff00-\uffef]I)(?=[0-9]{{1,3}}[年月日时時分元万萬亿億米%％名人]))",
        "I998年、2I日",
        "I5处理器、MIG29、H7I",
        "As l",
    ),
]


@cache
def _settings(read: str, printed: str) -> re.Pattern[str]:
    """All settings of one misreading in one pattern; it begins with a literal, which makes it fast."""
    rest = [row.pattern[1:] for row in CONFUSIONS if (row.read, row.printed) == (read, printed)]
    return re.compile(f"{read}(?:{'|'.join(rest)})")


_PRINTED: dict[str, list[str]] = {}
"""For each character that is misread, in the table's order, what may have been printed."""
for _row in CONFUSIONS:
    if _row.printed not in _PRINTED.setdefault(_row.read, []):
        _PRINTED[_row.read].append(_row.printed)


def reread(text: str) -> tuple[str, int]:
    """Put back the characters that the table says were misread.

    Out: the text, of the same length, and how many characters changed.

        >>> reread("工程己经完工，l999年通水，自己经营")
        ('工程已经完工，1999年通水，自己经营', 2)
    """
    total = 0
    for read, meant in _PRINTED.items():
        if read in text:
            for printed in meant:
                text, count = _settings(read, printed).subn(printed, text)
                total += count
    return text, total
