"""Questions: each is valid SQL on the empty schema, documented, and answers with columns even where nothing is."""

import re

import pytest

from hongmiao.errors import UnknownName
from hongmiao.queries import QUERIES
from hongmiao.rollups import ROLLUPS
from hongmiao.shelf import shelf


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_a_question_is_documented_with_each_of_its_parameters(query):
    assert query.about.endswith("."), "the leading comment says what the question answers"
    assert set(query.header) - {"zh"} == set(query.parameters), (
        "each parameter has its line in the head, and no other has"
    )
    assert all(query.header.values())


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_a_question_can_be_put_to_the_empty_schema(store, query):
    assert store.db.execute(f"EXPLAIN {query.sql}", dict.fromkeys(query.parameters)).fetchall()
    frame = store.frame(query.name)
    assert len(frame.columns) == len(set(frame.columns)) and all(
        re.fullmatch("[a-z][a-z0-9_]*", name) for name in frame.columns
    )


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_a_question_only_asks(query):
    code = re.sub(r"--.*", "", query.sql)
    assert re.match(r"\s*(SELECT|WITH)\b", code, re.I) and not re.search(
        r"\b(INSERT|UPDATE|DELETE|DROP|CREATE|ALTER|ATTACH|PRAGMA)\b", code, re.I
    )


@pytest.mark.parametrize("rollup", ROLLUPS.values(), ids=list(ROLLUPS))
def test_a_rollup_is_documented_and_makes_the_table_of_its_name(store, rollup):
    assert rollup.about and rollup.name in (*store.db.table_names(), *store.db.view_names())
    assert set(rollup.header.get("after", "").split()) <= set(ROLLUPS)


def test_the_tree_of_units_holds_every_subtree_between_two_ranks(store, district):
    rows = {row["unit_id"]: row for row in store.db.query("SELECT * FROM unit_tree")}
    for unit_id, row in rows.items():
        below = {
            other["unit_id"]
            for other in rows.values()
            if row["rank"] <= other["rank"] <= row["last_rank"]
        }
        assert below == {
            unit_id,
            *(
                lower
                for upper, lower in (
                    ("U1", "U2"),
                    ("U1", "U3"),
                    ("U2", "U4"),
                    ("U2", "B1"),
                    ("U3", "B2"),
                    ("U1", "U4"),
                    ("U1", "B1"),
                    ("U1", "B2"),
                )
                if upper == unit_id
            ),
        }
    assert {unit_id: (row["depth"], row["town_id"], row["path"]) for unit_id, row in rows.items()} == {
        "U1": (0, None, "示范区"), "U2": (1, "U2", "示范区/古渡镇"), "U3": (1, "U3", "示范区/新城街道"), "U4": (2, "U2", "示范区/古渡镇/柳湾村"),
        "B1": (2, "U2", "示范区/古渡镇/第一党支部"), "B2": (2, "U3", "示范区/新城街道/第一党支部"),
    }  # fmt: skip


def test_an_unknown_question_and_an_unknown_parameter_name_their_neighbours(store):
    with pytest.raises(UnknownName):
        store.frame("no_such_question")
    for name in list(QUERIES)[:1]:
        with pytest.raises(UnknownName):
            store.frame(name, no_such_parameter=1)


def test_parameters_are_read_off_the_sql_but_not_out_of_words_and_times():
    for name in ("hongmiao.queries", "hongmiao.checks", "hongmiao.rollups"):
        for book in shelf(name).values():
            assert not set(book.parameters) & {"mm", "ss"}
