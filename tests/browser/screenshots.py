"""Pictures of every board on the demo district, as `make screenshots` puts them into a folder.

Usage: python tests/browser/screenshots.py FOLDER [BOARD …]
Serves a demo district of 20,000 people from a folder of its own, and shuts it down again.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from conftest import SWITCHES, chromium_path
from hongmiao.boards import BOARDS

WIDE, HIGH = 1440, 900


def main(folder: Path, boards: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "hongmiao.cli"]
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"HONGMIAO_HOME": home}
        subprocess.run([*command, "demo"], check=True, env=environment, stdout=subprocess.DEVNULL)
        server = subprocess.Popen(
            [*command, "serve"], env=environment, stdout=subprocess.PIPE, text=True
        )
        try:
            address = next(m[0] for line in server.stdout if (m := re.search(r"http://\S+", line)))
            _take(address, folder, boards)
        finally:
            server.terminate()
            server.wait()


def _take(address: str, folder: Path, boards: list[str]) -> None:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=SWITCHES)
        page = chromium.new_page(viewport={"width": WIDE, "height": HIGH}, locale="zh-CN")
        page.goto(address)
        for board in boards:
            page.goto(f"{address.partition('?')[0]}voila/render/{board}.ipynb")
            page.wait_for_selector('[data-board][data-state="ready"]', timeout=60_000)
            page.wait_for_timeout(300)  # the last chart's ink
            page.screenshot(path=folder / f"{board}.png")
        chromium.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or list(BOARDS))
