"""The door for researchers: questions that an editor completes, charts of any frame, and both shown without a network."""

import inspect
import json

import altair as alt
import nbformat
import pandas as pd
import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

import hongmiao as hm
from hongmiao.charts import showing
from hongmiao.errors import BadValue, MissingColumns, UnknownName
from hongmiao.queries import QUERIES
from hongmiao.questions import DAYS, NUMBERS
from hongmiao.widgets.chart_view import split

PARTS = pd.DataFrame(
    [("甲", 5.0, 10), ("甲", 1.0, 30), ("甲", None, 4), ("乙", 5.0, 2)],
    columns=["group", "part", "count"],
)
BRANCHES = pd.DataFrame(
    [("小", 6, 1.0), ("中", 40, 0.3), ("大", 100, 0.33), ("松", 60, 0.9)],
    columns=["name", "count", "value"],
)
CELLS = pd.DataFrame([("甲", "本科", 3), ("乙", None, 1)], columns=["column", "row", "count"])
POSTS = pd.DataFrame([("古渡镇", "柳湾村", "filled")], columns=["group", "name", "part"])
SHARES = BRANCHES.rename(columns={"name": "group"})
FRAMES = {
    "composition": (PARTS, {}),
    "over_time": (PARTS, {}),
    "headed_bars": (PARTS, {}),
    "grid": (CELLS, {}),
    "coverage": (POSTS, {}),
    "funnel_plot": (BRANCHES, {}),
    "intervals": (SHARES, {"percent": True}),
}


def test_asking_by_name_is_asking_by_the_name_of_the_question(demo_store):
    period = demo_store.ask.rating_periods()["period"].iloc[0]
    found = demo_store.ask.star_distribution(period=period)
    pd.testing.assert_frame_equal(found, demo_store.frame("star_distribution", period=period))
    assert len(found)


def test_every_question_stands_there_with_its_parameters_and_the_columns_that_it_gives(demo_store):
    names = [name for name in dir(demo_store.ask) if not name.startswith("_")]
    assert names == sorted(QUERIES)
    for name in names:
        method, book = getattr(demo_store.ask, name), QUERIES[name]
        taken = inspect.signature(method).parameters
        assert list(taken) == list(book.parameters)
        assert all(p.kind is p.KEYWORD_ONLY and p.default is None for p in taken.values())
        told = inspect.getdoc(method)
        assert told.startswith(book.about[:40]) and book.header["zh"] in told
        assert all(f"\n    {p}:" in told for p in (*taken, *demo_store.frame(name, **({"limit": 1} if "limit" in taken else {}))))  # fmt: skip
        assert "UnknownName" in told


def test_numbers_and_days_are_annotated_as_such(demo_store):
    for name, book in QUERIES.items():
        taken = inspect.signature(getattr(demo_store.ask, name)).parameters
        for parameter in book.parameters:
            said = str(taken[parameter].annotation)
            assert ("float" in said) == (parameter in NUMBERS)
            assert ("date" in said) == (parameter in DAYS)


@pytest.mark.parametrize("jedi", [True, False])
def test_an_editor_completes_questions_and_their_parameters(demo_store, jedi):
    shell = InteractiveShell()
    shell.user_ns["store"] = hm.open_store(demo_store.path)
    shell.Completer.use_jedi = jedi

    def completed(text: str) -> list[str]:
        with provisionalcompleter():
            found = shell.Completer.completions(text, len(text))
            return [one.text.removeprefix(".") for one in found if not one.text.startswith("%")]

    assert set(completed("store.ask.")) >= set(QUERIES)
    assert completed("store.ask.star_dist") == ["star_distribution"]
    assert completed("store.ask.star_distribution(per") == ["period="]


def test_help_shows_a_signature_and_not_the_machinery(demo_store, capsys):
    help(demo_store.ask.star_summary)
    said = capsys.readouterr().out
    assert "star_summary(*, " in said and "period: str | None = None" in said
    assert "mean_stars: Mean stars (1–5)" in said and "**params" not in said


def test_a_wrong_parameter_a_wrong_unit_and_a_wrong_name_are_told(demo_store):
    with pytest.raises(UnknownName, match="period"):
        demo_store.ask.star_summary(perod="2018Q2")
    with pytest.raises(UnknownName):
        demo_store.ask.star_summary(unit="nowhere")
    with pytest.raises(AttributeError, match="star_sumary"):
        demo_store.ask.star_sumary()


