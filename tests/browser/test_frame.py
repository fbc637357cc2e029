"""What stands round a board: header, index, languages, notices, meeting mode and print, in a browser without a network."""

import csv
import os
import re
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

import hongmiao as hm

DASHBOARDS = Path(__file__).parents[2] / "dashboards"
STAGES = ["选苗", "育苗", "墩苗", "用苗", "护苗"]
LINES = """
  window.lines = [];
  window.WebSocket = class extends WebSocket { constructor(...line) { super(...line); lines.push(this); } };
  const every = setInterval;
  window.setInterval = (act, pause) => (pause < 10000 ? every(act, pause) : 0);  // no question but the one the cut asks
"""
BOX = "e => (({top, bottom}) => [top, bottom])(e.getBoundingClientRect())"


@pytest.fixture(scope="module")
def store(new_district):
    """The store of a small district that is served."""
    return new_district(300)


@pytest.fixture(scope="module")
def served(serve_dashboards, store):
    return serve_dashboards(DASHBOARDS, environment={"HONGMIAO_HOME": str(store.path.parent)})


@pytest.fixture(scope="module")
def stars_page(new_page, served):
    """The board of stars of one town, in a page that tests share."""
    page = new_page()
    served.open(page, "stars", "unit=U00002")
    yield page
    page.context.close()


@pytest.fixture
def stars(stars_page):
    yield stars_page
    stars_page.emulate_media(media="null")
    stars_page.set_viewport_size({"width": 1440, "height": 900})
    if stars_page.get_attribute("body", "data-mode"):
        stars_page.keyboard.press("Escape")


@pytest.fixture(scope="module")
def crowded(serve_dashboards, write_board, tmp_path_factory):
    """A site of many boards, several to a stage."""
    folder = tmp_path_factory.mktemp("crowded")
    for number, stage in enumerate(["use", "select", "temper", "select", "select", "train", ""]):
        write_board(folder, f"b{number}", f"看板{number}", "None", stage=stage, order=number)
    return serve_dashboards(folder, environment={"HONGMIAO_HOME": str(folder / "no-such-home")})


def index(page, served, query: str = ""):
    page.goto(served.url + query)
    page.wait_for_selector("#hm-figures:not([data-waiting])")
    return page


def test_the_index_shows_the_stages_in_their_order_with_live_figures_and_sources(
    page, served, store
):
    index(page, served)
    assert page.locator(".hm-step h2").all_inner_texts()[:5] == STAGES
    for name in ("screening", "training", "stars"):
        figure = hm.boards.headline(name, store, "zh")
        card = page.inner_text(f".hm-card[href*='{name}.ipynb']")
        assert figure["value"] in card and figure["label"] in card
    assert "数据载入于" in page.inner_text("footer") and hm.__version__ in page.inner_text("footer")
    assert "token" not in page.url
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.recorder.outside == [] and page.recorder.errors == []


def test_an_index_without_a_store_still_leads_to_the_boards(page, crowded):
    index(page, crowded)
    assert "hongmiao load" in page.inner_text("#hm-figures")
    assert page.locator(".hm-card").count() == 7
    assert page.locator(".hm-card em").count() == 0


def test_boards_of_one_stage_stand_in_a_menu_that_the_keyboard_reaches(page, crowded):
    index(page, crowded)
    tabs = page.locator(".hm-tabs > li").all_inner_texts()
    assert tabs == ["首页", "选苗", "育苗看板5", "墩苗看板2", "用苗看板0", "看板6"]
    page.focus(".hm-tabs button")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "看板3"
    page.keyboard.press("Escape")
    assert not page.is_visible(".hm-tab-list")
    assert page.evaluate("document.activeElement.textContent").strip() == "选苗"
    page.click(".hm-tabs button")
    page.click(".hm-tab-list a >> nth=2")
    page.wait_for_selector("body[data-board=b4]")
    assert "看板4" in page.inner_text(".hm-tabs button.hm-on")


def test_where_there_is_no_room_for_tabs_one_menu_holds_everything(page, crowded):
    page.set_viewport_size({"width": 390, "height": 844})
    index(page, crowded)
    assert not page.is_visible(".hm-tabs")
    page.click(".hm-fold-header")
    assert page.is_visible("text=看板6") and page.is_visible("[data-do=share]")
    page.keyboard.press("Escape")
    assert not page.is_visible(".hm-tabs")


