"""Files: what an office saves is read whole, each row under its own line number, or refused with the reason."""

import csv
import io
import zipfile
from datetime import date, datetime

import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from hongmiao.errors import NothingToLoad, UnreadableFile
from hongmiao.files import paths_of, read
from hongmiao.files.cells import squeezed
from hongmiao.files.headings import find_header, vocabulary
from hongmiao.files.sheet import LINE
from hongmiao.files.table import tables_of
from hongmiao.files.values import values_of
from hongmiao.records import RECORD_TYPES
from small_district import PEOPLE

HEAD, ROWS = PEOPLE[0], PEOPLE[1:]


def only(path):
    """The one table of the one sheet of a file, and the remarks on it."""
    (sheet,) = read(path)
    return tables_of(sheet)


def ids(table) -> list[tuple]:
    return table.rows.select(LINE, "person_id").rows()


# CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_is_read_alike_in_every_encoding_and_with_every_delimiter(
    csv_file, encoding, delimiter
):
    table, remarks = only(csv_file("people.csv", PEOPLE, encoding, delimiter))
    assert not remarks
    assert [list(row[1:]) for row in table.rows.fill_null("").iter_rows()] == ROWS
    assert table.rows[LINE].to_list() == [2, 3, 4, 5]


def test_a_delimiter_within_cells_is_not_taken_for_the_delimiter(csv_file):
    for delimiter, cell in ((",", "1;2;3;4;5;6;7;8"), (";", "1,2,3,4,5,6,7,8"), (",", "甲;乙")):
        path = csv_file(
            "people.csv",
            [
                ["人员编号", "单位", "姓名", "身份特征"],
                ["P1", "B1", "张三", cell],
                ["P2", "B1", "李四", cell],
            ],
            delimiter=delimiter,
        )
        assert only(path)[0].rows["traits"].to_list() == [cell, cell]


@pytest.mark.parametrize(("encoding", "text"), [
    ("latin-1", "id,name\nP1,José Müller\n"),
    ("cp1252", "id,name\nP1,“José” – naïve\n"),
    ("utf-16", "人员编号,姓名\nP1,张三\n"),
    ("utf-16-le", "id,name\nP1,Li\n"),
    ("shift_jis", "番号,なまえ\nP1,やまだ\n"),
])  # fmt: skip
def test_another_encoding_is_refused_and_the_remedy_told(csv_file, encoding, text):
    with pytest.raises(UnreadableFile, match="UTF-8"):
        read(csv_file("people.csv", text, encoding))


def test_a_csv_of_taiwan_passes_for_gb18030_but_for_no_table_of_ours(csv_file):
    table, remarks = only(
        csv_file("people.csv", "人員編號,姓名,所在組織\nP1,張學友,辦公室\n", "big5")
    )
    assert table is None and [r.code for r in remarks] == ["unknown_sheet"]


def test_rare_characters_of_gb18030_are_read(csv_file):
    table, _ = only(csv_file("people.csv", [HEAD, ["P1", "李㛃𠮷", *ROWS[0][2:]]], "gb18030"))
    assert table.rows["name"].to_list() == ["李㛃𠮷"]


