"""A headless Chromium of its own profile, and ``python -m tests.browser FOLDER``: screenshots.

Debian has the two programs as chromium and chromium-driver.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

BROWSERS = ("chromium", "chromium-browser", "google-chrome")

SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
)


def missing() -> str | None:
    """What a browser test lacks here, or ``None``."""
    try:
        import selenium  # noqa: F401
    except ImportError:
        return "selenium is not installed"
    if not any(map(shutil.which, BROWSERS)):
        return "there is no Chromium"
    return None if shutil.which("chromedriver") else "there is no chromedriver"


@contextmanager
def browser(width: int = 1280, height: int = 900) -> Iterator[Any]:
    """A selenium driver with its own empty profile; it logs its console and its requests."""
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    options = Options()
    options.binary_location = next(filter(None, map(shutil.which, BROWSERS)))
    with TemporaryDirectory() as profile:
        for switch in (*SWITCHES, f"--user-data-dir={profile}", f"--window-size={width},{height}"):
            options.add_argument(switch)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        try:
            driver.set_window_size(width, height)
            yield driver
        finally:
            driver.quit()


def viewport(driver: Any, width: int, height: int, scale: float = 1) -> None:
    """Set the size of what is shown, which may be narrower than any window."""
    size = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def dark(driver: Any, wanted: bool) -> None:
    """Prefer a dark or a light page, as the system's setting does."""
    feature = {"name": "prefers-color-scheme", "value": "dark" if wanted else "light"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": [feature]})


def report(folder: Path, name: str, *inputs: Path | str) -> Path:
    """Write a report of some inputs with the command."""
    path = folder / f"{name}.html"
    done = subprocess.run(
        [sys.executable, "-m", "bulletin_split", "--report", str(path), *map(str, inputs)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return path


def screenshots(folder: Path) -> None:
    """Pictures of everything that the report shows, to be looked at."""
    folder.mkdir(parents=True, exist_ok=True)
    samples = ROOT / "samples"
    page = report(folder, "page", samples / "city-leading.txt")
    other = report(folder, "other", samples / "taiwan.txt")
    one = report(folder, "one", samples / "city-leading.txt")
    issue = report(folder, "issue", samples)
    with browser() as driver:
        views = {
            "page": (page, 1280, 900, False, ""),
            "page-dark": (page, 1280, 900, True, "#a2"),
            "page-360": (page, 360, 740, False, ""),
            "page-360-dark": (page, 360, 740, True, ""),
            "other": (other, 1280, 900, False, "#a1"),
            "issue": (issue, 1280, 900, False, ""),
            "issue-dark": (issue, 1280, 900, True, ""),
            "issue-360": (issue, 360, 740, False, ""),
            "readme": (one, 1000, 560, False, "#a2"),
        }
        for name, (path, width, height, is_dark, place) in views.items():
            viewport(driver, width, height)
            dark(driver, is_dark)
            driver.get("about:blank")
            driver.get(path.as_uri() + place)
            driver.save_screenshot(str(folder / f"{name}.png"))
            if name == "page-360":
                driver.find_element("id", "tab-raw").click()
                driver.save_screenshot(str(folder / "page-360-raw.png"))
        viewport(driver, 760, 1080)
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        driver.get(page.as_uri())
        driver.save_screenshot(str(folder / "page-print.png"))


if __name__ == "__main__":
    screenshots(Path(sys.argv[1]))
