"""What a page shows before its kernel has started, how the kernel joins it, and pages that need Voilà's own scripts."""

import csv
import json
import re
import shutil
import sys
import time
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe

import hongmiao as hm
from hongmiao.boards import state_of

DASHBOARDS = Path(__file__).parents[2] / "dashboards"
PLACES = ".hm-head h1, .hm-filters, .hm-tile, .hm-chart, .hm-frame"


@pytest.fixture(scope="module")
def store(new_district):
    return new_district(300)


@pytest.fixture(scope="module")
def served(serve_dashboards, store, tmp_path_factory):
    """Two boards as they are, and one whose notebook does something of its own."""
    folder = tmp_path_factory.mktemp("dashboards")
    for name in ("training", "stars"):
        shutil.copy(DASHBOARDS / f"{name}.ipynb", folder)
    text = (DASHBOARDS / "stars.ipynb").read_text("utf-8")
    (folder / "own.ipynb").write_text(text.replace("hm.open_store()", "hm.open_store(None)"))
    (folder / "ends.ipynb").write_text(text.replace('"python3"', '"ends"'))
    kernel = tmp_path_factory.mktemp("jupyter") / "kernels/ends/kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text(json.dumps({"argv": [sys.executable, "-c", "raise SystemExit(3)"], "display_name": "ends", "language": "python"}))  # fmt: skip
    environment = {"HONGMIAO_HOME": str(store.path.parent), "JUPYTER_PATH": str(kernel.parents[2])}
    served = serve_dashboards(folder, environment=environment, ahead=True)
    wait_until_drawn(served)
    return served


@pytest.fixture
def first_sight(browser, served):
    """`first_sight(name, query)`: a page whose scripts do not run, so that it stays as the server sent it."""

    @contextmanager
    def opened(name: str, query: str = "", painted: bool = True, theme: str = "light"):
        context = browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900}, color_scheme=theme)  # fmt: skip
        page = context.new_page()
        for _ in range(3):  # what nobody asked for before is drawn when it is
            page.goto(served.board(name, query), wait_until="commit")
            page.wait_for_selector("#loading")
            if not painted or page.locator(".hm-painted").count():
                break
            wait_until_drawn(served)
        yield page
        context.close()

    return opened


def wait_until_drawn(served) -> None:
    for _ in range(300):
        with urlopen(f"{served.base}/hongmiao/state?token={served.token}") as answer:
            if not json.load(answer)["drawing"]:
                return
        time.sleep(0.5)
    pytest.fail("it was not drawn")


def boxes(page) -> list[tuple]:
    found = [one.bounding_box() for one in page.locator(PLACES).all() if one.is_visible()]
    return [tuple(round(box[side]) for side in ("x", "y", "width", "height")) for box in found]


def test_figures_are_seen_before_the_kernel_starts_and_stay_where_they_stood(
    page, served, store, first_sight
):
    state = state_of("training")(store, "zh")
    with first_sight("training") as first:
        seen = first.locator(".hm-tile b").all_inner_texts()
        assert [text.split("\n")[0] for text in seen] == [t.value + t.unit for t in state.tiles()]
        assert first.locator(".hm-chart h2").all_inner_texts() == [p.title for p in state.pictures()]  # fmt: skip
        assert first.locator(".hm-frame svg").count() == len([*state.pictures()])
        before = boxes(first)
    served.open(page, "training")
    page.wait_for_timeout(300)
    after = boxes(page)
    assert len(before) == len(after) > 12
    for was, now in zip(before, after, strict=True):
        assert all(abs(a - b) <= 2 for a, b in zip(was[:3], now[:3], strict=True)), (was, now)
    assert page.locator(".hm-painted").count() == 0
    assert page.locator(".hm-tile").count() == len(state.tiles())
    assert page.recorder.errors == [] and page.recorder.outside == []


def choose_a_town(page, store):
    """Choose it in the filters; the state that the page should then have."""
    state = state_of("training")(store, "zh")
    state.unit, name, _ = next(one for one in state.units if one[2] == 1 and one[1].endswith("镇"))
    page.click(".hm-unit .hm-box")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    return state


def test_a_page_drawn_ahead_is_joined_to_its_kernel(page, served, store, first_sight):
    with first_sight("training"):
        served.open(page, "training")
    state = choose_a_town(page, store)
    page.wait_for_function(f"location.search.includes('unit={state.unit}')")
    page.wait_for_selector(f".hm-tile >> nth=1 >> text={state.tiles()[1].value}")
    page.click(".hm-export-opener")
    with page.expect_download() as download:  # bytes come over the same line
        page.click("[data-want=csv]")
    assert download.value.suggested_filename.endswith(".csv")


@pytest.mark.parametrize(("name", "query"), [("training", "unit=U00002"), ("own", "")])
def test_a_choice_or_a_notebook_of_its_own_is_not_answered_from_what_was_drawn_ahead(
    first_sight, name, query
):
    with first_sight("training"):
        pass
    with first_sight(name, query, painted=False) as page:
        assert page.locator(".hm-painted").count() == 0 and page.locator(".hm-bone").count() > 4


