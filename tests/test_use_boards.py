"""用苗: vacancies and who is in line, assessments, pools: what each number means, and the traps that it must not fall into."""

import pandas as pd
import polars as pl
import pytest

import hongmiao as hm
from hongmiao import screening
from hongmiao.boards.assessments_board import Assessments
from hongmiao.boards.pools_board import Pools
from hongmiao.boards.vacancies_board import Vacancies
from hongmiao.charts.flow import placed as bars
from hongmiao.errors import BadValue
from hongmiao.policy.assessments import assessments_policy
from hongmiao.policy.post import post_policies, readiness_policy, review_policies
from hongmiao.screening import lacking, line_up
from test_boards import tiles

DAY = "2018-06-30"
UNITS = [
    ["组织编号", "组织名称", "组织类别", "上级组织"],
    ["U1", "区", "区", ""],
    ["T1", "甲镇", "镇", "U1"],
    ["T2", "乙镇", "镇", "U1"],
    ["N1", "甲村", "行政村", "T1"],
    ["N2", "乙村", "行政村", "T2"],
]
PEOPLE = [["人员编号", "姓名", "所在组织", "出生日期", "学历", "职务层次"]]
STAYS = [["人员编号", "储备库", "入库日期", "出库日期", "去向", "出库原因", "决定机构"]]


def staff(person: str, born: str = "1985-01-01", schooling: str = "本科", name: str = "张三") -> list[str]:  # fmt: skip
    return [person, name, "T1", born, schooling, "科员"]


@pytest.fixture
def reserve(load, csv_file):
    """Loads units, people and their stays in the section-level reserve since 2016, and whatever files besides."""

    def run(people: list[list[str]], stays: list[list[str]] | None = None, **more: list[list[str]]):
        # Something happened on the day, and training was loaded: no absence is known to be none.
        booked = [
            ["流水号", "人员编号", "活动日期", "活动", "积分"],
            ["E1", people[0][0], DAY, "义诊", "1"],
        ]
        course = [["班次编号", "班次名称", "开始日期"], ["C1", "轮训", "2018-03-05"]]
        taken = [
            ["人员编号", "班次编号", "参训状态", "完成日期"],
            [people[0][0], "C1", "已完成", "2018-03-07"],
        ]
        more |= {"e": booked, "c": course, "t": taken}
        own = stays or [[one[0], "科级后备干部", "2016-01-01", "", "", "", ""] for one in people]
        files = {"u": UNITS, "p": PEOPLE + people, "s": STAYS + own, **more}
        load(*(csv_file(f"{name}.csv", rows) for name, rows in files.items()))
        return hm.open_store()

    return run


def placed(*rows: tuple[str, str, str]) -> list[list[str]]:
    head = ["人员编号", "派驻单位", "岗位类别", "开始日期", "结束日期"]
    return [head, *([person, "T2", "墩苗锻炼", start, end] for person, start, end in rows)]


def lined(store) -> dict[str, dict]:
    found = line_up(store, post_policies()["section_deputy"], readiness_policy(), pd.Timestamp(DAY).date())  # fmt: skip
    return {one["person_id"]: one for one in found.iter_rows(named=True)}


# Readiness.


def test_what_is_lacking_is_told_with_how_far_and_when(reserve):
    posts = placed(("P1", "2018-03-01", ""), ("P2", "2017-01-01", "2017-12-31"))
    store = reserve([staff("P1"), staff("P2"), staff("P3")], w=posts)
    found, post = lined(store), post_policies()["section_deputy"]
    assert {key: (one["bench"], one["months"]) for key, one in found.items()} == {
        "P2": ("now", 0), "P1": ("within", 2), "P3": ("within", 6),
    }  # fmt: skip
    ((part, value, met, wait),) = lacking(post, found["P1"])
    assert (part.key, value, met, wait) == ("tempered", 4, False, 2)
    state = Vacancies(store)
    assert state.blank
    assert not lacking(post, found["P2"])


def test_whoever_grows_too_old_while_waiting_is_out_of_reach(reserve):
    store = reserve(
        [staff("P1", "1978-01-01"), staff("P2", "1977-08-15"), staff("P3", "1976-01-01")],
        w=placed(("P1", "2018-05-01", "")),
    )
    found = lined(store)
    # P1 turns 41 in January, when four more months in the placement are done. P2 turns 41 in August, before six are.
    assert (found["P1"]["bench"], found["P1"]["months"]) == ("within", 4)
    assert found["P2"]["bench"] == "out" and found["P3"]["bench"] == "out"


