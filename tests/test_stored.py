"""Columns read from the store as frames are what its rows say, however many are read at once."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from hongmiao.load import stored

WORD = st.one_of(st.none(), st.text("aé某 ,\x1f\x1e\x1d", max_size=3))
ROWS = st.dictionaries(st.text("abc某", min_size=1, max_size=3), WORD, max_size=9)


@given(rows=ROWS, size=st.integers(1, 4))
def test_columns_are_what_the_rows_say(monkeypatch, rows, size):
    # That mark alone stands for no word at all, and no file of an office has it.
    rows = {key: word for key, word in rows.items() if word != stored.NULL}
    monkeypatch.setattr(stored, "AT_ONCE", size)
    db = Database(memory=True)
    db.execute("CREATE TABLE t (id TEXT PRIMARY KEY, word TEXT) WITHOUT ROWID")
    db.table("t").insert_all({"id": key, "word": word} for key, word in rows.items())
    found = stored.columns_of(db, "t", "id", {"word": "word", "key": "id"})
    assert found.rows() == [(word, key) for key, word in sorted(rows.items())]


def test_columns_become_what_is_asked_for():
    db = Database(memory=True)
    db.execute("CREATE TABLE t (id TEXT PRIMARY KEY, n INTEGER, unit TEXT) WITHOUT ROWID")
    db.execute("INSERT INTO t VALUES ('b', 2, NULL), ('a', 1, 'U1')")
    found = stored.columns_of(db, "t", "id", {"n": "n", "unit": "unit"}, n=pl.Int16, unit=pl.Categorical)  # fmt: skip
    assert found.dtypes == [pl.Int16, pl.Categorical]
    assert found.rows() == [(1, "U1"), (2, None)]
