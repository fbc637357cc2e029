"""The conditions board: what it shows is what the engine and the command say, whatever is tried, and trying asks nobody."""

import json
from dataclasses import asdict
from datetime import date
from itertools import product

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import hongmiao as hm
from hongmiao import screening
from hongmiao.boards.conditions_board import Conditions
from hongmiao.boards.conditions_link import from_link, link_of, taken
from hongmiao.boards.conditions_parts import comparison, levers, policy_file
from hongmiao.boards.leaf import leaf_of
from hongmiao.charts import intervals
from hongmiao.cli import main
from hongmiao.errors import HongmiaoError
from hongmiao.locale import word
from hongmiao.policy import FIELDS, policy_paths, pool_policy
from hongmiao.widgets import Compare, LinkState, Table, WhatIf
from screening_people import DAY, hard, policy, settle  # noqa: F401
from test_boards import part

POOLS = list(policy_paths())


def chosen(store, pool: str = "section_reserve", **tried) -> Conditions:
    state = Conditions(store)
    state.pool, state.settings = pool, tried
    return state


def values(pool: str):
    """For some conditions of a pool, other values that fit them."""

    def fitting(part):
        codes = sorted(FIELDS[part.field].labels)
        if part.fact.kind == "number":
            return st.integers(0, 100)
        if part.fact.kind == "flag":
            return st.booleans()
        if isinstance(part.value, list):
            return st.lists(st.sampled_from(codes), min_size=1, unique=True)
        return st.sampled_from(codes)

    parts = {part.key: fitting(part) for part in pool_policy(pool).condition}
    return st.fixed_dictionaries({}, optional=parts)


@pytest.mark.parametrize("pool", POOLS)
@settings(max_examples=3)
@given(data=st.data())
def test_the_board_shows_what_the_engine_says_whatever_is_tried(demo_store, pool, data):
    tried = data.draw(values(pool))
    state = chosen(demo_store, pool, **tried)
    day = date.fromisoformat(state.as_of)
    told = screening.as_dict(
        screening.screen(demo_store, pool_policy(pool), day, state.unit, tried)
    )
    keys = ("population", "eligible", "cannot_tell", "not_eligible", "near_misses", "chosen")
    assert [int(tile.value.replace(",", "")) for tile in state.tiles()] == [told["summary"][key] for key in keys]  # fmt: skip
    listed, row = state.leaf(), state.listing.row
    heads = {column.name: at for at, column in enumerate(state.listing.columns)}
    assert listed["person_id"].tolist() == [one["person_id"] for one in told["people"]]
    for line, one in zip(listed.itertuples(), told["people"], strict=True):
        cells = row(line)
        assert cells[heads["verdict"]] == screening.verdict_words(one["verdict"])
        assert bool(cells[heads["chosen"]]) == one["chosen"]
        for condition in one["conditions"]:
            assert cells[heads[f"met_{condition['key']}"]].endswith(condition["reason"])
    funnel = {row["words"]: row for row in told["conditions"] if row["hard"]}
    for group, left in state.in_order().groupby("group")["count"].sum().items():
        assert left == funnel[group]["left"]


def test_the_command_gives_the_outcome_of_the_board(demo_store, monkeypatch):
    monkeypatch.setenv("HONGMIAO_HOME", str(demo_store.path.parent))
    state = chosen(demo_store, age=40, schooling="college")
    asked = ["screen", "section_reserve", "--as-of", state.as_of, "--set", "age=40", "--set", "schooling=大专", "--json"]  # fmt: skip
    told = json.loads(CliRunner().invoke(main, asked).output)
    assert state.leaf()["person_id"].tolist() == [one["person_id"] for one in told["people"]]
    assert [int(tile.value) for tile in state.tiles()][1:4] == [told["summary"][n] for n in ("eligible", "cannot_tell", "not_eligible")]  # fmt: skip


@pytest.mark.parametrize("pool", POOLS)
def test_every_mark_of_every_pool_lists_the_people_it_counts(demo_store, pool):
    state = chosen(demo_store, pool)
    frames = [(state.in_order, ["reached", "sure"]), (state.alone_each, ["condition", "met"])]
    frames += [(state.near_misses, ["near"]), (state.seats, ["seat", "quota"])]
    everyone = len(state.leaf())
    for frame, names in [*frames, *[(state.left_out, ["among"])] * len(screening.GROUPINGS)]:
        if names == ["among"]:
            state.by = screening.GROUPINGS[(screening.GROUPINGS.index(state.by) + 1) % 4]
        for mark in frame().to_dict("records"):
            picks = {name: mark[name] for name in names if isinstance(mark[name], str)}
            state.pick(picks)
            assert len(state.leaf()) == mark["count"], (frame, picks)
            state.pick(picks)
            assert len(state.leaf()) == everyone, "the same click takes it back"


