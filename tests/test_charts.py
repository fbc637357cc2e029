"""Charts: a frame goes in, a specification comes out, and nothing in it is drawn from anything but the frame."""

import altair as alt
import pandas as pd
import pytest

from hongmiao.charts import (
    PAGE_COLOURS,
    PLAN_DIVERGING,
    STARS,
    composition,
    fills,
    grid,
    headed_bars,
    over_time,
)
from hongmiao.charts.composition import shares
from hongmiao.charts.grid import placed
from hongmiao.charts.headed import stacked
from hongmiao.widgets.chart_view import split

COLOURS = {"一星": STARS[1], "五星": STARS[5]}
APART = {"未评": PAGE_COLOURS["soft"]}
ROWS = [("甲", "一星", 30), ("甲", "五星", 10), ("甲", "未评", 10), ("乙", "五星", 4)]
FRAME = pd.DataFrame(ROWS, columns=["group", "part", "count"])
STEPS = pd.DataFrame(
    [
        ("推荐", "10 人", "一星", 6, 12),
        ("推荐", "10 人", "五星", 4, 12),
        ("考察", "4 人", "五星", 4, None),
    ],
    columns=["group", "figures", "part", "count", "goal"],
)
CELLS = pd.DataFrame(
    [("18–29", "本科", 8), ("30–34", "本科", 4), (None, "本科", 99), ("18–29", None, 1)],
    columns=["column", "row", "count"],
)


def layer(chart: alt.TopLevelMixin, number: int = 0) -> dict:
    return chart.to_dict()["layer"][number]


def test_a_share_is_of_those_counted_and_what_stands_apart_is_in_no_bar():
    rows = shares(FRAME, COLOURS | APART, ["未评"]).set_index(["group", "part"])
    assert rows.loc[("甲", "五星"), ["start", "end", "share"]].tolist() == [0.75, 1.0, 0.25]
    assert rows.loc[("甲", "未评"), ["start", "share", "aside"]].tolist() == [0.0, 0.2, 10]
    assert rows.loc[("甲", "一星"), "n"] == "n=40"


def test_every_bar_ends_where_all_are_counted_and_small_groups_are_pale():
    rows = shares(FRAME, COLOURS | APART, ["未评"])
    ends = rows[~rows["apart"]].groupby("group")["end"].max()
    assert ends.tolist() == pytest.approx([1, 1])
    assert rows.groupby("group")["faint"].first().to_dict() == {"乙": True, "甲": False}


def test_the_bars_stand_in_the_order_of_the_frame_in_the_colours_named():
    chart = composition(
        FRAME, COLOURS | APART, apart=["未评"], unit="人", share="占比", strong="甲"
    )
    bars = layer(chart)["encoding"]
    assert (bars["y"]["field"], bars["x"]["field"], bars["x2"]["field"]) == (
        "place",
        "start",
        "end",
    )
    assert bars["color"]["scale"]["domain"] == ["一星", "五星", "未评"]
    assert bars["color"]["scale"]["range"] == [STARS[1], STARS[5], {"expr": "soft"}]
    assert [tip["title"] for tip in bars["tooltip"]] == ["title", "人", "占比"]
    assert shares(FRAME, COLOURS, []).drop_duplicates("group")["group"].tolist() == ["甲", "乙"]


def test_parts_over_time_are_named_beside_the_latest_period_only():
    chart = over_time(FRAME, COLOURS, height=200)
    assert layer(chart)["encoding"]["y2"] == {"field": "end"}
    names = next(
        part
        for part in chart.to_dict()["layer"]
        if part["encoding"].get("text", {}).get("field") == "part"
    )
    assert "datum.back == 0" in names["transform"][0]["filter"]


def test_headed_bars_are_stacked_counts_with_a_goal_where_there_is_one():
    rows = stacked(STEPS, COLOURS)
    assert rows["start"].tolist() == [0, 6, 0] and rows["end"].tolist() == [6, 10, 4]
    assert rows["first"].tolist() == [True, False, True]
    spec = headed_bars(STEPS, COLOURS, unit="人").to_dict()
    assert spec["layer"][0]["encoding"]["x"]["field"] == "start"
    assert spec["layer"][-1]["encoding"]["x"]["field"] == "goal"
    assert (rows["whole"] == "").all()
    assert (
        len(headed_bars(STEPS.drop(columns="goal"), COLOURS).to_dict()["layer"])
        == len(spec["layer"]) - 1
    )


