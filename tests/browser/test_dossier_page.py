"""The dossier as it is served: reached from a row of another board, on two pages of paper, closed in a meeting."""

import io
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

import hongmiao as hm

DASHBOARDS = Path(__file__).parents[2] / "dashboards"
MOST = """SELECT person_id FROM points_entry JOIN assessment USING (person_id) JOIN pool_membership USING (person_id)
 GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"""


@pytest.fixture(scope="module")
def home(new_district):
    return new_district(400).path.parent


def go(page, address: str, board: str = "dossier") -> None:
    page.goto(
        address, wait_until="commit", timeout=60_000
    )  # a kernel starts before the page is whole
    wait(page, board)


def wait(page, board: str = "dossier") -> None:
    page.wait_for_selector(f"[data-board={board}][data-state=ready]", timeout=60_000)


def test_the_dossier_opens_from_a_card_prints_on_two_pages_and_closes_in_a_meeting(
    serve_dashboards, page, home
):
    served = serve_dashboards(DASHBOARDS, environment={"HONGMIAO_HOME": str(home)})
    go(page, served.board("stars"), "stars")
    page.click(".hm-open >> nth=0")
    page.click(".hm-own-page:visible")
    wait(page)
    assert page.inner_text(".hm-sheet h2 >> nth=0") and "person=" in page.url

    (who,) = hm.open_store(home / "hongmiao.db").sql(MOST)["person_id"]
    go(page, served.board("dossier", f"person={who}"))
    paper = PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    text = "".join(sheet.get_textpage().get_text_range() for sheet in paper)
    assert len(paper) == 2 and "另有" in text and "大事年表" in text
    assert page.locator(".hm-printed:visible").count() == 0

    shown = page.inner_text(".hm-sheet h2 >> nth=0")
    go(page, served.board("dossier", f"person={who}&mode=meeting"))
    text = page.inner_text("body")
    assert shown not in text and "会议模式不显示个人" in text