def test_a_missing_record_is_not_a_failure_and_no_time_heals_a_degree(reserve):
    posts = placed(("P1", "2017-01-01", "2018-01-31"), ("P2", "2017-01-01", "2018-01-31"))
    found = lined(reserve([staff("P1", ""), staff("P2", schooling="大专")], w=posts))
    assert found["P1"]["bench"] == "cannot_tell" and found["P1"]["months"] is None
    assert found["P2"]["bench"] == "out"


@pytest.mark.parametrize("level", ["section_head", "section_deputy", "staff", "village_post", "party_post"])  # fmt: skip
def test_ready_now_is_what_the_engine_calls_eligible(demo_store, level):
    post, day = post_policies()[level], screening.data_date(demo_store)
    line = line_up(demo_store, post, readiness_policy(), day)
    judged = screening.screen(demo_store, post, day).people
    eligible = judged.filter(pl.col("verdict").cast(pl.String) == "eligible")["person_id"]
    assert set(line.filter(pl.col("bench").cast(pl.String) == "now")["person_id"]) == set(eligible)
    assert set(line["person_id"]) == set(judged["person_id"])
    for one in line.iter_rows(named=True):
        waits = [wait for *_, wait in lacking(post, one)]
        if one["bench"] in ("now", "within", "later"):
            assert one["months"] >= max([0, *waits]) and None not in waits
        assert (one["months"] == 0) is (one["bench"] == "now")


# Vacancies.


def vacancies(*rows: tuple[str, str, str, str]) -> list[list[str]]:
    head = ["空缺编号", "用人单位", "空缺职位", "职位层次", "空缺日期", "补任人员编号", "补任日期"]
    return [head, *([*row, "2018-01-01", "", ""] for row in rows)]


def test_a_village_post_is_filled_from_its_own_town_and_a_post_without_conditions_is_told_apart(reserve):  # fmt: skip
    people = [
        ["P1", "李四", "N1", "1985-01-01", "大专", ""],
        ["P2", "李四", "N2", "1985-01-01", "大专", ""],
    ]
    stays = [[one, "村级后备干部", "2017-01-01", "", "", "", ""] for one in ("P1", "P2")]
    posts = vacancies(("V1", "N1", "委员", "村干部"), ("V2", "T1", "书记", "其他"), ("V3", "T2", "科长", "正科级"))  # fmt: skip
    state = Vacancies(reserve(people, stays, v=posts))
    assert dict(zip(state.everywhere["vacancy_id"], state.everywhere["line"], strict=True)) == {
        "V1": "ready", "V2": "unruled", "V3": "none",
    }  # fmt: skip
    assert (tiles(state)["open"], tiles(state)["ready"], tiles(state)["none"]) == (3, 1, 1)
    state.pick({"vacancy": "V1", "view": "candidates"})
    assert state.leaf()["person_id"].tolist() == ["P1"], "a namesake of another town is not in line"


def test_opening_a_row_asks_who_fits_the_post_and_what_the_person_fits(demo_store):
    state = Vacancies(demo_store)
    post = next(one for one in state.open_posts() if one.now + one.within > 0)
    state.opened = ("vacancy", post.vacancy_id)
    state.view = "candidates"
    found = state.leaf()
    assert len(found) == sum(getattr(post, ready) for ready in screening.BENCH)
    for one in found.head(3).itertuples():
        state.opened = ("person", one.person_id)
        suits = state.suits().set_index("vacancy_id")
        assert suits.loc[post.vacancy_id, ["place", "of"]].tolist() == [one.place, len(found)]


def test_each_candidate_is_told_what_they_lack(demo_store):
    state = Vacancies(demo_store, view="bench")
    rows = [(line.ready, state.bench_row(line)[-1]) for line in state.bench().itertuples()]
    assert {said == state.say("lacks_nothing") for ready, said in rows if ready == "now"} == {True}
    assert all("个月可补" in said for ready, said in rows if ready == "within")
    assert all("补不上" in said or "个月" in said for ready, said in rows if ready == "out")


# Assessments.


def marks(*rows: tuple) -> list[list[str]]:
    head = ["人员编号", "考核周期", "考核指标", "权重", "得分", "考核主体"]
    return [head, *([str(cell) for cell in row] for row in rows)]


