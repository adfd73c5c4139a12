"""How often the encoding comes out right, beside chardet and charset-normalizer.

    python tests/benchmarks/encodings.py [--samples N] [--seed N]

Samples are cut from pages that this script composes out of sentences written for
it, about invented people and places, in both scripts.  Each is encoded in every
encoding that an archive holds, cut to 200 B, 1 KB, 4 KB and 64 KB after a whole
character (charset-normalizer gives up on half of one; ours does not mind, as
tests/test_encoding.py shows), and damaged: a given share of its bytes, each with the
same chance, becomes another byte.  All tools see the same bytes in the same run.

A clean sample is right where its decoded text is the text that was encoded.  A damaged one is right where the codec
belongs to the family that was encoded, because the damaged text itself differs
between members of one family.  The other tools get the benefit of our wider names:
their GB2312 is read as gb18030, their Big5 as big5hkscs.
"""

from __future__ import annotations

import argparse
import codecs
import importlib.util
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

from bulletin_split.charset import SAMPLE, detect

SIMPLIFIED = """
本报讯 （记者{甲}）{月}月{日}日，{地}县召开春季农业生产推进会，部署粮食播种、农资储备和水利设施维修。会议要求各乡镇抢抓农时，确保{数}万亩冬小麦返青。
本报{地}{月}月{日}日电 记者从{地}市交通局获悉，连接{乡}镇与{地}新区的跨河大桥今日合龙，预计年底通车，届时两岸车程由{数}分钟缩短为9分钟。
{乡}村党支部书记{甲}介绍，去年全村种植脐橙{数}亩，通过网上销售，户均增收1.2万元，“水果出了山，日子就有了奔头”。
{地}市第三中学食堂的师傅{甲}每天凌晨四点起床，熬粥、蒸馒头、切咸菜，一干就是{数}年。
“孩子们吃饱了，我心里才踏实。”他一边擦汗一边说。
昨天下午，一只受伤的灰鹤被送到{地}县野生动物救护站，兽医{甲}为它清洗伤口、缝合翅膀，估计半个月后可以放飞。
据{地}海关统计，今年前{数}个月，全市外贸进出口总值同比增长8.6%，其中纺织品、家用电器出口居前。
由{甲}执导的话剧《渡口的灯》将于{月}月{日}日晚在{地}大剧院首演，票价80元至380元。
{地}气象台预报：今天夜间到明天，多云转阵雨，偏北风三到四级，最低气温{数}℃。
图为{乡}镇中心小学的学生在田间观察油菜花。 本报记者{甲}摄
（上接第一版）要坚持问题导向，完善基层治理体系，把矛盾化解在萌芽状态。
市民{甲}来信反映：建设路与和平街交叉口的路灯已经坏了{数}天，老人和小孩夜里过马路很不方便，希望有关部门尽快修复。
本报评论员：节约不是小气，浪费绝非大方。厉行节约，贵在从每一粒米、每一张纸做起。
{地}队昨晚在主场以3∶1战胜{乡}队，前锋{甲}梅开二度，球队积分升至第{数}位。
考古人员在{地}县{乡}遗址出土陶罐、石斧、骨针等器物{数}余件，初步判断距今约五千年。
江南的雨，细得像绣花针，落在瓦楞上，落在青石板上，也落进外婆的茶碗里。
遗失声明：{甲}不慎遗失身份证，声明作废。联系电话：0577-88{数}6。
法国画家让·杜瓦尔的水彩展在{地}美术馆开幕，展出作品{数}幅，大部分描绘港口与渔民。
{地}高新区一家企业研制的GX-{数}型数控机床通过验收，精度达到0.002毫米，打破了国外垄断。
卫生部门提醒，近期昼夜温差大，流感患者增多，公众应勤洗手、多通风，出现发热、咳嗽症状要及时就诊。
{甲}同志因病医治无效，于{月}月{日}日在{地}逝世，享年{数}岁。
""".strip().split("\n")

