"""The boards as they are served: opened without a network, used as a person would, read, printed and taken home."""

import csv
import io
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdfium2 import PdfDocument
from python_calamine import CalamineWorkbook

import hongmiao as hm
from hongmiao.boards import BOARDS
from hongmiao.records import RECORD_TYPES
from hongmiao.serve.site import boards_in

DASHBOARDS = Path(__file__).parents[2] / "dashboards"
IMAGE = "<img src=x onerror=alert(1)>"
SCRIPT = "<script>alert(2)</script>"
FORMULA = '=HYPERLINK("http://127.0.0.1","点")'
LONG = "一个名字很长的人" * 25
EXTRA = {
    "units.csv": [
        ["组织编号", "组织名称", "组织类别", "上级组织"],
        ["X1", f"{SCRIPT}街道", "街道", "U00001"],
        ["X2", LONG, "党支部", "X1"],
    ],
    "people.csv": [
        ["人员编号", "姓名", "所在组织", "职务层次"],
        ["X0001", IMAGE, "X1", "科员"],
        ["X0002", FORMULA, "X1", "科员"],
        ["X0003", LONG, "X2", "科员"],
    ],
    "ratings.csv": [
        ["人员编号", "评定周期", "认领岗位", "星级"],
        *([f"X000{n}", "2018Q2", SCRIPT, "五星"] for n in (1, 2, 3)),
    ],
    "steps.csv": [
        ["人员编号", "储备库", "环节", "日期", "结果"],
        *([f"X000{n}", "科级后备干部", SCRIPT, "2018-03-05", "通过"] for n in (1, 2, 3)),
    ],
    "courses.csv": [
        ["班次编号", "班次名称", "培训层级", "计划人次", "开始日期"],
        ["X9", IMAGE, SCRIPT, "3", "2018-01-01"],
        ["X8", FORMULA, LONG, "3", "2018-01-01"],
    ],
}
CHOICE = {
    "screening": "year",
    "conditions": "as_of",
}  # where the first drop-down would empty the page
USED = ("screening", "conditions", "training", "stars")
"""Boards that are used here in every way; the others are of the same parts, and opened, tried and read."""
PEOPLE = {"stars", "screening", "conditions"}
CHINESE = re.compile(r"[\u3400-\u9fff]+")


@pytest.fixture(scope="module")
def home(new_district):
    """A data folder of 600 invented people, and a few whose names are markup, a formula, or 200 signs long."""
    store = new_district(600)
    home = store.path.parent
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HONGMIAO_HOME", str(home))
        for name, rows in EXTRA.items():
            with (home / name).open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows(rows)
        report = hm.load(store, [home / name for name in EXTRA])
        assert not list(report.findings())
    return home


@pytest.fixture(scope="module")
def served(serve_dashboards, home):
    return serve_dashboards(DASHBOARDS, environment={"HONGMIAO_HOME": str(home)})


@pytest.fixture(scope="module")
def pages(new_page, served):
    """Every board in a page that tests share: opening one takes seconds."""
    opened = {}

    def page_of(name: str):
        if name not in opened:
            opened[name] = new_page()
            open_board(opened[name], served, name)
        return opened[name]

    return page_of


@pytest.fixture(params=USED)
def board(request, pages):
    """A board as it opens, set back afterwards; what it must never do is looked at after every test."""
    page = pages(request.param)
    page.board = request.param
    yield page
    page.emulate_media(media="null", color_scheme="light")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.fill(".hm-table .hm-search", "")
    if (
        page.is_visible(".hm-view")
        and page.get_attribute(".hm-view >> nth=0", "aria-pressed") == "false"
    ):
        page.click(".hm-view >> nth=0")
    if page.locator("th[aria-sort=ascending]").count():
        page.click("th[aria-sort=ascending] .hm-sort")
        page.wait_for_selector("th[aria-sort=descending]")
        page.click("th[aria-sort=descending] .hm-sort")
    # Pressed until it has nothing to set back: what a test chose last may come in only now.
    reset = "() => { document.querySelector('.hm-reset')?.click(); return !location.search }"
    page.wait_for_function(reset, polling=300)
    page.mouse.move(2, 2)
    outside, errors = [*page.recorder.outside], [*page.recorder.errors]
    page.recorder.outside.clear()
    page.recorder.errors.clear()
    assert outside == [] and errors == []


