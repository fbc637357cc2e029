"""Small numbers stay unknown: whatever a cell withheld holds, the page says the same; and no sum gives it away."""

import itertools
import json
import sqlite3
from collections import defaultdict

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import hongmiao as hm
from hongmiao.boards.board import open_board
from hongmiao.boards.incentives_board import Incentives
from hongmiao.queries import QUERIES
from hongmiao.widgets import ChartView, Definitions, FilterBar, Table, Tiles
from hongmiao.widgets.download import Download
from test_boards import part

TOWNS = ("甲镇", "乙镇", "丙镇")
MINIMUM = 5
TIMED = ("layout", "source")  # what names a widget, and the minute in which the store was loaded


def published(tables: dict[str, tuple[int, ...]], minimum: int) -> dict[str, tuple]:
    """What the question gives away of each table: numbers of one kind by group, a table for each year."""
    groups = [f"G{i}" for i in range(len(next(iter(tables.values()))))]
    db = sqlite3.connect(":memory:")
    db.executescript("""CREATE TABLE unit (unit_id, name); CREATE TABLE unit_tree (unit_id, rank, depth);
        CREATE TABLE unit_group (scope_id, unit_id, group_id, group_name, group_kind);
        CREATE TABLE case_subject (year, kind, unit_id, subjects)""")
    for i, group in enumerate(groups):
        db.execute("INSERT INTO unit VALUES (?, ?)", (group, group))
        db.execute("INSERT INTO unit_tree VALUES (?, ?, 1)", (group, i + 2))
        db.execute("INSERT INTO unit_group VALUES ('', ?, ?, ?, 'town')", (group, group, group))
    rows = [(year, "award", "G0", 1) for year in tables]
    rows += [(year, "care", group, n) for year, cells in tables.items() for group, n in zip(groups, cells, strict=True) if n]  # fmt: skip
    db.executemany("INSERT INTO case_subject VALUES (?, ?, ?, ?)", rows)
    query = QUERIES["case_cells"]
    asked = {"public": '["award"]', "protected": '["care"]', "minimum": minimum}
    found = db.execute(query.sql, dict.fromkeys(query.parameters) | asked)
    told = defaultdict(dict)
    for year, _, group, _, subjects, cells, state, _ in found:
        told[year][group] = (subjects, cells, state)
    return {year: tuple(sorted(cells.items())) for year, cells in told.items()}


def alike(groups: int, minimum: int, most: int) -> dict[tuple, list[tuple[int, ...]]]:
    """All tables of so many groups with numbers up to `most`, those together of which the same is given away."""
    tables = {f"{1000 + i}": cells for i, cells in enumerate(itertools.product(range(most + 1), repeat=groups))}  # fmt: skip
    told, classes = published(tables, minimum), defaultdict(list)
    for year, cells in tables.items():
        classes[told[year]].append(cells)
    return classes


@pytest.mark.parametrize(("groups", "minimum", "most"), [(1, 5, 7), (2, 5, 7), (3, 5, 7), (4, 3, 4), (5, 3, 3), (4, 2, 3)])  # fmt: skip
def test_whoever_knows_the_rule_and_all_that_is_shown_cannot_work_out_a_cell(groups, minimum, most):
    for told, tables in alike(groups, minimum, most).items():
        cells = dict(told)
        for place in range(groups):
            shown, _, state = cells[f"G{place}"]
            values = {table[place] for table in tables}
            if state == "shown":
                assert values == {shown} and shown >= minimum
            else:
                assert shown is None and len(values) > 1, (told, tables)


def test_a_sum_is_given_wherever_it_tells_nothing_of_a_cell_and_is_right():
    exact = 0
    for told, tables in alike(4, 3, 4).items():
        rest = dict(told).get("rest", (0, 0, ""))[0]
        if rest is None:
            continue
        exact += 1
        shown = sum(n or 0 for n, _, _ in dict(told).values())
        assert {sum(table) for table in tables} == {shown}
        assert rest == 0 or rest >= 3
    assert exact > 20


# The district itself is a group beside its towns, and here has nobody.
CLASSES = [
    towns
    for tables in alike(1 + len(TOWNS), MINIMUM, 7).values()
    if len(towns := [towns for district, *towns in tables if not district]) > 1
]


