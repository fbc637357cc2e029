"""Every part of a page, used as a person would, in a browser without a network."""

import io

import pytest
from python_calamine import CalamineWorkbook

READY = "[data-board=parts][data-state=ready]"


@pytest.fixture
def board(page, parts):
    parts.open(page, "parts")
    return page


@pytest.fixture(scope="module")
def opened(kept_page, parts):
    parts.open(kept_page, "parts")
    return kept_page


@pytest.fixture
def kept(opened):
    """The board of parts in a page shared with other tests, set back after each."""
    yield opened
    opened.emulate_media(media="screen", color_scheme="light")
    opened.set_viewport_size({"width": 1440, "height": 900})
    if opened.is_visible(".hm-reset"):
        opened.click(".hm-reset")
        opened.wait_for_selector(".hm-reset", state="detached")
    opened.mouse.move(5, 5)
    opened.wait_for_timeout(300)


def pixels(page, chart: int = 0) -> bytes:
    return page.locator(".hm-chart .hm-frame").nth(chart).screenshot()


def wait_for_other_pixels(page, before: bytes, chart: int = 0) -> bytes:
    for _ in range(60):
        if (now := pixels(page, chart)) != before:
            return now
        page.wait_for_timeout(50)
    pytest.fail("the chart did not change")


def wait_for_pixels(page, picture: bytes, chart: int = 0) -> None:
    for _ in range(100):
        if pixels(page, chart) == picture:
            return
        page.wait_for_timeout(50)
    pytest.fail("the chart did not come back")


def choose_unit(page, name: str) -> None:
    page.click(".hm-unit .hm-box")
    page.keyboard.type(name)
    page.keyboard.press("Enter")


def test_a_page_needs_nothing_from_other_machines_and_has_no_errors(board):
    board.select_option("select[data-name=period]", label="第二期")
    board.wait_for_selector(".hm-chip")
    assert board.recorder.outside == []
    assert board.recorder.errors == []


def test_the_title_is_seen_before_the_kernel_has_started(page, parts):
    page.goto(parts.board("parts"), wait_until="commit")
    page.wait_for_selector("#loading h1")
    assert page.get_attribute("body", "data-state") == "loading"
    assert "请稍候" in page.inner_text("#loading") or "步" in page.inner_text("#loading")
    page.wait_for_selector(READY, timeout=60_000)
    assert not page.is_visible("#loading")


def test_a_filter_changes_pixels_tiles_table_and_address(kept):
    bars, line = pixels(kept, 0), pixels(kept, 1)
    kept.select_option("select[data-name=period]", label="第二期")
    wait_for_other_pixels(kept, bars, 0)
    assert "period=b" in kept.url
    assert kept.inner_text(".hm-chip") == "周期：第二期✕"
    kept.click(".hm-reset")
    kept.wait_for_function("!location.search")
    assert kept.locator(".hm-chip").count() == 0
    assert pixels(kept, 1) == line


def test_dates_stay_dates_when_only_rows_are_sent(kept):
    before = pixels(kept, 1)
    box = kept.locator(".hm-chart canvas").first.bounding_box()
    kept.mouse.click(box["x"] + 90, box["y"] + 40)
    wait_for_other_pixels(kept, before, 1)
    kept.click(".hm-reset")
    wait_for_pixels(kept, before, 1)


def test_a_click_in_a_chart_filters_the_page_and_its_chip_takes_it_back(kept):
    before = pixels(kept)
    box = kept.locator(".hm-chart canvas").first.bounding_box()
    kept.mouse.click(box["x"] + 90, box["y"] + 40)
    kept.wait_for_selector(".hm-chip[data-name=town]")
    assert kept.inner_text(".hm-tile-value >> nth=0") == "40人"
    kept.mouse.move(5, 5)
    kept.wait_for_timeout(300)
    assert pixels(kept) != before
    kept.click(".hm-chip[data-name=town]")
    kept.wait_for_function("document.querySelector('.hm-tile-value').textContent === '120人'")
    kept.mouse.move(5, 5)
    kept.wait_for_timeout(300)
    assert pixels(kept) == before


