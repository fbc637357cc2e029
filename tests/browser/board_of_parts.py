"""A board of every part over a small invented frame; the browser tests open it."""

import altair as alt
import pandas as pd

from hongmiao.charts import STARS, styled
from hongmiao.widgets import (
    ChartView,
    Choice,
    Column,
    FilterBar,
    LinkState,
    Page,
    Row,
    Table,
    Tile,
    Tiles,
    guarded,
)

TOWNS = ["北河镇", "古渡镇", "柳岸街道"]
UNITS = [("all", "全区", 0)] + [
    unit
    for t in range(3)
    for unit in [
        (f"t{t}", TOWNS[t], 1),
        *((f"t{t}v{v}", f"{TOWNS[t]}第{v}村", 2) for v in range(9)),
    ]
]
NASTY = "<img src=x onerror=alert(1)>"


def people(period: str, town: str | None) -> pd.DataFrame:
    rows = [
        (
            f"P{i:03d}",
            NASTY if i == 0 else f"=张{i}",
            TOWNS[i % 3],
            i % (5 if period == "b" else 4) + 1,
        )
        for i in range(120)
    ]
    frame = pd.DataFrame(rows, columns=["id", "name", "town", "stars"])
    frame["date"] = pd.Timestamp("2018-03-01") + pd.to_timedelta(frame.index % 60, "D")
    return frame if town is None else frame[frame.town == town]


def bars(frame: pd.DataFrame, chosen: str | None) -> alt.TopLevelMixin:
    counts = frame.groupby(["town", "stars"], as_index=False).size()
    counts["dim"] = chosen is not None and counts["town"] != chosen
    chart = (
        alt.Chart(counts, height=200)
        .mark_bar()
        .encode(
            x=alt.X("size:Q", title=None),
            y=alt.Y("town:N", title=None, sort=TOWNS),
            color=alt.Color("stars:O", scale=alt.Scale(domain=[*STARS], range=[*STARS.values()])),
            opacity=alt.condition("datum.dim", alt.value(0.2), alt.value(1)),
            tooltip=["town", "stars", "size"],
        )
    )
    return styled(chart.properties(usermeta={"picks": ["town"]}))


def days(frame: pd.DataFrame) -> alt.TopLevelMixin:
    per_day = frame.groupby("date", as_index=False).size()
    line = (
        alt.Chart(per_day, height=200).mark_line().encode(x=alt.X("date:T", title=None), y="size:Q")
    )
    return styled(line + alt.Chart(per_day).mark_point().encode(x="date:T", y="size:Q"))


def board() -> Page:
    periods = Choice("period", "周期", [("第一期", "a"), ("第二期", "b")], "a")
    towns = Choice("town", "镇（街道）", [(town, town) for town in TOWNS], hidden=True)
    bar = FilterBar(UNITS, [periods, towns])
    link, tiles = LinkState(bar), Tiles()
    chart, line = (
        ChartView(title="星级", subtitle="人数", alt="各镇星级人数"),
        ChartView(title="日期"),
    )

    def rows_for(offset, limit, sort, descending, search):
        found = people(bar.values["period"], bar.values["town"])
        found = found[found.name.str.contains(search, regex=False)]
        found = found.sort_values(sort, ascending=not descending) if sort else found
        shown = found.iloc[offset : None if limit is None else offset + limit]
        return shown[["id", "name", "stars"]].values.tolist(), len(found)

    columns = [Column("id", "编号"), Column("name", "姓名"), Column("stars", "星级", align="right")]
    table = Table(columns, rows_for, title="名单", file_name="五星名单")

    @guarded
    def draw(_=None):
        if bar.values["unit"] == "t1":
            raise RuntimeError("张三 secret")
        frame = people(bar.values["period"], bar.values["town"])
        frame = frame.iloc[:0] if bar.values["unit"] == "t2" else frame
        persons = Tile("人数", f"{len(frame)}", "人", about="名单上的人", picks={"town": TOWNS[0]})
        tiles.show([persons, Tile("星", "3.3")], lambda picks: picks["town"] == bar.values["town"])
        everyone = people(bar.values["period"], None)
        chart.show(bars(everyone if len(frame) else frame, bar.values["town"]))
        line.show(days(frame))
        table.refresh()

    @guarded
    def follow(chosen):
        again = chosen["town"] == bar.values["town"]
        bar.values = {**bar.values, "town": None if again else chosen["town"]}

    chart.on_pick(follow)
    tiles.on_pick(follow)
    bar.observe(draw, "values")
    draw()
    return Page(
        "parts", "各部件", "说明", bar, link, tiles, Row(chart, line), table, notes=["来源：无"]
    )
