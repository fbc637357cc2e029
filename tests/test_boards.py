"""Boards: what their states say is what SQL says, whatever is chosen, and they build on any store."""

import json
import subprocess
import sys
from functools import cached_property
from pathlib import Path

import pandas as pd
import pytest

import hongmiao as hm
from hongmiao.boards import BOARDS
from hongmiao.boards.account_board import Account
from hongmiao.boards.activities_board import Activities
from hongmiao.boards.assessments_board import Assessments
from hongmiao.boards.board import State, open_board
from hongmiao.boards.branch_life_board import BranchLife
from hongmiao.boards.conditions_board import Conditions
from hongmiao.boards.dossier_board import Dossier
from hongmiao.boards.hours_board import Hours
from hongmiao.boards.incentives_board import Incentives
from hongmiao.boards.leniency_board import Leniency
from hongmiao.boards.placements_board import Placements
from hongmiao.boards.pools_board import Pools
from hongmiao.boards.projects_board import Projects
from hongmiao.boards.quality_board import Quality
from hongmiao.boards.screening_board import Screening
from hongmiao.boards.stars_board import Stars
from hongmiao.boards.training_board import Training
from hongmiao.boards.vacancies_board import Vacancies
from hongmiao.boards.words import cell, difference, period_words, share
from hongmiao.locale import LANGUAGES, word
from hongmiao.widgets import ChartView, FilterBar, Table, Tiles

STATES = {"conditions": Conditions, "stars": Stars, "screening": Screening, "training": Training}
STATES |= {"hours": Hours, "activities": Activities}
STATES |= {"leniency": Leniency, "account": Account, "placements": Placements}
STATES |= {"quality": Quality}
STATES |= {"vacancies": Vacancies, "assessments": Assessments, "pools": Pools}
STATES |= {"branch_life": BranchLife, "projects": Projects, "incentives": Incentives}
RECORDED = """SELECT person_id FROM star_rating JOIN account_quarter USING (person_id) JOIN person_hours USING (person_id)
 GROUP BY person_id ORDER BY count(DISTINCT star_rating.period) + count(DISTINCT account_quarter.period) DESC, person_id LIMIT 1"""


class OneDossier(Dossier):
    """The dossier opened on somebody of whom much is recorded; nobody is chosen where nobody asks."""

    @cached_property
    def defaults(self) -> dict[str, object]:
        found = self.store.sql(RECORDED)["person_id"].tolist()
        return super().defaults | {"person": next(iter(found), None)}


STATES |= {"dossier": OneDossier}
FRONT = {"overview"}  # links only: tests/test_overview.py follows each
DASHBOARDS = Path(__file__).parents[1] / "dashboards"
UNDER = """SELECT unit_id FROM unit_tree WHERE rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                             AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit)"""


@pytest.fixture(params=STATES)
def state(request, demo_store) -> State:
    return STATES[request.param](demo_store)


@pytest.fixture
def town(demo_store) -> str:
    """The town with most people."""
    units = demo_store.frame("units")
    return units[units["kind"].isin(["town", "street"])].nlargest(1, "persons")["unit_id"].iloc[0]


def part(page, kind):
    return [
        widget
        for child in page.children
        for widget in (child, *getattr(child, "children", ()))
        if isinstance(widget, kind)
    ]


def number(tile) -> float:
    return float(tile.value.replace(",", "").replace("—", "nan"))


def tiles(state: State) -> dict[str, float]:
    """The figures of the tiles by their key in the locale."""
    keys = {state.say(key): key for key in KEYS[state.name]}
    return {keys[tile.label]: number(tile) for tile in state.tiles()}