def test_a_group_over_or_under_its_plan_to_date_has_a_mark_beside_its_figures():
    gaps = STEPS.assign(gap=[2.5, 2.5, -1], whole=[12, 12, None])
    rows = stacked(gaps, COLOURS)
    assert rows["whole"].tolist() == ["12", "12", ""] and rows["share"].tolist()[0] == "50.0%"
    plain, marked = (headed_bars(frame, COLOURS).to_dict() for frame in (STEPS, gaps))
    colour = next(part["mark"]["color"] for part in marked["layer"] if part not in plain["layer"] and "shape" in part["mark"])  # fmt: skip
    assert all(side in colour["expr"] for side in PLAN_DIVERGING.values())


TOLD = {
    composition: (FRAME, COLOURS | APART, {"apart": ["未评"], "apart_whole": "名单人数"}),
    over_time: (FRAME, COLOURS, {}),
    headed_bars: (STEPS.assign(whole=12), COLOURS, {}),
    grid: (CELLS, ["18–29"], ["本科"], {}),
}


@pytest.mark.parametrize("draw", TOLD, ids=lambda draw: draw.__name__)
def test_a_tooltip_tells_number_whole_and_share(draw):
    *given, more = TOLD[draw]
    chart = draw(*given, unit="人", whole="参评人数", share="占比", **more)
    told = layer(chart)["encoding"]["tooltip"]
    assert [line["title"] for line in told] == ["title", "人", "参评人数", "占比"]
    _, rows = split(chart)
    assert all({line["field"] for line in told} <= set(row) for row in rows["rows"])


@pytest.mark.parametrize("draw", TOLD, ids=lambda draw: draw.__name__)
def test_what_a_click_chooses_by_travels_with_the_rows_and_what_is_not_chosen_is_pale(draw):
    frame, *rest, more = TOLD[draw]
    frame = frame.assign(
        unit=[f"u{i}" for i in range(len(frame))], stars=[1, None, *range(len(frame) - 2)]
    )
    frame["dim"] = frame["unit"] != "u0"
    chart = draw(frame, *rest, picks=["unit", "stars"], **more)
    spec, data = split(chart)
    assert spec["usermeta"] == {"picks": ["unit", "stars"]}
    found = {row["unit"]: (row["stars"], row["dim"]) for row in data["rows"] if row["count"]}
    assert found["u0"] == (1, False)
    assert {dim for unit, (_, dim) in found.items() if unit not in (None, "u0")} == {True}
    assert "usermeta" not in draw(frame, *rest, **more).to_dict()


def test_unknown_cells_stand_apart_and_do_not_set_the_scale():
    cells = placed(CELLS, ["18–29", "30–34"], ["本科"], "未知").set_index(["column", "row"])
    assert cells.loc[("18–29", "本科"), "strength"] == 1
    assert cells.loc[("未知", "本科"), "unknown"] and cells.loc[("未知", "本科"), "strength"] <= 0.5
    assert cells.loc[("未知", "本科"), "x"] > 2 and cells.loc[("18–29", "未知"), "y"] > 1
    assert cells["count"].sum() == CELLS["count"].sum()
    encoding = layer(grid(CELLS, ["18–29", "30–34"], ["本科"], unknown="未知"))["encoding"]
    assert encoding["opacity"]["field"] == "strength" and encoding["x2"] == {"field": "x2"}


EMPTY = {
    composition: (FRAME, COLOURS),
    over_time: (FRAME, COLOURS),
    headed_bars: (STEPS, COLOURS),
    grid: (CELLS, ["18–29"], ["本科"]),
}


@pytest.mark.parametrize("draw", EMPTY, ids=lambda draw: draw.__name__)
def test_a_chart_of_nothing_is_a_chart_without_rows(draw):
    frame, *rest = EMPTY[draw]
    _, rows = split(draw(frame[:0], *rest))
    assert not any(rows.values())


@pytest.mark.parametrize("draw", EMPTY, ids=lambda draw: draw.__name__)
def test_other_counts_in_the_same_groups_change_the_rows_and_not_the_specification(draw):
    frame, *rest = EMPTY[draw]
    other = frame.assign(count=frame["count"] + 1)
    (one, rows), (two, more) = split(draw(frame, *rest)), split(draw(other, *rest))
    assert one == two and rows != more


def test_a_colour_of_the_page_follows_its_theme_and_others_stay():
    assert fills([PAGE_COLOURS["line"], STARS[5]])[1] == STARS[5]
    assert fills([PAGE_COLOURS["line"]])[0].to_dict() == {"expr": "line"}
