"""The invented district: the same every time, whole at every size, and with the few mistakes that it says."""

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongmiao.demo import write_demo
from hongmiao.load import load
from hongmiao.records import RECORD_TYPES
from hongmiao.store import open_store

TODAY = "2018-06-30"


def tables_of(folder: Path, people: int, seed: int = 2018) -> dict[str, pl.DataFrame]:
    """Every file of a demo as text, under the columns' own names."""
    tables, known = {}, {kind.zh: (table, kind) for table, kind in RECORD_TYPES.items()}
    for path in write_demo(folder, people, seed):
        table, kind = known[path.stem[3:]]
        names = {field.zh: name for name, field in kind.fields().items()}
        tables[table] = pl.read_csv(path, infer_schema=False).rename(
            lambda heading, names=names: names[heading]
        )
    return tables


def digest(paths: list[Path]) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]


@pytest.fixture(scope="module")
def district(tmp_path_factory) -> dict[str, pl.DataFrame]:
    return tables_of(tmp_path_factory.mktemp("district"), 8_000)


def test_the_same_seed_gives_the_same_bytes_and_another_gives_others(tmp_path):
    first, again, other = (
        write_demo(tmp_path / name, 700, seed) for name, seed in (("a", 5), ("b", 5), ("c", 6))
    )
    assert [path.name for path in first] == [path.name for path in again]
    assert digest(first) == digest(again)
    assert digest(first) != digest(other)


def test_files_are_what_an_office_would_hand_in(tmp_path):
    paths = write_demo(tmp_path, 60)
    assert [path.stem[:2] for path in paths] == [f"{n:02}" for n in range(1, len(paths) + 1)]
    assert {path.stem[3:] for path in paths} <= {kind.zh for kind in RECORD_TYPES.values()}
    assert len(paths) >= 15
    for path in paths:
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    first = (tmp_path / "01-组织.csv").read_text("utf-8-sig").splitlines()
    assert first[:2] == ["组织编号,组织名称,组织类别,上级组织", "U00001,示范区,区,"]


@settings(max_examples=15, deadline=None)
@given(people=st.integers(60, 400), seed=st.integers(0, 2**31))
def test_keys_are_unique_and_references_resolve_at_every_size(people, seed):
    with TemporaryDirectory() as folder:
        tables = tables_of(Path(folder), people, seed)
    assert len(tables["person"]) == people
    for table, frame in tables.items():
        kind = RECORD_TYPES[table]
        assert not frame.select(kind.primary_key()).is_duplicated().any(), table
        for column, to in kind.references().items():
            if column in frame.columns:
                key = tables[to][RECORD_TYPES[to].primary_key()[0]]
                assert frame[column].drop_nulls().is_in(key.implode()).all(), (table, column)
    kinds = dict(tables["unit"].group_by("kind").len().iter_rows())
    assert (kinds["行政村"], kinds["镇"] + kinds["街道"], kinds["区直单位"]) == (53, 8, 24)


@pytest.mark.parametrize("people", [60, 2_000])
def test_every_row_loads_and_the_few_mistakes_are_warnings(tmp_path, monkeypatch, people):
    monkeypatch.setenv("HONGMIAO_HOME", str(tmp_path / "home"))
    (tmp_path / "home/policy").mkdir(parents=True)
    write_demo(tmp_path / "files", people, seed=1)
    report = load(open_store(tmp_path / "demo.db"), [tmp_path / "files"])
    assert report.stored and report.total("rows_new") == report.total("rows_read")
    found = list(report.findings())
    assert {finding.severity for finding in found} <= {"warning"}
    assert {finding.code for finding in found} <= {
        "same_name_and_birth",
        "withdrawn_without_date",
        "date_without_withdrawal",
        "attended_over_expected",
    }
    assert len(found) <= max(4, people / 200) and (people < 2_000 or len(found) > 4)


def test_mistakes_change_a_few_cells_and_nothing_else(tmp_path, monkeypatch):
    told = tables_of(tmp_path / "a", 2_000)
    monkeypatch.setattr("hongmiao.demo.make_mistakes", lambda tables, seed: None)
    clean = tables_of(tmp_path / "b", 2_000)
    changed = {
        table: {c: (frame[c].ne_missing(clean[table][c])).sum() for c in frame.columns}
        for table, frame in told.items()
    }
    changed = {(t, c): n for t, columns in changed.items() for c, n in columns.items() if n}
    assert {*changed} <= {
        ("person", "name"), ("person", "birth_date"), ("enrolment", "withdrawn_date"), ("activity", "attended"),
    }  # fmt: skip
    assert max(changed.values()) <= 10