def marks(page):
    """The marks that can be seen and say what they show."""
    return page.locator(".hm-stage :is(.mark-rect, .mark-symbol) path[aria-label]:visible")


def large(page, least: int = 5) -> list:
    """The marks that can be hit by a hand."""
    boxes = [(mark, mark.bounding_box()) for mark in marks(page).all()[:40]]
    found = [mark for mark, box in boxes if min(box["width"], box["height"]) > least]
    assert found, "no mark can be hit"
    return found


def press_a_mark(page) -> str:
    """Click on marks until one lists its rows; gives back what it says of itself."""
    for mark in large(page)[3:]:
        said = mark.get_attribute("aria-label")
        mark.click()
        for _ in range(30):
            if page.locator(".hm-chip").count():
                return said
            page.wait_for_timeout(50)
    pytest.fail("no mark lists its rows")


def open_board(page, served, name: str, query: str = ""):
    page.goto(served.board(name, query))
    page.wait_for_selector(f"[data-board={name}][data-state=ready]", timeout=60_000)
    return page


def figures(page) -> list[str]:
    return page.locator(".hm-tile-value").all_inner_texts()


def drawn(page) -> str:
    """What the charts show, as text and shapes; the ticks of an axis that moved stand in another order."""
    return page.evaluate(
        "[...document.querySelectorAll('.hm-stage svg')].filter(e => e.checkVisibility({visibilityProperty: true})).map(e => e.innerHTML.replaceAll(/clip[0-9]+/g, 'clip').split('<').sort().join('<')).join()"
    )


def cells(page) -> list[list[str]]:
    """The rows of the table as they are read."""
    return page.evaluate(
        "[...document.querySelectorAll('.hm-table tbody tr')].map(r => [...r.cells].map(c => c.textContent))"
    )


def total(page) -> int:
    said = page.locator(".hm-pager span").first.text_content()
    return int(re.findall(r"[\d,]+", said)[-1].replace(",", ""))


def wait_until(page, change, old) -> None:
    for _ in range(200):
        if change(page) != old:
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{change.__name__} did not change")


def choose_unit(page, typed: str, name: str = "") -> None:
    page.click(".hm-unit .hm-box")
    page.keyboard.type(typed)
    page.wait_for_selector(
        f".hm-unit .hm-list li:has-text({json.dumps(name or typed, ensure_ascii=False)})"
    )
    page.keyboard.press("Enter")


def choose_town(page) -> None:
    """Choose a town by the initials of its name."""
    choose_unit(page, "gdz", "古渡镇")
    page.wait_for_selector(".hm-chip[data-name=unit]")


def live_drawing(page) -> str:
    """What the charts show once Vega has drawn all of them and nothing moves any more."""
    for chart in page.locator(".hm-chart").all():
        chart.hover()
    page.wait_for_function("!document.querySelector('.hm-stage:not(.vega-embed), .hm-coming')")
    before = ""
    while before != (before := drawn(page)):
        page.wait_for_timeout(400)
    return before


def first_choice(page) -> str | None:
    """The name of the first drop-down, where a board has any."""
    box = page.locator(".hm-filters select[data-name]:has(option:nth-child(2))").first
    return box.get_attribute("data-name") if box.count() else None


