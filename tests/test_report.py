"""The report: its data without a browser, and what it does in a real Chromium.

The browser tests need Debian's chromium and chromium-driver, and the one of
accessibility npm; where they are missing, they are skipped, aloud.
"""

from __future__ import annotations

import json
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bulletin_split.model import Flag
from bulletin_split.views import report as reports
from bulletin_split.views.report import Report, Template, View, chart, report_to

from . import browser

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
PAGES = sorted(SAMPLES.glob("*.txt"))
COMMAND = [sys.executable, "-m", "bulletin_split"]

HOSTILE = (
    "第三版\n\n本报讯 昨日<script>window.broken=1</script>，</style><b>临沄县</b>召\n"
    "开会议&amp;\u202e倒\u2066写\x07\x1b[31m，javascript:alert(1)。\n"
    '<img src=x onerror="window.broken=1">（李明）\n\n'
    "]]></script><!-- <h1>临沄县{{data}}{{script}}召开会议\n"
)


def data_of(path: Path) -> dict[str, Any]:
    """The data that a report file holds."""
    found = re.search(
        r'<script type="application/json" id="data">(.*?)</script>', path.read_text("utf-8"), re.S
    )
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def pages(folder: Path, count: int) -> Path:
    """A folder of ``count`` pages, those of the samples in turn."""
    samples = sorted(SAMPLES.glob("*.txt"))
    folder.mkdir()
    for k in range(count):
        (folder / f"{k:04d}.txt").write_bytes(samples[k % len(samples)].read_bytes())
    return folder


def run(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, timeout=120)


# Without a browser.


def test_one_page_is_one_file_with_its_text_once(tmp_path: Path) -> None:
    path = browser.report(tmp_path, "one", SAMPLES / "taiwan.txt")
    (view,) = data_of(path)["views"]
    text = (SAMPLES / "taiwan.txt").read_text("utf-8")
    assert "".join(piece[2] for piece in view["pieces"]) == text
    assert view["lang"] == "zh-Hant"
    assert list(tmp_path.iterdir()) == [path]


def test_the_records_are_written_as_without_it(tmp_path: Path) -> None:
    plain, beside = run(SAMPLES), run("--report", tmp_path / "r.html", SAMPLES)
    assert plain.stdout == beside.stdout
    assert (beside.returncode, beside.stderr) == (0, b"")


def test_an_issue_is_one_file(tmp_path: Path) -> None:
    path = browser.report(tmp_path, "issue", SAMPLES)
    data = data_of(path)
    assert len(data["views"]) == len(data["pages"]) == len(PAGES)
    assert [row["href"] for row in data["pages"]] == [f"#p{k + 1}" for k in range(len(PAGES))]
    assert list(tmp_path.iterdir()) == [path]


def test_an_archive_is_an_overview_and_a_file_a_page(tmp_path: Path) -> None:
    inputs = pages(tmp_path / "in", reports.ONE_FILE + 6)
    (inputs / "0003x.txt").symlink_to(tmp_path / "nowhere")
    done = run("--report", tmp_path / "all.html", "-o", tmp_path / "out", inputs, "-q")
    assert done.returncode == 0
    data = data_of(tmp_path / "all.html")
    files = sorted((tmp_path / "all_pages").iterdir())
    assert len(files) == len(data["pages"]) == 30
    assert data["views"] == []
    assert [tmp_path / row["href"] for row in data["pages"]] == files
    for k, file in enumerate(files):
        page = data_of(file)
        assert page["views"][0]["name"] == data["pages"][k]["name"]
        assert page["home"] == "../all.html"
        assert page["previous"] == (files[k - 1].name if k else None)
        assert page["next"] == (files[k + 1].name if k < 29 else None)


def test_few_pages_of_much_text_are_files_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "ONE_FILE_TEXT", 3)
    view = View("a")
    view.text("本报讯")
    with report_to(str(tmp_path / "one.html")) as one:
        one.add(view.data())
    assert len(data_of(tmp_path / "one.html")["views"]) == 1
    with report_to(str(tmp_path / "two.html")) as two:
        two.add(view.data())
        two.add(view.data())
    assert data_of(tmp_path / "two.html")["views"] == []
    assert len(list((tmp_path / "two_pages").iterdir())) == 2


