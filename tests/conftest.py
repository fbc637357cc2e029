"""What tests share: a data folder of their own, files as offices write them, and loads whose every remark has words."""

import csv
import io
import os
import re
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, settings
from xlsxwriter.utility import xl_cell_to_rowcol

import hongmiao as hm
from hongmiao import kernels
from hongmiao.locale import LANGUAGES
from hongmiao.records import RECORD_TYPES
from report_notebooks import copy_store
from small_district import PEOPLE, UNITS

settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("house")


def pytest_configure(config):
    """Notebooks run in kernels of their own, which no fixture reaches: they find a demo district in HONGMIAO_HOME."""
    if (
        hasattr(config, "workerinput")
        or config.option.collectonly
        or not getattr(config.option, "nbval_lax", False)
    ):
        return
    from hongmiao.demo import load_demo

    folder = Path(tempfile.mkdtemp(prefix="hongmiao-notebooks-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    load_demo(hm.open_store(folder / "hongmiao.db"), folder / "demo", 400)
    os.environ["HONGMIAO_HOME"] = str(folder)
    warm = (
        kernels.warm()
    )  # for all that start kernels: notebooks here, and servers of the browser tests
    warm.__enter__()
    config.add_cleanup(lambda: warm.__exit__(None, None, None))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """The tests of a file share what is dear, so one process runs them all; the file of all boards goes board by board."""
    from xdist.scheduler import LoadScopeScheduling

    class ByBoard(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file, board = nodeid.partition("::")[0], re.search(r"\[([a-z]+)", nodeid)
            return f"{file} {board[1]}" if board and file.endswith("test_pages.py") else file

    return ByBoard(config, log)


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A data folder of this test's own, with no policy in it."""
    path = tmp_path / "home"
    (path / "policy").mkdir(parents=True)
    monkeypatch.setenv("HONGMIAO_HOME", str(path))
    return path


@pytest.fixture
def store(home):
    """An empty store."""
    return hm.open_store()


@pytest.fixture
def csv_file(tmp_path):
    """Writes a CSV: rows of cells, or text that is taken as it stands."""

    def write(
        name: str, rows: list[list] | str, encoding: str = "utf-8-sig", delimiter: str = ","
    ) -> Path:
        if not isinstance(rows, str):
            text = io.StringIO()
            csv.writer(text, delimiter=delimiter).writerows(rows)
            rows = text.getvalue()
        path = tmp_path / name
        path.write_bytes(rows.encode(encoding))
        return path

    return write


@pytest.fixture
def workbook(tmp_path):
    """Writes an XLSX: {sheet: rows}; ranges of `merges` are merged, each with its first cell's content."""

    def write(
        name: str,
        sheets: dict[str, list[list]],
        merges: dict[str, list[str]] | None = None,
        hidden: tuple = (),
    ) -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(
            path, {"default_date_format": "yyyy/m/d", "strings_to_formulas": False}
        ) as book:
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for number, row in enumerate(rows):
                    for column, cell in enumerate(row):
                        if cell is not None and cell != "":
                            sheet.write(number, column, cell)
                for place in (merges or {}).get(title, []):
                    top, left = xl_cell_to_rowcol(place.partition(":")[0])
                    sheet.merge_range(
                        place, rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
                    )
                if title in hidden:
                    sheet.hide()
        return path

    return write


@pytest.fixture
def load(store):
    """Loads paths into the store and holds that every row is accounted for and every remark has words."""

    def run(*places, **options) -> hm.Report:
        report = hm.load(store, places, **options)
        for source in report.sources:
            stored = source.rows_new + source.rows_changed + source.rows_same
            assert source.rows_read == stored + source.rows_back + source.rows_repeated, (
                source.as_dict()
            )
        for finding in report.findings():
            assert all(finding.reason(lang) and finding.remedy(lang) for lang in LANGUAGES)
        return report

    return run


@pytest.fixture
def district(load, csv_file):
    """A store with a small tree of units and four people, two of one name."""
    report = load(csv_file("units.csv", UNITS), csv_file("people.csv", PEOPLE))
    assert not list(report.findings())
    return report


@pytest.fixture(scope="session")
def new_district(tmp_path_factory):
    """`new_district(people)`: the store of so many invented people, in a data folder of its own."""
    from hongmiao.demo import load_demo

    def make(people: int) -> hm.Store:
        home = tmp_path_factory.mktemp("district")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("HONGMIAO_HOME", str(home))
            store = hm.open_store()
            load_demo(store, home / "demo", people)
        return store

    return make


@pytest.fixture(scope="session")
def demo_store(new_district):
    """A store of 400 invented people; only to be read."""
    return new_district(400)


@pytest.fixture(scope="module")
def own_home(demo_store, tmp_path_factory):
    """A copy of the demo district that the tests of a file may change, as their data folder."""
    home = tmp_path_factory.mktemp("home")
    copy_store(demo_store, home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HONGMIAO_HOME", str(home))
        yield home


@pytest.fixture
def dump(store):
    """All rows of all record tables, as they stand in the file now."""

    def rows() -> dict[str, list[tuple]]:
        with sqlite3.connect(store.path) as db:
            return {
                table: db.execute(f'SELECT * FROM "{table}" ORDER BY 1, 2, 3').fetchall()
                for table in RECORD_TYPES
            }

    return rows
