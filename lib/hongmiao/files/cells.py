"""Cells to values: one word, date or number as offices write them, or a code that says what is wrong."""

import re
import unicodedata
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from ..locale import language, word
from ..records.base import EARLIEST, LATEST, Field

MISSING = frozenset(
    [
        "",
        "无",
        "\\",
        "/",
        "—",
        "——",
        "－",
        "-",
        "--",
        "———",
        "未知",
        "不详",
        "暂无",
        "空",
        "N/A",
        "NA",
        "n/a",
        "null",
        "NULL",
        "?",
        "？",
        "#N/A",
    ]
)
YES = frozenset(["是", "√", "✓", "✔", "1", "y", "yes", "true", "t", "必修", "对"])
NO = frozenset(["否", "×", "✗", "x", "0", "n", "no", "false", "f", "选修", "错"])
# Findings whose row goes in all the same; every other code sends the row back.
WARNINGS = frozenset({"month_only", "lost_zero", "odd_phone"})

_DAMAGED = re.compile(r"\d(\.\d+)?[eE]\+\d+|\d\.\d+[eE]\d+|\d{13,}000(\.0+)?")
_DAY = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:[T ]\s*\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?"
)
_MONTH = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?(?:份)?")
_TAG_MARKS = re.compile(r"[、,;/|]+")
_HAN = "㐀-鿿豈-\ufaff\U00020000-\U000323af"
_MOST = 1e15  # beyond it a float no longer tells whole numbers apart
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


class Cell(NamedTuple):
    """A value, or None with the code of a finding; both where the row goes in marked."""

    value: Any = None
    code: str = ""
    detail: str = ""


def plain(text: str) -> str:
    """Full-width digits, letters and brackets made plain, outer blanks gone."""
    return unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("\ufeff", "").strip()


def squeezed(text: str) -> str:
    """A word as it is compared: plain, lower case, no blanks, no quotation marks."""
    return re.sub(r"[\s_“”\"'‘’·]+", "", plain(text)).lower()


def parse(text: str, field: Field, heading: str = "") -> Cell:
    """The value of one cell. Missing words are None without a finding."""
    # An apostrophe before = + - @ is how a returned CSV keeps a cell from becoming a formula.
    text = re.sub(r"^'(?=[=+\-@])", "", text.strip())
    if plain(text) in MISSING:
        return Cell()
    if re.fullmatch(r"#[A-Z/0]+[!?]", text):
        return Cell(None, "formula_error")
    return _PARSERS[field.kind](text, field, heading)


def _text(text: str, field: Field, heading: str) -> Cell:
    return Cell(text)


def _name(text: str, field: Field, heading: str) -> Cell:
    # 张　三 is how offices align two-character names; the blank is no part of the name.
    return Cell(re.sub(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])", "", text))


def _id(text: str, field: Field, heading: str) -> Cell:
    text = re.sub(r"\s+", "", plain(text))
    if _DAMAGED.fullmatch(text):
        return Cell(None, "damaged_id")
    return Cell(re.sub(r"^(\d+)\.0$", r"\1", text))


def _phone(text: str, field: Field, heading: str) -> Cell:
    cell = _id(text, field, heading)
    if cell.code or re.fullmatch(r"\+?[\d\-()/、,;]{5,60}", cell.value):
        return cell
    return Cell(cell.value, "odd_phone")


def _label(text: str, field: Field, heading: str) -> Cell:
    code = _words(field).get(squeezed(text))
    if code is not None:
        return Cell(code)
    if field.open:
        return Cell(text)
    return Cell(None, "unknown_label", _accepted(field))


def _tags(text: str, field: Field, heading: str) -> Cell:
    words, tags = _words(field), set()
    for part in _TAG_MARKS.split(plain(text)):
        # A blank parts tags too, but not the words of one that is known with its blanks.
        tags |= (
            {words[squeezed(part)]}
            if squeezed(part) in words
            else {words.get(squeezed(tag), tag) for tag in part.split()}
        )
    return Cell(",".join(sorted(tags)) or None)


@cache
def _words(field: Field) -> dict[str, str]:
    """{squeezed word: code} of a label column."""
    return {squeezed(word): code for code, words in field.labels.items() for word in (code, *words)}


def _accepted(field: Field) -> str:
    return word("language.comma").join(field.label(code, language()) for code in field.labels)


