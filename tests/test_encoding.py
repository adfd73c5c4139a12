"""Bytes to text: every encoding of the archives, whole, damaged, and cut anywhere."""

from __future__ import annotations

import codecs
import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_split import split
from bulletin_split.charset import (
    FOREIGN,
    MARKS,
    SAMPLE,
    Foreign,
    Verdict,
    detect,
    detect_next,
)
from bulletin_split.encoding import LISTED, MIXED, Decoder, near_names
from bulletin_split.likelihood import CLASSES, FREQUENT, PUNCTUATION, RANGES

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
    written, read, text, mark = case
    text = text.replace("\n", "\n\f") if feeds else text
    data = hurt(mark + text.encode(written), share, seed)
    whole, first = pieces(data, [])
    cut, second = pieces(data, cuts)
    assert whole == cut
    codec, _ = first.reading(0, len(whole))
    assert codec != MIXED or share == 0.2 or read == "cp950"
    assert codec == MIXED or whole == one_shot(data, codec)
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
        text, decoder = pieces(first + b"\f" + second, [])
        assert text == SIMPLIFIED + "\f" + TRADITIONAL * 20
        assert decoder.reading(0, 10) == ("gb18030", True)

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

    @pytest.mark.parametrize("row", FOREIGN, ids=lambda row: row.codec)
    def test_other_scripts_have_a_codec_of_their_own(self, row: Foreign) -> None:
        assert detect((row.example * 5).encode(row.codec)) == Verdict(row.codec, False)
        assert detect(row.near_miss * 5).codec != row.codec
        assert row.why

    def test_chardet_has_no_say(self, monkeypatch: pytest.MonkeyPatch) -> None:
        import chardet

        samples = [
            "柳絮".encode("gbk"),
            "Вчера в городе".encode("koi8_r"),
            bytes(range(128, 256)),
        ]
        for sample in samples:
            verdict = detect(sample)
            assert not verdict.certain
            for advice in ("Shift_JIS", "GB18030", "Big5", None, "nonsense", "ascii"):
                monkeypatch.setattr(chardet, "detect", lambda _, a=advice: {"encoding": a})
                assert detect(sample) == verdict
                assert pieces(sample, [])[1].advice() == advice

    def test_no_advice_is_asked_for_what_is_certain(self) -> None:
        assert pieces(SIMPLIFIED.encode("gbk"), [])[1].advice() is None


class TestPages:
    """Pages of one stream in several encodings."""

    @pytest.mark.parametrize("cut", [None, 1, 7, 4096])
    def test_each_page_by_its_own(self, cut: int | None) -> None:
        parts = [
            (SIMPLIFIED + "\f", "gb18030", "gb18030"),
            (TRADITIONAL + "\f", "big5hkscs", "big5hkscs"),
            (SIMPLIFIED + "\f", "utf-8", "utf-8"),
            (TRADITIONAL + "\f", "utf-16-le", "utf-16-le"),
            (SIMPLIFIED * 3 + "\f", "gb18030", "gb18030"),
            (TRADITIONAL + "€12\f", "cp950", "cp950"),
            (TRADITIONAL, "utf-8", "utf-8"),
        ]
        data = b"".join(text.encode(written) for text, written, _ in parts)
        decoded, decoder = pieces(data, list(range(0, len(data), cut)) if cut else [])
        assert decoded == "".join(text for text, _, _ in parts)
        at = 0
        for text, _, read in parts:
            assert decoder.reading(at, at + len(text)) == (read, True)
            at += len(text)
        assert decoder.reading(0, at) == (MIXED, True)
        decoder.forget(at - 1)
        assert decoder.reading(at - 1, at) == ("utf-8", True)

    def test_what_says_little_is_no_change(self) -> None:
        gbk = Verdict("gb18030", True)
        for page in (b"", b" 4 \n", "第4版\n".encode("gbk"), "联通\n".encode("gbk"), b"\xe7\n"):
            assert detect_next(page, gbk) == gbk
        utf8 = Verdict("utf-8", True)
        for page in ("café\n".encode(), b"\xd6\xd0\n", hurt(SIMPLIFIED.encode(), 0.02, 1)):
            assert detect_next(page, utf8) == utf8

    def test_a_mark_in_the_middle_stays_a_character(self) -> None:
        page = SIMPLIFIED.encode("utf-8-sig")
        decoded, decoder = pieces(page + b"\f" + page, [])
        assert decoded == SIMPLIFIED + "\f\ufeff" + SIMPLIFIED
        assert decoder.reading(0, len(decoded)) == ("utf-8-sig", True)

    def test_a_long_page_is_judged_again_at_lines(self) -> None:
        first, second = SIMPLIFIED * 300, TRADITIONAL * 500
        data = first.encode("gbk") + second.encode("big5")
        for cuts in ([], list(range(0, len(data), 1000))):
            decoded, _ = pieces(data, cuts)
            assert decoded == first + second

    def test_without_line_ends_nothing_is_judged_twice(self) -> None:
        text = SIMPLIFIED.replace("\n", "") * 600
        decoded, decoder = pieces(text.encode("gb18030"), [])
        assert decoded == text
        assert decoder.codec == "gb18030"


