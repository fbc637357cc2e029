"""Leaves of lists: whichever way a question takes to its first rows, they are those of the whole list."""

from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongmiao import boards

WALKED = ["account", "activities", "screening", "stars", "training"]
"""Boards with a list that is read along an index as far as the leaf goes."""


def rows(leaf: pd.DataFrame) -> list[list]:
    return leaf.drop(columns="total").astype(object).where(leaf.notna(), None).values.tolist()


@pytest.fixture(scope="module")
def states(demo_store):
    @cache
    def of(board: str):
        return boards.state_of(board)(demo_store, "zh")

    return of


@settings(max_examples=150)
@given(data=st.data())
def test_a_leaf_is_a_part_of_the_whole_list(states, data):
    board = data.draw(st.sampled_from(WALKED))
    state = states(board)
    questions = {view: one.question for view, one in state.lists().items() if one.question}
    state.view = data.draw(st.sampled_from(sorted(questions)))
    state.unit = data.draw(st.sampled_from([unit for unit, *_ in state.units]))
    for choice in state.choices:
        options = [value for _, value in choice.options] or [state.defaults[choice.name]]
        chosen = data.draw(st.sampled_from([state.defaults[choice.name], *options]))
        state.set_trait(choice.name, chosen)
    offset, limit = data.draw(st.sampled_from([0, 0, 7, 20, 300])), data.draw(st.integers(1, 40))
    sortable = [column.name for column in state.listing.columns if column.sortable]
    sort = data.draw(st.sampled_from(["", "", *sortable]))
    whole, leaf = state.leaf(0, None, sort), state.leaf(offset, limit, sort)
    assert {*leaf["total"]} <= {len(whole)}
    assert rows(leaf) == rows(whole)[offset : offset + limit]
