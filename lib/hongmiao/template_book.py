"""Excel templates: one sheet per record type, with drop-downs, notes and an example row that loading skips."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from unicodedata import east_asian_width

import xlsxwriter
from xlsxwriter.exceptions import XlsxFileError

from .errors import BadValue, UnknownName
from .locale import word
from .records import RECORD_TYPES, Field, Record

LAST_ROW = 1_048_575  # of a sheet, counted from 0
NUMBERS = ("integer", "number")
TEXT = 49  # the cell format "@": a spreadsheet damages no id and no date in it
INK, GREY, HEAD, LINE, ACCENT = "#1f2328", "#8a939c", "#eceff2", "#d9dee3", "#b3202a"


@dataclass(frozen=True)
class Column:
    """One column of a sheet: what stands in its heading, its note, its example row and its drop-down."""

    heading: str
    note: str
    example: str | float
    number: bool = False
    required: bool = False
    choices: tuple[str, ...] = ()
    only: bool = False  # nothing but the choices may be typed


def write_template(path: Path | str, tables: Iterable[str] = (), lang: str = "zh") -> Path:
    """Write a new workbook with a sheet for each of the `tables`, for all record types where none is named."""
    path, tables = Path(path), list(tables) or list(RECORD_TYPES)
    for table in tables:
        if table not in RECORD_TYPES:
            raise UnknownName("table", table, list(RECORD_TYPES))
    if path.exists():  # it may hold an afternoon of somebody's typing
        raise BadValue("path", path, word("template.exists", lang))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with xlsxwriter.Workbook(path) as book:
            for table in dict.fromkeys(tables):
                _sheet(book, RECORD_TYPES[table], lang)
    except (OSError, XlsxFileError) as error:
        raise BadValue("path", path, word("template.unwritable", lang)) from error
    return path


def columns_of(kind: type[Record], lang: str = "zh") -> list[Column]:
    """The columns a person fills in, in order; a person's id is followed by the name, to be checked by."""
    columns, needed = [], kind.required()
    person = RECORD_TYPES["person"].fields()["name"]
    for name, field in kind.fields().items():
        if field.hidden:
            continue
        columns.append(_column(kind, name, name in needed, lang))
        if field.to == "person" and person.zh in field.names:
            note = word("template.name", lang, heading=_heading(field, lang))
            columns.append(Column(_heading(person, lang), note, person.example))
    return columns


def _column(kind: type[Record], name: str, needed: bool, lang: str) -> Column:
    field = kind.fields()[name]
    choices = tuple(field.label(code, lang) for code in field.labels)
    if field.kind == "flag":
        choices = (word("template.yes", lang), word("template.no", lang))
    return Column(
        heading=_heading(field, lang) + "*" * needed,
        note="\n".join(_notes(kind, name, needed, choices, lang)),
        example=_example(field, lang),
        number=field.kind in NUMBERS,
        required=needed,
        choices=choices,
        only=bool(choices) and not field.open,
    )


def _notes(
    kind: type[Record], name: str, needed: bool, choices: tuple[str, ...], lang: str
) -> Iterable[str]:
    """What a person is told about a column, line by line."""
    field, column = kind.fields()[name], kind.columns()[name]
    yield word("template.required" if needed else "template.optional", lang)
    if field.kind not in ("label", "flag"):  # their words follow
        yield word(f"kind.{field.kind}", lang)
    if field.to:
        yield word("template.reference", lang, kind=getattr(RECORD_TYPES[field.to], lang))
    if field.unit:
        yield word("template.unit", lang, unit=word(f"unit.{field.unit}", lang))
    if getattr(column, "max", None) is not None and field.kind in NUMBERS:
        yield word("template.range", lang, low=column.min, high=column.max)
    if choices:
        yield word("template.words", lang, words=word("language.comma", lang).join(choices))
    if field.open:
        yield word("template.others", lang)
    if len(kind.primary_key()) > 1 and column.primary_key:
        keys = (_heading(kind.fields()[key], lang) for key in kind.primary_key())
        yield word("template.key", lang, columns=word("language.comma", lang).join(keys))


def _heading(field: Field, lang: str) -> str:
    return field.called(lang)


def _example(field: Field, lang: str) -> str | float:
    """The example in this language; ids say that they are one, so that loading skips the row."""
    if not field.example:
        return ""
    if field.kind in NUMBERS:
        return float(field.numbers.get(field.example, field.example))
    if field.kind == "id":
        return word("template.example", lang) + field.example
    if field.kind == "flag":
        return word("template.yes", lang)
    code = next(
        (code for code, words in field.labels.items() if field.example in words), field.example
    )
    return field.label(code, lang)


def _sheet(book: xlsxwriter.Workbook, kind: type[Record], lang: str) -> None:
    sheet = book.add_worksheet(kind.called(lang))
    head = {"bold": True, "bg_color": HEAD, "bottom": 1, "bottom_color": LINE, "valign": "vcenter"}
    example = {"italic": True, "font_color": GREY}
    for index, column in enumerate(columns_of(kind, lang)):
        shape = {} if column.number else {"num_format": TEXT}
        sheet.set_column(index, index, _width(column), book.add_format({"font_color": INK} | shape))
        colour = {"font_color": ACCENT if column.required else INK}
        sheet.write_string(0, index, column.heading, book.add_format(head | colour))
        _comment(sheet, 0, index, column.note)
        write = sheet.write_number if isinstance(column.example, float) else sheet.write_string
        write(1, index, column.example, book.add_format(example | shape))
        if column.choices:
            sheet.data_validation(1, index, LAST_ROW, index, drop_down(column, lang))
    _comment(sheet, 1, 0, word("template.example_row", lang))
    sheet.set_row(0, 22)
    sheet.freeze_panes(1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{LAST_ROW + 1}"})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def drop_down(column: Column, lang: str) -> dict:
    """The validation of a column's cells that offers its choices."""
    return {
        "validate": "list",
        "source": list(column.choices),
        "show_error": column.only,
        "error_title": word("template.not_in_list", lang),
        "error_message": word("template.choose", lang),
    }


def _comment(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, text: str) -> None:
    lines = sum(1 + _cells(line) // 36 for line in text.splitlines())
    sheet.write_comment(
        row, column, text, {"width": 270, "height": 12 + 18 * lines, "font_size": 9, "author": ""}
    )


def _width(column: Column) -> int:
    """Wide enough for the heading, the example and the longest choice, within reason."""
    longest = max(_cells(str(text)) for text in (column.heading, column.example, *column.choices))
    return min(max(longest + 3, 12), 36)


def _cells(text: str) -> int:
    """How many Latin letters wide a text is."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
