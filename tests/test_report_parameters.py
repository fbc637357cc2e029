"""Parameters of a report: read off the notebook, held against the store, told with the nearest names."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongmiao.errors import BadValue, UnknownName, UnreadableFile
from hongmiao.reports.catalogue import find, names
from hongmiao.reports.parameters import checked
from hongmiao.reports.plans import planned
from report_notebooks import put


@pytest.fixture
def brief(tmp_path):
    return find(put(tmp_path, "brief"))


def test_the_cell_of_parameters_says_name_type_default_and_what_it_is(brief):
    kinds = {name: (one.kind, one.default) for name, one in brief.parameters.items()}
    assert kinds["unit"] == ("str", "") and kinds["times"] == ("int", 1)
    assert kinds["share"] == ("float", 0.5) and kinds["bold"] == ("bool", False)
    assert brief.parameters["times"].said("en") == "how often"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("times", " 12 ", 12),
        ("times", "1,200", 1200),
        ("share", "0.25", 0.25),
        ("bold", "是", True),
        ("bold", "False", False),
        ("since", "2018-06-30", "2018-06-30"),
        ("period", "2018Q2", "2018Q2"),
        ("period", "2031-07", "2031-07"),
        ("lang", "en", "en"),
        ("unit", "", ""),
    ],
)
def test_a_value_becomes_what_the_notebook_wants(brief, demo_store, name, text, value):
    assert checked(brief, {name: text}, demo_store) == {name: value}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("times", "twice", "整数"),
        ("share", "half", "数字"),
        ("bold", "maybe", "true"),
        ("since", "2018-02-30", "2018-06-30"),
        ("since", "30.6.2018", "2018-06-30"),
        ("period", "2018Q5", "2018Q2"),
        ("period", "Q2", "2018Q2"),
        ("lang", "fr", "zh / en"),
    ],
)
def test_a_bad_value_is_told_with_its_remedy(brief, demo_store, name, text, told):
    with pytest.raises(BadValue, match=told) as caught:
        checked(brief, {name: text}, demo_store)
    assert name in str(caught.value) and text in str(caught.value)


@given(st.text())
def test_no_text_gets_past_a_type(text):
    from hongmiao.reports.parameters import Parameter

    for kind, python in (("int", int), ("float", float), ("bool", bool), ("list", list)):
        try:
            value = Parameter("x", kind, None, "").value(text)
        except BadValue:
            continue
        assert isinstance(value, python)


def test_an_unknown_name_is_told_with_the_nearest(brief, demo_store):
    with pytest.raises(UnknownName) as caught:
        checked(brief, {"perid": "2018Q2"}, demo_store)
    assert caught.value.near[0] == "period"


def test_a_unit_goes_by_its_id_or_its_whole_name_and_a_slip_is_told(brief, demo_store):
    rows = demo_store.sql("SELECT unit_id, name FROM unit WHERE kind = 'town' ORDER BY 1")
    unit, name = rows.iloc[0]
    assert checked(brief, {"unit": name}, demo_store) == {"unit": unit}
    assert checked(brief, {"unit": unit}, demo_store) == {"unit": unit}
    with pytest.raises(UnknownName) as caught:
        checked(brief, {"unit": name[:-1]}, demo_store)
    assert name in caught.value.near


def test_namesakes_are_told_with_their_ids(brief, store):
    with store.writing() as db:
        for unit in ("U1", "U2"):
            db.execute(
                "INSERT INTO unit (unit_id, name, kind) VALUES (?, '第一支部', 'branch')", [unit]
            )
    with pytest.raises(BadValue, match="U1、U2"):
        checked(brief, {"unit": "第一支部"}, store)


def test_a_report_is_found_by_name_or_path_and_the_offices_own_comes_first(home, tmp_path):
    own = put(home / "reports", "unit_quarter", title="Our own")
    assert names()["unit_quarter"] == own and find("unit_quarter").title("en") == "Our own"
    assert find(put(tmp_path, "elsewhere")).name == "elsewhere"
    with pytest.raises(UnknownName) as caught:
        find("unit_qarter")
    assert caught.value.near[0] == "unit_quarter"


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"cells": 3}', "\ufeff{}"])
def test_a_file_that_is_no_notebook_is_told_as_such(tmp_path, text):
    path = tmp_path / "x.ipynb"
    path.write_text(text, "utf-8")
    with pytest.raises(UnreadableFile, match="x.ipynb"):
        find(path)
    with pytest.raises(UnreadableFile):
        find(tmp_path / "none.ipynb")


def test_what_an_earlier_run_left_in_a_notebook_is_no_part_of_it(tmp_path):
    path = put(tmp_path, "brief")
    clean, book = find(path), json.loads(path.read_text("utf-8"))
    book["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "张三"}]
    book["cells"][1]["execution_count"] = 3
    path.write_text(json.dumps(book), "utf-8")
    assert find(path).text == clean.text


def test_each_gives_the_units_of_a_kind_in_tree_order_inside_a_unit(brief, demo_store):
    villages = demo_store.sql("SELECT unit_id, town_id FROM unit_tree JOIN unit USING (unit_id) WHERE kind = 'village' ORDER BY rank")  # fmt: skip
    plans = planned(brief, {}, ["village"], demo_store)
    assert [plan.unit for plan in plans] == villages["unit_id"].tolist()
    assert [plan.unit for plan in planned(brief, {}, ["行政村"], demo_store)] == [
        p.unit for p in plans
    ]
    town = villages["town_id"].iloc[-1]
    inside = [plan.unit for plan in planned(brief, {"unit": town}, ["village"], demo_store)]
    assert inside == villages[villages["town_id"] == town]["unit_id"].tolist()
    assert len({plan.stem for plan in plans}) == len(plans)


def test_each_of_a_kind_that_the_report_is_not_for_is_told(brief, demo_store, tmp_path):
    with pytest.raises(BadValue, match="village"):
        planned(brief, {}, ["branch"], demo_store)
    with pytest.raises(BadValue, match="each"):
        planned(find(put(tmp_path, "none", unit="no")), {}, ["village"], demo_store)


def test_file_names_say_unit_title_and_values_and_are_told_apart(brief, store):
    with store.writing() as db:
        for unit, name in (("U1", "甲/村"), ("U2", "同名"), ("U3", "同名"), ("U4", "a" * 300)):
            db.execute(
                "INSERT INTO unit (unit_id, name, kind) VALUES (?, ?, 'village')", [unit, name]
            )
        from hongmiao.tables import rebuild

        rebuild(db)
    stems = {p.unit: p.stem for p in planned(brief, {"period": "2018Q2"}, ["village"], store)}
    assert stems["U1"] == "甲_村-简报-2018Q2"
    assert stems["U2"] == "同名 U2-简报-2018Q2" and stems["U3"] == "同名 U3-简报-2018Q2"
    assert len(stems["U4"].encode()) <= 180
