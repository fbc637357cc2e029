"""Training: each trap that a newcomer falls into, by name, on a few rows and on the demo district."""

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hongmiao as hm
from hongmiao.boards.hours_board import Hours
from hongmiao.boards.outlook import outlook
from hongmiao.boards.training_board import Training
from hongmiao.maps import ForeignMap, map_path
from hongmiao.policy.training import training_policy

PUBLIC = Path(__file__).parents[2] / "shared/data"
UNITS = [["组织编号", "组织名称", "组织类别", "上级组织"], ["U1", "区", "区", ""], ["A", "甲镇", "镇", "U1"], ["B", "乙镇", "镇", "U1"]]  # fmt: skip
PEOPLE = [["人员编号", "姓名", "所在组织", "政治面貌", "职级", "职务"], ["P1", "张三", "A", "党员", "", ""], ["P2", "张三", "A", "党员", "", "支部委员"],
          ["P3", "李四", "B", "群众", "科员", ""], ["P4", "王五", "B", "群众", "", ""]]  # fmt: skip
COURSES = [["班次编号", "班次名称", "培训层级", "培训方式", "计划人次", "学时", "开始日期", "结束日期", "必修"],
           ["C1", "甲班", "党员", "线下", "10", "14", "2018-03-01", "2018-03-02", "是"], ["C2", "乙班", "党员", "网络", "10", "20", "2018-04-01", "2018-05-30", "否"],
           ["C3", "丙班", "科级干部", "线下", "5", "", "2018-06-04", "2018-06-06", "是"], ["C4", "丁班", "党员", "线下", "9", "7", "2018-11-01", "2018-11-01", "是"]]  # fmt: skip
HEAD = ["人员编号", "班次编号", "参训次序", "参训状态", "完成学时", "完成日期", "退出日期"]


@pytest.fixture
def school(load, csv_file):
    """A district of four people and four courses, with the enrolments given: a function to a store."""

    def with_rows(*rows: str) -> hm.Store:
        cells = [HEAD, *[(row + "," * 6).split(",")[:7] for row in rows]]
        load(csv_file("u.csv", UNITS), csv_file("p.csv", PEOPLE), csv_file("c.csv", COURSES), csv_file("e.csv", cells))  # fmt: skip
        return hm.open_store()

    return with_rows


def figures(store, **chosen) -> dict[str, int]:
    state = Training(store, "zh", **chosen)
    return state.ask("training_summary").iloc[0].to_dict()


def listed(state, view: str, **chosen) -> pd.DataFrame:
    state.view = view
    for name, value in chosen.items():
        setattr(state, name, value)
    return state.leaf()


def test_person_times_are_not_persons(school):
    store = school("P1,C1,1,已完成,14,2018-03-02", "P1,C2,1,已完成,20,2018-05-01", "P2,C1,1,已完成,14,2018-03-02")  # fmt: skip
    now = figures(store)
    assert (now["enrolled"], now["completed"], now["reached"], now["finished"]) == (3, 3, 2, 2)
    state = Training(store)
    assert len(listed(state, "enrolments", status="completed")) == 3
    assert len(listed(state, "people", status=None, reach="done")) == 2


def test_namesakes_stay_two_people(school):
    store = school("P1,C1,1,已完成,14,2018-03-02", "P2,C1,1,缺勤")
    people = listed(Training(store), "people", reach="done")
    assert people["person_id"].tolist() == ["P1"]


def test_enrolled_is_not_started(school):
    now = figures(school("P1,C4,1,未开始", "P2,C2,1,学习中,4"))
    assert (now["enrolled"], now["started"], now["completed"]) == (2, 1, 0)


def test_leave_is_not_absence_and_more_than_a_seventh_is_listed_apart(school):
    # 2 of 14 hours missed are a seventh, and no more.
    store = school("P1,C1,1,请假,12", "P2,C1,1,请假,11.5", "P3,C1,1,缺勤,0", "P4,C2,1,请假,0", "P4,C1,1,已完成,14,2018-06-30")  # fmt: skip
    state = Training(store)
    counted = state.statuses().groupby("part")["count"].sum()
    assert (counted["请假"], counted["缺勤"]) == (3, 1)
    assert figures(store)["over_leave"] == 1
    assert listed(state, "leave")["person_id"].tolist() == ["P2"], "an online course has no such rule"  # fmt: skip
    people = Hours(store).ask("hours_people").set_index("person_id")
    assert people["missed"].to_dict() == {"P1": 2, "P2": 2.5, "P3": 0} and not people["credit"].any()  # fmt: skip


def test_withdrawn_is_not_failed(school):
    store = school(
        "P1,C1,1,退学,3,,2018-03-02", "P2,C1,1,未通过,14", "P3,C1,1,已完成,14,2018-06-30"
    )
    counted = Training(store).statuses().groupby("part")["count"].sum()
    assert (counted["退学"], counted["未通过"]) == (1, 1)
    assert figures(store)["overdue"] == 2


