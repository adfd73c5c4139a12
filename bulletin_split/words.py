"""The words of the trade: who sends copy, who signs it, and what they are called.

Vocabulary only; `cues` makes patterns of it and `byline` reads names with it.  Each
word stands in both scripts where newspapers print both.  A word is added here; a
shape is added in `cues`.
"""

from __future__ import annotations

from .model import Role


def _list(words: str) -> tuple[str, ...]:
    return tuple(words.split())


# --- who sends copy ------------------------------------------------------------

HOUSES = _list(
    "本报 本報 本刊 本台 本臺 本网 本網 本社 本市 本县 本縣 本院 本校 本局 本埠 本港 本澳"
)
"""What a paper, a station or a bulletin calls itself and its town."""

AGENCIES = _list(
    "新华社 新華社 新华网 新華網 中新社 中新网 中新網 中央社 香港中通社 中国新闻社 中國新聞社 中通社 人民网 人民網 国新社 國新社 "
    "法新社 路透社 路透電 路透电 美联社 美聯社 合众社 合眾社 合众国际社 共同社 时事社 時事社 塔斯社 俄通社 俄新社 国际文传 "
    "德新社 安莎社 埃菲社 韩联社 韓聯社 朝中社 越通社 彭博社 今日俄罗斯通讯社 "
    "路透 合眾 東方社 東方通訊社 哈瓦斯社 哈瓦斯 同盟社 電通社 聯合社 海通社 國民社 申時社 國聞社 華聯社 世界社 "
    "合眾國際社 國際文傳"
)
"""News agencies, today's and those of the Republican years."""

PRESS = _list(
    "人民日报海外版 人民日报 解放军报 光明日报 经济日报 科技日报 工人日报 农民日报 中国青年报 中国妇女报 法治日报 法制日报 "
    "中国国防报 中国新闻周刊 环球时报 参考消息 新民晚报 文汇报 解放日报 南方日报 北京日报 新京报 澎湃新闻 第一财经 "
    "央视新闻 央视网 央视 央广网 央广 中央电视台 中央人民广播电台 中国国际广播电台 国际广播电台 中央廣播電臺 中央人民廣播電臺 "
    "大公報 文匯報 明報 星島日報 香港商報 澳門日報 聯合報 中國時報 自由時報 人民日報 解放軍報 光明日報 "
    "經濟日報 中國青年報 法治日報 環球時報 參考消息 新民晚報 解放日報 南方日報 北京日報 新京報 央視新聞 央視 "
    "中央電視臺 中央電視台"
)
"""Papers and stations that others quote and whose reporters sign abroad or in pools."""

# --- who signs -------------------------------------------------------------------

_ROLES: dict[Role, str] = {
    "reporter": "记者 記者 特派员 特派員 特派记者 特派記者 首席记者 首席記者 采访 採訪 专访 專訪 采写 採寫 訪員 访员 主播 观察员 觀察員 报道员 報道員",
    "correspondent": "通讯员 通訊員 通信员 通信員 特约通讯员 特約通訊員",
    "intern": "实习生 實習生 实习记者 實習記者 见习记者 見習記者",
    "author": "特约撰稿人 特約撰稿人 特約撰述 特约评论员 特約評論員 评论员 評論員 撰文 撰稿 供稿 执笔 執筆 读者 讀者 作者 文字 来稿 來稿",
    "photographer": "摄影报道 攝影報道 摄影记者 攝影記者 摄影 攝影 图片 圖片 照片 供图 供圖 摄像 攝像 视频 視頻",
    "translator": "编译 編譯 翻译 翻譯 译者 譯者 译制 譯製",
    "illustrator": "插图 插圖 插画 插畫 漫画 漫畫 制图 製圖 绘图 繪圖 绘画 繪畫",
    "editor": "整理 编辑 編輯 编者 編者 责编 責編 责任编辑 責任編輯 统筹 統籌",
}
ROLE_WORDS: dict[str, Role] = {
    word: role for role, words in _ROLES.items() for word in words.split()
}
"""Words of two characters or more that stand before the names they govern, or close them."""

SIGNING = _list(
    "记者站 記者站 记者 記者 读者 讀者 通讯员 通訊員 通信员 通信員 特约撰稿人 特約撰稿人 特約撰述 评论员 評論員 实习生 實習生 特派员 特派員 "
    "编译 編譯 撰稿 撰文 采写 執筆 执笔 作者 编辑 編輯 摄影报道 攝影報道 摄影 攝影 编者 編者 "
    "採寫"
)
"""Those that open a signature by themselves; 图片 or 整理 also open a sentence."""

