"""Tables: what a dateline, byline, folio, caption or jump line looks like.

A row is a pattern with its own proof: ``example`` must match, ``near_miss``
must not, ``why`` says which newspapers print so.  All patterns run on *closed*
lines: spaces among Han are gone, so a letterspaced 本 报 讯 reads 本报讯.  The
engine compiles each table into the few alternations that it runs; nothing
outside this module names a marker.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

from . import words
from .words import DOUBLE_SURNAMES as DOUBLE_SURNAMES
from .words import SURNAMES as SURNAMES

# A Han character, as "a letter that is no Latin one": kana and Hangul pass too, which does no harm
# here. A class of Han ranges takes `re` some milliseconds to compile each time that it occurs.
HAN = "[^\\W\\dA-Za-z_]"
DIGIT = "0-9０-９〇一二三四五六七八九十廿卅○"
# Separator of names inside a byline; a middle dot belongs to a foreign name.
_SEP = "[、，,／/╱；;\x20　及和与與]"
_OPEN, _CLOSE = "[（(〔【\\[〈<]", "[）)〕】\\]〉>]"
# The stroke between reporter and place: U+FF0F, and U+2571 in Taiwan's copy.
STROKE = "／/╱"


class Cue(NamedTuple):
    """One row: a name for what it finds, how, and the proof that it does.

    ``opens``: what a text must open with for the row to match, one of these, or () for anything;
    ``needs``: what must stand in it, one of these, or () for nothing.  A text without them is
    not held against the row, and a row that no text asks for is never compiled (`label.Rows`).
    """

    label: str
    pattern: str
    example: str
    near_miss: str
    why: str
    opens: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


# --- datelines ---------------------------------------------------------------


def any_of(listed: Iterable[str]) -> str:
    """One pattern for a list of words, the longest first.

    >>> any_of(["新华社", "中新社", "新华社客户端"])
    '(?:新华社客户端|新华社|中新社)'
    """
    return f"(?:{'|'.join(sorted(listed, key=len, reverse=True))})"


# OCR reads 1 as l, I or ', 0 as O and 日 as 曰; a day in a dateline is still a day.
_DATE = f"[{DIGIT}lIO'’]{{1,4}}月[{DIGIT}lIO'’]{{1,4}}[日号號曰]"
_PLACE = f"(?:(?!本报|本報|记者|記者|新华社|新華社)(?:{HAN}|[·])){{0,14}}?"
_HOUSE = any_of(words.HOUSES)
_AGENCY = any_of(words.AGENCIES)
_PRESS = any_of(words.PRESS)
_KNOWN = any_of((*words.HOUSES, *words.AGENCIES, *words.PRESS))
# The day of a dateline: with or without its year, without its month, or told from the day of issue.
_DAY = f"(?:[{DIGIT}]{{2,4}}年)?{_DATE}|[{DIGIT}]{{1,3}}[日号號]|[今昨][日天晨晚]"
_SITE = any_of((*words.PAPER_ENDS, *words.SITE_ENDS))
_CITY = any_of(words.CITIES)
_HOUR = f"(?:上午|下午|晨|晚|夜)?(?:[{DIGIT}]{{1,3}}[时時])?"
# What follows a dateline that could be the beginning of a word.
_FOLLOWS = f"(?=[：:，（(〔{DIGIT}昨今本近日据據])"
_FILED = "(?:综合|綜合|特|专|專|快)?(?:讯|訊)"
_TIME = f"(?:[{DIGIT}]{{1,3}}[日号號])?(?:凌晨|上午|下午|晚间|晚)?"


# One of these closes a dateline that names a day or a place.
_SENT = ("讯", "訊", "电", "電", "消息")
_TOLD = ("报道", "報道", "報導")
_WIRES = (*words.AGENCIES, *(f"{by}{agency}" for by in "据據" for agency in words.AGENCIES))
_BRACKETS = tuple("【〔〖［[（(")


def _side_by_side(before: Iterable[str], behind: Iterable[str]) -> tuple[str, ...]:
    """Where two parts of a row meet: what they can read there, each with each.

    >>> _side_by_side("报網", ("讯", "消息"))
    ('报讯', '报消息', '網讯', '網消息')
    """
    return tuple(first + second for first, second in product(before, behind))


_PAPERS_LAST = sorted(
    {name[-1] for name in (*words.PAPER_ENDS, *words.SITE_ENDS, "全媒体", "全媒體")}
)
_BRACKETS_CLOSE = "〕】）)]］〗"

DATELINES: list[Cue] = [
    Cue(
        "plain",
        f"{_HOUSE}(?:{_FILED}|[专專特急][电電])(?![息号號问問])",
        "本报讯2月21日上午",
        "本报讯息热线",
        "The county and city dailies of the mainland open a local story with it; 本報訊 in Hong Kong and Macau",
        opens=words.HOUSES,
    ),
    Cue(
        "plain",
        f"{_HOUSE}(?:综合|綜合|最新|独家|獨家)?消息(?=[：:，（(〔]|[{DIGIT}]|昨|今|据|記|记)",
        "本台消息：昨日",
        "本台消息灵通人士",
        "Broadcast and late Qing houses print 消息 for 讯",
        opens=words.HOUSES,
        needs=("消息",),
    ),
    Cue(
        "dated",
        f"{_HOUSE}{_PLACE}(?:{_DAY}){_TIME}(?:综合|專|专|特)?(?:讯|訊|电|電|消息)(?![影视視脑腦话話力台臺])",
        "本报北京1月8日讯",
        "本报北京1月8日电影周",
        "The national dailies name place and day",
        opens=words.HOUSES,
        needs=_SENT,
    ),
    Cue(
        "dated",
        f"{_HOUSE}{HAN}{{2,5}}(?:專|专)?(?:电|電)(?=(?:{HAN}|[（(　：:])|$)(?<![影供用发發充停家][电電])(?<![^丽麗衡]水[电電])",
        "本报大连电",
        "本报社长供电",
        "A filed report whose day was left out",
        opens=words.HOUSES,
        needs=("电", "電"),
    ),
    Cue(
        "dated",
        f"{_HOUSE}(?:特派|驻{HAN}{{1,6}})?(?:记者|記者)(?:{HAN}|[、]){{2,12}}?(?:{_DATE})(?:自?{HAN}{{2,6}}?)?(?:报道|報道|報導|讯|訊|电|電)",
        "本报记者李某某1月8日报道",
        "本报记者李某某1月8日在会上",
        "Sports and foreign pages sign in the dateline",
        opens=words.HOUSES,
        needs=(*_TOLD, *_SENT),
    ),
    Cue(
        "agency",
        f"[据據]?{_AGENCY}(?:{_PLACE}(?:“{HAN}{{1,6}}”号)?(?:{_DAY}){_TIME})?(?:综合|專|专|特)?(?:电|電|讯|訊|消息)(?![影视視脑腦话話力台臺])",
        "据新华社德黑兰1月8日电",
        "据新华社记者了解",
        "Wire copy; with 据 where the desk has cut it",
        opens=_WIRES,
        needs=_SENT,
    ),
    Cue(
        "agency",
        f"[据據]?{_AGENCY}(?:快讯|快訊|专特稿|專特稿|微特稿|特稿|专稿|專稿)(?=[：:，]|{HAN})(?!社)",
        "新华社专特稿美国一家",
        "新华社特稿社成立",
        "Features and flashes that the agency sends by that name",
        opens=_WIRES,
        needs=("快讯", "快訊", "特稿", "专稿", "專稿"),
    ),
    Cue(
        "agency",
        f"[据據]?{_AGENCY}(?:特派员|特派員|记者|記者)(?:{HAN}|[、]){{2,12}}?[{STROKE}]?{HAN}{{0,6}}?(?:{_DAY})(?:专|專|特)?(?:电|電|讯|訊|報導|报道|報道)(?![影视視脑腦话話力台臺])",
        "中央社記者陳某某／台北24日電",
        "中央社記者陳某某24日電視上說",
        "The reporter between agency and place, with and without the stroke",
        opens=_WIRES,
        needs=("电", "電", "讯", "訊", "報導", "报道", "報道"),
    ),
    Cue(
        "agency",
        f"[据據]?{_AGENCY}(?:{HAN}|[·]){{1,12}}?[{DIGIT}]{{1,3}}[日号號]?(?:專|专|特)?(?:电|電)(?![影视視脑腦话話力台臺])",
        "路透社倫敦十四日電",
        "路透社倫敦十四家電台",
        "The Republican press drops the month",
        opens=_WIRES,
        needs=("电", "電"),
    ),
    Cue(
        "agency",
        f"[据據]?{_AGENCY}{HAN}{{2,6}}(?:专|專)?(?:电|電)(?=(?:{HAN}|[（(：:])|$)(?<![影供用发發充停家][电電])(?<![^丽麗衡]水[电電])",
        "据新华社成都电",
        "据新华社成都停电",
        "Briefs drop the day",
        opens=_WIRES,
        needs=("电", "電"),
    ),
    Cue(
        "agency",
        f"[据據](?:{_PRESS}|中国之声|{_AGENCY})(?:客户端|客戶端|新闻|新聞|官网|官網|官方微博|微信公众号|微信公眾號)?(?:{_DATE})?消息(?=[：:，])",
        "据央视新闻客户端消息，",
        "据央视新闻部消息人士",
        "Papers of the web years take copy from accounts and apps",
        opens=("据", "據"),
        needs=("消息",),
    ),
    Cue(
        "agency",
        f"[据據](?:《{HAN}{{2,10}}》|{HAN}{{2,8}}(?:报|報|社|网|網|台|臺))(?:消息|专电|專電|電訊)(?=[：:，（(])",
        "据本市广播电台消息：",
        "据本报消息人士透露",
        "Digests of other papers",
        opens=("据", "據"),
        needs=("消息", "专电", "專電", "電訊"),
    ),
    Cue(
        "paper",
        f"{HAN}{{0,6}}(?:{_SITE})(?:全媒体|全媒體)?(?:讯|訊)(?![息号號问問])",
        "青川日报讯",
        "青川日报讯息台",
        "A group's papers and sites name themselves; evening papers by their kind alone",
        needs=_side_by_side(_PAPERS_LAST, "讯訊"),
    ),
    Cue(
        "paper",
        f"{HAN}{{0,7}}?{HAN}(?:(?:[报報]|电视台|電視臺|電視台|电台|電臺|電台)(?:专|專|特)?|社)(?:讯|訊)(?![息号號问問])",
        "青川特区报讯",
        "文教出版社訊息",
        "Any paper by its name, stations and the small agencies of Hong Kong and the Republican years",
        needs=_side_by_side("报報台臺社专專特", "讯訊"),
    ),
    Cue(
        "paper",
        f"{HAN}{{1,6}}(?:{_SITE})(?:{HAN}{{2,6}}?)?(?:{_DATE})(?:综合|专|專)?(?:讯|訊|电|電|消息)(?![息号號问問])",
        "大湖网青川2月24日讯",
        "大湖网青川2月24日上线",
        "Sites and groups with place and day; the national dailies, whose digital editions name themselves for 本报",
        needs=_side_by_side("日号號曰合专專", _SENT),
    ),
    Cue(
        "paper",
        f"{_PRESS}(?:（{HAN}{{2,8}}）)?消息{_FOLLOWS}",
        "央视网消息：昨日",
        "央视网消息人士",
        "Stations and their sites, as papers take them over",
        opens=words.PRESS,
        needs=("消息",),
    ),
    Cue(
        "city",
        f"{_CITY}(?:讯|訊|[专專特急][电電]|通[信訊讯]){_FOLLOWS}",
        "漢口訊：昨日",
        "上海讯飞公司",
        "A letter or a dispatch from a great city, older papers and overseas ones",
        opens=words.CITIES,
        needs=("讯", "訊", "电", "電", "通"),
    ),
    Cue(
        "digest",
        f"(?:本报|本報)?(?:综合|綜合)(?:(?:{_KNOWN}[、和及]?){{1,4}}(?:记者|記者)?)?(?:外电|外電)?(?:消息|报道|報道|報導|外电|外電|电|電)(?=[：:，]|本报|[据據昨今])",
        "综合消息：各地",
        "综合消息人士的说法",
        "Foreign desks sum up several wires",
        opens=("本报", "本報", "综", "綜"),
        needs=("消息", *_TOLD, "外电", "外電", "电", "電"),
    ),
    Cue(
        "bracket",
        f"[【〔\\[]{_HOUSE}(?:综合)?(?:讯|訊|消息|專訊|专讯|特訊|综合报道|綜合報道|綜合報導)(?![息号號])[^】〕\\]。，]{{0,14}}[】〕\\]]",
        "【本報訊】昨日",
        "【本報訊息】",
        "Hong Kong and Macau dailies set the mark in lenticular brackets",
        opens=("【", "〔", "["),
        needs=("讯", "訊", "消息", "综合报道", "綜合報道", "綜合報導"),
    ),
    Cue(
        "bracket",
        f"[（(［\\[]{_HOUSE}(?:{_FILED}|(?:[专專特急])?[电電]|消息)[）)］\\]](?=.)",
        "（本报讯）昨日",
        "（本报讯息）",
        "Round brackets for the lenticular ones, county papers and bulletins; alone on its line it closes a text",
        opens=("（", "(", "［", "["),
        needs=_side_by_side(_SENT, _BRACKETS_CLOSE),
    ),
    Cue(
        "bracket",
        f"[【（(〔]{HAN}{{1,6}}[报報网網社台](?:综合|綜合)?(?:报道|報道|報導)[】）)〕]",
        "【濠江日報報道】昨日",
        "【學校報道隊】",
        "Hong Kong and Macau digests name the paper that reports",
        opens=_BRACKETS,
        needs=("报道", "報道", "報導"),
    ),
    Cue(
        "bracket",
        "[【〔〖［](?:本报讯|特訊|特讯|專訊|专讯|專電|专电|快訊|快讯|短訊|又訊|又讯|(?:综合|綜合)(?:外电|外電)?(?:报道|報道|報導|消息|外電))[】〕〗］]|[（(](?:本報|本社)?(?:特訊|專訊|專電|訊)[）)]",
        "【特訊】澳門",
        "【特訊號碼】",
        "Special dispatch, Macau and overseas papers",
        opens=_BRACKETS,
        needs=_side_by_side((*_SENT, *_TOLD), _BRACKETS_CLOSE),
    ),
    Cue(
        "bracket",
        f"[〔【（(\\[［](?:{HAN}{{0,6}}[{STROKE}]?)?(?:記者|记者|特派員|特派员|通訊員|實習記者|中心|編譯|编译)(?:{HAN}|[·、{STROKE}]){{2,24}}?(?:報導|报导|報道|报道|電|电|訊|讯|特稿|專訪)[〕】）)\\]］]",
        "〔記者林某某／台北報導〕",
        "（记者林某某报道员）",
        "Taiwan's dailies: reporter, place and 報導 in tortoise-shell brackets",
        opens=_BRACKETS,
        needs=_side_by_side(("报导", *_TOLD, *_SENT, "特稿", "專訪"), _BRACKETS_CLOSE),
    ),
    Cue(
        "bracket",
        f"[【〔（(［](?:{HAN}|[·、]){{2,16}}[{STROKE}](?:{HAN}|[·]){{2,10}}(?:報導|报导|報道|电|電|訊|讯)[】〕）)］]",
        "【林某某／台中報導】",
        "【林某某／台中報導組】",
        "Taiwan's dailies without the role word",
        opens=_BRACKETS,
        needs=tuple(STROKE),
    ),
    Cue(
        "bracket",
        f"[（(〔【［\\[][据據]?{_AGENCY}[^）)〕】］\\]。]{{0,24}}?(?:电|電|讯|訊|報導|报道)[）)〕】］\\]]",
        "（中央社記者林某某台北14日電）",
        "（中央社記者林某某攝）",
        "Wire copy in Taiwan stands in brackets",
        opens=_BRACKETS,
        needs=words.AGENCIES,
    ),
    Cue(
        "bracket",
        f"[〔【［\\[](?:(?:{_HOUSE})?{HAN}{{2,6}}|{_HOUSE})(?:[{DIGIT}]{{1,3}}[日号號])?(?:下午|上午|晚)?(?:專|专|特|急|航)?(?:電|电|訊|讯|通信)[〕】］\\]]",
        "〔南京十四日專電〕",
        "〔南京十四日電車〕",
        "The Republican press brackets place and day",
        opens=("〔", "【", "［", "["),
        needs=_side_by_side((*_SENT, "通信"), _BRACKETS_CLOSE),
    ),
    Cue(
        "republican",
        f"本報{HAN}{{2,5}}[{DIGIT}]{{1,3}}日(?:下午|上午|晚)?(?:專|特|急)?電",
        "本報南京十四日專電",
        "本報南京十四日電燈公司議",
        "The Republican press, without brackets",
        opens=("本",),
        needs=("電",),
    ),
    Cue(
        "republican",
        f"[▲△◎○●◆（(]?{HAN}{{2,4}}[{DIGIT}]{{1,3}}日{_HOUR}(?:專|特|急)?電(?![告請令覆復邀賀召勸呈約稱知])[）)]?",
        "▲南京十四日電",
        "大會十四日電請",
        "Telegrams set one below the other, each with place and day alone",
        needs=_side_by_side("日午晨晚夜时時專特急", "電"),
    ),
    Cue(
        "republican",
        f"[▲△◎○●◆]{HAN}{{2,4}}(?:[專特急]電|訊)(?![息號])|[（(][{DIGIT}]{{1,3}}日{_HOUR}[專特急]?電[）)]",
        "●望陂專電昨晚",
        "●重慶電車",
        "The same with the day alone or the place alone",
        opens=tuple("▲△◎○●◆（("),
        needs=("專電", "特電", "急電", "訊", "電）", "電)"),
    ),
    Cue(
        "republican",
        f"[▲△](?:{any_of(words.WIRED)})電(?![廠局告請令覆復邀賀召勸呈約稱知料纜機池梯])",
        "▲北京電財政部昨召",
        "▲節約用電從我做起",
        "The same with a triangle before it and the place alone; only of places that telegrams came from",
        opens=("▲", "△"),
        needs=("電",),
    ),
    Cue(
        "reporter",
        f"(?:記者){HAN}{{2,4}}?{_CITY}(?:報導|電)(?![影視力話子車燈台臺])",
        "記者陳某某台北報導",
        "記者陳某某台北電影節",
        "Taiwan's copy where the stroke is lost",
        opens=("記者",),
        needs=("報導", "電"),
    ),
    Cue(
        "republican",
        f"本[報报]{HAN}{{2,4}}(?:特|專|专)?(?:訊|讯|通信)(?![息號号問问])",
        "本報望陂訊昨晚",
        "本報望陂訊息不通",
        "The Republican press names the place alone",
        opens=("本",),
        needs=("讯", "訊", "通信"),
    ),
    Cue(
        "agency",
        f"{_AGENCY}[{STROKE}]{HAN}{{2,6}}(?:{_DAY})(?:專|专)?[電电讯訊]",
        "中央社／台北14日電",
        "中央社／台北14日電視",
        "Taiwan's pages without brackets: the agency, a stroke, place and day",
        opens=_WIRES,
        needs=tuple(STROKE),
    ),
    Cue(
        "digest",
        "本[报報](?:综合|綜合)(?:消息|报道|報道|報導)",
        "本报综合报道台风",
        "本报综合版报道",
        "A desk's own summary",
        opens=("本",),
        needs=("消息", *_TOLD),
    ),
    Cue(
        "bracket",
        f"(?:(?:{_HOUSE})?(?:特派|駐{HAN}{{1,4}})?(?:記者|特派員))?{HAN}{{2,4}}(?:、{HAN}{{2,4}}){{0,2}}[{STROKE}]{HAN}{{2,5}}(?:報導|报导|報道)",
        "陳某某／霧溪報導",
        "文／報導組",
        "Taiwan's weeklies set reporter and place without brackets",
        needs=tuple(STROKE),
    ),
]
# 電燈 and its like are excluded here and not row by row: one list of words that 電 or 讯 begins.
_NOT_WIRE = "(?:(?<![电電讯訊])|(?![燈灯影视視脑腦话話力台臺車车器网網報]))"


# --- bylines -----------------------------------------------------------------

_NAME = f"{HAN}{{2,4}}|{HAN}{{1,8}}·(?:{HAN}|[·]){{1,12}}"
# Ornaments that lead in a byline under a headline.
ORNAMENTS = "□■●◆○◎▲△★☆▌"
_QUALIFIER = any_of(words.QUALIFIERS)
ROLE = any_of(words.ROLE_WORDS)
_ENDS = any_of((*words.PAPER_ENDS, *words.STATION_ENDS))
_ORG = f"(?:{_KNOWN}|(?!{HAN}{{2,9}}?(?:{_HOUSE}|[新中][华華新央]社))(?:{HAN}{{0,8}}?(?:{_ENDS})|{HAN}{{2,8}}?[报報社]))"
POST = f"(?:[驻駐]{HAN}{{1,8}}?)?(?:{_QUALIFIER}){{0,3}}"
# Where a reporter belongs, before the role word; the second also between names run together.
OUTLET = f"(?:{_ORG}){{0,2}}"
KNOWN_OUTLET = f"{_KNOWN}{{0,2}}"
_STAFF = (
    f"(?:压题|题图|資料|资料)?(?:照片摄影|照片|图片)：|{OUTLET}{POST}(?:{any_of(words.SIGNING)})"
)

# What stands between the brackets of a byline.
BYLINES: list[Cue] = [
    Cue(
        "staff",
        f"(?![据據])(?:{_STAFF})[：:]?(?:{_NAME})?(?:{HAN}|[·、，,／/╱\x20]){{0,60}}",
        "本报记者李某某、通讯员王某",
        "据本报记者了解",
        "Role word first: every mainland paper, at the head or the tail",
        needs=("：", *words.SIGNING),
    ),
    Cue(
        "names",
        f"(?:{_NAME})(?:{_SEP}(?:{_NAME}))*",
        "孙某某、李某",
        "图",
        "Bare names in brackets at the tail",
    ),
    Cue(
        "names",
        f"{HAN}{{4,12}}",
        "孙某某李某",
        "据统计，",
        "Two or three names run together",
    ),
    Cue(
        "agency",
        f"(?:本[栏报欄報]|以上)?(?:均|综合|綜合)?[据據]?(?:{_KNOWN}[、，和及]?){{1,4}}(?:(?:{HAN}{{0,12}}(?:{_DATE})?)?(?:供本报)?(?:专|特)?(?:电|電|稿|讯|訊|专电|專電|供稿|供图|供圖|消息|专稿|特稿)|[发發]|综合|綜合)",
        "据新华社电",
        "本报珍藏版首发",
        "Wire copy signed at the tail",
    ),
    Cue(
        "titled",
        f"(?:{HAN}|[（）、]){{4,28}}(?:{_NAME})",
        "国家信息中心毛某某",
        "下转第三版",
        "A contributor with his office",
    ),
    Cue(
        "act",
        f"(?:{_NAME})(?:{_SEP}(?:{_NAME})){{0,4}}(?:[／/╱]?{ROLE}|[／/╱](?:文图|图文|[文图圖摄攝]))(?:{_SEP}?(?:{_NAME})(?:[／/╱]?{ROLE}|[／/╱][文图圖摄攝]))?",
        "李某／文",
        "李某文章",
        "What each has done stands behind the name: weeklies, supplements, translated copy",
    ),
    Cue(
        "source",
        f"(?:均)?(?:[据據]|综合|綜合|来源|來源|稿源|原载|转自|摘自)[：:]?(?:《?(?:{_KNOWN}|{HAN}{{1,8}}(?:{_ENDS}))》?(?:客户端|官网|微博|公众号|网站)?[、，和及]?){{1,4}}(?:等)?(?:消息|报道|報道|報導)?",
        "据新华社",
        "据本报记者了解",
        "In brackets at the tail, from whom the piece was taken; county papers and Hong Kong digests",
    ),
]

# Where an ornament or 文／ sets the byline off, on a line of its own or behind a headline.
MARKED: list[Cue] = [
    Cue(
        "mark",
        f"[{ORNAMENTS}](?:{HAN}|[·、／/╱：:\x20]){{2,40}}$",
        "焊花如血□王某某",
        "●昨日降温，",
        "Features of the mainland's national papers and of weeklies",
    ),
    Cue(
        "stroke",
        f"文[／/╱](?![图圖])(?:{HAN}|[·、]){{2,24}}(?:[／/╱]?[图圖摄攝][／/╱](?:{HAN}|[·、]){{2,12}})?$",
        "文／林某某",
        "文／图",
        "Supplements and Taiwan's and Hong Kong's features",
    ),
    Cue(
        "colon",
        f"[文撰][：:]{HAN}{{2,4}}(?:、{HAN}{{2,4}})*$",
        "文：林某某",
        "文：见第三版下方",
        "Hong Kong's features and the mainland's weeklies",
        opens=("文：", "文:", "撰：", "撰:"),
    ),
]

# The writer of a letter, on a line of his own below it.
LETTERS: list[Cue] = [
    Cue(
        "reader",
        f"(?:读者|讀者)(?!文摘|来信|來信)[{''.join(sorted(words.COMMON_SURNAMES))}]{HAN}{{1,2}}",
        "读者李明",
        "读者文摘",
        "Letters to the editor are signed so",
        opens=("读者", "讀者"),
    ),
]

# A reporter who is named in the lead, behind the dateline or before a colon.
_SIGNS_LEAD = ("记者", "記者", "通讯员", "通訊員", "特派员", "特派員", "实习生", "實習生")
_REPORTER = f"(?:{_HOUSE})?{POST}{any_of(_SIGNS_LEAD)}[：:]?{HAN}{{2,9}}(?:、{HAN}{{2,4}}){{0,4}}"
REPORTED: list[Cue] = [
    Cue(
        "lead",
        f"(?:{_REPORTER}[、，]?){{1,3}}?(?:摄影报道|攝影報道|综合报道|報導|报导|报道|報道)[：:，]?",
        "记者李某某、通讯员王某报道：",
        "记者李某某、王某昨日从县里获悉",
        "County papers, radio copy and older papers name the reporter in the lead",
        opens=(*words.HOUSES, "驻", "駐", *words.QUALIFIERS, *_SIGNS_LEAD),
    ),
]

# Brackets at a paragraph's end that sign nothing.
REMARKS: list[Cue] = [
    Cue(
        "note",
        "(?:作者|编者|編者|记者|記者|译者|譯者|笔者|筆者)(?:注|註|按|手记|手記|系|係|为|為|爲|是|现为|現為|单位|單位|简介|簡介|近照|附言|就职|就職).*",
        "作者为某研究院院长",
        "作者李为民",
        "Who the author is, and what an editor notes; the name stands elsewhere",
        opens=tuple("作编編记記译譯笔筆"),
    ),
    Cue(
        "end",
        "完|全文完|待续|未完|未完待续|未完待續|續完|待續|續",
        "完",
        "孙完某",
        "End marks of serials",
        needs=("完", "续", "續"),
    ),
    Cue(
        "part",
        "[上中下续續]|[之]?[一二三四五六七八九十]{1,3}|\\d{1,3}",
        "三",
        "三石",
        "Part numbers",
    ),
    Cue(
        "picture",
        "附?[图圖]片?[一二三四五六七八九十\\d]*[张張]?|附照片|附[图圖表]|[见見上左右下题題插][图圖]|(?:本报|本報)?[资資]料(?:[图圖]片?|照片)|[图圖][一二三四\\d①-⑳]|老照片|数码传真照片|數碼傳真照片|[图圖](?:片|文)?(?:来自|來自|无关|無關|与|與).*|.{0,6}截[图圖]|[左右前后後中](?:[一二三四五六]|排).{0,8}",
        "附图片4张",
        "图片孙某",
        "Pointers to a picture",
        needs=("图", "圖", "照片", "附表", *"左右前后後中"),
    ),
    Cue(
        "jump",
        "[上下][转接轉][^）)]*|.{0,6}全文[见見].*|.*[另见見][^）)]*版",
        "下转第三版",
        "下某某",
        "Jump lines stand in brackets too",
        needs=("转", "接", "轉", "全文", "版"),
    ),
    Cue(
        "title",
        "修[订訂][本稿]|(?:略|本文)?有(?:删节|删改|刪節|刪改)|[续續][昨完前]|完[结結]篇|本版完|[节節][选選]|摘要|摘[编編]|草案|[试試]行|[暂暫]行|代序|[连連][载載].*|[选選]登|摘自.*|[选選]自.*|原[载載].*|[转轉][载載].*",
        "节选",
        "节某",
        "Remarks on the text",
        needs=(
            *"续續摘修篇序登选選载載行",
            "有删",
            "有刪",
            "版完",
            "草案",
        ),
    ),
    Cue(
        "medium",
        "(?:中国|油|国|國|水墨|水粉|水彩|版|漆|年|漫|连环|农民|儿童)画|(?:中國|油|國|水墨|水粉|水彩|版|漆|年|漫|連環|農民|兒童)畫|手指画|速写|速寫|素描|书法|書法|剪纸|剪紙|木刻|篆刻|雕塑|泥塑|歌词|歌詞",
        "水墨画",
        "水墨某",
        "What a reproduced work is made in",
        needs=tuple("画畫写寫描书書剪刻塑歌"),
    ),
    Cue(
        "office",
        "街道[办辦]?|高速|[国國]道|省道|[国國]有|民[营營]|中[国國]|化名|均?[为為]化名|音[译譯]|[译譯]音|下同|同上|[镇鎮乡鄉村区區县縣市省州国國组組团團筹籌]|集[团團]|股份|有限公司|[简簡][称稱].*|下[称稱].*|以下.*|包括.*|含.*|即.*|[编編][号號].*|[标標]题.*|標題.*|[题題]目.*|文中.*|略",
        "街道",
        "街某某",
        "Clarifying brackets",
    ),
]

PHOTO_CREDITS: list[Cue] = [
    Cue(
        "credit",
        f"[（(〈<]?(?:[图圖]片|照片|[图圖]|文／?[图圖])?[：:／/╱]?(?:(?:{HAN}|[·、／/╱]){{2,24}}?)[／/╱]?(?:摄影报道|攝影報道|摄影|攝影|摄|攝|供图|供圖|文／?[图圖])[）)〉>]?[。.]?$",
        "李某某摄",
        "李某某摄影家",
        "The credit that closes a caption",
    ),
    Cue(
        "credit",
        f"[（(〈<](?:[图圖]片|照片|[图圖])?[：:／/╱]?(?:{HAN}{{2,14}}?)?(?:摄影|攝影|[图圖]片|摄|攝)[：:／/╱]?(?:{_NAME})[）)〉>]$",
        "（摄影：李某）",
        "（摄影：展览）会",
        "The credit with the role first",
    ),
]

CAPTION_OPENERS: list[Cue] = [
    Cue(
        "caption",
        "[图圖](?:[为為爲①1一：左右上下])|[左右上下][图圖]",
        "图为志愿者",
        "图书馆",
        "Captions open with 图为",
        opens=tuple("图圖左右上下"),
    ),
    Cue(
        "caption",
        "日前，|近日，",
        "日前，志愿者",
        "日，志愿者",
        "Or with a day that is told from the day of issue",
        opens=("日前", "近日"),
    ),
    Cue(
        "caption",
        f"(?:{_DATE}|昨日|昨天|今日)[，,]?",
        "9月14日，游客",
        "9月中旬",
        "Or with the day of the picture",
        needs=("月", "昨", "今"),
    ),
]


# What stands before the name of an author under a headline, up to the name.
CONTRIBUTORS: list[Cue] = [
    Cue(
        "place",
        f"{HAN}{{2,6}}?[省市县縣区區州盟旗](?:{HAN}{{0,16}}?(?:[省市县縣区區州盟旗乡鄉镇鎮村厂廠局院校所部社委队隊司团團处處科室心矿礦]|[银銀支分总總]行))?",
        "青川省云泊市交通局",
        "青川县建成首条自行",
        "Letters and comment pages set place and office before the name",
    ),
    Cue(
        "title",
        f"(?![访訪记記与與听聽悼忆憶看]|走近|纪念|紀念|学习|學習)(?:{HAN}|、){{2,22}}(?:书记|書記|主席|行长|行長|院长|院長|校长|校長|会长|會長|部长|部長|厅长|廳長|局长|局長|司长|司長|处长|處長|所长|所長|主任|省长|省長|市长|市長|县长|縣長|秘书长|秘書長|董事长|董事長|经理|經理|教授|研究员|研究員|工程师|工程師|律师|律師|医师|醫師|理事|团长|團長|馆长|館長|台长|臺長|社长|社長|总编辑|總編輯|讲师|講師)",
        "水利厅厅长",
        "访水利厅厅长",
        "The same with the author's title: articles by officials and scholars",
    ),
    Cue(
        "body",
        f"{HAN}{{1,14}}(?:大学|大學|学院|學院|中心|公司|集团|集團|银行|銀行|研究[所院会]|[厂廠局院校所部社])",
        "国家信息中心",
        "信息中心的",
        "And with his institution alone",
    ),
]
# The line under a picture story's headline.
PICTURED: list[Cue] = [
    Cue(
        "picture story",
        f"({HAN}{{2,4}})(?:摄影报道|攝影報道|文／图|图／文)",
        "邢某某摄影报道",
        "摄影报道比赛",
        "Who wrote and photographed it",
    ),
]


def alternation(table: list[Cue]) -> str:
    """One pattern out of a table, its rows in order.

    >>> alternation([Cue("a", "x", "x", "y", ""), Cue("b", "z", "z", "y", "")])
    '(?:x)|(?:z)'
    """
    return "|".join(f"(?:{row.pattern})" for row in table)
