"""Tables: what a dateline, byline, folio, caption or jump line looks like.

A row is a pattern with its own proof: ``example`` must match, ``near_miss``
must not, ``why`` says which newspapers print so.  All patterns run on *closed*
lines: spaces among Han are gone, so a letterspaced 本 报 讯 reads 本报讯.  The
engine compiles each table into the few alternations that it runs; nothing
outside this module names a marker.
"""

from __future__ import annotations

from typing import NamedTuple

# A Han character, as "a letter that is no Latin one": kana and Hangul pass too, which does no harm
# here. A class of Han ranges takes `re` some milliseconds to compile each time that it occurs.
HAN = "[^\\W\\dA-Za-z_]"
DIGIT = "0-9０-９〇一二三四五六七八九十廿卅○"
# Separator of names inside a byline; a middle dot belongs to a foreign name.
_SEP = "[、，,／/；;\x20　及和与與]"
_OPEN, _CLOSE = "[（(〔【\\[〈<]", "[）)〕】\\]〉>]"


class Cue(NamedTuple):
    """One row: a name for what it finds, how, and the proof that it does."""

    label: str
    pattern: str
    example: str
    near_miss: str
    why: str


# --- datelines ---------------------------------------------------------------

# OCR reads 1 as l, I or ', 0 as O and 日 as 曰; a day in a dateline is still a day.
_DATE = f"[{DIGIT}lIO'’]{{1,4}}月[{DIGIT}lIO'’]{{1,4}}[日号號曰]"
_PLACE = f"(?:(?!本报|本報|记者|記者|新华社|新華社)(?:{HAN}|[·])){{0,14}}?"
_HOUSE = "本(?:报|報|刊|台|臺|网|網|社|市|县|縣|院|校|局)"
_AGENCY = (
    "(?:新华社|新華社|新华网|新華網|中新社|中新网|中央社|中国新闻社|中國新聞社|人民网|法新社|路透社|路透電|美联社|美聯社|"
    "合众社|合眾社|共同社|塔斯社|俄通社|德新社|安莎社|埃菲社|韩联社|韓聯社|朝中社|越通社|国新社|國新社|哈瓦斯社|哈瓦斯|同盟社|電通社|海通社|國民社|申時社)"
)
_TIME = f"(?:[{DIGIT}]{{1,3}}[日号號])?(?:凌晨|上午|下午|晚间|晚)?"

