"""Traps of 墩苗: what is unrated is no number, what is small is no evidence, and a village without a record is empty."""

import pandas as pd
import pytest

import hongmiao as hm
from hongmiao.boards.account_board import Account
from hongmiao.boards.leniency_board import Leniency
from hongmiao.boards.placements_board import Placements
from hongmiao.boards.stars_board import Stars
from test_boards import tiles

UNITS = [
    ["组织编号", "组织名称", "组织类别", "上级组织"],
    ["U1", "示范区", "区", ""],
    ["T1", "古渡镇", "镇", "U1"],
    ["T2", "柳湾镇", "镇", "U1"],
    ["V1", "石桥村", "行政村", "T1"],
    ["V2", "石桥村", "行政村", "T2"],
    ["V3", "梅林村", "行政村", "T1"],
    ["A", "第一党支部", "党支部", "T1"],
    ["B", "第一党支部", "党支部", "T2"],
]


def people(count: dict[str, int]) -> list[list]:
    """So many members of each unit, all of one name."""
    head = ["人员编号", "姓名", "政治面貌", "出生日期", "所在组织"]
    rows = [[f"{unit}{n}", "张三", "中共党员", "1980-05-06", unit] for unit, many in count.items() for n in range(many)]  # fmt: skip
    return [head, *rows]


@pytest.fixture
def fill(load, csv_file):
    """Loads units, people and further sheets given as rows, and gives the store."""

    def run(count: dict[str, int], **sheets: list[list]) -> hm.Store:
        files = {"u": UNITS, "p": people(count), **sheets}
        load(*(csv_file(f"{name}.csv", rows) for name, rows in files.items()))
        return hm.open_store()

    return run


def rated(given: dict[str, object], period: str = "2018Q2") -> list[list]:
    """A sheet of ratings: stars as a number, or a word for why there are none."""
    head = ["人员编号", "评定周期", "星级", "评定状态"]
    stars = lambda what: [what, "参评"] if isinstance(what, int) else ["", what]  # noqa: E731
    return [head, *([who, period, *stars(what)] for who, what in given.items())]


def test_not_eligible_exempt_unrated_and_one_star_are_four_states(fill):
    given = {"A0": "不参评", "A1": "免评", "A2": "未评", "A3": 1}
    state = Stars(fill({"A": 4}, s=rated(given)))
    shown = {line.person_id: state.row(line) for line in state.leaf().itertuples()}
    words = {who: row[5] for who, row in shown.items()}
    assert words == {"A0": "不参评", "A1": "免评", "A2": "未评", "A3": "参评"}
    assert [shown[who][4] for who in sorted(shown)] == ["", "", "", "★☆☆☆☆"]
    assert {key: tiles(state)[key] for key in ("rated", "mean", "unrated", "without")} == {"rated": 1, "mean": 1, "unrated": 1, "without": 2}  # fmt: skip


def test_the_unrated_are_never_zero_in_a_mean_a_rank_or_a_funnel(fill):
    given = {f"A{n}": 4 for n in range(10)} | {f"A{n}": "未评" for n in range(10, 20)}
    store = fill({"A": 20}, s=rated(given))
    assert tiles(Stars(store))["mean"] == 4
    (branch,) = Leniency(store).points().itertuples()
    assert (branch.count, branch.value) == (10, 4)
    line = Stars(store).ask("star_people").set_index("person_id").loc["A15"]
    assert pd.isna(line["place"]) and pd.isna(line["town_place"])


def test_who_was_unrated_before_is_no_riser_from_zero(fill):
    before = {"A0": "未评", "A1": 5, "A2": 3}
    now = {"A0": 3, "A1": "未评", "A3": 2}
    store = fill({"A": 4}, s1=rated(before, "2018Q1"), s2=rated(now))
    state = Stars(store)
    moves = {(m.was, m.rating): m.count for m in state.moves().itertuples()}
    assert moves == {("unrated", "3"): 1, ("5", "unrated"): 1, ("3", "none"): 1, ("none", "2"): 1}
    for (was, rating), count in moves.items():
        fresh = Stars(store)
        fresh.pick({"was": was, "rating": rating})
        assert len(fresh.leaf()) == count, (was, rating)


