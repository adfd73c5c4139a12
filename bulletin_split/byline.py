"""What stands in a byline or a dateline: names with roles; agency, place and day.

Both parse the text that `label` found; neither looks at the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from . import cues, words
from .model import Byline, Dateline, Role
from .patterns import late

_EDGES = "（）()〈〉<>〔〕【】[]［］《\\ \u3000\n\x7f。.：:" + cues.ORNAMENTS
_WIRE = late(cues.BYLINES[3].pattern)
_TAKEN_FROM = late(cues.BYLINES[6].pattern)
WIRE_LAST = frozenset("电電稿讯訊图圖息发發合綜综")
_TAKEN_FIRST = frozenset("均据據综綜来來稿原转摘")


def is_wire(closed: str) -> bool:
    """Whether a closed text is nothing but a wire credit: 据新华社电."""
    return closed[-1:] in WIRE_LAST and _WIRE.fullmatch(closed) is not None


def names_source(closed: str) -> bool:
    """Whether a closed byline says nothing but where the piece comes from.

    >>> names_source("据新华社电"), names_source("综合新华社报道"), names_source("记者李明")
    (True, True, False)
    """
    return is_wire(closed) or (
        closed[:1] in _TAKEN_FIRST and _TAKEN_FROM.fullmatch(closed) is not None
    )


# --- names -------------------------------------------------------------------


def _known(name: str) -> bool:
    return name[0] in words.SURNAMES or name[:2] in words.DOUBLE_SURNAMES


def split_names(run: str) -> list[str]:
    """Cut names that were run together, where the surname table leaves one way only.

    Where it leaves several, names of three characters each are taken, as nine in ten are,
    if every one of them opens with a common surname.

        >>> split_names("李建国王小明"), split_names("融媒"), split_names("尕玛多吉")
        (['李建国', '王小明'], ['融媒'], ['尕玛多吉'])
        >>> split_names("徐宝康王林昌"), split_names("王建国和李明"), split_names("张海林李明")
        (['徐宝康', '王林昌'], ['王建国', '李明'], ['张海林李明'])

    Left alone: what could be cut in two ways, or opens with no surname.
    """
    if len(run) < 4 or "·" in run:
        return [run]
    joint = _JOINT.search(run)
    if joint and is_names(run[: joint.start()]) and is_names(run[joint.end() :]):
        return [*split_names(run[: joint.start()]), *split_names(run[joint.end() :])]
    ways = _ways(run)
    if len(ways) == 1 and len(ways[0]) > 1:
        return ways[0]
    thirds = [run[i : i + 3] for i in range(0, len(run), 3)]
    if ways and len(run) % 3 == 0 and all(name[0] in words.COMMON_SURNAMES for name in thirds):
        return thirds
    return [run]


_JOINT = late("(?<=[^ ]{2})[及和与與](?=[^ ]{2})")


def is_names(run: str) -> bool:
    """Whether a run of Han reads as one name or several, and as nothing else that is likely.

    >>> is_names("李明"), is_names("李建国王小明"), is_names("安霞邨辦旱龍舟賽")
    (True, True, False)
    >>> is_names("乐得清贫"), is_names("欧阳建国")
    (False, True)
    """
    return bool(run and _UNNAMED.isdisjoint(run) and _ways(run))


_UNNAMED = frozenset("的了着们們麼吗嗎呢吧这這")  # no one is called so


LONGEST_RUN = 18
"""Characters of names run together, six names; longer is a sentence, and its cuts would be too many."""


def _ways(run: str) -> list[list[str]]:
    if not run:
        return [[]]
    if len(run) > LONGEST_RUN:
        return []
    out: list[list[str]] = []
    for size in (2, 3, 4):
        name = run[:size]
        if len(name) == size and _known(name) and (size < 4 or name[:2] in words.DOUBLE_SURNAMES):
            out += [[name, *rest] for rest in _ways(run[size:])]
            if len(out) > 1:
                break
    return out


LONGEST_AUTHORS = 9
"""Characters of the authors' names behind an office: three names."""


