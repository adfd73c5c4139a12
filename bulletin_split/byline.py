"""What stands in a byline or a dateline: names with roles; agency, place and day.

Both parse the text that `label` found; neither looks at the page.
"""

from __future__ import annotations

import re

from . import cues
from .model import Byline, Dateline, Role

_BRACKETS = "（）()〈〉<>〔〕【】[]［］"
_SPLIT = re.compile("[、，,／/；;：:　 \n]+|(?<=[^ ])[及和与與](?=[^ ])")
_ROLE = re.compile(
    "|".join(
        sorted(
            {re.escape(word) for word, _ in cues.ROLE_WORDS if len(word) > 1}, key=len, reverse=True
        )
    )
)
_ROLE_OF: dict[str, str] = dict(cues.ROLE_WORDS)
_TRAILING = re.compile(
    "(?:摄影报道|攝影報道|摄影|攝影|报道|報道|報導|供图|供圖|摄|攝|文／?图|圖／?文|图／?文|撰文|供稿|整理|编译|編譯|译|绘|翻译)$"
)
_WIRE = re.compile(cues.BYLINES[3].pattern)
_AGENCY = re.compile(cues._AGENCY + "|" + cues._HOUSE)


def _known(name: str) -> bool:
    return name[0] in cues.SURNAMES or name[:2] in cues.DOUBLE_SURNAMES


def split_names(run: str) -> list[str]:
    """Cut names that were run together, where the surname table leaves one way only.

        >>> split_names("李建国王小明"), split_names("融媒"), split_names("尕玛多吉")
        (['李建国', '王小明'], ['融媒'], ['尕玛多吉'])

    Left alone: what could be cut in two ways, or opens with no surname.
    """
    if len(run) < 4 or "·" in run:
        return [run]
    ways = _ways(run)
    return ways[0] if len(ways) == 1 and len(ways[0]) > 1 else [run]


def is_names(run: str) -> bool:
    """Whether a run of Han reads as one name or several, and as nothing else that is likely.

    >>> is_names("李明"), is_names("李建国王小明"), is_names("安霞邨辦旱龍舟賽")
    (True, True, False)
    """
    return (len(run) <= 4 and _known(run)) or bool(_ways(run))


def _ways(run: str) -> list[list[str]]:
    if not run:
        return [[]]
    out: list[list[str]] = []
    for size in (2, 3, 4):
        name = run[:size]
        if len(name) == size and _known(name) and (size < 4 or name[:2] in cues.DOUBLE_SURNAMES):
            out += [[name, *rest] for rest in _ways(run[size:])]
            if len(out) > 1:
                break
    return out


def _merge_letterspaced(text: str) -> str:
    """Close up letterspaced names, keep the space between two names.

    >>> _merge_letterspaced("张 三 李 四"), _merge_letterspaced("孙某某 李某")
    ('张三 李四', '孙某某 李某')
    """
    words = text.split()
    if len(words) > 1 and all(len(word) == 1 for word in words):
        run = "".join(words)
        return " ".join(split_names(run))
    out: list[str] = []
    for word in words:
        if (
            out
            and _all_han(out[-1] + word)
            and (len(out[-1]) == 1 or (len(word) == 1 and len(out[-1]) <= 2))
        ):
            out[-1] += word  # one character is no name
        else:
            out.append(word)
    return " ".join(out)


def _all_han(text: str) -> bool:
    return all("一" <= char <= "鿿" for char in text)


def parse_byline(raw: str, default: Role = "author") -> list[Byline]:
    """The names in a byline, each with its role.

    In: the byline as printed, brackets and spaces included.  Out: one entry a name,
    in order; role words and offices of the house are dropped.  An agency credit
    gives one entry of role ``agency``.

        >>> parse_byline("（本报记者 李建国王小明 通讯员张三）")
        [{'name': '李建国', 'role': 'reporter'}, {'name': '王小明', 'role': 'reporter'}, {'name': '张三', 'role': 'correspondent'}]
    """
    text = raw.strip(_BRACKETS + " \u3000\n\x7f。.■●◆□")
    text = re.sub("[ \u3000\x7f]*\n[ \u3000\x7f]*", "", text)
    text = re.sub("[ \u3000\x7f]+", " ", text)
    closed = text.replace(" ", "")
    if _WIRE.fullmatch(closed):
        return [Byline(name=closed, role="agency")]
    if _COMMENT.fullmatch(closed):
        return [Byline(name=closed, role="author")]
    if _PLACED.search(closed) and not _SPLIT.search(text) and not _ROLE.search(closed):
        return [Byline(name=closed, role=default)]
    out: list[Byline] = []
    role: Role = default
    text = re.sub("^(?:文|图|圖)[／/](?!图|圖|文)", "", text)
    for role_word, part in _parts(text):
        if role_word:
            role = _ROLE_OF[role_word]  # type: ignore[assignment]
        tail = _TRAILING.search(part)
        here = role
        if tail and len(part) > len(tail[0]) + 1:
            part = part[: tail.start()].rstrip("／/ ")
            here = "photographer" if re.search("摄|攝|图|圖", tail[0]) else role
            if re.search("译|譯", tail[0]):
                here = "translator"
        for name in _names(part):
            out.append(Byline(name=name, role=here))
    return out


