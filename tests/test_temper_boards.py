"""The pages of 墩苗: their figures are what SQL counts, limits are what statistics says, and strangers' data fit too."""

from math import sqrt
from pathlib import Path
from statistics import NormalDist

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import hongmiao as hm
from hongmiao.boards.account_board import Account
from hongmiao.boards.leniency_board import Leniency
from hongmiao.boards.placements_board import Placements
from hongmiao.boards.stars_board import Stars
from hongmiao.charts import PAGE_COLOURS, composition, coverage, funnel_plot
from hongmiao.charts.coverage import ROW, placed
from hongmiao.charts.funnel_plot import limits_of
from hongmiao.maps import ForeignMap, map_path
from hongmiao.policy.stars import stars_policy
from test_boards import tiles

PUBLIC = Path(__file__).parents[2] / "shared/data"


def test_moves_of_a_period_are_what_two_lists_say(demo_store):
    state = Stars(demo_store)
    state.period = state.periods[0]
    rows = demo_store.sql("SELECT person_id, period, coalesce(stars, iif(status = 'unrated', 'unrated', 'without')) AS r FROM star_rating")  # fmt: skip
    now, was = (rows[rows["period"] == p].set_index("person_id")["r"].astype(str) for p in (state.period, state.before))  # fmt: skip
    both = pd.DataFrame({"now": now, "was": was}).fillna("none")
    expected = both.groupby(["was", "now"]).size().to_dict()
    assert {(m.was, m.rating): m.count for m in state.moves().itertuples()} == expected


def test_ranks_are_those_of_a_count_by_hand(demo_store):
    state = Stars(demo_store)
    rated = state.ask("star_people", status="rated")
    assert (rated["persons"] == len(rated)).all()
    better = rated["stars"].map(lambda stars: (rated["stars"] > stars).sum() + 1)
    assert (rated["place"] == better).all()


def test_branches_stand_out_exactly_beyond_the_outer_limit(demo_store):
    for measure in ("mean", "five"):
        state = Leniency(demo_store, measure=measure)
        whole, spread = state.reference
        smallest, z = state.policy.smallest_group.persons, NormalDist().inv_cdf(0.999)
        for line in state.points().itertuples():
            far = abs(line.value - whole) * sqrt(line.count) / spread
            stands = "small" if line.count < smallest else "usual" if far <= z else "high" if line.value > whole else "low"  # fmt: skip
            assert line.standing == stands
        assert len(state.points()) == sum(tiles(state)[key] for key in ("judged", "small"))


def test_a_branch_is_held_against_the_whole_whatever_unit_is_looked_at(demo_store):
    state = Leniency(demo_store)
    whole = state.branches().set_index("unit_id")["standing"]
    state.unit = whole.index[0]
    (line,) = state.branches().itertuples()
    assert line.standing == whole.iloc[0]


def test_each_pair_of_raters_is_what_sql_counts(demo_store):
    state = Leniency(demo_store)
    for pair in state.pairs:
        first, other = pair.split("|")
        found = demo_store.sql(
            """SELECT count(*) AS n, avg(a.score - b.score) AS gap FROM rating_score a JOIN rating_score b USING (person_id, period)
                WHERE a.rater = :first AND b.rater = :other AND period = :period""",
            first=first, other=other, period=state.period,
        ).iloc[0]  # fmt: skip
        mine = state.gaps().query("pair == @pair")
        assert mine["count"].sum() == found["n"]
        assert mine["figures"].iloc[0].startswith(f"平均 {found['gap']:+.2f}".replace("-", "−"))