def test_the_counts_of_an_overview_add_up(tmp_path: Path) -> None:
    data = data_of(browser.report(tmp_path, "issue", SAMPLES))
    records = sum(row["records"] for row in data["pages"])
    charts = {chart["title"]: chart["bars"] for chart in data["charts"]}
    for title in ("Confidence", "Kinds", "Characters per article"):
        assert sum(count for _, count in charts[title]) == records
    assert sum(int(name) * count for name, count in charts["Articles per page"]) == records
    assert dict(charts["Encodings"]) == {"utf-8": len(PAGES) - 1, "gb18030": 1}
    repaired = [json.loads(line)["repairs"] for line in run(SAMPLES).stdout.splitlines()]
    for name, count in charts["Repairs, in characters"]:
        assert count == sum(repairs.get(name.replace(" ", "_"), 0) for repairs in repaired)


def test_a_page_that_cannot_be_read_is_in_the_overview_with_its_cause(tmp_path: Path) -> None:
    done = run("--report", tmp_path / "r.html", SAMPLES / "taiwan.txt", tmp_path / "nowhere.txt")
    assert done.returncode == 1
    rows = data_of(tmp_path / "r.html")["pages"]
    assert "failed" not in rows[0]
    assert "No such file or directory" in rows[1]["failed"]
    assert rows[0]["href"] == "#p1"


def test_workers_and_a_second_run_show_the_same(tmp_path: Path) -> None:
    inputs = pages(tmp_path / "in", 40)

    def shown(*more: str | Path) -> list[bytes]:
        done = run("-q", "--report", tmp_path / "r.html", *more, inputs)
        assert done.returncode == 0
        return [path.read_bytes() for path in sorted(tmp_path.glob("r*/*.html"))]

    once = shown("-j", "1")
    assert len(once) == 40
    assert shown("-j", "2") == once
    out = ("-o", tmp_path / "out")
    assert shown(*out) == shown(*out) == once


def test_forms_that_do_not_go_together(tmp_path: Path) -> None:
    cases: list[tuple[list[str | Path], str]] = [
        (["--as-gold", "--explain"], "give --explain or this, not both"),
        (["--as-gold", "-o", tmp_path / "a.parquet"], "Parquet has no columns for it"),
        (["--explain", "-o", tmp_path / "a.parquet"], "Parquet has no columns for it"),
        (["--as-gold", "-o", tmp_path / "a.jsonl", "--jumps", tmp_path / "j"], "gold has no jumps"),
    ]
    for arguments, complaint in cases:
        done = run(*arguments, SAMPLES)
        assert done.returncode == 2
        assert complaint in done.stderr.decode()
    assert not list(tmp_path.iterdir())


def test_a_report_is_whole_or_absent(tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    path.write_text("before")

    def interrupted() -> None:
        with report_to(str(path)) as written:
            written.add(View("p").data())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (["--report", ""], 2, "give a file"),
        (["--report", "-"], 2, "give a file"),
        (["--report", SAMPLES], 2, "give a file"),
        (["--report", "nowhere/r.html", SAMPLES / "taiwan.txt"], 74, "make its folder first"),
        (["--report", "x.html", "-o", "x.html"], 2, "another output has this name"),
        (["--report", SAMPLES / "taiwan.txt", SAMPLES / "taiwan.txt"], 2, "is an input"),
    ],
)
def test_a_report_that_cannot_be_written(
    arguments: list[str | Path], code: int, complaint: str
) -> None:
    done = run(*arguments)
    assert done.returncode == code
    assert complaint in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_text_of_a_page_cannot_end_the_element_that_holds_it(tmp_path: Path) -> None:
    page = tmp_path / "<b>页.txt"
    page.write_text(HOSTILE, "utf-8")
    path = browser.report(tmp_path, "r", page)
    html = path.read_text("utf-8")
    assert html.count("</script>") == 2
    assert html.count("<script") == 2
    assert html.count("</style>") == 1
    assert "<img" not in html
    assert "<title>&lt;b&gt;页.txt</title>" in html
    assert "".join(piece[2] for piece in data_of(path)["views"][0]["pieces"]) == HOSTILE


