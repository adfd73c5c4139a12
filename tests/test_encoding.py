"""Bytes to text: every encoding of the archives, whole, damaged, and cut anywhere."""

from __future__ import annotations

import codecs
import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_split.encoding import (
    CLASSES,
    FREQUENT,
    MARKS,
    PUNCTUATION,
    RANGES,
    SAMPLE,
    Decoder,
    Verdict,
    detect,
    near_names,
)

SIMPLIFIED = """\
本报讯 （记者叶知秋）3月12日，芦溪县召开春耕备耕工作会议，要求各乡镇抓好种子、化肥的供应，
确保全县9.8万亩早稻按时插秧。县农业局局长方远介绍，今年已经培训农民2600人次，
“大家都说，技术员比亲戚来得还勤”。
松坪村党员带头修路
本报讯 松坪村通往集市的土路一下雨就泥泞难行。去年冬天，村里的党员自己动手，用了四十天，
把三公里路面铺上了石子。村民丁小满说：“现在出门方便多了。”（宋怀远 文/图）
"""
TRADITIONAL = """\
【本報訊】松嶺鎮公所昨日召開說明會，鎮長羅景雲表示，舊車站將改建為圖書館，預計明年動工，
經費由縣府補助。居民則擔心停車問題，希望公所提出完整的交通計畫。
（記者葉思齊／松嶺報導）今年的稻米收成比去年好，農會總幹事說，這是因為雨水來得及時，
農民對於新品種也愈來愈有經驗。「我們的米，吃過的人都會再來買。」他笑著說。
"""
HONG_KONG = TRADITIONAL + "街坊話：「呢度啲舖頭執咗，佢哋唔知搬咗去邊，我喺度住咗三十年。」\n"
FOUR_BYTES = SIMPLIFIED + "图为技术员陈𬭎、刘𣲗、王䥽在田间查看苗情。\n"

CASES = [
    ("utf-8", "utf-8", SIMPLIFIED, b""),
    ("utf-8", "utf-8", TRADITIONAL, b""),
    ("utf-8", "utf-8-sig", SIMPLIFIED, codecs.BOM_UTF8),
    ("gb18030", "gb18030", FOUR_BYTES, b""),
    ("gb18030", "gb18030", TRADITIONAL, b""),
    ("gbk", "gb18030", SIMPLIFIED, b""),
    ("gb2312", "gb18030", SIMPLIFIED, b""),
    ("hz", "hz", SIMPLIFIED, b""),
    ("big5", "big5hkscs", TRADITIONAL, b""),
    ("cp950", "big5hkscs", TRADITIONAL, b""),
    ("cp950", "cp950", TRADITIONAL + "每本售價€12，郵資另計。\n", b""),
    ("big5hkscs", "big5hkscs", HONG_KONG, b""),
    ("utf-16-le", "utf-16-le", SIMPLIFIED, b""),
    ("utf-16-be", "utf-16-be", TRADITIONAL, b""),
    ("utf-16-le", "utf-16", TRADITIONAL, codecs.BOM_UTF16_LE),
    ("utf-16-be", "utf-16", SIMPLIFIED, codecs.BOM_UTF16_BE),
    ("utf-32-le", "utf-32", SIMPLIFIED, codecs.BOM_UTF32_LE),
    ("utf-32-be", "utf-32", TRADITIONAL, codecs.BOM_UTF32_BE),
]
IDS = [f"{written}-{read}-{number}" for number, (written, read, _, _) in enumerate(CASES)]


def one_shot(data: bytes, codec: str) -> str:
    """The text that spans refer to."""
    return data.decode(codec, "replace").removeprefix("\ufeff")


def pieces(data: bytes, cuts: list[int], encoding: str | None = None) -> tuple[str, Decoder]:
    """The text of a decoder that is fed the data cut at the given places."""
    decoder, text, start = Decoder(encoding), "", 0
    for cut in [*sorted(cut % (len(data) + 1) for cut in cuts), len(data)]:
        text += decoder.feed(data[start:cut])
        start = cut
    return text + decoder.close(), decoder


