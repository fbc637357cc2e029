"""A real Chromium without a network, and our server on a free port."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest

from hongmiao import kernels

HERE = Path(__file__).parent
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium_path() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    places = [os.environ.get("CHROMIUM"), "/usr/bin/chromium", *map(shutil.which, names)]
    return next((place for place in places if place and Path(place).exists()), None)


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests; where there is none, CI fails and a workplace skips."""
    place = chromium_path()
    if place is None:
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say("no Chromium found; install one, or name it in the variable CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=place, args=SWITCHES)
        yield chromium
        chromium.close()


@dataclass
class Recorder:
    """What a page did that it should not have done."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture
def page(new_page):
    """A page of its own for one test."""
    page = new_page()
    yield page
    page.context.close()


@pytest.fixture(scope="session")
def kept_page(new_page):
    """A page that tests share, who must leave it as they found it: opening a board takes seconds."""
    return new_page()


@pytest.fixture(scope="session")
def new_page(browser):
    """Pages whose requests to other machines are blocked and recorded in `page.recorder`, as are their errors."""
    yield partial(_recorded_page, browser)
    for context in browser.contexts:
        context.close()


def _recorded_page(browser):
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    context.set_default_navigation_timeout(60_000)  # the first page waits for the warm process
    context.set_default_timeout(15_000)  # a test that waits in vain must not hold up the others
    page = context.new_page()
    page.recorder = recorder = Recorder()

    def gate(route):
        url = urlsplit(route.request.url)
        if url.scheme in ("data", "blob") or url.hostname == "127.0.0.1":
            route.continue_()
        else:
            recorder.outside.append(route.request.url)
            route.abort()

    context.route("**/*", gate)
    page.on("pageerror", lambda error: recorder.errors.append(str(error)))
    page.on("console", lambda m: recorder.errors.append(m.text) if m.type == "error" else None)
    return page


class Served:
    """A running `serve`: `url` as printed, `base` without the token, `board(name)` for a page."""

    def __init__(self, process: subprocess.Popen, url: str, log: Path, errors: Path):
        self.process, self.url, self.log, self.errors = process, url, log, errors
        self.base, self.token = url.split("/?token=")

    def board(self, name: str, query: str = "") -> str:
        return f"{self.base}/voila/render/{name}.ipynb?token={self.token}{query and '&' + query}"

    def open(self, page, name: str, query: str = "") -> None:
        """Open a board and wait until it can be used; if it failed, tell why."""
        page.goto(self.board(name, query))
        page.wait_for_selector("body:not([data-state=loading])", timeout=60_000)
        assert page.get_attribute("body", "data-state") == "ready", self.errors.read_text()[-2000:]

    def kernels(self) -> int:
        """How many kernels the server has: its children, and forks that are named after it."""
        import psutil

        name = f"kernel-{self.process.pid}"
        forks = [p for p in psutil.process_iter(["name"]) if p.info["name"] == name]
        below, lines = psutil.Process(self.process.pid).children(recursive=True), []
        for child in below:
            with suppress(psutil.Error):
                lines.append(" ".join(child.cmdline()))
        return len(forks) + sum("ipykernel_launcher" in line for line in lines)


@pytest.fixture(scope="session")
def serve_dashboards(tmp_path_factory):
    """`serve_dashboards(folder, **options)` starts the real server and gives a `Served`; boards are drawn ahead on demand only."""
    running = []

    def start(folder: Path, environment: dict | None = None, **options) -> Served:
        home = tmp_path_factory.mktemp("serve")
        cache = tmp_path_factory.getbasetemp() / "cache"  # one for all: the bundle is built once
        options = {"ahead": False} | options  # it is work, and several servers run at once
        code = f"from hongmiao.serve import serve; serve(dashboards={str(folder)!r}, **{options!r})"
        env = os.environ | {"XDG_CACHE_HOME": str(cache), "HONGMIAO_LANG": "zh"}
        with (home / "log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-c", code],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=env | (environment or {}),
            )
        running.append(process)
        url = process.stdout.readline().strip()
        assert url, (home / "log").read_text()
        return Served(process, url, cache / "hongmiao/page.log", home / "log")

    with kernels.warm():  # one for all servers
        yield start
    for process in running:
        process.terminate()
    for process in running:
        process.wait(20)


@pytest.fixture(scope="session")
def write_board():
    """`write_board(folder, name, title, code, **about)` makes a dashboard notebook."""
    return _write_board


def _write_board(folder: Path, name: str, title: str, code: str, **about) -> None:
    """A dashboard notebook as they stand in dashboards/: a heading, a lead, one short cell."""
    cells = [
        nbformat.v4.new_markdown_cell(f"# {title}\n\n{title}的说明。"),
        nbformat.v4.new_code_cell(code),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["hongmiao"] = {"board": name, **about}
    nbformat.write(notebook, folder / f"{name}.ipynb")


@pytest.fixture(scope="session")
def parts(serve_dashboards, tmp_path_factory):
    """A server of three boards: one made of every part, one that fails, one without any part."""
    folder = tmp_path_factory.mktemp("dashboards")
    shutil.copy(HERE / "board_of_parts.py", folder)
    code = "from board_of_parts import board\nboard()"
    _write_board(folder, "parts", "各部件", code, stage="temper", order=1)
    _write_board(folder, "broken", "失败", "raise ValueError('张三 secret')", stage="use", order=2)
    _write_board(folder, "empty", "空白", "None", order=3)
    (folder / "picture.png").write_bytes(b"not for viewers")
    return serve_dashboards(folder)
