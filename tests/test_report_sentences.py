"""What sentences rest on: contributions that add up, changes that round to something, groups that are large enough."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongmiao.reports.paper import merged
from hongmiao.reports.sentences import contributions, drivers, points, standing_out

counts = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda two: (min(two), max(two)))
groups = st.lists(counts, min_size=1, max_size=8)


def framed(counts: list[tuple[int, int]]) -> pd.DataFrame:
    return pd.DataFrame(counts, columns=["part", "whole"], index=[f"g{i}" for i in range(len(counts))])  # fmt: skip


@given(groups, groups)
def test_contributions_add_up_to_the_change_and_turn_round_with_it(then, now):
    before, after = framed(then), framed(now)
    moved = contributions(before, after)
    if not before["whole"].sum() or not after["whole"].sum():
        assert moved.empty
        return
    change = (
        after["part"].sum() / after["whole"].sum() - before["part"].sum() / before["whole"].sum()
    )
    assert moved.sum() == pytest.approx(change, abs=1e-12)
    assert (contributions(after, before) + moved).abs().max() < 1e-12


@given(groups, groups)
def test_only_groups_that_carry_what_is_printed_are_named(then, now):
    moved = contributions(framed(then), framed(now))
    along, against = drivers(moved, moved.index)
    change = moved.sum()
    assert all(points(gap) for gap in [*along, *against])
    assert (along * change > 0).all() and (against * change < 0).all()
    if abs(change) < 0.005 or len(moved) < 2:
        assert along.empty and against.empty
    assert drivers(moved, [])[0].empty


@given(st.floats(-1, 1))
def test_a_change_that_rounds_to_nothing_is_nothing(gap):
    assert (points(gap) == 0) == (abs(round(100 * gap, 1)) == 0)
    assert str(points(gap)) != "-0.0"


@given(groups, st.integers(1, 20))
def test_no_small_group_stands_out_and_none_that_is_as_the_whole(counts, smallest):
    frame = framed(counts)
    out = standing_out(frame, 3.09, smallest)
    assert (out["whole"] >= smallest).all()
    total = frame.sum()
    assert not total["whole"] or (out["share"] > total["part"] / total["whole"]).all()


@given(st.lists(st.integers(0, 30), min_size=1, max_size=30), st.integers(1, 10))
def test_merging_keeps_every_person_and_leaves_no_small_group(sizes, least):
    frame = pd.DataFrame({"group": [f"g{i}" for i in range(len(sizes))], "count": sizes, "unit": "U"})  # fmt: skip
    kept = merged(frame, frame.set_index("group")["count"], ["count"], least, "zh")
    assert kept["count"].sum() == sum(sizes)
    shown = kept["count"][kept["count"] > 0]
    assert len(shown) <= 16
    assert (shown >= least).all() or len(shown) == 1