def test_a_small_branchs_hundred_percent_is_no_evidence_of_leniency(fill):
    given = {f"A{n}": 5 for n in range(9)} | {f"B{n}": 2 + n % 3 for n in range(300)}
    store = fill({"A": 9, "B": 300}, s=rated(given))
    for measure in ("mean", "five"):
        found = Leniency(store, measure=measure).branches().set_index("unit_id")
        assert found.loc["A", "five_share"] == 1
        assert (found.loc["A", "standing"], found.loc["A", "over"]) == ("small", 0)
    groups = Stars(store).composition().set_index("group")
    assert not groups["over"].any(), "no mark against the guideline where there are too few"


def test_a_large_branch_of_the_same_share_is_named(fill):
    given = {f"A{n}": 5 for n in range(30)} | {f"B{n}": 2 + n % 3 for n in range(300)}
    state = Leniency(fill({"A": 30, "B": 300}, s=rated(given)))
    found = state.branches().set_index("unit_id")
    assert (found.loc["A", "standing"], found.loc["A", "over"]) == ("high", 1)
    assert found.loc["B", "standing"] in ("usual", "low")


def test_a_rank_has_its_group_size_in_two_scopes_and_ties_share_it(fill):
    given = {"A0": 5, "A1": 4, "A2": 4, "A3": 3, "B0": 5, "B1": 5, "B2": 1}
    state = Stars(fill({"A": 4, "B": 3}, s=rated(given)))
    ranks = {line.person_id: state.row(line)[6:8] for line in state.leaf().itertuples()}
    assert ranks == {
        "A0": ["1/4", "1/7"], "A1": ["2/4", "4/7"], "A2": ["2/4", "4/7"], "A3": ["4/4", "6/7"],
        "B0": ["1/3", "1/7"], "B1": ["1/3", "1/7"], "B2": ["3/3", "7/7"],
    }  # fmt: skip


def test_units_of_one_name_stay_two_points_and_two_villages(fill):
    given = {f"{unit}{n}": 3 for unit in "AB" for n in range(12)}
    posts = [
        ["人员编号", "派驻单位编号", "开始日期", "岗位类别"],
        ["A0", "V1", "2018-01-10", "第一书记"],
    ]
    store = fill({"A": 12, "B": 12}, s=rated(given), d=posts)
    assert sorted(Leniency(store).points()["name"]) == ["第一党支部 A", "第一党支部 B"]
    cover = Placements(store).cover()
    assert cover.loc[cover["name"] == "石桥村", "part"].tolist() == ["在任", "空缺"]
    assert cover.set_index("village")["figures"].to_dict() == {"V1": "1/2", "V3": "1/2", "V2": "0/1"}  # fmt: skip


def test_raters_are_compared_over_the_same_persons_only(fill):
    head = ["人员编号", "评定周期", "评分主体", "得分"]
    scores = [
        ["A0", "党员自评", 90],
        ["A0", "支部评议", 80],
        ["A1", "党员自评", 99],
        ["A2", "支部评议", 60],
    ]
    sheet = [head, *([who, "2018Q2", rater, score] for who, rater, score in scores)]
    state = Leniency(fill({"A": 3}, s=rated({"A0": 5}), r=sheet))
    gaps = state.gaps()
    assert (gaps["count"].sum(), gaps["part"].tolist()) == (1, ["前者偏高"])
    assert gaps["figures"].tolist() == ["平均 +10.00 分 · 1 人"]
    state.view = "scores"
    (line,) = state.leaf().itertuples()
    assert (line.person_id, line.difference) == ("A0", 10)
    assert line.weighted == pytest.approx((0.2 * 90 + 0.5 * 80) / 0.7)


