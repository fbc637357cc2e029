"""The store: one SQLite file of ours, read by many, written by one at a time, all or nothing."""

import shutil
import sqlite3
import subprocess
import sys
import threading

import pytest

import hongmiao as hm
from hongmiao.errors import NoDataFolder, NoStore, NotAStore, StoreBusy
from hongmiao.records import RECORD_TYPES


def test_the_store_lies_where_hongmiao_home_says(home):
    assert hm.open_store().path == home / "hongmiao.db" and (home / "hongmiao.db").exists()


def test_without_a_data_folder_the_remedy_is_told(tmp_path, monkeypatch):
    monkeypatch.delenv("HONGMIAO_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("hongmiao.places.__file__", str(tmp_path / "places.py"))
    with pytest.raises(NoDataFolder, match="HONGMIAO_HOME"):
        hm.open_store()


def test_a_store_is_not_made_where_none_was_asked_for(home):
    with pytest.raises(NoStore):
        hm.open_store(create=False)
    assert not (home / "hongmiao.db").exists()


@pytest.mark.parametrize(
    "data",
    [
        b"no database at all, but long enough to be taken for one" * 20,
        b"SQLite format 3\0broken" * 100,
    ],
)
def test_a_file_that_is_no_database_is_left_alone(tmp_path, data):
    path = tmp_path / "other.db"
    path.write_bytes(data)
    with pytest.raises(NotAStore):
        hm.open_store(path)
    assert path.read_bytes() == data


def test_the_database_of_another_program_is_left_alone(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE person (x)")
    before = path.read_bytes()
    with pytest.raises(NotAStore):
        hm.open_store(path)
    assert path.read_bytes() == before


def test_a_folder_is_no_store(tmp_path):
    with pytest.raises(NotAStore):
        hm.open_store(tmp_path)


def test_questions_cannot_write(store):
    with pytest.raises(sqlite3.OperationalError):
        store.db.execute("DELETE FROM person")
    with pytest.raises(sqlite3.OperationalError):
        store.sql("INSERT INTO load DEFAULT VALUES")


def test_what_a_block_of_writing_does_is_stored_whole_or_not_at_all(store):
    with pytest.raises(ZeroDivisionError), store.writing() as db:
        db.execute("INSERT INTO load (started) VALUES ('x')")
        raise ZeroDivisionError
    assert not list(store.db.query("SELECT * FROM load"))
    with store.writing() as db:
        db.execute("INSERT INTO load (started) VALUES ('y')")
        assert not list(store.db.query("SELECT * FROM load")), "readers see the store as before"
    assert [row["started"] for row in store.db.query("SELECT * FROM load")] == ["y"]


def test_one_writes_at_a_time(store):
    with store.writing(), pytest.raises(StoreBusy, match="0.01"), store.writing(0.01):
        pass


def test_a_new_store_may_be_opened_by_many_at_once(home):
    code = "import hongmiao as hm; print(len(hm.open_store().db.table_names()))"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    answers = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0, 0], answers
    assert len({answer for answer, _ in answers}) == 1


def test_readers_of_several_threads_share_a_store(district, store):
    counts = []
    threads = [
        threading.Thread(
            target=lambda: counts.append(store.sql("SELECT count(*) AS n FROM person")["n"][0])
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert counts == [4] * 4


def test_a_store_of_an_earlier_version_gains_what_is_new_and_keeps_its_rows(
    district, store, tmp_path
):
    old = tmp_path / "old.db"
    with sqlite3.connect(store.path) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(store.path, old)
    with sqlite3.connect(old) as db:
        db.execute("ALTER TABLE person DROP COLUMN settled_date")
        db.execute("DROP TABLE project")
        db.execute("PRAGMA user_version = 1")
    again = hm.open_store(old)
    assert (
        again.db.table("person").count == 4
        and "settled_date" in again.db.table("person").columns_dict
    )
    assert set(RECORD_TYPES) <= set(again.db.table_names())


def test_info_tells_the_path_the_last_load_and_rows_per_record_type(store, district):
    info = store.info()
    assert info["store"] == str(store.path) and info["last_load"]["rows_in"] == 10
    assert set(info["rows"]) == set(RECORD_TYPES) and (
        info["rows"]["unit"],
        info["rows"]["person"],
        info["rows"]["case"],
    ) == (6, 4, 0)


def test_a_search_by_sql_of_ones_own_takes_parameters(store, district):
    frame = store.sql("SELECT person_id FROM person WHERE name = :name ORDER BY 1", name="张三")
    assert frame["person_id"].to_list() == ["P1", "P4"]


def test_a_new_store_is_for_its_keeper_alone(store):
    assert store.path.stat().st_mode & 0o077 == 0
