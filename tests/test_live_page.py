"""A page as the data that `serve`'s own script shows."""

import json

import ipywidgets as W
import pytest

from hongmiao.widgets import ChartView, Page, Row, Tile, Tiles
from hongmiao.widgets.live import MIME, as_text, scripts


def page(*parts) -> Page:
    return Page("p", "题", "", *parts, notes=["注"])


def test_every_widget_stands_in_it_in_its_order_with_its_state_and_script():
    tiles, view = Tiles([Tile("人数", "1,234")]), ChartView()
    made = page(tiles, Row(view))
    data = json.loads(as_text(made))
    assert data["root"] == made.model_id == next(iter(data["models"]))
    known = data["models"]
    assert known[tiles.model_id]["state"]["tiles"][0]["value"] == "1,234"
    assert known[view.model_id]["classes"] == ["hm-span-12"]
    row = known[made.children[2].model_id]
    assert row["children"] == [view.model_id] and "hm-row" in row["classes"]
    assert all("children" in one or one["script"] in scripts() for one in known.values())
    assert not any(name.startswith("_") for one in known.values() for name in one.get("state", ()))


def test_a_part_that_stands_beside_its_board_brings_its_script():
    class Own(Tiles):
        _esm = "export default {render({el}) { el.textContent = '自' }}"

    own = Own()
    assert json.loads(as_text(page(own)))["models"][own.model_id]["script"] == own._esm


def test_no_text_of_a_record_ends_the_script_it_stands_in():
    text = as_text(page(Tiles([Tile("</script><img src=x onerror=alert(1)>", "<!--")])))
    assert "<" not in text
    tile = next(one["state"]["tiles"][0] for one in json.loads(text)["models"].values() if "tiles" in one.get("state", {}))  # fmt: skip
    assert tile["label"].startswith("</script>") and tile["value"] == "<!--"


def test_a_number_that_json_does_not_know_is_nothing():
    view = ChartView()
    view.rows = {"rows": [{"count": float("nan")}, {"count": float("inf")}]}
    rows = json.loads(as_text(page(view)))["models"][view.model_id]["state"]["rows"]["rows"]
    assert [row["count"] for row in rows] == [None, None]


def test_a_page_with_another_kind_of_widget_is_left_to_voila():
    assert as_text(page(W.IntSlider())) is None


@pytest.mark.parametrize("served", [True, False])
def test_only_a_served_kernel_says_what_its_page_holds(monkeypatch, served):
    monkeypatch.delenv("HONGMIAO_LOG", raising=False)
    if served:
        monkeypatch.setenv("HONGMIAO_LOG", "log")
    bundle = page(Tiles())._repr_mimebundle_()
    assert (MIME in bundle) == served
    assert ("application/vnd.jupyter.widget-view+json" in bundle) != served