def hurt(data: bytes, share: float, seed: int) -> bytes:
    """The data with a share of its bytes turned into others."""
    rng = random.Random(seed)
    return bytes(rng.randrange(256) if rng.random() < share else byte for byte in data)


@pytest.mark.parametrize(("written", "read", "text", "mark"), CASES, ids=IDS)
def test_every_encoding_is_read_back(written: str, read: str, text: str, mark: bytes) -> None:
    data = mark + text.encode(written)
    assert detect(data) == Verdict(read, True)
    decoded, decoder = pieces(data, [])
    assert decoded == text
    assert (decoder.codec, decoder.certain) == (read, True)


@pytest.mark.parametrize(("written", "read", "text", "mark"), CASES, ids=IDS)
def test_a_cut_in_mid_character_is_no_damage(
    written: str, read: str, text: str, mark: bytes
) -> None:
    data = mark + text.encode(written)
    for size in range(200, 208):
        codec = detect(data[:size]).codec
        assert codec == read or (read, codec) == ("cp950", "big5hkscs")


@pytest.mark.parametrize(("written", "read", "text", "mark"), CASES, ids=IDS)
@pytest.mark.parametrize("share", [0.001, 0.01])
def test_damage_does_not_decide(
    written: str, read: str, text: str, mark: bytes, share: float
) -> None:
    body = text.encode(written)
    for seed in range(20):
        codec = detect(mark + hurt(body, share, seed)).codec
        assert codec == read or {codec, read} == {"cp950", "big5hkscs"}


@pytest.mark.parametrize(("written", "read", "text", "mark"), CASES, ids=IDS)
def test_bytes_one_by_one_give_the_same(written: str, read: str, text: str, mark: bytes) -> None:
    data = hurt(mark + text.encode(written), 0.01, 3)
    decoded, decoder = pieces(data, list(range(len(data))))
    assert decoded == one_shot(data, decoder.codec)


@settings(max_examples=150, deadline=None)
@given(
    case=st.sampled_from(CASES),
    seed=st.integers(0, 1000),
    share=st.sampled_from([0.0, 0.001, 0.01, 0.2]),
    feeds=st.booleans(),
    cuts=st.lists(st.integers(0, 5000), max_size=8),
)
def test_any_cut_gives_the_same(
    case: tuple[str, str, str, bytes], seed: int, share: float, feeds: bool, cuts: list[int]
) -> None:
    written, _, text, mark = case
    text = text.replace("\n", "\n\f") if feeds else text
    data = hurt(mark + text.encode(written), share, seed)
    whole, first = pieces(data, [])
    cut, second = pieces(data, cuts)
    assert whole == cut == one_shot(data, first.codec)
    assert (first.codec, first.certain) == (second.codec, second.certain)


