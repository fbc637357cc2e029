"""Activities: due, held, late and overdue are told apart, attendance is of those expected, and a branch stands beside the district."""

import pandas as pd
import pytest

import hongmiao as hm
from hongmiao.boards.activities_board import STATES, Activities

UNITS = [["组织编号", "组织名称", "组织类别", "上级组织"], ["U1", "区", "区", ""], ["A", "甲镇", "镇", "U1"], ["A1", "第一支部", "党支部", "A"],
         ["A2", "第二支部", "党支部", "A"], ["B", "乙镇", "镇", "U1"], ["B1", "第一支部", "党支部", "B"]]  # fmt: skip
HEAD = ["活动编号", "组织编号", "活动类型", "应开展日期", "开展日期", "应到人数", "实到人数"]
ROWS = [
    ["1", "A1", "主题党日", "2018-01-25", "2018-01-25", "10", "9"],
    ["2", "A1", "主题党日", "2018-02-25", "2018-03-02", "10", "7"],
    ["3", "A2", "主题党日", "2018-01-25", "", "20", ""],
    ["4", "A2", "党课", "2018-03-20", "2018-03-31", "", "12"],
    ["5", "B1", "主题党日", "2018-03-31", "", "4", ""],
    ["6", "B1", "主题党日", "2018-04-25", "", "4", ""],
    ["7", "B1", "党课", "2018-04-20", "2018-03-30", "4", "4"],
]


@pytest.fixture
def held(load, csv_file) -> Activities:
    load(csv_file("u.csv", UNITS), csv_file("a.csv", [HEAD, *ROWS]))
    return Activities(hm.open_store())


def numbers(state: Activities) -> list[int]:
    return [int(tile.value.replace(",", "")) for tile in state.tiles()]


def test_what_is_not_yet_due_is_not_missed_and_what_was_held_late_was_held(held):
    assert held.data_day == "2018-03-31"
    # Six were due (one of them held ahead of its day), four held, two of these late, two overdue, in two branches.
    assert numbers(held)[:5] == [6, 4, 2, 2, 2]
    held.view = "activities"
    states = held.leaf().set_index("activity_id")["state"].to_dict()
    assert states == {"1": "in_time", "2": "late", "3": "overdue", "4": "late", "5": "overdue", "6": "ahead", "7": "in_time"}  # fmt: skip


def test_attendance_is_of_those_expected_and_unknown_is_not_nobody(held):
    # 12 came where nobody knows how many were expected: they are part of no rate.
    assert numbers(held)[5] == 20 and "83.3%" in held.tiles()[5].note
    days = held.ask("activity_list").set_index("activity_id")
    assert pd.isna(days["rate"]["4"]) and pd.isna(days["rate"]["3"])
    assert days["days"].dropna().to_dict() == {"2": 5, "3": 65, "4": 11}


def test_a_rank_comes_with_its_two_scopes_and_how_many_are_ranked(held):
    ranks = held.ask("activity_branches").set_index("unit_id")
    told = {key: (line.town_place, line.town_among, line.place, line.among) for key, line in ranks.iterrows()}  # fmt: skip
    assert told == {"A1": (1, 2, 1, 3), "A2": (2, 2, 2, 3), "B1": (1, 1, 2, 3)}
    held.unit = "B"
    assert held.ask("activity_branches")[["place", "among"]].to_numpy().tolist() == [[2, 3]]


def test_a_branch_is_shown_beside_the_district(held):
    assert "全区" not in held.tiles()[1].note
    held.unit = "A2"
    assert "50.0%" in held.tiles()[1].note and "全区 66.7%" in held.tiles()[1].note
    groups = held.groups()
    assert groups["group"].unique().tolist() == ["区（全部）", "第二支部"]
    due = groups.groupby("group")["due"].sum()
    assert (due["区（全部）"], due["第二支部"]) == (6, 2)


def test_branches_of_one_name_stay_apart(held):
    held.unit = None
    held.view = "branches"
    rows = [held.listing.row(line) for line in held.leaf().itertuples()]
    assert sorted((row[1], row[2]) for row in rows) == [("第一支部", "乙镇"), ("第一支部", "甲镇"), ("第二支部", "甲镇")]  # fmt: skip


def test_groups_kinds_and_months_count_every_activity_that_was_due(demo_store):
    state = Activities(demo_store)
    due = int(state.tiles()[0].value.replace(",", ""))
    rows = demo_store.sql(
        "SELECT count(*) AS n FROM activity WHERE held_date IS NOT NULL OR due_date <= :day",
        day=state.data_day,
    )
    months = state.ask("activity_by_month")
    assert due == rows["n"][0] == state.groups()["due"].sum() == months[[*STATES]].to_numpy().sum()
    for unit, _, _ in state.units[:40]:
        state.unit = unit
        alone = demo_store.sql(
            "SELECT count(*) AS n FROM activity WHERE held_date IS NULL AND due_date <= :day AND unit_id = :unit",
            day=state.data_day, unit=unit,
        )  # fmt: skip
        if not demo_store.sql("SELECT 1 FROM unit WHERE parent_id = :unit", unit=unit).size:
            assert numbers(state)[3] == alone["n"][0]