@given(
    st.lists(
        st.lists(st.text("ab张, \t\"'\n0", max_size=5), min_size=2, max_size=5),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_every_cell_stands_on_the_line_it_begins_on(csv_file, rows, ending):
    rows = [["开头", "第二", "第三"], *rows]
    text = io.StringIO()
    lines = []
    for row in rows:
        lines.append(1 + text.getvalue().count("\n"))
        csv.writer(text, lineterminator=ending).writerow(row)
    (sheet,) = read(csv_file("any.csv", text.getvalue()))
    width = max(map(len, rows))
    assert sheet.cells[LINE].to_list() == lines
    assert [[cell or "" for cell in row[1:]] for row in sheet.cells.iter_rows()] == [
        row + [""] * (width - len(row)) for row in rows
    ]


def test_blank_lines_and_line_breaks_in_cells_keep_the_numbers_of_later_lines(csv_file):
    text = '人员编号,姓名,所在组织\n\nP1,"张\n三",B1\n\n\nP2,李四,"B\n\n1"\nP3,王五,B1\n'
    for name, more in (("even.csv", ""), ("uneven.csv", "P4,赵六\n")):
        table, _ = only(csv_file(name, text + more))
        assert ids(table)[:3] == [(3, "P1"), (7, "P2"), (10, "P3")]


def test_a_row_with_more_cells_than_headings_comes_back_whole(csv_file):
    rows = [HEAD, ROWS[0], [*ROWS[1], "办公室,主任"], ROWS[2]]
    table, remarks = only(csv_file("people.csv", rows))
    _, problems = values_of(table)
    assert not remarks
    assert problems.rows() == [(3, "", "办公室,主任", "more_cells", "")]


def test_cells_under_no_heading_are_remarked_on(workbook, csv_file):
    rows = [[*HEAD[:2], "", *HEAD[2:]], *([*row[:2], f"注{row[0]}", *row[2:]] for row in ROWS)]
    for path in (workbook("people.xlsx", {"人员": rows}), csv_file("people.csv", rows)):
        _, remarks = only(path)
        assert [(r.code, r.column, r.line, r.severity) for r in remarks] == [
            ("unknown_column", "C", 1, "warning")
        ]


def test_a_row_with_fewer_cells_lacks_only_those(csv_file):
    table, remarks = only(csv_file("people.csv", [HEAD, ROWS[0], ROWS[1][:2]]))
    assert not remarks and table.rows.row(1)[1:4] == ("P2", "李四", None)


def test_a_quotation_mark_that_is_never_closed_is_refused_with_its_line(csv_file):
    text = '人员编号,姓名,所在组织\nP1,张三,B1\nP2,"李四,B1\nP3,王五,B1\nP4,赵六,B2\n'
    with pytest.raises(UnreadableFile, match="3"):
        read(csv_file("people.csv", text))


def test_old_line_endings_are_line_endings(csv_file):
    assert ids(
        only(csv_file("people.csv", "人员编号,姓名,所在组织\rP1,张三,B1\rP2,李四,B1\r"))[0]
    ) == [(2, "P1"), (3, "P2")]


@pytest.mark.parametrize("text", ["", "\n\n", " ", ",,,\n,,\n"])
def test_a_file_with_nothing_in_it_is_no_table(csv_file, text):
    assert only(csv_file("empty.csv", text)) == (None, [])


def test_a_header_alone_is_a_table_without_rows(csv_file):
    table, remarks = only(csv_file("people.csv", [HEAD]))
    assert table.kind.table() == "person" and table.rows.is_empty() and not remarks
    assert values_of(table)[0].is_empty()


# workbooks


def test_lines_and_cells_of_a_workbook_are_those_a_person_sees(workbook):
    rows = [[], [], [None, None, *HEAD], *([None, None, *row] for row in ROWS)]
    table, remarks = only(workbook("people.xlsx", {"人员": rows}))
    assert not remarks and ids(table) == [(4, "P1"), (5, "P2"), (6, "P3"), (7, "P4")]


def test_an_office_sheet_is_cut_into_what_it_is(workbook):
    sheet = [
        ["示范区党员花名册"],
        ["填报单位：第一党支部", None, None, None, None, "2018年3月"],
        ["序号", *HEAD[:5], "入党日期", "所在组织"],
        [1, *ROWS[0]],
        [2, *ROWS[1]],
        [None, "小计", "2人"],
        [],
        ["序号", *HEAD[:5], "入党日期", "所在组织"],
        [3, *ROWS[2]],
        [4],
        [5, "无", "\\"],
        ["合　计", None, "3人"],
        ["填表人：张三", None, None, "审核人：李四"],
        ["注：本表一式两份"],
    ]
    table, remarks = only(
        workbook("花名册.xlsx", {"Sheet1": sheet}, {"Sheet1": ["A1:H1", "A13:C13"]})
    )
    assert not remarks
    assert ids(table) == [(4, "P1"), (5, "P2"), (9, "P3")]
    assert table.skipped == {"blank": 3, "footer": 2, "heading": 1, "summary": 2}


def test_a_header_of_two_rows_with_merged_cells_is_one_header(workbook):
    sheet = [
        ["参训情况表"],
        ["学员", None, "班次编号", "培训结果", None, None],
        ["编号", "姓名", None, "状态", "学时", "成绩"],
        ["P1", "张三", "C1", "已完成", 24, 88.5],
        ["学员", None, "班次编号", "培训结果", None, None],
        ["编号", "姓名", None, "状态", "学时", "成绩"],
        ["P2", "李四", "C1", "请假", None, None],
    ]
    merges = ["A1:F1", "A2:B2", "C2:C3", "D2:F2", "A5:B5", "C5:C6", "D5:F5"]
    table, remarks = only(workbook("参训.xlsx", {"Sheet1": sheet}, {"Sheet1": merges}))
    assert not remarks and table.kind.table() == "enrolment"
    assert table.rows.rows() == [
        (4, "P1", "张三", "C1", "已完成", "24", "88.5"),
        (7, "P2", "李四", "C1", "请假", None, None),
    ]
    assert table.skipped == {"heading": 2}


def test_a_header_of_two_rows_survives_being_saved_as_csv(csv_file):
    table, _ = only(
        csv_file(
            "参训.csv",
            "学员,,班次编号,培训结果,,\n编号,姓名,,状态,学时,成绩\nP1,张三,C1,已完成,24,88.5\n",
        )
    )
    assert table.rows.rows() == [(3, "P1", "张三", "C1", "已完成", "24", "88.5")]


def test_a_cell_merged_downwards_speaks_for_every_row_it_covers(workbook):
    rows = [HEAD, *([*row[:6], "B1" if number == 0 else None] for number, row in enumerate(ROWS))]
    table, _ = only(workbook("people.xlsx", {"人员": rows}, {"人员": ["G2:G4"]}))
    assert table.rows["unit_id"].to_list() == ["B1", "B1", "B1", None]


def test_merged_cells_beyond_the_rows_and_columns_that_hold_anything_do_no_harm(workbook):
    table, _ = only(
        workbook("people.xlsx", {"人员": PEOPLE}, {"人员": ["K2:L3", "A20:C22", "N30:P31"]})
    )
    assert len(table.rows) == 4


def test_every_sheet_is_read_the_hidden_ones_too_and_an_unknown_one_is_named(workbook):
    units = [["组织编号", "组织名称", "组织类别"], ["U1", "示范区", "区"]]
    book = workbook(
        "all.xlsx",
        {
            "人员": PEOPLE,
            "组织": units,
            "空": [],
            "附件": [["说明"], ["事项", "要求"], ["一", "按时报送"]],
            "旧": PEOPLE,
            "参数": [["甲", "乙"], ["丙", "丁"]],
        },
        hidden=("旧", "参数"),
    )
    found = [(sheet.name, sheet.hidden, *tables_of(sheet)) for sheet in read(book)]
    assert [(name, hidden, table and table.kind.table(), [r.code for r in remarks]) for name, hidden, table, remarks in found] == [
        ("人员", False, "person", []), ("组织", False, "unit", []), ("附件", False, None, ["unknown_sheet"]), ("旧", True, "person", []), ("参数", True, None, []),
    ]  # fmt: skip


def test_numbers_dates_and_errors_of_a_workbook_come_as_a_person_reads_them(workbook):
    head = ["人员编号", "姓名", "出生日期", "入党日期", "落户日期", "手机号", "身份证号", "职务"]
    row = [1001, "张三", date(1985, 3, 12), 39630, "2018.10", 13800000000, 410108198503120014, True]
    path = workbook(
        "people.xlsx",
        {
            "人员": [
                head,
                row,
                ["P2", "李四", datetime(1990, 11, 2, 8, 30), 39630.5, 2018.1, "=1/0", 4.1e17, "x"],
            ]
        },
    )
    sheet = read(path)[0]
    assert sheet.cells.row(1)[1:] == (
        "1001",
        "张三",
        "1985-03-12",
        "39630",
        "2018.10",
        "13800000000",
        "4.10108198503120e+17",
        "是",
    )
    assert sheet.cells.row(2)[3:6] == ("1990-11-02T08:30:00", "39630.5", "2018.1")


def test_what_a_spreadsheet_did_to_a_cell_is_found(tmp_path):
    with Workbook(tmp_path / "people.xlsx") as book:
        sheet = book.add_worksheet("人员")
        for column, text in enumerate(
            ["人员编号", "姓名", "所在组织", "身份证号", "落户日期", "入党日期"]
        ):
            sheet.write(0, column, text)
        sheet.write_row(1, 0, [410108198503120014, "张三", "B1", 410108198503120014, 2018.1, 43164])
        sheet.write_formula(2, 0, "=VLOOKUP(1,A1:B2,2,0)", None, "#REF!")
        sheet.write_row(2, 1, ["李四", "B1", "无", 20180305, "2018年3月5日"])
    frame, problems = values_of(only(tmp_path / "people.xlsx")[0])
    assert sorted(problems.select(LINE, "column", "code").rows()) == [
        (2, "national_id", "damaged_id"), (2, "person_id", "damaged_id"), (2, "settled_date", "lost_zero"), (3, "person_id", "formula_error"),
    ]  # fmt: skip
    assert frame["party_date"].to_list() == [date(2018, 3, 5)] * 2 and frame["settled_date"][
        1
    ] == date(2018, 3, 5)


def test_an_old_workbook_is_read_like_a_new_one(tmp_path):
    book = xlwt.Workbook(encoding="utf-8")
    sheet, style = (
        book.add_sheet("人员", cell_overwrite_ok=True),
        xlwt.easyxf(num_format_str="YYYY-MM-DD"),
    )
    sheet.write_merge(0, 0, 0, 6, "党员花名册")
    for number, row in enumerate(PEOPLE, 1):
        for column, cell in enumerate(row[:6]):
            sheet.write(number, column, cell)
    sheet.write(1, 6, "所在组织")
    sheet.write_merge(2, 5, 6, 6, "B1")
    sheet.write(2, 3, date(1985, 3, 12), style)
    sheet.write(4, 0, 410108198503120014)
    book.save(tmp_path / "people.xls")
    table, remarks = only(tmp_path / "people.xls")
    frame, problems = values_of(table)
    assert not remarks and frame["birth_date"][0] == date(1985, 3, 12)
    assert frame["unit_id"].to_list() == ["B1"] * 4
    assert problems.select(LINE, "column", "code").rows() == [(5, "person_id", "damaged_id")]


def test_a_failed_formula_is_found_wherever_it_stands(tmp_path):
    with Workbook(tmp_path / "a & b.xlsx") as book:
        book.add_worksheet("空")
        sheet = book.add_worksheet("甲 & <乙>")
        sheet.write(0, 0, "人员编号")
        sheet.write_formula(4, 6, "=1/0", None, "#DIV/0!")
        sheet.write_formula(5, 0, "=NA()", None, "#N/A")
    (sheet,) = read(tmp_path / "a & b.xlsx")
    assert (sheet.cells.item(4, 7), sheet.cells.item(5, 1)) == ("#DIV/0!", "#N/A")


# what cannot be read


def test_a_workbook_with_a_password_is_refused_and_the_remedy_told(tmp_path):
    book = xlwt.Workbook()
    book.add_sheet("人员").write(0, 0, "人员编号")
    book.save(tmp_path / "plain.xls")
    plain = (tmp_path / "plain.xls").read_bytes()
    assert read(tmp_path / "plain.xls")
    # An XLS says so by a FILEPASS record, an XLSX by lying encrypted in a stream of that name.
    old = plain.replace(b"\xe1\x00\x02\x00\xb0\x04", b"\x2f\x00\x02\x00\x01\x00", 1)
    entry, name = (
        plain.index("Workbook\0".encode("utf-16-le")),
        "EncryptedPackage\0".encode("utf-16-le"),
    )
    new = (
        plain[:entry]
        + name.ljust(64, b"\0")
        + len(name).to_bytes(2, "little")
        + plain[entry + 66 :]
    )
    for path, data in ((tmp_path / "old.xls", old), (tmp_path / "new.xlsx", new)):
        path.write_bytes(data)
        assert data != plain
        with pytest.raises(UnreadableFile, match="密码"):
            read(path)


def test_a_zip_that_calls_itself_a_workbook_is_refused(tmp_path):
    for name in ("photos.xlsx", "photos.xls"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("photo.jpg", b"no workbook")
        with pytest.raises(UnreadableFile):
            read(tmp_path / name)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 64,
        b"PK\x03\x04broken",
        b"plain text, no workbook",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    ],
)
@pytest.mark.parametrize("suffix", ["xlsx", "xls", "xlsm"])
def test_a_broken_workbook_is_refused(tmp_path, data, suffix):
    (tmp_path / f"people.{suffix}").write_bytes(data)
    with pytest.raises(UnreadableFile):
        read(tmp_path / f"people.{suffix}")


def test_a_workbook_cut_short_is_refused(tmp_path, workbook):
    whole = workbook("people.xlsx", {"人员": PEOPLE}).read_bytes()
    for part in (50, len(whole) // 2, len(whole) - 30):
        (tmp_path / "cut.xlsx").write_bytes(whole[:part])
        with pytest.raises(UnreadableFile):
            read(tmp_path / "cut.xlsx")


def test_a_file_that_is_not_there_or_of_another_kind_is_refused(tmp_path):
    (tmp_path / "people.docx").write_bytes(b"x")
    for name in ("none.csv", "none.xlsx", "people.docx"):
        with pytest.raises(UnreadableFile, match=name):
            read(tmp_path / name)


def test_a_folder_is_its_readable_files_without_locks(csv_file, workbook, tmp_path):
    for name in ("~$b.xlsx", ".hidden.csv", "notes.docx"):
        (tmp_path / name).write_bytes(b"\0")
    (tmp_path / "old.csv").mkdir()
    files = [csv_file("a.csv", PEOPLE), workbook("b.XLSX", {"人员": PEOPLE})]
    assert paths_of([tmp_path]) == files == paths_of([tmp_path, files[0]])


def test_a_folder_without_tables_is_nothing_to_load(tmp_path):
    with pytest.raises(NothingToLoad):
        paths_of([tmp_path])


# headings

TABLES = st.sampled_from(sorted(RECORD_TYPES))
DRESSES = st.sampled_from(
    ["{}", "{}*", "*{}", " {} ", "{}　", "{}(小时)", "{}（必填）", "{}（分）*", "\n{}"]
)


@given(st.data())
def test_a_record_type_is_known_by_its_headings_in_any_order_language_and_dress(data):
    table = data.draw(TABLES)
    fields = [field for field in RECORD_TYPES[table].fields().values() if not field.hidden]
    plain = [data.draw(st.sampled_from([field.zh, field.en])) for field in fields]
    headings = [data.draw(DRESSES).format(text) for text in data.draw(st.permutations(plain))]
    above = data.draw(st.integers(0, 5))
    rows = [["某某汇总表", *[None] * (len(headings) - 1)]] * above + [
        headings,
        ["x"] * len(headings),
    ]
    header, _, _ = find_header(rows)
    assert (header.table, header.first, header.last) == (table, above, above)
    assert not header.unknown and not header.twice
    assert {role.field for role in header.roles} == {
        name for name, f in RECORD_TYPES[table].fields().items() if not f.hidden
    }


@pytest.mark.parametrize("table", RECORD_TYPES)
def test_every_accepted_heading_is_found_under_its_own_column(table):
    words = vocabulary(table)
    for name, field in RECORD_TYPES[table].fields().items():
        assert all(
            words[squeezed(heading)].column == name
            for heading in field.headings
            if not field.hidden
        )
        assert all(squeezed(heading) in words for heading in (*field.names, *field.scopes))


def test_two_columns_of_one_meaning_are_remarked_on(csv_file):
    table, remarks = only(csv_file("people.csv", [[*HEAD, "编号"], *([*row, "X"] for row in ROWS)]))
    assert [(r.code, r.column) for r in remarks] == [("column_twice", "编号")]
    assert table.rows["person_id"].to_list() == ["P1", "P2", "P3", "P4"]


def test_a_column_nobody_knows_is_remarked_on_only_where_it_holds_something(csv_file):
    _, remarks = only(
        csv_file(
            "people.csv",
            [[*HEAD, "爱好", "序号", "特长"], *([*row, "", "1", "书法"] for row in ROWS)],
        )
    )
    assert [(r.code, r.column, r.severity) for r in remarks] == [
        ("unknown_column", "特长", "warning")
    ]


def test_a_sheet_that_lacks_a_needed_heading_names_it(csv_file):
    _, (remark,) = only(
        csv_file("people.csv", [["姓名", "性别", "民族", "学历"], ["张三", "男", "汉族", "本科"]])
    )
    assert (
        remark.code == "unknown_sheet"
        and "人员编号" in remark.detail
        and remark.severity == "error"
    )