@pytest.mark.parametrize("people", [60, 8_000])
def test_2018_plans_twelve_thousand_person_times_over_six_levels(tmp_path, people):
    courses = tables_of(tmp_path, people)["course"].filter(
        pl.col("start_date").str.starts_with("2018")
    )
    assert courses["planned_persontimes"].cast(int).sum() == 12_000
    assert courses["audience"].n_unique() == 6


def test_the_year_is_half_done(district):
    classes = district["enrolment"].join(district["course"], on="course_id")
    ahead = classes.filter(pl.col("start_date") > TODAY)
    assert set(ahead["status"]) == {"未开始"}
    over = classes.filter((pl.col("end_date") <= TODAY) & (pl.col("attempt") == "1"))
    assert set(over["status"]) == {"已完成", "请假", "缺勤", "退学", "未通过"}
    this_year = classes.filter(pl.col("completed_date").str.starts_with("2018"))
    scaled_plan = 12_000 * len(district["person"]) / 20_000
    assert 0.35 < len(this_year) / scaled_plan < 0.65
    for column in ("enrolled_date", "completed_date", "withdrawn_date"):
        assert district["enrolment"][column].max() <= TODAY
    done = classes.filter(pl.col("status") == "已完成")
    assert (done["completed_date"] >= done["start_date"]).all()


def test_a_completion_may_be_followed_by_an_attempt_that_is_not_finished(district):
    attempts = district["enrolment"].pivot(
        "attempt", index=["person_id", "course_id"], values="status"
    )
    both = attempts.filter((pl.col("1") == "已完成") & pl.col("2").is_not_null())
    assert len(both) and "已完成" not in both["2"].to_list()


def test_each_pool_narrows_from_step_to_step_in_order_of_days(district):
    steps = district["selection_step"]
    passed = steps.filter(pl.col("result") == "通过")
    assert steps["pool"].n_unique() == 5
    for (_pool,), mine in steps.group_by("pool", maintain_order=True):
        reached = mine.group_by("step", maintain_order=True).len()["len"].to_list()
        assert len(reached) >= 2 and reached == sorted(set(reached), reverse=True)
    order = passed.with_columns(before=pl.col("step_date").shift().over("person_id", "pool"))
    assert (
        order["before"].drop_nulls() < order.filter(pl.col("before").is_not_null())["step_date"]
    ).all()
    assert (passed["exception_reason"].is_not_null() == passed["exception_by"].is_not_null()).all()
    assert 0 < passed["exception_reason"].count() < 0.03 * len(passed)
    assert set(steps.filter(pl.col("step_date").is_null())["result"]) == {"待定"}


def test_whoever_is_in_a_pool_passed_all_its_steps_and_leaves_with_a_reason(district):
    stays, steps = district["pool_membership"], district["selection_step"]
    last = steps.group_by("person_id", "pool").agg(
        pl.col("step_date").max(), pl.col("result").unique()
    )
    joined = stays.join(last, on=["person_id", "pool"], how="left")
    assert (joined["step_date"] < joined["entry_date"]).all() and joined[
        "step_date"
    ].null_count() == 0
    assert joined["result"].list.eval(pl.element() == "通过").list.all().all()
    gone = stays.filter(pl.col("exit_date").is_not_null())
    assert (gone["exit_date"] > gone["entry_date"]).all() and gone["exit_date"].max() <= TODAY
    assert gone.select("outcome", "reason", "decided_by").null_count().sum_horizontal().item() == 0
    assert stays.group_by("person_id").len()["len"].max() > 1


def test_villages_have_a_first_secretary_but_for_two_and_nobody_is_in_two_places(district):
    placements = district["placement"].with_columns(pl.col("end_date").fill_null("9999"))
    secretaries = placements.filter(pl.col("kind") == "第一书记")
    now = secretaries.filter(pl.col("end_date") > TODAY)
    assert (len(secretaries), len(now), now["unit_id"].n_unique()) == (52, 51, 51)
    villages = district["unit"].filter(pl.col("kind") == "行政村")["unit_id"]
    assert secretaries["unit_id"].is_in(villages.implode()).all()
    after = placements.sort("start_date").with_columns(
        before=pl.col("end_date").shift().over("person_id")
    )
    assert after.filter(pl.col("before") >= pl.col("start_date")).is_empty()
    assert placements.filter(pl.col("theme").is_not_null())["theme"].n_unique() == 4