TRADITIONAL = """
〔記者{甲}／{地}報導〕{地}鄉農會{日}日舉辦柚子評鑑，{數}位農友參賽，特等獎由{甲}奪得，評審稱讚果肉細緻、甜度適中。
（中央社記者{甲}{地}{日}日電）強烈颱風逼近，港務公司宣布{月}月{日}日起停航，往返離島的旅客滯留碼頭。
【本報訊】{地}區議會昨日討論舊街市重建方案，議員{甲}質疑撥款{數}億元的理據不足，要求當局交代時間表。
縣長{甲}表示，這條產業道路去年豪雨時坍方，經過半年搶修，終於恢復通車，沿線{數}戶居民不必再繞路。
「我們只是想把老房子留下來。」屋主{甲}說，曾祖父當年從對岸運來的杉木，至今沒有一根蛀壞。
國小學童種的向日葵開花了，老師{甲}帶著全班量高度、畫圖、寫觀察日記，最高的一株有{數}公分。
警方調查，{甲}涉嫌以投資虛擬貨幣為由詐騙{數}名被害人，檢察官複訊後聲請羈押獲准。
職棒{地}隊九局下靠著{甲}的再見安打，以5比4氣走對手，終止三連敗，全場觀眾起立歡呼。
{地}大學研究團隊發現，這種蘭花只靠一種夜蛾傳粉，棲地若遭破壞，十年內恐怕就會消失。
圖為{地}廟口的夜市，攤販{甲}賣蚵仔煎已有{數}年。（記者{甲}攝）
氣象局表示，今晚至明晨各地雲量偏多，東半部有短暫陣雨，山區注意濃霧，低溫約{數}度。
導演{甲}的新片《鹽田》入圍三項大獎，她感謝家鄉父老提供場地，也謝謝父親教她看潮水。
證交所統計，外資連續{數}個交易日賣超，電子股領跌，成交量萎縮，法人建議投資人保守因應。
讀者投書：公車站牌的字太小，長輩看不清楚，盼主管機關改善，並增設座椅與遮雨棚。
舊書店的老闆說，書有書的命，有的等了三十年，才等到願意翻開它的人。
法院認為被告犯後態度良好，且與被害人達成和解，判處有期徒刑六月，得易科罰金，緩刑二年。
編輯／{甲}　責任校對／{甲}　讀者服務專線：(02)2345-{數}
（文接A{數}版）至於舊市場的攤商如何安置，市府說將在年底前提出方案，並舉行公聽會。
立委{甲}質詢時指出，偏鄉醫院護理人力嚴重不足，衛生單位應儘速檢討獎勵辦法。
""".strip().split("\n")

HONG_KONG = """
【本報訊】街坊{甲}話：「呢度啲舊舖執咗好多，我哋都唔捨得，佢哋搬咗去邊度冇人知。」
有居民喺石硤尾邨擺檔賣嘢{數}年，佢話而家生意難做，但係街坊嚟幫襯，傾下偈都開心。
地區團體喺鰂魚涌派飯，義工{甲}表示，啲長者住喺劏房，夏天熱到瞓唔着。
""".strip().split("\n")

GIVEN = {
    "simplified": [
        "柳青禾",
        "邵远山",
        "温小舟",
        "田立冬",
        "骆文澜",
        "纪春生",
        "褚明",
        "顾一帆",
        "戚家宝",
        "阮晓棠",
        "申屠海",
    ],
    "traditional": [
        "溫書瑜",
        "賴國棟",
        "簡麗雲",
        "蕭憶慈",
        "顏正綱",
        "鍾曉嵐",
        "龔澤民",
        "歐陽靜",
        "闕志豪",
        "嚴筱筠",
    ],
    "rare": ["陈𬭎", "田㙍", "周䶮", "郭𫖯", "刘𣲗", "王䥽", "李㛃"],
}
PLACES = {
    "simplified": ["临溪", "青杨", "白鹭", "河湾", "石桥", "云岭", "沙坪", "枫林", "宁泉", "柏川"],
    "traditional": ["臨溪", "蘆灣", "鹿谷嶺", "龍橋", "雲灘", "楓樹", "鹽埕尾", "寶塘", "雙澗"],
}
VILLAGES = ["柳树屯", "双井", "鲤鱼滩", "马蹄坡", "红石", "杏花", "老槐"]


class Case(NamedTuple):
    """One encoding: what it is called, its script, its encoder, its mark."""

    name: str
    script: str
    codec: str
    mark: bytes = b""