PAIRS = [
    ("utf-8", "gb18030", SIMPLIFIED, SIMPLIFIED),
    ("gb18030", "utf-8", SIMPLIFIED, SIMPLIFIED),
    ("gb18030", "big5hkscs", SIMPLIFIED, TRADITIONAL),
    ("big5hkscs", "gb18030", TRADITIONAL, SIMPLIFIED),
    ("big5hkscs", "utf-8", TRADITIONAL, TRADITIONAL),
    ("utf-8", "big5hkscs", TRADITIONAL, TRADITIONAL),
    ("hz", "gb18030", SIMPLIFIED, SIMPLIFIED),
]


class TestLines:
    """A page whose lines come from several sources."""

    @pytest.mark.parametrize(("one", "other", "text", "guest"), PAIRS)
    @pytest.mark.parametrize("every", [1, 2, 5])
    def test_each_line_by_its_own(
        self, one: str, other: str, text: str, guest: str, every: int
    ) -> None:
        if one == "hz" and every < 5:  # hardly any high bytes: else it is read as GB18030
            pytest.skip("not HZ with so much else")
        data, truth = b"", ""
        hosts, guests = (t.splitlines(keepends=True) for t in (text * 8, guest * 8))
        for number, line in enumerate(hosts):
            data += line.encode(one)
            truth += line
            if number % every == 0 and (one != "hz" or number == 5):
                data += guests[number % len(guests)].encode(other)
                truth += guests[number % len(guests)]
        decoded, decoder = pieces(data, [])
        assert decoded == truth
        assert decoder.codec == MIXED
        assert pieces(data, list(range(0, len(data), 13)))[0] == truth

    @pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5hkscs", "cp950"])
    @pytest.mark.parametrize("share", [0.0, 0.001, 0.01])
    def test_damage_is_no_change(self, codec: str, share: float) -> None:
        text = SIMPLIFIED if codec in ("utf-8", "gb18030") else TRADITIONAL
        for seed in range(30):
            decoded, decoder = pieces(hurt((text * 4).encode(codec), share, seed), [])
            assert decoder.codec != MIXED, decoded

    def test_what_stands_in_tables_and_names_is_no_change(self) -> None:
        text = SIMPLIFIED + "┌──┬──┐\n│㳇㴔㵐│\nПривет, かなカナ\n" + FOUR_BYTES
        decoded, decoder = pieces(text.encode("gb18030"), [])
        assert (decoded, decoder.codec) == (text, "gb18030")

    def test_the_record_says_mixed(self) -> None:
        data = SIMPLIFIED.encode() + TRADITIONAL.encode("big5") + b"\f" + SIMPLIFIED.encode()
        codecs_said = [record["source"]["encoding"] for record in split(data)]
        assert codecs_said[0] == "mixed"
        assert codecs_said[-1] == "utf-8"
        assert set(codecs_said) == {"mixed", "utf-8"}