def test_a_filter_changes_all_of_a_board_and_reset_takes_it_back(board):
    name, before, charts, rows = board.board, figures(board), drawn(board), cells(board)
    assert len(before) >= 4 and board.locator(".hm-stage svg").count() >= 2 and len(rows) > 1
    assert "数据载入于" in board.inner_text(".hm-foot")
    choice = CHOICE.get(name) or first_choice(board)
    if choice:
        box = board.locator(f"select[data-name={choice}]")
        box.select_option(index=1 - min(1, int(box.input_value())))
    else:
        choose_town(board)
    wait_until(board, figures, before)
    wait_until(board, drawn, charts)
    board.wait_for_selector(".hm-chip")
    board.wait_for_function("name => location.search.includes(name + '=')", arg=choice or "unit")
    board.click(".hm-reset")
    board.wait_for_selector(".hm-chip", state="detached")
    for _ in range(100):
        if (figures(board), drawn(board), cells(board)) == (before, charts, rows):
            break
        board.wait_for_timeout(50)
    assert (figures(board), drawn(board), cells(board)) == (before, charts, rows)


def test_a_click_on_a_figure_lists_what_it_counts_and_its_chips_take_it_back(board):
    before = total(board)
    said = press_a_mark(board)
    board.wait_for_function(
        "[...new URLSearchParams(location.search).keys()].filter(n => n !== 'view').length === document.querySelectorAll('.hm-chip').length"
    )
    if board.board in PEOPLE:  # others count more than rows: hours, attendance
        wait_until(board, total, before)
        assert total(board) == int(re.search(r"(?:人数|人次) ([\d,]+)", said)[1].replace(",", ""))
    while chips := board.locator(".hm-chip").count():  # one chip may take another along
        board.evaluate("document.querySelector('.hm-chip')?.click()")
        board.wait_for_function("n => document.querySelectorAll('.hm-chip').length < n", arg=chips)
    board.wait_for_function("/^([?]view=\\w+)?$/.test(location.search)")


def test_a_number_lists_its_rows(board):
    tile = board.locator(".hm-tile:has(.hm-tile-open:visible)").nth(1)
    number = tile.locator(".hm-tile-value").inner_text()
    tile.locator(".hm-tile-open").click(position={"x": 8, "y": 40})
    board.wait_for_selector(".hm-tile-chosen")
    if re.search(r"[人个次]", number):
        count = int(re.match(r"[\d,]+", number)[0].replace(",", ""))
        board.wait_for_function(
            "n => Number(document.querySelector('.hm-said').textContent.replaceAll(',', '').match(/\\d+/g)?.at(-1) ?? 0) === n",
            arg=count,
        )


def test_what_is_taken_home_is_what_the_table_shows(board, tmp_path):
    before = cells(board)
    choose_town(board)
    wait_until(board, cells, before)
    board.fill(".hm-table .hm-search", cells(board)[0][1])
    board.wait_for_function("location.search.includes('search=')")
    board.wait_for_function("document.querySelector('.hm-table [aria-busy=true]') === null")
    rows, heads = cells(board), board.locator(".hm-table thead th .hm-sort").all_text_contents()
    files = {}
    for kind in ("xlsx", "csv", "gb18030"):
        board.click(".hm-export-opener")
        with board.expect_download() as download:
            board.click(f"[data-want={kind}]")
        download.value.save_as(tmp_path / kind)
        files[kind] = (tmp_path / kind).read_bytes()
    book = CalamineWorkbook.from_filelike(io.BytesIO(files["xlsx"]))
    sheet, about = (book.get_sheet_by_index(n).to_python() for n in (0, 1))
    texts = {
        "csv": files["csv"].decode("utf-8-sig"),
        "gb18030": files["gb18030"].decode("gb18030"),
    }
    shown = [row[: len(sheet[0])] for row in rows]
    for kind, text in texts.items():
        lines = list(csv.reader(io.StringIO(text)))
        assert len(lines) - 1 == total(board), kind
        filed = [[cell.removeprefix("'") for cell in line[:2]] for line in lines[1:]]  # no formula
        assert filed[: len(shown)] == [row[:2] for row in shown]
    assert set(heads) <= set(sheet[0])
    assert [line[:2] for line in sheet[1 : len(shown) + 1]] == [row[:2] for row in shown]
    told = {str(cell) for line in about for cell in line}
    assert board.inner_text(".hm-chip span").split("：")[1] in " ".join(told)
    assert "口径与释义" in told