def test_the_language_of_the_address_is_spoken_everywhere_and_goes_along(page, served):
    index(page, served, "&lang=en")
    assert page.get_attribute("html", "lang") == "en"
    assert page.locator(".hm-step h2").first.inner_text() == "Select"
    page.click(".hm-card[href*='screening.ipynb']")
    page.wait_for_selector("[data-board=screening][data-state=ready]", timeout=60_000)
    assert page.get_attribute("html", "lang") == "en" and "lang=en" in page.url
    seen = page.inner_text("body")
    assert "Candidates" in seen and "候选人" not in seen
    page.goto(served.base + "/any/thing?lang=en")
    assert "There is no such page" in page.inner_text("main")
    page.click("a[data-lang=zh]")
    assert "没有这个页面" in page.inner_text("main") and "lang=zh" in page.url


def test_a_data_folder_may_be_named_from_where_one_stands(page, serve_dashboards, store):
    near = os.path.relpath(store.path.parent)  # kernels start in another folder
    serve_dashboards(DASHBOARDS, {"HONGMIAO_HOME": near}).open(page, "stars")
    rated = hm.boards.state_of("stars")(store, "zh").tiles()[0].value
    assert page.locator(".hm-tile-value").first.inner_text().startswith(rated)


def test_a_link_is_copied_without_the_token_even_where_there_is_no_clipboard(stars):
    stars.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    stars.click("[data-do=share]")
    stars.wait_for_selector("[data-do=share]:has-text('已复制')")
    stars.evaluate("document.body.append(document.createElement('textarea'))")
    stars.focus("body > textarea")
    stars.keyboard.press("Control+V")
    pasted = stars.input_value("body > textarea")
    stars.evaluate("document.querySelector('body > textarea').remove()")
    assert pasted == stars.url and "unit=U00002" in pasted and "token" not in pasted


def test_a_page_has_one_heading_its_landmarks_and_a_way_past_the_header(stars):
    visible = "[...document.querySelectorAll('h1')].filter(h => h.checkVisibility()).length"
    assert stars.evaluate(visible) == 1
    assert stars.locator("header, [role=main], nav").count() >= 3
    stars.evaluate("document.activeElement.blur()")
    stars.keyboard.press("Tab")
    assert stars.evaluate("document.activeElement.className") == "hm-skip"
    stars.keyboard.press("Enter")
    stars.keyboard.press("Tab")
    assert stars.evaluate("!!document.activeElement.closest('.hm-page')")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1920, 1080)])
def test_a_meeting_sees_one_row_of_charts_with_its_tiles_on_a_screen(stars, width, height):
    stars.set_viewport_size({"width": width, "height": height})
    stars.click("[data-do=meeting]")
    stars.wait_for_selector("body[data-mode=meeting]")
    assert "mode=meeting" in stars.url
    for gone in (".hm-filters-body", ".hm-chips", ".hm-tools", ".hm-tabs"):
        assert not stars.is_visible(gone)
    assert stars.inner_text(".hm-chosen span >> nth=0").startswith("组织：")
    stars.wait_for_function(
        "document.querySelector('.hm-row').getBoundingClientRect().bottom <= innerHeight"
    )
    row, table = (
        stars.locator(part).first.evaluate(BOX) for part in (".hm-row", ".hm-page > .hm-table")
    )
    assert height - 60 < row[1] <= height
    assert table[0] >= height - 14
    stars.keyboard.press("Escape")
    stars.wait_for_selector("body[data-mode='']")
    assert "mode" not in stars.url and stars.is_visible(".hm-tabs")


def test_arrow_keys_turn_to_the_next_board_of_a_meeting(page, crowded):
    page.goto(crowded.board("b1", "mode=meeting&unit=U7&period=b"))
    assert page.get_attribute("body", "data-mode") == "meeting"
    assert "1 / 7" in page.inner_text(".hm-meeting")
    page.keyboard.press("ArrowLeft")  # there is none before the first
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("body[data-board=b3]")
    assert page.url.endswith("/b3.ipynb?mode=meeting&unit=U7")
    assert "2 / 7" in page.inner_text(".hm-meeting")


def printed(page) -> bytes:
    return page.pdf(prefer_css_page_size=True)