DATELINES: list[Cue] = [
    Cue(
        "plain",
        f"{_HOUSE}(?:讯|訊)(?![息号號问問])",
        "本报讯2月21日上午",
        "本报讯息热线",
        "The county and city dailies of the mainland open a local story with it; 本報訊 in Hong Kong and Macau",
    ),
    Cue(
        "plain",
        f"{_HOUSE}(?:综合)?消息(?=[：:，（(〔]|[{DIGIT}]|昨|今|据|記|记)",
        "本台消息：昨日",
        "本台消息灵通人士",
        "Broadcast and late Qing houses print 消息 for 讯",
    ),
    Cue(
        "dated",
        f"{_HOUSE}{_PLACE}(?:{_DATE}){_TIME}(?:综合|專|专|特)?(?:讯|訊|电|電|消息)(?![影视脑话力台])",
        "本报北京1月8日讯",
        "本报北京1月8日电影周",
        "The national dailies name place and day",
    ),
    Cue(
        "dated",
        f"{_HOUSE}{HAN}{{2,5}}(?:專|专)?(?:电|電)(?=(?:{HAN}|[（(　：:])|$)(?<![影供用发發充停家][电電])(?<![^丽麗衡]水[电電])",
        "本报大连电",
        "本报社长供电",
        "A filed report whose day was left out",
    ),
    Cue(
        "dated",
        f"{_HOUSE}(?:特派|驻{HAN}{{1,6}})?(?:记者|記者)(?:{HAN}|[、]){{2,12}}?(?:{_DATE})(?:自{HAN}{{2,6}})?(?:报道|報道|報導|讯|訊|电|電)",
        "本报记者李某某1月8日报道",
        "本报记者李某某1月8日在会上",
        "Sports and foreign pages sign in the dateline",
    ),
    Cue(
        "agency",
        f"[据據]?{_AGENCY}(?:{_PLACE}(?:{_DATE}){_TIME})?(?:综合|專|专|特)?(?:电|電|讯|訊|消息)(?![影视脑话力台])",
        "据新华社德黑兰1月8日电",
        "据新华社记者了解",
        "Wire copy; with 据 where the desk has cut it",
    ),
    Cue(
        "agency",
        f"[据據]?{_AGENCY}(?:{HAN}|[·]){{1,12}}?[{DIGIT}]{{1,3}}[日号號]?(?:專|专|特)?(?:电|電)(?![影视脑话力台])",
        "路透社倫敦十四日電",
        "路透社倫敦十四家電台",
        "The Republican press drops the month",
    ),
    Cue(
        "agency",
        f"[据據]?{_AGENCY}{HAN}{{2,6}}(?:专|專)?(?:电|電)(?=(?:{HAN}|[（(：:])|$)(?<![影供用发發充停家][电電])(?<![^丽麗衡]水[电電])",
        "据新华社成都电",
        "据新华社成都停电",
        "Briefs drop the day",
    ),
    Cue(
        "agency",
        f"[据據](?:《{HAN}{{2,10}}》|{HAN}{{2,8}}(?:报|報|社|网|網|台))(?:消息|专电|電訊)(?=[：:，（(])",
        "据本市广播电台消息：",
        "据本报消息人士透露",
        "Digests of other papers",
    ),
    Cue(
        "paper",
        f"{HAN}{{1,6}}(?:日报|晚报|早报|晨报|时报|商报|快报|周报|都市报|日報|晚報|早報|時報|周報)(?:讯|訊)(?![息号號问問])",
        "青川日报讯",
        "青川日报讯息台",
        "A group's papers name the paper itself",
    ),
    Cue(
        "digest",
        "(?:本报)?(?:综合|綜合)(?:消息|报道|報道|報導|外电|外電)(?=[：:，]|本报|[据據昨今])",
        "综合消息：各地",
        "综合消息人士的说法",
        "Foreign desks sum up several wires",
    ),
    Cue(
        "bracket",
        f"[【〔\\[]{_HOUSE}(?:综合)?(?:讯|訊|消息|專訊|专讯|特訊|綜合報道)(?![息号號])[^】〕\\]。，]{{0,14}}[】〕\\]]",
        "【本報訊】昨日",
        "【本報訊息】",
        "Hong Kong and Macau dailies set the mark in lenticular brackets",
    ),
    Cue(
        "bracket",
        "[【〔](?:特訊|特讯|專訊|专讯|專電|专电|快訊|快讯|短訊|又訊|又讯)[】〕]",
        "【特訊】澳門",
        "【特訊號碼】",
        "Special dispatch, Macau and overseas papers",
    ),
    Cue(
        "bracket",
        f"[〔【（(\\[](?:{HAN}{{0,6}})?(?:記者|记者|特派員|特派员|通訊員|實習記者|中心|編譯|编译)(?:{HAN}|[·、／/]){{2,24}}?(?:報導|报导|報道|报道|電|电|訊|讯|特稿|專訪)[〕】）)\\]]",
        "〔記者林某某／台北報導〕",
        "（记者林某某报道员）",
        "Taiwan's dailies: reporter, place and 報導 in tortoise-shell brackets",
    ),
    Cue(
        "bracket",
        f"[【〔](?:{HAN}|[·]){{2,12}}[／/](?:{HAN}|[·]){{2,10}}(?:報導|报导|報道|电|電|訊|讯)[】〕]",
        "【林某某／台中報導】",
        "【林某某／台中報導組】",
        "Taiwan's dailies without the role word",
    ),
    Cue(
        "bracket",
        f"[（(〔【][据據]?{_AGENCY}[^）)〕】。]{{0,24}}?(?:电|電|讯|訊|報導|报道)[）)〕】]",
        "（中央社記者林某某台北14日電）",
        "（中央社記者林某某攝）",
        "Wire copy in Taiwan stands in brackets",
    ),
    Cue(
        "bracket",
        f"[〔【［\\[](?:{_HOUSE})?{HAN}{{2,6}}(?:[{DIGIT}]{{1,3}}[日号號])?(?:下午|上午|晚)?(?:專|专|特|急|航)?(?:電|电|訊|讯|通信)[〕】］\\]]",
        "〔南京十四日專電〕",
        "〔南京十四日電車〕",
        "The Republican press brackets place and day",
    ),
    Cue(
        "republican",
        f"本報{HAN}{{2,5}}[{DIGIT}]{{1,3}}日(?:下午|上午|晚)?(?:專|特|急)?電",
        "本報南京十四日專電",
        "本報南京十四日電燈公司議",
        "The Republican press, without brackets",
    ),
    Cue(
        "republican",
        f"本[報报]{HAN}{{2,4}}(?:特|專|专)?(?:訊|讯|通信)(?![息號号問问])",
        "本報望陂訊昨晚",
        "本報望陂訊息不通",
        "The Republican press names the place alone",
    ),
    Cue(
        "digest",
        "本[报報](?:综合|綜合)(?:消息|报道|報道|報導)",
        "本报综合报道台风",
        "本报综合版报道",
        "A desk's own summary",
    ),
    Cue(
        "bracket",
        f"{HAN}{{2,4}}[／/]{HAN}{{2,5}}(?:報導|报导|報道)",
        "陳某某／霧溪報導",
        "文／報導組",
        "Taiwan's weeklies set reporter and place without brackets",
    ),
]
# 電燈 and its like are excluded here and not row by row: one list of words that 電 or 讯 begins.
_NOT_WIRE = "(?:(?<![电電讯訊])|(?![燈灯影视視脑腦话話力台臺車车器网網報]))"