def test_a_link_shows_the_same_to_another_reader_in_their_own_language(board, served, page, home):
    before = figures(board)
    choose_town(board)
    wait_until(board, figures, before)
    board.locator(".hm-sort").nth(1).click()
    board.wait_for_function("location.search.includes('sort=')")
    board.wait_for_function("document.querySelector('.hm-table th[aria-sort]') !== null")
    board.wait_for_function("document.querySelector('.hm-table [aria-busy=true]') === null")
    open_board(page, served, board.board, urlsplit(board.url).query + "&lang=en")
    assert page.inner_text(".hm-unit .hm-box") == "古渡镇"
    numbers = [[re.findall(r"[\d.,]+", text) for text in figures(one)] for one in (page, board)]
    assert numbers[0] == numbers[1] and total(page) == total(board)
    assert [row[:2] for row in cells(page)] == [row[:2] for row in cells(board)]
    assert page.get_attribute("html", "lang") == "en"
    page.click(".hm-unfold")
    page.click(".hm-export-opener")
    text = page.inner_text("body")
    text = re.sub(rf"\S+\.csv|中文|{LONG[:8]}[{LONG[:8]}]*", "", text)  # a label may be cut
    for value in sorted(written_by_offices(home), key=len, reverse=True):
        text = text.replace(value, "")
    assert CHINESE.findall(text) == []


def written_by_offices(home) -> set[str]:
    """The texts of the records, which no language changes."""
    store = hm.open_store(home / "hongmiao.db")
    columns = [(table, column) for table, kind in RECORD_TYPES.items() for column in kind.fields()]
    columns += [("source", "file"), ("finding", "column"), ("finding", "value")]
    values = (store.sql(f'SELECT DISTINCT "{c}" AS v FROM "{t}"')["v"] for t, c in columns)
    return {v for found in values for v in found if isinstance(v, str) and CHINESE.search(v)}


def test_what_a_link_asks_for_in_vain_is_told(page, served):
    open_board(page, served, "stars", "unit=nowhere&period=%3Cscript%3E&page=9999")
    told = page.inner_text(".hm-notices")
    assert all(text in told for text in ("unit=nowhere", "period=<script>", "page=9999"))
    assert page.locator(".hm-chip").count() == 0 and page.recorder.errors == []
    page.wait_for_function(
        "/^[?]page=\\d{1,3}$/.test(location.search)"
    )  # behind the end is the last page
    page.click(".hm-notices button")
    page.wait_for_selector(".hm-notices span", state="detached")


def test_a_row_opens_its_record_and_closes_again(board):
    key = cells(board)[0][0]
    board.locator(".hm-table tbody tr").first.click()
    board.wait_for_selector("dialog[open]")
    assert key in board.inner_text("dialog[open]") and f"={key}" in board.url
    board.keyboard.press("Escape")
    board.wait_for_selector("dialog[open]", state="detached")


