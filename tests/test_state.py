"""States: a click chooses exactly the people it counted, a meeting hears no names, an address holds it all."""

import json

import pytest

import hongmiao as hm
from hongmiao.boards import Picture, State, headline, open_board
from hongmiao.boards.screening_board import Screening
from hongmiao.boards.stars_board import Stars
from hongmiao.boards.training_board import Training
from hongmiao.boards.words import masked
from hongmiao.locale import LANGUAGES, word
from hongmiao.records import RECORD_TYPES
from hongmiao.widgets import Card, ChartView, LinkState, Table
from test_boards import STATES, part

COUNTED = {
    "stars": [("composition", ["unit", "rating"]), ("trend", ["period", "rating"])],
    "screening": [("funnel", ["step", "result"]), ("ages", ["age", "education"])],
}


@pytest.mark.parametrize("name", COUNTED)
def test_a_click_on_a_figure_lists_exactly_the_people_it_counts(name, demo_store):
    for chart, fields in COUNTED[name]:
        frame = getattr(STATES[name](demo_store), chart)()
        figures = frame[frame[fields[1]].notna()].groupby(fields, dropna=False)["count"].sum()
        assert len(figures) > 5
        for values, count in figures.items():
            state = STATES[name](demo_store)
            state.pick(dict(zip(fields, values, strict=True)))
            leaf = state.leaf(limit=1)
            assert (leaf["total"].iloc[0] if len(leaf) else 0) == count, (chart, values)


@pytest.mark.parametrize("name", STATES)
def test_a_board_knows_of_a_meeting_before_it_asks_for_its_first_rows(
    name, demo_store, monkeypatch
):
    monkeypatch.setenv("QUERY_STRING", "unit=U00002&mode=meeting")
    assert STATES[name](demo_store).meeting


def test_the_same_click_again_takes_it_back_and_leaves_the_unit(demo_store):
    state = Stars(demo_store)
    town = state.composition().query("unit.notna() and unit != @state.unit")["unit"].iloc[0]
    state.pick({"unit": town, "rating": "5"})
    assert (state.unit, state.rating) == (town, "5")
    state.pick({"unit": town, "rating": "5"})
    assert (state.unit, state.rating) == (town, None)


def test_what_was_not_clicked_is_pale(demo_store):
    for state, picked, charts in (
        (Stars(demo_store), {"rating": "5"}, ["composition", "trend"]),
        (Screening(demo_store), {"age": "30–34"}, ["ages"]),
        (Training(demo_store), {"audience": "party_member"}, ["plan", "statuses"]),
    ):
        assert not any(getattr(state, chart)()["dim"].any() for chart in charts)
        state.pick(picked)
        for chart in charts:
            frame = getattr(state, chart)()
            ((name, value),) = picked.items()
            frame = frame[frame[name].notna()]
            dim = frame["dim"]
            assert dim.any() and (dim == (frame[name] != value)).all(), chart


def test_another_pool_forgets_a_step_that_it_does_not_have(demo_store):
    state = Screening(demo_store)
    first, second = (code for _, code in state.choices[0].options[:2])
    state.pool = first
    state.pick({"step": state.steps[first][-1], "result": "passed"})
    assert state.step and state.result == "passed"
    state.pool = second
    assert (state.step, state.result) == (None, None)


def test_nobody_is_named_in_a_meeting_and_numbers_stay(demo_store):
    for name in ("stars", "screening"):
        page = getattr(hm.boards, name)(demo_store)
        table, card, link = (part(page, kind)[0] for kind in (Table, Card, LinkState))
        total, names = table.total, {row[1] for row in table.rows}
        link.query = {"mode": "meeting"}
        shown = {row[1] for row in table.rows}
        assert table.total == total and len(names) > 5
        assert all(text[1:] == "**" for text in shown) and not names & shown
        link.query = {"mode": "meeting", "person": table.rows[0][0]}
        assert not card.shown, "a meeting opens nobody's records"
        link.query = {}
        assert {row[1] for row in table.rows} == names


@pytest.mark.parametrize("name", STATES)
def test_nothing_that_a_meeting_is_sent_names_anybody(demo_store, name):
    names = {name for name in demo_store.sql("SELECT name FROM person")["name"] if len(name) > 2}
    page = getattr(hm.boards, name)(demo_store)
    link = part(page, LinkState)[0]
    link.query = {"mode": "meeting"}
    lists = STATES[name](demo_store).lists()
    for view in lists:
        link.query = {"mode": "meeting", "view": view}
        sent = json.dumps([one.get_state() for one in parts(page)], default=str, ensure_ascii=False)
        assert [one for one in names if one in sent] == [], view