# --- bylines -----------------------------------------------------------------

# Single-character surnames by the 2020 name report of the Ministry of Public Security and the
# Hundred Family Surnames, in both scripts.
SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭肖程曹袁邓鄧许許傅沈曾彭吕呂"
    "苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻闫余潘杜戴夏钟鐘锺汪田任姜范範方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍"
    "万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文庞龐樊兰蘭殷施陶洪翟安颜顏倪严嚴牛温溫芦季俞章鲁魯葛伍韦韋申尤毕畢聂聶丛焦"
    "向柳邢路岳齐齊梅莫庄莊辛管祝左涂祁时時凤童卞霍欧歐甘包司柏宁寧符舒阮柯纪紀詹冷应應车車盛费費谷靳辜关關苗凌欒栾尚游"
    "单單裴房屈鲍鮑覃项項解甄曲华華宗窦竇骆駱靖闵閔池刁隋苑欧边邊佟娄婁邬鄔卫衛蒲查米仇巩鞏储儲卓冉简簡景党晏荣榮隆宫宮艾桂"
    "饶饒瞿桑沙麦麥连連古戚戈郁胥芮木晋晉敖匡仲晁蔺藺邸帅帥迟遲雍全敬么幸鹿桓隗佘虞廉谈談苟阳陽尧堯鄢井丘习習巫原支商滕练諸诸"
    "鞠花满滿水明门門冀宓蓬麻印强來来危竺蓝藍奚双雙茅鹏杭步乌烏闻聞于付占戎历曆束郎贡貢降辛代那和海黑扎阿巴才达德尼塔买赛吉"
    "区區楚官容庾乐樂郜浦翁封衡糜宿怀懷浦冒粟濮尉蒙寿壽郗扈燕暨鱼魚牟缪繆干利欣阚闞东東殳沃夔辛撒冼展位牧山仉督琴况逯丰豐"
)
DOUBLE_SURNAMES = frozenset(
    [
        "欧阳",
        "歐陽",
        "司马",
        "司馬",
        "上官",
        "诸葛",
        "諸葛",
        "东方",
        "東方",
        "皇甫",
        "尉迟",
        "尉遲",
        "公孙",
        "公孫",
        "慕容",
        "令狐",
        "宇文",
        "长孙",
        "長孫",
        "司徒",
        "司空",
        "夏侯",
        "闻人",
        "聞人",
        "端木",
        "百里",
        "南宫",
        "南宮",
    ]
)

# Role words, longest first; the role is the schema's.
ROLE_WORDS: list[tuple[str, str]] = [
    ("通讯员", "correspondent"),
    ("通訊員", "correspondent"),
    ("特约撰稿人", "author"),
    ("特約撰述", "author"),
    ("评论员", "author"),
    ("評論員", "author"),
    ("实习生", "intern"),
    ("實習生", "intern"),
    ("实习记者", "intern"),
    ("實習記者", "intern"),
    ("记者", "reporter"),
    ("記者", "reporter"),
    ("特派员", "reporter"),
    ("特派員", "reporter"),
    ("摄影报道", "photographer"),
    ("攝影報道", "photographer"),
    ("摄影", "photographer"),
    ("攝影", "photographer"),
    ("图片", "photographer"),
    ("照片", "photographer"),
    ("供图", "photographer"),
    ("供圖", "photographer"),
    ("摄", "photographer"),
    ("攝", "photographer"),
    ("编译", "translator"),
    ("編譯", "translator"),
    ("翻译", "translator"),
    ("翻譯", "translator"),
    ("译", "translator"),
    ("譯", "translator"),
    ("插图", "illustrator"),
    ("插圖", "illustrator"),
    ("漫画", "illustrator"),
    ("制图", "illustrator"),
    ("绘", "illustrator"),
    ("繪", "illustrator"),
    ("整理", "editor"),
    ("编辑", "editor"),
    ("編輯", "editor"),
    ("撰文", "author"),
    ("读者", "author"),
    ("讀者", "author"),
    ("作者", "author"),
    ("文", "author"),
    ("图", "photographer"),
    ("圖", "photographer"),
    ("供稿", "author"),
    ("撰稿", "author"),
]

