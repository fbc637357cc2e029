"""What is kept: the same answer in every process, forgotten with whatever is written, never where a report is seen asking."""

import os
import stat
import subprocess
import sys

import pandas as pd
import polars as pl
import pytest

from hongmiao import asked, boards, kept
from hongmiao.queries import QUERIES
from hongmiao.store import KEPT
from hongmiao.widgets.table import SIZES


@pytest.fixture
def all_dear(monkeypatch):
    monkeypatch.setattr(kept, "DEAR", -1.0)


def files(store) -> list:
    return sorted(path for path in (store.path.parent / KEPT).glob("*/*") if path.is_file())


@pytest.mark.parametrize("name", QUERIES)
def test_an_answer_that_was_kept_is_the_answer(store, district, all_dear, name):
    found = store.frame(name)
    for _ in range(2):
        pd.testing.assert_frame_equal(kept.answer(store, name), found, check_dtype=len(found) > 0)


def test_what_is_written_into_the_store_is_seen(store, district, all_dear):
    def people() -> int:
        return kept.answer(store, "units")["persons"].max()

    before = people()
    with store.writing() as db:
        db.execute("UPDATE person_under SET persons = persons + 1")
    assert people() == before + 1
    assert len({path.parent for path in files(store)}) == 1, (
        "of the store as it was, nothing is left"
    )


def test_other_parameters_are_another_question(store, district, all_dear):
    kept.answer(store, "unit_groups", unit="U1")
    assert {*kept.answer(store, "unit_groups", unit="U2")["unit_id"]} == {*store.frame("unit_groups", unit="U2")["unit_id"]}  # fmt: skip
    assert len(files(store)) == 2


def test_what_is_kept_is_its_keepers_alone(store, district, all_dear):
    kept.answer(store, "units")
    for path in files(store):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077 and not stat.S_IMODE(path.parent.stat().st_mode) & 0o077  # fmt: skip


def test_another_process_reads_what_this_one_kept(store, district, all_dear):
    kept.answer(store, "units")
    code = f"from hongmiao import kept, open_store\nstore = open_store({str(store.path)!r})\nstore.frame = None\nprint(len(kept.answer(store, 'units')))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(told.stdout) == len(store.frame("units"))


def test_what_is_quickly_found_is_not_kept(store, district, monkeypatch):
    monkeypatch.setattr(kept, "DEAR", 60.0)
    kept.answer(store, "units")
    assert not files(store)


def test_a_report_asks_the_store_itself(store, district, all_dear, monkeypatch):
    kept.answer(store, "units")
    monkeypatch.setenv(asked.FILE, "somewhere")
    store.frame = lambda *_, **__: pd.DataFrame({"asked": [1]})
    assert [*kept.answer(store, "units")] == ["asked"]


def test_a_file_that_is_broken_and_a_folder_that_cannot_be_written_keep_nobody(
    store, district, all_dear, monkeypatch
):
    found = kept.answer(store, "units")
    files(store)[0].write_bytes(b"half")
    pd.testing.assert_frame_equal(kept.answer(store, "units"), found)

    def no(*_, **__):
        raise OSError

    monkeypatch.setattr(os, "replace", no)
    assert len(kept.keep(store, "else", lambda: pl.DataFrame({"a": [1]}))) == 1
    assert not any(path.name.startswith("tmp") for path in files(store))


def test_boards_that_were_warmed_ask_nothing_dear(demo_store, all_dear):
    boards.warm(demo_store, "zh")
    asked_of, frame = [], demo_store.frame
    demo_store.frame = lambda question, /, **params: (
        asked_of.append(question) or frame(question, **params)
    )
    try:
        state = boards.state_of("hours")(demo_store, "zh")
        state.tiles(), [*state.pictures()], state.leaf(0, SIZES[0], "", False, "")
    finally:
        del demo_store.frame
    assert not {"data_date", "hours_by_unit", "hours_people"} & {*asked_of}
