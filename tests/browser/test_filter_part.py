"""Filter bar, address, tiles, notices and definitions, used as a person would, in a browser without a network."""

import shutil
from pathlib import Path
from urllib.parse import quote

import pytest
from board_of_filters import FORMULA, LONG, MARKUP, SCRIPT

NAMED = "const named = (name) => document.querySelector(`select[data-name=${name}]`);"
CHOOSE = (
    NAMED
    + "const choose = (name, at) => { named(name).value = at; named(name).dispatchEvent(new Event('change')); };"
)
TELL = "detail => document.dispatchEvent(new CustomEvent('hongmiao:set', {detail}))"


@pytest.fixture(scope="module")
def served(serve_dashboards, tmp_path_factory, write_board):
    folder = tmp_path_factory.mktemp("filters")
    shutil.copy(Path(__file__).with_name("board_of_filters.py"), folder)
    write_board(folder, "filters", "筛选与数字", "from board_of_filters import board\nboard()")
    return serve_dashboards(folder)


@pytest.fixture(scope="module")
def opened(new_page, served):
    page = new_page()
    page.alerts = []
    page.on("dialog", lambda dialog: (page.alerts.append(dialog.message), dialog.dismiss()))
    served.open(page, "filters")
    yield page
    page.context.close()


@pytest.fixture
def bar(opened):
    """The open board, set back after each test."""
    yield opened
    opened.emulate_media(media="screen")
    opened.set_viewport_size({"width": 1440, "height": 900})
    opened.keyboard.press("Escape")
    opened.mouse.move(3, 3)
    if opened.is_visible(".hm-reset"):
        opened.click(".hm-reset")
    opened.wait_for_function("location.search === ''")  # Python has followed
    if opened.is_visible(".hm-notices button"):
        opened.click(".hm-notices button")
    opened.evaluate("document.activeElement.blur()")


def rest(page) -> None:
    """Wait until Python has answered what it was asked last: a busy page says so, and a quick answer has come."""
    page.wait_for_timeout(350)
    page.wait_for_function("document.body.getAttribute('aria-busy') === null")


def found(page) -> list[str]:
    return page.locator(".hm-unit .hm-list li span").all_inner_texts()


def within(page, selector: str) -> bool:
    """Whether the part is wholly in the window and nothing lies over its corners."""
    return page.locator(selector).evaluate(
        """(node) => {
          const {left, top, right, bottom} = node.getBoundingClientRect();
          const over = [[left + 4, top + 4], [right - 4, top + 4], [left + 4, bottom - 4], [right - 4, bottom - 4]]
            .every(([x, y]) => node.contains(document.elementFromPoint(x, y)));
          return over && left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
        }"""
    )


def test_a_unit_is_found_and_chosen_by_keyboard_alone(bar):
    bar.focus(".hm-unit .hm-box")
    bar.keyboard.press("Enter")
    for key in ("ArrowDown", "ArrowRight", "ArrowDown"):
        bar.keyboard.press(key)
    assert bar.inner_text(".hm-unit .hm-at span") == "古渡镇第0村"
    bar.keyboard.press("ArrowLeft")
    assert len(found(bar)) == 10
    bar.keyboard.press("Escape")
    assert not bar.is_visible(".hm-unit .hm-panel")
    assert bar.evaluate("document.activeElement.className") == "hm-box"
    bar.keyboard.press("Enter")
    bar.keyboard.type("第7")
    assert bar.inner_text(".hm-unit .hm-at small") == "古渡镇"
    bar.keyboard.press("Enter")
    bar.wait_for_selector(".hm-chip[data-name=unit]")
    assert bar.inner_text(".hm-unit .hm-box") == "古渡镇第7村"


def test_a_name_is_found_by_initials_whole_pinyin_and_a_mix(bar):
    bar.click(".hm-unit .hm-box")
    bar.fill(".hm-unit .hm-search", "gdz")
    bar.wait_for_function("document.querySelector('.hm-list mark')?.textContent === '古渡镇'")
    assert bar.inner_text(".hm-unit .hm-at") == "古渡镇"  # Enter would take it
    firsts = "gudu=古渡 古dz=古渡镇 GUdu=古渡 cq=长桥 zhangq=长桥 cyz=重阳镇 zyz=重阳镇 <img=<img"
    for typed, marked in (pair.split("=") for pair in firsts.split()):
        bar.fill(".hm-unit .hm-search", typed)
        assert bar.inner_text(".hm-unit .hm-list mark >> nth=0") == marked, typed
    bar.fill(".hm-unit .hm-search", "gqz")
    assert bar.inner_text(".hm-unit .hm-list li") == "没有符合的结果"