_NAME = f"{HAN}{{2,4}}|{HAN}{{1,8}}·(?:{HAN}|[·]){{1,12}}"
_QUALIFIER = "(?:特约|特約|特派|首席|见习|見習|实习|實習|全媒体|全媒體|融媒体|融媒|文字|摄影|攝影|本栏|高级|资深|体育|综合)"
_ORG = f"(?:{_HOUSE}|{_AGENCY}|{HAN}{{2,8}}(?:日报|晚报|报|社|电视台|广播电台|通讯社|日報|晚報|報|電視臺|電視台|電臺|電台))"
_STAFF = f"(?:压题)?(?:照片摄影|照片|图片)：|(?:{_ORG})?(?:驻{HAN}{{1,8}}?)?(?:{_QUALIFIER})*(?:记者站|记者|記者|读者|讀者|通讯员|通訊員|特约撰稿人|评论员|評論員|实习生|實習生|特派员|特派員|编译|編譯|撰稿|作者|编辑|摄影|攝影|摄影报道|编者)"

# What stands between the brackets of a byline.
BYLINES: list[Cue] = [
    Cue(
        "staff",
        f"(?![据據])(?:{_STAFF})[：:]?(?:{_NAME})?(?:{HAN}|[·、，,／/\x20]){{0,60}}",
        "本报记者李某某、通讯员王某",
        "据本报记者了解",
        "Role word first: every mainland paper, at the head or the tail",
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
        f"(?:本[栏报]|以上)?(?:均|综合)?[据據]?(?:{_AGENCY}|{_HOUSE})(?:{HAN}{{0,12}}(?:{_DATE})?)?(?:供本报)?(?:专|特)?(?:电|稿|讯|專電|供稿|供图|消息|专稿|特稿)",
        "据新华社电",
        "据新华社记者",
        "Wire copy signed at the tail",
    ),
    Cue(
        "titled",
        f"(?:{HAN}|[（）、]){{4,28}}(?:{_NAME})",
        "国家信息中心毛某某",
        "下转第三版",
        "A contributor with his office",
    ),
]

# Brackets at a paragraph's end that sign nothing.
REMARKS: list[Cue] = [
    Cue("end", "完|全文完|待续|未完|未完待续|續完|待續|續", "完", "孙完某", "End marks of serials"),
    Cue(
        "part",
        "[上中下续續]|[之]?[一二三四五六七八九十]{1,3}|\\d{1,3}",
        "三",
        "三石",
        "Part numbers",
    ),
    Cue(
        "picture",
        "附?图片?[一二三四五六七八九十\\d]*张?|附照片|附图|见图|上图|左图|右图|下图|题图|资料图片?|图[一二三四\\d]",
        "附图片4张",
        "图片孙某",
        "Pointers to a picture",
    ),
    Cue(
        "jump",
        "[上下][转接轉][^）)]*|.{0,6}全文[见見].*|.*[另见見][^）)]*版",
        "下转第三版",
        "下某某",
        "Jump lines stand in brackets too",
    ),
    Cue(
        "title",
        "修订[本稿]|节选|摘要|摘编|草案|试行|暂行|代序|连载.*|选登|摘自.*|选自.*|原载.*|转载.*",
        "节选",
        "节某",
        "Remarks on the text",
    ),
    Cue(
        "office",
        "街道|镇|乡|村|区|县|市|省|州|国|组|团|集团|股份|有限公司|筹|简称.*|下称.*|以下.*|包括.*|含.*|即.*|编号.*|标题.*|题目.*|文中.*|略",
        "街道",
        "街某某",
        "Clarifying brackets",
    ),
]

