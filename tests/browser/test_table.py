"""The table, its files and the card its rows open, used as a person would, in a browser without a network."""

import csv
import io
import shutil
from pathlib import Path

import pytest
from board_of_tables import FORMULA, LONG, MARKUP
from python_calamine import CalamineWorkbook

BOARD = Path(__file__).with_name("board_of_tables.py")
FIRST = "document.querySelector('.hm-table tbody td')?.textContent"


@pytest.fixture(scope="module")
def served(serve_dashboards, tmp_path_factory, write_board):
    folder = tmp_path_factory.mktemp("tables")
    shutil.copy(BOARD, folder)
    write_board(folder, "tables", "名单", "from board_of_tables import board\nboard()")
    return serve_dashboards(folder)


@pytest.fixture(scope="module")
def opened(new_page, served):
    page = new_page()
    served.open(page, "tables")
    yield page
    assert page.recorder.outside == [] and page.recorder.errors == []
    page.context.close()


@pytest.fixture
def table(opened):
    """The open board, set back after each test."""
    yield opened
    opened.emulate_media(media="screen")
    opened.set_viewport_size({"width": 1440, "height": 900})
    opened.keyboard.press("Escape")
    if "?" in opened.url:
        opened.fill(".hm-table .hm-search", "")
        while opened.locator("th[aria-sort]").count():
            opened.click("th[aria-sort] .hm-sort")
        columns(opened, "恢复默认")
        if opened.is_visible(".hm-sizes"):
            opened.select_option(".hm-sizes", "20")
        if opened.is_enabled("[aria-label=第一页]"):
            opened.click("[aria-label=第一页]")
    opened.wait_for_function("!location.search")
    opened.wait_for_function(f"{FIRST} === 'P000'")
    opened.evaluate("document.activeElement.blur()")
    opened.mouse.move(3, 3)


def focused(page, attribute: str) -> str:
    return page.evaluate(f"document.activeElement.{attribute}")


def columns(page, act: str) -> None:
    page.click(".hm-columns-opener")
    page.click(f".hm-columns-acts >> text={act}")
    page.keyboard.press("Escape")


def heads(page) -> list[str]:
    return page.locator(".hm-column > :first-child > span").all_inner_texts()