def test_a_lone_surrogate_and_a_null_come_through(tmp_path: Path) -> None:
    view = View("a")
    view.text("\ud83d\x00文")
    written = Report(str(tmp_path / "r.html"))
    written.add(view.data())
    written.finish()
    assert data_of(tmp_path / "r.html")["views"][0]["pieces"][0][2] == "\ud83d\x00文"


def test_a_very_long_input_is_shown_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    from bulletin_split import Splitter

    monkeypatch.setattr(reports, "MOST_SHOWN", 3_000)
    view = View("long")
    parser = Splitter(on_text=view.text, on_discard=view.discard)
    page = (SAMPLES / "county-trailing.txt").read_text("utf-8")
    for record in [*parser.feed(page * 3), *parser.close()]:
        view.record(record)
    data = view.data()
    assert data["cut"]
    assert data["size"] == 3 * len(page)
    assert "".join(piece[2] for piece in data["pieces"]) == (page * 3)[:3_000]
    assert 3 < len(data["records"]) < 15


def test_a_view_costs_little_beyond_its_text(tmp_path: Path) -> None:
    path = browser.report(tmp_path, "r", SAMPLES / "county-trailing.txt")
    assert path.stat().st_size - (SAMPLES / "county-trailing.txt").stat().st_size < 100_000


def test_the_file_asks_for_nothing_from_elsewhere() -> None:
    html = Template().fill("t", {}).decode()
    assert "default-src 'none'" in html
    assert not re.findall(r"(?:src|href)=[\"']?(?!#)[^\"' >]", html)
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", html)


def test_no_text_is_parsed_as_markup() -> None:
    script = (ROOT / "bulletin_split" / "views" / "report.js").read_text("utf-8")
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert word not in script


def test_a_report_costs_no_more_than_the_run_itself(tmp_path: Path) -> None:
    inputs = pages(tmp_path / "in", 200)

    def seconds(*more: str | Path) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert run("-q", *more, inputs).returncode == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    # In turns, and the best of three: the machine may slow down in the middle of one.
    assert min(seconds("--report", tmp_path / "r.html") / seconds() for _ in range(3)) < 2


def test_every_flag_is_explained() -> None:
    from typing import get_args

    assert list(reports.FLAGS) == list(get_args(Flag))
    assert set(reports.DOUBTS) <= set(reports.FLAGS)


def test_bins_hold_what_they_say() -> None:
    bars = chart("articles per page", {str(k): 1 for k in range(100)})["bars"]
    assert bars[0] == ["0 to 6", 7]
    assert sum(count for _, count in bars) == 100
    assert len(bars) <= 16


# In a browser.


@pytest.fixture(scope="module")
def driver() -> Iterator[Any]:
    lacking = browser.missing()
    if lacking:
        pytest.skip(f"{lacking}: the report is NOT tested in a browser")
    with browser.browser() as found:
        yield found


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    hostile = folder / "hostile.txt"
    hostile.write_text(HOSTILE, "utf-8")
    return {
        "page": browser.report(folder, "page", SAMPLES / "county-trailing.txt"),
        "issue": browser.report(folder, "issue", SAMPLES),
        "hostile": browser.report(folder, "hostile", hostile, "--explain"),
    }


