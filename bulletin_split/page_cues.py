"""Tables: what a page shows beside its articles: furniture, sections, jump lines, notices.

Rows as in `cues`, on closed lines too.
"""

from __future__ import annotations

from . import cues, words
from .cues import Cue

_PAPERS = (*words.PAPER_ENDS, "報")
_NO_PAPER = "(?<![匯通預情申海舉回簡捷喜戰年警電圖])"  # 通報, 預報, 捷報 are none
_PAPER = f"{cues.HAN}{{1,8}}(?:{cues.any_of(words.PAPER_ENDS)}|{_NO_PAPER}報)"
_WEEKDAY = "(?:星期|礼拜|周|禮拜|週)[一二三四五六日天]"
_FULLDATE = f"[{cues.DIGIT}]{{2,4}}年{cues._DATE}|[12]\\d{{3}}[-./][01]?\\d[-./][0-3]?\\d|(?:中華|中华)?民[國国][{cues.DIGIT}]{{1,3}}年{cues._DATE}"
_STAFF_WORD = (
    "(?:本版|值班|执行|執行|责任|責任|首席|图片|圖片|视觉|視覺|美术|美術|见习|見習){0,3}"
    "(?:责编|責編|编辑|編輯|编委|編委|總編輯?|主编|主編|总编辑?|校对|校對|版式|美编|美編|组版|組版|制图|製圖|编审|編審"
    "|终审|終審|审读|審讀|责校|責校|检校|檢校|版面|设计|設計|监制|監製|统筹|統籌|策划|策劃)"
)
_STAFF_NAMES = f"[：:／/]?(?:{cues.HAN}|[、／/]){{2,12}}"
# One staff word alone wants a colon or what may be names: 統籌城鄉發展 and 圖片編輯獎 are none.
_STAFF_NAMED = f"(?:[：:／/](?:{cues.HAN}|[、／/]){{2,12}}|(?:[{''.join(sorted(words.SURNAMES))}]{cues.HAN}{{1,2}}、?){{1,4}})"
_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = (
    "0123456789０１２３４５６７８９〇一二三四五六七八九十廿卅○"  # those of the class cues.DIGIT
)
_ORNAMENTS = "-—─━＝=_~～﹏*＊·.…•◆◇■□●○★☆※+＋|｜/／\\#"

