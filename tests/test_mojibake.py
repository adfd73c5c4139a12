"""Lines decoded by the wrong codec: undone where that is certain, else left alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_split import Discard, split
from bulletin_split.byline import parse_byline
from bulletin_split.charset import detect
from bulletin_split.glyphs import GONE
from bulletin_split.mojibake import ROWS, Row, Undone, places, undo

SAMPLES = sorted((Path(__file__).resolve().parent.parent / "samples").glob("*.txt"))

WINDOWS = {
    byte: bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
"""How a Western Windows shows the bytes that are controls in Latin-1."""


def windows(data: bytes) -> str:
    return data.decode("latin-1").translate(WINDOWS)


ERRORS: dict[str, Callable[[str], str]] = {
    "UTF-8 as GBK": lambda text: text.encode().decode("gb18030"),
    "GBK as Latin-1": lambda text: text.encode("gb18030").decode("latin-1"),
    "GBK as Windows-1252": lambda text: windows(text.encode("gb18030")),
    "UTF-8 as Latin-1": lambda text: text.encode().decode("latin-1"),
    "UTF-8 as Windows-1252": lambda text: windows(text.encode()),
    "Big5 as Latin-1": lambda text: text.encode("big5hkscs").decode("latin-1"),
    "Big5 as GBK": lambda text: text.encode("big5hkscs").decode("gb18030"),
    "GBK as Big5": lambda text: text.encode("gbk").decode("big5hkscs"),
}

CLEAN = """\
本报讯 3月12日，芦溪县召开春耕备耕工作会议，要求各乡镇抓好种子、化肥的供应，确保早稻按时插秧。
【本報訊】松嶺鎮公所昨日召開說明會，鎮長羅景雲表示，舊車站將改建為圖書館，預計明年動工。
街坊話：「呢度啲舖頭執咗，佢哋唔知搬咗去邊，我喺度住咗三十年。」
涓涓细流，锛、銆、鐨、鏂板；口腔、弊端、笢、岆；沙家浜的故事，涓涓不息，浜田先生來訪
€12 £5 ¥300 ¡Hola! ¿Qué? Größe, Österreich, élève, déjà vu, à la carte, Œuvre, naïve, São Paulo
Le maire a été réélu; les élèves fêtent Noël à Besançon. ÀÉÈÊ ÄÖÜß ÅÆØ åæø ÐÞ ðþ
市長はきのう記者会見を開き、新しい計画を説明した。あいうえお　アイウエオ
注音ㄅㄆㄇㄈ，ㄛ和ㄜ，﹝註﹞ ǖǘǚǜ nǐ hǎo Běijīng lǜsè
시장은 어제 기자회견을 열고 Привет, мир! Ελλάδα
自造字\ue4c7\ue019和\ue000，人名陈𬭎、刘𣲗、王䥽，残字\ufffd\ufffd与？
Ã©tÃ© Â£5 â€œquotesâ€\x9d
"""
"""What looks like it and is not, in both scripts and the company they keep."""


def text_of(line: str) -> str:
    return line.replace(GONE, "")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_row_proves_itself(row: Row) -> None:
    wrong, right = row.example
    assert undo(wrong) == (right.ljust(len(wrong), GONE), [Undone(0, len(wrong))])
    assert undo(row.near_miss) == (row.near_miss, [])
    assert any(literal in row.near_miss + CLEAN for literal in row.literals), "no near miss"
    assert row.why


@pytest.mark.parametrize("name", ERRORS)
def test_each_error_is_undone(name: str) -> None:
    text = "临南县召开春季生产会议，各乡的干部和群众参加。"
    if "Big5 as" in name:
        text = "臨南縣召開春季生產會議，各鄉派代表參加。"
    if name == "UTF-8 as GBK":
        text = "临南县春耕生产会议在北京举行"
    if name == "GBK as Big5":
        text = "市民参加植树活动，共建绿色家园。"
    wrong = ERRORS[name](text)
    assert wrong != text
    page = f"第一版\n{wrong}\n  {wrong} \r\nend"
    read, undone = undo(page)
    assert text_of(read) == f"第一版\n{text}\n  {text} \r\nend"
    assert len(read) == len(page)
    assert len(undone) == 2
    assert len(places(page, undone)) == 2 * sum(not character.isspace() for character in wrong)


def test_clean_text_comes_out_untouched() -> None:
    assert undo(CLEAN) == (CLEAN, [])
    for line in CLEAN.splitlines(keepends=True):
        assert undo(line * 5) == (line * 5, [])


def test_text_that_was_undone_is_left_alone() -> None:
    wrong = ERRORS["GBK as Latin-1"](CLEAN.split("\n")[0])
    once, _ = undo(wrong)
    assert undo(text_of(once)) == (text_of(once), [])


def test_clean_lines_among_wrong_ones_are_untouched() -> None:
    line = "临南县召开春季生产会议，各乡的干部和群众参加。"
    for name in ("GBK as Latin-1", "UTF-8 as Windows-1252", "UTF-8 as GBK"):
        wrong = (
            line.encode().decode("gb18030", "replace") if name[-3:] == "GBK" else ERRORS[name](line)
        )
        others = CLEAN.splitlines()[:-1]  # the last is Latin in the same error
        page = "".join(f"{wrong}\n{clean}\n" for clean in others)
        read, undone = undo(page)
        assert read.split("\n")[1::2] == others
        assert len(undone) == len(others)


def test_names_and_marks_follow_the_page() -> None:
    """Alone they prove nothing; among three lines with the same error they do."""
    marks, name = "《》：", "骆文澜"
    lines = [
        "临南县召开春季生产会议。",
        marks,
        "各乡的干部和群众参加会议。",
        name,
        "会议要求抓好春耕。",
    ]
    page = "\n".join(map(ERRORS["GBK as Latin-1"], lines))
    assert text_of(undo(page)[0]) == "\n".join(lines)
    assert undo(ERRORS["GBK as Latin-1"](f"{marks}\n{name}"))[1] == []


class TestLost:
    """UTF-8 as GBK: bytes that the wrong decoder could not read."""

    TEXT = "我们的人民。”今天大会开幕，的确。\n市民的大会说：“人民的国家，要新生活。”\n"

    def test_the_byte_80_comes_back(self) -> None:
        text = "会议开始前，大家都说“要的开会。”人们这样说的"
        wrong = text.encode().decode("gb18030", "replace")
        assert "\ufffd" in wrong
        read = text_of(undo(wrong)[0])
        assert read.replace("\ufffd", "").startswith(text[:-1])

    def test_a_character_without_its_end_stays(self) -> None:
        page = self.TEXT.encode().decode("gb18030", "replace")
        lines = "".join(
            line.encode().decode("gb18030", "replace") + "\n" for line in self.TEXT.split("\n")
        )
        for wrong in (page, lines):
            read = text_of(undo(wrong)[0])
            for got, truth in zip(read.split("\n"), self.TEXT.split("\n"), strict=False):
                kept = truth[:-3]
                assert got.startswith(kept)
                assert len(got) <= len(truth) + 4

    def test_what_cannot_be_told_is_not_guessed(self) -> None:
        """讀 and 议 differ in a byte that this decoder dropped."""
        wrong = "会议，会议，大会的人民".encode().decode("gbk", "replace")
        assert "讀" not in text_of(undo(wrong)[0])


@pytest.mark.parametrize("name", ["GBK as Latin-1", "UTF-8 as Windows-1252", "Big5 as GBK"])
@pytest.mark.parametrize(
    "path",
    [
        pytest.param(
            path,
            id=path.stem,
            marks=pytest.mark.xfail(
                path.stem == "side-by-side",
                reason="wrongly decoded columns have other widths, and are told by their widths first",
                strict=True,
            ),
        )
        for path in SAMPLES
    ],
)
def test_a_page_gives_the_records_of_the_right_page(path: Path, name: str) -> None:
    data = path.read_bytes()
    text = data.decode(detect(data).codec).removeprefix("\ufeff")
    try:
        page = ERRORS[name](text)
    except UnicodeError:
        pytest.skip("not in this codec")
    found: list[Discard] = []
    records = split(page, on_discard=found.append)
    wanted = split(text)
    assert [record["text"] for record in records] == [record["text"] for record in wanted]
    for key in ("kind", "headline", "decks", "byline", "dateline", "page", "jump", "flags"):
        assert [record[key] for record in records] == [record[key] for record in wanted]
    covered = Counter(
        at
        for start, end in (
            *(span for record in records for span in record["source"]["spans"]),
            *(discard["span"] for discard in found),
        )
        for at in range(start, end)
    )
    for at, character in enumerate(page):
        assert character.isspace() or covered[at] == 1, (at, page[at - 5 : at + 5])
    for record in records:
        spans = record["source"]["spans"]
        here = [page[at] for start, end in spans for at in range(start, end)]
        letters = sum(not letter.isascii() and not letter.isspace() for letter in here)
        assert record["repairs"]["mojibake"] >= letters


def test_a_byline_s_padding_is_no_name() -> None:
    assert parse_byline("（記者陳映川／霧溪報導）\x7f\x7f")[-1]["name"] == "陳映川"


@settings(max_examples=200, deadline=None)
@given(page=st.text(alphabet="锛銆£¡ÖÐÂ»ªÉçåæ\ue4c7ㄛ\ufffd?€ \n\r新华社的。abc", max_size=60))
def test_any_text_keeps_its_length(page: str) -> None:
    read, undone = undo(page)
    assert len(read) == len(page)
    for at, (old, new) in enumerate(zip(page, read, strict=True)):
        assert old == new or any(start <= at < end for start, end in undone)
        assert (old in "\r\n") == (new in "\r\n")