CASES = [
    Case("utf-8", "simplified", "utf-8"),
    Case("utf-8 (traditional)", "traditional", "utf-8"),
    Case("utf-8 with BOM", "simplified", "utf-8", codecs.BOM_UTF8),
    Case("utf-8 with BOM (trad.)", "traditional", "utf-8", codecs.BOM_UTF8),
    Case("gb18030, four-byte", "rare", "gb18030"),
    Case("gb18030 (traditional)", "traditional", "gb18030"),
    Case("gbk", "simplified", "gbk"),
    Case("gbk (traditional)", "traditional", "gbk"),
    Case("gb2312", "simplified", "gb2312"),
    Case("hz", "simplified", "hz"),
    Case("big5", "traditional", "big5"),
    Case("cp950", "traditional", "cp950"),
    Case("cp950, with euro", "euro", "cp950"),
    Case("big5hkscs", "hong kong", "big5hkscs"),
    Case("utf-16-le", "simplified", "utf-16-le"),
    Case("utf-16-le (trad.)", "traditional", "utf-16-le"),
    Case("utf-16-be", "simplified", "utf-16-be"),
    Case("utf-16-be (trad.)", "traditional", "utf-16-be"),
    Case("utf-16-le with BOM", "simplified", "utf-16-le", codecs.BOM_UTF16_LE),
    Case("utf-16-be with BOM", "traditional", "utf-16-be", codecs.BOM_UTF16_BE),
]
SIZES = {"200 B": 200, "1 KB": 1024, "4 KB": 4096, "64 KB": 65_536}
DAMAGE = {"clean": 0.0, "0.1 %": 0.001, "1 %": 0.01}
BARS = {"clean": 99.5, "0.1 %": 99.0, "1 %": 97.0}

FAMILY = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16",
    "ascii": "utf-8",
}


def widened(name: str | None) -> str | None:
    """A tool's name as the codec that we would read it with, or `None`."""
    try:
        known = codecs.lookup(name or "").name
    except LookupError:
        return None
    return FAMILY.get(known, known) if known not in ("utf-8-sig", "cp950") else known