FURNITURE: list[Cue] = [
    Cue(
        "folio",
        f"第?[A-Z]?[{cues.DIGIT}]{{1,3}}版(?:[:：·]?(?:{cues.HAN}|[·]){{2,8}})?",
        "第三版",
        "三版面",
        "Page label",
        opens=tuple("第" + _CAPITALS + _DIGITS),
    ),
    Cue(
        "folio",
        '[A-DＡ-Ｄ][0-9０-９OUo]{1,3}(?:[”"·.•\\-|]?(?:' + cues.HAN + "|[·.]){2,10})?",
        "A07综合新闻",
        "B超检查室开放日活动昨天举行",
        "Section letter and page",
        opens=tuple("ABCDＡＢＣＤ"),
    ),
    Cue(
        "folio",
        f"(?:{cues.any_of(words.SECTIONS)}[·・]?){{1,2}}(?:新闻|新聞|要闻|要聞)?(?:[A-D][0-9]{{1,3}}版?|0[0-9]版?|第?[{cues.DIGIT}]{{1,3}}版)",
        "地方新聞A8",
        "健康维生素B12",
        "The page's name before its label",
        opens=tuple(words.SECTIONS),
    ),
    Cue(
        "page_number",
        "[-—–·•]?[0-9０-９]{1,3}[-—–·•]?",
        "-7-",
        "7月",
        "Page number alone",
        opens=tuple("-—–·•0123456789０１２３４５６７８９"),
    ),
    Cue(
        "folio",
        f"(?!AI)[A-D][0-9OoQUDILlTi|]{{1,5}}[”“.·]?(?:{cues.any_of(words.SECTIONS)}[·・•.。]?(?:{cues.any_of(words.SECTIONS)})?(?:新闻|新聞|要闻|要聞)?|[特專专][别別题題](?:报道|報道|報導))",
        "A1L3本地。关注",
        "ATM机新闻",
        "The same as OCR reads it: engines trained on Han take a lone 1 for I, l, L or T, a 0 for O, U or Q, and one digit for two",
        opens=tuple("ABCD"),
    ),
    Cue(
        "date_line",
        f"(?:公元|中[華华])?(?:{_FULLDATE})(?:[（(]?(?:{_WEEKDAY}|农历.*|農曆.*|[甲乙丙丁戊己庚辛壬癸].年.*)[）)]?)?.{{0,16}}",
        "2015年10月19日星期二",
        "2015年10月，",
        "Day of the issue",
        opens=tuple("公中民" + _DIGITS),
        needs=("年", "-", ".", "/"),
    ),
    Cue(
        "date_line",
        f"(?:农历|農曆|夏历|夏曆|歲次)?[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年[正闰閏冬腊臘{cues.DIGIT}]{{1,3}}月[初{cues.DIGIT}]{{1,3}}日?",
        "农历庚子年二月初二",
        "庚子年二月初二诞生",
        "The lunar day beside the other one",
        opens=tuple("农農夏歲甲乙丙丁戊己庚辛壬癸"),
        needs=("年",),
    ),
    Cue(
        "masthead",
        f"(?:国内统一(?:连续出版物号|刊号)|國內統一刊號|邮发代号|郵發代號|[总總]第[{cues.DIGIT}]{{1,6}}[期号號])[^。，]{{0,40}}|第[{cues.DIGIT}]{{3,6}}期|第[{cues.DIGIT}]{{5,6}}[号號]|今[日天](?:出版|出纸|出紙)?[{cues.DIGIT}]{{1,3}}大?[版张張]|零售[^。，]{{0,4}}(?:每份|价|價)[^。，]{{0,10}}",
        "国内统一刊号CN00-0001",
        "今日四版税",
        "What a masthead says of itself: number, registration, price, extent",
        opens=tuple("国國邮郵总總第今零"),
    ),
    Cue(
        "masthead",
        "主办[：:][^。，]{2,40}刊号[^。，]{0,40}",
        "主办：中共青川大学委员会国内统一刊号：CN00-0001（G）",
        "主办：青川县文化馆",
        "The same in one line with who publishes it: university and enterprise papers",
        opens=("主办",),
        needs=("刊号",),
    ),
    Cue(
        "masthead",
        f"第[{cues.DIGIT}]{{3,6}}期(?:今[日天][{cues.DIGIT}]{{1,3}}[版张張]|(?:{_FULLDATE})(?:{_WEEKDAY})?)",
        "第412期2018年8月10日",
        "第412期培训班",
        "The number of the issue with its day or extent",
        opens=("第",),
        needs=("期",),
    ),
    Cue(
        "masthead",
        f"今[日天][{cues.DIGIT}]{{1,3}}[张張]零售(?:每[份张張])?[{cues.DIGIT}百千萬万]{{1,6}}[元角分]",
        "今日一張零售八百元",
        "今日一張零售單",
        "Extent and price in one, the Republican press",
        opens=("今",),
        needs=("零售",),
    ),
    Cue(
        "date_line",
        f"{_WEEKDAY}(?:第[{cues.DIGIT}]{{1,3}}[张張版])?",
        "星期二第三張",
        "星期二下午",
        "Weekday alone, or with the sheet's number",
        opens=tuple("星礼周禮週"),
    ),
    Cue(
        "masthead",
        f"《?{_PAPER}》?(?:第?[{cues.DIGIT}A-Z]{{1,3}}版)?(?:{_FULLDATE})(?:{_WEEKDAY})?.{{0,14}}",
        "青川日报1999年9月24日星期四",
        "青川日报1999年创刊",
        "Running head with paper and day",
        needs=_PAPERS,
    ),
    Cue(
        "masthead",
        f"{_PAPER}[12][0-9?？]{{3}}年[0-9?？]{{1,2}}月[0-9?？]{{1,2}}日{_WEEKDAY}",
        "青川日报2004年？月5日星期二",
        "青川日报2004年？",
        "The same where OCR could not read a digit, for which tesseract prints a question mark",
        needs=_PAPERS,
    ),
    Cue(
        "masthead",
        f"《?{_PAPER}》?(?:(?:[·・.]{cues.HAN}{{0,8}}|{cues.HAN}{{0,6}}副刊)第[{cues.DIGIT}]{{1,6}}期(?:{_FULLDATE})?|第[{cues.DIGIT}]{{1,6}}期(?:{_FULLDATE}))(?:{_WEEKDAY})?",
        "青川周报·荷风副刊第412期2018年8月10日",
        "青川日报通讯员培训班第3期",
        "A weekly's or a supplement's head, which counts its issues",
        needs=("期",),
    ),
    Cue(
        "masthead",
        f"[A-D]?[{cues.DIGIT}]{{1,3}}版?(?:{cues.HAN}|·){{2,8}}?{_PAPER}(?:{_FULLDATE})(?:{_WEEKDAY})?.{{0,14}}",
        "A01要闻临河晚报2021年1月21日星期六",
        "A01要闻临河晚报",
        "Folio and running head on one line",
        opens=tuple("ABCD" + _DIGITS),
        needs=_PAPERS,
    ),
    Cue(
        "masthead",
        f"第?[A-D]?[{cues.DIGIT}]{{1,3}}[版頁]?[:：·|]?(?:{cues.HAN}|·){{2,8}}(?:{_FULLDATE})(?:{_WEEKDAY})",
        "A12港聞2019年8月2日星期五",
        "A12港聞2019年8月2日",
        "Folio, the page's name and the day on one line, Hong Kong and the dailies since the nineties",
        opens=tuple("第ABCD" + _DIGITS),
        needs=("星期", "礼拜", "周", "禮拜", "週"),
    ),
    Cue(
        "masthead",
        f"(?:{_FULLDATE})(?:{_WEEKDAY})?{_PAPER}.{{0,6}}",
        "1999年9月24日星期四青川日报",
        "1999年9月24日某市举行会议",
        "The same the other way round",
        opens=tuple("中民" + _DIGITS),
        needs=_PAPERS,
    ),
    Cue(
        "staff_box",
        f"(?!编辑部|編輯部)(?:{_STAFF_WORD}{_STAFF_NAMES}(?:{_STAFF_WORD}{_STAFF_NAMES})+|{_STAFF_WORD}{_STAFF_NAMED})(?:{cues.HAN}{{2}}[：:].*|(?:电话|電話|热线|熱線|邮箱|郵箱|信箱)(?=[：:0-9])[^。，]{{4,40}}|(?:{_FULLDATE})(?:{_WEEKDAY})?[0-9]{{0,2}})?",
        "责任编辑唐某某校对吴某版式周某",
        "编辑部的故事",
        "Who made up the page",
        opens=tuple("本版值执執责責首图圖视視美编編总總主校组組制製终終审審检檢见見设設监監统統策"),
        needs=tuple("编編校审審版图圖设設监監统統策"),
    ),
    Cue(
        "contact",
        "(?:欢迎|歡迎|本报|本報|新闻|新聞|广告|廣告|发行|發行|投稿|读者|讀者|爆料|订阅|訂閱|联系|聯繫|联络|聯絡|编辑部|編輯部|服务|服務|监督|監督|举报|舉報|电子|電子|官方){0,3}"
        "(?:社址|本报地址|本報地址|督印人|承印|微博|电邮|電郵|热线|熱線|电话|電話|邮箱|郵箱|信箱|传真|傳真|网址|網址|微信|QQ|邮编|郵編|E-?mail|Email)[^。，]{0,12}[：:]"
        "(?=.{0,40}(?:[0-9０-９@A-Za-z号號路街]|[〇一二三四五六七八九]{2})|(?<=[址人印][：:]))[^。]{3,60}",
        "新闻热线：0391-0000000",
        "联系电话响了",
        "How to reach the paper",
        opens=tuple(
            "本新广廣发發投读讀爆订訂联聯编編服监監举舉电電官欢歡社督承微热熱邮郵信传傳网網QE"
        ),
        needs=("：", ":"),
    ),
    Cue(
        "contact",
        "(?:https?://|www\\.)\\S+|[\\w.+-]+@[\\w-]+\\.[\\w.]+",
        "news@example.com",
        "@所有人",
        "An address alone",
        needs=("@", "http", "www."),
    ),
    Cue(
        "rule",
        "[-—─━＝=_~～﹏*＊·.…•◆◇■□●○★☆※+＋|｜/／\\\\#]{3,}",
        "──────",
        "——完",
        "A printed rule or row of ornaments",
        opens=tuple(_ORNAMENTS),
    ),
    Cue(
        "separator",
        "[◆◇■□●○★☆※▲△▼▽◎⊙]{1,2}",
        "◆",
        "◆某",
        "An ornament between items",
        opens=tuple("◆◇■□●○★☆※▲△▼▽◎⊙"),
    ),
    Cue(
        "watermark",
        "(?:扫一扫|掃一掃|扫描二维码|掃描二維碼|扫码|掃碼)(?:(?:二维码|二維碼|关注|關注|阅|閱|订|訂|查|观|觀|收|下载|下載|看|读|讀|听|聽|加入|获取|獲取|了解).{0,18})?|.{0,12}(?:版权所有|版權所有|翻印必究|未经授权|未經授權).{0,20}",
        "版权所有翻印必究",
        "扫一室而后扫天下",
        "Digital editions' overlays",
        needs=("扫", "掃", "版权所有", "版權所有", "翻印必究", "未经授权", "未經授權"),
    ),
]

