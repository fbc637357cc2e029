"""A dashboard from the request to its use: the training board beside the same dashboard of Streamlit, Panel and Dash.

All read one store with the same SQL; ours shows two tiles, a chart and a pager more. Each visit is a new browser context
with an empty cache. The unit is what is chosen: every number follows it.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.request import urlopen

import figures
import questions
from figures import Figure, compared, in_turns, say
from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError, sync_playwright

import hongmiao as hm
from hongmiao.boards import state_of
from hongmiao.boards.state import State
from hongmiao.demo import load_demo

HERE, ROOT = Path(__file__).parent, Path(__file__).parents[2]
OURS = "Hongmiao"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
WINDOW = {"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN"}
VIEWERS, PAUSE = 20, 100  # of a crowd, and milliseconds between two looks at a page of it
PART = "page"


@dataclass(frozen=True)
class Side:
    """A dashboard: how it is started, and how a page of it is read and used."""

    name: str
    command: list[str]
    url: str
    look: dict[str, object]
    """tiles, marks, rows: selectors; pictures: charts in all; ready, busy: what must, and must not, stand in the page."""
    choose: object
    """Chooses the unit: called with a page and the words of the option."""


def _ours(page: Page, words: str) -> None:
    page.click(".hm-unit .hm-box")
    page.keyboard.type(words.strip("　"))
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")


def _streamlit(page: Page, words: str) -> None:
    page.locator("[data-testid=stSelectbox] input").first.click()
    page.keyboard.type(words.strip("　"))
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")


def _panel(page: Page, words: str) -> None:
    page.locator("select").first.select_option(label=words)


def _dash(page: Page, words: str) -> None:
    page.click("#unit")
    page.fill(".dash-dropdown-search", words.strip("　"))
    page.wait_for_timeout(300)
    page.locator(".dash-dropdown-option", has_text=words.strip("　")).first.click()


def sides(ports: list[int], dashboards: Path) -> list[Side]:
    """Ours first, then the peers, each with the settings that its documentation names for use by many."""
    peers, (ours, streamlit, panel, dash) = HERE / "peers", map(str, ports)
    at = "http://127.0.0.1:"
    serve = f"from hongmiao.serve import serve; serve(dashboards={str(dashboards)!r}, port={ours})"
    return [
        Side(
            OURS, [sys.executable, "-c", serve], "voila/render/training.ipynb",
            {"tiles": ".hm-tile b", "marks": ".hm-frame svg, .hm-frame canvas", "pictures": 4, "rows": ".hm-table tbody tr", "ready": "body[data-state=ready]"},
            _ours,
        ),
        Side(
            "Streamlit", [str(figures.BIN / "streamlit"), "run", str(peers / "streamlit_app.py"), "--server.port", streamlit, "--server.headless", "true", "--server.fileWatcherType", "none", "--browser.gatherUsageStats", "false", "--server.address", "127.0.0.1"], at + streamlit,
            {"tiles": "[data-testid=stMetricValue]", "marks": ".vega-embed canvas, .vega-embed svg", "pictures": 3, "rows": "[data-testid=stDataFrame] canvas", "ready": "[data-test-script-state=notRunning]"},
            _streamlit,
        ),
        Side(
            "Panel", [str(figures.BIN / "panel"), "serve", str(peers / "panel_app.py"), "--port", panel, "--address", "127.0.0.1", "--allow-websocket-origin", f"127.0.0.1:{panel}", "--reuse-sessions", "--warm"], f"{at}{panel}/panel_app",
            {"tiles": ".bk-clearfix b, b", "marks": ".vega-embed canvas, .vega-embed svg", "pictures": 3, "rows": ".tabulator-row", "shadows": True},
            _panel,
        ),
        Side(
            "Dash", [str(figures.BIN / "gunicorn"), "--chdir", str(peers), "--bind", f"127.0.0.1:{dash}", "--workers", "2", "--threads", "4", "dash_app:server"], at + dash,
            {"tiles": "#tiles b", "marks": ".plot-container .main-svg:first-child", "pictures": 3, "rows": "#rows td", "busy": "[data-dash-is-loading=true]"},
            _dash,
        ),
    ]  # fmt: skip


@contextmanager
def served(store: Path, only: str = "") -> Iterator[dict[str, tuple[Side, str]]]:
    """All dashboards over one store, or one of them, by name: with the address of each."""
    environment = os.environ | {"HONGMIAO_HOME": str(store.parent), "HONGMIAO_LANG": "zh", "BENCH_DB": str(store)}  # fmt: skip
    environment |= {"BENCH_SQL": str(ROOT / "lib/hongmiao/queries"), "BENCH_GIVEN": json.dumps(_training(store).given)}  # fmt: skip
    with ExitStack() as stack, tempfile.TemporaryFile("w") as log:
        ready = {}
        for side in sides(_free(4), ROOT / "dashboards"):
            if only not in ("", side.name):
                continue
            process = subprocess.Popen(side.command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)  # fmt: skip
            stack.callback(_end, process)
            url = side.url
            if side.name == OURS:
                base, token = process.stdout.readline().strip().split("?")
                url = f"{base}{side.url}?{token}"
            ready[side.name] = side, url
        for _, url in ready.values():
            _wait_for(url)
        yield ready


def _free(count: int) -> list[int]:
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [probe.getsockname()[1] for probe in probes]


def _wait_for(url: str) -> None:
    for _ in range(600):
        with suppress(OSError):
            urlopen(url.split("?")[0], timeout=10).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"no answer from {url}")


def _end(process: subprocess.Popen) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(20)


def store_of(people: int) -> Path:
    """The demo district of so many people, made once for this version of the store."""
    folder = figures.BIN.parent / f"stores/page-{people}"
    store = hm.open_store(folder / "hongmiao.db")  # made empty where its layout is another
    if not store.info()["rows"]["person"]:
        load_demo(store, folder / "demo", people)
    return store.path


def _training(store: Path) -> State:
    os.environ["HONGMIAO_HOME"] = str(store.parent)
    return state_of("training")(hm.open_store(store), "zh")


def _expected(store: Path) -> tuple[list[str], str, list[str]]:
    """The numbers of the whole district, the words of a town's option, and the town's numbers."""
    state = _training(store)
    whole = _numbers(state)
    state.unit, name, depth = next(one for one in state.units if one[2] == 1 and one[1].endswith("镇"))  # fmt: skip
    return whole, f"{'　' * depth}{name}", _numbers(state)


def _numbers(state: State) -> list[str]:
    """Those that every side shows in a tile."""
    found = state.ask("training_summary").iloc[0]
    return [f"{int(found[name]):,}" for name in ("started", "completed", "finished")]


@contextmanager
def visited(browser: Browser, side: Side, url: str, numbers: list[str]) -> Iterator[tuple[Page, dict]]:  # fmt: skip
    """A first visit, until the page is in use: with the seconds to `first` and to `full`."""
    context = browser.new_context(**WINDOW)
    context.set_default_timeout(120_000)
    _watch(context, side, numbers)
    page = context.new_page()
    try:
        page.goto(url, wait_until="commit")
        try:
            page.wait_for_function("window.benchTimes?.full")
        except TimeoutError as reason:
            shown = page.evaluate(
                "[document.body.dataset.state, window.benchTimes, document.body.innerText.slice(0, 500)]"
            )
            raise RuntimeError(f"{side.name} is not in use: {shown}") from reason
        times = page.evaluate("benchTimes")
        yield page, {name: value / 1000 for name, value in times.items()}
    finally:
        context.close()


def _watch(context: BrowserContext, side: Side, numbers: list[str], pause: int = 0) -> None:
    about = ", ".join(map(json.dumps, (side.look, numbers, pause)))
    context.add_init_script(f"{(HERE / 'watch.js').read_text('utf-8')}; bench.watch({about})")


def answered(page: Page, side: Side, words: str, numbers: list[str]) -> float:
    """Seconds from the choice of a unit to its numbers and the first chart's pixels."""
    page.wait_for_timeout(700)
    page.evaluate("([about, wanted]) => bench.change(about, wanted)", [side.look, numbers])
    side.choose(page, words)
    took = page.evaluate("benchAnswer")
    assert took is not None, f"{side.name} did not show {numbers} for {words}"
    return took / 1000