KEYS = {
    "conditions": (
        "population",
        "eligible",
        "cannot_tell",
        "not_eligible",
        "near_misses",
        "chosen",
    ),
    "stars": ("rated", "mean", "five", "unrated", "without"),
    "screening": ("candidates", "entered", "underway", "failed", "exceptions", "in_pool"),
    "training": ("planned", "started", "completed", "reached", "rate", "overdue"),
    "hours": ("due", "met", "short", "missing", "overdue"),
    "leniency": ("judged", "high", "low", "over", "small"),
    "account": ("accounts", "mean", "entries", "helped", "endangered", "idle"),
    "placements": ("covered", "empty", "ending", "double", "twice", "seconded"),
    "activities": ("due", "held", "late", "overdue", "lacking", "attended"),
    "branch_life": ("held", "late", "overdue", "unseen", "lacking", "attended"),
    "projects": (
        "tile_all",
        "tile_done",
        "tile_on_track",
        "tile_behind",
        "tile_late",
        "tile_differs",
    ),
    "incentives": ("awards_person", "awards_team"),
    "vacancies": ("open", "ready", "none", "filled", "days", "people"),
    "assessments": ("assessed", "mean", "short", "fallen", "missing", "uneven"),
    "pools": ("inside", "several", "entered", "gone", "used", "due"),
    "dossier": ("facts", "hours", "stars", "points", "pools", "conflicts"),
    "quality": ("findings", "errors", "warnings", "sheets", "missing", "returned"),
}


