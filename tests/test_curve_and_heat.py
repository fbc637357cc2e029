"""The rising line and the heat map: what is where in them, and that nothing is told which is not known."""

import pandas as pd

from hongmiao.boards.training_pictures import POINT
from hongmiao.charts.curve import curve
from hongmiao.charts.grid import broken, heat, shared

CELLS = pd.DataFrame(
    [("甲", "一", 9, 10, "A"), ("甲", "二", 4, 8, "B"), ("乙", "一", 0, 20, "A")],
    columns=["column", "row", "count", "whole", "unit"],
)


def test_a_cell_of_nobody_is_no_share_and_one_of_few_is_pale():
    cells = shared(CELLS, ["甲", "乙"], ["一", "二"], ["unit"]).set_index(["column", "row"])
    assert cells["share"].to_dict() == {("甲", "一"): 0.9, ("甲", "二"): 0.5, ("乙", "一"): 0, ("乙", "二"): 0}  # fmt: skip
    strength = cells["strength"]
    assert strength["甲", "一"] == 1 and strength["甲", "二"] < 0.5 * strength["甲", "一"]
    assert strength["乙", "二"] < strength["乙", "一"], "nobody is not none of twenty"
    assert cells["whole"]["乙", "二"] == 0 and cells["unit"]["乙", "二"] is None


def test_shares_near_one_another_are_not_blown_up():
    near = CELLS.assign(count=[80, 82, 81], whole=100)
    strength = shared(near, ["甲", "乙"], ["一"])["strength"]
    assert strength.max() - strength.min() < 0.1


def test_a_heat_map_tells_what_a_click_chooses_and_fits_nothing_too():
    spec = heat(CELLS, ["甲", "乙"], ["一", "二"], picks=["unit"]).to_dict()
    assert spec["usermeta"] == {"picks": ["unit"]}
    assert spec["layer"][1]["encoding"]["text"]["format"] == ".0%"
    assert heat(CELLS.head(0), [], []).to_dict()["layer"]


def test_long_names_stand_on_two_lines():
    assert broken("党员") == "党员" and broken("入党积极分子") == "入党积\n极分子"
    assert broken("Village (community) cadres") == "Village\n(community) cadres"


def test_a_line_is_drawn_where_it_is_known_and_only_its_points_open_rows():
    rows = [
        POINT | {"dim": False, "series": "done", "x": 0.0},
        POINT | {"dim": False, "series": "done", "x": 1.0, "count": 5.0, "tip": "1 月", "until": "2018-01"},
        POINT | {"dim": False, "series": "forecast", "x": 2.0, "count": 9.0, "low": 8.0, "high": 10.0, "tip": "2 月"},
    ]  # fmt: skip
    spec = curve(pd.DataFrame(rows), value="人次", picks=["until"]).to_dict()
    band = spec["layer"][0]
    assert (band["mark"]["type"], band["encoding"]["y"]["field"], band["encoding"]["y2"]["field"]) == ("area", "low", "high")  # fmt: skip
    assert spec["usermeta"] == {"picks": ["until"]}
    assert {"name": "end", "value": 2} in spec["params"]
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, {"expr": "end"}]
    assert curve(pd.DataFrame(columns=["series", "x", "dim", *POINT])).to_dict()["layer"]