def crowd(browser: Browser, side: Side, url: str, numbers: list[str]) -> float:
    """Seconds that the slowest of twenty viewers waits, who come within one second, each with a browser of their own."""
    contexts = [browser.new_context(**WINDOW) for _ in range(VIEWERS)]
    try:
        pages = []
        for context in contexts:
            context.set_default_timeout(120_000)
            pages.append(context.new_page())
            _watch(context, side, numbers, PAUSE)
        for number, page in enumerate(pages):
            page.evaluate("([url, wait]) => { setTimeout(() => { location.href = url; }, wait); }", [url, 1000 * number / VIEWERS])  # fmt: skip
        for page in pages:
            page.wait_for_function("window.benchTimes?.full", polling=500)
        return max(page.evaluate("benchTimes.full") for page in pages) / 1000
    finally:
        for context in contexts:
            context.close()


def measure(rounds: int, quick: bool) -> Iterator[Figure]:
    """First visit, a filter, a crowd; and what a filter takes where there are fifty times as many people."""
    with sync_playwright() as play, closing(play.chromium.launch(executable_path="/usr/bin/chromium", args=SWITCHES)) as browser:  # fmt: skip
        store = store_of(2_000 if quick else 20_000)
        with served(store) as found:
            seen = visits(browser, found, _expected(store), rounds)
            yield from _visits(seen)
            side, url = found[OURS]
            alone, numbers = statistics.median(seen[OURS]["full"]), _expected(store)[0]
            many = [crowd(browser, side, url, numbers) for _ in range(1 if quick else 3)]
            one = {"one viewer": [alone] * len(many)}
            yield compared(PART, f"{VIEWERS} viewers in one second, the slowest", "s", 3, many, one)
        large = store_of(4_000) if quick else questions.made_store(1_000_000) / "hongmiao.db"
        yield _grown(browser, rounds, store, large)