CLOSING_WORDS: dict[str, Role] = {
    "摄": "photographer",
    "攝": "photographer",
    "图": "photographer",
    "圖": "photographer",
    "文": "author",
    "撰": "author",
    "译": "translator",
    "譯": "translator",
    "绘": "illustrator",
    "繪": "illustrator",
    "编": "editor",
    "編": "editor",
}
"""Single characters that do the same behind a gap or a stroke: 李某／文, 文／李某, 李某 摄."""

QUALIFIERS = _list(
    "特约 特約 特派 首席 见习 見習 学生 學生 校园 校園 实习 實習 全媒体 全媒體 融媒体 融媒體 融媒 新媒体 新媒體 多媒体 文字 摄影 攝影 图片 视频 本栏 高级 "
    "高級 资深 資深 主任 体育 體育 财经 財經 军事 軍事 时政 時政 综合 綜合 前方 随军 隨軍 战地 戰地 外派 专职 兼职 "
    "多媒體 圖片 視頻 本欄 專職 兼職"
)
"""What stands before 记者 and its like: 全媒体记者, 特約記者."""

# Where a body has no name of its own in the tables above, its name ends like this.
PAPER_ENDS = _list(
    "日报 晚报 早报 晨报 时报 商报 快报 周报 法治报 法治報 大学报 油田报 石油报 大學報 油田報 石油報 都市报 青年报 法制报 农民报 工人报 日報 晚報 早報 晨報 時報 商報 快報 周報 週報 "
    "都市報 青年報 法制報 農民報 工人報"
)
SITE_ENDS = _list(
    "快报 新快报 华商报 特区报 特區報 新闻网 新聞網 在线 融媒 融媒体中心 网 電子報 新闻 时刻 发布 客户端 电视台 广播电视台 "
    "快報 在線 融媒體中心 網 新聞 時刻 發布 客戶端 電視台 廣播電視台"
)
"""Of the web years: sites, accounts and apps."""
STATION_ENDS = _list(
    "融媒体中心 融媒體中心 全媒体中心 传媒中心 新闻中心 报道组 报道部 电视台 广播电台 广播电视台 通讯社 電視臺 電視台 電臺 电台 "
    "全媒體中心 傳媒中心 新聞中心 報道組 報道部 廣播電台 廣播電視台 通訊社"
)
OFFICE_ENDS = _list(
    "中心 委员会 办公室 管理局 公安局 税务局 法院 检察院 医院 学院 大学 中学 小学 公司 集团 银行 支行 分行 支队 大队 中队 协会 学会 "
    "宣传部 组织部 武装部 委宣 党委 政府 街道 消防 報社 报社 局 厅 院 校 办 站 所 委 部 處 处 團 团 隊 队 會 会 社 厂 廠 科 室 "
    "委員會 辦公室 稅務局 檢察院 醫院 學院 大學 中學 小學 集團 銀行 支隊 大隊 中隊 協會 學會 宣傳部 組織部 "
    "黨委 廳 辦"
)

CITIES = _list(
    "北京 上海 天津 重庆 广州 深圳 杭州 南京 武汉 成都 西安 郑州 长沙 济南 沈阳 长春 大连 青岛 石家庄 太原 合肥 南昌 福州 厦门 海口 "
    "南宁 贵阳 昆明 拉萨 兰州 西宁 银川 呼和浩特 乌鲁木齐 哈尔滨 香港 澳门 澳門 台北 臺北 台中 台南 高雄 新竹 基隆 重慶 廣州 武漢 "
    "東京 东京 纽约 紐約 华盛顿 華盛頓 伦敦 倫敦 巴黎 柏林 莫斯科 首尔 首爾 新加坡 日内瓦 日內瓦 布鲁塞尔 北平 漢口 瀋陽 "
    "鄭州 長沙 濟南 長春 大連 青島 石家莊 廈門 南寧 貴陽 拉薩 蘭州 西寧 銀川 烏魯木齊 哈爾濱 布魯塞爾"
)
"""Towns that a reporter's line names behind the reporter: 本报记者李某某北京报道."""