# In mid-page these are furniture only where they stand alone between blank lines.
MASTHEADS: list[Cue] = [
    Cue("masthead", _PAPER, "临河晚报", "申报", "The paper's name alone"),
]

# As furniture, but only among the first and last lines of a page.
EDGES: list[Cue] = [
    Cue(
        "masthead",
        "[A-Z]{2,}(?: ?[A-Z]{2,}){0,4}(?<=BAO|ILY|KLY|MES|EWS|OST)",
        "QINGCHUAN RIBAO",
        "QINGCHUAN RICE",
        "The paper's name in Latin letters under its masthead: …BAO, …DAILY, …WEEKLY, …TIMES, …NEWS, …POST",
        opens=tuple(_CAPITALS),
    ),
    Cue(
        "masthead",
        f"{_PAPER}[·・]{cues.HAN}{{2,8}}",
        "青川周报·荷风副刊",
        "青川周报·荷风副刊，",
        "The paper's name and its supplement's",
        needs=("·", "・"),
    ),
    Cue(
        "masthead",
        f"{cues.any_of(words.SECTIONS)}[·・]{cues.HAN}{{2,6}}{cues.any_of(_PAPERS)}",
        "国际·时事青川日报",
        "国际·时事青川",
        "The page's name and the paper's in one line",
        opens=words.SECTIONS,
    ),
    Cue(
        "masthead",
        f"[A-Z\x20]{{0,40}}中共{cues.HAN}{{2,12}}委(?:员会|宣传部)?(?:主管主办|主管、主办|主管|主办|机关报)",
        "QINGCHUANRIBAO中共青川市委主管主办",
        "中共青川市委主办的展览",
        "Whose paper it is, beside its name",
        needs=("主管", "主办", "机关报"),
    ),
    Cue(
        "folio",
        f"{cues.HAN}{{2,6}}(?<!素)(?:[A-D][0-9]{{2}}版?|[A-D][0-9]版)",
        "言论广场A15",
        "健康维生素B12",
        "The page's name before its label, whatever the name",
        needs=tuple("ABCD"),
    ),
    Cue(
        "folio",
        f"[0-9]{{1,2}}版?{cues.HAN}{{2,12}}(?:{cues.any_of(words.PAPER_ENDS)}|周刊|週刊)",
        "06以案说法青川法治报",
        "3家企业被通报",
        "The page's number, its name and the paper's",
        opens=tuple("0123456789"),
    ),
    Cue(
        "folio",
        f"(?!.{{0,8}}[讯訊电電])[^。，；！？]{{0,16}}(?<![于於在定{cues.DIGIT}])(?:{_FULLDATE})(?:{_WEEKDAY}$|(?:{_WEEKDAY})?(?=.{{0,16}}(?:编辑|主编|责编|編輯|主編|責編|校对|校對|版式))[^。；！？]{{0,60}})",
        "5县区视窗2021年7月7日星期三责编李某版式王某",
        "县文化馆定于2021年7月7日星期三",
        "A full day with its weekday or who made up the page, in one line over or under it",
        needs=("年", "-", ".", "/"),
    ),
    Cue(
        "folio",
        f"[0-9]{{1,2}}(?:{cues.any_of(words.SECTIONS)}[·・]?){{1,2}}(?:(?:新闻|新聞|要闻|要聞){cues.HAN}{{0,4}})?",
        "2综合新闻市县短波",
        "2综合治理会议",
        "The page's number before its name",
        opens=tuple("0123456789"),
    ),
]

