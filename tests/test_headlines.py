"""Heads set in several lines: which of them are the headline, a kicker or a deck."""

import pytest

from bulletin_split import segment
from bulletin_split.headlines import arrange
from bulletin_split.label import cue_of
from bulletin_split.lines import read_lines
from bulletin_split.model import NAMES, STAFF


def _head(*lines: str) -> list[tuple[str, int, int]]:
    """Lines as `arrange` wants them; the first stands behind a blank line."""
    return [
        (
            line,
            sum(1 if char.isascii() else 2 for char in line),
            int(not i),
        )
        for i, line in enumerate(lines)
    ]


@pytest.mark.parametrize(
    ("lines", "headline", "decks"),
    [
        # a bracket that is open at the wrap: the next line goes on, however short it is
        (("评《临沄地方志", "稿》三卷本"), "评《临沄地方志稿》三卷本", []),
        # a number parted from its 第
        (("县政府召开第", "42次常务会议"), "县政府召开第42次常务会议", []),
        # two long lines of a kicker, and a headline that is shorter by three characters
        (
            ("何县长主持会议审议并通过全县", "关于加快水利建设的实施办法等", "县水利小组召开会议"),
            "县水利小组召开会议",
            [("kicker", "何县长主持会议审议并通过全县关于加快水利建设的实施办法等")],
        ),
        # lines that differ by a character are one headline
        (
            ("县属企业去年", "保持增长势头", "用电量增长一成", "就业人数增一千人"),
            "县属企业去年保持增长势头用电量增长一成就业人数增一千人",
            [],
        ),
        # a headline in two even lines, and a deck that is longer by three characters
        (
            ("县属企业去年", "保持增长势头", "规模以上企业用电量", "增长一成八创下新高"),
            "县属企业去年保持增长势头",
            [("deck", "规模以上企业用电量增长一成八创下新高")],
        ),
        # an author's line stands at the end of a head; inside one, it is the headline going on
        (
            ("县里表彰十二个广", "播先进县李副县长", "到会致辞祝贺"),
            "县里表彰十二个广播先进县李副县长到会致辞祝贺",
            [],
        ),
    ],
)
def test_heads(lines: tuple[str, ...], headline: str, decks: list[tuple[str, str]]) -> None:
    found, others = arrange(_head(*lines))
    assert (found, [(deck["role"], deck["text"]) for deck in others]) == (headline, decks)


def test_a_headline_as_wide_as_its_column() -> None:
    """No blank line, no indent, no mark: the line below is short of its column by an indent."""
    lines = read_lines(
        "本报讯 昨日，临沄县召开防汛会\n议，部署今年的各项工作，并要求\n各乡镇在月底以前修好河堤。\n"
        "河湾镇小学生清晨植树忙\n"
        "昨天清早，河湾镇小学的五十名\n学生来到村外的河堤上，同老师和\n家长们一起种下了三百棵杨树，为\n家乡添了一片新绿。\n"
    )
    parts = {lines.text[i]: part for i, part, _ in segment.decode(segment.observe(lines))}
    assert parts["河湾镇小学生清晨植树忙"] == segment.L
    assert parts["昨天清早，河湾镇小学的五十名"] == segment.S


@pytest.mark.parametrize(
    ("line", "signs"),
    [
        ("□李明", True),
        ("◎记者王小红", True),
        ("■本报记者李明王小红", True),
        ("●产销利润同步增长", False),  # an item of a deck
        ("■要闻", False),  # the name of a page
    ],
)
def test_what_stands_behind_a_mark(line: str, *, signs: bool) -> None:
    assert (cue_of(line, 2 * len(line)) in (STAFF, NAMES)) == signs
