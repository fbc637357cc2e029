"""The parts of a page, as far as they can be known without a browser."""

import io
import json
import logging

import altair as alt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from hongmiao.charts import STARS, ink_on, scale, styled, theme
from hongmiao.spreadsheet import as_csv, as_xlsx, harmless
from hongmiao.widgets import (
    ChartView,
    Choice,
    Column,
    FilterBar,
    LinkState,
    Page,
    Row,
    Table,
    Tile,
    Tiles,
    guarded,
)
from hongmiao.widgets.chart_view import formats, split

UNITS = [("d", "全区", 0), ("t1", "北河镇", 1), ("v1", "上村", 2), ("t2", "古渡镇", 1)]
PERIODS = Choice("period", "周期", [("第二季度", "2018Q2"), ("第一季度", "2018Q1")], "2018Q2")


def bars(numbers, towns=("北河镇", "古渡镇")):
    rows = pd.DataFrame({"town": towns, "n": numbers})
    bar = alt.Chart(rows).mark_bar().encode(x="n", y="town")
    bar = bar.add_params(alt.selection_point(name="pick", fields=["town"]))
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


def test_weeks_begin_on_sunday_and_months_are_chinese():
    time = formats("zh")["time"]
    assert (time["days"][0], time["months"][11]) == ("星期日", "十二月")
    assert formats("en")["time"]["shortDays"][0] == "Sun"


def test_named_colours_follow_the_words_of_the_frame():
    assert scale({1: STARS[1]}, {1: "一星"}).to_dict() == {"domain": ["一星"], "range": [STARS[1]]}
    assert ink_on(STARS[1]) != ink_on(STARS[5]) == "#ffffff"
    assert theme() == theme() is not theme()


def test_the_bar_takes_only_what_is_on_offer():
    bar = FilterBar(UNITS, [PERIODS])
    bar.values = {"unit": "nobody", "period": "2018Q1", "more": "x"}
    assert bar.values == {"unit": "d", "period": "2018Q1"}
    bar.values = {"period": ["2018Q1"]}
    assert bar.values == {"unit": "d", "period": "2018Q2"}


@given(unit=st.sampled_from([u[0] for u in UNITS]), period=st.sampled_from(["2018Q1", "2018Q2"]))
def test_what_the_address_says_is_what_was_set(unit, period):
    bar = FilterBar(UNITS, [PERIODS])
    bar.values = {"unit": unit, "period": period}
    again = FilterBar(UNITS, [PERIODS])
    again.read(bar.query())
    assert again.values == bar.values


def test_numbers_come_back_from_the_address_as_numbers():
    bar = FilterBar(choices=[Choice("stars", "星级", [("全部", None), ("五星", 5)])])
    bar.read({"stars": "5"})
    assert (bar.values["stars"], bar.query(), bar.label_of("stars")) == (5, {"stars": "5"}, "五星")


def test_the_address_of_the_page_sets_the_bar(monkeypatch):
    monkeypatch.setenv("QUERY_STRING", "period=2018Q1&unit=t2&else=1")
    bar = FilterBar(UNITS, [PERIODS])
    link = LinkState(bar)
    assert bar.values == {"unit": "t2", "period": "2018Q1"}
    bar.values = {**bar.values, "unit": "d"}
    assert link.query == {"period": "2018Q1"}
    link.query = {"unit": "v1"}  # as a preheated page sends it
    assert bar.values == {"unit": "v1", "period": "2018Q2"}


PEOPLE = [[f"P{i}", i] for i in range(95)]


def people_for(offset, limit, sort, descending, search):
    rows = [row for row in PEOPLE if search in row[0]]
    if sort:
        rows = sorted(rows, key=lambda row: row[1], reverse=descending)
    return rows[offset : None if limit is None else offset + limit], len(rows)


@pytest.fixture
def table():
    columns = [
        Column("id", "编号"),
        Column("n", "数", align="right"),
        Column("x", "注", sortable=False),
    ]
    return Table(columns, people_for, file_name="名单")


def test_a_table_holds_one_page_of_its_rows(table):
    assert (len(table.rows), table.total, table.rows[0]) == (20, 95, ["P0", "0"])
    table.page = 4
    assert [row[0] for row in table.rows] == [f"P{i}" for i in range(80, 95)]


def test_sorting_and_searching_begin_at_the_first_page(table):
    table.page = 3
    table.sort, table.descending = "n", True
    assert (table.page, table.rows[0]) == (0, ["P94", "94"])
    table.search = "P9"
    assert table.total == 6


def test_a_column_that_is_not_there_or_not_sortable_is_not_asked_for(table):
    asked = []
    table.rows_for = lambda *question: (asked.append(question), ([], 0))[1]
    table.sort = "n; DROP TABLE person"
    table.sort = "x"
    assert {question[2] for question in asked} == {""}


def test_a_page_cannot_be_made_to_hold_everything(table):
    table.page_size = 10**6
    assert len(table.rows) == 95
    table.rows_for = lambda offset, limit, *_: ([[limit]], 1)
    table.refresh()
    assert table.rows == [["200"]]


def test_a_download_is_all_of_what_is_found_in_the_order_shown(table, monkeypatch):
    files = {}
    monkeypatch.setattr(
        Table, "send", lambda self, content, buffers: files.update({content["name"]: buffers[0]})
    )
    table.sort, table.descending = "n", True
    for kind in ("csv", "xlsx", "exe"):
        table._download(table, {"want": kind}, [])
    assert set(files) == {"名单.csv", "名单.xlsx"}
    lines = files["名单.csv"].decode("utf-8-sig").splitlines()
    assert (lines[0], lines[1], len(lines)) == ("编号,数,注", "P94,94", 96)


def test_a_workbook_keeps_ids_as_text_and_numbers_as_numbers():
    rows = [["410108199001011234", "1,204", "26 / 60"], ["=1+1", "-3.5", ""]]
    data = as_xlsx(["身份证号", "人数", "名次"], rows, [False, True, True])
    cells = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert cells[1:] == [["410108199001011234", 1204.0, "26 / 60"], ["=1+1", -3.5, ""]]


@given(st.text())
def test_no_cell_of_a_csv_begins_a_formula(text):
    cell = harmless(text)
    assert cell.removeprefix("'") == text.removeprefix("'") or cell == text
    if cell[:1] in tuple("=@\t\r"):
        pytest.fail(cell)
    if cell[:1] in ("+", "-"):
        float(cell.replace(",", ""))


def test_a_csv_opens_in_excel_as_chinese():
    assert as_csv(["姓名"], [["张三"]]) == "\ufeff姓名\r\n张三\r\n".encode()


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
    page = Page("stars", "星级", "说明", bar, tiles, Row(*charts, widths=(7, 5)), notes=["来源"])
    assert page.head.parts == 6
    assert "hm-span-7" in charts[0]._dom_classes and "hm-span-5" in charts[1]._dom_classes


def test_every_word_of_a_part_is_in_its_language():
    assert Tiles(lang="en").words["reset"] == "Reset"
    assert ChartView(lang="zh").empty == ChartView(lang="zh").words["no_rows"]
