"""Training, hours and activities of one town: the rows behind its numbers, and groups too many for a chart."""

import pytest

from hongmiao.boards import groups
from hongmiao.boards.activities_board import Activities
from hongmiao.boards.hours_board import Hours
from hongmiao.boards.training_board import Training
from test_rows_behind import amount, marks

KINDS = [Training, Hours, Activities]


@pytest.fixture
def town(demo_store) -> str:
    units = demo_store.frame("units")
    return units[units["kind"].isin(["town", "street"])].nlargest(1, "persons")["unit_id"].iloc[0]


@pytest.mark.parametrize("kind", KINDS)
def test_the_rows_behind_the_numbers_of_a_town_add_up_too(demo_store, town, kind):
    def rows(picks, sums: str) -> float:
        state = kind(demo_store, "zh", unit=town)
        # The town's own mark would take the choice of the town back: it is chosen already.
        state.pick({name: value for name, value in picks.items() if value != town})
        return amount(state.leaf(), sums)

    state = kind(demo_store, "zh", unit=town)
    for tile in state.tiles():
        if tile.value[-1:].isdigit() and not tile.whole:
            assert float(tile.value.replace(",", "")) == pytest.approx(rows(tile.picks, tile.sums), abs=0.5), tile.label  # fmt: skip
    for picture in state.pictures():
        for picks, count in marks(picture, 8):
            assert rows(picks, picture.sums) == pytest.approx(count), (picture.title, picks)


def test_groups_too_many_for_a_chart_are_one_at_its_end_and_nobody_is_lost(demo_store, monkeypatch):
    whole = Hours(demo_store).counts("unit", "standing")["count"].sum()
    monkeypatch.setattr(groups, "MOST", 4)
    counts = Hours(demo_store).counts("unit", "standing")
    names = counts["group"].unique().tolist()
    assert len(names) == 4 and names[-1].startswith("其余") and counts["count"].sum() == whole
    assert counts[counts["group"] == names[-1]]["view"].isna().all(), "they open no rows"
    for state in (Training(demo_store), Training(demo_store, "zh", measure="completion")):
        frame = state.coverage()
        assert frame["row"].nunique() == 4
        marked = [*state.pictures()][3].chart.to_dict()
        cells = [row for data in marked["datasets"].values() for row in data]
        assert sum(cell["count"] for cell in cells) == frame["count"].sum()
    assert Activities(demo_store).groups()["group"].nunique() == 4
