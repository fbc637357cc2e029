"""How charts are drawn: what reaches a page is what Altair itself would have made, and all of it stands in the schema."""

import math
from datetime import datetime

import altair as alt
import pandas as pd
import pytest
from altair.utils.schemapi import SchemaValidationError
from hypothesis import given
from hypothesis import strategies as st

from hongmiao.charts.layers import Drawing, drawn, field, mark, records
from hongmiao.charts.picks import carried
from hongmiao.errors import MissingColumns
from hongmiao.locale import LANGUAGES
from hongmiao.widgets.chart_view import split
from test_boards import STATES
from test_charts import TOLD

CELLS = {
    "int": st.integers(-(2**53), 2**53),
    "float": st.floats(),
    "bool": st.booleans(),
    "text": st.text(max_size=3),
    "text or nothing": st.text(max_size=3) | st.none(),
    "whole or nothing": st.integers(0, 9) | st.none(),
    "mixed": st.integers(0, 9)
    | st.text(max_size=2)
    | st.booleans()
    | st.none()
    | st.just(math.nan),
    "day": st.datetimes(datetime(1900, 1, 1), datetime(2100, 12, 31)) | st.none(),
}
KINDS = {"int": "int64", "float": "float64", "bool": "bool", "day": "datetime64[ns]"} | dict.fromkeys(("mixed", "whole or nothing"), "object")  # fmt: skip


def finite(value: object) -> object:
    """A value as JSON has it: Altair leaves some NaN in columns of objects where it means to write None."""
    if isinstance(value, dict):
        return {key: finite(one) for key, one in value.items()}
    if isinstance(value, list):
        return [finite(one) for one in value]
    return None if isinstance(value, float) and math.isnan(value) else value


@st.composite
def frames(draw) -> pd.DataFrame:
    size = draw(st.integers(0, 4))
    names = draw(st.lists(st.sampled_from([*CELLS]), min_size=1, unique=True))
    cells = {name: draw(st.lists(CELLS[name], min_size=size, max_size=size)) for name in names}
    return pd.DataFrame({n: pd.Series(of, dtype=KINDS.get(n)) for n, of in cells.items()})


@given(frames())
def test_rows_are_those_that_altair_would_write_and_unknown_is_never_nan(frame):
    rows = records(frame)
    assert rows == finite(alt.to_values(frame)["values"])
    assert {type(cell) for row in rows for cell in row.values()} <= {int, float, bool, str, type(None)}  # fmt: skip


def test_what_a_mark_carries_is_that_of_the_first_row_of_its_key():
    frame = pd.DataFrame({"group": ["a", "a", "b"], "stars": [1, 2, None], "unit": ["u", "v", None]})  # fmt: skip
    assert carried(frame, ["group"], ["unit", "stars"]) == {
        ("a",): {"unit": "u", "stars": 1},
        ("b",): {"unit": None, "stars": None},
    }
    assert carried(frame, ["group"], []) == {("a",): {}, ("b",): {}}


@pytest.mark.parametrize("name", STATES)
def test_every_picture_of_every_board_is_what_altair_would_send_and_valid(name, demo_store, store):
    for where, lang, meeting in ((demo_store, "zh", True), (store, "zh", False), *((demo_store, lang, False) for lang in LANGUAGES)):  # fmt: skip
        state = STATES[name](where, lang, meeting=meeting)
        for picture in state.pictures():
            chart = picture.chart
            assert isinstance(chart, Drawing)
            ordinary = alt.LayerChart(**chart._kwds)
            assert split(chart)[0] == split(ordinary)[0]  # which holds it against the schema
            assert finite(split(chart)[1]) == split(chart)[1] == finite(split(ordinary)[1])
            assert finite(chart.to_dict()) == finite(ordinary.to_dict())


@pytest.fixture(params=TOLD, ids=lambda draw: draw.__name__)
def chart(request) -> Drawing:
    frame, *rest, more = TOLD[request.param]
    return request.param(frame, *rest, **more)


WAYS = {
    "properties": lambda chart: chart.properties(width=300, title="t"),
    "layered": lambda chart: chart + alt.Chart(chart.data).mark_rule().encode(y=alt.value(9)),
    "parameter": lambda chart: chart.add_params(alt.param(name="more", value=1)),
    "selection": lambda chart: chart.add_params(alt.selection_point(name="chosen")),
    "config": lambda chart: chart.configure_view(stroke="red"),
    "scale": lambda chart: chart.resolve_scale(color="independent"),
    "layer": lambda chart: (
        chart.layer[0].encode(color=alt.value("red")).properties(data=chart.data)
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_researcher_goes_on_with_a_chart_as_with_any_other(way, chart):
    before = finite(chart.to_dict())
    found, ordinary = WAYS[way](chart), WAYS[way](alt.LayerChart(**chart._kwds))
    assert isinstance(found, type(ordinary))
    assert finite(found.to_dict()) == finite(ordinary.to_dict()) != before
    assert finite(chart.to_dict()) == before


def test_what_others_make_is_still_held_against_the_schema():
    frame, *rest, more = next(iter(TOLD.values()))
    draw = next(iter(TOLD))
    draw(frame, *rest, **more)
    with pytest.raises(MissingColumns):
        draw(frame[["group"]], *rest, **more)
    with pytest.raises(SchemaValidationError):
        alt.Scale(domain=3)
    with pytest.raises(SchemaValidationError):
        split(alt.Chart(frame).mark_bar().encode(x=alt.X("count:Q", axis={"no": 1})))
    wrong = drawn(frame, [mark("bar", {"x": field("count:Q")}, size="wide")], height=9)
    with pytest.raises(SchemaValidationError):
        wrong.to_dict()
    with pytest.raises(SchemaValidationError):
        split(wrong.configure_view(stroke="red"))
