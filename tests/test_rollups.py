"""Rollups: however a load keeps them up, they say what their scripts would say of the whole store."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hongmiao as hm
from hongmiao.load import rolled
from hongmiao.records.enrolment import STATUSES
from hongmiao.rollups import ROLLUPS, training
from hongmiao.tables import rebuild
from small_district import PEOPLE, UNITS

COURSES = [
    ["班次编号", "班次名称", "班次级别", "培训方式", "学时", "开始日期", "结束日期"],
    ["C1", "一", "区级", "线下", "24", "2018-03-01", "2018-03-05"],
    ["C2", "二", "", "线上", "8", "2017-12-30", ""],
    ["C3", "三", "镇级", "线下", "", "2018-05-01", "2018-05-03"],
    ["C4", "四", "镇级", "", "16.5", "", ""],
]
ENROLMENT = ["人员编号", "班次编号", "参训次序", "参训状态", "完成学时", "完成日期", "成绩"]
ROW = st.tuples(
    st.sampled_from(["P1", "P2", "P3", "P4"]), st.sampled_from(["C1", "C2", "C3", "C4"]), st.sampled_from(["1", "2", "3"]),
    st.sampled_from([zh for zh, *_ in STATUSES.values()]), st.sampled_from(["", "0", "4.5", "12", "30"]),
    st.sampled_from(["", "2018-03-05", "2018-12-31", "2019-01-01"]), st.sampled_from(["", "60"]),
)  # fmt: skip
ROWS = st.lists(ROW, min_size=1, max_size=24, unique_by=lambda row: row[:3])
MOVED = st.lists(st.tuples(st.sampled_from(PEOPLE[1:]), st.sampled_from(["U4", "B1", "B2"])), max_size=2, unique_by=lambda p: p[0][0])  # fmt: skip
RENEW = rolled.FewPeople.renew
READING = [name for name, book in ROLLUPS.items() if {"enrolment", "person"} & set(book.header["reads"].split())]  # fmt: skip


def said(db) -> dict[str, list]:
    """What every rollup of people and of enrolments holds, its rows in order, decimals as far as their sums are exact."""
    found = {}
    for (name,) in db.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
    ).fetchall():
        if any(
            f"{kind} {name} " in ROLLUPS[book].sql for book in READING for kind in ("TABLE", "VIEW")
        ):
            rows = [
                tuple(round(v, 6) if isinstance(v, float) else v for v in row)
                for row in db.execute(f"SELECT * FROM {name}")
            ]
            found[name] = sorted(rows, key=repr)
    return found


def as_rebuilt(store) -> dict[str, list]:
    with store.writing() as db:
        rebuild(db)
        return said(db)


@pytest.fixture
def trained(store, load, csv_file):
    """Makes the store what a load of units, people and courses leaves."""

    def run():
        store.clear()
        hm.load(
            store, [csv_file("1.csv", UNITS), csv_file("2.csv", PEOPLE), csv_file("3.csv", COURSES)]
        )

    return run


@settings(max_examples=25)
@given(rows=ROWS)
def test_the_frames_of_a_first_load_give_what_the_scripts_give(
    store, trained, csv_file, monkeypatch, rows
):
    monkeypatch.setattr(rolled, "MANY", 0)
    trained()
    asked = []
    monkeypatch.setattr(
        rolled, "of_training", lambda *frames: asked.append(1) or training.of_training(*frames)
    )
    hm.load(store, [csv_file("4.csv", [ENROLMENT, *rows])])
    assert asked and said(store.db) == as_rebuilt(store)


@settings(max_examples=25)
@given(rows=ROWS)
def test_so_do_those_of_a_first_load_of_everything(store, csv_file, monkeypatch, rows):
    monkeypatch.setattr(rolled, "MANY", 0)
    store.clear()
    files = {"1.csv": UNITS, "2.csv": PEOPLE, "3.csv": COURSES, "4.csv": [ENROLMENT, *rows]}
    hm.load(store, [csv_file(name, table) for name, table in files.items()])
    assert said(store.db) == as_rebuilt(store)


@settings(max_examples=25)
@given(rows=ROWS)
def test_so_do_those_of_the_same_rows_with_fewer_columns(
    store, trained, csv_file, monkeypatch, rows
):
    monkeypatch.setattr(rolled, "MANY", 0)
    trained()
    hm.load(store, [csv_file("4.csv", [ENROLMENT, *rows])])
    hm.load(store, [csv_file("5.csv", [row[:4] for row in (ENROLMENT, *rows)])])
    assert said(store.db) == as_rebuilt(store)


@settings(max_examples=40)
@given(rows=ROWS, later=ROWS, moved=MOVED)
def test_the_parts_of_few_people_give_what_the_scripts_give(
    store, trained, csv_file, monkeypatch, rows, later, moved
):
    monkeypatch.setattr(rolled, "FEW", 0.1)
    trained()
    hm.load(store, [csv_file("4.csv", [ENROLMENT, *rows])])
    renewed = []
    monkeypatch.setattr(
        rolled.FewPeople, "renew", lambda few, *args: renewed.append(few.names) or RENEW(few, *args)
    )
    people = [[*person[:-1], unit] for person, unit in moved]
    files = [csv_file("5.csv", [ENROLMENT, *later])] + [
        csv_file("6.csv", [PEOPLE[0], *people])
    ] * bool(people)
    report = hm.load(store, files)
    assert renewed or not report.total("rows_new") + report.total("rows_changed")
    assert said(store.db) == as_rebuilt(store)


def test_a_load_of_few_people_leaves_none_of_its_tables_in_the_way_of_the_true_ones(
    store, trained, csv_file, monkeypatch
):
    monkeypatch.setattr(rolled, "FEW", 0.1)
    trained()
    with store.writing() as db:
        few = rolled.FewPeople(db, rolled.pl.Series(["P1"]), {"enrolment"})
        assert few.names >= {"person_hours", "training_reach", "course_count", "best_attempt"}
        few.renew(db, [])
        left = db.execute("SELECT name FROM sqlite_temp_master").fetchall()
        assert left == [("touched",)]


@pytest.mark.parametrize("name", rolled.KEPT)
def test_a_rollup_kept_by_people_has_a_key_and_sums_no_decimals(store, name):
    for kind, table in rolled._MADE.findall(ROLLUPS[name].sql):
        columns = store.db.execute(
            "SELECT name, type, pk FROM pragma_table_info(?)", [table]
        ).fetchall()
        keys = {column for column, _, place in columns if place}
        assert (
            kind == "VIEW"
            or "person_id" in keys
            or (keys and {t for _, t, place in columns if not place} == {"INTEGER"})
        )