def _grown(browser: Browser, rounds: int, small: Path, large: Path) -> Figure:
    """Our filter where there are many more people, beside the same with few."""
    took: dict[Path, list[float]] = {small: [], large: []}
    with served(small, OURS) as few, served(large, OURS) as many:
        addresses = {small: few[OURS], large: many[OURS]}
        expected = {store: _expected(store) for store in took}

        def once(store: Path) -> float:
            whole, words, town = expected[store]
            with visited(browser, *addresses[store], whole) as (page, _):
                return answered(page, addresses[store][0], words, town)

        for store in took:
            once(store)
        took = in_turns(rounds, {store: partial(once, store) for store in took})
    few_people = {"few people": took[small]}
    return compared(PART, "filter to pixels, a million people", "s", 1.2, took[large], few_people)


def visits(browser: Browser, found: dict, expected: tuple, rounds: int) -> dict[str, dict[str, list[float]]]:  # fmt: skip
    """What each side took, round by round, after a visit that filled its caches."""
    whole, words, town = expected
    seen: dict[str, dict[str, list[float]]] = {}

    def once(name: str) -> float:
        side, url = found[name]
        with visited(browser, side, url, whole) as (page, times):
            times["filter"] = answered(page, side, words, town)
            seen[name] = {kind: [*seen.get(name, {}).get(kind, []), times[kind]] for kind in times}
            return times["full"]

    for name in found:
        with suppress(RuntimeError):  # one that is not up yet shows itself in the rounds
            once(name)
    _wait_until_drawn(found[OURS][1])
    seen.clear()
    in_turns(rounds, {name: partial(once, name) for name in found})
    return seen


def _wait_until_drawn(url: str) -> None:
    """What is drawn beside the server is there some time after its start: the peers' caches are full by now as well."""
    base, token = url.split("voila/")[0], url.split("?")[1]
    for _ in range(600):
        with urlopen(f"{base}hongmiao/state?{token}") as answer:
            if not json.load(answer)["drawing"]:
                return
        time.sleep(0.5)


def _visits(seen: dict[str, dict[str, list[float]]]) -> Iterator[Figure]:
    aims = {"first": ("tiles and the first chart seen, first visit", 0.3), "full": ("all in use, first visit", 0.6), "filter": ("filter to pixels", 0.25)}  # fmt: skip
    for kind, (what, aim) in aims.items():
        peers = {name: kinds[kind] for name, kinds in seen.items() if name != OURS}
        beside = {name: statistics.median(mine / other for mine, other in zip(seen[OURS][kind], took, strict=True)) for name, took in peers.items()}  # fmt: skip
        say(f"  {what}: " + ", ".join(f"{ratio:.2f} of {name}" for name, ratio in beside.items()))
        yield compared(PART, what, "s", aim, seen[OURS][kind], peers)
