"""A board of a filter bar with everything it can hold, tiles, a notice and definitions; names are as hostile as they come."""

import time

import traitlets as t

from hongmiao.widgets import (
    Choice,
    Definitions,
    FilterBar,
    LinkState,
    Page,
    Tile,
    Tiles,
    guarded,
)

MARKUP, SCRIPT, FORMULA = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(2)</script>",
    '=HYPERLINK("http://outside.example")',
)
LONG = "长" * 200
TOWNS = ["古渡镇", "北河镇", "柳岸街道", "长桥街道", "重阳镇", MARKUP, SCRIPT, FORMULA, LONG]


class Mode(t.HasTraits):
    """What a board's own state keeps in the address."""

    linked = ("mode",)
    mode = t.Enum(["", "meeting"], "")

    def names(self):
        return ["mode"]

    def query(self):
        return {"mode": self.mode} if self.mode else {}

    def read(self, query):
        given = query.get("mode", "")
        self.mode = given if given in ("", "meeting") else ""
        return {"mode": given} if given != self.mode else {}


def units(villages: int):
    yield "all", "全区", 0
    for i, town in enumerate(TOWNS):
        yield f"t{i}", town, 1
        for j in range(villages):
            yield f"t{i}v{j}", f"{town}第{j}村", 2


def board(villages: int = 12) -> Page:
    """Page with `bar`, `link` and `calls` (what was computed, in order)."""
    periods = [
        (f"{2010 + i // 4} 年第 {i % 4 + 1} 季度", f"{2010 + i // 4}Q{i % 4 + 1}")
        for i in range(20)
    ]
    bar = FilterBar(
        units(villages),
        [
            Choice("speed", "快慢", [("快", "fast"), ("慢", "slow"), ("出错", "error")], "fast"),
            Choice("period", "周期", periods, "2014Q4"),
            Choice("kind", "类别", [("全部", None), (MARKUP, "m"), (LONG, "l")]),
            Choice("town", "镇（街道）", [(town, town) for town in TOWNS], hidden=True),
        ],
    )
    mode = Mode()
    link, tiles = LinkState(bar, mode), Tiles()
    definitions = Definitions("口径", [("参评", "列入本期名单、应当评星的党员。"), (MARKUP, LONG)])

    @guarded
    def draw(_=None):
        chosen = bar.values
        if chosen["speed"] == "slow":
            time.sleep(1)
        if chosen["speed"] == "error":
            raise RuntimeError("张三 secret")
        name = bar.label_of("unit")
        note = (
            ""
            if chosen["period"] == "2014Q4"
            else "比上期增加 1,234 人，其中党员 1,003 人，预备党员 231 人"
        )
        trend = [3.1, 3.3, None, 3.2, 3.6, 3.4 if note else 3.8]
        about = "列入本期名单、应当评星的党员人数；免评与未评的不在其中。"
        tiles.show(
            [
                Tile(
                    "参评党员",
                    "8,412",
                    "人",
                    note or "↑ 3.1% 较上期",
                    "good",
                    about,
                    trend,
                    "近 6 期：先升后降",
                ),
                Tile(
                    "平均星级",
                    "3.30",
                    "星",
                    "↑ 0.06",
                    "good",
                    about * 4,
                    trend[::-1],
                    "近 6 期：先降后升",
                ),
                Tile(
                    "金额合计",
                    "123,456,789,012",
                    "元",
                    "↓ 12",
                    "warn",
                    "以元计。",
                    trend,
                    "近 6 期",
                ),
                Tile("偏宽／偏严支部", "7 / 4", "个", "控制限外", "warn", about),
                Tile(name, name, "个", name, "", name),
            ]
        )

    @guarded
    def tell(_=None):
        refused = "、".join(link.refused.values())
        page.head.notice = f"链接里的“{refused}”不在可选范围内，已按默认显示。" if refused else ""

    page = Page(
        "filters",
        "筛选与数字",
        "说明",
        bar,
        link,
        tiles,
        definitions=definitions,
        notes=["数据载入于 2018-07-02", LONG, "版本 0.1.0"],
    )
    bar.observe(draw, "values")
    link.observe(tell, "refused")
    draw()
    tell()
    return page