def district(folder, cells: dict[tuple[str, str], tuple[int, ...]]) -> hm.Store:
    """A store of three towns, an award in each year, and so many people of each town for each kind and year."""
    folder.mkdir()
    units = [["U1", "区", "区", ""], *([f"T{i}", name, "镇", "U1"] for i, name in enumerate(TOWNS))]
    people = [[f"P{i}{n}", f"张{i}{n}", f"T{i}"] for i in range(3) for n in range(9)]
    cases = [[f"A{year}", "P00", "表彰", f"{year}-07-01", "优秀共产党员"] for year in ("2017", "2018")]  # fmt: skip
    for (kind, year), counts in cells.items():
        cases += [
            [f"{kind}{year}{i}{n}", f"P{i}{n}", kind, f"{year}-0{1 + n}-05", "补贴"]
            for i, count in enumerate(counts)
            for n in range(count)
        ]
    sheets = {
        "units": [["组织编号", "组织名称", "组织类别", "上级组织"], *units],
        "people": [["人员编号", "姓名", "所在组织"], *people],
        "cases": [["事项编号", "人员编号", "事项类型", "事项日期", "事项名称"], *cases],
    }
    for name, rows in sheets.items():
        text = "\n".join(",".join(row) for row in rows)
        (folder / f"{name}.csv").write_text(text, "utf-8-sig")
    store = hm.open_store(folder / "hongmiao.db")
    assert not list(hm.load(store, [folder / f"{name}.csv" for name in sheets]).findings())
    return store


def everything(store: hm.Store) -> list[str]:
    """All that a page of the board sends, its list in every order, its file; and what it says of a year and of a town."""
    sent, page = [], open_board(Incentives(store, "zh", year=None, view="cells"))
    for kind in (Tiles, ChartView, Definitions, FilterBar, Table):
        for widget in part(page, kind):
            held = {n: v for n, v in widget.get_state().items() if n[0] != "_" and n not in TIMED}
            sent.append(json.dumps(held, default=str, sort_keys=True))
    table = part(page, Table)[0]
    sent.append(repr(Download(table, "csv").data()))
    for column in table.columns:
        table.sort, table.descending = column["name"], True
        table.refresh()
        sent.append(repr((table.rows, table.total)))
    for unit, year in (("U1", "2018"), ("T1", None)):
        state = Incentives(store, "zh", unit=unit, year=year, view="cells")
        sent += [repr(state.tiles()), repr(state.leaf().to_dict("records"))]
        sent += [json.dumps(picture.chart.to_dict()["datasets"]) for picture in state.pictures()]
    return sent


@settings(max_examples=3, phases=[Phase.generate])
@given(st.data())
def test_the_page_is_the_same_whatever_the_cells_withheld_hold(tmp_path_factory, data):
    families = [("容错", "2018"), ("离任待遇", "2018"), ("离任待遇", "2017")]
    pairs = {
        family: data.draw(st.sampled_from(CLASSES).flatmap(lambda tables: st.tuples(*[st.sampled_from(tables)] * 2)))
        for family in families
    }  # fmt: skip
    folder = tmp_path_factory.mktemp("small")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HONGMIAO_HOME", str(folder))
        one, other = (
            everything(district(folder / str(i), {family: pair[i] for family, pair in pairs.items()}))
            for i in (0, 1)
        )  # fmt: skip
    assert one == other


def test_no_card_of_a_case_opens_and_no_number_of_a_case_is_sent(tmp_path, monkeypatch):
    monkeypatch.setenv("HONGMIAO_HOME", str(tmp_path))
    store = district(tmp_path / "d", {("容错", "2018"): (2, 0, 0)})
    monkeypatch.setenv("QUERY_STRING", "case=容错201800&person=P00&unit_card=T0")
    state = Incentives(store)
    page = open_board(state)
    assert state.opened is None
    state.opened = ("case", "容错201800")
    assert state.opened is None
    assert not part(page, Table)[0].opens
    assert not [text for text in everything(store) if "容错2018" in text or "A2018" in text]


def test_awards_are_public_by_name_and_an_office_can_close_them(tmp_path, monkeypatch):
    monkeypatch.setenv("HONGMIAO_HOME", str(tmp_path))
    store = district(tmp_path / "d", {("离任待遇", "2018"): (6, 5, 0)})
    state = Incentives(store)
    assert state.leaf()["name"].tolist() == ["张00"] and state.tiles()[0].value == "1"
    assert state.tiles()[4].value == "11", "what is not shown is not counted: it is one cell"
    own = tmp_path / "policy" / "incentives.toml"
    own.parent.mkdir()
    own.write_text('[[kind]]\nkind = "表彰"\nshown = "counts"\nsource = "x"\ncertainty = "?"\n', "utf-8")  # fmt: skip
    closed = Incentives(store)
    assert closed.leaf().empty and closed.tiles()[0].value == "0"