def office_of(text: str) -> str | None:
    """How a line under a headline names its author: the label of a row of `cues`, or None.

    >>> office_of("青川省云泊市李明"), office_of("水利厅厅长李明"), office_of("国家信息中心李明")
    ('place', 'title', 'body')
    >>> office_of("李明摄影报道"), office_of("国家信息中心成立")
    ('picture story', None)
    >>> office_of("鹭川县建成首条自行车绿道"), office_of("青川县水利局李建国王小明")
    (None, 'place')
    """
    pictured = _PICTURED.fullmatch(text)
    if pictured and is_names(pictured[1]):
        return "picture story"
    for size in range(2, min(LONGEST_AUTHORS, len(text) - 2) + 1):
        if is_names(text[-size:]):
            for label, pattern in _OFFICES:
                if pattern.fullmatch(text, 0, len(text) - size):
                    return label
    return None


_OFFICES = [(row.label, late(row.pattern)) for row in cues.CONTRIBUTORS]
_PICTURED = late(cues.alternation(cues.PICTURED))
OFFICE_LAST = frozenset(
    "省市县縣区區州盟旗乡鄉镇鎮村厂廠局院校所部社委队隊司团團行处處科室心矿礦记記席长長任理授员員师師事辑輯"
)
"""What the part of such a line before the names ends in, by place or title."""


def may_be_office(text: str) -> bool:
    """Whether a line could end in one name behind a place or a title: a quick look."""
    last = text[-5:-2]
    return not OFFICE_LAST.isdisjoint(last) and any(
        text[-size - 1] in OFFICE_LAST and _known(text[-size:]) for size in (2, 3, 4)
    )


def _merge_letterspaced(text: str) -> str:
    """Close up letterspaced names and the spaces inside role words, keep the space between two names.

    >>> _merge_letterspaced("张 三 李 四"), _merge_letterspaced("孙某某 李某"), _merge_letterspaced("新华 社记者张 明远")
    ('张三李四', '孙某某 李某', '新华社记者 张明远')
    """
    parts = _part_roles(text).split()
    out: list[str] = []
    singles = False
    for part in parts:
        single = len(part) == 1 and _is_han(part)
        alone = part in words.CLOSING_WORDS and not singles
        if (
            out
            and not alone
            and _is_han(out[-1][-1] + part[0])
            and out[-1] not in words.CLOSING_WORDS
            and not (out[-1][-1] in _ROLE_ENDS and _ROLE_LAST.search(out[-1]))
            and (len(out[-1]) == 1 or (single and (singles or len(out[-1]) <= 2)))
        ):
            out[-1] += part  # one character is no name
        else:
            out.append(part)
            singles = single
        singles = singles and single
    return " ".join(out)


def _part_roles(text: str) -> str:
    """Take the spaces out of role words, and put one behind each that leads names in."""
    closed = text.replace(" ", "")
    gaps, seen = set[int](), 0
    for part in text.split(" ")[:-1]:
        seen += len(part)
        gaps.add(seen)
    read = 0
    for found in _INNER.finditer(closed) if _ROLE_HINT.search(closed) else ():
        gaps.difference_update(range(found.start() + 1, found.end()))
        gaps.add(found.end())
        before = _LAST_RUN.search(closed, max(read, found.start() - 12), found.start())
        if before and _PERSON.search(found[0]) and is_names(before[0]):
            gaps.add(found.start())
        read = found.end()
    for mark in "/／╱":
        at = closed.find(mark)
        while at >= 0:
            gaps.update((at, at + 1))
            at = closed.find(mark, at + 1)
    cuts = [0, *sorted(gaps - {0}), len(closed)]
    return " ".join(closed[i:j] for i, j in pairwise(cuts) if i < j)