def test_a_link_shows_what_its_sender_saw(page, parts):
    parts.open(page, "parts", "period=b&town=北河镇&unit=t0v3")
    assert page.locator(".hm-chip").count() == 3
    assert page.inner_text(".hm-unit .hm-box") == "北河镇第3村"
    assert parts.token not in page.url


def test_a_unit_is_found_and_chosen_by_keyboard_alone(kept):
    kept.focus(".hm-unit .hm-box")
    kept.keyboard.press("Enter")
    for key in ("ArrowDown", "ArrowRight", "ArrowDown"):
        kept.keyboard.press(key)
    assert kept.inner_text(".hm-at span") == "北河镇第0村"
    kept.keyboard.press("ArrowLeft")
    assert kept.locator(".hm-list li").count() == 4
    kept.keyboard.type("第7")
    assert kept.locator(".hm-list li").count() == 3
    kept.keyboard.press("Escape")
    assert not kept.is_visible(".hm-panel")
    assert kept.evaluate("document.activeElement.className") == "hm-box"


def test_no_rows_are_said_in_words_and_end_when_there_are_some(kept):
    before = pixels(kept)
    choose_unit(kept, "柳岸街道")
    kept.wait_for_selector(".hm-frame .hm-empty >> nth=0", state="visible")
    assert "没有数据" in kept.inner_text(".hm-frame .hm-empty >> nth=0")
    kept.click(".hm-reset")
    kept.wait_for_selector(".hm-frame .hm-empty >> nth=0", state="hidden")
    kept.wait_for_timeout(200)
    assert pixels(kept) == before


def test_a_failing_callback_shows_a_number_and_never_its_reason(board, parts):
    choose_unit(board, "古渡镇")
    board.wait_for_selector(".hm-trouble", state="visible")
    number = board.inner_text(".hm-trouble").split("编号 ")[1][:6]
    assert "secret" not in board.content()
    assert f"{number} in board.<locals>.draw" in parts.log.read_text()
    assert "张三 secret" in parts.log.read_text()
    board.click(".hm-trouble button")
    board.wait_for_selector(".hm-trouble", state="hidden")
    choose_unit(board, "北河镇第1村")
    board.wait_for_function("document.querySelector('.hm-tile-value').textContent === '120人'")


def test_the_reason_of_a_failure_is_not_sent_to_the_browser_either(page, parts):
    frames = []
    page.on("websocket", lambda s: s.on("framereceived", lambda f: frames.append(f)))
    parts.open(page, "parts")
    choose_unit(page, "古渡镇")
    page.wait_for_selector(".hm-trouble", state="visible")
    page.wait_for_timeout(300)
    assert len(frames) > 5
    sent = b"".join(f if isinstance(f, bytes) else f.encode() for f in frames)
    assert b"secret" not in sent and b"Traceback" not in sent


def test_a_name_that_is_markup_is_shown_as_text(kept):
    assert kept.inner_text(".hm-table tbody td >> nth=1") == "<img src=x onerror=alert(1)>"
    assert kept.locator(".hm-table img").count() == 0


def test_a_table_turns_sorts_and_searches(board):
    assert "共 120 行" in board.inner_text(".hm-pager")
    board.click("[aria-label=下一页]")
    board.wait_for_function("document.querySelector('.hm-table td').textContent === 'P020'")
    board.click(".hm-sort:has-text('星级')")
    board.click(".hm-sort:has-text('星级')")
    board.wait_for_selector("th[aria-sort=descending]")
    board.wait_for_function(
        "document.querySelector('.hm-table tr td:last-child').textContent === '4'"
    )
    board.fill(".hm-table .hm-search", "=张11")
    board.wait_for_function("document.querySelectorAll('.hm-table tbody tr').length === 11")
    board.fill(".hm-table .hm-search", "无此人")
    board.wait_for_function(
        "document.querySelector('.hm-table td').textContent === '没有符合的结果'"
    )


