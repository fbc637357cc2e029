"""The documentation: every public thing says what it does, and the page says what the code says."""

import re
from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from hongmiao.checks import CHECKS
from hongmiao.cli import main
from hongmiao.documentation import documentation_page, public
from hongmiao.documentation.writing import rendered
from hongmiao.locale import LANGUAGES
from hongmiao.queries import QUERIES
from hongmiao.questions import DAYS, NUMBERS, column_words, columns_by
from hongmiao.records import RECORD_TYPES

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/index.html"
THINGS = {f"{thing.room}.{thing.name}": thing for thing in public()}


@pytest.fixture(autouse=True)
def without_an_office(monkeypatch):
    """The page is about what is shipped, not about what an office keeps in its data folder."""
    monkeypatch.delenv("HONGMIAO_HOME", raising=False)
    monkeypatch.delenv("HONGMIAO_LANG", raising=False)


@pytest.mark.parametrize("thing", THINGS.values(), ids=list(THINGS))
def test_a_public_thing_says_what_it_is_and_names_its_parameters(thing):
    assert thing.doc, "a public thing opens with one plain sentence"
    unsaid = [name for name in thing.parameters if not re.search(rf"\b{name}\b", thing.doc)]
    assert not unsaid, f"its docstring does not name {unsaid}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_column_of_every_answer_has_words(store, lang):
    for name, columns in columns_by(store.schema).items():
        said = {column: column_words(QUERIES[name], column, columns, lang) for column in columns}
        assert said and all(said.values()), (
            f"{name}: say in the locale's [column] what {[c for c in said if not said[c]]} are"
        )


def test_the_kinds_of_parameters_are_those_of_parameters_that_there_are():
    known = {parameter for book in QUERIES.values() for parameter in book.parameters}
    assert known >= NUMBERS | DAYS


def test_the_page_is_in_step_with_the_code():
    assert PAGE.read_text("utf-8") == documentation_page(), "run `make docs`"


def test_everything_on_the_shelves_has_its_place_on_the_page():
    page = PAGE.read_text("utf-8")
    names = [*THINGS, *QUERIES, *RECORD_TYPES, *CHECKS, *(f"hongmiao {c}" for c in main.commands)]
    names += [path.relative_to(ROOT / "data/policy").as_posix() for path in (ROOT / "data/policy").rglob("*.toml")]  # fmt: skip
    assert not [name for name in names if f"<h3>{escape(name)}" not in page]
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_what_stands_in_a_docstring_is_text():
    entry = {"name": "<b>", "kind": "", "signature": "<i>", "text": "`<u>` <img onerror=alert(1)>"}
    about = {"zh": "<s>", "en": "<script>"}
    given = {"id": "library", "title": about, "lead": about}
    page = rendered([given | {"entries": [entry | {"about": about, "tables": []}]}])
    assert not re.search(r"<(b|i|u|s|img)\b", page) and page.count("<script>") == 1
    assert "<code>&lt;u&gt;</code>" in page


@pytest.mark.browser
def test_the_page_opens_from_a_disk_finds_words_and_speaks_both_languages():
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        asked, said = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.goto(PAGE.as_uri())
        page.fill("#search", "five_share star_units")
        assert page.locator("article:visible h3").all_text_contents() == ["star_units"]
        assert page.locator("nav a:visible").all_text_contents() == ["star_units"]
        assert page.title() == "红苗文档"
        page.click("#language")
        assert page.title() == "Hongmiao documentation"
        assert "Mean stars" in page.inner_text("main") and "平均星级" not in page.inner_text("main")
        page.fill("#search", "zzzz")
        assert page.is_visible("#none") and page.locator("article:visible").count() == 0
        assert asked == [PAGE.as_uri()] and said == []
        browser.close()