# --- names -----------------------------------------------------------------------

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
    "区區楚官容庾乐樂郜浦翁封衡糜宿怀懷浦冒粟濮尉蒙寿壽郗扈燕暨鱼魚牟缪繆干利欣阚闞东東殳沃夔辛撒冼展位牧山仉督琴况逯丰豐鍾耿鳳閆況叢蘆鵬柴褚穆姬屠喻臧谌諶岑酆荆荊栗贝貝"
)
COMMON_SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許韩韓邓鄧冯馮曹彭曾肖蕭田董潘袁蔡蒋蔣余于杜叶葉程魏"
    "苏蘇吕呂丁任卢盧姚沈钟鐘姜崔谭譚陆陸范範汪廖石金韦韋贾賈夏付方邹鄒熊白孟秦邱侯江尹薛闫閻阎雷龙龍史陶贺賀毛郝顾顧龚龔邵万萬严嚴"
    "赖賴覃洪武莫孔汤湯向常温溫康施文牛樊葛邢齐齊易乔喬伍庞龐颜顏倪庄莊聂聶章鲁魯岳翟殷詹申欧歐耿关關焦俞左柳甘祝包宁寧尚符舒阮柯鍾閆"
)
"""Those of a hundred and fifty families that nine in ten people bear: a cut between two such names is safe."""

DOUBLE_SURNAMES = frozenset(
    _list(
        "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 宇文 长孙 長孫 司徒 司空 夏侯 闻人 聞人 端木 百里 "
        "南宫 南宮 呼延 澹台 濮阳 濮陽 申屠 钟离 鍾離 轩辕 軒轅 淳于 单于 東郭 东郭"
    )
)

# --- what a page calls its parts ---------------------------------------------------

SECTIONS = _list(
    "要闻 要聞 时政 時政 综合 綜合 国内 國內 国际 國際 本地 地方 港澳 台湾 经济 經濟 财经 財經 社会 社會 民生 法治 法制 政法 教育 科教 文化 "
    "文教 体育 體育 娱乐 娛樂 副刊 健康 卫生 旅游 旅遊 农业 三农 工业 生态 评论 評論 理论 理論 专题 專題 专版 特刊 视点 关注 焦点 "
    "县区 县域 乡村 城事 都市 热线 读者 图片 天下 视觉 "
    "台灣 衛生 農業 工業 生態 專版 港聞 港闻 澳聞 澳闻 兩岸 两岸 論壇 论坛 藝文 艺文 視點 關注 焦點 縣區 鄉村 熱線 讀者 圖片 視覺"
)
"""Names of pages: alone, in pairs (本地·关注), or before 新闻, 要闻, 版 and the like."""
COLUMNS = _list(
    "简讯 簡訊 短讯 短訊 快讯 快訊 简报 要闻简报 新闻简报 简明新闻 一句话新闻 短新闻 图片新闻 圖片新聞 新闻图片 导读 導讀 今日导读 本版导读 "
    "今日关注 新闻集装箱 新闻速递 区县传真 天气预报 天氣預報 国内专电 國內專電 国外专电 國外專電 本埠新闻 本埠新聞 各地通信 "
    "簡報 新聞簡報 新聞圖片 今日導讀 本版導讀 今日關注"
)
"""Names of columns, which stand over their items with an ornament or in brackets, or alone."""

WIRED = _list(
    "北京 北平 南京 上海 天津 漢口 武昌 廣州 香港 重慶 成都 濟南 青島 西安 開封 鄭州 徐州 蚌埠 浦口 鎮江 蘇州 杭州 南昌 九江 長沙 福州 廈門 "
    "奉天 瀋陽 哈爾濱 長春 大連 太原 張家口 歸綏 蘭州 昆明 貴陽 桂林 東京 倫敦 巴黎 柏林 紐約 華盛頓 莫斯科 日內瓦"
)
"""Whence the telegrams of the Republican press came: its correspondents' cities."""

RUBRICS = _list(
    "社评 社評 社论 社論 读者来信 讀者來信 读者来函 讀者來函 读者之声 讀者之聲 群众来信 群眾來信 来信照登 來信照登 读者来论 讀者來論 读者投书 讀者投書 民意论坛 民意論壇 读者论坛 "
    "讀者論壇 读编往来 讀編往來 记者来信 記者來信 记者手记 記者手記 记者观察 記者觀察 采访札记 採訪札記 采访手记 採訪手記 "
    "记者调查 記者調查 新闻调查 新聞調查 新闻特写 新聞特寫 新闻分析 新聞分析 新闻背景 新聞背景 新闻链接 新聞鏈接 相关链接 "
    "相關鏈接 延伸阅读 延伸閱讀 新闻观察 新聞觀察 背景资料 背景資料 本报社论 本報社論 本报评论 本報評論 本报时评 本報時評 "
    "今日谈 今日談 人民论坛 人民論壇 时评 時評 短评 短評 快评 快評 微评 微評 人物专访 人物專訪 特稿 小小说 小小說 微小说 微小說 专访 專訪 特写 特寫 综述 "
    "綜述 述评 述評 评论员文章 評論員文章 一线见闻 一線見聞 走基层 新春走基层 现场新闻 現场新聞 现场特写 現场特寫 专家坐堂 專家坐堂 本周行情 周刊时评 周刊時評 有问必答 有問必答 追踪反馈 律师信箱 律師信箱 劳动维权 勞動維權 以案说法 以案說法 教育叙事 教育敘事 调查 調查 人物 人物志 对话 對話 访谈 訪談 目击记 "
    "目擊記 小说连载 小說連載 连载 連載 散文 杂文 雜文 随笔 隨筆 诗歌 詩歌"
)
"""What a paper prints over the headline of one article: the column or the kind of piece that it is."""