_LAST_RUN = late(f"{cues.HAN}+$")
_ROLE_ENDS = frozenset(words.CLOSING_WORDS).union(word[-1] for word in words.ROLE_WORDS)
_ROLE_HINT = late(f"[{''.join(sorted({word[-1] for word in words.ROLE_WORDS}))}]")
_ROLE_LAST = late(f"(?:{cues.ROLE}|^[{''.join(words.CLOSING_WORDS)}])$")


def _is_han(text: str) -> bool:
    return all("一" <= char <= "鿿" for char in text)


# --- bylines -----------------------------------------------------------------

_SPLIT = late("[、，,／/╱；;：:&＆|｜ ]+")
_WRITTEN_AND_DRAWN = late("文[／/╱、][图圖摄攝]影?|[图圖][／/╱、]文")
_LEADING = late(
    f"(?P<outlet>{cues.OUTLET}){cues.POST}(?:(?:记者站|記者站)(?=.))?(?P<role>{cues.ROLE})"
)
_INNER = late(cues.KNOWN_OUTLET + cues.POST + cues.ROLE)
_PERSON = late("[者员員生人]$")  # of role words: who someone is, not what he did
_OURS = late(f"{cues._HOUSE}|{cues._AGENCY}|^(?:{'|'.join(words.STATION_ENDS)})$")
_CLOSING = late(f"(?:{cues.ROLE}|[摄攝译譯绘繪])$")
_REPORTED = late(
    f"(?:发自|發自)?({cues.HAN}{{2,6}}?)?(?:综合|綜合|专题|專題|独家)?(?:报道|報道|报导|報導|特稿|专稿|專訪)$"
)
_CITY = late(f"(?:发自|發自)?(?:{'|'.join(words.CITIES)})$")
_PICTURE = late("(?:压题|題圖|题图|资料|本版|封面)?(?:照片|图片|圖片)?(?:摄影)?：")
_TAKEN_AT = late(f"(?<={cues.HAN}{{2}})([摄攝])[自于於][^、，；]*")
_LEARNT = late(f"(?<={cues.HAN}{{2}})[从從自在].{{2,40}}?(?:获悉|獲悉|得悉|了解到).*")
_COMMENT = late(
    f"{cues._HOUSE}(?:特约|特約)?(?:评论员|評論員|编辑部|編輯部|编者|記者|记者|社论|社論)"
)
_PLACED = late("[省市县縣区區乡鄉镇鎮村厂廠局院校部会會司长長员員任]")
_ENDS = "|".join((*words.STATION_ENDS, *words.PAPER_ENDS, *words.OFFICE_ENDS))
_BODY_NAME = late(f"{cues.HAN}{{1,14}}(?:{_ENDS})({cues.HAN}{{2,3}})")


def parse_byline(raw: str, default: Role = "author") -> list[Byline]:
    """The names in a byline, each with its role.

    In: the byline as printed, brackets and spaces included.  Out: one entry a name,
    in order; role words and offices of the house are dropped.  Another outlet whose
    reporter signs, and an agency credit, give an entry of role ``agency``; a body whose
    correspondent signs has an entry before him.

        >>> parse_byline("（本报记者 李建国王小明 通讯员张三）")
        [{'name': '李建国', 'role': 'reporter'}, {'name': '王小明', 'role': 'reporter'}, {'name': '张三', 'role': 'correspondent'}]
        >>> parse_byline("文／林知夏　圖／簡子游")
        [{'name': '林知夏', 'role': 'author'}, {'name': '簡子游', 'role': 'photographer'}]
    """
    return [Byline(name=name, role=role) for name, role in _parsed(raw, default)]


