"""The overview in a browser: it fills once it is seen, a link of it opens the rows it counts, and a room sees no name."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

DASHBOARDS = Path(__file__).parents[2] / "dashboards"
FILLED = ".hm-lines[data-form=figures] a.hm-line"


@pytest.fixture(scope="module")
def served(demo_store, serve_dashboards):
    return serve_dashboards(DASHBOARDS, environment={"HONGMIAO_HOME": str(demo_store.path.parent)})


@pytest.fixture(scope="module")
def page(new_page, served):
    """The overview, opened once: its tests go on from one another."""
    opened = new_page()
    opened.goto(served.board("overview"), timeout=60_000)
    opened.wait_for_selector("[data-board=overview][data-state=ready]", timeout=60_000)
    opened.wait_for_selector(FILLED, timeout=60_000)
    return opened


def test_a_meeting_goes_on_where_a_line_leads_and_the_strip_fits_a_phone(page):
    page.click("[data-do=meeting]")
    page.wait_for_selector("body[data-mode=meeting]")
    step = page.locator(".hm-strip-step a").first
    step.focus()
    query = parse_qs(urlsplit(step.evaluate("node => node.href")).query)
    assert query["mode"] == ["meeting"]
    page.click("[data-do=leave]")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    tops = page.locator(".hm-strip-step").evaluate_all("all => all.map(e => e.offsetTop)")
    assert tops == sorted(set(tops)) and len(tops) == 5
    page.set_viewport_size({"width": 1440, "height": 900})
    assert page.recorder.outside == [] and page.recorder.errors == []


def test_a_line_opens_the_board_whose_list_has_as_many_rows(page):
    line = page.locator(f"{FILLED}:has-text('星级未评')")
    count = int(re.match(r"[\d,]+", line.locator(".hm-line-value").inner_text())[0].replace(",", ""))  # fmt: skip
    line.click()
    page.wait_for_selector("[data-board=stars][data-state=ready]", timeout=60_000)
    said = page.inner_text(".hm-table .hm-pager span >> nth=0")
    assert int(re.findall(r"[\d,]+", said)[-1].replace(",", "")) == count
    assert page.locator(".hm-tile-chosen").count() == 1
    assert page.recorder.outside == [] and page.recorder.errors == []
