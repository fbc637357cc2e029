"""A what-if in a browser: a value is typed, the page follows, and the trial is taken home as a policy file."""

from pathlib import Path

import pytest

from hongmiao.policy import Policy, pool_policy, read_text

DASHBOARDS = Path(__file__).parents[2] / "dashboards"


@pytest.fixture(scope="module")
def served(serve_dashboards, demo_store):
    return serve_dashboards(DASHBOARDS, {"HONGMIAO_HOME": str(demo_store.path.parent)})


def test_a_value_is_tried_shared_taken_home_and_taken_back(page, served):
    served.open(page, "conditions")
    before = page.locator(".hm-tile-value").nth(1).inner_text()
    assert not page.is_visible(".hm-trial")
    page.click(".hm-whatif-fold")
    age = page.locator(".hm-lever", has_text="年龄").locator("input[type=number]")
    age.fill("45")
    age.press("Enter")
    page.wait_for_selector(".hm-trial")
    page.wait_for_function("before => document.querySelectorAll('.hm-tile-value')[1].innerText !== before", arg=before)  # fmt: skip
    page.wait_for_url("**set=age%3A45*")
    assert age.evaluate("box => box === document.activeElement")
    with page.expect_download() as taken:
        page.click("text=下载为政策文件")
    text = Path(taken.value.path()).read_text("utf-8")
    assert taken.value.suggested_filename == "section_reserve.toml"
    written = pool_policy("section_reserve")
    assert read_text(text, Policy, "x") == written.changed({"age": 45})
    for mark in (0, 1):
        page.locator(".hm-mark").nth(mark).click()
    page.wait_for_selector(".hm-compare thead th:nth-child(3)")
    page.click("text=恢复政策原文")
    page.wait_for_selector(".hm-trial", state="hidden")
    page.wait_for_function("before => document.querySelectorAll('.hm-tile-value')[1].innerText === before", arg=before)  # fmt: skip
    assert page.recorder.errors == [] and page.recorder.outside == []