@lru_cache(maxsize=4096)  # who signs a paper signs it often
def _parsed(raw: str, default: Role) -> tuple[tuple[str, Role], ...]:
    text = re.sub("[ \u3000\x7f]*\n[ \u3000\x7f]*", "", raw.strip(_EDGES))
    text = re.sub("[ \u3000\x7f]+", " ", text)
    closed = text.replace(" ", "")
    if names_source(closed):
        return ((closed, "agency"),)
    if _COMMENT.fullmatch(closed):
        return ((closed, "author"),)
    if _PLACED.search(closed) and not _SPLIT.search(text) and not _INNER.search(closed):
        return ((closed, default),)
    picture = _PICTURE.match(text)
    if picture and len(picture[0]) > 1:
        text, default = text[picture.end() :], "photographer"
    text = _LEARNT.sub("", text)
    text = _WRITTEN_AND_DRAWN.sub(" 文图 ", _TAKEN_AT.sub("\\1", text)).strip()
    text = _merge_letterspaced(text)
    reading = _Reading(default)
    tokens = [token for token in _SPLIT.split(text) if token]
    for token in tokens:
        reading.read(token, last=token is tokens[-1])
    return tuple((entry["name"], entry["role"]) for entry in reading.close())


@dataclass(slots=True)
class _Reading:
    """A byline as it is read, token by token: who stands there, and what governs them.

    ``group``: the names since the last role word; ``governed``: whether one leads them in;
    ``strokes``: whether single words lead (文／李某 图／王某) and do not close.
    """

    role: Role
    out: list[Byline] = field(default_factory=list)
    group: list[str] = field(default_factory=list)
    governed: bool = False
    strokes: bool = False

    def read(self, token: str, *, last: bool) -> None:
        """Take one token: role words, names, or both run together."""
        if token in _BOTH:
            if self.group:
                self.end(None)
            else:
                self.begin("author")
        elif token in words.CLOSING_WORDS:
            if self.group and not self.strokes:
                self.end(words.CLOSING_WORDS[token])
            else:
                self.strokes = not self.group or self.strokes
                self.begin(words.CLOSING_WORDS[token])
        elif token in words.ROLE_WORDS and self.group and (last or self.is_closing(token)):
            self.end(words.ROLE_WORDS[token])
        else:
            self.read_run(token)

    def is_closing(self, token: str) -> bool:
        """Whether a role word inside a byline closes the names before it: 李某 摄影 王某 整理."""
        return not self.governed and not _PERSON.search(token)

    def read_run(self, token: str) -> None:
        """Take a token that may hold a role word before, between or behind names."""
        while token:
            lead = _LEADING.match(token) if _ROLE_HINT.search(token) else None
            if lead:
                self.begin(words.ROLE_WORDS[lead["role"]])
                outlet = _OURS.sub("", lead["outlet"])
                if outlet:
                    self.out.append(Byline(name=outlet, role="agency"))
                token = token[lead.end() :]
                continue
            closing = _CLOSING.search(token) if token[-1] in _ROLE_ENDS else None
            if closing and closing.start() >= 2:
                self.names(token[: closing.start()])
                self.end(words.ROLE_WORDS.get(closing[0]) or words.CLOSING_WORDS[closing[0]])
            else:
                self.names(token)
            return

    def names(self, run: str) -> None:
        """Take a run of Han that holds no role word."""
        run = run.strip("·.。—-" + cues.ORNAMENTS)
        told = _REPORTED.search(run)
        if told:
            rest = run[: told.start(1)] if told[1] else run[: told.start()]
            place = told[1] or ""
            if rest or not self.group or (place and _known(place) and not _CITY.match(place)):
                run = _CITY.sub("", rest + place)
            else:
                return
        elif len(run) >= 4 and self.governed:
            run = _CITY.sub("", run)
        if not run:
            return
        if self.governed and not is_names(run):
            named = _BODY_NAME.fullmatch(run)
            if named and _known(named[1]):
                self.group.append(run[: named.start(1)])
                run = named[1]
        self.group += split_names(run)

    def begin(self, role: Role) -> None:
        """A role word leads in the names that follow."""
        self.end(None)
        self.role, self.governed = role, True

    def end(self, role: Role | None) -> None:
        """The names so far are signed; ``role``: that of the word which closes them."""
        if role is None or (role == "author" and self.governed):
            role = self.role
        self.out += [Byline(name=name, role=role) for name in self.group]
        self.group = []

    def close(self) -> list[Byline]:
        """All who signed."""
        self.end(None)
        return self.out


