"""Every part of a page, used as a person would, in a browser without a network."""

import pytest

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


def choose_unit(page, name: str) -> None:
    page.click(".hm-unit .hm-box")
    page.keyboard.type(name)
    page.keyboard.press("Enter")


def test_a_page_needs_nothing_from_other_machines_and_has_no_errors(board):
    board.select_option("select[data-name=period]", label="第二期")
    board.wait_for_selector(".hm-chip")
    assert board.recorder.outside == []
    assert board.recorder.errors == []


def test_a_filter_changes_pixels_tiles_table_and_address(kept):
    bars, line = pixels(kept, 0), pixels(kept, 1)
    kept.select_option("select[data-name=period]", label="第二期")
    wait_for_other_pixels(kept, bars, 0)
    assert "period=b" in kept.url
    assert kept.inner_text(".hm-chip span") == "周期：第二期"
    kept.click(".hm-reset")
    kept.wait_for_function("!location.search")
    assert kept.locator(".hm-chip").count() == 0
    for _ in range(60):
        if pixels(kept, 1) == line:
            return
        kept.wait_for_timeout(50)
    pytest.fail("the chart did not come back")


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


@pytest.mark.parametrize("width", [390, 768, 1440, 1920])
def test_a_page_is_never_wider_than_its_window(kept, width):
    kept.set_viewport_size({"width": width, "height": 900})
    kept.wait_for_timeout(300)
    assert kept.evaluate("document.documentElement.scrollWidth") <= width
    fits = (
        "[...document.querySelectorAll('.hm-frame')].every(f => f.scrollWidth <= f.clientWidth + 1)"
    )
    kept.wait_for_function(fits)


def test_a_number_that_is_pressed_lists_its_rows_and_pressed_again_takes_that_back(kept):
    assert kept.locator(".hm-tile-open:visible").count() == 1, "only one has rows to show"
    kept.focus(".hm-tile-open:visible")
    kept.keyboard.press("Enter")
    kept.wait_for_selector(".hm-chip >> text=北河镇")
    kept.wait_for_selector(".hm-tile-open[aria-pressed=true]")
    kept.wait_for_function("document.querySelector('.hm-tile-value').textContent === '40人'")
    kept.wait_for_selector(".hm-said >> text=共 40 行")
    kept.wait_for_selector(".hm-about:visible")  # the focus tells its definition too
    kept.click(".hm-tile-open:visible", position={"x": 100, "y": 60})
    kept.wait_for_selector(".hm-chip", state="detached")
    kept.wait_for_selector(".hm-said >> text=共 120 行")
