"""Projects: how each stands by its day and its share, what cannot be told, and what differs from the records."""

import pandas as pd
import pytest

import hongmiao as hm
from hongmiao.boards.projects_board import Projects
from hongmiao.errors import BadValue
from hongmiao.places import policy_folders
from hongmiao.policy.projects import projects_policy

UNITS = [["组织编号", "组织名称", "组织类别", "上级组织"], ["U1", "区", "区", ""], ["V1", "甲村", "行政村", "U1"], ["V2", "乙村", "行政村", "U1"]]  # fmt: skip
HEAD = ["项目编号", "阶段", "项目名称", "责任单位编号", "目标", "完成", "计量单位", "完成期限"]
ROWS = [
    ["X1", "护苗", "新建党群服务中心", "U1", "7", "7", "个", "2018-03-31"],
    ["X2", "墩苗", "第一书记驻村", "V1", "2", "2", "个村", "2018-12-31"],
    ["X3", "育苗", "培训", "V2", "100", "40", "人", "2018-12-31"],
    ["X4", "育苗", "微视频", "V2", "100", "39", "人", "2018-12-31"],
    ["X5", "用苗", "补任", "V1", "10", "9", "个", "2018-06-30"],
    ["X6", "选苗", "储备", "", "10", "", "人", "2018-12-31"],
    ["X7", "选苗", "招录", "V1", "10", "3", "人", ""],
    ["X8", "选苗", "没有报过", "V1", "10", "", "人", "2018-06-01"],
]
PLACED = [["人员编号", "派驻单位编号", "岗位类别", "开始日期", "结束日期"], ["P1", "V1", "第一书记", "2018-01-01", ""], ["P2", "V2", "墩苗锻炼", "2018-06-30", ""]]  # fmt: skip
PEOPLE = [["人员编号", "姓名", "所在组织"], ["P1", "甲", "U1"], ["P2", "乙", "U1"]]


@pytest.fixture
def state(load, csv_file) -> Projects:
    load(csv_file("u.csv", UNITS), csv_file("p.csv", PEOPLE), csv_file("x.csv", [HEAD, *ROWS]), csv_file("d.csv", PLACED))  # fmt: skip
    return Projects(hm.open_store())


def test_a_project_stands_by_its_day_and_by_the_share_of_its_time(state):
    assert state.data_day == "2018-06-30"
    # 180 of 364 days have gone: 49.5 % are expected, and up to ten points below is on track.
    found = state.leaf().set_index("project_id")
    assert found.loc["X3", "expected"] == pytest.approx(180 / 364)
    assert found["status"].to_dict() == {
        "X1": "done", "X2": "done", "X3": "on_track", "X4": "behind", "X5": "late", "X6": "open", "X7": "open", "X8": "late",
    }  # fmt: skip
    assert [tile.value for tile in state.tiles()] == ["8", "2", "1", "1", "2", "1"]


def test_what_nobody_reported_is_not_nothing(state):
    found = state.leaf().set_index("project_id")
    assert pd.isna(found.loc["X6", "share"]) and pd.isna(found.loc["X7", "expected"])
    assert state.listing.row(next(found.loc[["X6"]].reset_index().itertuples()))[5] == ""


def test_a_number_that_differs_from_the_records_is_shown(state):
    state.status = "differs"
    (line,) = state.leaf().itertuples()
    assert (line.project_id, line.done, line.recorded, line.difference) == ("X2", 2, 1, 1)
    assert state.listing.row(line)[-2] == "+1"


def test_places_come_first_and_a_project_without_an_owner_is_the_tops(state):
    assert state.leaf()["project_id"].iloc[0] == "X1"
    state.unit = "V1"
    assert set(state.leaf()["project_id"]) == {"X2", "X5", "X7", "X8"}


@pytest.mark.parametrize(("written", "instead"), [('"01-01"', '"13-01"'), ("within = 0.1", "within = 10"), ('"墩苗锻炼"', '"第一书记"')])  # fmt: skip
def test_a_mistake_in_the_policy_is_told(home, written, instead):
    text = (policy_folders()[-1] / "projects.toml").read_text("utf-8")
    (home / "policy" / "projects.toml").write_text(text.replace(written, instead, 1), "utf-8")
    with pytest.raises(BadValue, match="projects.toml"):
        projects_policy()
