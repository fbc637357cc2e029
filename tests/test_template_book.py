"""Excel templates: what is typed into one is what loading reads."""

import re
import warnings
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from hongmiao.errors import BadValue, UnknownName
from hongmiao.files import read
from hongmiao.files.cells import parse
from hongmiao.files.table import tables_of
from hongmiao.locale import LANGUAGES, word
from hongmiao.records import RECORD_TYPES
from hongmiao.template_book import columns_of, write_template

NS = {"": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
EVERY = [(table, lang) for table in RECORD_TYPES for lang in LANGUAGES]


@pytest.fixture(scope="module", params=LANGUAGES)
def book(request, tmp_path_factory):
    """A workbook with a sheet for every record type; xlsxwriter warns of what it leaves out."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        path = write_template(
            tmp_path_factory.mktemp("book") / f"{request.param}.xlsx", [], request.param
        )
    return request.param, path


def xml(path, name: str) -> ElementTree.Element:
    with ZipFile(path) as parts:
        return ElementTree.fromstring(parts.read(f"xl/{name}.xml"))


def test_every_sheet_is_known_for_its_record_type_by_all_its_headings(book):
    _, path = book
    sheets = read(path)
    assert len(sheets) == len(RECORD_TYPES)
    for sheet, (table, kind) in zip(sheets, RECORD_TYPES.items(), strict=True):
        found, remarks = tables_of(sheet)
        assert found is not None and found.kind.table() == table
        assert [name for name in found.rows.columns[1:] if "." not in name] == [
            name for name, field in kind.fields().items() if not field.hidden
        ]
        assert not remarks


def test_the_example_row_is_skipped_and_nothing_else_stands_below_the_headings(book):
    for sheet in read(book[1]):
        found, _ = tables_of(sheet)
        assert found.skipped == {"example": 1} and found.rows.is_empty()


@pytest.mark.parametrize(("table", "lang"), EVERY)
def test_every_example_and_every_choice_can_be_read(table, lang):
    kind = RECORD_TYPES[table]
    fields = {(f.en if lang == "en" else f.zh): f for f in kind.fields().values() if not f.hidden}
    for column in columns_of(kind, lang):
        field = fields.get(column.heading.rstrip("*"))
        texts = [column.example, *column.choices] if field else []
        assert not [text for text in texts if parse(str(text), field, field.zh).code]


@pytest.mark.parametrize(("table", "lang"), EVERY)
def test_the_first_column_is_a_key_that_says_when_a_row_is_an_example(table, lang):
    kind = RECORD_TYPES[table]
    assert next(iter(kind.fields())) in kind.primary_key()
    assert str(columns_of(kind, lang)[0].example).startswith(word("template.example", lang))


def test_a_list_of_choices_stands_whole_in_the_drop_down(book):
    lang, path = book
    for number, kind in enumerate(RECORD_TYPES.values(), 1):
        rules = xml(path, f"worksheets/sheet{number}").iterfind(".//dataValidation", NS)
        lists = [rule.find("formula1", NS).text for rule in rules]
        choices = [column.choices for column in columns_of(kind, lang) if column.choices]
        assert lists == [f'"{",".join(words)}"' for words in choices]
        assert all(
            len(text) <= 257 and text.count(",") == len(words) - 1
            for text, words in zip(lists, choices, strict=True)
        )


def test_all_but_numbers_are_text_so_that_a_spreadsheet_damages_nothing(book):
    lang, path = book
    formats = xml(path, "styles").findall("cellXfs/xf", NS)
    for number, kind in enumerate(RECORD_TYPES.values(), 1):
        widths = xml(path, f"worksheets/sheet{number}").findall("cols/col", NS)
        spread = [
            col for col in widths for _ in range(int(col.get("min")), int(col.get("max")) + 1)
        ]
        for column, col in zip(columns_of(kind, lang), spread, strict=True):
            assert (formats[int(col.get("style"))].get("numFmtId") == "49") is not column.number, (
                column.heading
            )


def test_every_column_has_a_note_and_says_what_it_is_counted_in(book):
    lang, path = book
    for number, kind in enumerate(RECORD_TYPES.values(), 1):
        notes = xml(path, f"comments{number}").findall(".//comment", NS)
        texts = [
            "".join(note.itertext()) for note in notes if re.fullmatch(r"[A-Z]+1", note.get("ref"))
        ]
        assert len(texts) == len(columns_of(kind, lang)) and all(texts)
        units = {word(f"unit.{f.unit}", lang) for f in kind.fields().values() if f.unit}
        assert all(any(unit in text for text in texts) for unit in units)


def test_identity_numbers_are_asked_for_once_and_derived_columns_never():
    for table, kind in RECORD_TYPES.items():
        headings = {column.heading for column in columns_of(kind)}
        assert ("身份证号" in headings) is (table == "person")
        assert not headings & {field.zh for field in kind.fields().values() if field.hidden}


def test_a_column_with_a_default_or_derived_need_not_be_given():
    assert "attempt" not in RECORD_TYPES["enrolment"].required()
    assert "status" not in RECORD_TYPES["star_rating"].required()
    assert {"person_id", "period"} <= set(RECORD_TYPES["star_rating"].required())


def test_only_the_sheets_asked_for_are_written_each_once(tmp_path):
    sheets = read(
        write_template(tmp_path / "new" / "some.xlsx", ["star_rating", "person", "star_rating"])
    )
    assert [sheet.name for sheet in sheets] == ["星级评定", "人员"]


def test_a_workbook_that_exists_is_not_overwritten(tmp_path):
    path = tmp_path / "filled.xlsx"
    path.write_bytes(b"an afternoon of typing")
    with pytest.raises(BadValue):
        write_template(path, ["person"])
    assert path.read_bytes() == b"an afternoon of typing"


def test_a_place_that_cannot_be_written_is_refused_with_a_remedy(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BadValue):
        write_template(tmp_path / "file" / "book.xlsx", ["person"])


def test_an_unknown_record_type_names_its_neighbours(tmp_path):
    with pytest.raises(UnknownName) as error:
        write_template(tmp_path / "book.xlsx", ["persons"])
    assert "person" in error.value.near and not (tmp_path / "book.xlsx").exists()