def test_a_missing_score_is_not_nought_and_weights_are_told_as_they_are(reserve):
    given = marks(
        ("P1", "2018Q2", "甲", 60, 90, "党组"), ("P1", "2018Q2", "乙", 40, "", "群众"),
        ("P2", "2018Q2", "甲", 60, 90, "党组"), ("P2", "2018Q2", "乙", 20, 70, "群众"),
        ("P3", "2018Q2", "甲", "", 70, "党组"), ("P3", "2018Q2", "乙", 40, 90, "群众"),
        ("P4", "2018Q2", "甲", 60, "", "党组"),
        ("P5", "2018Q2", "甲", 90, 70, "党组"), ("P5", "2018Q2", "乙", 10, "", "群众"),
    )  # fmt: skip
    state = Assessments(reserve([staff(f"P{n}") for n in range(1, 6)], a=given))
    found = state.leaf().set_index("person_id")
    assert found["score"].fillna(-1).to_dict() == {"P1": 90, "P2": 85, "P3": 80, "P4": -1, "P5": 70}
    assert found["standing"].to_dict() == {"P1": "open", "P2": "fine", "P3": "fine", "P4": "none", "P5": "short"}  # fmt: skip
    told = {line.person_id: state.person_row(line)[-1] for line in state.leaf().itertuples()}
    assert "缺分：乙" in told["P1"] and "权重合计 80" in told["P2"] and "简单平均" in told["P3"]
    shown = tiles(state)
    assert (shown["assessed"], shown["short"], shown["missing"], shown["uneven"]) == (5, 1, 3, 3)
    assert shown["mean"] == pytest.approx((90 + 85 + 80 + 70) / 4, abs=0.06)


def test_participation_is_of_all_who_were_assessed(reserve):
    given = marks(
        ("P1", "2018Q2", "甲", 60, 90, "党组"), ("P1", "2018Q2", "乙", 40, "", "群众"),
        ("P2", "2018Q2", "甲", 100, 90, "党组"),
    )  # fmt: skip
    state = Assessments(reserve([staff("P1"), staff("P2")], a=given), view="raters")
    found = state.leaf().set_index("indicator")
    assert found.loc["乙", ["assessed", "marks", "scored", "missing"]].tolist() == [2, 1, 0, 1]
    assert pd.isna(found.loc["乙", "mean"])


def test_only_whoever_has_a_score_in_both_periods_is_compared(reserve):
    given = marks(
        ("P1", "2018Q1", "甲", 100, 95, "党组"), ("P1", "2018Q2", "甲", 100, 88, "党组"),
        ("P2", "2018Q1", "甲", 100, "", "党组"), ("P2", "2018Q2", "甲", 100, 60, "党组"),
    )  # fmt: skip
    state = Assessments(reserve([staff("P1"), staff("P2")], a=given))
    assert tiles(state)["fallen"] == 1
    assert state.leaf().set_index("person_id")["step"].fillna(0).to_dict() == {"P1": -7, "P2": 0}


# Pools.


def test_a_person_in_two_pools_is_one_person_and_two_stays_and_history_is_kept(reserve):
    stays = [
        ["P1", "科级后备干部", "2017-02-01", "", "", "", ""],
        ["P1", "惠济英才", "2017-05-01", "", "", "", ""],
        ["P1", "专职党务", "2016-01-10", "2017-01-20", "退出", "个人原因辞职", "区委组织部"],
        ["P2", "科级后备干部", "2018-01-05", "", "", "", ""],
    ]
    state = Pools(reserve([staff("P1"), staff("P2")], stays), year="2017")
    assert [tiles(state)[key] for key in ("inside", "several", "entered", "gone", "used")] == [2, 1, 2, 1, 0]  # fmt: skip
    state.view = "people"
    assert state.leaf()["person_id"].tolist() == ["P1", "P2"], "namesakes stay two"
    state.pool = "section_reserve"
    assert tiles(state)["inside"] == 2 and tiles(state)["several"] == 1
    flows = state.flows()
    assert flows.loc[flows["way"] == "stock", "count"].tolist() == [1, 2]