@settings(max_examples=150, deadline=None)
@given(
    data=st.binary(max_size=60),
    cuts=st.lists(st.integers(0, 60), max_size=6),
    codec=st.sampled_from(
        [
            "utf-8",
            "utf-8-sig",
            "utf-16",
            "utf-16-le",
            "utf-32",
            "gb18030",
            "big5hkscs",
            "cp950",
            "hz",
            "utf-7",
            "iso2022_jp",
            "iso2022_kr",
            "unicode_escape",
            "euc_jp",
            "cp1252",
            "ascii",
        ]
    ),
    marked=st.sampled_from([b"", *(mark.start for mark in MARKS)]),
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_any_bytes_under_any_named_codec(
    data: bytes, cuts: list[int], codec: str, marked: bytes
) -> None:
    data = marked + data
    text, decoder = pieces(data, cuts, codec)
    assert text == one_shot(data, codec) == one_shot(data, decoder.codec)
    assert decoder.certain


def test_a_long_input_is_decoded_past_its_sample() -> None:
    for written, read, text, mark in CASES:
        data = mark + (text * 200).encode(written)
        for size in (4096, SAMPLE - 1, SAMPLE + 1):
            decoder = Decoder()
            parts = [decoder.feed(data[at : at + size]) for at in range(0, len(data), size)]
            assert "".join(parts) + decoder.close() == text * 200
            assert decoder.codec == read


class TestFormFeed:
    """The verdict waits for the first page's end, not for the second page."""

    @pytest.mark.parametrize(("written", "read", "text", "mark"), CASES, ids=IDS)
    def test_ends_the_wait(self, written: str, read: str, text: str, mark: bytes) -> None:
        decoder = Decoder()
        assert decoder.feed(mark + text.encode(written)) == ""
        # 0C 00: in UTF-16 LE the NUL, in UTF-32 all four bytes are needed
        assert decoder.feed("\f".encode(written)) == text + "\f"
        assert decoder.codec == read

    def test_the_next_page_has_no_say(self) -> None:
        first, second = SIMPLIFIED.encode("gbk"), TRADITIONAL.encode("utf-8") * 20
        _, decoder = pieces(first + b"\f" + second, [])
        assert decoder.codec == "gb18030"

    def test_does_not_count_before_any_text(self) -> None:
        decoder = Decoder()
        assert decoder.feed(b"\f\n  \f 12 \f") == ""
        decoder.feed(SIMPLIFIED.encode("gbk"))
        assert decoder.close() == "\f\n  \f 12 \f" + SIMPLIFIED
        assert decoder.codec == "gb18030"

    def test_half_a_character_is_none(self) -> None:
        text = "丌上\n2号、丌下\n"  # U+4E0C: 0C 4E in UTF-16 LE
        for codec in ("utf-16-le", "utf-16-be"):
            decoder = Decoder()
            decoder.feed(("\ufeff" + text).encode(codec))
            decoder.feed(SIMPLIFIED.encode(codec))
            assert decoder.close() == text + SIMPLIFIED
            assert decoder.codec == "utf-16"

    def test_doubtful_pages_wait_for_more(self) -> None:
        decoder = Decoder()
        assert decoder.feed("柳絮\f".encode("gbk")) == ""
        assert decoder.feed(SIMPLIFIED.encode("gbk") + b"\f").startswith("柳絮\f本报讯")

    def test_many_cost_little(self) -> None:
        decoder = Decoder()
        text = decoder.feed(b"\xb5\f" * 40_000)
        assert len(text + decoder.close()) == 80_000


class TestVerdict:
    """Each rule's example beside its near miss."""

    def test_nothing_and_ascii_are_utf8(self) -> None:
        assert detect(b"") == detect(b"page 4\n") == Verdict("utf-8", True)

    def test_gb_that_passes_as_utf8(self) -> None:
        data = "侣侣侣".encode("gbk")  # C2 C2: not even UTF-8
        assert detect(data).codec == "gb18030"
        data = "隆拢隆隆".encode("gbk")  # C2 A1 C2 A3: whole two-byte UTF-8
        assert data.decode("utf-8")
        assert not detect(data[:6]).certain

    def test_latin_utf8_is_utf8(self) -> None:
        assert detect("Le café du village\n".encode()) == Verdict("utf-8", True)
        assert detect("Пресса".encode()) == Verdict("utf-8", True)

    def test_hz_needs_pairs_that_read(self) -> None:
        assert detect(b"~{<:Ky2;~}\n").codec == "hz"
        assert detect(b"braces ~{a~} and ~{} and ~~\n") == Verdict("utf-8", True)
        assert detect(b"art ~{|||~}\n") == Verdict("utf-8", True)

    def test_ascii_in_utf16(self) -> None:
        assert detect("page 4, column 2\n".encode("utf-16-le")).codec == "utf-16-le"
        assert detect("page 4, column 2\n".encode("utf-16-be")).codec == "utf-16-be"
        assert detect(b"page 4\0 column 2, and more of the same\n" * 3).codec == "utf-8"

    def test_utf8_with_a_damaged_mark(self) -> None:
        data = b"\xef?\xbf" + SIMPLIFIED.encode()
        assert detect(data) == Verdict("utf-8", True)

    @pytest.mark.parametrize("codec", ["cp1251", "koi8-r", "cp1252", "shift_jis", "euc_kr"])
    def test_what_is_not_chinese_is_doubtful(self, codec: str) -> None:
        text = {
            "cp1252": "Le maire a été réélu à la tête de la région; les élèves fêtent Noël. ",
            "shift_jis": "市長はきのう記者会見を開き、新しい計画について説明した。",
            "euc_kr": "시장은 어제 기자회견을 열고 새로운 계획을 설명하였다. ",
        }.get(codec, "Вчера в городе открыли новый мост через реку. ")
        assert not detect((text * 5).encode(codec)).certain

    def test_chardet_cannot_turn_a_chinese_reading(self, monkeypatch: pytest.MonkeyPatch) -> None:
        import chardet

        short = "柳絮".encode("gbk")
        for advice in ("Shift_JIS", "EUC-KR", "Big5", None, "nonsense", "ascii"):
            monkeypatch.setattr(chardet, "detect", lambda _, advice=advice: {"encoding": advice})
            assert detect(short) == Verdict("gb18030", False)
        monkeypatch.setattr(chardet, "detect", lambda _: {"encoding": "GB2312"})
        assert detect(short) == Verdict("gb18030", True)


class TestNames:
    """An encoding by name: any of Python's that is for text."""

    @pytest.mark.parametrize("name", ["gb18300", "", "rot13", "zlib", "idna", "punycode", "a\0b"])
    def test_a_wrong_name_is_a_lookup_error(self, name: str) -> None:
        with pytest.raises(LookupError):
            Decoder(name)

    def test_python_s_own_name(self) -> None:
        assert Decoder("GBK").codec == "gbk"
        assert Decoder("UTF8").codec == "utf-8"

    def test_no_wait_with_a_name(self) -> None:
        decoder = Decoder("gbk")
        assert decoder.feed("版".encode("gbk")) == "版"

    @pytest.mark.parametrize(
        ("wrong", "right"),
        [("gb18300", "gb18030"), ("utf9", "utf-8"), ("Big-5", "big5"), ("gbk2312", "gb2312")],
    )
    def test_near_names(self, wrong: str, right: str) -> None:
        assert right in near_names(wrong)

    def test_nothing_near(self) -> None:
        assert near_names("zzzzzzzz") == []


class TestTables:
    """Rows prove themselves."""

    def test_classes_are_shares(self) -> None:
        assert sum(row.share for row in CLASSES.values()) == pytest.approx(1, abs=0.01)
        assert all(row.why and row.size > 0 for row in CLASSES.values())

    def test_ranges_are_sorted_and_named(self) -> None:
        assert [row[0] for row in RANGES] == sorted(row[0] for row in RANGES)
        assert {row[1] for row in RANGES} <= set(CLASSES)

    def test_lists_hold_no_ascii(self) -> None:
        assert not any(character.isascii() for character in FREQUENT + PUNCTUATION)

    def test_marks_are_eaten(self) -> None:
        for mark in MARKS:
            assert (mark.start + "版".encode(mark.inner)).decode(mark.codec) == "版"


def test_a_strong_verdict_does_not_import_chardet() -> None:
    code = (
        "import sys; from bulletin_split.encoding import detect; data = sys.stdin.buffer.read();"
        "assert detect(data).certain; sys.exit('chardet' in sys.modules)"
    )
    for codec in ("utf-8", "gbk"):
        subprocess.run([sys.executable, "-c", code], input=SIMPLIFIED.encode(codec), check=True)
