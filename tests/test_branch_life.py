"""Branch life: what is owed and nowhere on record is seen, nothing due is no share, and unknown attendance is not nobody."""

import pandas as pd
import pytest

import hongmiao as hm
from hongmiao.boards.branch_life_board import BranchLife
from hongmiao.errors import BadValue
from hongmiao.policy.branch_life import branch_life_policy

UNITS = [["组织编号", "组织名称", "组织类别", "上级组织"], ["U1", "区", "区", ""], ["A", "甲镇", "镇", "U1"], ["A1", "第一支部", "党支部", "A"],
         ["A2", "第二支部", "党支部", "A"], ["A3", "第三支部", "党支部", "A"]]  # fmt: skip
PEOPLE = [["人员编号", "姓名", "所在组织", "政治面貌"], *([f"P{n}", f"张{n}", "A1", "中共党员"] for n in range(7)), ["P8", "李", "A2", "中共党员"]]  # fmt: skip
HEAD = ["活动编号", "组织编号", "活动类型", "应开展日期", "开展日期", "应到人数", "实到人数"]
ROWS = [
    ["1", "A1", "党员大会", "2018-01-25", "2018-01-25", "10", "9"],
    ["2", "A1", "支委会", "2018-01-25", "2018-02-02", "5", "5"],
    ["3", "A1", "支委会", "2018-02-25", "", "5", ""],
    ["4", "A1", "党课", "2018-03-20", "2018-03-20", "10", ""],
    ["5", "A2", "党员大会", "2018-03-31", "2018-03-31", "1", "1"],
    ["6", "A1", "主题党日", "2018-03-10", "", "10", ""],
    ["7", "A1", "支委会", "2018-04-25", "", "5", ""],
    ["8", "A3", "组织生活会", "2018-12-20", "", "3", ""],
]
OWN = '[[duty]]\nkind = "组织生活会"\ntimes = 1\nper = "year"\nsource = "本区"\ncertainty = "F"\n[standard]\nproject = "十条"\nsource = "本区"\ncertainty = "F"\n'  # fmt: skip


@pytest.fixture
def held(load, csv_file) -> BranchLife:
    load(csv_file("u.csv", UNITS), csv_file("p.csv", PEOPLE), csv_file("a.csv", [HEAD, *ROWS]))
    return BranchLife(hm.open_store())


def numbers(state: BranchLife) -> list[int]:
    return [int(tile.value.replace(",", "")) for tile in state.tiles()]


def test_a_meeting_that_is_owed_and_nowhere_on_record_is_seen(held):
    assert held.data_day == "2018-03-31"
    held.view = "meetings"
    held.state = "unseen"
    unseen = [tuple(line) for line in held.leaf()[["unit", "kind", "due_date"]].itertuples(index=False)]  # fmt: skip
    # The first quarter has ended. A1 has no committee meeting of March; A2 and A3, too small for a committee, no Party
    # class, and A3 no members' meeting. The year of the organisational life meeting has not ended.
    assert sorted(unseen) == sorted([
        ("第一支部", "committee_meeting", "2018-03-31"), ("第二支部", "party_class", "2018-03-31"),
        ("第三支部", "party_class", "2018-03-31"), ("第三支部", "member_meeting", "2018-03-31"),
    ])  # fmt: skip
    assert numbers(held)[:5] == [4, 1, 1, 4, 3]


def test_what_is_not_asked_for_belongs_to_the_other_board_and_what_is_not_yet_due_is_not_missed(
    held,
):
    held.view = "meetings"
    states = held.leaf().dropna(subset="activity_id").set_index("activity_id")["state"].to_dict()
    assert states == {"1": "in_time", "2": "late", "3": "overdue", "4": "in_time", "5": "in_time", "7": "ahead", "8": "ahead"}  # fmt: skip


def test_a_branch_with_nothing_due_has_no_share_and_not_all_of_it(held, home):
    (home / "policy" / "branch_life.toml").write_text(OWN, "utf-8")
    state = BranchLife(held.store)
    (line,) = state.leaf().itertuples()
    assert (line.unit_id, line.due, line.ahead) == ("A3", 0, 1) and pd.isna(line.held)
    assert state.listing.row(line)[9] == "无应召开" and state.tiles()[0].note == "无应召开"


def test_attendance_that_nobody_wrote_down_stands_apart(held):
    note = held.tiles()[5].note
    assert numbers(held)[5] == 15 and "93.8%" in note and "1 次未登记" in note
    held.view, held.state = "meetings", "unmarked"
    assert held.leaf()["activity_id"].tolist() == ["4"]


def test_nothing_is_owed_from_before_the_records_begin(load, csv_file):
    rows = [HEAD, ["1", "A1", "支委会", "2018-02-25", "2018-02-25", "5", "5"], ["2", "A1", "支委会", "2018-04-30", "2018-04-30", "5", "5"]]  # fmt: skip
    load(csv_file("u.csv", UNITS), csv_file("p.csv", PEOPLE), csv_file("a.csv", rows))
    state = BranchLife(hm.open_store())
    state.view = "meetings"
    unseen = state.leaf().query("state == 'unseen'")
    assert unseen[["kind", "due_date"]].to_numpy().tolist() == [["committee_meeting", "2018-03-31"]]


def test_every_unit_kind_and_month_adds_up_to_the_list(demo_store):
    state = BranchLife(demo_store)
    known = state.counts()
    rows = state.ask("life_meetings")
    for code in ("in_time", "late", "overdue", "unseen", "ahead"):
        assert known[code].sum() == (rows["state"] == code).sum() > 0, code
    branches = state.ask("life_branches")
    assert branches["due"].sum() == known["due"].sum() and branches["unmarked"].sum() == known["unmarked"].sum() > 0  # fmt: skip


@pytest.mark.parametrize(
    ("written", "instead"),
    [("times = 1", "times = -1"), ('per = "quarter"', 'per = "week"'), ('units = ["organ"', 'units = ["orgam"'), ('kind = "party_class"', 'kind = "党员大会"')],
)  # fmt: skip
def test_a_mistake_in_the_policy_is_told(home, written, instead):
    from hongmiao.places import policy_folders

    text = (policy_folders()[-1] / "branch_life.toml").read_text("utf-8")
    (home / "policy" / "branch_life.toml").write_text(text.replace(written, instead, 1), "utf-8")
    with pytest.raises(BadValue, match="branch_life.toml"):
        branch_life_policy()
