"""The three boards as they are served: opened without a network, filtered, and read."""

import csv
import hashlib
from pathlib import Path

import pytest

import hongmiao as hm
from hongmiao.boards import BOARDS
from hongmiao.demo import load_demo

DASHBOARDS = Path(__file__).parents[2] / "dashboards"
NASTY = "<img src=x onerror=alert(1)>"
SCRIPT = "<script>alert(2)</script>"
EXTRA = {
    "units.csv": [
        ["组织编号", "组织名称", "组织类别", "上级组织"],
        ["X1", f"{SCRIPT}街道", "街道", "U00001"],
    ],
    "people.csv": [["人员编号", "姓名", "所在组织"], ["X0001", NASTY, "X1"]],
    "ratings.csv": [
        ["人员编号", "评定周期", "认领岗位", "星级"],
        ["X0001", "2018Q2", SCRIPT, "五星"],
    ],
    "steps.csv": [
        ["人员编号", "储备库", "环节", "日期", "结果"],
        ["X0001", "科级后备干部", SCRIPT, "2018-03-05", "通过"],
    ],
    "courses.csv": [
        ["班次编号", "班次名称", "培训层级", "计划人次", "开始日期"],
        ["X9", NASTY, SCRIPT, "3", "2018-01-01"],
    ],
}
CHOICE = {"stars": "period", "screening": "year", "training": "year"}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A data folder of 600 invented people, and one whose name and whose unit's name are markup."""
    home = tmp_path_factory.mktemp("boards")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HONGMIAO_HOME", str(home))
        store = hm.open_store()
        load_demo(store, home / "demo", 600)
        for name, rows in EXTRA.items():
            with (home / name).open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows(rows)
        report = hm.load(store, [home / name for name in EXTRA])
        assert not list(report.findings())
    return home


@pytest.fixture(scope="module")
def served(serve_dashboards, home):
    return serve_dashboards(DASHBOARDS, environment={"HONGMIAO_HOME": str(home)})


def open_board(page, served, name: str, query: str = ""):
    page.goto(served.board(name, query))
    page.wait_for_selector(f"[data-board={name}][data-state=ready]", timeout=60_000)
    return page


def pixels(page, chart: int) -> str:
    return hashlib.sha256(page.locator(".hm-chart .hm-frame").nth(chart).screenshot()).hexdigest()


def wait_for_pixels(page, chart: int, picture: str, same: bool) -> None:
    for _ in range(200):
        if (pixels(page, chart) == picture) is same:
            return
        page.wait_for_timeout(50)
    pytest.fail(f"chart {chart} {'did not come back' if same else 'did not change'}")


def values(page) -> list[str]:
    return page.locator(".hm-tile-value").all_inner_texts()


@pytest.mark.parametrize("name", BOARDS)
def test_a_board_opens_alone_and_a_filter_changes_all_of_it(page, served, name):
    open_board(page, served, name)
    before, charts = values(page), [pixels(page, chart) for chart in (0, 1)]
    assert len(before) >= 4 and page.locator(".hm-chart canvas").count() == 2
    assert page.locator(".hm-table tbody tr").count() > 5
    assert "数据载入于" in page.inner_text(".hm-foot")
    page.select_option(f"select[data-name={CHOICE[name]}]", index=1)
    page.wait_for_function(
        "old => document.querySelector('.hm-tile-value').textContent !== old || [...document.querySelectorAll('.hm-tile-value')].length === 0",
        arg=before[0],
    )
    for chart, picture in enumerate(charts):
        wait_for_pixels(page, chart, picture, same=False)
    assert f"{CHOICE[name]}=" in page.url
    page.click(".hm-reset")
    page.wait_for_function(
        "old => document.querySelector('.hm-tile-value').textContent === old", arg=before[0]
    )
    page.mouse.move(2, 2)
    for chart, picture in enumerate(charts):
        wait_for_pixels(page, chart, picture, same=True)
    assert values(page) == before
    assert page.recorder.outside == [] and page.recorder.errors == []


@pytest.mark.parametrize("name", BOARDS)
def test_a_unit_is_chosen_in_the_tree_and_a_link_shows_it_again(page, served, name):
    open_board(page, served, name)
    district = values(page)
    page.click(".hm-unit .hm-box")
    page.keyboard.type("古渡镇")
    page.keyboard.press("Enter")
    page.wait_for_selector(".hm-chip[data-name=unit]")
    page.wait_for_function(
        "old => [...document.querySelectorAll('.hm-tile-value')].map(e => e.innerText).join() !== old",
        arg=",".join(district),
    )
    town, query = values(page), page.url.split("?")[1]
    open_board(page, served, name, query)
    assert values(page) == town
    assert page.inner_text(".hm-unit .hm-box") == "古渡镇"


def test_what_a_link_asks_for_and_the_store_has_not_falls_back(page, served):
    open_board(page, served, "stars", "unit=nowhere&period=%3Cscript%3E")
    assert page.locator(".hm-chip").count() == 0 and page.recorder.errors == []
    assert "?" not in page.url


def test_markup_in_names_is_read_as_text_wherever_it_stands(page, served):
    alerts = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    for name, sought in (("stars", "X0001"), ("screening", "X0001"), ("training", "X9")):
        open_board(page, served, name, "pool=section_reserve&unit=X1")
        assert page.inner_text(".hm-unit .hm-box") == f"{SCRIPT}街道"
        page.fill(".hm-table .hm-search", sought)
        page.wait_for_function("document.querySelectorAll('.hm-table tbody tr').length === 1")
        assert page.inner_text(".hm-table tbody td >> nth=1") == NASTY
        assert page.locator(".hm-page img, .hm-page script").count() == 0
        box = page.locator(".hm-chart canvas").first.bounding_box()
        for x, y in ((0.3, 0.16), (0.5, 0.2), (0.1, 0.1)):
            page.mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
            page.wait_for_timeout(120)
        assert page.locator(".vg-tooltip img, .vg-tooltip script").count() == 0
    assert alerts == []


def test_a_figure_in_a_chart_is_told_when_pointed_at(page, served):
    open_board(page, served, "stars")
    box = page.locator(".hm-chart canvas").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 34)
    page.wait_for_selector(".vg-tooltip.visible")
    assert "占比" in page.inner_text(".vg-tooltip") and "合计 ·" in page.inner_text(".vg-tooltip")


@pytest.mark.parametrize("name", BOARDS)
def test_a_board_fits_a_telephone(page, served, name):
    page.set_viewport_size({"width": 390, "height": 844})
    open_board(page, served, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_index_links_all_boards(page, served):
    page.goto(served.url)
    links = page.locator(".hm-card")
    assert links.count() == len(BOARDS)
    hrefs = [links.nth(i).get_attribute("href") for i in range(links.count())]
    assert {href.rsplit("/", 1)[-1] for href in hrefs} == {f"{name}.ipynb" for name in BOARDS}
    links.first.click()
    page.wait_for_selector("[data-board=screening][data-state=ready]", timeout=60_000)
    assert page.recorder.outside == []


def test_an_empty_store_says_what_to_do(page, serve_dashboards, tmp_path):
    empty = serve_dashboards(DASHBOARDS, environment={"HONGMIAO_HOME": str(tmp_path)})
    for name in BOARDS:
        open_board(page, empty, name)
        assert page.inner_text("text=还没有数据：请先运行 hongmiao load >> nth=0")
        assert {value[0] for value in values(page)} == {"—"}
    assert page.recorder.errors == []
