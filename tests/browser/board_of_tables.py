"""A board of one table and the card its rows open, over invented rows with hostile names; test_table.py opens it."""

import time

import pandas as pd

from hongmiao.widgets import Card, Column, LinkState, Page, Section, Table

MARKUP, FORMULA, LONG = "<img src=x onerror=alert(1)>", '=HYPERLINK("http://x")', "红苗" * 100
NAMES = [MARKUP, FORMULA, LONG]
STATES = {"参评": "在期末列入名单的人", "免评": "因病等不参加评定的人"}


def people() -> pd.DataFrame:
    rows = [
        (f"P{i:03}", NAMES[i] if i < 3 else f"张{i}", f"第{i % 9}村", i % 5 + 1, [*STATES][i % 2])
        for i in range(120)
    ]
    return pd.DataFrame(rows, columns=["id", "name", "unit", "stars", "state"])


def rows_for(offset, limit, sort, descending, search):
    if search == "慢":
        time.sleep(1)
    found = people()
    found = found[found["name"].str.contains(search, regex=False)]
    found = found.sort_values(sort, ascending=not descending, kind="stable") if sort else found
    shown = found.iloc[offset : None if limit is None else offset + limit]
    return shown.to_numpy().tolist(), len(found) if len(shown) else 0


def board() -> Page:
    columns = [
        Column("id", "编号", kind="muted"),
        Column("name", "姓名"),
        Column("unit", "所在组织", shown=False),
        Column("stars", "星级", "right", about="评定期末的星级"),
        Column("state", "状态", kind="tag", sortable=False, tells=STATES),
    ]
    card = Card()
    facts = [("筛选", [("组织", "全区"), ("=口径", FORMULA)])]
    names = {"title": "名单", "subtitle": "虚构的人", "file_name": f"名单/{LONG}"}
    lists = {"tabs": [["all", "全部"], ["few", "星级"]], "tab": "all", "selects": 2}
    table = Table(columns, rows_for, opens="id", facts=lambda: facts, **names, **lists)

    def turn(change):
        table.become(columns if change["new"] == "all" else [columns[0], columns[3]])

    table.observe(turn, "tab")

    @table.on_open
    def show(key):
        person = people().set_index("id").loc[key]
        lines = [[f"2018-0{i}", str(i), LONG] for i in range(1, 7)]
        facts = [(name, str(text)) for name, text in person.items()] + [("电话", "")]
        sections = [
            Section("信息", facts=facts),
            Section("评定", (), ["周期", "星级", "奖惩"], lines, 7),
        ]
        card.show(person["name"], key, sections)

    return Page("tables", "名单", "说明", LinkState(table), table, card)