def test_the_time_in_a_pool_is_that_of_those_who_left(reserve):
    people = [staff(f"P{n}") for n in range(1, 4)]
    stays = [
        ["P1", "科级后备干部", "2017-01-31", "2018-01-30", "提拔", "", ""],
        ["P2", "科级后备干部", "2017-01-01", "2018-03-01", "提拔", "", ""],
        ["P3", "科级后备干部", "2010-01-01", "", "", "", ""],
    ]
    (line,) = Pools(reserve(people, stays)).times().itertuples()
    assert (line.value, line.count, line.open) == (11, 2, "1"), "a month is whole on its own day"


def test_what_is_proposed_names_its_reasons_and_nothing_unknown_is_a_reason(demo_store):
    state = Pools(demo_store)
    rows = [state.due_row(line) for line in state.due().itertuples()]
    assert rows and all("建议" in row[5] and "要求" in row[6] for row in rows)
    judged = state.judged()
    assert judged[judged["proposal"].isna() & judged["open"].gt(0)]["rules"].eq("").all()
    low = set(demo_store.frame("account_people", period=demo_store.frame("account_periods")["period"][0], base=100, help=60, limit_applicant=85, concern="applicant")["person_id"])  # fmt: skip
    named = judged[judged["rules"].str.contains("account")]
    assert set(named["person_id"]) <= low and set(named["pool"]) <= {"party_applicant"}


def test_the_stock_of_a_quarter_is_who_was_inside_at_its_end(demo_store):
    state = Pools(demo_store)
    for line in state.flows().query("way == 'stock'").itertuples():
        last = pd.Period(line.at, "Q").end_time.date().isoformat()
        counted = demo_store.sql(
            "SELECT count(*) AS n FROM pool_membership WHERE entry_date <= :day AND (exit_date IS NULL OR exit_date > :day)",
            day=last,
        )["n"][0]
        assert line.count == counted


def test_what_goes_out_hangs_below_what_comes_in_and_nothing_is_lost():
    rows = [
        ("一", "in", "入库", 3),
        ("一", "out", "提拔", 2),
        ("一", "out", "退出", 1),
        ("一", "stock", "", 5),
    ]
    frame = pd.DataFrame(rows, columns=["group", "way", "part", "count"])
    found = bars(frame, {"入库": "#111111", "提拔": "#222222", "退出": "#333333"}).set_index("part")
    assert found["count"].to_dict() == {"入库": 3, "提拔": 2, "退出": 1, "": 5}
    assert found.loc[["入库", "提拔", "退出"], ["start", "end"]].to_numpy().tolist() == [[0, 3], [0, -2], [-2, -3]]  # fmt: skip


# Policies.


def test_every_threshold_of_use_has_its_source():
    rule = readiness_policy()
    parts = [rule.within, rule.later, *rule.heal]
    for policy in [*post_policies().values(), *review_policies().values()]:
        assert policy.example
        parts += [*policy.population, *policy.condition]
    own = assessments_policy()
    parts += [own.short, own.weak, own.judged, own.fall]
    assert all(part.source.zh and part.source.en for part in parts)
    sure = {(part.field, part.value) for part in parts if getattr(part, "certainty", "") == "F"}
    assert sure == {("training_hours_12m", 90)}


def test_the_offices_own_post_wins_and_one_of_another_level_is_refused(home):
    text = 'level = "staff"\npool = "talent"\nwords = "科员"\n'
    (home / "policy/posts").mkdir()
    (home / "policy/posts/staff.toml").write_text(text, "utf-8")
    assert post_policies()["staff"].condition == [] and not post_policies()["staff"].example
    (home / "policy/posts/other.toml").write_text(text, "utf-8")
    with pytest.raises(BadValue, match="other"):
        post_policies()


@pytest.mark.parametrize(
    ("file", "text", "named"),
    [
        ("readiness", "months = 36", "readiness"),
        ("readiness", "per_month = 1\n", "heal"),
        ("assessments", "at_least = 0.8", "judged.at_least"),
    ],
)
def test_what_does_not_fit_is_told_by_file_and_key(home, file, text, named):
    from hongmiao.places import policy_folders

    shipped = (policy_folders()[-1] / f"{file}.toml").read_text("utf-8")
    wrong = {"months = 36": "months = 12", "per_month = 1\n": "", "at_least = 0.8": "at_least = 80"}
    (home / f"policy/{file}.toml").write_text(shipped.replace(text, wrong[text], 1), "utf-8")
    with pytest.raises(BadValue, match=file):
        readiness_policy() if file == "readiness" else assessments_policy()