# --- how sentences open and headlines do not ----------------------------------------

CARRIES_ON = _list(
    "他 她 它 这 這 那 此 该 該 其 但 而 并 並 且 还 還 也 又 则 則 即 却 卻 仍 再 另 不过 不過 然而 同时 同時 于是 於是 因此 因而 所以 "
    "为此 為此 对此 對此 据悉 據悉 据介绍 據介紹 据了解 據了解 据统计 據統計 目前 如今 现在 現在 后来 後來 随后 隨後 接着 接著 "
    "首先 其次 最后 最後 第二 第三 第四 第五 二是 三是 四是 五是 二、 三、 四、 五、 （二） （三） （四） （五） 即使 如果 虽然 雖然 尽管 儘管 "
    "由于 由於 因为 因為 当然 當然 总之 總之 例如 比如 譬如 有的 有些 人们 人們 大家 我们 我們 会议 會議 会上 會上 与会 與會 双方 雙方 "
    "两国 兩國 近年 其实 其實 可是 只要 只有 只见 只見 有人 除了 除此 至于 至於 对于 對於 谈到 談到 说到 說到 一方面 另一 更 当时 當時 "
    "事后 事後 与此 與此 之后 之後 今后 今後 为什么 為什麼 怎么 怎麼 问： 答： 問： “我 “这 “他 “這 “你 「我 「這 「他 『我 『这 『他"
)
"""Words that open a later paragraph: they point back, join on, or count further."""

LEADS_IN = _list(
    "编辑同志 編輯同志 编辑先生 編輯先生 同志们： 同志們： 各位代表： 各位委员： 各位委員： "
    "日前 近日 近来 近來 最近 昨日 昨天 昨晚 昨夜 今日 今晨 前日 前天 连日 連日 近几 近幾 近些 前不久 不久前 新年 新春 春节 春節 元旦 岁末 歲末 年初 年末 "
    "年底 入冬 入春 入夏 入秋 隆冬 初冬 初春 金秋 仲夏 盛夏 时值 時值 去年 上月 本月 上周 本周 上週 本週 编者按 編者按 编者的话 图为 圖為 压题 壓題 "
    "由 从 從 随着 隨著 伴随 伴隨 走进 走進 每逢 每当 每當 提起 翻读 报载 報載 记者 記者 笔者 筆者 眼下 读了 讀了 读者 讀者 你报 貴報 贵报 "
    "編者的話 翻讀 你報"
)
"""Words that open a story: a day, a season, an occasion, or who writes."""

SPEAKS = _list(
    "说 說 称 稱 表示 指出 强调 強調 认为 認為 介绍 介紹 回忆 回憶 坦言 告诉 告訴 提醒 呼吁 呼籲 透露 解释 解釋"
)
"""What a person who has been named before does again at a paragraph's beginning."""

DAYS = _list(
    "今天 今日 今晨 今晚 昨天 昨日 昨晚 昨夜 日前 近日 最近 前天 月底 月初 上午 下午 凌晨 清晨 傍晚"
)
"""Words for the time that a news lead names."""

PARTICLES = frozenset("的了着著们們和与與及或等个個么麼吗嗎呢吧地得")
"""Characters with which neither a headline nor a sentence begins."""

ENDING_PARTICLES = frozenset("的了们們么麼")
"""Those of them that end a word: behind one a sentence or a headline goes on, and neither begins with it."""

OPEN_TAILS = frozenset(
    "的和与與及或在于於为為以是有对對把被将將从從向而其该該各并並一这這那之所使让讓给給到由就也都还還又但更最很不没沒"
)
"""Characters with which a line of body often ends, and a headline hardly ever."""

FUNCTION_WORDS = frozenset(
    "的了是在这這他她它我你也就而们們着著过過还還又都不很之其那个個么麼将將被把对對与與和及等有会會能可但因于於从從为為以所"
)
"""What headlines leave out."""
