"""Words: both languages have every one, with the same blanks to fill."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import hongmiao
from hongmiao.errors import StoreBusy, UnknownName, UnreadableFile
from hongmiao.locale import LANGUAGES, language, word, words

HOUSE = Path(hongmiao.__file__).parent
KEY = re.compile(r"[a-z_]+(\.[a-z_0-9]+)+")


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys():
    zh, en = (set(words(lang)) for lang in LANGUAGES)
    assert zh == en, zh ^ en


def test_a_text_has_the_same_blanks_in_both_languages():
    assert not {
        key for key, text in words("zh").items() if blanks(text) != blanks(words("en")[key])
    }


def test_no_text_is_empty_or_in_the_other_language():
    assert not [
        (lang, key) for lang in LANGUAGES for key, text in words(lang).items() if not text.strip()
    ]
    assert not [
        key
        for key, text in words("en").items()
        if re.search("[㐀-鿿]{3}", re.sub(r"'[^']*'", "", text))
    ]


def asked_for() -> dict[str, str]:
    """{key: file} of every word("…") whose key stands in the code as it is."""
    found = {}
    for path in HOUSE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) == "word"
                and node.args
            ):
                key = node.args[0]
                if (
                    isinstance(key, ast.Constant)
                    and isinstance(key.value, str)
                    and KEY.fullmatch(key.value)
                ):
                    found[key.value] = path.name
    return found


def test_every_word_the_code_asks_for_is_there():
    assert not {key: file for key, file in asked_for().items() if key not in words("zh")}


def test_every_code_of_a_finding_that_the_code_can_give_has_its_words():
    codes = {key.split(".")[1] for key in words("zh") if key.startswith("finding.")}
    given = set()
    for path in [*HOUSE.glob("files/*.py"), *HOUSE.glob("load/*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Cell", "Finding"):
                place = 1 if node.func.id == "Cell" else 5
                given |= {
                    c.value
                    for c in node.args[place : place + 1]
                    if isinstance(c, ast.Constant) and c.value
                }
            elif isinstance(node, ast.keyword) and node.arg == "code":
                given |= set(re.findall(r"^pl\.lit\('(\w+)'\)", ast.unparse(node.value)))
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "code":
                given |= set(re.findall(r"pl\.lit\('(\w+)'\)", ast.unparse(node.value)))
    assert {"damaged_id", "unknown_sheet", "missing_reference"} <= given <= codes, given - codes


@pytest.mark.parametrize(
    ("setting", "expected"),
    [("", "zh"), ("zh_CN.UTF-8", "zh"), ("en", "en"), ("EN_us", "en"), ("fr", "zh")],
)
def test_chinese_is_spoken_unless_english_is_asked_for(monkeypatch, setting, expected):
    monkeypatch.setenv("HONGMIAO_LANG", setting)
    assert language() == expected


def test_what_stands_in_a_cell_can_break_no_sentence():
    for lang in LANGUAGES:
        assert "{x}%s" in word("finding.bad_date.reason", lang, column="", value="{x}%s", detail="")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_error_says_what_is_wrong_and_ends_in_the_remedy(monkeypatch, lang):
    monkeypatch.setenv("HONGMIAO_LANG", lang)
    assert "人员.csv" in str(UnreadableFile.because("人员.csv", "utf16"))
    assert "3" in str(StoreBusy("x.db", 3.0))
    error = UnknownName("question", "star_distribtion", ["star_distribution", "units"])
    assert error.near == ["star_distribution"] and "star_distribution" in str(error)
