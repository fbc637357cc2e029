"""Every number on a board opens the rows behind it, and the rows add up to it."""

import pandas as pd
import pytest

from hongmiao.boards import State
from test_boards import STATES


def rows(state: State, picks) -> pd.DataFrame:
    """The whole list behind a number, as a click on it in the untouched page would list it."""
    kind = type(state)
    fresh = kind(state.store, state.lang)
    fresh.pick(dict(picks))
    listed = fresh.leaf()
    assert len(listed) == (listed["total"].iloc[0] if len(listed) else 0)
    return listed


def amount(listed: pd.DataFrame, sums: str) -> float:
    return float(listed[sums].fillna(0).sum()) if sums else len(listed)


@pytest.mark.parametrize("name", STATES)
def test_the_rows_behind_a_tile_add_up_to_its_number(demo_store, name):
    state = STATES[name](demo_store)
    opened = [tile for tile in state.tiles() if tile.picks]
    assert opened, "a number without rows cannot be checked by anybody"
    for tile in opened:
        if not tile.value[-1:].isdigit():
            continue  # a dash: nothing stored
        number = amount(rows(state, tile.picks), tile.sums)
        if tile.whole:
            number /= len(rows(state, tile.whole))
        digits = len(tile.value.partition(".")[2])
        if tile.unit in ("%", "percent"):
            number *= 100
        assert float(tile.value.replace(",", "")) == pytest.approx(number, abs=0.51 * 10**-digits), (
            tile.label
        )  # fmt: skip


@pytest.mark.parametrize("name", STATES)
def test_the_rows_behind_a_mark_add_up_to_its_figure(demo_store, name):
    state = STATES[name](demo_store)
    seen = 0
    for picture in state.pictures():
        for picks, count in marks(picture):
            assert amount(rows(state, picks), picture.sums) == pytest.approx(count), (picture.title, picks)  # fmt: skip
            seen += 1
    assert seen > 5


def marks(picture, most: int = 40):
    """What a click on each mark picks, and the figure that it stands for; of very many, some from all over."""
    spec = picture.chart.to_dict()
    names = spec.get("usermeta", {}).get("picks", ())
    found = {}
    for data in spec["datasets"].values():
        for row in data:
            picks = {name: row[name] for name in names if pd.notna(row.get(name))}
            if picks and row.get("count"):
                found[tuple(sorted(picks.items()))] = row["count"]
    chosen = list(found.items())
    yield from ((dict(picks), count) for picks, count in chosen[:: max(1, len(chosen) // most)])