def test_a_page_is_printed_on_a4_across_without_furniture(stars):
    data = printed(stars)
    sheets = PdfDocument(data)
    assert 2 <= len(sheets) <= 3
    assert {tuple(map(round, sheet.get_size())) for sheet in sheets} == {(842, 595)}
    stars.emulate_media(media="print")
    for gone in (".hm-header", ".hm-tools", ".hm-filters-body", ".hm-menu"):
        assert not stars.is_visible(gone)


def test_a_printed_page_holds_the_same_figures_as_the_screen(stars):
    sheets = [sheet.get_textpage().get_text_range() for sheet in PdfDocument(printed(stars))]
    for line in [
        stars.inner_text("[data-part=head] h1"),
        stars.inner_text(".hm-chip span"),
        stars.text_content(".hm-definitions dd >> nth=-1"),
        stars.inner_text(".hm-table tbody td >> nth=0"),
        stars.inner_text(".hm-table tbody tr:last-child td >> nth=0"),
        stars.inner_text(".hm-foot span >> nth=0"),
        *(v.split()[0] for v in stars.locator(".hm-tile-value").all_inner_texts()),
    ]:
        assert re.sub(r"\s", "", line) in re.sub(r"\s", "", "".join(sheets))
    assert all(sheet.strip() for sheet in sheets)


def test_a_page_older_than_the_last_load_says_so_and_is_refreshed_where_it_stands(
    stars, store, tmp_path
):
    assert stars.is_hidden("#hm-changed")
    with (tmp_path / "units.csv").open("w", encoding="utf-8-sig", newline="") as file:
        rows = [
            ["组织编号", "组织名称", "组织类别", "上级组织"],
            ["X1", "新街道", "街道", "U00001"],
        ]
        csv.writer(file).writerows(rows)
    hm.load(store, [tmp_path / "units.csv"])
    stars.wait_for_selector("#hm-changed", state="visible", timeout=30_000)
    address = stars.url.split("#")[0]
    stars.click("#hm-changed a")
    stars.wait_for_url(address, wait_until="commit")
    stars.wait_for_selector("[data-board=stars][data-state=ready]", timeout=60_000)
    assert stars.url == address and "unit=U00002" in address and stars.is_hidden("#hm-changed")


def test_the_title_is_seen_before_the_kernel_has_started(page, parts):
    page.goto(parts.board("parts"), wait_until="commit")
    page.wait_for_selector("#loading h1")
    assert page.get_attribute("body", "data-state") == "loading"
    assert "请稍候" in page.inner_text("#loading") or "步" in page.inner_text("#loading")
    page.wait_for_selector("[data-board=parts][data-state=ready]", timeout=60_000)
    assert not page.is_visible("#loading")


def test_a_board_that_fails_shows_a_number_that_stands_in_the_log_beside_the_reason(page, parts):
    page.goto(parts.board("broken"))
    page.wait_for_selector("[data-board=broken][data-state=error]")
    told = page.inner_text("#hm-failed")
    number = re.search("编号 ([0-9a-f]{6})", told)[1]
    assert "看板没有打开" in told
    assert "secret" not in page.content() and "Traceback" not in page.content()
    after = parts.log.read_text().split(f"page trouble {number}")[1]
    assert "张三 secret" in after.split("page trouble")[0]


def test_a_page_whose_line_to_its_kernel_is_cut_says_so_at_once(page, parts):
    page.add_init_script(LINES)
    parts.open(page, "parts")
    page.evaluate(
        """async () => {
          const {baseUrl, kernelId} = JSON.parse(document.getElementById("jupyter-config-data").textContent);
          const _xsrf = document.cookie.match(/_xsrf=([^;]*)/)[1];
          await fetch(`${baseUrl}voila/api/shutdown/${kernelId}`, {method: "POST", headers: {"X-XSRFToken": _xsrf}});
          for (const line of lines) line.close();
        }"""
    )
    page.wait_for_selector("#hm-gone", state="visible", timeout=10_000)
    assert "断开" in page.inner_text("#hm-gone")


def test_closing_a_page_ends_its_kernel(browser, parts):
    before = parts.kernels()
    context = browser.new_context()
    page = context.new_page()
    parts.open(page, "parts")
    assert parts.kernels() > before
    page.goto(parts.base + "/")
    for _ in range(100):
        if parts.kernels() <= before:
            break
        page.wait_for_timeout(100)
    assert parts.kernels() <= before
    context.close()
