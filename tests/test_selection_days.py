"""Screening's days and exits: a step's days are those from the dated step before it, and stays are not people."""

from datetime import date, timedelta
from statistics import median_low

from hypothesis import given, settings
from hypothesis import strategies as st

from hongmiao.boards.screening_board import Screening
from screening_people import settle  # noqa: F401

STEPS = ("推荐", "研究", "考察")
SINCE = date(2018, 1, 1)


def steps(person: str, days: list[int | None]) -> list[dict]:
    """The steps of a candidate, each on its day; None is a step whose day nobody wrote down."""
    return [
        {"person_id": person, "pool": "talent", "step": step, "result": "passed",
         "step_date": None if day is None else (SINCE + timedelta(days=day)).isoformat()}
        for step, day in zip(STEPS, days, strict=True)
    ]  # fmt: skip


journeys = st.lists(
    st.lists(st.none() | st.integers(0, 300), min_size=3, max_size=3), min_size=1, max_size=9
)


@settings(max_examples=25)
@given(found=journeys)
def test_the_days_of_a_step_are_those_from_the_dated_step_before_and_open_their_people(people, found):  # fmt: skip
    found = [sorted(one, key=lambda day: (day is None, day)) for one in found]
    rows = [row for n, one in enumerate(found, 1) for row in steps(f"P{n}", one)]
    state = Screening(people(*[{}] * len(found), selection_step=rows))
    wanted = {
        step: [one[at] - one[at - 1] for one in found if one[at] is not None and at]
        for at, step in enumerate(STEPS)
    }
    shown = {line.timed: line for line in state.days().itertuples()}
    assert {step: (line.value, line.count) for step, line in shown.items()} == {
        step: (median_low(days), len(days)) for step, days in wanted.items() if days
    }
    for step, line in shown.items():
        state.pick({"timed": step})
        assert len(state.leaf()) == line.count and line.low <= line.value <= line.high


def stay(person: str, since: str, until: str | None = None, **more) -> dict:
    return {"person_id": person, "pool": "talent", "entry_date": since, "exit_date": until} | more


def test_who_left_twice_counts_as_two_stays_and_who_is_in_twice_as_one_person(people):
    left = {"outcome": "left", "reason": "迁出本区"}
    stays = [
        stay("P1", "2016-01-01", "2016-06-01", **left), stay("P1", "2017-01-01", "2017-06-01", **left),
        stay("P1", "2018-01-01"), stay("P2", "2018-01-01"), stay("P2", "2018-02-01"), stay("P2", "2015-01-01", "2015-02-01"),
    ]  # fmt: skip
    state = Screening(people({}, {}, selection_step=steps("P1", [0, 5, 9]), pool_membership=stays))
    exits = state.exits().set_index("reason")["count"].to_dict()
    assert exits == {"迁出本区": 2, "unknown": 1}
    tile = state.tiles()[-1]
    state.pick(tile.picks)
    assert int(tile.value) == len(state.leaf()) == 2
    state.pick({"view": "stays", "stay": "left", "reason": "unknown", "outcome": "unknown"})
    assert state.leaf()["person_id"].tolist() == ["P2"]


def test_entry_is_timed_from_the_last_step(people):
    store = people(
        {}, selection_step=steps("P1", [0, 5, 9]), pool_membership=[stay("P1", "2018-01-21")]
    )
    shown = Screening(store).days().set_index("timed")["value"].to_dict()
    assert shown == {"研究": 5, "考察": 4, "entered": 11}


def test_what_a_policy_allows_stands_beside_what_it_took(demo_store):
    state = Screening(demo_store)
    state.pool = "section_reserve"
    goals = state.days().set_index("timed")["goal"]
    assert goals["党委（党组）研究"] == 20 and goals.isna()["entered"]