def test_a_choice_of_many_options_is_searched_like_the_units(bar):
    assert bar.locator("select[data-name=period]").count() == 0
    bar.click(".hm-many .hm-box")
    bar.keyboard.type("2010")
    bar.keyboard.press("ArrowDown")
    bar.keyboard.press("Enter")
    bar.wait_for_selector(".hm-chip[data-name=period]")
    assert "2010 年第 2 季度" in bar.inner_text(".hm-chip")
    bar.wait_for_function("location.search === '?period=2010Q2'")


def test_names_are_text_and_never_break_the_layout(bar):
    bar.evaluate(TELL, {"unit": "t8", "kind": "m", "town": MARKUP, "period": SCRIPT})
    bar.wait_for_selector(f".hm-notices:has-text('{SCRIPT}')")
    assert bar.locator(".hm-chip").count() == 3
    assert bar.get_attribute(".hm-chip[data-name=unit]", "title") == f"组织：{LONG}"
    bar.click(".hm-unit .hm-box")
    for name in (MARKUP, SCRIPT, FORMULA):
        assert name in found(bar)
    for width in (1440, 390):
        bar.set_viewport_size({"width": width, "height": 900})
        assert bar.evaluate("document.documentElement.scrollWidth") <= width
        cards = "[...document.querySelectorAll('.hm-tile, .hm-chip, .hm-filters')]"
        assert bar.evaluate(f"{cards}.every(e => e.getBoundingClientRect().right <= {width})")
        assert bar.evaluate(f"{cards}.every(e => e.getBoundingClientRect().height < 460)")
    assert bar.locator(".hm-page img, .hm-page script").count() == 0
    assert bar.alerts == [] and bar.recorder.outside == [] and bar.recorder.errors == []


def test_a_link_shows_what_its_sender_saw_and_tells_what_is_not_to_be_had(page, served):
    note = "长" * 400
    served.open(
        page, "filters", f"lang=zh&note={quote(note)}&unit=t0v3&period=2099&mode=loud&kind=m"
    )
    assert page.locator(".hm-chip").count() == 2
    assert page.inner_text(".hm-unit .hm-box") == "古渡镇第3村"
    assert "“2099、loud”" in page.inner_text(".hm-notices")
    page.wait_for_function("!location.search.includes('2099') && !location.search.includes('loud')")
    assert len(page.url) > 3600  # what nobody here knows stays, however long
    assert "lang=zh" in page.url and served.token not in page.url
    page.click(".hm-notices button")
    page.wait_for_selector(".hm-notices span", state="detached")
    before = page.evaluate("history.length")
    page.select_option("select[data-name=kind]", index=2)
    page.wait_for_function("location.search.includes('kind=l')")
    assert page.evaluate("history.length") == before


def test_the_header_sets_the_mode_and_takes_it_out_again(bar):
    # At once after a filter, of which the address has not heard yet.
    bar.evaluate(
        f"() => {{ {CHOOSE} choose('kind', 1); ({TELL})({{mode: 'meeting', stranger: '1'}}); }}"
    )
    bar.wait_for_function("location.search === '?kind=m&mode=meeting'")
    assert bar.get_attribute("body", "data-mode") == "meeting"
    bar.evaluate(TELL, {"mode": None})
    bar.wait_for_function("location.search === '?kind=m'")
    assert bar.get_attribute("body", "data-mode") == ""


def test_the_way_back_over_a_jump_within_the_page_brings_back_its_filters(bar):
    bar.evaluate("location.hash = 'hm-content'")
    bar.select_option("select[data-name=kind]", index=1)
    bar.wait_for_function("location.search === '?kind=m'")
    bar.go_back()
    bar.wait_for_selector(".hm-chip", state="detached")


def test_two_changes_at_once_end_in_the_last_of_both(bar):
    bar.evaluate(f"() => {{ {CHOOSE} choose('speed', 1); choose('kind', 1); choose('kind', 2); }}")
    bar.wait_for_function(
        "location.search.includes('kind=l') && location.search.includes('speed=slow')"
    )
    bar.wait_for_selector("body[aria-busy=true]")
    bar.evaluate(f"() => {{ {CHOOSE} choose('kind', 1); choose('speed', 0); }}")
    bar.wait_for_function("location.search === '?kind=m'")
    rest(bar)
    assert bar.locator(".hm-chip").all_inner_texts() == [f"类别：{MARKUP}\n✕"]
    assert bar.evaluate(
        f"() => {{ {NAMED} return [named('speed').value, named('kind').value]; }}"
    ) == ["0", "1"]
    assert bar.url.endswith("?kind=m")


def test_long_work_is_seen_and_a_quick_answer_makes_no_stir(bar):
    bar.evaluate(
        """() => {
          window.stir = [];
          new MutationObserver(() => stir.push(document.body.getAttribute("aria-busy")))
            .observe(document.body, {attributeFilter: ["aria-busy"], attributes: true});
        }"""
    )
    bar.select_option("select[data-name=speed]", label="慢")
    bar.wait_for_selector("body[aria-busy=true] .hm-working", state="visible")
    bar.wait_for_function("document.body.getAttribute('aria-busy') === null")
    before = len(bar.evaluate("stir"))
    bar.click(".hm-reset")
    rest(bar)
    assert before == 2 and len(bar.evaluate("stir")) == before