# The name of a page or a column, set off from the articles; `pair` and `kind` wherever an article
# has ended above, `word` only at a page's edge or alone between blank lines.
_SECTION = cues.any_of(words.SECTIONS)
_COLUMN = cues.any_of(words.COLUMNS)
SECTIONS: list[Cue] = [
    Cue(
        "pair",
        f"{_SECTION}[·・•.]{_SECTION}",
        "本地·关注",
        "本地·王某",
        "Two words with a point between them, dailies since the nineties",
        opens=words.SECTIONS,
    ),
    Cue(
        "kind",
        f"{_SECTION}{{1,2}}(?:新闻|新聞|要闻|要聞|版|周刊|週刊|专刊|專刊|天地|纵横|縱橫|之窗|广角|廣角|速递|速遞|快讯|快訊)|[特專专][别別题題](?:报道|報道|報導)",
        "县区新闻",
        "县区新闻发言人",
        "Every daily names its pages so",
        opens=(*words.SECTIONS, "特", "专", "專"),
    ),
    Cue(
        "supplement",
        f"{cues.HAN}{{1,4}}(?:副刊|周刊|週刊)",
        "河湾副刊",
        "河湾副刊编辑",
        "Supplements and weeklies with a name of their own",
        needs=("副刊", "周刊", "週刊"),
    ),
    Cue("word", _SECTION, "经济", "经济学", "The name in one word", opens=words.SECTIONS),
    Cue(
        "column",
        f"[{cues.ORNAMENTS}【\\[［〖]*(?:{_COLUMN})[{cues.ORNAMENTS}】\\]］〗]*",
        "■简讯",
        "简讯三则",
        "The name of a column over its items: briefs, contents, pictures of the day",
        needs=words.COLUMNS,
    ),
    Cue(
        "column",
        f"(?:{_SECTION}|市县|市縣|区县|區縣|乡镇|鄉鎮|各地|本市|全市|城乡|城鄉|社区|社區|环球|環球|科技|生活)(?:短波|短讯|短訊|简讯|簡訊|快讯|快訊|速递|速遞|集锦|集錦)",
        "市县短波",
        "书法作品集锦",
        "Whose briefs they are; no prefix but a page's or a district's, since exhibitions and couriers end so too",
        needs=(
            "短波",
            "短讯",
            "短訊",
            "简讯",
            "簡訊",
            "快讯",
            "快訊",
            "速递",
            "速遞",
            "集锦",
            "集錦",
        ),
    ),
    Cue(
        "column",
        f"[—─]{{1,3}}{cues.HAN}{{2,8}}[—─]{{1,3}}",
        "——环球短讯——",
        "——环球短讯",
        "The same set between two dashes",
        opens=("—", "─"),
    ),
]