PHOTO_CREDITS: list[Cue] = [
    Cue(
        "credit",
        f"[（(〈<]?(?:图片|照片|图|文／?图)?[：:／/]?(?:{_ORG})?(?:{_QUALIFIER})*(?:记者|記者|通讯员|通訊員|特约记者)?(?:(?:{HAN}|[·、／/]){{2,16}}?)[／/]?(?:摄影报道|攝影報道|摄影|攝影|摄|攝|供图|供圖|文／?图)[）)〉>]?[。.]?$",
        "李某某摄",
        "李某某摄影家",
        "The credit that closes a caption",
    ),
    Cue(
        "credit",
        f"[（(〈<](?:图片|照片|图)?[：:／/]?(?:{_ORG})?(?:{_QUALIFIER})*(?:摄影|攝影|图片|摄)[：:／/]?(?:{_NAME})[）)〉>]$",
        "（摄影：李某）",
        "（摄影：展览）会",
        "The credit with the role first",
    ),
]

CAPTION_OPENERS: list[Cue] = [
    Cue(
        "caption",
        "(?:图|圖)(?:为|為|①|1|一|：|左|右|上|下)|[左右上下]图|左圖|(?:近)?日前?，|近日，",
        "图为志愿者",
        "图书馆",
        "Captions open with 图为 or the day",
    ),
    Cue(
        "caption",
        f"(?:{_DATE}|昨日|昨天|今日)[，,]?",
        "9月14日，游客",
        "9月中旬",
        "Or with the day of the picture",
    ),
]


# --- furniture ---------------------------------------------------------------

_PAPER = f"{HAN}{{1,8}}(?:日报|晚报|早报|晨报|时报|商报|快报|周报|都市报|青年报|法制报|农民报|工人报|日報|晚報|早報|時報|周報|報)"
_WEEKDAY = "(?:星期|礼拜|周|禮拜|週)[一二三四五六日天]"
_FULLDATE = f"[{DIGIT}]{{2,4}}年{_DATE}|[12]\\d{{3}}[-./][01]?\\d[-./][0-3]?\\d|(?:中華|中华)?民[國国][{DIGIT}]{{1,3}}年{_DATE}"
_STAFF_WORD = "(?:本版|值班|执行|责任|首席|图片|视觉|美术)*(?:责编|编辑|主编|总编辑?|校对|版式|美编|组版|制图|编审|终审|审读|责校|責任編輯|編輯|校對|检校|见习编辑|版面|设计|监制|统筹|策划)"

FURNITURE: list[Cue] = [
    Cue(
        "folio",
        f"第?[A-Z]?[{DIGIT}]{{1,3}}版(?:[:：·]?(?:{HAN}|[·]){{2,8}})?",
        "第三版",
        "三版面",
        "Page label",
    ),
    Cue(
        "folio",
        '[A-DＡ-Ｄ][0-9０-９OUo]{1,3}(?:[”"·.•\\-|]?(?:' + HAN + "|[·.]){2,10})?",
        "A07综合新闻",
        "B超检查室开放日活动昨天举行",
        "Section letter and page",
    ),
    Cue("page_number", "[-—–·•]?[0-9０-９]{1,3}[-—–·•]?", "-7-", "7月", "Page number alone"),
    Cue(
        "date_line",
        f"(?:公元|中[華华])?(?:{_FULLDATE})(?:[（(]?(?:{_WEEKDAY}|农历.*|[甲乙丙丁戊己庚辛壬癸].年.*)[）)]?)?.{{0,16}}",
        "2015年10月19日星期二",
        "2015年10月，",
        "Day of the issue",
    ),
    Cue("date_line", _WEEKDAY, "星期二", "星期二下午", "Weekday alone"),
    Cue(
        "masthead",
        f"《?{_PAPER}》?(?:第?[{DIGIT}A-Z]{{1,3}}版)?(?:{_FULLDATE})(?:{_WEEKDAY})?.{{0,14}}",
        "青川日报1999年9月24日星期四",
        "青川日报1999年创刊",
        "Running head with paper and day",
    ),
    Cue(
        "masthead",
        f"[A-D]?[{DIGIT}]{{1,3}}版?(?:{HAN}|·){{2,8}}?{_PAPER}(?:{_FULLDATE})(?:{_WEEKDAY})?.{{0,14}}",
        "A01要闻临河晚报2021年1月21日星期六",
        "A01要闻临河晚报",
        "Folio and running head on one line",
    ),
    Cue(
        "masthead",
        f"(?:{_FULLDATE})(?:{_WEEKDAY})?{_PAPER}.{{0,6}}",
        "1999年9月24日星期四青川日报",
        "1999年9月24日某市举行会议",
        "The same the other way round",
    ),
    Cue(
        "staff_box",
        f"(?!编辑部){_STAFF_WORD}[：:／/]?(?:{HAN}|[、／/]){{2,12}}(?:{_STAFF_WORD}[：:／/]?(?:{HAN}|[、]){{2,12}})*(?:{HAN}{{2}}[：:].*)?",
        "责任编辑唐某某校对吴某版式周某",
        "编辑部的故事",
        "Who made up the page",
    ),
    Cue(
        "contact",
        "(?:本报|新闻|广告|发行|投稿|读者|爆料|订阅|联系|编辑部|服务|监督|举报)*(?:热线|电话|邮箱|信箱|传真|网址|微信|QQ|邮编|熱線|電話|E-?mail|Email)[^。，]{0,12}[：:][^。]{3,60}",
        "新闻热线：0391-0000000",
        "联系电话响了",
        "How to reach the paper",
    ),
    Cue(
        "contact",
        "(?:https?://|www\\.)\\S+|[\\w.+-]+@[\\w-]+\\.[\\w.]+",
        "news@example.com",
        "@所有人",
        "An address alone",
    ),
    Cue(
        "rule",
        "[-—─━＝=_~～﹏*＊·.…•◆◇■□●○★☆※+＋|｜/／\\\\#]{3,}",
        "──────",
        "——完",
        "A printed rule or row of ornaments",
    ),
    Cue("separator", "[◆◇■□●○★☆※▲△▼▽◎⊙]{1,2}", "◆", "◆某", "An ornament between items"),
    Cue(
        "watermark",
        "(?:扫一扫|扫描二维码|扫码).{0,20}|.{0,12}(?:版权所有|翻印必究|未经授权).{0,20}",
        "版权所有翻印必究",
        "扫一室而后扫天下",
        "Digital editions' overlays",
    ),
]