def test_an_account_without_entries_has_its_base_and_is_not_missing(fill):
    head = ["流水号", "人员编号", "活动日期", "活动内容", "次数", "积分"]
    entries = [
        head,
        ["R1", "A0", "2018-05-06", "义务植树", "", "5"],
        ["R2", "A1", "2018-06-06", "缺席", "1", "-45"],
    ]
    state = Account(fill({"A": 4}, e=entries))
    assert tiles(state) == {"accounts": 4, "mean": 90, "entries": 2, "helped": 1, "endangered": 0, "idle": 2}  # fmt: skip
    shown = {line.person_id: (line.balance, line.state) for line in state.leaf().itertuples()}
    assert shown == {"A0": (105, "fine"), "A1": (55, "help"), "A2": (100, "idle"), "A3": (100, "idle")}  # fmt: skip
    assert state.activities()["count"].sum() == 2, "an entry without a number counts once"


def test_only_an_applicant_is_in_danger_below_the_applicants_threshold(fill):
    pool = [["人员编号", "储备库", "入库日期"], ["A1", "入党积极分子", "2017-05-01"]]
    units = people({"A": 2})
    units[2][2] = "群众"
    head = ["流水号", "人员编号", "活动日期", "积分"]
    entries = [head, ["R1", "A0", "2018-05-06", "-20"], ["R2", "A1", "2018-05-06", "-20"]]
    state = Account(fill({}, p=units, pool=pool, e=entries))
    shown = tiles(state)
    assert (shown["accounts"], shown["helped"], shown["endangered"]) == (2, 0, 1)
    state.pick(dict(state.tiles()[4].picks))
    assert state.leaf()["person_id"].tolist() == ["A1"]


def test_a_village_without_a_record_is_empty_and_one_with_two_is_double(fill):
    head = ["人员编号", "派驻单位编号", "开始日期", "结束日期", "岗位类别"]
    posts = [
        ["A0", "V1", "2016-01-10", "2018-09-01", "第一书记"],
        ["A1", "V2", "2018-01-10", "", "第一书记"],
        ["A2", "V2", "2018-02-10", "", "第一书记"],
        ["A3", "T1", "2018-06-30", "", "墩苗锻炼"],
    ]
    state = Placements(fill({"A": 4}, d=[head, *posts]))
    parts = state.cover().set_index("village")["part"].to_dict()
    assert parts == {"V1": "即将期满", "V2": "重复派驻的村", "V3": "空缺"}
    shown = tiles(state)
    assert (shown["covered"], shown["empty"], shown["ending"], shown["double"]) == (2, 1, 1, 1)
    assert "66.7" in state.tiles()[0].note and "3" in state.tiles()[0].note


def test_one_person_in_two_posts_on_one_day_is_a_double_posting(fill):
    head = ["人员编号", "派驻单位编号", "开始日期", "结束日期", "岗位类别"]
    posts = [
        ["A0", "V1", "2018-01-10", "", "第一书记"],
        ["A0", "T1", "2018-03-01", "", "墩苗锻炼"],
        ["A0", "T2", "2016-01-10", "2016-12-31", "墩苗锻炼"],
        ["A1", "T1", "2016-01-10", "2016-12-31", "墩苗锻炼"],
        ["A1", "V2", "2017-01-10", "", "第一书记"],
    ]
    state = Placements(fill({"A": 2}, d=[head, *posts]))
    assert tiles(state)["twice"] == 2
    state.pick(dict(state.tiles()[4].picks))
    assert set(state.leaf()["person_id"]) == {"A0"}


def test_a_term_is_short_only_once_it_has_ended_and_overdue_after_the_longest(fill):
    head = ["人员编号", "派驻单位编号", "开始日期", "结束日期", "岗位类别"]
    posts = [
        ["A0", "V1", "2014-01-10", "", "第一书记"],
        ["A1", "V2", "2017-01-10", "2017-06-30", "第一书记"],
        ["A2", "V3", "2018-01-10", "", "第一书记"],
    ]
    state = Placements(fill({"A": 3}, d=[head, *posts]))
    parts = state.cover().set_index("village")["part"].to_dict()
    assert parts == {"V1": "超期", "V2": "空缺", "V3": "在任"}
    terms = {(line.stage, line.term): line.count for line in state.terms().itertuples()}
    assert terms == {("serving", "long"): 1, ("ended", "short"): 1, ("serving", "short"): 1}