def test_a_chip_crossed_out_by_keyboard_hands_the_focus_on(bar):
    bar.evaluate(f"() => {{ {CHOOSE} choose('speed', 1); choose('kind', 1); }}")
    bar.wait_for_selector(".hm-chip[data-name=kind]")
    bar.focus(".hm-chip[data-name=speed]")
    bar.keyboard.press("Enter")
    bar.wait_for_selector(".hm-chip[data-name=speed]", state="detached")
    assert bar.evaluate("document.activeElement.dataset.name") == "kind"
    bar.keyboard.press("Enter")
    bar.wait_for_selector(".hm-chip", state="detached")
    assert bar.evaluate("document.activeElement.className") == "hm-box"


def test_a_telephone_folds_the_bar_into_a_button_that_counts(bar):
    bar.evaluate(f"() => {{ {CHOOSE} choose('kind', 1); }}")
    bar.wait_for_selector(".hm-chip")
    bar.set_viewport_size({"width": 390, "height": 844})
    assert not bar.is_visible(".hm-filters-body")
    assert bar.inner_text(".hm-filters-fold") == "筛选 · 1"
    bar.click(".hm-filters-fold")
    assert bar.get_attribute(".hm-filters-fold", "aria-expanded") == "true"
    bar.click(".hm-many .hm-box")
    assert bar.is_visible(".hm-many .hm-search")
    bar.click(".hm-filters-fold")
    assert not bar.is_visible(".hm-filters-body")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1440, 420), (390, 844)])
def test_a_definition_is_wholly_in_the_window(bar, width, height):
    bar.set_viewport_size({"width": width, "height": height})
    for i in range(5):
        bar.locator(".hm-about-mark").nth(i).focus()
        bar.wait_for_selector(f".hm-tile:nth-child({i + 1}) .hm-about", state="visible")
        assert bar.locator(".hm-about:visible").count() == 1
        assert within(bar, f".hm-tile:nth-child({i + 1}) .hm-about"), i


def test_a_definition_can_be_pointed_at_and_put_away(bar):
    bar.hover(".hm-tile-value >> nth=0")
    bar.wait_for_selector(".hm-about", state="visible")
    bar.hover(".hm-about >> nth=0")
    assert bar.is_visible(".hm-about")
    bar.keyboard.press("Escape")
    assert not bar.is_visible(".hm-about")
    bar.mouse.move(3, 3)
    bar.hover(".hm-tile-value >> nth=0")
    bar.wait_for_selector(".hm-about", state="visible")
    bar.mouse.move(3, 3)
    bar.wait_for_selector(".hm-about", state="hidden")


def test_a_tap_shows_a_definition_and_a_tap_elsewhere_takes_it_away(bar):
    bar.dispatch_event(
        ".hm-tile >> nth=1", "click"
    )  # no pointer rests there, and nothing has the focus
    bar.wait_for_selector(".hm-about >> nth=1", state="visible")
    bar.click(".hm-page h1")
    bar.wait_for_selector(".hm-about >> nth=1", state="hidden")


def test_numbers_fit_their_tiles_and_a_longer_note_moves_nothing(bar):
    fits = "[...document.querySelectorAll('.hm-tile-value')].slice(0, 4).every(e => e.scrollWidth <= e.clientWidth + 1)"
    for width in (390, 768, 1440):
        bar.set_viewport_size({"width": width, "height": 900})
        assert bar.evaluate(fits), width
    height = bar.locator(".hm-tiles").bounding_box()["height"]
    bar.click(".hm-many .hm-box")
    bar.keyboard.press("Enter")
    bar.keyboard.press("Enter")
    bar.keyboard.type("2010")
    bar.keyboard.press("Enter")
    bar.wait_for_selector(".hm-tile em[title^=比上期]")
    assert bar.locator(".hm-tiles").bounding_box()["height"] == height


def test_a_trend_is_a_line_with_a_gap_and_says_itself_in_words(bar):
    trend = bar.get_by_role("img", name="近 6 期：先升后降")
    assert trend.locator("circle").count() == 1
    assert trend.locator("path").get_attribute("d").count("M") == 2
    assert bar.locator(".hm-spark").count() == 3


def test_definitions_are_unfolded_by_keyboard_and_always_on_paper(bar):
    assert not bar.is_visible(".hm-definitions dt")
    bar.focus(".hm-unfold")
    bar.keyboard.press("Enter")
    bar.wait_for_selector(".hm-definitions dt", state="visible")
    bar.keyboard.press("Enter")
    bar.emulate_media(media="print")
    bar.wait_for_selector(".hm-definitions dt", state="visible")
    bar.emulate_media(media="screen")
    bar.wait_for_selector(".hm-definitions dt", state="hidden")