def test_a_later_unfinished_attempt_hides_no_completion_and_is_no_second_row(school):
    store = school(
        "P1,C2,1,已完成,20,2018-04-20", "P1,C2,2,学习中,3", "P2,C1,1,已完成,14,2018-06-30"
    )
    now = figures(store)
    assert (now["enrolled"], now["completed"], now["overdue"]) == (2, 2, 0)
    rows = listed(Training(store), "enrolments").set_index("person_id")
    assert rows["status"]["P1"] == "completed" and rows["attempts"].to_dict() == {"P1": 2, "P2": 1}
    assert Hours(store).ask("hours_people").set_index("person_id")["online"]["P1"] == 20


def test_hours_and_completions_count_inside_the_calendar_year(school):
    store = school("P1,C2,1,已完成,20,2019-01-05", "P2,C2,1,已完成,20,2018-12-31")
    for year, expected in (("2018", {"P1": 0, "P2": 20}), ("2019", {"P1": 20, "P2": 0})):
        found = Hours(store, "zh", year=year).ask("hours_people").set_index("person_id")["credit"]
        assert {key: found[key] for key in expected} == expected
    curve, _ = Training(store).progress()
    points = curve[curve["series"] == "done"].dropna(subset="tip").set_index("until")["count"]
    assert (points["2018-11"], points["2018-12"], points["2019-01"]) == (0, 1, 2)


def test_a_class_in_person_without_hours_counts_by_its_days(school):
    store = school("P3,C3,1,已完成,,2018-06-06")
    assert Hours(store).ask("hours_people").set_index("person_id")["offline"]["P3"] == 3 * 7.5


def test_the_first_duty_that_fits_a_person_counts_and_nobody_else_owes(school):
    people = Hours(school("P4,C1,1,已完成,14,2018-03-02")).ask("hours_people")
    assert dict(zip(people["person_id"], people["due"], strict=True)) == {"P1": 32, "P2": 56, "P3": 90}  # fmt: skip


def test_someone_promoted_while_short_has_a_year_to_make_it_up(school, load, csv_file):
    store = school("P3,C1,1,已完成,14,2018-03-02")
    stays = [["人员编号", "储备库", "入库日期", "出库日期", "去向", "出库原因"], ["P3", "科级后备干部", "2017-01-01", "2018-02-28", "提拔", "实绩突出"]]  # fmt: skip
    load(csv_file("m.csv", stays))
    people = Hours(store).ask("hours_people").set_index("person_id")["make_up_by"]
    assert people["P3"] == "2019-02-28" and people.drop("P3").isna().all()


def test_coverage_counts_those_a_level_is_for_and_no_guest(school):
    # P3, no Party member, sits in a Party class: a person reached, but nobody's coverage.
    store = school("P1,C1,1,已完成,14,2018-03-02", "P3,C1,1,已完成,14,2018-03-02")
    now = figures(store, audience="party_member")
    assert (now["finished"], now["covered"], now["target"]) == (2, 1, 2)
    grid = Training(store).coverage()
    cell = grid[(grid["audience_known"] == "party_member") & (grid["row"] == "甲镇")].iloc[0]
    assert (cell["count"], cell["whole"]) == (1, 2)
    assert listed(Training(store), "people", audience="party_member", reach="missed")["person_id"].tolist() == ["P2"]  # fmt: skip


def test_people_outside_the_chosen_unit_are_not_counted(school):
    store = school("P1,C1,1,已完成,14,2018-03-02", "P3,C1,1,已完成,14,2018-03-02")
    state = Training(store, "zh", unit="B")
    assert state.ask("training_summary").iloc[0]["completed"] == 1
    assert listed(state, "enrolments")["person_id"].tolist() == ["P3"]
    courses = listed(state, "courses").set_index("course_id")
    assert courses["completed"]["C1"] == 1 and courses["fill"]["C1"] == 0.2


# The demo district, against a plain reading of the rows.


@given(cap=st.sampled_from([0, 0.25, 0.5, 1]), each=st.booleans(), year=st.sampled_from(["2016", "2017", "2018"]),
       status=st.sets(st.sampled_from(["completed", "in_progress", "failed", "leave"]), min_size=1))  # fmt: skip
@settings(max_examples=12)
def test_hours_agree_with_a_reading_row_by_row(demo_store, cap, each, year, status):
    state = Hours(demo_store, "zh", year=year)
    more = {"online": cap, "retakes": int(each), "counted": json.dumps(sorted(status))}
    people = state.ask("hours_people", **more).set_index("person_id")
    rows = demo_store.sql(
        """SELECT e.*, c.mode, c.hours, coalesce(e.completed_date, c.end_date, c.start_date) AS day, c.course_id AS course FROM enrolment e JOIN course c USING (course_id)"""
    )
    best = {(r.person_id, r.course): r.attempt for r in demo_store.sql("SELECT person_id, course_id AS course, attempt FROM best_attempt").itertuples()}  # fmt: skip
    done: dict[tuple[str, str], float] = {}
    for row in rows.itertuples():
        once = each or best[row.person_id, row.course] == row.attempt
        if row.status in status and row.day[:4] == year and once:
            done[row.person_id, row.mode] = done.get((row.person_id, row.mode), 0) + row.hours_done  # fmt: skip
    for key, line in people.iterrows():
        counted = done.get((key, "offline"), 0) + min(done.get((key, "online"), 0), cap * line["due"])  # fmt: skip
        assert line["credit"] == pytest.approx(counted)
        assert line["missing"] == pytest.approx(max(0, line["due"] - counted))
        assert (line["standing"] == "met") == (counted >= line["due"])
    groups = state.ask("hours_by_unit", **more)
    assert groups["persons"].sum() == len(people)
    assert groups["missing"].sum() == pytest.approx(people["missing"].sum())