def test_ratings_have_four_states_and_branches_that_differ(district):
    people, ratings = district["person"], district["star_rating"]
    assert set(ratings["status"]) == {"参评", "未评", "免评", "不参评"}
    assert ratings["period"].unique(maintain_order=True).to_list() == [
        "2017Q3",
        "2017Q4",
        "2018Q1",
        "2018Q2",
    ]
    assert ratings.filter(pl.col("stars").is_not_null())["status"].unique().to_list() == ["参评"]
    rated = ratings.filter(pl.col("status") == "参评").join(people, on="person_id")
    assert set(rated["political_status"]) == {"中共党员"}
    unrated = (ratings["status"] == "未评").mean()
    assert 0.02 < unrated < 0.06
    means = (
        rated.group_by("unit_id")
        .agg(pl.col("stars").cast(float).mean(), pl.len())
        .filter(pl.col("len") > 40)
    )
    assert means["stars"].max() - means["stars"].min() > 1


def test_branches_are_of_uneven_size_and_activities_fit_them(district):
    members = (
        district["person"]
        .filter(pl.col("party_date").is_not_null())
        .group_by("unit_id")
        .len("members")
    )
    assert (
        members["members"].min() >= 3
        and members["members"].max() > 80
        and members["members"].max() <= 400
    )
    activities = (
        district["activity"]
        .join(members, on="unit_id")
        .with_columns(pl.col("expected", "attended").cast(int))
    )
    assert (activities["expected"] <= activities["members"]).all()
    over = activities.filter(pl.col("attended") > pl.col("expected"))
    assert len(over) < len(activities) / 400  # the mistakes
    assert activities["held_date"].max() <= TODAY
    assert activities.filter(
        (pl.col("due_date") > TODAY) & pl.col("held_date").is_not_null()
    ).is_empty()
    assert (
        0
        < activities.filter(pl.col("held_date") > pl.col("due_date")).height
        < activities.height / 5
    )


def test_lives_are_lived_in_order(district):
    people = district["person"].with_columns(pl.col("birth_date", "party_date").str.to_date())
    joined = people.drop_nulls(["birth_date", "party_date"])
    assert (joined["party_date"] > joined["birth_date"].dt.offset_by("18y")).all()
    assert people.filter(
        pl.col("political_status").str.contains("中共") != pl.col("party_date").is_not_null()
    ).is_empty()
    age = (pl.lit(TODAY).str.to_date() - pl.col("birth_date")).dt.total_days() / 365.25
    assert people.drop_nulls("birth_date").select(
        age.min().alias("min"), age.max().alias("max")
    ).row(0) == pytest.approx((18, 81), abs=1)
    assert people["birth_date"].null_count() and people["education"].null_count()
    assert people["name"].is_duplicated().any()


def test_weights_of_an_assessment_add_up_to_a_hundred_but_for_a_few_mistyped(district):
    sums = (
        district["assessment"]
        .group_by("person_id", "period")
        .agg(pl.col("weight").cast(float).sum())
    )
    assert set(district["assessment"]["period"]) == {"2018Q1", "2018Q2"}
    assert set(sums.filter(pl.col("period") == "2018Q1")["weight"]) == {100.0}
    assert set(sums["weight"]) <= {95.0, 100.0} and (sums["weight"] == 100).mean() > 0.95
    missing = district["assessment"].filter(pl.col("score").is_null())
    assert set(missing["period"]) == {"2018Q2"} and set(missing["rater"]) <= {
        "群众测评",
        "区信访局",
    }


def test_projects_count_what_the_other_tables_hold(district):
    projects = {row["name"]: row for row in district["project"].iter_rows(named=True)}
    assert set(district["project"]["stage"]) == {"选苗", "育苗", "墩苗", "用苗", "护苗"}
    assert (
        projects["第一书记驻村全覆盖"] | {"target": "53", "done": "51"}
        == projects["第一书记驻村全覆盖"]
    )
    assert projects["新建党群服务中心"]["target"] == "7"
    completed = district["enrolment"].filter(pl.col("completed_date").str.starts_with("2018"))
    assert projects["年度党员干部培训"]["done"] == str(len(completed))
    assert projects["职位空缺补任"]["done"] == str(district["vacancy"]["filled_by"].count())
