"""A chart in its card: drawn, clicked, read as a table, saved as a picture; in a browser without a network."""

import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from board_of_charts import LONG, SCRIPT

BAR = ".hm-chart >> nth=0 >> .mark-rect path"
ENLARGED = """.hm-page { zoom: 1.5 } .hm-chart { --hm-chart-height: calc((100vh - 560px) / 1.5) }"""


@pytest.fixture(scope="module")
def opened(new_page, parts):
    page = new_page()
    parts.open(page, "parts")
    yield page
    page.context.close()


@pytest.fixture
def board(opened):
    """The board of parts in a page shared with other tests, set back after each."""
    yield opened
    opened.emulate_media(media="screen", color_scheme="light")
    if opened.is_visible(".hm-reset"):
        opened.click(".hm-reset")
        opened.wait_for_selector(".hm-reset", state="detached")
        opened.wait_for_selector("[opacity='0.2']", state="detached")
    opened.mouse.move(5, 5)
    opened.wait_for_selector(".vg-tooltip.visible", state="detached")


@pytest.fixture(scope="module")
def charts(new_page, serve_dashboards, write_board, tmp_path_factory):
    """A page of charts over names and numbers that break layouts."""
    folder = tmp_path_factory.mktemp("charts")
    shutil.copy(Path(__file__).with_name("board_of_charts.py"), folder)
    write_board(folder, "charts", "图表", "from board_of_charts import board\nboard()")
    served, page = serve_dashboards(folder), new_page()
    served.open(page, "charts")
    yield page
    page.context.close()


def marks(page, selector: str = BAR) -> list[tuple[str, str]]:
    """What each mark of a chart says, and how strongly it is drawn."""
    found = "e => e.map(m => [m.getAttribute('aria-label'), m.getAttribute('opacity')])"
    return [tuple(mark) for mark in page.eval_on_selector_all(selector, found)]


def drawing(page, chart: int) -> str:
    drawn = page.inner_html(f".hm-chart >> nth={chart} >> .hm-stage svg")
    return re.sub(r"clip\d+", "clip", drawn)  # drawn anew, a chart is the same but for these names


def wait_for_drawing(page, chart: int, text: str, same: bool = True) -> None:
    for _ in range(100):
        if (drawing(page, chart) == text) is same:
            return
        page.wait_for_timeout(50)
    pytest.fail("the chart did not change" if not same else "the chart did not come back")


def menu(page, chart: int, entry: str):
    card = page.locator(".hm-chart").nth(chart)
    card.locator(".hm-more").click()
    return card.get_by_role("button", name=entry)