RUBRICS: list[Cue] = [
    Cue(
        "rubric",
        f"[{cues.ORNAMENTS}【\\[［〖]*{cues.any_of(words.RUBRICS)}[{cues.ORNAMENTS}】\\]］〗]*",
        "【读者来信】",
        "读者来信两封",
        "The column that a piece belongs to, set close over its headline",
        needs=words.RUBRICS,
    ),
]

_POINT = "[▶►→▲▼◆●■>]{0,3}"  # web-era papers point with an arrow
JUMPS: list[Cue] = [
    Cue(
        "to",
        f"{_POINT}{cues._OPEN}?(?:未完[，、,]?)?(?:下转|下轉|文转|文轉|紧转|緊轉|转|轉|下接|转下|轉下)(?:第)?(?P<to>[A-Z]?[{cues.DIGIT}]{{1,3}})[版页頁](?:[^）)〕】。，]{{0,16}}){cues._CLOSE}?",
        "（下转第三版）",
        "（下转岗位）",
        "The piece goes on elsewhere",
        needs=("转", "轉", "下接"),
    ),
    Cue(
        "from",
        f"{_POINT}{cues._OPEN}?(?:上接|紧接|緊接|续自|續自|接)(?:第)?(?P<from>[A-Z]?[{cues.DIGIT}]{{1,3}})[版页頁](?:[^）)〕】。，]{{0,16}}){cues._CLOSE}?",
        "（上接第一版）",
        "（上接天线）",
        "The piece began elsewhere",
        needs=("接", "续自", "續自"),
    ),
    Cue(
        "see",
        f"{_POINT}{cues._OPEN}?(?:相关|相關|另)(?:新闻|新聞|报道|報道|報導|文)?(?:详|詳)?[见見刊载載](?:第)?(?P<see>[A-Z][{cues.DIGIT}]{{1,3}}|[{cues.DIGIT}]{{1,3}}(?=[版页頁]))[版页頁]?{cues._CLOSE}?",
        "（相关报道见第三版）",
        "（相关人员见第三版）",
        "Another piece on the same matter stands elsewhere; nothing goes on there",
        needs=("相关", "相關", "另"),
    ),
]

