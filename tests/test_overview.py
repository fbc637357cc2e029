"""The overview: each of its figures is the figure of the board that its link opens, and the rows there add up to it."""

from urllib.parse import parse_qsl, urlsplit

import pytest

import hongmiao as hm
from hongmiao.boards import state_of
from hongmiao.boards.overview_board import Overview
from hongmiao.boards.overview_doors import amount, latest
from hongmiao.boards.overview_lines import CHANGING, DEAR, DECIDE, LATE, STEPS
from hongmiao.widgets import FilterBar, Flow, Lines

WIDER = ("unit", "period", "year", "pool")


def opened(store, href: str):
    """The state of a board as an address opens it, which refuses nothing of it."""
    link = urlsplit(href)
    query = dict(parse_qsl(link.query))
    state = state_of(link.path.removesuffix(".ipynb"))(store)
    bar = FilterBar(state.units, state.choices)
    assert {*query} <= {*bar.names(), *state.names()}, href
    assert not bar.read({name: text for name, text in query.items() if name in bar.names()}), href
    for name, value in bar.values.items():
        state.set_trait(name, value)
    assert not state.read({name: text for name, text in query.items() if name in state.names()}), href  # fmt: skip
    return state


def behind(state, sums: str) -> float:
    rows = state.leaf()
    return float(rows[sums].fillna(0).sum()) if sums else len(rows)


def rows_of(store, line) -> float:
    """What the rows say that a line's link lists."""
    state = opened(store, line.href)
    number = behind(state, line.sums)
    if line.whole:
        chosen = {name: value for name, value in state.chosen().items() if name in WIDER}
        whole = type(state)(store, state.lang, **chosen)
        whole.pick(dict(line.whole))
        number /= len(whole.leaf())
    return 100 * number if line.unit == "%" else number


def figures(overview):
    lines = [line for step in overview.steps() for line in step.lines]
    return lines + [line for which in (LATE, DECIDE) for line in overview.gathered(which)[0]]


@pytest.fixture(params=["district", "town"])
def overview(request, demo_store) -> Overview:
    units = demo_store.frame("units")
    towns = units[units["kind"].isin(["town", "street"])].nlargest(1, "persons")["unit_id"]
    return Overview(demo_store, "zh", **({"unit": towns.iloc[0]} if request.param == "town" else {}))  # fmt: skip


def test_every_figure_is_the_one_its_link_opens(overview):
    seen, shown = 0, {}
    for line in figures(overview):
        value = amount(line.value)
        if value is None:  # a dash: that board has nothing of the unit and the period
            continue
        digits = len(line.value.partition(".")[2])
        assert rows_of(overview.store, line) == pytest.approx(value, abs=0.51 * 10**-digits), line  # fmt: skip
        state = opened(overview.store, line.href)
        chosen = tuple(str(state.chosen().get(name)) for name in ("unit", "period", "year", "pool"))
        if (state.name, chosen) not in shown:
            shown[state.name, chosen] = {(tile.value, tile.unit) for tile in state.tiles()}
        assert (line.value, line.unit) in shown[state.name, chosen], line
        seen += 1
    assert seen > 25


def test_every_change_is_told_of_the_figure_its_link_opens(overview):
    changes = overview.changes()
    assert changes
    for line in changes:
        digits = len(line.value.partition(".")[2])
        assert line.value in line.label
        assert rows_of(overview.store, line) == pytest.approx(amount(line.value), abs=0.51 * 10**-digits), line  # fmt: skip


def test_a_change_is_the_difference_of_what_two_links_open(demo_store):
    overview = Overview(demo_store)
    pairs = [(overview.line(*one), one) for one in CHANGING]
    then = Overview(demo_store, period=overview.before)
    for now, (name, key) in pairs:
        was, told = then.line(name, key), overview._change(name, key)
        if now and was and told:
            gap = abs(amount(now.value) - amount(was.value))
            assert f"{gap:,.{len(now.value.partition('.')[2])}f}" in told[1].label


def test_the_targets_are_the_projects_and_each_opens_its_own(overview):
    targets = overview.targets()
    assert len(targets) == len(overview.door("projects").found())
    for line in targets:
        state = opened(overview.store, line.href)
        (row,) = state.leaf().itertuples()
        assert row.name == line.label and overview.measured(row.done, row.target, row.unit_of_measure) == line.value  # fmt: skip
    standing = [line.tone == "warn" for line in targets]
    assert standing == sorted(standing, reverse=True), "what is late or behind stands first"


def test_the_plan_the_villages_and_the_centres_are_among_the_targets(demo_store):
    values = " ".join(line.value for line in Overview(demo_store).targets())
    assert all(part in values for part in (" 人次", " 个村", "/ 7 个"))


def test_nothing_of_another_period_is_shown_as_if_it_were_of_this_one(demo_store):
    overview = Overview(demo_store)
    overview.period = overview.periods[-1]
    for line in figures(overview):
        query = dict(parse_qsl(urlsplit(line.href).query))
        assert query.get("year", overview.period[:4]) == overview.period[:4], line
        if amount(line.value) is None and not line.href:
            assert line.value == "—"


@pytest.mark.parametrize(
    ("period", "offered", "found"),
    [
        ("2018Q2", ["2018H1", "2018Q1"], "2018H1"),
        ("2018Q2", ["2018H1", "2018Q2"], "2018Q2"),
        ("2018Q1", ["2018H1", "2017"], None),
        ("2018Q3", ["2018Q4", "2018-08", "2018Q2"], "2018-08"),
        ("spring", ["2018Q1"], None),
    ],
)
def test_a_board_of_other_periods_shows_the_latest_that_has_ended_by_then(period, offered, found):
    assert latest(offered, period) == found


def test_links_keep_language_meeting_and_unit(demo_store, monkeypatch):
    monkeypatch.setenv("HONGMIAO_LANG", "zh")
    town = demo_store.frame("units")["unit_id"].iloc[1]
    overview = Overview(demo_store, "en", unit=town, meeting=True)
    for line in [*figures(overview), *overview.changes(), *overview.targets()]:
        if line.href:
            query = dict(parse_qsl(urlsplit(line.href).query))
            assert (query["lang"], query["mode"], query["unit"]) == ("en", "meeting", town)


def parts(page, kind):
    found = [part for child in page.children for part in (child, *getattr(child, "children", ()))]
    return [part for part in found if isinstance(part, kind)]


def test_the_page_stands_before_what_is_dear_and_fills_when_it_is_seen(demo_store):
    page = hm.boards.overview(demo_store)
    (flow,), lines = parts(page, Flow), parts(page, Lines)
    waits = [any(name in DEAR for name, _ in of) for of in STEPS.values()]
    assert [step["waiting"] for step in flow.steps] == waits and any(waits)
    assert [part.waiting for part in lines] == [True, True, True, False] and lines[3].lines
    bar = parts(page, FilterBar)[0]
    flow._handle_custom_msg({"want": "rest"}, [])
    assert not any(step["waiting"] or not step["lines"] for step in flow.steps)
    assert not any(part.waiting for part in lines) and all(part.lines or part.after for part in lines)  # fmt: skip
    before = flow.steps
    bar.values = bar.values | {"period": Overview(demo_store).before}
    assert flow.steps != before and any(step["waiting"] for step in flow.steps)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_data_it_says_what_to_do(store, lang):
    page = hm.boards.overview(store, lang)
    assert "hongmiao load" in parts(page, Flow)[0].empty and not parts(page, Flow)[0].steps
    assert not any(part.lines or part.waiting for part in parts(page, Lines))
