"""What is asked of a store is written down, however it is asked, and a changed answer is seen."""

import json

import pandas as pd
import pytest

import hongmiao as hm
from hongmiao import asked

WAYS = {
    "a question of the shelf": lambda s: s.frame("star_summary", period="2018Q2"),
    "SQL with names": lambda s: s.sql("SELECT count(*) FROM person WHERE sex = :sex", sex="male"),
    "the database itself": lambda s: s.db.execute("SELECT max(person_id) FROM person").fetchone(),
    "a table counted": lambda s: s.db.table("person").count_where("person_id = ?", ["P1"]),
    "the first rows of a table": lambda s: next(s.db.table("unit").rows_where(limit=1)),
    "a cursor": lambda s: s.db.conn.cursor().execute("SELECT name FROM unit").fetchmany(2),
    "pandas": lambda s: pd.read_sql("SELECT unit_id FROM unit", s.db.conn),
    "row by row": lambda s: [*s.db.query("SELECT unit_id, kind FROM unit")],
}


@pytest.fixture
def noted(monkeypatch, tmp_path):
    monkeypatch.setenv(asked.FILE, str(tmp_path / "asked"))
    return tmp_path / "asked"


@pytest.mark.parametrize("way", WAYS)
def test_whatever_is_asked_is_written_down_and_answered_as_ever(
    demo_store, noted, way, monkeypatch
):
    noting = hm.Store(demo_store.path)
    given = WAYS[way](noting)
    monkeypatch.delenv(asked.FILE)
    plain = hm.Store(demo_store.path)
    assert repr(given) == repr(WAYS[way](plain))
    found = asked.read(noted)
    assert found and found[-1].question != asked.WHOLE
    for one in found:
        assert asked.ask_again(plain.db.conn, *one[:2]) == one.answer


def test_a_changed_answer_is_seen_and_a_question_that_cannot_be_asked_any_more_too(store, noted):
    noting = hm.Store(store.path)
    noting.sql("SELECT unit_id, name FROM unit WHERE kind = :kind", kind="town")
    (one,) = asked.read(noted)
    with store.writing() as db:
        db.execute("INSERT INTO unit (unit_id, name, kind) VALUES ('U1', '甲', 'village')")
    assert asked.ask_again(store.db.conn, *one[:2]) == one.answer
    with store.writing() as db:
        db.execute("INSERT INTO unit (unit_id, name, kind) VALUES ('U2', '乙', 'town')")
    assert asked.ask_again(store.db.conn, *one[:2]) != one.answer
    assert asked.ask_again(store.db.conn, "SELECT * FROM no_such_table", []) == ""


def test_the_time_of_loading_is_no_question_about_records(demo_store, noted):
    noting = hm.Store(demo_store.path)
    noting.frame("data_state")
    noting.frame("rating_periods")
    assert [one.question for one in asked.read(noted)] == ["rating_periods"]


def test_who_asked_nothing_is_taken_to_have_read_the_whole_store(noted):
    assert [one.question for one in asked.read(noted)] == [asked.WHOLE]


def test_a_question_is_written_down_once_with_days_and_names_as_text(demo_store, noted):
    from datetime import date

    noting = hm.Store(demo_store.path)
    for _ in range(2):
        noting.frame("data_date", today=date(2018, 6, 30))
    assert len(noted.read_text("utf-8").splitlines()) == 2
    (one,) = asked.read(noted)
    assert one.params == {"today": "2018-06-30"} and json.dumps(one)
