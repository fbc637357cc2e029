"""Pictures of the index and of every board on the demo district: both languages, light and dark, meeting, phone, print.

Usage: python tests/browser/screenshots.py FOLDER [--only BOARD]
Serves a demo district of 20,000 people from a folder of its own, and shuts it down again. With --only, one picture of
one board, as it stands in the README.
"""

import os
import re
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from conftest import SWITCHES, chromium_path
from hongmiao.boards import BOARDS

DESK, WALL, PHONE = ({"width": w, "height": h} for w, h in ((1440, 900), (1920, 1080), (390, 844)))


def main(folder: Path, only: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=SWITCHES)
        page = chromium.new_page(viewport=DESK, locale="zh-CN")
        page.goto(address)
        site = address.partition("?")[0]
        if only:
            opened(page, f"{site}voila/render/{only}.ipynb").screenshot(path=folder / f"{only}.png")
        else:
            index(page, site, folder)
            for board in BOARDS:
                every_look(page, f"{site}voila/render/{board}.ipynb", folder / board)
        chromium.close()


def index(page: Page, site: str, folder: Path) -> None:
    for lang in ("zh", "en"):
        page.goto(f"{site}?lang={lang}")
        page.wait_for_timeout(2500)  # the first index after the start waits for its figures
        themes(page, folder / f"index-{lang}")
    page.goto(site)
    page.set_viewport_size(PHONE)
    page.screenshot(path=folder / "index-phone.png", full_page=True)
    page.set_viewport_size(DESK)


def every_look(page: Page, board: str, stem: Path) -> None:
    for lang in ("zh", "en"):
        opened(page, f"{board}?lang={lang}")
        themes(page, stem.with_name(f"{stem.name}-{lang}"))
    opened(page, board)
    page.pdf(path=stem.with_name(f"{stem.name}.pdf"), prefer_css_page_size=True)
    for name, size in (("wide", WALL), ("phone", PHONE)):
        page.set_viewport_size(size)
        page.wait_for_timeout(500)
        page.screenshot(path=stem.with_name(f"{stem.name}-{name}.png"), full_page=True)
    for name, size in (("meeting", DESK), ("meeting-wide", WALL)):
        page.set_viewport_size(size)
        opened(page, f"{board}?mode=meeting")
        page.screenshot(path=stem.with_name(f"{stem.name}-{name}.png"))
    page.set_viewport_size(DESK)


def themes(page: Page, stem: Path) -> None:
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.wait_for_timeout(300)
        page.screenshot(path=f"{stem}-{theme}.png", full_page=True)
    page.emulate_media(color_scheme="light")


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector('[data-board][data-state="ready"]', timeout=60_000)
    page.wait_for_timeout(500)  # the last chart's ink
    return page


@contextmanager
def served():
    """The address of a server of a demo district."""
    command = [sys.executable, "-m", "hongmiao.cli"]
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"HONGMIAO_HOME": home}
        subprocess.run([*command, "demo"], check=True, env=environment, stdout=subprocess.DEVNULL)
        server = subprocess.Popen(
            [*command, "serve"], env=environment, stdout=subprocess.PIPE, text=True
        )
        try:
            yield next(m[0] for line in server.stdout if (m := re.search(r"http://\S+", line)))
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[3:])