# In mid-page these are furniture only where they stand alone between blank lines.
MASTHEADS: list[Cue] = [
    Cue("masthead", _PAPER, "临河晚报", "申报", "The paper's name alone"),
]

JUMPS: list[Cue] = [
    Cue(
        "to",
        f"{_OPEN}?(?:下转|下轉|转|轉|下接|转下)(?:第)?([A-Z]?[{DIGIT}]{{1,3}})[版页頁](?:[^）)〕】]{{0,10}}){_CLOSE}?",
        "（下转第三版）",
        "（下转岗位）",
        "The piece goes on elsewhere",
    ),
    Cue(
        "from",
        f"{_OPEN}?(?:上接|紧接|緊接)(?:第)?([A-Z]?[{DIGIT}]{{1,3}})[版页頁](?:[^）)〕】]{{0,10}}){_CLOSE}?",
        "（上接第一版）",
        "（上接天线）",
        "The piece began elsewhere",
    ),
]

SUBHEADS: list[Cue] = [
    Cue(
        "number",
        "[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、．：:]|[（(]?\\d{1,2}[）)、．.](?!\\d)|第[一二三四五六七八九十]{1,3}[、，章节条]|[之]?[①-⑳]",
        "一、克隆",
        "二月",
        "Numbered parts",
    ),
]

CONTRIBUTORS: list[Cue] = [
    Cue(
        "contributor",
        f"{HAN}{{1,14}}(?:[省市县縣区區州镇鎮厂廠局院所校部社]|大学|大學|学院|學院|中心|公司|集团|集團|银行|銀行|研究[所院会])({HAN}{{2,3}})",
        "国家信息中心毛某某",
        "县委召开常委会议",
        "Letters and comment pages set place or office and name under the headline",
    ),
    Cue(
        "picture story",
        f"({HAN}{{2,4}})(?:摄影报道|攝影報道|文／图|图／文)",
        "邢某某摄影报道",
        "摄影报道比赛",
        "Who wrote and photographed it",
    ),
]

NOTICES: list[Cue] = [
    Cue(
        "notice",
        f"{HAN}{{0,20}}(?:公告|启事|啟事|通告|声明|聲明|讣告|訃告|遗失|遺失|招标|拍卖|更正|致歉)",
        "某某县公告",
        "公告了结果",
        "Classified matter by its title",
    ),
]


def alternation(table: list[Cue]) -> str:
    """One pattern out of a table, its rows in order.

    >>> alternation([Cue("a", "x", "x", "y", ""), Cue("b", "z", "z", "y", "")])
    '(?:x)|(?:z)'
    """
    return "|".join(f"(?:{row.pattern})" for row in table)