@pytest.fixture
def show(driver: Any, files: dict[str, Path]) -> Iterator[Any]:
    """Opens a report afresh; afterwards nothing stood on the console and nothing was asked for."""

    def opened(name: str, place: str = "", width: int = 1280, height: int = 900) -> Any:
        browser.viewport(driver, width, height)
        driver.get("about:blank")
        driver.get_log("browser")
        driver.get_log("performance")
        driver.get(files[name].as_uri() + place)
        return driver

    browser.dark(driver, wanted=False)
    yield opened
    assert driver.get_log("browser") == []
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            assert message["params"]["request"]["url"].startswith(("file:", "about:", "blob:"))


def find(driver: Any, selector: str) -> list[Any]:
    found: list[Any] = driver.find_elements("css selector", selector)
    return found


def listed(driver: Any) -> list[int]:
    """The numbers of the articles that are listed, in their order."""
    cards = "document.querySelectorAll('#cards .card')"
    found: list[int] = driver.execute_script(
        f"return Array.from({cards}, (card) => Number(card.dataset.a))"
    )
    return found


def press(driver: Any, key: str) -> None:
    driver.switch_to.active_element.send_keys(key)


def test_doubtful_articles_come_first(show: Any) -> None:
    driver = show("page")
    records = data_of(Path(driver.current_url.removeprefix("file://")))["views"][0]["records"]
    doubtful = [reports.is_doubtful(records[number]) for number in listed(driver)]
    assert True in doubtful
    assert False in doubtful
    assert doubtful == sorted(doubtful, reverse=True)
    driver.find_element("css selector", "#order option[value=page]").click()
    assert listed(driver) == list(range(len(records)))


def test_pointing_at_one_side_lights_up_the_other(show: Any) -> None:
    from selenium.webdriver import ActionChains

    driver = show("page")
    run = find(driver, "#lines .run[data-a='0']")[0]
    ActionChains(driver).move_to_element(run).perform()
    assert [card.get_attribute("data-a") for card in find(driver, ".card.hot")] == ["0"]
    card = find(driver, ".card[data-a='1'] h3")[0]
    ActionChains(driver).move_to_element(card).perform()
    assert {run.get_attribute("data-a") for run in find(driver, ".run.hot")} == {"1"}


def test_a_click_on_the_page_chooses_its_article(show: Any) -> None:
    driver = show("page")
    find(driver, "#lines .run[data-a='2'] .text")[0].click()
    (card,) = find(driver, ".card[aria-current='true']")
    assert card.get_attribute("data-a") == "2"
    assert driver.switch_to.active_element == card


def test_the_keyboard_moves_between_articles(show: Any) -> None:
    driver = show("page")
    order = listed(driver)
    find(driver, "body")[0].send_keys("j")
    press(driver, "j")
    assert int(driver.switch_to.active_element.get_attribute("data-a")) == order[1]
    press(driver, "k")
    assert int(driver.switch_to.active_element.get_attribute("data-a")) == order[0]
    assert {run.get_attribute("data-a") for run in find(driver, ".run.on")} == {str(order[0])}
    shadow = driver.switch_to.active_element.value_of_css_property("box-shadow")
    assert shadow != "none"


def test_an_address_leads_to_its_article(show: Any) -> None:
    driver = show("page", "#a4")
    assert driver.switch_to.active_element.get_attribute("id") == "a4"
    driver = show("issue", "#p2a3")
    assert driver.switch_to.active_element.get_attribute("id") == "p2a3"


def test_filters(show: Any) -> None:
    driver = show("page")
    records = data_of(Path(driver.current_url.removeprefix("file://")))["views"][0]["records"]

    def choose(box: str, value: str) -> set[int]:
        driver.find_element("css selector", f"#{box} option[value='{value}']").click()
        return set(listed(driver))

    wanted = {k for k, r in enumerate(records) if "headline_missing" in r["flags"]}
    assert choose("flag", "headline_missing") == wanted != set()
    assert f"{len(wanted)} of {len(records)}" in find(driver, "#count")[0].text
    assert choose("flag", "-") == {k for k, r in enumerate(records) if not r["flags"]}
    choose("flag", "")
    assert choose("kind", "photo_caption") == {
        k for k, r in enumerate(records) if r["kind"] == "photo_caption"
    }
    choose("kind", "")
    slider = driver.find_element("id", "sure")
    for _ in range(10):
        slider.send_keys("\ue012")  # arrow left
    assert set(listed(driver)) == {k for k, r in enumerate(records) if r["confidence"] <= 0.5}
    assert find(driver, ".run.off")