def test_every_board_has_a_state_a_notebook_and_a_case_here():
    assert (
        set(BOARDS) - FRONT
        == set(STATES)
        == set(KEYS)
        == {path.stem for path in DASHBOARDS.glob("*.ipynb")} - FRONT
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", STATES)
def test_every_board_builds_on_people_and_on_nothing(name, lang, demo_store, store, monkeypatch):
    if name == "dossier":
        monkeypatch.setenv("QUERY_STRING", f"person={demo_store.sql(RECORDED)['person_id'][0]}")
    page = getattr(hm.boards, name)(demo_store, lang)
    assert all(view.rows and any(view.rows.values()) for view in part(page, ChartView))
    assert part(page, Table)[0].total > 0
    assert 1 <= len(part(page, Tiles)[0].tiles) <= 6
    bare = getattr(hm.boards, name)(store, lang)
    said = word("board.no_data", lang)
    assert {view.empty for view in part(bare, ChartView)} == {said} == {part(bare, Table)[0].empty}
    assert {tile["value"] for tile in part(bare, Tiles)[0].tiles} == {"—"}


def test_every_tile_says_what_it_counts(state):
    for lang in LANGUAGES:
        for tile in type(state)(state.store, lang).tiles():
            assert len(tile.about) > 10 and tile.label and tile.note


def test_every_chart_has_a_title_a_denominator_and_words_for_those_who_cannot_see_it(state):
    for picture in state.pictures():
        assert picture.title and picture.subtitle and len(picture.alt) > 15


def test_the_words_of_a_notebook_are_those_of_its_board(state):
    notebook = json.loads((DASHBOARDS / f"{state.name}.ipynb").read_text("utf-8"))
    text, code = ("".join(c["source"]) for c in notebook["cells"])
    assert text == f"# {state.say('title')}\n\n{state.say('lead')}"
    assert code == f"import hongmiao as hm\n\nhm.boards.{state.name}(hm.open_store())"
    assert notebook["metadata"]["hongmiao"]["board"] == state.name
    assert notebook["cells"][1]["outputs"] == [] and notebook["cells"][1]["execution_count"] is None


def test_star_tiles_are_what_sql_counts(demo_store, town):
    for unit in (None, town):
        state = Stars(demo_store)
        state.unit = unit or state.unit
        for period in state.periods:
            state.period = period
            rows = demo_store.sql(
                f"SELECT status, stars FROM star_rating JOIN person USING (person_id) WHERE period = :period AND unit_id IN ({UNDER})",
                period=period, unit=state.unit,
            )  # fmt: skip
            rated = rows[rows["status"] == "rated"]
            assert tiles(state) == {
                "rated": len(rated),
                "mean": round(rated["stars"].mean() + 1e-9, 2),
                "five": pytest.approx(100 * (rated["stars"] == 5).mean(), abs=0.051),
                "unrated": (rows["status"] == "unrated").sum(),
                "without": rows["status"].isin(["exempt", "not_eligible"]).sum(),
            }


def test_screening_tiles_are_what_sql_counts(demo_store, town):
    state = Screening(demo_store)
    for unit in (state.unit, town):
        for _, pool in state.choices[0].options:
            state.unit, state.pool = unit, pool
            found = demo_store.sql(
                f"""SELECT person_id, group_concat(result, ' ') AS results, count(exception_reason) AS exceptions, min(step_date) AS since,
                           (SELECT max(entry_date) FROM pool_membership m WHERE m.person_id = s.person_id AND m.pool = s.pool) AS entry
                      FROM selection_step s JOIN person USING (person_id) WHERE pool = :pool AND unit_id IN ({UNDER}) GROUP BY person_id""",
                pool=pool, unit=unit,
            )  # fmt: skip
            inside = demo_store.sql(
                f"SELECT DISTINCT person_id FROM pool_membership JOIN person USING (person_id) WHERE pool = :pool AND exit_date IS NULL AND unit_id IN ({UNDER})",
                pool=pool, unit=unit,
            )  # fmt: skip
            entered = found["entry"] >= found["since"]
            shown = tiles(state)
            assert (
                shown["candidates"]
                == len(found)
                == shown["entered"] + shown["underway"] + shown["failed"]
            )
            assert shown["entered"] == entered.sum()
            assert (
                shown["failed"]
                == (found["results"].str.contains("failed", na=False) & ~entered).sum()
            )
            assert shown["exceptions"] == (found["exceptions"] > 0).sum()
            assert shown["in_pool"] == len(inside)


def test_training_tiles_are_what_sql_counts(demo_store, town):
    state = Training(demo_store)
    for unit in (state.unit, town):
        for _, year in state.choices[0].options:
            state.unit, state.year = unit, year
            rows = demo_store.sql(
                f"""SELECT person_id, max(status = 'completed') AS done, max(status <> 'enrolled') AS begun
                      FROM enrolment JOIN course USING (course_id) JOIN person USING (person_id)
                     WHERE (:year IS NULL OR start_date LIKE :year || '%') AND unit_id IN ({UNDER}) GROUP BY person_id, course_id""",
                year=year, unit=unit,
            )  # fmt: skip
            plan = demo_store.sql(
                "SELECT sum(planned_persontimes) AS n FROM course WHERE :year IS NULL OR start_date LIKE :year || '%'",
                year=year,
            )
            shown = tiles(state)
            assert shown["planned"] == plan["n"][0]
            assert shown["completed"] == rows["done"].sum()
            assert shown["reached"] == rows.loc[rows["done"] == 1, "person_id"].nunique()
            # An attempt that began may stand behind a later one that did not: the best attempt decides.
            assert abs(shown["started"] - rows["begun"].sum()) <= 5
            assert shown["rate"] == pytest.approx(
                100 * shown["completed"] / shown["started"], abs=0.051
            )


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("stars", ["rated", "unrated", "without"]),
        ("screening", ["candidates", "entered", "failed", "in_pool"]),
        ("training", ["started", "completed", "reached", "overdue"]),
        ("hours", ["due", "met", "short", "overdue"]),
        ("leniency", ["judged", "high", "low", "over", "small"]),
        ("account", ["accounts", "entries", "helped", "endangered", "idle"]),
        ("placements", ["covered", "empty", "ending", "double", "twice", "seconded"]),
        ("activities", ["due", "held", "late", "overdue", "lacking", "attended"]),
        ("branch_life", ["held", "late", "overdue", "unseen", "lacking", "attended"]),
        (
            "projects",
            ["tile_all", "tile_done", "tile_on_track", "tile_behind", "tile_late", "tile_differs"],
        ),
        ("vacancies", ["open", "ready", "none", "filled", "people"]),
        ("assessments", ["assessed", "short", "fallen", "missing", "uneven"]),
        ("pools", ["inside", "several", "entered", "gone", "used", "due"]),
        ("quality", ["findings", "errors", "warnings", "missing"]),
    ],
)
def test_a_unit_is_the_sum_of_what_lies_below_it_and_its_own(name, keys, demo_store, town):
    state = STATES[name](demo_store)
    whole = tiles(state)
    children = demo_store.sql("SELECT unit_id FROM unit WHERE parent_id = :top", top=state.unit)[
        "unit_id"
    ]
    own = demo_store.sql("SELECT count(*) AS n FROM person WHERE unit_id = :top", top=state.unit)[
        "n"
    ][0]
    assert own == 0, "the district's own people would be missing from the sum"
    parts = []
    for child in children:
        state.unit = child
        parts.append(tiles(state))
    assert {key: sum(part[key] for part in parts) for key in keys} == {
        key: whole[key] for key in keys
    }