def _date(text: str, field: Field, heading: str) -> Cell:
    text = plain(text)
    if match := _DAY.fullmatch(text):
        return _day(*map(int, match.groups()))
    if match := re.fullmatch(r"(\d{4})(\d\d)(\d\d)(?:\.0)?", text):
        return _day(*map(int, match.groups()))
    if match := re.fullmatch(r"(\d{5})(?:\.\d+)?", text):
        # An Excel serial: days since 1899-12-30.
        return _within(date(1899, 12, 30) + timedelta(int(match[1])))
    if match := _MONTH.fullmatch(text) or re.fullmatch(r"(\d{4})(\d\d)", text):
        cell = _day(int(match[1]), int(match[2]), 1)
        if cell.code:
            return cell
        if re.fullmatch(r"\d{4}\.1", text):
            return Cell(cell.value, "lost_zero", f"{match[1]}.10")
        return cell if "年月" in heading else Cell(cell.value, "month_only")
    if re.fullmatch(r"\d{4}年?", text):
        return Cell(None, "year_only")
    if re.match(r"\d{2}\s*[-./年]", text):
        return Cell(None, "short_year")
    return Cell(None, "bad_date")


def _day(year: int, month: int, dom: int) -> Cell:
    try:
        return _within(date(year, month, dom))
    except ValueError:
        return Cell(None, "no_such_day")


def _within(day: date) -> Cell:
    return Cell(day) if EARLIEST <= day <= LATEST else Cell(None, "far_date")


def _period(text: str, field: Field, heading: str) -> Cell:
    text = squeezed(text)
    if match := re.fullmatch(r"(\d{4})(?:年度|年|\.0)?(?:全年)?", text):
        return Cell(match[1])
    if match := re.fullmatch(r"(\d{4})(?:年度?|[-./])?(上|下)半年(?:度)?", text):
        return Cell(f"{match[1]}H{1 + (match[2] == '下')}")
    if match := re.fullmatch(r"(\d{4})(?:年|[-./])?h([12])", text):
        return Cell(f"{match[1]}H{match[2]}")
    if match := re.fullmatch(r"(\d{4})(?:年度?|[-./])?第?([一二三四1-4])季度?", text):
        return Cell(f"{match[1]}Q{_QUARTERS[match[2]]}")
    if match := re.fullmatch(r"(\d{4})(?:年|[-./])?q([1-4])", text):
        return Cell(f"{match[1]}Q{match[2]}")
    if (match := re.fullmatch(r"(\d{4})(?:年|[-./])?(\d{1,2})月?(?:份)?", text)) and 1 <= int(
        match[2]
    ) <= 12:
        month = f"{match[1]}-{int(match[2]):02d}"
        return (
            Cell(month, "lost_zero", f"{match[1]}.10") if text == f"{match[1]}.1" else Cell(month)
        )
    return Cell(None, "bad_period")


def _number(text: str, field: Field, heading: str) -> Cell:
    value = squeezed(text).replace(",", "").removeprefix("+")
    match = re.fullmatch(
        r"(-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(人次|人|学时|课时|小时|分|次|星|个|%)?", value
    )
    if match and abs(number := float(match[1])) < _MOST:
        return Cell(number)
    return Cell(None, "bad_number")


def _integer(text: str, field: Field, heading: str) -> Cell:
    if field.numbers and (stars := field.numbers.get(squeezed(text))) is not None:
        return Cell(stars)
    cell = _number(text, field, heading)
    if cell.code:
        return cell
    return Cell(int(cell.value)) if cell.value == int(cell.value) else Cell(None, "not_whole")


def _flag(text: str, field: Field, heading: str) -> Cell:
    word = squeezed(text)
    if word in YES or word in NO:
        return Cell(word in YES)
    return Cell(None, "bad_flag")


def _national_id(text: str, field: Field, heading: str) -> Cell:
    text = re.sub(r"\s+", "", plain(text)).upper()
    if _DAMAGED.fullmatch(text):
        return Cell(None, "damaged_id")
    if not re.fullmatch(r"\d{17}[\dX]", text):
        return Cell(None, "bad_national_id")
    # GB 11643: weights 2^(17-i) mod 11 over the first seventeen digits.
    total = sum(int(digit) * (2 ** (17 - i) % 11) for i, digit in enumerate(text[:17]))
    if "10X98765432"[total % 11] != text[17]:
        return Cell(None, "bad_checksum")
    if _day(int(text[6:10]), int(text[10:12]), int(text[12:14])).code:
        return Cell(None, "bad_national_id")
    return Cell(text)


_PARSERS = {
    "id": _id, "text": _text, "name": _name, "phone": _phone, "label": _label, "tags": _tags,
    "date": _date, "period": _period, "number": _number, "integer": _integer, "flag": _flag,
    "national_id": _national_id,
}  # fmt: skip