def test_account_tiles_are_what_sql_counts(demo_store):
    state = Account(demo_store)
    rows = demo_store.sql(
        """SELECT p.person_id, p.political_status IN ('member', 'probationary') AS member,
                  EXISTS (SELECT 1 FROM pool_membership m WHERE m.person_id = p.person_id AND pool = 'party_applicant' AND exit_date IS NULL) AS applicant,
                  max(activity_date) AS last, count(entry_id) AS entries,
                  100 + coalesce(sum(points) FILTER (WHERE activity_date BETWEEN '2018-04-01' AND '2018-06-30'), 0) AS balance
             FROM person p LEFT JOIN points_entry e USING (person_id) GROUP BY p.person_id"""
    )  # fmt: skip
    rows = rows[(rows["member"] == 1) | (rows["applicant"] == 1) | (rows["entries"] > 0)]
    shown = tiles(state)
    assert (state.period, state.data_day[:7]) == ("2018Q2", "2018-06")
    assert shown["accounts"] == len(rows)
    assert shown["mean"] == pytest.approx(rows["balance"].mean(), abs=0.051)
    assert shown["helped"] == (rows["balance"] < 60).sum()
    danger = (rows["applicant"] == 1) & (rows["member"] != 1) & (rows["balance"] < 85)
    assert shown["endangered"] == danger.sum()
    assert shown["idle"] == (rows["last"].fillna("") < "2018-04").sum() > 0


def test_the_groups_of_accounts_and_the_times_of_activities_add_up(demo_store):
    state = Account(demo_store)
    groups = state.groups()
    own = groups["group"] != state.say("whole")
    assert groups.loc[own, "count"].sum() == groups.loc[~own, "count"].sum() == tiles(state)["accounts"]  # fmt: skip
    times = demo_store.sql("SELECT sum(coalesce(times, 1)) AS n FROM points_entry WHERE activity_date >= '2018-04-01'")["n"][0]  # fmt: skip
    assert state.activities()["count"].sum() == times


def test_a_branch_looked_at_alone_opens_its_people_from_its_bar(demo_store):
    branch = Leniency(demo_store).branches().nlargest(1, "persons")["unit_id"].iloc[0]
    for kind, chart, code in ((Stars, "composition", "rating"), (Account, "groups", "band")):
        for line in getattr(kind(demo_store, unit=branch), chart)().to_dict("records"):
            state = kind(demo_store, unit=branch)
            state.pick({"unit": line["unit"], code: line[code]})
            assert line["unit"] == branch and len(state.leaf()) == line["count"] > 0


def test_rare_activities_stand_together_and_choose_nothing(demo_store, monkeypatch):
    monkeypatch.setattr("hongmiao.boards.account_board.ACTIVITIES", 2)
    frame = Account(demo_store).activities()
    others = frame[frame["activity"].isna()]
    assert frame["row"].nunique() == 3 and len(others) and others["view"].isna().all()


def test_every_village_has_one_cell_and_the_states_add_up(demo_store):
    state = Placements(demo_store)
    cover, shown = state.cover(), tiles(state)
    villages = demo_store.sql("SELECT count(*) AS n FROM unit WHERE kind = 'village'")["n"][0]
    assert len(cover) == cover["village"].nunique() == villages == shown["covered"] + shown["empty"]
    assert state.themes()["count"].sum() == demo_store.sql("SELECT count(*) AS n FROM placement")["n"][0]  # fmt: skip


def test_a_meeting_names_no_first_secretary(demo_store):
    state = Placements(demo_store)
    names = set(state.leaf()["name"].dropna())
    state.meeting = True
    shown = set(state.leaf()["name"].dropna())
    assert names and not names & shown and not any(n in note for n in names for note in state.cover()["note"])  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_says_on_what_grounds_its_thresholds_stand(demo_store, lang):
    for kind, least in ((Stars, 5), (Leniency, 7), (Account, 4), (Placements, 4)):
        state = kind(demo_store, lang)
        terms = dict(state.definitions())
        told = [terms[words] for words, _ in state.thresholds()]
        assert len(told) >= least and all(text[-1] in "）)" for text in told)