def test_the_groups_of_a_chart_add_up_to_the_tiles(demo_store):
    state = Stars(demo_store)
    frame, shown = state.composition(), tiles(state)
    groups = frame[frame["group"] != state.say("whole")]
    stars = groups["part"].isin([state.rating_words[str(n)] for n in range(1, 6)])
    assert groups.loc[stars, "count"].sum() == shown["rated"]
    assert groups.loc[~stars, "count"].sum() == shown["unrated"] + shown["without"]
    assert frame.loc[frame["group"] == state.say("whole"), "count"].sum() == groups["count"].sum()


def test_units_of_one_name_stay_two_groups(load, csv_file):
    units = [
        ["组织编号", "组织名称", "组织类别", "上级组织"],
        ["U1", "区", "区", ""],
        ["A", "第一支部", "党支部", "U1"],
        ["B", "第一支部", "党支部", "U1"],
    ]
    people = [["人员编号", "姓名", "所在组织"], ["P1", "甲", "A"], ["P2", "乙", "B"]]
    ratings = [["人员编号", "评定周期", "星级"], ["P1", "2018Q2", "五星"], ["P2", "2018Q2", "一星"]]
    load(csv_file("u.csv", units), csv_file("p.csv", people), csv_file("s.csv", ratings))
    groups = Stars(hm.open_store()).composition()["group"].unique().tolist()
    assert groups == ["合计", "第一支部 A", "第一支部 B"]


def test_a_store_of_several_tops_is_first_seen_whole(load, csv_file):
    units = [
        ["组织编号", "组织名称", "组织类别", "上级组织"],
        ["A", "甲镇", "镇", ""],
        ["B", "乙镇", "镇", ""],
    ]
    people = [["人员编号", "姓名", "所在组织"], ["P1", "甲", "A"], ["P2", "乙", "B"]]
    ratings = [["人员编号", "评定周期", "星级"], ["P1", "2018Q2", "五星"], ["P2", "2018Q2", "一星"]]
    load(csv_file("u.csv", units), csv_file("p.csv", people), csv_file("s.csv", ratings))
    state = Stars(hm.open_store())
    assert state.units == [(None, "全部", 0), ("A", "甲镇", 1), ("B", "乙镇", 1)]
    assert tiles(state)["rated"] == 2
    page = open_board(state)
    part(page, FilterBar)[0].values = {"unit": "B", "period": "2018Q2"}
    assert (state.unit, tiles(state)["rated"], tiles(state)["mean"]) == ("B", 1, 1)


def test_the_funnel_never_grows_and_begins_with_all_candidates(demo_store):
    state = Screening(demo_store)
    for _, pool in state.choices[0].options:
        state.pool = pool
        reached = state.funnel().groupby("group", sort=False)["count"].sum().tolist()
        assert reached[0] == tiles(state)["candidates"] and reached[-1] == tiles(state)["entered"]
        assert reached == sorted(reached, reverse=True)


def test_ages_and_statuses_lose_nobody(demo_store):
    screening, training = Screening(demo_store), Training(demo_store)
    assert screening.ages()["count"].sum() == tiles(screening)["candidates"]
    summary = training.ask("training_summary").iloc[0]
    assert training.statuses()["count"].sum() == summary["enrolled"]
    assert not training.statuses()["part"].isna().any()


def test_the_plan_is_a_goal_only_where_everyone_is_looked_at(demo_store, town):
    state = Training(demo_store)
    assert state.plan()["goal"].notna().all()
    state.unit = town
    assert state.plan()["goal"].isna().all()
    assert state.tiles()[0].note == state.say("undivided")


def test_a_filter_drives_tiles_charts_table_and_address(demo_store, town):
    page = hm.boards.stars(demo_store)
    bar, table, shown = part(page, FilterBar)[0], part(page, Table)[0], part(page, Tiles)[0]
    views = part(page, ChartView)
    before = (shown.tiles, table.total, *(view.rows for view in views))
    table.page = 1
    bar.values = {**bar.values, "unit": town}
    after = (shown.tiles, table.total, *(view.rows for view in views))
    assert all(one != two for one, two in zip(before, after, strict=True))
    assert table.page == 0 and town in bar.query().values()