def _parts(text: str) -> list[tuple[str, str]]:
    """(role word or '', what it governs), in order."""
    out: list[tuple[str, str]] = []
    at, word = 0, ""
    for found in _ROLE.finditer(text):
        if found.end() == len(text) and found.start() > 0:
            break  # a role word at the very end governs what stands before it
        before = text[at : found.start()]
        out.append((word, before))
        at, word = found.end(), found[0]
    out.append((word, text[at:]))
    return [
        (role, _strip_office(part, index < len(out) - 1)) for index, (role, part) in enumerate(out)
    ]


_COMMENT = re.compile(f"{cues._HOUSE}(?:特约)?(?:评论员|評論員|编辑部|編輯部|编者|记者|記者)")
_PLACED = re.compile("[省市县縣区區乡鄉镇鎮村厂廠局院校部会會司长長员員任]")
_OFFICE = re.compile(
    f"(?:{cues._HOUSE}|{cues._AGENCY})?(?:驻{cues.HAN}{{1,8}})?(?:{cues._QUALIFIER})*$"
)


def _strip_office(part: str, before_role: bool) -> str:
    return _OFFICE.sub("", part.rstrip()) if before_role else part


def _names(part: str) -> list[str]:
    out: list[str] = []
    for piece in re.split("[、，,／/；;：:]+", part):
        for word in _merge_letterspaced(piece).split(" "):
            word = word.strip("·.。")
            if word:
                out += split_names(word)
    return out


# --- datelines ---------------------------------------------------------------

_DATE = re.compile(
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
    """
    found = _DATE.search(text)
    if not found:
        return None
    month, day = number_of(found[2]), number_of(found[3])
    if not month or not day or month > 12 or day > 31:
        return None
    year = number_of(found[1]) if found[1] and len(found[1]) == 4 else None
    if year is None and day_of_issue:
        year = int(day_of_issue[:4])
        if month - int(day_of_issue[5:7]) > 6:
            year -= 1
    return f"{year:04d}-{month:02d}-{day:02d}" if year else f"--{month:02d}-{day:02d}"


# Behind the agency: the reporter, if one is named there, and then the place.
_PLACE = re.compile(
    f"[〔【（(\\[据據]*(?:(?:特派|驻{cues.HAN}{{1,6}})?(?:记者|記者){cues.HAN}{{2,3}})?"
    f"((?:{cues.HAN}|·){{2,12}}?)(?=[{cues.DIGIT}]{{1,3}}[月日号號]|電|电|專|专|讯|訊|報導|报导|報道|报道)"
)
_REPORTER = re.compile(
    f"(?:记者|記者|特派員|特派员|通訊員|编译|編譯)"
    f"(?:((?:{cues.HAN}|[·、]){{2,20}})[／/]|({cues.HAN}{{2,3}})(?={cues.HAN}{{2,6}}[{cues.DIGIT}]))"
)
_SLASHED = re.compile(f"({cues.HAN}{{2,4}})[／/]")


def parse_dateline(text: str, day_of_issue: str | None) -> Dateline:
    """A dateline's parts.  In: closed text, e.g. 新华社北京2月24日电.

    >>> parse_dateline("据新华社德黑兰1月8日电", None)
    {'text': '据新华社德黑兰1月8日电', 'agency': '新华社', 'place': '德黑兰', 'date': '--01-08'}
    >>> parse_dateline("本报讯", "2020-02-26")
    {'text': '本报讯', 'agency': '本报', 'place': None, 'date': None}
    """
    agency = _AGENCY.search(text)
    place = re.search(f"[／/]((?:{cues.HAN}|[·]){{2,8}}?)(?=報導|报导|報道|报道|電|电|訊|讯)", text)
    place = place or _PLACE.match(text, agency.end() if agency else 0)
    named = place[1] if place else None
    if named in ("综合", "綜合", "综合消息", "專訊", "专讯", "特訊"):
        named = None
    return Dateline(
        text=text,
        agency=agency[0] if agency else None,
        place=named,
        date=iso_date(text, day_of_issue),
    )


def reporters_in(dateline: str) -> list[Byline]:
    """The reporter that a bracketed dateline names.

    >>> reporters_in("〔記者林某某／台北報導〕")
    [{'name': '林某某', 'role': 'reporter'}]
    """
    found = _REPORTER.search(dateline) or _SLASHED.match(dateline.lstrip("【〔"))
    names = next(filter(None, found.groups())) if found else ""
    return [Byline(name=name, role="reporter") for name in names.split("、") if name]