def test_another_language_and_a_meeting_are_drawn_when_first_asked_for(first_sight):
    with first_sight("stars", "lang=en") as page:
        assert "Star" in page.inner_text(".hm-painted h1")
    with first_sight("stars", "mode=meeting") as page:
        assert page.get_attribute("body", "data-mode") == "meeting"
        assert page.locator(".hm-painted .hm-chart").count()


def test_a_page_can_be_used_before_vega_has_come(page, served, store, first_sight):
    with first_sight("training"):
        pass
    held = []
    page.route("**/vega-*.js*", lambda route: held.append(route))
    page.goto(served.board("training"), wait_until="commit")
    page.wait_for_selector("body[data-state=ready]", timeout=60_000)
    assert page.locator(".hm-frame .hm-picture svg").count() == 4
    state = choose_a_town(page, store)
    page.wait_for_selector(f".hm-tile >> nth=1 >> text={state.tiles()[1].value}")
    for route in held:
        route.continue_()
    page.wait_for_function(
        "!document.querySelector('.hm-picture') && document.querySelectorAll('.hm-frame svg.marks').length === 4"
    )
    assert page.locator(".hm-frame > .hm-stage").count() == 4
    assert page.recorder.errors == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_was_drawn_ahead_can_be_read_by_everybody_in_both_themes(browser, first_sight, theme):
    with first_sight("training", theme=theme) as first:
        html = first.content()
        said = {".hm-tile b": "color", ".hm-painted svg text": "fill"}
        seen = [first.locator(one).first.evaluate(f"(one) => getComputedStyle(one).{what}") for one, what in said.items()]  # fmt: skip
    bright = [sum(map(int, re.findall(r"\d+", colour)[:3])) > 382 for colour in seen]
    assert bright == [theme == "dark"] * 2
    # axe needs scripts: the same page in a browser that runs none of its own.
    context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme=theme)
    page = context.new_page()
    plain = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    styles = "".join(f"<style>{read_text(name)}</style>" for name in ("widgets/look.css", "template/static/page.css"))  # fmt: skip
    page.set_content(re.sub(r'<link rel="stylesheet"[^>]*>', "", plain).replace("</head>", f"{styles}</head>"))  # fmt: skip
    found = Axe().run(page).response["violations"]
    context.close()
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")] == []  # fmt: skip


def read_text(name: str) -> str:
    return files("hongmiao").joinpath(name).read_text("utf-8")


def test_a_page_drawn_ahead_whose_kernel_ends_says_that_it_failed(page, served, first_sight):
    with first_sight("ends"):
        pass
    page.goto(served.board("ends"))
    page.wait_for_selector("body[data-state=error] #hm-failed", timeout=60_000)
    assert "编号" in page.inner_text("#hm-failed") and not page.is_visible(".hm-painted")


def test_without_the_token_nothing_of_it_is_sent(page, served, first_sight):
    with first_sight("stars"):
        pass
    page.goto(f"{served.base}/voila/render/stars.ipynb")
    assert page.locator(".hm-painted, [data-page]").count() == 0 and "/login" in page.url


def test_what_was_drawn_before_a_load_is_never_shown_after_it(store, first_sight, tmp_path):
    with first_sight("stars") as page:
        before = page.inner_text(".hm-painted .hm-foot")
    with (tmp_path / "units.csv").open("w", encoding="utf-8-sig", newline="") as file:
        rows = [["组织编号", "组织名称", "组织类别", "上级组织"], ["X9", "新街道", "街道", "U00001"]]  # fmt: skip
        csv.writer(file).writerows(rows)
    hm.load(store, [tmp_path / "units.csv"])
    with first_sight("stars", painted=False) as page:
        page.wait_for_timeout(3500)  # the server looks at the store every three seconds
    with first_sight("stars") as page:
        after = page.inner_text(".hm-painted .hm-foot")
    assert "units.csv" in after and after != before


def test_widgets_of_any_kind_are_shown_by_voila_beside_a_page_of_ours(
    page, serve_dashboards, write_board, tmp_path
):
    code = """import ipywidgets as W
from hongmiao.widgets import Page, Tile, Tiles
tiles = Tiles([Tile("人数", "0")])
slider = W.IntSlider(description="滑块")
slider.observe(lambda change: tiles.show([Tile("人数", str(change["new"]))]), "value")
"""
    write_board(tmp_path, "one", "一处", code + "Page('one', '一处', '', tiles, slider)")
    write_board(tmp_path, "two", "两处", code + "display(slider)\nPage('two', '两处', '', tiles)")
    served = serve_dashboards(tmp_path)
    for name in ("one", "two"):
        served.open(page, name)
        page.wait_for_selector(".widget-slider >> text=滑块")
        page.focus(".widget-slider [role=slider], .widget-slider .noUi-handle")
        page.keyboard.press("ArrowRight")
        page.wait_for_selector(".hm-tile-value:has-text('1')")
