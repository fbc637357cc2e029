"""The table part, as far as it can be known without a browser."""

import io

import pytest
from python_calamine import CalamineWorkbook

from hongmiao.widgets import Column, LinkState, Table, download

PEOPLE = [[f"P{i}", i, "注"] for i in range(95)]


def people_for(offset, limit, sort, descending, search):
    rows = [row for row in PEOPLE if search in row[0]]
    if sort:
        rows = sorted(rows, key=lambda row: row[1], reverse=descending)
    shown = rows[offset : None if limit is None else offset + limit]
    return shown, len(rows) if shown else 0  # as SQL has it: no row, no total


COLUMNS = [
    Column("id", "编号"),
    Column("n", "数", align="right", about="从零数起"),
    Column("x", "注", sortable=False, tells={"注": "附注"}),
]


@pytest.fixture
def table():
    return Table(COLUMNS, people_for, file_name="名单", lang="zh")


@pytest.fixture
def sent(monkeypatch):
    """What tables sent to their page: (message, bytes)."""
    messages = []
    monkeypatch.setattr(
        Table, "send", lambda self, content, buffers=(): messages.append((content, *buffers))
    )
    return messages


def test_a_table_holds_one_page_of_its_rows(table):
    assert (len(table.rows), table.total, table.rows[0]) == (20, 95, ["P0", "0", "注"])
    table.page = 4
    assert [row[0] for row in table.rows] == [f"P{i}" for i in range(80, 95)]


def test_sorting_and_searching_begin_at_the_first_page(table):
    table.page = 3
    table.sort, table.descending = "n", True
    assert (table.page, table.rows[0][0]) == (0, "P94")
    table.search = "P9"
    assert table.total == 6


def test_what_changes_together_is_asked_for_once(table):
    asked = []
    table.rows_for = lambda *question: (asked.append(question), people_for(*question))[1]
    table.set_state({"sort": "n", "descending": True, "asked": 1})
    assert asked == [(0, 20, "n", True, "")]
    assert table.answered == 1


def test_a_question_that_fails_is_answered_too_so_that_nobody_waits(table):
    def broken(*_):
        raise ValueError

    table.rows_for = broken
    table.set_state({"page": 1, "asked": 1})
    assert table.answered == 1


def test_a_column_that_is_not_there_or_not_sortable_is_not_asked_for(table):
    asked = []
    table.rows_for = lambda *question: (asked.append(question), ([], 0))[1]
    table.sort = "n; DROP TABLE person"
    table.sort = "x"
    assert {question[2] for question in asked} == {""}


def test_a_page_cannot_be_made_to_hold_everything(table):
    table.page_size = 10**6
    assert len(table.rows) == 95
    table.rows_for = lambda offset, limit, *_: ([[limit]], 1)
    table.refresh()
    assert table.rows == [["200"]]


def test_a_table_that_grew_shorter_shows_its_last_page(table):
    table.page = 4
    table.page = 99
    assert (table.page, table.rows[0][0]) == (4, "P80")


def test_one_column_always_stays(table):
    table.hidden = ["id", "n", "x", "nonsense"]
    assert table.hidden == ["n", "x"]
    assert table.filed == [0]


def test_an_address_tells_how_a_table_stands_and_sets_another_one_so(table):
    table.sort, table.descending, table.page_size, table.hidden = "n", True, 50, ["x"]
    table.page = 1
    table_of = {"sort": "-n", "size": "50", "page": "2", "hide": "x"}
    assert table.query() == table_of
    again = Table(COLUMNS, people_for)
    assert again.read(table_of) == {}
    assert (again.query(), again.rows) == (table_of, table.rows)
    assert again.read({}) == {} == again.query()