def test_search(show: Any) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    driver = show("page")
    records = data_of(Path(driver.current_url.removeprefix("file://")))["views"][0]["records"]
    find(driver, "body")[0].send_keys("/")
    assert driver.switch_to.active_element.get_attribute("id") == "search"
    press(driver, "顾明川")
    wanted = {k for k, r in enumerate(records) if "顾明川" in r["text"]}
    assert 0 < len(wanted) < len(records)
    WebDriverWait(driver, 5).until(lambda d: set(listed(d)) == wanted)
    assert driver.execute_script("return CSS.highlights.get('found').size") > 0
    press(driver, "\ue00c")  # Esc
    assert len(listed(driver)) == len(records)


@pytest.mark.parametrize("is_dark", [False, True])
def test_light_and_dark(show: Any, driver: Any, is_dark: bool) -> None:
    browser.dark(driver, wanted=is_dark)
    show("page")

    def brightness() -> int:
        colour = find(driver, "body")[0].value_of_css_property("background-color")
        return sum(map(int, re.findall(r"\d+", colour)[:3]))

    assert (brightness() < 200) == is_dark
    theme = driver.find_element("id", "theme")
    theme.click()
    assert brightness() > 600
    theme.click()
    assert brightness() < 200
    theme.click()
    assert theme.text == "Theme: auto"


@pytest.mark.parametrize("name", ["page", "issue", "hostile"])
def test_nothing_sticks_out_at_360_pixels(show: Any, name: str) -> None:
    driver = show(name, width=360, height=740)
    inner = "return document.documentElement.scrollWidth"
    assert driver.execute_script(inner) <= 360
    if name != "issue":
        assert not driver.find_element("id", "raw").is_displayed()
        driver.find_element("id", "tab-raw").click()
        assert driver.find_element("id", "raw").is_displayed()
        assert not driver.find_element("id", "records").is_displayed()
        assert driver.execute_script(inner) <= 360
        find(driver, "#lines .run[data-a] .text")[0].click()
        assert driver.find_element("id", "records").is_displayed()


def test_text_of_a_page_is_shown_and_does_nothing(show: Any) -> None:
    driver = show("hostile")
    text = driver.find_element("id", "lines").text
    for piece in (
        "<script>window.broken=1</script>",
        "</style><b>",
        "&amp;",
        "javascript:alert(1)",
    ):
        assert piece in text
    assert "{{data}}{{script}}" in text
    for name in ("U+202E", "U+2066", "U+0007", "U+001B"):
        assert name in text
    assert driver.execute_script("return window.broken") is None
    whole = driver.execute_script("return document.body.innerText")
    assert not set("\u202e\u2066\x07\x1b") & set(whole)
    assert find(driver, "#lines script, #lines b, #lines img, #cards img, #cards script") == []


def test_the_evidence_is_shown_where_it_was_asked_for(show: Any) -> None:
    driver = show("hostile")
    summary = next(found for found in find(driver, "summary") if found.text == "Why")
    summary.click()
    text = summary.find_element("xpath", "..").text
    assert "本报讯 (datelines, plain)" in text
    assert "The county and city dailies" in text
    driver = show("page")
    assert "Why" not in {found.text for found in find(driver, "summary")}