def compose(rng: random.Random, case: Case, size: int) -> str:
    """A page in the case's script, hard-wrapped, of at least ``size`` encoded bytes."""
    sentences = {"traditional": TRADITIONAL, "euro": TRADITIONAL}.get(case.script, SIMPLIFIED)
    if case.script == "hong kong":
        sentences = TRADITIONAL + HONG_KONG * 4
    script = "simplified" if sentences is SIMPLIFIED else "traditional"
    lines: list[str] = []
    length = 0
    while length < size:
        text = fill(rng, rng.choice(sentences), script, rare=case.script == "rare")
        if case.script == "euro":
            text += f"售價€{rng.randrange(10, 900)}，"
        text = encodable(text, case.codec)
        width = rng.choice((14, 18, 22, 60))
        wrapped = "\n".join(text[i : i + width] for i in range(0, len(text), width))
        lines.append(wrapped + rng.choice(("\n", "\n\n")))
        length += len(lines[-1].encode(case.codec))
    page = "".join(lines)
    start = rng.randrange(min(len(page) // 4, 40))
    return page[start:] + page[:start]


def fill(rng: random.Random, sentence: str, script: str, rare: bool) -> str:
    """A sentence with its blanks filled."""
    names = GIVEN[script] + (GIVEN["rare"] * 3 if rare else [])
    blanks: dict[str, Callable[[], str]] = {
        "{甲}": lambda: rng.choice(names),
        "{地}": lambda: rng.choice(PLACES[script]),
        "{乡}": lambda: rng.choice(VILLAGES),
        "{月}": lambda: str(rng.randrange(1, 13)),
        "{日}": lambda: str(rng.randrange(1, 31)),
        "{数}": lambda: str(rng.randrange(2, 990)),
        "{數}": lambda: str(rng.randrange(2, 990)),
    }
    for blank, make in blanks.items():
        while blank in sentence:
            sentence = sentence.replace(blank, make(), 1)
    return sentence


def encodable(text: str, codec: str) -> str:
    """The text without what the codec has no room for or reads back as another sign."""
    text = text.encode(codec, "ignore").decode(codec)
    if codec == "gb2312":  # its middle dot and dash are others in every wider codec
        text = text.replace("・", "").replace("―", "")
    return text


def damaged(rng: random.Random, data: bytes, share: float) -> bytes:
    """The bytes with each one, at the given chance, turned into another."""
    if not share:
        return data
    held = bytearray(data)
    for at in range(len(held)):
        if rng.random() < share:
            held[at] = (held[at] + rng.randrange(1, 256)) % 256
    return bytes(held)


def is_right(name: str | None, case: Case, data: bytes, clean: bool) -> bool:
    """Whether a tool's codec reads the sample as the case was written."""
    codec = widened(name)
    if codec is None:
        return False
    if clean:
        truth = _read(data[len(case.mark) :], case.codec)
        return _read(data, codec).removeprefix("\ufeff") == truth
    given, wanted = FAMILY.get(codec, codec), FAMILY.get(case.codec, case.codec)
    if given == "utf-16":
        return wanted.startswith("utf-16") and bool(case.mark)
    return given == wanted


def _read(data: bytes, codec: str) -> str:
    """Decode, half a character at the end left out."""
    try:
        return codecs.getincrementaldecoder(codec)("replace").decode(data)
    except UnicodeError:  # UTF-16 by its general name, without a mark
        return ""


def tools() -> Iterator[tuple[str, Callable[[bytes], str | None]]]:
    """Ours, chardet, and charset-normalizer where it is installed."""
    yield "ours", lambda data: detect(data[:SAMPLE]).codec
    import chardet

    yield f"chardet {chardet.__version__}", lambda data: chardet.detect(data)["encoding"]
    if importlib.util.find_spec("charset_normalizer"):
        normalizer = importlib.import_module("charset_normalizer")

        def normalized(data: bytes) -> str | None:
            best = normalizer.from_bytes(data).best()
            return None if best is None else str(best.encoding)

        yield f"charset-normalizer {normalizer.__version__}", normalized


def main() -> int:
    """Print the tables; return 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--samples", type=int, default=20, help="of each cell (64 KB: a fifth)")
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--only", help="one tool: the start of its name")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    judges = [t for t in tools() if not options.only or t[0].startswith(options.only)]
    right: dict[tuple[str, ...], list[bool]] = defaultdict(list)
    spent: dict[str, list[float]] = defaultdict(list)
    wrong: dict[str, int] = defaultdict(int)
    doubtful = 0
    for size_name, size in SIZES.items():
        for case in CASES:
            for _ in range(options.samples if size < 65_536 else max(2, options.samples // 5)):
                text = compose(rng, case, size).encode(case.codec)[: size - len(case.mark)]
                whole = case.mark + _read(text, case.codec).encode(case.codec)
                for damage, share in DAMAGE.items():
                    data = damaged(rng, whole, share)
                    kind = "hz" if case.codec == "hz" else "all"
                    for tool, judge in judges:
                        began = time.process_time()
                        name = judge(data)
                        spent[tool].append(time.process_time() - began)
                        ok = is_right(name, case, data, not share)
                        right[tool, kind, size_name, damage].append(ok)
                        right[tool, case.name, damage].append(ok)
                        if tool == "ours":
                            doubtful += not detect(data[:SAMPLE]).certain
                            if not ok:
                                wrong[f"{case.name}, {size_name}, {damage}: read as {name}"] += 1
    return report(judges, right, spent, wrong, doubtful)


def report(
    judges: list[tuple[str, Callable[[bytes], str | None]]],
    right: dict[tuple[str, ...], list[bool]],
    spent: dict[str, list[float]],
    wrong: dict[str, int],
    doubtful: int,
) -> int:
    """Print what was counted; return 1 where a bar is missed."""
    names = [tool for tool, _ in judges]
    print("percent decoded right" + " " * 7 + "".join(f"{name:>26}" for name in names))
    missed = False
    for kind in ("all", "hz"):
        for damage, bar in BARS.items():
            for size in SIZES:
                shares = [_percent(right[name, kind, size, damage]) for name in names]
                label = f"{'HZ' if kind == 'hz' else 'all but HZ'}, {size}, {damage}"
                print(f"{label:<28}" + "".join(f"{share:>26.1f}" for share in shares))
                missed |= kind == "all" and shares[0] < bar
    print("\nby encoding, all sizes")
    for case in CASES:
        for damage in DAMAGE:
            shares = [_percent(right[name, case.name, damage]) for name in names]
            print(f"{case.name + ', ' + damage:<32}" + "".join(f"{s:>22.1f}" for s in shares))
    print("\nmilliseconds of CPU a sample: mean, 99th percentile, worst")
    for name in names:
        times = sorted(1000 * t for t in spent[name])
        mean, late = sum(times) / len(times), times[len(times) * 99 // 100]
        print(f"{name:<28}{mean:8.2f}{late:8.2f}{times[-1]:8.2f}")
    print(f"\nours, doubtful: {doubtful} of {len(spent['ours'])}")
    for line, count in sorted(wrong.items()):
        print(f"ours, wrong: {count} × {line}")
    print("a bar is missed" if missed else "all bars are met")
    return int(missed)


def _percent(outcomes: list[bool]) -> float:
    return 100 * sum(outcomes) / len(outcomes) if outcomes else 0.0


if __name__ == "__main__":
    sys.exit(main())
