"""The access log: who opened whose record is kept, by nobody's name, and a log that cannot be written is said."""

import json
import os
import stat
import subprocess
import sys
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from hongmiao import access
from hongmiao.boards.board import open_board
from hongmiao.boards.stars_board import Stars
from hongmiao.cli import main
from hongmiao.locale import word
from hongmiao.serve import configuration
from hongmiao.widgets import Card


def test_a_line_says_when_who_and_how_and_only_its_keeper_reads_it(tmp_path, monkeypatch):
    monkeypatch.setenv("HTTP_X_HONGMIAO_READER", "10.0.0.7 a1b2c3d4")
    assert access.log(tmp_path, "P1", "card", "zh")
    (line,) = access.entries(tmp_path)
    assert {*line} == {"time", "person", "how", "lang", "user", "address", "browser"}
    assert (line["person"], line["address"], line["browser"]) == ("P1", "10.0.0.7", "a1b2c3d4")
    for path in tmp_path.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_environment_asks_for_the_header_that_the_server_sets():
    asked = configuration(None, "127.0.0.1", "t", None).VoilaConfiguration.http_header_envs
    assert asked == [access.READER]


def test_many_processes_write_whole_lines_while_the_files_turn(tmp_path):
    code = "import sys; from pathlib import Path; from hongmiao import access; access.BYTES = 4000; [access.log(Path(sys.argv[1]), f'P{n}', sys.argv[2]) for n in range(40)]"
    running = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), f"w{n}"]) for n in range(3)]  # fmt: skip
    assert [process.wait() for process in running] == [0, 0, 0]
    assert len([*tmp_path.glob("access.log.*")]) > 2  # full ones, and the lock
    lines = list(access.entries(tmp_path))
    assert {(line["how"], line["person"]) for line in lines} == {(f"w{w}", f"P{n}") for w in range(3) for n in range(40)}  # fmt: skip
    assert len(lines) == 120
    full = list(tmp_path.glob("access.log.[0-9]*"))
    assert all(path.stat().st_size <= 4000 for path in full)
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in full)


def test_a_damaged_line_hides_no_other(tmp_path):
    access.log(tmp_path, "P1", "card")
    with (tmp_path / "access.log").open("a") as file:
        file.write('{"time": "2018-0\n[]\n')
    access.log(tmp_path, "P2", "card")
    assert [line["person"] for line in access.entries(tmp_path)] == ["P1", "P2"]


@pytest.fixture
def page(district, store):
    state = Stars(store)
    page = open_board(state)
    card = next(part for part in page.children if isinstance(part, Card))
    return state, card


def test_whoever_opens_a_card_is_logged_and_a_unit_is_nobody(page, store):
    state, card = page
    state.opened = ("person", "P1")
    state.opened = ("unit", "U1")
    state.opened = ("person", "no such")
    lines = list(access.entries(store.path.parent))
    assert [(line["person"], line["how"]) for line in lines] == [("P1", "card")]
    name = store.sql("SELECT name FROM person WHERE person_id = 'P1'")["name"][0]
    assert name not in json.dumps(lines, ensure_ascii=False)


def test_a_log_that_cannot_be_written_is_said_and_hides_nothing(page, store):
    state, card = page
    (store.path.parent / "access.log").mkdir()  # in its place, where not even root can write a file
    state.opened = ("person", "P1")
    assert card.shown and card.sections
    assert word("access.unwritten", "zh") in card.subtitle


def test_the_command_lists_by_person_and_day(home):
    for person in ("P1", "P2", "P1"):
        access.log(home, person, "card")

    def listed(*args) -> list:
        done = CliRunner().invoke(main, ["access", "--json", *args])
        assert done.exit_code == 0
        return [line["person"] for line in json.loads(done.output)]

    assert listed() == ["P1", "P2", "P1"] and listed("--person", "P2") == ["P2"]
    today, later = date.today(), date.today() + timedelta(days=1)
    assert listed("--since", str(today)) == ["P1", "P2", "P1"] and listed("--since", str(later)) == []  # fmt: skip
    said = CliRunner().invoke(main, ["access"]).output
    assert "记录卡" in said and "P2" in said and os.environ.get("HONGMIAO_HOME")
