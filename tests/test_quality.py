"""Data quality: findings end when they are mended, fields are counted as they are, and what goes back loads again."""

from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner

import hongmiao as hm
from hongmiao.boards.quality_board import Quality, take_home
from hongmiao.cli import main
from hongmiao.files import read
from hongmiao.files.sheet import LINE
from hongmiao.policy import read_text
from hongmiao.policy.quality import Quality as Policy
from hongmiao.policy.quality import quality_policy
from hongmiao.quality import gaps, send_back
from hongmiao.records import RECORD_TYPES

HEAD = ["人员编号", "姓名", "所在组织", "出生日期", "手机号", "学历"]
BAD = [
    ["P8", "孙八", "B1", "1980.3", "13800000008", "本科"],  # a warning: its row goes in
    ["P9", "周九", "B1", "没有这天", "13800000009", "大专"],  # an error: it comes back
    ["4.10108E+17", "吴十", "B2", "1981-02-03", "", "本科"],  # an error in the key itself
]


def open_codes(store) -> list[str]:
    return sorted(store.frame("finding_list")["code"])


def sheets(path: Path) -> dict[str, list[list[str]]]:
    """The cells of every sheet of a workbook as text."""
    return {
        sheet.name: [[cell or "" for cell in row] for row in sheet.cells.drop(LINE).iter_rows()]
        for sheet in read(path)
    }


def written(path: Path, data: bytes) -> dict[str, list[list[str]]]:
    path.write_bytes(data)
    return sheets(path)