def test_the_gold_that_is_downloaded_holds_the_corrections(show: Any, tmp_path: Path) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    driver = show("page")
    driver.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)}
    )
    find(driver, ".card[data-a='1'] summary")[1].click()
    area = find(driver, ".card[data-a='1'] textarea")[0]
    right = json.loads(area.get_attribute("value"))
    right["headline"] = "改正的标题"
    area.clear()
    area.send_keys("{")
    assert "Not yet right" in find(driver, ".card[data-a='1'] .wrong")[0].text
    area.clear()
    area.send_keys(json.dumps(right, ensure_ascii=False))
    assert find(driver, ".card[data-a='1'] .wrong")[0].text == ""
    driver.find_element("id", "gold").click()
    file = tmp_path / "county-trailing.gold.jsonl"
    WebDriverWait(driver, 10).until(lambda _: file.exists() and file.stat().st_size)
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    plain = run("--as-gold", SAMPLES / "county-trailing.txt").stdout.splitlines()
    expected = [json.loads(line) for line in plain]
    expected[1]["headline"] = "改正的标题"
    assert rows == expected


def test_pages_of_an_issue_are_one_click_away(show: Any) -> None:
    driver = show("issue")
    assert len(find(driver, "#page-rows tr")) == len(PAGES)
    assert len(find(driver, "#charts svg[aria-label]")) == len(reports.CHARTS)
    driver.find_element("link text", "taiwan.txt").click()
    assert driver.find_element("id", "title").text == "taiwan.txt"
    assert find(driver, "#cards h3:lang(zh-Hant)")
    driver.find_element("id", "home").click()
    assert driver.find_element("id", "overview").is_displayed()
    search = driver.find_element("id", "page-search")
    search.send_keys("county")
    assert {row.text.split()[0] for row in find(driver, "#page-rows tr")} == {
        "county-trailing.txt",
        "county-gb18030.txt",
    }


def test_it_prints_every_article_whole(show: Any, driver: Any) -> None:
    show("page")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert driver.find_element("id", "raw").is_displayed()
        assert driver.find_element("id", "records").is_displayed()
        assert not driver.find_element("id", "theme").is_displayed()
        for body in find(driver, ".body"):
            assert body.get_property("scrollHeight") <= body.get_property("clientHeight") + 1
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_a_thousand_pages_open_at_once(driver: Any, tmp_path: Path) -> None:
    inputs = pages(tmp_path / "in", 1000)
    done = run("--report", tmp_path / "all.html", "-q", inputs)
    assert done.returncode == 0
    driver.get((tmp_path / "all.html").as_uri())
    timing = "const t = performance.getEntriesByType('navigation')[0]; return t.loadEventEnd - t.startTime"
    assert 0 < driver.execute_script(timing) < 3_000
    assert len(find(driver, "#page-rows tr")) == 200
    driver.find_element("id", "more-pages").click()
    assert len(find(driver, "#page-rows tr")) == 400
    find(driver, "#page-rows a")[0].click()
    assert listed(driver)
    assert driver.find_element("id", "home").get_attribute("href").endswith("/all.html")
    driver.find_element("id", "home").click()
    assert find(driver, "#page-rows tr")


AXE = "4.10.2"


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """axe-core from the npm registry."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("there is no npm: accessibility is NOT tested")
    folder = tmp_path_factory.mktemp("axe")
    command = [
        npm,
        "install",
        "--no-audit",
        "--no-fund",
        "--prefix",
        str(folder),
        f"axe-core@{AXE}",
    ]
    try:
        done = subprocess.run(command, capture_output=True, timeout=120)
    except subprocess.TimeoutExpired:
        pytest.skip("npm does not answer: accessibility is NOT tested")
    if done.returncode:
        pytest.skip("npm cannot install axe-core here: accessibility is NOT tested")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize(
    ("name", "width"),
    [("page", 1280), ("page", 360), ("issue", 1280), ("issue", 360), ("hostile", 1280)],
)
def test_accessibility(
    show: Any, driver: Any, axe: str, name: str, width: int, is_dark: bool
) -> None:
    browser.dark(driver, wanted=is_dark)
    show(name, width=width)
    driver.execute_cdp_cmd("Runtime.evaluate", {"expression": axe})
    found = driver.execute_async_script(
        "const done = arguments[0]; axe.run().then((r) => done(r.violations.map((v) => "
        "[v.id, v.help, v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ': ' + n.failureSummary)])));"
    )
    assert found == []
