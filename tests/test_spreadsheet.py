"""Files for spreadsheets: what is a number stays one, and nothing becomes a formula."""

import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from hongmiao.spreadsheet import as_csv, as_xlsx, file_name, harmless


def sheets(data: bytes) -> dict[str, list[list]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_workbook_keeps_ids_as_text_and_numbers_as_numbers():
    rows = [["410108199001011234", "1,204", "26 / 60"], ["=1+1", "-3.5", "12.5%"]]
    (cells,) = sheets(as_xlsx(["身份证号", "人数", "名次"], rows, [False, True, True])).values()
    assert cells[1:] == [["410108199001011234", 1204.0, "26 / 60"], ["=1+1", -3.5, 0.125]]


def test_the_second_sheet_says_what_is_to_be_known_and_holds_no_formula():
    about = [
        ("筛选", [("=组织", "=HYPERLINK(1)"), ("周期", "2018Q2")]),
        ("口径", [("参评", "列入名单")]),
    ]
    data = as_xlsx(["=姓名"], [["张三"]], [False], sheets=("数据", "说明"), about=about)
    assert sheets(data) == {
        "数据": [["=姓名"], ["张三"]],
        "说明": [
            ["筛选", ""],
            ["=组织", "=HYPERLINK(1)"],
            ["周期", "2018Q2"],
            ["", ""],
            ["口径", ""],
            ["参评", "列入名单"],
        ],
    }
    assert b"<f>" not in data


def test_what_is_longer_than_a_cell_is_cut_and_the_rest_of_the_row_stays():
    (cells,) = sheets(as_xlsx(["注", "数"], [["苗" * 40_000, "1"]], [False, True])).values()
    assert (len(cells[1][0]), cells[1][1]) == (32_767, 1.0)


@given(st.text())
@example("-3%")
@example("+1,204.5")
def test_no_cell_of_a_csv_begins_a_formula(text):
    cell = harmless(text)
    assert cell.removeprefix("'") == text.removeprefix("'") or cell == text
    if cell[:1] in tuple("=@\t\r"):
        pytest.fail(cell)
    if cell[:1] in ("+", "-"):
        float(cell.replace(",", "").removesuffix("%"))


def test_a_csv_opens_in_excel_as_chinese():
    assert as_csv(["姓名"], [["张三"]]) == "\ufeff姓名\r\n张三\r\n".encode()


def test_a_csv_for_old_office_software_holds_rare_signs_too():
    data = as_csv(["姓名"], [["王㛃𠮷"]], "gb18030")
    assert data.decode("gb18030") == "姓名\r\n王㛃𠮷\r\n"


@given(st.text())
@example("CON")
@example("..")
@example('a/b\\c:d*e?f"g<h>i|j')
@example("苗" * 200)
def test_a_file_name_is_one_that_every_system_takes(title):
    stem = file_name(title, "csv").removesuffix(".csv")
    assert stem and len(stem.encode()) <= 181
    assert not set(stem) & set('/\\:*?"<>|\n\0')
    assert not stem.endswith((".", " ")) and stem.upper() not in ("CON", "NUL", "COM1")