def mended(path: Path, pages: dict[str, list[list[str]]], changes: dict[tuple[str, str], str]):
    """The workbook again, with other texts in the column of a row that holds a text: {(text, heading): new text}."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        for name, rows in pages.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for (text, heading), new in changes.items():
                    if at and text in row and heading in rows[0]:
                        row[rows[0].index(heading)] = new
                for column, cell in enumerate(row):
                    sheet.write_string(at, column, cell)
    return path


@pytest.fixture
def troubled(store, district, load, csv_file):
    """The small district with one row that went in marked and two that came back."""
    load(csv_file("more.csv", [HEAD, *BAD]))
    return store


def test_a_finding_ends_when_its_sheet_is_loaded_again(troubled, load, csv_file):
    assert open_codes(troubled) == ["bad_date", "damaged_id", "month_only"]
    good = [[*BAD[0][:3], "1980-03-05", *BAD[0][4:]]]
    load(csv_file("more.csv", [HEAD, *good]))
    assert open_codes(troubled) == []
    trend = troubled.frame("load_trend").set_index("load_id")
    assert trend[["brought", "solved", "errors", "warnings"]].values.tolist() == [
        [0, 3, 0, 0],
        [3, 0, 2, 1],
        [0, 0, 0, 0],
    ]


def test_a_row_that_comes_mended_in_another_file_ends_what_was_found_in_it(troubled, load, csv_file):  # fmt: skip
    load(csv_file("mended.csv", [HEAD, ["P9", "周九", "B1", "1979-05-06", "", "大专"]]))
    assert open_codes(troubled) == ["damaged_id", "month_only"]
    # A sheet without the column says nothing of what was wrong in it.
    load(csv_file("schooling.csv", [["人员编号", "姓名", "所在组织", "学历"], ["P8", "孙八", "B1", "大专"]]))  # fmt: skip
    assert open_codes(troubled) == ["damaged_id", "month_only"]
    load(csv_file("birth.csv", [HEAD[:4], ["P8", "孙八", "B1", "1980-03-09"]]))
    assert open_codes(troubled) == ["damaged_id"]


def test_a_row_that_comes_back_again_is_one_finding_in_its_newest_place(troubled, load, csv_file):
    load(csv_file("again.csv", [HEAD, ["P9", "周九", "B1", "还是没有", "", "大专"]]))
    found = troubled.frame("finding_list", code="bad_date")
    assert [Path(file).name for file in found["file"]] == ["again.csv"]


def test_a_check_that_finds_nothing_any_more_ends_on_both_its_rows(store, district, load, csv_file):
    twins = [["N1", "郑一", "B1", "1980-01-01"], ["N2", "郑一", "B1", "1980-01-01"]]
    load(csv_file("twins.csv", [HEAD[:4], *twins]))
    assert open_codes(store) == ["same_name_and_birth"] * 2
    load(csv_file("one.csv", [HEAD[:4], ["N2", "郑一", "B1", "1990-09-09"]]))
    assert open_codes(store) == []


def test_findings_belong_to_the_unit_of_their_person_and_others_to_the_top_alone(troubled):
    counted = {
        unit: int(troubled.frame("finding_summary", unit=unit)["findings"].iloc[0])
        for unit in ("U1", "B1", "B2", "U3")
    }
    assert counted == {"U1": 3, "B1": 2, "B2": 1, "U3": 1}
    top = troubled.frame("finding_list", unit="U1")
    assert len(top) == 3 and len(troubled.frame("finding_list", unit="B1")) == 2


def test_fields_are_counted_as_they_are_filled(demo_store):
    counted = demo_store.sql("SELECT record_type, field, sum(rows) AS n, sum(filled) AS filled FROM field_filled GROUP BY 1, 2")  # fmt: skip
    seen = 0
    for line in counted.itertuples():
        rows = demo_store.sql(f'SELECT count(*) AS n, count("{line.field}") AS filled FROM "{line.record_type}"')  # fmt: skip
        assert rows.iloc[0].tolist() == [line.n, line.filled], (line.record_type, line.field)
        seen += 1
    assert seen > 40
    home = demo_store.sql("SELECT unit_id, count(*) AS n FROM person WHERE education IS NULL GROUP BY 1")  # fmt: skip
    found = demo_store.sql("SELECT unit_id, rows - filled AS n FROM field_filled WHERE record_type = 'person' AND field = 'education' AND rows > filled")  # fmt: skip
    assert dict(home.values.tolist()) == dict(found.values.tolist())


@pytest.mark.parametrize(
    "table", ["person", "points_entry", "assessment", "case", "unit", "course"]
)
def test_gaps_are_every_wanted_cell_that_is_empty(demo_store, table):
    fields = RECORD_TYPES[table].optional()
    found = gaps(demo_store, table, fields)
    holes = sum(
        demo_store.sql(f'SELECT count(*) AS n FROM "{table}" WHERE "{name}" IS NULL')["n"][0]
        for name in fields
    )
    assert len(found) == holes == (found["total"].iloc[0] if holes else 0)
    top = demo_store.sql("SELECT unit_id FROM unit_tree WHERE depth = 0")["unit_id"][0]
    below = demo_store.sql("SELECT unit_id FROM unit WHERE parent_id = :top", top=top)["unit_id"]
    parts = sum(len(gaps(demo_store, table, fields, unit)) for unit in below)
    own = len(gaps(demo_store, table, fields, top, unplaced=True))
    name = demo_store.sql("SELECT name FROM unit WHERE unit_id = :top", top=top)["name"][0]
    assert len(gaps(demo_store, table, fields, top)) == len(found)
    assert parts + own + (found["unit"] == name).sum() == len(found)


def test_the_workbook_of_a_unit_loads_as_it_is_and_changes_nothing(demo_store, tmp_path, monkeypatch):  # fmt: skip
    monkeypatch.setenv("HONGMIAO_HOME", str(demo_store.path.parent))
    path = tmp_path / "回.xlsx"
    pages = written(path, send_back(demo_store))
    assert pages["退回清单"][0][0].startswith("退回清单")
    wanted = sum(len(gaps(demo_store, table, names)) for table, names in quality_policy().fields().items())  # fmt: skip
    assert f"未解决的问题 {len(demo_store.frame('finding_list'))} 处，缺项 {wanted} 处" in pages["退回清单"][0][0]  # fmt: skip
    assert "手机号" not in pages["人员"][0]
    report = hm.load(demo_store, [path], dry_run=True)
    assert report.total("rows_read") == report.total("rows_same") > 0
    assert {f.severity for f in report.findings()} <= {"warning"}


def test_rows_that_came_back_stand_in_it_as_in_their_file_and_mended_they_load(troubled, load, tmp_path):  # fmt: skip
    path = tmp_path / "回.xlsx"
    pages = written(path, send_back(troubled, "U1"))
    assert [*pages] == ["退回清单", "人员", "人员（退回行）"]
    back = pages["人员（退回行）"]
    assert back[0] == ["退回：原行号", "退回：问题", "退回：怎么改", *HEAD]
    assert back[1][3:] == BAD[1] and "不是日期" in back[1][1]
    changes = {("P8", "出生日期"): "1980-03-08", ("P9", "出生日期"): "1979-05-06", ("4.10108E+17", "人员编号"): "P10"}  # fmt: skip
    report = load(mended(path, pages, changes))
    assert not list(report.findings())
    asked = "SELECT person_id, birth_date, phone FROM person WHERE person_id IN ('P8', 'P9', 'P10') ORDER BY 1"
    assert troubled.db.execute(asked).fetchall() == [
        ("P10", "1981-02-03", None),
        ("P8", "1980-03-08", "13800000008"),  # what the sheet does not have stays
        ("P9", "1979-05-06", "13800000009"),
    ]
    assert open_codes(troubled) == ["damaged_id"]  # nobody can tell whose row that was


def test_a_unit_gets_its_own_rows_only(troubled, tmp_path):
    pages = written(tmp_path / "b2.xlsx", send_back(troubled, "B2"))
    assert [row[3] for row in pages["人员（退回行）"][1:]] == ["4.10108E+17"]
    assert not any("P8" in row for rows in pages.values() for row in rows)


def test_a_file_that_is_gone_or_was_changed_is_named(troubled, tmp_path):
    (tmp_path / "more.csv").write_text("别的内容", "utf-8")
    pages = written(tmp_path / "回.xlsx", send_back(troubled, "U1"))
    assert "人员（退回行）" not in pages
    assert any("more.csv 已不在原处或已改动" in row[0] for row in pages["退回清单"])


def test_the_command_writes_what_the_board_gives(troubled, tmp_path):
    state = Quality(troubled, unit="B1")
    name, data = take_home(state)[0]._take()
    assert name.startswith("退回清单-") and name.endswith(".xlsx")
    out = tmp_path / "out.xlsx"
    done = CliRunner().invoke(main, ["findings", "--unit", "B1", "--out", str(out)])
    assert done.exit_code == 0 and sheets(out) == written(tmp_path / "board.xlsx", data)
    listed = CliRunner().invoke(main, ["findings", "--unit", "B1"])
    assert listed.exit_code == 1 and "只有年月" in listed.output
    assert CliRunner().invoke(main, ["findings", "--unit", "没有"]).exit_code == 2


def test_in_a_meeting_no_list_is_made_and_no_value_is_shown(troubled):
    state = Quality(troubled, meeting=True)
    part = take_home(state)[0]
    sent = []
    part.send = lambda message, buffers=None: sent.append((message, buffers))
    part._receive(part, {"want": "take"}, [])
    assert part.shut and sent == [({"kind": "file"}, [])]
    shown = " ".join(cell for line in state.leaf().itertuples() for cell in state.finding_row(line))
    assert "没有这天" not in shown and "1980.3" not in shown and "…" in shown


@pytest.mark.parametrize(
    ("heading", "value", "shown"),
    [
        ("手机号", "13800000008", "…0008"),
        ("联系电话", "12345", "…2345"),
        ("身份证号", "…123X", "…123X"),
        ("备注", "41010819850312123X 联系 13800000008", "…123X 联系 …0008"),
        ("人员编号", "P20180001", "P20180001"),
    ],
)
def test_numbers_of_people_are_shown_by_their_end(store, heading, value, shown):
    assert Quality(store).shown("person", heading, value) == shown


@pytest.mark.parametrize(("cell", "opened"), [
    ("人员 P1", ("person", "P1")), ("参训 P1 C1 1", ("person", "P1")), ("活动 A 1", ("activity", "A 1")), ("", None), ("别的 1", None),
])  # fmt: skip
def test_a_finding_opens_the_row_it_is_about_or_whose_it_is(store, cell, opened):
    state = Quality(store)
    state.opened = ("finding", cell)
    assert state.opened == opened


def test_what_stood_open_after_a_load_is_listed_as_it_stood(troubled, load, csv_file):
    load(csv_file("more.csv", [HEAD, ["P8", "孙八", "B1", "1980-03-05", "", ""]]))
    state = Quality(troubled)
    assert [int(n) for n in state.trend()["count"]] == [0, 0, 2, 1, 0, 0]
    state.pick({"after": "2", "severity": "error", "view": "findings"})
    assert sorted(state.leaf()["code"]) == ["bad_date", "damaged_id"]


def test_a_store_of_an_earlier_version_knows_what_is_over(troubled, load, csv_file, tmp_path):
    load(csv_file("more.csv", [HEAD, ["P8", "孙八", "B1", "1980-03-05", "", ""]]))
    with troubled.writing() as db:
        db.execute("DROP VIEW open_finding")
        db.execute("DROP INDEX finding_open")
        for column in ("ended", "unit_id", "back_key"):
            db.execute(f"ALTER TABLE finding DROP COLUMN {column}")
        db.execute("ALTER TABLE source DROP COLUMN path")
        db.execute("PRAGMA user_version = 1")
    again = hm.open_store(troubled.path)
    assert again.frame("open_findings").empty and open_codes(again) == []
    assert again.info()["findings"] == {"error": 0, "warning": 0}


def test_an_office_may_want_other_fields_and_is_told_what_it_wrote_wrong(home, store):
    (home / "policy/quality.toml").write_text('[[wanted]]\nrecord_type = "person"\nfields = ["post"]\nsource = "办公会"\ncertainty = "?"\n', "utf-8")  # fmt: skip
    assert Quality(store).wanted == ["post"]
    wrong = '[[wanted]]\nrecord_type = "{}"\nfields = ["{}"]\nsource = "x"\ncertainty = "?"\n'
    for table, name, told in (("person", "nme", "phone|name|post"), ("persn", "sex", "person"), ("person", "name", "name")):  # fmt: skip
        with pytest.raises(hm.HongmiaoError) as error:
            read_text(wrong.format(table, name), Policy, "quality.toml")
        assert "quality.toml" in str(error.value) and any(word in str(error.value) for word in told.split("|"))  # fmt: skip