_BOTH = frozenset(("文图", "图文", "文圖", "圖文"))


# --- datelines ---------------------------------------------------------------

_DATE = late(
    f"(?:([{cues.DIGIT}]{{2,4}})年)?([{cues.DIGIT}]{{1,3}})月([{cues.DIGIT}]{{1,3}})[日号號]"
)
_NUMERALS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"○": 0}


def number_of(text: str) -> int | None:
    """The number that ASCII, full-width or Chinese digits write, or None.

    >>> number_of("二十四"), number_of("１８"), number_of("一九九八"), number_of("廿三"), number_of("三十")
    (24, 18, 1998, 23, 30)
    """
    if text.isdecimal():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "十" in text:
        tens, _, ones = text.partition("十")
        if (tens and tens not in _NUMERALS) or (ones and ones not in _NUMERALS):
            return None
        return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)
    digits = [_NUMERALS.get(char, int(char) if char.isdecimal() else -1) for char in text]
    return None if -1 in digits else int("".join(map(str, digits)))


def iso_date(text: str, day_of_issue: str | None) -> str | None:
    """The first day named in a text as ISO 8601; its year from the text or the day of issue.

    A month far ahead of the day of issue belongs to the year before: a paper of January
    prints telegrams of December.

        >>> iso_date("新华社北京2月24日电", "2020-02-26"), iso_date("2月24日", None), iso_date("十二月三十一日", "1998-01-01")
        ('2020-02-24', '--02-24', '1997-12-31')
        >>> iso_date("倫敦十四日電", "1936-05-16"), iso_date("本报24日讯", None)
        ('1936-05-14', None)
    """
    text = text.translate(_MISREAD)
    found = _DATE.search(text) if "月" in text else None
    if not found:
        return _day_alone(text, day_of_issue)
    month, day = number_of(found[2]), number_of(found[3])
    if not month or not day or month > 12 or day > 31:
        return None
    year = number_of(found[1]) if found[1] and len(found[1]) == 4 else None
    if year is None and day_of_issue:
        year = int(day_of_issue[:4])
        if month - int(day_of_issue[5:7]) > 6:
            year -= 1
    return f"{year:04d}-{month:02d}-{day:02d}" if year else f"--{month:02d}-{day:02d}"


_MISREAD = str.maketrans("lIO曰", "110日")  # as OCR reads the digits of a day
_DAY = late(f"[{cues.DIGIT}]{{1,3}}(?=[日号號])")


def _day_alone(text: str, day_of_issue: str | None) -> str | None:
    """The day of a telegram that names no month: the last such day up to the day of issue."""
    found = _DAY.search(text) if any(mark in text for mark in "日号號") else None
    day = number_of(found[0]) if found else None
    if not day or day > 31 or not day_of_issue:
        return None
    year, month, today = map(int, day_of_issue.split("-"))
    if day > today:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return f"{year:04d}-{month:02d}-{day:02d}"


