"""What a line says, where it overrules the chain; and what the chain keeps to."""

import pytest

from bulletin_split import segment, units
from bulletin_split.lines import read_lines
from bulletin_split.model import CREDITED, NAMES, PLAIN, SIGNED, STAFF, Lines
from bulletin_split.segment import B, L, S, T, Y, Z

LONG = "县水利局抢修河堤的三十个夜晚"


def _line(text: str, cue: int) -> Lines:
    """Two lines, of which the first is looked at."""
    return Lines(text=[text, "下一行"], cue=[cue, PLAIN])


@pytest.mark.parametrize(
    ("text", "cue", "part", "settled"),
    [
        ("谷雨生摄", CREDITED, Z, B),
        ("（新华社开罗1月5日电）", SIGNED, Z, B),
        ("（据新华社电）", SIGNED, Z, Z),
        ("（李明）", SIGNED, Z, Z),
        ("本报记者李明", STAFF, S, Y),
        ("□李明", NAMES, S, Y),
        ("李明", NAMES, S, S),
        ("□李明", PLAIN, S, S),
        ("本报记者李明", STAFF, B, B),
        ("本报记者李明", STAFF, Z, Z),
        (LONG, PLAIN, Y, L),
        (LONG, PLAIN, Z, T),
        (LONG, STAFF, Y, Y),
        (LONG, PLAIN, B, B),
        (LONG[: segment.LONGEST_NAME], PLAIN, Y, Y),
        ("□" + LONG[:8], PLAIN, Y, Y),
        ("青川省水利厅李明", PLAIN, Z, Z),
        (LONG[: segment.LONGEST_NAME + 1], PLAIN, Y, L),
    ],
)
def test_what_a_line_says_overrules_the_chain(text: str, cue: int, part: int, settled: int) -> None:
    assert segment.settled_part(_line(text, cue), 0, part) == settled


def test_the_last_line_of_a_page_is_no_byline_of_what_follows() -> None:
    lines = Lines(text=["本报记者李明"], cue=[STAFF])
    assert segment.settled_part(lines, 0, S) == S


def test_what_is_barred_is_not_chosen() -> None:
    lines = read_lines("临沄县召开会议\n\n本报讯 昨日上午，临沄县召开春耕会议，安排全年工作。\n")
    seen = units.observe(lines)
    free = {line: part for line, part, _ in segment.decode(seen)}
    assert free == {0: L, 1: S}
    seen.barred = {0: {L}}
    held = {line: part for line, part, _ in segment.decode(seen)}
    assert held[0] != L
    seen.barred = {1: {S}}
    assert {line: part for line, part, _ in segment.decode(seen)}[1] != S
    seen.barred = {7: {S}}  # no unit: nothing is barred
    assert {line: part for line, part, _ in segment.decode(seen)} == free


def test_a_line_wider_than_any_headline_is_of_no_head() -> None:
    wide = "昨日上午临沄县召开全县春耕生产工作会议并对全年粮食生产作出安排各乡镇负责人参加"
    lines = read_lines(f"{wide}\n{wide}\n\n临沄县召开会议\n\n本报讯 昨日，临沄县召开会议。\n")
    seen = units.observe(lines)
    worths = dict(zip(seen.units, segment.worths(seen), strict=True))
    never = int(-2 * segment.BEAM * segment.SCALE)
    heads = [segment.PART.index(part) for part in (T, L)]
    assert [worths[0][state] for state in heads] == [never, never]
    assert never not in [worths[2][state] for state in heads]


def test_a_dateline_opens_a_text_or_goes_on_in_one() -> None:
    lines = read_lines("临沄县召开会议\n\n本报讯（记者 高远）\n昨日上午，临沄县召开春耕会议。\n")
    seen = units.observe(lines)
    worths = dict(zip(seen.units, segment.worths(seen), strict=True))
    never = int(-2 * segment.BEAM * segment.SCALE)
    barred = {part for part, worth in zip(segment.PART, worths[1], strict=True) if worth == never}
    assert barred == {T, L, Y, Z}


def test_what_is_barred_is_not_all_that_the_beam_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment, "_BEAM", 50)
    page = "临沄县召开会议\n青石镇修好水渠\n\n本报讯 昨日上午，临沄县召开春耕会议，安排全年工作。\n"
    seen = units.observe(read_lines(page))
    assert [part for _, part, _ in segment.decode(seen)] == [L, L, S]
    seen.barred = {2: {S, T, L, Y, Z}}  # body, however far behind a start it is
    assert segment.decode(seen)[2][1] == B


def test_half_a_word_holds_two_lines_together() -> None:
    page = "临沄县召开会议\n\n本报讯 昨日上午，临沄县召开春耕会议，安排全年工作。\n"
    seen = units.observe(read_lines(page))
    (free,) = segment.steps_of(seen)
    seen.joined = {1}
    (held,) = segment.steps_of(seen)
    head, start = segment.STATES.index("L"), segment.STATES.index("S1")
    cost = int(segment.BROKEN * segment.SCALE)
    assert dict(held[head])[start] == dict(free[head])[start] - cost
    assert dict(held[head])[head] == dict(free[head])[head]


@pytest.mark.parametrize(("line", "unit", "dear"), [(2, 1, (S, T, L, Y, Z)), (1, 0, (T, L, Y, Z))])
def test_half_a_word_beside_a_line_of_body(line: int, unit: int, dear: tuple[int, ...]) -> None:
    codes = units.observe(read_lines("临沄县召开会议\n\n本报讯 昨日，临沄县开会。\n"))
    seen = units.Observed(units=[0, 2], emit=codes.emit, link=codes.link)
    free = segment.worths(seen)
    seen.joined = {line}
    held = segment.worths(seen)
    cost = int(segment.BROKEN * segment.SCALE)
    for part, before, after in zip(segment.PART, free[unit], held[unit], strict=True):
        assert after == before - cost * (part in dear)
    assert free[1 - unit] == held[1 - unit]