def saved(page, kind: str) -> tuple[str, bytes]:
    page.click(".hm-export-opener")
    with page.expect_download() as download:
        page.click(f"[data-want={kind}]")
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def sheets(data: bytes) -> list[list[list]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


@pytest.mark.parametrize("width", [390, 768, 1440, 1920])
def test_names_are_text_and_never_break_the_layout(table, width):
    table.set_viewport_size({"width": width, "height": 900})
    names = table.locator(".hm-table tbody td:nth-child(2)")
    assert names.all_inner_texts()[:3] == [MARKUP, FORMULA, LONG]
    assert names.nth(2).get_attribute("title") == LONG
    assert names.nth(2).bounding_box()["height"] < 40
    assert table.locator(".hm-table img").count() == 0
    assert table.evaluate("document.documentElement.scrollWidth") <= width


def test_a_table_turns_sorts_and_searches_and_the_focus_stays_where_it_was(table):
    assert "第 1–20 行，共 120 行" in table.inner_text(".hm-pager")
    table.focus("[aria-label=下一页]")
    table.keyboard.press("Enter")
    table.wait_for_function(f"{FIRST} === 'P020'")
    assert focused(table, "ariaLabel") == "下一页"
    table.focus(".hm-sort:has-text('星级')")
    table.keyboard.press("Enter")
    table.wait_for_selector("th[aria-sort=ascending]")
    table.keyboard.press("Enter")
    table.wait_for_selector("th[aria-sort=descending]")
    table.wait_for_function(f"{FIRST} === 'P004'")
    table.click(".hm-table .hm-search")
    table.keyboard.type("张11")
    table.wait_for_function("document.querySelectorAll('.hm-table tbody tr').length === 11")
    table.keyboard.type("无此人")
    table.wait_for_function(f"{FIRST} === '没有符合的结果'")
    assert focused(table, "value") == "张11无此人"
    assert table.is_disabled(".hm-export-opener")


def test_a_slow_answer_is_waited_for_in_the_open(table):
    table.wait_for_selector(".hm-table table[aria-busy=false]")
    table.fill(".hm-table .hm-search", "慢")
    table.wait_for_selector(".hm-table table[aria-busy=true]")
    assert table.locator(".hm-table tbody tr").count() == 20
    table.wait_for_selector(".hm-table table[aria-busy=false]")
    assert table.inner_text(".hm-table tbody td") == "没有符合的结果"


def test_columns_are_chosen_by_keyboard_and_one_always_stays(table):
    assert heads(table) == ["编号", "姓名", "星级", "状态"]
    table.focus(".hm-columns-opener")
    for key in ("Enter", "ArrowDown", "ArrowDown", "Space"):
        table.keyboard.press(key)
    table.wait_for_function("document.querySelectorAll('.hm-table th').length === 5")
    assert heads(table) == ["编号", "姓名", "所在组织", "星级", "状态"]
    assert focused(table, "value") == "unit"
    table.keyboard.press("Escape")
    assert not table.is_visible(".hm-columns")
    assert "hm-columns-opener" in focused(table, "className")
    columns(table, "只留一列")
    assert heads(table) == ["编号"]
    table.click(".hm-columns-opener")
    assert table.is_disabled(".hm-columns-list input[value=id]")
    table.click(".hm-card-words")
    assert not table.is_visible(".hm-columns")
    table.wait_for_function("location.search.includes('hide=name%2Cunit%2Cstars%2Cstate')")


def test_a_download_is_what_is_found_sorted_and_shown(table):
    table.fill(".hm-table .hm-search", "=")
    table.wait_for_function("document.querySelectorAll('.hm-table tbody tr').length === 2")
    table.click(".hm-sort:has-text('星级')")
    table.click(".hm-sort:has-text('星级')")
    table.wait_for_selector("th[aria-sort=descending]")
    table.click(".hm-columns-opener")
    table.uncheck(".hm-columns-list input[value=state]")
    table.keyboard.press("Escape")
    name, data = saved(table, "csv")
    assert name.startswith("名单_红苗") and name.endswith("红.csv")
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert lines == [["编号", "姓名", "星级"], ["P001", f"'{FORMULA}", "2"], ["P000", MARKUP, "1"]]
    assert saved(table, "gb18030")[1].decode("gb18030") == data.decode("utf-8-sig")
    rows, about = sheets(saved(table, "xlsx")[1])
    assert rows == [["编号", "姓名", "星级"], ["P001", FORMULA, 2.0], ["P000", MARKUP, 1.0]]
    assert ["=口径", FORMULA] in about and ["搜索", "="] in about and ["行数", "2"] in about


def test_a_head_tells_what_its_column_means_and_a_tag_what_it_says(table):
    table.focus("th:has-text('星级') .hm-about-mark")
    assert table.inner_text("th .hm-about:visible") == "评定期末的星级"
    table.keyboard.press("Escape")
    assert table.locator("th .hm-about:visible").count() == 0
    table.focus("th:has-text('状态') .hm-about-mark")
    assert "免评：因病等不参加评定的人" in table.inner_text("th .hm-about:visible")
    tag = table.locator(".hm-table tbody .hm-tag").first
    told = table.locator(f"#{tag.get_attribute('aria-describedby')}")
    assert tag.get_attribute("title") == told.text_content() == "在期末列入名单的人"


def test_a_definition_is_not_cut_where_a_table_scrolls(table):
    table.set_viewport_size({"width": 390, "height": 844})
    table.wait_for_selector(".hm-scroll.hm-wide")
    table.focus("th:has-text('状态') .hm-about-mark")
    box = table.locator("th .hm-about:visible").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    top = f"document.elementFromPoint({box['x'] + 20}, {box['y'] + box['height'] - 5}).className"
    assert "hm-about" in table.evaluate(top)


def test_a_row_opens_its_card_by_pointer_and_by_keyboard_and_the_focus_comes_back(table):
    table.click(".hm-table tbody tr:nth-child(3) td:nth-child(2)")
    table.wait_for_selector("dialog[open]")
    assert table.inner_text("dialog h2") == LONG
    for _ in range(
        5
    ):  # round the dialog: the focus stays in it, or goes to the browser's own frame
        table.keyboard.press("Tab")
        assert table.evaluate(
            "document.activeElement.closest('dialog') || document.activeElement === document.body"
        )
    table.keyboard.press("Escape")
    table.wait_for_selector("dialog", state="hidden")
    assert focused(table, "dataset.key") == "P002"
    table.keyboard.press("ArrowUp")
    table.keyboard.press("Enter")
    table.wait_for_function(f"document.querySelector('dialog h2').textContent === {FORMULA!r}")
    table.wait_for_selector("dialog[open]")
    table.click("dialog .hm-cross")
    table.wait_for_selector("dialog", state="hidden")
    assert focused(table, "dataset.key") == "P001"


def test_a_tab_shows_another_list_under_its_own_columns(table):
    before = heads(table)
    table.click("th:has-text('星级') .hm-sort")
    table.wait_for_selector("th[aria-sort]")
    table.wait_for_function("location.search.includes('sort=')")
    table.focus(".hm-view[data-list=few]")
    table.keyboard.press("Enter")
    table.wait_for_function("document.querySelectorAll('.hm-column').length === 2")
    assert heads(table) == ["编号", "星级"]
    assert focused(table, "dataset.list") == "few" and not table.locator("th[aria-sort]").count()
    table.click(".hm-view[data-list=all]")
    table.wait_for_function(f"document.querySelectorAll('.hm-column').length === {len(before)}")


def test_rows_are_marked_to_be_compared_as_many_as_can_stand_side_by_side(table):
    boxes = table.locator(".hm-mark")
    boxes.nth(0).check()
    boxes.nth(2).check()
    table.wait_for_function("document.querySelectorAll('.hm-mark:disabled').length === 18")
    assert not table.locator("dialog[open]").count(), "a mark opens nothing"
    table.click("[aria-label=下一页]")
    table.wait_for_function("document.querySelectorAll('.hm-mark:disabled').length === 20")
    table.click("[aria-label=上一页]")
    table.wait_for_function("document.querySelectorAll('.hm-mark:checked').length === 2")
    for at in (0, 2):
        boxes.nth(at).uncheck()
    table.wait_for_function("!document.querySelector('.hm-mark:disabled')")


def test_a_row_opens_where_the_column_of_its_key_is_hidden(table):
    table.click(".hm-columns-opener")
    table.uncheck(".hm-columns-list input[value=id]")
    table.keyboard.press("Escape")
    assert table.get_attribute(".hm-open >> nth=0", "aria-label") == f"打开 {MARKUP}"
    table.focus(".hm-open >> nth=0")
    table.keyboard.press("Enter")
    table.wait_for_selector("dialog[open]")
    assert table.inner_text("dialog .hm-sub") == "P000"
    table.keyboard.press("Escape")
    table.wait_for_selector("dialog", state="hidden")
    columns(table, "恢复默认")


def test_a_press_beside_the_card_closes_it(table):
    table.click(".hm-table tbody tr:nth-child(9)")
    table.wait_for_selector("dialog[open]")
    table.mouse.click(200, 400)
    table.wait_for_selector("dialog", state="hidden")


@pytest.mark.parametrize("width", [390, 1440])
def test_a_card_shows_facts_and_the_latest_rows_within_the_window(table, width):
    table.set_viewport_size({"width": width, "height": 844})
    table.click(".hm-table tbody tr:nth-child(3)")
    table.wait_for_selector("dialog[open]")
    table.wait_for_function("document.querySelector('dialog').getAnimations().length === 0")
    box = table.locator("dialog").bounding_box()
    assert (box["x"] + box["width"], box["height"]) == (width, 844) and box["width"] == min(
        width, 560
    )
    assert table.locator("dialog dt").all_inner_texts()[-1] == "电话"
    assert table.locator("dialog dd").all_inner_texts()[-1] == "—"
    assert "最近 6 行，共 7 行" in table.inner_text("dialog h3 >> nth=1")
    body = "const body = document.querySelector('.hm-record-body'); body.scrollWidth <= body.clientWidth"
    assert table.evaluate(body)


def test_an_open_card_is_printed_alone(table):
    table.click(".hm-table tbody tr:nth-child(3)")
    table.wait_for_selector("dialog[open]")
    table.emulate_media(media="print")
    assert table.is_visible("dialog h2") and not table.is_visible("dialog .hm-cross")
    assert not table.is_visible(".hm-table") and not table.is_visible("h1")


def test_a_link_shows_the_table_as_its_sender_saw_it(table, new_page, served):
    table.select_option(".hm-sizes", "50")
    table.click(".hm-sort:has-text('星级')")
    table.click(".hm-sort:has-text('星级')")
    table.click("[aria-label=最后一页]")
    table.click(".hm-columns-opener")
    table.check(".hm-columns-list input[value=unit]")
    table.wait_for_function("location.search === '?sort=-stars&size=50&page=3&hide='")
    table.wait_for_selector(".hm-table table[aria-busy=false]")
    rows = table.locator(".hm-table tbody tr").all_inner_texts()
    page = new_page()
    served.open(page, "tables", table.url.partition("?")[2] + "&page=3")
    assert page.locator(".hm-table tbody tr").all_inner_texts() == rows
    assert len(rows) == 20 and heads(page) == heads(table)
    page.context.close()