def test_a_value_that_is_tried_is_judged_without_asking_the_database(demo_store):
    state = chosen(demo_store)
    state.tiles(), state.pictures(), state.leaf()
    asked = []
    demo_store.db.conn.set_trace_callback(asked.append)
    try:
        state.settings = {"age": 44}
        state.tiles(), state.pictures(), state.leaf()
        state.view = "in"
        state.leaf()
        assert asked == []
        state.as_of = "2018-03-31"
        state.tiles()
        assert asked
    finally:
        demo_store.db.conn.set_trace_callback(None)


def test_who_comes_in_and_who_drops_out_make_up_the_difference(demo_store):
    state = chosen(demo_store, age=45, schooling="master")
    before, now = screening.summary(state.written), screening.summary(state.outcome)
    moved = {}
    for state.view in ("in", "out"):
        listed = state.leaf()
        moved[state.view] = len(listed)
        assert all("（原要求" in state.listing.row(line)[5] for line in listed.itertuples())
    assert moved["in"] > 0 < moved["out"]
    assert now["eligible"] - before["eligible"] == moved["in"] - moved["out"]
    assert state.tiles()[1].note == state.difference(now["eligible"], before["eligible"])
    state.settings = {}
    assert [*state.lists()] == ["everyone"]
    assert state.listed(state.lists()) == "everyone"


@pytest.mark.parametrize("pool", POOLS)
def test_a_trial_taken_away_reads_back_and_judges_the_same(demo_store, pool, home):
    age = next(one.key for one in pool_policy(pool).condition if one.field == "age")
    state = chosen(demo_store, pool, **{age: 41})
    tried = state.outcome
    name, data = policy_file(state)
    (home / "policy/pools").mkdir()
    (home / "policy/pools" / name).write_bytes(data)
    office = pool_policy(pool)
    assert office.compared(age).value == 41 and policy_paths()[pool].parent == home / "policy/pools"
    assert screening.judge(tried.facts, office).people.equals(tried.people)


def test_a_list_that_nobody_filled_in_is_waiting_and_fails_nobody(demo_store):
    state = chosen(demo_store, "village_committee")
    assert int(state.tiles()[1].value) == 0 and int(state.tiles()[2].value) > 0
    lines = state.alone_each().query("condition == 'village_committee.three_haves'")
    assert lines.set_index("met")["count"].gt(0).to_dict() == {"passed": False, "unknown": True, "failed": False}  # fmt: skip
    waiting = word("conditions.state_unfilled", "zh")
    at = [column.name for column in state.listing.columns].index("met_three_haves")
    assert state.listing.row(next(state.leaf().itertuples()))[at].startswith(waiting)
    shown = {lever["key"]: lever for lever in map(asdict, levers(state, {}))}  # fmt: skip
    assert shown["three_haves"]["editor"] == "" and shown["age_to"]["editor"] == "number"


def _page(store, **query):
    page = hm.boards.conditions(store)
    part(page, LinkState)[0].query = query
    return page


def test_what_is_tried_stands_in_the_link_and_what_does_not_fit_is_told(demo_store):
    page = _page(demo_store, set="age:old,nothing:3,schooling:college", view="in", as_of="2018-05-17")  # fmt: skip
    link, panel, table = (part(page, kind)[0] for kind in (LinkState, WhatIf, Table))
    assert link.query == {"set": "schooling:college", "view": "in", "as_of": "2018-05-17"}
    assert link.refused == {"set": "age:old,nothing:3"} and "age:old" in page.head.notice
    assert panel.tried and table.tab == "in"
    panel._receive(panel, {"want": "reset"}, [])
    assert link.query == {"as_of": "2018-05-17"} | ({"view": "in"} if "view" in link.query else {})
    assert not panel.tried and table.tab == "everyone"
    link.query = {"as_of": "2018-02-31"}
    assert "2018-02-31" in page.head.notice


def test_a_value_that_does_not_fit_is_told_beside_it_and_changes_nothing(demo_store):
    page = _page(demo_store)
    panel, link = part(page, WhatIf)[0], part(page, LinkState)[0]
    panel._receive(panel, {"want": "try", "key": "age", "value": ""}, [])
    trouble = {lever["key"]: lever["trouble"] for lever in panel.levers if lever["trouble"]}
    assert [*trouble] == ["age"] and not panel.tried and link.query == {}
    panel._receive(panel, {"want": "try", "key": "age", "value": "40"}, [])
    assert not any(lever["trouble"] for lever in panel.levers) and link.query == {"set": "age:40"}
    panel._receive(panel, {"want": "try", "key": "age", "value": "35"}, [])
    assert link.query == {}, "the policy's own value is no trial"


@given(codes=st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=4, unique=True))
def test_any_words_of_an_open_field_survive_the_link(codes):
    asked = policy(hard("traits", "has_any", ["x y"], key="kinds"))
    kept = taken(asked, "kinds", codes)
    assert from_link(link_of({"kinds": kept}), asked) == ({"kinds": kept}, "")


def test_another_pool_forgets_what_was_picked_and_tried_of_the_first(demo_store):
    state = chosen(demo_store, age=40)
    state.pick({"near": "section_reserve.age"})
    state.pool = "talent"
    assert (state.near, state.settings) == (None, {})
    with pytest.raises(HongmiaoError):
        taken(state.policy, "age_from", "3")


