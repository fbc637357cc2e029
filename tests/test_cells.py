"""Cells: every way of writing a thing comes to the same value, and nothing written makes the reader fall."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hongmiao.files.cells import MISSING, WARNINGS, parse
from hongmiao.files.sheet import LINE, Sheet, frame_of
from hongmiao.files.table import Table
from hongmiao.files.values import values_of
from hongmiao.locale import LANGUAGES, word
from hongmiao.records import RECORD_TYPES, Field
from hongmiao.records.star_rating import StarRating
from small_district import national_id

FIELDS = {
    f"{table}.{name}": field
    for table, kind in RECORD_TYPES.items() for name, field in kind.fields().items() if not field.hidden
}  # fmt: skip
KINDS = {field.kind: field for field in FIELDS.values()}
DATE, ID, NUMBER, WHOLE = (
    KINDS["date"],
    KINDS["id"],
    KINDS["number"],
    RECORD_TYPES["course"].fields()["planned_persontimes"],
)
STARS = StarRating.fields()["stars"]
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
WAYS = [
    lambda d: d.isoformat(),
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}.{d.month:02}.{d.day:02}",
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
    lambda d: f"{d.isoformat()} 00:00:00",
    lambda d: f"{d.isoformat()}T00:00:00",
    lambda d: f"{d:%Y%m%d}.0",
]
WIDE = str.maketrans(
    "0123456789.-/ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "０１２３４５６７８９．－／ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ",
)
BLANKS = st.text(" \u3000\t\xa0", max_size=3)
ODD = [
    *sorted(MISSING), "／", "＃Ｎ／Ａ", "#DIV/0!", "#REF!", "#", "'=1+1", "'张三", "1e999", "9" * 25, "4.4E+17", "１２３", "٣", "1,234", "12.0", "-0",
    "2018.1", "2018.10", "2018-3-5", "20180230", "43164", "43164.5", "99999", "2018年3月", "18.3.5", "0000-00-00", "2018- 3-05", "+2018-3-05",
    "张　三", "张 三2", "★★★", "五星", "未评", "是", "√", "退役军人、致富能手", "、", "党员", "\x1c", "a\x1cb", "\u200b", "\ufeff1", "Ⅳ", "①", "²", "NULL", "x" * 300,
]  # fmt: skip
TEXTS = (
    st.sampled_from(ODD) | st.text(max_size=12) | st.builds(str, st.integers() | st.floats() | DAYS)
)


def column(cells: list[str | None], kind: str, name: str) -> tuple[list, dict]:
    """What the column-wise way makes of cells: values, and {line: code}."""
    record = RECORD_TYPES[kind]
    rows = pl.DataFrame(
        {LINE: range(len(cells)), name: cells}, schema={LINE: pl.Int64, name: pl.String}
    )
    frame, problems = values_of(
        Table(record, Sheet("f", "", frame_of([], [])), rows, {name: record.fields()[name].zh})
    )
    return frame[name].to_list(), dict(problems.select(LINE, "code").iter_rows())


@given(DAYS, st.sampled_from(WAYS), BLANKS, BLANKS, st.booleans())
def test_a_date_written_in_any_way_is_the_same_date(day, way, before, after, wide):
    text = before + way(day) + after
    assert parse(text.translate(WIDE) if wide else text, DATE) == (day, "", "")


@given(
    st.dates(date(1927, 5, 18), date(2100, 12, 31)), st.sampled_from(["", ".0", ".5", ".999988"])
)
def test_an_excel_serial_is_its_date_whatever_the_time_of_day(day, clock):
    assert parse(f"{(day - date(1899, 12, 30)).days}{clock}", DATE).value == day


@pytest.mark.parametrize(("text", "value", "code", "detail"), [
    ("2018.3", date(2018, 3, 1), "month_only", ""),
    ("2018年3月", date(2018, 3, 1), "month_only", ""),
    ("2018-03", date(2018, 3, 1), "month_only", ""),
    ("201803", date(2018, 3, 1), "month_only", ""),
    ("2018.10", date(2018, 10, 1), "month_only", ""),
    ("2018.1", date(2018, 1, 1), "lost_zero", "2018.10"),
    ("2018", None, "year_only", ""),
    ("2018年", None, "year_only", ""),
    ("18.3.5", None, "short_year", ""),
    ("2018-02-30", None, "no_such_day", ""),
    ("20181305", None, "no_such_day", ""),
    ("1899-12-31", None, "far_date", ""),
    ("99999", None, "far_date", ""),
    ("三月五日", None, "bad_date", ""),
    ("2018.3.5前后", None, "bad_date", ""),
])  # fmt: skip
def test_a_date_that_is_not_whole_or_not_one_says_why(text, value, code, detail):
    assert parse(text, DATE, "入党日期") == (value, code, detail)


def test_a_month_is_enough_under_a_heading_that_asks_for_a_month():
    assert parse("1985.03", DATE, "出生年月") == (date(1985, 3, 1), "", "")
    assert parse("1985.1", DATE, "出生年月").code == "lost_zero"


@given(st.from_regex(r"[A-Z]{0,3}[1-9][0-9]{0,11}", fullmatch=True), BLANKS, BLANKS)
def test_an_id_is_plain_however_wide_or_padded_it_was_written(text, before, after):
    written = before + text.translate(WIDE) + after
    assert parse(written, ID) == (text, "", "")
    assert column([written], "unit", "unit_id")[0] == [text]


@given(st.integers(-(10**12), 10**12), BLANKS, BLANKS, st.sampled_from(["{}", "{:,}", "{}.0"]))
def test_a_number_is_plain_however_wide_or_padded_it_was_written(number, before, after, way):
    written = before + way.format(number).translate(WIDE) + after
    assert parse(written, WHOLE).value == number == parse(written, NUMBER).value


@pytest.mark.parametrize(
    "text",
    [
        "4.4E+17",
        "4.10108198503120e+17",
        "4.1E17",
        "410108198503120000",
        "410108198503120000.0",
        "1.3800000000e+10",
    ],
)
def test_an_id_that_a_spreadsheet_damaged_is_flagged(text):
    assert (
        parse(text, ID).code
        == parse(text, KINDS["phone"]).code
        == parse(text, KINDS["national_id"]).code
        == "damaged_id"
    )


def test_leading_zeros_of_an_id_stay():
    assert parse("00123", ID).value == "00123" and column(["00123"], "unit", "unit_id")[0] == [
        "00123"
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_for_missing_is_missing_in_every_column(kind):
    for text in MISSING | {"　", " 无 ", "－－", "／", "\u200b"}:
        assert parse(text, KINDS[kind]) == (None, "", ""), text


@pytest.mark.parametrize("kind", KINDS)
def test_a_formula_error_is_flagged_in_every_column(kind):
    for text in ("#DIV/0!", "#REF!", "#NAME?", "#VALUE!", "#NUM!"):
        assert parse(text, KINDS[kind]).code == "formula_error", text


@pytest.mark.parametrize(("text", "stars"), [
    ("五星", 5), ("五星级", 5), ("三星级党员", 3), ("★★★", 3), ("★★★☆☆", 3), ("4", 4), ("4.0", 4), ("２", 2), ("1星", 1), ("一星", 1),
])  # fmt: skip
def test_stars_are_counted_in_whatever_way_they_are_drawn(text, stars):
    assert parse(text, STARS) == (stars, "", "")


@pytest.mark.parametrize(("text", "period"), [
    ("2018", "2018"), ("2018年", "2018"), ("2018年度", "2018"), ("2018年上半年", "2018H1"), ("2018下半年", "2018H2"), ("2018H1", "2018H1"),
    ("2018年第二季度", "2018Q2"), ("2018年2季度", "2018Q2"), ("2018q3", "2018Q3"), ("2018-Q4", "2018Q4"), ("2018年3月", "2018-03"), ("2018.03", "2018-03"),
    ("２０１８－０３", "2018-03"),
])  # fmt: skip
def test_a_period_has_one_name(text, period):
    assert parse(text, KINDS["period"]) == (period, "", "")


def test_a_month_that_may_have_lost_its_zero_is_a_period_marked():
    assert parse("2018.1", KINDS["period"]) == ("2018-01", "lost_zero", "2018.10")
    assert parse("2018.01", KINDS["period"]) == ("2018-01", "", "")


@pytest.mark.parametrize("name", FIELDS)
def test_each_label_is_known_by_code_and_by_every_word(name):
    field = FIELDS[name]
    for code, words in field.labels.items():
        assert all(
            parse(text, field).value == code
            for text in (
                code,
                *words,
                f" {words[0]} ",
                words[0].replace("（", "(").replace("）", ")"),
            )
        )


def test_an_unknown_label_names_those_that_are_accepted():
    assert parse("男人", RECORD_TYPES["person"].fields()["sex"]) == (
        None,
        "unknown_label",
        "男、女",
    )


def test_a_name_spread_over_its_cell_is_drawn_together_and_a_foreign_one_is_not():
    assert parse("张　三", KINDS["name"]).value == parse("张 三", KINDS["name"]).value == "张三"
    assert parse("𠮷 三", KINDS["name"]).value == "𠮷三"
    assert parse("Anna Li", KINDS["name"]).value == "Anna Li"


@given(DAYS, st.integers(1, 999))
def test_an_identity_number_holds_only_with_its_check_digit(birth, sequence):
    number, field = national_id(birth, sequence), KINDS["national_id"]
    if number.endswith("000"):
        return  # cannot be told from one whose end a spreadsheet lost
    assert parse(f" {number.lower()}", field) == (number, "", "")
    for wrong in set("0123456789X") - {number[-1]}:
        cell = parse(number[:-1] + wrong, field)
        assert cell.value is None and cell.code in ("bad_checksum", "damaged_id")


def test_an_identity_number_is_refused_for_its_length_and_its_day():
    field = KINDS["national_id"]
    assert parse("41010819850312", field).code == "bad_national_id"
    assert parse("410108198502300011", field).code in ("bad_national_id", "bad_checksum")


@given(TEXTS, st.sampled_from(sorted(KINDS)), st.sampled_from(["", "出生年月"]))
@example("1e999", "integer", "")
@example("9" * 25, "integer", "")
@example("、", "tags", "")
def test_no_text_makes_the_reader_fall_or_loses_a_value_in_silence(text, kind, heading):
    cell = parse(text, KINDS[kind], heading)
    assert cell.value != ""
    if cell.code:
        assert (cell.value is not None) == (cell.code in WARNINGS)
        assert all(
            word(f"finding.{cell.code}.{part}", lang)
            for part in ("reason", "remedy")
            for lang in LANGUAGES
        )


@pytest.mark.parametrize(
    "name",
    sorted(
        {
            "star_rating.stars",
            "person.political_status",
            *{f.kind: name for name, f in FIELDS.items()}.values(),
        }
    ),
)
@given(data=st.data())
def test_a_column_read_at_once_is_what_its_cells_are_one_by_one(name, data):
    table, _, column_name = name.partition(".")
    field = FIELDS[name]
    words = [word for words in field.labels.values() for word in words] + list(field.numbers)
    cells = data.draw(
        st.lists(
            st.none() | TEXTS | (st.sampled_from(words) if words else st.nothing()), max_size=12
        )
    )
    one_by_one = [
        parse(text, field, field.zh) if text is not None else parse("", field) for text in cells
    ]
    values, codes = column(cells, table, column_name)
    assert values == [cell.value for cell in one_by_one]
    moved = {
        line
        for line, text in enumerate(cells)
        if field.overflow
        and text
        and parse(text, RECORD_TYPES[table].fields()[field.overflow]).value
    }
    assert codes == {
        line: cell.code for line, cell in enumerate(one_by_one) if cell.code and line not in moved
    }


def test_a_declaration_that_is_gone_lends_its_words_to_no_other():
    for code in ("one", "two", "three"):
        assert parse("词", Field("label", "", "", labels={code: ("词",)})).value == code


def test_stars_that_are_a_status_go_where_they_belong():
    rows = pl.DataFrame(
        {LINE: [1, 2, 3, 4], "stars": ["五星", "未评", "免评", "六星"]},
        schema={LINE: pl.Int64, "stars": pl.String},
    )
    frame, problems = values_of(
        Table(StarRating, Sheet("f", "", frame_of([], [])), rows, {"stars": "星级"})
    )
    assert frame["stars"].to_list() == [5, None, None, None]
    assert frame["status"].to_list() == [None, "unrated", "exempt", None]
    assert problems.select(LINE, "code").rows() == [(4, "bad_number")]


def test_serials_and_days_agree_at_the_edges():
    assert parse("43164", DATE).value == date(1899, 12, 30) + timedelta(43164) == date(2018, 3, 5)
