"""Sums up the tree of units: each part is the sum of what its units have of their own, and charts read nothing else."""

import re

import pytest

from hongmiao.queries import QUERIES
from hongmiao.records import RECORD_TYPES
from hongmiao.rollups import ROLLUPS
from hongmiao.rollups.under import SUMS, under

SUBTREE = """SELECT unit_id FROM unit_tree WHERE rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = ?)
                                             AND (SELECT last_rank FROM unit_tree WHERE unit_id = ?)"""
# Few rows however many people there are, or read for all who ask and kept: see hongmiao.kept.
SMALL = {"unit", "course", "project", "vacancy", "placement", "case", "assessment"}
KEPT = {
    "hours_by_unit": "the policy says who owes hours and which count",
    "person_facts": "the policy says what is asked of whom",
    "person_steps": "of a pool, for the same",
    "enrolment_status": "for reports",
    "hours_until": "for reports",
    "screening_funnel": "by age or education, where one was picked",
    "candidates_by_age_education": "by step, where one was picked",
    "screening_summary": "by step, where one was picked",
}


@pytest.mark.parametrize("name", SUMS)
def test_a_part_is_the_sum_of_its_units(demo_store, name):
    sums = SUMS[name].split()
    columns = [
        column for column in demo_store.db.table(under(name)).columns_dict if column != "part_id"
    ]
    keys = ", ".join(column for column in columns if column not in sums)
    added = ", ".join(
        {"lightest": "min(lightest)", "heaviest": "max(heaviest)"}.get(one, f"round(sum({one}), 6)") for one in sums
    )  # fmt: skip
    grouped = f" GROUP BY {keys} ORDER BY {keys}" if keys else " HAVING count(*)"
    picked = f"{keys}, {added}" if keys else added

    def rows(source: str, *params: str) -> list[tuple]:
        return demo_store.db.execute(f"SELECT {picked} FROM {source}{grouped}", params).fetchall()

    def parts(part: str) -> list[tuple]:
        return rows(f"{under(name)} WHERE part_id = ?", part)

    assert parts("") == rows(name)
    for unit, below in demo_store.db.execute(
        "SELECT unit_id, last_rank - rank FROM unit_tree WHERE depth < 3 AND rank % 7 < 2"
    ).fetchall():
        assert parts(unit) == rows(f"{name} WHERE unit_id IN ({SUBTREE})", unit, unit)
        if below:
            assert parts(f"={unit}") == rows(f"{name} WHERE unit_id = ?", unit)


def test_the_parts_of_a_scope_are_its_groups(demo_store):
    listed = """SELECT scope_id, unit_id, group_id FROM unit_part JOIN (
        SELECT part_id, unit_id FROM unit_own UNION ALL SELECT part_id, unit_id FROM unit_above) USING (part_id)"""
    assert {*demo_store.db.execute(listed)} == {
        *demo_store.db.execute("SELECT scope_id, unit_id, group_id FROM unit_group")
    }
    twice = "SELECT 1 FROM unit_group GROUP BY scope_id, unit_id HAVING count(*) > 1"
    assert not demo_store.db.execute(twice).fetchall()


@pytest.mark.parametrize(
    "query",
    [q for q in QUERIES.values() if "limit" not in q.parameters],
    ids=lambda query: query.name,
)
def test_a_chart_walks_through_no_table_of_records(store, query):
    if query.name in KEPT:
        return
    program = store.db.execute(f"EXPLAIN {query.sql}", dict.fromkeys(query.parameters)).fetchall()
    tables = dict(
        store.db.execute("SELECT rootpage, tbl_name FROM sqlite_master WHERE rootpage > 0")
    )
    opened = {row[2]: tables.get(row[3]) for row in program if row[1] == "OpenRead"}
    walked = {opened.get(row[2]) for row in program if row[1] in ("Rewind", "Last")}
    assert not walked & (RECORD_TYPES.keys() - SMALL), "a rollup knows this, or ought to"


def test_every_rollup_by_unit_that_a_chart_sums_is_summed():
    charts = [book for book in QUERIES.values() if "limit" not in book.parameters]
    for book in charts:
        code = re.sub(r"--.*", "", book.sql)
        summed = {
            name
            for name in SUMS
            if re.search(rf"\b{name} JOIN unit_(tree|group)\b|unit_group JOIN {name}\b", code)
        }
        assert not summed, f"{book.name} could read {[under(name) for name in summed]}"
    assert {under(name) for name in SUMS} <= ROLLUPS.keys()