def test_who_does_not_ask_by_name_pays_nothing_for_it(demo_store):
    fresh = hm.open_store(demo_store.path)
    fresh.frame("rating_periods")
    assert "ask" not in vars(fresh)


@pytest.mark.parametrize("name", FRAMES)
def test_a_chart_draws_a_frame_that_has_its_columns_and_asks_for_no_words(name):
    frame, more = FRAMES[name]
    before = frame.copy()
    spec = getattr(hm.charts, name)(frame, **more).to_dict()
    assert any(spec["datasets"].values())
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("name", FRAMES)
def test_a_column_that_lacks_is_told_by_name_with_what_there_is(name):
    frame, more = FRAMES[name]
    for column in frame:
        with pytest.raises(MissingColumns) as caught:
            getattr(hm.charts, name)(frame.drop(columns=column), **more)
        assert caught.value.lacking == [column]
        assert all(word in str(caught.value) for word in (name, column, "rename"))


def test_stars_get_their_colours_in_their_order_and_the_unknown_stands_in_grey():
    _, rows = split(hm.charts.composition(PARTS))
    spec = hm.charts.composition(PARTS).to_dict()
    scale = spec["layer"][0]["encoding"]["color"]["scale"]
    assert scale["domain"] == ["1", "5", "未知"]
    assert scale["range"] == [hm.charts.STARS[1], hm.charts.STARS[5], {"expr": "soft"}]
    assert {row["part"] for row in rows["rows"]} == {"1", "5", "未知"}


def test_a_funnel_plot_finds_what_lies_outside_and_judges_no_small_group():
    _, rows = split(hm.charts.funnel_plot(BRANCHES, whole=1 / 3, smallest=10))
    points = next(rows for rows in rows.values() if rows and "standing" in rows[0])
    standing = {row["name"]: row["standing"] for row in points}
    assert standing == {"小": "small", "中": "usual", "大": "usual", "松": "high"}
    assert [row["name"] for row in points if row["label"]] == ["松"]


def test_a_spread_that_cannot_be_known_is_asked_for():
    with pytest.raises(BadValue, match="spread"):
        hm.charts.funnel_plot(BRANCHES.assign(value=3.5))
    assert hm.charts.funnel_plot(BRANCHES.assign(value=3.5), spread=0.9).to_dict()


def test_shares_get_the_wilson_interval_where_none_is_given():
    _, rows = split(hm.charts.intervals(SHARES, percent=True))
    small = next(row for row in rows["rows"] if row["group"] == "小")
    assert (round(small["low"], 2), small["high"], small["n"]) == (0.61, 1, "n=6")


def shown(chart: alt.TopLevelMixin) -> tuple[dict, dict]:
    data, about = chart._repr_mimebundle_()
    # What a notebook cannot keep breaks the cell that it is shown in.
    output = nbformat.v4.new_output("display_data", data=data, metadata=about)
    nbformat.validate(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=[output])]))
    return data, about


@pytest.mark.parametrize("name", FRAMES)
def test_a_chart_is_shown_without_a_network_and_as_a_picture_where_nothing_draws_it(name):
    frame, more = FRAMES[name]
    data, about = shown(getattr(hm.charts, name)(frame, **more))
    vega, picture = data[showing.VEGA], data["image/svg+xml"]
    assert "text/html" not in data and picture.startswith("<svg")
    assert data["image/png"], "Voilà shows an error where JupyterLab has to make one"
    asked = json.dumps(vega).replace(vega["$schema"], "") + picture
    assert "http" not in asked.replace("http://www.w3.org/", "")
    assert about[showing.VEGA]["embed_options"]["actions"]["editor"] is False


def test_the_ground_is_white_whatever_the_theme_and_a_chart_of_ones_own_too():
    for chart in (hm.charts.composition(PARTS), alt.Chart(PARTS).mark_bar().encode(x="count")):
        data, _ = shown(chart)
        assert data[showing.VEGA]["background"] == "#ffffff"
        assert f'width="{showing.WIDTH}"' in data["image/svg+xml"]


def test_a_width_and_a_ground_of_ones_own_stay():
    chart = alt.Chart(PARTS, width=200, background="#eeeeee").mark_bar().encode(x="count")
    assert showing.on_a_card(chart.to_dict())["width"] == 200
    assert shown(chart)[0][showing.VEGA]["background"] == "#eeeeee"


def test_whoever_has_the_charts_has_them_shown():
    assert hm.charts and alt.renderers.active == "hongmiao"