def test_markup_formulas_and_endless_names_are_text_wherever_they_stand(board):
    alerts = []
    board.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    if board.board == "screening":
        board.select_option("select[data-name=pool]", label="科级后备干部")
        board.wait_for_function("location.search.includes('pool=')")
    choose_unit(board, SCRIPT)
    board.wait_for_function("location.search.includes('unit=X1')")
    assert board.inner_text(".hm-unit .hm-box") == f"{SCRIPT}街道"
    if board.board in PEOPLE:
        board.wait_for_function("document.querySelectorAll('.hm-table tbody tr').length === 3")
        assert {row[1] for row in cells(board)} == {IMAGE, FORMULA, LONG}
    elif board.board == "training":
        board.fill(".hm-table .hm-search", "X")
        board.wait_for_function("document.querySelectorAll('.hm-table tbody tr').length === 2")
        assert {row[1] for row in cells(board)} == {IMAGE, FORMULA}
    assert board.locator(".hm-page img, .hm-page script").count() == 0
    for mark in marks(board).all()[:2]:
        mark.hover()
        board.wait_for_selector(".vg-tooltip.visible")
        assert board.locator(".vg-tooltip img, .vg-tooltip script").count() == 0
    for row in board.locator(".hm-table tbody tr.hm-opens").all()[:3]:
        row.click()
        board.wait_for_selector("dialog[open]")
        assert board.locator("dialog img, dialog script").count() == 0
        assert board.evaluate("document.documentElement.scrollWidth <= innerWidth")
        board.keyboard.press("Escape")
        board.wait_for_selector("dialog[open]", state="detached")
    assert alerts == []


def test_a_figure_is_told_with_its_whole_and_its_share(board):
    large(board)[0].hover()
    board.wait_for_selector(".vg-tooltip.visible")
    told = board.inner_text(".vg-tooltip")
    assert "占" in told and re.search(r"\d", told), told


def test_a_board_is_printed_with_the_figures_of_the_screen(board):
    sheets = [
        sheet.get_textpage().get_text_range()
        for sheet in PdfDocument(board.pdf(prefer_css_page_size=True))
    ]
    text = re.sub(r"\s", "", "".join(sheets))
    rows = cells(board)
    for line in (
        *(figure.split()[0] for figure in figures(board)),
        *(row[0] for row in (rows[0], rows[-1])),
        board.inner_text("[data-part=head] h1"),
        board.inner_text(".hm-foot span >> nth=0"),
    ):
        assert re.sub(r"\s", "", line) in text
    assert all(sheet.strip() for sheet in sheets)


@pytest.mark.parametrize("width", [390, 768, 1920])
def test_a_board_is_never_wider_than_its_window(board, width):
    board.set_viewport_size({"width": width, "height": 844})
    # Charts are drawn anew a moment later.
    board.wait_for_function("width => document.documentElement.scrollWidth <= width && [...document.querySelectorAll('.hm-stage svg')].every(s => s.clientWidth <= s.closest('.hm-frame').clientWidth + 1)", arg=width)  # fmt: skip


