"""A sheet whose record type is known: its data rows by field, still text, titles and footers left out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from ..finding import Finding
from ..locale import word
from ..records import RECORD_TYPES, Record
from .cells import MISSING, squeezed
from .headings import HEADER_WITHIN, Header, find_header
from .sheet import LINE, Sheet

_SIGNED = "填表人|填报人|审核人|制表人|复核人|经办人|填报单位|填表单位|制表单位|填报日期|填表日期|填表时间|填报时间|制表日期|制表时间"
_NOTED = f"{_SIGNED}|联系人|联系电话|单位负责人|负责人|负责人签字|主要领导|单位盖章|盖章|备注|注|说明|附注"
SUMMARY = r"^\s*(合\s*计|小\s*计|总\s*计|共\s*计|累\s*计|平\s*均|平均值|total|sum)\s*(\([^)]*\)|[:：].*)?\s*$"
# A bare 负责人 may be somebody's post: such a word is a footer only with its colon.
FOOTER = rf"^\s*[（(]?\s*(({_SIGNED})\s*|({_NOTED})\s*[:：].*)$"
EXAMPLE = r"^\s*(示例|EXAMPLE)-"
# What a summary, a footer or an example has somewhere in its first or its key cell.
_WORDS = ["合", "小", "总", "共", "累", "平", "total", "sum", "示例", "example", *_NOTED.split("|")]
# Columns that a list made by hand carries and that hold nothing of their own.
IDLE = {"序号", "序", "no", "no.", "#"}
RETURNED = ("退回", "Returned")  # headings of ours in a workbook of returned rows begin with it
LISTED = ("退回清单", "Returned list")  # a sheet of ours that begins with it is for reading only


@dataclass
class Table:
    """The data rows of one sheet under the names of the fields they give."""

    kind: type[Record]
    sheet: Sheet
    rows: pl.DataFrame  # `line`, then one text column for each Role.column
    headings: dict[str, str]  # column of rows -> heading as it stands in the file
    skipped: dict[str, int] = field(
        default_factory=dict
    )  # footer, summary, blank, heading, example
    places: dict[str, str] = field(
        default_factory=dict
    )  # column of rows -> column of the sheet's cells
    columns: dict[str, str] = field(default_factory=dict)  # column of the sheet's cells -> heading
    beyond: pl.DataFrame | None = None  # `line` and `value` of cells to the right of all headings
    refused: int = (
        0  # rows that are not among `rows`: a map sent them back, or they were read slice by slice
    )
    header: Header | None = None  # where the headings stand

    def __post_init__(self) -> None:
        """A foreign table has its headings in its first row."""
        if not self.columns and len(self.sheet.cells):
            first = self.sheet.cells.row(0, named=True)
            self.columns = {name: text for name, text in first.items() if name != LINE and text}

    @property
    def foreign(self) -> bool:
        """Whether the rows came through a map."""
        return not self.places


def tables_of(sheet: Sheet) -> tuple[Table | None, list[Finding]]:
    """The table on a sheet, or a finding that says why there is none."""
    cells = [name for name in sheet.cells.columns if name != LINE]
    top = [list(row) for row in sheet.cells.head(HEADER_WITHIN + 1).select(cells).iter_rows()]
    if not any(any(row) for row in top) or (top[0][0] or "").startswith(LISTED):
        return None, []
    hints = " ".join([sheet.file, sheet.name, *(row[0] or "" for row in top[:5])])
    header, nearest, lacking = find_header(top, hints)
    if header is None:
        return None, [] if sheet.hidden else [_unrecognised(sheet, nearest, lacking)]
    return table_below(sheet, header)


def table_below(sheet: Sheet, header: Header) -> tuple[Table, list[Finding]]:
    """The table below the headings of a sheet, and remarks on its columns."""
    cells = [name for name in sheet.cells.columns if name != LINE]
    table = _cut(sheet, header, cells)
    if len(cells) == len(header.roles):  # every column is known: nothing to remark on
        return table, []
    data = sheet.cells.filter(pl.col(LINE).is_in(table.rows[LINE].implode()))
    remarks = [
        Finding(
            sheet.file, sheet.name, sheet.cells[LINE][header.last], heading, "", code, "warning"
        )
        for code, columns in (("unknown_column", header.unknown), ("column_twice", header.twice))
        for column, heading in columns.items()
        if squeezed(heading) not in IDLE
        and not heading.startswith(RETURNED)
        and _holds(data, column)
    ]
    return table, remarks + _nameless(table, header, data)


def _holds(data: pl.DataFrame, column: int) -> bool:
    return (data[f"c{column}"].str.strip_chars() != "").any()


def _nameless(table: Table, header: Header, data: pl.DataFrame) -> list[Finding]:
    """Remarks on columns that hold something under no heading; in a CSV those to the right make rows too long."""
    named = {*header.roles.values(), *header.unknown, *header.twice}
    sheet, last = table.sheet, max(named)
    held = [i for i in range(data.width - 1) if i not in named and _holds(data, i)]
    right = [f"c{i}" for i in held if i > last and not sheet.name]
    if right:
        table.beyond = data.select(
            LINE, value=pl.coalesce(pl.col(name).replace("", None) for name in right)
        ).drop_nulls()
    return [
        Finding(sheet.file, sheet.name, sheet.cells[LINE][header.last], xl_col_to_name(i), "", "unknown_column", "warning")
        for i in held if f"c{i}" not in right
    ]  # fmt: skip


def _unrecognised(sheet: Sheet, nearest: str, lacking: list[str]) -> Finding:
    detail = (
        word(
            "unreadable.nearest",
            kind=RECORD_TYPES[nearest].called(),
            lacking=word("language.comma").join(lacking),
        )
        if nearest
        else ""
    )
    return Finding(sheet.file, sheet.name, 1, "", "", "unknown_sheet", "error", detail)


def _cut(sheet: Sheet, header: Header, cells: list[str]) -> Table:
    """Rows below the header that are data; the others are counted by what they are."""
    kind = RECORD_TYPES[header.table]
    named = {role.column: f"c{index}" for role, index in header.roles.items()}
    body = sheet.cells[header.last + 1 :]
    lead = pl.coalesce(pl.col(name).str.strip_chars().replace("", None) for name in cells)
    keys = [name for column, name in named.items() if column in kind.primary_key()] or list(
        named.values()
    )
    empty = [
        pl.col(name).is_null() | pl.col(name).str.strip_chars().is_in(MISSING)
        for name in named.values()
    ]
    idle = [f"c{index}" for index, text in header.unknown.items() if squeezed(text) in IDLE]
    sort = (
        pl.when(lead.str.contains(f"(?i){SUMMARY}") | _any(keys, f"(?i){SUMMARY}")).then(pl.lit("summary"))
        .when(lead.str.contains(FOOTER)).then(pl.lit("footer"))
        .when(pl.all_horizontal(*(pl.col(name).is_null() for name in cells if name not in idle))).then(pl.lit("blank"))
        .when(pl.all_horizontal(*empty)).then(pl.lit("blank"))
        .when(_any(keys, EXAMPLE)).then(pl.lit("example"))
        .when(_repeated(sheet, header, named.values())).then(pl.lit("heading"))
    )  # fmt: skip
    unclear = body.filter(~_clear(sheet, header, named))
    told = unclear.select(LINE, sort.alias("sort")).drop_nulls()
    skipped = dict(told["sort"].value_counts().sort("sort").iter_rows())
    rows = body.filter(~pl.col(LINE).is_in(told[LINE].implode())) if len(told) else body
    rows = rows.select(LINE, **{column: pl.col(name) for column, name in named.items()})
    headings = {role.column: _shown(sheet, header, index) for role, index in header.roles.items()}
    columns = {
        f"c{i}": _shown(sheet, header, i) for i in sorted([*header.roles.values(), *header.unknown])
    }
    return Table(kind, sheet, rows, headings, skipped, named, columns, header=header)


def _clear(sheet: Sheet, header: Header, named: dict[str, str]) -> pl.Expr:
    """Rows that cannot be anything but data: all that is required is there, and no word that other rows have."""
    kind = RECORD_TYPES[header.table]
    required, keys = ({name for column, name in named.items() if column.partition(".")[0] in columns}
                      for columns in (kind.required(), kind.primary_key()))  # fmt: skip
    said = [
        ~pl.col(name).str.contains_any(_WORDS, ascii_case_insensitive=True)
        for name in sorted({"c0"} | keys)
    ]
    above = [
        ~pl.col(name).is_in(sheet.cells[name][: header.last + 1].drop_nulls().to_list())
        for name in sorted(keys)
    ]
    given = [pl.col(name).is_not_null() for name in sorted(required)]
    return pl.all_horizontal(
        *given, *(expr.fill_null(True) for expr in said), *(expr.fill_null(False) for expr in above)
    )


def _repeated(sheet: Sheet, header: Header, columns: Iterable[str]) -> pl.Expr:
    """Whether a row says what a heading row, or one above it, says: a list printed on several pages."""
    rows = (sheet.cells.row(index, named=True) for index in range(header.last + 1))
    return pl.any_horizontal(
        *(
            pl.all_horizontal(*(pl.col(name).eq_missing(pl.lit(row[name])) for name in columns))
            for row in rows
        )
    )


def _any(columns: list[str], pattern: str) -> pl.Expr:
    return pl.any_horizontal(
        *(pl.col(name).str.contains(pattern).fill_null(False) for name in columns)
    )


def _shown(sheet: Sheet, header: Header, index: int) -> str:
    """The heading a person sees over a column: the lowest of its heading rows that says anything."""
    column = sheet.cells[f"c{index}"]
    return re.sub(r"\s+", "", column[header.last] or column[header.first] or "")