def middle(page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_mark_says_what_its_tooltip_says_and_vega_says_nothing_in_english(board):
    assert ("town 北河镇, stars 1, size 10", "1") in marks(board)
    roles = board.eval_on_selector_all(
        ".hm-frame [aria-roledescription]",
        "e => [...new Set(e.map(x => x.getAttribute('aria-roledescription')))]",
    )
    assert roles == ["图形"]
    assert board.get_attribute(".hm-frame >> nth=0", "aria-label") == "各镇星级人数"
    labels = board.eval_on_selector_all(
        ".hm-frame [aria-label]", "e => e.map(x => x.ariaLabel).join()"
    )
    assert "axis" not in labels and "legend" not in labels and "X-" not in labels


def test_a_click_filters_the_page_and_the_same_click_or_the_chips_cross_takes_it_back(board):
    before = drawing(board, 0)
    board.hover(BAR + " >> nth=0")
    board.wait_for_function(
        "getComputedStyle(document.querySelector('.mark-rect path')).cursor === 'pointer'"
    )
    for take_back in (lambda: board.click(BAR + " >> nth=0"), lambda: board.click(".hm-chip")):
        board.click(BAR + " >> nth=0")
        board.wait_for_selector(".hm-chip[data-name=town]")
        board.wait_for_function(
            "document.querySelector('.hm-tile-value').innerText.startsWith('40')"
        )
        wait_for_drawing(board, 0, before, same=False)
        opacity = {label.split(",")[0]: opacity for label, opacity in marks(board)}
        assert opacity == {"town 北河镇": "1", "town 古渡镇": "0.2", "town 柳岸街道": "0.2"}
        take_back()
        board.wait_for_selector(".hm-chip[data-name=town]", state="detached")
        wait_for_drawing(board, 0, before)


def test_other_rows_change_the_marks_in_place_and_dates_stay_dates(board):
    days = drawing(board, 1)
    board.evaluate(
        "document.querySelectorAll('.hm-stage svg').forEach(s => { s.dataset.same = 1 })"
    )
    board.click(BAR + " >> nth=0")
    wait_for_drawing(board, 1, days, same=False)
    assert board.locator(".hm-stage svg[data-same]").count() == 2
    board.click(".hm-reset")
    wait_for_drawing(board, 1, days)


def test_by_keyboard_alone_a_chart_is_read_as_a_table_and_a_row_chosen(board):
    more = board.locator(".hm-chart").nth(0).locator(".hm-more")
    more.focus()
    board.keyboard.press("Enter")
    assert more.get_attribute("aria-expanded") == "true"
    board.keyboard.press("Escape")
    assert more.get_attribute("aria-expanded") == "false"
    assert more.evaluate("node => node === document.activeElement")
    board.keyboard.press("Enter")
    board.keyboard.press("Enter")
    rows = board.locator(".hm-data tbody tr")
    told = [row.replace("\t", " ").split() for row in rows.all_inner_texts()]
    assert [f"town {town}, stars {stars}, size {size}" for town, stars, size in told] == [
        label for label, _ in marks(board)
    ]
    assert board.locator(".hm-data thead th").all_inner_texts() == ["town", "stars", "size"]
    assert board.locator(".hm-data caption").inner_text() == "星级"
    rows.first.get_by_role("button").focus()
    board.keyboard.press("Enter")
    board.wait_for_selector(".hm-chip[data-name=town]")
    menu(board, 0, "查看图表").click()
    assert board.locator(".hm-data").count() == 0 and board.is_visible(BAR + " >> nth=0")


def test_no_rows_are_said_in_words_and_end_when_there_are_some(board):
    before, note = drawing(board, 0), ".hm-frame .hm-empty >> nth=0"
    board.click(".hm-unit .hm-box")
    board.keyboard.type("柳岸街道")
    board.keyboard.press("Enter")
    board.wait_for_selector(note, state="visible")
    assert "没有数据" in board.inner_text(note)
    assert not board.is_visible(".hm-more >> nth=0")
    board.click(".hm-reset")
    board.wait_for_selector(note, state="hidden")
    wait_for_drawing(board, 0, before)


def test_the_dark_theme_reaches_the_charts(board):
    light = drawing(board, 0)
    board.emulate_media(color_scheme="dark")
    wait_for_drawing(board, 0, light, same=False)
    assert board.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 26)"
    board.emulate_media(color_scheme="light")
    wait_for_drawing(board, 0, light)