def test_the_guideline_is_a_line_in_every_bar_and_marks_those_beyond_it():
    rows = [("甲", "四星", 30, False), ("甲", "五星", 10, False), ("乙", "五星", 40, True)]
    frame = pd.DataFrame(rows, columns=["group", "part", "count", "over"])
    colours = {"四星": "#b76a24", "五星": "#7c3418"}
    drawn = composition(frame, colours, limit=(2 / 3, "不超过 1/3")).to_dict()
    plain = composition(frame, colours).to_dict()
    assert len(drawn["layer"]) == len(plain["layer"]) + 2
    (data,) = drawn["datasets"].values()
    assert {row["n"] for row in data} == {"n=40", "n=40▲"}


@given(st.integers(1, 5000), st.floats(0.05, 0.95))
def test_limits_narrow_as_groups_grow_and_hold_the_whole(most, share):
    distances = stars_policy().control.distances
    curves = limits_of(pd.Series([1, most]), share, sqrt(share * (1 - share)), distances, (0, 1))
    for _, curve in curves.groupby("limit"):
        width = curve["high"] - curve["low"]
        assert width.is_monotonic_decreasing or (width.diff().dropna() <= 1e-9).all()
        assert ((curve["low"] <= share) & (curve["high"] >= share)).all()
    inner, outer = (curves[curves["limit"] == limit] for limit in (0, 1))
    assert (outer["high"].to_numpy() >= inner["high"].to_numpy()).all()


def test_only_what_stands_out_is_named_in_a_funnel_plot():
    frame = pd.DataFrame({
        "name": ["甲", "乙", "丙"], "count": [40, 50, 3], "value": [4.5, 3.2, 5.0],
        "standing": ["high", "usual", "small"], "branch": ["A", "B", "C"],
    })  # fmt: skip
    chart = funnel_plot(
        frame, 3.2, 1.0, (1.96, 3.09), bounds=(1, 5), words={"high": "偏松", "usual": "正常", "small": "少"},
        count="n", value="星", whole_word="全区", limits=("95%", "99.8%"), picks=["branch"],
    ).to_dict()  # fmt: skip
    rows = next(data for data in chart["datasets"].values() if "standing" in data[0])
    assert [row["label"] for row in rows] == ["甲", "", ""]
    assert chart["usermeta"] == {"picks": ["branch"]}


def test_a_group_of_many_places_has_several_lines_and_no_two_cells_in_one_spot():
    rows = [(g, "1/1", f"{g}{n}", "满", "") for g, many in (("甲", ROW + 3), ("乙", 2)) for n in range(many)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["group", "figures", "name", "part", "note"])
    cells = placed(frame, {"满": "#1f7a5c"})
    assert not cells.duplicated(["x", "y"]).any() and cells["first"].sum() == 2
    assert cells.groupby("group")["y"].max().to_dict() == {"甲": 1, "乙": 2}
    assert coverage(frame, {"满": PAGE_COLOURS["accent"]}, hollow="满").to_dict()["height"] > 0


@pytest.mark.skipif(not PUBLIC.is_dir(), reason="the public data do not stand beside the project")
def test_strangers_ratings_are_shown_without_a_special_case(store, load):
    load(PUBLIC / "peopleanalyticsdata", mapping=ForeignMap.read(map_path("peopleanalytics")))
    stars, leniency = Stars(hm.open_store()), Leniency(hm.open_store())
    assert tiles(stars)["rated"] == 4974 - 200 + 966 and tiles(stars)["unrated"] == 200
    interviewers = [pair for pair in leniency.pairs if "面试官" in pair]
    assert len(leniency.pairs) == 15 + 3 and len(interviewers) == 3
    gaps = leniency.gaps().groupby("pair")["count"].sum()
    assert (gaps[interviewers] == 966).all(), "each applicant has all three items"
    leniency.pick({"pair": interviewers[0], "view": "scores"})
    assert len(leniency.leaf()) == 966
    leniency.unit = "LEARNING"
    assert len(leniency.points()) == 326 - store.sql(
        "SELECT count(*) AS n FROM (SELECT unit_id FROM star_rating JOIN person USING (person_id) GROUP BY 1 HAVING sum(status = 'rated') = 0)"
    )["n"][0]  # fmt: skip