def parts(widget):
    """A page's widgets, whose states are what its browser is sent."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from parts(child)


@pytest.mark.parametrize("name", STATES)
def test_a_board_of_an_empty_store_has_no_figure_and_says_what_to_do(store, name):
    state = STATES[name](store)
    assert {tile.value for tile in state.tiles()} == {"—"} and "hongmiao load" in state.empty


def test_a_page_prepared_before_its_address_is_known_names_nobody(demo_store, monkeypatch):
    monkeypatch.setenv("VOILA_PREHEAT", "True")
    page = hm.boards.stars(demo_store)
    table, link = part(page, Table)[0], part(page, LinkState)[0]
    assert all(row[1].endswith("**") for row in table.rows)
    link.query = {}
    assert not any(row[1].endswith("**") for row in table.rows)


def test_a_masked_name_is_its_first_sign():
    assert [masked(n) for n in ("张三丰", "张", "买买提·艾力", "Ann", "", None)] == [
        "张**", "张**", "买**", "A**", "", None,
    ]  # fmt: skip
    assert masked(masked("张三")) == "张**"


def test_a_row_opens_what_it_is_about_and_the_address_says_so(demo_store):
    for name, kind in (("stars", "person"), ("screening", "person"), ("training", "course")):
        page = getattr(hm.boards, name)(demo_store)
        table, card, link = (part(page, kind)[0] for kind in (Table, Card, LinkState))
        key = table.rows[0][0]
        link.query = {kind: key}
        assert card.shown and link.query[kind] == key and not link.refused
        link.query = {kind: "nobody"}
        assert not card.shown and link.refused == {kind: "nobody"}
        assert "nobody" in page.head.notice


def test_a_unit_that_is_opened_is_not_the_unit_that_is_chosen(demo_store):
    page = hm.boards.leniency(demo_store)
    table, card, link = (part(page, kind)[0] for kind in (Table, Card, LinkState))
    first, second = (row[0] for row in table.rows[:2])
    link.query = {"unit_card": first}
    assert card.shown and table.total > 1 and link.query == {"unit_card": first}
    link.query = {"unit": second}
    assert not card.shown and table.total == 1


def test_an_address_in_another_language_is_answered_in_it(demo_store, monkeypatch):
    page = hm.boards.stars(demo_store)
    assert page.head.title == word("stars.title", "zh")
    part(page, LinkState)[0].query = {"lang": "en"}
    assert page.head.title == word("stars.title", "en")
    assert part(page, LinkState)[0].query["lang"] == "en"
    monkeypatch.setenv("QUERY_STRING", "lang=en")
    assert hm.boards.stars(demo_store).head.title == word("stars.title", "en")


def test_every_word_of_a_coded_column_has_a_meaning_in_every_language(demo_store):
    for kind in STATES.values():
        for lang in LANGUAGES:
            state = kind(demo_store, lang)
            terms = dict(state.definitions())
            for table, column in state.meanings:
                words = RECORD_TYPES[table].fields()[column].labels
                head = state.heading(table, column)
                assert {f"{head} · {state.label(table, column, code)}" for code in words} <= {
                    *terms
                }
            assert all(len(text) > 5 for text in terms.values())


def test_the_index_has_a_figure_of_every_board_that_the_board_shows_too(demo_store, store):
    for name in STATES:
        found = headline(name, demo_store, "zh")
        if name == "dossier":  # nobody's is open on the index: it says how many there are
            assert int(found["value"]) == demo_store.info()["rows"]["person"]
        else:
            shown = [(tile.label, tile.value) for tile in STATES[name](demo_store).tiles()]
            assert (found["label"], found["value"]) in shown
        assert headline(name, store, "zh") is None


class Members(State):
    """A dashboard as a researcher writes it: no words in the locale, no question on the shelf."""

    title, lead = "甲", "乙"

    def frame(self):
        return self.store.sql("SELECT person_id, name, unit_id AS unit, sex FROM person ORDER BY 1")


def test_a_state_of_a_few_lines_has_a_whole_table(demo_store):
    page = open_board(Members(demo_store))
    table = part(page, Table)[0]
    fields = RECORD_TYPES["person"].fields()
    assert [c["label"] for c in table.columns] == [fields[n].zh for n in ("person_id", "name", "unit_id", "sex")]  # fmt: skip
    assert table.total == demo_store.sql("SELECT count(*) AS n FROM person")["n"][0]
    assert {row[3] for row in table.rows} <= {"男", "女", ""}
    first, table.search = table.rows[0], table.rows[3][0]
    assert table.total == 1 and table.rows[0] != first
    table.search, table.sort, table.descending = "", "person_id", True
    assert table.rows[0][0] > first[0]
    assert not part(page, ChartView) and Picture