@pytest.mark.parametrize("pool", POOLS)
def test_a_leaf_in_any_order_of_any_search_is_the_one_of_the_whole_list(demo_store, pool):
    state = chosen(demo_store, pool)
    whole = state.everyone()
    names = [column.name for column in state.listing.columns]
    searches = [
        "",
        whole["person_id"].iloc[0][-3:],
        whole["name"].iloc[0][0],
        "nobody is called this",
    ]
    for sort, search, down in product(["", *names], searches, (False, True)):
        asked = {"offset": 3, "limit": 20, "sort": sort, "descending": down, "search": search}
        expected, told = leaf_of(whole, **asked), state.leaf(**asked)
        assert told["person_id"].tolist() == expected["person_id"].tolist(), (sort, search, down)
        assert told["total"].tolist() == expected["total"].tolist()


def test_an_exception_stands_beside_the_verdict_and_never_changes_it(people):
    step = {"person_id": "P1", "pool": "section_reserve", "step": "审核", "step_date": "2018-03-01", "result": "passed", "exception_reason": "急需紧缺专业", "exception_by": "区委"}  # fmt: skip
    rows = [{"birth_date": "1950-01-01", "post_level": "staff"}, {"birth_date": "1950-01-01", "post_level": "staff"}]  # fmt: skip
    state = chosen(people(*rows, selection_step=[step]))
    cells = {line.person_id: state.listing.row(line) for line in state.leaf().itertuples()}
    assert cells["P1"][9] == "破格：急需紧缺专业（批准：区委）" and cells["P2"][9] == ""
    assert cells["P1"][4] == cells["P2"][4] == "不符合" and "急需" not in cells["P1"][8]


def test_a_group_is_shut_out_by_a_condition_and_the_picture_of_it_says_so(people):
    old, young = {"birth_date": "1960-01-01", "sex": "male"}, {"birth_date": "1990-01-01", "sex": "female"}  # fmt: skip
    rows = [one | {"post_level": "staff", "political_status": "member", "education": "master"} for one in [old] * 6 + [young] * 6]  # fmt: skip
    state = chosen(people(*rows))
    state.as_of = DAY.isoformat()
    state.pick({"condition": "section_reserve.age", "met": "failed"})
    rates = state.left_out().set_index("among")["value"].to_dict()
    assert rates == {"male": 0, "female": 1} and len(state.leaf()) == 6


def test_people_side_by_side_are_told_by_the_same_sentences_and_unnamed_in_a_meeting(demo_store):
    page = _page(demo_store)
    table, view, link = (part(page, kind)[0] for kind in (Table, Compare, LinkState))
    keys = [row[0] for row in table.rows[:3]]
    link.query = {"compare": ",".join(keys)}
    assert [head[0] for head in view.heads] == keys
    state = chosen(demo_store)
    told = screening.explained(state.outcome, keys)
    assert [cell[0] for cell in view.rows[4][2]] == [one["conditions"][0]["reason"] for one in told]
    names = {head[1] for head in view.heads}
    link.query = {"compare": ",".join(keys), "mode": "meeting"}
    assert all(head[1][1:] == "**" for head in view.heads) and len(names) > 1
    view._receive(view, {"want": "remove", "key": keys[0]}, [])
    assert [head[0] for head in view.heads] == keys[1:] == table.selected
    state.selected = ["nobody"]
    assert comparison(state) == ([], [])


def test_another_language_keeps_the_parts_and_speaks_it(demo_store, monkeypatch):
    monkeypatch.setenv("QUERY_STRING", "lang=en&set=age:40")
    page = hm.boards.conditions(demo_store)
    panel = part(page, WhatIf)[0]
    assert panel.texts["trial"] == word("conditions.what_if_trial", "en")
    assert panel.levers[0]["words"] == pool_policy("section_reserve").conditions[0].words.en


def test_intervals_are_drawn_from_low_to_high_around_the_value_with_the_whole_as_a_line(people):
    rows = [{"sex": "male", "education": "master"}] * 7 + [{"sex": "female"}] * 6
    known = screening.screen(people(*rows), policy(hard("education", "at_least", "本科")), DAY)
    told = screening.left_out(known, "sex")
    frame = told.rename(columns={"rate": "value"}).assign(count=told["people"], n="n", code=told["code"])  # fmt: skip
    spec = intervals(frame, {"n": "n"}, whole=0.5, whole_words="50%", picks=["code"]).to_dict()
    fields = {(layer["encoding"].get("x", {}).get("field"), layer["encoding"].get("x2", {}).get("field")) for layer in spec["layer"]}  # fmt: skip
    assert {("low", "high"), ("value", None), ("whole", None)} <= fields
    assert spec["usermeta"] == {"picks": ["code"]}
    assert intervals(frame.iloc[:0], {"n": "n"}).to_dict()["layer"]
