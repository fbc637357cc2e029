"""Whatever bytes a file is made of, it is read or refused: nothing else comes of it."""

import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongmiao.errors import UnreadableFile
from hongmiao.files import read
from hongmiao.files.table import tables_of
from hongmiao.files.values import values_of

PEOPLE = [
    ["人员编号", "姓名", "所在组织", "出生日期"],
    ["P1", "张三", "B1", "1985-03-12"],
    ["P2", "李四", "B1", 33000],
]
MARKS = st.sampled_from(
    [
        b",",
        b"\n",
        b"\r\n",
        b'"',
        b"\t",
        b";",
        b"\0",
        b"\xff",
        "人员编号,姓名,所在组织\n".encode(),
        "张".encode("gb18030"),
        b"P1,",
        b"''",
    ]
)


def read_or_refused(path) -> None:
    try:
        sheets = read(path)
    except UnreadableFile as refusal:
        assert path.name in str(refusal)
        return
    for sheet in sheets:
        table, _ = tables_of(sheet)
        if table:
            values_of(table)


@settings(max_examples=200)
@given(st.lists(MARKS | st.binary(max_size=6), max_size=12).map(b"".join))
def test_any_bytes_as_a_csv(tmp_path, data):
    (tmp_path / "any.csv").write_bytes(data)
    read_or_refused(tmp_path / "any.csv")


@pytest.mark.parametrize(
    "part",
    [
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
    ],
)
def test_a_workbook_with_a_damaged_part(tmp_path, workbook, part):
    whole, at_random = (
        workbook("whole.xlsx", {"人员": PEOPLE}, {"人员": ["F1:G2"]}),
        random.Random(part),
    )
    path = tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(whole) as parts:
        contents = {name: parts.read(name) for name in parts.namelist()}
    for _ in range(25):
        data = bytearray(contents[part])
        for _ in range(3):
            place = at_random.randrange(len(data))
            data[place : place + at_random.randrange(1, 40)] = at_random.choice(
                [b"", b"<", b"\xff\xff", b"9999999", b'"']
            )
        with zipfile.ZipFile(path, "w") as parts:
            for name, content in contents.items():
                parts.writestr(name, bytes(data) if name == part else content)
        read_or_refused(path)


def test_a_workbook_with_any_byte_changed(tmp_path, workbook):
    whole, at_random = workbook("whole.xlsx", {"人员": PEOPLE}).read_bytes(), random.Random(1)
    for _ in range(60):
        data = bytearray(whole)
        data[at_random.randrange(len(data))] ^= 1 << at_random.randrange(8)
        (tmp_path / "changed.xlsx").write_bytes(data)
        read_or_refused(tmp_path / "changed.xlsx")


def test_a_row_of_a_thousand_cells_and_a_cell_of_a_megabyte(csv_file):
    read_or_refused(csv_file("wide.csv", [PEOPLE[0], ["x"] * 1_000]))
    read_or_refused(csv_file("long.csv", [PEOPLE[0], ["P1", "张" * 1_000_000, "B1", ""], ["P2"]]))
