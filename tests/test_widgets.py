"""The parts of a page, as far as they can be known without a browser."""

import json
import logging

import altair as alt
import pandas as pd
import pytest

from hongmiao.charts import STARS, ink_on, styled, theme
from hongmiao.widgets import (
    ChartView,
    Definitions,
    FilterBar,
    Page,
    Row,
    Tile,
    Tiles,
    guarded,
)
from hongmiao.widgets.chart_view import formats, split

UNITS = [("d", "全区", 0), ("t1", "北河镇", 1), ("v1", "上村", 2), ("t2", "古渡镇", 1)]


def bars(numbers, towns=("北河镇", "古渡镇")):
    rows = pd.DataFrame({"town": towns, "n": numbers})
    bar = alt.Chart(rows).mark_bar().encode(x="n", y="town")
    return bar, alt.Chart(rows).mark_text(color=alt.ExprRef("ink")).encode(x="n", text="n")


@pytest.mark.parametrize(
    "shape",
    [
        lambda bar, text: bar,
        lambda bar, text: bar + text,
        lambda bar, text: (bar + text).facet("town"),
        lambda bar, text: bar | text,
    ],
    ids=["single", "layered", "faceted", "side by side"],
)
def test_a_chart_of_other_numbers_keeps_its_specification(shape):
    spec, rows = split(styled(shape(*bars([1, 2]))))
    other_spec, other_rows = split(styled(shape(*bars([3, 4]))))
    assert spec == other_spec
    assert rows != other_rows
    assert list(rows) == ["rows"]
    assert "北河镇" not in json.dumps(spec, ensure_ascii=False)


def test_several_data_sets_are_told_apart_by_their_order():
    bar, _ = bars([1, 2])
    rule = alt.Chart(pd.DataFrame({"limit": [5]})).mark_rule().encode(x="limit")
    _, rows = split(bar + rule)
    assert {tuple(rows[name][0]) for name in ("rows", "rows_2")} == {("town", "n"), ("limit",)}


def test_a_chart_longer_than_altairs_limit_is_drawn_whole():
    many = pd.DataFrame({"n": range(6000)})
    assert len(split(alt.Chart(many).mark_point().encode(x="n"))[1]["rows"]) == 6000


def test_showing_other_data_sends_no_specification():
    view = ChartView(styled(bars([1, 2])[0]))
    sent = []
    view.observe(lambda change: sent.append(change["name"]), ["spec", "rows"])
    view.show(styled(bars([3, 4])[0]))
    assert sent == ["rows"]


def test_a_click_in_a_chart_tells_what_the_chart_lets_choose_and_nothing_else():
    view, heard = ChartView(styled(bars([1, 2])[0].properties(usermeta={"picks": ["town"]}))), []
    view.on_pick(heard.append)
    view._handle_custom_msg({"want": "pick", "value": {"town": "北河镇", "n": 1}}, [])
    assert heard == [{"town": "北河镇"}]


def test_weeks_begin_on_sunday_and_months_are_chinese():
    time = formats("zh")["time"]
    assert (time["days"][0], time["months"][11]) == ("星期日", "十二月")
    assert formats("en")["time"]["shortDays"][0] == "Sun"


def test_named_colours_follow_the_words_of_the_frame():
    assert ink_on(STARS[1]) != ink_on(STARS[5]) == "#ffffff"
    assert theme() == theme() is not theme()


def test_a_failing_callback_shows_a_number_and_logs_the_reason_under_it(caplog, monkeypatch):
    monkeypatch.delenv("HONGMIAO_LOG", raising=False)
    page = Page("stars", "星级")

    @guarded
    def choose():
        raise ValueError("张三 410108199001011234")

    with caplog.at_level(logging.ERROR, "hongmiao.page"):
        assert choose() is None
    assert len(page.head.trouble) == 6
    assert page.head.trouble in caplog.text and "张三" in caplog.text
    assert "张三" not in json.dumps(page.head.get_state(["trouble", "title", "lead"]))


def test_a_callback_that_succeeds_is_left_alone():
    page = Page("stars", "星级")
    assert guarded(lambda x: x + 1)(1) == 2
    assert page.head.trouble == ""


def test_a_page_knows_how_many_parts_it_must_wait_for():
    bar, tiles, charts = (
        FilterBar(UNITS),
        Tiles([Tile("参评", "8", "人")]),
        [ChartView(), ChartView()],
    )
    parts = [bar, tiles, Row(*charts, widths=(7, 5))]
    told = Definitions("口径", [("参评", "列入名单的人")])
    page = Page("stars", "星级", "说明", *parts, definitions=told, notes=["来源"])
    assert page.head.parts == 7
    assert page.children[-2:] == (told, page.foot)
    assert "hm-span-7" in charts[0]._dom_classes and "hm-span-5" in charts[1]._dom_classes


def test_every_word_of_a_part_is_in_its_language():
    assert Tiles(lang="en").words["reset"] == "Reset"
    assert ChartView(lang="zh").empty == ChartView(lang="zh").words["no_rows"]