LONE_DATELINES: list[Cue] = [
    Cue(
        "alone",
        "(?=[^\n]*[0-9日号號] ?[电讯電訊])[^\n。]{6,24}",
        "据新华社青石1月5日电",
        "青石镇邮电所迁址",
        "With its day, and little else on the line: justified type, which OCR takes for columns",
    ),
]

PLACES: list[Cue] = [
    Cue(
        "place",
        f"{cues.HAN}{{2,3}}(?:[省县縣区區旗州]|(?<![超股夜楼樓黑菜都城上])市)(?:{cues.HAN}{{1,3}}[镇鎮乡鄉村])?",
        "临沄县河湾镇",
        "科技下乡",
        "Town pages set the place over the headline as its kicker",
    ),
]

SUBHEADS: list[Cue] = [
    Cue(
        "number",
        "[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、．：:]|[（(]?\\d{1,2}[）)、．.](?!\\d)|第[一二三四五六七八九十]{1,3}[、，章节節条條]|[之]?[①-⑳]",
        "一、克隆",
        "二月",
        "Numbered parts",
    ),
]


NOTICES: list[Cue] = [
    Cue(
        "notice",
        f"{cues.HAN}{{0,20}}(?:公告|启事|啟事|通告|声明|聲明|讣告|訃告|遗失|遺失|招标|招標|拍卖|拍賣|更正|致歉)",
        "某某县公告",
        "公告了结果",
        "Classified matter by its title",
    ),
]
