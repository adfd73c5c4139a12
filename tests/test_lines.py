"""What a page's lines are, before anything is decided about articles."""

from __future__ import annotations

import pytest

from bulletin_split.lines import close_up, read_lines


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        ("临沄县召开春耕会议 本报讯 昨日，", ["临沄县召开春耕会议", "本报讯昨日，"]),
        ("    本报讯 （记者 据新华社电）　一艘货轮", ["本报讯（记者据新华社电）一艘货轮"]),
        ("他从广播里听到 本报讯息台的消息", ["他从广播里听到本报讯息台的消息"]),
    ],
    ids=["headline and dateline", "an agency inside a bracket", "no dateline behind the gap"],
)
def test_a_printed_line_is_cut_where_a_dateline_opens(page: str, texts: list[str]) -> None:
    assert read_lines(page).text == texts


def test_spaces_of_either_kind_close_up_and_latin_words_keep_one() -> None:
    assert close_up("云 视　讯 APP　 New \u3000York 12 34") == "云视讯APP New York 1234"