def serious(page) -> list[str]:
    """What axe-core finds serious or worse, with where it stands."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['target']} {one['nodes'][0]['failureSummary'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everyone_can_read_a_board(board, theme):
    board.emulate_media(color_scheme=theme)
    board.wait_for_timeout(300)  # colours fade
    assert serious(board) == []
    board.locator(".hm-table tbody tr").first.click()
    board.wait_for_selector("dialog[open]")
    board.wait_for_timeout(300)
    assert serious(board) == []
    board.keyboard.press("Escape")
    board.wait_for_selector("dialog[open]", state="detached")


def test_a_meeting_is_led_from_board_to_board_and_hears_no_names(page, served, home):
    store = hm.open_store(home / "hongmiao.db")
    invented = store.sql("SELECT DISTINCT name FROM person WHERE person_id NOT LIKE 'X%'")["name"]
    names = [name for name in invented if len(name) > 2]
    received, pages, sent = [], [], ""
    page.on("response", lambda one: pages.append(one) if "/render/" in one.url else None)
    page.on("websocket", lambda s: s.on("framereceived", lambda frame: received.append(frame)))
    order = [one["board"] for one in boards_in(DASHBOARDS, "zh") if one["board"] != "overview"]
    open_board(page, served, order[0], "mode=meeting")
    for name in order[:3]:  # what of each board is sent in a meeting, test_state looks at
        page.wait_for_selector(f"[data-board={name}][data-state=ready]", timeout=60_000)
        assert page.locator(".hm-stage svg").count() >= 2 and len(cells(page)) > 1
        if name in PEOPLE:
            assert all(row[1].endswith("**") for row in cells(page))
        assert serious(page) == []
        sent += pages.pop().text()
        page.keyboard.press("ArrowRight")
    frames = (f if isinstance(f, bytes) else f.encode() for f in received)
    sent += b"".join(frames).decode("utf-8", "ignore")
    sent += re.sub(r"\\u([0-9a-f]{4})", lambda sign: chr(int(sign[1], 16)), sent)
    assert len(sent) > 100_000 and "**" in sent
    assert [name for name in names if name in sent] == []
    assert page.recorder.outside == [] and page.recorder.errors == []


def test_the_index_leads_to_every_board_and_shows_its_figure(page, served):
    page.goto(served.url)
    page.wait_for_function("document.querySelectorAll('.hm-card b').length >= 3")
    links = page.locator("a.hm-card")
    hrefs = [links.nth(i).get_attribute("href") for i in range(links.count())]
    assert {Path(urlsplit(href).path).stem for href in hrefs} == set(BOARDS)
    page.wait_for_selector("a.hm-card >> text=候选人")
    assert serious(page) == []
    links.first.click()
    page.wait_for_selector("[data-board=overview][data-state=ready]", timeout=60_000)
    assert page.recorder.outside == []


@pytest.mark.parametrize("name", ("training", "stars", "account", "placements", "leniency", "quality"))  # fmt: skip
def test_a_chart_that_follows_a_choice_is_the_one_that_is_drawn_of_it_anew(name, new_page, served):
    page = open_board(new_page(), served, name)
    first = live_drawing(page)
    choose_town(page)
    wait_until(page, drawn, first)
    followed = live_drawing(page)
    open_board(page, served, name, urlsplit(page.url).query)
    assert live_drawing(page) == followed
    page.context.close()


@pytest.mark.parametrize("name", [name for name in BOARDS if name not in USED])
def test_another_board_opens_fits_a_phone_and_reads_well_in_both_languages(
    name, page, served, home
):
    query = "person=P00001" if name == "dossier" else ""
    open_board(page, served, name, query)
    page.wait_for_function("document.querySelector('[aria-busy=true]') === null")
    assert page.locator(".hm-tile-value, .hm-line-value").count() >= 4
    assert serious(page) == []
    if (row := page.locator(".hm-table tbody tr.hm-opens").first).count():
        row.click()
        page.wait_for_selector("dialog[open]")
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(300)  # colours fade
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 390, "height": 844})
    # Charts are drawn anew a moment later.
    page.wait_for_function("document.documentElement.scrollWidth <= 390")
    page.set_viewport_size({"width": 1440, "height": 900})
    if (tile := page.locator(".hm-tile-open:visible").first).count():
        tile.click(position={"x": 8, "y": 40})
        page.wait_for_selector(".hm-tile-chosen")
    open_board(page, served, name, f"{query}&lang=en".lstrip("&"))
    page.wait_for_function("document.querySelector('[aria-busy=true]') === null")
    data = "\n".join(written_by_offices(home))
    chinese = [run for run in CHINESE.findall(page.inner_text("body")) if run not in data]
    assert [run for run in chinese if run != "中文"] == []
    assert page.recorder.outside == [] and page.recorder.errors == []


def test_an_empty_store_says_what_to_do(page, serve_dashboards, tmp_path):
    empty = serve_dashboards(DASHBOARDS, environment={"HONGMIAO_HOME": str(tmp_path)})
    for name in ("stars", "conditions"):
        open_board(page, empty, name)
        assert page.inner_text("text=还没有数据：请先运行 hongmiao load >> nth=0")
        assert {value[0] for value in figures(page)} == {"—"}
    assert page.recorder.errors == []