def test_downloads_have_chinese_names_and_no_formulas(kept, tmp_path):
    for kind in ("csv", "xlsx"):
        with kept.expect_download() as download:
            kept.click(f"[data-want={kind}]")
        assert download.value.suggested_filename == f"五星名单.{kind}"
        download.value.save_as(tmp_path / kind)
    text = (tmp_path / "csv").read_bytes()
    assert text.startswith("\ufeff编号,姓名,星级".encode())
    assert "P001,'=张1,2" in text.decode("utf-8-sig")
    book = CalamineWorkbook.from_filelike(io.BytesIO((tmp_path / "xlsx").read_bytes()))
    assert book.get_sheet_by_index(0).to_python()[2] == ["P001", "=张1", 2.0]


@pytest.mark.parametrize("width", [390, 768, 1440, 1920])
def test_a_page_is_never_wider_than_its_window(kept, width):
    kept.set_viewport_size({"width": width, "height": 900})
    kept.wait_for_timeout(300)
    assert kept.evaluate("document.documentElement.scrollWidth") <= width
    fits = "[...document.querySelectorAll('.hm-frame')].every(f => f.querySelector('canvas').clientWidth <= f.clientWidth + 1)"
    kept.wait_for_function(fits)


def test_the_dark_theme_reaches_the_charts(kept):
    light = pixels(kept)
    kept.emulate_media(color_scheme="dark")
    wait_for_other_pixels(kept, light)
    assert kept.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 26)"
    kept.emulate_media(color_scheme="light")
    wait_for_pixels(kept, light)


def test_a_printed_page_has_all_its_rows(kept, tmp_path):
    data = kept.pdf(format="A4")
    assert data.count(b"/Type /Page\n") + data.count(b"/Type /Page ") >= 1 and len(data) > 30_000
    kept.emulate_media(media="print")
    assert not kept.is_visible(".hm-header") and not kept.is_visible(".hm-tools")
    assert kept.evaluate("document.documentElement.scrollHeight") > 1000


def test_a_board_that_fails_says_so_without_its_reason(page, parts):
    page.goto(parts.board("broken"))
    page.wait_for_selector("[data-board=broken][data-state=error]")
    assert "看板没有打开" in page.inner_text("#hm-failed")
    assert "secret" not in page.content() and "Traceback" not in page.content()


def test_the_index_leads_to_every_board(page, parts):
    page.goto(parts.url)
    assert page.locator(".hm-card b").all_inner_texts() == ["各部件", "失败", "空白"]
    assert page.locator(".hm-card small").all_inner_texts() == ["墩苗", "用苗"]
    assert page.inner_text(".hm-on") == "总览"
    assert "token" not in page.url
    page.click(".hm-card >> nth=0")
    page.wait_for_selector(READY, timeout=60_000)
    assert "各部件" in page.inner_text("nav .hm-on")
    assert page.recorder.outside == []


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


def test_a_page_whose_kernel_is_gone_says_so(board, parts):
    board.evaluate(
        """async () => {
          const {baseUrl, kernelId} = JSON.parse(document.getElementById("jupyter-config-data").textContent);
          const _xsrf = document.cookie.match(/_xsrf=([^;]*)/)[1];
          await fetch(`${baseUrl}voila/api/shutdown/${kernelId}`, {method: "POST", headers: {"X-XSRFToken": _xsrf}});
        }"""
    )
    board.wait_for_selector("#hm-gone", state="visible", timeout=30_000)
    assert "断开" in board.inner_text("#hm-gone")


def test_where_the_bundle_is_not_served_python_sends_it(page, parts):
    page.route("**/vega-*.js*", lambda route: route.fulfill(status=404))
    parts.open(page, "parts")
    assert page.locator(".hm-chart canvas").count() == 2