# What a dateline says of who wrote and where, behind the agency.
_BEHIND = f"(?=[{cues.DIGIT}今昨]|[电電讯訊專专航急特]|綜合|综合|報導|报导|報道|报道|消息|通信|[〕】）)\\]：:]|$)"
_LEADING_IN = ("记者", "記者", "特派員", "特派员", "通訊員", "通讯员", "编译", "編譯")
_LEADS_IN = late(cues.any_of(_LEADING_IN))
_SIGNED = late(
    f"{cues.any_of(_LEADING_IN)}((?:{cues.HAN}|[·、])+?)(?:[{cues.STROKE}]((?:{cues.HAN}|·)+?))?{_BEHIND}"
)
_SLASHED = late(
    f"[【〔（(]?(?:文[{cues.STROKE}])?({cues.HAN}{{2,4}}(?:、{cues.HAN}{{2,4}}){{0,3}})[{cues.STROKE}]((?:{cues.HAN}|·){{2,8}}?){_BEHIND}"
)
_STROKES = frozenset(cues.STROKE)
_AGENCIES = frozenset(words.AGENCIES)
_DAY_FIRST = late(f"(?:[{cues.DIGIT}]{{1,3}}月)?[{cues.DIGIT}]{{1,3}}日")
_PLACE = late(f"((?:{cues.HAN}|·){{2,14}}?){_BEHIND}")
_AT_HOUSE = late(cues._HOUSE)
_SOURCE = late(f"{cues._PRESS}|{cues._AGENCY}|{cues._HOUSE}")
_PAPER = late(
    f"[〔【（(\\[據据《]*({cues.HAN}{{0,8}}?(?:{cues._SITE}|[报報](?=[专專特]?[讯訊》]|》|報道|报道|報導)|社(?=[讯訊])))"
)
_NO_PLACE = late(
    "最新|独家|消息|报道|報道|報導|全媒体|连线|連線|(?:综合|綜合).*|专题|專題|独家|獨家|外电|外電|客户端|官网|(?:本报|本報)?(?:特派|驻)?(?:记者|記者).*|[专專特快]|[又特專专快短急][訊讯電电]"
)


def _who_and_where(text: str, start: int) -> tuple[list[str], str | None]:
    """The reporters that a dateline names, and its place."""
    signed = _SIGNED.search(text) if _LEADS_IN.search(text) else None
    slashed = None if signed or _STROKES.isdisjoint(text) else _SLASHED.match(text)
    if slashed:
        names = slashed[1].split("、")
        return [] if _AGENCIES.issuperset(names) else names, slashed[2]
    if not signed:
        day_first = _DAY_FIRST.match(text, start)
        place = _PLACE.match(text, day_first.end() if day_first else start)
        return [], place[1] if place else None
    *others, last = [name for name in signed[1].split("、") if name]
    if signed[2] or len(last) < 4:
        return [*others, last], signed[2]
    size = next((k for k in (2, 3, 4) if last[k:] in words.CITIES), 3 if len(last) > 4 else 2)
    if size == 3 and len(last) > 5 and last[:2] in words.DOUBLE_SURNAMES:
        size = 4
    return [*others, last[:size]], last[size:]


def parse_dateline(text: str, day_of_issue: str | None) -> Dateline:
    """A dateline's parts.  In: closed text, e.g. 新华社北京2月24日电.

    >>> parse_dateline("据新华社德黑兰1月8日电", None)
    {'text': '据新华社德黑兰1月8日电', 'agency': '新华社', 'place': '德黑兰', 'date': '--01-08'}
    >>> parse_dateline("本报讯", "2020-02-26")
    {'text': '本报讯', 'agency': '本报', 'place': None, 'date': None}
    """
    agency = _AT_HOUSE.match(text) or _SOURCE.search(text)
    paper = None if agency else _PAPER.match(text)
    behind = agency.end() if agency else paper.end() if paper else len(_opening_mark(text))
    _, place = _who_and_where(text, behind)
    return Dateline(
        text=text,
        agency=agency[0] if agency else paper[1] if paper else None,
        place=None if place is None or _NO_PLACE.fullmatch(place) else place,
        date=iso_date(text, day_of_issue),
    )


def _opening_mark(text: str) -> str:
    return text[: len(text) - len(text.lstrip("〔【（([［据據▲△◎○●◆"))]


def reporters_in(dateline: str) -> list[Byline]:
    """The reporters that a dateline names.

    >>> reporters_in("〔記者林某某／台北報導〕")
    [{'name': '林某某', 'role': 'reporter'}]
    >>> reporters_in("中央社記者杜若寧台北14日電")
    [{'name': '杜若寧', 'role': 'reporter'}]
    >>> reporters_in("中央社／台北14日電")
    []
    """
    names, _ = _who_and_where(dateline, 0)
    return [Byline(name=name, role="reporter") for name in names]