def test_an_address_can_show_a_column_that_is_hidden_at_first():
    columns = [COLUMNS[0], Column("n", "数", shown=False)]
    table = Table(columns, people_for)
    assert (table.hidden, table.query()) == (["n"], {})
    table.hidden = []
    assert table.query() == {"hide": ""}
    table.read({})
    assert table.read({"hide": ""}) == {} and table.hidden == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"sort": "x"},
        {"sort": "-password"},
        {"page": "0"},
        {"page": "two"},
        {"page": "6"},
        {"page": "9" * 30},
        {"size": "1000000"},
        {"hide": "id,n,x"},
        {"hide": "salary"},
    ],
    ids=str,
)
def test_what_an_address_asks_in_vain_is_refused_and_the_rest_is_done(table, wrong):
    assert table.read(wrong | {"search": "P"}) == wrong
    assert table.search == "P"
    assert set(table.query()) <= {"search", "page"}


def test_a_page_behind_the_end_falls_to_the_last_one(table):
    assert table.read({"page": "7"}) == {"page": "7"}
    assert table.query() == {"page": "5"}


def test_two_tables_stand_in_one_address_under_their_names():
    one, two = (Table(COLUMNS, people_for, name=name) for name in ("", "courses"))
    link = LinkState(one, two)
    two.search = "P1"
    assert link.query == {"courses.search": "P1"}
    link.query = {"sort": "n", "courses.sort": "-n"}
    assert (one.rows[0][0], two.rows[0][0], two.search) == ("P0", "P94", "")


def test_a_row_that_is_opened_is_told_by_its_key(table):
    keys = []
    table.opens = "id"
    table.on_open(keys.append)
    table._receive(table, {"want": "open", "key": "P7"}, [])
    assert keys == ["P7"]


def test_a_download_is_all_of_what_is_found_in_the_order_and_columns_shown(table, sent):
    table.sort, table.descending, table.hidden = "n", True, ["x"]
    for kind in ("csv", "gb18030", "exe"):
        table._receive(table, {"want": kind}, [])
    (first, utf8), (second, gb) = sent
    assert first["name"] == second["name"] == "名单.csv"
    lines = utf8.decode("utf-8-sig").splitlines()
    assert (lines[0], lines[1], len(lines)) == ("编号,数", "P94,94", 96)
    assert gb.decode("gb18030").splitlines() == lines


def test_what_explains_a_row_goes_into_its_file_though_the_page_hides_it(sent):
    columns = [COLUMNS[0], Column("n", "数", shown=False, filed=True)]
    table = Table(columns, people_for)
    table._receive(table, {"want": "csv"}, [])
    assert table.hidden == ["n"] and sent[0][1].decode("utf-8-sig").startswith("编号,数")


def about_of(data: bytes) -> dict[str, str]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {str(term): str(text) for term, text in book.get_sheet_by_name("说明").to_python()}


def test_a_workbook_tells_how_the_table_stood_and_what_its_columns_mean(table, sent):
    table.facts = lambda: [("筛选", [("组织", "古渡镇")])]
    table.read({"search": " P1", "sort": "-n", "hide": "id"})
    table._receive(table, {"want": "xlsx"}, [])
    ((message, data),) = sent
    assert (message["name"], message["notice"]) == ("名单.xlsx", "")
    about = about_of(data)
    assert about["组织"] == "古渡镇"
    assert (about["搜索"], about["排序"], about["行数"]) == ("P1", "数，降序", "11")
    assert (about["文件中的列"], about["未写入的列"]) == ("数、注", "编号")
    assert (about["数"], about["注 · 注"]) == ("从零数起", "附注")


def test_rows_that_a_sheet_does_not_hold_are_told_in_the_page_and_in_the_file(
    table, sent, monkeypatch
):
    monkeypatch.setattr(download, "SHEET_ROWS", 50)
    table._receive(table, {"want": "xlsx"}, [])
    ((message, data),) = sent
    assert "95" in message["notice"] and "50" in message["notice"]
    assert message["notice"] in about_of(data).values()


def test_a_download_that_fails_ends_the_waiting_without_a_file(table, sent):
    def broken():
        raise ValueError

    table.facts = broken
    with pytest.raises(ValueError):
        table._receive(table, {"want": "xlsx"}, [])
    assert sent == [({"kind": "file"},)]