def test_a_picture_is_saved_light_on_white_with_its_title_and_source(charts, tmp_path):
    charts.emulate_media(color_scheme="dark")
    for kind in ("png", "svg"):
        with charts.expect_download() as download:
            menu(charts, 1, kind.upper()).click()
        assert download.value.suggested_filename == f"3 组_“星级”.{kind}"
        download.value.save_as(tmp_path / kind)
    charts.emulate_media(color_scheme="light")
    svg = ET.parse(tmp_path / "svg")
    texts = ["".join(node.itertext()) for node in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert {"3 组/“星级”", "n=100", "5 星"} <= set(texts) and any(
        t.endswith("来源：虚构") for t in texts
    )
    assert "#1f2328" in (tmp_path / "svg").read_text("utf-8")
    width, height, white, inks = charts.evaluate(
        """async (bytes) => {
          const image = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
          const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
          canvas.drawImage(image, 0, 0);
          const {data} = canvas.getImageData(0, 0, image.width, image.height);
          const seen = new Set();
          for (let i = 0; i < data.length; i += 4) seen.add(data.slice(i, i + 4).join());
          return [image.width, image.height, data.slice(0, 4).join(), seen.size];
        }""",
        [*(tmp_path / "png").read_bytes()],
    )
    drawn = svg.getroot()
    assert (width, height) == (2 * int(drawn.get("width")), 2 * int(drawn.get("height")))
    assert white == "255,255,255,255" and inks > 50


def test_a_tooltip_tells_number_whole_and_share_and_markup_as_text(charts):
    for first, word in ((LONG, "参评人数"), (SCRIPT, "参评人数")):
        label = next(
            m for m, _ in marks(charts, ".hm-chart >> nth=1 >> .mark-rect path") if m and first in m
        )
        bars = charts.locator(".hm-chart").nth(1).locator(".mark-rect path")
        place = [m for m, _ in marks(charts, ".hm-chart >> nth=1 >> .mark-rect path")].index(label)
        bars.nth(place + 2).hover()
        charts.wait_for_function(
            "name => document.querySelector('.vg-tooltip.visible')?.innerText.includes(name)",
            arg=first,
        )
        assert charts.inner_text(".vg-tooltip").split()[-6:] == [
            "人数",
            "30",
            word,
            "100",
            "占比",
            "30.0%",
        ]
        box = charts.locator(".vg-tooltip").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 1440
    assert charts.title() == "图表 · 红苗"
    charts.mouse.move(5, 5)


def test_a_chart_of_zeros_is_empty_and_says_why(charts):
    empty = charts.locator(".hm-chart").nth(6)
    assert empty.locator(".hm-empty").inner_text() == "本期无人参评"


def test_a_chart_of_very_many_rows_is_drawn_on_a_canvas(charts):
    assert charts.locator(".hm-stage canvas").count() == 1
    assert charts.locator(".hm-chart").last.locator(".hm-stage canvas").count() == 1


def test_many_groups_scroll_inside_their_card_and_by_keyboard(charts):
    frame = charts.locator(".hm-frame").nth(0)
    high, seen = frame.evaluate("f => [f.scrollHeight, f.clientHeight]")
    assert high > 1500 and seen <= 760
    frame.focus()
    charts.keyboard.press("End")
    charts.wait_for_function("document.querySelector('.hm-frame').scrollTop > 500")
    assert charts.locator(".hm-frame").nth(1).get_attribute("tabindex") == "-1"


OVERLAPS = """() => {
  const found = [];
  for (const svg of document.querySelectorAll(".hm-stage svg")) {
    const edge = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].filter(t => t.textContent && t.getAttribute("opacity") !== "0" && t.style.opacity !== "0");
    const boxes = texts.map(t => [t.textContent.slice(0, 30), t.getBoundingClientRect()]);
    boxes.forEach(([text, box], i) => {
      if (box.left < edge.left - 1 || box.right > edge.right + 1) found.push([text, "outside", box.left - edge.left, box.right - edge.right]);
      for (const [other, b] of boxes.slice(i + 1))
        if (Math.min(box.right, b.right) - Math.max(box.left, b.left) > 2 && Math.min(box.bottom, b.bottom) - Math.max(box.top, b.top) > 6) found.push([text, other]);
    });
  }
  return found;
}"""


@pytest.mark.parametrize("width", [390, 960, 1440, 1920])
def test_long_names_and_large_numbers_are_cut_with_an_ellipsis_and_never_overlap(charts, width):
    charts.set_viewport_size({"width": width, "height": 900})
    fits = "[...document.querySelectorAll('.hm-frame')].every(f => !f.querySelector('svg') || f.scrollWidth <= f.clientWidth + 1)"
    charts.wait_for_function(fits)
    charts.wait_for_timeout(300)  # every chart has taken its new width
    try:
        assert charts.evaluate(OVERLAPS) == []
        assert charts.evaluate("document.documentElement.scrollWidth") <= width
    finally:
        charts.set_viewport_size({"width": 1440, "height": 900})


def test_a_chart_fills_the_height_it_is_given_and_an_enlarged_mark_is_still_met(board):
    board.set_viewport_size({"width": 1920, "height": 1080})
    style = board.add_style_tag(content=ENLARGED)
    filled = """() => { const f = document.querySelector('.hm-frame').getBoundingClientRect(), s = document.querySelector('.hm-stage svg').getBoundingClientRect();
      return s.height > 0.95 * f.height && s.height < f.height + 2 && s.width > 0.95 * f.width }"""
    board.wait_for_function(filled)
    x, y = middle(board, ".hm-chart >> nth=0 >> [aria-label='town 古渡镇, stars 2, size 10']")
    board.mouse.move(x, y)
    board.wait_for_selector(".vg-tooltip.visible")
    tip = board.locator(".vg-tooltip").bounding_box()
    assert "古渡镇" in board.inner_text(".vg-tooltip")
    assert abs(tip["x"] - x) < tip["width"] + 40 and abs(tip["y"] - y) < tip["height"] + 40
    board.mouse.click(x, y)
    board.wait_for_selector(".hm-chip[data-name=town]")
    assert "古渡镇" in board.inner_text(".hm-chip")
    style.evaluate("node => node.remove()")
    board.set_viewport_size({"width": 1440, "height": 900})


def test_where_the_bundle_is_not_served_python_sends_it(page, parts):
    page.route("**/vega-*.js*", lambda route: route.fulfill(status=404))
    parts.open(page, "parts")
    assert page.locator(".hm-chart .hm-stage svg").count() == 2
