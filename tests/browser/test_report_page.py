"""A report's page from a disk, the network cut: it draws its charts, asks nobody for anything, and everyone can read it."""

import altair as alt
import nbformat
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe

from hongmiao.boards.listing import Picture
from hongmiao.charts import styled
from hongmiao.reports.document import Document, as_html
from hongmiao.reports.parts import (
    MIME,
    Chapter,
    Chart,
    Findings,
    Numbers,
    Rows,
    Sentence,
    Terms,
)
from hongmiao.widgets import Column, Tile

NAME = '</script><img src=x onerror="document.title=1">'
COLUMNS = [Column("a", "姓名"), Column("b", "组织"), Column("c", "学时", align="right")]


def chart(name: str) -> Picture:
    frame = pd.DataFrame({"group": [name, "柳岸街道"], "count": [3, 5]})
    bars = alt.Chart(frame).mark_bar(size=24).properties(height=alt.Step(40))
    tells = [alt.Tooltip("group:N", title="title"), alt.Tooltip("count:Q", title="人")]
    return Picture(
        styled(bars.encode(x="count:Q", y=alt.Y("group:N", title=None), tooltip=tells)),
        "各镇（街道）人数", "占参评人数（n）的比例", "各镇人数：两条",
    )  # fmt: skip


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """A report of every part on a disk."""
    rows = [[NAME, "柳岸街道第一党支部" * 2, str(at)] for at in range(60)]
    chapters = [
        Chapter("2018 年第二季度", [Numbers([Tile("参评人数", "8,412", "人", "较上期增 29 人", tone="good")] * 5),
                                Findings([Sentence(NAME, "bad")])], "全区", cover=True),
        Chapter("星级", [Chart(chart(NAME), 7), Chart(chart("古渡镇"), 5), Rows("名单", COLUMNS, rows)]),
        Chapter("口径", [Terms([("参评", "列入名单并评定星级"), ("未评", "未评" * 40)])]),
    ]  # fmt: skip
    outputs = [nbformat.v4.new_output("display_data", {MIME: one.as_dict()}) for one in chapters]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=outputs)])
    path = tmp_path_factory.mktemp("usb") / "报告.html"
    path.write_bytes(as_html(Document.of(book)))
    return path


@pytest.fixture(scope="module")
def asked():
    return []


@pytest.fixture(scope="module")
def opened(browser, file, asked):
    """The page in a browser without a network; whatever it asks for is written down."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: asked.append(str(error)))
    page.goto(file.as_uri())
    page.wait_for_selector("body[data-ready=true]")
    yield page
    context.close()


def test_it_draws_every_chart_and_asks_for_nothing_but_itself(opened, file, asked):
    assert opened.locator(".hm-frame svg .mark-rect path").count() == 4
    assert asked == [file.as_uri()]
    assert opened.title() == "2018 年第二季度" and opened.locator("img").count() == 0


def test_a_mark_tells_its_figures_when_pointed_at(opened):
    opened.locator(".hm-frame svg .mark-rect path").last.hover()
    opened.wait_for_selector("#vg-tooltip-element.visible")
    assert opened.inner_text("#vg-tooltip-element").split() == ["柳岸街道", "人", "5"]
    opened.mouse.move(0, 0)


def test_a_charts_figures_are_listed_as_text(opened):
    box = opened.locator("details").first
    box.locator("summary").click()
    box.locator("td").first.wait_for()
    assert NAME in box.locator("td, th").all_inner_texts()
    box.locator("summary").click()


def test_charts_take_the_colours_of_the_dark(opened):
    name = opened.locator(".hm-frame svg text", has_text="柳岸街道").first
    light = name.get_attribute("fill")
    opened.emulate_media(color_scheme="dark")
    opened.wait_for_function("light => !document.querySelector(`.hm-frame svg text[fill='${light}']`)", arg=light)  # fmt: skip
    assert name.get_attribute("fill") == "#e6e9ec"
    opened.emulate_media(color_scheme="light")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everyone_can_read_it(opened, theme):
    opened.emulate_media(color_scheme=theme)
    found = Axe().run(opened).response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found] == []


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_it_is_never_wider_than_its_window(opened, width):
    opened.set_viewport_size({"width": width, "height": 844})
    opened.wait_for_function(
        "[...document.querySelectorAll('.hm-frame svg')].every(s => Math.abs(s.viewBox.baseVal.width - s.parentElement.clientWidth) < 3)"
    )
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


def test_heads_of_a_table_stay_in_sight(opened):
    opened.set_viewport_size({"width": 1440, "height": 600})
    opened.locator(".hm-rows tbody tr").nth(25).scroll_into_view_if_needed()
    assert opened.locator(".hm-rows thead th").first.bounding_box()["y"] >= -1