class TestUndecodable:
    """Bytes that are no character: counted, and listed with their places."""

    @pytest.mark.parametrize("cuts", [[], [1, 2, 3, 30, 31, 32], list(range(200))])
    @pytest.mark.parametrize(
        ("encoding", "data", "listed"),
        [
            (None, SIMPLIFIED[:9].encode() + b"\xff\n", [(25, "ff", 9)]),
            (None, SIMPLIFIED[:9].encode() + b"\xe6\x9c\n\xfe", [(25, "e69c", 9), (28, "fe", 11)]),
            (None, "\ufeff昨日".encode() + b"\xff\n", [(9, "ff", 2)]),
            ("gbk", "昨日".encode("gbk") + b"\xff\n", [(4, "ff", 2)]),
            ("gb18030", "昨日".encode("gbk") + b"\x81", [(4, "81", 2)]),
            ("utf-16", b"\xff\xfe2\0\0\xd8\n\0", [(4, "00d8", 1)]),
            ("ascii", b"a\x80b", [(1, "80", 1)]),
            (None, "昨日召开\ufffd会议\n".encode(), []),
        ],
    )
    def test_places(
        self,
        encoding: str | None,
        data: bytes,
        listed: list[tuple[int, str, int]],
        cuts: list[int],
    ) -> None:
        text, decoder = pieces(data, cuts, encoding)
        assert [tuple(row) for row in decoder.undecodable] == listed
        assert decoder.undecodable_count == len(listed)
        assert decoder.undecodable_within([[0, len(text)]]) == len(listed)
        for _, _, at in listed:
            assert text[at] == "\ufffd"

    def test_the_list_is_bounded_and_the_count_is_not(self) -> None:
        line = SIMPLIFIED.replace("\n", "").encode() + b"\xff\xff\n"
        _, decoder = pieces(line * 2000, [])
        assert len(decoder.undecodable) == LISTED
        assert decoder.undecodable_count == 4000
        assert decoder.undecodable[-1].offset == len(line) * (LISTED // 2) - 2

    @settings(max_examples=100, deadline=None)
    @given(seed=st.integers(0, 10_000), case=st.sampled_from(CASES))
    def test_every_one_is_at_its_place(self, seed: int, case: tuple[str, str, str, bytes]) -> None:
        written, _, text, mark = case
        data = hurt(mark + text.encode(written), 0.01, seed)
        decoded, decoder = pieces(data, [seed % 1000, seed % 77])
        assert decoded.count("\ufffd") == decoder.undecodable_count == len(decoder.undecodable)
        for offset, found, at in decoder.undecodable:
            assert data[offset:].startswith(bytes.fromhex(found))
            assert decoded[at] == "\ufffd"

    def test_the_record_counts_them(self) -> None:
        lines = SIMPLIFIED.encode().splitlines(keepends=True)
        lines[1] = lines[1][:30] + b"\xff" + lines[1][30:]
        first, *others = split(b"".join(lines))
        assert first["repairs"]["undecodable"] == 1
        assert "undecodable_bytes" in first["flags"]
        assert "\ufffd" in first["text"]
        assert all("undecodable" not in record["repairs"] for record in others)
        again = split(first["text"].encode())
        assert all("undecodable" not in record["repairs"] for record in again)


SAMPLES = sorted((Path(__file__).resolve().parent.parent / "samples").glob("*.txt"))
WRITTEN = ["utf-8-sig", "gb18030", "gbk", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("page", SAMPLES, ids=lambda page: page.stem)
def test_a_page_gives_the_same_records_in_every_encoding(page: Path) -> None:
    data = page.read_bytes()
    text = one_shot(data, detect(data).codec)
    wanted = records_of(text.encode())
    told = 0
    for codec in WRITTEN:
        with suppress(UnicodeEncodeError):
            assert records_of(text.encode(codec)) == wanted
            told += 1
    assert told >= 5


def records_of(data: bytes) -> list[dict[str, object]]:
    """The records without the encoding, which differs."""
    return [{**record, "source": {**record["source"], "encoding": ""}} for record in split(data)]


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