def test_a_state_and_its_filters_follow_each_other_and_refuse_the_unknown(demo_store, town):
    state = Stars(demo_store)
    page = open_board(state)
    bar, shown = part(page, FilterBar)[0], part(page, Tiles)[0]
    state.unit = town
    assert bar.values["unit"] == town and number(state.tiles()[0]) == float(shown.tiles[0]["value"])
    bar.values = {"unit": "U9", "period": "1999"}
    assert (state.unit, state.period) == (state.units[0][0], state.periods[0])
    state.period = "1999"
    assert state.period == bar.values["period"] == state.periods[0]


def test_a_link_shows_what_its_sender_saw(demo_store, town, monkeypatch):
    state = Stars(demo_store)
    monkeypatch.setenv("QUERY_STRING", f"unit={town}&period={state.periods[-1]}&other=1")
    page = open_board(state)
    assert (state.unit, state.period) == (town, state.periods[-1])
    assert part(page, FilterBar)[0].query() == {"unit": town, "period": state.periods[-1]}
    monkeypatch.setenv("QUERY_STRING", "unit=nowhere&period=%3Cscript%3E")
    assert part(hm.boards.stars(demo_store), FilterBar)[0].query() == {}


def test_a_table_turns_sorts_and_searches_and_counts_all(state):
    first, whole = state.leaf(0, 5, "", False, ""), state.leaf(0, None, "", False, "")
    assert (
        len(whole) == first["total"].iloc[0]
        and whole.iloc[:5, 0].tolist() == first.iloc[:, 0].tolist()
    )
    assert state.leaf(2, 3, "", False, "").iloc[:, 0].tolist() == whole.iloc[2:5, 0].tolist()
    for column in state.listing.columns:
        up, down = (
            state.leaf(0, None, column.name, turned, "")[column.name].dropna()
            for turned in (False, True)
        )
        assert len(up) == len(down) and (up.nunique() < 2 or up.iloc[0] != down.iloc[0]), (
            column.name
        )
    assert state.leaf(0, 5, "", False, "没有这样的名字").empty
    for line in first.itertuples():
        cells = state.listing.row(line)
        assert len(cells) == len(state.listing.columns) and all(
            isinstance(text, str) and text != "nan" for text in cells
        )


def test_stars_are_shown_as_stars_and_the_unrated_as_none(demo_store):
    state = Stars(demo_store)
    people = state.leaf()
    shown = [state.row(line)[4] for line in people.itertuples()]
    assert {len(text) for text in shown} == {0, 5}
    assert sum(not text for text in shown) == people["stars"].isna().sum() > 0


def test_importing_the_package_imports_no_chart_and_no_widget():
    code = "import hongmiao as hm, sys; assert not {'altair', 'ipywidgets'} & set(sys.modules); hm.boards.stars; assert callable(hm.boards.stars)"
    subprocess.run([sys.executable, "-c", code], check=True)
    with pytest.raises(AttributeError):
        _ = hm.boards.none
    with pytest.raises(AttributeError):
        _ = hm.none


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2018Q2", "2018 年第二季度"),
        ("2018H1", "2018 年上半年"),
        ("2018-03", "2018 年 3 月"),
        ("2018", "2018 年"),
        ("春季", "春季"),
        ("2018Q9", "2018Q9"),
    ],
)
def test_periods_are_said_as_people_say_them(period, said):
    assert period_words(period, "zh") == said
    assert period_words("2018Q2", "zh", joint="\n") == "第二季度\n2018 年"


def test_figures_are_written_as_people_write_them():
    assert [cell(x) for x in (None, float("nan"), 12.0, 22.5, 12345, 1234567.0, "甲")] == [
        "",
        "",
        "12",
        "22.5",
        "12,345",
        "1,234,567",
        "甲",
    ]
    assert (share(1, 3), share(0, 0)) == ("33.3", "—")
    assert difference(3.32, 3.30, "星", "zh", 2) == "较上期增 0.02 星"
    assert difference(3.301, 3.30, "星", "zh", 2) == "与上期持平"
    assert difference(90, 100, "人", "zh") == "较上期减 10 人"
    assert difference(90, None, "人", "zh") == "没有上期可比" == difference(pd.NA, 3, "人", "zh")