def test_everybody_who_owes_hours_is_met_on_track_or_behind_and_in_no_year_twice(demo_store):
    state = Hours(demo_store)
    for _, year in state.choices[0].options:
        state.year = year
        counted = state.people().groupby("standing")["persons"].sum()
        assert counted.sum() == int(state.tiles()[0].value.replace(",", ""))
        if year < state.data_day[:4]:
            assert "on_track" not in counted.index and state.weeks_left == 0


def test_the_curve_ends_at_what_is_completed_and_its_plan_at_the_plan(demo_store):
    state = Training(demo_store)
    for _, year in state.choices[0].options:
        state.year = year
        frame, coming = state.progress()
        ends = frame.groupby("series")["count"].max()
        now = state.ask("training_summary").iloc[0]
        assert (ends["done"], ends["plan"]) == (now["completed"], now["planned"])
        assert (coming is not None) == (year == state.data_day[:4])
        if coming:
            last = coming.months.iloc[-1]
            assert now["completed"] < last["low"] <= last["middle"] <= last["high"] <= now["planned"] * 1.1  # fmt: skip


# The outlook.


def classes(rates: list[float], left: int) -> pd.DataFrame:
    rows = [(100, round(100 * rate), f"2018-{i + 1:02}-01", f"2018-{i + 1:02}-02") for i, rate in enumerate(rates)]  # fmt: skip
    rows += [(100, 0, f"2018-{month:02}-01", None) for month in range(12, 12 - left, -1)]
    return pd.DataFrame(rows, columns=["planned", "completed", "start_date", "end_date"])


def test_nothing_is_foretold_of_a_finished_year_or_from_too_little():
    assert outlook(classes([0.8] * 6, 0), "2018-08-31", 480) is None
    assert outlook(classes([0.8] * 4, 2), "2018-08-31", 320) is None
    assert outlook(classes([0.8] * 6, 2).assign(planned=None), "2018-08-31", 480) is None


def test_classes_all_alike_leave_no_doubt_and_others_an_interval():
    alike = outlook(classes([0.8] * 6, 2), "2018-08-31", 480).months
    assert alike[["low", "middle", "high"]].to_numpy().tolist() == [[560] * 3, [640] * 3]
    apart = outlook(classes([0.5, 0.6, 0.7, 0.8, 0.9, 1.0], 2), "2018-08-31", 450).months.iloc[-1]
    assert 550 <= apart["low"] < apart["middle"] < apart["high"] <= 650


def test_what_a_class_under_way_has_done_is_not_taken_back():
    known = classes([0.1] * 6, 1)
    known.loc[6, "completed"] = 90
    assert outlook(known, "2018-08-31", 150).months.iloc[-1]["high"] == 150


@pytest.mark.skipif(not (PUBLIC / "oulad").is_dir(), reason="the public data do not stand beside the project")  # fmt: skip
def test_oulad_counts_persons_and_person_times_apart_without_a_special_case(store, load, tmp_path):
    for name in ("student.csv", "student_registration.csv"):
        (tmp_path / name).symlink_to(PUBLIC / "oulad" / name)
    load(tmp_path, mapping=ForeignMap.read(map_path("oulad")))
    state = Training(hm.open_store(), "zh", year=None)
    now = state.ask("training_summary").iloc[0]
    assert (now["enrolled"], now["reached"]) == (32_593, 28_785)
    assert listed(state, "people")["total"].iloc[0] == 28_785
    assert listed(state, "enrolments")["total"].iloc[0] == 32_593
    completed, reached = (int(state.tiles()[i].value.replace(",", "")) for i in (2, 3))
    assert completed == now["completed"] > reached == now["finished"]
    assert all(tile.note for tile in state.tiles()) and state.policy == training_policy()
    assert state.progress()[0]["count"].max() == completed


def test_what_is_asked_for_beside_a_status_keeps_its_own_statuses_bright(demo_store):
    state = Training(demo_store)
    for asked, bright in (("started", 6), ("unfinished", 6), ("over_leave", 1), ("failed", 1)):
        state.status = asked
        kept = state.statuses().query("not dim")["status"].unique()
        assert len(kept) == bright, asked
    hours = Hours(demo_store, "zh", standing="short")
    assert set(hours.counts("unit", "standing").query("not dim")["standing"]) <= {"on_track", "behind", None}  # fmt: skip
